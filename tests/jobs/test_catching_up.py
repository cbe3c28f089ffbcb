"""The clock makes the posts of an older Depesche ready for the search, and then rests."""

import asyncio
import logging

import pytest
from sqlalchemy import select, update

from depesche.jobs import catching_up
from depesche.newsroom import search
from depesche.newsroom.models import Post
from depesche.store.engine import Store
from newsdesk import Newsdesk


@pytest.fixture(autouse=True)
def _without_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catching_up, "PAUSE", 0)
    monkeypatch.setattr(catching_up, "LATER", 0)


def test_it_goes_on_until_every_post_is_ready(
    newsdesk: Newsdesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "_AT_ONCE", 2)
    newsdesk.opens()
    for n in range(5):
        newsdesk.publishes(f"Beitrag {n}")
    with newsdesk.store.writing() as session:
        session.execute(update(Post).values(stems=None))

    asyncio.run(asyncio.wait_for(catching_up.run(newsdesk.store), 20))

    with newsdesk.store.reading() as session:
        kept = session.scalars(select(Post.stems).order_by(Post.position)).all()
    assert kept == [f" beitrag {n} " for n in range(5)]


def test_what_goes_wrong_is_told_and_tried_again(
    newsdesk: Newsdesk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    looks: list[Store] = []

    def look(store: Store) -> bool:
        looks.append(store)
        if len(looks) == 1:
            raise ValueError("broken")
        return False

    monkeypatch.setattr(catching_up, "catch_up", look)
    with caplog.at_level(logging.ERROR):
        asyncio.run(asyncio.wait_for(catching_up.run(newsdesk.store), 20))
    assert len(looks) == 2
    assert "trying again" in caplog.text


def test_where_nothing_waits_nobody_is_kept_from_writing(newsdesk: Newsdesk) -> None:
    newsdesk.opens()
    newsdesk.publishes("Eins")
    if newsdesk.store.is_shared:
        assert not catching_up.catch_up(newsdesk.store)
        return
    with newsdesk.store.writing():  # SQLite has one writer
        assert not catching_up.catch_up(newsdesk.store)
