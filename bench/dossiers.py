"""A dossier to measure beside: made of acts, as an evening would have left them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from sqlalchemy import insert

from depesche import clock, settings
from depesche.newsroom import coverages, keys
from depesche.newsroom.dossier import rebuilding
from depesche.newsroom.dossier.kinds import KINDS
from depesche.newsroom.models import Act
from depesche.store.engine import Store

Told = tuple[str, str, dict[str, Any]]  # kind, key, fields

_SHARES: Final = {  # of the objects, in per cent
    "actor": 10, "issue": 5, "place": 5, "entry": 5, "question": 5, "claim": 40, "position": 30,
}  # fmt: skip
_STANCES: Final = ("supports", "conditional", "opposes", "rejects")


def prepare(home: Path, secret: str, slug: str, objects: int) -> None:
    """Give the coverage a dossier of that many objects: its acts are written, then it is made."""
    store = Store(settings.load(data=home).url)
    try:
        with store.writing() as session:
            coverage = coverages.find(session, slug, to_write=True)
            by, now = keys.token(session, secret).person, clock.now()
            rows = [
                {
                    "coverage_id": coverage.id,
                    "number": coverage.acts + number,
                    "at": now,
                    "by_id": by.id,
                    "post_id": None,
                    "kind": kind,
                    "key": key,
                    "verb": "put",
                    "facts": {**KINDS[kind].empty(), **fields},
                }
                for number, (kind, key, fields) in enumerate(_told(objects), start=1)
            ]
            session.execute(insert(Act), rows)
            coverage.acts += len(rows)
            status, coverage.status = coverage.status, "draft"  # nobody reads yet, or is told
            rebuilding.rebuild(session, coverage, now=now)
            coverage.status = status
    finally:
        store.close()


def _told(objects: int) -> Iterator[Told]:
    counts = {kind: max(1, objects * share // 100) for kind, share in _SHARES.items()}
    for kind, count in counts.items():
        for number in range(count):
            fields = _fields(kind, number, counts)
            yield kind, f"bench-{number}", fields


def _fields(kind: str, number: int, counts: dict[str, int]) -> dict[str, Any]:
    actor, issue = f"bench-{number % counts['actor']}", f"bench-{number % counts['issue']}"
    stance, claims = _STANCES[number % 4], [f"bench-{number}"]
    every: dict[str, dict[str, Any]] = {
        "actor": {
            "name": f"Anna Müller{number}",
            "aliases": [f"die Chefin von Werk{number}", f"Müller{number}"],
        },
        "issue": {"label": f"Vorhaben{number}"},
        "place": {"name": f"Ort{number}", "latitude": number % 60, "longitude": number % 90},
        "entry": {"title": f"Treffen {number}", "when": f"{1900 + number % 120}"},
        "question": {"text": f"Was wird aus Vorhaben{number}?"},
        "claim": {"text": f"Alles im Plan, zum {number}. Mal.", "speaker": {"actor": actor}},
        "position": {"actor": actor, "issue": issue, "stance": stance, "claims": claims},
    }
    return every[kind]
