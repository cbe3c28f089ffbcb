"""An answer made once for everybody, and the bytes in which it goes out.

A page tells the newsroom's time. What there is to say is drawn once; the time is put in anew once
a second at most, and so is the head, which tells the date.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import formatdate
from http import HTTPStatus
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from depesche import clock
from depesche.web import caching
from depesche.web import headers as headers_of
from depesche.web.encodings import BROTLI, GZIP, PLAIN, chosen
from depesche.web.packing import Body, smallest

FRESH: Final = 1.0  # seconds of the machine for which the time that is told holds
HTML: Final = "text/html; charset=utf-8"
JSON: Final = "application/json"


@dataclass(frozen=True)
class Moment:
    """The newsroom's time, and how many of its seconds pass in one."""

    now: str
    rate: float

    def attributes(self) -> str:
        """As an element of a page tells it."""
        return f'data-now="{self.now}" data-rate="{self.rate}"'

    def header(self) -> str:
        """As Depesche-Time tells it."""
        return f"{self.now};rate={self.rate}"


@dataclass(frozen=True)
class Content:
    """What there is to say. `body` has a place for the time where `is_timed`; where it has none,
    a header may tell it (`tells_time`), and it may be here as `brotli`, too. Where it is
    `saved_as` a file, that name has only letters, digits, hyphens and a dot."""

    body: Body
    tag: bytes
    media_type: str
    keeping: str = caching.NEWEST
    is_timed: bool = False
    tells_time: bool = False
    brotli: bytes = b""
    saved_as: str = ""


def moment() -> Moment:
    """The newsroom's time now."""
    return Moment(clock.now().isoformat(), clock.rate())


def page(drawn: str, told: Moment) -> Content:
    """A page on which an element tells that moment. Raises ValueError where none does."""
    before, found, after = drawn.partition(told.attributes())
    if not found:
        raise ValueError("a page that does not tell the time")
    parts = before.encode(), after.encode()
    return Content(Body(*parts), caching.weak_tag(*parts), HTML, is_timed=True)


def still(drawn: str, *, drawn_at: str = "") -> Content:
    """A page on which nothing tells the time that it is. A piece of it may say when it was drawn:
    another moment there makes it no other page."""
    said = drawn.split(drawn_at) if drawn_at else [drawn]
    tag = caching.weak_tag(*(piece.encode() for piece in said))
    return Content(Body(drawn.encode()), tag, HTML)


def document(said: str, *, keeping: str = caching.NEWEST, tells_time: bool = False) -> Content:
    """A JSON document."""
    body = said.encode()
    tag = caching.weak_tag(body)
    return Content(Body(body), tag, JSON, keeping=keeping, tells_time=tells_time)


def kept(said: str, media_type: str, *, name: str) -> Content:
    """A document that readers put down, as a file of that name."""
    body = said.encode()
    tag = caching.weak_tag(body)
    return Content(Body(body), tag, f"{media_type}; charset=utf-8", saved_as=name)


def file(content: bytes, media_type: str, *, keeping: str) -> Content:
    """A file that everybody may have, packed as well as can be."""
    is_text = media_type.startswith("text/")
    named = f"{media_type}; charset=utf-8" if is_text else media_type
    tag = caching.weak_tag(content)
    return Content(Body(content), tag, named, keeping=keeping, brotli=smallest(content))


class Answer:
    """What everybody gets who asks for this, from whichever door.

    `of` is the coverage whose log it is drawn from, None for all of them; `route` the address as
    the code declares it, for the figures; `house` the headers that every answer carries.
    """

    def __init__(
        self, content: Content, *, of: int | None, route: str, house: Mapping[str, str]
    ) -> None:
        self.of = of
        self.route = route
        self._content = content
        self._tag = content.tag
        self._house = house
        self._offered = (BROTLI, GZIP) if content.brotli else (GZIP,)
        self._second = _Second(self._content, house, until=0.0)

    def __len__(self) -> int:
        """Bytes of what there is to say."""
        return len(self._content.body)

    def wire(self, known: bytes | None, *, accepted: bytes, head: bool) -> tuple[int, bytes]:
        """The status, and all that goes to somebody who keeps a connection of HTTP/1.1 open.

        `known` is If-None-Match as it came, or None; `accepted` Accept-Encoding, b"" where there
        is none; `head`, whether only the head was asked for.
        """
        second = self._second
        if time.monotonic() >= second.until:
            second = self._anew()
        if known is not None and (known == self._tag or caching.is_known(known, self._tag)):
            return second.unchanged
        encoding = chosen(accepted, self._offered)
        return second.whole.get((encoding, head)) or second.put_together(encoding, head=head)

    def response(self, request: Request) -> Response:
        """The same for whoever asks through the app, to the moment; the house's headers come on the
        way out."""
        second = self._anew()
        if caching.is_known(caching.asked(request), self._tag):
            return Response(status_code=304, headers=second.unchanged_headers())
        accepted = ", ".join(request.headers.getlist("accept-encoding"))
        body, headers = second.body(chosen(accepted.encode("latin-1"), self._offered))
        return Response(body, headers=headers)

    def _anew(self) -> "_Second":
        self._second = _Second(self._content, self._house, until=time.monotonic() + FRESH)
        return self._second


class _Second:
    """The answer as it goes out in this second; a variant is made when it is asked for."""

    __slots__ = ("_content", "_house", "_packed", "_told", "unchanged", "until", "whole")

    def __init__(self, content: Content, house: Mapping[str, str], *, until: float) -> None:
        self.until = until
        self.whole: dict[tuple[str, bool], tuple[int, bytes]] = {}  # by encoding and head
        self._content = content
        self._house = house
        self._told = moment()
        self._packed: bytes | None = None
        self.unchanged = 304, self._head(304, self.unchanged_headers())

    def put_together(self, encoding: str, *, head: bool) -> tuple[int, bytes]:
        """The whole answer, to be given again."""
        body, headers = self.body(encoding)
        told = self._head(200, headers)
        made = self.whole[encoding, head] = 200, told if head else told + body
        return made

    def body(self, encoding: str) -> tuple[bytes, dict[str, str]]:
        """The body, and the headers that go with it; packed only where that makes it smaller."""
        between = self._told.attributes().encode() if self._content.is_timed else b""
        body, headers = self._content.body.plain(between), self.unchanged_headers()
        packed = body if encoding == PLAIN else self._in(encoding, between)
        if len(packed) < len(body):
            body, headers["content-encoding"] = packed, encoding
        headers["content-type"] = self._content.media_type
        if self._content.saved_as:
            # No attachment: telephones then offer to put it down, and everybody else saves it.
            headers["content-disposition"] = f'inline; filename="{self._content.saved_as}"'
        headers["content-length"] = str(len(body))
        return body, headers

    def _in(self, encoding: str, between: bytes) -> bytes:
        if encoding == BROTLI:
            return self._content.brotli
        self._packed = self._packed or self._content.body.packed(between)
        return self._packed

    def unchanged_headers(self) -> dict[str, str]:
        """What is told also to whoever has the body already."""
        headers = {
            "etag": self._content.tag.decode(),
            "cache-control": self._content.keeping,
            "vary": "Accept-Encoding",
        }
        if self._content.tells_time:
            headers["depesche-time"] = self._told.header()
        return headers

    def _head(self, status: int, headers: Mapping[str, str]) -> bytes:
        told = {**headers, **self._house, "date": formatdate(usegmt=True)}
        small = {name.lower(): value for name, value in told.items()}
        return headers_of.lines(HTTPStatus(status), small) + b"\r\n"
