"""A newsroom of before there were dossiers goes on, and nothing is made up for it."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Connection, MetaData, Table, insert

from depesche.newsroom.models import Post
from depesche.store.engine import Store
from depesche.store.migrate import migrate, upgrade
from newsdesk import Newsdesk

THEN = datetime(2025, 8, 1, 12, tzinfo=UTC)
QUOTE, KEY = UUID(int=1), UUID(int=2)
OLD = 900  # the number of everything that was there; new rows begin at 1


def fill(connection: Connection) -> None:
    """A live coverage with a quote and a key event, as the first Depesche wrote them."""
    schema = MetaData()
    schema.reflect(connection)

    def add(table: str, **row: Any) -> None:
        _add(connection, schema.tables[table], row)

    add("people", id=OLD, name="Jo", sign_in_name="jo", role="editor", created_at=THEN)
    add(
        "coverages", id=OLD, slug="alt", status="live", headline="Alt", language="de",
        newsroom_zone="Europe/Berlin", event_zone="Europe/Berlin", lead_question="Und jetzt?",
        sequence=4, desk_sequence=4, edition="one", created_at=THEN, opened_at=THEN,
        created_by_id=OLD,
    )  # fmt: skip
    for number, (post_id, text) in enumerate(
        [(QUOTE, "> Ja.\n> — Putin"), (KEY, "Es steht @putin da.")], start=2
    ):
        add(
            "posts", id=post_id, coverage_id=OLD, status="published", text=text, revision=1,
            author_id=OLD, published_by_id=OLD, published_at=THEN, created_at=THEN, updated_at=THEN,
            position=f"{number:010d}",
        )  # fmt: skip
        add(
            "revisions", post_id=post_id, number=1, kind="published", text=text, saved_at=THEN,
            saved_by_id=OLD,
        )  # fmt: skip
    add(
        "marks",
        id=OLD,
        coverage_id=OLD,
        post_id=KEY,
        kind="key_event",
        made_at=THEN,
        made_by_id=OLD,
    )
    told = [("coverage", "alt"), ("post", QUOTE), ("post", KEY), ("key_event", KEY)]
    for number, (kind, object_id) in enumerate(told, start=1):
        add(
            "changes", id=OLD + number, coverage_id=OLD, audience="reader", sequence=number,
            at=THEN, kind=kind, object_id=str(object_id), verb="put",
        )  # fmt: skip


def _add(connection: Connection, table: Table, row: dict[str, Any]) -> None:
    """The row, with whatever else must not be missing."""
    is_sqlite = connection.dialect.name == "sqlite"
    for column in table.columns:
        if column.name not in row and not column.nullable:
            row[column.name] = False if str(column.type) == "BOOLEAN" else ""
        value = row.get(column.name)
        if is_sqlite and isinstance(value, datetime):
            row[column.name] = value.replace(tzinfo=None)
        if is_sqlite and isinstance(value, UUID):
            row[column.name] = value.hex
    connection.execute(insert(table), [row])


@pytest.fixture
def newsroom(bare_url: str) -> Iterator[Newsdesk]:
    store = Store(bare_url)
    with store.engine.execution_options(depesche_writing=True).begin() as connection:
        upgrade(connection, "0001")
        fill(connection)
    migrate(store)
    newsdesk = Newsdesk(store)
    newsdesk.slug = "alt"
    yield newsdesk
    store.close()


def test_nothing_is_made_up(newsroom: Newsdesk) -> None:
    assert newsroom.acts() == []
    assert newsroom.has_all("claim") == newsroom.has_all("question") == []
    assert newsroom.readers_see() == ["Es steht @putin da.", "> Ja.\n> — Putin"]
    assert newsroom.differs() == []
    assert newsroom.coverage.dossier_sequence == 0


def test_what_is_changed_from_now_on_tells_the_dossier(newsroom: Newsdesk) -> None:
    newsroom.prepares("actor", "putin", name="Putin")
    quote = newsroom.again(Post(id=QUOTE, coverage_id=OLD))
    newsroom.corrects(quote, "> Ja, bald.\n> — Putin")
    assert newsroom.has("claim", "1").facts["speaker"] == {"actor": "putin"}
    newsroom.edits(lead_question="Und nun?")
    assert newsroom.has("question", "lead").facts["text"] == "Und nun?"
    assert newsroom.differs() == []


def test_an_older_key_event_leaves_the_timeline_with_its_mark(newsroom: Newsdesk) -> None:
    key = newsroom.again(Post(id=KEY, coverage_id=OLD))
    told = len(newsroom.reader_log())
    newsroom.unmarks(key, "key_event")
    lines = [(line.kind, line.verb) for line in newsroom.reader_log(after=told)]
    assert lines == [("post", "put"), ("key_event", "remove"), ("entry", "remove")]
    told = len(newsroom.reader_log())
    newsroom.amends(key, "Es steht da.")
    assert [line.kind for line in newsroom.reader_log(after=told)] == ["post"]
