"""At the desk it is seen how many read along, and how soon a post was on their pages."""

import re
import time
from collections.abc import Iterator
from contextlib import ExitStack
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from axe_playwright_python.sync_playwright import Axe
from fastapi import FastAPI
from playwright.sync_api import Locator, Page, expect

from depesche import clock
from depesche.live import hub as hubs
from depesche.live import readership
from depesche.live import tail as tails
from depesche.live.reaches import Reach
from depesche.newsroom import coverages, people, posts, presence
from depesche.newsroom.models import Post
from depesche.rendering.environment import Templates
from newsdesk import Newsdesk
from serving import Stream, until

SAY = {"language": "en"}
COUNTS = [0, 1, 2, 999, 1000, 1234, 20_000, 1_234_567]
SECONDS = [None, 0.0, 0.01, 0.08, 0.29, 0.5, 1.0, 1.01, 3.2, 12.34, 1234.5]
REACHES = [(pages, seconds) for pages in (1, 2, 1234) for seconds in SECONDS]


@pytest.fixture(autouse=True)
def _woken_by_the_bell(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the tail finds by itself just before the bell rings has no time."""
    monkeypatch.setattr(tails, "SILENCE", 60.0)


@pytest.fixture
def reads_along(site: str, newsdesk: Newsdesk) -> Iterator[Any]:
    """`reads_along(3)` are three readers with their streams."""
    with ExitStack() as streams:

        def read(count: int) -> list[Stream]:
            url = f"{site}/live/{newsdesk.slug}/stream"
            opened = [streams.enter_context(Stream(url)) for _ in range(count)]
            assert all(stream.heartbeat() for stream in opened)
            return opened

        yield read


def _pattern(words: str) -> re.Pattern[str]:
    """These words, and some seconds."""
    return re.compile(rf"^{re.escape(words)}\d+\.\d\d s$")


def _takes_up(newsdesk: Newsdesk, post: Post) -> None:
    """Ada is at work on it: the desk's rows are drawn anew, and readers hear of nothing."""
    with newsdesk.store.writing() as session:
        coverage = coverages.find(session, newsdesk.slug, to_write=True)
        found = posts.find(session, coverage, post.id)
        times = {"now": clock.now(), "wall": clock.wall()}
        presence.take(session, coverage, found, tab=uuid4(), by=newsdesk.ada, **times)


def _now(page: Page) -> Locator:
    return page.locator("desk-readership")


def _reach(page: Page, post: Post) -> Locator:
    return page.locator(f".row[data-id='{post.id}'] .reach")


def test_readers_and_seconds_appear_without_a_reload(
    newsdesk: Newsdesk, sits: Any, reads_along: Any
) -> None:
    newsdesk.opens(**SAY)
    jonas = sits(newsdesk.jonas)
    expect(_now(jonas.page)).to_have_text("nobody is reading now")
    one, *_ = reads_along(3)
    expect(_now(jonas.page)).to_have_text("3 reading now")
    jonas.page.evaluate("document.body.dataset.same = 'yes'")
    jonas.writes("The doors are open.")
    jonas.presses("Control+Enter")
    place = jonas.page.locator(".row .reach")
    expect(place).to_have_text(_pattern("on 3 pages in "))
    one.close()
    expect(_now(jonas.page)).to_have_text("2 reading now")
    assert jonas.page.evaluate("document.body.dataset.same") == "yes"


def test_a_row_that_is_drawn_anew_keeps_its_figure(
    newsdesk: Newsdesk, sits: Any, reads_along: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    newsdesk.opens(**SAY)
    early = sits(newsdesk.mara)
    reads_along(2)
    post = newsdesk.publishes("The doors are open.")
    expect(_reach(early.page, post)).to_have_text(_pattern("on 2 pages in "))
    monkeypatch.setattr(readership, "NEWEST", 0)
    late = sits(newsdesk.jonas)  # whose page has it from the first, and is told of newer ones only
    said = _reach(early.page, post).inner_text()
    expect(_reach(late.page, post)).to_have_text(said)
    _takes_up(newsdesk, post)
    for editor in (early, late):
        row = editor.page.locator(f".row[data-id='{post.id}']")
        expect(row).to_contain_text("Ada is editing")
        expect(row.locator(".reach")).to_have_text(said)


def test_a_correction_has_a_time_of_its_own(
    newsdesk: Newsdesk, sits: Any, reads_along: Any
) -> None:
    newsdesk.opens(**SAY)
    jonas = sits(newsdesk.jonas)
    reads_along(1)
    post = newsdesk.publishes("Two hundred.")
    expect(_reach(jonas.page, post)).to_have_text(_pattern("on 1 page in "))
    reads_along(3)
    newsdesk.corrects(post, "Three hundred.")
    expect(_reach(jonas.page, post)).to_have_text(_pattern("on 4 pages in "))


def test_other_rows_that_are_chosen_have_theirs(
    newsdesk: Newsdesk, sits: Any, reads_along: Any
) -> None:
    newsdesk.opens(**SAY)
    jonas = sits(newsdesk.jonas, f"/desk/coverages/{newsdesk.slug}?show=draft")
    reads_along(2)
    post = newsdesk.publishes("The doors are open.")
    expect(_now(jonas.page)).to_have_text("2 reading now")
    jonas.page.locator(".chips a", has_text="Published").click()
    expect(_reach(jonas.page, post)).to_have_text(_pattern("on 2 pages in "))


def test_what_took_long_is_marked_and_not_by_colour_alone(
    newsdesk: Newsdesk, sits: Any, reads_along: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    newsdesk.opens(**SAY)
    jonas = sits(newsdesk.jonas)
    reads_along(1)
    quick = newsdesk.publishes("Quick.")
    expect(_reach(jonas.page, quick)).to_have_text(_pattern("on 1 page in "))
    monkeypatch.setattr(hubs, "time", SimpleNamespace(time=lambda: time.time() + 2.5))
    slow = newsdesk.publishes("Slow.")
    expect(_reach(jonas.page, slow)).to_have_text(_pattern("slow: on 1 page in "))
    mara = sits(newsdesk.mara)  # whose page has it from the first
    for editor in (jonas, mara):
        expect(_reach(editor.page, slow)).to_have_class("reach slow")
        expect(_reach(editor.page, quick)).to_have_class("reach")
        expect(_reach(editor.page, slow)).to_have_text(_pattern("slow: on 1 page in "))
    for scheme in ("light", "dark"):
        jonas.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        assert Axe().run(jonas.page).response["violations"] == []


def test_a_page_without_a_stream_asks(
    newsdesk: Newsdesk, sits: Any, reads_along: Any, app: FastAPI
) -> None:
    coverage = newsdesk.opens(**SAY)
    reads_along(2)
    app.state.rooms.desk_gate._limit = 0  # nobody gets a stream at the desk
    jonas = sits(newsdesk.jonas)
    expect(jonas.page.locator("[data-line]")).to_have_attribute("data-state", "polling")
    post = newsdesk.publishes("The doors are open.")
    until(lambda: app.state.rooms.readership.of(coverage.id).posts)
    jonas.page.clock.fast_forward(15_000)
    expect(_reach(jonas.page, post)).to_have_text(_pattern("on 2 pages in "))
    expect(_now(jonas.page)).to_have_text("2 reading now")


def test_no_screen_reader_is_told_of_every_change(newsdesk: Newsdesk, sits: Any) -> None:
    newsdesk.opens(**SAY)
    jonas = sits(newsdesk.jonas)
    live = "[aria-live]:not([aria-live=off]), [role=status], [role=alert], [role=log]"
    inside = f"one => one.closest('{live}') === null"
    assert _now(jonas.page).evaluate(inside)
    assert "only ask now and then are not counted" in (
        _now(jonas.page).get_attribute("title") or ""
    )


def test_a_draft_has_no_readers(newsdesk: Newsdesk, sits: Any) -> None:
    newsdesk.makes("A draft", opens_at=None, **SAY)
    jonas = sits(newsdesk.mara)
    expect(_now(jonas.page)).to_be_hidden()
    newsdesk.brings("live")
    expect(_now(jonas.page)).to_be_visible()


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_browser_says_it_in_the_same_words(
    language: str, newsdesk: Newsdesk, sits: Any
) -> None:
    newsdesk.opens(**SAY)
    with newsdesk.store.writing() as session:
        people.speak(session, newsdesk.jonas, language)
    jonas = sits(newsdesk.jonas)
    at = jonas.page.locator("link[href*='desk/desk-readership.js']").get_attribute("href")
    said = jonas.page.evaluate(
        """async ([at, counts, all]) => {
            const { readersNow, reached } = await import(at);
            return [counts.map(readersNow), all.map((reach) => reached(reach))];
        }""",
        [at, COUNTS, REACHES],
    )
    words = Templates(newsroom="").words("desk/_readership.html", language)
    assert said[0] == [str(words.readers_now(count)) for count in COUNTS]
    assert said[1] == [str(words.reached(Reach(*reach))) for reach in REACHES]
