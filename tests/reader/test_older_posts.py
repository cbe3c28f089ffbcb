"""Older posts, page by page, and the links that lead to one of them."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from starlette.testclient import TestClient

from depesche import clock
from depesche.newsroom import coverages, posts
from newsdesk import Newsdesk
from pages import Page
from reader import markup

GIPFEL = "/live/gipfel"
MANY = 95


@pytest.fixture
def many(newsdesk: Newsdesk) -> list[UUID]:
    """Many posts in a live coverage, some in the same second, newest first."""
    newsdesk.opens(slug="gipfel")
    made = []
    with newsdesk.store.writing() as session:
        coverage = coverages.find(session, "gipfel", to_write=True)
        for n in range(MANY):
            now = clock.now() + timedelta(seconds=n // 4)
            text = f"Beitrag {n}"
            post = posts.publish(session, coverage, text=text, by=newsdesk.jonas, now=now)
            made.append(post.id)
    newsdesk.waits(minutes=1)
    return made[::-1]


def seen(client: TestClient, path: str) -> Page:
    answer = client.get(path)
    assert answer.status_code == 200
    return Page(answer.text)


def ids(page: Page) -> list[UUID]:
    return [UUID(post) for post in page.ids("post")]


def turned(client: TestClient, path: str = GIPFEL) -> Iterator[Page]:
    """The page, and all those behind its link to older posts."""
    while True:
        page = seen(client, path)
        yield page
        older = markup.read(page.html).all("p", class_="older")
        if not older:
            return
        path = older[0].one("a").attributes["href"]


def test_every_post_is_seen_exactly_once(many: list[UUID], client: TestClient) -> None:
    pages = list(turned(client))

    assert [len(page.posts) for page in pages] == [30, 30, 30, 5]
    assert [post for page in pages for post in ids(page)] == many
    assert [page.is_newest for page in pages] == [True, False, False, False]
    assert [page.is_oldest for page in pages] == [False, False, False, True]


def test_what_is_published_while_turning_pages_shifts_nothing(
    many: list[UUID], newsdesk: Newsdesk, client: TestClient
) -> None:
    shown = []
    for page in turned(client):
        shown += ids(page)
        for n in range(7):
            newsdesk.publishes(f"Inzwischen {n}")

    assert shown == many


def test_older_pages_lead_back_to_the_newest_and_show_the_same_head(
    many: list[UUID], newsdesk: Newsdesk, client: TestClient
) -> None:
    newsdesk.publishes("Wichtig", pinned=True, key_event=True, summary=True)
    newest, *older = turned(client)

    assert not markup.read(newest.html).all("p", class_="newer")
    for page in older:
        newer, back = markup.read(page.html).one("p", class_="newer").all("a")
        assert newer.attributes["href"] == f"{GIPFEL}?after={page.posts[0].position}"
        assert back.attributes["href"] == GIPFEL
        assert page.newest_position == newest.posts[0].position
        for kind in ("coverage", "pin", "key_event", "summary"):
            assert page.all(kind) == newest.all(kind) != ()


def test_a_page_before_nothing_is_empty_and_one_before_garbage_is_no_page(
    newsdesk: Newsdesk, client: TestClient
) -> None:
    newsdesk.opens(slug="gipfel")
    only = newsdesk.publishes("Der einzige")

    page = seen(client, f"{GIPFEL}?before={only.position}")
    assert (page.posts, page.is_newest, page.is_oldest) == ((), False, True)

    for garbage in ("", "\0", "'; --", "²", "../", "9" * 1000):
        assert client.get(GIPFEL, params={"before": garbage}).status_code == 404, garbage


def test_a_link_to_a_recent_post_leads_to_the_newest_page_with_the_post_marked(
    newsdesk: Newsdesk, client: TestClient
) -> None:
    newsdesk.opens(slug="gipfel")
    few = [newsdesk.publishes(f"Beitrag {n}").id for n in range(3)]

    page = seen(client, f"{GIPFEL}/posts/{few[1]}")

    assert ids(page) == few[::-1]
    assert page.promised == str(few[1])
    assert page.is_newest
    assert seen(client, GIPFEL).promised is None


def test_a_link_leads_to_the_page_that_holds_the_post_however_old(
    many: list[UUID], client: TestClient
) -> None:
    for number in (29, 30, 31, 60, 94):
        page, *older = turned(client, f"{GIPFEL}/posts/{many[number]}")

        assert page.promised == str(many[number])
        assert many[number] in ids(page)
        assert (page.is_newest, page.is_oldest) == (number < 30, number == 94)
        first = many.index(ids(page)[0])
        rest = [post for other in older for post in ids(other)]
        assert ids(page) + rest == many[first:], "a row without holes, and the rest behind it"


def test_the_mark_stands_right_above_the_post_it_promises(
    newsdesk: Newsdesk, client: TestClient
) -> None:
    newsdesk.opens(slug="gipfel")
    few = [newsdesk.publishes(f"Beitrag {n}").id for n in range(3)]

    page = markup.read(client.get(f"{GIPFEL}/posts/{few[1]}").text)

    entries = page.one("ol", class_="posts").all("li")
    promise = entries.index(page.one("li", id="promised"))
    assert entries[promise + 1].attributes["data-id"] == str(few[1])
    assert page.one("link", rel="canonical").attributes["href"].endswith(f"{GIPFEL}/posts/{few[1]}")


def test_a_link_to_a_withdrawn_post_leads_to_its_notice(
    newsdesk: Newsdesk, client: TestClient
) -> None:
    newsdesk.opens(slug="gipfel")
    post = newsdesk.publishes("Falsches Wort")
    newsdesk.withdraws(post, notice="War nicht bestätigt.")

    answer = client.get(f"{GIPFEL}/posts/{post.id}")

    assert Page(answer.text).promised == str(post.id)
    assert "War nicht bestätigt." in answer.text
    assert "Falsches Wort" not in answer.text


def test_links_to_posts_that_are_not_there_lead_nowhere(
    newsdesk: Newsdesk, client: TestClient
) -> None:
    newsdesk.opens("Anderswo", slug="anderswo")
    elsewhere = newsdesk.publishes("Anderswo")
    newsdesk.opens(slug="gipfel")
    draft = newsdesk.drafts("Entwurf")

    assert client.get(f"/live/anderswo/posts/{elsewhere.id}").status_code == 200
    nowhere = (
        elsewhere.id,
        draft.id,
        uuid4(),
        "keine-id",
        "%00",
        "1",
        "..%2F..",
        str(draft.id)[:-1],
    )
    for post in nowhere:
        assert client.get(f"{GIPFEL}/posts/{post}").status_code == 404, post
