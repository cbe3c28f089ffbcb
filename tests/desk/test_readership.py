"""Editors see how many read along, and how soon each post was on their pages."""

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

import pytest
from fastapi import FastAPI

from depesche.app import create
from depesche.live import tail as tails
from depesche.live.reaches import Reach
from depesche.newsroom import people
from depesche.newsroom.models import Person, Post
from depesche.rendering.environment import Templates
from depesche.rendering.fragments import Fragments
from depesche.settings import Settings
from depesche.store.engine import Store
from newsdesk import Newsdesk
from serving import Stream, serving, until

postgresql = pytest.mark.parametrize("database", ["postgresql"])


@pytest.fixture(autouse=True)
def _woken_by_the_bell(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the tail finds by itself just before the bell rings has no time."""
    monkeypatch.setattr(tails, "SILENCE", 60.0)


@dataclass
class House:
    """A newsroom that is served: its pages, and its streams for as long as the test runs."""

    url: str
    newsdesk: Newsdesk
    open: ExitStack

    def reads_along(self, count: int = 1) -> list[Stream]:
        """So many readers have their streams."""
        path = f"{self.url}/live/{self.newsdesk.slug}/stream"
        streams = [self.open.enter_context(Stream(path)) for _ in range(count)]
        assert all(stream.heartbeat() for stream in streams)
        return streams

    def sits(self, person: Person) -> Stream:
        """Somebody at the desk, whose page follows."""
        path = f"{self.url}/desk/coverages/{self.newsdesk.slug}/stream"
        return self.open.enter_context(Stream(path, secret=self.newsdesk.signs_in(person)))

    def page(self, path: str, by: Person) -> str:
        with Stream(f"{self.url}{path}", secret=self.newsdesk.signs_in(by)) as answer:
            assert answer.status == 200
            return answer.body()

    def desk(self, by: Person) -> str:
        return self.page(f"/desk/coverages/{self.newsdesk.slug}", by)

    def figures(self, by: Person) -> Any:
        path = f"/desk/coverages/{self.newsdesk.slug}/readership"
        return json.loads(self.page(path, by))


@pytest.fixture
def house(app: FastAPI, newsdesk: Newsdesk) -> Iterator[House]:
    with serving(app) as url, ExitStack() as streams:
        yield House(url, newsdesk, streams)


def _figures(stream: Stream, are_there: Callable[[Any], bool]) -> Any:
    """The first that are as expected, of those that a page at the desk is told."""
    told = (event.content for event in stream.events() if event.name == "readership")
    return next(figures for figures in told if are_there(figures))


def test_the_desk_is_told_of_readers_as_they_come_and_go(house: House, newsdesk: Newsdesk) -> None:
    newsdesk.opens()
    jonas = house.sits(newsdesk.jonas)
    assert _figures(jonas, lambda _: True) == {"readers": 0, "posts": {}}, "as a page comes"
    one, *_ = house.reads_along(3)
    assert _figures(jonas, lambda told: told["readers"] == 3)["posts"] == {}
    one.close()
    assert _figures(jonas, lambda told: told["readers"] == 2)


def test_the_desk_is_told_how_soon_a_post_was_on_all_pages(
    house: House, newsdesk: Newsdesk
) -> None:
    newsdesk.opens()
    jonas = house.sits(newsdesk.jonas)
    house.reads_along(3)
    post = newsdesk.publishes("Die Türen sind offen.")
    told = _figures(jonas, lambda told: told["posts"])
    (pages, seconds) = told["posts"].pop(str(post.id))
    assert (told["posts"], pages) == ({}, 3)
    assert 0 < seconds < 20
    mara = house.sits(newsdesk.mara)
    greeted = _figures(mara, lambda _: True)
    assert greeted == {"readers": 3, "posts": {str(post.id): [3, seconds]}}
    assert house.figures(newsdesk.ada) == greeted, "for a page that has no stream"


def test_drafts_are_put_on_no_page(house: House, newsdesk: Newsdesk) -> None:
    newsdesk.opens()
    jonas = house.sits(newsdesk.jonas)
    house.reads_along(2)
    draft = newsdesk.drafts("Noch nicht.")
    newsdesk.publishes("Jetzt.")
    told = _figures(jonas, lambda told: told["posts"])
    assert str(draft.id) not in told["posts"]


def test_the_first_page_has_both(house: House, newsdesk: Newsdesk) -> None:
    newsdesk.opens()
    house.reads_along(2)
    jonas = house.sits(newsdesk.jonas)
    post = newsdesk.publishes("Die Türen sind offen.")
    draft = newsdesk.drafts("Noch nicht.")
    told = _figures(jonas, lambda told: told["posts"])
    seconds = told["posts"][str(post.id)][1]
    page = house.desk(newsdesk.jonas)
    assert ">2 lesen mit</desk-readership>" in page
    said = f"nach {seconds:.2f} s auf 2 offenen Seiten".replace(".", ",")
    assert f">{said}</span>" in _row(page, post)
    assert 'class="reach"' not in _row(page, draft)
    with newsdesk.store.writing() as session:
        people.speak(session, newsdesk.mara, "en")
    english = house.desk(newsdesk.mara)
    assert ">2 reading now</desk-readership>" in english
    assert f">on 2 pages in {seconds:.2f} s</span>" in _row(english, post)


def test_what_was_before_a_restart_has_no_figure(house: House, newsdesk: Newsdesk) -> None:
    newsdesk.opens()
    post = newsdesk.publishes("Gestern.")  # as if: nobody was there
    page = house.desk(newsdesk.jonas)
    assert ">niemand liest gerade mit</desk-readership>" in page
    place = _row(page, post).split('<span class="reach"')[1].split("</span>")[0]
    assert place.endswith(">"), "nothing is said"
    assert "data-pages" not in place


def test_contributors_see_it_of_their_coverages_only(house: House, newsdesk: Newsdesk) -> None:
    newsdesk.opens()
    path = f"{house.url}/desk/coverages/{newsdesk.slug}/readership"
    secret = newsdesk.signs_in(newsdesk.elif_)
    with Stream(path, secret=secret) as refused:
        assert refused.status in {403, 404}
        assert "readers" not in refused.body()
    with Stream(path) as refused:
        assert refused.status in {303, 401}
    newsdesk.assigns(newsdesk.elif_)
    assert house.figures(newsdesk.elif_) == {"readers": 0, "posts": {}}


def test_the_list_says_how_many_read_what_is_on_the_air(house: House, newsdesk: Newsdesk) -> None:
    newsdesk.makes("Ein Entwurf")
    newsdesk.opens("Die Wahl")
    newsdesk.opens("Der Gipfel")
    house.reads_along(1)
    until(lambda: house.figures(newsdesk.jonas)["readers"] == 1)
    listed = house.page("/desk", newsdesk.jonas)
    assert listed.count('class="readership"') == 2
    assert ">niemand liest gerade mit<" in listed
    assert ">1 liest mit<" in listed


@pytest.mark.parametrize(
    ("reach", "german", "english"),
    [
        (Reach(1, None), "auf 1 offenen Seite", "on 1 page"),
        (Reach(1234, None), "auf 1.234 offenen Seiten", "on 1,234 pages"),
        (Reach(1, 0.5), "nach 0,50 s auf 1 offenen Seite", "on 1 page in 0.50 s"),
        (Reach(1234, 1.0), "nach 1,00 s auf 1.234 offenen Seiten", "on 1,234 pages in 1.00 s"),
        (Reach(1, 1.01), "langsam: nach 1,01 s auf 1 offenen Seite", "slow: on 1 page in 1.01 s"),
        (
            Reach(10**6, 1234.5),
            "langsam: nach 1.234,50 s auf 1.000.000 offenen Seiten",
            "slow: on 1,000,000 pages in 1,234.50 s",
        ),
    ],
)
def test_a_row_says_it_in_the_language_of_whoever_sits_there(
    reach: Reach, german: str, english: str, newsdesk: Newsdesk
) -> None:
    coverage = newsdesk.opens()
    post = newsdesk.again(newsdesk.publishes("Jetzt."))
    fragments = Fragments(Templates(newsroom="D", imprint_url="", privacy_url="", public_url=""))
    for language, words in (("de", german), ("en", english)):
        row = fragments.desk_post(coverage, post, language, reach=reach).html
        assert f">{words}</span>" in row
        assert ('class="reach slow"' in row) is reach.is_slow


@postgresql
def test_two_processes_count_together(settings: Settings, store: Store, newsdesk: Newsdesk) -> None:
    other_store = Store(settings.url)
    one, two = create(settings, store), create(settings, other_store)
    newsdesk.opens()
    with serving(one) as here, serving(two) as there, ExitStack() as streams:
        first, second = House(here, newsdesk, streams), House(there, newsdesk, streams)
        jonas, mara = first.sits(newsdesk.jonas), second.sits(newsdesk.mara)
        first.reads_along(2)
        second.reads_along(3)
        for desk in (jonas, mara):
            assert _figures(desk, lambda told: told["readers"] == 5)
        post = newsdesk.publishes("Überall.")
        reaches = [
            _figures(desk, lambda told: told["posts"].get(str(post.id), [0])[0] == 5)["posts"]
            for desk in (jonas, mara)
        ]
        assert reaches[0] == reaches[1]
        assert 0 < reaches[0][str(post.id)][1] < 20


def _row(page: str, post: Post) -> str:
    return page.split(f'id="row-{post.id}"')[1].split("</li>", maxsplit=1)[0]
