"""Who is asking: a program with a token, and the account that it acts as."""

from typing import Annotated, Final

from fastapi import Request, Security
from fastapi.concurrency import run_in_threadpool
from fastapi.security import HTTPBearer

from depesche.errors import BadToken, ReadOnlyToken
from depesche.newsroom import keys
from depesche.newsroom.models import Person, Token
from depesche.store.engine import Store
from depesche.web.rooms import House, Rooms

_SCHEME: Final = HTTPBearer(
    scheme_name="token",
    description="A token that `depesche tokens add` has printed. With the scope “read” it may GET.",
    auto_error=False,
)


async def recognise(request: Request) -> None:
    """Note who asks, for `By`. Raises BadToken, ReadOnlyToken."""
    rooms: Rooms = request.app.state.rooms
    shown = await _SCHEME(request)
    if shown is None:
        raise BadToken
    token = await run_in_threadpool(_token, rooms.store, shown.credentials)
    if token.scope != "write" and request.method != "GET":
        raise ReadOnlyToken
    request.state.secret = shown.credentials
    request.state.person = token.person


def _token(store: Store, secret: str) -> Token:
    with store.reading() as session:
        return keys.token(session, secret)


def _person(request: Request, house: House, _shown: Annotated[object, Security(_SCHEME)]) -> Person:
    if request.method != "GET":  # a body may take minutes to come, and the token be revoked
        return _token(house.store, request.state.secret).person
    person: Person = request.state.person
    return person


By = Annotated[Person, Security(_person)]
