"""Very many posts at once, at the cost of few."""

from datetime import timedelta
from uuid import UUID, uuid4

from sqlalchemy import insert

from depesche import clock
from depesche.newsroom import coverages, stems
from depesche.newsroom.models import Change, Post, Revision
from newsdesk import Newsdesk

RARE = 1_000  # every so many posts there is a potato


def publish(newsdesk: Newsdesk, count: int, *, over: timedelta) -> list[UUID]:
    """The present coverage gets so many posts as that time passes, as if one by one; their ids."""
    ids = [uuid4() for _ in range(count)]
    posts, revisions, changes = [], [], []
    with newsdesk.store.writing() as session:
        coverage = coverages.find(session, newsdesk.slug, to_write=True)
        for n, post in enumerate(ids, 1):
            clock.move(over / count)
            coverage.sequence += 1
            by, now = newsdesk.jonas.id, clock.now()
            said = {"headline": f"Nummer {n}", "text": _said(n), "byline": ""}
            posts.append({
                "id": post, "coverage_id": coverage.id, "status": "published", "revision": 1,
                "author_id": by, "published_by_id": by, "created_at": now, "updated_at": now,
                "published_at": now, "position": f"{coverage.sequence:010}",
                "stems": stems.kept(list(said.values()), coverage.language), **said,
            })  # fmt: skip
            revisions.append({
                "post_id": post, "number": 1, "kind": "published", "saved_at": now, **said,
            })  # fmt: skip
            changes.append({
                "coverage_id": coverage.id, "audience": "reader", "at": now, "kind": "post",
                "sequence": coverage.sequence, "object_id": str(post), "verb": "put",
            })  # fmt: skip
        session.flush()
        for table, rows in {Post: posts, Revision: revisions, Change: changes}.items():
            session.execute(insert(table), rows)
        session.info.setdefault("changed", set()).add((coverage.id, "reader"))
    return ids


def _said(n: int) -> str:
    return f"Beitrag {n}." + (" Eine Kartoffel." if n % RARE == 7 else "")
