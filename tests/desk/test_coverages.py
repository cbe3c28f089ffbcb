from typing import Any

import pytest

from depesche.newsroom import coverages
from desk.conftest import Form
from newsdesk import Newsdesk, berlin

FORM = {"headline": "Die Nacht", "language": "de", "newsroom_zone": "Europe/Berlin"}


def test_the_list_shows_what_is_on_first(newsdesk: Newsdesk, at_the_desk: Any) -> None:
    newsdesk.makes("Ein Entwurf")
    newsdesk.announces("Bald")
    newsdesk.opens("Jetzt")
    page = at_the_desk(newsdesk.jonas).opens().text
    assert page.index("Jetzt") < page.index("Bald") < page.index("Ein Entwurf")
    assert "19:50 MESZ" in page


def test_an_empty_list_says_what_to_do(newsdesk: Newsdesk, at_the_desk: Any) -> None:
    assert "/desk/coverages/new" in at_the_desk(newsdesk.mara).opens().text
    assert "/desk/coverages/new" not in at_the_desk(newsdesk.jonas).opens().text


def test_a_contributor_sees_own_coverages_only(newsdesk: Newsdesk, at_the_desk: Any) -> None:
    newsdesk.opens("Fremd")
    newsdesk.opens("Eigen")
    newsdesk.assigns(newsdesk.elif_)
    seat = at_the_desk(newsdesk.elif_)
    page = seat.opens().text
    assert "Eigen" in page
    assert "Fremd" not in page
    assert seat.opens("/coverages/eigen").status_code == 200
    assert seat.opens("/coverages/fremd").status_code == 403


@pytest.mark.parametrize("name", ["jonas", "elif_"])
def test_only_a_chief_makes_and_edits_coverages(
    name: str, newsdesk: Newsdesk, at_the_desk: Any
) -> None:
    newsdesk.opens()
    seat = at_the_desk(getattr(newsdesk, name))
    assert seat.opens("/coverages/new").status_code == 403
    assert seat.sends("/coverages/new", **FORM).status_code == 403
    assert seat.opens("/coverages/der-gipfel/edit").status_code == 403
    assert seat.sends("/coverages/der-gipfel/edit", **FORM).status_code == 403
    assert seat.opens("/coverages/der-gipfel/steps").status_code == 403


def test_a_chief_makes_a_coverage(newsdesk: Newsdesk, at_the_desk: Any) -> None:
    answer = at_the_desk(newsdesk.mara).sends(
        "/coverages/new",
        **FORM,
        standfirst="Was zu erwarten ist.",
        opens_at="2025-08-15T20:00",
        event_zone="America/Anchorage",
        contributors=[newsdesk.elif_.id],
    )
    assert answer.headers["location"] == "/desk/coverages/die-nacht"
    newsdesk.slug = "die-nacht"
    made = newsdesk.coverage
    assert (made.status, made.event_zone) == ("draft", "America/Anchorage")
    assert f"{made.opens_at:%H:%M %Z}" == "18:00 UTC"
    with newsdesk.store.reading() as session:
        assert [p.name for p in coverages.contributors(session, made)] == ["Elif"]


def test_the_form_of_a_coverage_holds_what_is_stored(newsdesk: Newsdesk, at_the_desk: Any) -> None:
    newsdesk.announces("Der Gipfel", lead_question="Und nun?")
    newsdesk.assigns(newsdesk.elif_)
    page = at_the_desk(newsdesk.mara).opens("/coverages/der-gipfel/edit").text
    assert 'value="2025-08-15T20:00"' in page
    assert 'value="Und nun?"' in page
    assert f'value="{newsdesk.elif_.id}" checked' in page


def test_editing_takes_over_what_was_typed(newsdesk: Newsdesk, at_the_desk: Any) -> None:
    newsdesk.makes("Alt")
    newsdesk.assigns(newsdesk.elif_)
    mara = at_the_desk(newsdesk.mara)
    form = {**mara.form("/coverages/alt/edit"), "headline": "Neu", "slug": "neu"}
    answer = mara.sends("/coverages/alt/edit", **{**form, "contributors": []})
    assert answer.headers["location"] == "/desk/coverages/neu"
    newsdesk.slug = "neu"
    assert newsdesk.coverage.headline == "Neu"
    assert at_the_desk(newsdesk.elif_).opens("/coverages/neu").status_code == 403


@pytest.mark.parametrize(
    ("field", "value", "status"),
    [
        ("headline", "", 422),
        ("slug", "Nicht So", 422),
        ("slug", "belegt", 409),
        ("newsroom_zone", "Europe/Atlantis", 422),
        ("event_zone", "Mars", 422),
        ("language", "fr", 422),
        ("opens_at", "acht Uhr", 422),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(
    field: str, value: str, status: int, newsdesk: Newsdesk, at_the_desk: Any
) -> None:
    newsdesk.makes("Belegt")
    form = {**FORM, "dateline": "Anchorage", field: value}
    answer = at_the_desk(newsdesk.mara).sends("/coverages/new", **form)
    assert answer.status_code == status
    assert f'id="{field}-trouble"' in answer.text
    assert 'value="Anchorage"' in answer.text


def test_a_time_that_does_not_exist_is_refused(newsdesk: Newsdesk, at_the_desk: Any) -> None:
    answer = at_the_desk(newsdesk.mara).sends("/coverages/new", **FORM, opens_at="2026-03-29T02:30")
    assert answer.status_code == 422
    assert 'id="opens_at-trouble"' in answer.text
    assert "opens_at_fold" not in answer.text


def test_in_a_doubled_hour_the_form_asks_which_one_is_meant(
    newsdesk: Newsdesk, at_the_desk: Any
) -> None:
    seat = at_the_desk(newsdesk.mara)
    form = {**FORM, "opens_at": "2025-10-26T02:30"}
    answer = seat.sends("/coverages/new", **form)
    assert answer.status_code == 422
    assert "02:30 MESZ" in answer.text
    assert "02:30 MEZ" in answer.text
    assert seat.sends("/coverages/new", **form, opens_at_fold="1").status_code == 303
    newsdesk.slug = "die-nacht"
    assert f"{newsdesk.coverage.opens_at:%H:%M}" == "01:30"
    page = seat.opens("/coverages/die-nacht/edit").text
    assert 'name="opens_at_fold" value="1" checked' in page


def test_the_steps_are_those_that_are_possible(newsdesk: Newsdesk, at_the_desk: Any) -> None:
    newsdesk.opens()
    seat = at_the_desk(newsdesk.mara)
    offered = seat.opens("/coverages/der-gipfel/steps").text
    assert 'value="paused"' in offered
    assert 'value="archived"' not in offered
    answer = seat.asks("PUT", "/status", status="ended")
    assert answer.json()["change"]["id"] == str(newsdesk.coverage.id)
    assert 'value="archived"' in seat.opens("/coverages/der-gipfel/steps").text


def test_a_step_works_without_scripts(newsdesk: Newsdesk, at_the_desk: Any) -> None:
    newsdesk.makes()
    answer = at_the_desk(newsdesk.mara).sends("/coverages/der-gipfel/status", status="live")
    assert answer.headers["location"] == "/desk/coverages/der-gipfel"
    assert newsdesk.coverage.status == "live"


def test_a_step_that_is_not_possible_is_refused_with_a_sentence(
    newsdesk: Newsdesk, at_the_desk: Any
) -> None:
    newsdesk.makes()
    answer = at_the_desk(newsdesk.mara).asks("PUT", "/status", status="announced")
    assert (answer.status_code, answer.json()["code"]) == (409, "opening-missing")


def test_an_editor_takes_no_steps(newsdesk: Newsdesk, at_the_desk: Any) -> None:
    newsdesk.opens()
    seat = at_the_desk(newsdesk.jonas)
    assert seat.asks("PUT", "/status", status="ended").status_code == 403
    assert "<coverage-steps" not in seat.opens("/coverages/der-gipfel").text


def test_an_old_form_in_another_tab_moves_nothing_back(
    newsdesk: Newsdesk, at_the_desk: Any
) -> None:
    newsdesk.announces(opens_at=berlin("20:00"))
    mara = at_the_desk(newsdesk.mara)
    old = mara.form("/coverages/der-gipfel/edit")
    newsdesk.edits(opens_at=berlin("20:30"))
    newsdesk.assigns(newsdesk.elif_)
    path = "/coverages/der-gipfel/edit"
    answer = mara.sends(path, **{**old, "headline": "Der große Gipfel"})
    assert answer.status_code == 409
    assert "20:30 MESZ" in answer.text
    assert "Elif" in answer.text.split('class="new"')[1].split("</ul>")[0]
    assert newsdesk.coverage.opens_at == berlin("20:30")
    assert newsdesk.coverage.headline == "Der Gipfel"

    shown = Form()
    shown.feed(answer.text)
    assert shown.fields["headline"] == "Der große Gipfel"
    assert shown.fields["opens_at"] == "2025-08-15T20:30"
    assert shown.fields["contributors"] == [str(newsdesk.elif_.id)]
    assert mara.sends(path, **shown.fields).status_code == 303
    assert newsdesk.coverage.opens_at == berlin("20:30")
    assert newsdesk.coverage.headline == "Der große Gipfel"


def test_a_form_that_does_not_say_what_it_was_filled_with_is_shown_again(
    newsdesk: Newsdesk, at_the_desk: Any
) -> None:
    newsdesk.makes("Alt")
    for seen in ("", "[]", "{"):
        form = {**FORM, "headline": "Neu", "seen": seen}
        answer = at_the_desk(newsdesk.mara).sends("/coverages/alt/edit", **form)
        assert answer.status_code == 409
        assert newsdesk.coverage.headline == "Alt"


def test_the_list_says_how_many_posts_wait_for_an_editor(
    newsdesk: Newsdesk, at_the_desk: Any
) -> None:
    newsdesk.opens()
    newsdesk.assigns(newsdesk.elif_)
    newsdesk.submits("Eins")
    newsdesk.submits("Zwei")
    assert "Wartet auf die Redaktion: 2" in at_the_desk(newsdesk.jonas).opens().text
    assert "Wartet auf die Redaktion" not in at_the_desk(newsdesk.elif_).opens().text
