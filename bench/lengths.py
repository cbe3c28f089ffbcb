"""How long a run is: counts, and the seconds after which no question begins another round."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Length:
    """The numbers that a question asks for instead of writing them down."""

    name: str
    rounds: int
    seconds: float  # per question
    streams: tuple[int, ...]  # 1,000,000 is as many as may be open
    fanning: float  # seconds for each of them
    deliveries: int  # per fan-out cell of a round, about
    paced: int  # changes, two a second, per fan-out cell of a round
    posts: tuple[int, ...]  # in the coverages that grow
    requests: int  # per cell of a round
    published: int  # posts per cell of a round
    flushes: int
    names: tuple[int, int]  # that a text is matched against
    objects: int  # of a dossier
    asking: float  # seconds of questions per cell of a round
    crowd: int  # streams that are cut off, and that are there at the end
    beside: int  # other streams while a browser looks
    shown: int  # posts to it
    stalled: int  # readers that never read

    def counted(self, *, seconds: float | None = None) -> Iterator[int]:
        """The rounds, 0, 1, 2 … At least one, and none begins after the time is up."""
        deadline = time.monotonic() + (self.seconds if seconds is None else seconds)
        for number in range(self.rounds):
            if number and time.monotonic() > deadline:
                return
            yield number


SMALLEST: Final = Length(
    name="smallest",
    rounds=1,
    seconds=5,
    streams=(20,),
    fanning=5,
    deliveries=60,
    paced=2,
    posts=(5, 10),
    requests=2,
    published=3,
    flushes=20,
    names=(10, 100),
    objects=40,
    asking=0.05,
    crowd=20,
    beside=20,
    shown=3,
    stalled=3,
)
QUICK: Final = Length(
    name="quick",
    rounds=3,
    seconds=12,
    streams=(1_000, 10_000),
    fanning=20,
    deliveries=20_000,
    paced=3,
    posts=(10, 100, 1_000),
    requests=10,
    published=40,
    flushes=100,
    names=(10, 10_000),
    objects=2_000,
    asking=0.4,
    crowd=2_000,
    beside=1_000,
    shown=30,
    stalled=100,
)
FULL: Final = Length(
    name="full",
    rounds=15,
    seconds=60,
    streams=(1_000, 10_000, 1_000_000),
    fanning=120,
    deliveries=50_000,
    paced=6,
    posts=(10, 100, 1_000, 10_000),
    requests=20,
    published=100,
    flushes=300,
    names=(10, 10_000),
    objects=2_000,
    asking=1.0,
    crowd=10_000,
    beside=5_000,
    shown=200,
    stalled=100,
)
LENGTHS: Final = {length.name: length for length in (SMALLEST, QUICK, FULL)}
