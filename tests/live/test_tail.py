"""The tail trusts only the log: a bell may be lost, a reading may fail, and nothing is missed."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager

import pytest

from depesche import metrics
from depesche.live import tail as tails
from depesche.live.bells import Bell
from depesche.live.channels import Channel
from depesche.live.frames import Frame
from depesche.live.hub import Hub, Stream
from depesche.live.tail import Tail

PATIENCE = 10.0
LONG = 3600.0
SUMMIT: Channel = (1, "reader")
ELECTION: Channel = (2, "reader")


class Log:
    """Logs that grow when a test says so, and count how often they are read."""

    def __init__(self) -> None:
        self.lines: dict[Channel, int] = {SUMMIT: 0, ELECTION: 0}
        self.readings: list[tuple[Channel, int]] = []
        self.drawn: list[int] = []
        self.fails = 0
        self.on_read: Callable[[Channel], None] = lambda _: None

    def grows(self, channel: Channel, by: int = 1) -> None:
        self.lines[channel] += by

    def read(self, channel: Channel, after: int) -> Sequence[Frame]:
        self.readings.append((channel, after))
        self.on_read(channel)
        if self.fails:
            self.fails -= 1
            raise OSError("the database is away")
        fresh = range(after + 1, self.lines[channel] + 1)
        self.drawn += fresh
        return [Frame(n, b"") for n in fresh]

    def latest(self, channel: Channel) -> int:
        return self.lines[channel]


class Newsroom:
    """A hub, a bell and a tail that follows the log."""

    def __init__(self) -> None:
        self.log, self.hub, self.bell = Log(), Hub(limit=100), Bell()
        self.tail = Tail(self.hub, self.bell, read=self.log.read, latest=self.log.latest)

    @asynccontextmanager
    async def at_work(self) -> AsyncIterator[None]:
        following = asyncio.create_task(self.tail.run())
        try:
            yield
        finally:
            following.cancel()
            await asyncio.gather(following, return_exceptions=True)


async def numbers(stream: Stream, count: int) -> list[int]:
    frames = stream.frames(patience=PATIENCE)
    received = [await anext(frames) for _ in range(count)]
    return [frame.sequence for frame in received if frame is not None]


def run(test: Coroutine[None, None, None]) -> None:
    asyncio.run(asyncio.wait_for(test, 2 * PATIENCE))


@pytest.fixture
def newsroom() -> Newsroom:
    return Newsroom()


@pytest.fixture
def _only_bells(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tail does not look for itself while a test runs."""
    monkeypatch.setattr(tails, "SILENCE", LONG)


@pytest.mark.usefixtures("_only_bells")
def test_what_is_new_is_read_and_drawn_once_for_many_streams(newsroom: Newsroom) -> None:
    async def test() -> None:
        async with newsroom.at_work():
            with newsroom.hub.joined(SUMMIT) as one, newsroom.hub.joined(SUMMIT) as two:
                await newsroom.tail.begin(SUMMIT)
                newsroom.log.grows(SUMMIT, by=3)
                newsroom.bell.ring({SUMMIT})
                assert await numbers(one, 3) == await numbers(two, 3) == [1, 2, 3]

    run(test())
    assert newsroom.log.drawn == [1, 2, 3]


@pytest.mark.usefixtures("_only_bells")
def test_how_long_readers_wait_for_what_is_new_is_measured(newsroom: Newsroom) -> None:
    def measured() -> float:
        return metrics.REGISTRY.get_sample_value("depesche_following_seconds_count") or 0.0

    async def test() -> None:
        async with newsroom.at_work():
            with newsroom.hub.joined(SUMMIT) as stream:
                await newsroom.tail.begin(SUMMIT)
                newsroom.log.grows(SUMMIT)
                newsroom.bell.ring({SUMMIT})
                await numbers(stream, 1)

    before = measured()
    run(test())
    assert measured() == before + 1


@pytest.mark.usefixtures("_only_bells")
def test_a_log_is_followed_from_where_it_is_when_the_first_reader_comes(newsroom: Newsroom) -> None:
    newsroom.log.grows(SUMMIT, by=40)

    async def test() -> None:
        async with newsroom.at_work():
            with newsroom.hub.joined(SUMMIT) as stream:
                assert await newsroom.tail.begin(SUMMIT) == 40
                newsroom.log.grows(SUMMIT)
                newsroom.bell.ring({SUMMIT})
                assert await numbers(stream, 1) == [41]
                assert await newsroom.tail.begin(SUMMIT) == 41

    run(test())


@pytest.mark.usefixtures("_only_bells")
def test_two_readers_who_come_at_once_begin_at_the_same_number(newsroom: Newsroom) -> None:
    newsroom.log.grows(SUMMIT, by=5)

    async def test() -> None:
        async with newsroom.at_work():
            with newsroom.hub.joined(SUMMIT), newsroom.hub.joined(SUMMIT):
                begun = [newsroom.tail.begin(SUMMIT), newsroom.tail.begin(SUMMIT)]
                assert await asyncio.gather(*begun) == [5, 5]

    run(test())


@pytest.mark.usefixtures("_only_bells")
def test_only_the_log_whose_bell_rang_is_read(newsroom: Newsroom) -> None:
    async def test() -> None:
        async with newsroom.at_work():
            with newsroom.hub.joined(SUMMIT) as stream, newsroom.hub.joined(ELECTION):
                await newsroom.tail.begin(SUMMIT)
                await newsroom.tail.begin(ELECTION)
                newsroom.log.grows(SUMMIT)
                newsroom.bell.ring({SUMMIT})
                assert await numbers(stream, 1) == [1]

    run(test())
    assert {channel for channel, _ in newsroom.log.readings} == {SUMMIT}


def test_a_lost_bell_is_made_up_for_in_silence(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tails, "SILENCE", 0.02)

    async def test() -> None:
        async with newsroom.at_work():
            with newsroom.hub.joined(SUMMIT) as stream:
                await newsroom.tail.begin(SUMMIT)
                newsroom.log.grows(SUMMIT, by=2)  # and no bell
                assert await numbers(stream, 2) == [1, 2]

    run(test())


def test_a_lost_bell_is_made_up_for_while_another_rings_all_the_time(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tails, "SILENCE", 0.1)
    newsroom.log.on_read = lambda channel: newsroom.bell.ring({channel} & {ELECTION})

    async def test() -> None:
        async with newsroom.at_work():
            with newsroom.hub.joined(SUMMIT) as stream, newsroom.hub.joined(ELECTION):
                await newsroom.tail.begin(SUMMIT)
                await newsroom.tail.begin(ELECTION)
                newsroom.log.grows(SUMMIT)  # and no bell
                newsroom.bell.ring({ELECTION})
                assert await numbers(stream, 1) == [1]

    run(test())
    assert len(newsroom.log.readings) > 3


def test_a_reading_that_fails_is_logged_and_the_following_goes_on(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(tails, "SILENCE", 0.02)
    newsroom.log.fails = 2

    async def test() -> None:
        async with newsroom.at_work():
            with newsroom.hub.joined(SUMMIT) as stream:
                await newsroom.tail.begin(SUMMIT)
                newsroom.log.grows(SUMMIT)
                newsroom.bell.ring({SUMMIT})
                assert await numbers(stream, 1) == [1]

    run(test())
    complaints = [record for record in caplog.records if record.name == tails.__name__]
    assert [record.levelno for record in complaints] == [logging.ERROR] * 2
    assert "the database is away" in caplog.text


@pytest.mark.usefixtures("_only_bells")
def test_a_log_that_fails_does_not_keep_the_others_from_being_followed(newsroom: Newsroom) -> None:
    async def test() -> None:
        async with newsroom.at_work():
            with newsroom.hub.joined(SUMMIT) as one, newsroom.hub.joined(ELECTION) as two:
                await newsroom.tail.begin(SUMMIT)
                await newsroom.tail.begin(ELECTION)
                newsroom.log.grows(SUMMIT)
                newsroom.log.grows(ELECTION)
                newsroom.log.fails = 1
                newsroom.bell.ring({SUMMIT, ELECTION})
                first = [asyncio.create_task(numbers(stream, 1)) for stream in (one, two)]
                done, waiting = await asyncio.wait(first, return_when=asyncio.FIRST_COMPLETED)
                assert len(done) == len(waiting) == 1
                newsroom.bell.ring({SUMMIT, ELECTION})
                assert await asyncio.gather(*first) == [[1], [1]]

    run(test())


def test_a_log_nobody_listens_to_is_not_read(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tails, "SILENCE", 0.02)

    async def test() -> None:
        async with newsroom.at_work():
            with newsroom.hub.joined(SUMMIT):
                await newsroom.tail.begin(SUMMIT)
            with newsroom.hub.joined(ELECTION) as other:
                await newsroom.tail.begin(ELECTION)
                newsroom.bell.ring({SUMMIT})
                newsroom.log.grows(ELECTION)
                assert await numbers(other, 1) == [1]  # so it has looked round since

    run(test())
    assert (SUMMIT, 0) not in newsroom.log.readings


@pytest.mark.usefixtures("_only_bells")
def test_more_than_one_reading_holds_is_read_on_to_its_end(newsroom: Newsroom) -> None:
    whole = newsroom.log.read

    async def test() -> None:
        newsroom.tail = Tail(
            newsroom.hub,
            newsroom.bell,
            read=lambda channel, after: whole(channel, after)[:2],
            latest=newsroom.log.latest,
        )
        async with newsroom.at_work():
            with newsroom.hub.joined(SUMMIT) as stream:
                await newsroom.tail.begin(SUMMIT)
                newsroom.log.grows(SUMMIT, by=7)
                newsroom.bell.ring({SUMMIT})
                assert await numbers(stream, 7) == list(range(1, 8))

    run(test())
