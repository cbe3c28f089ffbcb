"""Readers' pages for everybody: however somebody looks at them, and whatever they hold in hand."""

from collections.abc import Callable, Iterator
from itertools import product
from typing import Any

import pytest
from playwright.sync_api import Page

import everybody
from drills import LONG
from newsdesk import Newsdesk
from preparing import prepare
from reading import Browsing, Reads

SLUG = "der-gipfel"
STANDFIRST = "Zwei Präsidenten in *Alaska*."
QUOTE = "Wladimir Putin spricht.\n\n> Nie im Leben\n> — Wladimir Putin, Präsident"

LOOKS: dict[str, dict[str, Any]] = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "forced": {"forced_colors": "active"},
    "forced, dark": {"forced_colors": "active", "color_scheme": "dark"},
    "more contrast": {"contrast": "more"},
}
SIZES = {  # a window of 1280 × 1024, at 100, 200 and 400 %; and a phone
    "whole": (1280, 1024),
    "200 %": (640, 512),
    "400 %": (320, 256),
    "phone": (360, 640),
}
# What a rule finds in one size and look, it mostly finds in all: these are the ones that do not.
BY_DEFAULT = {
    ("light", "whole"): (),
    ("dark", "phone"): ("color-contrast",),
    ("forced", "400 %"): ("color-contrast", "scrollable-region-focusable"),
}


def a_busy_evening(newsdesk: Newsdesk, *, posts: int = 30) -> None:
    newsdesk.opens(
        "Der Gipfel",
        standfirst=STANDFIRST,
        dateline="Anchorage",
        lead_question="Mehr als ein Foto?",
    )
    prepare(newsdesk)
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
    said = newsdesk.publishes(QUOTE, headline="Putin sagt nein", key_event=True)
    for actor, stance in {"russland": "supports", "ukraine": "rejects", "usa": "opposes"}.items():
        newsdesk.takes_position(actor, "gebiete", stance, posts=[said.id], wording="So und so")
    newsdesk.settles("1", "disputed", disputed_by=["ukraine"])
    for n in range(posts):
        newsdesk.publishes("Text", headline=f"Nummer {n}")


STATES: dict[str, Callable[[Newsdesk], Any]] = {
    "announced": lambda newsdesk: newsdesk.announces(
        "Der Gipfel", standfirst=STANDFIRST, event_zone="America/Anchorage", lead_question="Mehr?"
    ),
    "empty": lambda newsdesk: newsdesk.opens("Der Gipfel"),
    "busy": a_busy_evening,
    "paused": lambda newsdesk: (newsdesk.opens("Der Gipfel"), newsdesk.pauses()),
    "ended": lambda newsdesk: (a_busy_evening(newsdesk, posts=2), newsdesk.ends()),
}
PAGES = {  # beside the ticker itself, of a busy evening
    "front": "/",
    "permalink": "/live/der-gipfel/posts/{post}",
    "dossier": "/live/der-gipfel/dossier",
    "object": "/live/der-gipfel/dossier/claim/1",
    "search": "/live/der-gipfel/search?q=Text",
    "nothing found": "/live/der-gipfel/search?q=Kartoffel",
    "as it stood": "/live/der-gipfel/at/2025-08-15T17:50Z",
    "which moment": "/live/der-gipfel/at",
    "text": "/live/der-gipfel/text",
    "print": "/live/der-gipfel/print",
    "error": "/live/unbekannt",
}


WRONG = """<!doctype html><html lang="de"><title>x</title><style>
  .pale { color: #bbb; transition: color 2s }
  .small { width: 20px; height: 10px; padding: 0; border: 0 }
  .wide { width: 700px }
  .unmarked { height: 30px; outline: none }
  .under, .fine { display: inline-block; height: 30px }
  .bar { position: fixed; inset: 0 0 auto; height: 60px; background: white }
  .scroller { overflow: auto }
</style><main><a class="under" href="/">under</a><h1>x</h1><div class="bar">x</div>
  <p class="pale">hardly to be read</p><button class="small">x</button>
  <button class="unmarked">unmarked</button>
  <div class="wide">x</div><p>In a <a href="/">fine</a> sentence</p>
  <a class="fine" href="/">fine</a>
  <div class="scroller" tabindex="0"><div class="wide">fine</div></div>
</main></html>"""


def looked_at(page: Page) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The page in one look and size after another, and the rules that matter there, if not all."""
    every = dict.fromkeys(product(LOOKS, SIZES), ())
    for (look, size), rules in (every if LONG else BY_DEFAULT).items():
        _looks(page, LOOKS[look], SIZES[size])
        yield f"{look}, {size}", rules


def _looks(page: Page, look: dict[str, Any], size: tuple[int, int], **more: Any) -> None:
    plain = {"color_scheme": "light", "forced_colors": "none", "contrast": "no-preference"}
    page.emulate_media(**{**plain, "reduced_motion": "no-preference", **look, **more})
    page.set_viewport_size({"width": size[0], "height": size[1]})


def complaints(page: Page) -> list[str]:
    """All that somebody could complain of, each once."""
    found = [
        f"{where}: {what}"
        for where, rules in looked_at(page)
        for what in everybody.axe(page, *rules)
    ]
    for size in SIZES.values():
        _looks(page, LOOKS["light"], size)
        found += everybody.targets_too_small(page) + everybody.too_wide(page)
    _looks(page, LOOKS["light"], SIZES["phone"], reduced_motion="reduce")
    found += everybody.moving(page)
    for size in SIZES.values() if LONG else [SIZES["400 %"]]:
        _looks(page, LOOKS["light"], size, reduced_motion="reduce")
        found += everybody.lost_on_the_way(page, everybody.TABS * (10 if LONG else 1))
    return list(dict.fromkeys(found))


@pytest.mark.parametrize("state", STATES)
def test_a_ticker_is_for_everybody(state: str, site: str, newsdesk: Newsdesk, reads: Reads) -> None:
    STATES[state](newsdesk)
    reader = reads(f"{site}/live/{SLUG}", bypass_csp=True).follows()
    found = complaints(reader.page)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_for_everybody(name: str, site: str, newsdesk: Newsdesk, reads: Reads) -> None:
    a_busy_evening(newsdesk, posts=2)
    post = newsdesk.publishes("Text", headline="Noch einer")
    newsdesk.announces("Morgen")
    reader = reads(site + PAGES[name].format(post=post.id), bypass_csp=True)
    found = complaints(reader.page)
    assert not found, "\n".join(found)


def test_an_empty_front_page_is_for_everybody(site: str, reads: Reads) -> None:
    found = complaints(reads(site, bypass_csp=True).page)
    assert not found, "\n".join(found)


def test_whoever_looks_sees_what_is_wrong(browsing: Browsing) -> None:
    """So that the tests above do not pass because nobody looks."""
    page = browsing().new_page()
    page.set_content(WRONG)
    found = "\n".join(complaints(page))
    for told in (
        *("color-contrast", "target of 20 × 10.0", "wider than 320: div.wide", "2 s: p.pale"),
        *("no mark of the focus: button.unmarked", "under what sticks: a.under"),
    ):
        assert told in found
    assert "fine" not in found
