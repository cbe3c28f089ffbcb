"""A page says whose it is: in the name of whoever has signed in since, it does nothing."""

from typing import Any
from uuid import uuid4

import pytest

import photographs
from depesche.newsroom.models import Person
from newsdesk import Newsdesk

JSON = {"Accept": "application/json"}


def whose(person: Person) -> dict[str, str]:
    return {**JSON, "Depesche-Person": str(person.id)}


@pytest.fixture
def jonas(newsdesk: Newsdesk, at_the_desk: Any) -> Any:
    """Jonas's browser, in which Mara's page may still be open."""
    newsdesk.opens()
    return at_the_desk(newsdesk.jonas).browser


def test_what_is_somebody_elses_is_not_done(newsdesk: Newsdesk, jonas: Any) -> None:
    base, post = "/desk/coverages/der-gipfel", newsdesk.drafts("Ein Entwurf.")
    one = f"{base}/posts/{post.id}"
    picture = f"{base}/pictures/{uuid4()}"
    asked = [
        jonas.put(
            f"{base}/posts/{uuid4()}", headers=whose(newsdesk.mara), json={"text": "Von ihr"}
        ),
        jonas.put(f"{one}/discard", headers=whose(newsdesk.mara)),
        jonas.get(one, headers=whose(newsdesk.mara)),
        jonas.put(picture, headers=whose(newsdesk.mara), content=photographs.jpeg()),
        jonas.get(f"{base}/changes?person={newsdesk.mara.id}", headers=JSON),
        jonas.get(f"{base}/stream?person={newsdesk.mara.id}", headers=JSON),
    ]
    assert [answer.status_code for answer in asked] == [401] * len(asked)
    assert {answer.json()["code"] for answer in asked} == {"somebody-else"}
    assert asked[0].json()["detail"].startswith("Sie sind jetzt als Jonas angemeldet.")
    assert newsdesk.again(post).status == "draft"
    assert jonas.get(f"{base}?mine=1").text.count('class="row"') == 1, "nothing was saved"
    assert jonas.get(f"{picture}/480").status_code == 404


def test_a_page_of_ones_own_goes_on_and_so_does_one_that_says_nothing(
    newsdesk: Newsdesk, jonas: Any
) -> None:
    post = newsdesk.drafts("Ein Entwurf.")
    path = f"/desk/coverages/der-gipfel/posts/{post.id}"
    for headers in (whose(newsdesk.jonas), JSON, {**JSON, "Depesche-Person": ""}):
        assert jonas.get(path, headers=headers).status_code == 200
    assert jonas.get(path, headers={**JSON, "Depesche-Person": "Jonas"}).status_code == 401


def test_a_page_that_is_fetched_for_somebody_else_leads_to_the_sign_in(
    newsdesk: Newsdesk, jonas: Any
) -> None:
    headers = {"Depesche-Person": str(newsdesk.mara.id)}
    answer = jonas.get("/desk/coverages/der-gipfel", headers=headers, follow_redirects=False)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/desk/sign-in")
