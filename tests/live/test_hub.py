"""Where all streams meet: the same bytes to everybody, in order, and nobody waits for anybody."""

import asyncio
import time
from random import Random
from typing import Any

import pytest

from depesche import metrics
from depesche.live import frames
from depesche.live import hub as hubs
from depesche.live.channels import Channel
from depesche.live.frames import PACKED, PLAIN
from depesche.live.hub import WHOLE, Delivery, Hub
from depesche.live.recent import Recent
from live.readers import ELECTION, SUMMIT, Reader, frame, listening, run, until

SIGN = frames.RESET  # any sign will do


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> int:
    """So many streams are handed something in one turn."""
    monkeypatch.setattr(hubs, "SLICE", 3)
    return 3


def figure(name: str, **labels: str) -> float:
    return metrics.REGISTRY.get_sample_value(name, labels) or 0.0


async def turns(count: int = 1) -> None:
    for _ in range(count):
        await asyncio.sleep(0)


async def all_delivered(hub: Hub) -> None:
    await until(lambda: not hub._handings)
    await turns(2)


# The same to everybody


def test_a_frame_reaches_every_stream_of_its_channel_and_no_other() -> None:
    async def test() -> None:
        hub = Hub()
        one, two, other = listening(hub), listening(hub), listening(hub, ELECTION)
        published = frame(1)
        hub.publish(SUMMIT, [published])
        hub.publish(ELECTION, [frame(7)])
        await all_delivered(hub)
        assert all(reader.heard == [published] for reader in (one, two))
        assert other.numbers == [7]

    run(test())


def test_each_gets_the_form_it_wants_and_all_of_a_form_the_very_same_bytes() -> None:
    async def test() -> None:
        hub = Hub()
        readers = {form: [listening(hub, form=form) for _ in range(3)] for form in (0, 1, 2)}
        said = [frame(1), frame(2, words="x" * 1000)]
        hub.publish(SUMMIT, said)
        await all_delivered(hub)
        for form in (PLAIN, PACKED):
            assert all(reader.heard == [frames.together(said, form)] for reader in readers[form])
            assert len({id(reader.heard[0]) for reader in readers[form]}) == 1, "made once"
        assert all(reader.heard == said for reader in readers[WHOLE])

    run(test())


def test_frames_come_in_the_order_they_were_published_however_many_turns_that_takes(
    few: int,
) -> None:
    async def test() -> None:
        hub = Hub()
        readers = [listening(hub) for _ in range(2 * few + 1)]
        for n in range(100):
            hub.publish(SUMMIT, [frame(n)])
            if n % 10 == 0:
                await turns()
        await all_delivered(hub)
        assert all(reader.numbers == list(range(100)) for reader in readers)

    run(test())


def test_a_sign_comes_after_what_was_published_before_it_and_before_what_came_later(
    few: int,
) -> None:
    async def test() -> None:
        hub = Hub()
        readers = [listening(hub) for _ in range(few + 1)]
        one, two = frame(1), frame(2)
        hub.publish(SUMMIT, [one])
        hub.tell(SUMMIT, SIGN)
        hub.publish(SUMMIT, [two])
        await all_delivered(hub)
        assert all(reader.heard == [one, SIGN, two] for reader in readers)

    run(test())


# In slices


def test_between_two_slices_others_have_their_turn(few: int) -> None:
    async def test() -> None:
        hub = Hub()
        readers = [listening(hub) for _ in range(3 * few + 1)]
        seen: list[int] = []

        def look() -> None:
            seen.append(sum(len(reader.heard) for reader in readers))
            if seen[-1] < len(readers):
                asyncio.get_running_loop().call_soon(look)

        asyncio.get_running_loop().call_soon(look)
        hub.publish(SUMMIT, [frame(1)])
        await all_delivered(hub)
        assert seen == [3, 6, 9, 10]

    run(test())


def test_what_is_published_meanwhile_waits_for_its_turn(few: int) -> None:
    async def test() -> None:
        hub = Hub()
        readers = [listening(hub) for _ in range(2 * few)]
        heard = []
        hub.publish(SUMMIT, [frame(1)])
        for number in (2, 3):
            hub.publish(SUMMIT, [frame(number)])
        for _ in range(6):
            heard.append(sum(len(reader.heard) for reader in readers))
            await turns()
        assert heard == [few * n for n in range(1, 7)]
        assert all(reader.numbers == [1, 2, 3] for reader in readers)

    run(test())


def test_a_slice_is_one_however_many_forms_are_in_it(few: int) -> None:
    async def test() -> None:
        hub = Hub()
        readers = [listening(hub, form=form) for form in (0, 1, 2, 0, 1, 2, 0)]
        heard = []
        hub.publish(SUMMIT, [frame(1)])
        for _ in range(3):
            heard.append(sum(len(reader.heard) for reader in readers))
            await turns()
        assert heard == [few, 2 * few, 7]
        assert all(len(reader.heard) == 1 for reader in readers)

    run(test())


@pytest.mark.usefixtures("few")
def test_who_joins_while_it_is_handed_out_gets_each_frame_once() -> None:
    """What was published before they are live they have from memory, all else is handed to them."""

    async def test() -> None:
        hub, recent = Hub(), Recent(0)
        old = [listening(hub) for _ in range(10)]
        late: list[tuple[Reader, list[int]]] = []

        def publish(number: int) -> None:
            recent.add(frame(number))
            hub.publish(SUMMIT, [frame(number)])

        def arrive() -> None:
            reader = Reader()
            hub.join(SUMMIT, reader)
            missed = [one.sequence for one in recent.after(0) or []]
            hub.go_live(SUMMIT, reader, reader.take)
            late.append((reader, missed))

        for number in range(1, 21):
            publish(number)
            for _ in range(number % 3 + 1):
                arrive()
                await turns()
            arrive()
        await all_delivered(hub)
        assert all(reader.numbers == list(range(1, 21)) for reader in old)
        for reader, missed in late:
            assert missed + reader.numbers == list(range(1, 21))

    run(test())


def test_who_has_joined_and_is_still_told_what_they_missed_is_handed_nothing() -> None:
    async def test() -> None:
        hub, reader = Hub(), Reader()
        hub.join(SUMMIT, reader)
        hub.publish(SUMMIT, [frame(1)])
        hub.tell(SUMMIT, SIGN)
        await all_delivered(hub)
        assert reader.heard == []
        assert hub.readers(SUMMIT) == 1
        assert hub.channels == {SUMMIT}

        hub.go_live(SUMMIT, reader, reader.take)
        hub.publish(SUMMIT, [frame(2)])
        await all_delivered(hub)
        assert reader.numbers == [2]
        assert hub.readers(SUMMIT) == 1, "counted once"

    run(test())


def test_who_leaves_while_it_is_handed_out_hurts_nobody(few: int) -> None:
    async def test() -> None:
        hub = Hub()
        readers = [listening(hub) for _ in range(4 * few)]
        hub.publish(SUMMIT, [frame(1)])
        for reader in readers[::2]:
            hub.leave(SUMMIT, reader)
        hub.publish(SUMMIT, [frame(2)])
        await all_delivered(hub)
        assert all(reader.numbers == [1, 2] for reader in readers[1::2])
        assert all(2 not in reader.numbers for reader in readers[::2])
        for reader in readers[1::2]:
            hub.leave(SUMMIT, reader)
        assert hub.channels == frozenset()

    run(test())


def test_who_leaves_by_being_handed_something_hurts_nobody() -> None:
    """A connection may find out that it has ended when it is written to."""

    async def test() -> None:
        hub = Hub()

        def leaves(_what: Any) -> None:
            hub.leave(SUMMIT, gone)

        before = listening(hub)
        gone = listening(hub, take=leaves)
        after = listening(hub)
        hub.publish(SUMMIT, [frame(1)])
        hub.publish(SUMMIT, [frame(2)])
        await all_delivered(hub)
        assert before.numbers == after.numbers == [1, 2]
        assert hub.readers(SUMMIT) == 2

    run(test())


@pytest.mark.usefixtures("few")
def test_a_connection_that_has_ended_does_not_hurt_the_others() -> None:
    def fails(_what: Any) -> None:
        raise RuntimeError("unable to perform operation; the handler is closed")

    async def test() -> None:
        hub = Hub()
        readers = [listening(hub, form=n % 3, take=fails if n % 2 else None) for n in range(12)]
        for n in range(1, 4):
            hub.publish(SUMMIT, [frame(n)])
        await all_delivered(hub)
        for reader in readers[::2]:
            assert len(reader.heard) == 3

    run(test())


# In portions


def test_what_is_much_goes_out_in_portions_one_in_a_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hubs, "PORTION", 1000)

    async def test() -> None:
        hub = Hub()
        plain, whole = listening(hub, form=PLAIN), listening(hub)
        said = [frame(n, words="x" * 300) for n in range(1, 8)]
        size = len(said[0].forms[PLAIN])
        hub.publish(SUMMIT, said)
        counts = []
        for _ in range(4):
            counts.append(len(plain.heard))
            await turns()
        await all_delivered(hub)
        assert counts == [1, 2, 3, 4]
        assert [len(portion) for portion in plain.heard] == [2 * size] * 3 + [size]
        assert b"".join(plain.heard) == frames.together(said, PLAIN)
        assert whole.numbers == list(range(1, 8))

    run(test())


def test_a_frame_that_is_larger_than_a_portion_is_one_by_itself(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(hubs, "PORTION", 500)
    large, small = "x" * 2000, "x"
    for words in ([large], [large, large], [small, large, small, small], [large, small]):
        said = [frame(n, words=one) for n, one in enumerate(words, start=1)]
        portions = list(hubs._portions(said))
        assert all(portions), "none is empty"
        assert [one for portion in portions for one in portion] == said
        for portion in portions:
            assert len(portion) == 1 or len(frames.together(portion, PLAIN)) <= 500


def test_a_little_goes_out_as_one_and_nothing_as_nothing() -> None:
    assert list(hubs._portions([])) == []
    said = [frame(n) for n in range(1, 50)]
    assert list(hubs._portions(said)) == [said]


# Coming and going


def test_a_hub_knows_who_listens_until_they_leave() -> None:
    hub = Hub()
    assert hub.channels == frozenset()
    one, two = listening(hub), listening(hub, form=PACKED)
    joined = Reader()
    hub.join(ELECTION, joined)
    assert (hub.readers(SUMMIT), hub.readers(ELECTION)) == (2, 1)
    assert hub.channels == {SUMMIT, ELECTION}

    hub.leave(SUMMIT, one)
    hub.leave(ELECTION, joined)
    assert (hub.readers(SUMMIT), hub.readers(ELECTION)) == (1, 0)
    assert hub.channels == {SUMMIT}
    hub.leave(SUMMIT, two)
    assert hub.channels == frozenset()


def test_asking_about_a_channel_opens_none() -> None:
    hub = Hub()
    assert hub.readers(SUMMIT) == 0
    hub.publish(SUMMIT, [frame(1)])
    hub.tell(SUMMIT, SIGN)
    assert hub.channels == frozenset()


def test_open_streams_are_counted_as_they_come_and_go() -> None:
    def count(audience: str) -> float:
        return figure("depesche_streams", audience=audience)

    desk: Channel = (1, "desk", "de")
    before = count("reader"), count("desk")
    hub = Hub()
    readers = [listening(hub, channel) for channel in (SUMMIT, ELECTION, desk)]
    assert (count("reader"), count("desk")) == (before[0] + 2, before[1] + 1)
    for reader, channel in zip(readers, (SUMMIT, ELECTION, desk), strict=True):
        hub.leave(channel, reader)
    assert (count("reader"), count("desk")) == before


def test_a_closing_hub_hangs_up_on_everybody_whether_live_or_arriving() -> None:
    hub = Hub()
    streams = [
        listening(hub, channel, form=form) for channel in (SUMMIT, ELECTION) for form in (0, 1, 2)
    ]
    streams.append(Reader())
    hub.join(SUMMIT, streams[-1])

    hub.close()
    assert hub.is_closed
    assert all(stream.is_hung_up_on for stream in streams)
    late = Reader()
    hub.join(SUMMIT, late)
    assert late.is_hung_up_on, "and from now on nobody joins"


def test_a_hub_can_be_closed_while_streams_leave_by_being_hung_up_on() -> None:
    hub = Hub()

    class Leaving(Reader):
        def hang_up(self) -> None:
            super().hang_up()
            hub.leave(SUMMIT, self)

    streams = [Leaving(form) for form in (0, 0, 1, 1, 2)]
    for stream in streams:
        hub.join(SUMMIT, stream)
        hub.go_live(SUMMIT, stream, stream.take)
    hub.close()
    assert all(stream.is_hung_up_on for stream in streams)
    assert hub.channels == frozenset()


# Who wants to know


def deliveries(hub: Hub) -> list[tuple[Delivery, float]]:
    heard: list[tuple[Delivery, float]] = []
    hub.listen(lambda delivery, seconds: heard.append((delivery, seconds)))
    return heard


def test_it_is_told_when_the_last_stream_has_been_reached_and_not_before(few: int) -> None:
    async def test() -> None:
        hub = Hub()
        readers = [listening(hub) for _ in range(2 * few + 1)]
        reached: list[int] = []
        hub.listen(lambda *_: reached.append(sum(len(reader.heard) for reader in readers)))
        heard, said = deliveries(hub), [frame(1), frame(2)]
        hub.publish(SUMMIT, said, since=1000.0)
        assert heard == []
        await all_delivered(hub)
        ((delivery, seconds),) = heard
        assert (delivery.channel, delivery.streams, delivery.began) == (SUMMIT, 7, 1000.0)
        assert list(delivery.frames) == said
        assert seconds > 1e9, "since then"
        assert reached == [2 * 7]

    run(test())


@pytest.mark.parametrize("since", [None, 1000.0])
def test_whether_anybody_knows_when_it_was_committed_is_told(since: float | None) -> None:
    async def test() -> None:
        hub = Hub()
        listening(hub)
        heard = deliveries(hub)
        hub.publish(SUMMIT, [frame(1)], since=since)
        await all_delivered(hub)
        ((delivery, seconds),) = heard
        assert delivery.is_timed == (since is not None)
        assert (seconds < 10) == (since is None)

    run(test())


def test_a_clock_that_was_put_back_makes_no_time_negative() -> None:
    async def test() -> None:
        hub = Hub()
        listening(hub)
        heard = deliveries(hub)
        hub.publish(SUMMIT, [frame(1)], since=1e12)
        await all_delivered(hub)
        assert heard[0][1] == 0.0

    run(test())


def test_signs_and_what_reaches_nobody_are_no_deliveries() -> None:
    async def test() -> None:
        hub = Hub()
        heard = deliveries(hub)
        hub.publish(SUMMIT, [frame(1)])
        listening(hub)
        hub.tell(SUMMIT, SIGN)
        await all_delivered(hub)
        assert heard == []

    run(test())


@pytest.mark.parametrize("portion", [10, 10**6])
def test_what_was_handed_out_is_counted(monkeypatch: pytest.MonkeyPatch, portion: int) -> None:
    monkeypatch.setattr(hubs, "PORTION", portion)
    names = ("depesche_changes_total", "depesche_deliveries_total", "depesche_lag_seconds_sum")

    def counted() -> list[float]:
        return [figure(names[0], audience="reader"), *map(figure, names[1:])]

    async def test() -> None:
        hub = Hub()
        _ = [listening(hub, form=form) for form in (PLAIN, PACKED, WHOLE, WHOLE)]
        before = counted()
        hub.publish(SUMMIT, [frame(1), frame(2), frame(3)])
        await all_delivered(hub)
        changes, reached, seconds = (
            now - then for now, then in zip(counted(), before, strict=True)
        )
        assert (changes, reached) == (3, 3 * 4)
        assert 0 <= seconds < 10

    run(test())


# Long evenings


class Evening:
    """Streams come and leave while lines are told; each with what it missed when it came."""

    def __init__(self, seed: int) -> None:
        self.hub, self.recent, self.chance = Hub(), Recent(0), Random(seed)
        self.here: list[tuple[Reader, int]] = []  # and the number they came with

    def does_something(self) -> None:
        self.chance.choice([self.publish, self.come, self.come, self.leave])()

    def publish(self) -> None:
        number = self.recent.reached
        said = [frame(number + n) for n in range(1, self.chance.randint(1, 4) + 1)]
        for one in said:
            self.recent.add(one)
        self.hub.publish(SUMMIT, said)

    def come(self) -> None:
        after = self.chance.randint(0, self.recent.reached)
        reader = Reader(WHOLE)
        self.hub.join(SUMMIT, reader)
        reader.heard += self.recent.after(after) or []
        self.hub.go_live(SUMMIT, reader, reader.take)
        self.here.append((reader, after))

    def leave(self) -> None:
        if self.here:
            reader, _ = self.here.pop(self.chance.randrange(len(self.here)))
            self.hub.leave(SUMMIT, reader)


@pytest.mark.parametrize("seed", range(5))
def test_over_a_random_evening_everybody_hears_all_from_when_they_came(
    monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    monkeypatch.setattr(hubs, "SLICE", 2)
    monkeypatch.setattr(hubs, "PORTION", 400)

    async def test() -> None:
        evening = Evening(seed)
        for _ in range(400):
            evening.does_something()
            await turns(evening.chance.randint(0, 2))
        await all_delivered(evening.hub)
        assert len(evening.here) > 20
        for reader, after in evening.here:
            assert reader.numbers == list(range(after + 1, evening.recent.reached + 1))

    run(test())


def test_a_stream_that_breaks_is_hung_up_on_and_the_others_are_told_all(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def breaks(_: object) -> None:
        raise MemoryError

    async def test() -> None:
        hub = Hub()
        broken, whole = listening(hub, take=breaks), listening(hub)
        other = listening(hub, ELECTION)
        hub.publish(SUMMIT, [frame(1)])
        hub.publish(ELECTION, [frame(1)])
        await whole.hears(1)
        await other.hears(1)
        assert broken.is_hung_up_on
        assert not whole.is_hung_up_on

    run(test())
    assert "could not be handed" in caplog.text


def test_only_a_change_whose_moment_is_known_is_timed() -> None:
    def figure(name: str) -> float:
        return metrics.REGISTRY.get_sample_value(name) or 0.0

    async def test() -> None:
        hub = Hub()
        reader = listening(hub)
        timed, unheard = (
            figure("depesche_lag_seconds_count"),
            figure("depesche_unheard_changes_total"),
        )
        hub.publish(SUMMIT, [frame(1)], since=time.time())
        hub.publish(SUMMIT, [frame(2), frame(3)])
        await reader.hears(1, 2, 3)
        await until(lambda: figure("depesche_unheard_changes_total") == unheard + 2)
        assert figure("depesche_lag_seconds_count") == timed + 1

    run(test())
