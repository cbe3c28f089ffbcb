"""What every door finds inside: the rooms that app.py has put together."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from depesche.files.blobs import Blobs
from depesche.live.hub import Hub
from depesche.live.intercom import Intercom
from depesche.live.readership import Readership
from depesche.live.tail import Tail
from depesche.rendering.brand import Brand
from depesche.rendering.environment import Templates
from depesche.rendering.fragments import Fragments
from depesche.settings import Settings
from depesche.store.engine import Store
from depesche.web.darkroom import Darkroom
from depesche.web.gate import Gate
from depesche.web.ready import Ready


@dataclass(frozen=True)
class Rooms:
    settings: Settings
    brand: Brand
    store: Store
    files: Blobs
    templates: Templates
    fragments: Fragments
    hub: Hub
    intercom: Intercom
    readership: Readership
    tail: Tail
    gate: Gate
    desk_gate: Gate
    ready: Ready
    darkroom: Darkroom

    def hang_up(self) -> None:
        """End all streams; nobody gets another one."""
        self.gate.close()
        self.desk_gate.close()
        self.hub.close()


def _rooms(request: Request) -> Rooms:
    rooms: Rooms = request.app.state.rooms
    return rooms


House = Annotated[Rooms, Depends(_rooms)]
