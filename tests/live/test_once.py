"""Of many who ask the same at the same time, one asks."""

import asyncio
import threading
from collections import Counter
from collections.abc import Callable

import pytest

from depesche.live.once import Once
from live.readers import PATIENCE, run, until

MANY = 1000


class Archive:
    """Answers when it is let, and counts how often it is asked."""

    def __init__(self) -> None:
        self.asked = Counter[str]()
        self.goes_on = threading.Event()

    def about(self, what: str) -> Callable[[], str]:
        def ask() -> str:
            self.asked[what] += 1
            assert self.goes_on.wait(PATIENCE)
            return f"{what}, asked {self.asked[what]} times"

        return ask

    def nothing_about(self, what: str) -> Callable[[], str]:
        def ask() -> str:
            raise LookupError(self.about(what)())

        return ask


def test_many_who_ask_at_the_same_time_get_the_answer_of_one() -> None:
    async def test() -> None:
        once, archive = Once[str](), Archive()
        asking = [
            asyncio.create_task(once.get(what, archive.about(what)))
            for what in ("summit", "election") * MANY
        ]
        await asyncio.sleep(0)
        archive.goes_on.set()
        told = await asyncio.gather(*asking)
        assert set(told) == {"summit, asked 1 times", "election, asked 1 times"}
        assert archive.asked == {"summit": 1, "election": 1}

    run(test())


def test_nothing_is_kept_once_it_is_answered() -> None:
    async def test() -> None:
        once, archive = Once[str](), Archive()
        archive.goes_on.set()
        for times in (1, 2, 3):
            told = await once.get("summit", archive.about("summit"))
            assert told == f"summit, asked {times} times"
        await asyncio.sleep(0)
        assert not once._asked

    run(test())


def test_what_goes_wrong_reaches_all_who_asked_and_the_next_one_asks_again() -> None:
    async def test() -> None:
        once, archive = Once[str](), Archive()
        asking = [
            asyncio.create_task(once.get("summit", archive.nothing_about("summit")))
            for _ in range(MANY)
        ]
        await asyncio.sleep(0)
        archive.goes_on.set()
        told = await asyncio.gather(*asking, return_exceptions=True)
        assert {type(one) for one in told} == {LookupError}
        assert archive.asked["summit"] == 1
        await asyncio.sleep(0)
        assert not once._asked
        assert await once.get("summit", archive.about("summit")) == "summit, asked 2 times"

    run(test())


@pytest.mark.parametrize("who", ["the first", "another", "all but the last"])
def test_who_gives_up_asking_takes_nobody_else_along(who: str) -> None:
    async def test() -> None:
        once, archive = Once[str](), Archive()
        asking = [
            asyncio.create_task(once.get("summit", archive.about("summit"))) for _ in range(5)
        ]
        await asyncio.sleep(0.01)
        gone = {"the first": asking[:1], "another": asking[2:3], "all but the last": asking[:4]}
        for task in gone[who]:
            task.cancel()
        await asyncio.sleep(0)
        archive.goes_on.set()
        for task in asking:
            if task in gone[who]:
                with pytest.raises(asyncio.CancelledError):
                    await task
            else:
                assert await task == "summit, asked 1 times"

    run(test())


def test_where_all_give_up_the_next_one_shares_what_is_still_being_asked() -> None:
    async def test() -> None:
        once, archive = Once[str](), Archive()
        first = asyncio.create_task(once.get("summit", archive.about("summit")))
        await asyncio.sleep(0.01)
        first.cancel()
        await asyncio.sleep(0)
        second = asyncio.create_task(once.get("summit", archive.about("summit")))
        await asyncio.sleep(0)
        archive.goes_on.set()
        assert await second == "summit, asked 1 times"
        await asyncio.sleep(0)
        assert not once._asked

    run(test())


def test_an_error_that_nobody_waits_for_any_more_is_no_complaint() -> None:
    async def test() -> None:
        once, archive = Once[str](), Archive()
        asking = asyncio.create_task(once.get("summit", archive.nothing_about("summit")))
        await asyncio.sleep(0.01)
        asking.cancel()
        await asyncio.sleep(0)
        archive.goes_on.set()
        await until(lambda: not once._asked)

    run(test())
