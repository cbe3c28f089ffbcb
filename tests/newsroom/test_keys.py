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
    WrongPassword,
)
from depesche.newsroom import keys
from depesche.newsroom.models import Person, Token
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
        keys.sign_out(session, one, wall=NOON)
        keys.sign_out(session, one, wall=NOON + HOUR)
        keys.sign_out(session, "never signed in", wall=NOON)
    with newsdesk.store.reading() as session:
        assert keys.signed_in(session, other, wall=NOON).person.name == "Jonas"
        for secret in (one, "", "guessed"):
            with pytest.raises(NotSignedIn):
                keys.signed_in(session, secret, wall=NOON)
        with pytest.raises(NotSignedIn):  # nor when the clock is set back
            keys.signed_in(session, one, wall=NOON - HOUR)
        assert len(keys.sign_ins(session, newsdesk.jonas, wall=NOON)) == 1
        assert keys.known(session, one, newsdesk.jonas) is not None


def test_a_new_sign_in_takes_the_place_of_the_one_in_this_browser(newsdesk: Newsdesk) -> None:
    with newsdesk.store.writing() as session:
        one = keys.sign_in(session, newsdesk.jonas, hours=1, wall=NOON)
        other = keys.sign_in(session, newsdesk.jonas, hours=1, wall=NOON, instead_of=one)
        assert keys.known(session, one, newsdesk.jonas) is None
        assert keys.signed_in(session, other, wall=NOON).person.name == "Jonas"


def test_who_was_let_in_with_a_password_that_has_changed_since_is_not(newsdesk: Newsdesk) -> None:
    for change in ({"password_hash": "another hash"}, {"deactivated_at": NOON}):
        with newsdesk.store.writing() as session:
            jonas = session.get_one(Person, newsdesk.jonas.id)
            was = {name: getattr(jonas, name) for name in change}
            for name, value in change.items():
                setattr(jonas, name, value)
        with newsdesk.store.writing() as session, pytest.raises(WrongPassword):
            keys.sign_in(session, newsdesk.jonas, hours=1, wall=NOON)
        with newsdesk.store.writing() as session:
            for name, value in was.items():
                setattr(session.get_one(Person, newsdesk.jonas.id), name, value)
    with newsdesk.store.writing() as session:
        assert keys.sign_in(session, newsdesk.jonas, hours=1, wall=NOON)


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


def test_a_revoked_name_can_be_given_again_and_acts_as_the_same_account(
    newsdesk: Newsdesk,
) -> None:
    old = newsdesk.issues_token("Agentur")
    with newsdesk.store.writing() as session:
        keys.revoke(session, name="Agentur", wall=NOON)
    new = newsdesk.issues_token("Agentur", scope="read")
    with newsdesk.store.reading() as session:
        first, second = keys.listed(session)
        assert (first.revoked_at, second.revoked_at) == (NOON, None)
        assert first.person_id == second.person_id
        assert keys.token(session, new).person.role == "editor"
        with pytest.raises(BadToken):
            keys.token(session, old)
    with pytest.raises(NameTaken):
        newsdesk.issues_token("Agentur")


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
