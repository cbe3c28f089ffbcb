"""PUT …/posts/{uuid}/corrections/{uuid}."""

from uuid import UUID, uuid4

import pytest

from api.program import Program, problem
from newsdesk import Newsdesk

ID = UUID("0198b000-0000-7000-8000-00000000000c")


def test_a_correction_changes_the_words_and_tells_readers_why(
    live: Program, newsdesk: Newsdesk
) -> None:
    post = live.publishes("Drei Stunden")
    answer = live.corrects(
        post, "Zwei Stunden", correction_id=ID, note="Es waren zwei.", **{"class": "clarification"}
    )
    assert (answer.status_code, answer.headers["etag"]) == (201, '"2"')
    assert answer.json() == {
        "id": str(post),
        "revision": 2,
        "sequence": 3,
        "url": f"http://testserver/live/gipfel/posts/{post}",
        "dossier": [],
    }
    assert newsdesk.readers_see() == ["Zwei Stunden"]
    (correction,) = live.reads(post)["corrections"]
    assert (correction["class"], correction["note"]) == ("clarification", "Es waren zwei.")


def test_the_same_correction_is_made_once(live: Program, newsdesk: Newsdesk) -> None:
    post = live.publishes("Drei Stunden")
    first = live.corrects(post, "Zwei Stunden", correction_id=ID, seen=1)
    again = live.corrects(post, "Zwei Stunden", correction_id=ID, seen=1)
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json() == first.json()
    assert newsdesk.coverage.sequence == 3
    assert len(live.reads(post)["corrections"]) == 1


def test_another_correction_needs_another_id(live: Program) -> None:
    post, other = live.publishes("Drei Stunden"), live.publishes("Vier Stunden")
    live.corrects(post, "Zwei Stunden", correction_id=ID)
    for answer in (
        live.corrects(post, "Eine Stunde", correction_id=ID),
        live.corrects(post, "Zwei Stunden", correction_id=ID, note="Anders"),
        live.corrects(other, "Zwei Stunden", correction_id=ID),
    ):
        problem(answer, 409, "correction-exists")


def test_a_correction_of_a_revision_that_is_gone_is_refused(live: Program) -> None:
    post = live.publishes("Drei Stunden")
    live.puts(post, seen=1, text="Vier Stunden")
    answer = live.corrects(post, "Zwei Stunden", seen=1)
    assert problem(answer, 412, "stale")["revision"] == 2
    assert live.corrects(post, "Zwei Stunden", seen=2).status_code == 201


def test_only_what_readers_see_can_be_corrected(live: Program) -> None:
    draft, post = live.drafts(), live.publishes("Drei Stunden")
    problem(live.corrects(draft, "Zwei Stunden"), 409, "post-not-public")
    problem(live.corrects(post, "Drei Stunden"), 409, "same-words")
    problem(live.corrects(uuid4(), "Zwei Stunden"), 404, "not-found")
    live.withdraws(post)
    problem(live.corrects(post, "Zwei Stunden"), 409, "post-withdrawn")


def test_an_ended_coverage_takes_corrections_and_an_archived_one_none(live: Program) -> None:
    post = live.publishes("Drei Stunden")
    live.puts_coverage(status="ended")
    assert live.corrects(post, "Zwei Stunden").status_code == 201
    live.puts_coverage(status="archived")
    problem(live.corrects(post, "Eine Stunde"), 409, "coverage-archived")


def test_what_a_correction_cannot_be_is_refused(live: Program, subtests: pytest.Subtests) -> None:
    post = live.publishes("Drei Stunden")
    for wanted, code, field in (
        ({"note": ""}, "missing", "note"),
        ({"note": "x" * 2_001}, "too-long", "note"),
        ({"class": "typo"}, "unknown-correction-class", "class"),
        ({"correction_class": "correction"}, "unreadable", "correction_class"),
        ({"note": None}, "unreadable", "note"),
        ({"internal_note": "Wer war das?"}, "unreadable", "internal_note"),
        ({"made_at": "2025-08-15T20:00:00Z"}, "unreadable", "made_at"),
    ):
        with subtests.test(**wanted):
            answer = live.corrects(post, "Zwei Stunden", **wanted)
            assert problem(answer, 422, code)["field"] == field
    problem(live.corrects(post, "x" * 20_001), 422, "too-long")
    problem(live.corrects(post, "> " * 9 + "tief"), 422, "text-too-deep")
    assert live.reads(post)["revision"] == 1


def test_a_correction_needs_a_text_and_a_note(live: Program) -> None:
    post = live.publishes("Drei Stunden")
    path = f"/coverages/gipfel/posts/{post}/corrections/{ID}"
    for wanted, field in (({"text": "Zwei"}, "note"), ({"note": "Es waren zwei."}, "text")):
        told = problem(live.asks("PUT", path, wanted), 422, "unreadable")
        assert told["field"] == field
