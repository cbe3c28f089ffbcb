"""The clock that throws unused pictures away goes on, whatever went wrong."""

import asyncio
import logging

import pytest

from depesche.files.blobs import MemoryBlobs
from depesche.jobs import sweeping
from depesche.store.engine import Store


def test_a_look_that_fails_is_told_and_the_next_one_comes(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, tmp_path: object
) -> None:
    looks: list[Store] = []

    def look(store: Store, *_: object) -> None:
        looks.append(store)
        raise OSError("gone") if len(looks) == 1 else asyncio.CancelledError

    monkeypatch.setattr(sweeping, "sweep", look)
    monkeypatch.setattr(sweeping, "LOOK", 0)
    store = Store(f"sqlite:///{tmp_path}/unused")
    with caplog.at_level(logging.ERROR), pytest.raises(asyncio.CancelledError):
        asyncio.run(asyncio.wait_for(sweeping.run(store, MemoryBlobs()), 20))
    assert len(looks) == 2
    assert "trying again" in caplog.text
