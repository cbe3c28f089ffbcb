"""PUT …/posts/{uuid}/withdrawal."""

from uuid import uuid4

import pytest

from api.program import Program, problem
from newsdesk import Newsdesk


def test_a_withdrawn_post_leaves_its_notice(live: Program, newsdesk: Newsdesk) -> None:
    post = live.publishes("Drei Stunden", pinned=True)
    answer = live.withdraws(post, "Wir wissen es nicht.")
    assert answer.status_code == 201
    assert answer.json() == {
        "id": str(post),
        "revision": 1,
        "sequence": 4,
        "url": f"http://testserver/live/gipfel/posts/{post}",
        "dossier": [],
    }
    assert newsdesk.readers_see() == ["Wir wissen es nicht."]
    read = live.reads(post)
    assert (read["status"], read["pinned"]) == ("withdrawn", False)
    assert read["withdrawal"] == {
        "notice": "Wir wissen es nicht.",
        "made_at": "2025-08-15T17:50:00Z",
    }


def test_withdrawing_twice_is_withdrawing_once(live: Program, newsdesk: Newsdesk) -> None:
    post = live.publishes()
    first, again = live.withdraws(post), live.withdraws(post)
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json() == first.json()
    assert newsdesk.coverage.sequence == 3
    problem(live.withdraws(post, "Etwas anderes"), 409, "already-withdrawn")


def test_only_what_readers_see_can_be_withdrawn(live: Program) -> None:
    problem(live.withdraws(live.drafts()), 409, "post-not-public")
    problem(live.withdraws(uuid4()), 404, "not-found")


def test_an_ended_coverage_takes_withdrawals_and_an_archived_one_none(live: Program) -> None:
    post, other = live.publishes(), live.publishes("Noch einer")
    live.puts_coverage(status="ended")
    assert live.withdraws(post).status_code == 201
    live.puts_coverage(status="archived")
    problem(live.withdraws(other), 409, "coverage-archived")
    assert live.withdraws(post).status_code == 200


def test_what_a_notice_cannot_be_is_refused(live: Program, subtests: pytest.Subtests) -> None:
    post = live.publishes()
    path = f"/coverages/gipfel/posts/{post}/withdrawal"
    for wanted, code, field in (
        ({"notice": " "}, "missing", "notice"),
        ({"notice": "x" * 2_001}, "too-long", "notice"),
        ({"notice": None}, "unreadable", "notice"),
        ({}, "unreadable", "notice"),
        ({"notice": "Nein.", "reason": "Darum."}, "unreadable", "reason"),
    ):
        with subtests.test(**wanted):
            assert problem(live.asks("PUT", path, wanted), 422, code)["field"] == field
    assert live.reads(post)["status"] == "published"
