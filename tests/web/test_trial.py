"""Whether the hook fits is tried at each start; where it does not, streams work without it."""

import asyncio
import logging
import time
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

import pytest
import uvicorn
import uvloop
from fastapi import FastAPI
from starlette.types import Receive, Scope, Send
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from depesche import server
from depesche.settings import Settings
from depesche.store.engine import Store
from depesche.web import hook, trial
from depesche.web.connections import Connection
from depesche.web.hook import Hook
from depesche.web.streams import OpenStream
from newsdesk import Newsdesk
from serving import Stream, serving

QUICKLY = 0.3  # seconds


async def nobody(_scope: Scope, _receive: Receive, _send: Send) -> None:
    raise AssertionError("the trial has an app of its own")


def tried(loop: Callable[[], asyncio.AbstractEventLoop] = uvloop.new_event_loop) -> str:
    config = uvicorn.Config(nobody, log_config=None, lifespan="off")
    with asyncio.Runner(loop_factory=loop) as runner:
        return runner.run(trial.misfit(config))


# Ways in which another uvicorn might be made inside


def no_way_out(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Hook, "_ways_out", Connection._ways_out)


def another_protocol_cannot_be_set(patch: pytest.MonkeyPatch) -> None:
    def made(self: Hook, transport: Any) -> None:
        connection_made(self, _WithoutProtocols(transport))

    connection_made = Hook.connection_made
    patch.setattr(Hook, "connection_made", made)


def what_is_heard_goes_astray(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(trial._Stream, "data_received", lambda *_: None)


def its_connection_is_not_let_go(patch: pytest.MonkeyPatch) -> None:
    def made(self: Hook, transport: Any) -> None:
        connection_made(self, transport)
        self.connections = set(self.connections)  # others than those of the server

    connection_made = Hook.connection_made
    patch.setattr(Hook, "connection_made", made)


def its_timers_have_another_name(patch: pytest.MonkeyPatch) -> None:
    def made(self: Hook, transport: Any) -> None:
        connection_made(self, transport)
        del self.pipeline

    connection_made = Hook.connection_made
    patch.setattr(Hook, "connection_made", made)


def it_asks_somebody_else_how_to_begin(patch: pytest.MonkeyPatch) -> None:
    patch.delattr(HttpToolsProtocol, "on_headers_complete")


def it_takes_other_words(patch: pytest.MonkeyPatch) -> None:
    def init(self: HttpToolsProtocol, config: object) -> None:
        raise AssertionError("never")

    patch.setattr(HttpToolsProtocol, "__init__", init)


def it_hangs_up(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Hook, "_hand_over", lambda self, _: self.transport.close())


class _WithoutProtocols:
    """A transport whose protocol stays what it is."""

    def __init__(self, transport: Any) -> None:
        self._transport = transport

    def __getattr__(self, name: str) -> Any:
        if name == "set_protocol":
            raise AttributeError(name)
        return getattr(self._transport, name)


Sabotage = Callable[[pytest.MonkeyPatch], None]
SABOTAGES: list[Sabotage] = [
    no_way_out,
    another_protocol_cannot_be_set,
    what_is_heard_goes_astray,
    its_connection_is_not_let_go,
    its_timers_have_another_name,
    it_asks_somebody_else_how_to_begin,
    it_takes_other_words,
    it_hangs_up,
]


@pytest.mark.parametrize("loop", [uvloop.new_event_loop, asyncio.new_event_loop])
def test_it_fits_this_server(loop: Callable[[], asyncio.AbstractEventLoop]) -> None:
    assert tried(loop) == ""


@pytest.mark.parametrize("sabotage", SABOTAGES)
def test_a_server_that_is_made_otherwise_is_found_out(
    monkeypatch: pytest.MonkeyPatch, sabotage: Sabotage
) -> None:
    monkeypatch.setattr(trial, "PATIENCE", QUICKLY)
    sabotage(monkeypatch)
    assert tried()
    monkeypatch.undo()
    assert tried() == ""


def test_who_hangs_up_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """A start that waits is an outage."""
    it_hangs_up(monkeypatch)
    begun = time.monotonic()
    assert tried() == "EOFError: hung up instead of handing the connection over"
    assert time.monotonic() - begun < trial.PATIENCE / 2


def test_a_trial_leaves_nothing_open(recwarn: pytest.WarningsRecorder) -> None:
    for _ in range(3):
        assert tried() == ""
    assert not [one for one in recwarn if issubclass(one.category, ResourceWarning)]


# The server


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[OpenStream]:
    """Streams that were handed their connection."""
    streams: list[OpenStream] = []
    begin = OpenStream.begin

    def begun(self: OpenStream, *rest: Any) -> None:
        streams.append(self)
        begin(self, *rest)

    monkeypatch.setattr(OpenStream, "begin", begun)
    return streams


def told(caplog: pytest.LogCaptureFixture) -> list[tuple[int, dict[str, object]]]:
    """What the server says of it."""
    said = [record for record in caplog.records if record.name == server.__name__]
    wanted = ("delivery", "reason")
    return [
        (record.levelno, {name: vars(record)[name] for name in wanted if name in vars(record)})
        for record in said
    ]


def reads_along(app: FastAPI, newsdesk: Newsdesk) -> None:
    """Two readers, who hear everything and are gone in the end."""
    newsdesk.opens(slug="gipfel")
    with serving(app) as site:
        with ExitStack() as doors:
            url = f"{site}/live/gipfel/stream"
            readers = [doors.enter_context(Stream(url, after=0, packed=p)) for p in (False, True)]
            for reader in readers:
                reader.heartbeat()
            newsdesk.publishes("Für alle")
            for reader in readers:
                assert "Für alle" in json_of(reader)
        newsdesk.publishes("Für niemanden")


def json_of(reader: Stream) -> str:
    return str(reader.changes(until=2))


def test_where_it_fits_streams_are_handed_their_connections(
    app: FastAPI,
    newsdesk: Newsdesk,
    opened: list[OpenStream],
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO)
    reads_along(app, newsdesk)
    assert len(opened) == 2
    assert told(caplog) == [(logging.INFO, {"delivery": "hook"})]


@pytest.mark.parametrize("sabotage", [no_way_out, another_protocol_cannot_be_set, it_hangs_up])
def test_where_it_does_not_the_server_says_so_and_streams_work_all_the_same(
    app: FastAPI,
    newsdesk: Newsdesk,
    opened: list[OpenStream],
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
    sabotage: Sabotage,
) -> None:
    caplog.set_level(logging.INFO)
    monkeypatch.setattr(trial, "PATIENCE", QUICKLY)
    sabotage(monkeypatch)
    reads_along(app, newsdesk)
    assert not opened
    ((level, facts),) = told(caplog)
    assert level == logging.WARNING
    assert facts["delivery"] == "plain"
    assert facts["reason"]


def test_who_wants_it_plain_gets_it_plain(
    settings: Settings,
    store: Store,
    newsdesk: Newsdesk,
    opened: list[OpenStream],
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from depesche.app import create  # noqa: PLC0415 - as in conftest

    caplog.set_level(logging.INFO)
    monkeypatch.setattr(trial, "misfit", None)  # it is not even tried
    monkeypatch.setattr(hook, "Hook", None)
    reads_along(create(settings.model_copy(update={"delivery": "plain"}), store), newsdesk)
    assert not opened
    assert told(caplog) == [(logging.INFO, {"delivery": "plain"})]
