"""A window of any browser: as little of it as a story needs that is told in all of them."""

import json
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from playwright.sync_api import Browser

PATIENCE = 20.0  # seconds; only what goes wrong takes that long
MISSING = (
    "{} is missing: bin/test installs it, or type apt-get install -y --no-install-recommends {}"
)


class Window(Protocol):
    """What every browser can do."""

    def open(self, url: str) -> None:
        """Go there, and be there."""

    def evaluate(self, expression: str) -> Any:
        """What that comes to in the page: something that JSON can say."""

    def click(self, selector: str) -> None:
        """As a pointer does it, in the middle of the first of these."""

    def errors(self) -> list[str]:
        """What went wrong in the scripts of all pages so far."""


class Chromium:
    """The window that most stories are told in: here to show that a story itself holds."""

    def __init__(self, browser: Browser) -> None:
        self._page = browser.new_page()
        self._errors: list[str] = []
        self._page.on("pageerror", lambda error: self._errors.append(str(error)))

    def open(self, url: str) -> None:
        self._page.goto(url)

    def evaluate(self, expression: str) -> Any:
        return json.loads(self._page.evaluate(as_text(expression)))

    def click(self, selector: str) -> None:
        self._page.locator(selector).first.click()

    def errors(self) -> list[str]:
        return self._errors

    def close(self) -> None:
        self._page.close()


class Reader:
    """Somebody in front of a window, who looks again until what must come has come."""

    def __init__(self, window: Window, url: str) -> None:
        self.window = window
        window.open(url)

    def follows(self) -> "Reader":
        """The page has its stream, and is told what comes from now on."""
        self.awaits("document.querySelector('live-coverage').dataset.connection === 'open'")
        return self

    def sees(self, text: str, *, on: str = "main") -> None:
        """The text is there, or comes by itself."""
        self.awaits(f"{_words(on)}.includes({json.dumps(text)})")

    def sees_no(self, text: str, *, on: str = "main") -> None:
        """The text is not, or goes away by itself."""
        self.awaits(f"!{_words(on)}.includes({json.dumps(text)})")

    def headlines(self) -> list[str]:
        """The headlines of the ticker, from the top."""
        found: list[str] = self.window.evaluate(
            "[...document.querySelectorAll('.posts h3')].map((headline) => headline.innerText)"
        )
        return found

    def top_of(self, selector: str) -> float:
        """Where on the screen the first of these begins, in pixels."""
        found: float = self.window.evaluate(
            f"document.querySelector({json.dumps(selector)}).getBoundingClientRect().top"
        )
        return found

    def awaits(self, condition: str) -> None:
        """That comes about in the page."""
        until(lambda: self.window.evaluate(f"Boolean({condition})"), condition)


class Outside:
    """Where a browser is led that wants more than the loopback: nobody answers, but it is noted."""

    def __init__(self) -> None:
        self._door = socket.create_server(("127.0.0.1", 0))
        self._door.settimeout(0)
        self.port: int = self._door.getsockname()[1]

    def wanted(self) -> list[str]:
        """What was asked for since the last time: the first line of each request."""
        found: list[str] = []
        while True:
            try:
                knocking, _ = self._door.accept()
            except BlockingIOError:
                return found
            with knocking:
                knocking.settimeout(1)
                found.append(knocking.recv(1_000).partition(b"\r\n")[0].decode("latin-1"))

    def close(self) -> None:
        self._door.close()


@contextmanager
def running(
    command: Sequence[str], home: Path, environment: Mapping[str, str], *, log: Path
) -> Iterator["subprocess.Popen[bytes]"]:
    """A program and all that it starts, gone when the block ends; `home` is all it knows of us."""
    with log.open("wb") as said:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            env={"PATH": os.environ["PATH"], "HOME": str(home), "LANG": "C.UTF-8", **environment},
            start_new_session=True,
        )
    try:
        yield process
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def until(condition: Callable[[], Any], told: object) -> Any:
    """What the condition comes to once it comes to something; AssertionError if it never does."""
    deadline = time.monotonic() + PATIENCE
    while not (found := condition()):
        assert time.monotonic() < deadline, f"never came about: {told}"
        time.sleep(0.05)
    return found


def as_text(expression: str) -> str:
    """The same expression as JSON, which every browser hands over alike."""
    return f"JSON.stringify({expression}) ?? 'null'"


def _words(selector: str) -> str:
    """The words in the first of these, if it is to be seen."""
    chosen = f"document.querySelector({json.dumps(selector)})"
    return f"({chosen}?.checkVisibility() ? {chosen}.textContent : '')"
