"""The readers' door: front page, coverages, streams. Nothing here needs a cookie or a script."""

from fastapi import APIRouter

from depesche.reader import (
    brand,
    calendar,
    coverage,
    dossier,
    dossier_json,
    following,
    front,
    health,
    paper,
    pictures,
    plain,
    polling,
    searching,
    teaser,
    then,
)

router = APIRouter(include_in_schema=False)
for room in (
    front,
    brand,
    coverage,
    calendar,
    dossier,
    dossier_json,
    following,
    polling,
    searching,
    teaser,
    plain,
    paper,
    pictures,
    health,
    then,
):
    router.include_router(room.router)
