from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from depesche import clock
from depesche.errors import NotAllowed
from depesche.newsroom import coverages, posts, presence
from depesche.newsroom.models import Person, Post, Presence
from newsdesk import Newsdesk

WALL = datetime(2026, 1, 1, tzinfo=UTC)
ONE, OTHER = UUID(int=1), UUID(int=2)


def _take(
    newsdesk: Newsdesk,
    post: Post,
    person: Person,
    *,
    tab: UUID = ONE,
    after: float = 0,
    over: bool = False,
) -> Presence:
    """Who is at work on the post then; `after` is seconds of the machine's time."""
    with newsdesk.store.writing() as session:
        coverage = coverages.find(session, newsdesk.slug, to_write=True)
        return presence.take(
            session,
            coverage,
            posts.find(session, coverage, post.id),
            tab=tab,
            by=person,
            now=clock.now(),
            wall=WALL + timedelta(seconds=after),
            over=over,
        )


def _leave(newsdesk: Newsdesk, post: Post, person: Person, *, tab: UUID = ONE) -> None:
    with newsdesk.store.writing() as session:
        coverage = coverages.find(session, newsdesk.slug, to_write=True)
        found = posts.find(session, coverage, post.id)
        presence.leave(session, coverage, found, tab=tab, by=person, now=clock.now())


def _end(newsdesk: Newsdesk, *, after: float) -> Sequence[UUID]:
    with newsdesk.store.writing() as session:
        wall = WALL + timedelta(seconds=after)
        return presence.end_due(session, now=clock.now(), wall=wall)


def _at_work(newsdesk: Newsdesk, post: Post) -> str | None:
    present = newsdesk.again(post).presence
    return present.person.name if present else None


@pytest.fixture
def post(newsdesk: Newsdesk) -> Post:
    newsdesk.opens()
    return newsdesk.drafts("Ein Entwurf.")


def test_the_second_one_is_told_who_has_it_and_since_when(newsdesk: Newsdesk, post: Post) -> None:
    since = clock.now()
    _take(newsdesk, post, newsdesk.mara)
    clock.move(timedelta(minutes=1))
    found = _take(newsdesk, post, newsdesk.jonas, tab=OTHER, after=59)
    assert (found.person.name, found.since) == ("Mara", since)
    assert not presence.is_in(found, OTHER, newsdesk.jonas)


def test_without_a_sign_of_life_it_ends_after_a_minute(newsdesk: Newsdesk, post: Post) -> None:
    _take(newsdesk, post, newsdesk.mara)
    assert _end(newsdesk, after=59.9) == []
    assert _end(newsdesk, after=60) == [post.id]
    assert _at_work(newsdesk, post) is None


def test_a_sign_of_life_is_good_for_another_minute_and_is_told_to_nobody(
    newsdesk: Newsdesk, post: Post
) -> None:
    _take(newsdesk, post, newsdesk.mara)
    lines = len(newsdesk.desk_log())
    _take(newsdesk, post, newsdesk.mara, after=50)
    assert len(newsdesk.desk_log()) == lines
    assert _end(newsdesk, after=109) == []
    assert _end(newsdesk, after=110) == [post.id]


def test_who_comes_after_that_minute_has_it(newsdesk: Newsdesk, post: Post) -> None:
    _take(newsdesk, post, newsdesk.mara)
    found = _take(newsdesk, post, newsdesk.jonas, tab=OTHER, after=60)
    assert found.person.name == "Jonas"


def test_nobody_has_it_for_hours_because_the_clock_was_set_back(
    newsdesk: Newsdesk, post: Post
) -> None:
    _take(newsdesk, post, newsdesk.mara)
    found = _take(newsdesk, post, newsdesk.jonas, tab=OTHER, after=-3600)
    assert found.person.name == "Jonas"
    assert _end(newsdesk, after=-3600) == []
    assert _end(newsdesk, after=-7200) == [post.id]


def test_it_can_be_taken_over_and_the_desk_is_told(newsdesk: Newsdesk, post: Post) -> None:
    _take(newsdesk, post, newsdesk.mara)
    lines = len(newsdesk.desk_log())
    assert _take(newsdesk, post, newsdesk.jonas, tab=OTHER, over=True).person.name == "Jonas"
    assert [line.object_id for line in newsdesk.desk_log()[lines:]] == [str(post.id)]
    assert _take(newsdesk, post, newsdesk.mara).person.name == "Jonas"


def test_another_tab_of_the_same_person_is_somebody_else(newsdesk: Newsdesk, post: Post) -> None:
    _take(newsdesk, post, newsdesk.mara)
    assert not presence.is_in(_take(newsdesk, post, newsdesk.mara, tab=OTHER), OTHER, newsdesk.mara)
    taken = _take(newsdesk, post, newsdesk.mara, tab=OTHER, over=True)
    assert presence.is_in(taken, OTHER, newsdesk.mara)


def test_who_leaves_gives_it_back_and_nobody_elses(newsdesk: Newsdesk, post: Post) -> None:
    _take(newsdesk, post, newsdesk.mara)
    _leave(newsdesk, post, newsdesk.jonas)
    _leave(newsdesk, post, newsdesk.mara, tab=OTHER)
    assert _at_work(newsdesk, post) == "Mara"
    _leave(newsdesk, post, newsdesk.mara)
    assert _at_work(newsdesk, post) is None


def test_coming_going_and_ending_are_told_to_the_desk_and_never_to_readers(
    newsdesk: Newsdesk,
) -> None:
    newsdesk.opens()
    post = newsdesk.publishes("Es geht los.")
    readers, desk = len(newsdesk.reader_log()), len(newsdesk.desk_log())
    _take(newsdesk, post, newsdesk.mara)
    _leave(newsdesk, post, newsdesk.mara)
    _take(newsdesk, post, newsdesk.mara)
    _end(newsdesk, after=60)
    assert len(newsdesk.desk_log()) == desk + 4
    assert len(newsdesk.reader_log()) == readers


def test_only_who_may_write_it_can_be_at_work_on_it(newsdesk: Newsdesk, post: Post) -> None:
    with pytest.raises(NotAllowed):
        _take(newsdesk, post, newsdesk.elif_)
    newsdesk.assigns(newsdesk.elif_)
    with pytest.raises(NotAllowed):
        _take(newsdesk, post, newsdesk.elif_)
    own = newsdesk.drafts("Meiner.", by=newsdesk.elif_)
    assert _take(newsdesk, own, newsdesk.elif_).person.name == "Elif"


def test_the_clock_ends_it(newsdesk: Newsdesk, post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    _take(newsdesk, post, newsdesk.mara)
    monkeypatch.setattr(clock, "wall", lambda: WALL + timedelta(seconds=59))
    newsdesk.ticks()
    assert _at_work(newsdesk, post) == "Mara"
    monkeypatch.setattr(clock, "wall", lambda: WALL + timedelta(seconds=60))
    newsdesk.ticks()
    assert _at_work(newsdesk, post) is None


def test_leaving_what_nobody_has_is_no_accident(newsdesk: Newsdesk, post: Post) -> None:
    _leave(newsdesk, post, newsdesk.mara, tab=uuid4())
    assert _end(newsdesk, after=1_000) == []


def test_who_may_not_write_a_post_is_not_at_work_on_it_and_cannot_leave_it(
    newsdesk: Newsdesk, post: Post
) -> None:
    with pytest.raises(NotAllowed):
        _take(newsdesk, post, newsdesk.elif_)
    with pytest.raises(NotAllowed):
        _leave(newsdesk, post, newsdesk.elif_)


def test_each_coverage_is_told_of_its_own_posts(newsdesk: Newsdesk, post: Post) -> None:
    _take(newsdesk, post, newsdesk.mara)
    gipfel = newsdesk.slug
    newsdesk.opens("Die Wahl")
    elsewhere = newsdesk.drafts("Ein anderer Entwurf.")
    _take(newsdesk, elsewhere, newsdesk.jonas)
    assert set(_end(newsdesk, after=60)) == {post.id, elsewhere.id}
    for slug, ended in (("die-wahl", elsewhere), (gipfel, post)):
        newsdesk.slug = slug
        assert {line.object_id for line in newsdesk.desk_log() if line.kind == "post"} == {
            str(ended.id)
        }
