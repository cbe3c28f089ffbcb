"""Whatever is sent, the answer is a sentence, and never "something went wrong"."""

import json

import pytest

from api.program import Program, problem

HEADLINE = b'{"headline": "Der Gipfel"'


def test_what_is_no_json_object_is_refused(agency: Program, subtests: pytest.Subtests) -> None:
    for body, status in (
        (b"{", 422),
        (b"", 422),
        (b"[]", 422),
        (b"null", 422),
        (b'"text"', 422),
        (b"NaN", 422),
        (HEADLINE + b"}}", 422),
        (b'{"headline": "\xff"}', 400),
        (b'{"headline": ' + b"1" * 5_000 + b"}", 400),
        (b"[" * 200_000, 400),
    ):
        with subtests.test(body=body[:20]):
            told = problem(agency.asks("PUT", "/coverages/gipfel", body), status, "unreadable")
            assert told["detail"].startswith("This could not be read: ")
            assert "field" not in told


def test_the_place_of_the_mistake_is_told(agency: Program) -> None:
    told = problem(agency.asks("PUT", "/coverages/gipfel", HEADLINE + b",}"), 422, "unreadable")
    assert "it is not JSON" in told["detail"]
    assert "at character 26" in told["detail"]


def test_numbers_of_any_size_are_refused_where_words_belong(
    agency: Program, subtests: pytest.Subtests
) -> None:
    for number in (b"1" + b"0" * 400, b"1e400", b"-0.0", b"NaN", b"Infinity"):
        with subtests.test(number=number[:9]):
            body = b'{"headline": ' + number + b"}"
            told = problem(agency.asks("PUT", "/coverages/gipfel", body), 422, "unreadable")
            assert told["field"] == "headline"


def test_half_a_character_is_quoted_as_well_as_it_can_be(
    agency: Program, subtests: pytest.Subtests
) -> None:
    for wanted in (
        {"language": "\ud800"},
        {"newsroom_zone": "\udfff/\x00"},
        {"status": "\ud83d"},
        {"\ud800": 1},
        {"opens_at": "\ud800T"},
    ):
        with subtests.test():
            answer = agency.puts_coverage(**{"headline": "Der Gipfel", **wanted})
            assert answer.status_code == 422
            assert json.loads(answer.content)["detail"]


def test_nesting_of_any_depth_is_refused(agency: Program, subtests: pytest.Subtests) -> None:
    for depth in (*range(800, 1_000, 25), 5_000):
        with subtests.test(depth=depth):
            for field in (b"opens_at", b"headline", b"unknown"):
                body = b'{"%s": %s}' % (field, b"[" * depth + b"]" * depth)
                answer = agency.asks("PUT", "/coverages/gipfel", body)
                assert answer.status_code in {400, 422}
                assert answer.headers["content-type"] == "application/problem+json"


def test_a_body_may_have_a_mebibyte(agency: Program) -> None:
    text = "x" * (2**20 - len('{"text": ""}'))
    agency.puts_coverage(headline="Der Gipfel", status="live")
    path = "/coverages/gipfel/posts/0198b000-0000-7000-8000-000000000001"
    problem(agency.asks("PUT", path, {"text": text}), 422, "too-long")
    told = problem(agency.asks("PUT", path, {"text": f"{text}x"}), 413, "too-large")
    assert "1024 KiB" in told["detail"]


@pytest.mark.parametrize(
    "kind",
    ["text/plain", "application/x-www-form-urlencoded", "application", "", "application/xml"],
)
def test_only_json_is_taken(agency: Program, kind: str) -> None:
    headers = {"Content-Type": kind}
    answer = agency.asks("PUT", "/coverages/gipfel", HEADLINE + b"}", headers=headers)
    assert "application/json" in problem(answer, 415, "unreadable")["detail"]


def test_json_may_say_how_it_is_written(agency: Program) -> None:
    headers = {"Content-Type": "Application/JSON; charset=utf-8"}
    answer = agency.asks("PUT", "/coverages/gipfel", HEADLINE + b"}", headers=headers)
    assert answer.status_code == 201


def test_an_address_that_is_not_there_is_a_problem_too(agency: Program) -> None:
    for path in ("/", "/posts", "/coverages/gipfel/", "/coverages/gipfel/pins", "/%00", "/../.."):
        answer = agency.gets(path)
        if path != "/../..":
            problem(answer, 404, "not-found")


def test_a_method_that_is_not_there_is_told_which_ones_are(agency: Program) -> None:
    uuid = "0198b000-0000-7000-8000-000000000001"
    for path, methods in (
        ("/coverages", "GET"),
        ("/coverages/gipfel", "GET, PUT"),
        ("/coverages/gipfel/posts", "GET"),
        (f"/coverages/gipfel/posts/{uuid}", "GET, PUT"),
        (f"/coverages/gipfel/posts/{uuid}/pin", "PUT, DELETE"),
        (f"/coverages/gipfel/posts/{uuid}/withdrawal", "PUT"),
    ):
        for method in ("POST", "PATCH", "OPTIONS", "TRACE"):
            answer = agency.asks(method, path)
            told = problem(answer, 405, "unreadable")
            assert told["detail"].endswith(f"{method} is not possible here, only {methods}.")
            assert answer.headers["allow"] == methods
