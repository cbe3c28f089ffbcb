"""What markers can stand for, and what they could stand for once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from depesche.newsroom.dossier.kinds.questions import LEAD

NAMED: Final = ("actor", "issue", "place")  # what `@` and `#` stand for
_KINDS: Final = {"@": ("actor", "place"), "#": ("issue",)}

Name = tuple[str, str]  # kind, key


@dataclass(frozen=True)
class Known:
    """The names that markers can stand for; keys are URL names (a–z, 0–9, hyphens)."""

    actors: Mapping[str, str]  # key: name as it goes into the sentence
    issues: Mapping[str, str]
    places: Mapping[str, str]
    questions: Mapping[str, str]  # key: text, of those that can be answered; the open ones first
    scenarios: Mapping[str, str]  # key: label
    scenario_numbers: Mapping[str, str]  # number: key
    gone: Mapping[Name, str] = field(default_factory=dict)  # the key it has become, or ""

    def names(self, kind: str) -> Mapping[str, str]:
        """The names of all actors, issues or places, by their keys."""
        return {"actor": self.actors, "issue": self.issues, "place": self.places}.get(kind, {})

    def meant(self, at: str, key: str) -> Name | None:
        """What `@` or `#` and this key stand for: what has it, else what has become of it."""
        there = [(kind, key) for kind in _KINDS[at] if key in self.names(kind)]
        became = [(kind, now) for kind in _KINDS[at] if (now := self.now(kind, key))]
        return next(iter([*there, *became]), None)

    def is_gone(self, at: str, key: str) -> bool:
        """Whether they stood for something that is no more."""
        was_there = any((kind, key) in self.gone for kind in _KINDS[at])
        return was_there and self.meant(at, key) is None

    def question(self, which: str) -> str | None:
        """The key of a question. The lead question is the first: where none is called 1, it is."""
        if which == "1" and which not in self.questions:
            which = LEAD
        return which if which in self.questions else None

    def scenario(self, which: str) -> str | None:
        """The key of a scenario: a key comes before a number, so that what is typed is exact."""
        return which if which in self.scenarios else self.scenario_numbers.get(which)

    def short(self, kind: str, key: str) -> str:
        """What is typed for a question or a scenario: the number it has, else its key."""
        if kind == "question":
            return key
        numbers = (n for n, its in self.scenario_numbers.items() if its == key)
        return next((n for n in numbers if self.scenario(n) == key), key)

    def now(self, kind: str, key: str) -> str:
        """The key under which it is there now, itself or what it has become; "" if it is not."""
        return key if key in self.names(kind) else self.gone.get((kind, key), "")
