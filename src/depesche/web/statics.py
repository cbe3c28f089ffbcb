"""Stylesheets and modules, each slimmed and compressed once, as well as can be.

With its fingerprint in the address a file is the same for ever, and ready like a page. Without it,
or with an old one, the file may be another one soon.
"""

import mimetypes
from dataclasses import replace
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from depesche.rendering import assets
from depesche.rendering.assets import Asset
from depesche.rendering.kept import Kept
from depesche.web import answers, caching
from depesche.web.answers import Content
from depesche.web.ready import NO_LOG
from depesche.web.rooms import Rooms

ROUTE: Final = "/static/{file}"
_FILES: Final = 256  # as they are now


class Statics(StaticFiles):
    """The files of the package, at `/static`; what is no file is refused as it always is."""

    def __init__(self) -> None:
        super().__init__(packages=[("depesche", "static")])
        self._kept = Kept[Content](_FILES)

    async def get_response(self, path: str, scope: Scope) -> Response:
        found = await super().get_response(path, scope)
        if found.status_code not in {200, 304}:
            return found
        return await run_in_threadpool(self._answer, path, Request(scope))

    def _answer(self, path: str, request: Request) -> Response:
        rooms: Rooms = request.app.state.rooms
        asset = assets.served(path)
        content = self._kept.get(path, asset.fingerprint, lambda: _content(path, asset))
        is_named = request.query_params.get("v") == asset.fingerprint
        answer = rooms.ready.answer(
            f"/static/{path}?v={asset.fingerprint}" if is_named else None,
            lambda: content if is_named else replace(content, keeping=caching.UNKEPT),
            of=NO_LOG,
            state=asset.fingerprint,
            seen=rooms.ready.seen(),
            route=ROUTE,
        )
        return answer.response(request)


def _content(path: str, asset: Asset) -> Content:
    media_type = mimetypes.guess_type(path)[0] or "application/octet-stream"
    return answers.file(asset.content, media_type, keeping=caching.FOR_GOOD)
