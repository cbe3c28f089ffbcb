"""If-Match: who amends a post says which revision they have seen."""

from uuid import UUID

import pytest

from api.program import Program, problem
from newsdesk import Newsdesk

ID = UUID("0198b000-0000-7000-8000-000000000001")


def test_a_different_body_needs_the_revision(live: Program) -> None:
    post = live.publishes()
    answer = live.puts(post, text="Die Türen sind auf.")
    told = problem(answer, 428, "revision-needed")
    assert told["revision"] == 1
    assert answer.headers["etag"] == '"1"'
    assert '"1"' in told["detail"]


def test_a_stale_revision_is_told_the_present_one(live: Program) -> None:
    post = live.publishes()
    live.puts(post, seen=1, text="Die Türen sind auf.")
    answer = live.puts(post, seen=1, text="Die Türen sind angelehnt.")
    told = problem(answer, 412, "stale")
    assert told["revision"] == 2
    assert answer.headers["etag"] == '"2"'
    assert live.reads(post)["text"] == "Die Türen sind auf."


@pytest.mark.parametrize("tag", ['"1"', 'W/"1"', "*", ' "1" '])
def test_the_right_revision_amends(live: Program, newsdesk: Newsdesk, tag: str) -> None:
    post = live.publishes()
    answer = live.puts(post, seen=tag, text="Die Türen sind auf.")
    assert (answer.status_code, answer.headers["etag"]) == (200, '"2"')
    assert (answer.json()["revision"], answer.json()["sequence"]) == (2, 3)
    assert newsdesk.readers_see() == ["Die Türen sind auf."]
    assert live.reads(post)["corrections"] == []


def test_what_is_no_revision_is_refused(live: Program, subtests: pytest.Subtests) -> None:
    post = live.publishes()
    for tag in ("1", '"eins"', '"1', '"1", "2"', "", '"-1"', f'"{"9" * 5000}"'):
        with subtests.test(tag=tag[:9]):
            answer = live.puts(post, seen=tag, text="Die Türen sind auf.")
            told = problem(answer, 422, "unreadable")
            assert told["field"] == "If-Match"
            assert 'as in "3"' in told["detail"]


@pytest.mark.parametrize("tag", ['"1"', "*"])
def test_a_revision_of_a_post_that_is_not_there_makes_none(live: Program, tag: str) -> None:
    problem(live.puts(ID, seen=tag, text="Die Türen sind zu."), 404, "not-found")
    problem(live.gets(f"/coverages/gipfel/posts/{ID}"), 404, "not-found")


def test_what_is_left_out_of_a_post_keeps_its_value(live: Program) -> None:
    post = live.publishes("Die Türen", headline="Zu", byline="Mara", key_event=True)
    live.puts(post, seen=1, headline="Auf")
    read = live.reads(post)
    assert (read["headline"], read["text"], read["byline"]) == ("Auf", "Die Türen", "Mara")
    assert (read["status"], read["key_event"]) == ("published", True)
