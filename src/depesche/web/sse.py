"""A stream as a response: join first, catch up second, skip what was seen.

Where the server can hand a connection over (`web.hook`), this response only prepares what a
reader is told, and leaves the rest to `web.streams`. Everywhere else, and at the desk, where a
stream asks again and again whether it is welcome, it is a plain ASGI response.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack
from typing import Final
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from depesche.errors import Full, OldHttp, TooMany
from depesche.live import backlog, frames, heart
from depesche.live.backlog import Backlog
from depesche.live.channels import Channel
from depesche.live.frames import PLAIN, Frame, Sign
from depesche.live.recent import Recent
from depesche.store.troubles import AWAY
from depesche.web import streams
from depesche.web.encodings import accepts_gzip
from depesche.web.rooms import Rooms
from depesche.web.streams import OpenStream

UNREADABLE: Final = -1

ASSURED = 1.0  # seconds for which a welcome holds

GRACE = 0.5  # seconds in which a reader may take what is already on its way
ABORT: Final = "depesche.abort"  # the server's way to end a connection at once, where it has one
HAND_OVER: Final = "depesche.hand_over"  # … and to hand it over to a stream

_LONGEST: Final = 1000  # bytes of a query

RawHeaders = Iterable[tuple[bytes, bytes]]


class EventStream(Response):
    """Everything after `after` on this channel, until somebody hangs up.

    `after` is None for "from now on", UNREADABLE for what is no number. A number that is
    unreadable, from the future or too old to replay is answered with one reset. Before anything is
    told, `is_welcome` is asked, on a thread, whether the stream may go on; its answer holds for
    ASSURED. Such a stream is given what `greeting` makes, once it is told what comes. Raises Full
    and TooMany before anything is answered.
    """

    media_type = "text/event-stream"

    def __init__(
        self,
        channel: Channel,
        after: int | None,
        house: Rooms,
        *,
        is_welcome: Callable[[], bool] | None = None,
        greeting: Callable[[], Sequence[Sign]] = tuple,
    ) -> None:
        super().__init__(headers=streams.TOLD)
        del self.headers["content-length"]
        self._channel = channel
        self._after = after
        self._house = house
        self._is_welcome = is_welcome
        self._greeting = greeting
        self._asked = 0.0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        gate = self._house.gate if self._is_welcome is None else self._house.desk_gate
        home = gate.enter(_client(scope))
        with ExitStack() as leaving, backlog.joined(self._house.hub, self._channel) as waiting:
            leaving.callback(gate.leave, home)
            recent = await self._caught_up()
            if recent is not None and self._is_handed_over(scope, recent, home):
                leaving.pop_all()  # the stream leaves by itself
            else:
                await self._answer(recent, waiting, scope, receive, send)

    async def _caught_up(self) -> Recent | None:
        """What this log has said last, from the number asked for; None where only a reset helps."""
        tail, after = self._house.tail, self._after
        recent = await tail.begin(self._channel)
        if after is None:
            return recent
        is_known = after >= 0 and await tail.reach(self._channel, after)
        return recent if is_known and await tail.recall(self._channel, after) else None

    def _is_handed_over(self, scope: Scope, recent: Recent, home: str) -> bool:
        hand_over = scope.get("extensions", {}).get(HAND_OVER)
        if hand_over is None or self._is_welcome is not None:
            return False
        stream = _opened(self._house, scope, self._channel, recent, self._after, home=home)
        return bool(hand_over["take"](stream))

    async def _answer(
        self, recent: Recent | None, waiting: Backlog, scope: Scope, receive: Receive, send: Send
    ) -> None:
        if scope["http_version"] == "1.0":  # it would be told in chunks, which it does not know
            raise OldHttp
        await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
        tasks = [
            asyncio.create_task(self._write(recent, waiting, send)),
            asyncio.create_task(_disconnected(receive)),
            asyncio.create_task(_cut_off(waiting, scope)),
        ]
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        for task in done:
            task.result()

    async def _write(self, recent: Recent | None, waiting: Backlog, send: Send) -> None:
        async for data in self._data(recent, waiting):
            await send({"type": "http.response.body", "body": data, "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _data(self, recent: Recent | None, waiting: Backlog) -> AsyncIterator[bytes]:
        yield frames.retry().forms[PLAIN]
        self._asked = asyncio.get_running_loop().time()
        missed = self._missed(recent)
        if recent is None or missed is None:
            yield frames.RESET.forms[PLAIN]
            return
        seen, sign = recent.reached, heart.sign(recent)
        yield frames.together([*missed, sign, *self._greeting()], PLAIN)
        async for said in waiting.said():
            if not await self._may_stay():
                return
            if not _is_news(said, seen):
                continue
            seen = max(seen, said.sequence)
            told = recent.present(said) if isinstance(said, Frame) else said
            yield told.forms[PLAIN]

    def _missed(self, recent: Recent | None) -> Sequence[Frame] | None:
        """None where it is not remembered any more."""
        return [] if recent is None or self._after is None else recent.after(self._after)

    async def _may_stay(self) -> bool:
        """Asked about once a second at most, however much there is to tell."""
        now = asyncio.get_running_loop().time()
        if self._is_welcome is None or now < self._asked + ASSURED:
            return True
        self._asked = now
        try:
            return await asyncio.to_thread(self._is_welcome)
        except AWAY:  # nobody is told anything while that cannot be asked; the page comes back
            return False


def _is_news(said: Frame | Sign, seen: int) -> bool:
    """A change that was told already is none, and neither is a sign of an earlier number."""
    if isinstance(said, Frame):
        return said.sequence > seen
    return said.sequence in {0, seen} or said.sequence > seen


def at_once(house: Rooms, scope: Scope) -> OpenStream | None:
    """A stream for which nothing has to be asked or said: its log is in memory, as far as needed.

    None of any other request, also of one that has to be refused: the route knows how.
    """
    line = house.gate.line(scope["raw_path"])
    recent = house.tail.awake(line.channel) if line is not None else None
    if line is None or recent is None:
        return None
    after = asked_for(scope["headers"], scope["query_string"], line.edition)
    if after is not None and not recent.begins <= after <= recent.reached:
        return None
    try:
        home = house.gate.enter(_client(scope))
    except (Full, TooMany):
        return None
    return _opened(house, scope, line.channel, recent, after, home=home)


def _opened(
    house: Rooms, scope: Scope, channel: Channel, recent: Recent, after: int | None, *, home: str
) -> OpenStream:
    """A stream for whoever asks, who has a place at the gate."""
    return OpenStream(
        channel,
        recent,
        seen=recent.reached if after is None else after,
        packed=accepts_gzip(_header(scope["headers"], b"accept-encoding")),
        hub=house.hub,
        gate=house.gate,
        home=home,
    )


def asked_for(headers: RawHeaders, query: bytes, edition: str) -> int | None:
    """The number a reader asks to go on from: Last-Event-ID wins over `after`.

    A number of another edition means nothing in this one.
    """
    asked = _fields(query)
    if asked.get("edition", edition) != edition:
        return UNREADABLE
    last = _header(headers, b"last-event-id").decode("latin-1") or asked.get("after")
    return None if last is None else number(last)


def _fields(query: bytes) -> Mapping[str, str]:
    """Of a query that is longer than any of ours, a number that cannot be read."""
    if len(query) > _LONGEST:
        return {"after": ""}
    return dict(parse_qsl(query.decode("latin-1"), keep_blank_values=True))


def is_of_another(request: Request, edition: str) -> bool:
    """Whether the page that asks has seen another run of this log's numbers."""
    return request.query_params.get("edition", edition) != edition


def number(asked: str) -> int:
    """The sequence that was sent, else UNREADABLE. No log needs more than nine digits."""
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else UNREADABLE


def _header(headers: RawHeaders, wanted: bytes) -> bytes:
    """The header's first value, b"" where there is none."""
    return next((value for name, value in headers if name == wanted), b"")


def _client(scope: Scope) -> str:
    return scope["client"][0] if scope.get("client") else ""


async def _cut_off(waiting: Backlog, scope: Scope) -> None:
    """End the connection of a reader that was hung up on and takes nothing any more."""
    await waiting.closed()
    await asyncio.sleep(GRACE)
    connection = scope.get("extensions", {}).get(ABORT)
    if connection:
        connection["abort"]()
        await asyncio.sleep(GRACE)  # that the other side has gone is heard before


async def _disconnected(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
