"""Withdrawals: a post is taken back, and a notice remains in its place."""

from datetime import datetime

from sqlalchemy.orm import Session

from depesche.errors import AlreadyWithdrawn, PostNotPublic
from depesche.newsroom import marks, people, posts, telling, words
from depesche.newsroom.models import Coverage, Person, Post, Withdrawal


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
    telling.tell(session, coverage, post, now=now)
    return withdrawal
