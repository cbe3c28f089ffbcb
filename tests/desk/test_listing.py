"""The list at the desk: chosen in the address, counted, in the language of whoever looks."""

import re
from typing import Any

import pytest

from depesche.newsroom import people
from newsdesk import Newsdesk, berlin

PAGE = "/coverages/der-gipfel"


@pytest.fixture
def jonas(newsdesk: Newsdesk, at_the_desk: Any) -> Any:
    newsdesk.opens()
    newsdesk.assigns(newsdesk.elif_)
    newsdesk.drafts("Ein Entwurf.")
    newsdesk.submits("Ein Vorschlag.", by=newsdesk.elif_)
    newsdesk.publishes("Da.")
    newsdesk.discards(newsdesk.drafts("Verworfen."))
    return at_the_desk(newsdesk.jonas)


def _rows(page: str) -> list[str]:
    return re.findall(r'<li class="row"[^>]* data-status="(\w+)"', page)


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", ["published", "submitted", "draft"]),
        ("?show=submitted", ["submitted"]),
        ("?show=discarded", ["discarded"]),
        ("?show=nonsense", ["published", "submitted", "draft"]),
        ("?q=VORSCHLAG", ["submitted"]),
        ("?show=draft&q=vorschlag", []),
        ("?mine=1&show=published", ["published"]),
        ("?mine=1", ["published", "draft"]),
        ("?q=%00", ["published", "submitted", "draft"]),
        ("?mine=abc&show=draft", ["draft"]),
        ("?before=abc", ["published", "submitted", "draft"]),
        ("?before=0198b000-0000-7000-8000-00000000000d", ["published", "submitted", "draft"]),
    ],
)
def test_the_address_says_which_posts_are_shown(jonas: Any, query: str, shown: list[str]) -> None:
    answer = jonas.opens(f"{PAGE}{query}")
    assert answer.status_code == 200
    assert jonas.opens(f"{PAGE}/filters{query}").status_code == 200
    assert sorted(_rows(answer.text)) == sorted(shown)


def test_a_post_for_the_opening_shows_when_that_is(newsdesk: Newsdesk, at_the_desk: Any) -> None:
    newsdesk.announces(opens_at=berlin("20:15"))
    newsdesk.publishes("Zum Start.")
    row = at_the_desk(newsdesk.jonas).opens(PAGE).text.split('<li class="row"')[1]
    assert "zum Start" in row
    when = row.split('class="row-when"')[1].split("</time>")[0]
    assert when.endswith(">20:15 MESZ")


def test_a_discarded_row_says_so(jonas: Any) -> None:
    page = jonas.opens(f"{PAGE}?show=discarded").text
    assert '<span class="label discarded">Verworfen</span>' in page


def test_a_row_says_how_a_text_begins_in_one_line(newsdesk: Newsdesk, jonas: Any) -> None:
    newsdesk.publishes("Drei Fragen:\n\n- Wer?\n- Wo?", headline="Fragen")
    newsdesk.publishes("Das ist lang. " * 40, headline="Lang")
    page = jonas.opens(PAGE).text
    assert ">Drei Fragen: – Wer? – Wo?<" in page
    assert "Das ist lang. Das ist …<" in page


def test_the_choices_say_how_many_and_what_waits_is_seen_at_once(jonas: Any) -> None:
    page = jonas.opens(f"{PAGE}?show=draft").text
    assert "<title>(1) Der Gipfel" in page
    assert "Wartet auf die Redaktion: 1" in page
    counts = dict(
        re.findall(r'href="\?(?:show=(\w+))?"[^>]*>[^<]* <span class="count">(\d+)', page)
    )
    assert counts == {
        "": "3",
        "draft": "1",
        "submitted": "1",
        "published": "1",
        "discarded": "1",
        "scheduled": "0",
        "withdrawn": "0",
    }
    parts = jonas.opens(f"{PAGE}/filters?show=draft").text
    assert parts.strip().splitlines()[-1] in page
    assert 'data-waiting="1"' in parts


def test_older_posts_stay_with_the_choice(jonas: Any, newsdesk: Newsdesk, monkeypatch: Any) -> None:
    monkeypatch.setattr("depesche.desk.composer.PAGE", 1)
    newsdesk.waits(seconds=1)
    newsdesk.drafts("Neuer Entwurf.")
    page = jonas.opens(f"{PAGE}?show=draft").text
    (older,) = re.findall(r'href="(\?show=draft&amp;before=[^"]+)"', page)
    page = jonas.opens(f"{PAGE}{older.replace('&amp;', '&')}").text
    assert "Ein Entwurf." in page
    assert "before=" not in page


def test_a_stranger_learns_no_numbers(newsdesk: Newsdesk, at_the_desk: Any) -> None:
    newsdesk.opens()
    assert at_the_desk(newsdesk.elif_).opens(f"{PAGE}/filters").status_code == 403


def test_the_desk_speaks_the_persons_language_and_words_keep_their_own(
    jonas: Any, newsdesk: Newsdesk, at_the_desk: Any
) -> None:
    with newsdesk.store.writing() as session:
        people.speak(session, newsdesk.mara, "en")
    mara = at_the_desk(newsdesk.mara)
    for seat, label, zone in ((jonas, "Entwurf", "MESZ"), (mara, "Draft", "CEST")):
        page = seat.opens(PAGE).text
        changes = seat.asks("GET", "/changes?after=0").json()["changes"]
        rows = "".join(change.get("html", "") for change in changes)
        for told in (page, rows):
            assert f'<span class="label draft">{label}</span>' in told
            assert f"19:50 {zone}" in told
            assert 'lang="de">Ein Entwurf.</h3>' in told


def test_ones_own_posts_are_counted_apart(newsdesk: Newsdesk, jonas: Any) -> None:
    newsdesk.drafts("Noch einer.", by=newsdesk.mara)
    for query, drafts in (("", 2), ("?mine=1", 1)):
        page = jonas.opens(f"{PAGE}/filters{query}").text
        found = re.search(r"show=draft[^>]*>\s*(?:<[^>]*>|[^<\d])*(\d+)", page)
        assert found is not None, page
        assert int(found[1]) == drafts
