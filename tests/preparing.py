"""The dossier of the summit, as far as an evening at the composer needs it."""

from typing import Any

from depesche import clock
from depesche.newsroom import coverages
from depesche.newsroom.dossier import objects
from newsdesk import Newsdesk

Prepared = tuple[str, str, dict[str, Any]]  # kind, key, fields

SUMMIT: tuple[Prepared, ...] = (
    ("actor", "russland", {"name": "Russland", "type": "state"}),
    ("actor", "ukraine", {"name": "Ukraine", "aliases": ["Kiew"], "type": "state"}),
    ("actor", "usa", {"name": "USA", "aliases": ["Washington"], "type": "state"}),
    ("actor", "europa", {"name": "Europa", "aliases": ["die Europäer"], "type": "group"}),
    ("actor", "putin", {"name": "Wladimir Putin", "aliases": ["Putin", "der Kremlchef"]}),
    ("actor", "trump", {"name": "Donald Trump", "aliases": ["Trump"]}),
    ("actor", "selenskyj", {"name": "Wolodymyr Selenskyj", "aliases": ["Selenskyj"]}),
    ("actor", "kreml", {"name": "Kreml", "voice_of": "russland"}),
    ("issue", "gebiete", {"label": "Gebiete", "aliases": ["Gebietstausch", "Gebietsabtretungen"]}),
    ("issue", "waffenruhe", {"label": "Waffenruhe", "aliases": ["Feuerpause"]}),
    ("issue", "us-hilfe", {"label": "US-Hilfe", "aliases": ["Militärhilfe", "Waffenlieferungen"]}),
    ("place", "anchorage", {"name": "Anchorage"}),
    ("place", "moskau", {"name": "Moskau"}),
    ("scenario", "durchbruch", {"label": "Durchbruch", "set": "ausgang"}),
    ("question", "1", {"text": "Wird es mehr als ein Fototermin?"}),
)


def prepare(newsdesk: Newsdesk, prepared: tuple[Prepared, ...] = SUMMIT) -> None:
    """Mara prepares all of it in the present coverage."""
    for kind, key, fields in prepared:
        with newsdesk.store.writing() as session:
            coverage = coverages.find(session, newsdesk.slug, to_write=True)
            objects.put(session, coverage, kind, key, by=newsdesk.mara, now=clock.now(), **fields)


def standing(newsdesk: Newsdesk, kind: str) -> list[dict[str, Any]]:
    """The facts of all of that kind that stand, the oldest first."""
    with newsdesk.store.reading() as session:
        coverage = coverages.find(session, newsdesk.slug)
        found = objects.standing(session, coverage, kind)
        return [one.facts for one in sorted(found, key=lambda one: one.made)]
