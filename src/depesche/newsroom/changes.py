"""The log: one gapless sequence per coverage and audience.

`record()` takes the next number under the coverage's row lock, in the transaction that makes the
change; `after()` reads on from a number. The readers' log holds only what the public may see. The
desk's log says which posts look different at the desk, and has a number of its own.

A plain serial would not do: ids are handed out before commits become visible, so a follower that
asks for "id > last" loses what commits late.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final, Literal, get_args

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from depesche.newsroom.models import Change, Coverage, new_edition

Audience = Literal["reader", "desk"]
Kind = Literal[
    "post", "pin", "key_event", "summary", "coverage",
    "actor", "issue", "aim", "position", "claim", "place", "entry", "scenario", "question",
    "matrix", "map", "outlook",
]  # fmt: skip
Verb = Literal["put", "remove"]

KINDS: tuple[Kind, ...] = get_args(Kind)
DOSSIER: tuple[Kind, ...] = KINDS[5:]  # what the dossier's part of a page is drawn from
VERBS = ("put", "remove", "superseded")

# The dossier's part of a page is drawn anew after such a line.
_DRAWN_WITH_THE_DOSSIER: Final = {*DOSSIER, "coverage"}

_COUNTERS = {"reader": Coverage.sequence, "desk": Coverage.desk_sequence}


def record(
    session: Session,
    coverage: Coverage,
    *,
    kind: Kind,
    object_id: object,
    now: datetime,
    verb: Verb = "put",
    audience: Audience = "reader",
) -> int:
    """Write the next line of the log and return its sequence: 1, 2, 3 …"""
    session.flush()
    sequence = _next(session, coverage, audience, kind)
    line = Change(
        coverage_id=coverage.id,
        audience=audience,
        sequence=sequence,
        at=now,
        kind=kind,
        object_id=str(object_id),
        verb=verb,
    )
    _supersede(session, line)
    session.add(line)
    session.info.setdefault("changed", set()).add((coverage.id, audience))
    return sequence


def after(
    session: Session, coverage_id: int, number: int, *, audience: Audience = "reader", limit: int
) -> Sequence[Change]:
    """The lines after `number`, oldest first, at most `limit`."""
    return session.scalars(
        select(Change)
        .where(Change.coverage_id == coverage_id, Change.audience == audience)
        .where(Change.sequence > number)
        .order_by(Change.sequence)
        .limit(limit)
    ).all()


def latest(session: Session, coverage_id: int, audience: Audience = "reader") -> int:
    """The number of the newest line; 0 while there is none."""
    return session.scalar(select(_COUNTERS[audience]).where(Coverage.id == coverage_id)) or 0


def begin_editions(session: Session) -> None:
    """Start another run of numbers in every log, whose past differs from what readers have seen.

    After a restore, pages may hold numbers that will be given out once more, to other lines.
    """
    for coverage in session.scalars(select(Coverage)):
        coverage.edition = new_edition()


def of_object(session: Session, coverage_id: int, kind: Kind, object_id: object) -> int | None:
    """The number of the newest line in the readers' log about this object; None without one."""
    return session.scalar(
        select(Change.sequence)
        .where(Change.coverage_id == coverage_id, Change.audience == "reader")
        .where(Change.kind == kind, Change.object_id == str(object_id))
        .order_by(Change.sequence.desc())
        .limit(1)
    )


def is_removed(session: Session, coverage_id: int, kind: Kind, object_id: object) -> bool:
    """Whether readers were told last of this object that it is gone."""
    last = (
        select(Change.verb)
        .where(Change.coverage_id == coverage_id, Change.audience == "reader")
        .where(Change.kind == kind, Change.object_id == str(object_id))
        .order_by(Change.sequence.desc())
        .limit(1)
    )
    return session.scalar(last) == "remove"


def _next(session: Session, coverage: Coverage, audience: Audience, kind: Kind) -> int:
    counter = _COUNTERS[audience]
    counted: dict[Any, Any] = {counter: counter + 1}
    if audience == "reader" and kind in _DRAWN_WITH_THE_DOSSIER:
        counted[Coverage.dossier_sequence] = counter + 1
    sequence = session.scalar(
        update(Coverage)
        .where(Coverage.id == coverage.id)
        .values(counted)
        .returning(counter)
        .execution_options(synchronize_session=False)
    )
    session.refresh(coverage, [column.key for column in counted])
    return sequence or 0


def _supersede(session: Session, line: Change) -> None:
    session.execute(
        update(Change)
        .where(Change.coverage_id == line.coverage_id, Change.audience == line.audience)
        .where(Change.kind == line.kind, Change.object_id == line.object_id)
        .where(Change.superseded_by.is_(None))
        .values(superseded_by=line.sequence)
        .execution_options(synchronize_session=False)
    )
