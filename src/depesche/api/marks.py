"""Marks: PUT makes a post a pin, a key event or a summary; DELETE takes that off again.

Doing it twice is doing it once.
"""

from collections.abc import Callable, Mapping
from typing import Final
from uuid import UUID

from depesche import clock
from depesche.api import answers, doors, refusals
from depesche.api.bearer import By
from depesche.api.paths import PostId, Slug
from depesche.errors import CoverageArchived, CoverageEnded, PostWithdrawn
from depesche.newsroom import coverages, marks, posts
from depesche.newsroom.changes import Kind
from depesche.newsroom.marks import Marking
from depesche.newsroom.models import Person
from depesche.web.rooms import House, Rooms

router = doors.resource("/coverages/{slug}/posts/{post_id}", tag="Posts")

# As which kinds of the readers' log a mark is told: a key event is an entry of the timeline, too.
_TOLD_AS: Final[Mapping[Marking, tuple[Kind, ...]]] = {
    "pin": ("pin",),
    "key_event": ("key_event", "entry"),
    "summary": ("summary",),
}
_REFUSALS: Final = refusals.writing(CoverageEnded, CoverageArchived, PostWithdrawn)


@router.put("/pin", responses=_REFUSALS)
def pin_post(slug: Slug, post_id: PostId, house: House, by: By) -> answers.Receipt:
    """Keep the post on top."""
    return _done(house, slug, post_id, marks.make, kind="pin", by=by)


@router.delete("/pin", responses=_REFUSALS)
def unpin_post(slug: Slug, post_id: PostId, house: House, by: By) -> answers.Receipt:
    """Let the post go down with the others."""
    return _done(house, slug, post_id, marks.remove, kind="pin", by=by)


@router.put("/key-event", responses=_REFUSALS)
def make_key_event(slug: Slug, post_id: PostId, house: House, by: By) -> answers.Receipt:
    """Put the post on the timeline."""
    return _done(house, slug, post_id, marks.make, kind="key_event", by=by)


@router.delete("/key-event", responses=_REFUSALS)
def remove_key_event(slug: Slug, post_id: PostId, house: House, by: By) -> answers.Receipt:
    """Take the post off the timeline."""
    return _done(house, slug, post_id, marks.remove, kind="key_event", by=by)


@router.put("/summary", responses=_REFUSALS)
def make_summary(slug: Slug, post_id: PostId, house: House, by: By) -> answers.Receipt:
    """Let the post sum up so far."""
    return _done(house, slug, post_id, marks.make, kind="summary", by=by)


@router.delete("/summary", responses=_REFUSALS)
def remove_summary(slug: Slug, post_id: PostId, house: House, by: By) -> answers.Receipt:
    """Make the post one like the others again."""
    return _done(house, slug, post_id, marks.remove, kind="summary", by=by)


def _done(
    house: Rooms, slug: str, post_id: UUID, verb: Callable[..., None], *, kind: Marking, by: Person
) -> answers.Receipt:
    with house.store.writing() as session:
        coverage = coverages.find(session, slug, to_write=True)
        post = posts.find(session, coverage, post_id)
        verb(session, coverage, post, kind, by=by, now=clock.now())
        return answers.Receipt.of(session, coverage, post, house.settings, *_TOLD_AS[kind])
