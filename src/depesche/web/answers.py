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
from depesche.web.encodings import accepts_gzip
from depesche.web.packing import Body

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
    a header may tell it (`tells_time`)."""

    body: Body
    tag: bytes
    media_type: str
    keeping: str = caching.NEWEST
    is_timed: bool = False
    tells_time: bool = False


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


def document(said: str, *, keeping: str = caching.NEWEST, tells_time: bool = False) -> Content:
    """A JSON document."""
    body = said.encode()
    tag = caching.weak_tag(body)
    return Content(Body(body), tag, JSON, keeping=keeping, tells_time=tells_time)


def file(content: bytes, media_type: str, *, keeping: str) -> Content:
    """A file that everybody may have."""
    is_text = media_type.startswith("text/")
    named = f"{media_type}; charset=utf-8" if is_text else media_type
    return Content(Body(content), caching.weak_tag(content), named, keeping=keeping)


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
        self._second = _Second(self._content, house, until=0.0)

    def __len__(self) -> int:
        """Bytes of what there is to say."""
        return len(self._content.body)

    def wire(self, known: bytes | None, *, gzip: bool, head: bool) -> tuple[int, bytes]:
        """The status, and all that goes to somebody who keeps a connection of HTTP/1.1 open.

        `known` is If-None-Match as it came, or None; `gzip`, whether that is taken; `head`,
        whether only the head was asked for.
        """
        second = self._second
        if time.monotonic() >= second.until:
            second = self._anew()
        if known is not None and (known == self._tag or caching.is_known(known, self._tag)):
            return second.unchanged
        return second.whole.get((gzip, head)) or second.put_together(gzip=gzip, head=head)

    def response(self, request: Request) -> Response:
        """The same for whoever asks through the app, to the moment; the house's headers come on the
        way out."""
        second = self._anew()
        if caching.is_known(caching.asked(request), self._tag):
            return Response(status_code=304, headers=second.unchanged_headers())
        accepted = ", ".join(request.headers.getlist("accept-encoding"))
        body, headers = second.body(gzip=accepts_gzip(accepted.encode("latin-1")))
        return Response(body, headers=headers)

    def _anew(self) -> "_Second":
        self._second = _Second(self._content, self._house, until=time.monotonic() + FRESH)
        return self._second


class _Second:
    """The answer as it goes out in this second; a variant is made when it is asked for."""

    __slots__ = ("_content", "_house", "_packed", "_told", "unchanged", "until", "whole")

    def __init__(self, content: Content, house: Mapping[str, str], *, until: float) -> None:
        self.until = until
        self.whole: dict[tuple[bool, bool], tuple[int, bytes]] = {}  # by gzip and head
        self._content = content
        self._house = house
        self._told = moment()
        self._packed: bytes | None = None
        self.unchanged = 304, self._head(304, self.unchanged_headers())

    def put_together(self, *, gzip: bool, head: bool) -> tuple[int, bytes]:
        """The whole answer, to be given again."""
        body, headers = self.body(gzip=gzip)
        told = self._head(200, headers)
        made = self.whole[gzip, head] = 200, told if head else told + body
        return made

    def body(self, *, gzip: bool) -> tuple[bytes, dict[str, str]]:
        """The body, and the headers that go with it; packed only where that makes it smaller."""
        between = self._told.attributes().encode() if self._content.is_timed else b""
        body, headers = self._content.body.plain(between), self.unchanged_headers()
        if gzip:
            self._packed = self._packed or self._content.body.packed(between)
            if len(self._packed) < len(body):
                body, headers["content-encoding"] = self._packed, "gzip"
        headers["content-type"] = self._content.media_type
        headers["content-length"] = str(len(body))
        return body, headers

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
