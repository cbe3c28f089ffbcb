"""A newsroom at work, so that tests read as stories.

Every sentence is one transaction, at the time that the stopped clock shows. What comes back is the
object as it was then; `newsdesk.again(post)` looks once more.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import cache
from tempfile import TemporaryFile
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

import photographs
from depesche import clock
from depesche.files.blobs import Blobs, MemoryBlobs
from depesche.jobs import opening, sweeping
from depesche.newsroom import (
    changes,
    corrections,
    coverages,
    discards,
    keys,
    marks,
    passwords,
    people,
    posts,
    returns,
    revisions,
    ticker,
    uploads,
    withdrawals,
)
from depesche.newsroom.changes import Audience
from depesche.newsroom.dossier import (
    annotations,
    answering,
    flags,
    likelihoods,
    objects,
    rebuilding,
)
from depesche.newsroom.marks import Marking
from depesche.newsroom.models import (
    Act,
    Change,
    Correction,
    Coverage,
    DossierObject,
    Mention,
    Person,
    Picture,
    Post,
    Return,
    Revision,
    Withdrawal,
)
from depesche.newsroom.posts import Put
from depesche.store.engine import Store

BERLIN = ZoneInfo("Europe/Berlin")
PASSWORD = "a sentence is easy to remember"
EVERYTHING = 1_000_000


class Newsdesk:
    """Mara (chief), Jonas (editor), Elif (contributor), Ada (administrator), and a coverage.

    `coverage` is the one that was made last; sentences without another speak of it. Coverages are
    Mara's work, posts are Jonas's, unless it says `by`.
    """

    def __init__(self, store: Store, files: Blobs | None = None) -> None:
        self.store = store
        self.files = files or MemoryBlobs()
        self.slug = ""
        with store.writing() as session:
            self.mara = _hired(session, "Mara", "chief")
            self.jonas = _hired(session, "Jonas", "editor")
            self.elif_ = _hired(session, "Elif", "contributor")
            self.ada = _hired(session, "Ada", "administrator")

    # People

    def hires(self, name: str, role: str) -> Person:
        """An account that signs in with PASSWORD."""
        with self.store.writing() as session:
            return _hired(session, name, role)

    def assigns(self, person: Person, *, by: Person | None = None) -> None:
        """The coverage becomes one of this contributor's own."""
        with self._at_work() as (session, coverage):
            people.assign(session, coverage, person, by=by or self.mara, now=clock.now())

    def signs_in(self, person: Person, *, hours: int = 14) -> str:
        """The secret for the cookie of a browser that is signed in."""
        with self.store.writing() as session:
            return keys.sign_in(session, person, hours=hours, wall=clock.wall())

    def issues_token(self, name: str, *, scope: str = "write") -> str:
        """A program's secret."""
        with self.store.writing() as session:
            return keys.make_token(session, name=name, scope=scope, wall=clock.wall())

    # Time

    def waits(self, **time: float) -> None:
        """Time passes, `minutes=10`, and the clock does what is due."""
        clock.move(timedelta(**time))
        self.ticks()

    def waits_until(self, moment: datetime) -> None:
        """Time passes up to that moment, and the clock does what is due."""
        clock.stop(moment)
        self.ticks()

    def ticks(self) -> None:
        """The clock does what is due now."""
        opening.tick(self.store, clock.now())
        sweeping.sweep(self.store, self.files, clock.now(), clock.wall())

    # Coverages

    @property
    def coverage(self) -> Coverage:
        with self.store.reading() as session:
            return coverages.find(session, self.slug)

    def makes(
        self, headline: str = "Der Gipfel", *, by: Person | None = None, **fields: Any
    ) -> Coverage:
        """A new coverage, still a draft."""
        with self.store.writing() as session:
            made = coverages.make(
                session, headline=headline, by=by or self.mara, now=clock.now(), **fields
            )
            self.slug = made.slug
            return made

    def announces(
        self, headline: str = "Der Gipfel", *, opens_at: datetime | None = None, **fields: Any
    ) -> Coverage:
        """A new coverage, announced; without a time it opens in ten minutes."""
        opens_at = opens_at or clock.now() + timedelta(minutes=10)
        self.makes(headline, opens_at=opens_at, **fields)
        return self.brings("announced")

    def opens(self, headline: str = "Der Gipfel", **fields: Any) -> Coverage:
        """A new coverage, live at once."""
        self.makes(headline, **fields)
        return self.brings("live")

    def brings(self, status: str, *, by: Person | None = None) -> Coverage:
        """The coverage takes the step to that status."""
        with self._at_work() as (session, coverage):
            coverages.bring(session, coverage, status, by=by or self.mara, now=clock.now())
            return coverage

    def edits(self, *, by: Person | None = None, **fields: Any) -> Coverage:
        """The coverage gets another headline, opening …"""
        with self._at_work() as (session, coverage):
            coverages.edit(session, coverage, by=by or self.mara, now=clock.now(), **fields)
            self.slug = coverage.slug
            return coverage

    def pauses(self) -> Coverage:
        return self.brings("paused")

    def resumes(self) -> Coverage:
        return self.brings("live")

    def ends(self) -> Coverage:
        return self.brings("ended")

    def archives(self) -> Coverage:
        return self.brings("archived")

    # Posts

    def puts(
        self,
        post: Post | UUID,
        *,
        by: Person | None = None,
        seen: int | None = None,
        **wanted: Any,
    ) -> Put:
        """The post becomes what is wanted, as composer and API ask for it."""
        post_id = post if isinstance(post, UUID) else post.id
        with self._at_work() as (session, coverage):
            return posts.put(
                session,
                coverage,
                post_id,
                by=by or self.jonas,
                now=clock.now(),
                seen=seen,
                **wanted,
            )

    def drafts(self, text: str, **wanted: Any) -> Post:
        return self.puts(uuid4(), text=text, **wanted).post

    def submits(self, text: str, **wanted: Any) -> Post:
        return self.puts(uuid4(), text=text, status="submitted", **wanted).post

    def schedules(self, text: str, *, at: datetime | None = None, **wanted: Any) -> Post:
        """The post goes out at that time; without one, in ten minutes."""
        at = at or clock.now() + timedelta(minutes=10)
        return self.puts(uuid4(), text=text, status="scheduled", scheduled_at=at, **wanted).post

    def publishes(self, text: str, **wanted: Any) -> Post:
        return self.puts(uuid4(), text=text, status="published", **wanted).post

    def amends(self, post: Post, text: str | None = None, **wanted: Any) -> Post:
        """Other words, and the reader is told nothing."""
        wanted = {"text": text, **wanted} if text is not None else wanted
        return self.puts(post, seen=self.again(post).revision, **wanted).post

    def corrects(
        self,
        post: Post,
        text: str,
        *,
        note: str = "Wir haben uns geirrt.",
        by: Person | None = None,
        **wanted: Any,
    ) -> Correction:
        """Other words, and the reader is told what was wrong."""
        with self._at_work(post) as (session, coverage):
            return corrections.correct(
                session,
                coverage,
                posts.find(session, coverage, post.id),
                text=text,
                note=note,
                by=by or self.jonas,
                now=clock.now(),
                **wanted,
            )

    def withdraws(
        self, post: Post, *, notice: str = "Das stimmt nicht.", by: Person | None = None
    ) -> Withdrawal:
        """The post is taken back; its notice remains."""
        with self._at_work(post) as (session, coverage):
            return withdrawals.withdraw(
                session,
                coverage,
                posts.find(session, coverage, post.id),
                notice=notice,
                by=by or self.jonas,
                now=clock.now(),
            )

    def uploads(
        self, file: bytes | None = None, *, under: UUID | None = None, by: Person | None = None
    ) -> Picture:
        """A picture that a post can show; without a file, a drawing."""
        with TemporaryFile() as upload:
            upload.write(photographs.jpeg() if file is None else file)
            return uploads.take_in(
                self.store,
                self.files,
                self.slug,
                under or uuid4(),
                upload,
                by=by or self.jonas,
                now=clock.now(),
            ).picture

    def shows(self, picture: Picture, text: str = "Ein Bild", **wanted: Any) -> Post:
        """A post with that picture, published unless it says otherwise."""
        wanted = {"status": "published", "alt": "Rot und Blau", **wanted}
        return self.puts(uuid4(), text=text, picture=picture.id, **wanted).post

    def marks(self, post: Post, kind: Marking, *, by: Person | None = None) -> None:
        """The post becomes a pin, a key event, a summary."""
        with self._at_work(post) as (session, coverage):
            found = posts.find(session, coverage, post.id)
            marks.make(session, coverage, found, kind, by=by or self.jonas, now=clock.now())

    def unmarks(self, post: Post, kind: Marking, *, by: Person | None = None) -> None:
        """… and no longer is one."""
        with self._at_work(post) as (session, coverage):
            found = posts.find(session, coverage, post.id)
            marks.remove(session, coverage, found, kind, by=by or self.jonas, now=clock.now())

    def sends_back(
        self, post: Post, note: str = "Wer sagt das?", *, by: Person | None = None, **more: Any
    ) -> Return:
        """A submitted post is its author's draft again, with a note."""
        with self._at_work(post) as (session, coverage):
            found = posts.find(session, coverage, post.id)
            by = by or self.jonas
            return returns.send_back(
                session, coverage, found, note=note, by=by, now=clock.now(), **more
            )

    def discards(self, post: Post, *, by: Person | None = None, **more: Any) -> None:
        """The draft is put out of sight."""
        with self._at_work(post) as (session, coverage):
            found = posts.find(session, coverage, post.id)
            by = by or self.jonas
            discards.discard(session, coverage, found, by=by, now=clock.now(), **more)

    def recovers(self, post: Post, *, by: Person | None = None) -> None:
        """… and comes back."""
        with self._at_work(post) as (session, coverage):
            found = posts.find(session, coverage, post.id)
            discards.recover(session, coverage, found, by=by or self.jonas, now=clock.now())

    def undoes(self, post: Post, *, by: Person | None = None) -> Post:
        """What has just been published is taken back, and its words are a draft."""
        with self._at_work(post) as (session, coverage):
            return withdrawals.undo(
                session,
                coverage,
                posts.find(session, coverage, post.id),
                notice="Ein Versehen.",
                by=by or self.jonas,
                now=clock.now(),
            )

    def restores(
        self, post: Post, number: int, *, by: Person | None = None, seen: int, **more: Any
    ) -> None:
        """The words of an earlier version are the post's again."""
        with self._at_work(post) as (session, coverage):
            found = posts.find(session, coverage, post.id)
            by = by or self.jonas
            now = clock.now()
            revisions.restore(session, coverage, found, number, seen=seen, by=by, now=now, **more)

    def pins_until(self, post: Post, moment: datetime) -> None:
        """The post stays on top for a while."""
        with self._at_work(post) as (session, coverage):
            found = posts.find(session, coverage, post.id)
            marks.make(
                session, coverage, found, "pin", by=self.jonas, now=clock.now(), until=moment
            )

    def pins(self, post: Post, *, by: Person | None = None) -> None:
        self.marks(post, "pin", by=by)

    def unpins(self, post: Post, *, by: Person | None = None) -> None:
        self.unmarks(post, "pin", by=by)

    # The dossier

    def prepares(
        self, kind: str, key: str | None = None, /, *, by: Person | None = None, **fields: Any
    ) -> DossierObject:
        """The dossier holds this object, with these fields."""
        with self._at_work() as (session, coverage):
            by = by or self.jonas
            return objects.put(
                session, coverage, kind, key, by=by, now=clock.now(), **fields
            ).object

    def takes_position(
        self, actor: str, issue: str, stance: str, *, by: Person | None = None, **fields: Any
    ) -> DossierObject:
        """Somebody stands so on an issue, as posts or claims show; told from the dossier desk."""
        wanted = {"actor": actor, "issue": issue, "stance": stance, **fields}
        return self.prepares("position", by=by, **wanted)

    def settles(self, claim: str, status: str, **fields: Any) -> DossierObject:
        """It has turned out whether the claim holds."""
        return self.prepares("claim", claim, status=status, **fields)

    def merges(self, kind: str, key: str, *, into: str, by: Person | None = None) -> None:
        """Two were one."""
        with self._at_work() as (session, coverage):
            by = by or self.jonas
            objects.merge(session, coverage, kind, key, into=into, by=by, now=clock.now())

    def takes_out(self, kind: str, key: str, *, by: Person | None = None) -> None:
        """The object is in the dossier no longer."""
        with self._at_work() as (session, coverage):
            objects.remove(session, coverage, kind, key, by=by or self.jonas, now=clock.now())

    def estimates(
        self,
        scenario: str,
        low: int,
        high: int,
        *,
        words: str = "eher nicht",
        author: str = "Redaktion",
        by: Person | None = None,
    ) -> int:
        """Somebody proposes how likely it is; the number to confirm that by."""
        with self._at_work() as (session, coverage):
            return likelihoods.estimate(
                session,
                coverage,
                scenario,
                low=low,
                high=high,
                words=words,
                author=author,
                by=by or self.jonas,
                now=clock.now(),
            )

    def confirms(self, scenario: str, number: int, *, by: Person | None = None) -> None:
        """A second person stands behind the likelihood."""
        with self._at_work() as (session, coverage):
            by = by or self.mara
            likelihoods.confirm(session, coverage, scenario, number, by=by, now=clock.now())

    def takes_back(self, kind: str, key: str, number: int, *, by: Person | None = None) -> None:
        """A scenario's likelihood, or a question's answer, was wrong."""
        verb = {"scenario": likelihoods, "question": answering}[kind]
        with self._at_work() as (session, coverage):
            verb.take_back(session, coverage, key, number, by=by or self.jonas, now=clock.now())

    def answers(
        self, question: str, text: str, *, by: Person | None = None, **more: Any
    ) -> DossierObject:
        """The question is answered from the desk."""
        with self._at_work() as (session, coverage):
            by = by or self.jonas
            return answering.answer(
                session, coverage, question, text=text, by=by, now=clock.now(), **more
            )

    def keeps(self, kind: str, key: str, *, by: Person | None = None) -> None:
        """Somebody has looked at what was flagged: it holds."""
        with self._at_work() as (session, coverage):
            flags.keep(session, coverage, kind, key, by=by or self.jonas, now=clock.now())

    def keeps_all(self, post: Post, *, by: Person | None = None) -> int:
        """… at all that was flagged for this post."""
        with self._at_work(post) as (session, coverage):
            found = posts.find(session, coverage, post.id)
            by = by or self.jonas
            return flags.keep_all(session, coverage, found, by=by, now=clock.now())

    def has(self, kind: str, key: str) -> DossierObject:
        """The object as it is now, however it stands."""
        with self.store.reading() as session:
            return objects.find(session, coverages.find(session, self.slug), kind, key)

    def has_all(self, kind: str) -> Sequence[DossierObject]:
        """All objects of that kind that stand, in their order."""
        with self.store.reading() as session:
            return objects.standing(session, coverages.find(session, self.slug), kind)

    def is_asked(self) -> list[tuple[str, str]]:
        """Kind and key of all that somebody has to look at, in the order in which it changed."""
        with self.store.reading() as session:
            found = flags.flagged(session, coverages.find(session, self.slug))
            return [(one.kind, one.key) for one in found]

    def mentions(self, post: Post) -> list[tuple[str, str, int | None]]:
        """Kind, key and place in the text of whom and what the post mentions."""
        with self.store.reading() as session:
            rows = select(Mention).where(Mention.post_id == post.id).order_by(Mention.number)
            return [(row.kind, row.key, row.start) for row in session.scalars(rows)]

    def acts(self) -> Sequence[Act]:
        """All that the dossier of the coverage was told, oldest first."""
        with self.store.reading() as session:
            coverage = coverages.find(session, self.slug)
            told = select(Act).where(Act.coverage_id == coverage.id).order_by(Act.number)
            return session.scalars(told).all()

    def types(self, post: Post) -> str:
        """The text of the post as the composer shows it, markers included."""
        with self.store.reading() as session:
            coverage = session.get_one(Coverage, post.coverage_id)
            return annotations.as_typed(session, coverage, posts.find(session, coverage, post.id))

    def differs(self) -> list[tuple[str, ...]]:
        """The names of all in the dossier that is not as its acts make it."""
        with self.store.reading() as session:
            return rebuilding.differences(session, coverages.find(session, self.slug))

    def rebuilds(self) -> list[tuple[str, ...]]:
        """The dossier is made anew from its acts; the names of what differed."""
        with self._at_work() as (session, coverage):
            return rebuilding.rebuild(session, coverage, now=clock.now())

    # What there is to see

    def again(self, post: Post) -> Post:
        """The post as it is now."""
        with self.store.reading() as session:
            coverage = session.get_one(Coverage, post.coverage_id)
            return posts.find(session, coverage, post.id)

    def revisions(self, post: Post) -> Sequence[Revision]:
        """All saved versions of the post, oldest first."""
        with self.store.reading() as session:
            saved = select(Revision).where(Revision.post_id == post.id)
            return session.scalars(saved.order_by(Revision.number)).all()

    def readers_see(self) -> list[str]:
        """The texts of the ticker, newest first; of a withdrawn post, its notice."""
        with self.store.reading() as session:
            coverage = coverages.public(session, self.slug)
            shown = ticker.page(session, coverage, limit=EVERYTHING).posts
            return [p.withdrawal.notice if p.withdrawal else p.text for p in shown]

    def reader_log(self, *, after: int = 0) -> Sequence[Change]:
        """The readers' log of the coverage, oldest first."""
        return self._log("reader", after)

    def desk_log(self, *, after: int = 0) -> Sequence[Change]:
        """The desk's log of the coverage, oldest first."""
        return self._log("desk", after)

    def _log(self, audience: Audience, number: int) -> Sequence[Change]:
        with self.store.reading() as session:
            coverage = coverages.find(session, self.slug)
            return changes.after(session, coverage.id, number, audience=audience, limit=EVERYTHING)

    @contextmanager
    def _at_work(self, post: Post | None = None) -> Iterator[tuple[Session, Coverage]]:
        """One transaction that holds the coverage, as every door opens it."""
        with self.store.writing() as session:
            slug = self.slug
            if post is not None:
                slug = session.get_one(Coverage, post.coverage_id).slug
            yield session, coverages.find(session, slug, to_write=True)


def berlin(time: str, *, day: str = "2025-08-15") -> datetime:
    """The moment at which clocks in Berlin show that time, on the evening of the summit."""
    return datetime.fromisoformat(f"{day}T{time}").replace(tzinfo=BERLIN).astimezone(UTC)


def _hired(session: Session, name: str, role: str) -> Person:
    person = people.add(session, name=name, role=role, now=clock.now())
    person.password_hash = _password_hash()
    return person


@cache
def _password_hash() -> str:
    return passwords.hashed(PASSWORD)
