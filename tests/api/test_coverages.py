"""PUT and GET /api/v1/coverages."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest

from api.program import Program, problem
from depesche import clock
from newsdesk import Newsdesk

OPENING = "2025-08-15T20:00:00+02:00"


def test_a_headline_is_enough_to_make_a_draft(agency: Program) -> None:
    answer = agency.puts_coverage(headline="Der Gipfel")
    assert answer.status_code == 201
    assert answer.json() == {
        "slug": "gipfel",
        "status": "draft",
        "headline": "Der Gipfel",
        "standfirst": "",
        "dateline": "",
        "language": "de",
        "newsroom_zone": "Europe/Berlin",
        "event_zone": "Europe/Berlin",
        "opens_at": None,
        "official_subject": "",
        "unofficial_subject": "",
        "lead_question": "",
        "created_at": "2025-08-15T17:50:00Z",
        "opened_at": None,
        "ended_at": None,
        "sequence": 0,
        "url": None,
    }
    assert agency.gets("/coverages/gipfel").json() == answer.json()


def test_without_a_headline_nothing_is_made(agency: Program) -> None:
    for wanted in ({}, {"headline": " "}, {"status": "live"}):
        told = problem(agency.puts_coverage(**wanted), 422, "missing")
        assert told["field"] == "headline"
    problem(agency.gets("/coverages/gipfel"), 404, "not-found")


def test_every_field_is_kept_as_it_was_sent(agency: Program) -> None:
    wanted = {
        "headline": "The summit",
        "standfirst": "Two men,\none table.",
        "dateline": "Anchorage",
        "language": "en",
        "newsroom_zone": "Europe/London",
        "event_zone": "America/Anchorage",
        "official_subject": "Peace",
        "unofficial_subject": "Land",
        "lead_question": "Who pays?",
        "opens_at": OPENING,
        "status": "announced",
    }
    made = agency.puts_coverage(**wanted).json()
    assert made == made | wanted | {"opens_at": "2025-08-15T18:00:00Z"}
    assert made["url"] == "http://testserver/live/gipfel"


def test_what_is_left_out_keeps_its_value(agency: Program) -> None:
    agency.puts_coverage(headline="Der Gipfel", standfirst="Worum es geht", opens_at=OPENING)
    answer = agency.puts_coverage(standfirst="Worum es wirklich geht")
    assert answer.status_code == 200
    assert answer.json()["headline"] == "Der Gipfel"
    assert answer.json()["opens_at"] == "2025-08-15T18:00:00Z"
    assert answer.json()["standfirst"] == "Worum es wirklich geht"


def test_null_clears_the_opening(agency: Program) -> None:
    agency.puts_coverage(headline="Der Gipfel", opens_at=OPENING)
    assert agency.puts_coverage(opens_at=None).json()["opens_at"] is None


@pytest.mark.parametrize("status", ["draft", "announced", "live"])
def test_asking_for_the_same_again_changes_nothing(
    agency: Program, newsdesk: Newsdesk, status: str
) -> None:
    wanted = {"headline": "Der  Gipfel ", "opens_at": OPENING, "status": status}
    made = agency.puts_coverage(**wanted)
    logs = newsdesk.reader_log(), newsdesk.desk_log()
    again = agency.puts_coverage(**wanted)
    assert (made.status_code, again.status_code) == (201, 200)
    assert again.json() == made.json()
    assert (len(newsdesk.reader_log()), len(newsdesk.desk_log())) == tuple(map(len, logs))


def test_a_coverage_goes_through_all_its_states(agency: Program, newsdesk: Newsdesk) -> None:
    agency.puts_coverage(headline="Der Gipfel", opens_at=OPENING)
    for status in ("announced", "live", "paused", "live", "ended", "archived"):
        answer = agency.puts_coverage(status=status)
        assert (answer.status_code, answer.json()["status"]) == (200, status)
    assert [line.sequence for line in newsdesk.reader_log()] == [1, 2, 3, 4, 5, 6]
    problem(agency.puts_coverage(status="live"), 409, "no-such-step")
    problem(agency.puts_coverage(headline="Anders"), 409, "coverage-archived")


def test_a_step_that_does_not_exist_is_refused_with_a_sentence(live: Program) -> None:
    told = problem(live.puts_coverage(status="archived"), 409, "no-such-step")
    assert told["detail"] == "A coverage that is live cannot become archived."
    problem(live.puts_coverage(status="draft"), 409, "no-such-step")
    told = problem(live.puts_coverage(status="open"), 422, "unknown-status")
    assert told["field"] == "status"


def test_nothing_is_made_when_its_status_is_impossible(agency: Program) -> None:
    problem(agency.puts_coverage(headline="Der Gipfel", status="paused"), 409, "no-such-step")
    problem(agency.gets("/coverages/gipfel"), 404, "not-found")


def test_an_announcement_needs_an_opening_to_come(agency: Program) -> None:
    wanted = {"headline": "Der Gipfel", "status": "announced"}
    problem(agency.puts_coverage(**wanted), 409, "opening-missing")
    passed = (clock.now() - timedelta(minutes=1)).isoformat()
    problem(agency.puts_coverage(**wanted, opens_at=passed), 409, "opening-passed")


def test_a_time_without_an_offset_is_refused(agency: Program) -> None:
    answer = agency.puts_coverage(headline="Der Gipfel", opens_at="2025-08-15T20:00:00")
    told = problem(answer, 422, "naive-time")
    assert told["field"] == "opens_at"
    assert told["detail"].startswith("“opens_at” has no offset.")


NO_TIMES: list[object] = [
    *("tonight", "2025-08-15", "20:00+02:00", "", "\x00T", "1755280800"),
    *("2025-08-15T25:00:00Z", "2025-08-15T20:00:00+24:00"),
    *("0001-01-01T00:00:00+02:00", "0001-01-01T00:00:00Z"),
    *("9999-12-31T23:59:59-05:00", "9999-12-31T23:59:59Z"),
    *(1755280800, 10**400, True, ["2025-08-15T20:00:00Z"], {}),
]


def test_what_is_no_time_is_refused_with_an_example(
    agency: Program, subtests: pytest.Subtests
) -> None:
    for value in NO_TIMES:
        with subtests.test(value=value):
            answer = agency.puts_coverage(headline="Der Gipfel", opens_at=value)
            told = problem(answer, 422, "unreadable")
            assert told["field"] == "opens_at"
            assert "2025-08-15T20:00:00+02:00" in told["detail"]


@pytest.mark.parametrize("value", ["2025-08-15t20:00z", "2025-08-16T04:30:00.5+10:30"])
def test_a_time_may_be_spelled_as_rfc_3339_has_it(agency: Program, value: str) -> None:
    read = agency.puts_coverage(headline="Der Gipfel", opens_at=value).json()["opens_at"]
    assert datetime.fromisoformat(read) == datetime.fromisoformat(value.upper())


NO_COVERAGES: list[tuple[dict[str, object], str, str]] = [
    ({"language": "fr"}, "unknown-language", "language"),
    ({"newsroom_zone": "Berlin"}, "unknown-zone", "newsroom_zone"),
    ({"newsroom_zone": "x" * 10_000}, "unknown-zone", "newsroom_zone"),
    ({"event_zone": "../etc/passwd"}, "unknown-zone", "event_zone"),
    ({"event_zone": "\x00"}, "unknown-zone", "event_zone"),
    ({"headline": "x" * 301}, "too-long", "headline"),
    ({"standfirst": "x" * 2_001}, "too-long", "standfirst"),
    ({"headline": None}, "unreadable", "headline"),
    ({"status": None}, "unreadable", "status"),
    ({"language": 3}, "unreadable", "language"),
    ({"title": "Der Gipfel"}, "unreadable", "title"),
    ({"slug": "anders"}, "unreadable", "slug"),
]


def test_what_a_field_cannot_be_is_refused(agency: Program, subtests: pytest.Subtests) -> None:
    for wanted, code, field in NO_COVERAGES:
        with subtests.test(**wanted):
            answer = agency.puts_coverage(**{"headline": "Der Gipfel", **wanted})
            assert problem(answer, 422, code)["field"] == field
    problem(agency.gets("/coverages/gipfel"), 404, "not-found")


def test_a_name_that_cannot_be_in_a_url_is_refused(
    agency: Program, subtests: pytest.Subtests
) -> None:
    for slug in ("Gipfel", "gi--pfel", "-", "gipfel%00", "%F0%9F", "gipfel\u2028", "x" * 81):
        with subtests.test(slug=slug):
            problem(agency.puts_coverage(slug, headline="Der Gipfel"), 422, "bad-slug")
            problem(agency.gets(f"/coverages/{slug}"), 422, "bad-slug")
            problem(agency.gets(f"/coverages/{slug}/posts"), 422, "bad-slug")


def test_a_reserved_name_is_refused(agency: Program) -> None:
    problem(agency.puts_coverage("new", headline="Der Gipfel"), 422, "reserved-slug")


def test_the_language_is_fixed_once_a_post_is_public(live: Program) -> None:
    live.publishes()
    assert live.puts_coverage(language="de").status_code == 200
    problem(live.puts_coverage(language="en"), 409, "presentation-fixed")


def test_coverages_are_listed_page_by_page(agency: Program) -> None:
    slugs = ["zehn", "neun", "acht", "sieben", "sechs"]
    for slug in slugs:
        agency.puts_coverage(slug, headline=slug)
    pages, url = [], "/coverages?limit=2"
    while url:
        page = agency.gets(url).json()
        pages.append([coverage["slug"] for coverage in page["items"]])
        url = page["next"]
    assert pages == [["zehn", "neun"], ["acht", "sieben"], ["sechs"]]
    assert agency.gets("/coverages?limit=5").json()["next"] is None
    assert [c["slug"] for c in agency.gets("/coverages").json()["items"]] == slugs


def test_a_page_that_cannot_be_is_refused(agency: Program, subtests: pytest.Subtests) -> None:
    for query in ("limit=0", "limit=101", "limit=x", "after=-1", f"after={2**31}", "after=9e99"):
        with subtests.test(query=query):
            told = problem(agency.gets(f"/coverages?{query}"), 422, "unreadable")
            assert told["field"] == query.partition("=")[0]


def test_two_programs_that_make_one_coverage_at_once_make_it_once(agency: Program) -> None:
    def put(_: int) -> int:
        status = 503
        while status == 503:  # they collided: the answer says to try again
            status = agency.puts_coverage(headline="Der Gipfel", status="live").status_code
        return status

    with ThreadPoolExecutor(6) as threads:
        answers = sorted(threads.map(put, range(6)))
    assert answers == [200, 200, 200, 200, 200, 201]
    assert agency.gets("/coverages/gipfel").json()["sequence"] == 1
