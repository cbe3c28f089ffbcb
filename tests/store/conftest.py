"""Databases that nobody has migrated yet."""

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from depesche.settings import Settings


@pytest.fixture(params=["sqlite", "postgresql"])
def bare_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty database, on either server in turn."""
    given = Settings(data=tmp_path)
    if request.param == "sqlite":
        yield given.url
        return
    server, name = request.getfixturevalue("postgresql_server"), f"bare_{uuid4().hex}"
    with psycopg.connect(server.format("postgres"), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        yield given.model_copy(update={"database_url": server.format(name)}).url
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
