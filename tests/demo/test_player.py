"""The evening as it comes, on the newsroom's clock."""

import asyncio

import pytest
from sqlalchemy import select

from depesche import clock
from depesche.demo import player
from depesche.demo.evening import Act, Evening
from depesche.newsroom import coverages
from depesche.newsroom.models import Person
from depesche.store.engine import Store

pytestmark = pytest.mark.parametrize("evening", ["de"], indirect=True)


def test_the_player_waits_for_the_minute_of_every_act(stood: Store, evening: Evening) -> None:
    told: list[Act] = []

    async def watch() -> None:
        clock.stop(evening.acts[0].at)
        playing = asyncio.create_task(player.play(stood, evening, told=told.append))
        await told_of(1, told)
        await asyncio.sleep(3 * player.LOOK)
        assert told == [evening.acts[0]]
        clock.stop(evening.acts[2].at)
        await told_of(3, told)
        playing.cancel()

    asyncio.run(watch())
    assert told == list(evening.acts[:3])


def test_what_a_visitor_made_impossible_is_left_out_and_the_evening_goes_on(
    stood: Store, evening: Evening, caplog: pytest.LogCaptureFixture
) -> None:
    told: list[Act] = []
    with stood.writing() as session:
        coverages.open_due(session, now=evening.opens_at)
        chief = session.scalars(select(Person).where(Person.role == "chief")).one()
        tonight = coverages.find(session, evening.slug)
        coverages.end(session, tonight, by=chief, now=evening.opens_at)
    clock.stop(evening.ends_at)
    asyncio.run(player.play(stood, evening, told=told.append))
    assert {act.post for act in told} == {""}  # what was prepared can still be kept up
    assert len(caplog.messages) == len(evening.acts) - len(told)
    assert "This coverage has ended." in caplog.text


async def told_of(count: int, told: list[Act]) -> None:
    async with asyncio.timeout(5):
        while len(told) < count:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
