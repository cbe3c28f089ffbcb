"""What the newsroom reads in a post while it is typed, by the parser that will read it then.

Nothing is written, and nothing is decided: it names whom a position could be of, never which.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from textwrap import shorten
from typing import Any, Final
from uuid import uuid4

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict
from sqlalchemy.orm import Session

from depesche.desk import pages
from depesche.newsroom import coverages, people, text, words
from depesche.newsroom.dossier import annotations, markers, mentions, quoting, wording
from depesche.newsroom.dossier.completions import Completion, completions
from depesche.newsroom.dossier.known import Known
from depesche.newsroom.dossier.markers import Marker, Reading
from depesche.newsroom.dossier.naming import naming
from depesche.newsroom.dossier.strays import strays
from depesche.newsroom.models import Coverage, DossierObject, Post
from depesche.newsroom.text import Tree
from depesche.web.rooms import House
from depesche.web.sessions import SignedIn

router = APIRouter()

Gettext = Callable[[str], str]
Name = tuple[str, str]  # kind, key

_NAMED: Final = ("actor", "issue", "place")
_STRAYS: Final = 3  # hints at once
_SHOWN: Final = 90  # characters of what a chip quotes


class Typed(BaseModel):
    """What stands in the composer. The caret, where it is in the text, counts characters."""

    model_config = ConfigDict(extra="forbid")

    text: str = ""
    headline: str = ""
    caret: int | None = None


@router.post("/coverages/{slug}/reading")
def read(house: House, person: SignedIn, slug: str, typed: Typed) -> dict[str, Any]:
    """Markers, names, quotes, and what cannot be read; how a marker at the caret can go on."""
    with house.store.reading() as session:
        coverage = coverages.find(session, slug)
        people.require(session, person, "read", coverage)
        known = naming(session, coverage).known
        reading = markers.read(text.checked(typed.text), known)
        post = _imagined(coverage, typed, reading)
        named = [(kind, key) for kind, key, _, _ in mentions.named_in(session, coverage, post)]
        tree = text.parse(post.text, coverage.language)
        speakers = [one["speaker"] for one in quoting.quoted_in(session, coverage, tree)]
        _ = house.templates.gettext(pages.language_of(house, person))
        return {
            "chips": [
                *_chips(reading.markers, known, _),
                *_own_claim(post, tree, _),
                *_strays(typed, known, _),
            ],
            "mentions": [_name(known, name) for name in named],
            "claims": [{"speaker": _speaker(known, speaker)} for speaker in speakers],
            "unread": [
                {"typed": u.typed, "sentence": _trouble(u.reason, _)} for u in reading.unread
            ],
            "completions": _completions(typed, known, coverage.language, _),
            "suggestable": _suggestable(session, coverage, post, _spoken(speakers), named),
            "gone": list(_gone(known, _)),
        }


def _imagined(coverage: Coverage, typed: Typed, reading: Reading) -> Post:
    """A post with these words, which belongs to no session."""
    headline = words.line(typed.headline, "headline")
    post = Post(id=uuid4(), coverage_id=coverage.id, headline=headline, annotations=[])
    annotations.note(post, reading)
    return post


def _chips(found: Sequence[Marker], known: Known, _: Gettext) -> Iterator[dict[str, str]]:
    """The markers that stand for themselves; names are among the mentions."""
    for marker in found:
        if marker.kind not in _NAMED:
            yield {
                "kind": marker.kind,
                "label": _label(marker, known, _),
                "typed": marker.typed,
            }


def _own_claim(post: Post, tree: Tree, _: Gettext) -> Iterator[dict[str, str]]:
    """What the post claims itself: a marker says how sure that is, and nobody is quoted."""
    if said := quoting.said_itself(post, tree, post.annotations):
        label = _("Claim of the post, by the newsroom: {text}")
        yield {"kind": "claim", "label": label.format(text=_short(said)), "typed": ""}


def _strays(typed: Typed, known: Known, _: Gettext) -> Iterator[dict[str, str]]:
    for word in islice(strays(typed.text, known, caret=typed.caret), _STRAYS):
        yield {
            "kind": "stray",
            "label": _("Stays as text: {typed}").format(typed=_short(word)),
            "typed": word,
        }


def _short(words_: str) -> str:
    return shorten(words_, _SHOWN, placeholder=" …")


def _label(marker: Marker, known: Known, _: Gettext) -> str:
    """What the marker says, in a word or two."""
    facts = {
        "text": marker.text,
        "key": marker.key,
        "name": known.actors.get(marker.key, ""),
        "scenario": known.scenarios.get(marker.key, ""),
        "asked": _short(known.questions.get(marker.key, "")),
    }
    return {
        "key_event": _("Key event"),
        "pin": _("Pin"),
        "unconfirmed": _("Unconfirmed"),
        "confirmed": _("Confirmed"),
        "disputed": _("Disputed by {name}") if marker.key else _("Disputed"),
        "question": _("Question: {text}"),
        "answer": _("Answer to: {asked}"),
        "scenario": {
            "+": _("{scenario}: likelier"),
            "-": _("{scenario}: less likely"),
        }.get(marker.shift, "{scenario}"),
    }[marker.kind].format(**facts)


def _trouble(reason: str, _: Gettext) -> str:
    """Why a line cannot be read as the marker it looks like."""
    return {
        "unknown-question": _("There is no question of this number."),
        "unknown-scenario": _("There is no such scenario."),
        "empty-question": _("The question is missing."),
        "empty-answer": _("The number of the question is missing."),
        "gone-name": _("This is in the dossier no longer."),
    }[reason]


def _gone(known: Known, _: Gettext) -> Iterator[dict[str, str]]:
    """Whom and what a position that was chosen before may still name."""
    for (kind, key), now in known.gone.items():
        if not now:
            name = _("{key} (in the dossier no longer)").format(key=key)
            yield {"kind": kind, "key": key, "name": name}


def _speaker(known: Known, speaker: dict[str, str]) -> str:
    return known.actors[speaker["actor"]] if "actor" in speaker else speaker["name"]


def _spoken(speakers: Iterable[dict[str, str]]) -> list[Name]:
    return [("actor", speaker["actor"]) for speaker in speakers if "actor" in speaker]


def _name(known: Known, name: Name) -> dict[str, str]:
    kind, key = name
    names = {"actor": known.actors, "issue": known.issues, "place": known.places}[kind]
    return {"kind": kind, "key": key, "name": names[key]}


def _suggestable(
    session: Session, coverage: Coverage, post: Post, spoken: list[Name], named: list[Name]
) -> dict[str, list[dict[str, str]]]:
    """Whose position on what it could be: who stands in one sentence with an issue, or says it,
    then who else speaks, then the others; speakers first, else in the order of the text. After a
    voice comes whom it speaks for.
    """
    known = naming(session, coverage).known
    near = wording.named_with_an_issue(session, coverage, post)
    mentioned = dict.fromkeys([*spoken, *(name for name in named if name[0] == "actor")])
    actors: list[Name] = []
    for kind, key in sorted(mentioned, key=lambda name: name[1] not in near):
        actors.append((kind, key))
        one = session.get(DossierObject, (coverage.id, kind, key))
        if one and one.facts["voice_of"] in known.actors:
            actors.append((kind, one.facts["voice_of"]))
    return {
        "actors": [_name(known, name) for name in dict.fromkeys(actors)],
        "issues": [_name(known, name) for name in named if name[0] == "issue"],
    }


def _completions(typed: Typed, known: Known, language: str, _: Gettext) -> list[dict[str, Any]]:
    if typed.caret is None:
        return []
    found = completions(typed.text, typed.caret, known, language=language)
    return [vars(one) | {"label": _command(one, _)} for one in found]


def _command(completion: Completion, _: Gettext) -> str:
    """What it is called; of a command, what it is for."""
    if completion.kind != "command":
        return completion.label
    return {
        "question": _("an open question"),
        "answer": _("an answer to a question"),
        "scenario": _("a scenario: likelier, less likely"),
    }[completion.label]
