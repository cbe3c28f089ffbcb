"""The way that streams take."""

import asyncio
from collections.abc import Iterator

import uvicorn
import uvloop
from starlette.types import Receive, Scope, Send

from depesche.cli.doctor.findings import Finding
from depesche.settings import Settings
from depesche.web import trial


def look(settings: Settings) -> Iterator[Finding]:
    """Try it as the server tries it when it starts."""
    if settings.delivery == "plain":
        yield Finding("delivery", "well", "streams are plain ASGI, as DEPESCHE_DELIVERY says")
        return
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        misfit = runner.run(trial.misfit(uvicorn.Config(_nobody, log_config=None, lifespan="off")))
    if misfit:
        found = f"the hook does not fit: {misfit}. Streams are plain ASGI, and ten times as heavy"
        todo = "pip install --force-reinstall depesche brings the versions that fit. Then restart."
        yield Finding("delivery", "beware", found, todo)
    else:
        yield Finding("delivery", "well", "streams are handed to their connections")


async def _nobody(_scope: Scope, _receive: Receive, _send: Send) -> None:
    """The app of a server that is only tried."""
