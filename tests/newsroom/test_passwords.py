"""Passwords: never stored, as slow for nobody as for somebody, two at a time."""

import threading
import time
from contextlib import ExitStack

import pytest

from depesche.errors import TooLong, TooMany, WeakPassword
from depesche.newsroom import passwords
from newsdesk import PASSWORD

PATIENCE = 10.0  # seconds


def test_a_password_is_never_stored_and_fits_only_itself() -> None:
    stored = passwords.hashed(PASSWORD)
    assert stored.startswith("$argon2id$")
    assert PASSWORD not in stored
    assert passwords.fits(PASSWORD, stored)
    for wrong in ("", PASSWORD + " ", PASSWORD.upper(), "x" * 100_000, "\x00", "ß"):
        assert not passwords.fits(wrong, stored)


def test_nobodys_password_takes_the_same_work_and_fits_nothing() -> None:
    """Or else the time of an answer would tell which accounts there are."""
    costs = passwords.hashed(PASSWORD).split("$")[:4]
    assert passwords.NOBODYS.split("$")[:4] == costs
    for password in ("", PASSWORD, passwords.NOBODYS):
        assert not passwords.fits(password, None)


@pytest.mark.parametrize(
    ("password", "refusal"),
    [("x" * 9, WeakPassword), ("", WeakPassword), ("x" * 1001, TooLong)],
)
def test_a_password_has_a_length(password: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        passwords.hashed(password)


def test_two_have_their_turn_four_wait_and_more_are_sent_away() -> None:
    arrived, leave = threading.Barrier(passwords.AT_ONCE + 1), threading.Event()

    def take(waits: bool) -> None:
        with passwords.turn():
            if not waits:
                arrived.wait(PATIENCE)
            leave.wait(PATIENCE)

    def start(count: int, *, waits: bool) -> list[threading.Thread]:
        started = [threading.Thread(target=take, args=(waits,)) for _ in range(count)]
        for thread in started:
            thread.start()
        return started

    threads = start(passwords.AT_ONCE, waits=False)
    arrived.wait(PATIENCE)
    with ExitStack() as stack:
        stack.callback(leave.set)
        threads += start(passwords.WAITING, waits=True)
        deadline = time.monotonic() + PATIENCE
        while passwords._places.acquire(blocking=False):  # until all of them are waiting
            passwords._places.release()
            assert time.monotonic() < deadline
        with pytest.raises(TooMany) as refused, passwords.turn():
            raise AssertionError("a seventh was let in")
        assert refused.value.status == 429
    for thread in threads:
        thread.join(PATIENCE)
        assert not thread.is_alive()
    with passwords.turn():
        pass


@pytest.mark.parametrize("length", [passwords.LENGTH, passwords.LONGEST])
def test_the_shortest_and_the_longest_that_may_be_are_passwords(length: int) -> None:
    assert passwords.fits("x" * length, passwords.hashed("x" * length))


def test_the_third_hash_begins_when_one_of_two_is_done() -> None:
    begun = threading.Event()

    def take() -> None:
        with passwords.turn():
            begun.set()

    third = threading.Thread(target=take)
    with ExitStack() as turns:
        for _ in range(passwords.AT_ONCE):
            turns.enter_context(passwords.turn())
        third.start()
        assert not begun.wait(0.2)
    third.join(PATIENCE)
    assert begun.is_set()
