"""The log: one gapless sequence per coverage and audience.

`record()` takes the next number under the coverage's row lock, in the transaction that makes the
change; `after()` reads on from a number. The readers' log holds only what the public may see. The
desk's log says which posts look different at the desk, and has a number of its own.

A plain serial would not do: ids are handed out before commits become visible, so a follower that
asks for "id > last" loses what commits late.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final, Literal, get_args

from sqlalchemy import bindparam, func, insert, select, update
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from depesche.newsroom.models import Change, Coverage, new_edition

Audience = Literal["reader", "desk"]
Kind = Literal[
    "post", "pin", "key_event", "summary", "coverage",
    "actor", "issue", "aim", "position", "claim", "place", "entry", "scenario", "question",
    "matrix", "map", "outlook",
]  # fmt: skip
Verb = Literal["put", "remove"]
Line = tuple[Kind, str, Verb]  # what it is about: kind and id; and what became of that

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
    line: Line = (kind, str(object_id), verb)
    record_all(session, coverage, [line], now=now, audience=audience)
    return int(getattr(coverage, _COUNTERS[audience].key))


def record_all(
    session: Session,
    coverage: Coverage,
    lines: Sequence[Line],
    *,
    now: datetime,
    audience: Audience = "reader",
) -> None:
    """Write the next lines, each about something else, at the cost of one."""
    session.flush()
    if not lines:
        return
    last = _count(session, coverage, audience, [kind for kind, _, _ in lines])
    rows = [
        {
            "coverage_id": coverage.id,
            "audience": audience,
            "sequence": sequence,
            "at": now,
            "kind": kind,
            "object_id": object_id,
            "verb": verb,
        }
        for sequence, (kind, object_id, verb) in enumerate(lines, start=last - len(lines) + 1)
    ]
    _supersede(session, coverage, audience, rows)
    session.execute(insert(Change), rows)
    session.info.setdefault("changed", set()).add((coverage.id, audience))


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


def state(session: Session, coverage_id: int | None) -> tuple[object, ...] | None:
    """What tells apart how a readers' log stands now from how it stood; of None, all of them.

    None where there is no such coverage.
    """
    if coverage_id is None:
        length = func.count(), func.sum(Coverage.sequence)
        # A restore gives all of them new editions, at random: the first and the last tell it.
        runs = func.min(Coverage.edition), func.max(Coverage.edition)
        return tuple(session.execute(select(*length, *runs)).one())
    own = select(Coverage.edition, Coverage.sequence).where(Coverage.id == coverage_id)
    found = session.execute(own).one_or_none()
    return found and tuple(found)


def told(session: Session, coverage: Coverage) -> tuple[datetime, datetime]:
    """When readers were told something of a public coverage for the first time, and the last."""
    ends = select(func.min(Change.at), func.max(Change.at)).where(
        Change.coverage_id == coverage.id,
        Change.audience == "reader",
        Change.sequence.in_((1, coverage.sequence)),
    )
    first, last = session.execute(ends).one()
    return first, last


def told_of_head(session: Session, coverage: Coverage) -> tuple[int, datetime]:
    """How often readers of a public coverage were told what it is and whether it is on, and when
    last."""
    lines = select(func.count(), func.max(Change.at)).where(
        Change.coverage_id == coverage.id, Change.audience == "reader", Change.kind == "coverage"
    )
    count, last = session.execute(lines).one()
    return count, last


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


def removed(
    session: Session, coverage_id: int, objects: Sequence[tuple[str, str]]
) -> set[tuple[str, str]]:
    """Those of these objects of which readers were told last that they are gone."""
    if not objects:
        return set()
    last = (
        select(Change.kind, Change.object_id)
        .where(Change.coverage_id == coverage_id, Change.audience == "reader")
        .where(Change.verb == "remove", Change.superseded_by.is_(None))
        .where(Change.kind.in_({kind for kind, _ in objects}))
        .where(Change.object_id.in_({object_id for _, object_id in objects}))
    )
    return {(kind, object_id) for kind, object_id in session.execute(last)} & {*objects}


def _count(session: Session, coverage: Coverage, audience: Audience, kinds: Sequence[Kind]) -> int:
    """The number of the last of as many new lines, under the coverage's row lock."""
    counter = _COUNTERS[audience]
    last, dossier = session.execute(
        update(Coverage)
        .where(Coverage.id == coverage.id)
        .values({counter: counter + len(kinds)})
        .returning(counter, Coverage.dossier_sequences)
        .execution_options(synchronize_session=False)
    ).one()
    set_committed_value(coverage, counter.key, last)
    first = last - len(kinds) + 1
    numbered = enumerate(kinds, start=first)
    drawn: dict[str, int] = {kind: n for n, kind in numbered if kind in _DRAWN_WITH_THE_DOSSIER}
    if audience == "reader" and drawn:
        coverage.dossier_sequences = {**dossier, **drawn}
    return int(last)


def _supersede(
    session: Session, coverage: Coverage, audience: Audience, rows: Sequence[Mapping[str, Any]]
) -> None:
    """What was said last of the same objects is no longer the last."""
    former = update(Change).where(
        Change.coverage_id == coverage.id,
        Change.audience == audience,
        Change.superseded_by.is_(None),
        Change.kind == bindparam("of_kind"),
        Change.object_id == bindparam("of_object"),
    )
    session.connection().execute(
        former.values(superseded_by=bindparam("by")),
        [
            {"of_kind": row["kind"], "of_object": row["object_id"], "by": row["sequence"]}
            for row in rows
        ],
    )
