"""A browser's EventSource on a packed stream: change by change, as soon as each has come.

No sign of life comes here that could push along what waits for more.
"""

import random
import string
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Response, expect

from depesche.settings import Settings
from newsdesk import Newsdesk
from reading import WITHIN, Browsing, Reader
from wire import Wire

Opens = Callable[[str], Reader]

LISTEN = """(url) => {
    window.told = [];
    window.opened = 0;
    window.source = new EventSource(url);
    source.onopen = () => { opened += 1; };
    source.onmessage = (event) => told.push([event.lastEventId, JSON.parse(event.data).sequence]);
    source.addEventListener("reset", () => told.push(["reset", 0]));
}"""
TOLD = "(count) => told.length >= count"
OPENED = "(times) => opened >= times"


@pytest.fixture(params=["hook", "plain"])
def delivery(request: pytest.FixtureRequest) -> str:
    """Only the hook packs what it delivers."""
    return str(request.param)


@pytest.fixture
def settings(settings: Settings, delivery: str) -> Settings:
    return settings.model_copy(update={"heartbeat": 30, "delivery": delivery})


@pytest.fixture
def url(site: str, newsdesk: Newsdesk) -> str:
    newsdesk.opens("Der Gipfel")
    return f"{site}/live/der-gipfel"


@pytest.fixture
def encodings() -> list[str]:
    """How the streams came that were opened."""
    return []


@pytest.fixture
def page(browsing: Browsing, encodings: list[str]) -> Page:
    """A page that notes how its streams come."""

    def note(response: Response) -> None:
        if response.headers.get("content-type", "").startswith("text/event-stream"):
            encodings.append(response.headers.get("content-encoding", "none"))

    page = browsing().new_page()
    page.on("response", note)
    return page


def encoding(delivery: str) -> str:
    return {"hook": "gzip", "plain": "none"}[delivery]


def test_each_post_is_seen_before_the_next_one_is_published(
    page: Page, url: str, newsdesk: Newsdesk, encodings: list[str], delivery: str
) -> None:
    reader = Reader(page, url).follows()
    for n in range(8):
        newsdesk.publishes(f"Nummer {n} von allen")
        reader.sees(f"Nummer {n} von allen")
    post = newsdesk.publishes("Alaska wurde 1868 verkauft.")
    reader.sees("1868")
    newsdesk.corrects(post, "Alaska wurde 1867 verkauft.", note="Das Jahr war falsch.")
    reader.sees("Das Jahr war falsch.")
    reader.sees_no("1868")
    assert encodings == [encoding(delivery)]
    assert reader.errors == []


def test_a_post_as_long_as_can_be_comes_whole_and_the_next_one_after_it(
    page: Page, url: str, newsdesk: Newsdesk, delivery: str, encodings: list[str]
) -> None:
    chance = random.Random(5)
    reader = Reader(page, url).follows()
    for n in range(3):
        long = "".join(chance.choices(string.ascii_letters + " äöü€", k=19_900))
        newsdesk.publishes(f"{long} Ende {n}")
        reader.sees(f"Ende {n}")
        newsdesk.publishes(f"Kurz {n}")
        reader.sees(f"Kurz {n}")
    assert encodings == [encoding(delivery)]


def test_a_page_that_was_cut_off_reads_on_change_by_change(
    page: Page,
    url: str,
    newsdesk: Newsdesk,
    site: str,
    wire: Wire,
    encodings: list[str],
    delivery: str,
) -> None:
    reader = Reader(page, url.replace(site, wire.url)).follows()
    newsdesk.publishes("Vor dem Ausfall")
    reader.sees("Vor dem Ausfall")
    wire.cut()
    expect(page.locator("live-coverage")).to_have_attribute(
        "data-connection", "lost", timeout=WITHIN
    )
    newsdesk.publishes("Während des Ausfalls")
    wire.mend()
    reader.sees("Während des Ausfalls")
    for n in range(5):
        newsdesk.publishes(f"Danach {n}")
        reader.sees(f"Danach {n}")
    assert len(encodings) >= 2
    assert set(encodings) == {encoding(delivery)}


def test_the_browser_itself_comes_back_after_the_last_number_it_has_unpacked(
    page: Page, url: str, newsdesk: Newsdesk, site: str, wire: Wire
) -> None:
    """Without any of our scripts: EventSource alone, cut off three times."""
    page.goto(f"{wire.url}/healthz")
    page.evaluate(LISTEN, f"{wire.url}/live/der-gipfel/stream?after=1")
    for times in range(1, 4):
        page.wait_for_function(OPENED, arg=times, timeout=3 * WITHIN)
        for _ in range(3):
            newsdesk.publishes("Im Browser")
            page.wait_for_function(TOLD, arg=newsdesk.coverage.sequence - 1, timeout=WITHIN)
        wire.cut()
        newsdesk.publishes("Während des Ausfalls")
        wire.mend()
    last = newsdesk.coverage.sequence
    page.wait_for_function(TOLD, arg=last - 1, timeout=3 * WITHIN)
    assert page.evaluate("told") == [[str(n), n] for n in range(2, last + 1)]
