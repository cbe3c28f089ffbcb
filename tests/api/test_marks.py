"""PUT and DELETE …/posts/{uuid}/pin, /key-event and /summary."""

from uuid import uuid4

import pytest

from api.program import Program, problem
from newsdesk import Newsdesk

MARKS = [("pin", "pinned"), ("key-event", "key_event"), ("summary", "summary")]


@pytest.mark.parametrize(("mark", "field"), MARKS)
def test_a_mark_is_put_on_and_taken_off(
    live: Program, newsdesk: Newsdesk, mark: str, field: str
) -> None:
    post = live.publishes()
    for ask, is_on in ((live.marks, True), (live.unmarks, False)):
        answer = ask(post, mark)
        assert answer.status_code == 200
        assert answer.json() == {
            "id": str(post),
            "revision": 1,
            "sequence": newsdesk.coverage.sequence,
            "url": f"http://testserver/live/gipfel/posts/{post}",
            "dossier": [],
        }
        assert live.reads(post)[field] is is_on
    kinds = [
        line.kind for line in newsdesk.reader_log(after=2) if line.kind not in {"post", "entry"}
    ]
    assert kinds == [mark.replace("-", "_")] * 2


@pytest.mark.parametrize(("mark", "field"), MARKS)
def test_doing_it_twice_is_doing_it_once(
    live: Program, newsdesk: Newsdesk, mark: str, field: str
) -> None:
    post = live.publishes()
    for ask in (live.unmarks, live.marks, live.unmarks):
        first = ask(post, mark)
        number = newsdesk.coverage.sequence
        again = ask(post, mark)
        assert (first.status_code, again.status_code) == (200, 200)
        assert again.json() == first.json()
        assert newsdesk.coverage.sequence == number
    assert live.reads(post)[field] is False


def test_a_draft_can_be_marked_and_nobody_outside_is_told(live: Program) -> None:
    post = live.drafts()
    answer = live.marks(post, "pin")
    assert answer.json() == {
        "id": str(post),
        "revision": 1,
        "sequence": None,
        "url": None,
        "dossier": [],
    }
    assert live.reads(post)["pinned"] is True


@pytest.mark.parametrize(
    ("status", "code"), [("ended", "coverage-ended"), ("archived", "coverage-archived")]
)
def test_marks_stay_as_they_are_once_a_coverage_has_ended(
    live: Program, status: str, code: str
) -> None:
    post = live.publishes(pinned=True)
    for step in ("ended", "archived"):
        live.puts_coverage(status=step)
        if step == status:
            break
    for mark, _ in MARKS[1:]:
        problem(live.marks(post, mark), 409, code)
    problem(live.unmarks(post, "pin"), 409, code)


def test_a_withdrawn_post_takes_no_mark(live: Program) -> None:
    post = live.publishes()
    live.withdraws(post)
    for mark, _ in MARKS:
        problem(live.marks(post, mark), 409, "post-withdrawn")


def test_a_post_that_is_not_there_takes_no_mark(live: Program) -> None:
    for mark, _ in MARKS:
        problem(live.marks(uuid4(), mark), 404, "not-found")
        problem(live.unmarks(uuid4(), mark), 404, "not-found")


def test_there_are_no_other_marks(live: Program) -> None:
    problem(live.marks(live.publishes(), "star"), 404, "not-found")
