from typing import Any

import pytest

from newsdesk import PASSWORD, Newsdesk

PAGES = ("", "/coverages/new", "/coverages/der-gipfel", "/coverages/der-gipfel/edit")
RESOURCES = (
    "/stream",
    "/changes",
    "/preview",
    "/status",
    "/posts/3f0e2c36-0000-4000-8000-000000000000",
)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_of_the_desk_sends_a_stranger_to_the_sign_in_and_back(
    page: str, newsdesk: Newsdesk, at_the_desk: Any
) -> None:
    newsdesk.opens()
    answer = at_the_desk().opens(page)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/desk/sign-in?next=%2Fdesk")


@pytest.mark.parametrize("resource", RESOURCES)
def test_a_script_of_a_stranger_is_told_to_sign_in(
    resource: str, newsdesk: Newsdesk, at_the_desk: Any
) -> None:
    newsdesk.opens()
    method = {"/preview": "POST", "/status": "PUT"}.get(resource, "GET")
    answer = at_the_desk().asks(method, resource, text="Hallo")
    assert (answer.status_code, answer.json()["code"]) == (401, "not-signed-in")


def test_name_and_password_open_the_desk(newsdesk: Newsdesk, at_the_desk: Any) -> None:
    seat = at_the_desk()
    answer = seat.sends("/sign-in", name="mara", password=PASSWORD)
    assert (answer.status_code, answer.headers["location"]) == (303, "/desk")
    assert "httponly" in answer.headers["set-cookie"].lower()
    assert "Mara" in seat.opens().text


def test_a_wrong_password_is_told_and_the_name_is_kept(at_the_desk: Any) -> None:
    answer = at_the_desk().sends("/sign-in", name="Mara", password="wrong")
    assert answer.status_code == 401
    assert 'value="Mara"' in answer.text
    assert 'role="alert"' in answer.text
    assert "set-cookie" not in answer.headers


def test_a_sign_in_without_a_name_asks_for_it(at_the_desk: Any) -> None:
    assert at_the_desk().sends("/sign-in", password="wrong").status_code == 422


@pytest.mark.parametrize(
    ("asked", "goes_to"),
    [
        ("/desk/coverages/gipfel", "/desk/coverages/gipfel"),
        ("//evil.example/desk", "/desk"),
        ("https://evil.example", "/desk"),
        ("/desk/../live", "/desk"),
        ("/deskevil", "/desk"),
        ("/desk/\\evil.example", "/desk"),
    ],
)
def test_after_the_sign_in_it_goes_on_at_the_desk_and_nowhere_else(
    asked: str, goes_to: str, newsdesk: Newsdesk, at_the_desk: Any
) -> None:
    answer = at_the_desk().sends("/sign-in", name="Mara", password=PASSWORD, next=asked)
    assert answer.headers["location"] == goes_to


def test_signing_out_closes_the_desk(newsdesk: Newsdesk, at_the_desk: Any) -> None:
    seat = at_the_desk(newsdesk.mara)
    assert seat.opens().status_code == 200
    assert seat.sends("/sign-out").status_code == 303
    seat.browser.cookies.set("depesche", "whatever")
    assert seat.opens().status_code == 303


def test_the_desk_speaks_the_persons_language(newsdesk: Newsdesk, at_the_desk: Any) -> None:
    seat = at_the_desk(newsdesk.mara)
    assert '<html lang="de">' in seat.opens().text
    answer = seat.sends("/language", language="en", next="/desk/coverages/new")
    assert answer.headers["location"] == "/desk/coverages/new"
    assert '<html lang="en">' in seat.opens().text


def test_errors_speak_the_persons_language_too(newsdesk: Newsdesk, at_the_desk: Any) -> None:
    newsdesk.opens()
    seat = at_the_desk(newsdesk.jonas)
    seat.sends("/language", language="en")
    answer = seat.puts(text="", status="published")
    assert answer.json()["detail"] == "Please fill in “text”."


def test_a_language_that_the_desk_does_not_speak_is_refused(
    newsdesk: Newsdesk, at_the_desk: Any
) -> None:
    assert at_the_desk(newsdesk.mara).sends("/language", language="fr").status_code == 422
