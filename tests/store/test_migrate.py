"""Migrations: from nothing to the present shape, once, whoever starts at the same time."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text
from sqlalchemy.exc import DBAPIError

from depesche.newsroom import models  # noqa: F401 - so that the tables are known
from depesche.store.engine import Store
from depesche.store.migrate import migrate
from depesche.store.tables import Table

PROCESSES = 3
MIGRATE = """
import sys
from depesche.store.engine import Store
from depesche.store.migrate import migrate
print("ready", flush=True)
sys.stdin.readline()
store = Store(sys.argv[1])
migrate(store)
store.close()
"""


@contextmanager
def opened(url: str) -> Iterator[Store]:
    store = Store(url)
    try:
        yield store
    finally:
        store.close()


def tables(store: Store) -> set[str]:
    return set(inspect(store.engine).get_table_names())


def head() -> str | None:
    config = Config()
    config.set_main_option("script_location", "depesche:store/migrations")
    config.set_main_option("path_separator", "os")
    return ScriptDirectory.from_config(config).get_current_head()


def test_what_is_migrated_is_what_the_models_say(bare_url: str) -> None:
    with opened(bare_url) as store:
        migrate(store)
        assert tables(store) == {*Table.metadata.tables, "alembic_version"}
        with store.engine.connect() as connection:
            context = MigrationContext.configure(connection, opts={"compare_type": True})
            assert compare_metadata(context, Table.metadata) == []
            assert context.get_current_revision() == head()


def test_migrating_twice_is_migrating_once(bare_url: str) -> None:
    with opened(bare_url) as store:
        migrate(store)
        migrate(store)
        with store.reading() as session:
            assert session.scalars(text("SELECT version_num FROM alembic_version")).all() == [
                head()
            ]


def test_processes_that_start_at_once_migrate_once(bare_url: str) -> None:
    started = [
        subprocess.Popen(
            [sys.executable, "-c", MIGRATE, bare_url],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(PROCESSES)
    ]
    for process in started:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in started:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    for process in started:
        _, complaint = process.communicate(timeout=60)
        assert (process.returncode, complaint) == (0, "")
    with opened(bare_url) as store:
        assert tables(store) == {*Table.metadata.tables, "alembic_version"}


def test_a_migration_that_fails_leaves_nothing_behind(bare_url: str) -> None:
    with opened(bare_url) as store:
        with store.writing() as session:
            session.execute(text("CREATE TABLE withdrawals (id INTEGER)"))
            session.commit()
        with pytest.raises(DBAPIError, match="withdrawals"):
            migrate(store)
        assert tables(store) == {"withdrawals"}
        with store.writing() as session:
            session.execute(text("DROP TABLE withdrawals"))
            session.commit()
        migrate(store)
        assert "withdrawals" in tables(store)
