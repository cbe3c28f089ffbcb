"""Alembic's way in: runs on the connection that `store.migrate` hands over."""

from alembic import context

from depesche.store.tables import Table

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Table.metadata,
    transactional_ddl=True,
)
context.run_migrations()
