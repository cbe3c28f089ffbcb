"""A stream as a queue, for whoever takes from it in its own time."""

import asyncio

import pytest

from depesche import metrics
from depesche.live import backlog, frames
from depesche.live.backlog import Backlog, joined
from depesche.live.hub import Hub, Said
from live.readers import ELECTION, SUMMIT, frame, run


async def taken(waiting: Backlog, count: int) -> list[Said]:
    """The next `count` that are said."""
    found: list[Said] = []
    async for one in waiting.said():
        found.append(one)
        if len(found) == count:
            break
    return found


async def rest(waiting: Backlog) -> list[Said]:
    return [one async for one in waiting.said()]


def hang_ups() -> float:
    return metrics.REGISTRY.get_sample_value("depesche_hang_ups_total") or 0.0


def test_what_is_published_comes_in_order_while_the_block_runs() -> None:
    async def test() -> None:
        hub = Hub()
        with joined(hub, SUMMIT) as waiting, joined(hub, ELECTION) as other:
            assert (hub.readers(SUMMIT), hub.readers(ELECTION)) == (1, 1)
            said: list[Said] = [frame(n) for n in range(1, 50)]
            for one in said:
                hub.publish(SUMMIT, [one])  # type: ignore[list-item]
            hub.tell(SUMMIT, frames.RESET)
            assert await taken(waiting, 50) == [*said, frames.RESET]
            assert other._waiting.empty()
        assert hub.channels == frozenset()

    run(test())


def test_a_stream_that_breaks_has_left_all_the_same() -> None:
    hub = Hub()
    with pytest.raises(ConnectionError), joined(hub, SUMMIT):
        raise ConnectionError
    assert hub.channels == frozenset()


def test_a_reader_too_far_behind_is_hung_up_on_and_the_others_lose_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(backlog, "BACKLOG", 3)
    before = hang_ups()

    async def test() -> None:
        hub = Hub()
        with joined(hub, SUMMIT) as slow, joined(hub, SUMMIT) as quick:
            said = [frame(n) for n in range(1, 9)]
            seen: list[Said] = []
            for one in said:
                hub.publish(SUMMIT, [one])
                assert slow.is_open == (one.sequence <= 3)
                seen += await taken(quick, 1)
            assert seen == said
            assert await rest(slow) == []  # not a few, then a hole: it asks for all of them again
            assert quick.is_open

    run(test())
    assert hang_ups() == before + 1


def test_much_at_once_counts_as_much(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backlog, "BACKLOG", 3)

    async def test() -> None:
        waiting, other = Backlog(), Backlog()
        waiting.offer([frame(n) for n in range(3)])
        other.offer([frame(n) for n in range(4)])
        assert waiting.is_open
        assert not other.is_open

    run(test())


def test_a_reader_is_hung_up_on_while_it_is_being_served(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backlog, "BACKLOG", 2)

    async def test() -> None:
        hub = Hub()
        with joined(hub, SUMMIT) as waiting:
            hub.publish(SUMMIT, [frame(1)])
            received = []
            async for one in waiting.said():
                received.append(one)  # and now the connection takes its time
                for n in range(2, 6):
                    hub.publish(SUMMIT, [frame(n)])
            assert received == [frame(1)]

    run(test())


def test_a_closing_hub_ends_it_and_whoever_waits_for_that_is_told() -> None:
    async def test() -> None:
        hub = Hub()
        with joined(hub, SUMMIT) as one, joined(hub, ELECTION) as two:
            endings = [asyncio.create_task(rest(stream)) for stream in (one, two)]
            closings = [asyncio.create_task(stream.closed()) for stream in (one, two)]
            await asyncio.sleep(0)
            assert not any(task.done() for task in (*endings, *closings))
            hub.close()
            assert await asyncio.gather(*endings) == [[], []]
            await asyncio.gather(*closings)
        with joined(hub, SUMMIT) as late:
            assert await rest(late) == []

    run(test())


def test_what_is_offered_to_a_stream_that_has_ended_is_dropped() -> None:
    async def test() -> None:
        waiting = Backlog()
        before = hang_ups()
        waiting.hang_up()
        waiting.hang_up()
        waiting.offer([frame(n) for n in range(5000)])
        assert await rest(waiting) == []
        assert waiting._waiting.qsize() <= 1
        assert hang_ups() == before

    run(test())


def test_a_reader_who_leaves_just_as_a_frame_comes_has_left() -> None:
    async def test() -> None:
        hub = Hub()
        with joined(hub, SUMMIT) as waiting:
            reading = asyncio.create_task(rest(waiting))
            await asyncio.sleep(0)
            hub.publish(SUMMIT, [frame(1)])
            reading.cancel()
            await asyncio.wait({reading})
            assert reading.cancelled()
        assert hub.channels == frozenset()

    run(test())
