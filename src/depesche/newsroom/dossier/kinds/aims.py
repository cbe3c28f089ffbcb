"""Aims: what an actor wants, as stated by the actor or as somebody else says."""

from typing import Final

from depesche.errors import OwnerMissing
from depesche.newsroom.dossier.kinds import fields
from depesche.newsroom.dossier.kinds.kind import Facts, Find, Kind

KINDS: Final = ("stated", "attributed")
STATES: Final = ("held", "changed", "dropped")


def _check(facts: Facts, _key: str, _find: Find) -> None:
    """Whoever reads that somebody wants something, reads who says so."""
    if facts["kind"] == "attributed" and not facts["attributed_to"]:
        raise OwnerMissing(field="attributed_to")


AIM: Final = Kind(
    fields={
        "actor": fields.key("actor", is_required=True),
        "text": fields.note(limit=fields.TEXT, is_required=True),
        "kind": fields.one_of(*KINDS, empty="stated"),
        "attributed_to": fields.owner(),
        "since": fields.date(),
        "state": fields.one_of(*STATES, empty="held"),
        "if_then": fields.lines(most=8),
        "scenario": fields.key("scenario"),
    },
    title="text",
    is_numbered=True,
    tracked=("state", "text"),
    parent=lambda facts: str(facts["actor"]),
    check=_check,
)
