"""From the objects of a dossier to its document: what readers may know, and nothing else."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from depesche.formats.dossier_json import shapes
from depesche.formats.dossier_json.addresses import Addresses
from depesche.formats.dossier_json.shapes import Dossier
from depesche.formats.dossier_json.vocabulary import ACTORS, CONTEXT
from depesche.newsroom import text, zones
from depesche.newsroom.dossier import edtf
from depesche.newsroom.dossier.kinds import KINDS, PLURALS, places, questions, scenarios, timeline
from depesche.newsroom.dossier.readers import cards
from depesche.newsroom.models import Coverage, DossierObject, Post

EXCERPT: Final = 90  # characters of a key post without a headline

Words = dict[str, Any]


def dossier(
    coverage: Coverage,
    objects: Sequence[DossierObject],
    key_posts: Sequence[Post],
    *,
    public_url: str,
) -> Dossier:
    """The document of this coverage.

    `objects` are all of its dossier in their order, also those that stand no longer; `key_posts`
    are its key events.
    """
    return _Conversion(coverage, objects, public_url).document(key_posts)


class _Conversion:
    def __init__(
        self, coverage: Coverage, objects: Sequence[DossierObject], public_url: str
    ) -> None:
        self._coverage = coverage
        self._objects = objects
        self._at = Addresses(coverage, objects, public_url)

    def document(self, key_posts: Sequence[Post]) -> Dossier:
        lists: dict[str, Any] = {
            plural: list(self._listed(kind)) for kind, plural in PLURALS.items()
        }
        lists["timeline"] += [self._key_post(post) for post in key_posts]
        lists["timeline"].sort(key=_when)
        as_of = [one.as_of for listed in lists.values() for one in listed]
        return Dossier(context=dict(CONTEXT), coverage=self._head(as_of), **lists)

    def _head(self, as_of: Sequence[datetime]) -> shapes.Coverage:
        coverage = self._coverage
        lead = self._at.found("question", questions.LEAD)
        return shapes.Coverage(
            type_="LiveBlogPosting",
            key=coverage.slug,
            url=self._at.coverage,
            as_of=max(as_of, default=coverage.created_at),
            lead_question=lead.key if lead else None,
            **{field: getattr(coverage, field) for field in _HEAD},
        )

    def _listed(self, kind: str) -> Iterator[Any]:
        """Those of that kind that readers may see."""
        for one in self._objects:
            if one.kind != kind or one.standing not in {"standing", "withdrawn"}:
                continue
            common = self._common(one)
            if one.standing == "withdrawn":
                yield shapes.Withdrawn(**common)
            elif (words := self._words(one)) is not None:
                yield _SHAPES[kind](**common, **words)

    def _common(self, one: DossierObject) -> Words:
        return {
            "key": one.key,
            "url": self._at.of(one.kind, one.key),
            "as_of": one.as_of,
            "basis": self._at.basis(one),
            "language": self._coverage.language,
        }

    def _words(self, one: DossierObject) -> Words | None:
        """Its fields; None where it names somebody it cannot be without, and who is gone."""
        kind = KINDS[one.kind]
        words: Words = {}
        for name, field in kind.fields.items():
            value = one.facts[name]
            if field.refers:
                words[name] = self._at.keys(field.refers, value)
                if field.is_required and not words[name]:
                    return None
            else:
                words[name] = self._owned(value) if field.is_owner else _or_none(name, value)
        more = _MORE.get(one.kind)
        return words | (more(self, one) if more else {"type_": "Thing"})

    def _owned(self, value: Any) -> Any:
        if isinstance(value, list):
            return [self._at.owner(one) for one in value]
        return self._at.owner(value) if value else None

    def _actor(self, one: DossierObject) -> Words:
        facts = one.facts
        return {"type_": ACTORS[facts["type"]], "same_as": _links(facts["same_as"])}

    def _claim(self, one: DossierObject) -> Words:
        facts = one.facts
        return {
            "type_": ["Claim", "Quotation"] if facts["verbatim"] else ["Claim"],
            "evidence": _links(facts["evidence"]),
            "history": [
                shapes.Status(status=then["status"], at=then["at"])
                for then in _changes(one.history)
            ],
        }

    def _place(self, one: DossierObject) -> Words:
        shown = places.for_readers(one.facts)
        hidden = {name: shown[name] for name in ("latitude", "longitude", "area")}
        return {"type_": "Place", **hidden, "zone": shown["zone"] or None}

    def _entry(self, one: DossierObject) -> Words:
        years = edtf.years_since(edtf.read(one.facts["when"]), cards.day_of(self._coverage))
        count = one.facts["count"]
        if timeline.YEARS in count:
            count = count.replace(timeline.YEARS, str(years)) if years is not None else ""
        return {"type_": "Event", "count": count, "years": years}

    def _scenario(self, one: DossierObject) -> Words:
        facts = one.facts
        return {
            "type_": "Thing",
            "valued_by": [
                shapes.Valuation(by=self._at.owner(each["by"]), text=each["text"])
                for each in facts["valued_by"]
            ],
            "likelihoods": [self._likelihood(each) for each in scenarios.shown(facts)],
            "shifts": [
                shapes.Shift(shift=each["shift"], post=self._at.post(each["post"]), at=each["at"])
                for each in facts.get("shifts", ())
                if each["post"] in facts["posts"]
            ],
        }

    def _likelihood(self, one: Mapping[str, Any]) -> shapes.Likelihood:
        return shapes.Likelihood(
            low=one["low"],
            high=one["high"],
            words=one["words"],
            author=self._at.owner(one["author"]),
            at=one["confirmed_at"],
        )

    def _question(self, one: DossierObject) -> Words:
        answers = [
            shapes.Answer(
                text=each["text"],
                at=each["at"],
                post=self._at.post(each["post"]) if each["post"] else None,
            )
            for each in questions.answers(one.facts)
        ]
        return {"type_": "Question", "answers": answers}

    def _key_post(self, post: Post) -> shapes.Entry:
        """A key event stands on the timeline by itself."""
        address = self._at.post(str(post.id))
        published = post.published_at or post.created_at
        local = published.astimezone(zones.zone(self._coverage.newsroom_zone))
        return shapes.Entry(
            type_="Event",
            key=str(post.id),
            url=address,
            as_of=max([published, *(correction.made_at for correction in post.corrections)]),
            basis=[address],
            language=self._coverage.language,
            title=text.typeset(post.headline, self._coverage.language) or self._excerpt(post),
            text="",
            when=local.isoformat(timespec="seconds"),
            kind="today",
            state="confirmed",
            count="",
            years=None,
            place=None,
        )

    def _excerpt(self, post: Post) -> str:
        plain = text.plain(text.parse(post.text, self._coverage.language))
        line = re.sub(r"\n+", " ", plain)
        return line if len(line) <= EXCERPT else line[:EXCERPT].rsplit(" ", 1)[0] + " …"


def _changes(history: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """When a claim got another status; that its words changed is not told."""
    before = None
    for then in history:
        if then["status"] != before:
            yield then
        before = then["status"]


def _links(value: Sequence[Mapping[str, str]]) -> list[shapes.Link | shapes.Note]:
    return [
        shapes.Link(text=one["text"] or one["url"], url=one["url"])
        if one["url"]
        else shapes.Note(text=one["text"])
        for one in value
    ]


def _or_none(name: str, value: Any) -> Any:
    return None if value == "" and name in _NULL else value


def _when(entry: shapes.Entry | shapes.Withdrawn) -> str:
    """By the date, the earliest first; what was withdrawn has none any more."""
    if isinstance(entry, shapes.Withdrawn):
        return ""
    return edtf.sort_key(edtf.read(entry.when))


_HEAD: Final = (
    *("status", "language", "headline", "standfirst", "dateline", "newsroom_zone", "event_zone"),
    *("opens_at", "official_subject", "unofficial_subject"),
)
_NULL: Final = frozenset({"presence", "since", "from", "zone", "outcome"})  # when empty

_SHAPES: Final[Mapping[str, type[shapes.Shape]]] = {
    "actor": shapes.Actor,
    "issue": shapes.Issue,
    "aim": shapes.Aim,
    "position": shapes.Position,
    "claim": shapes.Claim,
    "place": shapes.Place,
    "entry": shapes.Entry,
    "scenario": shapes.Scenario,
    "question": shapes.Question,
}

_MORE: Final[Mapping[str, Callable[[_Conversion, DossierObject], Words]]] = {
    "actor": _Conversion._actor,
    "claim": _Conversion._claim,
    "place": _Conversion._place,
    "entry": _Conversion._entry,
    "scenario": _Conversion._scenario,
    "question": _Conversion._question,
}
