"""`depesche serve`: the server, until it is told to end."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shlex import quote
from typing import Annotated

import typer

from depesche import app as composition
from depesche import server
from depesche import settings as environment
from depesche.cli import console
from depesche.cli.listening import Port, addresses, listening, localhost
from depesche.cli.newsroom import Data, opened, prepare
from depesche.newsroom import people
from depesche.settings import Settings
from depesche.store import lock
from depesche.store.engine import Store


def serve(
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Port = 8000,
    data: Data = None,
) -> None:
    """Serve readers and desk, until Ctrl-C or SIGTERM."""
    _log_to_stderr()
    settings = environment.load(data=data)
    prepare(settings)
    with _alone(settings), listening(host, port) as sockets, opened(settings) as store:
        settings = _public(settings, localhost(sockets))
        serving = server.configured(
            composition.create(settings, store),
            host=host,
            port=port,
            on_listening=lambda: _announce(settings, store, addresses(sockets)),
        )
        serving.run(sockets)


@contextmanager
def _alone(settings: Settings) -> Iterator[None]:
    """SQLite has one server; PostgreSQL may have many."""
    if not settings.url.startswith("sqlite"):
        yield
        return
    with lock.held(settings.data.absolute()):
        yield


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


def _log_to_stderr() -> None:
    logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger("depesche").setLevel(logging.INFO)
