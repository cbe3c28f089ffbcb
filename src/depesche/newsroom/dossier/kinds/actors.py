"""Actors: persons, states, organisations and groups that want, say and do something."""

from typing import Final

from depesche.errors import Circular
from depesche.newsroom.dossier.kinds import fields
from depesche.newsroom.dossier.kinds.kind import Facts, Find, Kind

TYPES: Final = ("person", "state", "organisation", "group")
PRESENCES: Final = ("present", "invited", "not_invited", "absent", "affected")


def _check(facts: Facts, key: str, find: Find) -> None:
    """Nobody is their own voice, not even by way of others."""
    speaks_for, seen = facts["voice_of"], {key}
    while speaks_for:
        if speaks_for in seen:
            raise Circular(field="voice_of")
        seen.add(speaks_for)
        speaks_for = (find("actor", speaks_for) or {}).get("voice_of", "")


ACTOR: Final = Kind(
    fields={
        "name": fields.line(is_required=True),
        "short_name": fields.line(),
        "aliases": fields.lines(most=fields.NAMES),
        "type": fields.one_of(*TYPES, empty="person"),
        "role": fields.line(),
        "voice_of": fields.key("actor"),
        "presence": fields.one_of(*PRESENCES),
        "same_as": fields.links(most=5),
    },
    title="name",
    named_by=("name", "short_name", "aliases"),
    check=_check,
)
