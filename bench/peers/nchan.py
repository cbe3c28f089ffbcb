"""nginx with nchan: what most people reach for who have many readers of one stream, written in C.

One worker, which keeps the newest changes in memory, as nchan does by itself.
"""

import getpass
import os
import re
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bench import machine
from bench.peers.files import program
from bench.servers import PATIENCE, Server, free_port, running

TEMPLATES: Final = Path(__file__).parents[1] / "templates"


@contextmanager
def nchan(home: Path, *, streams: int) -> Iterator[Server]:
    """nginx with room for so many streams, `GET /NAME`; its worker, which does all the work.

    Raises RuntimeError when nginx or nchan is not installed.
    """
    port = free_port()
    configuration = home / "nginx.conf"
    configuration.write_text(_configuration(home, port, streams), "utf-8")
    command = [program(), "-p", str(home), "-e", str(home / "error.log"), "-c", str(configuration)]
    with running(command, home / "nginx.log", {}, pinned=True, port=port) as master:
        worker = _worker(master.pid)
        machine.pin(worker, machine.SERVERS)
        yield Server(worker, port)


def _configuration(home: Path, port: int, streams: int) -> str:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        undefined=StrictUndefined,
        trim_blocks=True,
        autoescape=False,
    )
    return environment.get_template("nchan.conf").render(
        home=home,
        port=port,
        module=_module(),
        connections=2 * streams + machine.SPARE,  # with few left, nginx ends idle ones
        user=getpass.getuser() if os.getuid() == 0 else None,
    )


def _module() -> Path:
    told = subprocess.run([program(), "-V"], capture_output=True, text=True, check=True).stderr
    found = re.search(r"--modules-path=(\S+)", told)
    module = Path(found[1] if found else "/usr/lib/nginx/modules") / "ngx_nchan_module.so"
    if not module.exists():
        raise RuntimeError("nchan is missing: bin/bench installs it")
    return module


def _worker(master: int) -> int:
    """The child that answers."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        children = Path(f"/proc/{master}/task/{master}/children").read_text("utf-8").split()
        if children:
            return int(children[0])
        time.sleep(0.02)
    raise RuntimeError("nginx has no worker")
