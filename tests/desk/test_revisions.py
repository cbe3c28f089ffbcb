"""The page of a post's versions: any two word by word, and the way back to one."""

from typing import Any

import pytest

from depesche.newsroom.models import Post
from newsdesk import Newsdesk


@pytest.fixture
def post(newsdesk: Newsdesk) -> Post:
    newsdesk.opens()
    post = newsdesk.publishes("Das Treffen beginnt um 19 Uhr.", headline="Beginn")
    newsdesk.corrects(post, "Das Treffen beginnt um 20 Uhr.", note="20 Uhr ist richtig.")
    newsdesk.amends(post, "Das Treffen beginnt um 20 Uhr <b>Ortszeit</b>.")
    return post


def _path(post: Post) -> str:
    return f"/coverages/der-gipfel/posts/{post.id}/revisions"


def test_it_shows_what_the_last_version_changed_and_any_two_others(
    newsdesk: Newsdesk, at_the_desk: Any, post: Post
) -> None:
    jonas = at_the_desk(newsdesk.jonas)
    page = jonas.opens(_path(post)).text
    assert "Von Fassung 2 zu Fassung 3" in page
    assert "&lt;b&gt;Ortszeit&lt;/b&gt;<" in page
    assert "<b>Ortszeit" not in page
    for told in ("veröffentlicht, Jonas", "berichtigt, Jonas", "verbessert", "20 Uhr ist richtig."):
        assert told in page
    page = jonas.opens(f"{_path(post)}?former=1&latter=2").text
    assert "[entfernt: </span>19<" in page
    assert "[neu: </span>20<" in page
    assert jonas.opens(f"{_path(post)}?former=77").status_code == 200
    assert jonas.opens(f"{_path(post)}?former=eins").status_code == 422


def test_going_back_is_a_new_version(newsdesk: Newsdesk, at_the_desk: Any, post: Post) -> None:
    jonas = at_the_desk(newsdesk.jonas)
    answer = jonas.sends(_path(post), number=2, seen=3, openly="false")
    assert answer.status_code == 303
    assert newsdesk.readers_see() == ["Das Treffen beginnt um 20 Uhr."]
    answer = jonas.sends(_path(post), number=1, seen=4, openly="true", note="Doch um 19 Uhr.")
    assert answer.status_code == 303
    assert newsdesk.readers_see() == ["Das Treffen beginnt um 19 Uhr."]
    assert newsdesk.again(post).corrections[-1].note == "Doch um 19 Uhr."
    assert newsdesk.again(post).revision == 5


def test_what_is_wrong_is_said_and_the_note_is_not_lost(
    newsdesk: Newsdesk, at_the_desk: Any, post: Post
) -> None:
    jonas = at_the_desk(newsdesk.jonas)
    answer = jonas.sends(_path(post), number=1, seen=3, openly="true", note="")
    assert answer.status_code == 422
    answer = jonas.sends(_path(post), number=1, seen=2, openly="true", note="Ein Hinweis")
    assert answer.status_code == 412
    assert "Ein Hinweis" in answer.text
    assert newsdesk.again(post).revision == 3


def test_a_contributor_reads_all_and_goes_back_in_their_own_only(
    newsdesk: Newsdesk, at_the_desk: Any, post: Post
) -> None:
    stranger = at_the_desk(newsdesk.elif_)
    assert stranger.opens(_path(post)).status_code == 403
    newsdesk.assigns(newsdesk.elif_)
    page = stranger.opens(_path(post))
    assert page.status_code == 200
    assert 'name="seen"' not in page.text
    assert stranger.sends(_path(post), number=1, seen=3).status_code == 403
    own = newsdesk.drafts("Eins", by=newsdesk.elif_)
    newsdesk.puts(own, seen=1, text="Zwei", by=newsdesk.elif_)
    assert 'name="seen"' in stranger.opens(_path(own)).text
    assert stranger.sends(_path(own), number=1, seen=2).status_code == 303
    assert newsdesk.again(own).text == "Eins"
