"""Who is at the desk: a cookie that holds a secret, whose hash the newsroom knows."""

from typing import Annotated

from fastapi import Depends, Request
from fastapi.responses import Response

from depesche import clock
from depesche.errors import NotSignedIn
from depesche.newsroom import keys
from depesche.newsroom.models import Person
from depesche.settings import Settings
from depesche.web.rooms import House

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


def forget(response: Response, settings: Settings) -> None:
    """Take the secret off the browser."""
    response.delete_cookie(
        cookie_name(settings), path="/", secure=settings.is_https, httponly=True, samesite="lax"
    )


def _signed_in(request: Request, house: House) -> Person:
    secret, wall = secret_of(request, house.settings), clock.wall()
    with house.store.reading() as session:
        sign = keys.signed_in(session, secret, wall=wall)
    if wall - sign.seen_at >= keys.SEEN:
        with house.store.writing() as session:
            keys.see(session, sign, wall=wall)
    person = sign.person
    request.state.language = person.language or house.settings.language  # for errors, too
    return person


SignedIn = Annotated[Person, Depends(_signed_in)]
