"""Places: where it happens, why that matters, and how exactly it may be shown."""

from typing import Any, Final

from depesche.errors import CoordinatesMissing
from depesche.newsroom.dossier.kinds import fields
from depesche.newsroom.dossier.kinds.kind import Facts, Find, Kind

PRECISIONS: Final = ("exact", "city", "region", "hidden")


def shown_on_map(facts: Facts) -> bool:
    """Whether readers may be told where it is."""
    return facts["latitude"] is not None and facts["precision"] != "hidden"


def for_readers(facts: Facts) -> dict[str, Any]:
    """The facts without those that never leave the desk."""
    if facts["precision"] != "hidden":
        return dict(facts)
    return {**facts, "latitude": None, "longitude": None, "area": "", "zone": ""}


def _check(facts: Facts, _key: str, _find: Find) -> None:
    if (facts["latitude"] is None) != (facts["longitude"] is None):
        raise CoordinatesMissing(field="longitude")


PLACE: Final = Kind(
    fields={
        "name": fields.line(is_required=True),
        "aliases": fields.lines(most=fields.NAMES),
        "latitude": fields.number(-90, 90),
        "longitude": fields.number(-180, 180),
        "area": fields.line(),
        "precision": fields.one_of(*PRECISIONS, empty="city"),
        "status_note": fields.line(),
        "why": fields.note(),
        "zone": fields.zone(),
    },
    title="name",
    named_by=("name", "aliases"),
    check=_check,
)
