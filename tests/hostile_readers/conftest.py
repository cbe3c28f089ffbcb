"""A newsroom that strangers visit. Every story is told on both ways to deliver.

Nothing that they do is worth an error in the log.
"""

import logging
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI

from depesche.jobs import opening
from depesche.live import channels
from depesche.settings import Settings
from depesche.web.rooms import Rooms
from newsdesk import Newsdesk
from serving import serving

Readers = Callable[[], int]


@pytest.fixture(params=["hook", "plain"])
def delivery(request: pytest.FixtureRequest) -> str:
    """The way on which streams are delivered."""
    return str(request.param)


@pytest.fixture
def settings(delivery: str, migrated_sqlite: Path, tmp_path: Path) -> Settings:
    """Streams are the same on every database: one is enough here."""
    given = Settings(data=tmp_path, heartbeat=0.05)
    shutil.copy(migrated_sqlite, given.sqlite_file)
    return given.model_copy(update={"delivery": delivery})


@pytest.fixture(autouse=True)
def _standing_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock stands still here, so that nobody need look at it four times a second."""
    monkeypatch.setattr(opening, "LOOK", 3600)


@pytest.fixture(autouse=True)
def _nothing_is_an_error(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    yield
    for record in (*caplog.get_records("setup"), *caplog.get_records("call")):
        assert record.levelno < logging.ERROR, record.getMessage()
        assert not record.exc_info, record.exc_info


@pytest.fixture
def site(app: FastAPI, newsdesk: Newsdesk) -> Iterator[str]:
    """A newsroom whose coverage has three lines in its log. In the end everybody has left."""
    newsdesk.opens(slug="gipfel")
    newsdesk.publishes("Nummer 2")
    newsdesk.publishes("Nummer 3")
    with serving(app) as url:
        yield url
    rooms: Rooms = app.state.rooms
    assert (rooms.gate._count, dict(rooms.gate._households)) == (0, {})
    assert rooms.hub.channels == frozenset()


@pytest.fixture
def readers(app: FastAPI, site: str, newsdesk: Newsdesk) -> Readers:
    """`readers()` is how many have a stream of that coverage."""
    rooms: Rooms = app.state.rooms
    channel = channels.reader(newsdesk.coverage.id)
    return lambda: rooms.hub.readers(channel)
