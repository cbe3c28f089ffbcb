"""PUT and GET /api/v1/coverages/{slug}/posts."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID, uuid4

import pytest

from api.program import Program, problem
from newsdesk import Newsdesk

ID = UUID("0198b000-0000-7000-8000-000000000001")
LATER = "2025-08-15T20:30:00+02:00"


def test_a_published_post_is_answered_with_its_number_and_its_url(
    live: Program, newsdesk: Newsdesk
) -> None:
    answer = live.puts(ID, text="Die Türen sind zu.", status="published")
    assert answer.status_code == 201
    assert answer.headers["etag"] == '"1"'
    assert answer.json() == {
        "id": str(ID),
        "revision": 1,
        "sequence": 2,
        "url": f"http://testserver/live/gipfel/posts/{ID}",
    }
    assert newsdesk.readers_see() == ["Die Türen sind zu."]


@pytest.mark.parametrize(
    "wanted",
    [
        {},
        {"text": "Die Türen"},
        {"text": "Die Türen", "status": "draft"},
        {"text": "Die Türen", "status": "submitted"},
        {"text": "Die Türen", "status": "scheduled", "scheduled_at": LATER},
        {"text": "Die Türen", "status": "published", "embargoed_until": LATER},
    ],
)
def test_nothing_is_said_of_what_is_not_public(
    live: Program, newsdesk: Newsdesk, wanted: dict[str, object]
) -> None:
    answer = live.puts(ID, **wanted)
    assert answer.status_code == 201
    assert answer.json() == {"id": str(ID), "revision": 1, "sequence": None, "url": None}
    assert live.reads(ID)["url"] is None
    assert newsdesk.readers_see() == []


def test_a_post_is_read_in_every_state(live: Program) -> None:
    draft, public = live.drafts("Noch nicht"), live.publishes("Jetzt", byline="Mara", pinned=True)
    live.corrects(public, "Jetzt erst", correction_id=ID)
    assert (live.reads(draft)["status"], live.reads(draft)["text"]) == ("draft", "Noch nicht")
    assert live.reads(public) == {
        "id": str(public),
        "status": "published",
        "headline": "",
        "text": "Jetzt erst",
        "byline": "Mara",
        "revision": 2,
        "created_at": "2025-08-15T17:50:00Z",
        "updated_at": "2025-08-15T17:50:00Z",
        "scheduled_at": None,
        "embargoed_until": None,
        "published_at": "2025-08-15T17:50:00Z",
        "pinned": True,
        "key_event": False,
        "summary": False,
        "corrections": [
            {
                "id": str(ID),
                "class": "correction",
                "note": "Wir haben uns geirrt.",
                "from_revision": 1,
                "to_revision": 2,
                "made_at": "2025-08-15T17:50:00Z",
            }
        ],
        "withdrawal": None,
        "url": f"http://testserver/live/gipfel/posts/{public}",
    }


def test_the_entity_tag_of_a_post_is_its_revision(live: Program) -> None:
    post = live.publishes()
    live.puts(post, seen=1, text="Die Türen sind auf.")
    assert live.gets(f"/coverages/gipfel/posts/{post}").headers["etag"] == '"2"'


def test_a_scheduled_post_goes_out_at_its_minute(live: Program, newsdesk: Newsdesk) -> None:
    live.puts(ID, text="Halb neun", status="scheduled", scheduled_at=LATER)
    assert live.reads(ID)["scheduled_at"] == "2025-08-15T18:30:00Z"
    newsdesk.waits(minutes=40)
    assert newsdesk.readers_see() == ["Halb neun"]
    assert live.puts(ID, text="Halb neun", status="scheduled", scheduled_at=LATER).json() == {
        "id": str(ID),
        "revision": 1,
        "sequence": 2,
        "url": f"http://testserver/live/gipfel/posts/{ID}",
    }


def test_null_takes_a_schedule_and_an_embargo_back(live: Program, newsdesk: Newsdesk) -> None:
    live.puts(ID, text="Gleich", status="scheduled", scheduled_at=LATER, embargoed_until=LATER)
    live.puts(ID, seen=1, status="published", scheduled_at=None, embargoed_until=None)
    assert newsdesk.readers_see() == ["Gleich"]


def test_marks_come_with_a_post(live: Program) -> None:
    post = live.publishes(key_event=True, pinned=True, summary=True)
    read = live.reads(post)
    assert (read["key_event"], read["pinned"], read["summary"]) == (True, True, True)
    live.puts(post, seen=1, summary=False)
    read = live.reads(post)
    assert (read["key_event"], read["pinned"], read["summary"]) == (True, True, False)


# Asking twice


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
    for seen in (None, 1, 3):
        for body in bodies:
            answer = live.puts(ID, seen=seen, **body)
            assert answer.status_code == 200
            assert (answer.json()["revision"], answer.json()["sequence"]) == (3, 4)
    assert newsdesk.readers_see() == ["drei"]
    assert newsdesk.coverage.sequence == 4


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
        start.wait()
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
        start.wait()
        return live.puts(ID, seen=1, text=text).status_code

    with ThreadPoolExecutor(2) as threads:
        assert sorted(threads.map(amend, ["auf", "angelehnt"])) == [200, 412]


def test_one_id_sent_to_two_coverages_at_once_is_in_one_of_them(live: Program) -> None:
    live.puts_coverage("wahl", headline="Die Wahl", status="live")
    start = Barrier(2)

    def put(slug: str) -> int:
        start.wait()
        status = 503
        while status == 503:  # they collided: the answer says to try again
            answer = live.puts(ID, slug=slug, text="Die Türen sind zu.", status="published")
            status = answer.status_code
        return status

    with ThreadPoolExecutor(2) as threads:
        assert sorted(threads.map(put, ["gipfel", "wahl"])) == [201, 409]


# Amending


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


# What is refused


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


# Lists


def test_posts_are_listed_page_by_page_in_the_order_they_were_made(
    live: Program, newsdesk: Newsdesk
) -> None:
    made = []
    for n in range(7):  # some at the same moment, in every state
        newsdesk.waits(seconds=n % 2)
        made.append(live.drafts() if n % 3 else live.publishes())
    live.withdraws(made[0])
    pages, url = [], "/coverages/gipfel/posts?limit=3"
    while url:
        page = live.gets(url).json()
        pages.append([UUID(post["id"]) for post in page["items"]])
        url = page["next"]
    assert [len(page) for page in pages] == [3, 3, 1]
    assert {post for page in pages for post in page} == set(made)
    assert live.gets("/coverages/gipfel/posts?limit=7").json()["next"] is None
    states = {post["status"] for post in live.gets("/coverages/gipfel/posts").json()["items"]}
    assert states == {"draft", "published", "withdrawn"}


def test_a_page_stays_where_it_is_while_posts_are_amended_and_added(
    live: Program, newsdesk: Newsdesk
) -> None:
    made = []
    for _ in range(4):
        newsdesk.waits(seconds=1)
        made.append(live.publishes())
    first = live.gets("/coverages/gipfel/posts?limit=2").json()
    newsdesk.waits(seconds=1)
    live.puts(made[0], seen=1, text="Die Türen sind auf.")
    newest = live.publishes()
    rest = live.gets(first["next"]).json()
    assert [UUID(post["id"]) for post in first["items"]] == made[:2]
    assert [UUID(post["id"]) for post in rest["items"]] == made[2:]
    last = live.gets(rest["next"]).json()
    assert [UUID(post["id"]) for post in last["items"]] == [newest]
    assert last["next"] is None


def test_a_page_after_an_unknown_post_is_not_there(live: Program) -> None:
    problem(live.gets(f"/coverages/gipfel/posts?after={uuid4()}"), 404, "not-found")
    problem(live.gets("/coverages/gipfel/posts?after=1"), 422, "unreadable")
