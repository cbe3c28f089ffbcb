"""Five thousand posts: every page is as small as with a hundred, and none of them is lost."""

import re
from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import insert
from starlette.testclient import TestClient

from depesche import clock
from depesche.newsroom import coverages, stems
from depesche.newsroom.models import Change, Post, Revision
from newsdesk import Newsdesk
from reader import markup

MANY, FEW = 5_000, 100
RARE = 1_000  # every so many posts there is a potato
GROWTH = 1.05  # what longer numbers in addresses may add

PAGES = {
    "ticker": "/live/{slug}",
    "oldest first": "/live/{slug}?order=oldest",
    "permalink": "/live/{slug}/posts/{middle}",
    "search": "/live/{slug}/search?q=Beitrag",
    "as it stood": "/live/{slug}/at/2025-08-15T18:20Z",
    "text": "/live/{slug}/text",
    "teaser": "/live/{slug}/teaser",
    "object": "/live/{slug}/dossier/actor/putin",
    "changes": "/live/{slug}/changes?after=0",
}


def fill(newsdesk: Newsdesk, slug: str, count: int) -> list[UUID]:
    """A coverage with so many posts, as if they had been published one by one; their ids."""
    newsdesk.opens("Der Gipfel", slug=slug)
    newsdesk.prepares("actor", "putin", name="Wladimir Putin")
    first, by = clock.now(), newsdesk.jonas.id
    ids = [UUID(int=count * 10_000 + n) for n in range(count)]
    posts, revisions, changes = [], [], []
    with newsdesk.store.writing() as session:
        coverage = coverages.find(session, slug, to_write=True)
        for n, post in enumerate(ids):
            at = first + timedelta(seconds=n * 3_600 // count)
            said = {"headline": f"Kopf {n}", "byline": ""}
            said["text"] = f"Beitrag {n}." + " Eine Kartoffel." * (n % RARE == 7)
            coverage.sequence += 1
            posts.append({
                "id": post, "coverage_id": coverage.id, "status": "published", "revision": 1,
                "author_id": by, "published_by_id": by, "created_at": at, "updated_at": at,
                "published_at": at, "position": f"{coverage.sequence:010}",
                "stems": stems.kept(list(said.values()), "de"), **said,
            })  # fmt: skip
            revisions.append({
                "post_id": post, "number": 1, "kind": "published", "saved_at": at, **said,
            })  # fmt: skip
            changes.append({
                "coverage_id": coverage.id, "audience": "reader", "at": at, "kind": "post",
                "sequence": coverage.sequence, "object_id": str(post), "verb": "put",
            })  # fmt: skip
        for table, rows in {Post: posts, Revision: revisions, Change: changes}.items():
            session.execute(insert(table), rows)
    return ids


def walked(client: TestClient, path: str) -> Iterator[str]:
    """That page and all those to which it leads on, one by one."""
    address: str | None = path
    while address:
        answer = client.get(address)
        assert answer.status_code == 200, address
        yield answer.text
        onward = re.search(r'href="([^"]+)" rel="next"', answer.text)
        address = onward and onward[1].replace("&amp;", "&")


def size(client: TestClient, path: str) -> tuple[int, int]:
    """Bytes and elements of a page."""
    answer = client.get(path)
    assert answer.status_code == 200, path
    is_page = answer.headers["content-type"].startswith("text/html")
    return len(answer.content), len(markup.read(answer.text).all()) if is_page else 0


@pytest.fixture
def tickers(newsdesk: Newsdesk) -> dict[str, list[UUID]]:
    """A short one and a very long one, an hour each; the ids of their posts."""
    made = {"kurz": fill(newsdesk, "kurz", FEW), "lang": fill(newsdesk, "lang", MANY)}
    newsdesk.waits(hours=2)
    return made


def test_none_of_five_thousand_is_lost_and_no_page_grows(
    tickers: dict[str, list[UUID]], client: TestClient
) -> None:
    for name, path in PAGES.items():
        short, long = (
            size(client, path.format(slug=slug, middle=ids[len(ids) // 2]))
            for slug, ids in tickers.items()
        )
        assert long[0] <= short[0] * GROWTH, f"{name}: {long[0]} bytes, not {short[0]}"
        assert long[1] <= short[1], f"{name}: {long[1]} elements, not {short[1]}"

    all_of_them = list(map(str, tickers["lang"]))
    for order, rightly in {"newest": all_of_them[::-1], "oldest": all_of_them}.items():
        pages = list(walked(client, f"/live/lang?order={order}"))
        assert [post for page in pages for post in shown(page)] == rightly
        assert max(map(len, pages)) <= len(pages[0]) * GROWTH
    filed = "".join(walked(client, "/live/lang/print"))
    assert re.findall(r' id="post-([\w-]+)"', filed) == all_of_them
    found = client.get("/live/lang/search?q=kartoffeln").text
    links = re.findall(r'<h3><a href="/live/lang/posts/([\w-]+)"', found)
    assert links == [post for n, post in enumerate(all_of_them) if n % RARE == 7][::-1]


def shown(page: str) -> list[str]:
    return re.findall(r'data-kind="post" data-id="([\w-]+)"', page)
