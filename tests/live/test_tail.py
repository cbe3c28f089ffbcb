"""The tail trusts only the log: a bell may be lost, a reading may fail, and nothing is missed."""

import asyncio
import logging
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager

import pytest
from sqlalchemy.exc import OperationalError

from depesche import metrics
from depesche.live import recent as memory
from depesche.live import tail as tails
from depesche.live.bells import Bell
from depesche.live.channels import Channel
from depesche.live.frames import Frame
from depesche.live.hub import Hub
from depesche.live.tail import Tail
from live.readers import ELECTION, PATIENCE, SUMMIT, Log, Reader, listening, run, said, until

LONG = 3600.0
WAVE = 1000


def away() -> OperationalError:
    return OperationalError("SELECT", {}, OSError("the database is away"))


def assert_set(event: threading.Event) -> None:
    assert event.wait(PATIENCE)


class Newsroom:
    """A hub, a bell and a tail that follows the log."""

    def __init__(self) -> None:
        self.log, self.hub, self.bell = Log(), Hub(), Bell()
        self.tail = Tail(self.hub, self.bell, read=self.log.read, latest=self.log.latest)

    @asynccontextmanager
    async def at_work(self) -> AsyncIterator[None]:
        following = asyncio.create_task(self.tail.run())
        await asyncio.sleep(0)
        try:
            yield
        finally:
            following.cancel()
            await asyncio.gather(following, return_exceptions=True)

    async def reader(self, channel: Channel = SUMMIT) -> Reader:
        """Who has come to stay."""
        reader = listening(self.hub, channel)
        await self.tail.begin(channel)
        return reader

    async def publishes(self, count: int = 1, channel: Channel = SUMMIT) -> None:
        self.log.grows(channel, by=count)
        self.bell.ring({channel})

    async def sleeps(self, *readers: Reader, channel: Channel = SUMMIT) -> None:
        """Nobody listens any more, and the tail has seen that."""
        for reader in readers:
            self.hub.leave(channel, reader)
        self.bell.ring(())
        await until(lambda: self.tail.awake(channel) is None)

    @contextmanager
    def slowly(self) -> Iterator[threading.Event]:
        """Readings take until the event is set."""
        goes_on = threading.Event()
        self.log.on_read = lambda _: assert_set(goes_on)
        try:
            yield goes_on
        finally:
            goes_on.set()
            self.log.on_read = lambda _: None


@pytest.fixture
def newsroom() -> Newsroom:
    return Newsroom()


@pytest.fixture
def _only_bells(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tail does not look for itself while a test runs."""
    monkeypatch.setattr(tails, "SILENCE", LONG)


only_bells = pytest.mark.usefixtures("_only_bells")


@pytest.fixture(autouse=True)
def _sleep_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test waits for a log to go to sleep."""
    monkeypatch.setattr(tails, "LINGER", 0.0)


# Following


@only_bells
def test_what_is_new_is_read_and_drawn_once_for_many_streams(newsroom: Newsroom) -> None:
    async def test() -> None:
        async with newsroom.at_work():
            one, two = await newsroom.reader(), await newsroom.reader()
            await newsroom.publishes(3)
            await one.hears(1, 2, 3)
            await two.hears(1, 2, 3)
            assert all(mine is theirs for mine, theirs in zip(one.heard, two.heard, strict=True))

    run(test())
    begun = [after for _, after, _ in newsroom.log.readings]
    assert begun == [0, 3], "and once more, to see that it was all"
    assert newsroom.log.openings == [SUMMIT]


@only_bells
def test_how_long_readers_wait_for_what_is_new_is_measured(newsroom: Newsroom) -> None:
    def measured() -> float:
        return metrics.REGISTRY.get_sample_value("depesche_lag_seconds_count") or 0.0

    async def test() -> None:
        async with newsroom.at_work():
            began: list[float] = []
            newsroom.hub.listen(lambda delivery, _seconds: began.append(delivery.began))
            reader = await newsroom.reader()
            newsroom.log.grows()
            newsroom.bell.ring({SUMMIT}, at=1234.5)
            await reader.hears(1)
            await until(lambda: began)
            assert began == [1234.5], "from the moment at which it was committed"

    before = measured()
    run(test())
    assert measured() == before + 1


@only_bells
def test_a_log_is_followed_from_where_it_is_when_the_first_reader_comes(newsroom: Newsroom) -> None:
    newsroom.log.grows(by=40)

    async def test() -> None:
        async with newsroom.at_work():
            reader = listening(newsroom.hub)
            assert newsroom.tail.awake(SUMMIT) is None
            recent = await newsroom.tail.begin(SUMMIT)
            assert recent.reached == 40
            assert newsroom.tail.awake(SUMMIT) is recent
            await newsroom.publishes()
            await reader.hears(41)
            assert await newsroom.tail.begin(SUMMIT) is recent
            assert recent.reached == 41

    run(test())


@only_bells
def test_only_the_log_whose_bell_rang_is_read(newsroom: Newsroom) -> None:
    async def test() -> None:
        async with newsroom.at_work():
            reader, _ = await newsroom.reader(), await newsroom.reader(ELECTION)
            await newsroom.publishes()
            await reader.hears(1)

    run(test())
    assert {channel for channel, *_ in newsroom.log.readings} == {SUMMIT}


def test_a_lost_bell_is_made_up_for_in_silence(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tails, "SILENCE", 0.02)

    async def test() -> None:
        async with newsroom.at_work():
            reader = await newsroom.reader()
            newsroom.log.grows(by=2)  # and no bell
            await reader.hears(1, 2)

    run(test())


def test_a_lost_bell_is_made_up_for_while_another_rings_all_the_time(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tails, "SILENCE", 0.1)
    newsroom.log.on_read = lambda channel: newsroom.bell.ring({channel} & {ELECTION})

    async def test() -> None:
        async with newsroom.at_work():
            reader, _ = await newsroom.reader(), await newsroom.reader(ELECTION)
            newsroom.log.grows()  # and no bell
            newsroom.bell.ring({ELECTION})
            await reader.hears(1)

    run(test())
    assert len(newsroom.log.readings) > 3


@only_bells
def test_what_is_more_than_one_reading_holds_is_read_on_to_its_end(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory, "MOST", 2)

    async def test() -> None:
        async with newsroom.at_work():
            reader = await newsroom.reader()
            await newsroom.publishes(7)
            await reader.hears(*range(1, 8))

    run(test())
    assert [(after, limit) for _, after, limit in newsroom.log.readings] == [
        (n, 2) for n in (0, 2, 4, 6, 7)
    ]


@only_bells
def test_what_it_hands_out_it_has_in_memory_before(newsroom: Newsroom) -> None:
    """Else whoever comes in that moment would miss it."""

    async def test() -> None:
        async with newsroom.at_work():
            known: list[int] = []

            def take(what: list[object]) -> None:
                recent = newsroom.tail.awake(SUMMIT)
                assert recent is not None
                known.append(recent.reached)
                assert said(recent.after(recent.reached - len(what))) == newsroom.log.told(
                    recent.reached - len(what)
                )

            listening(newsroom.hub, take=take)
            await newsroom.tail.begin(SUMMIT)
            await newsroom.publishes(3)
            await until(lambda: known)
            assert known == [3]

    run(test())


# When the database is away


def test_a_reading_that_fails_is_logged_and_the_following_goes_on(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(tails, "SILENCE", 0.02)

    async def test() -> None:
        async with newsroom.at_work():
            reader = await newsroom.reader()
            newsroom.log.errors = [ValueError("what is that?"), ValueError("what is that?")]
            await newsroom.publishes()
            await reader.hears(1)

    run(test())
    complaints = [record for record in caplog.records if record.name == tails.__name__]
    assert [record.levelno for record in complaints] == [logging.ERROR] * 2
    assert "what is that?" in caplog.text


def test_a_database_that_is_away_is_told_of_once_and_once_when_it_is_back(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    monkeypatch.setattr(tails, "SILENCE", 0.01)

    async def test() -> None:
        async with newsroom.at_work():
            reader = await newsroom.reader()
            newsroom.log.errors = [away() for _ in range(5)]
            await newsroom.publishes()
            await reader.hears(1)
            await until(lambda: "answers again" in caplog.text)

    run(test())
    told = [record for record in caplog.records if record.name == tails.__name__]
    assert [record.levelno for record in told] == [logging.ERROR, logging.INFO]


@only_bells
def test_a_log_that_fails_does_not_keep_the_others_from_being_followed(newsroom: Newsroom) -> None:
    async def test() -> None:
        async with newsroom.at_work():
            readers = await newsroom.reader(), await newsroom.reader(ELECTION)
            newsroom.log.errors = [away()]
            newsroom.log.grows(SUMMIT)
            newsroom.log.grows(ELECTION)
            newsroom.bell.ring({SUMMIT, ELECTION})
            await until(lambda: any(reader.numbers for reader in readers))
            assert sorted(reader.numbers for reader in readers) == [[], [1]]
            newsroom.bell.ring({SUMMIT, ELECTION})
            for reader in readers:
                await reader.hears(1)

    run(test())


@only_bells
def test_a_database_that_is_away_is_the_callers_to_answer_for(newsroom: Newsroom) -> None:
    async def test() -> None:
        async with newsroom.at_work():
            listening(newsroom.hub)
            newsroom.log.grows(by=5)
            newsroom.log.errors = [away()]
            with pytest.raises(OperationalError):
                await newsroom.tail.begin(SUMMIT)
            assert newsroom.tail.awake(SUMMIT) is None
            assert (await newsroom.tail.begin(SUMMIT)).reached == 5
            newsroom.log.errors = [away(), away()]
            with pytest.raises(OperationalError):
                await newsroom.tail.reach(SUMMIT, 6)
            with pytest.raises(OperationalError):
                await newsroom.tail.recall(SUMMIT, 2)
            assert await newsroom.tail.reach(SUMMIT, 6) is False
            assert await newsroom.tail.recall(SUMMIT, 2) is True

    run(test())


@only_bells
def test_a_log_that_could_not_be_read_when_it_woke_still_sleeps(newsroom: Newsroom) -> None:
    """Who comes next would take what is in memory for the present."""

    def fail(_: Channel) -> None:
        raise away()

    async def test() -> None:
        async with newsroom.at_work():
            await newsroom.sleeps(await newsroom.reader())
            newsroom.log.grows(by=2)
            newsroom.log.on_read = fail
            listening(newsroom.hub)
            with pytest.raises(OperationalError):
                await newsroom.tail.begin(SUMMIT)
            assert newsroom.tail.awake(SUMMIT) is None
            newsroom.log.on_read = lambda _: None
            assert (await newsroom.tail.begin(SUMMIT)).reached == 2

    run(test())


@only_bells
def test_a_log_is_not_awake_before_it_has_been_read(newsroom: Newsroom) -> None:
    async def test() -> None:
        async with newsroom.at_work():
            await newsroom.sleeps(await newsroom.reader())
            newsroom.log.grows(by=2)
            listening(newsroom.hub)
            with newsroom.slowly() as goes_on:
                waking = asyncio.create_task(newsroom.tail.begin(SUMMIT))
                await until(lambda: newsroom.log.readings)
                assert newsroom.tail.awake(SUMMIT) is None
                goes_on.set()
                recent = await waking
            assert newsroom.tail.awake(SUMMIT) is recent

    run(test())


# Logs that sleep


@only_bells
def test_a_log_is_followed_for_a_while_when_its_last_reader_has_gone(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They may all have been cut off, and all come back at once."""
    monkeypatch.setattr(tails, "LINGER", LONG)

    async def test() -> None:
        async with newsroom.at_work():
            newsroom.hub.leave(SUMMIT, await newsroom.reader())
            newsroom.log.grows()
            newsroom.bell.ring({SUMMIT})
            await until(lambda: newsroom.tail.awake(SUMMIT).reached == 1)

    run(test())


def test_a_log_nobody_listens_to_is_not_read(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tails, "SILENCE", 0.02)

    async def test() -> None:
        async with newsroom.at_work():
            newsroom.hub.leave(SUMMIT, await newsroom.reader())
            other = await newsroom.reader(ELECTION)
            newsroom.log.grows(SUMMIT)
            newsroom.bell.ring({SUMMIT})
            newsroom.log.grows(ELECTION)
            await other.hears(1)  # so it has looked round since

    run(test())
    assert SUMMIT not in {channel for channel, *_ in newsroom.log.readings}


@only_bells
def test_a_log_that_slept_and_grew_is_read_on_when_somebody_comes(newsroom: Newsroom) -> None:
    newsroom.log.grows(by=3)

    async def test() -> None:
        async with newsroom.at_work():
            await newsroom.sleeps(await newsroom.reader())
            newsroom.log.grows(by=4)
            reader = Reader()
            newsroom.hub.join(SUMMIT, reader)
            recent = await newsroom.tail.begin(SUMMIT)
            assert (recent.begins, recent.reached) == (3, 7)
            assert said(recent.after(3)) == newsroom.log.told(3)
            newsroom.hub.go_live(SUMMIT, reader, reader.take)
            await newsroom.publishes()
            await reader.hears(8)

    run(test())
    assert [after for _, after, _ in newsroom.log.readings][:1] == [3], "it was remembered"


@only_bells
def test_words_that_were_taken_back_while_a_log_slept_are_not_told(newsroom: Newsroom) -> None:
    async def test() -> None:
        async with newsroom.at_work():
            reader = await newsroom.reader()
            newsroom.log.grows(about="a")
            newsroom.bell.ring({SUMMIT})
            await reader.hears(1)
            await newsroom.sleeps(reader)
            newsroom.log.grows(about="a")
            listening(newsroom.hub)
            recent = await newsroom.tail.begin(SUMMIT)
            assert said(recent.after(0)) == newsroom.log.told(0)
            assert b"words 1" not in b"".join(said(recent.after(0)))

    run(test())


@only_bells
def test_of_the_logs_that_sleep_only_so_many_are_remembered(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tails, "ASLEEP", 3)
    channels: list[Channel] = [(n, "reader") for n in range(1, 9)]
    newsroom.log.lines |= {channel: [] for channel in channels}

    async def test() -> None:
        async with newsroom.at_work():
            awake = await newsroom.reader(channels[0])
            for channel in channels[1:]:
                await newsroom.sleeps(await newsroom.reader(channel), channel=channel)
            assert [*newsroom.tail._logs] == [channels[0], *channels[-3:]]
            await newsroom.publishes(channel=channels[0])
            await awake.hears(1)

    run(test())


# A wave


@only_bells
@pytest.mark.parametrize("slept", [False, True])
def test_a_thousand_who_come_at_once_are_one_reading(newsroom: Newsroom, *, slept: bool) -> None:
    newsroom.log.grows(by=100)

    async def test() -> None:
        async with newsroom.at_work():
            if slept:
                await newsroom.sleeps(await newsroom.reader())
                newsroom.log.grows(by=5)
            readers = [listening(newsroom.hub) for _ in range(WAVE)]
            begun = await asyncio.gather(*(newsroom.tail.begin(SUMMIT) for _ in readers))
            assert len(set(map(id, begun))) == 1
            assert begun[0].reached == len(newsroom.log.lines[SUMMIT])

    run(test())
    assert len(newsroom.log.openings) == (2 if slept else 1)
    assert [after for _, after, _ in newsroom.log.readings] == ([100, 105] if slept else [])


@only_bells
def test_a_thousand_who_were_away_are_one_reading(newsroom: Newsroom) -> None:
    newsroom.log.grows(by=200)

    async def test() -> None:
        async with newsroom.at_work():
            await newsroom.reader()
            asked = (newsroom.tail.recall(SUMMIT, 60) for _ in range(WAVE))
            assert all(await asyncio.gather(*asked))
            recent = await newsroom.tail.begin(SUMMIT)
            assert said(recent.after(60)) == newsroom.log.told(60)

            asked = (newsroom.tail.recall(SUMMIT, 60 + n % 140) for n in range(WAVE))
            assert all(await asyncio.gather(*asked))

    run(test())
    assert newsroom.log.readings == [(SUMMIT, 150, 50), (SUMMIT, 100, 50), (SUMMIT, 50, 50)]


@only_bells
def test_a_thousand_who_were_away_for_different_times_are_few_readings(newsroom: Newsroom) -> None:
    """The worst is that each of them was away a little longer than the one before."""
    newsroom.log.grows(by=WAVE)

    async def test() -> None:
        async with newsroom.at_work():
            await newsroom.reader()
            asked = (newsroom.tail.recall(SUMMIT, WAVE - n) for n in range(WAVE))
            assert all(await asyncio.gather(*asked))
            recent = await newsroom.tail.begin(SUMMIT)
            assert said(recent.after(1)) == newsroom.log.told(1)

    run(test())
    assert len(newsroom.log.readings) <= WAVE / tails.LOT
    assert sum(limit for *_, limit in newsroom.log.readings) <= WAVE, "each line is read once"


@only_bells
def test_who_was_away_longer_is_read_what_is_missing_and_nothing_twice(newsroom: Newsroom) -> None:
    newsroom.log.grows(by=200)

    async def test() -> None:
        async with newsroom.at_work():
            await newsroom.reader()
            for number in (195, 150, 149, 20, 0):
                assert await newsroom.tail.recall(SUMMIT, number)
            recent = await newsroom.tail.begin(SUMMIT)
            assert said(recent.after(0)) == newsroom.log.told(0)

    run(test())
    assert newsroom.log.readings == [
        *((SUMMIT, 150, 50), (SUMMIT, 100, 50), (SUMMIT, 50, 50), (SUMMIT, 0, 50)),
    ]


@only_bells
def test_what_is_new_waits_for_nobody_who_asks_for_what_is_long_past(newsroom: Newsroom) -> None:
    """Neither in the same log nor in another one."""
    newsroom.log.grows(by=200)
    goes_on = threading.Event()
    read = newsroom.log.read

    def slowly(channel: Channel, after: int, limit: int) -> Sequence[Frame]:
        if after < 200 and channel == SUMMIT:
            assert_set(goes_on)
        return read(channel, after, limit)

    async def test() -> None:
        newsroom.tail._read = slowly
        async with newsroom.at_work():
            reader, other = await newsroom.reader(), await newsroom.reader(ELECTION)
            asked = asyncio.create_task(newsroom.tail.recall(SUMMIT, 160))
            await newsroom.publishes(channel=ELECTION)
            await newsroom.publishes()
            await until(lambda: reader.numbers == [201] and other.numbers == [1])
            assert not asked.done()
            goes_on.set()
            assert await asked
            recent = await newsroom.tail.begin(SUMMIT)
            assert said(recent.after(160)) == newsroom.log.told(160)

    run(test())


@only_bells
def test_words_that_are_taken_back_while_they_are_read_back_are_not_told(
    newsroom: Newsroom,
) -> None:
    for number in range(10):
        newsroom.log.grows(about=f"post {number}")
    goes_on = threading.Event()
    read = newsroom.log.read

    def slowly(channel: Channel, after: int, limit: int) -> Sequence[Frame]:
        found = read(channel, after, limit)
        if after < 10:
            assert_set(goes_on)  # and meanwhile the log grows
        return found

    async def test() -> None:
        newsroom.tail._read = slowly
        async with newsroom.at_work():
            reader = await newsroom.reader()
            asked = asyncio.create_task(newsroom.tail.recall(SUMMIT, 0))
            await until(lambda: newsroom.log.readings)
            newsroom.log.grows(about="post 3")
            newsroom.bell.ring({SUMMIT})
            await reader.hears(11)
            goes_on.set()
            assert await asked
            recent = await newsroom.tail.begin(SUMMIT)
            assert said(recent.after(0)) == newsroom.log.told(0)

    run(test())


@only_bells
def test_a_log_that_cannot_tell_what_it_said_is_not_asked_for_ever(newsroom: Newsroom) -> None:
    newsroom.log.grows(by=100)

    async def test() -> None:
        async with newsroom.at_work():
            await newsroom.reader()
            newsroom.tail._read = lambda *_: []
            assert not await newsroom.tail.recall(SUMMIT, 60)
            newsroom.tail._read = lambda *_: newsroom.log.lines[SUMMIT][60:90]
            assert not await newsroom.tail.recall(SUMMIT, 60)
            newsroom.tail._read = newsroom.log.read
            assert await newsroom.tail.recall(SUMMIT, 60)
            recent = await newsroom.tail.begin(SUMMIT)
            assert said(recent.after(60)) == newsroom.log.told(60)

    run(test())


@only_bells
def test_nobody_is_told_more_than_the_most(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory, "MOST", 10)
    newsroom.log.grows(by=100)

    async def test() -> None:
        async with newsroom.at_work():
            await newsroom.reader()
            assert not await newsroom.tail.recall(SUMMIT, 90)
            assert not await newsroom.tail.recall(SUMMIT, 0)
            assert newsroom.log.readings == [], "the database is not asked for it"
            assert await newsroom.tail.recall(SUMMIT, 91)
            assert not await newsroom.tail.recall(SUMMIT, 90)

    run(test())
    assert newsroom.log.readings == [(SUMMIT, 91, 9)]


@only_bells
def test_a_thousand_with_a_newer_page_are_one_reading(newsroom: Newsroom) -> None:
    """They have it from another process, or a bell was lost."""

    async def test() -> None:
        async with newsroom.at_work():
            reader = await newsroom.reader()
            newsroom.log.grows(by=3)  # and no bell
            asked = (newsroom.tail.reach(SUMMIT, 1 + n % 4) for n in range(WAVE))
            reached = await asyncio.gather(*asked)
            assert reached == [n % 4 < 3 for n in range(WAVE)]
            await reader.hears(1, 2, 3)

    run(test())
    assert len(newsroom.log.readings) <= 2 + 2, "a reading, and the end of it; seen once more"


@only_bells
def test_what_is_reached_is_asked_for_without_a_reading(newsroom: Newsroom) -> None:
    newsroom.log.grows(by=3)

    async def test() -> None:
        async with newsroom.at_work():
            await newsroom.reader()
            assert all([await newsroom.tail.reach(SUMMIT, number) for number in range(4)])

    run(test())
    assert newsroom.log.readings == []


@only_bells
def test_a_reading_that_had_begun_before_does_not_count_for_who_came_after_it(
    newsroom: Newsroom,
) -> None:
    """It may have looked at the log before that grew: whoever asks since then waits for another."""
    looked, goes_on = threading.Event(), threading.Event()

    def read(channel: Channel, after: int, limit: int) -> Sequence[Frame]:
        lines = whole(channel, after, limit)
        if not looked.is_set():
            looked.set()
            goes_on.wait(PATIENCE)
        return lines

    whole = newsroom.log.read
    newsroom.tail._read = read

    async def test() -> None:
        async with newsroom.at_work():
            await newsroom.reader()
            early = asyncio.create_task(newsroom.tail.reach(SUMMIT, 1))
            await asyncio.to_thread(looked.wait, PATIENCE)
            newsroom.log.grows()
            late = [asyncio.create_task(newsroom.tail.reach(SUMMIT, 1)) for _ in range(WAVE)]
            await asyncio.sleep(0)
            goes_on.set()
            assert await early is False
            assert all(await asyncio.gather(*late))

    run(test())
    assert len(newsroom.log.readings) == 1 + 2


@only_bells
def test_two_waves_meet_and_each_is_answered_right(newsroom: Newsroom) -> None:
    """Some come back, some have a newer page, some were away, and the bell rings meanwhile."""
    newsroom.log.grows(by=50)

    async def test() -> None:
        async with newsroom.at_work():
            reader = await newsroom.reader()
            with newsroom.slowly() as goes_on:
                recalls = [
                    asyncio.create_task(newsroom.tail.recall(SUMMIT, 20)) for _ in range(WAVE)
                ]
                await newsroom.publishes(2)
                reaches = [
                    asyncio.create_task(newsroom.tail.reach(SUMMIT, 52)) for _ in range(WAVE)
                ]
                await asyncio.sleep(0.02)
                goes_on.set()
                assert all(await asyncio.gather(*recalls, *reaches))
            await reader.hears(51, 52)
            recent = await newsroom.tail.begin(SUMMIT)
            assert said(recent.after(20)) == newsroom.log.told(20)

    run(test())
    assert len(newsroom.log.readings) <= 1 + 3 * 2


@only_bells
def test_who_gives_up_waiting_takes_nobody_else_along(newsroom: Newsroom) -> None:
    newsroom.log.grows(by=30)

    async def test() -> None:
        async with newsroom.at_work():
            reader = await newsroom.reader()
            newsroom.log.grows(by=1)
            with newsroom.slowly() as goes_on:
                tail = newsroom.tail
                waiting = [asyncio.create_task(tail.reach(SUMMIT, 31)) for _ in range(6)]
                waiting += [asyncio.create_task(tail.recall(SUMMIT, 10)) for _ in range(6)]
                await until(lambda: newsroom.log.readings)
                for task in waiting[::3]:  # whoever reads is among them
                    task.cancel()
                await asyncio.sleep(0)
                goes_on.set()
                outcome = await asyncio.gather(*waiting, return_exceptions=True)
            stayed = [one for n, one in enumerate(outcome) if n % 3]
            assert stayed == [True] * 8
            assert all(isinstance(one, asyncio.CancelledError) for one in outcome[::3])
            await reader.hears(31)
            recent = await tail.begin(SUMMIT)
            assert said(recent.after(10)) == newsroom.log.told(10)

    run(test())


@only_bells
def test_who_gives_up_waiting_for_a_log_to_open_takes_nobody_else_along(newsroom: Newsroom) -> None:
    newsroom.log.grows(by=7)
    goes_on = threading.Event()
    latest = newsroom.log.latest
    newsroom.tail._latest = lambda channel: goes_on.wait(PATIENCE) and latest(channel)

    async def test() -> None:
        async with newsroom.at_work():
            listening(newsroom.hub)
            waiting = [asyncio.create_task(newsroom.tail.begin(SUMMIT)) for _ in range(5)]
            await asyncio.sleep(0.01)
            waiting[0].cancel()
            await asyncio.sleep(0)
            goes_on.set()
            first, *others = await asyncio.gather(*waiting, return_exceptions=True)
            assert isinstance(first, asyncio.CancelledError)
            assert all(not isinstance(one, BaseException) and one.reached == 7 for one in others)

    run(test())
    assert newsroom.log.openings == [SUMMIT]


@only_bells
@pytest.mark.parametrize("wave", ["begin", "reach", "recall"])
def test_a_wave_on_a_database_that_is_away_does_not_ask_it_a_thousand_times(
    newsroom: Newsroom, wave: str
) -> None:
    """Each asking may take as long as the patience with it is."""
    newsroom.log.grows(by=9)

    async def test() -> None:
        async with newsroom.at_work():
            reader, tail = await newsroom.reader(), newsroom.tail
            if wave == "begin":
                await newsroom.sleeps(reader)
                listening(newsroom.hub)
            newsroom.log.grows()
            newsroom.log.errors = [away() for _ in range(2 * WAVE)]
            asked: Callable[[], Awaitable[object]] = {
                "begin": lambda: tail.begin(SUMMIT),
                "reach": lambda: tail.reach(SUMMIT, 10),
                "recall": lambda: tail.recall(SUMMIT, 5),
            }[wave]
            outcome = await asyncio.gather(*(asked() for _ in range(WAVE)), return_exceptions=True)
            assert all(isinstance(one, OperationalError) for one in outcome)
            newsroom.log.errors.clear()
            assert await asked()
            assert (await tail.begin(SUMMIT)).reached == (9 if wave == "recall" else 10)

    run(test())
    assert len(newsroom.log.readings) + len(newsroom.log.openings) <= 6


@only_bells
def test_a_log_that_was_forgotten_while_it_was_read_tells_nothing_any_more(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody else follows it by then, from where it is."""
    monkeypatch.setattr(tails, "LINGER", LONG)

    async def test() -> None:
        async with newsroom.at_work():
            newsroom.hub.leave(SUMMIT, await newsroom.reader())
            with newsroom.slowly() as goes_on:
                await newsroom.publishes()
                await until(lambda: newsroom.log.readings)
                del newsroom.tail._logs[SUMMIT]
                late = await newsroom.reader()
                goes_on.set()
            await newsroom.publishes()
            await late.hears(2)

    run(test())
