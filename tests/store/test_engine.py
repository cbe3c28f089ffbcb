"""Reading and writing: what is durable, who waits, and who hears of it."""

import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError, IntegrityError, StatementError
from sqlalchemy.orm import Session

from depesche import clock
from depesche.newsroom import changes, coverages, people, posts
from depesche.newsroom.models import Coverage, Mark, Person
from depesche.settings import Settings
from depesche.store import engine, troubles
from depesche.store.engine import Log, Store
from newsdesk import Newsdesk
from serving import PATIENCE


class Struck(Exception):
    """Something that goes wrong in the middle of writing."""


# SQLite as it has to be


@pytest.fixture
def sqlite(tmp_path: Path, migrated_sqlite: Path) -> Store:
    file = tmp_path / "newsroom.sqlite3"
    file.write_bytes(migrated_sqlite.read_bytes())
    return Store(f"sqlite:///{file}")


def test_sqlite_keeps_a_write_ahead_log_flushes_it_and_minds_references(sqlite: Store) -> None:
    for session_of in (sqlite.reading, sqlite.writing):
        with session_of() as session:
            pragmas = {
                name: session.scalar(text(f"PRAGMA {name}"))
                for name in ("journal_mode", "synchronous", "foreign_keys")
            }
        assert pragmas == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
    sqlite.close()


def test_a_writer_of_sqlite_takes_its_lock_at_once_and_readers_go_on(sqlite: Store) -> None:
    other = sqlite3.connect(str(sqlite.engine.url.database), timeout=0, isolation_level=None)
    with sqlite.reading() as session:
        session.execute(select(Person)).all()
        other.execute("BEGIN IMMEDIATE")
        other.execute("ROLLBACK")
    with sqlite.writing() as session:
        session.execute(select(Person)).all()
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")
        assert other.execute("SELECT * FROM people").fetchall() == []
    other.execute("BEGIN IMMEDIATE")
    other.close()
    sqlite.close()


def test_who_writes_at_once_or_not_at_all_does_not_wait(sqlite: Store) -> None:
    look = select(Person)
    with sqlite.writing() as session:
        session.execute(look)
        with pytest.raises(troubles.AWAY), sqlite.writing(at_once=True) as two:
            two.execute(look)
        with sqlite.reading() as other:
            assert other.scalar(text("PRAGMA busy_timeout")) == engine.BUSY_SECONDS * 1000
    with sqlite.writing(at_once=True) as session:
        session.execute(look)
    sqlite.close()


# Both databases


def test_what_is_written_is_there_for_the_next_one_who_opens_the_newsroom(
    newsdesk: Newsdesk, settings: Settings
) -> None:
    newsdesk.opens("Der Gipfel")
    newsdesk.store.close()
    reopened = Store(settings.url)
    with reopened.reading() as session:
        assert coverages.find(session, newsdesk.slug).headline == "Der Gipfel"
    reopened.close()


def test_a_reader_sees_one_moment_however_long_it_looks(newsdesk: Newsdesk) -> None:
    newsdesk.opens()
    newsdesk.publishes("Eins")
    with newsdesk.store.reading() as session:
        coverage_id = coverages.find(session, newsdesk.slug).id
        assert changes.latest(session, coverage_id) == 2
        newsdesk.publishes("Zwei")
        session.expire_all()
        assert changes.latest(session, coverage_id) == 2
        assert len(changes.after(session, coverage_id, 0, limit=10)) == 2
    assert len(newsdesk.reader_log()) == 3


def test_what_is_added_while_reading_is_never_kept(newsdesk: Newsdesk) -> None:
    with newsdesk.store.reading() as session, suppress(DBAPIError):
        people.add(session, name="Niemand", role="editor", now=clock.now())
    with newsdesk.store.reading() as session:
        assert {person.name for person in people.listed(session)} == {
            "Mara",
            "Jonas",
            "Elif",
            "Ada",
        }


def test_a_transaction_that_fails_leaves_nothing_and_nobody_hears_of_it(
    newsdesk: Newsdesk,
) -> None:
    slug = newsdesk.opens().slug
    rung: list[frozenset[Log]] = []
    newsdesk.store.listen(rung.append)

    def write() -> None:
        with newsdesk.store.writing() as session:
            coverage = coverages.find(session, slug, to_write=True)
            posts.publish(session, coverage, text="?", by=newsdesk.jonas, now=clock.now())
            raise Struck

    with pytest.raises(Struck):
        write()
    assert newsdesk.readers_see() == []
    assert len(newsdesk.reader_log()) == 1
    assert rung == []


def test_nobody_hears_of_a_commit_that_fails(newsdesk: Newsdesk) -> None:
    """A reference to nobody is found out by PostgreSQL at once, by SQLite too: at the flush."""
    newsdesk.opens()
    post = newsdesk.publishes("Eins")
    rung: list[frozenset[Log]] = []
    newsdesk.store.listen(rung.append)

    def write() -> None:
        with newsdesk.store.writing() as session:
            coverage = coverages.find(session, newsdesk.slug, to_write=True)
            changes.record(session, coverage, kind="post", object_id=post.id, now=clock.now())
            orphan = Mark(
                coverage_id=coverage.id,
                post_id=post.id,
                kind="pin",
                made_at=clock.now(),
                made_by_id=0,
            )
            session.add(orphan)

    with pytest.raises(IntegrityError):
        write()
    assert rung == []


def test_listeners_hear_after_the_commit_which_logs_have_grown(newsdesk: Newsdesk) -> None:
    coverage = newsdesk.opens()
    heard: list[tuple[frozenset[Log], list[str]]] = []
    newsdesk.store.listen(lambda channels: heard.append((channels, newsdesk.readers_see())))
    newsdesk.publishes("Eins")
    newsdesk.drafts("geheim")
    newsdesk.hires("Neu", "editor")
    assert heard == [
        ({(coverage.id, "reader"), (coverage.id, "desk")}, ["Eins"]),
        ({(coverage.id, "desk")}, ["Eins"]),
    ]


def test_what_is_written_before_a_commit_is_committed_with_it_or_keeps_it_from_happening(
    newsdesk: Newsdesk,
) -> None:
    coverage = newsdesk.opens()
    told: list[frozenset[Log]] = []
    newsdesk.store.listen(told.append)

    def witness(session: Session, logs: frozenset[Log]) -> None:
        assert told == [], "before the listeners"
        session.get_one(Coverage, coverage.id).dateline = str(sorted(logs)[-1][1])

    newsdesk.store.before_commit(witness)
    newsdesk.hires("Neu", "editor")
    assert newsdesk.coverage.dateline != "reader", "no log has grown"
    newsdesk.publishes("Eins")
    assert newsdesk.coverage.dateline == "reader"

    def fail(_session: Session, _logs: frozenset[Log]) -> None:
        raise Struck

    told.clear()
    newsdesk.store.before_commit(fail)
    with pytest.raises(Struck):
        newsdesk.publishes("Zwei")
    assert newsdesk.readers_see() == ["Eins"]
    assert told == []


def test_writers_leave_room_for_readers(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many want to write while nobody can."""
    monkeypatch.setattr(engine, "TURN_SECONDS", 0.01)
    with ExitStack() as places:
        for _ in range(engine.WRITERS):
            places.enter_context(store._place(store._writers, 0))
        for at_once in (False, True):
            with pytest.raises(troubles.AWAY), store.writing(at_once=at_once):
                raise AssertionError("one too many")
        with store.reading() as session:
            assert session.execute(select(Person)).all() == []
    with store.writing() as session:
        assert session.execute(select(Person)).all() == []


def test_writers_queue_and_none_overwrites_another(newsdesk: Newsdesk) -> None:
    slug, writers, turns = newsdesk.opens("0").slug, 4, 5
    gate = threading.Barrier(writers)

    def count() -> None:
        gate.wait(PATIENCE)
        for _ in range(turns):
            with newsdesk.store.writing() as session:
                coverage = coverages.find(session, slug, to_write=True)
                coverage.headline = str(int(coverage.headline) + 1)

    with ThreadPoolExecutor(writers) as pool:
        for counting in [pool.submit(count) for _ in range(writers)]:
            counting.result()
    assert newsdesk.coverage.headline == str(writers * turns)


def test_a_moment_comes_back_as_it_was_in_utc(newsdesk: Newsdesk) -> None:
    anchorage = timezone(timedelta(hours=-8))
    moment = datetime(2025, 8, 15, 11, 32, 1, 234567, tzinfo=anchorage)
    newsdesk.makes(opens_at=moment)
    with newsdesk.store.writing() as session:
        coverages.find(session, newsdesk.slug).opened_at = moment
    coverage = newsdesk.coverage
    assert coverage.opened_at == coverage.opens_at == moment
    assert coverage.opened_at.tzinfo is UTC


def test_a_moment_without_an_offset_cannot_be_stored(newsdesk: Newsdesk) -> None:
    newsdesk.opens()
    naive = datetime(2025, 8, 15, 20, 0)  # noqa: DTZ001
    with newsdesk.store.reading() as session, pytest.raises(StatementError, match="naive"):
        session.execute(select(Coverage).where(Coverage.opens_at == naive))
