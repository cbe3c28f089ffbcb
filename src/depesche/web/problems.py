"""Every error as an answer: a page for people, problem details (RFC 9457) for programs."""

import json
import logging
import secrets
from http import HTTPStatus
from urllib.parse import quote, urlencode

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse
from starlette.routing import Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from depesche import metrics
from depesche.errors import (
    DepescheError,
    DiskFull,
    Invalid,
    NotFound,
    NotSignedIn,
    TooLarge,
    TooMany,
    TooSlow,
    Unavailable,
    Unexpected,
    Unreadable,
)
from depesche.store.troubles import AWAY, is_full
from depesche.web.rooms import Rooms

log = logging.getLogger(__name__)


def install(app: FastAPI) -> None:
    """Answer all errors of this app."""
    app.exception_handler(DepescheError)(answer)
    app.exception_handler(HTTPException)(_answer_http)
    app.exception_handler(RequestValidationError)(_answer_unreadable)
    for away in AWAY:
        app.exception_handler(away)(_answer_unavailable)
    app.exception_handler(OSError)(_answer_machine)
    app.exception_handler(IntegrityError)(_answer_collision)


class LastResort:
    """Middleware for what nobody expected: logged under a number, told by that number alone.

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
            incident = secrets.token_hex(4)
            log.exception("incident %s", incident)
            response = answer(Request(scope, receive), Unexpected(incident=incident))
        else:
            return
        if not started:
            await response(scope, receive, send)


def answer(request: Request, error: DepescheError) -> Response:
    """The error in the form and the language that the asker understands."""
    rooms: Rooms = request.app.state.rooms
    metrics.REFUSALS.labels(error.code).inc()
    if _is_program(request):
        return _problem(request, error, rooms)
    at_the_desk = request.url.path == "/desk" or request.url.path.startswith("/desk/")
    if isinstance(error, NotSignedIn) and at_the_desk and request.method in {"GET", "HEAD"}:
        asked = urlencode({"next": request.url.path})
        location = f"/desk/sign-in?{asked}"
        return RedirectResponse(location, status_code=303, headers=headers(error))
    language = _language(request, rooms)
    page = rooms.templates.render(
        "error/error.html",
        language,
        sentence=error.sentence(rooms.templates.gettext(language)),
        status=error.status,
        at_the_desk=at_the_desk,
    )
    return Response(page, error.status, headers(error), media_type="text/html")


def headers(error: DepescheError) -> dict[str, str]:
    """What goes with the error, whoever asks."""
    told = {"Cache-Control": "no-store"}
    if isinstance(error, TooMany | Unavailable):
        told["Retry-After"] = str(error.facts.get("seconds", 5))
    if isinstance(error, TooLarge | TooSlow):
        told["Connection"] = "close"  # what is still to come is not wanted
    if "revision" in error.facts:
        told["ETag"] = f'"{error.facts["revision"]}"'
    return told


def _problem(request: Request, error: DepescheError, rooms: Rooms) -> Response:
    told = headers(error)
    is_api = request.url.path.startswith("/api/")
    if is_api and isinstance(error, NotSignedIn):
        told["WWW-Authenticate"] = "Bearer"
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
        if error.field not in {*request.path_params, *request.query_params}:
            content["errors"] = [{"pointer": _pointer(error.field), "detail": content["detail"]}]
    if "revision" in error.facts:
        content["revision"] = error.facts["revision"]
    return _Json(content, error.status, told, media_type="application/problem+json")


def _pointer(field: str) -> str:
    """The field as a JSON pointer into the body (RFC 6901), in the form of a URI fragment."""
    steps = (step.replace("~", "~0").replace("/", "~1") for step in field.split("."))
    return "#/" + "/".join(quote(step, safe="~", errors="replace") for step in steps)


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


def _answer_unavailable(request: Request, error: SQLAlchemyError) -> Response:
    reason = getattr(error, "orig", None) or error
    if is_full(error):
        log.error("the disk is full", extra={"reason": str(reason)})
        return answer(request, DiskFull())
    log.error("the database does not answer", extra={"reason": str(reason)})
    return answer(request, Unavailable(seconds=2))


def _answer_machine(request: Request, error: OSError) -> Response:
    """A disk without room is told of; anything else is what nobody expected."""
    if not is_full(error):
        raise error
    log.error("the disk is full", extra={"reason": str(error.strerror)})
    return answer(request, DiskFull())


def _answer_collision(request: Request, error: IntegrityError) -> Response:
    """Two made the same thing at the same moment: whoever asks again finds it made."""
    said = str(error.orig).partition("\n")[0]  # what follows quotes the row
    log.warning("two wrote the same thing at once", extra={"reason": said})
    return answer(request, Unavailable(seconds=1))
