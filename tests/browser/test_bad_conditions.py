"""Readers in bad conditions: away for days, cut off, held back, out of room. Nothing is lost."""

import re
import shutil
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from bench.chromium import FLAGS
from depesche.newsroom import coverages
from depesche.newsroom.models import new_edition
from multitudes import publish
from newsdesk import Newsdesk
from reading import Browsing, Reader, Reads
from wire import Wire

PHONE = {"viewport": {"width": 320, "height": 640}}
DAY = 86_400_000  # milliseconds
AWAY = 300  # posts that come in three days
DRAWN = 60_000  # milliseconds within which all of them have been drawn, however busy the machine

# What a browser does with a tab: it hides it, and shows it again.
TURNED = """() => {{
  Object.defineProperty(document, "hidden", {{ configurable: true, get: () => {} }});
  document.dispatchEvent(new Event("visibilitychange"));
}}"""
HIDDEN, SHOWN = TURNED.format("true"), TURNED.format("false")
REFUSING = """window.EventSource = class {
  constructor() { throw new DOMException("blocked", "SecurityError"); }
};"""
FULL = """
Storage.prototype.setItem = () => { throw new DOMException("", "QuotaExceededError"); };
for (const name of ["localStorage", "sessionStorage"]) {
  const room = { removeItem() {}, getItem: () => null, setItem: Storage.prototype.setItem };
  const full = new Proxy(room, { set: room.setItem });
  Object.defineProperty(window, name, { get: () => full });
}"""
RELATIVE = """[...document.querySelectorAll(".posts relative-time")].map(
  (one) => one.shadowRoot.textContent)"""
# What is said to a screen reader, and what the eye is told of the connection.
LISTENING = """() => {
  window.said = [];
  for (const selector of ["[data-status-line]", ".connection"]) {
    const line = document.querySelector(selector);
    new MutationObserver(() => window.said.push(line.textContent)).observe(
      line, { childList: true, characterData: true, subtree: true });
  }
}"""


@pytest.fixture
def url(site: str, newsdesk: Newsdesk) -> str:
    newsdesk.opens("Der Gipfel", event_zone="America/Anchorage")
    newsdesk.publishes("Es geht los.", headline="Der Anfang")
    return f"{site}/live/der-gipfel"


def restored(newsdesk: Newsdesk) -> None:
    """A backup was brought back: the log is another edition."""
    with newsdesk.store.writing() as session:
        coverages.find(session, newsdesk.slug, to_write=True).edition = new_edition()
        session.info.setdefault("changed", set())
    newsdesk.publishes("Nach dem Ausfall.", headline="Wiederhergestellt")


@pytest.mark.parametrize("how", ["by asking", "paused"])
def test_a_tab_that_was_left_for_three_days_catches_up_in_order(
    how: str, url: str, newsdesk: Newsdesk, browsing: Browsing, site: str
) -> None:
    context = browsing(**PHONE)
    if how == "by asking":
        context.add_init_script(REFUSING)
    page = context.new_page()
    page.clock.install()
    reader = Reader(page, url).follows()
    pause = page.locator("pause-control button")
    if how == "paused":
        pause.click()
    page.evaluate(HIDDEN)
    context.set_offline(True)
    publish(newsdesk, AWAY, over=timedelta(days=3))
    context.set_offline(False)
    page.evaluate(SHOWN)
    if how == "paused":
        page.wait_for_timeout(500)
        assert reader.headlines() == ["Der Anfang"]
        pause.click()

    right = [f"Nummer {n}" for n in reversed(range(1, AWAY + 1))] + ["Der Anfang"]
    expect(page.locator(".posts h3")).to_have_text(right, timeout=DRAWN)
    expect(page.locator(".posts > .day")).to_have_text(
        [
            *("Montag, 18. August 2025", "Sonntag, 17. August 2025"),
            *("Samstag, 16. August 2025", "Freitag, 15. August 2025"),
        ]
    )
    expect(page.locator("newest-post b")).to_have_text(right[0])
    assert not [one for one in page.evaluate(RELATIVE) if one.startswith("in ")]
    for _ in range(2):  # until the newsroom's time is heard, and then until it is told
        page.clock.run_for(16_000)
        page.wait_for_timeout(300)
    times = [one for one in page.evaluate(RELATIVE) if one != "jetzt"]
    assert (times[0], times[-1]) == ("vor 14 Minuten", "vor 3 Tagen")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    fresh = Reader(browsing().new_page(), url).follows().objects()
    mine = reader.objects()
    assert {name: mine[name] for name in fresh} == fresh
    assert reader.errors == []


@pytest.mark.parametrize("paused", [False, True])
def test_a_restored_newsroom_is_fetched_anew_once_the_reader_lets_it(
    paused: bool, url: str, newsdesk: Newsdesk, reads: Reads
) -> None:
    reader = reads(url).follows()
    button = reader.page.locator("pause-control button")
    if paused:
        button.click()
    loaded: list[Page] = []
    reader.page.on("load", lambda page: loaded.extend([page]))
    restored(newsdesk)
    reader.page.evaluate("dispatchEvent(new Event('online'))")
    if paused:
        reader.page.wait_for_timeout(500)
        assert (reader.headlines(), loaded) == (["Der Anfang"], [])
        button.click()
    reader.sees("Nach dem Ausfall.")
    reader.follows()
    newsdesk.publishes("Neu", headline="Und weiter")
    reader.sees("Und weiter")
    expect(button).to_have_text("Pausieren")
    assert reader.errors == []


def test_a_coverage_that_ends_and_goes_on_takes_the_open_page_along(
    url: str, newsdesk: Newsdesk, reads: Reads
) -> None:
    reader = reads(url).follows()
    newsdesk.ends()
    expect(reader.page.locator(".mark.ended")).to_be_visible()
    expect(reader.page.locator("live-coverage")).to_have_attribute("data-connection", "over")
    newsdesk.resumes()
    newsdesk.publishes("Doch noch etwas", headline="Es geht weiter")
    reader.page.evaluate("dispatchEvent(new Event('online'))")
    reader.sees("Doch noch etwas")
    expect(reader.page.locator(".mark.live")).to_be_visible()
    expect(reader.page.locator("live-coverage")).to_have_attribute("data-connection", "open")
    newsdesk.publishes("Gleich da", headline="Wieder im Strom")
    reader.sees("Gleich da")
    newsdesk.ends()
    expect(reader.page.locator(".mark.ended")).to_be_visible()
    assert reader.errors == []


def test_where_streams_are_forbidden_a_page_asks(
    url: str, newsdesk: Newsdesk, browsing: Browsing
) -> None:
    context = browsing()
    context.add_init_script(REFUSING)
    reader = Reader(context.new_page(), url).follows()
    expect(reader.page.locator("live-coverage")).to_have_attribute("data-connection", "polling")
    newsdesk.publishes("Neu", headline="Ganz neu")
    reader.page.wait_for_timeout(1000)  # an answer is kept as long
    reader.page.evaluate("dispatchEvent(new Event('online'))")
    reader.sees("Ganz neu")
    locks = "navigator.locks.query().then(({ held }) => held.length)"
    assert reader.page.evaluate(locks) == 0
    assert reader.errors == []


def test_a_stream_that_is_cut_every_few_seconds_loses_nothing_and_says_nothing(
    url: str, newsdesk: Newsdesk, reads: Reads, wire: Wire, site: str
) -> None:
    reader = reads(url.replace(site, wire.url)).follows()
    reader.page.evaluate(LISTENING)
    for n in range(4):
        wire.cut()
        newsdesk.publishes("Inzwischen", headline=f"Nummer {n}")
        wire.mend()
        reader.sees(f"Nummer {n}")
    assert reader.headlines() == ["Nummer 3", "Nummer 2", "Nummer 1", "Nummer 0", "Der Anfang"]
    assert "unterbrochen" not in "".join(reader.page.evaluate("window.said"))
    assert reader.errors == []


def test_a_browser_without_room_remembers_nothing_and_works(
    url: str, newsdesk: Newsdesk, browsing: Browsing, site: str
) -> None:
    context = browsing()
    context.add_init_script(FULL)
    reader = Reader(context.new_page(), url).follows()
    page = reader.page
    page.get_by_label("Uhrzeit in Anchorage").check()
    expect(page.locator(".posts .when time").first).to_have_attribute("data-there", "09:50 AKDT")
    page.locator("pause-control button").click()
    expect(page.locator("pause-control")).to_contain_text("Angehalten")
    newsdesk.publishes("Neu", headline="Ganz neu")
    page.locator("pause-control button").click()
    reader.sees("Ganz neu")
    page.evaluate(HIDDEN)
    page.goto(site)
    page.get_by_role("button", name="Pausieren").click()
    assert reader.errors == []


def test_a_front_page_counts_down_whatever_the_device_believes(
    site: str, newsdesk: Newsdesk, browsing: Browsing
) -> None:
    newsdesk.announces("Der Gipfel")
    for wrong in (DAY, -DAY):
        context = browsing()
        context.add_init_script(f"const now = Date.now; Date.now = () => now() + {wrong}")
        reader = Reader(context.new_page(), site)
        expect(reader.page.locator("count-down")).to_have_text(re.compile("00:(10:00|09:5.)"))
        assert reader.errors == []


def test_what_a_browser_kept_goes_on_where_it_was_left(
    url: str, newsdesk: Newsdesk, chromium: Browser, site: str
) -> None:
    """Back from another page, without being loaded again: Playwright switches that off."""
    path, off = shutil.which("chromium"), "--disable-back-forward-cache"
    launch = chromium.browser_type.launch
    with launch(executable_path=path, args=FLAGS, ignore_default_args=[off]) as keeping:
        ticker = Reader(keeping.new_page(), url).follows()
        front = Reader(keeping.new_page(), site)
        for reader in (ticker, front):
            reader.page.evaluate("window.isKept = true")
            reader.page.goto(f"{url}/text")
        newsdesk.waits(days=1)
        newsdesk.publishes("Neu", headline="Inzwischen")
        for reader in (ticker, front):
            reader.page.evaluate("history.back()")
            reader.sees("Inzwischen")
            assert reader.page.evaluate("window.isKept")
            assert reader.errors == []
        assert ticker.headlines() == ["Inzwischen", "Der Anfang"]
        newsdesk.publishes("Neu", headline="Und weiter")
        ticker.sees("Und weiter")
