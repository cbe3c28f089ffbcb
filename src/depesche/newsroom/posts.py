"""Posts: drafted, submitted, scheduled, published, amended.

`put()` is the one way in: the composer, the API and everything that comes later hand over what
they want a post to be, under an id of their own making, so that sending it twice is harmless.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy import func, select, tuple_
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, joinedload

from depesche.errors import (
    CoverageArchived,
    CoverageEnded,
    CoverageNotOpen,
    NotADraft,
    NotFound,
    PostDiscarded,
    PostElsewhere,
    PostPublic,
    PostWithdrawn,
    RevisionNeeded,
    Stale,
    UnknownStatus,
)
from depesche.newsroom import marks, media, people, releases, telling, text, words, zones
from depesche.newsroom.dossier import annotations, checking, posting
from depesche.newsroom.dossier.naming import naming
from depesche.newsroom.marks import Marking
from depesche.newsroom.models import Coverage, Person, Post, Revision
from depesche.newsroom.rundown import AT_THE_DESK

STATUSES: Final = ("draft", "submitted", "scheduled", "published", "withdrawn", "discarded")
ASKABLE: Final = ("draft", "submitted", "scheduled", "published")
WORDS: Final = ("headline", "text", "byline")
PICTURED: Final = ("picture_id", "alt", "decorative", "caption", "credit")
KEPT: Final = (*WORDS, *PICTURED)  # of a post by a revision, under the same names
_TIMES: Final = ("scheduled_at", "embargoed_until")
_VERB_FOR: Final[Mapping[str, str]] = {
    "draft": "draft",
    "submitted": "submit",
    "scheduled": "schedule",
    "published": "publish",
}
_KIND_OF: Final = {"draft": "saved", "submitted": "submitted", "scheduled": "scheduled"}
_MARKS: Final[Mapping[str, Marking]] = {
    "pinned": "pin",
    "key_event": "key_event",
    "summary": "summary",
}


@dataclass(frozen=True)
class Put:
    """What became of it."""

    post: Post
    is_new: bool
    is_changed: bool


def find(session: Session, coverage: Coverage, post_id: UUID) -> Post:
    """A post of this coverage in any state. Raises NotFound."""
    post = _get(session, post_id)
    if post is None or post.coverage_id != coverage.id:
        raise NotFound
    return post


def put(
    session: Session,
    coverage: Coverage,
    post_id: UUID,
    *,
    by: Person,
    now: datetime,
    seen: int | None = None,
    **wanted: Any,
) -> Put:
    """Make the post what is wanted: text, headline, byline, status, scheduled_at,
    embargoed_until, key_event, pinned, summary, picture (the id of an upload), alt, decorative,
    caption, credit, positions (each with actor, issue, stance and maybe its wording). What is left
    out keeps its value. Markers in the text are read when it is no draft any more.

    An `autosave` happens by itself while somebody types, and to drafts only: half a sentence
    must not go out.

    Asking again for what was asked before changes nothing; but a page that names its `sending`
    goes on from the answer, and hears Stale where somebody has changed the post since. To change
    a post that exists, `seen` is its revision as the asker knows it. A published post is amended:
    readers get the new words and are told nothing else (see corrections for the other way).

    Raises NotAllowed, PostElsewhere, RevisionNeeded, Stale, UnknownStatus, Missing, TooLong,
    TextTooDeep, NaiveTime, PostPublic, PostWithdrawn, NotADraft, CoverageNotOpen, CoverageEnded,
    CoverageArchived, PictureGone, PictureElsewhere, AltMissing, MarkerUnread, MarkerTooLong, and
    for positions and claims what `objects.put` raises.
    """
    request = _digest(wanted)
    post = _get(session, post_id)
    if post is None:
        return _make(session, coverage, post_id, wanted, request, by=by, now=now)
    if post.coverage_id != coverage.id:
        raise PostElsewhere
    people.require(session, by, "draft", post)
    if _was_asked(session, post, wanted, request, seen):
        return Put(post, is_new=False, is_changed=False)
    _check_seen(post, seen)
    _change(session, coverage, post, wanted, request, by=by, now=now)
    return Put(post, is_new=False, is_changed=True)


def publish(
    session: Session, coverage: Coverage, *, text: str, by: Person, now: datetime, **wanted: Any
) -> Post:
    """Publish a new post under a new id; raises as `put` does."""
    wanted = {"text": text, "status": "published", **wanted}
    return put(session, coverage, uuid4(), by=by, now=now, **wanted).post


def amend(
    session: Session, coverage: Coverage, post: Post, *, by: Person, now: datetime, **wanted: Any
) -> Post:
    """Change the words of a published post silently; raises as `put` does."""
    return put(session, coverage, post.id, by=by, now=now, seen=post.revision, **wanted).post


def page(
    session: Session, coverage: Coverage, *, after: Post | None = None, limit: int
) -> Sequence[Post]:
    """The posts of a coverage in every state and in the order they were made, after that one."""
    query = select(Post).where(Post.coverage_id == coverage.id).options(*AT_THE_DESK)
    if after is not None:
        query = query.where(tuple_(Post.created_at, Post.id) > (after.created_at, after.id))
    return session.scalars(query.order_by(Post.created_at, Post.id).limit(limit)).all()


def keep_revision(
    session: Session,
    post: Post,
    *,
    kind: str,
    by: Person | None,
    now: datetime,
    request: str | None = None,
    sending: UUID | None = None,
    goes_on: bool = False,
) -> None:
    """Save the post's present words as its next revision, of a kind that `Revision` lists.

    Where it `goes_on` with the typing, it takes the place of an autosave by the same person just
    before it: a burst of typing leaves one revision. Its number is new all the same, so that
    whoever saw the other one is told. Nothing else takes a revision's place.
    """
    last = revision(session, post, post.revision) if post.revision else None
    if goes_on and by and last and (last.kind, last.saved_by_id) == ("autosaved", by.id):
        session.delete(last)
    post.revision += 1
    post.updated_at = now
    session.add(
        Revision(
            post_id=post.id,
            number=post.revision,
            kind=kind,
            request=request,
            sending=sending,
            saved_at=now,
            saved_by_id=by.id if by else None,
            scheduled_at=post.scheduled_at,
            embargoed_until=post.embargoed_until,
            **kept(post),
        )
    )


def kept(post: Post | Revision) -> dict[str, Any]:
    """What a revision keeps: the words, and the picture with its own."""
    return {field: getattr(post, field) for field in KEPT}


def changed(former: Post | Revision, latter: Post | Revision) -> set[str]:
    """In which of `KEPT` they differ."""
    return {field for field in KEPT if getattr(former, field) != getattr(latter, field)}


def as_wanted(version: Post | Revision, *, pictured: bool = True) -> dict[str, Any]:
    """What `put` is asked for to bring back these words, and the picture unless it is to stay."""
    wanted = kept(version)
    if not pictured:
        return {field: wanted[field] for field in WORDS}
    return {"picture": wanted.pop("picture_id"), **wanted}


def revision(session: Session, post: Post, number: int) -> Revision | None:
    """One saved version of a post."""
    return session.get(Revision, (post.id, number), options=[joinedload(Revision.saved_by)])


def check_writable(coverage: Coverage) -> None:
    """Raise CoverageArchived where nothing changes any more."""
    if coverage.status == "archived":
        raise CoverageArchived


def _make(
    session: Session,
    coverage: Coverage,
    post_id: UUID,
    wanted: Mapping[str, Any],
    request: str,
    *,
    by: Person,
    now: datetime,
) -> Put:
    people.require(session, by, "draft", coverage)
    post = Post(
        id=post_id,
        coverage_id=coverage.id,
        status="draft",
        headline="",
        text="",
        byline="",
        revision=0,
        author_id=by.id,
        created_at=now,
        updated_at=now,
    )
    try:
        with session.begin_nested():
            session.add(post)
    except IntegrityError as error:  # another coverage got it at the same moment
        raise PostElsewhere from error
    _change(session, coverage, post, {"status": "draft", **wanted}, request, by=by, now=now)
    return Put(_get(session, post_id) or post, is_new=True, is_changed=True)


def _change(
    session: Session,
    coverage: Coverage,
    post: Post,
    wanted: Mapping[str, Any],
    request: str,
    *,
    by: Person,
    now: datetime,
) -> None:
    status = _status(post, wanted)
    _check_allowed(session, coverage, post, status, by)
    before = (post.status, kept(post), coverage.acts)
    was_public = post.status == "published"
    media.place(session, coverage, post, wanted)
    _set_words(post, wanted)
    marked = _annotate(session, coverage, post, wanted, status)
    if was_public:
        text.check_readable(post.headline, post.text)
        media.check_described(post)
    _set_times(session, post, wanted, by)
    if not was_public:
        releases.plan(coverage, post, status, by=by, now=now)
    session.flush()
    is_marked = [
        marks.place(session, coverage, post, kind, on=on, by=by, now=now)
        for kind, on in _wished(wanted, marked).items()
    ]
    is_due = releases.is_due(coverage, post, now)
    kind = _kind(post, wanted, was_public=was_public, is_due=is_due)
    keep_revision(
        session,
        post,
        kind=kind,
        by=by,
        now=now,
        request=request,
        sending=wanted.get("sending"),
        goes_on="restored" not in wanted,
    )
    if is_due:
        releases.release(session, coverage, post, now=now)
        return
    if was_public:
        posting.publish(session, coverage, post, by=by, now=now)
    if any(is_marked) or before != (post.status, kept(post), coverage.acts):
        telling.tell(session, coverage, post, now=now)
    else:
        telling.tell(session, coverage, post, now=now, kinds=())


def _kind(post: Post, wanted: Mapping[str, Any], *, was_public: bool, is_due: bool) -> str:
    """Of which kind the revision is."""
    if was_public:
        return "amended"
    if is_due:
        return "published"
    return "autosaved" if wanted.get("autosave") else _KIND_OF[post.status]


def _status(post: Post, wanted: Mapping[str, Any]) -> str:
    status = str(wanted.get("status") or post.status)
    if post.status == "withdrawn":
        raise PostWithdrawn
    if post.status == "discarded":
        raise PostDiscarded
    if status not in ASKABLE:
        raise UnknownStatus(status=status, known=", ".join(ASKABLE), field="status")
    if wanted.get("autosave") and (post.status, status) != ("draft", "draft"):
        raise NotADraft
    return status


def _check_allowed(
    session: Session, coverage: Coverage, post: Post, status: str, by: Person
) -> None:
    check_writable(coverage)
    if post.status == "published":
        people.require(session, by, "amend", coverage)
        if status != "published":
            raise PostPublic
        return
    if coverage.status == "ended":
        raise CoverageEnded
    people.require(session, by, _VERB_FOR[status], coverage)
    if post.status == "scheduled":
        people.require(session, by, "schedule", coverage)
    if status == "published" and coverage.status == "draft":
        raise CoverageNotOpen


def _set_words(post: Post, wanted: Mapping[str, Any]) -> None:
    if wanted.get("text") is not None:
        post.text = text.checked(wanted["text"])
    if wanted.get("headline") is not None:
        post.headline = words.line(wanted["headline"], "headline")
    if wanted.get("byline") is not None:
        post.byline = words.line(wanted["byline"], "byline", limit=words.NAME)


def _annotate(
    session: Session, coverage: Coverage, post: Post, wanted: Mapping[str, Any], status: str
) -> frozenset[str]:
    """Note what the post says to the dossier; returns the marks that its markers ask for."""
    is_draft, is_public = status in {"draft", "submitted"}, post.status == "published"
    if wanted.get("positions") is not None:
        _take_positions(session, coverage, post, wanted["positions"], is_draft=is_draft)
    is_typed = wanted.get("text") is not None
    if is_draft:
        _type_again(session, coverage, post, is_typed=is_typed)
        return frozenset()
    asked = frozenset[str]()
    if is_typed or post.status in {"draft", "submitted"}:
        asked = annotations.note(post, annotations.read(session, coverage, post.text))
    if not is_public or is_typed or wanted.get("positions"):
        posting.check(session, coverage, post)
    return asked


def _take_positions(
    session: Session,
    coverage: Coverage,
    post: Post,
    wanted: Sequence[Mapping[str, Any]],
    *,
    is_draft: bool,
) -> None:
    """The positions that come with the post. A draft keeps what is gone since it was chosen."""
    known = naming(session, coverage).known
    positions = [annotations.followed(known, {"kind": "position", **one}) for one in wanted]
    annotations.note_positions(
        post,
        [
            checking.checked(session, coverage, "position", one, or_was=is_draft)
            for one in annotations.wanted_positions(positions)
        ],
    )


def _type_again(session: Session, coverage: Coverage, post: Post, *, is_typed: bool) -> None:
    """A post that was scheduled is a draft again: its markers are in its text, as it is typed."""
    if is_typed:
        annotations.forget_markers(post)
    elif post.status == "scheduled":
        annotations.put_back(session, coverage, post)


def _wished(wanted: Mapping[str, Any], marked: frozenset[str]) -> dict[Marking, bool]:
    """Which marks to put on or take off: a marker puts one on, whatever the boxes say."""
    boxes = {kind: wanted.get(name) for name, kind in _MARKS.items()}
    wished = {kind: True if kind in marked else on for kind, on in boxes.items()}
    return {kind: bool(on) for kind, on in wished.items() if on is not None}


def _set_times(session: Session, post: Post, wanted: Mapping[str, Any], by: Person) -> None:
    for field in _TIMES:
        if field not in wanted:
            continue
        value = zones.aware(wanted[field], field)
        if value == getattr(post, field):
            continue
        if post.status != "published":
            people.require(session, by, "schedule", post)
            setattr(post, field, value)
        elif value is not None:
            raise PostPublic


def _get(session: Session, post_id: UUID) -> Post | None:
    return session.get(Post, post_id, options=AT_THE_DESK, populate_existing=True)


def _check_seen(post: Post, seen: int | None) -> None:
    if seen is None:
        raise RevisionNeeded(revision=post.revision)
    if seen != post.revision:
        raise Stale(revision=post.revision)


def _was_asked(
    session: Session, post: Post, wanted: Mapping[str, Any], request: str, seen: int | None
) -> bool:
    """Whether this is asked for once more. Who has seen the present revision, and asks for what
    was before it, wants to go back to that."""
    last = session.scalar(
        select(func.max(Revision.number)).where(
            Revision.post_id == post.id, Revision.request == request
        )
    )
    if last is None or last == post.revision:
        return last is not None
    return seen != post.revision and wanted.get("sending") is None


def _digest(wanted: Mapping[str, Any]) -> str:
    """The same for the same wishes, whatever order they came in."""
    wishes = {name: value for name, value in wanted.items() if name != "sending"}
    spelled = json.dumps(wishes, sort_keys=True, default=str)
    return hashlib.sha256(spelled.encode()).hexdigest()
