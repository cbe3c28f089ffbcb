"""What a post would say to the dossier if it went out now: objects that are never saved."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy.orm import Session

from depesche import clock
from depesche.newsroom import text
from depesche.newsroom.dossier import annotations, quoting, wording
from depesche.newsroom.dossier.kinds import KINDS
from depesche.newsroom.models import Coverage, DossierObject, Person, Post


def told(session: Session, coverage: Coverage, post: Post, *, by: Person) -> list[DossierObject]:
    """What came with the post already, as far as it still says so, and what would come.

    What would be new has a key that begins with "new".
    """
    present = [] if post.status == "draft" else list(post.told)
    claims = {one.facts["verbatim"]: one for one in present if one.kind == "claim"}
    found = [one for one in present if one.kind != "claim"]
    for kind, facts in _said(session, coverage, post):
        same = claims.get(facts["verbatim"]) if kind == "claim" else None
        found.append(same or _new(coverage, post, kind, facts, number=len(found), by=by))
    return found


def _said(session: Session, coverage: Coverage, post: Post) -> Iterator[tuple[str, dict[str, Any]]]:
    """Kind and facts of what its words and markers say."""
    said = annotations.waiting(post)
    given = [one["kind"] for one in said if one["kind"] in quoting.STATUSES]
    status = {"status": given[-1]} if given else {}
    tree = text.parse(post.text, coverage.language)
    quoted = quoting.quoted_in(session, coverage, tree)
    for facts in quoted or ([{"verbatim": ""}] if given else []):
        yield "claim", {**facts, **status}
    for one in said:
        if one["kind"] == "question":
            yield "question", {"text": one["text"]}
        elif one["kind"] == "position":
            named = {"actor": one["actor"], "issue": one["issue"]}
            words = one["wording"] or wording.of(session, coverage, post, **named)
            yield "position", {**named, "stance": one["stance"], "wording": words}


def _new(
    coverage: Coverage, post: Post, kind: str, facts: dict[str, Any], *, number: int, by: Person
) -> DossierObject:
    now = clock.now()
    return DossierObject(
        coverage_id=coverage.id,
        kind=kind,
        key=f"new-{number}",
        standing="standing",
        facts={**KINDS[kind].empty(), **facts, "posts": [str(post.id)]},
        history=[],
        flags=[],
        position="",
        parent="",
        made=number,
        act=number,
        made_at=now,
        made_by_id=by.id,
        as_of=now,
        post_id=post.id,
    )
