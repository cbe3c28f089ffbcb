"""A server that dies in the middle of it, while somebody types."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from playwright.sync_api import expect

from conftest import Editor
from newsdesk import Newsdesk

PATIENCE = 30.0  # seconds


@contextmanager
def _serving(data: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """A newsroom in a process of its own, once it answers; it does not outlive the block."""
    command = [Path(sys.executable).with_name("depesche"), "serve", "--port", str(port)]
    environment = {**os.environ, "DEPESCHE_DATA": str(data), "DEPESCHE_LANGUAGE": "en"}
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) as process:
        try:
            _wait_for(port, process)
            yield process
        finally:
            process.kill()


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < deadline:
        try:
            with closing(HTTPConnection("127.0.0.1", port, timeout=5)) as connection:
                connection.request("GET", "/healthz")
                connection.getresponse().read()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError("the server did not come up")


def test_the_sentence_is_still_there_and_what_was_answered_is_there_once(
    newsdesk: Newsdesk, browsing: Any, tmp_path: Path
) -> None:
    newsdesk.opens(language="en")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url = f"http://localhost:{port}"
    context = browsing()
    with _serving(tmp_path, port) as first:
        secret = newsdesk.signs_in(newsdesk.jonas)
        context.add_cookies([{"name": "depesche", "value": secret, "url": url}])
        jonas = Editor(context.new_page()).sits_at(f"{url}/desk/coverages/{newsdesk.slug}")
        jonas.writes("One.")
        jonas.presses("Control+Enter")
        jonas.is_told("Published")
        jonas.types("Two is half")
        jonas.is_told("Saved at the newsroom")
        jonas.types(" written when the light")
        first.send_signal(signal.SIGKILL)
        first.wait(PATIENCE)
        jonas.types(" goes out.")
        jonas.is_told("The newsroom cannot be reached. Trying again by itself.")
        jonas.presses("Control+Enter")
        jonas.is_told("Your text is kept in this browser. Trying again by itself.")
    with _serving(tmp_path, port):
        jonas.page.evaluate("dispatchEvent(new Event('online'))")
        jonas.is_told("Published")
        expect(jonas.page.locator("[name=text]")).to_have_value("")
    assert newsdesk.readers_see() == ["Two is half written when the light goes out.", "One."]
    assert jonas.errors == []
