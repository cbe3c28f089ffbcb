"""Readers' pages for everybody: axe finds nothing, in light and dark, in every state."""

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from newsdesk import Newsdesk
from reading import Reads

STANDFIRST = "Zwei Präsidenten in *Alaska*."


def a_busy_evening(newsdesk: Newsdesk) -> None:
    newsdesk.opens(
        "Der Gipfel",
        standfirst=STANDFIRST,
        dateline="Anchorage",
        lead_question="Mehr als ein Foto?",
    )
    first = newsdesk.publishes(
        "> Nur Russland kann enden.\n> — Selenskyj, Präsident\n\n- Eins\n- [Zwei](https://example.org)",
        headline="Selenskyj spricht",
        key_event=True,
        byline="Mara",
    )
    newsdesk.pins(first)
    newsdesk.publishes("Ohne Überschrift")
    newsdesk.publishes("- [Eins](/live/der-gipfel)\n- Zwei", headline="Stand", summary=True)
    newsdesk.corrects(newsdesk.publishes("Falsch", headline="Zahl"), "Richtig", note="Vertippt.")
    newsdesk.withdraws(newsdesk.publishes("Ein Irrtum", headline="Irrtum"))
    for n in range(30):
        newsdesk.publishes("Text", headline=f"Nummer {n}")


STATES: dict[str, Callable[[Newsdesk], Any]] = {
    "announced": lambda newsdesk: newsdesk.announces(
        "Der Gipfel", standfirst=STANDFIRST, event_zone="America/Anchorage", lead_question="Mehr?"
    ),
    "empty": lambda newsdesk: newsdesk.opens("Der Gipfel"),
    "busy": a_busy_evening,
    "paused": lambda newsdesk: (newsdesk.opens("Der Gipfel"), newsdesk.pauses()),
    "ended": lambda newsdesk: (a_busy_evening(newsdesk), newsdesk.ends()),
}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing_on_a_reader_page(
    state: str, scheme: str, site: str, newsdesk: Newsdesk, reads: Reads
) -> None:
    STATES[state](newsdesk)
    for width in (360, 1280):
        reader = reads(
            f"{site}/live/der-gipfel",
            color_scheme=scheme,
            bypass_csp=True,
            viewport={"width": width, "height": 800},
        ).follows()
        _axe_finds_nothing(reader.page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_the_front_page_and_on_an_error(
    scheme: str, site: str, newsdesk: Newsdesk, reads: Reads
) -> None:
    _axe_finds_nothing(reads(site, color_scheme=scheme, bypass_csp=True).page)
    a_busy_evening(newsdesk)
    newsdesk.announces("Morgen")
    for path in ("/", "/live/unbekannt"):
        _axe_finds_nothing(reads(f"{site}{path}", color_scheme=scheme, bypass_csp=True).page)


def _axe_finds_nothing(page: Any) -> None:
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
