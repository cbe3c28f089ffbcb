"""The evening as it is written: a coverage, its people, and what they do at which minute."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from importlib.resources import files
from typing import Any, Final, Literal
from uuid import NAMESPACE_URL, UUID, uuid5

from depesche.newsroom import zones

Language = Literal["de", "en"]
Verb = Literal["publish", "amend", "correct", "withdraw", "pin", "unpin", "key_event", "summary"]

BEFORE: Final = timedelta(minutes=4)  # how long before the opening the evening begins
AFTER: Final = timedelta(minutes=1)  # how long after the last act it is over


@dataclass(frozen=True)
class Member:
    """One of the people at the desk."""

    key: str
    name: str
    role: str


@dataclass(frozen=True)
class Act:
    """What somebody does to a post. `wording` holds the rest: text, headline, note, marks …"""

    at: datetime
    by: Member
    verb: Verb
    post: str
    wording: Mapping[str, Any]


@dataclass(frozen=True)
class Evening:
    """One edition of the evening. Coverages are the fields that `coverages.make` takes."""

    coverage: Mapping[str, Any]
    next_day: Mapping[str, Any]  # announced as well, so that the front page has company
    people: Sequence[Member]
    acts: Sequence[Act]

    @property
    def language(self) -> Language:
        language: Language = self.coverage["language"]
        return language

    @property
    def slug(self) -> str:
        return str(self.coverage["slug"])

    @property
    def opens_at(self) -> datetime:
        opening: datetime = self.coverage["opens_at"]
        return opening

    @property
    def begins_at(self) -> datetime:
        return self.opens_at - BEFORE

    @property
    def ends_at(self) -> datetime:
        return self.acts[-1].at + AFTER

    def headline(self, post: str) -> str:
        """The headline of a post."""
        return str(next(act.wording["headline"] for act in self.acts if act.post == post))

    def post_id(self, post: str) -> UUID:
        """The same at every performance, so that permalinks into the demo keep working."""
        return uuid5(NAMESPACE_URL, f"depesche:{self.language}/{self.slug}/{post}")

    def picture_id(self, picture: str) -> UUID:
        """That of a drawing of this evening."""
        return uuid5(NAMESPACE_URL, f"depesche:{self.language}/{self.slug}/pictures/{picture}")


def load(language: Language) -> Evening:
    """The edition in that language."""
    written = _written(f"summit.{language}.toml")
    people = {person["key"]: Member(**person) for person in written["people"]}
    coverage = _coverage(written)
    return Evening(
        coverage=coverage,
        next_day=_coverage(_written(f"reactions.{language}.toml")),
        people=tuple(people.values()),
        acts=tuple(_act(entry, people, coverage) for entry in written["acts"]),
    )


def _written(name: str) -> dict[str, Any]:
    return tomllib.loads((files("depesche.demo") / name).read_text("utf-8"))


def _coverage(written: Mapping[str, Any]) -> Mapping[str, Any]:
    return {field: value for field, value in written["coverage"].items() if field != "facts"}


def _act(
    entry: Mapping[str, Any], people: Mapping[str, Member], coverage: Mapping[str, Any]
) -> Act:
    wording = dict(entry)
    at, by, verb, post = (wording.pop(field) for field in ("at", "by", "verb", "post"))
    day = coverage["opens_at"].date()
    local = datetime.combine(day, time.fromisoformat(at))
    return Act(zones.instant(local, coverage["newsroom_zone"]), people[by], verb, post, wording)
