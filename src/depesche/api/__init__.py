"""The API: what a program may read and do, with a bearer token, in JSON.

Routes are thin: find, call one verb of the core, answer once it is durable. Whatever goes wrong is
told as problem details (RFC 9457).
"""

from fastapi import APIRouter

from depesche.api import (
    corrections,
    coverages,
    marks,
    pictures,
    posts,
    withdrawals,
)
from depesche.api.dossier import acts, objects

router = APIRouter(prefix="/api/v1")
for _resource in (
    *(coverages, posts, corrections, withdrawals, marks, pictures),
    *(acts, objects),
):
    router.include_router(_resource.router)
