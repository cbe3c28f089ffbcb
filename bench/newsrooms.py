"""What stands in a newsroom before it is measured, and the program that posts to it."""

import json
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from bench.connections import Connection
from bench.servers import Server
from depesche import clock, settings
from depesche.newsroom import coverages, keys, posts
from depesche.newsroom.models import Coverage, Person
from depesche.store.engine import Store
from depesche.store.migrate import migrate

TEXT: Final = """Die Delegationen sitzen seit einer Viertelstunde an einem Tisch. Anders als \
angekündigt sind *keine* Fotografen im Raum.

> Wir haben Zeit, und wir haben Geduld.
> — ein Sprecher, vor Beginn

Mehr dazu hier, sobald die Türen wieder aufgehen."""
# Whoever speaks in it is not named: it is no claim, and takes one line in the log.
UNCLAIMED: Final = TEXT.replace("\n> — ein Sprecher, vor Beginn", "")
AT_ONCE: Final = 500  # posts in one transaction
KEY_EVENTS: Final = 5


def found(home: Path, lengths: Mapping[str, int], *, database_url: str | None = None) -> str:
    """A newsroom with live coverages, by slug and number of posts.

    The posts go in by the verb that every door calls, many in one transaction. A pin, a summary
    and some key events stand in each coverage, as many in a long one as in a short one. Returns
    the secret of a program's token.
    """
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    store = Store(settings.load(data=home, database_url=database_url).url)
    try:
        migrate(store)
        with store.writing() as session:
            secret = keys.make_token(session, name="Wire", scope="write", wall=clock.wall())
        for slug, length in lengths.items():
            _open(store, secret, slug)
            for begun in range(0, length, AT_ONCE):
                _fill(store, secret, slug, range(begun, min(begun + AT_ONCE, length)))
    finally:
        store.close()
    return secret


class Program:
    """A program at the API, with one connection."""

    def __init__(self, server: Server, secret: str) -> None:
        self._connection = Connection(server)
        self._headers = {"Authorization": f"Bearer {secret}", "Content-Type": "application/json"}

    def publish(self, slug: str, *, text: str = TEXT, post: UUID | None = None) -> int:
        """Publish a new post; returns its sequence once it is durable."""
        return self._put(slug, post or uuid4(), {"text": text, "status": "published"})

    def amend(self, slug: str, post: UUID, text: str) -> int:
        """Give a public post words that it never had; returns its new sequence."""
        return self._put(slug, post, {"text": text}, {"If-Match": "*"})

    def _put(
        self,
        slug: str,
        post: UUID,
        told: Mapping[str, str],
        headers: Mapping[str, str] = MappingProxyType({}),
    ) -> int:
        path = f"/api/v1/coverages/{slug}/posts/{post}"
        headers = {**self._headers, **headers}
        answer = self._connection.ask("PUT", path, json.dumps(told), headers)
        return int(json.loads(answer)["sequence"])

    def close(self) -> None:
        self._connection.close()


def _open(store: Store, secret: str, slug: str) -> None:
    with store.writing() as session:
        by, now = _by(session, secret), clock.now()
        coverage = coverages.make(session, headline="Der Gipfel", slug=slug, by=by, now=now)
        coverages.bring(session, coverage, "live", by=by, now=now)


def _fill(store: Store, secret: str, slug: str, numbers: range) -> None:
    with store.writing() as session:
        by = _by(session, secret)
        coverage: Coverage = coverages.find(session, slug, to_write=True)
        for number in numbers:
            marks = {
                "pinned": number == 0,
                "summary": number == 1,
                "key_event": number < KEY_EVENTS,
            }
            posts.publish(session, coverage, text=TEXT, by=by, now=clock.now(), **marks)


def _by(session: Session, secret: str) -> Person:
    return keys.token(session, secret).person
