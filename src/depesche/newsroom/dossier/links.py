"""What an object of a dossier names: other objects by the field that names them, and its posts."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from depesche.newsroom.dossier.kinds import KINDS
from depesche.newsroom.models import DossierLink, DossierObject

BASIS = "basis"

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
    return [
        DossierLink(
            coverage_id=one.coverage_id, kind=one.kind, key=one.key,
            role=role, to_kind=kind, to_key=key,
        )
        for role, kind, key in sorted(links(one))
    ]  # fmt: skip


def naming(session: Session, one: DossierObject) -> list[DossierObject]:
    """The objects that name this one, in whatever field, the oldest first."""
    named = (
        select(DossierObject)
        .join(
            DossierLink,
            (DossierLink.coverage_id == DossierObject.coverage_id)
            & (DossierLink.kind == DossierObject.kind)
            & (DossierLink.key == DossierObject.key),
        )
        .where(DossierLink.coverage_id == one.coverage_id)
        .where(DossierLink.to_kind == one.kind, DossierLink.to_key == one.key)
        .order_by(DossierObject.made, DossierObject.kind, DossierObject.key)
    )
    return list(dict.fromkeys(session.scalars(named)))


def _owners(facts: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Who is named as an owner, in whatever field."""
    for name, value in facts.items():
        for one in value if isinstance(value, list) else [value]:
            if not isinstance(one, Mapping):
                continue
            for owner in (one, one.get("by"), one.get("author")):
                if isinstance(owner, Mapping) and owner.get("actor"):
                    yield name, owner["actor"]
