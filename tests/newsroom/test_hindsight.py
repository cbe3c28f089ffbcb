"""What readers saw at a minute that has passed."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest
from sqlalchemy import event, func, select

from depesche import clock
from depesche.newsroom import coverages, minutes
from depesche.newsroom.hindsight import Hindsight, Since
from depesche.newsroom.models import Post, Revision
from newsdesk import Newsdesk


@contextmanager
def looking_back(newsdesk: Newsdesk, minute: datetime) -> Iterator[Hindsight]:
    with newsdesk.store.reading() as session:
        yield Hindsight(session, coverages.public(session, newsdesk.slug), minute)


def minute_of(newsdesk: Newsdesk) -> datetime:
    """The minute that it is; when this returns, it is over."""
    minute = minutes.of(clock.now())
    newsdesk.waits_until(minute + minutes.MINUTE)
    return minute


def texts(posts: Sequence[Post]) -> list[str]:
    """The words of these posts; of a withdrawn one, its notice."""
    return [post.withdrawal.notice if post.withdrawal else post.text for post in posts]


def seen(newsdesk: Newsdesk, minute: datetime) -> list[str]:
    with looking_back(newsdesk, minute) as then:
        return texts(then.page().posts)


def test_it_holds_what_was_posted_by_the_end_of_the_minute(newsdesk: Newsdesk) -> None:
    newsdesk.opens()
    newsdesk.publishes("Eins")
    clock.move(timedelta(seconds=59))
    newsdesk.publishes("Zwei")
    first = minute_of(newsdesk)
    newsdesk.publishes("Drei")
    second = minute_of(newsdesk)

    assert seen(newsdesk, first) == ["Zwei", "Eins"]
    assert seen(newsdesk, second) == ["Drei", "Zwei", "Eins"]
    assert seen(newsdesk, first - minutes.MINUTE) == []


def test_before_the_opening_nothing_had_been_posted(newsdesk: Newsdesk) -> None:
    newsdesk.announces()
    newsdesk.publishes("Bei der Eröffnung")
    announced = minute_of(newsdesk)
    newsdesk.waits(minutes=20)

    assert newsdesk.readers_see() == ["Bei der Eröffnung"]
    assert seen(newsdesk, announced) == []
    with looking_back(newsdesk, announced) as then:
        assert then.marked("pin") == []
        assert then.summary() is None


def test_a_post_has_the_words_of_then_whatever_it_became(newsdesk: Newsdesk) -> None:
    newsdesk.opens()
    post = newsdesk.publishes("Eins", headline="Kopf eins", byline="Zeile eins")
    wrote = minute_of(newsdesk)
    newsdesk.amends(post, "Zwei", headline="Kopf zwei")
    amended = minute_of(newsdesk)
    newsdesk.corrects(post, "Drei", note="Nicht zwei.", headline="Kopf drei")
    corrected = minute_of(newsdesk)
    newsdesk.amends(post, byline="Zeile vier")
    minute_of(newsdesk)

    said = []
    for minute in (wrote, amended, corrected):
        with looking_back(newsdesk, minute) as then:
            (stood,) = then.page().posts
            told = [one.note for one in stood.corrections]
            since = [one.note for one in then.since[stood.id].corrections]
            said.append((stood.text, stood.headline, stood.byline, told, since))
    assert said == [
        ("Eins", "Kopf eins", "Zeile eins", [], ["Nicht zwei."]),
        ("Zwei", "Kopf zwei", "Zeile eins", [], ["Nicht zwei."]),
        ("Drei", "Kopf drei", "Zeile eins", ["Nicht zwei."], []),
    ]


def test_a_change_in_the_same_minute_is_there(newsdesk: Newsdesk) -> None:
    newsdesk.opens()
    post = newsdesk.publishes("Eins")
    clock.move(timedelta(seconds=30))
    newsdesk.corrects(post, "Zwei")
    assert seen(newsdesk, minute_of(newsdesk)) == ["Zwei"]


def test_a_draft_is_never_what_readers_had(newsdesk: Newsdesk) -> None:
    """Nor are the words that a post had before it went out, by whichever way it went."""
    newsdesk.opens()
    drafted = newsdesk.drafts("Entwurf von eins")
    sent = newsdesk.submits("Entwurf von zwei")
    waiting = newsdesk.schedules("Entwurf von drei")
    newsdesk.drafts("Entwurf")
    before = minute_of(newsdesk)
    newsdesk.amends(drafted, "Eins", status="published")
    newsdesk.amends(sent, "Zwei", status="published")
    newsdesk.amends(waiting, "Drei")
    newsdesk.waits(minutes=10)
    published = minute_of(newsdesk)
    newsdesk.amends(waiting, "Vier")
    minute_of(newsdesk)

    assert seen(newsdesk, before) == []
    assert seen(newsdesk, published) == ["Drei", "Zwei", "Eins"]


def test_a_draft_is_not_shown_even_where_a_clock_was_put_back(newsdesk: Newsdesk) -> None:
    newsdesk.opens()
    post = newsdesk.drafts("Entwurf")
    newsdesk.amends(post, "Eins", status="published")
    minute = minute_of(newsdesk)
    with newsdesk.store.writing() as session:
        for version in session.scalars(select(Revision).where(Revision.kind == "published")):
            version.saved_at += timedelta(hours=1)
    assert seen(newsdesk, minute) == ["Eins"]


def test_of_what_was_withdrawn_only_the_notice_is_there(newsdesk: Newsdesk) -> None:
    """By then or since, in the ticker, among pins and key events and as the summary."""
    newsdesk.opens()
    everything = {"pinned": True, "key_event": True, "summary": True}
    post = newsdesk.publishes("Geheim", headline="Geheim", byline="Geheim", **everything)
    before = minute_of(newsdesk)
    newsdesk.withdraws(post, notice="Zurückgezogen.")
    after = minute_of(newsdesk)

    for minute in (before, after):
        with looking_back(newsdesk, minute) as then:
            shown = [*then.page().posts, *then.marked("pin"), *then.marked("key_event")]
            assert {*texts(shown)} == {"Zurückgezogen."}
            for one in shown:
                assert (one.text, one.headline, one.byline, one.caption) == ("", "", "", "")
                assert one.picture is None
                assert one.picture_id is None
    with looking_back(newsdesk, before) as then:
        assert len(then.marked("pin")) == len(then.marked("key_event")) == 1
        summary = then.summary()
        assert summary is not None
        assert summary.withdrawal is not None
    with looking_back(newsdesk, after) as then:
        assert then.marked("pin") == []
        assert then.summary() is None


def test_marks_are_those_that_stood(newsdesk: Newsdesk) -> None:
    newsdesk.opens()
    post, other = newsdesk.publishes("Eins"), newsdesk.publishes("Zwei", summary=True)
    plain = minute_of(newsdesk)
    newsdesk.marks(post, "pin")
    newsdesk.marks(post, "summary")
    marked = minute_of(newsdesk)
    newsdesk.unmarks(post, "pin")
    newsdesk.unmarks(other, "summary")
    unmarked = minute_of(newsdesk)
    newsdesk.marks(post, "pin")
    again = minute_of(newsdesk)

    def pinned(minute: datetime) -> tuple[list[str], str | None, list[list[str]]]:
        with looking_back(newsdesk, minute) as then:
            summary, posts = then.summary(), then.page().posts
            carried = [[mark.kind for mark in one.marks] for one in posts]
            return texts(then.marked("pin")), summary and summary.text, carried

    assert pinned(plain) == ([], "Zwei", [["summary"], []])
    assert pinned(marked) == (["Eins"], "Zwei", [["summary"], ["pin", "summary"]])
    assert pinned(unmarked) == ([], "Eins", [[], ["summary"]])
    assert pinned(again) == (["Eins"], "Eins", [[], ["summary", "pin"]])


def test_a_picture_is_shown_as_long_as_the_post_shows_it(newsdesk: Newsdesk) -> None:
    newsdesk.opens()
    first, second = newsdesk.uploads(), newsdesk.uploads()
    post = newsdesk.shows(first, caption="Damals")
    with_first = minute_of(newsdesk)
    newsdesk.amends(post, caption="Heute")
    minute_of(newsdesk)
    with looking_back(newsdesk, with_first) as then:
        (stood,) = then.page().posts
        assert stood.picture is not None
        assert (stood.picture.id, stood.caption) == (first.id, "Damals")
        assert not then.since[post.id].has_lost_picture

    newsdesk.amends(post, picture=second.id, alt="Das andere")
    with looking_back(newsdesk, with_first) as then:
        (stood,) = then.page().posts
        assert stood.picture is None
        assert then.since[post.id] == Since([], has_lost_picture=True)


def test_a_picture_that_came_later_was_not_there(newsdesk: Newsdesk) -> None:
    newsdesk.opens()
    post = newsdesk.publishes("Ohne Bild")
    without = minute_of(newsdesk)
    newsdesk.amends(post, picture=newsdesk.uploads().id, alt="Ein Bild")
    with looking_back(newsdesk, without) as then:
        (stood,) = then.page().posts
        assert stood.picture is None
        assert not then.since[post.id].has_lost_picture


def test_pages_go_both_ways(newsdesk: Newsdesk) -> None:
    newsdesk.opens()
    for n in range(7):
        newsdesk.publishes(str(n))
    minute = minute_of(newsdesk)
    newsdesk.publishes("später")

    with looking_back(newsdesk, minute) as then:
        newest = then.page(limit=3)
        older = then.page(before=newest.posts[-1].position, limit=3)
        oldest = then.page(before=older.posts[-1].position, limit=3)
        back = then.page(after=oldest.posts[0].position, limit=3)
        first = then.page(after=back.posts[0].position, limit=3)
    assert [texts(p.posts) for p in (newest, older, oldest, back, first)] == [
        ["6", "5", "4"],
        ["3", "2", "1"],
        ["0"],
        ["3", "2", "1"],
        ["6", "5", "4"],
    ]
    assert [(p.has_newer, p.has_older) for p in (newest, older, oldest, back, first)] == [
        (False, True),
        (True, True),
        (True, False),
        (True, True),
        (False, True),
    ]


def test_it_knows_where_to_go_from_here(newsdesk: Newsdesk) -> None:
    newsdesk.opens()
    newsdesk.publishes("Eins", key_event=True)
    minute_of(newsdesk)
    newsdesk.publishes("Zwei")
    minute_of(newsdesk)
    taken = newsdesk.publishes("Zurückgezogen", key_event=True)
    newsdesk.publishes("Drei")
    newsdesk.publishes("Auch drei")
    here = minute_of(newsdesk)
    newsdesk.waits(minutes=3)
    newsdesk.publishes("Vier")
    newsdesk.waits(minutes=3)
    newsdesk.publishes("Fünf", key_event=True)
    newsdesk.withdraws(taken)

    def steps(minute: datetime) -> list[str | None]:
        with looking_back(newsdesk, minute) as then:
            return [post and post.text for post in vars(then.steps()).values()]

    assert steps(here) == ["Zwei", "Vier", "Eins", "Fünf"]
    assert steps(here - timedelta(hours=1)) == [None, "Eins", None, "Eins"]
    assert steps(here + timedelta(hours=1)) == ["Fünf", None, "Fünf", None]


def test_another_coverage_is_another_story(newsdesk: Newsdesk) -> None:
    newsdesk.opens(slug="wahl")
    newsdesk.publishes("Anderswo", pinned=True)
    newsdesk.opens(slug="gipfel")
    newsdesk.publishes("Hier", pinned=True)
    minute = minute_of(newsdesk)
    with looking_back(newsdesk, minute) as then:
        assert texts(then.page().posts) == texts(then.marked("pin")) == ["Hier"]


def test_nothing_of_it_can_be_kept(newsdesk: Newsdesk) -> None:
    newsdesk.opens()
    post = newsdesk.publishes("Eins")
    minute = minute_of(newsdesk)
    newsdesk.amends(post, "Zwei")
    with newsdesk.store.writing() as session:
        then = Hindsight(session, coverages.public(session, newsdesk.slug), minute)
        (stood,) = then.page().posts
        stood.text = "Drei"
        then.book()
    assert newsdesk.readers_see() == ["Zwei"]


@pytest.mark.parametrize("posts", [200])
def test_a_page_reads_no_more_than_it_shows(newsdesk: Newsdesk, posts: int) -> None:
    newsdesk.opens()
    for n in range(posts):
        newsdesk.publishes(f"Beitrag {n}")
        newsdesk.waits(seconds=20)
    minute = minutes.of(clock.now()) - timedelta(minutes=posts // 6)
    fetched: list[str] = []

    def loaded(target: Post | Revision, _context: object) -> None:
        fetched.append(type(target).__name__)

    for table in (Post, Revision):
        event.listen(table, "load", loaded)
    try:
        with looking_back(newsdesk, minute) as then:
            assert len(then.page(limit=10).posts) == 10
    finally:
        for table in (Post, Revision):
            event.remove(table, "load", loaded)
    assert (fetched.count("Post"), fetched.count("Revision")) == (11, 10)
    with newsdesk.store.reading() as session:
        assert session.scalar(select(func.count()).select_from(Post)) == posts
