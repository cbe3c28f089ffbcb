"""nginx with files: what a server costs that has nothing to make, and is written in C.

One process, set up as Debian does, but without a log of who asked: that would cost it more. What
Depesche says in its head beside what nginx says by itself, it says here, too.
"""

import gzip
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bench import servers
from bench.servers import Server

TEMPLATES: Final = Path(__file__).parents[1] / "templates"
BY_ITSELF: Final = frozenset(
    ("connection", "content-encoding", "content-length", "content-type", "date", "etag", "server")
)


@dataclass(frozen=True)
class File:
    """What is served under that name, with headers beside those that nginx has by itself."""

    name: str
    content: bytes
    media_type: str
    headers: Mapping[str, str]


@contextmanager
def files(home: Path, served: Sequence[File]) -> Iterator[Server]:
    """nginx on that directory, on the core for what is measured."""
    for file in served:
        (home / file.name).write_bytes(file.content)
        (home / f"{file.name}.gz").write_bytes(gzip.compress(file.content, mtime=0))
    port = servers.free_port()
    configuration = home / "nginx.conf"
    configuration.write_text(_configuration(home, port, served), "utf-8")
    command = [program(), "-p", str(home), "-c", str(configuration)]
    with servers.running(command, home / "said.log", {}, pinned=True, port=port) as server:
        yield server


def program() -> str:
    """Where nginx is. Raises RuntimeError when it is not installed."""
    found = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if found is None:
        raise RuntimeError("nginx is missing: bin/bench installs it")
    return found


def beside(headers: Mapping[str, str]) -> dict[str, str]:
    """The headers that nginx has to be told."""
    return {name: value for name, value in headers.items() if name.lower() not in BY_ITSELF}


def _configuration(home: Path, port: int, served: Sequence[File]) -> str:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        undefined=StrictUndefined,
        trim_blocks=True,
        autoescape=False,
    )
    return environment.get_template("files.conf").render(home=home, port=port, files=served)
