"""Posting is the dossier: what a post does to it when it goes out, changes, or is taken back.

Quotes become claims, names become mentions, markers and positions become acts. All of it happens
in the transaction of the post, and before the post is told: readers get one picture.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy.orm import Session

from depesche.errors import DepescheError
from depesche.newsroom.dossier import (
    acts,
    annotations,
    answering,
    checking,
    flags,
    mentions,
    objects,
    quoting,
    saying,
    wording,
)
from depesche.newsroom.dossier.annotations import Annotation
from depesche.newsroom.dossier.kinds import positions
from depesche.newsroom.models import Coverage, Person, Post


def publish(
    session: Session, coverage: Coverage, post: Post, *, now: datetime, by: Person | None = None
) -> None:
    """The post is public, or its words have changed: bring the dossier up to it.

    It may have waited, and what it speaks of may be gone since: such an annotation goes on
    waiting, and the others become acts. Nothing keeps a post from going out.
    """
    by = by or session.get_one(Person, post.published_by_id)
    quoting.claim(session, coverage, post, annotations.waiting(post), by=by, now=now)
    post.annotations = [
        _told(session, coverage, post, annotation, by=by, now=now)
        for annotation in post.annotations
    ]
    mentions.note(session, coverage, post, by=by, now=now)
    session.flush()
    session.expire(post, ["told"])


def correct(session: Session, coverage: Coverage, post: Post, *, by: Person, now: datetime) -> None:
    """The post's words were wrong: what rests on it is flagged, and follows the new words."""
    flags.raise_(session, coverage, post, "corrected", by=by, now=now)
    publish(session, coverage, post, by=by, now=now)


def withdraw(
    session: Session, coverage: Coverage, post: Post, *, by: Person, now: datetime
) -> None:
    """The post is taken back: what rests on nothing else falls with it, the rest is flagged."""
    flags.raise_(session, coverage, post, "withdrawn", by=by, now=now)
    mentions.note(session, coverage, post, by=by, now=now)
    session.expire(post, ["told"])


def _told(
    session: Session, coverage: Coverage, post: Post, annotation: Annotation, **who: Any
) -> Annotation:
    """The annotation, told the dossier unless it has been before."""
    if annotation.get("told"):
        return annotation
    act = _ACTS.get(annotation["kind"])
    try:
        if act is not None:
            act(session, coverage, post, annotation, **who)
    except DepescheError:
        return annotation
    return {**annotation, "told": True}


def _take_position(
    session: Session, coverage: Coverage, post: Post, annotation: Annotation, **who: Any
) -> None:
    """Taken twice in a row with one post it is taken once."""
    wanted = {name: value for name, value in annotation.items() if name != "kind" and value}
    cell = positions.cell(wanted["actor"], wanted["issue"])
    told = [one for one in objects.came_with(session, post, "position") if one.parent == cell]
    if told and wanted.items() <= told[-1].facts.items():
        return
    if not wanted.get("wording"):
        named = {"actor": wanted["actor"], "issue": wanted["issue"]}
        wanted["wording"] = wording.of(session, coverage, post, **named)
    claims = quoting.said_by(session, coverage, post, wanted["actor"])
    objects.place(
        session, coverage, "position", post=post, tells_post=False,
        **{"claims": claims, **wanted}, **who,
    )  # fmt: skip


def _ask(
    session: Session, coverage: Coverage, post: Post, annotation: Annotation, **who: Any
) -> None:
    """Asked twice by one post it is asked once, whatever the desk has made of it since."""
    wanted = checking.checked(session, coverage, "question", {"text": annotation["text"]})
    if wanted not in saying.said(session, post, "question").values():
        objects.place(session, coverage, "question", post=post, tells_post=False, **wanted, **who)


def _answer(
    session: Session, coverage: Coverage, post: Post, annotation: Annotation, **who: Any
) -> None:
    answering.place(session, coverage, annotation["key"], text=annotation["text"], post=post, **who)


def _shift(
    session: Session, coverage: Coverage, post: Post, annotation: Annotation, **who: Any
) -> None:
    """Of one post the last word on a scenario counts; said again it is said once."""
    scenario = objects.present(session, coverage, "scenario", annotation["key"])
    told = {one["post"]: one["shift"] for one in scenario.facts.get("shifts", ())}
    if told.get(str(post.id), ...) == annotation["shift"]:
        return
    acts.record(
        session, coverage, kind="scenario", key=annotation["key"], verb="shift",
        facts={"shift": annotation["shift"]}, post=post, tells_post=False, **who,
    )  # fmt: skip


_ACTS: Final[Mapping[str, Callable[..., None]]] = {
    "position": _take_position,
    "question": _ask,
    "answer": _answer,
    "scenario": _shift,
}
