"""Sign-ins and tokens: secrets that are handed out once and kept as hashes."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from depesche.errors import BadToken, Missing, NameTaken, NotFound, NotSignedIn, UnknownScope
from depesche.newsroom import keys
from depesche.newsroom.models import SignIn, Token
from newsdesk import Newsdesk

NOON = datetime(2025, 8, 15, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def test_a_browser_is_signed_in_for_some_hours_and_not_a_second_longer(
    newsdesk: Newsdesk,
) -> None:
    with newsdesk.store.writing() as session:
        secret = keys.sign_in(session, newsdesk.jonas, hours=14, wall=NOON)
    with newsdesk.store.reading() as session:
        last = NOON + 14 * HOUR - timedelta(seconds=1)
        assert keys.signed_in(session, secret, wall=last).name == "Jonas"
    with newsdesk.store.reading() as session, pytest.raises(NotSignedIn):
        keys.signed_in(session, secret, wall=NOON + 14 * HOUR)


def test_signing_out_closes_this_browser_only(newsdesk: Newsdesk) -> None:
    with newsdesk.store.writing() as session:
        one, other = (keys.sign_in(session, newsdesk.jonas, hours=1, wall=NOON) for _ in range(2))
        assert one != other
        keys.sign_out(session, one)
        keys.sign_out(session, "never signed in")
    with newsdesk.store.reading() as session:
        assert keys.signed_in(session, other, wall=NOON).name == "Jonas"
        for secret in (one, "", "guessed"):
            with pytest.raises(NotSignedIn):
                keys.signed_in(session, secret, wall=NOON)


def test_sign_ins_that_ran_out_are_forgotten_at_the_next_one(newsdesk: Newsdesk) -> None:
    with newsdesk.store.writing() as session:
        for hours in (1, 3):
            keys.sign_in(session, newsdesk.jonas, hours=hours, wall=NOON)
        keys.sign_in(session, newsdesk.mara, hours=1, wall=NOON + 2 * HOUR)
        assert session.scalar(select(func.count()).select_from(SignIn)) == 2


@pytest.mark.parametrize(("scope", "role"), [("read", "editor"), ("write", "chief")])
def test_a_token_opens_the_api_as_an_account_of_its_own(
    newsdesk: Newsdesk, scope: str, role: str
) -> None:
    with newsdesk.store.writing() as session:
        secret = keys.make_token(session, name=" Agentur  eins ", scope=scope, wall=NOON)
    assert secret.startswith("depesche_")
    with newsdesk.store.reading() as session:
        token = keys.token(session, secret)
    assert (token.name, token.scope, token.revoked_at) == ("Agentur eins", scope, None)
    assert (token.person.name, token.person.role) == ("Agentur eins", role)
    assert token.person.password_hash is None


def test_a_secret_is_not_in_the_database(newsdesk: Newsdesk) -> None:
    secret = newsdesk.issues_token("Agentur")
    with newsdesk.store.reading() as session:
        kept = session.scalars(select(Token)).one()
    assert secret.removeprefix("depesche_") not in str(vars(kept))


def test_a_revoked_token_opens_nothing(newsdesk: Newsdesk) -> None:
    secret, other = newsdesk.issues_token("Eins"), newsdesk.issues_token("Zwei", scope="read")
    with newsdesk.store.writing() as session:
        keys.revoke(session, name="Eins", wall=NOON)
        keys.revoke(session, name="Eins", wall=NOON + HOUR)
        with pytest.raises(NotFound):
            keys.revoke(session, name="Drei", wall=NOON)
    with newsdesk.store.reading() as session:
        assert keys.token(session, other).name == "Zwei"
        for gone in (secret, "", "depesche_guessed"):
            with pytest.raises(BadToken):
                keys.token(session, gone)
        revoked = {token.name: token.revoked_at for token in keys.listed(session)}
        assert revoked == {"Eins": NOON, "Zwei": None}


@pytest.mark.parametrize(
    ("name", "scope", "refusal"),
    [
        ("", "read", Missing),
        ("Neu", "admin", UnknownScope),
        ("Agentur", "read", NameTaken),
        ("Jonas", "read", NameTaken),
    ],
)
def test_a_token_that_cannot_be_made_is_refused(
    newsdesk: Newsdesk, name: str, scope: str, refusal: type[Exception]
) -> None:
    newsdesk.issues_token("Agentur")
    with newsdesk.store.writing() as session, pytest.raises(refusal):
        keys.make_token(session, name=name, scope=scope, wall=NOON)
