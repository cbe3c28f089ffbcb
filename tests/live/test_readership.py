"""How many read a coverage now, and how soon a post was there: in one process and in several."""

import asyncio
import json
from collections import defaultdict
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy.exc import TimeoutError as NoConnectionFree

from depesche.live import channels, elsewhere, readership
from depesche.live import hub as hubs
from depesche.live.frames import PLAIN, Sign
from depesche.live.hub import Hub
from depesche.live.intercom import LIMIT
from depesche.live.reaches import Put, Reach
from depesche.live.readership import Figures, Readership
from live.readers import ELECTION, SUMMIT, Reader, frame, listening, run, until

DESK = channels.desk(SUMMIT[0], "de")
HOUR = 3600.0


class Line:
    """What the processes of a newsroom say to each other, and a clock that stands still."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.processes: list[Process] = []
        self.words: list[Any] = []  # what was said
        self.is_broken = False  # nobody hears it
        self.is_away = False  # it cannot even be said

    def begins(self) -> "Process":
        self.processes.append(Process(self))
        return self.processes[-1]

    async def passes(self, seconds: float) -> None:
        """Time does, and every process does what it does each second, one after the other."""
        for _ in range(int(seconds)):
            self.now += 1.0
            for process in self.processes:
                await process.readership.tell_others()
            await asyncio.sleep(0)
            for process in self.processes:
                await process.readership.tell_desks()


class Process:
    """One process: its place on the line stands in for an intercom."""

    def __init__(self, line: Line) -> None:
        self.name = f"process {len(line.processes)}"
        self.hub = Hub()
        self._line = line
        self._loop = asyncio.get_running_loop()
        self._hearers: defaultdict[str, list[Callable[[str, Any], None]]] = defaultdict(list)
        self.readership = Readership(self.hub, self, monotonic=lambda: line.now)  # type: ignore[arg-type]

    def hear(self, topic: str, hearer: Callable[[str, Any], None]) -> None:
        self._hearers[topic].append(hearer)

    def say(self, topic: str, said: Any) -> None:
        word = json.dumps([self.name, topic, said], separators=(",", ":"))
        assert len(word) < LIMIT
        if self._line.is_away:
            raise NoConnectionFree("the database is away")
        self._line.words.append(said)
        if not self._line.is_broken:
            for other in self._line.processes:
                if other is not self:
                    self._loop.call_soon_threadsafe(other.takes, word)

    def takes(self, word: str) -> None:
        name, topic, said = json.loads(word)
        for hearer in self._hearers[topic]:
            hearer(name, said)

    async def publishes(self, *numbers: int, about: str = "", since: float | None = None) -> None:
        """Lines of the summit's log, committed just now, have reached the last stream."""
        at = hubs.time.time() if since is None else since
        self.hub.publish(SUMMIT, [frame(number, about) for number in numbers], since=at)
        await until(lambda: not self.hub._handings)
        await asyncio.sleep(0)
        await asyncio.sleep(0)

    @property
    def figures(self) -> Figures:
        return self.readership.of(SUMMIT[0])


def told(desk: Reader) -> list[Any]:
    """What a page at the desk has been told of its readers since it was last asked."""
    signs = [one.forms[PLAIN].decode() for one in desk.heard if isinstance(one, Sign)]
    desk.heard.clear()
    return [json.loads(sign.removeprefix("event: readership\ndata: ")) for sign in signs]


def stopped(monkeypatch: pytest.MonkeyPatch, at: float) -> None:
    """The time by which a delivery is measured."""

    class Stopped:
        @staticmethod
        def time() -> float:
            return at

    monkeypatch.setattr(hubs, "time", Stopped)


def test_readers_are_those_with_a_stream_on_the_readers_log() -> None:
    async def test() -> None:
        line = Line()
        here = line.begins()
        for channel in (SUMMIT, SUMMIT, ELECTION, DESK, channels.desk(1, "en")):
            listening(here.hub, channel)
        here.hub.join(SUMMIT, Reader())  # is still being told what it missed
        assert here.figures == Figures()
        await line.passes(1)
        assert here.figures == Figures(readers=3)
        assert here.readership.of(ELECTION[0]) == Figures(readers=1)
        assert here.readership.of(99) == Figures()

    run(test())


def test_the_desk_is_told_once_a_second_what_differs_and_nothing_where_nothing_does() -> None:
    async def test() -> None:
        line = Line()
        here = line.begins()
        german, english = listening(here.hub, DESK), listening(here.hub, channels.desk(1, "en"))
        other = listening(here.hub, channels.desk(2, "de"))
        await line.passes(3)
        assert told(german) == []
        readers = [listening(here.hub) for _ in range(5)]
        await line.passes(3)
        assert told(german) == told(english) == [{"readers": 5, "posts": {}}]
        for reader in readers:
            here.hub.leave(SUMMIT, reader)
        await line.passes(3)
        assert told(german) == [{"readers": 0, "posts": {}}]
        assert told(other) == []
        assert [one for reader in readers for one in reader.heard] == [], "readers hear none of it"

    run(test())


def test_a_post_has_the_time_from_its_commit_to_the_last_page(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(hubs, "SLICE", 2)
    stopped(monkeypatch, 50.0)

    async def test() -> None:
        line = Line()
        here = line.begins()
        desk = listening(here.hub, DESK)
        for _ in range(5):
            listening(here.hub)
        await here.publishes(1, about="a", since=49.917)
        await here.publishes(2, about="b", since=46.8)
        await line.passes(2)
        assert told(desk) == [{"readers": 5, "posts": {"a": [5, 0.09], "b": [5, 3.2]}}]
        await here.publishes(3, about="b", since=49.999)
        await line.passes(1)
        assert told(desk) == [{"readers": 5, "posts": {"b": [5, 0.01]}}]
        assert here.figures.posts == {"a": Reach(5, 0.09), "b": Reach(5, 0.01)}

    run(test())


@pytest.mark.parametrize(
    ("seconds", "shown"), [(0.0, 0.0), (0.0001, 0.01), (0.07, 0.07), (0.29, 0.29), (1.001, 1.01)]
)
def test_seconds_are_rounded_up_to_hundredths(seconds: float, shown: float) -> None:
    assert readership._hundredths(seconds) == shown


def test_what_nobody_was_there_for_has_no_figure() -> None:
    async def test() -> None:
        line = Line()
        here = line.begins()
        listening(here.hub, DESK)
        await here.publishes(1)  # nobody listens
        here.hub.join(SUMMIT, Reader())  # arrives, and is told from the log
        await here.publishes(2)
        here.hub.publish(DESK, [frame(1)], since=0.0)  # what only the desk sees
        await line.passes(1)
        assert here.figures == Figures(readers=1)

    run(test())


def test_only_posts_have_figures() -> None:
    async def test() -> None:
        line = Line()
        here = line.begins()
        listening(here.hub)
        pin = hubs.Frame(2, "", ("pin", "b"), (b"", b""))
        here.hub.publish(SUMMIT, [frame(1, "a"), pin], since=hubs.time.time())
        await asyncio.sleep(0.01)
        await line.passes(1)
        assert here.figures.posts.keys() == {"a"}

    run(test())


def test_where_nobody_heard_of_the_commit_there_are_no_seconds() -> None:
    async def test() -> None:
        line = Line()
        here = line.begins()
        listening(here.hub)
        here.hub.publish(SUMMIT, [frame(1, "a")])
        await asyncio.sleep(0.01)
        await line.passes(1)
        assert here.figures.posts == {"a": Reach(1, None)}

    run(test())


def test_a_page_that_comes_is_told_the_newest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readership, "NEWEST", 2)

    async def test() -> None:
        line = Line()
        here = line.begins()
        listening(here.hub)
        for number in range(1, 5):
            await here.publishes(number)
        await line.passes(1)
        desk = Reader()
        desk.take([here.readership.sign(SUMMIT[0])])
        (greeting,) = told(desk)
        assert greeting["readers"] == 1
        assert greeting["posts"].keys() == {"3", "4"}
        assert greeting == json.loads(json.dumps(here.figures.newest()))

    run(test())


def test_two_processes_have_the_same_figures(monkeypatch: pytest.MonkeyPatch) -> None:
    stopped(monkeypatch, 50.0)

    async def test() -> None:
        line = Line()
        one, two = line.begins(), line.begins()
        desk = listening(one.hub, DESK)
        for process, readers in ((one, 2), (two, 3)):
            for _ in range(readers):
                listening(process.hub)
        await one.publishes(7, about="a", since=49.98)
        await two.publishes(7, about="a", since=48.5)
        await line.passes(2)
        assert one.figures == two.figures == Figures(5, {"a": Reach(5, 1.5)})
        assert told(desk)[-1]["readers"] == 5

    run(test())


def test_readers_who_leave_elsewhere_are_gone_within_a_second() -> None:
    async def test() -> None:
        line = Line()
        one, two = line.begins(), line.begins()
        reader, stays = listening(two.hub), listening(two.hub)
        await line.passes(2)
        assert one.figures.readers == 2
        two.hub.leave(SUMMIT, reader)
        await line.passes(1)
        assert one.figures.readers == 1
        two.hub.leave(SUMMIT, stays)
        await line.passes(1)
        assert one.figures.readers == 0

    run(test())


def test_a_process_that_falls_silent_counts_no_longer_but_what_it_did_stays() -> None:
    async def test() -> None:
        line = Line()
        one, two = line.begins(), line.begins()
        listening(one.hub)
        listening(two.hub)
        await two.publishes(7, about="a")
        await line.passes(20)
        assert one.figures.readers == 2, "a sign of life comes now and then"
        line.processes.remove(two)
        await line.passes(elsewhere.SILENT - elsewhere.AGAIN - 1)
        assert one.figures.readers == 2
        await line.passes(elsewhere.AGAIN + 2)
        assert one.figures.readers == 1
        assert one.figures.posts["a"].pages == 1

    run(test())


def test_where_nothing_changes_little_is_said() -> None:
    async def test() -> None:
        line = Line()
        one, _two = line.begins(), line.begins()
        listening(one.hub)
        await line.passes(10)
        line.words.clear()
        await line.passes(40)
        assert 2 * 8 <= len(line.words) <= 2 * 14
        assert {json.dumps(word) for word in line.words} == {"[[1, 1]]", "[]"}

    run(test())


def test_whoever_begins_later_hears_it_all() -> None:
    async def test() -> None:
        line = Line()
        one = line.begins()
        listening(one.hub)
        for number in range(1, 150):
            await one.publishes(number)
        await line.passes(int(HOUR / 60))
        late = line.begins()
        await line.passes(2)
        assert late.figures.readers == 1
        assert late.figures.posts.keys() == {str(number) for number in range(50, 150)}

    run(test())


def test_a_word_that_was_missed_is_said_again() -> None:
    async def test() -> None:
        line = Line()
        one, two = line.begins(), line.begins()
        reader = listening(one.hub)
        await line.passes(3)
        line.is_broken = True
        await one.publishes(1, about="a")
        listening(one.hub)
        one.hub.leave(SUMMIT, reader)
        listening(one.hub)
        await line.passes(1)
        line.is_broken = False
        await line.passes(elsewhere.AGAIN + 1)
        assert two.figures.readers == 2
        assert two.figures.posts.keys() == {"a"}

    run(test())


def test_that_the_last_has_left_may_be_missed_and_is_known_after_a_silence() -> None:
    async def test() -> None:
        line = Line()
        one, two = line.begins(), line.begins()
        reader = listening(one.hub)
        await line.passes(3)
        line.is_broken = True
        one.hub.leave(SUMMIT, reader)
        await line.passes(1)
        line.is_broken = False
        await line.passes(elsewhere.SILENT + 1)
        assert two.figures.readers == 0

    run(test())


def test_after_a_long_silence_each_tells_the_other_all() -> None:
    async def test() -> None:
        line = Line()
        one, two = line.begins(), line.begins()
        listening(one.hub)
        await line.passes(3)
        line.is_broken = True
        for number in range(1, 100):
            await one.publishes(number)
        await line.passes(60)
        assert two.figures == Figures()
        line.is_broken = False
        await line.passes(elsewhere.AGAIN + 2)
        assert len(two.figures.posts) == 99

    run(test())


def test_what_could_not_be_said_is_said_when_it_can_be() -> None:
    async def test() -> None:
        line = Line()
        one, two = line.begins(), line.begins()
        listening(one.hub)
        await line.passes(3)
        line.is_away = True
        for number in range(1, 100):
            await one.publishes(number)
        await line.passes(2)
        line.is_away = False
        await line.passes(1)
        assert len(two.figures.posts) == 99

    run(test())


def test_the_longest_lines_fit_into_a_word() -> None:
    """And each process says all of them when another one begins."""

    async def test() -> None:
        line = Line()
        one = line.begins()
        note = one.readership._elsewhere.note
        for number in range(10**9, 10**9 + 200):
            note(Put(10**9, str(uuid4()), number, Reach(10**6, 86_400.01)))
        late = line.begins()
        await line.passes(2)
        assert len(late.readership.of(10**9).posts) == 100

    run(test())


def test_it_goes_on_when_something_has_gone_wrong(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(readership, "EVERY", 0.001)

    async def test() -> None:
        line = Line()
        here = line.begins()
        listening(here.hub)
        summed_up, wrong = here.readership._summed_up, [ValueError("odd")]

        def sum_up() -> Any:
            if wrong:
                raise wrong.pop()
            return summed_up()

        monkeypatch.setattr(here.readership, "_summed_up", sum_up)
        going_on = asyncio.create_task(here.readership.run())
        await until(lambda: here.figures.readers == 1)
        going_on.cancel()
        await asyncio.gather(going_on, return_exceptions=True)

    run(test())
    assert caplog.text.count("could not tell of the readers") == 1


def test_who_takes_the_place_of_a_process_that_has_died_is_told_what_that_had_delivered() -> None:
    """Else the desk would see another figure with each process that answers."""

    async def test() -> None:
        line = Line()
        one, two = line.begins(), line.begins()
        for process, count in ((one, 3), (two, 2)):
            for _ in range(count):
                listening(process.hub)
            await process.publishes(1, about="post")
        await line.passes(2)
        assert one.figures.posts["post"].pages == 5
        late = line.begins()
        line.processes.remove(two)
        await line.passes(2)
        assert late.figures.posts["post"].pages == one.figures.posts["post"].pages == 5

    run(test())
