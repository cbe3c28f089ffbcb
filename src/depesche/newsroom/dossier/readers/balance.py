"""What the positions on an issue come to: nobody writes it, it follows from them."""

from collections.abc import Sequence
from dataclasses import dataclass

from depesche.newsroom.dossier.readers.book import Card, Ref


@dataclass(frozen=True)
class Balance:
    """Who stands where. Who rejects something blocks it; who is against it would have to move."""

    supports: Sequence[Ref]
    on_conditions: Sequence[Ref]
    against: Sequence[Ref]
    blocks: Sequence[Ref]
    open: Sequence[Ref]

    @property
    def would_have_to_move(self) -> Sequence[Ref]:
        """All who are against it, and whose mind nobody knows only if there is nobody else."""
        return self.against or self.open


def of(positions: Sequence[Card]) -> Balance:
    """The balance of these positions, one of each actor."""

    def those(*stances: str) -> list[Ref]:
        taken = (one.facts for one in positions if one.facts["stance"] in stances)
        return [facts["actor"] for facts in taken if facts["actor"]]

    return Balance(
        supports=those("supports"),
        on_conditions=those("conditional"),
        against=those("opposes", "rejects"),
        blocks=those("rejects"),
        open=those("undeclared", "contradictory"),
    )
