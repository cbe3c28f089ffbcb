"""What a random evening does to its dossier: verbs for `histories.py`.

Each chooses among what is there by the numbers of its step, and now and then what is not there, or
what the rules refuse: that is part of an evening. Every word is written once; `Filed` knows whose
each is, and whether readers may see it now.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

from sqlalchemy import select

from depesche.newsroom.dossier.kinds import (
    KINDS,
    NAMING,
    claims,
    places,
    positions,
    questions,
    scenarios,
)
from depesche.newsroom.models import DossierObject, Post
from newsdesk import Newsdesk

WHENS: Final = ("1867", "2018", "2024-10~", "2025-08-15", "2022-02-24/..", "2025-08-15T20:00+02:00")
STATES: Final = ("standing", "withdrawn", "removed")


class Step(Protocol):
    which: int
    how: int


@dataclass
class Filed:
    """The dossier of one evening."""

    newsdesk: Newsdesk
    word: Callable[[], str]  # one that has never been written before
    public: Callable[[Any], Post]
    _owned: dict[str, tuple[str, str]] = field(default_factory=dict)

    def says(self, word: str, made: DossierObject) -> None:
        """The word is in that object."""
        self._owned[word] = (made.kind, made.key)

    def all(self, kind: str, *standing: str) -> Sequence[DossierObject]:
        """The objects of that kind, in the order in which they were made."""
        with self.newsdesk.store.reading() as session:
            found = (
                select(DossierObject)
                .where(DossierObject.coverage_id == self.newsdesk.coverage.id)
                .where(DossierObject.kind == kind)
                .where(DossierObject.standing.in_(standing or ("standing",)))
            )
            return session.scalars(found.order_by(DossierObject.made)).all()

    def some(self, kind: str, number: int) -> str:
        """The key of one of that kind; of one that is not there while there is none."""
        found = self.all(kind)
        return found[number % len(found)].key if found else "niemand"

    @property
    def unsayable(self) -> set[str]:
        """The words that no reader may be handed now because of the dossier."""
        objects = {(one.kind, one.key): one for kind in KINDS for one in self.all(kind, *STATES)}
        return {
            word
            for word, name in self._owned.items()
            if word not in (_public(objects[name]) if name in objects else "")
        }


def _public(one: DossierObject) -> str:
    """All that readers may know of it: whoever was taken out is named where something is theirs."""
    if one.standing == "removed" and one.kind in NAMING:
        return str(one.facts[KINDS[one.kind].title])
    if one.standing != "standing":
        return ""
    facts = places.for_readers(one.facts) if one.kind == "place" else one.facts
    shown = {name: facts[name] for name in KINDS[one.kind].fields}
    return json.dumps([shown, scenarios.shown(one.facts), questions.answers(one.facts)])


Verb = Callable[[Filed, Step], Any]


def _prepare(filed: Filed, step: Step) -> None:
    kinds = ("actor", "actor", "issue", "place", "entry", "scenario", "question", "aim")
    kind, word = kinds[step.which % len(kinds)], filed.word()
    filed.says(word, filed.newsdesk.prepares(kind, **_fields(filed, kind, step, word)))


def _fields(filed: Filed, kind: str, step: Step, word: str) -> dict[str, Any]:
    how = step.how
    return {
        "actor": lambda: {"name": word, "voice_of": _maybe(filed, "actor", how)},
        "issue": lambda: {"label": word, "question": f"Und {word}?"},
        "place": lambda: {
            "name": f"Ort {how}",
            "why": word,
            "latitude": how,
            "longitude": how * 2,
            "precision": places.PRECISIONS[how % 4],
        },
        "entry": lambda: {
            "title": word,
            "when": WHENS[how % len(WHENS)],
            "count": "seit {years} Jahren" if how % len(WHENS) < 2 else "",
            "place": _maybe(filed, "place", how),
        },
        "scenario": lambda: {"label": word, "depends_on": _maybe_all(filed, "claim", how)},
        "question": lambda: {"text": word},
        "aim": lambda: {
            "actor": filed.some("actor", how),
            "text": word,
            "kind": "attributed",
            "attributed_to": filed.some("actor", how + 1),
            "scenario": _maybe(filed, "scenario", how),
        },
    }[kind]()


def _maybe(filed: Filed, kind: str, number: int) -> str:
    found = filed.all(kind)
    return found[number % len(found)].key if found and number % 3 == 0 else ""


def _maybe_all(filed: Filed, kind: str, number: int) -> list[str]:
    return [key] if (key := _maybe(filed, kind, number)) else []


def _rename(filed: Filed, step: Step) -> None:
    kind = ("actor", "issue", "place", "scenario", "question", "entry", "aim")[step.which % 7]
    word = filed.word()
    key = filed.some(kind, step.how)
    filed.says(word, filed.newsdesk.prepares(kind, key, **{KINDS[kind].title: word}))


def _move(filed: Filed, step: Step) -> None:
    """An entry gets another date, an aim another owner, a place another precision."""
    news: tuple[tuple[str, dict[str, Any]], ...] = (
        ("entry", {"when": WHENS[step.how % len(WHENS)], "state": "moved"}),
        ("aim", {"actor": filed.some("actor", step.how), "state": "changed"}),
        ("place", {"precision": places.PRECISIONS[step.how % 4]}),
        ("actor", {"voice_of": _maybe(filed, "actor", step.how), "presence": "present"}),
    )
    kind, fields = news[step.which % 4]
    filed.newsdesk.prepares(kind, filed.some(kind, step.which), **fields)


def _take_position(filed: Filed, step: Step) -> None:
    word = filed.word()
    made = filed.newsdesk.takes_position(
        filed.some("actor", step.which),
        filed.some("issue", step.how),
        positions.STANCES[step.how % 6],
        wording=word,
        posts=[filed.public(step).id],
        claims=_maybe_all(filed, "claim", step.which),
    )
    filed.says(word, made)


def _settle(filed: Filed, step: Step) -> None:
    status = claims.STATUSES[step.how % 7]
    disputed_by = [filed.some("actor", step.how), "ein Dritter"] if status == "disputed" else []
    filed.newsdesk.settles(filed.some("claim", step.which), status, disputed_by=disputed_by)


def _contradict(filed: Filed, step: Step) -> None:
    one, other = filed.some("claim", step.which), filed.some("claim", step.how)
    filed.newsdesk.prepares("claim", one, **{("contradicts", "revises")[step.how % 2]: other})


def _estimate(filed: Filed, step: Step) -> None:
    word, key = filed.word(), filed.some("scenario", step.which)
    low, author = 1 + step.how, filed.some("actor", step.how)
    number = filed.newsdesk.estimates(key, low, low + 20, words=word, author=author)
    filed.says(word, filed.newsdesk.has("scenario", key))
    if step.how % 3:
        filed.newsdesk.confirms(key, number)


def _resolve(filed: Filed, step: Step) -> None:
    outcome = scenarios.OUTCOMES[step.how % 3]
    filed.newsdesk.prepares("scenario", filed.some("scenario", step.which), outcome=outcome)


def _answer(filed: Filed, step: Step) -> None:
    word, key = filed.word(), filed.some("question", step.which)
    state = questions.STATES[step.how % 4]
    filed.says(word, filed.newsdesk.answers(key, word, state=state))


def _merge(filed: Filed, step: Step) -> None:
    kind = ("actor", "issue", "place")[step.how % 3]
    filed.newsdesk.merges(kind, filed.some(kind, step.which), into=filed.some(kind, step.how))


def _take_out(filed: Filed, step: Step) -> None:
    kind = tuple(KINDS)[step.how % len(KINDS)]
    filed.newsdesk.takes_out(kind, filed.some(kind, step.which))


def _keep(filed: Filed, step: Step) -> None:
    asked = filed.newsdesk.is_asked()
    filed.newsdesk.keeps(*(asked[step.which % len(asked)] if asked else ("actor", "niemand")))


VERBS: Final[dict[str, Verb]] = {
    "prepare": _prepare,
    "rename": _rename,
    "move": _move,
    "take a position": _take_position,
    "settle": _settle,
    "contradict": _contradict,
    "estimate": _estimate,
    "resolve": _resolve,
    "answer": _answer,
    "merge": _merge,
    "take out": _take_out,
    "keep": _keep,
}
