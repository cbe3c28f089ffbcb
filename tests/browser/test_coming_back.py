"""Readers who come back: what is new since, and where they left off. Their browser alone knows."""

import time
from collections.abc import Callable, Sequence
from urllib.request import urlopen

import pytest
from playwright.sync_api import BrowserContext, Locator, Request, Route, expect

from newsdesk import Newsdesk
from reading import Browsing, Reader
from serving import PATIENCE

PHONE = {"viewport": {"width": 360, "height": 640}}
THEN = "1755280380000"  # when the reader was there
LATE = 400  # milliseconds after which the script is there: meanwhile the browser has painted

# How far things moved on the page that nobody had touched.
MOVED = """
window.moved = 0;
new PerformanceObserver((seen) => {
  for (const shift of seen.getEntries()) if (!shift.hadRecentInput) window.moved += shift.value;
}).observe({ type: "layout-shift", buffered: true });
"""

PAINTED = "new Promise((then) => requestAnimationFrame(() => setTimeout(then, 100)))"
BLOCKED = """
Object.defineProperty(window, "localStorage", {
  get() { throw new DOMException("", "SecurityError"); },
});
"""
FULL = """
for (let size = 2 ** 23; size >= 1; size /= 2) {
  try { localStorage[size] = "x".repeat(size); } catch {}
}
"""


class Visitor:
    """Somebody who comes and goes, with the same browser."""

    def __init__(self, context: BrowserContext, url: str) -> None:
        self.page = context.new_page()
        self.asked: list[str] = []
        self.url = url
        self.page.on("request", self._note)
        network = context.new_cdp_session(self.page)
        network.send("Network.enable")
        network.send("Network.setCacheDisabled", {"cacheDisabled": True})  # tests are too quick

    def comes(self) -> "Visitor":
        """A visit begins."""
        self.asked = []
        self._reader = Reader(self.page, self.url).follows()
        return self

    def leaves(self) -> "Visitor":
        """For the front page."""
        assert self._reader.errors == []
        self.page.goto(self.url.partition("/live/")[0])
        return self

    def is_told(self) -> list[str]:
        """The lines of the box; none where there is no box."""
        if not self.box.is_visible():
            return []
        return [
            " ".join(line.split()) for line in self.box.locator("h2, li:visible").all_inner_texts()
        ]

    def keeps(self) -> dict[str, str]:
        """All that this browser has been given to keep."""
        kept: dict[str, str] = self.page.evaluate("({ ...localStorage })")
        return kept

    @property
    def box(self) -> Locator:
        return self.page.locator(".last-visit")

    @property
    def after_the_mark(self) -> Locator:
        """The headline of the post above which the mark stands."""
        return self.page.locator(".left-off + .post h3")

    def _note(self, request: Request) -> None:
        self.asked.append(f"{request.method} {request.url} {request.post_data or ''}".strip())


Visits = Callable[..., Visitor]
News = Callable[..., None]


@pytest.fixture
def url(site: str, newsdesk: Newsdesk) -> str:
    newsdesk.opens("Der Gipfel")
    for number in range(1, 4):
        newsdesk.waits(minutes=1)
        newsdesk.publishes("Es geht los. " * 20, headline=f"Früh {number}")
    return f"{site}/live/der-gipfel"


@pytest.fixture
def visits(url: str, browsing: Browsing) -> Visits:
    """`visits()` is somebody whose browser has never been here; options are those of a context."""

    def visit(*scripts: str, **options: object) -> Visitor:
        context = browsing(**options)
        for script in scripts:
            context.add_init_script(script)
        return Visitor(context, url)

    return visit


@pytest.fixture
def news(url: str, newsdesk: Newsdesk) -> News:
    """Posts five minutes apart: the third is a key event, of every twenty the second corrected."""

    def publish(*headlines: str) -> None:
        for number, headline in enumerate(headlines):
            newsdesk.waits(minutes=5)
            post = newsdesk.publishes("Neues. " * 20, headline=headline, key_event=number == 2)
            if number % 20 == 1:
                newsdesk.corrects(post, "Richtig.")
        shown(url, headlines[-1])

    return publish


def shown(url: str, words: str) -> None:
    """The page that everybody gets has heard of it."""
    deadline = time.monotonic() + PATIENCE
    while words not in urlopen(url).read().decode():
        assert time.monotonic() < deadline


def test_who_comes_back_is_told_what_is_new_and_shown_where_they_left_off(
    newsdesk: Newsdesk, visits: Visits, news: News
) -> None:
    reader = visits().comes()
    assert reader.is_told() == [], "the first visit"
    reader.leaves()
    news("Spät 1", "Spät 2", "Spät 3")

    reader.comes()
    assert reader.is_told() == [
        "3 neue Beiträge seit 19:53 MESZ, 1 davon berichtigt",
        "20:08 MESZ Spät 3",
    ]
    expect(reader.after_the_mark).to_have_text("Früh 3")
    expect(reader.page.get_by_role("region", name="3 neue Beiträge seit")).to_be_visible()
    assert reader.page.evaluate("document.activeElement.tagName") == "BODY"
    newsdesk.publishes("Eben.", headline="Eben")
    expect(reader.page.locator(".posts h3").first).to_have_text("Eben")
    expect(reader.after_the_mark).to_have_text("Früh 3")
    reader.box.get_by_role("link", name="Weiterlesen").click()
    expect(reader.page.locator(".left-off")).to_be_in_viewport()
    assert reader.page.url.endswith("/live/der-gipfel#left-off")


def test_what_a_visit_has_told_it_tells_until_it_is_over_or_the_box_is_closed(
    newsdesk: Newsdesk, visits: Visits, news: News
) -> None:
    reader = visits().comes().leaves().comes()
    assert reader.is_told() == [], "nothing is new"
    reader.leaves()
    news("Spät 1")

    told = reader.comes().is_told()
    assert told == ["1 neuer Beitrag seit 19:53 MESZ"]
    assert reader.leaves().comes().is_told() == told, "as if it had been reloaded"
    reader.leaves()
    news("Spät 2")
    assert reader.comes().is_told() == ["1 neuer Beitrag seit 19:58 MESZ"]
    reader.box.get_by_role("button", name="Schließen").click()
    expect(reader.box).to_be_hidden()
    expect(reader.page.locator(".posts h3").first).to_be_focused()
    assert reader.leaves().comes().is_told() == []


def test_a_key_event_that_is_withdrawn_does_not_stay_in_the_box(
    newsdesk: Newsdesk, visits: Visits, news: News
) -> None:
    reader = visits().comes().leaves()
    newsdesk.waits(minutes=5)
    wrong = newsdesk.publishes("Sie sind da.", headline="Gelandet", key_event=True)
    shown(reader.url, "Gelandet")
    assert reader.comes().is_told()[1:] == ["19:58 MESZ Gelandet"]
    newsdesk.withdraws(wrong)
    expect(reader.box).not_to_contain_text("Gelandet")
    assert reader.is_told() == ["1 neuer Beitrag seit 19:53 MESZ"]


def test_where_more_is_new_than_a_page_holds_the_link_leads_to_the_page_where_one_left_off(
    newsdesk: Newsdesk, visits: Visits, news: News
) -> None:
    reader = visits().comes().leaves()
    news(*(f"Spät {number}" for number in range(1, 41)))
    reader.comes()
    assert reader.is_told()[0] == "40 neue Beiträge seit 19:53 MESZ", "not all of them are here"
    expect(reader.page.locator(".left-off")).not_to_be_attached()
    reader.box.get_by_role("link", name="Weiterlesen").click()
    expect(reader.page.locator(".promised + .post h3")).to_have_text("Früh 3")
    expect(reader.page.locator(".promised")).to_be_in_viewport()


def test_what_is_over_is_read_from_its_beginning_and_the_mark_stands_there_too(
    newsdesk: Newsdesk, visits: Visits, news: News
) -> None:
    reader = visits().comes().leaves()
    news("Spät 1", "Spät 2")
    newsdesk.ends()
    shown(reader.url, "data-over")
    assert reader.comes().is_told()[0].startswith("2 neue Beiträge seit 19:53 MESZ")
    expect(reader.page.locator(".post:has(+ .left-off) h3")).to_have_text("Früh 3")


@pytest.mark.parametrize("size", [{}, PHONE], ids=["desk", "phone"])
def test_nothing_on_the_page_moves_for_it(
    size: dict[str, object], newsdesk: Newsdesk, visits: Visits, news: News
) -> None:
    newsdesk.publishes("- Eins\n- Zwei", headline="Stand", key_event=True, summary=True)
    reader = visits(MOVED, **size).comes().leaves()
    news("Spät 1")

    def late(route: Route) -> None:
        reader.page.wait_for_timeout(LATE)
        route.continue_()

    reader.page.route("**/last-visit.js*", late)
    reader.page.route("**/reader.js*", lambda route: route.abort())  # what else is nice comes later
    reader.page.goto(reader.url)
    assert len(reader.is_told()) == 1
    expect(reader.page.locator(".left-off")).to_be_attached()
    reader.page.evaluate(PAINTED)
    assert reader.page.evaluate("window.moved") == 0


@pytest.mark.parametrize("script", [BLOCKED, FULL], ids=["blocked", "full"])
def test_where_nothing_can_be_kept_every_visit_is_the_first(
    script: str, newsdesk: Newsdesk, visits: Visits, news: News
) -> None:
    reader = visits(script).comes().leaves()
    news("Spät 1")
    assert reader.comes().is_told() == []
    expect(reader.page.locator(".left-off")).not_to_be_attached()
    reader.leaves()


@pytest.mark.parametrize(
    "kept", ["", "{}", "x" * 9999, THEN, f"{THEN}||||", f"{THEN}|zzz|-1|<b>|<b>", f"{THEN}|0|x|y|z"]
)
def test_what_somebody_has_tampered_with_is_no_memory(
    kept: str, newsdesk: Newsdesk, visits: Visits, news: News
) -> None:
    reader = visits().comes().leaves()
    reader.page.evaluate(
        "(kept) => { for (const key in localStorage) localStorage[key] = kept }", kept
    )
    news("Spät 1")
    assert reader.comes().is_told() == []
    reader.leaves()


def test_a_device_whose_date_is_wrong_is_told_the_same(
    newsdesk: Newsdesk, visits: Visits, news: News
) -> None:
    reader = visits()
    reader.page.clock.set_fixed_time("2025-08-16T20:00:00Z")
    reader.comes().leaves()
    news("Spät 1")
    reader.page.clock.set_fixed_time("2025-08-14T10:00:00Z")
    assert reader.comes().is_told() == ["1 neuer Beitrag seit 19:53 MESZ"]


def test_nothing_of_it_leaves_the_device(newsdesk: Newsdesk, visits: Visits, news: News) -> None:
    reader = visits().comes().leaves()
    (kept,) = reader.keeps().items()
    assert kept[0] == "depesche-visit//live/der-gipfel"
    news("Spät 1", "Spät 2", "Spät 3")

    stranger = visits().comes()
    reader.comes()
    assert reader.is_told()
    assert _settled(reader) == _settled(stranger), "who comes back asks for what everybody asks for"
    assert reader.page.context.cookies() == []
    assert list(reader.leaves().keeps()) == [kept[0]]


def test_what_is_older_than_ninety_days_is_forgotten(
    newsdesk: Newsdesk, visits: Visits, news: News
) -> None:
    reader = visits().comes().leaves()
    newsdesk.waits(days=91)
    news("Viel später")
    assert reader.comes().is_told() == []
    assert reader.keeps() == {}


def test_without_scripts_nothing_of_it_shows(
    newsdesk: Newsdesk, visits: Visits, news: News
) -> None:
    reader = visits(java_script_enabled=False)
    reader.page.goto(reader.url)
    expect(reader.box).to_be_hidden()


def _settled(reader: Visitor) -> Sequence[str]:
    """What was asked for, once all of it was."""
    reader.page.wait_for_load_state("load")
    return sorted(set(reader.asked))
