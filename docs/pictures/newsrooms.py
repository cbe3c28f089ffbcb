"""Newsrooms to take pictures of: the demo's evening, stopped at any minute of it."""

import logging
import socket
import threading
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from datetime import datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from depesche import app as composition
from depesche import clock, server
from depesche.cli.newsroom import opened
from depesche.demo import evening as evenings
from depesche.demo import stage
from depesche.demo.evening import Act, Language
from depesche.files.blobs import LocalBlobs
from depesche.newsroom import coverages, posts, zones
from depesche.newsroom.models import Person
from depesche.settings import Settings
from depesche.store.engine import Store

PUBLIC_URL: Final = "http://live.example.org"  # as it is printed
PAST: Final = (  # what was live before the evening: headline, last post, days ago, hours long
    ("Landtagswahl: der Abend der Ergebnisse", "Vorläufiges Endergebnis um 1.40 Uhr", 5, 8),
    ("Hochwasser an der Elbe", "Der Pegel in Dresden fällt auf 5,80 Meter", 9, 40),
    ("Warnstreik im Nahverkehr: was noch fährt", "Die Züge fahren wieder nach Plan", 16, 14),
)
TURN: Final = 1200  # posts after which the water goes the other way
SO_FAR: Final = """- Der Scheitel der Welle ist durch Dresden durch.
- Die Deiche halten; in Pirna wird weiter gefüllt.
- Die Bahnstrecke nach Prag bleibt bis Sonntag gesperrt."""
AT_ONCE: Final = 500  # posts in one transaction


class Newsroom:
    """The evening's people and coverages, before the first act; the clock stands."""

    def __init__(self, store: Store, files: Path, language: Language) -> None:
        self.url = ""  # once it listens
        self._store = store
        self._evening = evenings.load(language)
        clock.stop(self._evening.begins_at)
        stage.prepare(store, LocalBlobs(files), self._evening, now=self._evening.begins_at)
        self._left = list(self._evening.acts)

    @property
    def ticker(self) -> str:
        return f"{self.url}/live/{self._evening.slug}"

    def post(self, name: str) -> str:
        """The id of one of the evening's posts."""
        return str(self._evening.post_id(name))

    def is_at(self, moment: str, *, without: Collection[str] = ()) -> None:
        """The evening has come to that time of the newsroom, but for some of its posts."""
        now = self._at(moment)
        if now >= self._evening.opens_at:
            self._perform(lambda act: act.at < self._evening.opens_at, without)
            stage.open_due(self._store, now=self._evening.opens_at)
        self._perform(lambda act: act.at <= now, without)
        clock.stop(now)

    def posts(self, name: str, moment: str) -> None:
        """One of the evening's posts, at another time than was written."""
        act = next(act for act in self._evening.acts if (act.verb, act.post) == ("publish", name))
        self._left = [other for other in self._left if other is not act]
        clock.stop(self._at(moment))
        stage.perform(self._store, self._evening, act, now=clock.now())

    def brings(self, status: Literal["paused", "live", "ended"], moment: str) -> None:
        clock.stop(self._at(moment))
        with self._store.writing() as session:
            coverage = coverages.find(session, self._evening.slug, to_write=True)
            coverages.bring(session, coverage, status, by=self._chief(session), now=clock.now())

    def had(self) -> None:
        """Coverages of the weeks before."""
        for headline, last, days, hours in PAST:
            begun = self._evening.opens_at - timedelta(days=days)
            with self._store.writing() as session:
                by = self._chief(session)
                made = coverages.make(session, headline=headline, by=by, now=begun)
                coverages.bring(session, made, "live", by=by, now=begun)
                over = begun + timedelta(hours=hours)
                posts.publish(session, made, text=f"{last}.", headline=last, by=by, now=over)
                coverages.bring(session, made, "ended", by=by, now=over)

    def had_many(self, slug: str, count: int) -> list[str]:
        """A live coverage with so many posts, one each minute; their ids, oldest first."""
        first, ids = clock.now() - timedelta(minutes=count), list[str]()
        with self._store.writing() as session:
            wanted = {"headline": "Hochwasser an der Elbe", "dateline": "Dresden", "slug": slug}
            by = self._chief(session)
            made = coverages.make(session, **wanted, by=by, now=first)
            coverages.bring(session, made, "live", by=by, now=first)
        for begun in range(0, count, AT_ONCE):
            with self._store.writing() as session:
                coverage, by = coverages.find(session, slug, to_write=True), self._chief(session)
                for n in range(begun, min(begun + AT_ONCE, count)):
                    now = first + timedelta(minutes=n + 1)
                    wanted = _level(
                        n, is_summary=n == count - 20, is_key_event=n % (count // 5) == 7
                    )
                    post = posts.publish(session, coverage, by=by, now=now, **wanted)
                    ids.append(str(post.id))
        return ids

    def _perform(self, wanted: Callable[[Act], bool], without: Collection[str]) -> None:
        """What has not been done yet, of what is wanted."""
        due = [act for act in self._left if wanted(act)]
        self._left = [act for act in self._left if act not in due]
        for act in due:
            if act.post not in without:
                stage.perform(self._store, self._evening, act, now=act.at)

    def _at(self, moment: str) -> datetime:
        fields = self._evening.coverage
        local = datetime.combine(fields["opens_at"].date(), time.fromisoformat(moment))
        return zones.instant(local, fields["newsroom_zone"])

    def _chief(self, session: Session) -> Person:
        return session.scalars(select(Person).where(Person.role == "chief")).one()


@contextmanager
def newsroom(language: Language = "de", **wanted: Any) -> Iterator[Newsroom]:
    """A newsroom with these settings that listens while the block runs."""
    sockets = server.bound("localhost", 0)
    port = sockets[0].getsockname()[1]
    with TemporaryDirectory() as data:
        settings = Settings(data=Path(data), public_url=PUBLIC_URL, language=language, **wanted)
        with opened(settings) as store:
            made = Newsroom(store, settings.files, language)
            made.url = f"http://localhost:{port}"
            with _listening(settings, store, sockets):
                yield made
    clock.reset()


@contextmanager
def _listening(settings: Settings, store: Store, sockets: list[socket.socket]) -> Iterator[None]:
    logging.getLogger("depesche.web.watching").setLevel(logging.ERROR)  # nobody waits
    listening = threading.Event()
    app = composition.create(settings, store)
    serves = server.configured(app, host="localhost", port=0, on_listening=listening.set)
    thread = threading.Thread(target=serves.run, args=(sockets,))
    thread.start()
    try:
        listening.wait(20)
        yield
    finally:
        serves.should_exit = True
        thread.join(20)


def _level(n: int, *, is_summary: bool, is_key_event: bool) -> dict[str, Any]:
    """What the post with that number says."""
    if is_summary:
        return {"text": SO_FAR, "headline": "Das Wichtigste", "summary": True}
    turn = n % (2 * TURN) - TURN
    said = "Der Pegel fällt" if turn < 0 else "Der Pegel steigt"
    metres = f"{(580 + abs(turn) // 6) / 100:.2f}".replace(".", ",")
    text = f"{said}. In Dresden zeigt er jetzt {metres} Meter. Das ist die {n + 1}. Meldung."
    return {"text": text, "headline": f"{said}: {metres} Meter", "key_event": is_key_event}
