"""The bell is a hint, from any thread to the event loop."""

import asyncio
import threading
import time
from collections.abc import Mapping

from depesche.live.bells import Bell
from depesche.live.channels import Channel

PATIENCE = 10.0
SUMMIT: Channel = (1, "reader")
ELECTION: Channel = (2, "reader")


def test_a_bell_rung_on_another_thread_is_heard_with_the_moment_at_which_it_rang() -> None:
    async def listen() -> Mapping[Channel, float]:
        bell = Bell()
        bell.hang()
        ringing = threading.Thread(target=bell.ring, args=({SUMMIT},))
        ringing.start()
        heard = await bell.heard(patience=PATIENCE)
        ringing.join(PATIENCE)
        return heard

    before = time.time()
    heard = asyncio.run(listen())
    assert heard.keys() == {SUMMIT}
    assert before <= heard[SUMMIT] <= time.time()


def test_rings_that_came_meanwhile_are_heard_together_and_once() -> None:
    async def listen() -> tuple[Mapping[Channel, float], Mapping[Channel, float]]:
        bell = Bell()
        bell.hang()
        for channels in ({SUMMIT}, {ELECTION}, {SUMMIT}):
            bell.ring(channels)
        await asyncio.sleep(0)
        return await bell.heard(patience=PATIENCE), await bell.heard(patience=0.01)

    once, again = asyncio.run(listen())
    assert once.keys() == {SUMMIT, ELECTION}
    assert again == {}


def test_of_several_rings_the_earliest_moment_is_heard_whichever_came_first() -> None:
    async def listen() -> list[Mapping[Channel, float]]:
        bell = Bell()
        bell.hang()
        heard = []
        for moments in ((12.5, 11.0, 13.0), (14.0,)):
            for moment in moments:
                bell.ring({SUMMIT}, at=moment)
            await asyncio.sleep(0)
            heard.append(await bell.heard(patience=PATIENCE))
        return heard

    assert asyncio.run(listen()) == [{SUMMIT: 11.0}, {SUMMIT: 14.0}]


def test_silence_is_nothing_heard() -> None:
    async def listen() -> Mapping[Channel, float]:
        bell = Bell()
        bell.hang()
        return await bell.heard(patience=0.01)

    assert asyncio.run(listen()) == {}


def test_ringing_a_bell_that_hangs_nowhere_does_nothing() -> None:
    Bell().ring({SUMMIT})


def test_ringing_after_the_event_loop_has_ended_does_nothing() -> None:
    bell = Bell()

    async def hang() -> None:
        bell.hang()

    asyncio.run(hang())
    bell.ring({SUMMIT})


def test_who_stops_listening_just_as_it_rings_has_stopped() -> None:
    async def listen() -> bool:
        bell = Bell()
        bell.hang()
        listening = asyncio.create_task(bell.heard(patience=PATIENCE))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        bell.ring({SUMMIT})
        asyncio.get_running_loop().call_soon(listening.cancel)
        await asyncio.wait({listening})
        return listening.cancelled()

    assert asyncio.run(listen())
