"""Readers with other browsers: the manners of a page do not depend on who made the window."""

from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest
from playwright.sync_api import Browser

from firefox import firefox
from newsdesk import Newsdesk
from webkit import webkit
from windows import Chromium, Outside, Reader, Window
from wire import Wire

BROWSERS = ("firefox", "webkit", "chromium")


@contextmanager
def chromium_too(browser: Browser) -> Iterator[Window]:
    with closing(Chromium(browser)) as window:
        yield window


@pytest.fixture(scope="module", params=BROWSERS)
def window(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Window]:
    """A window of every browser in turn; one that wants to be anywhere but here is a failure."""
    home = tmp_path_factory.mktemp(request.param)
    with closing(Outside()) as outside:
        if request.param == "chromium":
            made = chromium_too(request.getfixturevalue("chromium"))
        else:
            made = {"firefox": firefox, "webkit": webkit}[request.param](home, outside)
        with made as window:
            yield window
        assert outside.wanted() == []


@pytest.fixture
def url(site: str, newsdesk: Newsdesk) -> str:
    newsdesk.opens("Der Gipfel", standfirst="Zwei Präsidenten in Alaska.")
    return f"{site}/live/der-gipfel"


def test_a_post_its_correction_and_its_withdrawal_reach_an_open_page(
    url: str, newsdesk: Newsdesk, window: Window
) -> None:
    newsdesk.publishes("Noch ist nichts geschehen.", headline="Vorher")
    reader = Reader(window, url).follows()
    reader.sees("Zwei Präsidenten in Alaska.")
    assert reader.headlines() == ["Vorher"]
    post = newsdesk.publishes("Alaska wurde 1868 verkauft.", headline="Der Verkauf")
    reader.sees("1868")
    assert reader.headlines() == ["Der Verkauf", "Vorher"]
    newsdesk.corrects(post, "Alaska wurde 1867 verkauft.", note="Das Jahr war falsch.")
    reader.sees("Das Jahr war falsch.")
    reader.sees_no("1868")
    newsdesk.withdraws(post, notice="Zu früh gemeldet.")
    reader.sees("Zu früh gemeldet.")
    reader.sees_no("1867")
    assert window.errors() == []


def test_the_ticker_opens_by_itself(site: str, newsdesk: Newsdesk, window: Window) -> None:
    newsdesk.announces("Der Gipfel")
    newsdesk.publishes("Es geht los.")
    reader = Reader(window, f"{site}/live/der-gipfel").follows()
    reader.awaits("document.querySelector('count-down').shadowRoot.textContent === '00:10:00'")
    reader.sees_no("Es geht los.")
    newsdesk.waits(minutes=10)
    reader.sees("Es geht los.")
    assert window.errors() == []


def test_what_is_new_waits_behind_a_button_and_nothing_moves(
    url: str, newsdesk: Newsdesk, window: Window
) -> None:
    posts = [newsdesk.publishes("Ein Absatz. " * 60, headline=f"Beitrag {n}") for n in range(12)]
    reader = Reader(window, url).follows()
    read = f"#headline-{posts[4].id}"
    window.evaluate(f"document.querySelector('{read}').scrollIntoView()")
    before = reader.top_of(read)
    for n in range(3):
        newsdesk.publishes("Neu!", headline=f"Neu {n}")
    reader.sees("3 neue Beiträge", on=".new-posts")
    newsdesk.amends(posts[11], "Ein viel längerer Absatz. " * 90)
    newsdesk.withdraws(posts[10])
    reader.sees("Das stimmt nicht.")
    assert abs(reader.top_of(read) - before) <= 2
    window.click(".new-posts")
    reader.sees("Neu 2")
    assert reader.headlines()[:4] == ["Neu 2", "Neu 1", "Neu 0", "Beitrag 11"]
    reader.awaits("document.activeElement.innerText === 'Neu 2'")
    reader.awaits("document.querySelector('.posts h3').getBoundingClientRect().top >= 0")
    assert window.errors() == []


def test_what_came_while_the_wire_was_cut_is_there_afterwards(
    url: str, newsdesk: Newsdesk, window: Window, wire: Wire, site: str
) -> None:
    reader = Reader(window, url.replace(site, wire.url)).follows()
    post = newsdesk.publishes("Vor dem Ausfall")
    reader.sees("Vor dem Ausfall")
    wire.cut()
    reader.sees("unterbrochen", on=".connection")
    newsdesk.publishes("Während des Ausfalls")
    newsdesk.corrects(post, "Berichtigt", note="Eine Zahl fehlte.")
    reader.sees_no("Während des Ausfalls")
    wire.mend()
    reader.sees("Während des Ausfalls")
    reader.sees("Eine Zahl fehlte.")
    reader.sees_no("unterbrochen", on=".connection")
    assert reader.window.evaluate("document.querySelectorAll('.posts [data-kind]').length") == 2


def test_a_permalink_shows_its_post_and_leads_to_what_is_new(
    url: str, newsdesk: Newsdesk, window: Window
) -> None:
    posts = [newsdesk.publishes("Ein Absatz. " * 20, headline=f"Nummer {n}") for n in range(45)]
    reader = Reader(window, f"{url}/posts/{posts[3].id}").follows()
    assert 0 <= reader.top_of(f"#post-{posts[3].id}") < window.evaluate("innerHeight")
    newsdesk.publishes("Neu", headline="Ganz neu")
    reader.sees("1 neuer Beitrag", on=".new-posts")
    window.click(".new-posts")
    reader.awaits("location.pathname === '/live/der-gipfel'")
    reader.follows().sees("Ganz neu")
    assert window.errors() == []
