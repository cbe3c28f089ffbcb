"""`depesche doctor`: what is well, what is not, and what to do about it."""

import asyncio
import json
import os
import pwd
import re
import shutil
import ssl
import stat
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Annotated, Final, Literal
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import typer
import uvicorn
import uvloop
from sqlalchemy import Connection, text
from starlette.types import Receive, Scope, Send

from depesche import __version__, clock
from depesche import settings as environment
from depesche.cli import certificates, console, descriptors
from depesche.cli.newsroom import Data, looking, place
from depesche.errors import NotReady
from depesche.settings import Settings
from depesche.store import lock, migrate
from depesche.store.engine import Store
from depesche.web import trial

State = Literal["well", "beware", "ill"]

SIGNS: Final[dict[State, str]] = {"well": "✓", "beware": "!", "ill": "✗"}

ROOM: Final = 1024  # MiB that ought to be free
LITTLE_ROOM: Final = 100
AGE: Final = 2 * 365  # days after which time zones are old
APART: Final = 2.0  # seconds that two clocks may differ
EXPIRING: Final = 14  # days before its end at which a certificate ought to have been renewed
PATIENCE: Final = 5.0  # seconds for our own public address
_NETWORKED: Final = {
    "nfs",
    "nfs4",
    "cifs",
    "smb3",
    "smbfs",
    "fuse.sshfs",
    "9p",
    "glusterfs",
    "ceph",
}


@dataclass(frozen=True)
class Finding:
    """What was looked at, how it is, and what to do where it is not well."""

    about: str
    state: State
    found: str
    todo: str = ""


Check = Callable[[Settings], Iterator[Finding]]


def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="For programs: one JSON list.")] = False,
    data: Data = None,
) -> None:
    """Look whether everything is as it should be, and say what to do. Changes nothing."""
    settings = environment.load(data=data)
    findings = [finding for check in CHECKS for finding in check(settings)]
    if as_json:
        console.say(json.dumps([asdict(finding) for finding in findings], ensure_ascii=False))
    else:
        _show(findings)
    if any(finding.state == "ill" for finding in findings):
        raise typer.Exit(1)


def _show(findings: list[Finding]) -> None:
    for finding in findings:
        console.say(f"{SIGNS[finding.state]} {finding.about}: {finding.found}")
        if finding.todo:
            console.say(f"    {finding.todo}")


def _version(_settings: Settings) -> Iterator[Finding]:
    python = ".".join(map(str, sys.version_info[:3]))
    yield Finding("depesche", "well", f"{__version__} on Python {python}")


def _directory(settings: Settings) -> Iterator[Finding]:
    data = settings.data.absolute()
    if not data.is_dir():
        todo = "Name the right one with --data or DEPESCHE_DATA, or start the server: it makes it."
        yield Finding("directory", "ill", f"{data} is no directory", todo)
        return
    there = data.stat()
    wide = stat.S_IMODE(there.st_mode) & 0o077
    if wide:
        found = f"{data} can be entered by other accounts"
        yield Finding("directory", "beware", found, f"chmod 700 {data}")
    else:
        yield Finding("directory", "well", f"{data}, for the account {_owner(there)} alone")
    yield from _private(settings.sqlite_file)
    kind = _file_system(data)
    if kind in _NETWORKED and settings.database_url is None:
        todo = "SQLite needs a local disk. Move the directory to one, or use PostgreSQL."
        yield Finding("disk", "ill", f"{data} is on {kind}, over the network", todo)
    yield _room(data)


def _owner(there: os.stat_result) -> str:
    """The account's name; its number where it has none any more."""
    try:
        return pwd.getpwuid(there.st_uid).pw_name
    except KeyError:
        return str(there.st_uid)


def _private(file: Path) -> Iterator[Finding]:
    for part in (file, file.with_name(f"{file.name}-wal")):
        if part.exists() and stat.S_IMODE(part.stat().st_mode) & 0o077:
            yield Finding("file", "beware", f"{part} can be read by others", f"chmod 600 {part}")


def _room(data: Path) -> Finding:
    free = shutil.disk_usage(data).free // 2**20
    found = f"{free:,} MiB free"
    if free < LITTLE_ROOM:
        return Finding("disk", "ill", found, "Make room now: a full disk stops publishing.")
    if free < ROOM:
        return Finding("disk", "beware", found, "Make room soon: a full disk stops publishing.")
    return Finding("disk", "well", found)


def _file_system(data: Path) -> str:
    """The kind of file system, as Linux calls it; empty where there is no telling."""
    mounts = Path("/proc/mounts")
    if not mounts.exists():
        return ""
    found = [line.split()[1:3] for line in mounts.read_text("utf-8").splitlines()]
    under = [(where, kind) for where, kind in found if data.is_relative_to(where)]
    return max(under, key=lambda mount: len(mount[0]), default=("", ""))[1]


def _database(settings: Settings) -> Iterator[Finding]:
    if settings.database_url is None and not settings.sqlite_file.is_file():
        todo = "Start the server: it makes the database. Or restore a backup."
        yield Finding("database", "beware", f"{settings.sqlite_file} is not there yet", todo)
        return
    try:
        with looking(settings) as store:
            yield from _inside(store, settings)
    except NotReady as error:
        todo = "Start the database, or look at DEPESCHE_DATABASE_URL and at the account's rights."
        yield Finding("database", "ill", str(error.facts["reason"]), todo)


def _inside(store: Store, settings: Settings) -> Iterator[Finding]:
    with store.reading() as session:
        connection = session.connection()
        yield Finding("database", "well", f"{place(settings)} answers, {_server(connection)}")
        there, newest = migrate.revision(connection), migrate.newest()
        yield _migrations(there, newest)
        if there == newest:
            yield _schema(migrate.deviations(connection))
        if connection.dialect.name == "postgresql":
            theirs = connection.scalar(text("SELECT clock_timestamp()"))
            yield _clocks(theirs)
        else:
            yield from _sqlite(connection)


def _server(connection: Connection) -> str:
    dialect = connection.dialect
    numbers = ".".join(map(str, dialect.server_version_info or ()))
    return f"{'SQLite' if dialect.name == 'sqlite' else 'PostgreSQL'} {numbers}"


def _migrations(there: str | None, newest: str | None) -> Finding:
    if there == newest:
        return Finding("migrations", "well", f"up to date ({there})")
    if there is None:
        return Finding("migrations", "beware", "none has run", "Start the server: it runs them.")
    todo = "Restart the server with this version: it runs them. Make a backup with the old one."
    return Finding("migrations", "beware", f"at {there}, this version wants {newest}", todo)


def _schema(deviations: list[str]) -> Finding:
    if not deviations:
        return Finding("tables", "well", "as this version makes them")
    found = f"not as this version makes them: {', '.join(sorted(set(deviations)))}"
    todo = "Somebody changed them by hand. Make a backup, and restore it into an empty place."
    return Finding("tables", "ill", found, todo)


def _clocks(theirs: datetime | None) -> Finding:
    apart = abs((clock.wall() - (theirs or clock.wall())).total_seconds())
    found = f"{apart:.1f} s from the database's clock"
    if apart <= APART:
        return Finding("clock", "well", found)
    return Finding("clock", "ill", found, "Run chrony or systemd-timesyncd on both machines.")


def _sqlite(connection: Connection) -> Iterator[Finding]:
    found = str(connection.scalar(text("PRAGMA quick_check(1)")))
    mode = connection.scalar(text("PRAGMA journal_mode"))
    if found == "ok":
        yield Finding("integrity", "well", "quick_check finds nothing")
    else:
        todo = "Stop the server, keep a copy of the directory, and restore the newest backup."
        yield Finding("integrity", "ill", found.splitlines()[0], todo)
    if mode != "wal":
        todo = "Start the server once; if it stays so, the disk does not allow it. Use a local one."
        yield Finding("write-ahead log", "beware", f"the journal mode is {mode}", todo)


def _clock(_settings: Settings) -> Iterator[Finding]:
    sign = Path("/run/systemd/timesync/synchronized")
    if sign.exists():
        yield Finding("clock", "well", f"{clock.wall():%Y-%m-%d %H:%M:%S} UTC, set by timesyncd")
    elif clock.wall() < datetime(2025, 1, 1, tzinfo=UTC):
        found = f"{clock.wall():%Y-%m-%d %H:%M} UTC cannot be true"
        yield Finding("clock", "ill", found, "Set the clock. Openings go by it.")
    else:
        found = f"{clock.wall():%Y-%m-%d %H:%M:%S} UTC; who sets it cannot be seen from here"
        todo = "See that chrony or systemd-timesyncd runs (timedatectl): openings go by this clock."
        yield Finding("clock", "beware", found, todo)


def _zones(_settings: Settings) -> Iterator[Finding]:
    try:
        ZoneInfo("Europe/Kyiv")
        edition = version("tzdata")
    except (ZoneInfoNotFoundError, PackageNotFoundError):
        todo = "Install Depesche anew: the package tzdata is missing or old."
        yield Finding("time zones", "ill", "Europe/Kyiv is not known", todo)
        return
    year = int(re.findall(r"\d{4}", edition)[0])
    if (clock.wall() - datetime(year, 1, 1, tzinfo=UTC)).days > AGE:
        todo = "pip install --upgrade tzdata, then restart the server."
        yield Finding("time zones", "beware", f"tzdata {edition} is old", todo)
    else:
        yield Finding("time zones", "well", f"tzdata {edition}")


def _limits(settings: Settings) -> Iterator[Finding]:
    """The server raises its own limit as far as it may."""
    allowed, wanted = descriptors.allowed(), descriptors.wanted(settings.max_streams)
    found = f"{allowed:,} open files allowed to this shell, {wanted:,} wanted for "
    found += f"{settings.max_streams:,} streams"
    if allowed >= wanted:
        yield Finding("open files", "well", found)
    else:
        found += f"; from here there would be {descriptors.streams(settings.max_streams):,}"
        todo = (
            f"LimitNOFILE={wanted} in the unit (or ulimit -n), or a smaller DEPESCHE_MAX_STREAMS."
        )
        yield Finding("open files", "beware", found, todo)


def _delivery(settings: Settings) -> Iterator[Finding]:
    """The way that streams take, tried as the server tries it when it starts."""
    if settings.delivery == "plain":
        yield Finding("delivery", "well", "streams are plain ASGI, as DEPESCHE_DELIVERY says")
        return
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        misfit = runner.run(trial.misfit(uvicorn.Config(_nobody, log_config=None, lifespan="off")))
    if misfit:
        found = f"the hook does not fit: {misfit}. Streams are plain ASGI, and ten times as heavy"
        todo = "pip install --force-reinstall depesche brings the versions that fit. Then restart."
        yield Finding("delivery", "beware", found, todo)
    else:
        yield Finding("delivery", "well", "streams are handed to their connections")


async def _nobody(_scope: Scope, _receive: Receive, _send: Send) -> None:
    """The app of a server that is only tried."""


def _server_runs(settings: Settings) -> Iterator[Finding]:
    if settings.database_url is not None or not settings.data.is_dir():
        return
    holder = lock.holder(settings.data.absolute())
    if holder is None:
        yield Finding("server", "beware", "none runs in this directory", "depesche serve")
    else:
        yield Finding("server", "well", f"runs{f', process {holder}' if holder else ''}")


def _public(settings: Settings) -> Iterator[Finding]:
    """Ask the public address as a reader would."""
    where = urlsplit(settings.public_url)
    here = where.hostname in {"localhost", "127.0.0.1", "::1"}
    if "public_url" not in settings.model_fields_set:
        todo = "Set it to the https address that readers use."
        yield Finding("public address", "beware", "DEPESCHE_PUBLIC_URL is not set", todo)
        return
    if where.scheme != "https" and not here:
        todo = "Use https: without it the desk's cookie can be stolen on its way."
        yield Finding("public address", "ill", f"{settings.public_url} is not https", todo)
    yield _answers(settings)
    if not here and not settings.trusted_proxies:
        todo = "If a proxy stands in front, DEPESCHE_TRUSTED_PROXIES=127.0.0.1 (its address): else"
        todo += " limits on signing in hit everybody at once."
        yield Finding("proxy", "beware", "no proxy is trusted to say who asks", todo)


def _certificate(settings: Settings) -> Iterator[Finding]:
    """The one that the server speaks https with, where no proxy does."""
    file, renew = settings.tls_certificate, "Renew it, and restart the server."
    host = urlsplit(settings.public_url).hostname
    known = host if "public_url" in settings.model_fields_set else None
    try:
        server = certificates.encryption(settings)
        if file is None or server is None:
            return
        days = (certificates.expiry(file, server, host=known) - clock.wall()).days
    except NotReady as error:
        todo = "Without both the server does not start."
        yield Finding("certificate", "ill", str(error.facts["reason"]), todo)
    except ssl.SSLCertVerificationError as error:
        found = f"{file}: {error.verify_message.rstrip('.')}"
        yield Finding("certificate", "ill", found, f"Browsers warn of it. {renew}")
    else:
        state: State = "well" if days >= EXPIRING else "beware"
        found = f"{file} is good for {days:,} days"
        yield Finding("certificate", state, found, renew if days < EXPIRING else "")


def _answers(settings: Settings) -> Finding:
    asked = f"{settings.public_url}/healthz?ready"
    try:
        request = Request(asked, headers={"User-Agent": "depesche-doctor"})  # noqa: S310 - http(s)
        with urlopen(request, timeout=PATIENCE) as answer:  # noqa: S310
            said = answer.read(100)
    except HTTPError as error:
        todo = "Look at the server's log, and whether the proxy passes everything on."
        return Finding("public address", "ill", f"{asked} answers {error.code}", todo)
    except (URLError, OSError, ValueError) as error:
        reason = getattr(error, "reason", error)
        todo = "Start the server; then look at the name, the certificate and the proxy."
        return Finding("public address", "beware", f"{asked} is out of reach ({reason})", todo)
    if said.strip() == b"ready":
        return Finding("public address", "well", f"{settings.public_url} leads here")
    todo = "Something else answers at that address. Look at the proxy's server_name."
    return Finding("public address", "ill", f"{asked} is not Depesche", todo)


CHECKS: Final[tuple[Check, ...]] = (
    *(_version, _directory, _database, _clock, _zones, _limits, _delivery, _server_runs),
    *(_certificate, _public),
)
