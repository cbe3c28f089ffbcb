"""What does a reader cost who opens the page, and one who asks whether there is news?

Asked of Depesche, and of an nginx that has the very same bytes as files: the readers' page, plain
and compressed, the page that a browser has already (304), a poll that finds nothing new, and that
poll answered by 304. Connections are kept, and ask again as soon as they are answered. A round
asks each server for each of them once, shuffled, on the same core.
"""

import json
import random
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Any, Final

from bench import machine, newsrooms, servers
from bench.asking import Asker
from bench.figures import Row, figure, ratios, where
from bench.lengths import Length
from bench.peers import files
from bench.peers.files import File
from bench.servers import PATIENCE, Server

SLUG: Final = "pages"
POSTS: Final = 100  # a page is full, and there are older ones
GZIP: Final = "Accept-Encoding: gzip"
KINDS: Final = ("page", "page, gzip", "page, 304", "poll", "poll, 304")
PAGE, POLL = f"/live/{SLUG}", f"/live/{SLUG}/changes?after="


@dataclass(frozen=True)
class Cell:
    """One thing to ask one server for, and the status that is right."""

    peer: str
    kind: str
    server: Server
    path: str
    headers: tuple[str, ...]
    status: int


@dataclass(frozen=True)
class Answer:
    """One answer: the head, and the body."""

    headers: dict[str, str]
    body: bytes


def ask(length: Length, home: Path) -> dict[str, Any]:
    """`rows`: one per round, server and kind. `compressed`: whether Depesche compresses pages."""
    asker = Asker(home)
    newsrooms.found(home / "depesche", {SLUG: POSTS})
    with machine.pinned(machine.CLIENTS), servers.depesche(home / "depesche") as ours:
        poll = POLL + str(_newest(ours))
        found = {"page": _answer(ours, PAGE), "poll": _answer(ours, poll)}
        served = [_file(name, answer) for name, answer in found.items()]
        (home / "nginx").mkdir(mode=0o711)
        with files.files(home / "nginx", served) as nginx:
            cells = [
                *_cells("depesche", ours, {"page": PAGE, "poll": poll}),
                *_cells("nginx", nginx, {"page": "/page", "poll": "/poll"}),
            ]
            rows = [*_rounds(length, asker, cells)]
        compressed = "Content-Encoding" in _answer(ours, PAGE, GZIP).headers
    return {"rows": rows, "compressed": compressed}


def answer(asked: dict[str, Any]) -> list[Row]:
    """Per kind: processor time of one answer, and its times, each beside nginx."""
    return [_summed_up(where(asked["rows"], kind=kind)) for kind in KINDS]


def _summed_up(rows: list[Row]) -> Row:
    ours, nginx = where(rows, peer="depesche"), where(rows, peer="nginx")
    told: Row = {
        "kind": ours[0]["kind"],
        "rounds": len(ours),
        "bytes": ours[-1]["bytes"],
        "nginx_bytes": nginx[-1]["bytes"],
        "processor_ratio": ratios(ours, nginx, "processor"),
    }
    for name in ("processor", "p50", "p99", "a_second"):
        told[name] = figure(row[name] for row in ours)
        told[f"nginx_{name}"] = figure(row[name] for row in nginx)
    return told


def _rounds(length: Length, asker: Asker, cells: list[Cell]) -> Iterator[Row]:
    for cell in cells:
        _measured(asker, cell, length.asking)  # whatever happens only once
    for number in length.counted():
        for cell in random.sample(cells, len(cells)):
            yield {"round": number, **_measured(asker, cell, length.asking)}


def _measured(asker: Asker, cell: Cell, seconds: float) -> Row:
    before = cell.server.cost
    answers = asker.ask(cell.server, cell.path, cell.headers, seconds=seconds)
    cost = cell.server.cost - before
    if answers.statuses != {str(cell.status): answers.requests}:
        raise RuntimeError(f"{cell.peer}, {cell.kind}: {answers.statuses} instead of {cell.status}")
    return {
        "peer": cell.peer,
        "kind": cell.kind,
        "requests": answers.requests,
        "bytes": answers.bytes / answers.requests,
        "a_second": answers.requests / answers.seconds,
        "processor": cost / answers.requests,
        "p50": answers.p50,
        "p99": answers.p99,
    }


def _cells(peer: str, server: Server, paths: dict[str, str]) -> Iterator[Cell]:
    page, poll = paths["page"], paths["poll"]
    yield Cell(peer, "page", server, page, (), 200)
    yield Cell(peer, "page, gzip", server, page, (GZIP,), 200)
    yield Cell(peer, "page, 304", server, page, _known(server, page), 304)
    yield Cell(peer, "poll", server, poll, (), 200)
    yield Cell(peer, "poll, 304", server, poll, _known(server, poll), 304)


def _known(server: Server, path: str) -> tuple[str]:
    return (f"If-None-Match: {_answer(server, path).headers['ETag']}",)


def _file(name: str, answer: Answer) -> File:
    media_type = answer.headers["Content-Type"]
    return File(name, answer.body, media_type, files.beside(answer.headers))


def _newest(server: Server) -> int:
    return int(json.loads(_answer(server, POLL + "999999999").body)["sequence"])


def _answer(server: Server, path: str, *headers: str) -> Answer:
    with closing(HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE)) as connection:
        connection.request("GET", path, headers=dict(line.split(": ", 1) for line in headers))
        came = connection.getresponse()
        body = came.read()
    if came.status != 200:
        raise RuntimeError(f"{path} was answered with {came.status}")
    return Answer({name.title().replace("Etag", "ETag"): v for name, v in came.getheaders()}, body)
