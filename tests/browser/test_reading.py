"""Readers in a real browser: pages that were left open follow the newsroom."""

import re
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from newsdesk import Newsdesk
from reading import Browsing, Reader, Reads
from wire import Wire

PHONE = {"viewport": {"width": 360, "height": 640}}


@pytest.fixture
def url(site: str, newsdesk: Newsdesk) -> str:
    newsdesk.opens("Der Gipfel", standfirst="Zwei Präsidenten in Alaska.")
    return f"{site}/live/der-gipfel"


def test_two_open_pages_follow_a_post_its_correction_and_its_withdrawal(
    url: str, newsdesk: Newsdesk, reads: Reads
) -> None:
    readers = [reads(url).follows(), reads(url, **PHONE).follows()]
    post = newsdesk.publishes("Alaska wurde 1868 verkauft.", headline="Der Verkauf")
    for reader in readers:
        reader.sees("1868")
    newsdesk.corrects(post, "Alaska wurde 1867 verkauft.", note="Das Jahr war falsch.")
    for reader in readers:
        reader.sees("Das Jahr war falsch.")
        reader.sees_no("1868")
    newsdesk.withdraws(post, notice="Zu früh gemeldet.")
    for reader in readers:
        reader.sees("Zu früh gemeldet.")
        reader.sees_no("1867")
        assert reader.errors == []


def test_a_page_left_open_equals_a_fresh_one(url: str, newsdesk: Newsdesk, reads: Reads) -> None:
    reader = reads(url).follows()
    first = newsdesk.publishes("Eins", headline="Eins", key_event=True)
    second = newsdesk.publishes("- [Eins](/live/der-gipfel)", headline="Stand", summary=True)
    newsdesk.pins(first)
    newsdesk.amends(first, "Eins!")
    newsdesk.corrects(second, "- Anders", note="Es ist anders.")
    newsdesk.pauses()
    last = newsdesk.publishes("Zuletzt")
    newsdesk.withdraws(newsdesk.publishes("Ein Irrtum", key_event=True))
    reader.sees("Das stimmt nicht.")
    fresh = reads(url).follows()
    assert reader.objects() == fresh.objects()
    assert f"post {last.id}" in fresh.objects()
    assert reader.headlines() == fresh.headlines()


def test_the_ticker_opens_by_itself_on_a_page_left_open(
    site: str, newsdesk: Newsdesk, reads: Reads
) -> None:
    newsdesk.announces("Der Gipfel")
    newsdesk.publishes("Es geht los.")
    reader = reads(f"{site}/live/der-gipfel").follows()
    expect(reader.page.locator("count-down")).to_have_text("00:10:00")
    reader.sees_no("Es geht los.")
    newsdesk.waits(minutes=10)
    reader.sees("Es geht los.")
    expect(reader.page.locator(".mark.live")).to_be_visible()


def test_what_is_new_waits_behind_a_button_while_somebody_reads(
    url: str, newsdesk: Newsdesk, reads: Reads
) -> None:
    posts = [newsdesk.publishes("Ein Absatz. " * 60, headline=f"Beitrag {n}") for n in range(12)]
    reader = reads(url).follows()
    reader.page.evaluate(
        "(id) => document.getElementById(id).scrollIntoView()", f"post-{posts[4].id}"
    )
    read = f"#headline-{posts[4].id}"
    before = reader.top_of(read)
    for n in range(3):
        newsdesk.publishes("Neu!", headline=f"Neu {n}")
    button = reader.page.locator(".new-posts")
    expect(button).to_have_text("3 neue Beiträge")
    assert reader.page.title().startswith("(3) ")
    newsdesk.amends(posts[11], "Ein viel längerer Absatz. " * 90)
    newsdesk.withdraws(posts[10])
    reader.sees("Das stimmt nicht.")
    assert abs(reader.top_of(read) - before) <= 2
    button.click()
    expect(reader.page.locator(".posts h3").first).to_have_text("Neu 2")
    expect(reader.page.locator(".posts h3").first).to_be_focused()
    assert not reader.page.title().startswith("(")
    assert reader.headlines()[:4] == ["Neu 2", "Neu 1", "Neu 0", "Beitrag 11"]


def test_a_network_cut_for_ten_seconds_is_shown_and_made_good(
    url: str, newsdesk: Newsdesk, reads: Reads, wire: Wire, site: str
) -> None:
    reader = reads(url.replace(site, wire.url)).follows()
    newsdesk.publishes("Vor dem Ausfall")
    reader.sees("Vor dem Ausfall")
    wire.cut()
    expect(reader.page.locator(".connection")).to_contain_text("unterbrochen", timeout=15_000)
    post = newsdesk.publishes("Während des Ausfalls 1")
    newsdesk.publishes("Während des Ausfalls 2")
    newsdesk.corrects(post, "Während des Ausfalls berichtigt", note="Eine Zahl fehlte.")
    reader.page.wait_for_timeout(10_000)
    reader.sees_no("Während des Ausfalls")
    wire.mend()
    expect(reader.page.locator(".connection")).to_be_hidden(timeout=30_000)
    reader.sees("Während des Ausfalls 2")
    reader.sees("Eine Zahl fehlte.")
    assert reader.objects() == reads(url).objects()


def test_eight_tabs_of_one_browser_all_work(
    url: str, newsdesk: Newsdesk, browsing: Browsing
) -> None:
    context = browsing()
    readers = [Reader(context.new_page(), url).follows() for _ in range(8)]
    newsdesk.publishes("In allen Tabs")
    for reader in readers:
        reader.sees("In allen Tabs")
        assert reader.errors == []
    assert sum(_streams(reader) for reader in readers) <= 4


def test_the_page_is_complete_without_javascript(
    url: str, newsdesk: Newsdesk, reads: Reads
) -> None:
    posts = [newsdesk.publishes(f"Beitrag {n}", headline=f"Nummer {n}") for n in range(40)]
    newsdesk.pins(posts[0])
    reader = reads(url, java_script_enabled=False)
    reader.sees("Nummer 39")
    assert len(reader.headlines()) == 30
    reader.page.get_by_role("link", name="Ältere Beiträge").click()
    reader.sees("Nummer 1")
    assert reader.headlines() == [f"Nummer {n}" for n in range(9, -1, -1)]
    reader.page.goto(f"{url}/posts/{posts[2].id}")
    expect(reader.page.locator(".promised")).to_be_visible()
    assert "Nummer 2" in reader.headlines()


def test_a_page_asks_nobody_else_and_leaves_nothing_behind(
    url: str, newsdesk: Newsdesk, browsing: Browsing, site: str
) -> None:
    newsdesk.publishes("Mit [Link](https://example.org/) und https://example.org/bild.jpg")
    context = browsing()
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    reader = Reader(page, url).follows()
    reader.sees("Link")
    assert [url for url in asked if not url.startswith(f"{site}/")] == []
    assert context.cookies() == []
    stored = page.evaluate("[Object.keys(localStorage).length, Object.keys(sessionStorage).length]")
    assert stored == [0, 0]


def test_an_older_page_counts_new_posts_and_leads_to_them(
    url: str, newsdesk: Newsdesk, reads: Reads
) -> None:
    posts = [newsdesk.publishes(f"Beitrag {n}", headline=f"Nummer {n}") for n in range(45)]
    reader = reads(f"{url}/posts/{posts[3].id}").follows()
    newsdesk.amends(posts[44], "Geändert")  # newer than this page, but nothing new
    newsdesk.publishes("Neu", headline="Ganz neu")
    button = reader.page.locator(".new-posts")
    expect(button).to_have_text("1 neuer Beitrag")
    button.click()
    expect(reader.page).to_have_url(re.compile(r"/live/der-gipfel$"))
    reader.sees("Ganz neu")


def test_whoever_comes_back_to_the_top_sees_what_has_waited(
    url: str, newsdesk: Newsdesk, reads: Reads
) -> None:
    for n in range(12):
        newsdesk.publishes("Ein Absatz. " * 60, headline=f"Nummer {n}")
    reader = reads(url).follows()
    reader.page.evaluate("scrollTo(0, 3000)")
    newsdesk.publishes("Neu", headline="Ganz neu")
    expect(reader.page.locator(".new-posts")).to_be_visible()
    reader.page.evaluate("scrollTo(0, 0)")
    reader.sees("Ganz neu")
    expect(reader.page.locator(".new-posts")).to_be_hidden()


def test_an_older_page_takes_in_nothing_newer_than_itself(
    url: str, newsdesk: Newsdesk, reads: Reads
) -> None:
    posts = [newsdesk.publishes(f"Beitrag {n}", headline=f"Nummer {n}") for n in range(45)]
    reader = reads(f"{url}/posts/{posts[3].id}").follows()
    before = reader.headlines()
    newsdesk.corrects(posts[44], "Geändert", note="Anders.")
    newsdesk.amends(posts[4], "Auf dieser Seite geändert")
    reader.sees("Auf dieser Seite geändert")
    assert reader.headlines() == before


def test_the_focus_stays_where_it_is_when_a_post_is_drawn_anew(
    url: str, newsdesk: Newsdesk, reads: Reads
) -> None:
    post = newsdesk.publishes("Eins", headline="Eins")
    reader = reads(url).follows()
    link = reader.page.locator(f"#post-{post.id} .when a").first
    link.focus()
    newsdesk.corrects(post, "Zwei", note="Vertippt.")
    reader.sees("Vertippt.")
    expect(link).to_be_focused()


def test_an_unknown_permalink_says_so(url: str, reads: Reads) -> None:
    reader = reads(f"{url}/posts/{uuid4()}")
    reader.sees("Hier ist nichts")


def _streams(reader: Reader) -> int:
    return int(
        reader.page.evaluate(
            "document.querySelector('live-coverage').dataset.connection === 'open'"
        )
    )


def test_a_screen_reader_is_told_seldom_and_in_the_end_of_everything(
    url: str, newsdesk: Newsdesk, browsing: Browsing
) -> None:
    page = browsing(**PHONE).new_page()
    page.clock.install()
    page.goto(url)
    expect(page.locator("live-coverage[data-connection]")).to_be_attached()
    spoken = page.locator("[data-status-line]")

    newsdesk.publishes("Eins")
    expect(spoken).to_have_text("1 neuer Beitrag")
    newsdesk.publishes("Zwei")
    newsdesk.publishes("Drei")
    expect(page.locator(".posts").get_by_text("Drei")).to_be_visible()
    expect(spoken).to_have_text("1 neuer Beitrag")
    page.clock.fast_forward(31_000)
    expect(spoken).to_have_text("2 neue Beiträge")
