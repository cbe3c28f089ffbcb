"""The dossier desk: where editors prepare the dossier, and look at what a correction asks."""

from fastapi import APIRouter

from depesche.desk.dossier import answers, cells, checks, likelihoods, objects, page

router = APIRouter()
for resource in (
    page,
    checks,
    cells,
    likelihoods,
    answers,
    objects,  # after the others: a kind is whatever name is left
):
    router.include_router(resource.router)
