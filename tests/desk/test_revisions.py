"""The page of a post's versions: any two word by word, and the way back to one."""

import re
from typing import Any

import pytest

from depesche.newsroom.models import Post
from newsdesk import Newsdesk, berlin


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
    assert "Seitdem wurde" not in page
    page = jonas.opens(f"{_path(post)}?former=1&latter=2").text
    assert "[entfernt: </span>19<" in page
    assert "[neu: </span>20<" in page
    assert jonas.opens(f"{_path(post)}?former=77").status_code == 200
    assert jonas.opens(f"{_path(post)}?former=eins").status_code == 422


def test_with_one_version_there_is_nothing_to_compare(newsdesk: Newsdesk, at_the_desk: Any) -> None:
    newsdesk.opens()
    page = at_the_desk(newsdesk.jonas).opens(_path(newsdesk.drafts("Ein Entwurf."))).text
    assert "Ein Entwurf." in page
    assert 'type="radio"' not in page
    assert "Vergleichen" not in page


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


def test_going_back_behind_a_correction_is_told_to_readers_unless_somebody_says_no(
    at_the_desk: Any, newsdesk: Newsdesk, post: Post
) -> None:
    jonas = at_the_desk(newsdesk.jonas)
    page = jonas.opens(f"{_path(post)}?former=1&latter=2").text
    assert "Seitdem wurde der Leserschaft eine Berichtigung mitgeteilt." in page
    assert re.findall(r'name="openly" value="(\w+)" checked', page) == ["true"]
    page = jonas.opens(f"{_path(post)}?former=2&latter=3").text
    assert re.findall(r'name="openly" value="(\w+)" checked', page) == ["false"]


def test_a_picture_is_shown_compared_and_brought_back_only_where_the_box_is_ticked(
    newsdesk: Newsdesk, at_the_desk: Any
) -> None:
    newsdesk.opens()
    picture = newsdesk.uploads()
    post = newsdesk.shows(picture, "Ein Bild", caption="Der Platz")
    newsdesk.amends(post, caption="Der alte Platz")
    newsdesk.amends(post, picture=None)
    jonas = at_the_desk(newsdesk.jonas)
    page = jonas.opens(_path(post)).text
    assert f"/pictures/{picture.id}/480" in page
    assert 'alt="Rot und Blau"' in page
    assert "[entfernt: </span>Der alte Platz<" in page
    assert "Beide sagen dasselbe" not in page
    assert re.findall(r'name="pictured" value="true"([^>]*)>', page) == [" required"]
    page = jonas.opens(f"{_path(post)}?former=1&latter=2").text
    assert page.count(f"/pictures/{picture.id}/480") == 1
    assert "[neu: </span> alte<" in page or "[neu: </span>alte" in page
    assert jonas.sends(_path(post), number=1, seen=3).status_code == 303
    assert newsdesk.again(post).picture_id is None
    assert jonas.sends(_path(post), number=1, seen=3, pictured="true").status_code == 303
    assert newsdesk.again(post).caption == "Der Platz"
    page = jonas.opens(f"{_path(post)}?former=2&latter=4").text
    assert re.findall(r'name="pictured" value="true"([^>]*)>', page) == [" checked required"]


def test_a_number_that_is_missing_was_saved_by_itself_in_between(
    newsdesk: Newsdesk, at_the_desk: Any
) -> None:
    newsdesk.opens()
    draft = newsdesk.drafts("Ein")
    for seen, text in enumerate(("Ein Satz", "Ein Satz und", "Ein Satz und mehr"), start=1):
        newsdesk.puts(draft, seen=seen, text=text, autosave=True)
    page = at_the_desk(newsdesk.jonas).opens(_path(draft)).text
    assert "Ersetzt 2 bis 3, beim Schreiben von selbst gespeichert." in page
    assert page.count("Ersetzt") == 1


def test_an_embargo_that_was_lifted_leaves_a_trace(newsdesk: Newsdesk, at_the_desk: Any) -> None:
    newsdesk.opens()
    draft = newsdesk.drafts("Geheim", embargoed_until=berlin("21:00"))
    newsdesk.amends(draft, embargoed_until=None)
    assert "gesperrt bis" in at_the_desk(newsdesk.jonas).opens(_path(draft)).text


@pytest.mark.parametrize("odd", [-1, 0, 2**31, 2**63, 10**30])
def test_a_number_that_no_version_has_is_refused(
    at_the_desk: Any, newsdesk: Newsdesk, post: Post, odd: int
) -> None:
    jonas = at_the_desk(newsdesk.jonas)
    assert jonas.sends(_path(post), number=odd, seen=3).status_code == 422
    assert jonas.sends(_path(post), number=1, seen=odd).status_code == 422


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
