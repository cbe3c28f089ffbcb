"""The saved versions of a post, and going back to one."""

import pytest

from depesche.errors import NotAllowed, NotFound, PostWithdrawn, Stale
from depesche.newsroom import posts, revisions
from newsdesk import Newsdesk


def test_every_version_says_who_made_it_and_how(newsdesk: Newsdesk) -> None:
    newsdesk.opens()
    post = newsdesk.drafts("Eins")
    newsdesk.puts(post, seen=1, text="Zwei", by=newsdesk.mara)
    newsdesk.puts(post, seen=2, status="submitted")
    newsdesk.puts(post, seen=3, status="published")
    newsdesk.amends(post, "Drei")
    newsdesk.corrects(post, "Vier")
    with newsdesk.store.reading() as session:
        saved = revisions.saved(session, newsdesk.again(post))
        told = [(r.number, r.kind, r.saved_by.name if r.saved_by else "") for r in saved]
    assert told == [
        (6, "corrected", "Jonas"),
        (5, "amended", "Jonas"),
        (4, "published", "Jonas"),
        (3, "submitted", "Jonas"),
        (2, "saved", "Mara"),
        (1, "saved", "Jonas"),
    ]


def test_going_back_makes_a_new_version_and_loses_none(newsdesk: Newsdesk) -> None:
    newsdesk.opens()
    post = newsdesk.drafts("Eins", headline="Erste")
    newsdesk.puts(post, seen=1, text="Zwei", headline="Zweite")
    newsdesk.restores(post, 1, seen=2)
    again = newsdesk.again(post)
    assert (again.headline, again.text, again.revision) == ("Erste", "Eins", 3)
    assert [r.text for r in newsdesk.revisions(post)] == ["Eins", "Zwei", "Eins"]
    newsdesk.restores(post, 2, seen=3)
    newsdesk.restores(post, 2, seen=4)
    assert newsdesk.again(post).revision == 4


def test_a_picture_comes_back_only_where_it_is_asked_for(newsdesk: Newsdesk) -> None:
    newsdesk.opens()
    picture = newsdesk.uploads()
    post = newsdesk.shows(picture, "Ein Bild", caption="Der Platz")
    newsdesk.amends(post, "Kein Bild", picture=None)
    newsdesk.restores(post, 1, seen=2)
    again = newsdesk.again(post)
    assert (again.text, again.picture_id, again.caption) == ("Ein Bild", None, "")
    newsdesk.restores(post, 1, seen=3)
    assert newsdesk.again(post).revision == 3
    newsdesk.restores(post, 1, seen=3, pictured=True)
    again = newsdesk.again(post)
    assert (again.picture_id, again.alt, again.caption) == (picture.id, "Rot und Blau", "Der Platz")
    newsdesk.restores(post, 2, seen=4)
    assert newsdesk.again(post).picture_id == picture.id


def test_a_published_post_is_amended_or_openly_corrected(newsdesk: Newsdesk) -> None:
    newsdesk.opens()
    post = newsdesk.publishes("Eins")
    newsdesk.amends(post, "Zwei")
    newsdesk.restores(post, 1, seen=2)
    assert newsdesk.readers_see() == ["Eins"]
    assert newsdesk.again(post).corrections == []
    with newsdesk._at_work(post) as (session, coverage):
        found = posts.find(session, coverage, post.id)
        revisions.restore_openly(
            session,
            coverage,
            found,
            2,
            note="Doch zwei.",
            seen=3,
            by=newsdesk.jonas,
            now=found.updated_at,
        )
    assert newsdesk.readers_see() == ["Zwei"]
    assert [c.note for c in newsdesk.again(post).corrections] == ["Doch zwei."]


def test_who_has_not_seen_the_present_words_goes_nowhere(newsdesk: Newsdesk) -> None:
    newsdesk.opens()
    post = newsdesk.publishes("Eins")
    newsdesk.amends(post, "Zwei")
    with pytest.raises(Stale):
        newsdesk.restores(post, 1, seen=1)
    with pytest.raises(NotFound):
        newsdesk.restores(post, 9, seen=2)
    newsdesk.withdraws(post)
    with pytest.raises(PostWithdrawn):
        newsdesk.restores(post, 1, seen=2)


def test_a_contributor_goes_back_in_their_own_drafts_only(newsdesk: Newsdesk) -> None:
    newsdesk.opens()
    newsdesk.assigns(newsdesk.elif_)
    own = newsdesk.drafts("Eins", by=newsdesk.elif_)
    newsdesk.puts(own, seen=1, text="Zwei")
    newsdesk.restores(own, 1, seen=2, by=newsdesk.elif_)
    others = newsdesk.drafts("Eins")
    newsdesk.puts(others, seen=1, text="Zwei")
    with pytest.raises(NotAllowed):
        newsdesk.restores(others, 1, seen=2, by=newsdesk.elif_)


def test_who_may_not_write_a_post_does_not_go_back_even_to_its_present_words(
    newsdesk: Newsdesk,
) -> None:
    newsdesk.opens()
    newsdesk.assigns(newsdesk.elif_)
    post = newsdesk.drafts("Eins")
    with pytest.raises(NotAllowed):
        newsdesk.restores(post, 1, seen=1, by=newsdesk.elif_)


def test_going_back_from_what_is_not_there_any_more_is_told(newsdesk: Newsdesk) -> None:
    newsdesk.opens()
    post = newsdesk.drafts("Eins")
    newsdesk.puts(post, seen=1, text="Zwei")
    newsdesk.restores(post, 1, seen=2)
    with pytest.raises(Stale):  # though these are the present words again
        newsdesk.restores(post, 1, seen=1)
    newsdesk.puts(post, seen=3, text="Vier")
    with pytest.raises(Stale):  # though the same was asked for before, from elsewhere
        newsdesk.restores(post, 1, seen=3)
