"""Claims: who said what, and whether it holds. A quote with a speaker is one, at no cost."""

from typing import Final

from depesche.errors import Circular, DisputantMissing
from depesche.newsroom.dossier.kinds import fields
from depesche.newsroom.dossier.kinds.kind import Facts, Find, Kind, newest_first

KINDS: Final = ("statement", "reading", "warning", "promise", "assessment")
STATUSES: Final = (
    *("reported", "unconfirmed", "confirmed", "disputed", "false", "withdrawn", "superseded"),
)
LENGTH: Final = 2_000
VERBATIM: Final = 20_000


def _check(facts: Facts, key: str, find: Find) -> None:
    if facts["status"] == "disputed" and not (facts["disputed_by"] or facts["evidence"]):
        raise DisputantMissing(field="disputed_by")
    if key in facts["contradicts"]:
        raise Circular(field="contradicts")
    _check_revisions(facts, key, find)


def _check_revisions(facts: Facts, key: str, find: Find) -> None:
    """What revises another comes after it; so no chain of them leads back."""
    revised, seen = facts["revises"], {key}
    while revised:
        if revised in seen:
            raise Circular(field="revises")
        seen.add(revised)
        revised = (find("claim", revised) or {}).get("revises", "")


CLAIM: Final = Kind(
    fields={
        "text": fields.note(limit=LENGTH, is_required=True),
        "verbatim": fields.note(limit=VERBATIM),
        "speaker": fields.owner(),
        "speaker_role": fields.line(),
        "said_at": fields.moment(),
        "said_where": fields.line(),
        "via": fields.line(),
        "kind": fields.one_of(*KINDS, empty="statement"),
        "status": fields.one_of(*STATUSES, empty="reported"),
        "disputed_by": fields.owners(),
        "evidence": fields.links(most=20),
        "contradicts": fields.keys("claim"),
        "revises": fields.key("claim"),
    },
    title="text",
    is_numbered=True,
    tracked=("status", "text"),
    position=newest_first,
    check=_check,
)
