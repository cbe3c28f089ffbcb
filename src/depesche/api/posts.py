"""Posts: listed, read, put."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Request, Response

from depesche import clock
from depesche.api import answers, doors, pages, refusals, revisions
from depesche.api.bearer import By
from depesche.api.paths import PostId, Slug
from depesche.api.revisions import TAGGED, IfMatch
from depesche.api.wanted import WantedPost
from depesche.errors import (
    AltMissing,
    CoverageArchived,
    CoverageEnded,
    CoverageNotOpen,
    MarkerUnread,
    Missing,
    NaiveTime,
    PictureElsewhere,
    PictureGone,
    PostElsewhere,
    PostPublic,
    PostWithdrawn,
    RevisionNeeded,
    Stale,
    TextTooDeep,
    TooLong,
    UnknownChoice,
    UnknownObject,
    UnknownStatus,
    UnreadableDate,
)
from depesche.newsroom import coverages, people, posts
from depesche.web.rooms import House

router = doors.resource("/coverages/{slug}/posts", tag="Posts")


@router.get("", responses=refusals.reading())
def list_posts(
    *,
    slug: Slug,
    request: Request,
    house: House,
    by: By,
    after: Annotated[UUID | None, Query(description="From `next`: the last post's id.")] = None,
    limit: pages.Limit = pages.SIZE,
) -> answers.Posts:
    """The posts of a coverage in every state, in the order they were made."""
    with house.store.reading() as session:
        coverage = coverages.find(session, slug)
        people.require(session, by, "read", coverage)
        last = posts.find(session, coverage, after) if after else None
        found = posts.page(session, coverage, after=last, limit=limit + 1)
    rows, following = pages.cut(found, limit, request=request, settings=house.settings)
    return answers.Posts(
        items=[answers.Post.of(post, house.settings) for post in rows], next=following
    )


@router.get("/{post_id}", responses={200: TAGGED, **refusals.reading()})
def read_post(
    slug: Slug, post_id: PostId, house: House, by: By, response: Response
) -> answers.Post:
    """One post, in any state. The ETag is its revision."""
    with house.store.reading() as session:
        coverage = coverages.find(session, slug)
        people.require(session, by, "read", coverage)
        post = posts.find(session, coverage, post_id)
    response.headers["ETag"] = revisions.etag(post.revision)
    return answers.Post.of(post, house.settings)


@router.put(
    "/{post_id}",
    responses={
        200: TAGGED,
        201: {"model": answers.Receipt, "description": "Made.", **TAGGED},
        **refusals.writing_a_body(
            *(Missing, TooLong, TextTooDeep, UnknownStatus, NaiveTime),
            *(PictureGone, PictureElsewhere, AltMissing),
            *(CoverageNotOpen, CoverageEnded, CoverageArchived),
            *(MarkerUnread, UnknownObject, UnknownChoice, UnreadableDate),
            *(PostElsewhere, PostPublic, PostWithdrawn, Stale, RevisionNeeded),
        ),
    },
    response_description="Amended, or as it was.",
)
def put_post(
    *,
    slug: Slug,
    post_id: PostId,
    wanted: WantedPost,
    house: House,
    by: By,
    response: Response,
    if_match: IfMatch = None,
) -> answers.Receipt:
    """Make the post, or change what is given; of a published one, the words: that amends it.

    A body equal to any earlier one of this id changes nothing, so that retries are harmless.
    Another body needs If-Match.
    """
    with house.store.writing() as session:
        coverage = coverages.find(session, slug, to_write=True)
        seen = revisions.seen(session, coverage, post_id, if_match)
        put = posts.put(
            session, coverage, post_id, by=by, now=clock.now(), seen=seen, **wanted.given()
        )
        answer = answers.Receipt.of(session, coverage, put.post, house.settings)
    response.status_code = 201 if put.is_new else 200
    response.headers["ETag"] = revisions.etag(answer.revision)
    return answer
