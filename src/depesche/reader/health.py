"""For whatever watches the server: does it live, can it work, and its figures."""

from hmac import compare_digest

from fastapi import APIRouter, Request
from fastapi.responses import PlainTextResponse, Response
from sqlalchemy import text
from starlette.concurrency import run_in_threadpool

from depesche import metrics
from depesche.errors import NotFound
from depesche.web.rooms import House, Rooms

router = APIRouter()


@router.api_route("/healthz", methods=["GET", "HEAD"])
async def healthz(request: Request, house: House) -> PlainTextResponse:
    """The process answers; with `?ready` the database does, too."""
    if "ready" not in request.query_params:
        return PlainTextResponse("ok\n")  # on the event loop: no thread has to be free for it
    await run_in_threadpool(_ask_database, house)
    return PlainTextResponse("ready\n")


@router.get("/metrics")
def figures(request: Request, house: House) -> Response:
    """The figures, for whoever has the token."""
    token = house.settings.metrics_token
    said = request.headers.get("authorization", "").encode()
    if not token or not compare_digest(said, f"Bearer {token.get_secret_value()}".encode()):
        raise NotFound
    return Response(metrics.exposed(), media_type=metrics.MEDIA_TYPE)


def _ask_database(house: Rooms) -> None:
    with house.store.reading() as session:
        session.execute(text("SELECT 1"))
