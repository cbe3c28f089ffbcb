from typing import Any
from uuid import uuid4

import pytest
from fastapi import FastAPI

from depesche.desk import composer, stream
from depesche.newsroom import people
from depesche.newsroom.models import Post
from newsdesk import Newsdesk


def test_the_page_shows_posts_in_all_states(newsdesk: Newsdesk, at_the_desk: Any) -> None:
    newsdesk.opens()
    newsdesk.drafts("Ein Entwurf.")
    newsdesk.submits("Ein Vorschlag.")
    newsdesk.schedules("Für später.")
    newsdesk.withdraws(newsdesk.publishes("Falsch."), notice="Das war falsch.")
    page = at_the_desk(newsdesk.jonas).opens("/coverages/der-gipfel").text
    for status in ("draft", "submitted", "scheduled", "withdrawn"):
        assert f'data-status="{status}"' in page
    assert "Das war falsch." in page


def test_a_row_on_the_page_is_the_row_of_the_log(newsdesk: Newsdesk, at_the_desk: Any) -> None:
    newsdesk.opens()
    post = newsdesk.publishes("Es geht los.", key_event=True)
    newsdesk.corrects(post, "Es ging los.", internal_note="Nur für uns")
    seat = at_the_desk(newsdesk.jonas)
    page = seat.opens("/coverages/der-gipfel").text
    answer = seat.asks("GET", "/changes?after=0").json()
    assert not answer["more"]
    put = [change for change in answer["changes"] if change["verb"] == "put"]
    assert {change["kind"] for change in put} == {"coverage", "post"}
    for change in put:
        assert change["html"] in page
    assert f'data-sequence="{answer["sequence"]}"' in page


def test_the_changes_are_never_cached_and_go_on_after_a_number(
    newsdesk: Newsdesk, at_the_desk: Any
) -> None:
    newsdesk.opens()
    newsdesk.publishes("Eins")
    seat = at_the_desk(newsdesk.jonas)
    first = seat.asks("GET", "/changes?after=0")
    assert first.headers["cache-control"] == "no-store"
    newsdesk.drafts("Zwei")
    after = first.json()["sequence"]
    rest = seat.asks("GET", f"/changes?after={after}").json()
    assert [change["sequence"] for change in rest["changes"]] == [after + 1]
    assert seat.asks("GET", "/changes?after=nothing").status_code == 422


def test_a_full_answer_says_that_there_is_more(
    newsdesk: Newsdesk, at_the_desk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "FULL", 2)
    newsdesk.opens()
    newsdesk.drafts("Eins")
    newsdesk.drafts("Zwei")
    answer = at_the_desk(newsdesk.jonas).asks("GET", "/changes?after=0").json()
    assert (answer["sequence"], len(answer["changes"]), answer["more"]) == (2, 2, True)


def test_what_readers_will_see_is_drawn_before_it_is_saved(
    newsdesk: Newsdesk, at_the_desk: Any
) -> None:
    newsdesk.opens()
    answer = at_the_desk(newsdesk.jonas).asks(
        "POST",
        "/preview",
        text='Er sagte "Ja".\n\n> Nein.\n> — Eine Sprecherin',
        headline="Ja und Nein",
        byline="Jonas",
        key_event=True,
        scheduled_at="2025-08-15T21:00",
    )
    drawn = answer.json()["html"]
    for piece in ("„Ja“", "<cite>Eine Sprecherin</cite>", "Ja und Nein", "Jonas", "21:00 MESZ"):
        assert piece in drawn
    assert "21:00 MESZ" in answer.json()["times"]["scheduled_at"]["said"]
    with newsdesk.store.reading() as session:
        assert session.query(Post).count() == 0


def test_the_preview_of_a_correction_shows_its_note_and_changes_nothing(
    newsdesk: Newsdesk, at_the_desk: Any
) -> None:
    newsdesk.opens()
    post = newsdesk.publishes("Um 19 Uhr.", headline="Ankunft")
    answer = at_the_desk(newsdesk.jonas).asks(
        "POST", "/preview", post=str(post.id), text="Um 20 Uhr.", note="20 Uhr ist richtig."
    )
    assert "20 Uhr ist richtig." in answer.json()["html"]
    assert newsdesk.readers_see() == ["Um 19 Uhr."]


def test_the_preview_says_what_is_wrong_with_a_time(newsdesk: Newsdesk, at_the_desk: Any) -> None:
    newsdesk.opens()
    times = (
        at_the_desk(newsdesk.jonas)
        .asks(
            "POST",
            "/preview",
            text="Hallo",
            scheduled_at="2026-03-29T02:30",
            embargoed_until="2025-10-26T02:30",
        )
        .json()["times"]
    )
    assert "02:30" in times["scheduled_at"]["error"]
    assert times["embargoed_until"]["choices"] == ["02:30 MESZ", "02:30 MEZ"]


def test_a_text_that_is_too_long_is_told_in_the_preview(
    newsdesk: Newsdesk, at_the_desk: Any
) -> None:
    newsdesk.opens()
    answer = at_the_desk(newsdesk.jonas).asks("POST", "/preview", text="x" * 20_001)
    assert (answer.status_code, answer.json()["code"]) == (422, "too-long")


@pytest.mark.parametrize(
    "field", ["text", "headline", "byline", "note", "class", "scheduled_at", "status"]
)
def test_half_a_character_anywhere_is_no_accident(
    newsdesk: Newsdesk, at_the_desk: Any, field: str
) -> None:
    newsdesk.opens()
    body = b'{"text": "Hallo", "%s": "a\\ud800b"}' % field.encode()
    headers = {"Accept": "application/json", "Content-Type": "application/json"}
    for method, path in (("POST", "/preview"), ("PUT", f"/posts/{uuid4()}")):
        url = f"/desk/coverages/{newsdesk.slug}{path}"
        answer = at_the_desk(newsdesk.jonas).browser.request(
            method, url, content=body, headers=headers
        )
        assert answer.status_code in {200, 201, 422}


def test_more_posts_than_fit_are_on_a_page_of_their_own(
    newsdesk: Newsdesk, at_the_desk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(composer, "PAGE", 2)
    newsdesk.opens()
    for number in range(3):
        newsdesk.waits(seconds=1)
        newsdesk.drafts(f"Nummer {number}.")
    seat = at_the_desk(newsdesk.jonas)
    page = seat.opens("/coverages/der-gipfel").text
    assert page.count('data-kind="post"') == 2
    older = page.split('href="?before=')[1].split('"')[0]
    assert "Nummer 0." in seat.opens(f"/coverages/der-gipfel?before={older}").text


def test_a_contributor_gets_a_composer_that_submits(newsdesk: Newsdesk, at_the_desk: Any) -> None:
    newsdesk.opens()
    newsdesk.assigns(newsdesk.elif_)
    page = at_the_desk(newsdesk.elif_).opens("/coverages/der-gipfel").text
    assert "data-may-publish" not in page
    assert 'name="scheduled_at"' not in page


def test_where_no_more_streams_fit_the_page_is_told_to_come_again(
    newsdesk: Newsdesk, at_the_desk: Any, app: FastAPI, monkeypatch: pytest.MonkeyPatch
) -> None:
    newsdesk.opens()
    monkeypatch.setattr(app.state.rooms.desk_gate, "_limit", 0)
    answer = at_the_desk(newsdesk.jonas).opens("/coverages/der-gipfel/stream")
    assert answer.status_code == 503
    assert int(answer.headers["retry-after"]) > 0


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("de", "Im Rückblick bleibt der alte stehen; was weg muss, ziehen Sie zurück."),
        ("en", "The old ones stay on the page as it stood: withdraw what has to go."),
    ],
)
def test_whoever_amends_is_told_that_the_old_words_stay(
    newsdesk: Newsdesk, at_the_desk: Any, language: str, told: str
) -> None:
    newsdesk.opens()
    with newsdesk.store.writing() as session:
        people.speak(session, newsdesk.jonas, language)
    assert told in at_the_desk(newsdesk.jonas).opens("/coverages/der-gipfel").text
