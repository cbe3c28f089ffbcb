"""The exact preview: the readers' own template, drawn from words that are not saved."""

from contextlib import suppress
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from fastapi import APIRouter
from pydantic import Field
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from depesche import clock
from depesche.desk import imagining, pages, times
from depesche.desk.posts import TIMES, Wishes
from depesche.errors import DepescheError, NotFound
from depesche.newsroom import coverages, media, people, posts, text, words
from depesche.newsroom.dossier import annotations, markers, mentions
from depesche.newsroom.dossier.naming import naming
from depesche.newsroom.dossier.readers import traces
from depesche.newsroom.models import (
    Correction,
    Coverage,
    Mark,
    Mention,
    Person,
    Post,
)
from depesche.web.rooms import House, Rooms
from depesche.web.sessions import SignedIn

router = APIRouter()

_MARKS = {"pinned": "pin", "key_event": "key_event", "summary": "summary"}


class Draft(Wishes):
    """What stands in the composer; `post` where it is about one that exists."""

    post: UUID | None = None
    note: str = ""
    correction_class: str = Field("correction", alias="class")


@router.post("/coverages/{slug}/preview")
def preview(house: House, person: SignedIn, slug: str, draft: Draft) -> dict[str, Any]:
    """The post as readers would see it, and how its times were understood."""
    with house.store.reading() as session, session.no_autoflush:
        coverage = coverages.find(session, slug)
        people.require(session, person, "read", coverage)
        language = pages.language_of(house, person)
        understood = {
            field: _understood(house, coverage, language, draft, field) for field in TIMES
        }
        post = _imagined(session, coverage, person, draft)
        told = traces.of_posts(session, coverage, [post])
        drawn = house.fragments.of_post("post", coverage, post, at_desk=True, traces=told)
        return {"html": drawn.html, "times": understood}


def _understood(
    house: Rooms, coverage: Coverage, language: str, draft: Draft, field: str
) -> dict[str, Any]:
    """What a typed time means: a sentence, or what is wrong, or the two that it can mean."""
    zone = coverage.newsroom_zone
    choices = times.choices(getattr(draft, field), zone, language)
    try:
        moment = draft.moment(field, zone)
    except DepescheError as error:
        return {"error": error.sentence(house.templates.gettext(language)), "choices": choices}
    said = house.templates.render("desk/moment.txt", language, moment=moment, zone=zone)
    return {"said": said.strip(), "choices": choices}


def _imagined(session: Session, coverage: Coverage, person: Person, draft: Draft) -> Post:
    """The post with the words of the draft. It belongs to no session and is never saved."""
    now = clock.now()
    post = _present(session, coverage, draft.post) or _blank(coverage, person, now)
    post.headline = words.line(draft.headline, "headline")
    post.byline = words.line(draft.byline, "byline", limit=words.NAME)
    marked = _read(session, coverage, post, draft, person)
    _picture(session, coverage, post, draft)
    if post.published_at is None:
        post.published_at = max(_times(coverage, draft), default=now)
        marked |= {kind for name, kind in _MARKS.items() if getattr(draft, name)}
    marked |= {mark.kind for mark in post.marks}
    set_committed_value(post, "marks", [Mark(kind=kind) for kind in sorted(marked)])
    if note := words.note(draft.note, "note"):
        told = Correction(note=note, correction_class=draft.correction_class, made_at=now)
        set_committed_value(post, "corrections", [*post.corrections, told])
    return post


def _read(
    session: Session, coverage: Coverage, post: Post, draft: Draft, person: Person
) -> frozenset[str]:
    """Put the words in, with what they say to the dossier; returns the marks they ask for."""
    known = naming(session, coverage).known
    annotations.note_positions(post, [one.model_dump() for one in draft.positions])
    marked = annotations.note(post, markers.read(text.checked(draft.text), known))
    named = mentions.named_in(session, coverage, post)
    set_committed_value(post, "mentions", [_mention(post, row) for row in named])
    set_committed_value(post, "told", imagining.told(session, coverage, post, by=person))
    return marked


def _mention(post: Post, row: mentions.Row) -> Mention:
    kind, key, start, surface = row
    return Mention(post_id=post.id, kind=kind, key=key, start=start, surface=surface)


def _picture(session: Session, coverage: Coverage, post: Post, draft: Draft) -> None:
    """Let the post show what was chosen; what is wrong with it is told when it is sent."""
    picture = None
    with suppress(NotFound):
        picture = media.find(session, coverage, draft.picture) if draft.picture else None
    set_committed_value(post, "picture", picture)
    post.alt, post.decorative = draft.alt, draft.decorative
    post.caption, post.credit = draft.caption, draft.credit


def _times(coverage: Coverage, draft: Draft) -> list[datetime]:
    """The typed times that can be understood."""
    found = []
    for field in TIMES:
        with suppress(DepescheError):
            found.append(draft.moment(field, coverage.newsroom_zone))
    return [moment for moment in found if moment is not None]


def _present(session: Session, coverage: Coverage, post_id: UUID | None) -> Post | None:
    if post_id is None:
        return None
    post = posts.find(session, coverage, post_id)
    session.expunge(post)
    return post


def _blank(coverage: Coverage, person: Person, now: datetime) -> Post:
    post = Post(id=uuid4(), coverage_id=coverage.id, status="draft", author_id=person.id)
    post.annotations = []
    set_committed_value(post, "marks", [])
    set_committed_value(post, "corrections", [])
    set_committed_value(post, "withdrawal", None)
    return post
