"""Posts are listed page by page."""

from uuid import UUID, uuid4

from api.program import Program, problem
from newsdesk import Newsdesk


def test_posts_are_listed_page_by_page_in_the_order_they_were_made(
    live: Program, newsdesk: Newsdesk
) -> None:
    made = []
    for n in range(7):  # some at the same moment, in every state
        newsdesk.waits(seconds=n % 2)
        made.append(live.drafts() if n % 3 else live.publishes())
    live.withdraws(made[0])
    pages, url = [], "/coverages/gipfel/posts?limit=3"
    while url:
        page = live.gets(url).json()
        pages.append([UUID(post["id"]) for post in page["items"]])
        url = page["next"]
    assert [len(page) for page in pages] == [3, 3, 1]
    assert {post for page in pages for post in page} == set(made)
    assert live.gets("/coverages/gipfel/posts?limit=7").json()["next"] is None
    states = {post["status"] for post in live.gets("/coverages/gipfel/posts").json()["items"]}
    assert states == {"draft", "published", "withdrawn"}


def test_a_page_stays_where_it_is_while_posts_are_amended_and_added(
    live: Program, newsdesk: Newsdesk
) -> None:
    made = []
    for _ in range(4):
        newsdesk.waits(seconds=1)
        made.append(live.publishes())
    first = live.gets("/coverages/gipfel/posts?limit=2").json()
    newsdesk.waits(seconds=1)
    live.puts(made[0], seen=1, text="Die Türen sind auf.")
    newest = live.publishes()
    rest = live.gets(first["next"]).json()
    assert [UUID(post["id"]) for post in first["items"]] == made[:2]
    assert [UUID(post["id"]) for post in rest["items"]] == made[2:]
    last = live.gets(rest["next"]).json()
    assert [UUID(post["id"]) for post in last["items"]] == [newest]
    assert last["next"] is None


def test_a_page_after_an_unknown_post_is_not_there(live: Program) -> None:
    problem(live.gets(f"/coverages/gipfel/posts?after={uuid4()}"), 404, "not-found")
    problem(live.gets("/coverages/gipfel/posts?after=1"), 422, "unreadable")
