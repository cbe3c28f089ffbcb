"""Mentions: which names a public post holds. They become links in its text, once for each name."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Text, cast, select
from sqlalchemy.orm import Session

from depesche.newsroom import telling, text
from depesche.newsroom.dossier import acts
from depesche.newsroom.dossier.known import NAMED, Known
from depesche.newsroom.dossier.names import Found, Names
from depesche.newsroom.dossier.naming import naming
from depesche.newsroom.models import Act, Coverage, DossierObject, Mention, Person, Post
from depesche.newsroom.text import Run

Row = tuple[str, str, int | None, str]  # kind, key, start in the text, words that name it


def note(
    session: Session,
    coverage: Coverage,
    post: Post,
    *,
    by: Person,
    now: datetime,
) -> None:
    """Write down whom and what the post mentions now, if that is not what is written already."""
    found = named_in(session, coverage, post) if post.status == "published" else []
    if found != written(session, post):
        _write(session, coverage, post, found, by=by, now=now)


def follow(
    session: Session,
    coverage: Coverage,
    gone: DossierObject,
    *,
    to: str | None,
    by: Person,
    now: datetime,
) -> None:
    """It is no more, or has become another one: posts that mention it no longer do, or that one.

    Readers are told: it was a link.
    """
    named = select(Mention.post_id).where(
        Mention.coverage_id == coverage.id, Mention.kind == gone.kind, Mention.key == gone.key
    )
    for post in session.scalars(select(Post).where(Post.id.in_(named)).order_by(Post.id)).all():
        found = [_followed(row, gone, to) for row in written(session, post)]
        once = {row[:2]: row for row in reversed([row for row in found if row])}
        _write(session, coverage, post, sorted(once.values(), key=_place), by=by, now=now)
        telling.tell(session, coverage, post, now=now, kinds=("post", "pin"))


def come_back(
    session: Session, coverage: Coverage, kind: str, key: str, *, by: Person, now: datetime
) -> None:
    """It is there again: posts that once mentioned it do so again. Readers are told."""
    once = select(Act.key).where(
        Act.coverage_id == coverage.id,
        Act.kind == "mention",
        cast(Act.facts, Text).contains(f'["{kind}", "{key}", ', autoescape=True),
    )
    ids = [UUID(post_id) for post_id in session.scalars(once.distinct())]
    for post in session.scalars(select(Post).where(Post.id.in_(ids)).order_by(Post.id)).all():
        before = written(session, post)
        note(session, coverage, post, by=by, now=now)
        if written(session, post) != before:
            telling.tell(session, coverage, post, now=now, kinds=("post", "pin"))


def _followed(row: Row, gone: DossierObject, to: str | None) -> Row | None:
    if row[:2] != (gone.kind, gone.key):
        return row
    return (gone.kind, to, *row[2:]) if to else None


def _write(
    session: Session,
    coverage: Coverage,
    post: Post,
    found: Sequence[Row],
    *,
    by: Person,
    now: datetime,
) -> None:
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


def named_in(session: Session, coverage: Coverage, post: Post) -> list[Row]:
    """Each once: where it can be a link if there is such a place, else wherever it is."""
    called = naming(session, coverage)
    names = called.names
    tree = text.parse(post.text, coverage.language)
    letters, runs = text.letters(tree), text.runs(tree)
    rows: dict[tuple[str, str], Row] = {}
    for one in names.find(letters):
        surface = letters[one.start : one.end]
        start = one.start if _can_be_link(one, runs) else None
        present = rows.get((one.kind, one.key))
        if present is None or (present[2] is None and start is not None):
            rows[one.kind, one.key] = (one.kind, one.key, start, surface)
    for kind, key in [*_in_headline(names, post), *_marked(post, called.known)]:
        rows.setdefault((kind, key), (kind, key, None, ""))
    return sorted(rows.values(), key=_place)


def _place(row: Row) -> tuple[bool, int, tuple[str, ...]]:
    """First come those in the text, in its order."""
    kind, key, start, _ = row
    return start is None, start or 0, (kind, key)


def _can_be_link(one: Found, runs: Sequence[Run]) -> bool:
    return any(
        not run.is_in_link and run.start <= one.start and one.end <= run.start + len(run.value)
        for run in runs
    )


def _in_headline(names: Names, post: Post) -> list[tuple[str, str]]:
    return [(one.kind, one.key) for one in names.find(post.headline)]


def _marked(post: Post, known: Known) -> list[tuple[str, str]]:
    """Those that stand for themselves on a line of the post, as far as they are there."""
    named = [one for one in post.annotations if one["kind"] in NAMED]
    found = [(one["kind"], known.now(one["kind"], one["key"])) for one in named]
    return [(kind, key) for kind, key in found if key]
