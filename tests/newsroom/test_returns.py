"""A submitted post goes back to its author, with a note that stays at the desk."""

import pytest

from depesche.errors import CoverageArchived, Missing, NotAllowed, PostNotSubmitted, Stale
from depesche.newsroom.models import Post
from newsdesk import Newsdesk


@pytest.fixture
def submitted(newsdesk: Newsdesk) -> Post:
    newsdesk.opens()
    newsdesk.assigns(newsdesk.elif_)
    return newsdesk.submits("Zweihundert am Tor.", by=newsdesk.elif_)


def test_the_post_is_a_draft_again_and_its_author_reads_why(
    newsdesk: Newsdesk, submitted: Post
) -> None:
    newsdesk.sends_back(submitted, "Wer hat gezählt?")
    post = newsdesk.again(submitted)
    assert (post.status, post.text) == ("draft", "Zweihundert am Tor.")
    (told,) = post.returns
    assert (told.note, told.made_by.name) == ("Wer hat gezählt?", "Jonas")
    assert [r.kind for r in newsdesk.revisions(post)] == ["submitted", "returned"]


def test_doing_it_twice_is_doing_it_once(newsdesk: Newsdesk, submitted: Post) -> None:
    newsdesk.sends_back(submitted, "Wer?")
    lines = len(newsdesk.desk_log())
    newsdesk.sends_back(submitted, "Wer?")
    assert len(newsdesk.desk_log()) == lines
    with pytest.raises(PostNotSubmitted):
        newsdesk.sends_back(submitted, "Und wann?")


def test_readers_are_told_nothing(newsdesk: Newsdesk, submitted: Post) -> None:
    told = len(newsdesk.reader_log())
    newsdesk.sends_back(submitted)
    assert len(newsdesk.reader_log()) == told


def test_it_needs_a_note_and_an_editor_who_has_seen_the_last_words(
    newsdesk: Newsdesk, submitted: Post
) -> None:
    with pytest.raises(Missing):
        newsdesk.sends_back(submitted, " ")
    with pytest.raises(NotAllowed):
        newsdesk.sends_back(submitted, by=newsdesk.elif_)
    newsdesk.puts(submitted, by=newsdesk.elif_, seen=1, text="Zwölf am Tor.")
    with pytest.raises(Stale):
        newsdesk.sends_back(submitted, seen=1)
    assert newsdesk.again(submitted).status == "submitted"


def test_its_author_cannot_submit_it_again_unseen(newsdesk: Newsdesk, submitted: Post) -> None:
    newsdesk.sends_back(submitted)
    with pytest.raises(Stale):
        newsdesk.puts(submitted, by=newsdesk.elif_, seen=1, text="Egal.", status="submitted")
    newsdesk.puts(submitted, by=newsdesk.elif_, seen=2, text="Besser.", status="submitted")
    assert newsdesk.again(submitted).status == "submitted"


def test_its_author_can_take_it_back(newsdesk: Newsdesk, submitted: Post) -> None:
    newsdesk.puts(submitted, by=newsdesk.elif_, seen=1, status="draft")
    assert newsdesk.again(submitted).status == "draft"
    with pytest.raises(PostNotSubmitted):
        newsdesk.sends_back(submitted)


def test_the_desk_is_told(newsdesk: Newsdesk, submitted: Post) -> None:
    told = len(newsdesk.desk_log())
    newsdesk.sends_back(submitted)
    (line,) = newsdesk.desk_log(after=told)
    assert (line.kind, line.object_id) == ("post", str(submitted.id))


def test_nothing_goes_back_in_the_archive(newsdesk: Newsdesk, submitted: Post) -> None:
    newsdesk.ends()
    newsdesk.archives()
    with pytest.raises(CoverageArchived):
        newsdesk.sends_back(submitted)
