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


def cookie_name(settings: Settings) -> str:
    """With https the browser itself guards that nobody else can set it."""
    return "__Host-depesche" if settings.is_https else "depesche"


def secret_of(request: Request, settings: Settings) -> str:
    """The secret that the browser holds. Raises NotSignedIn."""
    secret = request.cookies.get(cookie_name(settings))
    if not secret:
        raise NotSignedIn
    return secret


def remember(response: Response, secret: str, settings: Settings) -> None:
    """Give the browser its secret."""
    response.set_cookie(
        cookie_name(settings),
        secret,
        max_age=settings.sign_in_hours * 3600,
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
    secret = secret_of(request, house.settings)
    with house.store.reading() as session:
        person = keys.signed_in(session, secret, wall=clock.wall())
    request.state.language = person.language or house.settings.language  # for errors, too
    return person


SignedIn = Annotated[Person, Depends(_signed_in)]
