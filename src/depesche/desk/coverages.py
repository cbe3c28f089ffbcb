"""The list of coverages, and the form that makes and edits one. They work without scripts."""

from collections.abc import Sequence
from typing import Annotated, Final
from zoneinfo import available_timezones

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlalchemy.orm import Session

from depesche import clock
from depesche.desk import forms, pages, times
from depesche.desk.forms import CoverageForm, Trouble
from depesche.errors import CoverageChanged, DepescheError, NotAllowed
from depesche.newsroom import coverages, people, rundown
from depesche.newsroom.models import Coverage, Person
from depesche.web.rooms import House, Rooms
from depesche.web.sessions import SignedIn

router = APIRouter()

GROUPS: Final = {
    "live": ("live", "paused"),
    "announced": ("announced",),
    "draft": ("draft",),
    "ended": ("ended", "archived"),
}


@router.get("")
def listed(house: House, person: SignedIn) -> HTMLResponse:
    """Every coverage this person may see, what is on first."""
    with house.store.reading() as session:
        found = coverages.readable(session, person)
        waiting = rundown.waiting(session, [coverage.id for coverage in found])
        may_make = people.may(session, person, "arrange")
        groups = {
            name: [c for c in found if c.status in statuses] for name, statuses in GROUPS.items()
        }
        return pages.show(
            house,
            person,
            "desk/coverages.html",
            groups=groups,
            waiting=waiting,
            readers={one.id: house.readership.of(one.id).readers for one in found},
            may_make=may_make,
            path="/desk",
        )


@router.get("/coverages/new")
def new(house: House, person: SignedIn) -> HTMLResponse:
    """An empty form."""
    with house.store.reading() as session:
        people.require(session, person, "arrange")
        form = CoverageForm(language=house.settings.language)
        return _form(house, session, person, form)


@router.post("/coverages/new")
def make(house: House, person: SignedIn, form: Annotated[CoverageForm, Form()]) -> Response:
    """A new coverage, as a draft."""
    try:
        with house.store.writing() as session:
            made = coverages.make(session, by=person, now=clock.now(), **form.fields())
            _assign(session, made, person, form)
    except DepescheError as error:
        return _again(house, person, form, error)
    return RedirectResponse(f"/desk/coverages/{made.slug}", status_code=303)


@router.get("/coverages/{slug}/edit")
def edit(house: House, person: SignedIn, slug: str) -> HTMLResponse:
    """The form as it stands."""
    with house.store.reading() as session:
        coverage = coverages.find(session, slug)
        people.require(session, person, "arrange", coverage)
        return _form(house, session, person, forms.filled(session, coverage), coverage=coverage)


@router.post("/coverages/{slug}/edit")
def save(
    house: House, person: SignedIn, slug: str, form: Annotated[CoverageForm, Form()]
) -> Response:
    """Take over what was typed."""
    try:
        with house.store.writing() as session:
            coverage = coverages.find(session, slug, to_write=True)
            people.require(session, person, "arrange", coverage)
            forms.check_seen(session, coverage, form)
            coverages.edit(session, coverage, by=person, now=clock.now(), **form.fields())
            _assign(session, coverage, person, form)
    except DepescheError as error:
        return _again(house, person, form, error, slug)
    return RedirectResponse(f"/desk/coverages/{coverage.slug}", status_code=303)


def _assign(session: Session, coverage: Coverage, by: Person, form: CoverageForm) -> None:
    """The contributors are those whose boxes are ticked."""
    wanted = forms.known_contributors(session, form.contributors)
    for contributor in people.contributors(session):
        if contributor.id in wanted:
            people.assign(session, coverage, contributor, by=by, now=clock.now())
        else:
            people.unassign(session, coverage, contributor, by=by)


def _again(
    house: Rooms,
    person: Person,
    form: CoverageForm,
    error: DepescheError,
    slug: str | None = None,
) -> HTMLResponse:
    """The same page, with what was typed and what is wrong with it."""
    if isinstance(error, NotAllowed):
        raise error
    with house.store.reading() as session:
        coverage = coverages.find(session, slug) if slug is not None else None
        new: list[str] = []
        if coverage is not None and isinstance(error, CoverageChanged):
            form, new = forms.brought_up(form, forms.filled(session, coverage))
        return _form(house, session, person, form, coverage=coverage, error=error, new=new)


def _form(
    house: Rooms,
    session: Session,
    person: Person,
    form: CoverageForm,
    *,
    coverage: Coverage | None = None,
    error: DepescheError | None = None,
    new: Sequence[str] = (),
) -> HTMLResponse:
    language = pages.language_of(house, person)
    return pages.show(
        house,
        person,
        "desk/coverage_form.html",
        status=error.status if error else 200,
        form=form,
        coverage=coverage,
        present=forms.filled(session, coverage) if coverage else None,
        new=new,
        trouble=Trouble(error, house.templates, language) if error else None,
        choices=times.choices(form.opens_at, form.newsroom_zone, language),
        zones=sorted(available_timezones()),
        contributors=people.contributors(session),
        path=f"/desk/coverages/{coverage.slug}/edit" if coverage else "/desk/coverages/new",
    )
