"""Withdrawals: a post is taken back, and a notice remains in its place."""

from datetime import datetime, timedelta
from typing import Final, cast
from uuid import uuid5

from sqlalchemy.orm import Session

from depesche.errors import AlreadyWithdrawn, PostNotPublic, TooLateToUndo
from depesche.newsroom import marks, people, posts, telling, words
from depesche.newsroom.dossier import annotations, posting
from depesche.newsroom.marks import Marking
from depesche.newsroom.models import Coverage, Person, Post, Withdrawal

GRACE: Final = timedelta(minutes=2)  # for which a publication can be undone


def withdraw(
    session: Session, coverage: Coverage, post: Post, *, notice: str, by: Person, now: datetime
) -> Withdrawal:
    """Take a published post back; `notice` tells the reader why. Doing it twice is doing it once.

    Raises NotAllowed, CoverageArchived, PostNotPublic, AlreadyWithdrawn, Missing, TooLong.
    """
    people.require(session, by, "withdraw", post)
    notice = words.note(notice, "notice", required=True)
    made = session.get(Withdrawal, post.id)
    if made is not None:
        if made.notice != notice:
            raise AlreadyWithdrawn
        return made
    posts.check_writable(coverage)
    if post.status != "published":
        raise PostNotPublic
    withdrawal = Withdrawal(post_id=post.id, notice=notice, made_at=now, made_by_id=by.id)
    session.add(withdrawal)
    marks.take_all_off(session, post, by=by, now=now)
    post.status, post.updated_at = "withdrawn", now
    session.flush()
    session.expire(post, ["withdrawal"])
    posting.withdraw(session, coverage, post, by=by, now=now)
    telling.tell(session, coverage, post, now=now)
    return withdrawal


def undo(
    session: Session,
    coverage: Coverage,
    post: Post,
    *,
    notice: str,
    by: Person,
    now: datetime,
) -> Post:
    """Take back what has just been published, and return its words, markers and marks as a draft.

    Readers may have seen it, so it is a withdrawal with a notice like any other. The draft's id
    is made of the post's: doing it twice, by whomever, is doing it once.

    Raises TooLateToUndo, CoverageEnded and what `withdraw` raises.
    """
    draft_id = uuid5(post.id, "undone")
    if post.status == "withdrawn":
        withdraw(session, coverage, post, notice=notice, by=by, now=now)
        return posts.find(session, coverage, draft_id)
    if post.published_at is not None and now > post.published_at + GRACE:
        raise TooLateToUndo
    marked = list(post.marks)
    typed = annotations.as_typed(session, coverage, post, anew=True)
    withdraw(session, coverage, post, notice=notice, by=by, now=now)
    wanted = {**posts.as_wanted(post), "text": typed}
    draft = posts.put(session, coverage, draft_id, by=by, now=now, **wanted).post
    annotations.note_positions(draft, annotations.wanted_positions(post.annotations))
    for mark in marked:
        kind = cast("Marking", mark.kind)
        marks.place(session, coverage, draft, kind, on=True, by=by, now=now, until=mark.until)
    draft.author_id = post.author_id  # it stays the work of whoever wrote it
    return draft
