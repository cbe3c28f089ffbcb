"""How every route of the API is entered: first the token, then the body."""

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.routing import APIRoute

from depesche.api import bearer


class Door(APIRoute):
    """A route that reads nothing of a stranger's, and nothing but JSON."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()
        takes_body = self.body_field is not None

        async def enter(request: Request) -> Response:
            await bearer.recognise(request)
            if takes_body:
                _check_kind(request)
            return await handle(request)

        return enter


def resource(prefix: str, tag: str) -> APIRouter:
    """The routes of one resource; their functions' names are what programs call them."""
    return APIRouter(
        prefix=prefix,
        tags=[tag],
        route_class=Door,
        generate_unique_id_function=lambda route: route.name,
    )


def _check_kind(request: Request) -> None:
    """Raise 415 unless it is JSON."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise HTTPException(415, "send JSON, with “Content-Type: application/json”")
