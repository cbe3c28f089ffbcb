"""Bring the database to the present shape; safe when two processes start at once."""

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from depesche.store.engine import Store

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


def _config(connection: Connection | None = None) -> Config:
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", "depesche:store/migrations")
    config.set_main_option("path_separator", "os")
    return config
