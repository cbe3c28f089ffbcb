"""What the desk sees: chosen, counted, page by page."""

from datetime import timedelta
from typing import Any

import pytest

from depesche import clock
from depesche.newsroom import coverages, rundown
from depesche.newsroom.rundown import Choice
from newsdesk import Newsdesk


@pytest.fixture
def at_work(newsdesk: Newsdesk) -> Newsdesk:
    newsdesk.opens()
    newsdesk.assigns(newsdesk.elif_)
    newsdesk.drafts("Entwurf", headline="100 % sicher")
    newsdesk.submits("Eingereicht", by=newsdesk.elif_)
    newsdesk.schedules("Eingeplant")
    newsdesk.publishes("Da", byline="Jonas")
    newsdesk.withdraws(newsdesk.publishes("Weg"))
    newsdesk.discards(newsdesk.drafts("Verworfen", by=newsdesk.elif_))
    return newsdesk


def _texts(newsdesk: Newsdesk, **chosen: Any) -> set[str]:
    with newsdesk.store.reading() as session:
        coverage = coverages.find(session, newsdesk.slug)
        found = rundown.page(session, coverage, Choice(**chosen), limit=10)
        return {post.text for post in found}


def test_posts_are_chosen_by_their_status(at_work: Newsdesk) -> None:
    assert _texts(at_work) == {"Entwurf", "Eingereicht", "Eingeplant", "Da", "Weg"}
    for status, text in (("submitted", "Eingereicht"), ("withdrawn", "Weg")):
        assert _texts(at_work, status=status) == {text}
    assert _texts(at_work, status="discarded") == {"Verworfen"}


def test_one_sees_ones_own(at_work: Newsdesk) -> None:
    assert _texts(at_work, author=at_work.elif_) == {"Eingereicht"}


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("EIN", {"Eingereicht", "Eingeplant"}),
        ("100 %", {"Entwurf"}),
        ("da jonas", {"Da"}),
        ("_", set()),
        ("nirgends", set()),
    ],
)
def test_posts_are_found_by_all_their_words(at_work: Newsdesk, words: str, found: set[str]) -> None:
    assert _texts(at_work, words=words) == found


def test_posts_are_found_whatever_the_case_of_their_letters(newsdesk: Newsdesk) -> None:
    newsdesk.opens()
    newsdesk.drafts("ÄRGER in Übersee")
    assert _texts(newsdesk, words="ärger ÜBERSEE") == {"ÄRGER in Übersee"}


def test_they_are_counted(at_work: Newsdesk) -> None:
    with at_work.store.reading() as session:
        coverage = coverages.find(session, at_work.slug)
        counts = rundown.counts(session, coverage)
        own = rundown.counts(session, coverage, author=at_work.elif_)
        waiting = rundown.waiting(session, [coverage.id])
    states = ("draft", "submitted", "scheduled", "published", "withdrawn", "discarded")
    assert counts == dict.fromkeys(states, 1)
    assert own == {"submitted": 1, "discarded": 1}
    assert waiting == {coverage.id: 1}


def test_a_choice_goes_on_page_by_page(newsdesk: Newsdesk) -> None:
    newsdesk.opens()
    for n in range(6):
        newsdesk.waits(seconds=1)
        (newsdesk.drafts if n % 2 else newsdesk.publishes)(str(n))
    with newsdesk.store.reading() as session:
        coverage = coverages.find(session, newsdesk.slug)
        drafts = Choice(status="draft")
        first = rundown.page(session, coverage, drafts, limit=2)
        rest = rundown.page(session, coverage, drafts, before=first[-1], limit=2)
    assert [post.text for post in (*first, *rest)] == ["5", "3", "1"]


def test_what_is_looked_for_is_cut_where_nobody_types_more(at_work: Newsdesk) -> None:
    assert _texts(at_work, words="da" + " " * rundown.LOOKED_UP + "nirgends") == {"Da"}


def test_another_coverage_has_posts_of_its_own(at_work: Newsdesk) -> None:
    at_work.opens("Die Wahl")
    at_work.drafts("Nur hier")
    assert _texts(at_work) == {"Nur hier"}
    with at_work.store.reading() as session:
        assert rundown.counts(session, at_work.coverage) == {"draft": 1}


def test_older_posts_follow_those_that_were_published_before(newsdesk: Newsdesk) -> None:
    newsdesk.opens()
    waited = newsdesk.drafts("Früh gemacht, spät veröffentlicht")
    clock.move(timedelta(minutes=1))
    newsdesk.publishes("Gleich veröffentlicht")
    clock.move(timedelta(minutes=1))
    last = newsdesk.puts(waited, seen=1, status="published").post
    with newsdesk.store.reading() as session:
        coverage = coverages.find(session, newsdesk.slug)
        (older,) = rundown.page(session, coverage, before=last, limit=10)
    assert older.text == "Gleich veröffentlicht"


def test_what_was_sent_back_is_counted_until_its_author_goes_on_with_it(newsdesk: Newsdesk) -> None:
    newsdesk.opens()
    newsdesk.assigns(newsdesk.elif_)
    post = newsdesk.submits("Zweihundert am Tor.", by=newsdesk.elif_)

    def returned() -> list[int]:
        with newsdesk.store.reading() as session:
            coverage = coverages.find(session, newsdesk.slug)
            people = (newsdesk.elif_, newsdesk.mara)
            return [rundown.returned(session, coverage, person) for person in people]

    assert returned() == [0, 0]
    newsdesk.sends_back(post)
    assert returned() == [1, 0]
    newsdesk.puts(post, by=newsdesk.elif_, seen=2, text="Zweihundert, sagt die Polizei.")
    assert returned() == [0, 0]
