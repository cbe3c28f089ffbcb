"""The desk: where editors announce, write, correct and withdraw. For the signed-in only."""

from fastapi import APIRouter

from depesche.desk import (
    account,
    comparisons,
    composer,
    corrections,
    coverages,
    discards,
    dossier,
    language,
    listing,
    marks,
    people,
    pictures,
    posts,
    presence,
    previews,
    readings,
    releases,
    returns,
    revisions,
    sign_in,
    signed_in,
    steps,
    stream,
    withdrawals,
)

router = APIRouter(include_in_schema=False)
for resource in (
    sign_in,
    signed_in,
    language,
    account,
    people,
    coverages,  # before the composer: /coverages/new is no coverage
    composer,
    dossier,
    listing,
    steps,
    posts,
    pictures,
    presence,
    previews,
    readings,
    comparisons,
    corrections,
    withdrawals,
    releases,
    returns,
    discards,
    revisions,
    marks,  # after the others: a mark is whatever name is left
    stream,
):
    router.include_router(resource.router, prefix="/desk")
