"""The evening as it is written: a coverage, its people, and what they do at which minute."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import cached_property
from importlib.resources import files
from typing import Any, Final, Literal
from uuid import NAMESPACE_URL, UUID, uuid5

from depesche.newsroom import zones
from depesche.newsroom.dossier.kinds import KINDS, PLURALS

Language = Literal["de", "en"]
PostVerb = Literal[
    "publish", "amend", "correct", "withdraw", "pin", "unpin", "key_event", "summary"
]
DossierVerb = Literal["put", "settle", "base", "keep", "estimate", "confirm", "answer"]

BEFORE: Final = timedelta(minutes=4)  # how long before the opening the evening begins
AFTER: Final = timedelta(minutes=1)  # how long after the last act it is over

_IN_ORDER: Final = (
    *("actor", "issue", "place", "claim", "position"),
    *("scenario", "aim", "entry", "question"),
)


@dataclass(frozen=True)
class Member:
    """One of the people at the desk."""

    key: str
    name: str
    role: str


@dataclass(frozen=True)
class Act:
    """What somebody does to a post or to the dossier.

    `wording` holds the rest: text, headline, note, marks; of an act at the dossier desk the kind
    and key of its object, or its post: then it is the object that came with that post.
    """

    at: datetime
    by: Member
    verb: PostVerb | DossierVerb
    post: str
    wording: Mapping[str, Any]


@dataclass(frozen=True)
class Prepared:
    """An object of the dossier that is there before the evening."""

    by: Member
    kind: str
    key: str
    fields: Mapping[str, Any]


@dataclass(frozen=True)
class Likelihood:
    """How likely a scenario is before the evening, in per cent, and who stands behind that."""

    scenario: str
    low: int
    high: int
    words: str
    author: str
    by: Member
    confirmed_by: Member


@dataclass(frozen=True)
class Evening:
    """One edition of the evening. Coverages are the fields that `coverages.make` takes."""

    coverage: Mapping[str, Any]
    next_day: Mapping[str, Any]  # announced as well, so that the front page has company
    people: Sequence[Member]
    prepared: Sequence[Prepared]
    likelihoods: Sequence[Likelihood]
    acts: Sequence[Act]  # on posts and at the dossier desk, in the order of the evening

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
        return opening.astimezone(UTC)

    @property
    def begins_at(self) -> datetime:
        return self.opens_at - BEFORE

    @property
    def ends_at(self) -> datetime:
        return self.acts[-1].at + AFTER

    def headline(self, post: str) -> str:
        """The headline of a post."""
        return str(next(act.wording["headline"] for act in self.acts if act.post == post))

    def title(self, act: Act) -> str:
        """What the act is about, in one line: a post, or an object of the dossier."""
        return self.headline(act.post) if act.post else self._titles[act.wording["key"]]

    @cached_property
    def _titles(self) -> Mapping[str, str]:
        """Of the objects that did not come with a post, by their keys."""
        put = [act.wording for act in self.acts if act.verb == "put"]
        objects = [(one.kind, one.key, one.fields) for one in self.prepared]
        objects += [(wording["kind"], wording["key"], wording["fields"]) for wording in put]
        return {key: str(fields[KINDS[kind].title]) for kind, key, fields in objects}

    def post_id(self, post: str) -> UUID:
        """The same at every performance, so that permalinks into the demo keep working."""
        return uuid5(NAMESPACE_URL, f"depesche:{self.language}/{self.slug}/{post}")

    def picture_id(self, picture: str) -> UUID:
        """That of a drawing of this evening."""
        return uuid5(NAMESPACE_URL, f"depesche:{self.language}/{self.slug}/pictures/{picture}")


def load(language: Language) -> Evening:
    """The edition in that language."""
    written, dossier = (_written(f"{name}.{language}.toml") for name in ("summit", "dossier"))
    people = {person["key"]: Member(**person) for person in written["people"]}
    coverage = _coverage(written)
    acts = [_act(entry, people, coverage) for entry in (*written["acts"], *dossier["acts"])]
    return Evening(
        coverage=coverage,
        next_day=_coverage(_written(f"reactions.{language}.toml")),
        people=tuple(people.values()),
        prepared=tuple(_prepared(dossier, people[dossier["prepared_by"]])),
        likelihoods=tuple(_likelihood(one, people) for one in dossier["likelihoods"]),
        acts=tuple(sorted(acts, key=lambda act: act.at)),
    )


def _written(name: str) -> dict[str, Any]:
    return tomllib.loads((files("depesche.demo") / name).read_text("utf-8"))


def _coverage(written: Mapping[str, Any]) -> Mapping[str, Any]:
    return {field: value for field, value in written["coverage"].items() if field != "facts"}


def _act(
    entry: Mapping[str, Any], people: Mapping[str, Member], coverage: Mapping[str, Any]
) -> Act:
    wording = dict(entry)
    at, by, verb = (wording.pop(field) for field in ("at", "by", "verb"))
    post = wording.pop("post", "")
    day = coverage["opens_at"].date()
    local = datetime.combine(day, time.fromisoformat(at))
    return Act(zones.instant(local, coverage["newsroom_zone"]), people[by], verb, post, wording)


def _prepared(dossier: Mapping[str, Any], by: Member) -> Iterator[Prepared]:
    """The objects, kind by kind; those that others name come first."""
    for kind in _IN_ORDER:
        for entry in dossier.get(PLURALS[kind], ()):
            yield Prepared(by, kind, entry["key"], {k: v for k, v in entry.items() if k != "key"})


def _likelihood(entry: Mapping[str, Any], people: Mapping[str, Member]) -> Likelihood:
    whose = {role: people[entry[role]] for role in ("by", "confirmed_by")}
    return Likelihood(**{**entry, **whose})
