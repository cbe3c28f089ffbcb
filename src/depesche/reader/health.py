"""Liveness, for whatever watches the server."""

from fastapi import APIRouter
from fastapi.responses import PlainTextResponse

router = APIRouter()


@router.api_route("/healthz", methods=["GET", "HEAD"])
def healthz() -> PlainTextResponse:
    """The process answers."""
    return PlainTextResponse("ok\n")
