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
    streams: tuple[int, ...]
    deliveries: int  # per fan-out cell of a round, about
    posts: tuple[int, ...]  # in the coverages that grow
    requests: int  # per cell of a round
    published: int  # posts per cell of a round
    flushes: int
    names: tuple[int, int]  # that a text is matched against
    objects: int  # of a dossier
    asking: float  # seconds of questions per cell of a round

    def counted(self) -> Iterator[int]:
        """The rounds, 0, 1, 2 … At least one, and none begins after the time is up."""
        deadline = time.monotonic() + self.seconds
        for number in range(self.rounds):
            if number and time.monotonic() > deadline:
                return
            yield number


SMALLEST: Final = Length(
    name="smallest",
    rounds=1,
    seconds=5,
    streams=(1, 20),
    deliveries=60,
    posts=(3, 10),
    requests=2,
    published=3,
    flushes=20,
    names=(10, 100),
    objects=40,
    asking=0.05,
)
QUICK: Final = Length(
    name="quick",
    rounds=3,
    seconds=12,
    streams=(1, 100, 1_000),
    deliveries=2_000,
    posts=(10, 100, 1_000),
    requests=10,
    published=40,
    flushes=100,
    names=(10, 10_000),
    objects=2_000,
    asking=0.4,
)
FULL: Final = Length(
    name="full",
    rounds=15,
    seconds=60,
    streams=(1, 100, 1_000, 5_000),
    deliveries=5_000,
    posts=(10, 100, 1_000, 10_000),
    requests=20,
    published=100,
    flushes=300,
    names=(10, 10_000),
    objects=2_000,
    asking=1.0,
)
LENGTHS: Final = {length.name: length for length in (SMALLEST, QUICK, FULL)}
