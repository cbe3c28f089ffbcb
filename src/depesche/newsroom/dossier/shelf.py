"""Where the objects of one dossier stand while acts are folded into it."""

from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

from depesche.newsroom.models import DossierObject, Mention


class Shelf(Protocol):
    """Tables, or memory: the fold does not know which."""

    def find(self, kind: str, key: str) -> DossierObject | None: ...

    def add(self, made: DossierObject) -> None: ...

    def mention(self, post_id: UUID, mentions: Sequence[Mention]) -> None: ...
