"""All kinds of objects that a dossier holds."""

from collections.abc import Mapping
from typing import Final

from depesche.newsroom.dossier.kinds.actors import ACTOR
from depesche.newsroom.dossier.kinds.aims import AIM
from depesche.newsroom.dossier.kinds.claims import CLAIM
from depesche.newsroom.dossier.kinds.issues import ISSUE
from depesche.newsroom.dossier.kinds.kind import Kind
from depesche.newsroom.dossier.kinds.places import PLACE
from depesche.newsroom.dossier.kinds.positions import POSITION
from depesche.newsroom.dossier.kinds.questions import QUESTION
from depesche.newsroom.dossier.kinds.scenarios import SCENARIO
from depesche.newsroom.dossier.kinds.timeline import ENTRY

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
