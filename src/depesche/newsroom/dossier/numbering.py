"""Keys of new objects: made of what they are called, or a number."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from depesche.newsroom import words
from depesche.newsroom.dossier.kinds import KINDS
from depesche.newsroom.dossier.kinds.kind import Facts
from depesche.newsroom.models import Coverage, DossierObject


def new_key(session: Session, coverage: Coverage, kind: str, facts: Facts) -> str:
    """One that nothing of this kind has had before."""
    if KINDS[kind].is_numbered:
        return _free_number(session, coverage, kind)
    stem = words.slug_from(str(facts.get(KINDS[kind].title, ""))) or kind
    stem, number = stem[: words.SLUG - 6].strip("-"), 2
    key = stem
    while session.get(DossierObject, (coverage.id, kind, key)) is not None:
        key, number = f"{stem}-{number}", number + 1
    return key


def _free_number(session: Session, coverage: Coverage, kind: str) -> str:
    of_kind = (DossierObject.coverage_id == coverage.id, DossierObject.kind == kind)
    counted = select(func.count()).select_from(DossierObject).where(*of_kind)
    number = (session.scalar(counted) or 0) + 1
    while session.get(DossierObject, (coverage.id, kind, str(number))) is not None:
        number += 1
    return str(number)
