"""Every error as an answer: a page for people, problem details for programs, and no details."""

import logging
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionFree
from starlette.testclient import TestClient

from depesche import errors
from depesche.errors import DepescheError
from depesche.settings import Settings
from depesche.store import engine
from depesche.store.engine import Store
from newsdesk import Newsdesk
from reader import markup

PROGRAM = {"Accept": "application/json"}
PERSON = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
SECRET = "password=hunter2"


@pytest.fixture
def breaking(app: FastAPI) -> Callable[[Exception], None]:
    """Makes /breaks raise that error."""

    def breaks(error: Exception) -> None:
        def route() -> None:
            raise error

        app.add_api_route("/breaks", route)

    return breaks


def problem(client: TestClient, path: str, method: str = "GET") -> dict[str, Any]:
    answer = client.request(method, path, headers=PROGRAM)
    assert answer.headers["content-type"] == "application/problem+json"
    content: dict[str, Any] = answer.json()
    assert content["status"] == answer.status_code
    assert {"type", "title", "status", "detail", "code"} <= content.keys()
    return content


def test_people_get_a_page_and_programs_get_problem_details(client: TestClient) -> None:
    answer = client.get("/live/nirgends", headers=PERSON)
    page = markup.read(answer.text)
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert page.one("h1").text == "Hier ist nichts"
    assert page.one("section", class_="error").one("a").attributes["href"] == "/"

    told = problem(client, "/live/nirgends")
    assert (told["status"], told["title"], told["code"]) == (404, "Not Found", "not-found")
    assert told["detail"] == page.one("section", class_="error").all("p")[0].text


def test_errors_are_never_kept(client: TestClient) -> None:
    for path in ("/live/nirgends", "/nirgends", "/live/x/changes?after=x", "/static/nirgends"):
        assert client.get(path).headers["cache-control"] == "no-store", path


def test_errors_speak_the_newsrooms_language(
    settings: Settings, client: TestClient, app: FastAPI
) -> None:
    german = client.get("/nirgends")
    assert markup.read(german.text).one("html").language == "de"

    templates = app.state.rooms.templates
    sentence = errors.NotFound().sentence(templates.gettext("de"))
    assert sentence != errors.NotFound().sentence()
    assert sentence in german.text


def test_a_path_that_nobody_answers_is_not_found(client: TestClient) -> None:
    for path in ("/nirgends", "/live", "/live/", "/live/x/y", "/static/", "/%00", "/live/%00"):
        assert client.get(path, follow_redirects=False).status_code in {404, 307}, path
        assert client.get(path).status_code == 404, path


def test_a_method_that_is_not_possible_is_said_with_those_that_are(client: TestClient) -> None:
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        answer = client.request(method, "/", headers=PROGRAM)
        assert answer.status_code == 405
        assert set(answer.headers["allow"].split(", ")) == {"GET", "HEAD"}
        assert method in answer.json()["detail"]
    page = client.post("/", headers=PERSON)
    assert page.status_code == 405
    assert markup.read(page.text).one("h1").text


@pytest.mark.parametrize("headers", [PERSON, PROGRAM])
def test_what_nobody_expected_is_logged_and_told_without_details(
    client: TestClient,
    breaking: Callable[[Exception], None],
    caplog: pytest.LogCaptureFixture,
    headers: dict[str, str],
) -> None:
    breaking(RuntimeError(SECRET))

    answer = client.get("/breaks", headers=headers)

    assert answer.status_code == 500
    for detail in (SECRET, "hunter2", "RuntimeError", "Traceback", ".py"):
        assert detail not in answer.text
    assert answer.headers["cache-control"] == "no-store"
    assert "content-security-policy" in answer.headers
    assert SECRET in caplog.text
    (record,) = [record for record in caplog.records if record.levelno == logging.ERROR]
    incident = record.getMessage().removeprefix("incident ")
    assert re.fullmatch(r"[0-9a-f]{8}", incident)
    assert incident in answer.text


def test_a_database_that_does_not_answer_is_unavailable_for_a_moment(
    client: TestClient, breaking: Callable[[Exception], None], caplog: pytest.LogCaptureFixture
) -> None:
    breaking(OperationalError(f"SELECT {SECRET}", {}, Exception("gone")))

    answer = client.get("/breaks", headers=PROGRAM)

    assert answer.status_code == 503
    assert int(answer.headers["retry-after"]) > 0
    assert SECRET not in answer.text
    assert "gone" in [getattr(record, "reason", "") for record in caplog.records]


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who finds every connection in use gives up at once."""
    monkeypatch.setattr(engine, "POOL_SECONDS", 0.05)


@contextmanager
def every_connection_in_use(store: Store) -> Iterator[None]:
    with ExitStack() as held:
        with suppress(NoConnectionFree):
            while True:
                held.enter_context(store.engine.connect())
        yield


def test_where_every_connection_is_in_use_one_may_try_again(
    impatient: None, store: Store, client: TestClient
) -> None:
    with every_connection_in_use(store):
        page = client.get("/", headers=PERSON)
        assert page.status_code == 503
        assert int(page.headers["retry-after"]) > 0
        assert markup.read(page.text).one("h1").text
        assert problem(client, "/live/gipfel")["code"] == "unavailable"
        assert client.get("/healthz?ready").status_code == 503
        assert client.get("/healthz").status_code == 200
    assert client.get("/", headers=PERSON).status_code == 200


def test_two_who_made_the_same_thing_at_once_may_try_again(
    client: TestClient, breaking: Callable[[Exception], None]
) -> None:
    breaking(IntegrityError(f"INSERT {SECRET}", {}, Exception("unique")))

    answer = client.get("/breaks", headers=PROGRAM)

    assert answer.status_code == 503
    assert int(answer.headers["retry-after"]) > 0
    assert SECRET not in answer.text


@pytest.mark.parametrize(
    ("error", "status", "more"),
    [
        (errors.TooMany(seconds=7), 429, {"retry-after": "7"}),
        (errors.Unavailable(seconds=3), 503, {"retry-after": "3"}),
        (errors.NotAllowed(), 403, {}),
        (errors.Stale(revision=4), 412, {"etag": '"4"'}),
        (errors.RevisionNeeded(revision=4), 428, {"etag": '"4"'}),
        (errors.SlugTaken(slug="x"), 409, {}),
        (errors.Missing(field="text"), 422, {}),
    ],
)
def test_an_error_carries_its_status_its_sentence_and_what_goes_with_it(
    client: TestClient,
    breaking: Callable[[Exception], None],
    error: DepescheError,
    status: int,
    more: dict[str, str],
) -> None:
    breaking(error)

    told = problem(client, "/breaks")

    assert (told["status"], told["code"]) == (status, error.code)
    assert told["detail"]
    assert "{" not in told["detail"]
    headers = client.get("/breaks", headers=PROGRAM).headers
    assert {name: headers[name] for name in more} == more
    if "field" in error.facts:
        assert told["field"] == error.facts["field"]
    if "revision" in error.facts:
        assert told["revision"] == error.facts["revision"]


def test_who_is_not_signed_in_is_led_to_the_door_and_a_program_is_told(
    client: TestClient, newsdesk: Newsdesk
) -> None:
    answer = client.get("/desk", headers=PERSON, follow_redirects=False)
    assert answer.status_code == 303
    assert answer.headers["location"] == "/desk/sign-in?next=%2Fdesk"

    assert problem(client, "/desk")["status"] == 401
    told = client.get("/api/v1/coverages")
    assert (told.status_code, told.headers["www-authenticate"]) == (401, "Bearer")


PAGES = {
    404: ("GET", "/nirgends", "Hier ist nichts", "/"),
    405: ("POST", "/", "Das geht hier nicht", "/"),
    422: ("GET", "/live/gipfel/changes?after=x", "Das hat nicht geklappt", "/"),
    413: ("POST", "/desk/sign-in", "Das ist zu groß", "/desk"),
}


def test_a_page_says_what_happened_what_to_do_and_where_to_go_on(
    client: TestClient, newsdesk: Newsdesk, subtests: pytest.Subtests
) -> None:
    newsdesk.opens(slug="gipfel")
    for status, (method, path, heading, onward) in PAGES.items():
        with subtests.test(status=status):
            body = b"x" * (2**20 + 1) if status == 413 else b""
            sent = {**PERSON, "Content-Type": "application/x-www-form-urlencoded"}
            answer = client.request(method, path, headers=sent, content=body)
            assert answer.status_code == status
            page = markup.read(answer.text).one("section", class_="error")
            assert page.one("h1").text == heading
            assert len(page.all("p")[0].text) > 30
            assert page.one("a").attributes["href"] == onward


@pytest.mark.parametrize(
    ("error", "heading"),
    [
        (errors.NotAllowed(), "Das dürfen Sie nicht"),
        (errors.TooSlow(), "Das hat zu lange gedauert"),
        (errors.TooMany(seconds=7), "Zu viele auf einmal"),
        (errors.Unavailable(seconds=2), "Wir sind gerade nicht erreichbar"),
        (errors.NotSignedIn(), "Bitte anmelden"),
        (RuntimeError(SECRET), "Bei uns ist etwas schiefgegangen"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_every_kind_of_error_has_a_heading_of_its_own(
    client: TestClient, breaking: Callable[[Exception], None], error: Exception, heading: str
) -> None:
    breaking(error)
    answer = client.get("/breaks", headers=PERSON)
    assert answer.status_code == getattr(error, "status", 500)
    section = markup.read(answer.text).one("section", class_="error")
    assert section.one("h1").text == heading
    assert section.one("a").attributes["href"] in {"/", "/desk/sign-in"}


def test_an_error_at_the_desk_leads_back_to_the_desk(
    newsdesk: Newsdesk, client: TestClient
) -> None:
    client.cookies.set("depesche", newsdesk.signs_in(newsdesk.elif_))
    for path, status in (("/desk/coverages/new", 403), ("/desk/nirgends", 404)):
        answer = client.get(path, headers=PERSON)
        assert answer.status_code == status
        section = markup.read(answer.text).one("section", class_="error")
        assert section.one("a").attributes["href"] == "/desk"


def test_a_field_is_pointed_to_in_the_body_and_nowhere_else(
    newsdesk: Newsdesk, client: TestClient
) -> None:
    newsdesk.opens(slug="gipfel")
    headers = {"Authorization": f"Bearer {newsdesk.issues_token('Agency')}"}
    path = "/api/v1/coverages/gipfel"
    for wanted, pointer in (
        ({"headline": "x" * 301}, "#/headline"),
        ({"headline": 7}, "#/headline"),
        ({"un~known/ö": 1}, "#/un~0known~1%C3%B6"),
    ):
        told = client.put(path, json=wanted, headers=headers).json()
        assert told["errors"] == [{"pointer": pointer, "detail": told["detail"]}]
    for asked in ("/api/v1/coverages?limit=x", "/api/v1/coverages/GIPFEL"):
        told = client.get(asked, headers=headers).json()
        assert told["field"] in {"limit", "slug"}
        assert "errors" not in told
