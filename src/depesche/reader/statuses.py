"""What readers are told has become of a claim, in a word."""

from collections.abc import Mapping
from typing import Any

from depesche.web.rooms import Rooms


def spoken(house: Rooms, language: str) -> Mapping[str, str]:
    """The words for all statuses of claims in that language."""
    words: Any = house.templates.words("dossier/_words.html", language)
    statuses: Mapping[str, str] = words.STATUSES
    return statuses
