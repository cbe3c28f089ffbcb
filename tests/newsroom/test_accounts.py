"""What becomes of an account, who decides it, and that somebody is always left who can."""

from contextlib import suppress
from datetime import UTC, datetime
from threading import Thread

import pytest

from depesche import clock
from depesche.errors import (
    BadToken,
    LastAdministrator,
    NotAllowed,
    NotFound,
    NotSignedIn,
    NotYourPassword,
    OwnPassword,
    UnknownRole,
)
from depesche.newsroom import accounts, keys, people
from depesche.newsroom.models import Person
from newsdesk import Newsdesk

NOON = datetime(2025, 8, 15, 12, 0, tzinfo=UTC)
PATIENCE = 20.0  # seconds


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
        accounts.change_password(
            session, newsdesk.jonas, "another hash", secret=here, wall=clock.wall()
        )
    with newsdesk.store.reading() as session:
        assert keys.signed_in(session, here, wall=clock.wall())
        with pytest.raises(NotSignedIn):
            keys.signed_in(session, there, wall=clock.wall())


def test_ones_own_new_password_comes_too_late_after_another_change(newsdesk: Newsdesk) -> None:
    here, wall = newsdesk.signs_in(newsdesk.jonas), clock.wall()
    before = again(newsdesk, newsdesk.jonas)
    with newsdesk.store.writing() as session:
        accounts.change_password(session, before, "the first", secret=here, wall=wall)
    with newsdesk.store.writing() as session, pytest.raises(NotYourPassword):
        accounts.change_password(session, before, "the second", secret=here, wall=wall)
    with newsdesk.store.writing() as session:
        accounts.give_password(session, before, "the administrator's", by=newsdesk.ada)
    with newsdesk.store.writing() as session, pytest.raises(NotSignedIn):
        accounts.change_password(session, before, "the third", secret=here, wall=wall)
    assert again(newsdesk, newsdesk.jonas).password_hash == "the administrator's"


def test_an_administrators_own_password_is_not_reset(newsdesk: Newsdesk) -> None:
    with newsdesk.store.writing() as session, pytest.raises(OwnPassword):
        accounts.give_password(session, newsdesk.ada, "another hash", by=newsdesk.ada)
    with newsdesk.store.writing() as session:
        accounts.give_password(session, newsdesk.ada, "another hash", by=None)
    assert again(newsdesk, newsdesk.ada).password_hash == "another hash"


def test_a_deactivated_account_is_useless_at_once_and_keeps_its_name(newsdesk: Newsdesk) -> None:
    newsdesk.opens()
    post = newsdesk.publishes("Eins", byline="Jonas Petersen")
    secret = newsdesk.signs_in(newsdesk.jonas)
    with newsdesk.store.writing() as session:
        accounts.deactivate(session, newsdesk.jonas, by=newsdesk.ada, wall=NOON)
        accounts.deactivate(session, newsdesk.jonas, by=newsdesk.ada, wall=clock.wall())
    assert again(newsdesk, newsdesk.jonas).deactivated_at == NOON
    with newsdesk.store.reading() as session:
        assert people.at_the_door(session, "Jonas") is None
        with pytest.raises(NotSignedIn):
            keys.signed_in(session, secret, wall=clock.wall())
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


def test_of_two_who_remove_each_other_one_stays(newsdesk: Newsdesk) -> None:
    """Both have been let in as administrators; what follows is one after the other."""
    ada, grace = newsdesk.ada, newsdesk.hires("Grace", "administrator")
    done: list[str] = []

    def remove(person: Person, by: Person) -> None:
        with suppress(NotAllowed), newsdesk.store.writing() as session:
            accounts.deactivate(session, person, by=by, wall=NOON)
            done.append(person.name)

    threads = [Thread(target=remove, args=pair) for pair in ((ada, grace), (grace, ada))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    assert len(done) == 1
    assert [p.name for p in (ada, grace) if again(newsdesk, p).deactivated_at] == done


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


def test_who_comes_back_signs_in_again(newsdesk: Newsdesk) -> None:
    secret = newsdesk.signs_in(newsdesk.jonas)
    with newsdesk.store.writing() as session:
        accounts.deactivate(session, newsdesk.jonas, by=newsdesk.ada, wall=clock.wall())
        accounts.activate(session, newsdesk.jonas, by=newsdesk.ada)
    with newsdesk.store.reading() as session, pytest.raises(NotSignedIn):
        keys.signed_in(session, secret, wall=clock.wall())


def test_nobody_else_is_signed_out(newsdesk: Newsdesk) -> None:
    here, maras = newsdesk.signs_in(newsdesk.jonas), newsdesk.signs_in(newsdesk.mara)
    with newsdesk.store.writing() as session:
        keys.sign_out_elsewhere(session, newsdesk.jonas, here)
    with newsdesk.store.reading() as session:
        assert keys.signed_in(session, maras, wall=clock.wall()).person.name == "Mara"
