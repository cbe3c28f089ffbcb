"""Readers who hear what a hub hands them, and logs that grow when a test says so."""

import asyncio
import threading
import time
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

from depesche.live import frames
from depesche.live.channels import Channel
from depesche.live.frames import Frame
from depesche.live.hub import WHOLE, Hub, Said, Take

PATIENCE = 10.0
SUMMIT: Channel = (1, "reader")
ELECTION: Channel = (2, "reader")


def run(test: Coroutine[Any, Any, None]) -> None:
    """Play it, on a loop that has nothing to complain of."""
    complaints: list[Any] = []

    async def play() -> None:
        asyncio.get_running_loop().set_exception_handler(lambda _, told: complaints.append(told))
        await asyncio.wait_for(test, 2 * PATIENCE)

    asyncio.run(play())
    assert not complaints


async def until(condition: Callable[[], object]) -> None:
    """Wait until that is so."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, "it did not come about"
        await asyncio.sleep(0.002)


def frame(number: int, about: str = "", words: str = "") -> Frame:
    """The log's line of that number; about an object of its own unless one is named."""
    return frames.frame(
        {
            "sequence": number,
            "at": "2025-08-15T18:00:00.000+00:00",
            "kind": "post",
            "id": about or str(number),
            "verb": "put",
            "html": words,
        }
    )


class Reader:
    """A stream that takes everything, in one of the three forms."""

    def __init__(self, form: int = WHOLE) -> None:
        self.form = form
        self.heard: list[Any] = []  # of WHOLE what was said, else bytes
        self.is_hung_up_on = False

    def take(self, what: Any) -> None:
        if self.form == WHOLE:
            self.heard.extend(what)
        else:
            self.heard.append(what)

    def hang_up(self) -> None:
        self.is_hung_up_on = True

    @property
    def numbers(self) -> list[int]:
        """Those of the frames among what was heard."""
        return [one.sequence for one in self.heard if isinstance(one, Frame)]

    async def hears(self, *numbers: int) -> None:
        """Wait for as many frames; these they are."""
        await until(lambda: len(self.numbers) >= len(numbers))
        assert self.numbers == [*numbers]


def listening(
    hub: Hub, channel: Channel = SUMMIT, *, form: int = WHOLE, take: Take | None = None
) -> Reader:
    """A reader who has joined and is live."""
    reader = Reader(form)
    hub.join(channel, reader)
    hub.go_live(channel, reader, take or reader.take)
    return reader


class Log:
    """Logs in which an object's former lines lose their words once it changes again.

    They count how often they are read, and can be slow or away.
    """

    def __init__(self) -> None:
        self.lines: dict[Channel, list[Frame]] = {SUMMIT: [], ELECTION: []}
        self.readings: list[tuple[Channel, int, int]] = []  # after a number, at most so many
        self.openings: list[Channel] = []
        self.errors: list[Exception] = []  # that the next readings end with
        self.on_read: Callable[[Channel], None] = lambda _: None
        self._lock = threading.Lock()

    def grows(self, channel: Channel = SUMMIT, by: int = 1, *, about: str = "") -> None:
        for _ in range(by):
            lines = self.lines[channel]
            line = frame(len(lines) + 1, about, f"words {len(lines) + 1}")
            lines[:] = [old.superseded() if old.about == line.about else old for old in lines]
            lines.append(line)

    def read(self, channel: Channel, after: int, limit: int) -> Sequence[Frame]:
        with self._lock:
            self.readings.append((channel, after, limit))
        self.on_read(channel)
        if self.errors:
            raise self.errors.pop(0)
        return self.lines[channel][after : after + limit]

    def latest(self, channel: Channel) -> int:
        with self._lock:
            self.openings.append(channel)
        if self.errors:
            raise self.errors.pop(0)
        return len(self.lines[channel])

    def told(self, after: int, channel: Channel = SUMMIT) -> list[bytes]:
        """What it tells now of what came after a number."""
        return [line.forms[frames.PLAIN] for line in self.lines[channel][after:]]


def said(told: Sequence[Said] | None) -> list[bytes]:
    """The words as they go out."""
    assert told is not None
    return [one.forms[frames.PLAIN] for one in told]
