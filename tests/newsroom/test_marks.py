"""Pins, key events and summaries: who made them so, and until when."""

from collections.abc import Sequence

import pytest
from sqlalchemy import select

from depesche import clock
from depesche.errors import (
    CoverageArchived,
    CoverageEnded,
    EndPassed,
    NotAllowed,
    PostDiscarded,
    PostWithdrawn,
)
from depesche.newsroom import coverages, marks, ticker
from depesche.newsroom.marks import MARKINGS, Marking
from depesche.newsroom.models import Mark, Post
from newsdesk import Newsdesk, berlin


def shown(newsdesk: Newsdesk, kind: Marking) -> list[str]:
    """The texts of the posts that readers see as pins, key events, the summary."""
    with newsdesk.store.reading() as session:
        coverage = coverages.find(session, newsdesk.slug)
        if kind == "summary":
            summary = ticker.summary(session, coverage)
            return [summary.text] if summary else []
        return [post.text for post in ticker.marked(session, coverage, kind)]


def kept(newsdesk: Newsdesk, post: Post) -> Sequence[Mark]:
    """All marks the post ever carried."""
    with newsdesk.store.reading() as session:
        ever = select(Mark).where(Mark.post_id == post.id).order_by(Mark.id)
        return session.scalars(ever).all()


@pytest.mark.parametrize("kind", MARKINGS)
def test_a_mark_comes_and_goes_and_it_is_kept_who_did_it_when(
    newsdesk: Newsdesk, kind: Marking
) -> None:
    newsdesk.opens()
    post = newsdesk.publishes("Putin ist gelandet")
    made_at = clock.now()
    newsdesk.marks(post, kind)
    assert shown(newsdesk, kind) == ["Putin ist gelandet"]
    newsdesk.waits(minutes=5)
    newsdesk.unmarks(post, kind, by=newsdesk.mara)
    assert shown(newsdesk, kind) == []
    newsdesk.marks(post, kind)
    first, second = kept(newsdesk, post)
    assert (first.made_at, first.made_by_id) == (made_at, newsdesk.jonas.id)
    assert (first.removed_at, first.removed_by_id) == (clock.now(), newsdesk.mara.id)
    assert (second.made_at, second.removed_at) == (clock.now(), None)


@pytest.mark.parametrize("kind", MARKINGS)
def test_marking_twice_is_marking_once(newsdesk: Newsdesk, kind: Marking) -> None:
    newsdesk.opens()
    post = newsdesk.publishes("Putin ist gelandet")
    newsdesk.unmarks(post, kind)
    newsdesk.marks(post, kind)
    told = len(newsdesk.reader_log())
    newsdesk.marks(post, kind)
    assert len(newsdesk.reader_log()) == told
    newsdesk.unmarks(post, kind)
    told = len(newsdesk.reader_log())
    newsdesk.unmarks(post, kind)
    assert len(newsdesk.reader_log()) == told
    assert len(kept(newsdesk, post)) == 1


def test_a_post_can_be_published_with_its_marks_and_lose_them_with_an_amendment(
    newsdesk: Newsdesk,
) -> None:
    newsdesk.opens()
    post = newsdesk.publishes("Putin ist gelandet", pinned=True, key_event=True, summary=True)
    assert {mark.kind for mark in post.marks} == set(MARKINGS)
    newsdesk.amends(post, "Putin ist da", pinned=False)
    assert [shown(newsdesk, kind) for kind in MARKINGS] == [[], ["Putin ist da"], ["Putin ist da"]]


def test_a_draft_may_be_marked_and_readers_see_it_once_it_is_public(newsdesk: Newsdesk) -> None:
    newsdesk.opens()
    draft = newsdesk.drafts("Putin ist gelandet")
    for kind in MARKINGS:
        newsdesk.marks(draft, kind)
        assert shown(newsdesk, kind) == []
    newsdesk.amends(draft, status="published")
    assert all(shown(newsdesk, kind) == ["Putin ist gelandet"] for kind in MARKINGS)


def test_only_the_newest_summary_is_shown(newsdesk: Newsdesk) -> None:
    newsdesk.opens()
    early = newsdesk.publishes("Bisher: nichts")
    late = newsdesk.publishes("Bisher: wenig")
    newsdesk.marks(late, "summary")
    newsdesk.marks(early, "summary")
    assert shown(newsdesk, "summary") == ["Bisher: wenig"]
    newsdesk.withdraws(late)
    assert shown(newsdesk, "summary") == ["Bisher: nichts"]


def test_a_withdrawn_post_carries_no_mark(newsdesk: Newsdesk) -> None:
    newsdesk.opens()
    post = newsdesk.publishes("Falsch", pinned=True, key_event=True, summary=True)
    newsdesk.withdraws(post, by=newsdesk.mara)
    assert newsdesk.again(post).marks == []
    assert {mark.removed_by_id for mark in kept(newsdesk, post)} == {newsdesk.mara.id}
    for kind in MARKINGS:
        assert shown(newsdesk, kind) == []
        with pytest.raises(PostWithdrawn):
            newsdesk.marks(post, kind)


def test_marks_stay_as_they_are_after_the_end(newsdesk: Newsdesk) -> None:
    newsdesk.opens()
    marked, bare = newsdesk.publishes("Eins", pinned=True), newsdesk.publishes("Zwei")
    newsdesk.ends()
    for refusal in (CoverageEnded, CoverageArchived):
        with pytest.raises(refusal):
            newsdesk.unpins(marked)
        with pytest.raises(refusal):
            newsdesk.pins(bare)
        if newsdesk.coverage.status == "ended":
            newsdesk.archives()
    assert shown(newsdesk, "pin") == ["Eins"]


def test_contributors_mark_nothing_not_even_what_is_their_own(newsdesk: Newsdesk) -> None:
    newsdesk.opens()
    newsdesk.assigns(newsdesk.elif_)
    own = newsdesk.drafts("Von Elif", by=newsdesk.elif_)
    for kind in MARKINGS:
        with pytest.raises(NotAllowed):
            newsdesk.marks(own, kind, by=newsdesk.elif_)
    newsdesk.pins(own)
    with pytest.raises(NotAllowed):
        newsdesk.unpins(own, by=newsdesk.elif_)


def test_the_marks_of_a_post_that_waits_are_told_when_it_goes_out(newsdesk: Newsdesk) -> None:
    newsdesk.announces(opens_at=berlin("20:00"))
    waiting = newsdesk.publishes("Es geht los", pinned=True)
    newsdesk.marks(waiting, "key_event")
    newsdesk.waits_until(berlin("20:00"))
    assert [(line.kind, line.verb) for line in newsdesk.reader_log(after=2)] == [
        ("post", "put"),
        ("pin", "put"),
        ("key_event", "put"),
        ("entry", "put"),
    ]
    with newsdesk.store.reading() as session:
        coverage = coverages.find(session, newsdesk.slug)
        post = ticker.public_post(session, coverage, waiting.id)
        assert marks.standing(session, post, "pin") is not None


def test_a_pin_for_a_while_comes_off_at_its_minute(newsdesk: Newsdesk) -> None:
    newsdesk.opens()
    post = newsdesk.publishes("Eins")
    newsdesk.pins_until(post, berlin("20:05"))
    newsdesk.waits_until(berlin("20:04:59"))
    assert shown(newsdesk, "pin") == ["Eins"]
    told = len(newsdesk.reader_log())
    newsdesk.waits_until(berlin("20:05"))
    assert shown(newsdesk, "pin") == []
    assert [(line.kind, line.verb) for line in newsdesk.reader_log()[told:]] == [("pin", "remove")]
    with newsdesk.store.reading() as session:
        (mark,) = session.scalars(select(Mark)).all()
    assert (mark.removed_at, mark.removed_by_id) == (berlin("20:05"), None)
    newsdesk.waits(minutes=1)
    assert len(newsdesk.reader_log()) == told + 1


def test_pinning_again_changes_for_how_long_and_readers_are_told_nothing(
    newsdesk: Newsdesk,
) -> None:
    newsdesk.opens()
    post = newsdesk.publishes("Eins", pinned=True)
    told = len(newsdesk.reader_log())
    newsdesk.pins_until(post, berlin("20:00"))
    newsdesk.pins_until(post, berlin("20:30"))
    newsdesk.waits_until(berlin("20:10"))
    assert shown(newsdesk, "pin") == ["Eins"]
    newsdesk.pins(post)
    newsdesk.waits_until(berlin("21:00"))
    assert shown(newsdesk, "pin") == ["Eins"]
    assert len(newsdesk.reader_log()) == told


def test_a_while_that_has_passed_is_none(newsdesk: Newsdesk) -> None:
    newsdesk.opens()
    post = newsdesk.publishes("Eins")
    with pytest.raises(EndPassed):
        newsdesk.pins_until(post, clock.now())
    assert shown(newsdesk, "pin") == []


def test_a_pin_ends_after_the_coverage_but_not_in_the_archive(newsdesk: Newsdesk) -> None:
    newsdesk.opens()
    for minute in ("20:05", "20:15"):
        newsdesk.pins_until(newsdesk.publishes(minute), berlin(minute))
    newsdesk.ends()
    newsdesk.waits_until(berlin("20:05"))
    assert shown(newsdesk, "pin") == ["20:15"]
    newsdesk.archives()
    newsdesk.waits_until(berlin("20:30"))
    assert shown(newsdesk, "pin") == ["20:15"]


def test_the_desk_is_told_for_how_long_a_pin_stays(newsdesk: Newsdesk) -> None:
    newsdesk.opens()
    post = newsdesk.publishes("Oben")
    newsdesk.pins_until(post, berlin("20:00"))
    told = len(newsdesk.desk_log())
    newsdesk.pins_until(post, berlin("21:00"))
    (line,) = newsdesk.desk_log(after=told)
    assert (line.kind, line.object_id) == ("post", str(post.id))
    newsdesk.ends()
    with pytest.raises(CoverageEnded):
        newsdesk.pins_until(post, berlin("22:00"))


def test_what_is_discarded_is_not_marked(newsdesk: Newsdesk) -> None:
    newsdesk.opens()
    post = newsdesk.drafts("Weg")
    newsdesk.discards(post)
    with pytest.raises(PostDiscarded):
        newsdesk.pins(post)


def test_pins_come_off_in_the_order_of_their_minutes_each_in_its_own_coverage(
    newsdesk: Newsdesk,
) -> None:
    newsdesk.opens("Die Wahl", slug="wahl")
    there = newsdesk.publishes("Dort")
    newsdesk.pins_until(there, berlin("20:00"))
    newsdesk.opens(slug="gipfel")
    late, early = newsdesk.publishes("Spät"), newsdesk.publishes("Früh")
    newsdesk.pins_until(late, berlin("20:02"))
    newsdesk.pins_until(early, berlin("20:01"))
    newsdesk.waits_until(berlin("20:05"))
    for slug, over in (("gipfel", [early, late]), ("wahl", [there])):
        newsdesk.slug = slug
        off = [c.object_id for c in newsdesk.reader_log() if (c.kind, c.verb) == ("pin", "remove")]
        assert off == [str(post.id) for post in over]
