"""Scenarios: how it may end. A likelihood always has a named author and two people behind it.

Whoever sets one proposes it; a second person confirms it, and only then is it shown. All of them
stay. Once the outcome is known, the Brier score says how good they were (Brier, G. W., 1950,
"Verification of forecasts expressed in terms of probability", Monthly Weather Review 78, 1–3):
the mean of (p - o)², with p the middle of a range and o 1 for what happened, else 0.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final

from depesche.errors import AuthorMissing, LikelihoodOutOfRange
from depesche.newsroom import words
from depesche.newsroom.dossier.kinds import fields
from depesche.newsroom.dossier.kinds.kind import Facts, Kind

OUTCOMES: Final = ("happened", "did_not_happen", "unclear")
SHIFTS: Final = ("+", "-", "")

SCENARIO: Final = Kind(
    fields={
        "label": fields.line(is_required=True),
        "text": fields.note(),
        "set": fields.line(limit=words.SLUG),
        "is_other": fields.flag(),
        "counts_for": fields.lines(most=10),
        "counts_against": fields.lines(most=10),
        "resolution_rule": fields.note(),
        "depends_on": fields.keys("claim"),
        "valued_by": fields.valuations(most=10),
        "outcome": fields.one_of(*OUTCOMES),
    },
    title="label",
    tracked=("outcome",),
)


def likelihood(*, low: Any, high: Any, words_: str, author: Any) -> dict[str, Any]:
    """A likelihood as it is written down: per cent from 1 to 99, words, and whose it is.

    Raises LikelihoodOutOfRange, AuthorMissing, TooLong.
    """
    if not _is_share(low) or not _is_share(high) or low > high:
        raise LikelihoodOutOfRange(field="low")
    whose = fields.owner().check(author, "author")
    if whose is None:
        raise AuthorMissing(field="author")
    said = words.line(words_, "words", required=True)
    return {"low": low, "high": high, "words": said, "author": whose}


def all_(facts: Facts) -> list[dict[str, Any]]:
    """All likelihoods, oldest first."""
    return list(facts.get("likelihoods", ()))


def shown(facts: Facts) -> list[dict[str, Any]]:
    """The likelihoods that a second person has confirmed, in the order in which they were."""
    confirmed = [one for one in all_(facts) if one.get("confirmed_at")]
    return sorted(confirmed, key=_confirmed_at)


def _confirmed_at(likelihood: Facts) -> datetime:
    return datetime.fromisoformat(likelihood["confirmed_at"])


def pending(facts: Facts) -> list[dict[str, Any]]:
    """Those that still wait for a second person."""
    return [one for one in all_(facts) if not one.get("confirmed_at")]


def middle(likelihood: Facts) -> float:
    """The middle of the range, in per cent."""
    return float(likelihood["low"] + likelihood["high"]) / 2


def impossible(likelihoods: Sequence[Sequence[Facts]]) -> tuple[int, int] | None:
    """What the newest likelihoods of a set come to, in per cent, where no hundred lies between.

    They are given by scenario, oldest first. Where one has none, they can still be too much.
    """
    newest = [of_one[-1] for of_one in likelihoods if of_one]
    least, most = (sum(int(one[end]) for one in newest) for end in ("low", "high"))
    is_too_little = 0 < len(newest) == len(likelihoods) and most < 100
    return (least, most) if least > 100 or is_too_little else None


def is_over(facts: Facts) -> bool:
    """Whether it is known that it happened, or that it did not."""
    return facts["outcome"] in {"happened", "did_not_happen"}


def foreseen(facts: Facts, history: Sequence[Facts]) -> list[dict[str, Any]]:
    """Of what is over, the likelihoods that had been confirmed before it was known how.

    `history` has the outcomes so far and since when, the oldest first.
    """
    known = [one for one in history if is_over(one)]
    if not (is_over(facts) and known):
        return []
    since = datetime.fromisoformat(known[0]["at"])
    return [one for one in shown(facts) if _confirmed_at(one) <= since]


def brier(scenarios: Iterable[tuple[Facts, Sequence[Facts]]]) -> float | None:
    """The score of a resolved set from 0 (right and sure) to 1; None while it is not resolved.

    Each scenario comes with its history.
    """
    parts = [
        (middle(before[-1]) / 100 - (facts["outcome"] == "happened")) ** 2
        for facts, history in scenarios
        if (before := foreseen(facts, history))
    ]
    return round(sum(parts) / len(parts), 3) if parts else None


def _is_share(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= 99
