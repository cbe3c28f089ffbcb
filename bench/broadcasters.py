"""Whoever hands a change to many readers: Depesche and what it is measured beside, asked alike.

Each is a server of its own with two crowds: one reader, which shows what a change costs before
anybody has it, and many. All of them hand on the same change, but for its number.
"""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from bench import newsrooms, servers
from bench.connections import Connection
from bench.newsrooms import Program
from bench.peers.nchan import nchan
from bench.readers import Arrival, Readers, readers
from bench.servers import Server

ONE, MANY = "one", "many"
TEXT: Final = "Die Türen sind zu."  # the shortest post: the frame of one is 0.8 KB
LIMIT: Final = "c"
OURS: Final = "depesche"
PACKED: Final = "depesche-gzip"
PEERS: Final = (LIMIT, "nchan", "plain", "sse")  # by these names, in the order of the report

FRAMING: Final = {"nchan", "sse"}  # they make the event of the data themselves

Publish = Callable[[str, int], None]  # to a log, that number
Change = dict[str, Any]


@dataclass
class Broadcaster:
    """A server, its readers, and whoever publishes there."""

    name: str
    server: Server
    readers: Readers
    publish: Publish
    path: str
    newest: dict[str, int]
    numbered_by: str = "id"

    @property
    def is_packed(self) -> bool:
        return self.name == PACKED

    def open(self, log: str, count: int) -> None:
        """Open so many streams on that log."""
        self.readers.open(
            log,
            port=self.server.port,
            path=self.path.format(log=log, newest=self.newest[log]),
            count=count,
            after=self.newest[log],
            numbered_by=self.numbered_by,
            packed=self.is_packed,
        )

    def tell(self, log: str) -> int:
        """Publish a change, and return its number once that is answered."""
        self.newest[log] += 1
        self.readers.expect(log, self.newest[log], since=time.monotonic())
        self.publish(log, self.newest[log])
        return self.newest[log]

    def told(self, log: str) -> Arrival:
        """Publish a change, and wait until the last reader has it."""
        return self.readers.arrived(log, self.tell(log))


@contextmanager
def ours(home: Path, crowd: Path, *, packed: bool = False) -> Iterator[Broadcaster]:
    """`depesche serve` with a post for each change, which goes in through the API."""
    secret = newsrooms.found(home, {ONE: 0, MANY: 0})
    with ExitStack() as open_:
        server = open_.enter_context(servers.depesche(home))
        program = Program(server, secret)
        open_.callback(program.close)
        newest = {log: program.publish(log, text=TEXT) for log in (ONE, MANY)}

        def publish(log: str, number: int) -> None:
            if program.publish(log, text=TEXT) != number:
                raise RuntimeError("a post took more than one line in the log")

        yield Broadcaster(
            PACKED if packed else OURS,
            server,
            open_.enter_context(readers(crowd)),
            publish,
            "/live/{log}/stream?after={newest}",
            newest,
        )


def change_of(broadcaster: Broadcaster) -> Change:
    """The newest change there, as Depesche tells it."""
    connection = Connection(broadcaster.server)
    told = json.loads(connection.ask("GET", f"/live/{ONE}/changes"))
    connection.close()
    change: Change = told["changes"][-1]
    return change


@contextmanager
def peer(home: Path, crowd: Path, name: str, change: Change, streams: int) -> Iterator[Broadcaster]:
    """One of PEERS, which hands on that change. Raises RuntimeError when it is not to be had."""
    with ExitStack() as open_:
        server = open_.enter_context(_server(home, name, streams))
        connection = Connection(server)
        open_.callback(connection.close)
        path = "/publish/{log}" if name == "nchan" else "/{log}"
        form = _data if name in FRAMING else _frame

        def publish(log: str, number: int) -> None:
            connection.ask("POST", path.format(log=log), form(change, number))

        yield Broadcaster(
            name,
            server,
            open_.enter_context(readers(crowd)),
            publish,
            "/{log}",
            dict.fromkeys((ONE, MANY), 0),
            numbered_by="data" if name == "nchan" else "id",  # nchan has ids of its own
        )


def _server(home: Path, name: str, streams: int) -> AbstractContextManager[Server]:
    if name == LIMIT:
        return servers.broadcast(home)
    return nchan(home, streams=streams) if name == "nchan" else servers.peer(home, name)


def _data(change: Change, number: int) -> bytes:
    told = {**change, "sequence": number}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


def _frame(change: Change, number: int) -> bytes:
    return b"id: %d\ndata: %b\n\n" % (number, _data(change, number))
