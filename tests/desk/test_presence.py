from typing import Any
from uuid import UUID, uuid4

import pytest

from depesche.newsroom import people
from newsdesk import Newsdesk

TAB = UUID(int=1)
SINCE = {"since": "2025-08-15T17:50:00Z", "at": "19:50 MESZ"}


@pytest.fixture(autouse=True)
def _evening(newsdesk: Newsdesk) -> None:
    newsdesk.opens()


def test_who_comes_second_hears_who_is_at_work(newsdesk: Newsdesk, at_the_desk: Any) -> None:
    post = newsdesk.drafts("Ein Entwurf.")
    mara, jonas = at_the_desk(newsdesk.mara), at_the_desk(newsdesk.jonas)
    first = mara.asks("PUT", f"/posts/{post.id}/presence/{TAB}", over=False)
    assert first.json() == {"is_mine": True, "name": "Mara", **SINCE}
    second = jonas.asks("PUT", f"/posts/{post.id}/presence/{uuid4()}", over=False)
    assert second.json() == {"is_mine": False, "name": "Mara", **SINCE}
    over = jonas.asks("PUT", f"/posts/{post.id}/presence/{uuid4()}", over=True)
    assert (over.json()["is_mine"], over.json()["name"]) == (True, "Jonas")


def test_the_row_says_who_is_at_work_and_no_public_page_does(
    newsdesk: Newsdesk, at_the_desk: Any
) -> None:
    post = newsdesk.publishes("Es geht los.")
    seat = at_the_desk(newsdesk.mara)
    seat.asks("PUT", f"/posts/{post.id}/presence/{TAB}", over=False)
    page = seat.opens("/coverages/der-gipfel").text
    row = seat.asks("GET", "/changes?after=0").json()["changes"][-1]["html"]
    assert "Mara bearbeitet" in row
    assert row in page
    for url in ("/live/der-gipfel", "/live/der-gipfel/changes?after=0"):
        answer = seat.browser.get(url).text
        assert "Mara" not in answer
        assert str(TAB) not in answer
    assert seat.asks("DELETE", f"/posts/{post.id}/presence/{TAB}").status_code == 204
    assert "Mara bearbeitet" not in seat.opens("/coverages/der-gipfel").text


def test_only_who_may_write_the_post(newsdesk: Newsdesk, at_the_desk: Any) -> None:
    post = newsdesk.drafts("Ein Entwurf.")
    path = f"/posts/{post.id}/presence/{TAB}"
    assert at_the_desk().asks("PUT", path, over=False).status_code == 401
    assert at_the_desk(newsdesk.elif_).asks("PUT", path, over=True).status_code == 403
    assert at_the_desk(newsdesk.elif_).asks("DELETE", path).status_code == 403
    missing = f"/posts/{uuid4()}/presence/{TAB}"
    assert at_the_desk(newsdesk.mara).asks("PUT", missing, over=True).status_code == 404
    wrong = f"/posts/{post.id}/presence/here"
    assert at_the_desk(newsdesk.mara).asks("PUT", wrong, over=True).status_code == 422


def test_each_is_told_in_their_own_language_of_the_same_moment(
    newsdesk: Newsdesk, at_the_desk: Any
) -> None:
    post = newsdesk.drafts("Ein Entwurf.")
    with newsdesk.store.writing() as session:
        people.speak(session, newsdesk.mara, "en")
    at_the_desk(newsdesk.jonas).asks("PUT", f"/posts/{post.id}/presence/{TAB}", over=False)
    mara = at_the_desk(newsdesk.mara)
    told = mara.asks("PUT", f"/posts/{post.id}/presence/{uuid4()}", over=False).json()
    assert (told["since"], told["at"]) == (SINCE["since"], "19:50 CEST")
    assert 'data-at="19:50 CEST"' in mara.opens("/coverages/der-gipfel").text
