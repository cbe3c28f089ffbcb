"""A disk without room, without a disk: SQLite may take no page more than it has."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, event

from depesche.store.engine import Store


@contextmanager
def full(store: Store) -> Iterator[None]:
    """There is no room while the block runs; what is larger than a page is refused."""

    def fill(connection: Connection) -> None:
        used = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {used}")

    event.listen(store.engine, "begin", fill)
    try:
        yield
    finally:
        event.remove(store.engine, "begin", fill)
        store.engine.dispose()  # the connections remember it
