"""The panel in which one object of the dossier is edited, and what becomes of what it sends.

A form is answered in one of two ways, and does the same in both: a page, or a redirect to the
dossier, for a browser without scripts; the same panel and the changed row as JSON for a script.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Final

from fastapi import Depends, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response
from sqlalchemy.orm import Session

from depesche.desk import pages, times
from depesche.desk.dossier import choices, forms
from depesche.desk.dossier.forms import FORMS, ObjectForm
from depesche.errors import DepescheError, NotAllowed, NotFound, ObjectChanged, ObjectMerged
from depesche.newsroom import coverages, people
from depesche.newsroom.dossier import objects
from depesche.newsroom.models import Coverage, DossierObject, Person
from depesche.rendering import desk_dossier
from depesche.rendering.desk_dossier import Sheet
from depesche.web.rooms import House, Rooms
from depesche.web.sessions import SignedIn

PREFIX: Final = "/coverages/{slug}/dossier"

# Fields of the smaller forms in a panel, beside those of the object itself.
_BESIDE: Final[Mapping[str, Sequence[str]]] = {
    "scenario": ("low", "high", "words", "author"),
    "question": ("answer",),
}


@dataclass(frozen=True)
class Asked:
    """Who asks for something of which dossier, and whether a script does."""

    house: Rooms
    person: Person
    slug: str
    is_script: bool

    @property
    def language(self) -> str:
        return pages.language_of(self.house, self.person)

    @property
    def base(self) -> str:
        return f"/desk/coverages/{self.slug}/dossier"


@dataclass(frozen=True)
class Trouble:
    """What is wrong with what was sent, and at which field that is said."""

    error: DepescheError
    asked: Asked
    fields: Sequence[str]

    @property
    def field(self) -> str | None:
        """The field to blame; None where it is the whole."""
        field = self.error.facts.get("field")
        return str(field) if field in self.fields else None

    def sentence(self, label: str = "") -> str:
        """What happened, naming the field as the form does."""
        templates = self.asked.house.templates
        return desk_dossier.sentence(self.error, templates, self.asked.language, label)


def _asked(request: Request, house: House, person: SignedIn, slug: str) -> Asked:
    return Asked(house, person, slug, "application/json" in request.headers.get("accept", ""))


def _kind(kind: str) -> str:
    if kind not in FORMS:
        raise NotFound
    return kind


AtDossier = Annotated[Asked, Depends(_asked)]
KindName = Annotated[str, Depends(_kind)]


def show(
    asked: Asked,
    session: Session,
    coverage: Coverage,
    form: ObjectForm,
    *,
    one: DossierObject | None = None,
    cell: tuple[str, str] | None = None,
    error: DepescheError | None = None,
    new: Sequence[str] = (),
    beside: Mapping[str, str] | None = None,
) -> Response:
    """The panel with that form, and with what is wrong with it.

    `beside` is what was typed into one of the smaller forms.
    """
    sheet = Sheet(session, coverage, asked.language)
    options = choices.options(session, coverage, form, cell, but=one)
    mergeable = choices.mergeable(session, coverage, one) if one else ()
    named = _named(form.kind, options, is_mergeable=bool(mergeable))
    facts = {
        "coverage": coverage,
        "sheet": sheet,
        "one": one,
        "title": desk_dossier.titled(one) if one else "",
        "cell": cell and choices.of_cell(session, coverage, sheet, cell),
        "options": options,
        "mergeable": mergeable,
        "trouble": Trouble(error, asked, named) if error else None,
        "new": new,
        "present": forms.filled(one, sheet).values if one else {},
        "beside": beside or choices.proposed(sheet, one),
        **_of_form(asked, coverage, form),
    }
    return _drawn(asked, facts, status=error.status if error else 200)


def again(
    asked: Asked,
    error: DepescheError,
    kind: str,
    key: str | None = None,
    *,
    form: ObjectForm | None = None,
    cell: tuple[str, str] | None = None,
    beside: Mapping[str, str] | None = None,
) -> Response:
    """The panel once more, with what was typed and what is wrong with it.

    Raises the error itself where there is nothing to show it at.
    """
    if isinstance(error, NotAllowed | NotFound | ObjectMerged):
        raise error
    new: list[str] = []
    with asked.house.store.reading() as session:
        coverage = coverages.find(session, asked.slug)
        one = objects.find(session, coverage, kind, key) if key else None
        if cell:
            one = objects.current(session, coverage, *cell)
        if one is not None:
            present = forms.filled(one, Sheet(session, coverage, asked.language))
            if form is not None and isinstance(error, ObjectChanged):
                form, new = forms.brought_up(form, present)
            form = form or present
            cell = cell or choices.cell_of(one)
        return show(
            asked, session, coverage, form or forms.blank(kind),
            one=one, cell=cell, error=error, new=new, beside=beside,
        )  # fmt: skip


def done(asked: Asked, verb: str, kind: str, key: str) -> Response:
    """It is done: the row as it is now, and a sentence that says so."""
    if not asked.is_script:
        return RedirectResponse(f"{asked.base}#{kind}-{key}", status_code=303)
    with asked.house.store.reading() as session:
        coverage = coverages.find(session, asked.slug)
        people.require(session, asked.person, "read", coverage)
        one = objects.find(session, coverage, kind, key)
        sheet = Sheet(session, coverage, asked.language)
        row = asked.house.fragments.desk_object(sheet, one)
        change = {"kind": kind, "id": key, "verb": "put", "position": row.position}
        title = desk_dossier.titled(one)
        return JSONResponse(
            {"said": told(asked, verb, title), "change": {**change, "html": row.html}}
        )


def told(asked: Asked, verb: str, title: str = "", count: int = 0) -> str:
    """The sentence that says what was done."""
    facts: dict[str, Any] = {"verb": verb, "title": title, "count": count}
    return asked.house.templates.render("desk/dossier/said.txt", asked.language, **facts).strip()


def current(session: Session, coverage: Coverage, cell: tuple[str, str]) -> DossierObject | None:
    """The position in that cell. Raises NotFound where there is no such cell."""
    for kind, key in zip(("actor", "issue"), cell, strict=True):
        if objects.find(session, coverage, kind, key).standing not in {"standing", "withdrawn"}:
            raise NotFound
    return objects.current(session, coverage, *cell)


def _named(kind: str, options: Mapping[str, object], *, is_mergeable: bool) -> Sequence[str]:
    """The fields that the panel shows, at which something can be said to be wrong."""
    own = [c.name for c in FORMS[kind] if c.how != "many" or options[c.name]]
    return [*own, *_BESIDE.get(kind, ()), *(["into"] if is_mergeable else [])]


def _of_form(asked: Asked, coverage: Coverage, form: ObjectForm) -> dict[str, Any]:
    return {
        "form": form,
        "controls": FORMS[form.kind],
        "folds": _folds(form, coverage, asked.language),
    }


def _drawn(asked: Asked, facts: Mapping[str, Any], *, status: int) -> Response:
    house, person = asked.house, asked.person
    if not asked.is_script:
        page = "desk/dossier/panel.html"
        return pages.show(house, person, page, status=status, path=asked.base, asked=asked, **facts)
    panel = house.templates.render(
        "desk/dossier/_panel.html", asked.language, person=person, asked=asked, **facts
    )
    return JSONResponse({"panel": panel.strip()}, status)


def _folds(form: ObjectForm, coverage: Coverage, language: str) -> dict[str, list[str]]:
    """What a doubled hour can mean, by the field that holds one."""
    return {
        c.name: times.choices(str(form.values[c.name]), coverage.newsroom_zone, language)
        for c in FORMS[form.kind]
        if c.how == "moment"
    }
