"""How readers are shown something: looked up, drawn where it is not ready, answered."""

from collections.abc import Callable

from fastapi import Request
from fastapi.responses import Response
from sqlalchemy.orm import Session

from depesche.newsroom import changes, coverages
from depesche.newsroom.models import Coverage
from depesche.web.answers import Content
from depesche.web.rooms import Rooms

Draw = Callable[[Session, Coverage], Content]


def of_coverage(
    request: Request, house: Rooms, slug: str, rest: str | None, draw: Draw
) -> Response:
    """What stands at `/live/{slug}{rest}`, drawn once for each state of the readers' log.

    Nothing may be drawn there but what that log tells of. Without a `rest` it is not kept. Raises
    NotFound, and what `draw` raises.
    """
    seen = house.ready.seen()
    with house.store.reading() as session:
        coverage = coverages.public(session, slug)
        answer = house.ready.answer(
            None if rest is None else f"/live/{slug}{rest}",
            lambda: draw(session, coverage),
            of=coverage.id,
            state=(coverage.edition, coverage.sequence),
            seen=seen,
            route=route(request),
        )
    return answer.response(request)


def of_all(
    request: Request, house: Rooms, address: str, draw: Callable[[Session], Content]
) -> Response:
    """What stands at that address, drawn once for each state of all readers' logs."""
    seen = house.ready.seen()
    with house.store.reading() as session:
        answer = house.ready.answer(
            address,
            lambda: draw(session),
            of=None,
            state=changes.state(session, None),
            seen=seen,
            route=route(request),
        )
    return answer.response(request)


def route(request: Request) -> str:
    """The address as the code declares it."""
    return str(request.scope["route"].path)
