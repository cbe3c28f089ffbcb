"""`depesche serve`: the server, until it is told to end."""

import gc
import logging
import socket
import ssl
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from shlex import quote
from typing import Annotated, Final

import typer
from prometheus_client import start_http_server
from sqlalchemy import text

from depesche import app as composition
from depesche import metrics, server
from depesche import settings as environment
from depesche.cli import certificates, console, descriptors, logs
from depesche.cli.listening import Port, addresses, listening, localhost
from depesche.cli.newsroom import Data, alone, opened, prepare, untouched
from depesche.cli.workers import MOST, Place, Workers
from depesche.errors import NotReady
from depesche.newsroom import people
from depesche.settings import Settings
from depesche.store.engine import CONNECTIONS, Store

log = logging.getLogger(__name__)

TURN: Final = 0.001  # seconds that a thread may work while another one waits


def serve(
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Port = 8000,
    workers: Annotated[
        int, typer.Option(min=1, max=MOST, help="Processes; more than one with PostgreSQL.")
    ] = 1,
    data: Data = None,
) -> None:
    """Serve readers and desk, until Ctrl-C or SIGTERM."""
    logs.to_stderr()
    settings = environment.load(data=data)
    prepare(settings)
    _check_possible(settings, workers)
    encryption = certificates.encryption(settings)
    with alone(settings), listening(host, port) as sockets, opened(settings) as store:
        scheme = "https" if encryption else "http"
        settings = _public(_affordable(settings), localhost(sockets, scheme=scheme))
        greeting = _greeting(settings, store, addresses(sockets, scheme=scheme), workers)
        begin = partial(_serve, settings, sockets=sockets, host=host, encryption=encryption)
        if workers == 1:
            begin(store, on_listening=greeting)
        else:
            _look_at_connections(store, workers)
            store.close()  # whoever is forked has connections of its own
            _serve_together(begin, settings, workers, on_listening=greeting)
    console.say("Depesche has ended.")


def _serve(
    settings: Settings,
    store: Store,
    *,
    sockets: list[socket.socket],
    host: str,
    encryption: ssl.SSLContext | None,
    on_listening: Callable[[], None],
    place: Place | None = None,
) -> None:
    app = composition.create(settings, store)
    app.state.rooms.templates.compile()
    serving = server.configured(
        app,
        host=host,
        port=sockets[0].getsockname()[1],
        encryption=encryption,
        on_listening=partial(_settled, on_listening),
    )
    if place is not None:
        place.when_let_go(serving.end)
    with _figures(settings.metrics_port, place.number if place else 0):
        serving.run(sockets)


def _settled(then: Callable[[], None]) -> None:
    """Say that it listens, once this process is ready for long.

    What has been made until now stays: looking through all of it for garbage would hold up every
    stream for a tenth of a second, now and then. And a thread that draws a page hands over to the
    one that delivers more often than after five milliseconds.
    """
    gc.collect()
    gc.freeze()
    sys.setswitchinterval(TURN)
    then()


def _serve_together(
    begin: Callable[..., None],
    settings: Settings,
    workers: int,
    *,
    on_listening: Callable[[], None],
) -> None:
    """All workers listen on the same sockets: whoever has time takes the next connection."""

    def work(place: Place) -> None:
        with untouched(settings) as store:
            begin(store, on_listening=place.is_ready, place=place)

    if not Workers(workers, work, on_ready=on_listening).run():
        raise typer.Exit(1)


def _check_possible(settings: Settings, workers: int) -> None:
    """Raises NotReady for more workers than there can be."""
    if workers > 1 and settings.url.startswith("sqlite"):
        reason = "with SQLite there is one process. Leave --workers out, or use PostgreSQL"
        raise NotReady(reason=f"{reason} (DEPESCHE_DATABASE_URL), where several can write.")
    if settings.metrics_port and settings.metrics_port + workers - 1 > 65535:
        reason = f"each of {workers} workers has a port for its figures, from "
        raise NotReady(reason=f"{reason}DEPESCHE_METRICS_PORT on. Choose a smaller one.")


def _look_at_connections(store: Store, workers: int) -> None:
    """Say it where the workers together may want more than the database gives."""
    with store.reading() as session:
        allowed = int(session.scalar(text("SHOW max_connections")) or 0)
    wanted = workers * (CONNECTIONS + 1)
    if wanted > allowed:
        facts = {"max_connections": allowed, "wanted": wanted, "workers": workers}
        log.warning("the database allows fewer connections than these may want", extra=facts)


@contextmanager
def _figures(first: int | None, number: int) -> Iterator[None]:
    """The figures on a port of their own, where one is wanted: the next for the next worker.

    Raises NotReady.
    """
    if first is None:
        yield
        return
    port = first + number
    try:
        figures, thread = start_http_server(port, "127.0.0.1", metrics.REGISTRY)
    except OSError as error:
        which = f"={first}" if port == first else f"={first} wants port {port}, which"
        reason = f"DEPESCHE_METRICS_PORT{which} cannot be used ({error.strerror})."
        raise NotReady(reason=reason) from error
    try:
        yield
    finally:
        figures.shutdown()
        figures.server_close()
        thread.join()


def _affordable(settings: Settings) -> Settings:
    """No more streams than there can be: one too many would shut out everybody else."""
    streams = descriptors.ask_for(settings.max_streams)
    return settings.model_copy(update={"max_streams": streams})


def _public(settings: Settings, here: str) -> Settings:
    """Where nobody has said what the public address is, it is here."""
    if "public_url" in settings.model_fields_set:
        return settings
    return settings.model_copy(update={"public_url": here})


def _greeting(settings: Settings, store: Store, where: str, workers: int) -> Callable[[], None]:
    """Says where it listens, once it does."""
    together = f" ({workers} workers)" if workers > 1 else ""
    lines = [
        f"Depesche listens on {where}{together}.",
        f"Readers  {settings.public_url}/",
        f"Desk     {settings.public_url}/desk",
    ]
    with store.reading() as session:
        if not people.listed(session):
            lines.append("Nobody has an account yet. This makes the first administrator:")
            lines.append(f"  {_first_administrator(settings.data)}")

    def say() -> None:
        for line in lines:
            console.say(line)

    return say


def _first_administrator(data: Path) -> str:
    directory = quote(str(data.absolute()))
    return f'depesche people add "Your Name" --role administrator --data {directory}'
