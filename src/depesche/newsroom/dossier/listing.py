"""The objects of a dossier in a row, those that stand no longer as well."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from depesche.newsroom.models import Coverage, DossierObject, Post


def everything(session: Session, coverage: Coverage) -> Sequence[DossierObject]:
    """All of them, each kind in its order."""
    return session.scalars(
        select(DossierObject)
        .where(DossierObject.coverage_id == coverage.id)
        .order_by(DossierObject.kind, DossierObject.position.desc(), DossierObject.key)
    ).all()


def page(
    session: Session,
    coverage: Coverage,
    kind: str,
    *,
    after: DossierObject | None = None,
    limit: int,
) -> Sequence[DossierObject]:
    """Those of that kind, in the order they were made, after that one."""
    return session.scalars(
        select(DossierObject)
        .where(DossierObject.coverage_id == coverage.id, DossierObject.kind == kind)
        .where(DossierObject.made > (after.made if after else 0))
        .order_by(DossierObject.made)
        .limit(limit)
    ).all()


def told_by(session: Session, post: Post) -> Sequence[DossierObject]:
    """Those that came with the post, in the order they were made."""
    mine = select(DossierObject).where(DossierObject.post_id == post.id)
    return session.scalars(mine.order_by(DossierObject.made)).all()
