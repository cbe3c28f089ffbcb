"""Every error as an answer: a page for people, problem details (RFC 9457) for programs."""

import json
import logging
from http import HTTPStatus
from urllib.parse import urlencode

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from sqlalchemy.exc import IntegrityError, OperationalError
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse
from starlette.routing import Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from depesche.errors import (
    DepescheError,
    Invalid,
    NotFound,
    NotSignedIn,
    TooMany,
    Unavailable,
    Unreadable,
)
from depesche.web.rooms import Rooms

log = logging.getLogger(__name__)


def install(app: FastAPI) -> None:
    """Answer all errors of this app."""
    app.exception_handler(DepescheError)(answer)
    app.exception_handler(HTTPException)(_answer_http)
    app.exception_handler(RequestValidationError)(_answer_unreadable)
    app.exception_handler(OperationalError)(_answer_unavailable)
    app.exception_handler(IntegrityError)(_answer_collision)


class LastResort:
    """Middleware for what nobody expected: logged here, told without any detail.

    It also answers errors raised by other middleware.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = False

        async def send_and_note(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self._app(scope, receive, send_and_note)
        except DepescheError as error:
            response = answer(Request(scope, receive), error)
        except Exception:
            log.exception("%s %s failed", scope["method"], scope["path"])
            response = answer(Request(scope, receive), DepescheError())
        else:
            return
        if not started:
            await response(scope, receive, send)


def answer(request: Request, error: DepescheError) -> Response:
    """The error in the form and the language that the asker understands."""
    rooms: Rooms = request.app.state.rooms
    headers = {"Cache-Control": "no-store"}
    if isinstance(error, TooMany | Unavailable):
        headers["Retry-After"] = str(error.facts.get("seconds", 5))
    if _is_program(request):
        return _problem(request, error, rooms, headers)
    if isinstance(error, NotSignedIn) and request.method == "GET":
        asked = urlencode({"next": request.url.path})
        return RedirectResponse(f"/desk/sign-in?{asked}", status_code=303, headers=headers)
    language = _language(request, rooms)
    page = rooms.templates.render(
        "error/error.html",
        language,
        sentence=error.sentence(rooms.templates.gettext(language)),
        status=error.status,
    )
    return Response(page, error.status, headers, media_type="text/html")


def _problem(
    request: Request, error: DepescheError, rooms: Rooms, headers: dict[str, str]
) -> Response:
    is_api = request.url.path.startswith("/api/")
    if is_api and isinstance(error, NotSignedIn):
        headers["WWW-Authenticate"] = "Bearer"
    language = "en" if is_api else _language(request, rooms)
    content = {
        "type": f"about:blank#{error.code}",
        "title": HTTPStatus(error.status).phrase,
        "status": error.status,
        "detail": error.sentence(rooms.templates.gettext(language)),
        "code": error.code,
    }
    if isinstance(error, Invalid) and error.field:
        content["field"] = error.field
    if "revision" in error.facts:
        content["revision"] = error.facts["revision"]
        headers["ETag"] = f'"{content["revision"]}"'
    return _Json(content, error.status, headers, media_type="application/problem+json")


class _Json(JSONResponse):
    """JSON that may quote what was sent, even half a character."""

    def render(self, content: object) -> bytes:
        return json.dumps(content, ensure_ascii=False).encode(errors="replace")


def _language(request: Request, rooms: Rooms) -> str:
    """That of the person at the desk, else the newsroom's."""
    return str(getattr(request.state, "language", rooms.settings.language))


def _is_program(request: Request) -> bool:
    wants = request.headers.get("accept", "")
    return request.url.path.startswith("/api/") or "application/json" in wants


def _answer_http(request: Request, error: HTTPException) -> Response:
    if error.status_code == HTTPStatus.NOT_FOUND:
        return answer(request, NotFound())
    headers = dict(error.headers or {})
    reason = error.detail
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        headers["Allow"] = _allowed(request)
        reason = f"{request.method} is not possible here, only {headers['Allow']}"
    wrong = Unreadable(reason=reason)
    wrong.status = error.status_code
    response = answer(request, wrong)
    response.headers.update(headers)
    return response


def _allowed(request: Request) -> str:
    """Every method at this address; the router names those of its first route only."""
    return ", ".join(
        method
        for method in ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
        if any(
            route.matches({**request.scope, "method": method})[0] is Match.FULL
            for route in request.app.routes
        )
    )


def _answer_unreadable(request: Request, error: RequestValidationError) -> Response:
    first = error.errors()[0]
    if first["type"] == "json_invalid":
        at = f"{first['ctx']['error']}, at character {first['loc'][-1]}"
        return answer(request, Unreadable(reason=f"it is not JSON ({at})"))
    field = ".".join(str(part)[:80] for part in first["loc"][1:])
    reason = f"{field}: {first['msg']}" if field else f"{first['loc'][0]}: {first['msg']}"
    return answer(request, Unreadable(reason=reason, field=field or None))


def _answer_unavailable(request: Request, error: OperationalError) -> Response:
    log.error("the database does not answer: %s", error.orig)
    return answer(request, Unavailable(seconds=2))


def _answer_collision(request: Request, error: IntegrityError) -> Response:
    """Two made the same thing at the same moment: whoever asks again finds it made."""
    log.warning("two wrote the same thing at once: %s", error.orig)
    return answer(request, Unavailable(seconds=1))
