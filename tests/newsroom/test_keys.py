"""Sign-ins and tokens: secrets that are handed out once and kept as hashes."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from depesche.errors import (
    BadToken,
    Missing,
    NameTaken,
    NotAllowed,
    NotFound,
    NotSignedIn,
    UnknownScope,
)
from depesche.newsroom import keys
from depesche.newsroom.models import Token
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
        assert keys.signed_in(session, secret, wall=last).person.name == "Jonas"
    with newsdesk.store.reading() as session, pytest.raises(NotSignedIn):
        keys.signed_in(session, secret, wall=NOON + 14 * HOUR)


def test_signing_out_closes_this_browser_only(newsdesk: Newsdesk) -> None:
    with newsdesk.store.writing() as session:
        one, other = (keys.sign_in(session, newsdesk.jonas, hours=1, wall=NOON) for _ in range(2))
        assert one != other
        keys.sign_out(session, one)
        keys.sign_out(session, "never signed in")
    with newsdesk.store.reading() as session:
        assert keys.signed_in(session, other, wall=NOON).person.name == "Jonas"
        for secret in (one, "", "guessed"):
            with pytest.raises(NotSignedIn):
                keys.signed_in(session, secret, wall=NOON)


def test_a_browser_is_known_for_a_month_after_its_sign_in_has_run_out(newsdesk: Newsdesk) -> None:
    with newsdesk.store.writing() as session:
        secret = keys.sign_in(session, newsdesk.jonas, hours=1, wall=NOON)
        keys.sign_in(session, newsdesk.mara, hours=1, wall=NOON + keys.KNOWN)
        assert keys.known(session, secret, newsdesk.jonas) is not None
        for held, person in ((secret, newsdesk.mara), ("guessed", newsdesk.jonas), (secret, None)):
            assert keys.known(session, held, person) is None
        assert keys.known(session, None, newsdesk.jonas) is None
        keys.sign_in(session, newsdesk.mara, hours=1, wall=NOON + keys.KNOWN + 2 * HOUR)
        assert keys.known(session, secret, newsdesk.jonas) is None


def test_sign_ins_are_listed_where_they_stand_the_latest_use_first(newsdesk: Newsdesk) -> None:
    with newsdesk.store.writing() as session:
        for device, hours in (("Firefox, Linux", 14), ("Safari, iPhone", 14), ("Edge", 1)):
            keys.sign_in(session, newsdesk.jonas, hours=hours, wall=NOON, device=device)
        keys.sign_in(session, newsdesk.mara, hours=14, wall=NOON)
        phone = keys.sign_ins(session, newsdesk.jonas, wall=NOON)[1]
        keys.see(session, phone, wall=NOON + HOUR)
    with newsdesk.store.reading() as session:
        listed = keys.sign_ins(session, newsdesk.jonas, wall=NOON + HOUR)
    assert [sign.device for sign in listed] == ["Safari, iPhone", "Firefox, Linux"]
    assert [sign.seen_at for sign in listed] == [NOON + HOUR, NOON]


def test_one_ends_ones_own_sign_ins_and_an_administrator_everybodys(newsdesk: Newsdesk) -> None:
    def standing() -> list[str]:
        with newsdesk.store.reading() as session:
            return [sign.device for sign in keys.sign_ins(session, newsdesk.jonas, wall=NOON)]

    with newsdesk.store.writing() as session:
        for device in "abcd":
            keys.sign_in(session, newsdesk.jonas, hours=1, wall=NOON, device=device)
        ids = [sign.id for sign in keys.sign_ins(session, newsdesk.jonas, wall=NOON)]
    with newsdesk.store.writing() as session:
        with pytest.raises(NotAllowed):
            keys.end(session, newsdesk.jonas, ids[0], by=newsdesk.mara)
        with pytest.raises(NotAllowed):
            keys.end_all(session, newsdesk.jonas, by=newsdesk.mara)
        keys.end(session, newsdesk.mara, ids[0], by=newsdesk.mara)  # that one is not hers
    assert standing() == ["a", "b", "c", "d"]
    with newsdesk.store.writing() as session:
        keys.end(session, newsdesk.jonas, ids[0], by=newsdesk.jonas)
        keys.end(session, newsdesk.jonas, ids[1], by=newsdesk.ada)
        keys.end(session, newsdesk.jonas, ids[1], by=newsdesk.ada)
    assert standing() == ["c", "d"]
    with newsdesk.store.writing() as session:
        keys.end_all(session, newsdesk.jonas, by=newsdesk.ada)
    assert standing() == []


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
