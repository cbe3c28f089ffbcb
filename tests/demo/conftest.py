"""The evening in both languages, before and after."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from depesche.demo import evening as evenings
from depesche.demo import stage
from depesche.demo.evening import Evening
from depesche.files.blobs import MemoryBlobs
from depesche.store.engine import Store


@pytest.fixture(params=["de", "en"], scope="module")
def evening(request: pytest.FixtureRequest) -> Evening:
    return evenings.load(request.param)


@pytest.fixture
def stood(store: Store, evening: Evening) -> Store:
    """A newsroom before the evening."""
    stage.prepare(store, MemoryBlobs(), evening, now=evening.begins_at)
    return store


@pytest.fixture(scope="module")
def performed(
    evening: Evening, migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Store]:
    """A newsroom after the evening, to be read only."""
    file = shutil.copy(migrated_sqlite, tmp_path_factory.mktemp("evening"))
    store = Store(f"sqlite:///{file}")
    stage.prepare(store, MemoryBlobs(), evening, now=evening.begins_at)
    stage.perform_all(store, evening)
    yield store
    store.close()
