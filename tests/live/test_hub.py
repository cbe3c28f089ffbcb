"""Where all streams meet, and how those that cannot keep up are left behind."""

import asyncio
from collections.abc import Coroutine

import pytest

from depesche.live import hub as hubs
from depesche.live.channels import Channel
from depesche.live.frames import Frame
from depesche.live.hub import Hub, Stream

PATIENCE = 10.0
SUMMIT: Channel = (1, "reader")
ELECTION: Channel = (2, "reader")


def frame(sequence: int) -> Frame:
    return Frame(sequence, f"frame {sequence}".encode())


async def numbers(stream: Stream, count: int) -> list[int]:
    """The sequences of the next `count` frames."""
    found: list[int] = []
    async for received in stream.frames(patience=PATIENCE):
        assert received is not None
        found.append(received.sequence)
        if len(found) == count:
            break
    return found


async def rest(stream: Stream) -> list[int]:
    """The sequences of all frames until the stream is hung up on."""
    frames = stream.frames(patience=PATIENCE)
    return [received.sequence async for received in frames if received is not None]


def run(test: Coroutine[None, None, None]) -> None:
    asyncio.run(asyncio.wait_for(test, 2 * PATIENCE))


def test_a_frame_reaches_every_stream_of_its_channel_as_the_same_bytes_and_no_other() -> None:
    async def test() -> None:
        hub = Hub(limit=10)
        with hub.joined(SUMMIT) as one, hub.joined(SUMMIT) as two, hub.joined(ELECTION) as other:
            published = frame(1)
            hub.publish(SUMMIT, published)
            hub.publish(ELECTION, frame(7))
            received = [await anext(stream.frames(patience=PATIENCE)) for stream in (one, two)]
            assert all(it is published for it in received)
            assert await numbers(other, 1) == [7]

    run(test())


def test_frames_come_in_the_order_they_were_published() -> None:
    async def test() -> None:
        hub = Hub(limit=10)
        with hub.joined(SUMMIT) as stream:
            for n in range(100):
                hub.publish(SUMMIT, frame(n))
            assert await numbers(stream, 100) == list(range(100))

    run(test())


def test_a_reader_too_far_behind_is_hung_up_on_and_the_others_lose_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(hubs, "BACKLOG", 3)

    async def test() -> None:
        hub = Hub(limit=10)
        with hub.joined(SUMMIT) as slow, hub.joined(SUMMIT) as quick:
            seen: list[int] = []
            for n in range(1, 9):
                hub.publish(SUMMIT, frame(n))
                seen += await numbers(quick, 1)
            assert seen == list(range(1, 9))
            assert not slow.is_open
            assert await rest(slow) == []  # not a few, then a hole: it asks for all of them again
            assert quick.is_open

    run(test())


def test_a_reader_is_hung_up_on_while_it_is_being_served(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hubs, "BACKLOG", 2)

    async def test() -> None:
        hub = Hub(limit=10)
        with hub.joined(SUMMIT) as stream:
            hub.publish(SUMMIT, frame(1))
            received = []
            async for one in stream.frames(patience=PATIENCE):
                received.append(one)  # and now the connection takes its time
                for n in range(2, 6):
                    hub.publish(SUMMIT, frame(n))
            assert received == [frame(1)]

    run(test())


def test_silence_is_told_so_that_a_sign_of_life_can_be_given() -> None:
    async def test() -> None:
        hub = Hub(limit=10)
        with hub.joined(SUMMIT) as stream:
            frames = stream.frames(patience=0.01)
            assert await anext(frames) is None
            hub.publish(SUMMIT, frame(1))
            assert await anext(frames) == frame(1)
            assert await anext(frames) is None

    run(test())


def test_a_hub_knows_who_listens_until_they_leave() -> None:
    hub = Hub(limit=2)
    assert hub.channels == frozenset()

    async def test() -> None:
        with hub.joined(SUMMIT):
            assert (hub.readers(SUMMIT), hub.is_full) == (1, False)
            with hub.joined(ELECTION):
                assert hub.channels == {SUMMIT, ELECTION}
                assert hub.is_full
            assert hub.channels == {SUMMIT}
            assert not hub.is_full

    run(test())
    assert hub.readers(SUMMIT) == 0
    assert hub.channels == frozenset()


def test_a_stream_that_breaks_has_left_all_the_same() -> None:
    hub = Hub(limit=1)

    async def test() -> None:
        with pytest.raises(ConnectionError), hub.joined(SUMMIT):
            raise ConnectionError

    run(test())
    assert hub.channels == frozenset()
    assert not hub.is_full


def test_a_reader_who_leaves_just_as_a_frame_comes_has_left() -> None:
    async def test() -> None:
        hub = Hub(limit=10)
        with hub.joined(SUMMIT) as stream:
            reading = asyncio.create_task(rest(stream))
            await asyncio.sleep(0)
            await asyncio.sleep(0)
            hub.publish(SUMMIT, frame(1))
            reading.cancel()
            await asyncio.wait({reading}, timeout=PATIENCE)
            assert reading.cancelled()

    run(test())


def test_publishing_to_nobody_leaves_nothing_behind() -> None:
    hub = Hub(limit=1)
    hub.publish(SUMMIT, frame(1))
    assert hub.channels == frozenset()


def test_a_closing_hub_hangs_up_on_everybody_and_is_full() -> None:
    async def test() -> None:
        hub = Hub(limit=10)
        with hub.joined(SUMMIT) as one, hub.joined(ELECTION) as two:
            endings = [asyncio.create_task(rest(stream)) for stream in (one, two)]
            await asyncio.sleep(0)
            hub.close()
            assert await asyncio.gather(*endings) == [[], []]
        assert hub.is_full

    run(test())


def test_who_comes_too_late_to_a_closed_hub_is_hung_up_on_at_once() -> None:
    async def test() -> None:
        hub = Hub(limit=10)
        hub.close()
        with hub.joined(SUMMIT) as late:
            assert await rest(late) == []

    run(test())
