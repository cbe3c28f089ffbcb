"""Asking for changes: the same answer for everybody, so that any cache may give it."""

import re
from typing import Any

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from depesche.newsroom.models import Coverage
from depesche.reader import polling
from newsdesk import Newsdesk

PROGRAM = {"Accept": "application/json"}
URL = "/live/gipfel/changes"


@pytest.fixture(autouse=True)
def summit(newsdesk: Newsdesk) -> Coverage:
    return newsdesk.opens("Der Gipfel", slug="gipfel")


def asked(client: TestClient, after: object) -> dict[str, Any]:
    answer = client.get(URL, params={"after": after})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    content: dict[str, Any] = answer.json()
    return content


def directives(answer: Response) -> set[str]:
    return set(answer.headers["cache-control"].split(", "))


def test_changes_are_told_oldest_first_with_the_number_reached(
    newsdesk: Newsdesk, client: TestClient
) -> None:
    posts = [newsdesk.publishes(f"Beitrag {n}") for n in range(3)]

    answer = asked(client, 1)

    assert answer.keys() == {"sequence", "changes", "more"}
    assert [change["sequence"] for change in answer["changes"]] == [2, 3, 4]
    assert [change["id"] for change in answer["changes"]] == [str(post.id) for post in posts]
    assert (answer["sequence"], answer["more"]) == (4, False)


def test_without_a_number_everything_is_told(newsdesk: Newsdesk, client: TestClient) -> None:
    newsdesk.publishes("Eins")

    assert client.get(URL).json() == asked(client, 0)
    assert [change["sequence"] for change in asked(client, 0)["changes"]] == [1, 2]


def test_every_change_has_the_fields_of_the_contract(
    newsdesk: Newsdesk, client: TestClient
) -> None:
    post = newsdesk.publishes("Eins")
    newsdesk.pins(post)
    newsdesk.unpins(post)
    common = {"sequence", "at", "kind", "id", "verb"}

    opened, put, superseded, removed = asked(client, 0)["changes"]

    assert opened.keys() == put.keys() == common | {"position", "html"}
    assert superseded.keys() == removed.keys() == common
    verbs = [change["verb"] for change in (opened, put, superseded, removed)]
    assert verbs == ["put", "put", "superseded", "remove"]


def test_whoever_is_up_to_date_is_told_so(newsdesk: Newsdesk, client: TestClient) -> None:
    newsdesk.publishes("Eins")

    assert asked(client, 2) == {"sequence": 2, "changes": [], "more": False}


def test_a_number_beyond_the_newest_is_told_the_newest(
    newsdesk: Newsdesk, client: TestClient
) -> None:
    """So that a page from before a restored backup notices, and fetches itself anew."""
    newsdesk.publishes("Eins")

    assert asked(client, 3) == {"sequence": 2, "changes": [], "more": False}
    assert asked(client, "9" * 9) == {"sequence": 2, "changes": [], "more": False}


def test_many_changes_come_answer_by_answer(
    newsdesk: Newsdesk, client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(polling, "FULL", 4)
    for n in range(10):
        newsdesk.publishes(f"Beitrag {n}")

    answers = [asked(client, after) for after in (0, 4, 8)]

    assert [answer["sequence"] for answer in answers] == [4, 8, 11]
    assert [answer["more"] for answer in answers] == [True, True, False]
    told = [change["sequence"] for answer in answers for change in answer["changes"]]
    assert told == list(range(1, 12))


def test_a_full_answer_that_is_the_last_one_says_that_there_is_no_more(
    newsdesk: Newsdesk, client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(polling, "FULL", 2)
    newsdesk.publishes("Eins")

    assert asked(client, 0)["more"] is False


def test_one_answer_holds_a_hundred_changes() -> None:
    assert polling.FULL == 100


def test_a_full_answer_may_be_kept_for_a_minute_and_the_newest_for_a_second(
    newsdesk: Newsdesk, client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(polling, "FULL", 2)
    newsdesk.publishes("Eins")
    newsdesk.publishes("Zwei")

    full, newest = (client.get(URL, params={"after": after}) for after in (0, 2))

    assert directives(full) == {
        "public",
        "max-age=60",
        "stale-while-revalidate=600",
        "stale-if-error=86400",
    }
    assert {"public", "max-age=1"} <= directives(newest)
    for answer in (full, newest):
        assert "immutable" not in directives(answer)
        assert "set-cookie" not in answer.headers


def test_whoever_has_the_answer_already_is_not_sent_it_again(
    newsdesk: Newsdesk, client: TestClient
) -> None:
    newsdesk.publishes("Eins")
    first = client.get(URL, params={"after": 1})
    known = {"If-None-Match": first.headers["etag"]}

    same = client.get(URL, params={"after": 1}, headers=known)
    among_others = {"If-None-Match": f'"other", {first.headers["etag"]}'}

    assert (same.status_code, same.content) == (304, b"")
    assert same.headers["etag"] == first.headers["etag"]
    assert same.headers["cache-control"] == first.headers["cache-control"]
    assert client.get(URL, params={"after": 1}, headers=among_others).status_code == 304

    newsdesk.publishes("Zwei")
    assert client.get(URL, params={"after": 1}, headers=known).status_code == 200


def test_an_answer_changes_its_etag_when_words_in_it_are_corrected(
    newsdesk: Newsdesk, client: TestClient
) -> None:
    post = newsdesk.publishes("Falsch")
    first = client.get(URL, params={"after": 0})
    newsdesk.corrects(post, "Richtig")

    later = client.get(URL, params={"after": 0}, headers={"If-None-Match": first.headers["etag"]})

    assert later.status_code == 200
    assert "Falsch" not in later.text


def test_what_is_no_number_is_refused_with_a_problem(client: TestClient) -> None:
    for garbage in ("abc", "-1", "1.5", "", "²", " 1", "\0", "9" * 10, "1;2"):
        answer = client.get(URL, params={"after": garbage}, headers=PROGRAM)

        assert answer.status_code == 422, garbage
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.headers["cache-control"] == "no-store"
        problem = answer.json()
        assert (problem["status"], problem["field"]) == (422, "after")
        assert problem["detail"]


def test_a_coverage_that_is_not_public_has_no_changes(
    newsdesk: Newsdesk, client: TestClient
) -> None:
    newsdesk.makes("Geheim", slug="geheim")

    for slug in ("geheim", "gibt-es-nicht"):
        answer = client.get(f"/live/{slug}/changes", headers=PROGRAM)
        assert answer.status_code == 404
        assert "Geheim" not in answer.text


def test_a_change_draws_the_element_as_the_page_has_it(
    newsdesk: Newsdesk, client: TestClient
) -> None:
    post = newsdesk.publishes("„Ja“, sagte sie & ging <b>heim</b>.", headline='Ein "Ja"')
    newsdesk.pins(post)
    newsdesk.marks(post, "key_event")
    newsdesk.marks(post, "summary")

    page = client.get("/live/gipfel").text
    put = [change for change in asked(client, 0)["changes"] if change["verb"] == "put"]

    kinds = ("coverage", "post", "pin", "key_event", "entry", "summary")
    assert {change["kind"] for change in put} == {*kinds}
    for change in put:
        assert change["html"] in page
        assert re.match(r"<\w+ ", change["html"])


def test_a_page_that_only_asks_learns_what_time_it_is_and_old_answers_do_not_say(
    newsdesk: Newsdesk, client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    newsdesk.publishes("Neu")
    told = client.get(URL, params={"after": 1}).headers["depesche-time"]
    assert told == "2025-08-15T17:50:00+00:00;rate=0.0"

    monkeypatch.setattr(polling, "FULL", 1)
    assert "depesche-time" not in client.get(URL, params={"after": 0}).headers
