"""What becomes of an account, who decides it, and that somebody is always left who can."""

from datetime import UTC, datetime

import pytest

from depesche import clock
from depesche.errors import (
    BadToken,
    LastAdministrator,
    NotAllowed,
    NotFound,
    NotSignedIn,
    UnknownRole,
)
from depesche.newsroom import accounts, keys, people
from depesche.newsroom.models import Person
from newsdesk import Newsdesk

NOON = datetime(2025, 8, 15, 12, 0, tzinfo=UTC)


def again(newsdesk: Newsdesk, person: Person) -> Person:
    with newsdesk.store.reading() as session:
        return session.get_one(Person, person.id)


@pytest.mark.parametrize("name", ["elif_", "jonas", "mara"])
def test_only_an_administrator_decides_about_accounts(newsdesk: Newsdesk, name: str) -> None:
    by, elif_ = getattr(newsdesk, name), newsdesk.elif_
    with newsdesk.store.writing() as session:
        for act in (
            lambda: accounts.listed(session, by=by),
            lambda: accounts.find(session, elif_.id, by=by),
            lambda: accounts.give_role(session, elif_, "chief", by=by),
            lambda: accounts.give_password(session, elif_, "hash", by=by),
            lambda: accounts.deactivate(session, elif_, by=by, wall=NOON),
            lambda: accounts.activate(session, elif_, by=by),
            lambda: people.add(session, name="X", role="editor", now=clock.now(), by=by),
        ):
            with pytest.raises(NotAllowed):
                act()


def test_a_role_is_given_by_the_administrator_or_the_operator(newsdesk: Newsdesk) -> None:
    for by, role in ((newsdesk.ada, "editor"), (None, "chief")):
        with newsdesk.store.writing() as session:
            accounts.give_role(session, newsdesk.elif_, role, by=by)
        assert again(newsdesk, newsdesk.elif_).role == role
    with newsdesk.store.writing() as session, pytest.raises(UnknownRole):
        accounts.give_role(session, newsdesk.elif_, "publisher", by=newsdesk.ada)


def test_another_password_ends_every_sign_in(newsdesk: Newsdesk) -> None:
    secret, other = newsdesk.signs_in(newsdesk.jonas), newsdesk.signs_in(newsdesk.mara)
    with newsdesk.store.writing() as session:
        accounts.give_password(session, newsdesk.jonas, "another hash", by=newsdesk.ada)
    assert again(newsdesk, newsdesk.jonas).password_hash == "another hash"
    with newsdesk.store.reading() as session:
        with pytest.raises(NotSignedIn):
            keys.signed_in(session, secret, wall=clock.wall())
        assert keys.signed_in(session, other, wall=clock.wall()).person.name == "Mara"


def test_ones_own_new_password_ends_the_other_sign_ins(newsdesk: Newsdesk) -> None:
    here, there = newsdesk.signs_in(newsdesk.jonas), newsdesk.signs_in(newsdesk.jonas)
    with newsdesk.store.writing() as session:
        accounts.change_password(session, newsdesk.jonas, "another hash", secret=here)
    with newsdesk.store.reading() as session:
        assert keys.signed_in(session, here, wall=clock.wall())
        with pytest.raises(NotSignedIn):
            keys.signed_in(session, there, wall=clock.wall())


def test_a_deactivated_account_is_useless_at_once_and_keeps_its_name(newsdesk: Newsdesk) -> None:
    newsdesk.opens()
    post = newsdesk.publishes("Eins", byline="Jonas Petersen")
    secret = newsdesk.signs_in(newsdesk.jonas)
    with newsdesk.store.writing() as session:
        accounts.deactivate(session, newsdesk.jonas, by=newsdesk.ada, wall=NOON)
        accounts.deactivate(session, newsdesk.jonas, by=newsdesk.ada, wall=clock.wall())
        later = keys.sign_in(session, newsdesk.jonas, hours=1, wall=clock.wall())
    assert again(newsdesk, newsdesk.jonas).deactivated_at == NOON
    with newsdesk.store.reading() as session:
        assert people.at_the_door(session, "Jonas") is None
        for useless in (secret, later):  # even one that was made at the same moment
            with pytest.raises(NotSignedIn):
                keys.signed_in(session, useless, wall=clock.wall())
    assert newsdesk.again(post).byline == "Jonas Petersen"
    with newsdesk.store.writing() as session:
        accounts.activate(session, newsdesk.jonas, by=newsdesk.ada)
        assert people.at_the_door(session, "Jonas") is not None


def test_the_token_of_a_deactivated_account_opens_nothing(newsdesk: Newsdesk) -> None:
    secret = newsdesk.issues_token("Agentur")
    with newsdesk.store.writing() as session:
        person = keys.token(session, secret).person
        person.deactivated_at = NOON
        session.flush()
        with pytest.raises(BadToken):
            keys.token(session, secret)


def test_the_last_administrator_stays_one(newsdesk: Newsdesk) -> None:
    def remove(person: Person) -> None:
        with newsdesk.store.writing() as session:
            accounts.deactivate(session, person, by=newsdesk.ada, wall=NOON)

    def demote(person: Person) -> None:
        with newsdesk.store.writing() as session:
            accounts.give_role(session, person, "chief", by=None)

    for act in (remove, demote):
        with pytest.raises(LastAdministrator):
            act(newsdesk.ada)
    with newsdesk.store.writing() as session:
        accounts.give_role(session, newsdesk.ada, "administrator", by=newsdesk.ada)
    grace = newsdesk.hires("Grace", "administrator")
    remove(grace)
    with pytest.raises(LastAdministrator):
        demote(newsdesk.ada)
    with newsdesk.store.writing() as session:
        accounts.activate(session, grace, by=newsdesk.ada)
    demote(newsdesk.ada)
    assert again(newsdesk, newsdesk.ada).role == "chief"


def test_accounts_of_tokens_are_nobodys_to_change(newsdesk: Newsdesk) -> None:
    secret = newsdesk.issues_token("Agentur")
    with newsdesk.store.reading() as session:
        account = keys.token(session, secret).person
        listed = [person.name for person in accounts.listed(session, by=newsdesk.ada)]
        assert listed == ["Ada", "Elif", "Jonas", "Mara"]
        for find in (
            lambda: accounts.find(session, account.id, by=newsdesk.ada),
            lambda: accounts.find(session, 2**31 - 1, by=newsdesk.ada),
            lambda: accounts.named(session, "Agentur"),
            lambda: accounts.named(session, "Niemand"),
        ):
            with pytest.raises(NotFound):
                find()
        assert accounts.named(session, " JONAS ").name == "Jonas"
