"""The saved versions of a post on a page, any two side by side. It works without scripts."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Query
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import BaseModel, Field

from depesche import clock
from depesche.desk import pages
from depesche.errors import DepescheError, NotAllowed, NotFound
from depesche.newsroom import coverages, differences, people, posts, revisions
from depesche.newsroom.models import Person, Revision
from depesche.web.rooms import House, Rooms
from depesche.web.sessions import SignedIn

router = APIRouter(prefix="/coverages/{slug}/posts/{post_id}/revisions")

COMPARED = ("headline", "text", "byline", "alt", "caption", "credit")

Number = Annotated[int, Field(ge=1, lt=10**9)]


class Restoring(BaseModel):
    """To which version, from which, with its picture or not, and what readers are told: nothing,
    or a note."""

    number: Number
    seen: Number
    pictured: bool = False
    openly: bool = False
    note: str = ""


@router.get("")
def show(
    *,
    house: House,
    person: SignedIn,
    slug: str,
    post_id: UUID,
    former: Annotated[int | None, Query()] = None,
    latter: Annotated[int | None, Query()] = None,
) -> HTMLResponse:
    """All versions, and what makes one of the other: by default, what the last one changed."""
    return _page(house, person, slug, post_id, former=former, latter=latter)


@router.post("")
def restore(
    house: House,
    person: SignedIn,
    slug: str,
    post_id: UUID,
    wanted: Annotated[Restoring, Form()],
) -> Response:
    """Go back to a version, as a new one."""
    try:
        with house.store.writing() as session:
            coverage = coverages.find(session, slug, to_write=True)
            post = posts.find(session, coverage, post_id)
            verb = revisions.restore_openly if wanted.openly else revisions.restore
            told = {"note": wanted.note} if wanted.openly else {}
            verb(
                session,
                coverage,
                post,
                wanted.number,
                seen=wanted.seen,
                by=person,
                now=clock.now(),
                pictured=wanted.pictured,
                **told,
            )
    except (NotAllowed, NotFound):
        raise
    except DepescheError as error:
        return _page(house, person, slug, post_id, former=wanted.number, error=error, typed=wanted)
    return RedirectResponse(f"/desk/coverages/{slug}/posts/{post_id}/revisions", status_code=303)


def _page(
    house: Rooms,
    person: Person,
    slug: str,
    post_id: UUID,
    *,
    former: int | None = None,
    latter: int | None = None,
    error: DepescheError | None = None,
    typed: Restoring | None = None,
) -> HTMLResponse:
    with house.store.reading() as session:
        coverage = coverages.find(session, slug)
        people.require(session, person, "read", coverage)
        post = posts.find(session, coverage, post_id)
        saved = revisions.saved(session, post)
        after = _numbered(saved, latter) or saved[0]
        before = _numbered(saved, former) or _before(saved, after)
        may_restore = people.may(session, person, "draft", post) and (
            post.status in {"draft", "submitted"} or people.may(session, person, "amend", post)
        )
    return pages.show(
        house,
        person,
        "desk/revisions.html",
        status=error.status if error else 200,
        coverage=coverage,
        post=post,
        saved=saved,
        before=before,
        after=after,
        pieces={
            field: differences.between(getattr(before, field), getattr(after, field))
            for field in COMPARED
        },
        changed=posts.changed(before, after),
        lost=posts.changed(before, post),
        corrections={c.to_revision: c for c in post.corrections},
        may_restore=may_restore and post.status not in {"withdrawn", "discarded"},
        trouble=pages.trouble(house, person, error) if error else None,
        typed=typed,
        path=f"/desk/coverages/{slug}/posts/{post_id}/revisions",
    )


def _numbered(saved: Sequence[Revision], number: int | None) -> Revision | None:
    return next((revision for revision in saved if revision.number == number), None)


def _before(saved: Sequence[Revision], after: Revision) -> Revision:
    """The version before that one; the first one has none but itself."""
    return next((revision for revision in saved if revision.number < after.number), after)
