"""What becomes of a post at the desk besides going out: returned, taken back, discarded, undone."""

from typing import Any

import pytest

from depesche.newsroom.models import Post
from newsdesk import Newsdesk


@pytest.fixture
def submitted(newsdesk: Newsdesk) -> Post:
    newsdesk.opens()
    newsdesk.assigns(newsdesk.elif_)
    return newsdesk.submits("Zweihundert am Tor.", by=newsdesk.elif_)


def test_an_editor_sends_back_and_the_row_says_why(
    newsdesk: Newsdesk, at_the_desk: Any, submitted: Post
) -> None:
    what = f"/posts/{submitted.id}/return"
    jonas, elif_ = at_the_desk(newsdesk.jonas), at_the_desk(newsdesk.elif_)
    assert jonas.asks("PUT", what, seen=1, note="").status_code == 422
    assert elif_.asks("PUT", what, seen=1, note="Nein").status_code == 403
    answer = jonas.asks("PUT", what, seen=1, note="Wer hat <b>gezählt</b>?").json()
    assert answer["status"] == "draft"
    assert "Wer hat &lt;b&gt;gezählt&lt;/b&gt;?" in answer["change"]["html"]
    assert "gezählt" in elif_.opens("/coverages/der-gipfel").text
    answer = jonas.asks("PUT", what, note="Und wann?")
    assert (answer.status_code, answer.json()["code"]) == (409, "post-not-submitted")


def test_the_note_reaches_no_reader_and_no_program(
    newsdesk: Newsdesk, at_the_desk: Any, submitted: Post, client: Any
) -> None:
    jonas = at_the_desk(newsdesk.jonas)
    jonas.asks("PUT", f"/posts/{submitted.id}/return", seen=1, note="CANARY")
    jonas.puts(submitted, seen=2, status="published")
    token = {"Authorization": f"Bearer {newsdesk.issues_token('Partner')}"}
    for path in (
        *("/live/der-gipfel", "/live/der-gipfel/changes", "/api/v1/coverages/der-gipfel/posts"),
        f"/api/v1/coverages/der-gipfel/posts/{submitted.id}",
    ):
        answer = client.get(path, headers=token)
        assert answer.status_code == 200
        assert "CANARY" not in answer.text


def test_its_author_takes_it_back(newsdesk: Newsdesk, at_the_desk: Any, submitted: Post) -> None:
    answer = at_the_desk(newsdesk.elif_).puts(submitted, seen=1, status="draft")
    assert answer.json()["status"] == "draft"


def test_an_editor_releases_a_submission(
    newsdesk: Newsdesk, at_the_desk: Any, submitted: Post
) -> None:
    at_the_desk(newsdesk.jonas).asks("PUT", f"/posts/{submitted.id}/release", seen=1)
    assert newsdesk.readers_see() == ["Zweihundert am Tor."]


def test_a_draft_is_discarded_and_comes_back(
    newsdesk: Newsdesk, at_the_desk: Any, submitted: Post
) -> None:
    what = f"/posts/{submitted.id}/discard"
    elif_ = at_the_desk(newsdesk.elif_)
    answer = elif_.asks("PUT", what, seen=1).json()
    assert answer["status"] == "discarded"
    assert "Verworfen" in answer["said"]
    refused = at_the_desk(newsdesk.jonas).puts(submitted, seen=1, status="published")
    assert (refused.status_code, refused.json()["code"]) == (409, "post-discarded")
    assert elif_.asks("DELETE", what).json()["status"] == "draft"
    others = newsdesk.drafts("Jonas' Entwurf")
    assert elif_.asks("PUT", f"/posts/{others.id}/discard").status_code == 403


def test_what_was_just_published_is_undone(newsdesk: Newsdesk, at_the_desk: Any) -> None:
    newsdesk.opens()
    post = newsdesk.publishes("Zu früh.", headline="Oh")
    seats = [at_the_desk(person) for person in (newsdesk.jonas, newsdesk.mara)]
    answers = [seat.asks("PUT", f"/posts/{post.id}/undo").json() for seat in seats]
    assert [answer["status"] for answer in answers] == ["withdrawn", "withdrawn"]
    drafts = {(answer["draft"]["id"], answer["draft"]["status"]) for answer in answers}
    assert [status for _, status in drafts] == ["draft"]
    assert newsdesk.readers_see() == ["Dieser Beitrag wurde versehentlich veröffentlicht."]
    late = newsdesk.publishes("Schon lange da.")
    newsdesk.waits(minutes=3)
    answer = seats[0].asks("PUT", f"/posts/{late.id}/undo")
    assert (answer.status_code, answer.json()["code"]) == (409, "too-late-to-undo")


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ({"minutes": 15}, "Angepinnt bis 20:05 MESZ."),
        ({"until": "2025-08-15T21:00"}, "Angepinnt bis 21:00 MESZ."),
        ({"until": "2025-08-16T09:00"}, "Angepinnt bis 09:00 MESZ (16. August 2025)."),
        ({"until": ""}, "Angepinnt."),
    ],
)
def test_a_post_is_pinned_for_a_while(
    newsdesk: Newsdesk, at_the_desk: Any, wanted: dict[str, Any], said: str
) -> None:
    newsdesk.opens()
    post = newsdesk.publishes("Eins")
    answer = at_the_desk(newsdesk.jonas).asks("PUT", f"/posts/{post.id}/pin", **wanted)
    assert answer.json()["said"] == said


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        ({"until": "2025-08-15T19:00"}, "end-passed"),
        ({"until": "gleich"}, "unreadable-time"),
        ({"minutes": 0}, "unreadable"),
        ({"minutes": 10**9}, "unreadable"),
    ],
)
def test_a_while_that_is_none_is_refused(
    newsdesk: Newsdesk, at_the_desk: Any, wanted: dict[str, Any], code: str
) -> None:
    newsdesk.opens()
    post = newsdesk.publishes("Eins")
    answer = at_the_desk(newsdesk.jonas).asks("PUT", f"/posts/{post.id}/pin", **wanted)
    assert (answer.status_code, answer.json()["code"]) == (422, code)
