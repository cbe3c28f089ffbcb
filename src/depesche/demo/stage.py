"""The evening performed in a newsroom: by its people, through the verbs that every door uses."""

import re
from datetime import datetime
from tempfile import TemporaryFile
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from depesche.demo import dossier
from depesche.demo.evening import Act, Evening
from depesche.files.blobs import Blobs
from depesche.newsroom import (
    corrections,
    coverages,
    marks,
    passwords,
    people,
    posts,
    releases,
    uploads,
    withdrawals,
)
from depesche.newsroom.models import Coverage, Person
from depesche.store.engine import Store

PASSWORD: Final = "anchorage-2025"  # noqa: S105 - of a newsroom that is thrown away

_ASKED: Final = (
    *("headline", "byline", "key_event", "pinned", "summary"),
    *("alt", "caption", "credit", "positions"),
)
_LINK = re.compile(r"\(post:([a-z0-9-]+)\)")


def prepare(store: Store, files: Blobs, evening: Evening, *, now: datetime) -> None:
    """Give everybody an account, make, prepare and announce what comes, hang up the pictures."""
    password_hash = passwords.hashed(PASSWORD)
    with store.writing() as session:
        staff = {
            member: people.add(
                session, name=member.name, role=member.role, password_hash=password_hash, now=now
            )
            for member in evening.people
        }
        chief = next(person for person in staff.values() if person.role == "chief")
        contributors = [person for person in staff.values() if person.role == "contributor"]
        for fields in (evening.coverage, evening.next_day):
            coverage = coverages.make(session, **fields, by=chief, now=now)
            for person in contributors:
                people.assign(session, coverage, person, by=chief, now=now)
            if coverage.slug == evening.slug:
                dossier.prepare(session, evening, coverage, staff, now=now)
            coverages.announce(session, coverage, by=chief, now=now)
    _hang_up(store, files, evening, now=now)


def _hang_up(store: Store, files: Blobs, evening: Evening, *, now: datetime) -> None:
    from depesche.demo import drawings  # noqa: PLC0415 - no server loads what draws

    for act in evening.acts:
        if name := act.wording.get("picture"):
            with store.reading() as session:
                by = session.scalars(select(Person).where(Person.name == act.by.name)).one()
            with TemporaryFile() as drawing:
                drawing.write(drawings.drawing(name, evening.language))
                picture_id = evening.picture_id(name)
                uploads.take_in(store, files, evening.slug, picture_id, drawing, by=by, now=now)


def perform(store: Store, evening: Evening, act: Act, *, now: datetime) -> None:
    """One act, in one transaction. Raises what its verb raises, NotFound without its post."""
    with store.writing() as session:
        coverage = coverages.find(session, evening.slug, to_write=True)
        by = session.scalars(select(Person).where(Person.name == act.by.name)).one()
        if act.verb == "publish":
            _publish(session, evening, coverage, act, by=by, now=now)
        elif act.verb in dossier.VERBS:
            dossier.perform(session, evening, coverage, act, by=by, now=now)
        else:
            _change(session, evening, coverage, act, by=by, now=now)


def perform_all(store: Store, evening: Evening) -> None:
    """The whole evening at once; the newsroom's books say that every act came at its time."""
    early = [act for act in evening.acts if act.at < evening.opens_at]
    for act in early:
        perform(store, evening, act, now=act.at)
    open_due(store, now=evening.opens_at)
    for act in evening.acts[len(early) :]:
        perform(store, evening, act, now=act.at)


def open_due(store: Store, *, now: datetime) -> None:
    """What the clock does when the minute has come; whoever does it second finds nothing due."""
    with store.writing() as session:
        coverages.open_due(session, now=now)
    with store.writing() as session:
        while releases.release_next(session, now=now):
            pass


def _publish(
    session: Session, evening: Evening, coverage: Coverage, act: Act, *, by: Person, now: datetime
) -> None:
    asked = {field: act.wording[field] for field in _ASKED if field in act.wording}
    if "picture" in act.wording:
        asked["picture"] = evening.picture_id(act.wording["picture"])
    wanted = {"text": _text(evening, act), "status": "published", **asked}
    posts.put(session, coverage, evening.post_id(act.post), by=by, now=now, **wanted)


def _change(session: Session, evening: Evening, coverage: Coverage, act: Act, **who: Any) -> None:
    post = posts.find(session, coverage, evening.post_id(act.post))
    match act.verb:
        case "amend":
            posts.amend(session, coverage, post, text=_text(evening, act), **who)
        case "correct":
            corrections.correct(
                session,
                coverage,
                post,
                text=_text(evening, act),
                note=act.wording["note"],
                correction_class=act.wording["class"],
                **who,
            )
        case "withdraw":
            withdrawals.withdraw(session, coverage, post, notice=act.wording["notice"], **who)
        case "unpin":
            marks.remove(session, coverage, post, "pin", **who)
        case "pin" | "key_event" | "summary":
            marks.make(session, coverage, post, act.verb, **who)


def _text(evening: Evening, act: Act) -> str:
    """The words, with links to the evening's other posts."""

    def target(found: re.Match[str]) -> str:
        return f"(/live/{evening.slug}/posts/{evening.post_id(found[1])})"

    return _LINK.sub(target, act.wording["text"]).strip()
