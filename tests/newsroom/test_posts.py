"""Posts: when they go out, and how often one may ask for the same."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from depesche import clock
from depesche.errors import (
    CoverageArchived,
    CoverageEnded,
    CoverageNotOpen,
    DepescheError,
    Missing,
    NaiveTime,
    NotAllowed,
    NotFound,
    NothingToRead,
    PostElsewhere,
    PostPublic,
    PostWithdrawn,
    RevisionNeeded,
    Stale,
    TextTooDeep,
    TooLong,
    UnknownStatus,
)
from depesche.newsroom import coverages, posts, releases, rundown
from depesche.newsroom.models import Post
from newsdesk import Newsdesk, berlin


def numbers(newsdesk: Newsdesk) -> int:
    """How many numbers readers have been told."""
    return len(newsdesk.reader_log())


# When a post goes out


def test_a_post_in_a_live_coverage_goes_out_at_once(newsdesk: Newsdesk) -> None:
    newsdesk.opens()
    post = newsdesk.publishes("Polls are closed", headline="Over", byline="Jonas, Anchorage")
    assert newsdesk.readers_see() == ["Polls are closed"]
    assert (post.status, post.published_at) == ("published", clock.now())
    assert (post.author_id, post.published_by_id) == (newsdesk.jonas.id, newsdesk.jonas.id)


def test_a_post_in_a_paused_coverage_goes_out_at_once(newsdesk: Newsdesk) -> None:
    newsdesk.opens()
    newsdesk.pauses()
    newsdesk.publishes("Polls are closed")
    assert newsdesk.readers_see() == ["Polls are closed"]


def test_a_post_published_before_the_opening_goes_out_at_the_opening(newsdesk: Newsdesk) -> None:
    newsdesk.announces(opens_at=berlin("20:00"))
    first = newsdesk.publishes("Es geht los")
    assert (first.status, first.due_at) == ("scheduled", None)
    newsdesk.waits_until(berlin("19:59:59"))
    assert newsdesk.readers_see() == []
    newsdesk.waits_until(berlin("20:00"))
    assert newsdesk.readers_see() == ["Es geht los"]


def test_what_waits_for_the_opening_goes_out_when_it_is_opened_by_hand(newsdesk: Newsdesk) -> None:
    newsdesk.announces()
    newsdesk.publishes("Es geht los")
    newsdesk.brings("live")
    newsdesk.ticks()
    assert newsdesk.readers_see() == ["Es geht los"]


@pytest.mark.parametrize(
    ("status", "scheduled", "embargo", "goes_out"),
    [
        ("published", None, None, "19:50"),
        ("published", "20:30", None, "20:30"),
        ("published", None, "20:40", "20:40"),
        ("published", None, "19:00", "19:50"),
        ("published", "19:00", "19:10", "19:50"),
        ("published", "20:30", "20:40", "20:40"),
        ("scheduled", "20:30", None, "20:30"),
        ("scheduled", "20:30", "20:40", "20:40"),
        ("scheduled", "20:40", "20:30", "20:40"),
        ("scheduled", None, "20:40", "20:40"),
        ("scheduled", "19:00", None, "19:50"),
        ("draft", "19:00", "19:00", None),
        ("submitted", "20:30", None, None),
    ],
)
def test_of_schedule_and_embargo_the_later_one_counts(
    newsdesk: Newsdesk,
    status: str,
    scheduled: str | None,
    embargo: str | None,
    goes_out: str | None,
) -> None:
    newsdesk.opens()
    times = {
        "scheduled_at": scheduled and berlin(scheduled),
        "embargoed_until": embargo and berlin(embargo),
    }
    post = newsdesk.puts(uuid4(), text="Endlich", status=status, **times).post
    if goes_out not in {None, "19:50"}:
        newsdesk.waits_until(berlin(str(goes_out)) - timedelta(seconds=1))
        assert newsdesk.again(post).status == "scheduled"
        assert newsdesk.readers_see() == []
        newsdesk.waits(seconds=1)
    published_at = newsdesk.again(post).published_at
    newsdesk.waits(hours=2)
    assert published_at == newsdesk.again(post).published_at
    assert published_at == (berlin(goes_out) if goes_out else None)


def test_an_embargo_that_ends_after_the_opening_outlasts_it(newsdesk: Newsdesk) -> None:
    newsdesk.announces(opens_at=berlin("20:00"))
    newsdesk.publishes("Die Rede", embargoed_until=berlin("20:15"))
    newsdesk.schedules("Guten Abend", at=berlin("19:55"))
    newsdesk.waits_until(berlin("19:55"))
    assert newsdesk.readers_see() == []
    newsdesk.waits_until(berlin("20:00"))
    assert newsdesk.readers_see() == ["Guten Abend"]
    newsdesk.waits_until(berlin("20:15"))
    assert newsdesk.readers_see() == ["Die Rede", "Guten Abend"]


def test_scheduled_posts_go_out_in_the_order_they_fall_due(newsdesk: Newsdesk) -> None:
    newsdesk.opens()
    newsdesk.schedules("um drei nach", at=berlin("20:03"))
    newsdesk.schedules("um eins nach", at=berlin("20:01"))
    newsdesk.schedules("um zwei nach", at=berlin("20:02"))
    newsdesk.waits(hours=1)
    assert newsdesk.readers_see() == ["um drei nach", "um zwei nach", "um eins nach"]


def test_a_scheduled_post_can_be_moved_and_taken_back_into_the_drawer(newsdesk: Newsdesk) -> None:
    newsdesk.opens()
    moved = newsdesk.schedules("Verschoben", at=berlin("20:00"))
    dropped = newsdesk.schedules("Gestrichen", at=berlin("20:00"))
    newsdesk.amends(moved, scheduled_at=berlin("20:10"))
    newsdesk.amends(dropped, status="draft")
    newsdesk.waits_until(berlin("20:00"))
    assert newsdesk.readers_see() == []
    newsdesk.waits_until(berlin("20:10"))
    assert newsdesk.readers_see() == ["Verschoben"]


def test_a_scheduled_post_whose_words_change_goes_out_in_the_new_ones(newsdesk: Newsdesk) -> None:
    newsdesk.opens()
    post = newsdesk.schedules("Alte Worte", at=berlin("20:00"))
    newsdesk.amends(post, "Neue Worte")
    newsdesk.waits_until(berlin("20:00"))
    assert newsdesk.readers_see() == ["Neue Worte"]


def test_a_draft_goes_to_the_editor_and_then_to_readers(newsdesk: Newsdesk) -> None:
    newsdesk.opens()
    newsdesk.assigns(newsdesk.elif_)
    draft = newsdesk.drafts("Erste Zahlen", by=newsdesk.elif_)
    newsdesk.puts(draft, seen=1, status="submitted", by=newsdesk.elif_)
    newsdesk.puts(draft, seen=2, status="draft", text="Erste Zahlen?", by=newsdesk.jonas)
    newsdesk.puts(draft, seen=3, status="published", by=newsdesk.jonas)
    post = newsdesk.again(draft)
    assert newsdesk.readers_see() == ["Erste Zahlen?"]
    assert (post.author_id, post.published_by_id) == (newsdesk.elif_.id, newsdesk.jonas.id)


def test_readers_learn_nothing_of_drafts_and_schedules(newsdesk: Newsdesk) -> None:
    newsdesk.opens()
    newsdesk.drafts("geheim")
    newsdesk.submits("geheim", pinned=True)
    newsdesk.schedules("geheim", key_event=True)
    newsdesk.publishes("geheim", embargoed_until=berlin("20:00"), summary=True)
    assert newsdesk.readers_see() == []
    assert [line.kind for line in newsdesk.reader_log()] == ["coverage"]


def test_posts_of_one_second_stand_in_the_order_they_were_published(newsdesk: Newsdesk) -> None:
    newsdesk.opens()
    for n in range(12):
        newsdesk.publishes(str(n))
    assert newsdesk.readers_see() == [str(n) for n in reversed(range(12))]


# What a post must be


@pytest.mark.parametrize("status", ["published", "scheduled"])
def test_a_post_that_says_nothing_does_not_go_out(newsdesk: Newsdesk, status: str) -> None:
    newsdesk.opens()
    empty = newsdesk.drafts(" \n ")
    with pytest.raises(Missing):
        newsdesk.amends(empty, status=status, scheduled_at=berlin("20:00"))
    newsdesk.amends(empty, status=status, headline="Putin ist da", scheduled_at=berlin("19:00"))
    assert newsdesk.readers_see() == [""]
    with pytest.raises(Missing):
        newsdesk.amends(empty, headline="")


def test_scheduling_needs_a_time_except_for_the_opening(newsdesk: Newsdesk) -> None:
    newsdesk.opens()
    with pytest.raises(Missing) as refusal:
        newsdesk.puts(uuid4(), text="Bald", status="scheduled")
    assert refusal.value.field == "scheduled_at"
    newsdesk.announces()
    assert newsdesk.puts(uuid4(), text="Bald", status="scheduled").post.status == "scheduled"


@pytest.mark.parametrize("field", ["scheduled_at", "embargoed_until"])
def test_times_without_an_offset_are_refused(newsdesk: Newsdesk, field: str) -> None:
    newsdesk.opens()
    naive = datetime(2025, 8, 15, 20, 0)  # noqa: DTZ001
    with pytest.raises(NaiveTime) as refusal:
        newsdesk.puts(uuid4(), text="Bald", **{field: naive})
    assert refusal.value.field == field


@pytest.mark.parametrize(
    ("wanted", "refusal"),
    [
        ({"text": "x" * 20_001}, TooLong),
        ({"text": "> " * 9 + "x"}, TextTooDeep),
        ({"headline": "x" * 301}, TooLong),
        ({"byline": "x" * 201}, TooLong),
        ({"status": "withdrawn"}, UnknownStatus),
        ({"status": "deleted"}, UnknownStatus),
    ],
)
def test_what_cannot_be_taken_is_refused_and_leaves_nothing_behind(
    newsdesk: Newsdesk, wanted: dict[str, str], refusal: type[DepescheError]
) -> None:
    newsdesk.opens()
    post_id = uuid4()
    with pytest.raises(refusal):
        newsdesk.puts(post_id, **{"text": "Ja", **wanted})
    with newsdesk.store.reading() as session:
        assert session.get(Post, post_id) is None
    assert newsdesk.puts(post_id, text="Ja").is_new


# Asking twice


def test_the_same_request_twice_is_one_post_and_one_number(newsdesk: Newsdesk) -> None:
    newsdesk.opens()
    post_id = uuid4()
    wanted: dict[str, Any] = {
        "text": "Polls are closed",
        "status": "published",
        "embargoed_until": berlin("19:00"),
        "key_event": True,
    }
    first = newsdesk.puts(post_id, **wanted)
    told = numbers(newsdesk)
    newsdesk.waits(minutes=1)
    again = newsdesk.puts(post_id, **dict(reversed(wanted.items())))
    assert (first.is_new, first.is_changed) == (True, True)
    assert (again.is_new, again.is_changed, again.post.revision) == (False, False, 1)
    assert again.post.published_at == first.post.published_at
    assert numbers(newsdesk) == told


def test_an_earlier_request_that_arrives_again_changes_nothing(newsdesk: Newsdesk) -> None:
    newsdesk.opens()
    post_id = uuid4()
    first = {"text": "Polls are closng", "status": "published"}
    second = {"text": "Polls are closed", "status": "published"}
    newsdesk.puts(post_id, **first)
    newsdesk.puts(post_id, seen=1, **second)
    told = numbers(newsdesk)
    for late, seen in ((first, None), (second, 1), (first, 1), (second, None)):
        assert not newsdesk.puts(post_id, seen=seen, **late).is_changed
    assert newsdesk.readers_see() == ["Polls are closed"]
    assert numbers(newsdesk) == told


def test_a_request_that_was_late_does_not_undo_a_correction_or_a_withdrawal(
    newsdesk: Newsdesk,
) -> None:
    newsdesk.opens()
    post_id = uuid4()
    wanted = {"text": "Falsch", "status": "published"}
    post = newsdesk.puts(post_id, **wanted).post
    newsdesk.corrects(post, "Richtig")
    assert newsdesk.puts(post_id, **wanted).post.text == "Richtig"
    newsdesk.withdraws(post, notice="Doch nicht")
    assert newsdesk.puts(post_id, **wanted).post.status == "withdrawn"
    assert newsdesk.readers_see() == ["Doch nicht"]


def test_changing_a_post_needs_the_revision_that_was_seen(newsdesk: Newsdesk) -> None:
    newsdesk.opens()
    post = newsdesk.publishes("Eins")
    with pytest.raises(RevisionNeeded) as needed:
        newsdesk.puts(post, text="Zwei")
    assert needed.value.facts["revision"] == 1
    newsdesk.puts(post, seen=1, text="Zwei")
    with pytest.raises(Stale) as stale:
        newsdesk.puts(post, seen=1, text="Drei")
    assert stale.value.facts["revision"] == 2
    with pytest.raises(Stale):
        newsdesk.puts(post, seen=3, text="Drei")
    assert newsdesk.readers_see() == ["Zwei"]


def test_eight_retries_at_the_same_moment_make_one_post(newsdesk: Newsdesk) -> None:
    newsdesk.opens()
    post_id = uuid4()

    def send(_: int) -> bool:
        return newsdesk.puts(post_id, text="Polls are closed", status="published").is_new

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(send, range(8))) == 1
    assert newsdesk.readers_see() == ["Polls are closed"]


def test_an_id_that_another_coverage_uses_is_refused(newsdesk: Newsdesk) -> None:
    newsdesk.opens("Die Wahl")
    post = newsdesk.publishes("Polls are closed")
    newsdesk.opens("Der Gipfel")
    with pytest.raises(PostElsewhere):
        newsdesk.puts(post, text="Polls are closed", status="published")
    with newsdesk.store.reading() as session, pytest.raises(NotFound):
        posts.find(session, newsdesk.coverage, post.id)


# Changing what is public


def test_an_amendment_changes_the_words_and_tells_nobody(newsdesk: Newsdesk) -> None:
    newsdesk.opens()
    post = newsdesk.publishes("Polls are closng", byline="Jonas")
    newsdesk.waits(minutes=1)
    amended = newsdesk.amends(post, "Polls are closed")
    assert newsdesk.readers_see() == ["Polls are closed"]
    assert newsdesk.again(post).corrections == []
    assert (amended.published_at, amended.position) == (post.published_at, post.position)
    assert amended.byline == "Jonas"
    saved = newsdesk.revisions(post)
    assert [r.text for r in saved] == ["Polls are closng", "Polls are closed"]
    assert saved[1].saved_by_id == newsdesk.jonas.id


def test_an_amendment_that_readers_cannot_see_takes_no_number(newsdesk: Newsdesk) -> None:
    newsdesk.opens()
    post = newsdesk.publishes("Polls are closed")
    told, at_desk = numbers(newsdesk), len(newsdesk.desk_log())
    newsdesk.amends(post, " Polls are closed\n")
    assert numbers(newsdesk) == told
    assert len(newsdesk.desk_log()) == at_desk + 1


def test_what_is_public_cannot_be_hidden_or_put_off(newsdesk: Newsdesk) -> None:
    newsdesk.opens()
    post = newsdesk.publishes("Polls are closed", embargoed_until=berlin("19:00"))
    for status in ("draft", "submitted", "scheduled"):
        with pytest.raises(PostPublic):
            newsdesk.amends(post, status=status)
    for field in ("scheduled_at", "embargoed_until"):
        with pytest.raises(PostPublic):
            newsdesk.amends(post, **{field: berlin("21:00")})
    newsdesk.amends(post, "Polls have closed", embargoed_until=berlin("19:00"))
    assert newsdesk.readers_see() == ["Polls have closed"]


def test_a_withdrawn_post_stays_withdrawn(newsdesk: Newsdesk) -> None:
    newsdesk.opens()
    post = newsdesk.publishes("Falsch")
    newsdesk.withdraws(post, notice="Das war falsch")
    for wanted in ({"text": "Doch richtig"}, {"status": "published"}, {"pinned": True}):
        with pytest.raises(PostWithdrawn):
            newsdesk.amends(post, **wanted)
    assert newsdesk.readers_see() == ["Das war falsch"]


# What the coverage allows


def test_in_a_draft_coverage_one_may_prepare_but_not_publish(newsdesk: Newsdesk) -> None:
    newsdesk.makes(opens_at=berlin("20:00"))
    newsdesk.drafts("Vorbereitet")
    newsdesk.schedules("Um Viertel nach", at=berlin("20:15"))
    with pytest.raises(CoverageNotOpen):
        newsdesk.publishes("Zu früh")
    newsdesk.brings("announced")
    newsdesk.waits(hours=1)
    assert newsdesk.readers_see() == ["Um Viertel nach"]


def test_after_the_end_posts_can_be_amended_corrected_withdrawn_and_nothing_else(
    newsdesk: Newsdesk,
) -> None:
    newsdesk.opens()
    one, two, draft = newsdesk.publishes("Eins"), newsdesk.publishes("Zwei"), newsdesk.drafts("?")
    newsdesk.ends()
    for status in ("draft", "submitted", "scheduled", "published"):
        with pytest.raises(CoverageEnded):
            newsdesk.puts(uuid4(), text="Drei", status=status, scheduled_at=berlin("21:00"))
        with pytest.raises(CoverageEnded):
            newsdesk.amends(draft, status=status)
    with pytest.raises(CoverageEnded):
        newsdesk.amends(one, pinned=True)
    newsdesk.amends(one, "Eins.")
    newsdesk.corrects(one, "Eins!")
    newsdesk.withdraws(two, notice="Zurückgezogen")
    assert newsdesk.readers_see() == ["Zurückgezogen", "Eins!"]


def test_in_the_archive_nothing_changes(newsdesk: Newsdesk) -> None:
    newsdesk.opens()
    post, draft = newsdesk.publishes("Eins"), newsdesk.drafts("?")
    newsdesk.ends()
    newsdesk.archives()
    refused = (
        lambda: newsdesk.publishes("Zwei"),
        lambda: newsdesk.amends(post, "Zwei"),
        lambda: newsdesk.amends(draft, status="published"),
        lambda: newsdesk.corrects(post, "Zwei"),
        lambda: newsdesk.withdraws(post),
        lambda: newsdesk.pins(post),
    )
    before = numbers(newsdesk)
    for verb in refused:
        with pytest.raises(CoverageArchived):
            verb()
    assert numbers(newsdesk) == before


# Who may


def test_a_contributor_drafts_and_submits_in_their_own_coverages_only(newsdesk: Newsdesk) -> None:
    newsdesk.opens()
    with pytest.raises(NotAllowed):
        newsdesk.drafts("Darf ich?", by=newsdesk.elif_)
    newsdesk.assigns(newsdesk.elif_)
    own = newsdesk.drafts("Jetzt ja", by=newsdesk.elif_)
    newsdesk.amends(own, status="submitted", by=newsdesk.elif_)
    for status in ("scheduled", "published"):
        with pytest.raises(NotAllowed):
            newsdesk.amends(own, status=status, scheduled_at=berlin("21:00"), by=newsdesk.elif_)
    for name in ("pinned", "key_event", "summary"):
        with pytest.raises(NotAllowed):
            newsdesk.drafts("Wichtig", by=newsdesk.elif_, **{name: True})
    for name in ("scheduled_at", "embargoed_until"):
        with pytest.raises(NotAllowed):
            newsdesk.drafts("Später", by=newsdesk.elif_, **{name: berlin("21:00")})
    assert newsdesk.readers_see() == []


def test_only_an_editor_lifts_an_embargo_and_it_leaves_a_trace(newsdesk: Newsdesk) -> None:
    newsdesk.opens()
    newsdesk.assigns(newsdesk.elif_)
    own = newsdesk.drafts("Geheim", by=newsdesk.elif_)
    newsdesk.amends(own, embargoed_until=berlin("21:00"))
    newsdesk.amends(own, "Sehr geheim", embargoed_until=berlin("21:00"), by=newsdesk.elif_)
    with pytest.raises(NotAllowed):
        newsdesk.amends(own, embargoed_until=None, status="submitted", by=newsdesk.elif_)
    assert newsdesk.again(own).embargoed_until == berlin("21:00")
    newsdesk.amends(own, embargoed_until=None)
    kept = [one.embargoed_until for one in newsdesk.revisions(own)]
    assert kept == [None, berlin("21:00"), berlin("21:00"), None]


def test_a_contributor_touches_neither_others_drafts_nor_what_an_editor_took_over(
    newsdesk: Newsdesk,
) -> None:
    newsdesk.opens()
    newsdesk.assigns(newsdesk.elif_)
    others = newsdesk.drafts("Von Jonas")
    own = newsdesk.submits("Von Elif", by=newsdesk.elif_)
    newsdesk.amends(own, status="scheduled", scheduled_at=berlin("21:00"))
    public = newsdesk.submits("Auch von Elif", by=newsdesk.elif_)
    newsdesk.amends(public, status="published")
    for post in (others, own, public):
        with pytest.raises(NotAllowed):
            newsdesk.amends(post, "Geändert", by=newsdesk.elif_)
    for verb in (newsdesk.withdraws, newsdesk.pins):
        with pytest.raises(NotAllowed):
            verb(public, by=newsdesk.elif_)
    with pytest.raises(NotAllowed):
        newsdesk.corrects(public, "Geändert", by=newsdesk.elif_)


# Lists


def test_the_desk_sees_every_post_from_the_newest_down_piece_by_piece(newsdesk: Newsdesk) -> None:
    newsdesk.opens()
    early = newsdesk.drafts("Entwurf von vorhin")
    made = [newsdesk.drafts(str(n)) for n in range(4)]
    newsdesk.waits(minutes=1)
    newsdesk.withdraws(newsdesk.publishes("Falsch"))
    newsdesk.waits(minutes=1)
    newsdesk.amends(early, status="published")
    seen: list[Post] = []
    with newsdesk.store.reading() as session:
        coverage = coverages.find(session, newsdesk.slug)
        for _ in range(4):
            last = seen[-1] if seen else None
            seen += rundown.page(session, coverage, before=last, limit=2)
    assert [post.text for post in seen[:2]] == ["Entwurf von vorhin", "Falsch"]
    assert {post.id for post in seen[2:]} == {post.id for post in made}
    assert len(seen) == 6


def test_posts_are_listed_page_by_page_even_those_of_one_moment(newsdesk: Newsdesk) -> None:
    newsdesk.opens()
    made: set[UUID] = {newsdesk.drafts(str(n)).id for n in range(7)}
    listed: list[UUID] = []
    with newsdesk.store.reading() as session:
        coverage = coverages.find(session, newsdesk.slug)
        page = posts.page(session, coverage, limit=3)
        for _ in range(3):
            listed += [post.id for post in page]
            page = posts.page(session, coverage, after=page[-1], limit=3) if page else []
    assert len(listed) == 7
    assert set(listed) == made


def test_nothing_is_due_where_nothing_is_scheduled(newsdesk: Newsdesk) -> None:
    newsdesk.makes()
    newsdesk.schedules("Noch nicht offen", at=berlin("20:00"))
    with newsdesk.store.reading() as session:
        assert releases.next_due(session) is None
    newsdesk.brings("live")
    newsdesk.schedules("Später", at=berlin("21:00"))
    with newsdesk.store.reading() as session:
        assert releases.next_due(session) == berlin("20:00")


# What cannot be seen, and what nearly got lost


@pytest.mark.parametrize("text", ["> ", "\u200b", "\u00a0", "\u2800\u3164", "- \n- ", "\u202e"])
def test_a_post_that_shows_nothing_does_not_go_out(newsdesk: Newsdesk, text: str) -> None:
    newsdesk.opens()
    for status in ("published", "scheduled"):
        with pytest.raises((NothingToRead, Missing)):
            newsdesk.puts(uuid4(), text=text, status=status, scheduled_at=berlin("21:00"))
    post = newsdesk.publishes("Etwas")
    with pytest.raises((NothingToRead, Missing)):
        newsdesk.amends(post, text)
    with pytest.raises((NothingToRead, Missing)):
        newsdesk.corrects(post, text)
    assert newsdesk.readers_see() == ["Etwas"]
    assert newsdesk.drafts(text).status == "draft"


@pytest.mark.parametrize("text", ["?", "7", "🕊", "> Ja", "- x"])
def test_little_is_enough(newsdesk: Newsdesk, text: str) -> None:
    newsdesk.opens()
    assert newsdesk.publishes(text).status == "published"


def test_who_has_seen_the_present_words_may_go_back_to_earlier_ones(newsdesk: Newsdesk) -> None:
    newsdesk.opens()
    post = newsdesk.publishes("Eins")
    for seen, text in enumerate(("Zwei", "Drei", "Zwei"), start=1):
        assert newsdesk.puts(post, seen=seen, text=text).is_changed
    assert newsdesk.readers_see() == ["Zwei"]
    for seen in (None, 1, 3, 4):  # whether it was the first answer that got lost, or the last
        assert not newsdesk.puts(post, seen=seen, text="Zwei").is_changed


def test_between_the_opening_and_the_clocks_look_a_waiting_post_can_be_edited(
    newsdesk: Newsdesk,
) -> None:
    newsdesk.announces()
    post = newsdesk.publishes("Guten Abend")
    newsdesk.brings("live")
    edited = newsdesk.puts(post, seen=1, text="Guten Abend allerseits", status="scheduled").post
    assert edited.status == "published"
    assert newsdesk.readers_see() == ["Guten Abend allerseits"]


def test_an_id_that_two_coverages_want_at_once_goes_to_one_and_the_other_is_told(
    newsdesk: Newsdesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    newsdesk.opens("Eins")
    taken = newsdesk.publishes("Da")
    newsdesk.opens("Zwei")
    monkeypatch.setattr(posts, "_get", lambda *_: None)  # as whoever looked a moment too early
    with pytest.raises(PostElsewhere):
        newsdesk.puts(taken.id, text="Auch da", status="published")


def test_only_who_may_schedule_takes_a_post_off_the_schedule(newsdesk: Newsdesk) -> None:
    newsdesk.opens()
    newsdesk.assigns(newsdesk.elif_)
    post = newsdesk.submits("Um neun.", by=newsdesk.elif_)
    at = clock.now() + timedelta(hours=1)
    newsdesk.puts(post, seen=1, status="scheduled", scheduled_at=at)
    with pytest.raises(NotAllowed):
        newsdesk.puts(post, seen=2, status="draft", by=newsdesk.elif_)
    assert newsdesk.again(post).status == "scheduled"


def test_for_when_a_post_was_planned_is_known_once_it_is_public(newsdesk: Newsdesk) -> None:
    newsdesk.opens()
    at = clock.now() + timedelta(minutes=10)
    post = newsdesk.schedules("Eins", at=at)
    newsdesk.waits(minutes=10)
    public = newsdesk.again(post)
    assert public.published_at == public.updated_at == at
    newsdesk.amends(post, "Zwei", scheduled_at=None)
    assert newsdesk.again(post).scheduled_at == at


def test_at_the_opening_posts_go_out_in_the_order_in_which_they_were_released(
    newsdesk: Newsdesk,
) -> None:
    newsdesk.announces()
    first, second = newsdesk.drafts("Zuerst gemacht"), newsdesk.drafts("Danach gemacht")
    clock.move(timedelta(minutes=1))
    newsdesk.puts(second, seen=1, status="published")
    clock.move(timedelta(minutes=1))
    newsdesk.puts(first, seen=1, status="published")
    newsdesk.schedules("Mit Zeit", at=clock.now() + timedelta(minutes=1))
    newsdesk.waits(minutes=10)
    assert newsdesk.readers_see() == ["Mit Zeit", "Zuerst gemacht", "Danach gemacht"]
