"""Sending a post twice, one after the other or at once, is sending it once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID

from api.program import Program
from newsdesk import Newsdesk
from serving import PATIENCE

ID = UUID("0198b000-0000-7000-8000-000000000001")


def test_asking_for_the_same_again_changes_nothing_and_takes_no_number(
    live: Program, newsdesk: Newsdesk
) -> None:
    first = live.puts(ID, text="Die Türen sind zu.", status="published")
    again = live.puts(ID, status="published", text="Die Türen sind zu.")
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json() == first.json()
    assert again.headers["etag"] == '"1"'
    assert newsdesk.coverage.sequence == 2


def test_a_body_equal_to_any_earlier_one_changes_nothing(live: Program, newsdesk: Newsdesk) -> None:
    bodies = [{"text": text, "status": "published"} for text in ("eins", "zwei", "drei")]
    for revision, body in enumerate(bodies):
        live.puts(ID, seen=revision or None, **body)
    for seen in (None, 1, 2):
        for body in bodies:
            answer = live.puts(ID, seen=seen, **body)
            assert answer.status_code == 200
            assert (answer.json()["revision"], answer.json()["sequence"]) == (3, 4)
    assert newsdesk.readers_see() == ["drei"]
    assert newsdesk.coverage.sequence == 4


def test_whoever_has_seen_the_present_revision_may_go_back_to_an_earlier_body(
    live: Program, newsdesk: Newsdesk
) -> None:
    for seen, text in enumerate(("eins", "zwei", "drei", "zwei")):
        answer = live.puts(ID, seen=seen or None, text=text, status="published")
        assert answer.json()["revision"] == seen + 1
    for seen in (None, 1, 3, 4):
        again = live.puts(ID, seen=seen, text="zwei", status="published")
        assert (again.status_code, again.json()["revision"]) == (200, 4)
    assert newsdesk.readers_see() == ["zwei"]


def test_a_retry_is_harmless_after_correction_and_withdrawal(
    live: Program, newsdesk: Newsdesk
) -> None:
    body = {"text": "Die Türen sind zu.", "status": "published"}
    live.puts(ID, **body)
    live.corrects(ID, "Die Türen sind auf.")
    assert live.puts(ID, **body).json()["revision"] == 2
    live.withdraws(ID)
    assert live.puts(ID, **body).status_code == 200
    live.puts_coverage(status="ended")
    assert live.puts(ID, **body).status_code == 200
    assert newsdesk.readers_see() == ["Das stimmt nicht."]


def test_two_programs_that_send_one_post_at_once_publish_it_once(
    live: Program, newsdesk: Newsdesk
) -> None:
    start = Barrier(8)

    def put(_: int) -> int:
        start.wait(PATIENCE)
        return live.puts(ID, text="Die Türen sind zu.", status="published").status_code

    with ThreadPoolExecutor(8) as threads:
        answers = sorted(threads.map(put, range(8)))
    assert answers == [200] * 7 + [201]
    assert newsdesk.readers_see() == ["Die Türen sind zu."]
    assert newsdesk.coverage.sequence == 2


def test_of_two_amendments_at_once_one_is_told_to_look_first(live: Program) -> None:
    live.puts(ID, text="Die Türen sind zu.", status="published")
    start = Barrier(2)

    def amend(text: str) -> int:
        start.wait(PATIENCE)
        return live.puts(ID, seen=1, text=text).status_code

    with ThreadPoolExecutor(2) as threads:
        assert sorted(threads.map(amend, ["auf", "angelehnt"])) == [200, 412]


def test_one_id_sent_to_two_coverages_at_once_is_in_one_of_them(live: Program) -> None:
    live.puts_coverage("wahl", headline="Die Wahl", status="live")
    start = Barrier(2)

    def put(slug: str) -> int:
        start.wait(PATIENCE)
        return live.puts(ID, slug=slug, text="Die Türen sind zu.", status="published").status_code

    with ThreadPoolExecutor(2) as threads:
        assert sorted(threads.map(put, ["gipfel", "wahl"])) == [201, 409]
