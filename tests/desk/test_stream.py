"""The desk's stream ends for whoever may no longer read what it tells."""

import asyncio
import json
import threading
from collections.abc import Callable

import pytest
from fastapi import FastAPI
from sqlalchemy.exc import OperationalError

from depesche import clock
from depesche.app import create
from depesche.newsroom import accounts, coverages, keys, people
from depesche.settings import Settings
from depesche.store.engine import Store
from depesche.web import sse
from newsdesk import Newsdesk
from serving import Event, Stream, serving, until

SOON = 5.0  # seconds; only what goes wrong takes that long


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Hearts beat fast here: at each beat a stream is asked whether it may go on."""
    return settings.model_copy(update={"heartbeat": 0.02})


def _signs_out(newsdesk: Newsdesk, secret: str) -> None:
    with newsdesk.store.writing() as session:
        keys.sign_out(session, secret, wall=clock.wall())


def _is_deactivated(newsdesk: Newsdesk, _secret: str) -> None:
    with newsdesk.store.writing() as session:
        person = accounts.find(session, newsdesk.elif_.id, by=newsdesk.ada)
        accounts.deactivate(session, person, by=newsdesk.ada, wall=clock.wall())


def _is_no_longer_assigned(newsdesk: Newsdesk, _secret: str) -> None:
    with newsdesk.store.writing() as session:
        coverage = coverages.find(session, newsdesk.slug, to_write=True)
        people.unassign(session, coverage, newsdesk.elif_, by=newsdesk.mara)


@pytest.mark.parametrize("end", [_signs_out, _is_deactivated, _is_no_longer_assigned])
def test_it_ends_when_somebody(
    end: Callable[[Newsdesk, str], None],
    newsdesk: Newsdesk,
    app: FastAPI,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sse, "ASSURED", 0)
    newsdesk.opens()
    newsdesk.assigns(newsdesk.elif_)
    elif_, jonas = newsdesk.signs_in(newsdesk.elif_), newsdesk.signs_in(newsdesk.jonas)
    with serving(app) as url:
        path = f"{url}/desk/coverages/{newsdesk.slug}/stream"
        with (
            Stream(path, secret=elif_, patience=SOON) as hers,
            Stream(path, secret=jonas, patience=SOON) as his,
        ):
            for _ in range(3):
                assert hers.heartbeat()
            end(newsdesk, elif_)
            seen = [event.name for event in hers.events()]
            assert set(seen) <= {"heartbeat", "message"}
            newsdesk.publishes("Nur noch für ihn.")
            told = next(event for event in his.events() if event.name == "message")
            assert "Nur noch für ihn." in told.content["html"]


@pytest.mark.parametrize("end", [_signs_out, _is_deactivated, _is_no_longer_assigned])
def test_nothing_more_is_told_even_between_two_heartbeats_when_somebody(
    end: Callable[[Newsdesk, str], None],
    newsdesk: Newsdesk,
    settings: Settings,
    store: Store,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sse, "ASSURED", 0)
    app = create(settings.model_copy(update={"heartbeat": 30}), store)
    newsdesk.opens()
    newsdesk.assigns(newsdesk.elif_)
    elif_ = newsdesk.signs_in(newsdesk.elif_)
    path = f"/desk/coverages/{newsdesk.slug}/stream"
    with serving(app) as url, Stream(f"{url}{path}", secret=elif_, patience=SOON) as hers:
        assert hers.heartbeat()
        end(newsdesk, elif_)
        newsdesk.drafts("Nicht mehr für sie.")
        told = [event for event in hers.events() if event.name == "message"]
    assert not any("Nicht mehr" in event.data for event in told)


def test_readers_take_nobodys_place_at_the_desk(
    newsdesk: Newsdesk, settings: Settings, store: Store
) -> None:
    app = create(settings.model_copy(update={"max_streams": 1, "streams_per_address": 1}), store)
    newsdesk.opens()
    mara = newsdesk.signs_in(newsdesk.mara)
    with serving(app) as url, Stream(f"{url}/live/{newsdesk.slug}/stream") as reader:
        reader.heartbeat()
        with Stream(f"{url}/live/{newsdesk.slug}/stream") as another:
            assert another.status in {429, 503}
        with Stream(f"{url}/desk/coverages/{newsdesk.slug}/stream", secret=mara) as hers:
            assert hers.heartbeat()


def test_nobody_is_told_anything_while_it_cannot_be_asked_whether_they_may_read_it(
    newsdesk: Newsdesk, app: FastAPI, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sse, "ASSURED", 0)

    def away(*_: object) -> bool:
        raise OperationalError("SELECT", {}, OSError("the database is away"))

    newsdesk.opens()
    mara = newsdesk.signs_in(newsdesk.mara)
    path = f"/desk/coverages/{newsdesk.slug}/stream"
    with serving(app) as url, Stream(f"{url}{path}", secret=mara, patience=SOON) as hers:
        assert hers.heartbeat()
        monkeypatch.setattr("depesche.desk.stream._may_still_read", away)
        list(hers.events())  # it ends; the page comes back, and hears what is the matter


def test_words_that_are_taken_back_while_they_wait_for_a_slow_reader_are_not_told(
    newsdesk: Newsdesk, app: FastAPI, monkeypatch: pytest.MonkeyPatch
) -> None:
    newsdesk.opens()
    mara = newsdesk.signs_in(newsdesk.mara)
    goes_on = threading.Event()
    held = threading.Event()

    async def hold(self: sse.EventStream) -> bool:
        held.set()
        await asyncio.to_thread(goes_on.wait, SOON)
        return True

    path = f"/desk/coverages/{newsdesk.slug}/stream"
    with serving(app) as url, Stream(f"{url}{path}", secret=mara, patience=SOON) as hers:
        hers.heartbeat()
        monkeypatch.setattr(sse.EventStream, "_may_stay", hold)
        assert held.wait(SOON)
        wrong = newsdesk.publishes("Wrongword")
        newsdesk.amends(wrong, "Richtig")
        last = newsdesk.coverage.desk_sequence
        until(
            lambda: app.state.rooms.tail.awake((newsdesk.coverage.id, "desk", "de")).reached == last
        )
        goes_on.set()
        told: list[Event] = []
        while not told or told[-1].content["sequence"] < last:
            told += [event for event in [hers.event()] if event and event.name == "message"]
    words = json.dumps([event.content for event in told], ensure_ascii=False)
    assert "Wrongword" not in words
    assert "Richtig" in words
