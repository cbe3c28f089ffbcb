"""The readers' page has manners: nothing moves, nothing shouts, and it says how it is."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from depesche import clock
from newsdesk import Newsdesk
from reading import Browsing, Reader, Reads
from wire import Wire

PHONE = {"viewport": {"width": 360, "height": 640}}
STILL = 2.0  # pixels that the line under a reader's eye may move

NO_ANCHORING = "html, html * { overflow-anchor: none !important }"
DAY = 86_400_000  # milliseconds

# As after ten seconds; a second for which an answer may be kept has to pass.
ASKED_AGAIN = """() => {
  dispatchEvent(new Event("online"));
  return document.querySelector(".posts").textContent.includes("Ganz neu");
}"""

BLOCKED = """for (const name of ["localStorage", "sessionStorage"]) {
  const get = () => { throw new DOMException("", "SecurityError"); };
  Object.defineProperty(window, name, { get });
}"""

# What becomes of the text of a page, its shadows included.
WATCHING = """() => {
  window.changed = [];
  const say = (root) => new MutationObserver((all) => all.forEach((one) => window.changed.push(
    one.target.nodeName + ": " + one.target.textContent.slice(0, 60)))).observe(
    root, {subtree: true, childList: true, characterData: true});
  say(document.documentElement);
  document.querySelectorAll("*").forEach((one) => one.shadowRoot && say(one.shadowRoot));
}"""


@pytest.fixture
def url(site: str, newsdesk: Newsdesk) -> str:
    newsdesk.opens("Der Gipfel", standfirst="Zwei Präsidenten.", event_zone="America/Anchorage")
    return f"{site}/live/der-gipfel"


def a_long_evening(newsdesk: Newsdesk) -> list[str]:
    """A summary, a key event, a pin, and posts to scroll through; their ids."""
    ids = [newsdesk.publishes("Absatz. " * 60, headline=f"Nummer {n}").id for n in range(12)]
    newsdesk.pins(newsdesk.publishes("Angepinnt", headline="Worauf es ankommt", key_event=True))
    newsdesk.publishes("- Eins\n- Zwei", headline="Stand", summary=True)
    return list(map(str, ids))


@pytest.mark.parametrize("anchoring", [True, False])
def test_nothing_moves_under_a_reading_eye_through_fifty_changes(
    url: str, newsdesk: Newsdesk, browsing: Browsing, *, anchoring: bool
) -> None:
    ids = a_long_evening(newsdesk)
    reader = Reader(browsing(bypass_csp=True, **PHONE).new_page(), url).follows()
    if not anchoring:
        reader.page.add_style_tag(content=NO_ANCHORING)
    read = f"#headline-{ids[6]}"
    reader.page.evaluate("(id) => document.querySelector(id).scrollIntoView()", read)
    reader.page.wait_for_function("scrollY > 500")
    before, seen = reader.top_of(read), reader.page.evaluate("document.activeElement.nodeName")

    for n in range(50):
        post = newsdesk.publishes("Neues. " * n, headline=f"Neu {n}", key_event=n % 7 == 0)
        if n % 5 == 0:
            newsdesk.publishes("- Eins\n" * (1 + n % 4), summary=True)
            newsdesk.marks(post, "pin")
    expect(reader.page.locator(".new-posts")).to_have_text("60 neue Beiträge")
    newsdesk.edits(headline="Eine Überschrift, die viel länger ist als die alte " * 2)
    reader.sees("Eine Überschrift, die viel länger ist")

    assert abs(reader.top_of(read) - before) <= STILL
    assert reader.page.evaluate("document.activeElement.nodeName") == seen
    assert reader.page.title().startswith("(60) ")


def test_nothing_is_put_in_above_what_somebody_reads(
    url: str, newsdesk: Newsdesk, browsing: Browsing
) -> None:
    """Not even where the ticker's beginning is on the screen."""
    a_long_evening(newsdesk)
    reader = Reader(browsing(**PHONE).new_page(), url).follows()
    heading = ".posts h3"
    reader.page.evaluate("scrollTo(0, document.querySelector('.posts').offsetTop - 200)")
    before = reader.page.locator(heading).first.bounding_box()
    newsdesk.publishes("Neu", headline="Ganz neu")
    expect(reader.page.locator(".new-posts")).to_have_text("1 neuer Beitrag")
    after = reader.page.locator(heading, has_text="Stand").bounding_box()
    assert before is not None
    assert after is not None
    assert abs(after["y"] - before["y"]) <= STILL


def test_what_ends_behind_the_strip_of_key_events_is_not_what_is_read(
    url: str, newsdesk: Newsdesk, browsing: Browsing
) -> None:
    a_long_evening(newsdesk)
    posts = [newsdesk.publishes("Absatz. " * 60, headline=f"Später {n}") for n in range(3)]
    reader = Reader(browsing(**PHONE).new_page(), url).follows()
    read = f"#headline-{posts[1].id}"
    under = "(id) => scrollBy(0, document.querySelector(id).getBoundingClientRect().top - 84)"
    reader.page.evaluate(under, read)
    before = reader.top_of(read)
    newsdesk.corrects(posts[2], "Ganz anders. " * 70, note="Eine Zahl fehlte. " * 5)
    expect(reader.page.locator(f"#post-{posts[2].id} .correction")).to_have_count(1)
    assert abs(reader.top_of(read) - before) <= STILL


def test_a_permalink_shows_its_post_also_without_scripts(
    url: str, newsdesk: Newsdesk, browsing: Browsing
) -> None:
    ids = a_long_evening(newsdesk)
    for scripts in (True, False):
        page = browsing(java_script_enabled=scripts, **PHONE).new_page()
        page.goto(f"{url}/posts/{ids[3]}")
        expect(page.locator(".promised")).to_be_in_viewport()
        expect(page.locator(f"#headline-{ids[3]}")).to_be_in_viewport()


def test_a_module_that_comes_late_leaves_the_reader_alone(
    url: str, newsdesk: Newsdesk, browsing: Browsing
) -> None:
    ids = a_long_evening(newsdesk)
    page = browsing(**PHONE).new_page()
    held: list[Route] = []
    page.route("**/live-coverage.js?*", lambda route: held.extend([route]))
    page.goto(f"{url}/posts/{ids[3]}", wait_until="commit")
    page.locator(f"#headline-{ids[0]}").scroll_into_view_if_needed()
    before = page.evaluate("scrollY")
    for route in held:
        route.continue_()
    expect(page.locator("live-coverage")).to_have_attribute("data-connection", "open")
    assert page.evaluate("scrollY") == before


def test_a_pause_stops_every_change_of_text_and_is_kept_for_the_visit(
    url: str, newsdesk: Newsdesk, reads: Reads
) -> None:
    post = newsdesk.publishes("Alaska wurde 1868 verkauft.", headline="Der Verkauf")
    reader = reads(url).follows()
    control = reader.page.locator("pause-control")
    control.get_by_role("button", name="Pausieren").click()
    expect(control).to_contain_text("Angehalten um 19:50 MESZ")
    reader.page.evaluate(WATCHING)
    title = reader.page.title()

    newsdesk.corrects(post, "Alaska wurde 1867 verkauft.", note="Das Jahr war falsch.")
    newsdesk.publishes("Neu", headline="Ganz neu", key_event=True)
    newsdesk.publishes("- Eins", summary=True)
    newsdesk.waits(minutes=7)
    newsdesk.ends()
    reader.page.wait_for_timeout(1500)  # nothing shows that nothing comes
    assert reader.page.evaluate("window.changed") == []
    assert reader.page.title() == title

    reader.page.reload()
    expect(control.get_by_role("button", name="Fortsetzen")).to_be_visible()
    control.get_by_role("button").click()
    expect(control.get_by_role("button", name="Pausieren")).to_be_visible()
    assert reader.errors == []


def test_a_pause_is_told_by_the_newsrooms_clock_also_after_a_reload(
    url: str, browsing: Browsing
) -> None:
    context = browsing()
    context.add_init_script(f"const now = Date.now; Date.now = () => now() + {DAY} * 1.2")
    reader = Reader(context.new_page(), url).follows()
    control = reader.page.locator("pause-control")
    control.get_by_role("button").click()
    reader.page.reload()
    expect(control).to_contain_text("Angehalten um 19:50 MESZ")


def test_a_pause_goes_on_in_the_dossier_and_nothing_is_said_aloud_meanwhile(
    url: str, newsdesk: Newsdesk, browsing: Browsing
) -> None:
    newsdesk.prepares("actor", "putin", name="Wladimir Putin")
    page = browsing().new_page()
    page.clock.install()
    page.goto(url)
    expect(page.locator("live-coverage")).to_have_attribute("data-connection", "open")
    said = page.locator("[data-status-line]")
    newsdesk.publishes("Eins")
    expect(said).to_have_text("1 neuer Beitrag")
    newsdesk.publishes("Zwei")
    expect(page.locator(".posts > .post")).to_have_count(2)
    page.locator("pause-control button").click()
    page.evaluate("document.querySelector('[data-status-line]').textContent = ''")
    page.clock.fast_forward(40_000)
    expect(said).to_have_text("")
    page.locator("pause-control button").click()
    expect(said).to_have_text("1 neuer Beitrag")
    page.locator("pause-control button").click()
    page.goto(f"{url}/dossier/actor/putin")
    expect(page.get_by_role("button", name="Fortsetzen")).to_be_visible()
    newsdesk.prepares("actor", "putin", name="Wladimir Wladimirowitsch Putin")
    fresh = browsing().new_page()
    fresh.goto(f"{url}/dossier/actor/putin")
    expect(fresh.locator("h1")).to_have_text("Wladimir Wladimirowitsch Putin")
    expect(page.locator("h1")).to_have_text("Wladimir Putin")
    page.get_by_role("button", name="Fortsetzen").click()
    expect(page.locator("h1")).to_have_text("Wladimir Wladimirowitsch Putin")


def test_what_a_pause_held_back_comes_when_it_ends(
    url: str, newsdesk: Newsdesk, reads: Reads
) -> None:
    post = newsdesk.publishes("Falsch", headline="Eins")
    reader = reads(url).follows()
    button = reader.page.locator("pause-control button")
    button.click()
    newsdesk.publishes("Neu", headline="Zwei")
    newsdesk.withdraws(post)
    again = reads(url).follows()
    again.sees("Das stimmt nicht.")
    reader.page.wait_for_timeout(500)
    assert reader.headlines() == ["Eins"]
    button.click()
    reader.sees("Das stimmt nicht.")
    assert reader.objects() == again.objects()


def test_an_ended_coverage_says_so_and_stops(
    url: str, newsdesk: Newsdesk, browsing: Browsing
) -> None:
    page = browsing().new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    reader = Reader(page, url).follows()
    newsdesk.publishes("Das war es.", headline="Schluss")
    reader.sees("Das war es.")
    newsdesk.ends()
    expect(page.locator(".mark.ended")).to_be_visible()
    expect(page.locator("[data-status-line]")).to_have_text("Dieser Ticker ist beendet.")
    expect(page.locator("live-coverage")).to_have_attribute("data-connection", "over")
    asked.clear()
    fresh = Reader(page, url).follows()
    page.wait_for_timeout(500)
    assert not [one for one in asked if "/stream" in one or "/changes" in one]
    assert fresh.headlines() == ["Schluss"]


def test_a_page_that_is_away_says_since_when_and_that_it_is_back(
    url: str, newsdesk: Newsdesk, reads: Reads, wire: Wire, site: str
) -> None:
    reader = reads(url.replace(site, wire.url)).follows()
    wire.cut()
    line = reader.page.locator(".connection")
    expect(line).to_contain_text("Nicht aktualisiert seit 19:50 MESZ.", timeout=15_000)
    wire.mend()
    expect(line).to_be_hidden(timeout=30_000)
    expect(reader.page.locator("[data-status-line]")).to_have_text("Die Verbindung steht wieder.")


def test_an_outage_that_began_in_a_pause_is_told_from_its_beginning(
    url: str, newsdesk: Newsdesk, browsing: Browsing, wire: Wire, site: str
) -> None:
    page = browsing().new_page()
    page.clock.install()
    page.goto(url.replace(site, wire.url))
    expect(page.locator("live-coverage")).to_have_attribute("data-connection", "open")
    page.locator("pause-control button").click()
    wire.cut()
    page.evaluate("dispatchEvent(new Event('offline'))")
    page.clock.run_for(7_200_000)
    line = page.locator(".connection")
    expect(line).to_be_hidden()
    page.locator("pause-control button").click()
    expect(line).to_contain_text("Nicht aktualisiert seit 19:50 MESZ.")


def test_without_event_source_a_page_asks(url: str, newsdesk: Newsdesk, browsing: Browsing) -> None:
    context = browsing()
    context.add_init_script("delete window.EventSource")
    reader = Reader(context.new_page(), url).follows()
    expect(reader.page.locator("live-coverage")).to_have_attribute("data-connection", "polling")
    newsdesk.publishes("Neu", headline="Ganz neu")
    reader.page.wait_for_function(ASKED_AGAIN, polling=700)


def test_a_stream_that_something_holds_back_is_given_up_for_asking(
    url: str, newsdesk: Newsdesk, browsing: Browsing
) -> None:
    """As behind a proxy that waits for the end of an answer before it passes on a byte."""
    page = browsing().new_page()
    page.clock.install()
    page.route("**/stream?*", lambda route: None)  # never answered
    page.goto(url)
    newsdesk.publishes("Neu", headline="Ganz neu")
    page.clock.fast_forward(21_000)
    expect(page.locator("main")).to_contain_text("Ganz neu")
    newsdesk.publishes("Neuer", headline="Noch neuer")
    page.clock.fast_forward(13_000)
    expect(page.locator("main")).to_contain_text("Noch neuer")


def test_a_device_clock_that_is_wrong_by_a_day_changes_nothing(
    url: str, newsdesk: Newsdesk, browsing: Browsing
) -> None:
    newsdesk.publishes("Eins", headline="Eins")
    newsdesk.waits(minutes=5)
    context = browsing()
    context.add_init_script(f"const now = Date.now; Date.now = () => now() + {DAY}")
    reader = Reader(context.new_page(), url).follows()
    relative = "document.querySelector('relative-time').shadowRoot.textContent"
    assert reader.page.evaluate(relative) == "vor 5 Minuten"
    reader.page.locator("pause-control button").click()
    expect(reader.page.locator("pause-control")).to_contain_text("19:55 MESZ")


def test_blocked_storage_costs_only_what_would_be_remembered(
    url: str, newsdesk: Newsdesk, browsing: Browsing
) -> None:
    context = browsing()
    context.add_init_script(BLOCKED)
    reader = Reader(context.new_page(), url).follows()
    newsdesk.publishes("Neu", headline="Ganz neu")
    reader.sees("Ganz neu")
    reader.page.locator("pause-control button").click()
    expect(reader.page.locator("pause-control")).to_contain_text("Angehalten")
    assert reader.errors == []


def test_times_are_those_of_the_place_if_a_reader_wants_that(
    url: str, newsdesk: Newsdesk, reads: Reads
) -> None:
    newsdesk.publishes("Eins", headline="Eins", key_event=True)
    reader = reads(url).follows()
    times = reader.page.locator(".posts .when time, .rail time, newest-post time")
    reader.page.get_by_label("Uhrzeit in Anchorage").check()
    for n in range(3):
        _reads(times.nth(n), "09:50 AKDT")
    newsdesk.waits(hours=14)
    newsdesk.publishes("Zwei", headline="Zwei")
    reader.sees("Zwei")
    _reads(reader.page.locator(".posts .when time").first, "15. August, 23:50 AKDT")
    reader.page.reload()
    _reads(reader.page.locator(".posts .when time").last, "09:50 AKDT")
    reader.page.get_by_label("Uhrzeit in Anchorage").uncheck()
    assert reader.page.locator(".posts .when time").last.inner_text() == "19:50 MESZ"


def test_a_date_line_comes_at_midnight_in_the_newsroom(
    url: str, newsdesk: Newsdesk, reads: Reads
) -> None:
    newsdesk.publishes("Vor", headline="Vor Mitternacht")
    reader = reads(url).follows()
    newsdesk.waits_until(clock.now().replace(hour=22, minute=1))  # 00:01 in Berlin
    newsdesk.publishes("Nach", headline="Nach Mitternacht")
    newsdesk.publishes("Später", headline="Später")
    reader.sees("Später")
    lines = [
        *("Samstag, 16. August 2025", "Später", "Nach Mitternacht"),
        *("Freitag, 15. August 2025", "Vor Mitternacht"),
    ]
    assert _lines(reader.page) == lines
    assert _lines(reads(url).page) == lines
    turned = reads(f"{url}?order=oldest").follows()
    assert _lines(turned.page) == [*lines[3:], lines[0], lines[2], lines[1]]


def test_oldest_first_what_is_new_goes_in_at_the_end(
    url: str, newsdesk: Newsdesk, reads: Reads
) -> None:
    for n in range(12):
        newsdesk.publishes("Absatz. " * 60, headline=f"Nummer {n}")
    reader = reads(f"{url}?order=oldest").follows()
    newsdesk.publishes("Neu", headline="Ganz neu")
    newsdesk.publishes("Neu", headline="Noch neuer")
    button = reader.page.locator(".new-posts")
    expect(button).to_have_text("2 neue Beiträge")
    button.click()
    expect(reader.page.get_by_role("heading", name="Ganz neu")).to_be_focused()
    expect(reader.page.get_by_role("heading", name="Ganz neu")).to_be_in_viewport()
    assert reader.headlines()[-2:] == ["Ganz neu", "Noch neuer"]
    expect(button).to_be_hidden()


def test_the_newest_line_follows_also_what_waits_and_what_is_withdrawn(
    url: str, newsdesk: Newsdesk, reads: Reads
) -> None:
    reader = reads(url).follows()
    newest = reader.page.locator("newest-post")
    expect(newest).to_be_hidden()
    ids = a_long_evening(newsdesk)
    expect(newest).to_contain_text("Stand")
    reader.page.evaluate("(id) => document.getElementById(id).scrollIntoView()", f"post-{ids[4]}")
    post = newsdesk.publishes("Neu", headline="Ganz neu")
    expect(newest).to_contain_text("Ganz neu")
    newsdesk.withdraws(post)
    expect(newest).to_contain_text("Stand")
    assert newest.locator("a").get_attribute("href") == _of(reads(url).page)


def _of(page: Page) -> str | None:
    return page.locator("newest-post a").get_attribute("href")


def _reads(time: object, words: str) -> None:
    """What a stylesheet shows in the place of the time's own words."""
    shown = "(time) => getComputedStyle(time, '::after').content"
    expect(time).to_have_attribute("data-there", words)  # type: ignore[arg-type]
    assert time.evaluate(shown) == f'"{words}"'  # type: ignore[attr-defined]
    assert time.inner_text().strip() == ""  # type: ignore[attr-defined]


def _lines(page: Page) -> list[str]:
    """Dates and headlines, from the top."""
    found = page.locator(".posts > .day, .posts h3").all_inner_texts()
    return [re.sub(r"\s+", " ", line) for line in found]
