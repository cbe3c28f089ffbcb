"""Hostile text in every field, drawn by a real browser wherever it is shown: nothing runs."""

import re
from collections.abc import Iterator
from typing import Any

import httpx2
import pytest
from playwright.sync_api import Page, expect

import hostile
from api.program import Program
from newsdesk import Newsdesk

OF_A_COVERAGE = (
    *("headline", "standfirst", "dateline", "lead_question"),
    *("official_subject", "unofficial_subject"),
)


@pytest.fixture
def filled(newsdesk: Newsdesk) -> Newsdesk:
    """A newsroom into which somebody has typed all of it, wherever there is something to type."""
    lines = [line for line in hostile.lines() if line not in hostile.DEEP]
    newsdesk.hires(hostile.SCRIPTS[0], "administrator")
    newsdesk.hires(hostile.LETTERS[0], "contributor")
    newsdesk.opens(
        " ".join(lines[4:7]),
        slug="boese",
        standfirst="\n\n".join(lines[:12]),
        dateline=lines[5],
        official_subject=lines[6],
        unofficial_subject=lines[7],
        lead_question=lines[21],
    )
    for n, line in enumerate(lines):
        marks = {"pinned": n < 9, "key_event": n < 9, "summary": n == 8}
        newsdesk.publishes(f"{line}\n\n> {line}\n> — {line}", headline=line, byline=line, **marks)
    for line in hostile.LINKS:
        newsdesk.publishes(f"- {line}\n- {line} {line}", headline="Links")
    for line in lines[:9]:
        post = newsdesk.publishes("Vorher")
        newsdesk.corrects(post, line, note=line, internal_note=line)
        newsdesk.withdraws(newsdesk.publishes(line), notice=line)
        newsdesk.drafts(line, headline=line, byline=line)
        newsdesk.sends_back(newsdesk.submits(line), line)
    newsdesk.shows(newsdesk.uploads(), alt=lines[4], caption=" ".join(lines[:9]), credit=lines[21])
    return newsdesk


FOREIGN = 'main script:not([src^="/static/"], [type="application/ld+json"])'  # is none of ours


class Watched:
    """A page that notices whatever should not happen on it."""

    def __init__(self, page: Page, site: str) -> None:
        self.page, self.site = page, site
        self.happened: list[str] = []
        page.on("dialog", self._dialog)
        page.on("console", lambda message: self._console(message.text))
        page.on("request", lambda request: self._request(request.url))
        page.on("pageerror", lambda error: self.happened.append(f"error: {error}"))
        page.on("popup", lambda popup: self.happened.append(f"popup: {popup.url}"))

    def visits(self, path: str) -> None:
        """Everything that can be focused or pointed at has been, too."""
        self.page.goto(f"{self.site}{path}")
        self.page.evaluate(
            """() => document.querySelectorAll("main *").forEach((element) => {
                for (const type of ["mouseover", "focus", "toggle", "load", "error"])
                    if (element.attributes.length) element.dispatchEvent(new Event(type));
            })"""
        )
        pwned = self.page.evaluate("window.__pwned ?? null")
        if pwned is not None:
            self.happened.append(f"{path}: it ran")
        for link in self.page.eval_on_selector_all("a", "all => all.map((a) => a.href)"):
            if not re.match(r"https?://|mailto:", link):
                self.happened.append(f"{path}: a link to {link}")
        for tag in ("iframe", "object", "embed", "svg", "math", "base", "style", FOREIGN):
            if self.page.locator(tag).count():
                self.happened.append(f"{path}: <{tag}>")

    def posts(self) -> list[str]:
        """The ids of those on the page."""
        found = "all => all.map((element) => element.dataset.id)"
        ids: list[str] = self.page.eval_on_selector_all("[data-kind=post]", found)
        return ids

    def _dialog(self, dialog: Any) -> None:
        self.happened.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _console(self, text: str) -> None:
        if "Content Security Policy" in text or "Refused" in text:
            self.happened.append(text)

    def _request(self, url: str) -> None:
        if not url.startswith(self.site):
            self.happened.append(f"request: {url}")


@pytest.fixture
def watched(site: str, browsing: Any) -> Iterator[Any]:
    """`watched(secret)` is a page of somebody signed in; at its end nothing has happened."""
    pages: list[Watched] = []

    def watch(secret: str = "") -> Watched:
        context = browsing()
        if secret:
            context.add_cookies([{"name": "depesche", "value": secret, "url": site}])
        pages.append(Watched(context.new_page(), site))
        return pages[-1]

    yield watch
    assert [what for page in pages for what in page.happened] == []


def test_nothing_runs_on_any_page_that_readers_see(filled: Newsdesk, watched: Any) -> None:
    page = watched()
    page.visits("/")
    page.visits("/live/boese")
    posts = page.posts()
    while older := page.page.query_selector('a[href*="before="]'):
        page.visits(f"/live/boese{re.search(r'[?].*', older.get_attribute('href'))[0]}")
        posts += page.posts()
    assert len(posts) > len(hostile.LINKS)
    for post in posts[:: len(posts) // 12]:
        page.visits(f"/live/boese/posts/{post}")
    assert post in page.posts()


def test_nothing_runs_that_a_program_sent(newsdesk: Newsdesk, watched: Any, site: str) -> None:
    """The fields of a coverage and of a picture; the program itself has a hostile name."""
    lines = [line for line in hostile.SCRIPTS if "evil" not in line][:24:3]
    newsdesk.makes(slug="gipfel")
    picture = str(newsdesk.uploads().id)
    with httpx2.Client(base_url=site, timeout=20) as client:
        agency = Program(client, newsdesk.issues_token(lines[0]))
        words = dict(zip(OF_A_COVERAGE, lines, strict=False))
        assert agency.puts_coverage(**words, status="live").status_code == 200
        about = dict.fromkeys(("alt", "caption", "credit"), lines[1])
        posts = [agency.publishes(lines[0], headline=lines[0], picture=picture, **about)]
        for line in lines:
            words = dict.fromkeys(("headline", "byline"), line)
            posts += [agency.publishes(line, **words, key_event=True, pinned=True)]
        assert agency.corrects(posts[1], lines[2], note=lines[3]).status_code == 201
        assert agency.withdraws(posts[2], lines[4]).status_code in {200, 201}
    page = watched()
    for path in ("/", "/live/gipfel", *(f"/live/gipfel/posts/{post}" for post in posts[:4])):
        page.visits(path)
    assert str(posts[3]) in page.posts()
    desk = watched(newsdesk.signs_in(newsdesk.mara))
    for path in ("", "/edit", *(f"/posts/{post}/revisions" for post in posts[:2])):
        desk.visits(f"/desk/coverages/gipfel{path}")


def test_nothing_runs_that_comes_by_stream(newsdesk: Newsdesk, watched: Any) -> None:
    newsdesk.opens(slug="boese")
    page = watched()
    page.visits("/live/boese")
    page.page.wait_for_selector("live-coverage")
    for line in hostile.SCRIPTS[:12]:
        newsdesk.publishes(line, headline=line, byline=line, pinned=True)
    expect(page.page.locator("[data-list=pin] [data-kind=pin]")).to_have_count(12)
    page.page.evaluate("scrollTo(0, 0)")
    assert page.page.evaluate("window.__pwned ?? null") is None


def test_nothing_runs_at_the_desk(filled: Newsdesk, watched: Any) -> None:
    page = watched(filled.signs_in(filled.ada))
    elif_ = filled.elif_.id
    draft = filled.drafts(hostile.SCRIPTS[0], headline=hostile.SCRIPTS[4])
    filled.amends(draft, hostile.SCRIPTS[5])
    for path in (
        *("", "/account", "/people", f"/people/{elif_}", f"/people/{elif_ + 2}"),
        *("/coverages/boese", "/coverages/boese/edit", "/coverages/new"),
        f"/coverages/boese/posts/{draft.id}/revisions",
    ):
        page.visits(f"/desk{path}")


def test_nothing_runs_where_it_is_typed_and_refused(watched: Any, newsdesk: Newsdesk) -> None:
    page = watched()
    for line in (hostile.SCRIPTS[0], hostile.SCRIPTS[4], hostile.SCRIPTS[21], hostile.LETTERS[0]):
        page.page.goto(f"{page.site}/desk/sign-in")
        page.page.fill("[name=name]", line.replace("\n", " "))
        page.page.fill("[name=password]", line.replace("\n", " "))
        page.page.click("button.primary")
        page.page.wait_for_selector("[role=alert]")
        assert page.page.evaluate("window.__pwned ?? null") is None
