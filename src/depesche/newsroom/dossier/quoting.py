"""Quotes are claims: a post that quotes somebody says who said what, and nobody types it twice.

So is a post that an editor has marked as unconfirmed, confirmed or disputed, where it quotes
nobody: then what it says is the claim.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from depesche.newsroom import text
from depesche.newsroom.dossier import acts, objects
from depesche.newsroom.dossier.annotations import Annotation
from depesche.newsroom.dossier.claims import LENGTH
from depesche.newsroom.dossier.naming import Naming, naming
from depesche.newsroom.models import Coverage, DossierObject, Person, Post
from depesche.newsroom.text import Quote, Tree

STATUSES: Final = ("unconfirmed", "confirmed", "disputed")
_SENTENCE: Final = re.compile(r"(?s)(.{20,280}?[.!?…])(?:\s|$)")
_SPOKEN: Final = ("text", "verbatim", "speaker", "speaker_role")

Wanted = dict[str, Any]


def claim(
    session: Session,
    coverage: Coverage,
    post: Post,
    annotations: Sequence[Annotation],
    *,
    by: Person,
    now: datetime,
) -> None:
    """Bring the post's claims to what it says now: new ones, changed ones, and those it has lost."""
    tree = text.parse(post.text, coverage.language)
    wanted = [_quoted(naming(session, coverage), quote) for quote in text.quotes(tree)]
    status = _status(annotations)
    present = made_by(session, post)
    if not wanted and (status or any(not one.facts["verbatim"] for one in present)):
        wanted = [{"text": _gist(post, tree), "verbatim": "", "speaker": None, "speaker_role": ""}]
    for one, facts in _paired(present, wanted):
        if facts is None:
            _lose(session, coverage, post, one, by=by, now=now)
            continue
        told = {**facts, **(_settled(post, annotations, by) if status else {})}
        objects.place(
            session, coverage, "claim", one.key if one else None, by=by, now=now,
            post=post, tells_post=False, **told,
        )  # fmt: skip


def made_by(session: Session, post: Post) -> Sequence[DossierObject]:
    """The claims that came with this post and stand."""
    return session.scalars(
        select(DossierObject)
        .where(DossierObject.post_id == post.id, DossierObject.kind == "claim")
        .where(DossierObject.standing == "standing")
        .order_by(DossierObject.made)
    ).all()


def _quoted(naming: Naming, quote: Quote) -> Wanted:
    said = text.plain(quote.blocks)
    return {
        "text": _shortened(said),
        "verbatim": said,
        "speaker": naming.owner(_speaker(naming, quote.speaker or "")),
        "speaker_role": quote.role or "",
    }


def _speaker(naming: Naming, name: str) -> str:
    """The key of the actor whom the name means, in whatever form; else the name."""
    found = [one for one in naming.names.find(name) if one.kind == "actor"]
    is_whole = len(found) == 1 and found[0].end - found[0].start == len(name)
    return found[0].key if is_whole else name


def _gist(post: Post, tree: Tree) -> str:
    """What a post says in one sentence: its headline, else its first sentence."""
    if post.headline:
        return post.headline
    plain = text.plain(tree).replace("\n", " ")
    found = _SENTENCE.match(plain)
    return found[1] if found else _shortened(plain, 280)


def _shortened(value: str, length: int = LENGTH) -> str:
    return value if len(value) <= length else value[: length - 2].rsplit(" ", 1)[0] + " …"


def _status(annotations: Sequence[Annotation]) -> str:
    """The last status that a marker gives."""
    given = [one["kind"] for one in annotations if one["kind"] in STATUSES]
    return given[-1] if given else ""


def _settled(post: Post, annotations: Sequence[Annotation], by: Person) -> Wanted:
    """The status that the markers give. Where nobody is named who disputes it, the post does."""
    status = _status(annotations)
    keys = [one["key"] for one in annotations if one["kind"] == "disputed" and one["key"]]
    disputed_by = keys or [post.byline or by.name]
    return {"status": status, "disputed_by": disputed_by if status == "disputed" else []}


def _paired(
    present: Sequence[DossierObject], wanted: Sequence[Wanted]
) -> Iterator[tuple[DossierObject | None, Wanted | None]]:
    """Each claim with what the post says of it now: the same words first, then in their order."""
    left, new = list(present), []
    for facts in wanted:
        same = next((one for one in left if one.facts["verbatim"] == facts["verbatim"]), None)
        if same is None:
            new.append(facts)
        else:
            left.remove(same)
            yield same, facts
    for i in range(max(len(left), len(new))):
        yield (left[i] if i < len(left) else None, new[i] if i < len(new) else None)


def _lose(
    session: Session,
    coverage: Coverage,
    post: Post,
    one: DossierObject | None,
    *,
    by: Person,
    now: datetime,
) -> None:
    if one is None:
        return
    acts.record(
        session, coverage, kind="claim", key=one.key, verb="ground", facts={"why": "corrected"},
        by=by, now=now, post=post, tells_post=False,
    )  # fmt: skip
