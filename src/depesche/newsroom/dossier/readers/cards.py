"""Cards: the objects of a dossier as readers see them, each with what belongs to it.

An actor's card has its aims, an issue's the positions on it, a claim's what contradicts it, a
scenario's the likelihoods that two people stand behind, a question's the answers.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from depesche.errors import NotFound, ObjectRemoved
from depesche.newsroom import ticker, zones
from depesche.newsroom.dossier import edtf
from depesche.newsroom.dossier.kinds import KINDS, questions, scenarios, timeline
from depesche.newsroom.dossier.readers import balance, cells
from depesche.newsroom.dossier.readers.book import SHOWN, Book, Card, Ref
from depesche.newsroom.models import Coverage, DossierObject, Post

AIMS: Final = 24  # on an actor's card


@dataclass(frozen=True)
class Listed:
    """Some of a kind, in their order, and whether there are more behind."""

    cards: Sequence[Card]
    has_more: bool


def listed(
    book: Book, kind: str, *, limit: int, before: str | None = None, from_end: bool = False
) -> Listed:
    """The first of that kind, those behind the position `before`, or the last; in their order.

    Key posts are entries of the timeline.
    """
    found = book.holdings.some(kind, SHOWN, limit=limit + 1, before=before, last=from_end)
    entries = cards(book, kind, found)
    if kind == "entry":
        posts = book.holdings.key_posts()
        entries += [one for one in map(of_key_post, posts) if not before or one.position < before]
    entries.sort(key=lambda one: one.position, reverse=True)
    shown = entries[-limit:] if from_end else entries[:limit]
    return Listed(shown, has_more=len(entries) > limit)


def card(book: Book, kind: str, key: str) -> Card:
    """One object that is shown; a key post, too, is found as an entry.

    Raises NotFound; ObjectRemoved where it was taken out, or what it cannot be without.
    """
    one = book.get(kind, key) if kind in KINDS else None
    if one is not None and book.is_there(one):
        return cards(book, kind, [one])[0]
    if one is not None:
        raise ObjectRemoved
    if kind == "entry":
        return of_key_post(ticker.public_post(book.session, book.coverage, _uuid(key)))
    raise NotFound


def cards(book: Book, kind: str, objects: Sequence[DossierObject]) -> list[Card]:
    """These objects of one kind, with all that belongs to them, asked for at once."""
    book.opened(objects)
    shown = [one for one in objects if one.standing == "standing"]
    more = _MORE.get(kind, _nothing)(book, shown) if shown else {}
    return [book.card(one, **more.get(one.key, {})) for one in objects]


def of_key_post(post: Post) -> Card:
    """A key post stands on the timeline by itself, among the entries by its time."""
    if post.published_at is None or post.position is None:
        raise NotFound
    when = post.published_at.strftime("%Y-%m-%dT%H:%M:%SZ")
    position = f"{timeline.position(when)}-{9_999_999_999 - int(post.position):010d}"
    return Card("entry", str(post.id), "", position, post.published_at, more={"post": post})


def day_of(coverage: Coverage) -> date:
    """The day from which years are counted back: that of the opening, where the newsroom is."""
    moment = coverage.opens_at or coverage.created_at
    return moment.astimezone(zones.zone(coverage.newsroom_zone)).date()


More = Mapping[str, Mapping[str, Any]]


def _nothing(_book: Book, _objects: Sequence[DossierObject]) -> More:
    return {}


def _of_actors(book: Book, objects: Sequence[DossierObject]) -> More:
    """What each wants."""
    keys = [one.key for one in objects]
    found = book.holdings.under("aim", keys)
    of_actor = defaultdict(list)
    for one, aim in zip(found, cards(book, "aim", found), strict=True):
        of_actor[one.parent].append(aim)
    return {
        key: {"aims": of_actor[key][:AIMS], "further_aims": len(of_actor[key][AIMS:])}
        for key in keys
    }


def _of_issues(book: Book, objects: Sequence[DossierObject]) -> More:
    stands = cells.of_issues(book, [one.key for one in objects])
    return {
        one.key: {
            "stands": stands.get(one.key, []),
            "balance": balance.of([cell.current for cell in stands.get(one.key, [])]),
        }
        for one in objects
    }


def _of_claims(book: Book, objects: Sequence[DossierObject]) -> More:
    keys = [one.key for one in objects]
    others: dict[tuple[str, str], list[Ref | None]] = defaultdict(list)
    for link in book.holdings.linked(("claim",), ("contradicts", "revises"), "claim", keys):
        book.opened([link.one])
        others[link.to_key, link.role].append(book.ref("claim", link.one.key))
    return {
        one.key: {
            "said_at": _moment(one.facts["said_at"]),
            "changes": _changes(one, "status"),
            "contradicted_by": others[one.key, "contradicts"],
            "revised_by": others[one.key, "revises"],
        }
        for one in objects
    }


def _of_entries(book: Book, objects: Sequence[DossierObject]) -> More:
    return {one.key: {"years": _years(book, one), "changes": _changes(one, "state")}
            for one in objects}  # fmt: skip


def _years(book: Book, one: DossierObject) -> int | None:
    if timeline.YEARS not in one.facts["count"]:
        return None
    return edtf.years_since(edtf.read(one.facts["when"]), day_of(book.coverage))


def _of_scenarios(book: Book, objects: Sequence[DossierObject]) -> More:
    return {
        one.key: {"likelihoods": likelihoods(book, one), "shifts": _shifts(one)} for one in objects
    }


def likelihoods(book: Book, one: DossierObject) -> list[dict[str, Any]]:
    """Those that a second person has confirmed, oldest first, and nothing of who did."""
    return [
        {
            **{name: each[name] for name in ("low", "high", "words")},
            "author": book.owner(each["author"]),
            "at": _moment(each["confirmed_at"]),
        }
        for each in scenarios.shown(one.facts)
    ]


def _shifts(one: DossierObject) -> list[dict[str, Any]]:
    """Posts that speak for it or against it, newest first, as long as it rests on them."""
    found = {
        each["post"]: {"shift": each["shift"], "post": each["post"], "at": _moment(each["at"])}
        for each in one.facts.get("shifts", ())
        if each["post"] in one.facts["posts"]
    }
    return list(found.values())[::-1]


def _of_questions(_book: Book, objects: Sequence[DossierObject]) -> More:
    return {
        one.key: {
            "answers": [
                {"text": each["text"], "post": each["post"], "at": _moment(each["at"])}
                for each in questions.answers(one.facts)
            ]
        }
        for one in objects
    }


def _changes(one: DossierObject, field: str) -> list[dict[str, Any]]:
    """What the field was and since when, oldest first; not in which words, nor by whom."""
    found: list[dict[str, Any]] = []
    for each in one.history:
        if not found or found[-1]["was"] != each[field]:
            found.append({"was": each[field], "at": _moment(each["at"]), "post": each["post"]})
    return found


def _moment(written: str | None) -> datetime | None:
    return datetime.fromisoformat(written) if written else None


def _uuid(key: str) -> UUID:
    try:
        return UUID(key)
    except ValueError as error:
        raise NotFound from error


_MORE: Final[Mapping[str, Callable[[Book, Sequence[DossierObject]], More]]] = {
    "actor": _of_actors,
    "issue": _of_issues,
    "claim": _of_claims,
    "entry": _of_entries,
    "scenario": _of_scenarios,
    "question": _of_questions,
}
