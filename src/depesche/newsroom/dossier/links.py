"""What an object of a dossier names: other objects by the field that names them, and its posts."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from depesche.newsroom.dossier.kinds import KINDS
from depesche.newsroom.models import Coverage, DossierLink, DossierObject

BASIS: Final = "basis"
AT_ONCE: Final = 400  # keys in one question

Link = tuple[str, str, str]  # role, kind, key


def links(one: DossierObject) -> set[Link]:
    """All of them, each once."""
    found = {(BASIS, "post", post) for post in one.facts["posts"]}
    for name, field in KINDS[one.kind].fields.items():
        value = one.facts[name]
        if field.refers:
            named = [value] if isinstance(value, str) else value
            found |= {(name, field.refers, key) for key in named if key}
    return found | {(role, "actor", key) for role, key in _owners(one.facts)}


def rows(one: DossierObject) -> list[DossierLink]:
    """The same as rows of the table."""
    return [row(one, link) for link in sorted(links(one))]


def row(one: DossierObject, link: Link) -> DossierLink:
    """One of them."""
    role, kind, key = link
    return DossierLink(
        coverage_id=one.coverage_id, kind=one.kind, key=one.key,
        role=role, to_kind=kind, to_key=key,
    )  # fmt: skip


def naming(session: Session, one: DossierObject) -> list[DossierObject]:
    """The objects that name this one, in whatever field, the oldest first."""
    return list(dict.fromkeys(session.scalars(_linked(one.coverage_id, one.kind, [one.key]))))


def standing_on(
    session: Session, coverage: Coverage, kind: str, keys: Sequence[str], *, roles: Sequence[str]
) -> list[DossierObject]:
    """What stands and names one of these in such a role, the oldest first."""
    found: dict[DossierObject, None] = {}
    for start in range(0, len(keys), AT_ONCE):
        linked = _linked(coverage.id, kind, keys[start : start + AT_ONCE])
        linked = linked.where(DossierObject.standing == "standing")
        if roles:
            linked = linked.where(DossierLink.role.in_(roles))
        found |= dict.fromkeys(session.scalars(linked))
    return sorted(found, key=lambda one: one.made)


def _linked(coverage_id: int, kind: str, keys: Sequence[str]) -> Select[DossierObject]:
    return (
        select(DossierObject)
        .join(
            DossierLink,
            (DossierLink.coverage_id == DossierObject.coverage_id)
            & (DossierLink.kind == DossierObject.kind)
            & (DossierLink.key == DossierObject.key),
        )
        .where(DossierLink.coverage_id == coverage_id)
        .where(DossierLink.to_kind == kind, DossierLink.to_key.in_(keys))
        .order_by(DossierObject.made, DossierObject.kind, DossierObject.key)
    )


def _owners(facts: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Who is named as an owner, in whatever field."""
    for name, value in facts.items():
        for one in value if isinstance(value, list) else [value]:
            if not isinstance(one, Mapping):
                continue
            for owner in (one, one.get("by"), one.get("author")):
                if isinstance(owner, Mapping) and owner.get("actor"):
                    yield name, owner["actor"]
