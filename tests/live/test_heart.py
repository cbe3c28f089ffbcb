"""The heart: one sign for each log and beat, which promises nothing that was not handed out."""

import asyncio
import json
from collections.abc import Sequence
from datetime import timedelta
from random import Random

import pytest

from depesche import clock
from depesche.live import frames, heart
from depesche.live import hub as hubs
from depesche.live.bells import Bell
from depesche.live.frames import PLAIN, Frame, Sign
from depesche.live.hub import WHOLE, Hub, Said
from depesche.live.recent import Recent
from depesche.live.tail import Tail
from live.readers import ELECTION, SUMMIT, Log, Reader, frame, listening, run, until


def content(sign: Sign) -> dict[str, object]:
    told: dict[str, object] = json.loads(sign.forms[PLAIN].decode().partition("data: ")[2])
    return told


def signs(reader: Reader) -> list[Sign]:
    return [one for one in reader.heard if isinstance(one, Sign)]


@pytest.fixture
def log() -> Log:
    return Log()


@pytest.fixture
def hub() -> Hub:
    return Hub()


@pytest.fixture
def tail(log: Log, hub: Hub) -> Tail:
    return Tail(hub, Bell(), read=log.read, latest=log.latest)


def test_a_sign_tells_how_far_the_log_has_been_told_and_what_time_it_is() -> None:
    recent = Recent(41)
    recent.add(frame(42))
    clock.move(timedelta(minutes=3))

    assert content(heart.sign(recent)) == {
        "sequence": 42,
        "now": clock.now().isoformat(),
        "rate": clock.rate(),
    }


def test_a_log_that_is_listened_to_gets_one_sign_for_all_in_each_beat(
    log: Log, hub: Hub, tail: Tail
) -> None:
    log.grows(SUMMIT, by=5)
    log.grows(ELECTION, by=9)

    async def test() -> None:
        one, two, other = listening(hub), listening(hub), listening(hub, ELECTION)
        plain = listening(hub, form=PLAIN)
        await tail.begin(SUMMIT)
        await tail.begin(ELECTION)
        beating = asyncio.create_task(heart.beat(hub, tail, every=0.01))
        await until(lambda: len(signs(one)) == len(signs(other)) == 3)
        beating.cancel()
        assert signs(one) == signs(two)
        assert all(mine is theirs for mine, theirs in zip(signs(one), signs(two), strict=True))
        assert plain.heard == [sign.forms[PLAIN] for sign in signs(one)]
        assert {content(sign)["sequence"] for sign in signs(one)} == {5}
        assert {content(sign)["sequence"] for sign in signs(other)} == {9}

    run(test())


def test_a_log_that_has_not_begun_gets_none(hub: Hub, tail: Tail) -> None:
    """Nobody knows yet how far it is."""

    async def test() -> None:
        reader = listening(hub)
        heart.give_sign(hub, tail, SUMMIT)
        assert reader.heard == []
        await tail.begin(SUMMIT)
        heart.give_sign(hub, tail, SUMMIT)
        assert len(signs(reader)) == 1

    run(test())


def test_a_heart_without_listeners_beats_on(hub: Hub, tail: Tail) -> None:
    async def test() -> None:
        beating = asyncio.create_task(heart.beat(hub, tail, every=0.001))
        await asyncio.sleep(0.01)
        assert not beating.done()
        reader = listening(hub)
        await tail.begin(SUMMIT)
        await until(lambda: signs(reader))
        beating.cancel()

    run(test())


@pytest.mark.parametrize("seed", range(3))
def test_no_sign_is_ahead_of_what_was_handed_out_before_it(
    monkeypatch: pytest.MonkeyPatch, log: Log, hub: Hub, tail: Tail, seed: int
) -> None:
    """Nor behind it: a page that is told a lower number has missed nothing, one that is told a
    higher one must not believe that it has seen it all."""
    monkeypatch.setattr(hubs, "SLICE", 2)
    monkeypatch.setattr(hubs, "PORTION", 300)
    chance = Random(seed)

    async def test() -> None:
        readers = [listening(hub, form=WHOLE) for _ in range(9)]
        recent = await tail.begin(SUMMIT)
        for _ in range(100):
            log.grows(by=chance.randint(0, 5))
            heart.give_sign(hub, tail, SUMMIT)
            await tail.reach(SUMMIT, recent.reached + 1)
            heart.give_sign(hub, tail, SUMMIT)
            await asyncio.sleep(0)
        await until(lambda: not hub._handings)
        for reader in readers:
            assert len(signs(reader)) == 200
            _assert_true(reader.heard)

    run(test())


def _assert_true(heard: Sequence[Said]) -> None:
    reached = 0
    for one in heard:
        if isinstance(one, Frame):
            assert one.sequence == reached + 1
            reached = one.sequence
        else:
            assert content(one)["sequence"] == reached


def test_signs_are_small() -> None:
    """Every reader gets one every few seconds."""
    assert len(heart.sign(Recent(10**9)).forms[frames.PACKED]) < 150
