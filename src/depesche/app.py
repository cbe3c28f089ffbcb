"""The composition root: the one place that knows every room."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Final

from fastapi import FastAPI
from starlette.middleware import Middleware

from depesche import api, desk, reader
from depesche.files.blobs import LocalBlobs
from depesche.jobs import catching_up, opening, sweeping
from depesche.live import bells, heart
from depesche.live.channels import Channel
from depesche.live.frames import Frame, frame
from depesche.live.hub import Hub
from depesche.live.intercom import Intercom
from depesche.live.readership import Readership
from depesche.live.tail import Tail
from depesche.newsroom import changes
from depesche.newsroom.models import Coverage
from depesche.rendering import brand, wire
from depesche.rendering.environment import Templates
from depesche.rendering.fragments import Fragments
from depesche.settings import Settings
from depesche.store.engine import Store
from depesche.store.migrate import migrate
from depesche.web import problems
from depesche.web.addresses import Proxies
from depesche.web.bodies import Bodies
from depesche.web.darkroom import Darkroom
from depesche.web.gate import Gate
from depesche.web.headers import Headers
from depesche.web.origin import SameOrigin
from depesche.web.ready import Ready
from depesche.web.rooms import Rooms
from depesche.web.statics import Statics
from depesche.web.watching import Watching

AT_THE_DESK: Final = 500  # open streams of people who are signed in, whoever reads meanwhile


def create(settings: Settings, store: Store | None = None) -> FastAPI:
    """The newsroom as an ASGI app, its database brought to the present shape."""
    if store is None:
        settings.data.mkdir(mode=0o700, parents=True, exist_ok=True)
        store = Store(settings.url)
        migrate(store)
    rooms = _furnish(settings, store)
    app = FastAPI(
        title="Depesche",
        version="1",
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/v1/openapi.json",
        lifespan=_lifespan,
        middleware=[
            Middleware(Watching),
            Middleware(Proxies, trusted=settings.trusted_proxies),
            Middleware(Headers, https=settings.is_https),
            Middleware(problems.LastResort),
            Middleware(SameOrigin),
            Middleware(Bodies),
        ],
    )
    app.state.rooms = rooms
    problems.install(app)
    for door in (reader, desk, api):
        app.include_router(door.router)
    app.mount("/static", Statics())
    return app


def _furnish(settings: Settings, store: Store) -> Rooms:
    look = brand.read(settings)
    templates = Templates(
        newsroom=settings.name,
        imprint_url=settings.imprint_url,
        privacy_url=settings.privacy_url,
        public_url=settings.public_url,
        brand=look,
    )
    fragments = Fragments(templates)
    hub, intercom = Hub(), Intercom(store)
    gate = Gate(limit=settings.max_streams, each=settings.streams_per_address)
    ready = Ready(https=settings.is_https)
    bell = bells.connected(store, intercom, first=ready.outdate)

    def read(channel: Channel, after: int, limit: int) -> Sequence[Frame]:
        return _frames(store, fragments, channel, after, limit=limit)

    def latest(channel: Channel) -> int:
        with store.reading() as session:
            return changes.latest(session, channel[0], channel[1])

    tail = Tail(hub, bell, read=read, latest=latest)
    files = LocalBlobs(settings.files)
    return Rooms(
        settings=settings,
        brand=look,
        store=store,
        files=files,
        templates=templates,
        fragments=fragments,
        hub=hub,
        intercom=intercom,
        readership=Readership(hub, intercom),
        tail=tail,
        gate=gate,
        desk_gate=Gate(limit=AT_THE_DESK, each=AT_THE_DESK),
        ready=ready,
        darkroom=Darkroom(),
    )


def _frames(
    store: Store, fragments: Fragments, channel: Channel, after: int, *, limit: int
) -> Sequence[Frame]:
    coverage_id, audience, *language = channel
    with store.reading() as session:
        coverage = session.get_one(Coverage, coverage_id)
        lines = changes.after(session, coverage_id, after, audience=audience, limit=limit)
        return [frame(wire.change(session, coverage, line, fragments, *language)) for line in lines]


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    rooms: Rooms = app.state.rooms
    tasks = [
        asyncio.create_task(rooms.intercom.run()),
        asyncio.create_task(rooms.tail.run()),
        asyncio.create_task(heart.beat(rooms.hub, rooms.tail, every=rooms.settings.heartbeat)),
        asyncio.create_task(rooms.readership.run()),
        asyncio.create_task(rooms.ready.run(rooms.store)),
        asyncio.create_task(opening.run(rooms.store)),
        asyncio.create_task(sweeping.run(rooms.store, rooms.files)),
        asyncio.create_task(catching_up.run(rooms.store)),
    ]
    yield
    rooms.hang_up()
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    await asyncio.to_thread(rooms.darkroom.close)
    # A cancelled task leaves its thread at work; whoever is at the database finishes first.
    await asyncio.get_running_loop().shutdown_default_executor()
    rooms.store.close()
