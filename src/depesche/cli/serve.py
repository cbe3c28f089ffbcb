"""`depesche serve`: the server, until it is told to end."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shlex import quote
from typing import Annotated

import typer
from prometheus_client import start_http_server

from depesche import app as composition
from depesche import metrics, server
from depesche import settings as environment
from depesche.cli import console, descriptors, logs
from depesche.cli.listening import Port, addresses, listening, localhost
from depesche.cli.newsroom import Data, alone, opened, prepare
from depesche.errors import NotReady
from depesche.newsroom import people
from depesche.settings import Settings
from depesche.store.engine import Store


def serve(
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Port = 8000,
    data: Data = None,
) -> None:
    """Serve readers and desk, until Ctrl-C or SIGTERM."""
    logs.to_stderr()
    settings = environment.load(data=data)
    prepare(settings)
    with alone(settings), listening(host, port) as sockets, opened(settings) as store:
        settings = _public(_affordable(settings), localhost(sockets))
        serving = server.configured(
            composition.create(settings, store),
            host=host,
            port=port,
            on_listening=lambda: _announce(settings, store, addresses(sockets)),
        )
        with _figures(settings.metrics_port):
            serving.run(sockets)
    console.say("Depesche has ended.")


@contextmanager
def _figures(port: int | None) -> Iterator[None]:
    """The figures on a port of their own, where one is wanted. Raises NotReady."""
    if port is None:
        yield
        return
    try:
        figures, thread = start_http_server(port, "127.0.0.1", metrics.REGISTRY)
    except OSError as error:
        reason = f"DEPESCHE_METRICS_PORT={port} cannot be used ({error.strerror})."
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


def _announce(settings: Settings, store: Store, where: str) -> None:
    console.say(f"Depesche listens on {where}.")
    console.say(f"Readers  {settings.public_url}/")
    console.say(f"Desk     {settings.public_url}/desk")
    with store.reading() as session:
        if not people.listed(session):
            console.say("Nobody has an account yet. This makes the first administrator:")
            console.say(f"  {_first_administrator(settings.data)}")


def _first_administrator(data: Path) -> str:
    directory = quote(str(data.absolute()))
    return f'depesche people add "Your Name" --role administrator --data {directory}'
