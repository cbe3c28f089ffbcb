"""All tables on one page. No rules: those are in the modules named after what they rule."""

from datetime import datetime
from secrets import token_hex
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from depesche.store.tables import FLEETING, Table


def _one_of(column: str, *words: str) -> CheckConstraint:
    """No other word comes into the column, not even out of a backup that somebody has edited."""
    return CheckConstraint(f"{column} IN ({', '.join(map(repr, words))})", name=column)


class Person(Table):
    """Somebody with an account, or the account behind a token."""

    __tablename__ = "people"
    __table_args__ = (_one_of("role", "contributor", "editor", "chief", "administrator"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    sign_in_name: Mapped[str] = mapped_column(unique=True)  # the name, case-folded
    role: Mapped[str]
    language: Mapped[str | None]
    password_hash: Mapped[str | None]
    created_at: Mapped[datetime]
    deactivated_at: Mapped[datetime | None]


class SignIn(Table):
    """One browser in which somebody is or was signed in. Times are the machine's."""

    __tablename__ = "sign_ins"
    __table_args__ = (Index(None, "person_id"), {"info": FLEETING})

    id: Mapped[int] = mapped_column(primary_key=True)
    secret_hash: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    device: Mapped[str]  # its kind of browser and system in a few words; empty where unknown
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]  # signed out: the browser is only known from then on
    person: Mapped[Person] = relationship(lazy="raise")


class Attempt(Table):
    """Somebody tried to sign in and did not, or not yet. Times are the machine's.

    Account and address are kept as hashes, and for a quarter of an hour.
    """

    __tablename__ = "attempts"
    __table_args__ = (
        Index(None, "account"),
        Index(None, "address"),
        {"info": FLEETING},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account: Mapped[str]  # the name that was typed, whether or not there is such an account
    address: Mapped[str]
    sign_in_id: Mapped[int | None]  # of a browser in which this account was signed in before
    at: Mapped[datetime]


class Token(Table):
    """A program's key to the API. Times are the machine's."""

    __tablename__ = "tokens"
    __table_args__ = (
        _one_of("scope", "read", "write"),
        Index(
            "uq_tokens_standing",
            "name",
            unique=True,
            sqlite_where=text("revoked_at IS NULL"),
            postgresql_where=text("revoked_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    scope: Mapped[str]
    secret_hash: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    person: Mapped[Person] = relationship(lazy="raise")


def new_edition() -> str:
    """A name for a run of the logs' numbers that no other run has had."""
    return token_hex(4)


class Coverage(Table):
    """One live blog, from announcement to archive."""

    __tablename__ = "coverages"
    __table_args__ = (
        _one_of("status", "draft", "announced", "live", "paused", "ended", "archived"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    status: Mapped[str]
    headline: Mapped[str]
    standfirst: Mapped[str]
    dateline: Mapped[str]
    language: Mapped[str]
    newsroom_zone: Mapped[str]
    event_zone: Mapped[str]
    official_subject: Mapped[str]
    unofficial_subject: Mapped[str]
    lead_question: Mapped[str]
    opens_at: Mapped[datetime | None]
    opened_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    created_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    sequence: Mapped[int] = mapped_column(default=0)  # of the readers' log
    desk_sequence: Mapped[int] = mapped_column(default=0)  # of the desk's log
    edition: Mapped[str] = mapped_column(default=new_edition)  # which run of these numbers it is
    # Of its newest line about each kind of which a dossier is drawn.
    dossier_sequences: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
    acts: Mapped[int] = mapped_column(default=0)  # how many acts its dossier has been told

    @property
    def dossier_sequence(self) -> int:
        """The sequence of the newest line about the dossier: a state of it that readers see."""
        return max(self.dossier_sequences.values(), default=0)


class Assignment(Table):
    """This coverage is one of this contributor's own."""

    __tablename__ = "assignments"

    coverage_id: Mapped[int] = mapped_column(ForeignKey("coverages.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    assigned_at: Mapped[datetime]
    assigned_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))


class Post(Table):
    """One entry, in its present words. Earlier ones are revisions."""

    __tablename__ = "posts"
    __table_args__ = (
        _one_of(
            *("status", "draft", "submitted", "scheduled"),
            *("published", "withdrawn", "discarded"),
        ),
        Index(None, "coverage_id", "status", "position"),
        Index(None, "coverage_id", "position"),  # a page: of either public status, in order
        Index(None, "status", "due_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    coverage_id: Mapped[int] = mapped_column(ForeignKey("coverages.id"))
    status: Mapped[str]
    headline: Mapped[str]
    text: Mapped[str]
    byline: Mapped[str]
    revision: Mapped[int]
    author_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    scheduled_at: Mapped[datetime | None]
    embargoed_until: Mapped[datetime | None]
    due_at: Mapped[datetime | None]  # the later of the two; None while scheduled: at the opening
    published_at: Mapped[datetime | None]
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    position: Mapped[str | None]  # its place in the ticker, fixed when it is published
    picture_id: Mapped[UUID | None] = mapped_column(ForeignKey("pictures.id"), index=True)
    alt: Mapped[str] = mapped_column(default="")  # the picture in words; empty where decorative
    decorative: Mapped[bool] = mapped_column(default=False)  # the picture says nothing
    caption: Mapped[str] = mapped_column(default="")
    credit: Mapped[str] = mapped_column(default="")
    # What its markers and its composer say to the dossier, until it is public.
    annotations: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    # Its public words as a search looks through them; None: not kept yet, see search.catch_up.
    stems: Mapped[str | None] = mapped_column(deferred=True)

    coverage: Mapped[Coverage] = relationship(lazy="raise")
    author: Mapped[Person] = relationship(lazy="raise", foreign_keys=[author_id])
    picture: Mapped["Picture | None"] = relationship(lazy="raise", viewonly=True)
    marks: Mapped[list["Mark"]] = relationship(
        lazy="raise",
        viewonly=True,
        order_by="Mark.id",
        primaryjoin="and_(Mark.post_id == Post.id, Mark.removed_at.is_(None))",
    )
    corrections: Mapped[list["Correction"]] = relationship(
        lazy="raise", viewonly=True, order_by="Correction.to_revision"
    )
    withdrawal: Mapped["Withdrawal | None"] = relationship(lazy="raise", viewonly=True)
    presence: Mapped["Presence | None"] = relationship(lazy="raise", viewonly=True)
    returns: Mapped[list["Return"]] = relationship(
        lazy="raise", viewonly=True, order_by="Return.id"
    )
    mentions: Mapped[list["Mention"]] = relationship(
        lazy="raise", viewonly=True, order_by="Mention.number"
    )
    told: Mapped[list["DossierObject"]] = relationship(
        lazy="raise", viewonly=True, order_by="DossierObject.made"
    )


class Revision(Table):
    """A saved version of a post. `request` is the digest of what asked for it; `sending` is the
    name that the page gave to its asking, so that it knows its own versions again."""

    __tablename__ = "revisions"
    __table_args__ = (Index(None, "post_id", "request"),)

    post_id: Mapped[UUID] = mapped_column(ForeignKey("posts.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    # autosaved | saved | submitted | returned | scheduled | published | amended | corrected
    kind: Mapped[str]
    headline: Mapped[str]
    text: Mapped[str]
    byline: Mapped[str]
    picture_id: Mapped[UUID | None] = mapped_column(ForeignKey("pictures.id"), index=True)
    alt: Mapped[str] = mapped_column(default="")
    decorative: Mapped[bool] = mapped_column(default=False)
    caption: Mapped[str] = mapped_column(default="")
    credit: Mapped[str] = mapped_column(default="")
    scheduled_at: Mapped[datetime | None]  # a trace only: going back leaves the post's times alone
    embargoed_until: Mapped[datetime | None]
    request: Mapped[str | None]
    sending: Mapped[UUID | None]
    saved_at: Mapped[datetime]
    saved_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    saved_by: Mapped[Person | None] = relationship(lazy="raise")


class Presence(Table):
    """That somebody is at work on a post, in one of their tabs."""

    __tablename__ = "presences"
    __table_args__ = (Index(None, "expires_at"), {"info": FLEETING})

    post_id: Mapped[UUID] = mapped_column(ForeignKey("posts.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    tab: Mapped[UUID]
    since: Mapped[datetime]
    expires_at: Mapped[datetime]  # by the machine's clock, unless there is a sign of life
    person: Mapped[Person] = relationship(lazy="raise")


class Picture(Table):
    """An uploaded picture; its renditions are files. What is said about it belongs to the post."""

    __tablename__ = "pictures"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    coverage_id: Mapped[int] = mapped_column(ForeignKey("coverages.id"), index=True)
    key: Mapped[str] = mapped_column(unique=True)  # its name in public; nobody can guess it
    digest: Mapped[str]  # of what was uploaded
    width: Mapped[int]  # of the largest rendition, in pixels
    height: Mapped[int]
    widths: Mapped[list[int]] = mapped_column(JSON)  # of all renditions, smallest first
    animated: Mapped[bool]  # what was uploaded moved; the first frame was kept
    uploaded_at: Mapped[datetime]
    uploaded_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))


class Mark(Table):
    """That a post is a pin, a key event or a summary: who made it so, and until when."""

    __tablename__ = "marks"
    __table_args__ = (
        Index(
            "uq_marks_standing",
            "post_id",
            "kind",
            unique=True,
            sqlite_where=text("removed_at IS NULL"),
            postgresql_where=text("removed_at IS NULL"),
        ),
        Index(None, "coverage_id", "kind", "removed_at"),
        Index(None, "removed_at", "until"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    coverage_id: Mapped[int] = mapped_column(ForeignKey("coverages.id"))
    post_id: Mapped[UUID] = mapped_column(ForeignKey("posts.id"))
    kind: Mapped[str]  # pin | key_event | summary
    made_at: Mapped[datetime]
    made_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    until: Mapped[datetime | None]  # then the clock takes it off
    removed_at: Mapped[datetime | None]
    removed_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class Correction(Table):
    """A change that the reader is told about."""

    __tablename__ = "corrections"
    __table_args__ = (Index(None, "post_id", "to_revision"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    post_id: Mapped[UUID] = mapped_column(ForeignKey("posts.id"))
    correction_class: Mapped[str]  # correction | clarification
    note: Mapped[str]
    internal_note: Mapped[str]
    from_revision: Mapped[int]
    to_revision: Mapped[int]
    made_at: Mapped[datetime]
    made_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))


class Withdrawal(Table):
    """That a post was taken back. Its notice remains."""

    __tablename__ = "withdrawals"

    post_id: Mapped[UUID] = mapped_column(ForeignKey("posts.id"), primary_key=True)
    notice: Mapped[str]
    made_at: Mapped[datetime]
    made_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))


class Return(Table):
    """That a submitted post was sent back to its author, and why. Never leaves the desk."""

    __tablename__ = "returns"
    __table_args__ = (Index(None, "post_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    post_id: Mapped[UUID] = mapped_column(ForeignKey("posts.id"))
    note: Mapped[str]
    made_at: Mapped[datetime]
    made_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    made_by: Mapped[Person] = relationship(lazy="raise")


class Discard(Table):
    """That a draft was thrown away, and whether somebody took it out of the bin again."""

    __tablename__ = "discards"
    __table_args__ = (Index(None, "post_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    post_id: Mapped[UUID] = mapped_column(ForeignKey("posts.id"))
    made_at: Mapped[datetime]
    made_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    recovered_at: Mapped[datetime | None]
    recovered_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class Change(Table):
    """One numbered line in a coverage's log. What it shows is drawn from the object's state."""

    __tablename__ = "changes"
    __table_args__ = (
        UniqueConstraint("coverage_id", "audience", "sequence"),
        Index(None, "coverage_id", "audience", "kind", "object_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    coverage_id: Mapped[int] = mapped_column(ForeignKey("coverages.id"))
    audience: Mapped[str]  # reader | desk
    sequence: Mapped[int]
    at: Mapped[datetime]
    kind: Mapped[str]  # one of changes.KINDS
    object_id: Mapped[str]
    verb: Mapped[str]  # put | remove
    superseded_by: Mapped[int | None]  # the sequence of the object's next change


class Act(Table):
    """What somebody told the dossier, with a post or from its desk. Rows are only ever added."""

    __tablename__ = "acts"
    __table_args__ = (
        UniqueConstraint("coverage_id", "number"),
        Index(None, "coverage_id", "kind", "number"),
        UniqueConstraint("coverage_id", "sending"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    coverage_id: Mapped[int] = mapped_column(ForeignKey("coverages.id"))
    number: Mapped[int]  # 1, 2, 3 … in its coverage
    at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    post_id: Mapped[UUID | None] = mapped_column(ForeignKey("posts.id"), index=True)
    kind: Mapped[str]  # of the object it is about
    key: Mapped[str]
    verb: Mapped[str]  # one of dossier.folding.VERBS
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    sending: Mapped[UUID | None]  # under which a page sent it, so that a retry is harmless


class DossierObject(Table):
    """One object of a dossier as it stands: its acts, in order. It can be made anew from them."""

    __tablename__ = "dossier_objects"
    __table_args__ = (
        _one_of("standing", "standing", "withdrawn", "merged", "removed"),
        Index(None, "coverage_id", "kind", "standing", "position"),
        Index(None, "coverage_id", "kind", "parent"),
    )

    coverage_id: Mapped[int] = mapped_column(ForeignKey("coverages.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    standing: Mapped[str]
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)  # the fields that its kind has
    history: Mapped[list[dict[str, Any]]] = mapped_column(JSON)  # what it was before, oldest first
    flags: Mapped[list[dict[str, Any]]] = mapped_column(JSON)  # posts it rests on, and what befell
    position: Mapped[str]  # its place among its kind
    parent: Mapped[str]  # of an aim, its actor; of a position, its actor and issue
    made: Mapped[int]  # the number of the act that made it
    act: Mapped[int]  # the number of the act that changed it last
    made_at: Mapped[datetime]
    made_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    as_of: Mapped[datetime]
    post_id: Mapped[UUID | None] = mapped_column(ForeignKey("posts.id"), index=True)  # it came with


class DossierLink(Table):
    """That an object of the dossier names another, or rests on a post."""

    __tablename__ = "dossier_links"
    __table_args__ = (
        ForeignKeyConstraint(
            ["coverage_id", "kind", "key"],
            ["dossier_objects.coverage_id", "dossier_objects.kind", "dossier_objects.key"],
        ),
        Index(None, "coverage_id", "to_kind", "to_key"),
    )

    coverage_id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    role: Mapped[str] = mapped_column(primary_key=True)  # the field that names it, or "basis"
    to_kind: Mapped[str] = mapped_column(primary_key=True)  # of the dossier, or "post"
    to_key: Mapped[str] = mapped_column(primary_key=True)


class Mention(Table):
    """That a public post names an actor, an issue or a place, and where in its words."""

    __tablename__ = "mentions"
    __table_args__ = (Index(None, "coverage_id", "kind", "key"),)

    post_id: Mapped[UUID] = mapped_column(ForeignKey("posts.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    coverage_id: Mapped[int] = mapped_column(ForeignKey("coverages.id"))
    kind: Mapped[str]
    key: Mapped[str]
    start: Mapped[int | None]  # offset in the text as it is drawn; None: in the headline
    surface: Mapped[str]  # the words that name it
