"""Guessing passwords: it is slowed down, nobody learns who has an account, readers do not wait."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from depesche import clock
from depesche.newsroom import accounts, attempts, passwords
from depesche.newsroom.models import Person
from newsdesk import PASSWORD, Newsdesk

PATIENCE = 10.0  # seconds


@pytest.fixture
def hashed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every hash that was looked at, with as much work as ever but less of it."""
    seen: list[str] = []

    def verify(password: str, stored: str) -> bool:
        seen.append(stored)
        return stored != passwords.NOBODYS and password == PASSWORD

    monkeypatch.setattr(passwords._hashing, "verify", verify)
    return seen


def test_after_five_wrong_ones_it_says_when_to_try_again(
    newsdesk: Newsdesk, at_the_desk: Any, hashed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    wall = clock.wall()
    monkeypatch.setattr(clock, "wall", lambda: wall)
    seat = at_the_desk()
    for _ in range(attempts.FROM_ADDRESS_ON_ACCOUNT):
        assert seat.sends("/sign-in", name="Jonas", password="wrong").status_code == 401
    answer = seat.sends("/sign-in", name="Jonas", password=PASSWORD)
    assert answer.status_code == 429
    assert answer.headers["retry-after"] == "901"
    assert "in 16 Min." in answer.text
    assert 'value="Jonas"' in answer.text
    assert "set-cookie" not in answer.headers
    assert len(hashed) == attempts.FROM_ADDRESS_ON_ACCOUNT  # the right one was not looked at
    monkeypatch.setattr(clock, "wall", lambda: wall + timedelta(seconds=901))
    assert seat.sends("/sign-in", name="Jonas", password=PASSWORD).status_code == 303


def test_nobody_learns_who_has_an_account(
    newsdesk: Newsdesk,
    at_the_desk: Any,
    hashed: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The same status, words and headers, and as many hashes, at every attempt."""
    wall = clock.wall()
    monkeypatch.setattr(clock, "wall", lambda: wall)
    gone = newsdesk.hires("Petra", "editor")
    with newsdesk.store.writing() as session:
        session.merge(gone).deactivated_at = wall
    newsdesk.issues_token("Agentur")
    told: dict[str, list[tuple[object, ...]]] = {}
    for name in ("Jonas", "Niemand", "Petra", "Agentur"):
        with newsdesk.store.writing() as session:
            session.query(attempts.Attempt).delete()
        told[name] = []
        for _ in range(attempts.FROM_ADDRESS_ON_ACCOUNT + 2):
            before = len(hashed)
            answer = at_the_desk().sends("/sign-in", name=name, password="a wrong one")
            headers = {k: v for k, v in answer.headers.items() if k != "content-length"}
            text = answer.text.replace(name, "…")
            told[name].append((answer.status_code, headers, text, len(hashed) - before))
    assert told["Niemand"] == told["Jonas"] == told["Petra"] == told["Agentur"]
    assert [answer[0] for answer in told["Jonas"]] == [401] * 5 + [429] * 2
    assert [answer[3] for answer in told["Jonas"]] == [1] * 5 + [0] * 2


def test_a_known_browser_gets_in_while_others_guess(
    newsdesk: Newsdesk, at_the_desk: Any, hashed: list[str]
) -> None:
    jonas = at_the_desk()
    jonas.sends("/sign-in", name="Jonas", password=PASSWORD)
    for _ in range(attempts.FROM_ADDRESS_ON_ACCOUNT):
        at_the_desk().sends("/sign-in", name="Jonas", password="wrong")
    assert at_the_desk().sends("/sign-in", name="Jonas", password=PASSWORD).status_code == 429
    assert jonas.sends("/sign-in", name="Jonas", password="wrong").status_code == 401
    assert jonas.sends("/sign-in", name="Jonas", password=PASSWORD).status_code == 303
    assert jonas.opens().status_code == 200


def test_a_browser_stays_known_when_it_has_signed_out(
    newsdesk: Newsdesk, at_the_desk: Any, hashed: list[str]
) -> None:
    jonas = at_the_desk()
    jonas.sends("/sign-in", name="Jonas", password=PASSWORD)
    jonas.sends("/sign-out")
    assert jonas.opens().status_code == 303
    for _ in range(attempts.FROM_ADDRESS_ON_ACCOUNT):
        at_the_desk().sends("/sign-in", name="Jonas", password="wrong")
    assert at_the_desk().sends("/sign-in", name="Jonas", password=PASSWORD).status_code == 429
    assert jonas.sends("/sign-in", name="Jonas", password=PASSWORD).status_code == 303


def test_a_reset_outruns_whoever_signs_in_with_the_old_password(
    newsdesk: Newsdesk, at_the_desk: Any, hashed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    fits = passwords.fits

    def meanwhile(password: str, stored: str | None) -> bool:
        with newsdesk.store.writing() as session:
            accounts.give_password(session, newsdesk.jonas, "another hash", by=newsdesk.ada)
        return fits(password, stored)

    monkeypatch.setattr(passwords, "fits", meanwhile)
    intruder = at_the_desk()
    answer = intruder.sends("/sign-in", name="Jonas", password=PASSWORD)
    assert answer.status_code == 401
    assert "set-cookie" not in answer.headers
    assert intruder.opens().status_code == 303


def test_a_reset_outruns_whoever_changes_the_password(
    newsdesk: Newsdesk, at_the_desk: Any, hashed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def meanwhile(_password: str) -> str:
        with newsdesk.store.writing() as session:
            accounts.give_password(session, newsdesk.jonas, "another hash", by=newsdesk.ada)
        return "the intruder's hash"

    intruder = at_the_desk(newsdesk.jonas)
    monkeypatch.setattr(passwords, "hashed", meanwhile)
    intruder.sends("/account/password", present=PASSWORD, password="the intruder's")
    assert intruder.opens().status_code == 303
    with newsdesk.store.reading() as session:
        assert session.get_one(Person, newsdesk.jonas.id).password_hash == "another hash"


def test_who_signs_in_again_leaves_no_second_sign_in_behind(
    newsdesk: Newsdesk, at_the_desk: Any, hashed: list[str]
) -> None:
    seat = at_the_desk()
    for _ in range(3):
        seat.sends("/sign-in", name="Jonas", password=PASSWORD)
    assert seat.opens("/account").text.count("<time") == 2  # since, last seen: once


@contextmanager
def hashing(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Semaphore]:
    """Every hash takes until the block ends; the semaphore counts those that have begun."""
    begun, end = threading.Semaphore(0), threading.Event()

    def verify(_password: str, _stored: str) -> bool:
        begun.release()
        end.wait(PATIENCE)
        return False

    monkeypatch.setattr(passwords._hashing, "verify", verify)
    try:
        yield begun
    finally:
        end.set()


def test_readers_do_not_wait_for_hashes_and_neither_does_the_database(
    newsdesk: Newsdesk, app: FastAPI, client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    newsdesk.opens(slug="gipfel")
    answers: list[int] = []

    def guess(n: int) -> None:
        form = {"name": f"Name {n}", "password": "wrong"}
        browser = TestClient(app, base_url="http://testserver")  # `client` keeps the app running
        answers.append(browser.post("/desk/sign-in", data=form).status_code)

    everybody = passwords.AT_ONCE + passwords.WAITING
    threads = [threading.Thread(target=guess, args=(n,)) for n in range(everybody)]
    with hashing(monkeypatch) as begun:
        for thread in threads:
            thread.start()
        for _ in range(passwords.AT_ONCE):
            assert begun.acquire(timeout=PATIENCE)
        while passwords._places.acquire(blocking=False):
            passwords._places.release()
            assert not begun.acquire(timeout=0.01), "a third one hashes"
        for _ in range(500):  # the app's own jobs look into the database now and then
            if newsdesk.store.engine.pool.checkedout() == 0:  # type: ignore[attr-defined]
                break
            assert not begun.acquire(timeout=0.01), "a third one hashes"
        else:
            pytest.fail("a connection is held while a password is hashed")
        newsdesk.publishes("Eins")
        assert "Eins" in client.get("/live/gipfel").text
        refused = client.post("/desk/sign-in", data={"name": "Jonas", "password": PASSWORD})
        assert (refused.status_code, refused.headers["retry-after"]) == (429, "2")
        assert "in 2 Sekunden" in refused.text
    for thread in threads:
        thread.join(PATIENCE)
    assert answers == [401] * everybody


def test_the_right_password_wipes_the_slate(
    newsdesk: Newsdesk, at_the_desk: Any, hashed: list[str]
) -> None:
    for _ in range(2):
        for _ in range(attempts.FROM_ADDRESS_ON_ACCOUNT - 1):
            answer = at_the_desk().sends("/sign-in", name="Jonas", password="wrong")
            assert answer.status_code == 401
        answer = at_the_desk().sends("/sign-in", name="Jonas", password=PASSWORD)
        assert answer.status_code == 303


def test_the_present_password_wipes_it_too(
    newsdesk: Newsdesk, at_the_desk: Any, hashed: list[str]
) -> None:
    jonas = at_the_desk(newsdesk.jonas)
    for _ in range(2):
        for _ in range(attempts.FROM_KNOWN_BROWSER - 1):
            answer = jonas.sends("/account/password", present="wrong", password=PASSWORD)
            assert answer.status_code == 422
        answer = jonas.sends("/account/password", present=PASSWORD, password=PASSWORD)
        assert answer.status_code == 303
