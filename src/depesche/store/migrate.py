"""Bring the database to the present shape; safe when two processes start at once."""

from alembic import command
from alembic.config import Config

from depesche.store.engine import Store

_LOCK = 0x6465706573636865  # "depesche", as PostgreSQL's advisory locks want it: a number


def migrate(store: Store) -> None:
    """Run the migrations that are missing, all in one transaction; a second process waits."""
    with store.engine.execution_options(depesche_writing=True).begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
        config = Config(attributes={"connection": connection})
        config.set_main_option("script_location", "depesche:store/migrations")
        config.set_main_option("path_separator", "os")
        command.upgrade(config, "head")
