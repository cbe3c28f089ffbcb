"""Five thousand posts: every page is as small as with a hundred, and none of them is lost."""

import re
from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest
from starlette.testclient import TestClient

from multitudes import RARE, publish
from newsdesk import Newsdesk
from reader import markup

MANY, FEW = 5_000, 100
MINUTES = {"kurz": "2025-08-15T18:20Z", "lang": "2025-08-15T19:20Z"}  # in the middle of each
GROWTH = 1.05  # what longer numbers in addresses may add

PAGES = {
    "ticker": "/live/{slug}",
    "oldest first": "/live/{slug}?order=oldest",
    "permalink": "/live/{slug}/posts/{middle}",
    "search": "/live/{slug}/search?q=Beitrag",
    "as it stood": "/live/{slug}/at/{minute}",
    "text": "/live/{slug}/text",
    "teaser": "/live/{slug}/teaser",
    "object": "/live/{slug}/dossier/actor/putin",
    "changes": "/live/{slug}/changes?after=0",
}


def walked(client: TestClient, path: str) -> Iterator[str]:
    """That page and all those to which it leads on, one by one."""
    address: str | None = path
    while address:
        answer = client.get(address, headers={"Accept-Encoding": "identity"})  # nobody packs it
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
    return {"kurz": an_hour(newsdesk, "kurz", FEW), "lang": an_hour(newsdesk, "lang", MANY)}


def an_hour(newsdesk: Newsdesk, slug: str, count: int) -> list[UUID]:
    newsdesk.opens("Der Gipfel", slug=slug)
    newsdesk.prepares("actor", "putin", name="Wladimir Putin")
    return publish(newsdesk, count, over=timedelta(hours=1))


def test_none_of_five_thousand_is_lost_and_no_page_grows(
    tickers: dict[str, list[UUID]], client: TestClient
) -> None:
    for name, path in PAGES.items():
        short, long = (
            size(client, path.format(slug=slug, middle=ids[len(ids) // 2], minute=MINUTES[slug]))
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
    assert links == [post for n, post in enumerate(all_of_them, 1) if n % RARE == 7][::-1]


def shown(page: str) -> list[str]:
    return re.findall(r'data-kind="post" data-id="([\w-]+)"', page)
