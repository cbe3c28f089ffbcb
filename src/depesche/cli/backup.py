"""`depesche backup` and `depesche restore`: a newsroom in one file, and back."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn

from depesche import clock
from depesche import settings as environment
from depesche.cli import console, ending
from depesche.cli.newsroom import Data, check_there, looking, prepare, untouched, where
from depesche.errors import NotBackedUp
from depesche.newsroom import changes
from depesche.store import archive, backups, lock

File = Annotated[Path, typer.Argument(metavar="FILE", help="The backup, a tar file.")]


def backup(
    file: File,
    force: Annotated[bool, typer.Option("--force", help="Replace FILE if it is there.")] = False,
    data: Data = None,
) -> None:
    """Write a backup, while the server runs: all coverages, accounts and pictures, one FILE."""
    settings = environment.load(data=data)
    if file.exists() and not force:
        raise NotBackedUp(reason=f"{file} is there already. Name another one, or add --force.")
    check_there(settings)
    ending.tidily()
    with looking(settings) as store, _shown() as progress, _complaining(file):
        strange = backups.write(store, settings.files, file, now=clock.wall(), progress=progress)
    for path in strange:
        told = os.fsencode(path).decode(errors="replace")
        console.explain(f"{told} is no picture of Depesche's and was left out.")
    console.say(f"{file} is written, {_size(file)}: the newsroom in {where(settings)}.")
    console.say("It holds passwords' hashes: keep it safe.")


def restore(file: File, data: Data = None) -> None:
    """Bring a backup back, into a directory and a database that hold nothing yet."""
    settings = environment.load(data=data)
    with archive.opened(file) as whole:
        prepare(settings)
        ending.tidily()
        with (
            lock.held(settings.data.absolute()),  # on PostgreSQL, too: pictures come in here
            untouched(settings) as store,
            _shown() as progress,
            backups.restored(whole, store, settings.files, progress=progress) as session,
        ):
            changes.begin_editions(session)
        made_at = whole.made_at.isoformat()
    console.say(f"The newsroom of {made_at} is back, in {where(settings)}.")
    console.explain("Everybody has to sign in again. Open pages will fetch themselves anew.")


@contextmanager
def _complaining(file: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise NotBackedUp(reason=f"{file} cannot be written ({error.strerror}).") from error


@contextmanager
def _shown() -> Iterator[backups.Progress]:
    """How far it is, on a terminal; into a pipe nothing."""
    columns: tuple[Any, ...] = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    there = console.explanations
    with Progress(*columns, console=there, transient=True, disable=not there.is_terminal) as bars:
        tasks: dict[str, TaskID] = {}

        def tell(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = bars.add_task(what, total=total)
            bars.update(tasks[what], completed=done)

        yield tell


def _size(file: Path) -> str:
    size = float(file.stat().st_size)
    for unit in ("bytes", "KiB", "MiB"):
        if size < 1024:
            return f"{size:.0f} {unit}" if unit == "bytes" else f"{size:.1f} {unit}"
        size /= 1024
    return f"{size:.1f} GiB"
