"""Who is at the desk: a cookie that holds a secret, whose hash the newsroom knows."""

from contextlib import suppress
from typing import Annotated

from fastapi import Depends, Request
from fastapi.responses import Response

from depesche import clock
from depesche.errors import NotSignedIn, SomebodyElse
from depesche.newsroom import keys
from depesche.newsroom.models import Person
from depesche.settings import Settings
from depesche.store.troubles import AWAY
from depesche.web.rooms import House

PAGE_OF = "Depesche-Person"  # a header: the id of the person whose page it is that asks
_BROWSERS = ("Firefox", "Edg", "OPR", "Chrome", "Safari")  # the first one that is named
_SYSTEMS = ("Android", "iPhone", "iPad", "Windows", "Mac OS", "CrOS", "Linux")
_SPOKEN = {"Edg": "Edge", "OPR": "Opera", "Mac OS": "macOS", "CrOS": "ChromeOS"}


def cookie_name(settings: Settings) -> str:
    """With https the browser itself guards that nobody else can set it."""
    return "__Host-depesche" if settings.is_https else "depesche"


def secret_of(request: Request, settings: Settings) -> str:
    """The secret that the browser holds. Raises NotSignedIn."""
    secret = request.cookies.get(cookie_name(settings))
    if not secret:
        raise NotSignedIn
    return secret


def device(request: Request) -> str:
    """What the browser is in a few words, such as „Firefox, Windows“; empty where unknown."""
    agent = request.headers.get("user-agent", "")
    found = (
        next((word for word in words if word in agent), None) for words in (_BROWSERS, _SYSTEMS)
    )
    return ", ".join(_SPOKEN.get(word, word) for word in found if word is not None)


def address(request: Request) -> str:
    """Where the request comes from."""
    return request.client.host if request.client else ""


def remember(response: Response, secret: str, settings: Settings) -> None:
    """Give the browser its secret, which it keeps for longer than the sign-in lasts.

    So that it is known when somebody signs in with it again: see `newsroom.attempts`.
    """
    response.set_cookie(
        cookie_name(settings),
        secret,
        max_age=settings.sign_in_hours * 3600 + int(keys.KNOWN.total_seconds()),
        path="/",
        secure=settings.is_https,
        httponly=True,
        samesite="lax",
    )


def _signed_in(request: Request, house: House) -> Person:
    secret, wall = secret_of(request, house.settings), clock.wall()
    with house.store.reading() as session:
        sign = keys.signed_in(session, secret, wall=wall)
    if wall - sign.seen_at >= keys.SEEN:
        with suppress(*AWAY), house.store.writing(at_once=True) as session:  # else the next time
            keys.see(session, sign, wall=wall)
    person = sign.person
    request.state.language = person.language or house.settings.language  # for errors, too
    if _page_of(request) not in {"", str(person.id)}:
        raise SomebodyElse(name=person.name)
    return person


def _page_of(request: Request) -> str:
    """Whose page asks, where it says so: a page outlives its sign-in, and another one may follow.

    A stream can send no header, so its address says it.
    """
    return request.headers.get(PAGE_OF) or request.query_params.get("person") or ""


SignedIn = Annotated[Person, Depends(_signed_in)]
