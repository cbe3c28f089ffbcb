"""Withdrawals: a post is taken back, and its notice remains."""

import pytest

from depesche import clock
from depesche.errors import AlreadyWithdrawn, Missing, NotAllowed, PostNotPublic, TooLong
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
