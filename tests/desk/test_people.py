"""Everybody's accounts, at the administrator's desk."""

import re
from typing import Any

from depesche.newsroom import people
from depesche.newsroom.models import Person
from newsdesk import PASSWORD, Newsdesk

NEW = {"name": "Grace Hopper", "role": "editor", "password": "a long enough sentence"}


def account(newsdesk: Newsdesk, person: Person) -> Person:
    with newsdesk.store.reading() as session:
        return session.get_one(Person, person.id)


def test_only_an_administrator_sees_the_accounts(newsdesk: Newsdesk, at_the_desk: Any) -> None:
    ada = at_the_desk(newsdesk.ada)
    assert 'href="/desk/people"' in ada.opens("/account").text
    for person in (newsdesk.mara, newsdesk.jonas, newsdesk.elif_):
        seat = at_the_desk(person)
        assert seat.opens("/people").status_code == 403
        assert seat.opens(f"/people/{newsdesk.elif_.id}").status_code == 403
        assert 'href="/desk/people"' not in seat.opens("/account").text
        assert seat.sends("/people", **NEW).status_code == 403
    page = ada.opens("/people").text
    assert all(name in page for name in ("Ada", "Elif", "Jonas", "Mara"))


def test_an_account_is_added_and_can_sign_in(newsdesk: Newsdesk, at_the_desk: Any) -> None:
    ada = at_the_desk(newsdesk.ada)
    assert ada.sends("/people", **NEW).headers["location"] == "/desk/people"
    assert "Grace Hopper" in ada.opens("/people").text
    answer = at_the_desk().sends("/sign-in", name="grace hopper", password=NEW["password"])
    assert answer.status_code == 303


def test_what_cannot_be_added_is_said_with_what_was_typed(
    newsdesk: Newsdesk, at_the_desk: Any
) -> None:
    ada = at_the_desk(newsdesk.ada)
    for wrong, status in (
        ({"name": ""}, 422),
        ({"name": "jonas"}, 409),
        ({"role": "publisher"}, 422),
        ({"password": "short"}, 422),
        ({"name": "x" * 201}, 422),
    ):
        answer = ada.sends("/people", **{**NEW, **wrong})
        assert answer.status_code == status
        assert 'role="alert"' in answer.text
        assert NEW["password"] not in answer.text
    with newsdesk.store.reading() as session:
        assert len(people.listed(session)) == 4


def test_another_role_counts_at_once(newsdesk: Newsdesk, at_the_desk: Any) -> None:
    ada, elif_ = at_the_desk(newsdesk.ada), at_the_desk(newsdesk.elif_)
    assert elif_.opens("/coverages/new").status_code == 403
    here = f"/people/{newsdesk.elif_.id}"
    answer = ada.sends(f"{here}/role", role="chief")
    assert answer.headers["location"] == f"/desk{here}?done=role"
    assert elif_.opens("/coverages/new").status_code == 200
    assert ada.sends(f"{here}/role", role="publisher").status_code == 422


def test_another_password_signs_out_everywhere(newsdesk: Newsdesk, at_the_desk: Any) -> None:
    ada, jonas = at_the_desk(newsdesk.ada), at_the_desk(newsdesk.jonas)
    here = f"/people/{newsdesk.jonas.id}"
    assert ada.sends(f"{here}/password", password="short").status_code == 422
    assert jonas.opens().status_code == 200
    ada.sends(f"{here}/password", password="another sentence")
    assert jonas.opens().status_code == 303
    for password, status in ((PASSWORD, 401), ("another sentence", 303)):
        sent = at_the_desk().sends("/sign-in", name="Jonas", password=password)
        assert sent.status_code == status


def test_ones_own_password_is_changed_where_the_present_one_is_asked_for(
    newsdesk: Newsdesk, at_the_desk: Any
) -> None:
    ada, here = at_the_desk(newsdesk.ada), f"/people/{newsdesk.ada.id}"
    before = account(newsdesk, newsdesk.ada).password_hash
    assert f'action="/desk{here}/password"' not in ada.opens(here).text
    answer = ada.sends(f"{here}/password", password="another sentence")
    assert answer.status_code == 403
    assert "/desk/account" in answer.text
    assert account(newsdesk, newsdesk.ada).password_hash == before


def test_a_deactivated_account_is_out_at_once_and_comes_back(
    newsdesk: Newsdesk, at_the_desk: Any
) -> None:
    ada, jonas = at_the_desk(newsdesk.ada), at_the_desk(newsdesk.jonas)
    here = f"/people/{newsdesk.jonas.id}"
    ada.sends(f"{here}/deactivate")
    assert jonas.opens().status_code == 303
    assert "deaktiviert" in ada.opens(here).text
    assert "deaktiviert" in ada.opens("/people").text
    assert at_the_desk().sends("/sign-in", name="Jonas", password=PASSWORD).status_code == 401
    ada.sends(f"{here}/activate")
    assert jonas.opens().status_code == 303  # the old sign-in stays ended
    assert at_the_desk().sends("/sign-in", name="Jonas", password=PASSWORD).status_code == 303


def test_the_last_administrator_is_told_why_not(newsdesk: Newsdesk, at_the_desk: Any) -> None:
    ada = at_the_desk(newsdesk.ada)
    here = f"/people/{newsdesk.ada.id}"
    for answer in (ada.sends(f"{here}/deactivate"), ada.sends(f"{here}/role", role="chief")):
        assert answer.status_code == 409
        assert "letzte" in answer.text
    assert account(newsdesk, newsdesk.ada).role == "administrator"
    assert ada.opens().status_code == 200


def test_an_administrator_ends_the_sign_ins_of_others(newsdesk: Newsdesk, at_the_desk: Any) -> None:
    ada = at_the_desk(newsdesk.ada)
    seats = [at_the_desk(newsdesk.jonas) for _ in range(3)]
    here = f"/people/{newsdesk.jonas.id}"
    actions = re.findall(rf'action="/desk({here}/sign-ins/\d+/end)"', ada.opens(here).text)
    assert len(actions) == 3
    ada.sends(actions[0])
    assert sorted(seat.opens().status_code for seat in seats) == [200, 200, 303]
    ada.sends(f"{here}/sign-ins/end")
    assert [seat.opens().status_code for seat in seats] == [303] * 3
    assert ada.opens().status_code == 200


def test_an_account_that_is_not_there(newsdesk: Newsdesk, at_the_desk: Any) -> None:
    ada = at_the_desk(newsdesk.ada)
    for person_id, status in (("999", 404), ("0", 422), ("x", 422), ("9" * 30, 422)):
        assert ada.opens(f"/people/{person_id}").status_code == status
        for verb in ("role", "password", "deactivate", "activate", "sign-ins/end"):
            answer = ada.sends(f"/people/{person_id}/{verb}", role="chief", password="x" * 12)
            assert answer.status_code == status
