"""Drafts are saved by themselves while somebody types; `posts.put(autosave=True)`."""

from uuid import uuid4

import pytest

from depesche.errors import CoverageEnded, NotADraft, NotAllowed, RevisionNeeded, Stale
from depesche.newsroom.models import Post
from newsdesk import Newsdesk


def _types(newsdesk: Newsdesk, post: Post, *texts: str) -> None:
    for text in texts:
        newsdesk.waits(seconds=3)
        newsdesk.puts(post, seen=newsdesk.again(post).revision, text=text, autosave=True)


@pytest.fixture
def draft(newsdesk: Newsdesk) -> Post:
    newsdesk.opens()
    return newsdesk.puts(uuid4(), text="Ein", autosave=True).post


def test_a_new_post_is_saved_as_a_draft(newsdesk: Newsdesk, draft: Post) -> None:
    assert (draft.status, draft.revision, draft.text) == ("draft", 1, "Ein")
    assert newsdesk.readers_see() == []


def test_a_burst_of_typing_leaves_one_revision(newsdesk: Newsdesk, draft: Post) -> None:
    _types(newsdesk, draft, "Ein Satz", "Ein Satz und", "Ein Satz und noch einer.")
    saved = newsdesk.revisions(draft)
    assert [(one.number, one.kind, one.text) for one in saved] == [
        (4, "autosaved", "Ein Satz und noch einer.")
    ]


def test_what_is_saved_by_hand_stays_and_takes_the_place_of_the_typing(
    newsdesk: Newsdesk, draft: Post
) -> None:
    _types(newsdesk, draft, "Ein Satz")
    newsdesk.amends(draft, "Ein Satz.", status="draft")
    _types(newsdesk, draft, "Ein Satz. Und", "Ein Satz. Und noch einer.")
    newsdesk.amends(draft, "Ein Satz. Und noch einer.", status="published")
    kinds = [(one.kind, one.text) for one in newsdesk.revisions(draft)]
    assert kinds == [("saved", "Ein Satz."), ("published", "Ein Satz. Und noch einer.")]


def test_going_back_loses_nothing_that_was_typed(newsdesk: Newsdesk) -> None:
    newsdesk.opens()
    draft = newsdesk.drafts("Ein Satz.")
    _types(newsdesk, draft, "Ein Satz. Und zehn neue Absätze.")
    newsdesk.restores(draft, 1, seen=2)
    _types(newsdesk, draft, "Ein Satz. Und anders weiter.")
    assert [(one.number, one.text) for one in newsdesk.revisions(draft)] == [
        (1, "Ein Satz."),
        (2, "Ein Satz. Und zehn neue Absätze."),
        (3, "Ein Satz."),
        (4, "Ein Satz. Und anders weiter."),
    ]


def test_the_typing_of_somebody_else_stays(newsdesk: Newsdesk, draft: Post) -> None:
    newsdesk.puts(draft, seen=1, text="Ein Wort", autosave=True, by=newsdesk.mara)
    newsdesk.puts(draft, seen=2, text="Ein Wort mehr", autosave=True, by=newsdesk.mara)
    assert [one.text for one in newsdesk.revisions(draft)] == ["Ein", "Ein Wort mehr"]


def test_who_saw_an_earlier_typing_is_told(newsdesk: Newsdesk, draft: Post) -> None:
    _types(newsdesk, draft, "Ein Satz")
    with pytest.raises(Stale):
        newsdesk.puts(draft, seen=1, text="Zwei", by=newsdesk.mara)
    with pytest.raises(RevisionNeeded):
        newsdesk.puts(draft, text="Zwei", autosave=True)


def test_asking_twice_saves_once(newsdesk: Newsdesk, draft: Post) -> None:
    _types(newsdesk, draft, "Ein Satz")
    again = newsdesk.puts(draft, seen=1, text="Ein Satz", autosave=True)
    assert (again.is_changed, again.post.revision) == (False, 2)


@pytest.mark.parametrize("status", ["submitted", "scheduled", "published"])
def test_only_a_draft_is_saved_by_itself(newsdesk: Newsdesk, status: str) -> None:
    newsdesk.opens()
    make = {
        "submitted": newsdesk.submits,
        "scheduled": newsdesk.schedules,
        "published": newsdesk.publishes,
    }
    post = make[status]("Fertig.")
    for wanted in ({}, {"status": status}, {"status": "draft"}):
        with pytest.raises(NotADraft):
            newsdesk.puts(post, seen=1, text="Halb fert", autosave=True, **wanted)
    assert newsdesk.again(post).text == "Fertig."


def test_nothing_goes_out_by_itself_while_somebody_types(newsdesk: Newsdesk) -> None:
    newsdesk.opens()
    with pytest.raises(NotADraft):
        newsdesk.puts(uuid4(), text="Halb fert", autosave=True, status="published")


def test_typing_needs_the_rights_and_the_state_of_every_draft(
    newsdesk: Newsdesk, draft: Post
) -> None:
    with pytest.raises(NotAllowed):
        newsdesk.puts(draft, seen=1, text="Zwei", autosave=True, by=newsdesk.elif_)
    newsdesk.ends()
    with pytest.raises(CoverageEnded):
        newsdesk.puts(draft, seen=1, text="Zwei", autosave=True)


def test_typing_does_not_take_back_what_was_submitted(newsdesk: Newsdesk) -> None:
    newsdesk.opens()
    post = newsdesk.submits("Fertig.")
    with pytest.raises(NotADraft):
        newsdesk.puts(post, seen=1, text="Fertig, und", status="draft", autosave=True)
    assert newsdesk.again(post).status == "submitted"
