"""The clock at the door: everything at its minute, unattended."""

import asyncio
import logging
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from threading import Barrier
from uuid import UUID

import pytest
from sqlalchemy.exc import OperationalError

from depesche import clock, metrics
from depesche.jobs import opening
from depesche.newsroom import coverages, posts, presence
from depesche.store.engine import Log, Store
from newsdesk import Newsdesk, berlin


def test_a_coverage_opens_at_its_minute_and_not_a_moment_before(newsdesk: Newsdesk) -> None:
    newsdesk.announces(opens_at=berlin("20:00"))
    newsdesk.waits_until(berlin("19:59:59.999999"))
    assert newsdesk.coverage.status == "announced"
    newsdesk.waits_until(berlin("20:00"))
    assert newsdesk.coverage.status == "live"
    assert newsdesk.coverage.opened_at == berlin("20:00")
    assert [line.at for line in newsdesk.reader_log()] == [berlin("19:50"), berlin("20:00")]


def test_an_opening_that_was_moved_happens_at_the_new_minute_only(newsdesk: Newsdesk) -> None:
    newsdesk.announces(opens_at=berlin("20:00"))
    newsdesk.edits(opens_at=berlin("20:30"))
    newsdesk.waits_until(berlin("20:00"))
    assert newsdesk.coverage.status == "announced"
    newsdesk.edits(opens_at=berlin("20:10"))
    newsdesk.waits_until(berlin("20:10"))
    assert newsdesk.coverage.status == "live"


def test_what_fell_due_while_nobody_was_there_happens_at_once_afterwards(
    newsdesk: Newsdesk,
) -> None:
    newsdesk.announces("Der Gipfel", opens_at=berlin("20:00"))
    newsdesk.publishes("Zur Öffnung")
    newsdesk.schedules("Um zehn nach", at=berlin("20:10"))
    newsdesk.schedules("Um fünf nach", at=berlin("20:05"))
    newsdesk.publishes("Noch gesperrt", embargoed_until=berlin("23:30"))
    newsdesk.waits_until(berlin("23:00"))
    assert newsdesk.coverage.opened_at == berlin("23:00")
    assert newsdesk.readers_see() == ["Um zehn nach", "Um fünf nach", "Zur Öffnung"]
    assert [line.kind for line in newsdesk.reader_log()] == ["coverage"] * 2 + ["post"] * 3


def test_a_clock_that_is_restarted_does_nothing_twice(newsdesk: Newsdesk) -> None:
    newsdesk.announces(opens_at=berlin("20:00"))
    newsdesk.publishes("Zur Öffnung")
    newsdesk.waits_until(berlin("20:00"))
    told = len(newsdesk.reader_log())
    for _ in range(3):
        newsdesk.waits(minutes=1)
    restarted = Store(newsdesk.store.engine.url.render_as_string(hide_password=False))
    opening.tick(restarted, clock.now())
    restarted.close()
    assert len(newsdesk.reader_log()) == told


def test_clocks_of_several_processes_that_strike_at_once_do_everything_once(
    newsdesk: Newsdesk,
) -> None:
    """Each with a store of its own; coverages and posts fall due for all of them together."""
    opens_at, clocks, numbers = berlin("20:00"), 4, range(6)
    for n in numbers:
        newsdesk.announces(slug=f"gipfel-{n}", opens_at=opens_at)
        for post in range(3):
            newsdesk.publishes(f"Nummer {post}")
    clock.stop(opens_at)
    barrier, url = Barrier(clocks), newsdesk.store.engine.url.render_as_string(hide_password=False)

    def strike(_number: int) -> None:
        store = Store(url)
        barrier.wait(10)
        opening.tick(store, clock.now())
        store.close()

    with ThreadPoolExecutor(clocks) as threads:
        list(threads.map(strike, range(clocks)))

    for n in numbers:
        newsdesk.slug = f"gipfel-{n}"
        kinds = [line.kind for line in newsdesk.reader_log()]
        assert kinds == ["coverage"] * 2 + ["post"] * 3
        assert len(newsdesk.readers_see()) == 3


def test_two_coverages_open_each_at_its_own_minute(newsdesk: Newsdesk) -> None:
    first = newsdesk.announces("Eins", opens_at=berlin("20:00")).slug
    second = newsdesk.announces("Zwei", opens_at=berlin("20:01")).slug
    newsdesk.waits_until(berlin("20:00"))
    statuses = []
    for slug in (first, second):
        newsdesk.slug = slug
        statuses.append(newsdesk.coverage.status)
    assert statuses == ["live", "announced"]


def test_a_coverage_that_was_called_off_or_is_a_draft_never_opens(newsdesk: Newsdesk) -> None:
    newsdesk.announces("Abgesagt", opens_at=berlin("20:00"))
    newsdesk.ends()
    called_off = newsdesk.slug
    newsdesk.makes("Entwurf", opens_at=berlin("20:00"))
    newsdesk.waits(hours=1)
    assert newsdesk.coverage.status == "draft"
    newsdesk.slug = called_off
    assert newsdesk.coverage.status == "ended"


def test_scheduled_posts_of_a_paused_coverage_go_out(newsdesk: Newsdesk) -> None:
    newsdesk.opens()
    newsdesk.schedules("Trotz Pause", at=berlin("20:00"))
    newsdesk.pauses()
    newsdesk.waits_until(berlin("20:00"))
    assert newsdesk.readers_see() == ["Trotz Pause"]


def test_while_nothing_is_due_nothing_is_written(
    newsdesk: Newsdesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    newsdesk.announces(opens_at=berlin("20:00"))
    newsdesk.schedules("Später", at=berlin("21:00"))
    monkeypatch.setattr(newsdesk.store, "writing", None)
    opening.tick(newsdesk.store, clock.now())


def test_readers_are_told_of_the_opening_and_of_what_it_brings(newsdesk: Newsdesk) -> None:
    coverage = newsdesk.announces(opens_at=berlin("20:00"))
    newsdesk.publishes("Zur Öffnung")
    rung: list[frozenset[Log]] = []
    newsdesk.store.listen(rung.append)
    newsdesk.waits_until(berlin("20:00"))
    assert rung == [{(coverage.id, "reader"), (coverage.id, "desk")}] * 2


def test_the_clock_survives_a_database_that_does_not_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    looks: list[datetime] = []

    def look(_: Store, now: datetime) -> None:
        looks.append(now)
        clock.move(timedelta(seconds=1))
        if len(looks) == 1:
            raise ConnectionError("gone")
        if len(looks) == 3:
            running.cancel()

    async def run() -> None:
        nonlocal running
        running = asyncio.create_task(opening.run(Store(f"sqlite:///{tmp_path}/unused")))
        with pytest.raises(asyncio.CancelledError):
            await running

    running: asyncio.Task[None]
    monkeypatch.setattr(opening, "tick", look)
    monkeypatch.setattr(opening, "LOOK", 0)
    with caplog.at_level(logging.ERROR):
        asyncio.run(run())
    assert len(looks) >= 3
    assert looks[1] - looks[0] == timedelta(seconds=1)
    assert "trying again" in caplog.text


def test_the_clock_looks_often_enough_to_be_on_time() -> None:
    assert opening.LOOK <= 0.5


def test_a_clock_that_jumps_forth_and_back_does_nothing_twice_and_takes_nothing_back(
    newsdesk: Newsdesk,
) -> None:
    newsdesk.announces()  # in ten minutes
    newsdesk.publishes("Zur Eröffnung.")
    newsdesk.schedules("Um acht und ein bisschen.", at=clock.now() + timedelta(minutes=12))
    newsdesk.waits(hours=3)
    said = [line.sequence for line in newsdesk.reader_log()]
    newsdesk.waits(hours=-3)
    newsdesk.publishes("Die Uhr geht wieder.")
    newsdesk.waits(minutes=11)
    newsdesk.waits(hours=3)

    assert newsdesk.coverage.status == "live"
    assert newsdesk.readers_see() == [
        *("Die Uhr geht wieder.", "Um acht und ein bisschen.", "Zur Eröffnung.")
    ]
    assert [line.sequence for line in newsdesk.reader_log()] == [*said, len(said) + 1]


def test_a_clock_that_was_set_is_told_of(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    wall = clock.wall()
    monkeypatch.setattr(clock, "wall", lambda: wall)
    hands = opening.Hands()
    hands.look()
    assert not caplog.records
    for hours in (2, -1):
        wall += timedelta(hours=hours)
        hands.look()
    assert [round(r.__dict__["seconds"]) for r in caplog.records] == [7200, -3600]


def test_a_database_that_is_away_is_told_of_once(
    store: Store, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    ticks: list[datetime] = []

    def tick(_store: Store, now: datetime) -> None:
        ticks.append(now)
        if len(ticks) < 5:
            raise OperationalError("SELECT 1", {}, Exception("gone"))
        if len(ticks) == 6:
            raise asyncio.CancelledError

    monkeypatch.setattr(opening, "tick", tick)
    monkeypatch.setattr(opening, "LOOK", 0)
    with caplog.at_level(logging.INFO), suppress(asyncio.CancelledError):
        asyncio.run(asyncio.wait_for(opening.run(store), 20))
    assert [
        record.getMessage() for record in caplog.records if "database" in record.getMessage()
    ] == [
        "the database does not answer; trying again",
        "the database answers again",
    ]


def test_of_many_posts_each_goes_out_in_a_transaction_of_its_own(newsdesk: Newsdesk) -> None:
    newsdesk.opens()
    for n in range(5):
        newsdesk.schedules(str(n), at=berlin("20:00") + timedelta(seconds=n))
    rung: list[frozenset[Log]] = []
    newsdesk.store.listen(rung.append)
    newsdesk.waits_until(berlin("20:01"))
    assert len(rung) == 5
    assert newsdesk.readers_see() == ["4", "3", "2", "1", "0"]


def test_how_late_the_clock_was_counts_from_the_minute_and_only_where_there_was_one(
    newsdesk: Newsdesk,
) -> None:
    def late() -> float:
        return metrics.REGISTRY.get_sample_value("depesche_lateness_seconds_sum") or 0.0

    newsdesk.announces(opens_at=berlin("20:00"))
    newsdesk.publishes("Zur Öffnung")  # waits for no time of its own
    before = late()
    newsdesk.waits_until(berlin("20:00:03"))
    newsdesk.ticks()
    assert late() - before == 3


def test_whoever_gave_no_sign_of_life_for_a_minute_is_gone_by_the_next_look(
    newsdesk: Newsdesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    newsdesk.opens()
    post, wall = newsdesk.drafts("Ein Entwurf."), clock.wall()
    with newsdesk.store.writing() as session:
        coverage = coverages.find(session, newsdesk.slug, to_write=True)
        found = posts.find(session, coverage, post.id)
        by, now = newsdesk.mara, clock.now()
        presence.take(session, coverage, found, tab=UUID(int=1), by=by, now=now, wall=wall)
    for seconds, is_there in ((59, True), (60, False)):
        monkeypatch.setattr(clock, "wall", lambda later=wall + timedelta(seconds=seconds): later)
        opening.tick(newsdesk.store, clock.now())
        assert (newsdesk.again(post).presence is not None) == is_there
