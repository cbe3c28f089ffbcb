"""A ticker from either end: how its pages lead on, and what is said of where one is."""

from uuid import UUID

import pytest
from starlette.testclient import TestClient

from newsdesk import Newsdesk
from pages import Page
from reader import markup

GIPFEL = "/live/gipfel"
MANY = 65


@pytest.fixture
def many(newsdesk: Newsdesk) -> list[UUID]:
    """The ids of many posts in a live coverage, in the order in which they came."""
    newsdesk.opens(slug="gipfel")
    return [newsdesk.publishes(f"Beitrag {n}").id for n in range(MANY)]


def ids(page: Page) -> list[UUID]:
    return [UUID(post.id) for post in page.posts]


def turned(client: TestClient, path: str, rel: str) -> list[Page]:
    """That page and all those to which its links of that kind lead, one by one."""
    answer = client.get(path)
    assert answer.status_code == 200, path
    links = [a for a in markup.read(answer.text).all("a") if a.attributes.get("rel") == rel]
    rest = turned(client, links[0].attributes["href"], rel) if links else []
    return [Page(answer.text), *rest]


@pytest.mark.parametrize("is_over", [False, True])
def test_from_the_first_post_to_the_last_and_back(
    many: list[UUID], newsdesk: Newsdesk, client: TestClient, *, is_over: bool
) -> None:
    path = f"{GIPFEL}?order=oldest"
    if is_over:
        newsdesk.ends()
        path = GIPFEL
    pages = turned(client, path, "next")
    assert [post for page in pages for post in ids(page)] == many
    assert [(page.is_oldest, page.is_newest) for page in pages] == [
        (True, False),
        (False, False),
        (False, True),
    ]
    last = pages[-1].posts[0].position
    query = f"?before={last}" if is_over else f"?order=oldest&before={last}"
    back = turned(client, f"{GIPFEL}{query}", "prev")
    assert [post for page in reversed(back) for post in ids(page)] == many[:60]


def test_the_other_order_is_one_link_away_and_leads_back(
    many: list[UUID], newsdesk: Newsdesk, client: TestClient
) -> None:
    def other(path: str) -> str:
        page = markup.read(client.get(path).text)
        (link,) = [a for a in page.all("a") if a.text in {"Älteste zuerst", "Neueste zuerst"}]
        return link.attributes["href"]

    assert other(GIPFEL) == f"{GIPFEL}?order=oldest"
    assert other(f"{GIPFEL}?order=oldest") == GIPFEL
    newsdesk.ends()
    assert other(GIPFEL) == f"{GIPFEL}?order=newest"
    assert other(f"{GIPFEL}?order=newest") == GIPFEL
    assert ids(Page(client.get(f"{GIPFEL}?order=newest").text)) == many[:-31:-1]


def test_an_order_is_no_page_of_its_own_for_search_engines(
    many: list[UUID], client: TestClient
) -> None:
    def canonical(path: str) -> str:
        links = markup.read(client.get(path).text).all("link")
        (link,) = [link for link in links if link.attributes.get("rel") == "canonical"]
        return link.attributes["href"].removeprefix("http://testserver")

    middle = Page(client.get(GIPFEL).text).posts[-1].position
    assert canonical(f"{GIPFEL}?order=oldest") == GIPFEL
    assert canonical(f"{GIPFEL}?before={middle}") == f"{GIPFEL}?before={middle}"
    assert canonical(f"{GIPFEL}?order=oldest&after={middle}") == f"{GIPFEL}?after={middle}"


@pytest.mark.parametrize(
    "query", ["?order=", "?order=neu", "?order=OLDEST", "?after=%20", "?after="]
)
def test_what_is_no_order_and_no_position_is_no_page(
    query: str, newsdesk: Newsdesk, client: TestClient
) -> None:
    newsdesk.opens(slug="gipfel")
    assert client.get(f"{GIPFEL}{query}").status_code == 404


@pytest.mark.parametrize(
    "query", ["?after=9999999999", "?order=oldest&after=9999999999", "?before=0"]
)
def test_a_page_next_to_nothing_leads_back(
    query: str, many: list[UUID], client: TestClient
) -> None:
    answer = client.get(f"{GIPFEL}{query}")
    assert answer.status_code == 200
    assert ids(Page(answer.text)) == []
    links = [a.attributes["href"] for a in markup.read(answer.text).all("a")]
    assert GIPFEL in links or f"{GIPFEL}?order=oldest" in links


def test_a_permalink_of_a_ticker_that_is_over_shows_what_came_after_it(
    many: list[UUID], newsdesk: Newsdesk, client: TestClient
) -> None:
    newsdesk.ends()
    page = Page(client.get(f"{GIPFEL}/posts/{many[40]}").text)
    assert page.promised == str(many[40])
    assert ids(page) == many[37:67]


def test_both_times_stand_on_a_post_that_was_corrected(
    newsdesk: Newsdesk, client: TestClient
) -> None:
    newsdesk.opens(slug="gipfel")
    post = newsdesk.publishes("Falsch", headline="Zahl")
    newsdesk.waits(minutes=20)
    newsdesk.corrects(post, "Richtig", note="Vertippt.")
    when = markup.read(client.get(GIPFEL).text).one("p", class_="when")
    assert [time.text for time in when.all("time")] == ["19:50 MESZ", "20:10 MESZ"]
    newsdesk.withdraws(post)
    when = markup.read(client.get(GIPFEL).text).one("p", class_="when")
    assert [time.text for time in when.all("time")] == ["19:50 MESZ"]
