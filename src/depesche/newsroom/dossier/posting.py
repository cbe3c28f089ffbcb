"""Posting is the dossier: what a post does to it when it goes out, changes, or is taken back.

Quotes become claims, names become mentions, markers and positions become acts. All of it happens
in the transaction of the post, and before the post is told: readers get one picture.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy.orm import Session

from depesche.errors import DepescheError
from depesche.newsroom.dossier import (
    acts,
    annotations,
    answering,
    checking,
    grounding,
    mentions,
    objects,
    quoting,
    saying,
    telling,
    wording,
)
from depesche.newsroom.dossier.annotations import Annotation
from depesche.newsroom.dossier.kinds import positions
from depesche.newsroom.dossier.naming import naming
from depesche.newsroom.models import Coverage, DossierObject, Person, Post


def check(session: Session, coverage: Coverage, post: Post) -> None:
    """That nothing will be refused of what the post says to the dossier, as far as is known.

    Raises what is wrong with it.
    """
    known = naming(session, coverage).known
    for one in annotations.wanted_positions(annotations.positions(post)):
        wanted = annotations.followed(known, {"kind": "position", **one})
        del wanted["kind"]
        facts = checking.checked(session, coverage, "position", wanted)
        checking.check_whole(session, coverage, "position", "", facts=facts, post=post)
    quoting.check(session, coverage, post)


def publish(
    session: Session,
    coverage: Coverage,
    post: Post,
    *,
    now: datetime,
    by: Person | None = None,
    is_corrected: bool = False,
) -> None:
    """The post is public, or its words have changed: bring the dossier up to it.

    It may have waited, and what it speaks of may be gone since: such an annotation goes on
    waiting, and the others become acts. Nothing keeps a post from going out.
    """
    by = by or session.get_one(Person, post.published_by_id)
    with telling.together(session, coverage, now=now):
        refused = _claim(session, coverage, post, by=by, now=now, is_corrected=is_corrected)
        post.annotations = [
            one if one["kind"] in refused else _told(session, coverage, post, one, by=by, now=now)
            for one in post.annotations
        ]
        _reword(session, coverage, post, by=by, now=now)
        mentions.note(session, coverage, post, by=by, now=now)
        session.flush()
    session.expire(post, ["told"])


def correct(session: Session, coverage: Coverage, post: Post, *, by: Person, now: datetime) -> None:
    """The post's words were wrong: what rests on it is flagged, and follows the new words."""
    with telling.together(session, coverage, now=now):
        grounding.raise_(session, coverage, post, "corrected", by=by, now=now)
        publish(session, coverage, post, by=by, now=now, is_corrected=True)


def withdraw(
    session: Session, coverage: Coverage, post: Post, *, by: Person, now: datetime
) -> None:
    """The post is taken back: what rests on nothing else falls with it, the rest is flagged."""
    grounding.raise_(session, coverage, post, "withdrawn", by=by, now=now)
    mentions.note(session, coverage, post, by=by, now=now)
    session.expire(post, ["told"])


def _claim(session: Session, coverage: Coverage, post: Post, **how: Any) -> Sequence[str]:
    """The post's quotes are claims; returns the kinds of markers that cannot be told."""
    said = annotations.waiting(post)
    quotes = [one for one in said if one["kind"] not in quoting.STATUSES]
    for some, refused in ((said, ()), (quotes, quoting.STATUSES)):
        try:
            quoting.claim(session, coverage, post, some, **how)
        except DepescheError:
            continue
        return refused
    return quoting.STATUSES


def _reword(session: Session, coverage: Coverage, post: Post, **who: Any) -> None:
    """A position that nobody has worded is in the words that the post has now."""
    known = naming(session, coverage).known
    told = [one for one in post.annotations if one["kind"] == "position" and one.get("told")]
    taken = [annotations.followed(known, one) for one in told]
    found = objects.came_with(session, post, "position") if taken else []
    said = saying.said(session, post, "position")
    for one in found:
        is_worded = any(_is_of(one, each) and each.get("wording") for each in taken)
        if is_worded or one.facts["wording"] != said[one.key].get("wording"):
            continue
        named = {"actor": one.facts["actor"], "issue": one.facts["issue"]}
        objects.place(
            session, coverage, "position", one.key, post=post, tells_post=False,
            wording=wording.of(session, coverage, post, **named), **who,
        )  # fmt: skip


def _is_of(position: DossierObject, annotation: Annotation) -> bool:
    """Whether the position has been taken by this."""
    return all(position.facts[field] == annotation[field] for field in ("actor", "issue", "stance"))


def _told(
    session: Session, coverage: Coverage, post: Post, annotation: Annotation, **who: Any
) -> Annotation:
    """The annotation, told the dossier unless it has been before."""
    if annotation.get("told"):
        return annotation
    annotation = annotations.followed(naming(session, coverage).known, annotation)
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
