"""The outlook: how likely the ways are in which it may end, and whether that can be.

Likelihoods that contradict one another are shown, and it is said that they do.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from depesche.newsroom.dossier.kinds import scenarios
from depesche.newsroom.dossier.readers import cards
from depesche.newsroom.dossier.readers.book import Book, Ref

SCENARIOS: Final = 12  # of a set, in a chart

Likelihood = Mapping[str, Any]  # low, high, words, author, at


@dataclass(frozen=True)
class Way:
    """One scenario with its likelihoods, oldest first."""

    ref: Ref
    likelihoods: Sequence[Likelihood]


@dataclass(frozen=True)
class Set:
    """Scenarios of which one will come, or those without a set.

    `sum` are the ends of what their newest likelihoods come to, in per cent, where that cannot be
    true; `brier` is known once it is over.
    """

    name: str
    ways: Sequence[Way]
    sum: tuple[int, int] | None
    brier: float | None
    outcome: Sequence[Ref]


def outlook(book: Book) -> list[Set]:
    """All sets, in the order of their first scenarios."""
    standing = book.of_kind("scenario", "standing")
    book.opened(standing)
    sets = defaultdict(list)
    for one in standing:
        sets[one.facts["set"]].append(one)
    return [_set(book, name, members) for name, members in sets.items()]


def _set(book: Book, name: str, members: Sequence[Any]) -> Set:
    ways = [
        Way(ref, cards.likelihoods(book, one))
        for one in members[:SCENARIOS]
        if (ref := book.ref("scenario", one.key))
    ]
    shown = [scenarios.shown(one.facts) for one in members]
    came = [one.key for one in members if one.facts["outcome"] == "happened"]
    return Set(
        name,
        ways,
        None if came or not name else scenarios.impossible(shown),
        scenarios.brier((one.facts, one.history) for one in members),
        [ref for key in came if (ref := book.ref("scenario", key))],
    )
