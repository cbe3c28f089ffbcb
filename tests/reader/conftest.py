"""A newsroom that really listens, for readers who hold their streams open."""

from collections.abc import Iterator

import pytest
from fastapi import FastAPI

from depesche.jobs import opening
from depesche.settings import Settings
from depesche.web.rooms import Rooms
from serving import serving

HEARTBEAT = 0.05  # seconds


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Streams give many signs of life, so that nobody waits for one."""
    return settings.model_copy(update={"heartbeat": HEARTBEAT})


@pytest.fixture(autouse=True)
def _standing_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock stands still here, so that nobody need look at it four times a second."""
    monkeypatch.setattr(opening, "LOOK", 3600)


@pytest.fixture
def site(app: FastAPI) -> Iterator[str]:
    """The address of a running newsroom."""
    with serving(app) as url:
        yield url


@pytest.fixture
def rooms(app: FastAPI) -> Rooms:
    """What is behind the doors of that newsroom."""
    rooms: Rooms = app.state.rooms
    return rooms
