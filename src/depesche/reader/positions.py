"""Positions in addresses: next to which post, or which object of a dossier, more is wanted."""

import re
from typing import Final

from depesche.errors import NotFound

# Longer than any that our pages write. What is kept by its address may hold it, so it has an end.
_POSITION: Final = re.compile(r"[\w:/-]{1,80}", re.ASCII)


def position(value: str | None) -> str | None:
    """A position as it comes in an address. Raises NotFound where it is none."""
    if value is not None and not _POSITION.fullmatch(value):
        raise NotFound
    return value


def next_to(before: str | None, after: str | None) -> tuple[str | None, str | None]:
    """Before which position, or after which; where both are given, before it. Raises NotFound."""
    older, newer = position(before), position(after)
    return older, None if older else newer
