"""Random comings and goings while somebody publishes: in the end everybody has everything once.

Every seed is another evening. Some readers stay, some are cut off again and again, some never read
for a while and are hung up on. All of them come back with the last number they saw, as pages do.
"""

import random
import string
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from fastapi import FastAPI

from depesche.live import backlog
from depesche.settings import Settings
from depesche.web import streams
from drills import LONG
from newsdesk import Newsdesk
from serving import PATIENCE, Stream, serving

EVENINGS = 20 if LONG else 2
READERS, DOZERS = 12, 3
POSTS = 40
LONG_TEXT = 14_000  # characters
LITTLE = 4096  # bytes


class Reader:
    """Somebody's page: it remembers the numbers it was told, and comes back after them."""

    def __init__(self, url: str, chance: random.Random, *, packed: bool) -> None:
        self.numbers: list[int] = []
        self.hung_up = 0
        self._url = url
        self._chance = chance
        self._packed = packed

    def reads(self, *, until: Callable[[], int | None]) -> None:
        """Until the evening has ended and everything has been told."""
        deadline = time.monotonic() + 3 * PATIENCE
        while (last := until()) is None or self.seen < last:
            assert time.monotonic() < deadline, f"only {self.seen} of {last}"
            self._visits()

    @property
    def seen(self) -> int:
        return self.numbers[-1] if self.numbers else 1

    def _visits(self) -> None:
        """Take a few events, then go; or doze, and wake up to whatever is left of the stream."""
        stays, dozes = self._chance.randint(1, 25), self._chance.random() < 0.3
        with Stream(
            self._url, after=1, last_event_id=self.seen, packed=self._packed, patience=PATIENCE
        ) as stream:
            assert stream.status == 200
            if dozes:
                time.sleep(self._chance.uniform(0.05, 0.4))
            for _ in range(stays):
                event = stream.event()
                if event is None:
                    self.hung_up += 1
                    return
                self._takes(event)

    def _takes(self, event: Any) -> None:
        assert event.name in {"message", "heartbeat"}, event
        if event.name == "message":
            assert int(event.id) == event.content["sequence"]
            self.numbers.append(event.content["sequence"])
        else:
            assert event.content["sequence"] == self.seen, "told of what was not delivered"


class Dozer(Reader):
    """Does not take anything for as long as it takes to be hung up on, once; then reads on."""

    def reads(self, *, until: Callable[[], int | None]) -> None:
        with Stream(self._url, after=1, packed=self._packed, buffer=LITTLE) as stream:
            while until() is None:
                time.sleep(0.05)
            while (event := stream.event()) is not None:
                self._takes(event)
                if self.seen == until():
                    break
            else:
                self.hung_up += 1
        super().reads(until=until)


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Hearts beat fast here: a sign of life can come in between wherever there is a between."""
    return settings.model_copy(update={"heartbeat": 0.02})


@pytest.fixture
def site(app: FastAPI, newsdesk: Newsdesk) -> Iterator[str]:
    newsdesk.opens(slug="gipfel")
    with serving(app, send_buffer=LITTLE) as url:
        yield url


@pytest.mark.parametrize("seed", range(EVENINGS))
def test_whoever_comes_and_goes_has_every_number_once_and_in_order(
    site: str, newsdesk: Newsdesk, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    chance = random.Random(seed)
    monkeypatch.setattr(streams, "SEND_BUFFER", LITTLE)
    monkeypatch.setattr(streams, "HIGH", 64 * 1024)
    monkeypatch.setattr(streams, "PART", 3)
    monkeypatch.setattr(backlog, "BACKLOG", 12)
    url = f"{site}/live/gipfel/stream"
    kinds = [Dozer] * DOZERS + [Reader] * (READERS - DOZERS)
    readers = [
        kind(url, random.Random(chance.random()), packed=n % 2 == 0) for n, kind in enumerate(kinds)
    ]
    last: int | None = None
    over = threading.Event()

    with ThreadPoolExecutor(READERS) as people:
        reading = [people.submit(reader.reads, until=lambda: last) for reader in readers]
        for n in range(POSTS):
            post = newsdesk.publishes(long(chance) if chance.random() < 0.6 else f"Kurz {n}")
            if chance.random() < 0.2:
                newsdesk.amends(post, f"Anders {n}")
            over.wait(chance.uniform(0, 0.03))
        last = newsdesk.coverage.sequence
        for one in reading:
            one.result(5 * PATIENCE)

    for reader in readers:
        assert reader.numbers == list(range(2, last + 1))
    assert all(reader.hung_up for reader in readers[:DOZERS]), "who does not read is hung up on"


def long(chance: random.Random) -> str:
    """A text of which gzip makes little less."""
    return "".join(chance.choices(string.ascii_letters + " ", k=LONG_TEXT))
