"""The heart: a sign of life on every stream now and then, one for each log, made once."""

import asyncio

from depesche import clock
from depesche.live import frames
from depesche.live.channels import Channel
from depesche.live.frames import Sign
from depesche.live.hub import Hub
from depesche.live.recent import Recent
from depesche.live.tail import Tail


async def beat(hub: Hub, tail: Tail, *, every: float) -> None:
    """Give a sign of life to everybody every so many seconds, until cancelled."""
    while True:
        await asyncio.sleep(every)
        for channel in hub.channels:
            give_sign(hub, tail, channel)


def give_sign(hub: Hub, tail: Tail, channel: Channel) -> None:
    """One to everybody on this channel."""
    recent = tail.awake(channel)
    if recent is not None:
        hub.tell(channel, sign(recent))


def sign(recent: Recent) -> Sign:
    """A sign of life on this log: how far it has been told, and the newsroom's time."""
    return frames.heartbeat(recent.reached, now=clock.now(), rate=clock.rate())
