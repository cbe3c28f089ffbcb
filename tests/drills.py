"""How long a drill is: short at every push, at full length with `bin/test --long`."""

import os
from dataclasses import dataclass

LONG = bool(os.environ.get("DEPESCHE_TEST_LONG"))


@dataclass(frozen=True)
class Drills:
    """Numbers that a test asks for instead of writing them down."""

    histories: int = 10  # random histories per database
    verbs: int = 30  # random verbs in each of them, at most
    posts: int = 25  # per writer, where many write at once
    kills: int = 2  # of a server, while it is written to
    published: int = 40  # posts meanwhile, one after the other

    @classmethod
    def at_length(cls) -> "Drills":
        """Those of this run."""
        return cls(60, 60, 200, kills=12, published=300) if LONG else cls()
