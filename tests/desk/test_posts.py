from typing import Any
from uuid import UUID, uuid4

import pytest

from newsdesk import Newsdesk

WORDS = {"text": "Es geht los.", "headline": "", "byline": "Jonas"}


@pytest.fixture
def jonas(newsdesk: Newsdesk, at_the_desk: Any) -> Any:
    newsdesk.opens()
    return at_the_desk(newsdesk.jonas)


@pytest.fixture
def elif_(newsdesk: Newsdesk, at_the_desk: Any) -> Any:
    newsdesk.opens()
    newsdesk.assigns(newsdesk.elif_)
    return at_the_desk(newsdesk.elif_)


def test_an_editor_publishes(jonas: Any, newsdesk: Newsdesk) -> None:
    answer = jonas.puts(**WORDS, status="published").json()
    assert answer["status"] == "published"
    assert "19:50 MESZ" in answer["said"]
    assert 'data-status="published"' in answer["change"]["html"]
    assert newsdesk.readers_see() == ["Es geht los."]


def test_sending_the_same_thing_twice_is_sending_it_once(jonas: Any, newsdesk: Newsdesk) -> None:
    what = f"/posts/{uuid4()}"
    first, second = (jonas.asks("PUT", what, **WORDS, status="published") for _ in range(2))
    assert first.json() == second.json()
    assert newsdesk.readers_see() == ["Es geht los."]


def test_going_back_to_earlier_words_is_a_change(jonas: Any, newsdesk: Newsdesk) -> None:
    post = newsdesk.publishes("Eins")
    jonas.puts(post, seen=1, text="Zwei", status="published")
    answer = jonas.puts(post, seen=2, text="Eins", status="published")
    assert answer.json()["revision"] == 3
    assert newsdesk.readers_see() == ["Eins"]


def test_who_saw_an_earlier_version_is_told_and_can_fetch_the_present_one(
    jonas: Any, newsdesk: Newsdesk
) -> None:
    post = newsdesk.publishes("Eins")
    newsdesk.amends(post, "Zwei")
    answer = jonas.puts(post, seen=1, text="Drei", status="published")
    assert (answer.status_code, answer.json()["revision"]) == (412, 2)
    assert jonas.asks("GET", f"/posts/{post.id}").json()["text"] == "Zwei"
    assert jonas.puts(post, text="Drei").status_code == 428


def test_a_revision_that_is_none_is_refused(jonas: Any, newsdesk: Newsdesk) -> None:
    post = newsdesk.publishes("Eins")
    headers = {"Accept": "application/json", "If-Match": "drei"}
    url = f"/desk/coverages/der-gipfel/posts/{post.id}"
    assert jonas.browser.put(url, headers=headers, json=WORDS).status_code == 422


def test_times_are_the_newsrooms(jonas: Any, newsdesk: Newsdesk) -> None:
    answer = jonas.puts(**WORDS, status="published", scheduled_at="2025-08-15T21:00").json()
    assert answer["status"] == "scheduled"
    assert "21:00 MESZ" in answer["said"]
    fetched = jonas.asks("GET", f"/posts/{answer['id']}").json()
    assert fetched["scheduled_at"] == "2025-08-15T21:00"
    newsdesk.waits(minutes=70)
    assert newsdesk.readers_see() == ["Es geht los."]


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("2026-03-29T02:30", "time-skipped"),
        ("2025-10-26T02:30", "time-twice"),
        ("gleich", "unreadable-time"),
        ("2025-08-15T21:00+02:00", "unreadable-time"),
    ],
)
def test_a_time_that_is_none_is_refused(typed: str, code: str, jonas: Any) -> None:
    answer = jonas.puts(**WORDS, status="published", embargoed_until=typed)
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert answer.json()["field"] == "embargoed_until"


def test_in_a_doubled_hour_the_second_one_can_be_meant(jonas: Any, newsdesk: Newsdesk) -> None:
    answer = jonas.puts(
        **WORDS, status="published", scheduled_at="2025-10-26T02:30", scheduled_at_fold="1"
    )
    fetched = jonas.asks("GET", f"/posts/{answer.json()['id']}").json()
    assert (fetched["scheduled_at"], fetched["scheduled_at_fold"]) == ("2025-10-26T02:30", "1")


def test_marks_come_with_a_post(jonas: Any, newsdesk: Newsdesk) -> None:
    answer = jonas.puts(**WORDS, status="published", pinned=True, key_event=True).json()
    fetched = jonas.asks("GET", f"/posts/{answer['id']}").json()
    assert (fetched["pinned"], fetched["key_event"], fetched["summary"]) == (True, True, False)


@pytest.mark.parametrize("mark", ["pin", "key-event", "summary"])
def test_a_mark_is_put_on_and_taken_off(mark: str, jonas: Any, newsdesk: Newsdesk) -> None:
    post = newsdesk.publishes("Eins")
    made = jonas.asks("PUT", f"/posts/{post.id}/{mark}")
    assert f'data-verb="{mark}" aria-pressed="true"' in made.json()["change"]["html"]
    removed = jonas.asks("DELETE", f"/posts/{post.id}/{mark}")
    assert f'data-verb="{mark}" aria-pressed="false"' in removed.json()["change"]["html"]


def test_a_correction_needs_its_note_and_shows_it(jonas: Any, newsdesk: Newsdesk) -> None:
    post = newsdesk.publishes("Um 19 Uhr.")
    what, right = (
        f"/posts/{post.id}/corrections/{uuid4()}",
        {"text": "Um 20 Uhr.", "class": "correction"},
    )
    refused = jonas.asks("PUT", what, seen=1, **right, note=" ")
    assert (refused.status_code, refused.json()["field"]) == (422, "note")
    note = {"note": "Es war 20 Uhr.", "internal_note": "Agentur"}
    answers = [jonas.asks("PUT", what, seen=1, **right, **note).json() for _ in range(2)]
    assert answers[0] == answers[1]
    assert "Es war 20 Uhr." in answers[0]["change"]["html"]
    assert newsdesk.readers_see() == ["Um 20 Uhr."]


def test_a_withdrawal_needs_its_notice(jonas: Any, newsdesk: Newsdesk) -> None:
    what = f"/posts/{newsdesk.publishes('Falsch.').id}/withdrawal"
    assert jonas.asks("PUT", what, notice="").status_code == 422
    answer = jonas.asks("PUT", what, notice="Das stimmt nicht.").json()
    assert 'data-status="withdrawn"' in answer["change"]["html"]
    assert newsdesk.readers_see() == ["Das stimmt nicht."]


def test_a_scheduled_post_is_released_now(jonas: Any, newsdesk: Newsdesk) -> None:
    post = newsdesk.schedules("Später.")
    assert jonas.asks("PUT", f"/posts/{post.id}/release", seen=1).json()["status"] == "published"
    assert newsdesk.readers_see() == ["Später."]


def test_an_embargo_outlasts_the_release(jonas: Any, newsdesk: Newsdesk) -> None:
    until = newsdesk.coverage.created_at.replace(year=2026)
    post = newsdesk.schedules("Später.", embargoed_until=until)
    assert jonas.asks("PUT", f"/posts/{post.id}/release", seen=1).json()["status"] == "scheduled"
    assert newsdesk.readers_see() == []


def test_in_an_announced_coverage_a_post_waits_for_the_opening(
    newsdesk: Newsdesk, at_the_desk: Any
) -> None:
    newsdesk.announces()
    answer = at_the_desk(newsdesk.jonas).puts(**WORDS, status="published")
    assert answer.json()["status"] == "scheduled"


def test_a_contributor_drafts_and_submits_and_no_more(elif_: Any, newsdesk: Newsdesk) -> None:
    assert elif_.puts(**WORDS, status="draft").json()["status"] == "draft"
    assert elif_.puts(**WORDS, status="submitted", pinned=False).json()["status"] == "submitted"
    assert elif_.puts(**WORDS, status="published").status_code == 403
    post = newsdesk.publishes("Eins")
    others = f"/posts/{post.id}"
    assert elif_.asks("PUT", others, seen=1, text="Zwei").status_code == 403
    assert elif_.asks("PUT", f"{others}/pin").status_code == 403
    assert elif_.asks("PUT", f"{others}/withdrawal", notice="Nein.").status_code == 403
    correction = f"{others}/corrections/{uuid4()}"
    assert elif_.asks("PUT", correction, text="Zwei", note="Nein.").status_code == 403
    waiting = newsdesk.schedules("Später.")
    assert elif_.asks("PUT", f"/posts/{waiting.id}/release", seen=1).status_code == 403


def test_a_contributor_of_another_coverage_gets_nothing_of_this_one(
    elif_: Any, newsdesk: Newsdesk
) -> None:
    newsdesk.opens("Fremd")
    post = newsdesk.drafts("Geheim")
    refused = [
        elif_.asks("GET", f"/posts/{post.id}"),
        elif_.asks("GET", "/changes"),
        elif_.asks("GET", "/stream"),
        elif_.asks("POST", "/preview", text="Hallo"),
        elif_.puts(**WORDS, status="draft"),
    ]
    assert [answer.status_code for answer in refused] == [403] * 5


def test_a_field_that_nobody_knows_is_refused(jonas: Any) -> None:
    assert jonas.puts(**WORDS, position="top").status_code == 422


def test_a_post_that_is_not_there_is_not_found(jonas: Any) -> None:
    assert jonas.asks("GET", f"/posts/{uuid4()}").status_code == 404


def test_a_contributor_learns_nothing_of_a_coverage_that_is_not_their_own(
    newsdesk: Newsdesk, at_the_desk: Any
) -> None:
    newsdesk.makes("Geheim")
    post = newsdesk.drafts("Noch geheimer.")
    stranger = at_the_desk(newsdesk.elif_)
    for method, what, body in (
        ("DELETE", f"/posts/{post.id}/pin", {}),
        ("PUT", f"/posts/{post.id}/pin", {}),
        ("PUT", "/status", {"status": "draft"}),
    ):
        answer = stranger.asks(method, what, **body)
        assert answer.status_code == 403, (method, what)
        assert "eheim" not in answer.text


def test_the_same_words_sent_again_from_an_older_version_are_no_repeat(
    jonas: Any, newsdesk: Newsdesk
) -> None:
    post = newsdesk.drafts("Eins")
    jonas.asks("PUT", f"/posts/{post.id}", seen=1, text="Zwei")
    jonas.asks("PUT", f"/posts/{post.id}", seen=2, text="Drei")
    assert jonas.asks("PUT", f"/posts/{post.id}", seen=1, text="Zwei").status_code == 200
    answer = jonas.asks("PUT", f"/posts/{post.id}", seen=2, text="Zwei")
    assert (answer.status_code, answer.json()["revision"]) == (412, 3)


@pytest.mark.parametrize("minutes", [0, -1, 24 * 60 + 1])
def test_a_pin_is_for_a_minute_at_least_and_a_day_at_most(
    jonas: Any, newsdesk: Newsdesk, minutes: int
) -> None:
    post = newsdesk.publishes("Oben?")
    answer = jonas.asks("PUT", f"/posts/{post.id}/pin", minutes=minutes)
    assert answer.status_code == 422
    assert newsdesk.again(post).marks == []


def test_a_page_knows_its_own_version_by_the_name_of_the_sending(
    jonas: Any, newsdesk: Newsdesk
) -> None:
    what, sent = f"/posts/{uuid4()}", {**WORDS, "status": "draft"}
    one, two = str(uuid4()), str(uuid4())
    first = jonas.asks("PUT", what, **sent, sending=one)
    again = jonas.asks("PUT", what, **sent, sending=two)  # it never heard the answer
    assert first.json() == again.json()
    there = jonas.asks("GET", what).json()
    assert (there["sending"], there["kind"]) == (one, "saved")
    newsdesk.puts(UUID(there["id"]), seen=1, byline="Mara", by=newsdesk.mara)
    late = jonas.asks("PUT", what, **sent, sending=two)
    assert late.status_code in {412, 428}
    assert jonas.asks("GET", what).json()["sending"] == ""
