"""The desk: where editors announce, write, correct and withdraw. For the signed-in only."""

from fastapi import APIRouter

from depesche.desk import (
    composer,
    corrections,
    coverages,
    language,
    marks,
    posts,
    previews,
    releases,
    sign_in,
    steps,
    stream,
    withdrawals,
)

router = APIRouter(include_in_schema=False)
for resource in (
    sign_in,
    language,
    coverages,  # before the composer: /coverages/new is no coverage
    composer,
    steps,
    posts,
    previews,
    corrections,
    withdrawals,
    releases,
    marks,  # after the others: a mark is whatever name is left
    stream,
):
    router.include_router(resource.router, prefix="/desk")
