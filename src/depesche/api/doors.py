"""How every route of the API is entered: first the token, then the body, and not too much of it."""

from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, Final

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.routing import APIRoute
from starlette.types import Message

from depesche.api import bearer

BODY: Final = 1024 * 1024  # bytes; a text of 20,000 characters takes a tenth of it at most


class Door(APIRoute):
    """A route that reads nothing of a stranger's, nothing but JSON, and at most BODY of it."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()
        takes_body = self.body_field is not None

        async def enter(request: Request) -> Response:
            await bearer.recognise(request)
            return await handle(_bounded(request) if takes_body else request)

        return enter


def resource(prefix: str, tag: str) -> APIRouter:
    """The routes of one resource; their functions' names are what programs call them."""
    return APIRouter(
        prefix=prefix,
        tags=[tag],
        route_class=Door,
        generate_unique_id_function=lambda route: route.name,
    )


def _bounded(request: Request) -> Request:
    """The request, its body counted as it comes. Raises 413 and 415."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise HTTPException(415, "send JSON, with “Content-Type: application/json”")
    announced = request.headers.get("content-length", "")
    if announced.isdecimal() and int(announced[:20]) > BODY:
        raise _too_large()
    return Request(request.scope, _counted(request.receive))


def _counted(receive: Callable[[], Awaitable[Message]]) -> Callable[[], Awaitable[Message]]:
    size = 0

    async def receive_and_count() -> Message:
        nonlocal size
        message = await receive()
        size += len(message.get("body", b""))
        if size > BODY:
            raise _too_large()
        return message

    return receive_and_count


def _too_large() -> HTTPException:
    return HTTPException(413, f"it is larger than {BODY:,} bytes, send less at once")
