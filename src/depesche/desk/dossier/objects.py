"""The objects of the dossier: made from one line or a form, edited, merged, taken out."""

from fastapi import APIRouter
from fastapi.responses import Response
from sqlalchemy.orm import Session

from depesche import clock
from depesche.desk.dossier import choices, forms, lines, panels
from depesche.desk.dossier.forms import ObjectForm, Typed
from depesche.desk.dossier.panels import AtDossier, KindName
from depesche.errors import DepescheError, KeyTaken
from depesche.newsroom import coverages
from depesche.newsroom.dossier import flags, objects
from depesche.newsroom.dossier.naming import naming
from depesche.newsroom.models import Coverage, DossierObject
from depesche.rendering.desk_dossier import Sheet

router = APIRouter(prefix=panels.PREFIX)


@router.get("/{kind}")
def new(asked: AtDossier, kind: KindName) -> Response:
    """An empty form."""
    with asked.house.store.reading() as session:
        coverage = coverages.find(session, asked.slug)
        objects.check_writable(session, coverage, asked.person)
        return panels.show(asked, session, coverage, forms.blank(kind))


@router.post("/{kind}")
def make(asked: AtDossier, kind: KindName, typed: Typed) -> Response:
    """A new object, from one line or from the whole form.

    A line that does not say enough becomes a form that asks for the rest. The same words under the
    same id are made once, however often they are sent.
    """
    form, sending = forms.read(kind, typed), forms.sending(typed)
    try:
        with asked.house.store.writing() as session:
            coverage = coverages.find(session, asked.slug, to_write=True)
            objects.check_writable(session, coverage, asked.person)
            key, line = None, typed.get("line")
            if isinstance(line, str):
                key, said = lines.read(kind, line, naming(session, coverage))
                form = forms.blank(kind, **said)
            fields = form.fields(coverage.newsroom_zone)
            if not objects.sent(session, coverage, sending):
                _check_free(session, coverage, kind, key)
            made = objects.put(
                session, coverage, kind, key,
                by=asked.person, now=clock.now(), sending=sending, **fields,
            )  # fmt: skip
    except DepescheError as error:
        return panels.again(asked, error, kind, form=form)
    return panels.done(asked, "made", kind, made.object.key)


@router.get("/{kind}/{key}")
def edit(asked: AtDossier, kind: KindName, key: str) -> Response:
    """The form as it stands."""
    with asked.house.store.reading() as session:
        coverage = coverages.find(session, asked.slug)
        objects.check_writable(session, coverage, asked.person)
        one = objects.find(session, coverage, kind, key)
        form = forms.filled(one, Sheet(session, coverage, asked.language))
        return panels.show(asked, session, coverage, form, one=one, cell=choices.cell_of(one))


@router.post("/{kind}/{key}")
def save(asked: AtDossier, kind: KindName, key: str, typed: Typed) -> Response:
    """Take over what was typed, unless somebody was faster."""
    form: ObjectForm = forms.read(kind, typed)
    try:
        with asked.house.store.writing() as session:
            coverage = coverages.find(session, asked.slug, to_write=True)
            objects.check_writable(session, coverage, asked.person)
            one = objects.find(session, coverage, kind, key)
            forms.check_seen(one, form)
            fields = form.changes(coverage.newsroom_zone)
            objects.put(session, coverage, kind, key, by=asked.person, now=clock.now(), **fields)
            if one.flags:
                flags.keep(session, coverage, kind, key, by=asked.person, now=clock.now())
    except DepescheError as error:
        return panels.again(asked, error, kind, key, form=form)
    return panels.done(asked, "saved", kind, key)


@router.post("/{kind}/{key}/removal")
def remove(asked: AtDossier, kind: KindName, key: str) -> Response:
    """Take it out of the dossier."""
    try:
        with asked.house.store.writing() as session:
            coverage = coverages.find(session, asked.slug, to_write=True)
            objects.remove(session, coverage, kind, key, by=asked.person, now=clock.now())
    except DepescheError as error:
        return panels.again(asked, error, kind, key)
    return panels.done(asked, "removed", kind, key)


@router.post("/{kind}/{key}/merge")
def merge(asked: AtDossier, kind: KindName, key: str, typed: Typed) -> Response:
    """It was another one all along."""
    into = str(typed.get("into", ""))
    try:
        with asked.house.store.writing() as session:
            coverage = coverages.find(session, asked.slug, to_write=True)
            objects.merge(session, coverage, kind, key, into=into, by=asked.person, now=clock.now())
    except DepescheError as error:
        return panels.again(asked, error, kind, key)
    return panels.done(asked, "merged", kind, key)


@router.post("/{kind}/{key}/keep")
def keep(asked: AtDossier, kind: KindName, key: str) -> Response:
    """Somebody has looked: it holds."""
    try:
        with asked.house.store.writing() as session:
            coverage = coverages.find(session, asked.slug, to_write=True)
            flags.keep(session, coverage, kind, key, by=asked.person, now=clock.now())
    except DepescheError as error:
        return panels.again(asked, error, kind, key)
    return panels.done(asked, "kept", kind, key)


def _check_free(session: Session, coverage: Coverage, kind: str, key: str | None) -> None:
    """Raise KeyTaken where something has that key: what is there is not meant."""
    if key and session.get(DossierObject, (coverage.id, kind, key)):
        raise KeyTaken(key=key)
