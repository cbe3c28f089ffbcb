"""Returns: an editor sends a submitted post back to its author, with a note that says why.

The note is the desk's: no reader and no program ever gets it.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from depesche.errors import PostNotSubmitted, Stale
from depesche.newsroom import people, posts, telling, words
from depesche.newsroom.models import Coverage, Person, Post, Return


def send_back(
    session: Session,
    coverage: Coverage,
    post: Post,
    *,
    note: str,
    by: Person,
    now: datetime,
    seen: int | None = None,
) -> Return:
    """Make the submitted post a draft again and say why. Doing it twice is doing it once.

    `seen` is the post's revision as the editor knows it. The return has a revision of its own, so
    that the author, who may have the post in hand, does not submit it again without looking.

    Raises NotAllowed, CoverageArchived, PostNotSubmitted, Stale, Missing, TooLong.
    """
    people.require(session, by, "return", post)
    note = words.note(note, "note", required=True)
    if post.status == "draft" and post.returns and post.returns[-1].note == note:
        return post.returns[-1]
    posts.check_writable(coverage)
    if post.status != "submitted":
        raise PostNotSubmitted
    if seen not in {None, post.revision}:
        raise Stale(revision=post.revision)
    made = Return(post_id=post.id, note=note, made_at=now, made_by_id=by.id)
    session.add(made)
    post.status = "draft"
    posts.keep_revision(session, post, kind="returned", by=by, now=now)
    session.flush()
    session.expire(post, ["returns"])
    telling.tell(session, coverage, post, now=now)
    return made
