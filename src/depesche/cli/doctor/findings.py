"""What was found, as `depesche doctor` shows it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from depesche.settings import Settings

State = Literal["well", "beware", "ill"]


@dataclass(frozen=True)
class Finding:
    """What was looked at, how it is, and what to do where it is not well."""

    about: str
    state: State
    found: str
    todo: str = ""


Check = Callable[[Settings], Iterator[Finding]]
