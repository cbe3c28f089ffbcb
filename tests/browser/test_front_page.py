"""A front page that was left open becomes what a fresh one is."""

from datetime import timedelta

import pytest
from playwright.sync_api import Route, expect

from depesche import clock
from newsdesk import Newsdesk
from reading import Reads

SOON = """() => {
    const later = setTimeout;
    window.setTimeout = (act, time) => later(act, Math.min(time, 500));
}"""


def test_an_open_front_page_follows_from_announced_to_live_to_ended(
    site: str, newsdesk: Newsdesk, reads: Reads
) -> None:
    for n in range(12):
        newsdesk.opens(f"Vorbei {n}", slug=f"vorbei-{n}")
        newsdesk.publishes("Ein Satz, und noch einer. " * 4)
        newsdesk.ends()
    newsdesk.announces("Später", opens_at=clock.now() + timedelta(days=1), slug="spaeter")
    newsdesk.announces("Der Gipfel", slug="gipfel")
    reader = reads(site, viewport={"width": 360, "height": 640})
    page = reader.page
    page.evaluate(SOON)  # nobody waits for half a minute here
    expect(page.locator("#coming h3")).to_have_text(["Der Gipfel", "Später"])
    expect(page.locator("#coming count-down").first).to_have_text("00:10:00")
    read = page.locator('#over a[href="/live/vorbei-5"]')
    read.focus()
    before = reader.top_of('#over a[href="/live/vorbei-5"]')

    newsdesk.waits(minutes=10)
    newsdesk.publishes("Die Türen sind offen.")
    page.evaluate("() => document.dispatchEvent(new Event('visibilitychange'))")  # shown again

    expect(page.locator("#on h3")).to_have_text("Der Gipfel")
    expect(page.locator("#on .latest a")).to_have_text("Die Türen sind offen.")
    expect(page.locator("#coming h3")).to_have_text("Später")
    expect(page.locator("#coming count-down")).to_have_text("23:50:00")
    assert abs(reader.top_of('#over a[href="/live/vorbei-5"]') - before) <= 2
    expect(read).to_be_focused()

    newsdesk.ends()
    expect(page.locator("#over h3").first).to_have_text("Der Gipfel")  # asked by itself
    expect(page.locator("#on")).to_contain_text("Im Moment läuft nichts live.")
    assert abs(reader.top_of('#over a[href="/live/vorbei-5"]') - before) <= 2
    expect(read).to_be_focused()
    assert page.locator("#over").inner_html() == fresh(reads, site)
    assert reader.errors == []


def fresh(reads: Reads, site: str) -> str:
    """What a page shows that is opened now."""
    return reads(site).page.locator("#over").inner_html()


def test_a_reader_who_has_paused_keeps_the_page_until_they_go_on(
    site: str, newsdesk: Newsdesk, reads: Reads
) -> None:
    newsdesk.announces("Der Gipfel")
    page = reads(site).page
    expect(page.locator("#coming h3")).to_have_text("Der Gipfel")
    page.get_by_role("button", name="Pausieren").click()
    newsdesk.waits(minutes=10)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.evaluate("() => document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.locator("pause-control")).to_contain_text("um 19:50 MESZ")
    assert asked == []
    page.get_by_role("button", name="Fortsetzen").click()
    expect(page.locator("#on h3")).to_have_text("Der Gipfel")


LOOKED_AT = "() => document.dispatchEvent(new Event('visibilitychange'))"  # again
SILENT = {
    "no network": lambda route: route.abort(),
    "an error": lambda route: route.fulfill(status=502, body="away"),
    "no answer": lambda route: None,
}


@pytest.mark.parametrize("way", SILENT)
def test_a_page_that_hears_nothing_says_since_when_and_that_it_is_back(
    site: str, newsdesk: Newsdesk, reads: Reads, way: str
) -> None:
    newsdesk.announces("Der Gipfel")
    page = reads(site).page
    line, spoken = page.locator(".connection"), page.get_by_role("status")
    expect(page.locator("#coming h3")).to_have_text("Der Gipfel")
    with page.expect_response(f"{site}/"):  # so that it has heard from the newsroom
        page.evaluate(LOOKED_AT)
    expect(line).to_be_hidden()
    page.route(f"{site}/", SILENT[way])
    page.evaluate(SOON)
    newsdesk.waits(minutes=10)
    page.evaluate(LOOKED_AT)

    expect(line).to_contain_text("Nicht aktualisiert seit 19:50 MESZ")
    expect(spoken).to_have_text(line.inner_text())

    page.unroute(f"{site}/")
    expect(page.locator("#on h3")).to_have_text("Der Gipfel")  # asked by itself
    expect(line).to_be_hidden()
    expect(spoken).to_have_text("Die Verbindung steht wieder.")


def test_whoever_has_paused_is_told_of_no_silence_until_they_go_on(
    site: str, newsdesk: Newsdesk, reads: Reads
) -> None:
    newsdesk.announces("Der Gipfel")
    page = reads(site).page
    expect(page.locator("#coming h3")).to_have_text("Der Gipfel")
    asked: list[Route] = []
    page.route(f"{site}/", lambda route: asked.extend([route]))
    page.evaluate(LOOKED_AT)
    page.get_by_role("button", name="Pausieren").click()
    for route in asked:
        route.abort()
    page.evaluate(LOOKED_AT)
    page.evaluate("() => new Promise((seen) => setTimeout(seen, 300))")
    expect(page.locator(".connection")).to_be_hidden()
    expect(page.get_by_role("status")).to_be_empty()

    page.route(f"{site}/", lambda route: route.abort())
    page.get_by_role("button", name="Fortsetzen").click()
    expect(page.locator(".connection")).to_contain_text("Nicht aktualisiert seit 19:50 MESZ")


def test_words_without_end_and_letters_from_right_to_left_stay_in_their_place(
    site: str, newsdesk: Newsdesk, reads: Reads
) -> None:
    word = "Donaudampfschifffahrt" * 14
    for end in (newsdesk.pauses, newsdesk.ends):
        newsdesk.opens(word, dateline=word[:100])
        newsdesk.publishes("x", headline=word)
        end()
    newsdesk.opens("Der Gipfel", slug="gipfel")
    newsdesk.publishes("x", headline="נתניהו")
    page = reads(site, viewport={"width": 320, "height": 640}).page

    expect(page.locator("h3")).to_have_count(3)
    assert page.evaluate("() => document.documentElement.scrollWidth") == 320
    over = page.locator(".part :is(h3, .latest) > a, .part .dateline")
    wide = "those => those.map((one) => one.getBoundingClientRect().right).filter((x) => x > 320)"
    assert over.evaluate_all(wide) == []
    beside = page.locator("#gipfel .latest > a")
    assert beside.evaluate("one => getComputedStyle(one).unicodeBidi") == "isolate"
