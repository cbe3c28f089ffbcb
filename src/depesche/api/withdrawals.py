"""Withdrawals: a post is taken back, and a notice remains in its place."""

from fastapi import Response

from depesche import clock
from depesche.api import answers, doors, refusals
from depesche.api.bearer import By
from depesche.api.paths import PostId, Slug
from depesche.api.wanted import WantedWithdrawal
from depesche.errors import AlreadyWithdrawn, CoverageArchived, Missing, PostNotPublic, TooLong
from depesche.newsroom import coverages, posts, withdrawals
from depesche.web.rooms import House

router = doors.resource("/coverages/{slug}/posts/{post_id}/withdrawal", tag="Posts")


@router.put(
    "",
    responses={
        201: {"model": answers.Receipt, "description": "Withdrawn."},
        **refusals.writing_a_body(
            Missing, TooLong, CoverageArchived, PostNotPublic, AlreadyWithdrawn
        ),
    },
    response_description="Withdrawn before, with the same notice.",
)
def withdraw_post(
    *,
    slug: Slug,
    post_id: PostId,
    wanted: WantedWithdrawal,
    house: House,
    by: By,
    response: Response,
) -> answers.Receipt:
    """Take a published post back; the notice tells readers why."""
    with house.store.writing() as session:
        coverage = coverages.find(session, slug, to_write=True)
        post = posts.find(session, coverage, post_id)
        is_new = post.withdrawal is None
        withdrawals.withdraw(session, coverage, post, notice=wanted.notice, by=by, now=clock.now())
        answer = answers.Receipt.of(session, coverage, post, house.settings)
    response.status_code = 201 if is_new else 200
    return answer
