"""`depesche coverages`."""

from pathlib import Path

from cli.conftest import Shell
from depesche.demo import evening as evenings
from depesche.demo import stage
from depesche.files.blobs import MemoryBlobs
from depesche.store.engine import Store


def test_coverages_are_listed_with_their_opening_in_the_newsrooms_zone(
    depesche: Shell, begun: Path
) -> None:
    assert depesche("coverages", "list").stdout.split()[0] == "status"
    evening = evenings.load("de")
    store = Store(f"sqlite:///{begun / 'depesche.sqlite3'}")
    stage.prepare(store, MemoryBlobs(), evening, now=evening.begins_at)
    stage.perform_all(store, evening)
    store.close()
    _, summit, reactions = depesche("coverages", "list").stdout.splitlines()
    assert summit.startswith("live       trump-putin-anchorage  Trump und Putin in Anchorage")
    assert summit.split()[-4:] == ["2025-08-15", "20:00", "CEST", "39"]
    assert reactions.startswith("announced  anchorage-reaktionen ")
    assert reactions.split()[-4:] == ["2025-08-16", "08:00", "CEST", "0"]
