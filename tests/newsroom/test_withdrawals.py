"""Withdrawals: a post is taken back, and its notice remains."""

from datetime import timedelta

import pytest

from depesche import clock
from depesche.errors import (
    AlreadyWithdrawn,
    CoverageArchived,
    Missing,
    NotAllowed,
    PostNotPublic,
    TooLateToUndo,
    TooLong,
)
from depesche.newsroom import withdrawals
from newsdesk import Newsdesk, berlin


def test_a_withdrawn_post_leaves_its_notice_in_its_place(newsdesk: Newsdesk) -> None:
    newsdesk.opens()
    newsdesk.publishes("Eins")
    post = newsdesk.publishes("Falsch")
    newsdesk.publishes("Drei")
    newsdesk.waits(minutes=2)
    made = newsdesk.withdraws(post, notice="  Das stimmte nicht.\n")
    assert newsdesk.readers_see() == ["Drei", "Das stimmte nicht.", "Eins"]
    assert (made.made_at, made.made_by_id) == (clock.now(), newsdesk.jonas.id)
    assert newsdesk.again(post).position == post.position


def test_withdrawing_twice_is_withdrawing_once(newsdesk: Newsdesk) -> None:
    newsdesk.opens()
    post = newsdesk.publishes("Falsch")
    newsdesk.withdraws(post, notice="Das stimmte nicht.")
    told = len(newsdesk.reader_log())
    newsdesk.waits(minutes=1)
    newsdesk.withdraws(post, notice="Das stimmte nicht. ")
    with pytest.raises(AlreadyWithdrawn):
        newsdesk.withdraws(post, notice="Ein anderer Grund.")
    assert len(newsdesk.reader_log()) == told
    newsdesk.ends()
    newsdesk.archives()
    newsdesk.withdraws(post, notice="Das stimmte nicht.")


@pytest.mark.parametrize(("notice", "refusal"), [(" \n", Missing), ("x" * 2001, TooLong)])
def test_a_withdrawal_needs_a_notice_of_reasonable_length(
    newsdesk: Newsdesk, notice: str, refusal: type[Exception]
) -> None:
    newsdesk.opens()
    post = newsdesk.publishes("Falsch")
    with pytest.raises(refusal):
        newsdesk.withdraws(post, notice=notice)
    assert newsdesk.readers_see() == ["Falsch"]


def test_only_what_is_public_can_be_withdrawn(newsdesk: Newsdesk) -> None:
    newsdesk.opens()
    for hidden in (newsdesk.drafts("?"), newsdesk.schedules("?", at=berlin("21:00"))):
        with pytest.raises(PostNotPublic):
            newsdesk.withdraws(hidden)


def test_withdrawals_are_for_editors_even_of_ones_own_posts(newsdesk: Newsdesk) -> None:
    newsdesk.opens()
    newsdesk.assigns(newsdesk.elif_)
    own = newsdesk.submits("Falsch", by=newsdesk.elif_)
    newsdesk.amends(own, status="published")
    with pytest.raises(NotAllowed):
        newsdesk.withdraws(own, by=newsdesk.elif_)
    newsdesk.withdraws(own, by=newsdesk.mara)


def test_what_was_just_published_is_undone_and_its_words_are_a_draft(newsdesk: Newsdesk) -> None:
    newsdesk.opens()
    post = newsdesk.publishes("Zu früh", headline="Oh", byline="Jonas", key_event=True)
    newsdesk.waits(seconds=90)
    draft = newsdesk.undoes(post)
    assert newsdesk.readers_see() == ["Ein Versehen."]
    assert newsdesk.again(post).status == "withdrawn"
    assert (draft.status, draft.headline, draft.text, draft.byline) == (
        *("draft", "Oh", "Zu früh", "Jonas"),
    )
    assert [mark.kind for mark in newsdesk.again(draft).marks] == ["key_event"]
    told = len(newsdesk.reader_log())
    assert newsdesk.undoes(post, by=newsdesk.mara).id == draft.id
    assert len(newsdesk.reader_log()) == told


def test_what_is_undone_stays_its_authors_and_pinned_no_longer_than_it_was(
    newsdesk: Newsdesk,
) -> None:
    newsdesk.opens()
    newsdesk.assigns(newsdesk.elif_)
    post = newsdesk.submits("Von Elif", by=newsdesk.elif_)
    newsdesk.amends(post, status="published")
    until = clock.now() + timedelta(minutes=30)
    newsdesk.pins_until(post, until)
    draft = newsdesk.undoes(post)
    assert newsdesk.again(draft).author.name == "Elif"
    assert [(mark.kind, mark.until) for mark in newsdesk.again(draft).marks] == [("pin", until)]
    newsdesk.amends(draft, "Von Elif, besser", by=newsdesk.elif_)
    newsdesk.amends(draft, status="published")
    newsdesk.waits(minutes=30)
    assert newsdesk.again(draft).marks == []


def test_after_a_while_it_takes_a_withdrawal_with_its_reasons(newsdesk: Newsdesk) -> None:
    newsdesk.opens()
    post = newsdesk.publishes("Da")
    newsdesk.waits(minutes=2, seconds=1)
    with pytest.raises(TooLateToUndo):
        newsdesk.undoes(post)
    assert newsdesk.readers_see() == ["Da"]


def test_undoing_is_an_editors_and_needs_something_public(newsdesk: Newsdesk) -> None:
    newsdesk.opens()
    newsdesk.assigns(newsdesk.elif_)
    with pytest.raises(NotAllowed):
        newsdesk.undoes(newsdesk.publishes("Da"), by=newsdesk.elif_)
    with pytest.raises(PostNotPublic):
        newsdesk.undoes(newsdesk.drafts("Noch nicht"))


def test_undoing_is_possible_for_two_whole_minutes_and_keeps_all_marks(newsdesk: Newsdesk) -> None:
    newsdesk.opens()
    post = newsdesk.publishes("Zu früh", pinned=True, key_event=True, summary=True)
    clock.move(withdrawals.GRACE)
    draft = newsdesk.undoes(post)
    assert {mark.kind for mark in newsdesk.again(draft).marks} == {"pin", "key_event", "summary"}


def test_nothing_is_withdrawn_from_the_archive(newsdesk: Newsdesk) -> None:
    newsdesk.opens()
    post = newsdesk.publishes("Bleibt")
    newsdesk.ends()
    newsdesk.archives()
    with pytest.raises(CoverageArchived):
        newsdesk.withdraws(post)
