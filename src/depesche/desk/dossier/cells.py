"""The cells of the matrix: where an actor stands on an issue, as a new position or a better one."""

from fastapi import APIRouter
from fastapi.responses import Response

from depesche import clock
from depesche.desk.dossier import forms, panels
from depesche.desk.dossier.forms import Typed
from depesche.desk.dossier.panels import AtDossier
from depesche.errors import DepescheError
from depesche.newsroom import coverages
from depesche.newsroom.dossier import objects
from depesche.rendering.desk_dossier import Sheet

router = APIRouter(prefix=f"{panels.PREFIX}/cells/{{actor}}/{{issue}}")


@router.get("")
def edit(asked: AtDossier, actor: str, issue: str) -> Response:
    """The form with the position that counts, or an empty one."""
    with asked.house.store.reading() as session:
        coverage = coverages.find(session, asked.slug)
        objects.check_writable(session, coverage, asked.person)
        one = panels.current(session, coverage, (actor, issue))
        sheet = Sheet(session, coverage, asked.language)
        form = forms.filled(one, sheet) if one else forms.blank("position")
        return panels.show(asked, session, coverage, form, one=one, cell=(actor, issue))


@router.post("")
def take(asked: AtDossier, actor: str, issue: str, typed: Typed) -> Response:
    """A new position, which takes the place of the one before it."""
    form = forms.read("position", typed)
    cell = (actor, issue)
    try:
        with asked.house.store.writing() as session:
            coverage = coverages.find(session, asked.slug, to_write=True)
            objects.check_writable(session, coverage, asked.person)
            forms.check_seen(panels.current(session, coverage, cell), form)
            fields = form.fields(coverage.newsroom_zone)
            made = objects.put(
                session, coverage, "position", by=asked.person, now=clock.now(),
                actor=actor, issue=issue, **fields,
            )  # fmt: skip
    except DepescheError as error:
        return panels.again(asked, error, "position", form=form, cell=cell)
    return panels.done(asked, "took", "position", made.object.key)
