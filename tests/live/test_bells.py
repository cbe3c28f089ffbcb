"""The bell is a hint, from any thread to the event loop."""

import asyncio
import threading

from depesche.live.bells import Bell
from depesche.live.channels import Channel

PATIENCE = 10.0
SUMMIT: Channel = (1, "reader")
ELECTION: Channel = (2, "reader")


def test_a_bell_rung_on_another_thread_is_heard() -> None:
    async def listen() -> frozenset[Channel]:
        bell = Bell()
        bell.hang()
        ringing = threading.Thread(target=bell.ring, args=({SUMMIT},))
        ringing.start()
        heard = await bell.heard(patience=PATIENCE)
        ringing.join(PATIENCE)
        return heard

    assert asyncio.run(listen()) == {SUMMIT}


def test_rings_that_came_meanwhile_are_heard_together_and_once() -> None:
    async def listen() -> tuple[frozenset[Channel], frozenset[Channel]]:
        bell = Bell()
        bell.hang()
        for channels in ({SUMMIT}, {ELECTION}, {SUMMIT}):
            bell.ring(channels)
        await asyncio.sleep(0)
        return await bell.heard(patience=PATIENCE), await bell.heard(patience=0.01)

    assert asyncio.run(listen()) == ({SUMMIT, ELECTION}, frozenset())


def test_silence_is_nothing_heard() -> None:
    async def listen() -> frozenset[Channel]:
        bell = Bell()
        bell.hang()
        return await bell.heard(patience=0.01)

    assert asyncio.run(listen()) == frozenset()


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
