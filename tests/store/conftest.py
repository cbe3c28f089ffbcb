"""Databases that nobody has migrated yet."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from depesche.settings import Settings


@pytest.fixture(params=["sqlite", "postgresql"])
def bare_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty database, on either server in turn."""
    given = Settings(data=tmp_path)
    if request.param == "sqlite":
        yield given.url
        return
    url = request.getfixturevalue("bare_postgresql")()
    yield given.model_copy(update={"database_url": url}).url
