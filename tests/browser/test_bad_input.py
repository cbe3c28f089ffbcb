"""Words that no page was made for: whatever somebody types, the pages around it stay readable."""

import json
import re
from typing import Final

import pytest
from playwright.sync_api import Page, expect

import everybody
import lettering
from newsdesk import Newsdesk
from reading import Reads

# Each goes into every field that takes it, cut to what the field takes.
WORD: Final = "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz" * 8
EMOJI: Final = "\n".join(["👩🏽‍🚒🏳️‍🌈👨‍👩‍👧‍👦🇺🇦🔥" * 4] * 40)
ZALGO: Final = "".join(letter + "\u0300\u0316\u0489\u033d\u0352" * 12 for letter in "Zalgo kommt")
HEADLINE: Final = "Ein Satz, der kein Ende nimmt, weil niemand ihn gekürzt hat, " * 5
HEBREW: Final = "ירושלים 2025: «Der Gipfel» (18 Uhr) נפתח"
ARABIC: Final = "Alaska 2025 – القمة"
OVERRIDES: Final = "\u202ednE nehcstued med tim\u202d \u2067x\u2066y\u2068z \u202bאב"
CLOSERS: Final = "\u2069\u2069\u202c\u202c ab \u202e17 cd"

BAD: Final = {
    "lang": (WORD, EMOJI, ZALGO, HEADLINE),
    "verdreht": (HEBREW, ARABIC, OVERRIDES, CLOSERS),
}
SIZES: Final = ((320, 640), (1280, 800))
OBJECTS: Final = ("actor/a1", "issue/i1", "claim/1", "place/p1", "scenario/s1", "position/1")
TURNING: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")


def prepare(newsdesk: Newsdesk, slug: str) -> None:
    """A coverage with these in all that can be said of it, and in its dossier."""
    of = [" ".join(bad.split())[:300] for bad in BAD[slug]]
    newsdesk.opens(
        of[0],
        slug=slug,
        standfirst=BAD[slug][1][:2000],
        dateline=of[0],
        lead_question=of[2],
        official_subject=of[3],
        unofficial_subject=of[0],
    )
    for n, line in enumerate(of, 1):
        name = line[:200]
        newsdesk.prepares("actor", f"a{n}", name=name, role=name)
        newsdesk.prepares("issue", f"i{n}", label=line, question=line)
        newsdesk.prepares("place", f"p{n}", name=name, latitude=55.7, longitude=37.6, why=line)
        newsdesk.prepares("entry", title=line, when="1867", count="{years} " + name)
        newsdesk.prepares("question", text=line)
        newsdesk.prepares("scenario", f"s{n}", label=name, set="x", text=name)
        newsdesk.prepares("aim", actor=f"a{n}", text=name, if_then=[name])


def publish(newsdesk: Newsdesk, slug: str) -> str:
    """Posts with these in every field; the last one's id."""
    for n, bad in enumerate(BAD[slug], 1):
        line = " ".join(bad.split())[:300]
        speaker = line.replace(",", "")[:90]
        said = newsdesk.publishes(
            f"{bad}\n\n> {line}\n> — {speaker}, 17. Präsident\n\n- {line}\n- 19 Uhr",
            headline=line,
            byline=line[:200],
            key_event=True,
            pinned=True,
        )
        newsdesk.takes_position(f"a{n}", "i1", "rejects", wording=line, posts=[said.id])
        wrong = newsdesk.publishes("Falsch", headline="Zahl")
        newsdesk.corrects(wrong, line, note=bad[:2000])
        newsdesk.withdraws(newsdesk.publishes("Falsch"), notice=bad[:2000])
        said_of_it = {"alt": line, "caption": line, "credit": line[:200]}
        shown = newsdesk.shows(newsdesk.uploads(), bad, **said_of_it)
    newsdesk.publishes(f"- {line}\n- Zwei", headline=line, summary=True)
    return str(shown.id)


def pages(slug: str, post: str) -> list[str]:
    here = f"/live/{slug}"
    return [
        *("/", f"{here}/teaser", here, f"{here}?order=oldest", f"{here}/posts/{post}"),
        *(f"{here}/search?q={BAD[slug][0][:60]}", f"{here}/search?q=Falsch"),
        *(f"{here}/at/2025-08-15T17:50Z", f"{here}/text", f"{here}/print", f"{here}/dossier"),
        *(f"{here}/dossier/{one}" for one in OBJECTS),
    ]


def complaints(page: Page, where: str) -> list[str]:
    """All that is wrong with how the page stands, folded and unfolded, on a phone and a desk."""
    found: list[str] = []
    page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        found += lettering.overlapping(page) + lettering.turned(page)
        if not where.endswith("/teaser"):  # that is as wide as the page in which others put it
            found += everybody.too_wide(page)
    return [f"{where}: {one}" for one in found]


@pytest.mark.parametrize("slug", BAD)
def test_whatever_is_typed_every_page_around_it_can_be_read(
    slug: str, site: str, newsdesk: Newsdesk, reads: Reads
) -> None:
    prepare(newsdesk, slug)
    reader = reads(f"{site}/live/{slug}", bypass_csp=True).follows()
    page = reader.page
    post = publish(newsdesk, slug)  # while the page is open
    expect(page.locator(f"#post-{post}")).to_be_attached(timeout=20_000)
    newsdesk.waits(minutes=2)

    found = complaints(page, "as it came")
    for path in pages(slug, post):
        answer = page.goto(site + path)
        assert answer is not None
        assert answer.status == 200, path
        found += complaints(page, path)
        assert not TURNING.search(answer.text()), path
        for told in page.locator("script[type='application/ld+json']").all_inner_texts():
            assert json.loads(told)
    assert not found, "\n".join(found)
    calendar = page.request.get(f"{site}/live/{slug}/calendar.ics")
    assert calendar.ok
    assert not TURNING.search(calendar.text())
    assert reader.errors == []


def test_without_any_post_every_page_can_be_read(
    site: str, newsdesk: Newsdesk, reads: Reads
) -> None:
    newsdesk.opens("Der Gipfel", slug="leer")
    newsdesk.waits(minutes=2)
    here = "/live/leer"
    reader = reads(site, bypass_csp=True)
    for path in (
        *(here, f"{here}?order=oldest", f"{here}/search?q=Falsch", f"{here}/text", "/"),
        *(f"{here}/print", f"{here}/dossier", f"{here}/teaser", f"{here}/at/2025-08-15T17:50Z"),
    ):
        answer = reader.page.goto(site + path)
        assert answer is not None
        assert answer.status == 200, path
        assert complaints(reader.page, path) == []
    assert reader.errors == []


WRONG: Final = """<!doctype html><html lang="de"><title>x</title><main>
  <p>Aufeinander</p><p style="margin-top: -2.2em">Übereinander</p>
  <figure><figcaption>— <cite>דוד</cite>, 17. Präsident</figcaption></figure>
  <div>\u202e <span>Ticker</span></div>
  <p><bdi>דוד</bdi>, 18. Präsident</p>
</main></html>"""


def test_whoever_looks_sees_what_is_wrong(reads: Reads, site: str) -> None:
    """So that the test above does not pass because nobody looks."""
    page = reads(site, bypass_csp=True).page
    page.set_content(WRONG)
    found = "\n".join(complaints(page, "x"))
    for told in ("p “Übereinander” and p “Aufeinander”", "wrong side: figure > figcaption"):
        assert told in found.replace("main > ", "")
    assert "read from its end: div > span “Ticker”" in found
    assert "18. Präsident" not in found
