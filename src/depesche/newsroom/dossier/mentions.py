"""Mentions: which names a public post holds. They become links in its text, once for each name."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from depesche.newsroom import text
from depesche.newsroom.dossier import acts
from depesche.newsroom.dossier.annotations import Annotation
from depesche.newsroom.dossier.names import Found, Names
from depesche.newsroom.dossier.naming import naming
from depesche.newsroom.models import Coverage, Mention, Person, Post
from depesche.newsroom.text import Run

_NAMED_BY_MARKERS: Final = ("actor", "issue", "place")

Row = tuple[str, str, int | None, str]  # kind, key, start in the text, words that name it


def note(
    session: Session,
    coverage: Coverage,
    post: Post,
    annotations: Sequence[Annotation],
    *,
    by: Person | int,
    now: datetime,
) -> None:
    """Write down whom and what the post mentions now, if that is not what is written already."""
    found = _found(session, coverage, post, annotations) if post.status == "published" else []
    if found == written(session, post):
        return
    acts.record(
        session, coverage, kind="mention", key=str(post.id), verb="mention",
        facts={"found": found}, by=by, now=now, post=post, tells_post=False,
    )  # fmt: skip
    session.expire(post, ["mentions"])


def written(session: Session, post: Post) -> list[Row]:
    """What the post is known to mention."""
    rows = session.execute(
        select(Mention.kind, Mention.key, Mention.start, Mention.surface)
        .where(Mention.post_id == post.id)
        .order_by(Mention.number)
    )
    return [(kind, key, start, surface) for kind, key, start, surface in rows]


def _found(
    session: Session, coverage: Coverage, post: Post, annotations: Sequence[Annotation]
) -> list[Row]:
    """Each once: where it can be a link if there is such a place, else wherever it is."""
    names = naming(session, coverage).names
    tree = text.parse(post.text, coverage.language)
    letters, runs = text.letters(tree), text.runs(tree)
    rows: dict[tuple[str, str], Row] = {}
    for one in names.find(letters):
        surface = letters[one.start : one.end]
        start = one.start if _can_be_link(one, runs) else None
        present = rows.get((one.kind, one.key))
        if present is None or (present[2] is None and start is not None):
            rows[one.kind, one.key] = (one.kind, one.key, start, surface)
    for kind, key in [*_in_headline(names, post), *_marked(annotations)]:
        rows.setdefault((kind, key), (kind, key, None, ""))
    return sorted(rows.values(), key=lambda row: (row[2] is None, row[2] or 0, row[:2]))


def _can_be_link(one: Found, runs: Sequence[Run]) -> bool:
    return any(
        not run.is_in_link and run.start <= one.start and one.end <= run.start + len(run.value)
        for run in runs
    )


def _in_headline(names: Names, post: Post) -> list[tuple[str, str]]:
    return [(one.kind, one.key) for one in names.find(post.headline)]


def _marked(annotations: Sequence[Annotation]) -> list[tuple[str, str]]:
    return [(one["kind"], one["key"]) for one in annotations if one["kind"] in _NAMED_BY_MARKERS]
