"""All kinds of objects that a dossier holds."""

from collections.abc import Mapping
from typing import Final

from depesche.newsroom.dossier.actors import ACTOR
from depesche.newsroom.dossier.aims import AIM
from depesche.newsroom.dossier.claims import CLAIM
from depesche.newsroom.dossier.issues import ISSUE
from depesche.newsroom.dossier.kind import Kind
from depesche.newsroom.dossier.places import PLACE
from depesche.newsroom.dossier.positions import POSITION
from depesche.newsroom.dossier.questions import QUESTION
from depesche.newsroom.dossier.scenarios import SCENARIO
from depesche.newsroom.dossier.timeline import ENTRY

KINDS: Final[Mapping[str, Kind]] = {
    "actor": ACTOR,
    "issue": ISSUE,
    "aim": AIM,
    "position": POSITION,
    "claim": CLAIM,
    "place": PLACE,
    "entry": ENTRY,
    "scenario": SCENARIO,
    "question": QUESTION,
}

# What dossier.json calls the lists of each kind.
PLURALS: Final[Mapping[str, str]] = {
    "actor": "actors",
    "issue": "issues",
    "aim": "aims",
    "position": "positions",
    "claim": "claims",
    "place": "places",
    "entry": "timeline",
    "scenario": "scenarios",
    "question": "questions",
}

NAMING: Final = tuple(name for name, kind in KINDS.items() if kind.named_by)
