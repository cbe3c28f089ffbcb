"""Accounts, and who may do what."""

import pytest

from depesche import clock
from depesche.errors import (
    Missing,
    NameTaken,
    NotAllowed,
    TooLong,
    UnknownLanguage,
    UnknownRole,
)
from depesche.newsroom import people
from depesche.newsroom.models import Coverage, Person, Post
from newsdesk import Newsdesk

EDITORS_VERBS = (
    *("publish", "schedule", "return", "amend", "correct", "withdraw", "mark", "dossier"),
)
MATRIX = {
    **dict.fromkeys(
        ("read", "draft", "submit", "discard", "upload"), "contributor editor chief administrator"
    ),
    **dict.fromkeys(EDITORS_VERBS, "editor chief administrator"),
    **dict.fromkeys(("arrange", "confirm"), "chief administrator"),
    "administer": "administrator",
}


def test_the_matrix_of_roles_names_every_verb() -> None:
    assert MATRIX.keys() == people._LOWEST.keys()


@pytest.mark.parametrize(("verb", "roles"), MATRIX.items(), ids=MATRIX)
def test_may_answers_as_the_matrix_of_roles_has_it(
    newsdesk: Newsdesk, verb: str, roles: str
) -> None:
    own, post = newsdesk.opens("Der Gipfel"), newsdesk.publishes("Von Jonas")
    newsdesk.assigns(newsdesk.elif_)
    elifs = newsdesk.drafts("Von Elif", by=newsdesk.elif_)
    others = newsdesk.opens("Die Wahl")
    elsewhere = newsdesk.publishes("Woanders")
    with newsdesk.store.reading() as session:

        def may(person: Person, thing: Coverage | Post | None) -> bool:
            return people.may(session, person, verb, thing)

        for person in (newsdesk.jonas, newsdesk.mara, newsdesk.ada):
            for thing in (None, own, post, elifs, others, elsewhere):
                assert may(person, thing) == (person.role in roles.split())
        contributor = "contributor" in roles
        assert may(newsdesk.elif_, None) == contributor
        assert may(newsdesk.elif_, own) == contributor
        assert may(newsdesk.elif_, elifs) == contributor
        assert may(newsdesk.elif_, post) == (verb == "read")
        assert not may(newsdesk.elif_, others)
        assert not may(newsdesk.elif_, elsewhere)


def test_what_is_not_allowed_is_refused_with_a_sentence(newsdesk: Newsdesk) -> None:
    with newsdesk.store.reading() as session:
        people.require(session, newsdesk.mara, "arrange")
        with pytest.raises(NotAllowed, match="Your role does not allow this"):
            people.require(session, newsdesk.jonas, "arrange")


def test_only_who_arranges_coverages_hands_them_out_and_takes_them_back(
    newsdesk: Newsdesk,
) -> None:
    coverage = newsdesk.opens()
    for person in (newsdesk.jonas, newsdesk.elif_):
        with pytest.raises(NotAllowed):
            newsdesk.assigns(newsdesk.elif_, by=person)
    newsdesk.assigns(newsdesk.elif_)
    with newsdesk.store.writing() as session:
        assert people.may(session, newsdesk.elif_, "draft", coverage)
        with pytest.raises(NotAllowed):
            people.unassign(session, coverage, newsdesk.elif_, by=newsdesk.jonas)
        people.unassign(session, coverage, newsdesk.elif_, by=newsdesk.mara)
        people.unassign(session, coverage, newsdesk.elif_, by=newsdesk.mara)
    with newsdesk.store.reading() as session:
        assert not people.may(session, newsdesk.elif_, "draft", coverage)
        assert [person.name for person in people.contributors(session)] == ["Elif"]


# Accounts


def test_an_account_is_found_however_its_name_is_written(newsdesk: Newsdesk) -> None:
    newsdesk.hires("Jürgen Groß", "editor")
    with newsdesk.store.reading() as session:
        for name in ("Jürgen Groß", " jürgen  GROSS ", "JU\u0308RGEN GROSS", "Jürgen\0 Groß"):
            found = people.at_the_door(session, name)
            assert found is not None
            assert found.name == "Jürgen Groß"


@pytest.mark.parametrize("name", ["Niemand", "Programm", "", "Jo%", "\ud800"])
def test_nobody_else_is_at_the_door(newsdesk: Newsdesk, name: str) -> None:
    with newsdesk.store.writing() as session:
        people.add(session, name="Programm", role="editor", now=clock.now())
        assert people.at_the_door(session, name) is None


def test_a_name_is_taken_however_it_is_written(newsdesk: Newsdesk) -> None:
    with newsdesk.store.writing() as session:
        for name in ("Jonas", "JONAS", "  jonas "):
            with pytest.raises(NameTaken):
                people.add(session, name=name, role="editor", now=clock.now())


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"name": " "}, Missing),
        ({"name": "x" * 201}, TooLong),
        ({"role": "reader"}, UnknownRole),
    ],
)
def test_an_account_that_cannot_be_made_is_refused(
    newsdesk: Newsdesk, given: dict[str, str], refusal: type[Exception]
) -> None:
    wanted = {"name": "Neu", "role": "editor", **given}
    with newsdesk.store.writing() as session, pytest.raises(refusal):
        people.add(session, now=clock.now(), **wanted)


def test_the_desk_speaks_the_language_that_a_person_chose(newsdesk: Newsdesk) -> None:
    with newsdesk.store.writing() as session:
        people.speak(session, newsdesk.jonas, "en")
        with pytest.raises(UnknownLanguage):
            people.speak(session, newsdesk.jonas, "fr")
    with newsdesk.store.reading() as session:
        languages = {person.name: person.language for person in people.listed(session)}
    assert languages == {"Ada": None, "Elif": None, "Jonas": "en", "Mara": None}


def test_an_account_is_made_by_an_administrator(newsdesk: Newsdesk) -> None:
    with newsdesk.store.writing() as session, pytest.raises(NotAllowed):
        people.add(session, name="Tove", role="editor", by=newsdesk.mara, now=clock.now())


def test_who_was_deactivated_is_not_at_the_door(newsdesk: Newsdesk) -> None:
    with newsdesk.store.writing() as session:
        assert people.at_the_door(session, "Jonas")
        session.get_one(Person, newsdesk.jonas.id).deactivated_at = clock.wall()
        assert people.at_the_door(session, "Jonas") is None
