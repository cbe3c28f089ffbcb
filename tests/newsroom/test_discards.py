"""Drafts are put out of sight and come back; nothing public ever is."""

import pytest
from sqlalchemy import select

from depesche.errors import CoverageArchived, NotAllowed, NotDiscardable, PostDiscarded, Stale
from depesche.newsroom.models import Discard
from newsdesk import Newsdesk


def test_a_discarded_draft_keeps_its_words_and_comes_back(newsdesk: Newsdesk) -> None:
    newsdesk.opens()
    post = newsdesk.drafts("Vielleicht.")
    newsdesk.discards(post)
    newsdesk.discards(post)
    assert newsdesk.again(post).status == "discarded"
    newsdesk.recovers(post)
    newsdesk.recovers(post)
    assert (newsdesk.again(post).status, newsdesk.again(post).text) == ("draft", "Vielleicht.")
    with newsdesk.store.reading() as session:
        (made,) = session.scalars(select(Discard)).all()
    assert (made.made_by_id, made.recovered_by_id) == (newsdesk.jonas.id, newsdesk.jonas.id)


def test_nothing_is_done_to_it_while_it_is_discarded(newsdesk: Newsdesk) -> None:
    newsdesk.opens()
    post = newsdesk.drafts("Vielleicht.")
    newsdesk.discards(post)
    with pytest.raises(PostDiscarded):
        newsdesk.puts(post, seen=1, status="published")
    with pytest.raises(PostDiscarded):
        newsdesk.pins(post)
    assert newsdesk.readers_see() == []


def test_only_what_waits_for_nobody_and_no_time_is_discarded(newsdesk: Newsdesk) -> None:
    newsdesk.opens()
    withdrawn = newsdesk.publishes("Zurück.")
    newsdesk.withdraws(withdrawn)
    for post in (newsdesk.publishes("Da."), newsdesk.schedules("Bald."), withdrawn):
        with pytest.raises(NotDiscardable):
            newsdesk.discards(post)
    newsdesk.discards(newsdesk.submits("Eingereicht."))


def test_who_may(newsdesk: Newsdesk) -> None:
    newsdesk.opens()
    newsdesk.assigns(newsdesk.elif_)
    with pytest.raises(NotAllowed):
        newsdesk.discards(newsdesk.drafts("Jonas' Entwurf"), by=newsdesk.elif_)
    newsdesk.discards(newsdesk.drafts("Eigener", by=newsdesk.elif_), by=newsdesk.elif_)
    newsdesk.discards(newsdesk.drafts("Elifs", by=newsdesk.elif_), by=newsdesk.jonas)


def test_words_that_nobody_has_seen_are_not_discarded(newsdesk: Newsdesk) -> None:
    newsdesk.opens()
    post = newsdesk.drafts("Eins")
    newsdesk.puts(post, seen=1, text="Zwei")
    with pytest.raises(Stale):
        newsdesk.discards(post, seen=1)


def test_readers_are_told_nothing(newsdesk: Newsdesk) -> None:
    newsdesk.opens()
    told = len(newsdesk.reader_log())
    post = newsdesk.drafts("Vielleicht.")
    newsdesk.discards(post)
    newsdesk.recovers(post)
    assert len(newsdesk.reader_log()) == told


def test_the_desk_is_told_both_times(newsdesk: Newsdesk) -> None:
    newsdesk.opens()
    post = newsdesk.drafts("Zu viel")
    for change in (newsdesk.discards, newsdesk.recovers):
        told = len(newsdesk.desk_log())
        change(post)
        (line,) = newsdesk.desk_log(after=told)
        assert (line.kind, line.object_id) == ("post", str(post.id))


def test_who_took_it_back_when_is_kept_whatever_comes_later(newsdesk: Newsdesk) -> None:
    newsdesk.opens()
    post = newsdesk.drafts("Zu viel")
    for person in (newsdesk.jonas, newsdesk.mara):
        newsdesk.discards(post)
        newsdesk.recovers(post, by=person)
    with newsdesk.store.reading() as session:
        made = session.scalars(select(Discard).order_by(Discard.id)).all()
        assert [d.recovered_by_id for d in made] == [newsdesk.jonas.id, newsdesk.mara.id]


def test_the_archive_stays_as_it_is(newsdesk: Newsdesk) -> None:
    newsdesk.opens()
    post, gone = newsdesk.drafts("Bleibt"), newsdesk.drafts("Bleibt weg")
    newsdesk.discards(gone)
    newsdesk.ends()
    newsdesk.archives()
    with pytest.raises(CoverageArchived):
        newsdesk.discards(post)
    with pytest.raises(CoverageArchived):
        newsdesk.recovers(gone)
