"""A newsroom in a file, and back: every table as lines of JSON, and the pictures.

Not the database's own format: one look at the data (a snapshot on either database, for which no
writer waits) is written in the same words for SQLite and PostgreSQL. So a backup of the one can be
restored to the other, and nothing but Depesche is needed for it.
"""

import base64
import json
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import IO, Any
from uuid import UUID

from alembic.util import CommandError
from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Connection,
    Float,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Uuid,
    false,
    func,
    insert,
    inspect,
    literal,
    select,
    text,
)
from sqlalchemy import Table as Columns
from sqlalchemy.exc import StatementError
from sqlalchemy.orm import Session
from sqlalchemy.types import TypeEngine

from depesche import __version__, disk
from depesche.errors import NotBackedUp, NotRestored
from depesche.store import archive, migrate
from depesche.store.archive import Archive, Writer
from depesche.store.engine import APPLICATION, Store
from depesche.store.tables import Table
from depesche.store.types import Instant

FORMAT = "depesche-backup-1"

Progress = Callable[[str, int, int], None]  # what is being carried, how much of it, of how much

_BATCH = 500  # rows
_KINDS: Mapping[str, type[TypeEngine[Any]]] = {
    "instant": Instant,
    "uuid": Uuid,
    "boolean": Boolean,
    "integer": Integer,
    "number": Float,
    "bytes": LargeBinary,
    "json": JSON,
    "text": String,
}
_WRITTEN: Mapping[str, Callable[[Any], Any]] = {
    "instant": datetime.isoformat,
    "uuid": str,
    "bytes": lambda value: base64.b64encode(value).decode(),
}
_READ: Mapping[str, Callable[[Any], Any]] = {
    "instant": datetime.fromisoformat,
    "uuid": UUID,
    "bytes": lambda value: base64.b64decode(value, validate=True),
}


def write(
    store: Store, files: Path, target: Path, *, now: datetime, progress: Progress
) -> list[Path]:
    """The newsroom as it is at this moment, while it works on. Raises NotBackedUp, OSError.

    What is fleeting, such as sign-ins, is left out. Returns what lies among the pictures and is
    none of ours: it is left out, too.
    """
    with store.reading() as session, archive.written(target, now) as writer:
        connection = session.connection()
        revision = migrate.revision(connection)
        if revision != migrate.newest():
            raise NotBackedUp(reason=_other_revision(revision))
        tables = [
            _write_table(connection, table, writer, target, progress)
            for table in Table.metadata.sorted_tables
            if not table.info.get("fleeting")
        ]
        strange = _write_files(files, writer, progress)
        manifest = {"format": FORMAT, "depesche": __version__, "revision": revision}
        writer.close({**manifest, "tables": tables})
    return strange


def _other_revision(revision: str | None) -> str:
    if revision is None:
        return "there is no newsroom in this database yet."
    return "another Depesche wrote this database. Use that one, or start the new server first."


def _write_table(
    connection: Connection, table: Columns, writer: Writer, target: Path, progress: Progress
) -> dict[str, Any]:
    """The table's rows into the archive; what the manifest says about them."""
    kinds = {column.name: kind_of(column) for column in table.columns}
    total = connection.scalar(select(func.count()).select_from(table)) or 0
    told = [_WRITTEN.get(kind, _as_it_is) for kind in kinds.values()]
    done = 0
    with archive.scratch(target) as lines:
        # In the order of the key, so that two backups of the same newsroom are the same.
        inquiry = select(table).order_by(*table.primary_key)
        with connection.execute(inquiry, execution_options={"yield_per": _BATCH}) as rows:
            for row in rows:
                values = [None if v is None else tell(v) for tell, v in zip(told, row, strict=True)]
                lines.write(json.dumps(values, ensure_ascii=False).encode() + b"\n")
                done += 1
                if done % _BATCH == 0 or done == total:
                    progress(table.name, done, total)
        writer.add(_member(table.name), lines)
    return {"name": table.name, "columns": kinds, "rows": total}


def kind_of(column: Column[Any]) -> str:
    """How a backup calls the values of this column. Raises TypeError for what it cannot hold."""
    for kind, known in _KINDS.items():
        if isinstance(column.type, known):
            return kind
    raise TypeError(f"a backup cannot hold {column}: {column.type!r}")


def _as_it_is(value: Any) -> Any:
    return value


def _member(table: str) -> str:
    return f"tables/{table}.jsonl"


def _write_files(files: Path, writer: Writer, progress: Progress) -> list[Path]:
    """The pictures into the archive; what is no picture of ours.

    What is taken away meanwhile is left out: the newsroom wanted it gone.
    """
    found = sorted(_found(files))
    ours = [path for path in found if archive.can_hold(_name(path, files))]
    for done, path in enumerate(ours, start=1):
        try:
            content = path.read_bytes()
        except FileNotFoundError:
            continue
        except OSError as error:
            raise NotBackedUp(reason=f"{path} cannot be read ({error.strerror}).") from error
        writer.add(_name(path, files), BytesIO(content))
        progress("files", done, len(ours))
    return sorted(set(found).difference(ours))


def _found(files: Path) -> Iterator[Path]:
    """All files in there but the hidden ones, which are being written."""
    for path in files.rglob("*"):
        is_hidden = any(part.startswith(".") for part in path.relative_to(files).parts)
        if path.is_file() and not path.is_symlink() and not is_hidden:
            yield path


def _name(path: Path, files: Path) -> str:
    """What the backup calls this file."""
    return f"files/{path.relative_to(files).as_posix()}"


@contextmanager
def restored(
    backup: Archive, store: Store, files: Path, *, progress: Progress
) -> Iterator[Session]:
    """The newsroom of that backup, in the present shape, once the block has ended.

    All of it is one transaction: when anything fails, the database and the directory stay as
    empty as they were. The files have their name just before the database commits: where that
    last step fails, or the power, they stay, and another restore of the same backup takes them as
    its own. The directory is the caller's alone meanwhile. Raises NotRestored.
    """
    _check(backup.manifest)
    arriving = files.with_name(f".{files.name}.restoring")
    try:
        is_placed = _is_placed(backup, files)
        with store.engine.execution_options(depesche_writing=True).begin() as connection:
            _clear(connection)
            _fill(connection, backup, progress)
            with Session(connection) as session:
                yield session
                session.flush()
                if not is_placed:
                    _place(backup, files, arriving, progress)
                session.commit()
    except StatementError as error:
        said = " ".join(str(error.orig).split())
        raise NotRestored(reason=f"the database refused it ({said}).") from error
    except OSError as error:
        where = error.filename or files
        raise NotRestored(reason=f"{where} cannot be used ({error.strerror}).") from error
    finally:
        shutil.rmtree(arriving, ignore_errors=True)


def _check(manifest: dict[str, Any]) -> None:
    """Raises NotRestored unless it says what `write` says."""
    if manifest.get("format") != FORMAT:
        raise NotRestored(reason="a newer Depesche wrote this backup. Use that one, or newer.")
    tables = manifest.get("tables")
    is_told = isinstance(manifest.get("revision"), str) and isinstance(tables, list)
    if not is_told or not all(map(_is_table, tables or ())):
        raise NotRestored(reason="this backup is damaged: its manifest cannot be read.")


def _is_table(told: object) -> bool:
    match told:
        case {"name": str(), "columns": dict() as kinds, "rows": int()}:
            return all(isinstance(kind, str) and kind in _KINDS for kind in kinds.values())
    return False


def _is_placed(backup: Archive, files: Path) -> bool:
    """Whether a restore of this backup has got as far as that. Raises NotRestored for others."""
    if not files.exists() or not any(files.iterdir()):
        return False
    there = {_name(path, files): path for path in files.rglob("*") if not path.is_dir()}
    if there.keys() != set(backup.files()) or not all(map(backup.is_like, there, there.values())):
        raise NotRestored(reason=f"{files} holds files already. Restore into an empty directory.")
    return True


def _clear(connection: Connection) -> None:
    """Take the tables of an empty newsroom away. Raises NotRestored where anything is in them."""
    if connection.dialect.name == "postgresql" and _is_in_use(connection):
        reason = "a Depesche is still connected to this database. Stop every server first."
        raise NotRestored(reason=reason)
    there, known = set(inspect(connection).get_table_names()), Table.metadata.sorted_tables
    if there - {table.name for table in known} - {"alembic_version"}:
        raise NotRestored(reason="this database holds tables of something else. Name an empty one.")
    for table in reversed(known):
        if table.name not in there:
            continue
        if connection.scalar(select(literal(1)).select_from(table).limit(1)):
            reason = "this database holds a newsroom already. Restore into an empty one."
            raise NotRestored(reason=reason)
        table.drop(connection)
    connection.execute(text("DROP TABLE IF EXISTS alembic_version"))


def _is_in_use(connection: Connection) -> bool:
    asked = text(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
        " AND pid <> pg_backend_pid() AND application_name = :name"
    )
    return bool(connection.scalar(asked, {"name": APPLICATION}))


def _fill(connection: Connection, backup: Archive, progress: Progress) -> None:
    """The tables of back then with their rows, then the migrations that came later."""
    try:
        migrate.upgrade(connection, str(backup.manifest["revision"]))
    except CommandError as error:
        reason = "a newer Depesche wrote this backup. Use that one, or newer."
        raise NotRestored(reason=reason) from error
    for told in backup.manifest["tables"]:
        try:
            _fill_table(connection, backup, told, progress)
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            reason = f"its table {told['name']} cannot be read."
            raise NotRestored(reason=reason) from error
    migrate.upgrade(connection)


def _fill_table(
    connection: Connection, backup: Archive, told: dict[str, Any], progress: Progress
) -> None:
    name, kinds, total = told["name"], told["columns"], told["rows"]
    table = Columns(name, MetaData(), *(Column(c, _KINDS[k]) for c, k in kinds.items()))
    done = 0
    with backup.open(_member(name)) as lines:
        for batch in _batches(lines, kinds):
            connection.execute(insert(table), batch)
            done += len(batch)
            progress(name, done, total)
    if done != total:
        raise ValueError(f"{done} rows instead of {total}")
    if connection.dialect.name == "postgresql" and kinds.get("id") == "integer":
        _count_on(connection, table)


def _batches(lines: IO[bytes], kinds: Mapping[str, str]) -> Iterator[list[dict[str, Any]]]:
    heard = [(column, _READ.get(kind, _as_it_is)) for column, kind in kinds.items()]
    while batch := list(islice(lines, _BATCH)):
        yield [
            {c: None if v is None else hear(v) for (c, hear), v in zip(heard, row, strict=True)}
            for row in map(json.loads, batch)
        ]


def _count_on(connection: Connection, table: Columns) -> None:
    """Let PostgreSQL's next id be one that is free."""
    serial = func.pg_get_serial_sequence(table.name, "id")
    following = func.coalesce(func.max(table.c.id), 0) + 1
    connection.execute(select(func.setval(serial, following, false())).select_from(table))


def _place(backup: Archive, files: Path, arriving: Path, progress: Progress) -> None:
    """The files into a directory of their own, flushed to the disk; then it has its name."""
    if arriving.exists():  # a restore was killed
        shutil.rmtree(arriving)
    disk.make(arriving)
    names = backup.files()
    for done, name in enumerate(names, start=1):
        path = arriving / name.removeprefix("files/")
        disk.make(path.parent)
        path.touch(mode=0o600, exist_ok=False)
        with backup.open(name) as content, path.open("wb") as file:
            shutil.copyfileobj(content, file)
            file.flush()
            os.fsync(file.fileno())
        progress("files", done, len(names))
    for folder in sorted({(arriving / name.removeprefix("files/")).parent for name in names}):
        disk.flush(folder)
    arriving.replace(files)
    disk.flush(files.parent)
