"""What readers see, page by page."""

from uuid import uuid4

import pytest
from sqlalchemy.orm import Session

from depesche.errors import NotFound
from depesche.newsroom import coverages, ticker
from depesche.newsroom.models import Coverage, Post
from depesche.newsroom.ticker import Page
from newsdesk import Newsdesk, berlin


def coverage_of(session: Session, newsdesk: Newsdesk) -> Coverage:
    return coverages.find(session, newsdesk.slug)


def texts(page: Page) -> list[str]:
    return [post.text for post in page.posts]


def test_a_page_holds_the_newest_posts_and_says_whether_there_are_more(
    newsdesk: Newsdesk,
) -> None:
    newsdesk.opens()
    for n in range(7):
        newsdesk.publishes(str(n))
    with newsdesk.store.reading() as session:
        coverage = coverage_of(session, newsdesk)
        newest = ticker.page(session, coverage, limit=3)
        older = ticker.page(session, coverage, before=newest.posts[-1].position, limit=3)
        oldest = ticker.page(session, coverage, before=older.posts[-1].position, limit=3)
        assert [texts(newest), texts(older), texts(oldest)] == [
            ["6", "5", "4"],
            ["3", "2", "1"],
            ["0"],
        ]
        assert [(p.has_newer, p.has_older) for p in (newest, older, oldest)] == [
            (False, True),
            (True, True),
            (True, False),
        ]
        assert not ticker.page(session, coverage, limit=7).has_older
        assert ticker.count(session, coverage) == 7


def test_in_either_order_one_goes_through_all_posts_both_ways(newsdesk: Newsdesk) -> None:
    newsdesk.opens()
    for n in range(8):
        newsdesk.publishes(str(n))
    with newsdesk.store.reading() as session:
        coverage = coverage_of(session, newsdesk)
        first = ticker.page(session, coverage, order="oldest", limit=3)
        second = ticker.page(
            session, coverage, order="oldest", after=first.posts[-1].position, limit=3
        )
        last = ticker.page(
            session, coverage, order="oldest", after=second.posts[-1].position, limit=3
        )
        back = ticker.page(
            session, coverage, order="oldest", before=last.posts[0].position, limit=3
        )
        up = ticker.page(session, coverage, after=second.posts[0].position, limit=3)
        assert [texts(p) for p in (first, second, last, back, up)] == [
            ["0", "1", "2"],
            ["3", "4", "5"],
            ["6", "7"],
            ["3", "4", "5"],
            ["6", "5", "4"],
        ]
        assert [(p.has_newer, p.has_older) for p in (first, second, last, back, up)] == [
            (True, False),
            (True, True),
            (False, True),
            (True, True),
            (True, True),
        ]


def test_a_ticker_that_is_over_is_read_from_its_beginning(newsdesk: Newsdesk) -> None:
    newsdesk.opens()
    orders = []
    for step in (newsdesk.pauses, newsdesk.resumes, newsdesk.ends, newsdesk.archives):
        with newsdesk.store.reading() as session:
            orders.append(ticker.order_of(coverage_of(session, newsdesk)))
        step()
    with newsdesk.store.reading() as session:
        orders.append(ticker.order_of(coverage_of(session, newsdesk)))
    assert orders == ["newest", "newest", "newest", "oldest", "oldest"]


def test_oldest_first_a_permalink_leads_to_a_page_that_goes_on_behind_it(
    newsdesk: Newsdesk,
) -> None:
    newsdesk.opens()
    made = [newsdesk.publishes(str(n)) for n in range(12)]
    with newsdesk.store.reading() as session:
        coverage = coverage_of(session, newsdesk)
        early = ticker.page_with(session, coverage, made[2], order="oldest", limit=5)
        late = ticker.page_with(session, coverage, made[8], order="oldest", limit=5)
        assert texts(early) == ["0", "1", "2", "3", "4"]
        assert texts(late) == ["5", "6", "7", "8", "9"]
        assert (late.has_newer, late.has_older, late.order) == (True, True, "oldest")


def test_an_empty_ticker_is_a_page_without_posts(newsdesk: Newsdesk) -> None:
    newsdesk.opens()
    newsdesk.drafts("geheim")
    with newsdesk.store.reading() as session:
        coverage = coverage_of(session, newsdesk)
        assert ticker.page(session, coverage) == Page([], has_newer=False, has_older=False)
        assert ticker.summary(session, coverage) is None
        assert ticker.count(session, coverage) == 0
        assert ticker.newest_position(session, coverage) == ""
        assert ticker.newest(session, [coverage.id]) == {}


def test_a_permalink_leads_to_the_page_that_holds_the_post(newsdesk: Newsdesk) -> None:
    newsdesk.opens()
    published = [newsdesk.publishes(str(n)) for n in range(20)]
    with newsdesk.store.reading() as session:
        coverage = coverage_of(session, newsdesk)

        def page_with(n: int) -> Page:
            post = ticker.public_post(session, coverage, published[n].id)
            return ticker.page_with(session, coverage, post, limit=6)

        assert texts(page_with(14)) == ["19", "18", "17", "16", "15", "14"]
        assert texts(page_with(13)) == ["16", "15", "14", "13", "12", "11"]
        assert texts(page_with(0)) == ["3", "2", "1", "0"]
        for n in range(20):
            page = page_with(n)
            assert str(n) in texts(page)
            assert page.has_newer == (texts(page)[0] != "19")
            assert page.has_older == (texts(page)[-1] != "0")


def test_a_post_that_is_not_public_is_not_found(newsdesk: Newsdesk) -> None:
    newsdesk.opens("Die Wahl")
    elsewhere = newsdesk.publishes("Woanders")
    newsdesk.opens("Der Gipfel")
    hidden = (
        newsdesk.drafts("geheim"),
        newsdesk.submits("geheim"),
        newsdesk.schedules("geheim", at=berlin("21:00")),
        newsdesk.publishes("geheim", embargoed_until=berlin("21:00")),
        elsewhere,
        Post(id=uuid4()),
    )
    with newsdesk.store.reading() as session:
        coverage = coverage_of(session, newsdesk)
        for post in hidden:
            with pytest.raises(NotFound):
                ticker.public_post(session, coverage, post.id)


def test_everything_that_drawing_needs_comes_with_the_post(newsdesk: Newsdesk) -> None:
    newsdesk.opens()
    post = newsdesk.publishes("Eins", pinned=True, key_event=True, summary=True)
    newsdesk.corrects(post, "Zwei", note="Nicht eins.")
    newsdesk.withdraws(newsdesk.publishes("Falsch"), notice="Das war falsch.")
    with newsdesk.store.reading() as session:
        coverage = coverage_of(session, newsdesk)
        withdrawn, shown = ticker.page(session, coverage).posts
        session.expunge_all()  # from here on, asking the database again is an error
    assert (shown.author.name, shown.coverage.slug) == ("Jonas", newsdesk.slug)
    assert {mark.kind for mark in shown.marks} == {"pin", "key_event", "summary"}
    assert [correction.note for correction in shown.corrections] == ["Nicht eins."]
    assert shown.withdrawal is None
    assert withdrawn.withdrawal is not None
    assert withdrawn.withdrawal.notice == "Das war falsch."


def test_marked_posts_come_newest_first(newsdesk: Newsdesk) -> None:
    newsdesk.opens()
    old, _, new = (newsdesk.publishes(text) for text in ("alt", "dazwischen", "neu"))
    for post in (new, old):
        newsdesk.pins(post)
    with newsdesk.store.reading() as session:
        pins = ticker.marked(session, coverage_of(session, newsdesk), "pin")
        assert [post.text for post in pins] == ["neu", "alt"]


def test_the_front_page_shows_the_newest_post_of_each_coverage(newsdesk: Newsdesk) -> None:
    """Posts of one second have the same position in different coverages."""
    newest: dict[int, str] = {}
    for n in range(1, 5):
        coverage = newsdesk.opens(f"Nummer {n}")
        older = [newsdesk.publishes("Alt") for _ in range(1, n)]
        newsdesk.publishes(f"{n}")
        for post in older:
            newsdesk.amends(post, "Zuletzt geändert")
        newest[coverage.id] = f"{n}"
        newsdesk.withdraws(newsdesk.publishes("Falsch"))
    silent = newsdesk.opens("Stille")
    with newsdesk.store.reading() as session:
        found = ticker.newest(session, [*newest, silent.id])
        assert {coverage_id: post.text for coverage_id, post in found.items()} == newest


def test_the_newest_position_is_that_of_the_newest_public_post(newsdesk: Newsdesk) -> None:
    newsdesk.opens()
    newsdesk.publishes("Eins")
    newest = newsdesk.publishes("Zwei")
    newsdesk.withdraws(newest)
    newsdesk.drafts("Drei")
    with newsdesk.store.reading() as session:
        coverage = coverage_of(session, newsdesk)
        assert ticker.newest_position(session, coverage) == newest.position
