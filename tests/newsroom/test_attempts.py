"""How often somebody may try, and that nobody locks out anybody else."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from depesche.errors import TooManyAttempts
from depesche.newsroom import attempts, keys
from depesche.newsroom.models import Attempt, SignIn
from newsdesk import Newsdesk

NOON = datetime(2025, 8, 15, 12, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
HERE = "192.0.2.1"


class Guesser:
    """Somebody who tries, and fails."""

    def __init__(self, newsdesk: Newsdesk, address: str = HERE) -> None:
        self.newsdesk = newsdesk
        self.address = address
        self.known: SignIn | None = None

    def tries(
        self, name: str = "Jonas", *, times: int = 1, address: str = "", wall: datetime = NOON
    ) -> Attempt:
        for _ in range(times):
            with self.newsdesk.store.writing() as session:
                attempt = attempts.begin(
                    session,
                    name=name,
                    address=address or self.address,
                    known=self.known,
                    wall=wall,
                )
        return attempt

    def must_wait(
        self, name: str = "Jonas", *, address: str = "", wall: datetime = NOON
    ) -> TooManyAttempts:
        with pytest.raises(TooManyAttempts) as refused:
            self.tries(name, address=address, wall=wall)
        return refused.value


@pytest.fixture
def guesser(newsdesk: Newsdesk) -> Guesser:
    return Guesser(newsdesk)


@pytest.mark.parametrize("name", ["Jonas", "Niemand"])
def test_five_at_one_account_and_then_a_wait_whether_or_not_it_exists(
    guesser: Guesser, name: str
) -> None:
    guesser.tries(name, times=attempts.FROM_ADDRESS_ON_ACCOUNT)
    refused = guesser.must_wait(name)
    assert refused.facts == {"seconds": 901, "minutes": 16}
    assert str(refused) == "Too many attempts to sign in. Try again in 16 min."


def test_a_name_is_one_account_however_it_is_written(guesser: Guesser) -> None:
    for name in ("Jonas", "JONAS", " jonas", "Jo\0nas", "jonas "):
        guesser.tries(name)
    guesser.must_wait("Jonas")
    guesser.tries("Mara")


def test_the_wait_ends_when_it_was_said_to(guesser: Guesser) -> None:
    for n in range(attempts.FROM_ADDRESS_ON_ACCOUNT):
        guesser.tries(wall=NOON + n * SECOND)
    later = NOON + timedelta(minutes=5)
    seconds = int(str(guesser.must_wait(wall=later).facts["seconds"]))
    guesser.must_wait(wall=later + (seconds - 2) * SECOND)
    guesser.tries(wall=later + seconds * SECOND)


def test_who_is_told_to_wait_does_not_make_the_wait_longer(guesser: Guesser) -> None:
    guesser.tries(times=attempts.FROM_ADDRESS_ON_ACCOUNT)
    for _ in range(50):
        guesser.must_wait(wall=NOON + timedelta(minutes=14))
    guesser.tries(wall=NOON + attempts.WINDOW)


def test_one_address_tries_twenty_names(guesser: Guesser) -> None:
    for n in range(attempts.FROM_ADDRESS):
        guesser.tries(f"Name {n}")
    guesser.must_wait("Mara")
    guesser.tries("Mara", address="192.0.2.2")


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:ff::1", True),
        ("2001:db8:1:2::1", "2001:db8:1:102::1", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        ("192.0.2.1", "192.0.2.2", False),
        ("testclient", "testclient", True),
        ("", "", True),
    ],
)
def test_whoever_has_a_network_has_one_address(
    guesser: Guesser, one: str, other: str, *, is_same: bool
) -> None:
    guesser.address = one
    guesser.tries(times=attempts.FROM_ADDRESS_ON_ACCOUNT)
    guesser.address = other
    if is_same:
        guesser.must_wait()
    else:
        guesser.tries()


def test_where_many_have_tried_every_address_has_one_attempt_left(guesser: Guesser) -> None:
    for n in range(attempts.TRIED):
        guesser.tries(address=f"192.0.2.{n}")
    guesser.must_wait(address="192.0.2.1")
    guesser.tries(address="198.51.100.1")
    guesser.must_wait(address="198.51.100.1")
    guesser.tries("Mara", times=2, address="198.51.100.1")


def test_nobody_locks_out_anybody_from_elsewhere(newsdesk: Newsdesk, guesser: Guesser) -> None:
    for home in range(40):
        for _ in range(attempts.FROM_ADDRESS_ON_ACCOUNT):
            try:
                guesser.tries(address=f"2001:db8:{home:x}::1")
            except TooManyAttempts:
                break
    attempt = guesser.tries(address="198.51.100.1")
    with newsdesk.store.writing() as session:
        attempts.succeed(session, attempt)
    guesser.tries(address="198.51.100.1")  # and again, having signed out


@pytest.mark.parametrize("wrong", [timedelta(days=365), timedelta(minutes=2)])
def test_a_clock_that_was_wrong_locks_nobody_out(guesser: Guesser, wrong: timedelta) -> None:
    guesser.tries(times=attempts.FROM_ADDRESS_ON_ACCOUNT, wall=NOON + wrong)
    guesser.must_wait(wall=NOON + wrong)
    guesser.tries()


def test_who_is_a_second_late_clears_no_other_attempts_and_waits_no_longer(
    guesser: Guesser,
) -> None:
    guesser.tries(times=attempts.FROM_ADDRESS_ON_ACCOUNT, wall=NOON + 30 * SECOND)
    assert guesser.must_wait().facts["seconds"] == attempts.WINDOW.total_seconds() + 1


def test_nobody_locks_out_who_was_here_before(newsdesk: Newsdesk, guesser: Guesser) -> None:
    secret = newsdesk.signs_in(newsdesk.jonas, hours=1)
    with newsdesk.store.writing() as session:
        keys.sign_out(session, secret, wall=NOON)
    for n in range(attempts.TRIED):
        guesser.tries(address=f"192.0.2.{n}")
    for n in range(attempts.FROM_ADDRESS):
        guesser.tries(f"Name {n}", address=HERE) if n else None

    jonas = Guesser(newsdesk)
    with newsdesk.store.reading() as session:
        jonas.known = keys.known(session, secret, newsdesk.jonas)
    jonas.tries(times=attempts.FROM_KNOWN_BROWSER)
    jonas.must_wait()


def test_what_succeeds_is_forgotten_and_others_attempts_are_not(
    newsdesk: Newsdesk, guesser: Guesser
) -> None:
    guesser.tries("Mara", times=3)
    guesser.tries(address="198.51.100.1", times=3)
    guesser.tries(times=3)
    attempt = guesser.tries()
    with newsdesk.store.writing() as session:
        attempts.succeed(session, attempt)
    with newsdesk.store.reading() as session:
        assert len(session.scalars(select(Attempt)).all()) == 6


def test_nothing_is_kept_for_longer_than_it_counts_and_nothing_in_plain_words(
    newsdesk: Newsdesk, guesser: Guesser
) -> None:
    guesser.tries("Jonas Petersen", times=3)
    with newsdesk.store.reading() as session:
        kept = session.scalars(select(Attempt)).all()
    assert not [row for row in kept if "jonas" in str(vars(row)).lower() or HERE in str(vars(row))]
    guesser.tries("Mara", wall=NOON + attempts.WINDOW)
    with newsdesk.store.reading() as session:
        assert len(session.scalars(select(Attempt)).all()) == 1


def test_a_known_browser_counts_for_itself_and_begins_anew_after_the_right_password(
    newsdesk: Newsdesk, guesser: Guesser
) -> None:
    secret = newsdesk.signs_in(newsdesk.jonas)
    jonas = Guesser(newsdesk)
    with newsdesk.store.reading() as session:
        jonas.known = keys.known(session, secret, newsdesk.jonas)
    for _ in range(3):
        for n in range(attempts.FROM_KNOWN_BROWSER):  # from wherever it is carried
            attempt = jonas.tries(address=f"192.0.2.{n}")
        with newsdesk.store.writing() as session:
            attempts.succeed(session, attempt)
    jonas.tries(times=attempts.FROM_KNOWN_BROWSER)
    guesser.tries(times=attempts.FROM_ADDRESS_ON_ACCOUNT)
    for n in range(attempts.FROM_ADDRESS - attempts.FROM_ADDRESS_ON_ACCOUNT):
        guesser.tries(f"Name {n}")
