"""The timeline: background entries are prepared, key posts stand on it by themselves.

A count such as "for the first time in seven years" is never typed as a number: `count` is a
sentence with `{years}` in it, and the years are counted from `when` to the day of the coverage.
"""

from typing import Final

from depesche.errors import CountNeedsAnchor
from depesche.newsroom.dossier import edtf
from depesche.newsroom.dossier.kinds import fields
from depesche.newsroom.dossier.kinds.kind import Facts, Find, Kind

KINDS: Final = ("background", "today", "scheduled")
STATES: Final = ("expected", "confirmed", "moved", "cancelled")
YEARS: Final = "{years}"

_MIRRORED: Final = str.maketrans("0123456789", "9876543210")


def position(when: str) -> str:
    """The place among the entries of a date in EDTF: what was earlier stands first."""
    return edtf.sort_key(edtf.read(when)).translate(_MIRRORED)


def _check(facts: Facts, _key: str, _find: Find) -> None:
    if YEARS not in facts["count"]:
        return
    anchor = edtf.read(facts["when"])
    if edtf.years_since(anchor, anchor.earliest) is None:
        raise CountNeedsAnchor(field="count")


ENTRY: Final = Kind(
    fields={
        "title": fields.line(is_required=True),
        "text": fields.note(),
        "when": fields.date(is_required=True),
        "kind": fields.one_of(*KINDS, empty="background"),
        "state": fields.one_of(*STATES, empty="confirmed"),
        "count": fields.line(),
        "place": fields.key("place"),
    },
    title="title",
    tracked=("when", "state"),
    position=lambda facts, made: f"{position(facts['when'])}-{9_999_999_999 - made:010d}",
    check=_check,
)
