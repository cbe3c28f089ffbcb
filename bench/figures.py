"""Figures as they are told: a median, and how far the rounds lie apart."""

import statistics
from collections.abc import Iterable
from typing import Any, NamedTuple

Row = dict[str, Any]  # one measurement of one round, as it is kept in the results


class Figure(NamedTuple):
    """A median with the lowest and the highest round."""

    median: float
    low: float
    high: float


def figure(values: Iterable[float]) -> Figure:
    """The figure of one value per round; there is at least one."""
    known = list(values)
    return Figure(statistics.median(known), min(known), max(known))


def where(rows: Iterable[Row], **wanted: object) -> list[Row]:
    """The rows of which all of that is true, in their order."""
    return [row for row in rows if all(row[name] == value for name, value in wanted.items())]


def ratios(rows: list[Row], others: list[Row], name: str) -> Figure:
    """The one beside the other within each round, so that a slow round is slow for both."""
    beside = {row["round"]: row[name] for row in others}
    return figure(row[name] / beside[row["round"]] for row in rows)


def digits(value: float) -> str:
    """Three digits that count: 0.0213, 1.32, 47.1, 1,582."""
    if value == 0 or abs(value) >= 100:
        return f"{value:,.0f}"
    decimals = 2 if abs(value) >= 1 else 3
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.{decimals}f}"
