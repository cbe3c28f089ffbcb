"""Bring the database to the present shape; safe when two processes start at once."""

from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from depesche.store.engine import Store
from depesche.store.tables import Table

_LOCK = 0x6465706573636865  # "depesche", as PostgreSQL's advisory locks want it: a number


def migrate(store: Store) -> None:
    """Run the migrations that are missing, all in one transaction; a second process waits."""
    with store.engine.execution_options(depesche_writing=True).begin() as connection:
        upgrade(connection)


def upgrade(connection: Connection, to: str = "head") -> None:
    """Run the migrations up to that revision in this transaction; others who want to wait."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
    command.upgrade(_config(connection), to)


def revision(connection: Connection) -> str | None:
    """The revision that this database is at; None while it is empty."""
    return MigrationContext.configure(connection).get_current_revision()


def newest() -> str | None:
    """The revision that `migrate` leads to."""
    return ScriptDirectory.from_config(_config()).get_current_head()


def deviations(connection: Connection) -> list[str]:
    """What is other than the models say it is, such as `posts.text`; migrations do not mend it."""
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    return [_named(found) for found in compare_metadata(context, Table.metadata)]


def _named(found: Any) -> str:
    """Alembic tells of an operation and what it is on, and of changed columns in a list."""
    kind, *told = found[0] if isinstance(found, list) else found
    if kind.endswith("_column") or kind.startswith("modify_"):
        return f"{told[1]}.{getattr(told[2], 'name', told[2])}"
    return str(told[0].name)


def _config(connection: Connection | None = None) -> Config:
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", "depesche:store/migrations")
    config.set_main_option("path_separator", "os")
    return config
