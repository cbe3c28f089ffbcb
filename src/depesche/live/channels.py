"""Channels: who gets the same bytes.

All readers of a coverage do. At its desk, where a row speaks the language of whoever sits there,
all of one language do.
"""

from collections.abc import Iterable
from typing import Literal

from depesche.newsroom import words
from depesche.store.engine import Log

Channel = tuple[int, Literal["reader"]] | tuple[int, Literal["desk"], str]


def reader(coverage_id: int) -> Channel:
    """Where the readers of a coverage are."""
    return coverage_id, "reader"


def desk(coverage_id: int, language: str) -> Channel:
    """Where those at the desk of a coverage are who read that language."""
    return coverage_id, "desk", language


def following(logs: Iterable[Log]) -> frozenset[Channel]:
    """The channels on which these logs are told."""
    return frozenset(
        channel
        for coverage_id, audience in logs
        for channel in (
            [reader(coverage_id)]
            if audience == "reader"
            else [desk(coverage_id, language) for language in words.LANGUAGES]
        )
    )
