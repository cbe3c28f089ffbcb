"""Positions: where an actor stands on an issue, as said there and then.

They are only added to. A new one takes the place of the one before it in its cell, which stays
citable; so the cell shows the newest, when it was taken, and how often it has changed.
"""

from typing import Final

from depesche.errors import BasisMissing, Circular, OtherCell, PositionSuperseded
from depesche.newsroom.dossier.kinds import fields
from depesche.newsroom.dossier.kinds.kind import Facts, Find, Kind, newest_first

STANCES: Final = (
    *("supports", "conditional", "opposes", "rejects", "undeclared", "contradictory"),
)


def cell(actor: str, issue: str) -> str:
    """The name of a cell of the matrix."""
    return f"{actor}/{issue}"


def _check(facts: Facts, key: str, find: Find) -> None:
    if not (facts["posts"] or facts["claims"]):
        raise BasisMissing(field="claims")
    _check_chain(facts, key, find)


def _check_chain(facts: Facts, key: str, find: Find) -> None:
    """What it supersedes is of the same cell, and nothing else has superseded that."""
    former = facts["supersedes"] and find("position", facts["supersedes"])
    if not former:
        return
    if facts["supersedes"] == key or former["supersedes"] == key:
        raise Circular(field="supersedes")
    if (former["actor"], former["issue"]) != (facts["actor"], facts["issue"]):
        raise OtherCell(field="supersedes")
    if former["superseded_by"] not in {"", key}:
        raise PositionSuperseded(key=facts["supersedes"], by=former["superseded_by"])


POSITION: Final = Kind(
    fields={
        "actor": fields.key("actor", is_required=True),
        "issue": fields.key("issue", is_required=True),
        "stance": fields.one_of(*STANCES, is_required=True),
        "wording": fields.note(limit=fields.TEXT),
        "from": fields.date(),
        "claims": fields.keys("claim", carry=True),
        "supersedes": fields.key("position"),
        "superseded_by": fields.key("position"),
    },
    title="wording",
    is_numbered=True,
    parent=lambda facts: cell(facts["actor"], facts["issue"]),
    position=newest_first,
    check=_check,
)
