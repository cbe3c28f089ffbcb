"""`depesche demo`: a throw-away newsroom that plays one evening."""

import asyncio
import logging
import socket
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from depesche import app as composition
from depesche import clock, server
from depesche.cli import ending, programme
from depesche.cli.listening import Port, listening, localhost
from depesche.cli.newsroom import opened
from depesche.demo import evening as evenings
from depesche.demo import player, stage
from depesche.demo.evening import Evening, Language
from depesche.files.blobs import LocalBlobs
from depesche.server import Server
from depesche.settings import Settings
from depesche.store.engine import Store

RATE = 12.0  # newsroom seconds per second: the hour takes five minutes


def demo(
    language: Annotated[Language, typer.Option(help="Of the evening.")] = "de",
    port: Port = 8000,
    speed: Annotated[float, typer.Option(min=0.1, max=60, help="How many times as fast.")] = 1.0,
    at_once: Annotated[
        bool, typer.Option("--at-once", help="Fill everything first, and listen only then.")
    ] = False,
) -> None:
    """Play one evening of live coverage in a newsroom that is thrown away afterwards."""
    evening = evenings.load(language)
    logging.getLogger("depesche.web.watching").setLevel(logging.ERROR)  # nobody looks after it
    with _throw_away_directory() as data, listening("localhost", port) as sockets:
        settings = _settings(data, language, localhost(sockets))
        with opened(settings) as store:
            if at_once:
                _show(settings, store, evening, sockets)
            else:
                _play(settings, store, evening, sockets, rate=RATE * speed)


def _show(settings: Settings, store: Store, evening: Evening, sockets: list[socket.socket]) -> None:
    """Everything has happened before anybody can look."""
    stage.prepare(store, LocalBlobs(settings.files), evening, now=evening.begins_at)
    stage.perform_all(store, evening)
    clock.start(evening.ends_at)
    announce = partial(programme.print_told, settings, evening)
    _server(settings, store, announce).run(sockets)


def _play(
    settings: Settings,
    store: Store,
    evening: Evening,
    sockets: list[socket.socket],
    *,
    rate: float,
) -> None:
    """The newsroom's clock stands still until somebody can look."""
    stage.prepare(store, LocalBlobs(settings.files), evening, now=evening.begins_at)
    clock.stop(evening.begins_at)

    def begin() -> None:
        clock.start(evening.begins_at, rate=rate)
        programme.print_coming(settings, evening, rate=rate)

    serving = _server(settings, store, begin)
    with programme.followed(evening) as told:
        playing = _played(player.play(store, evening, told=told))
        with asyncio.Runner(loop_factory=serving.config.get_loop_factory()) as runner:
            runner.run(_together(serving, sockets, playing))


async def _played(playing: Coroutine[None, None, None]) -> None:
    """Once the evening is told, time goes as it does elsewhere."""
    await playing
    clock.start(clock.now())


async def _together(
    serving: Server, sockets: list[socket.socket], playing: Coroutine[None, None, None]
) -> None:
    """Serve and play; when the server ends, so does the evening."""
    evening = asyncio.create_task(playing)
    serving.on_ending = evening.cancel
    try:
        await serving.serve(sockets)
    finally:
        evening.cancel()
        with suppress(asyncio.CancelledError):
            await evening


def _server(settings: Settings, store: Store, on_listening: Callable[[], None]) -> Server:
    app = composition.create(settings, store)
    return server.configured(app, host="localhost", port=0, on_listening=on_listening)


def _settings(data: Path, language: Language, public_url: str) -> Settings:
    """Nothing of the environment: the demo must not write into a newsroom that is real."""
    return Settings.model_construct(data=data, public_url=public_url, language=language)


@contextmanager
def _throw_away_directory() -> Iterator[Path]:
    """Gone at the end, also when that is a SIGTERM before the server listens for it."""
    ending.tidily()
    with TemporaryDirectory(prefix="depesche-") as directory:
        yield Path(directory)
