"""What a post cannot be, and why a coverage does not take it."""

from uuid import UUID

import pytest

from api.program import Program, problem
from newsdesk import Newsdesk

ID = UUID("0198b000-0000-7000-8000-000000000001")
LATER = "2025-08-15T20:30:00+02:00"


def test_a_post_of_20_000_characters_is_taken_and_one_more_refused(live: Program) -> None:
    assert live.puts(ID, text="ß" * 20_000, status="published").status_code == 201
    assert len(live.reads(ID)["text"]) == 20_000
    told = problem(live.puts(text="ß" * 20_001), 422, "too-long")
    assert told["field"] == "text"
    assert "20000 characters and has 20001" in told["detail"].replace(",", "")


def test_eight_levels_are_taken_and_nine_refused(live: Program) -> None:
    assert live.puts(text="> " * 8 + "tief", status="published").status_code == 201
    told = problem(live.puts(text="> " * 9 + "tief", status="published"), 422, "text-too-deep")
    assert told["field"] == "text"
    assert "8 levels" in told["detail"]


NO_POSTS: list[tuple[dict[str, object], str, str]] = [
    ({"scheduled_at": "2025-08-15T20:30:00"}, "naive-time", "scheduled_at"),
    ({"embargoed_until": "2025-08-15T20:30:00"}, "naive-time", "embargoed_until"),
    ({"embargoed_until": "9999-12-31T23:59:59-10:00"}, "unreadable", "embargoed_until"),
    ({"status": "withdrawn"}, "unknown-status", "status"),
    ({"status": "scheduled"}, "missing", "scheduled_at"),
    ({"text": "", "status": "published"}, "missing", "text"),
    (
        {"text": " \x00\ufeff ", "status": "published"},
        "missing",
        "text",
    ),
    ({"headline": "x" * 301}, "too-long", "headline"),
    ({"byline": "x" * 201}, "too-long", "byline"),
    ({"text": None}, "unreadable", "text"),
    ({"text": 7}, "unreadable", "text"),
    ({"key_event": None}, "unreadable", "key_event"),
    ({"key_event": "yes"}, "unreadable", "key_event"),
    ({"pinned": 1}, "unreadable", "pinned"),
    ({"body": "Die Türen"}, "unreadable", "body"),
    ({"author": "Mara"}, "unreadable", "author"),
]


def test_what_a_post_cannot_be_is_refused_and_not_made(
    live: Program, subtests: pytest.Subtests
) -> None:
    for wanted, code, field in NO_POSTS:
        with subtests.test(**wanted):
            answer = live.puts(ID, **{"text": "Die Türen", **wanted})
            assert problem(answer, 422, code)["field"] == field
            problem(live.gets(f"/coverages/gipfel/posts/{ID}"), 404, "not-found")


def test_what_cannot_be_seen_is_left_out_of_a_text(live: Program) -> None:
    post = live.publishes("Die\x00 Türen \ud800sind\x07 zu.")
    assert live.reads(post)["text"] == "Die Türen sind zu."


@pytest.mark.parametrize(
    ("steps", "code", "sentence"),
    [
        ([], "coverage-not-open", "This coverage is still a draft."),
        (["live", "ended"], "coverage-ended", "This coverage has ended."),
        (["live", "ended", "archived"], "coverage-archived", "This coverage is archived"),
    ],
)
def test_a_coverage_that_takes_no_posts_says_why(
    agency: Program, steps: list[str], code: str, sentence: str
) -> None:
    agency.puts_coverage(headline="Der Gipfel")
    for status in steps:
        agency.puts_coverage(status=status)
    told = problem(agency.puts(ID, text="Die Türen", status="published"), 409, code)
    assert told["detail"].startswith(sentence)
    problem(agency.gets(f"/coverages/gipfel/posts/{ID}"), 404, "not-found")


def test_a_draft_coverage_takes_drafts(agency: Program) -> None:
    agency.puts_coverage(headline="Der Gipfel")
    assert agency.reads(agency.drafts())["status"] == "draft"


def test_what_is_published_before_the_opening_goes_out_at_the_opening(
    agency: Program, newsdesk: Newsdesk
) -> None:
    opens_at = "2025-08-15T20:00:00+02:00"
    agency.puts_coverage(headline="Der Gipfel", status="announced", opens_at=opens_at)
    answer = agency.puts(ID, text="Willkommen", status="published")
    assert (answer.status_code, answer.json()["sequence"]) == (201, None)
    newsdesk.waits(minutes=10)
    assert agency.reads(ID)["url"] == f"http://testserver/live/gipfel/posts/{ID}"


def test_a_paused_coverage_still_takes_posts(live: Program, newsdesk: Newsdesk) -> None:
    live.puts_coverage(status="paused")
    live.publishes("Weiter")
    assert newsdesk.readers_see() == ["Weiter"]


def test_an_ended_coverage_takes_amendments_and_an_archived_one_nothing(live: Program) -> None:
    post = live.publishes()
    live.puts_coverage(status="ended")
    assert live.puts(post, seen=1, text="Die Türen sind auf.").status_code == 200
    live.puts_coverage(status="archived")
    problem(live.puts(post, seen=2, text="Die Türen"), 409, "coverage-archived")


def test_a_public_post_is_not_taken_back_into_a_draft(live: Program) -> None:
    post = live.publishes()
    problem(live.puts(post, seen=1, status="draft"), 409, "post-public")
    problem(live.puts(post, seen=1, scheduled_at=LATER), 409, "post-public")


def test_a_withdrawn_post_stays_withdrawn(live: Program) -> None:
    post = live.publishes()
    live.withdraws(post)
    problem(live.puts(post, seen=1, text="Doch"), 409, "post-withdrawn")


def test_an_id_belongs_to_one_coverage(live: Program) -> None:
    live.puts_coverage("wahl", headline="Die Wahl", status="live")
    post = live.publishes()
    problem(live.puts(post, slug="wahl", text="Anders"), 409, "post-elsewhere")
    problem(live.gets(f"/coverages/wahl/posts/{post}"), 404, "not-found")


def test_a_coverage_that_is_not_there_takes_no_posts(agency: Program) -> None:
    problem(agency.puts(text="Die Türen"), 404, "not-found")
    problem(agency.gets("/coverages/gipfel/posts"), 404, "not-found")


def test_an_id_that_is_no_uuid_is_refused(live: Program) -> None:
    for post_id in ("1", "x" * 36, "%00", str(ID)[:-1]):
        path = f"/coverages/gipfel/posts/{post_id}"
        told = problem(live.asks("PUT", path, {"text": "Die Türen"}), 422, "unreadable")
        assert told["field"] == "post_id"
        problem(live.gets(path), 422, "unreadable")
