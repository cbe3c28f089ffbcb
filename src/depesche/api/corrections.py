"""Corrections: the words change, and readers are told what was wrong."""

from fastapi import Response

from depesche import clock
from depesche.api import answers, doors, refusals, revisions
from depesche.api.bearer import By
from depesche.api.paths import CorrectionId, PostId, Slug
from depesche.api.revisions import TAGGED, IfMatch
from depesche.api.wanted import WantedCorrection
from depesche.errors import (
    CorrectionExists,
    CoverageArchived,
    MarkerUnread,
    Missing,
    PostNotPublic,
    PostWithdrawn,
    SameWords,
    Stale,
    TextTooDeep,
    TooLong,
    UnknownCorrectionClass,
)
from depesche.newsroom import corrections, coverages, posts
from depesche.web.rooms import House

router = doors.resource("/coverages/{slug}/posts/{post_id}/corrections", tag="Posts")


@router.put(
    "/{correction_id}",
    responses={
        200: TAGGED,
        201: {"model": answers.Receipt, "description": "Corrected.", **TAGGED},
        **refusals.writing_a_body(
            *(
                Missing,
                TooLong,
                TextTooDeep,
                MarkerUnread,
                UnknownCorrectionClass,
                CoverageArchived,
                Stale,
            ),
            *(PostNotPublic, PostWithdrawn, SameWords, CorrectionExists),
        ),
    },
    response_description="Corrected before, in the same way.",
)
def correct_post(
    *,
    slug: Slug,
    post_id: PostId,
    correction_id: CorrectionId,
    wanted: WantedCorrection,
    house: House,
    by: By,
    response: Response,
    if_match: IfMatch = None,
) -> answers.Receipt:
    """Correct a published post. The same correction under the same id is made once."""
    with house.store.writing() as session:
        coverage = coverages.find(session, slug, to_write=True)
        post = posts.find(session, coverage, post_id)
        before = post.revision
        corrections.correct(
            session,
            coverage,
            post,
            correction_id=correction_id,
            seen=revisions.seen(session, coverage, post_id, if_match),
            by=by,
            now=clock.now(),
            **wanted.given(),
        )
        answer = answers.Receipt.of(session, coverage, post, house.settings)
    response.status_code = 201 if answer.revision != before else 200
    response.headers["ETag"] = revisions.etag(answer.revision)
    return answer
