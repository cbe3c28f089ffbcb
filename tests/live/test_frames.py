"""The wire format: two forms of one thing, and what stands in it."""

import json
import zlib
from datetime import UTC, datetime
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from depesche.live import frames
from depesche.live.frames import GZIP_HEADER, PACKED, PLAIN, RESET, Frame, Sign
from live.readers import frame

EVENING = datetime(2025, 8, 15, 18, 0, tzinfo=UTC)
CHANGE = {"sequence": 7, "at": "then", "kind": "post", "id": "9f", "verb": "put"}

# Whatever a stream may carry: from nothing to more than one stored block of deflate can hold.
signs = st.one_of(
    st.integers(0, 10**9).map(lambda n: frames.heartbeat(n, now=EVENING, rate=1.0)),
    st.sampled_from(frames._RETRIES),
    st.just(RESET),
)
drawn = st.one_of(
    st.text(max_size=300),
    st.integers(0, 70_000).map(lambda size: "<li>Größe</li>" * (size // 14)),
    st.binary(max_size=2000).map(lambda noise: noise.hex()),
)
changes = st.builds(lambda number, words: frame(number, words=words), st.integers(1, 10**9), drawn)
evenings = st.lists(st.one_of(signs, changes), max_size=30)


def unpacked(*pieces: bytes) -> list[bytes]:
    """What a reader has of each piece once it has come, waiting for nothing more."""
    unpacking = zlib.decompressobj(31)
    assert unpacking.decompress(GZIP_HEADER) == b""
    return [unpacking.decompress(piece) for piece in pieces]


# Two forms


@settings(max_examples=200)
@given(evening=evenings)
def test_both_forms_say_the_same_and_each_event_is_whole_when_its_block_has_come(
    evening: list[Frame | Sign],
) -> None:
    assert unpacked(*(one.forms[PACKED] for one in evening)) == [
        one.forms[PLAIN] for one in evening
    ]
    assert unpacked(frames.together(evening, PACKED)) == [frames.together(evening, PLAIN)]


@settings(max_examples=200)
@given(evening=evenings, chance=st.randoms(use_true_random=False))
def test_a_block_is_right_in_every_stream_whatever_that_has_carried_so_far(
    evening: list[Frame | Sign], chance: Random
) -> None:
    some = chance.sample(evening, len(evening) // 2) * 2
    assert unpacked(*(one.forms[PACKED] for one in some)) == [one.forms[PLAIN] for one in some]


def test_however_a_block_is_cut_on_its_way_its_event_is_whole_with_its_last_byte() -> None:
    for one in (frame(1, words="Größe " * 100), frame(2, words="kurz"), RESET):
        pieces = [bytes([byte]) for byte in one.forms[PACKED]]
        assert b"".join(unpacked(*pieces)) == one.forms[PLAIN]


def test_little_is_stored_as_it_is_and_more_is_packed() -> None:
    for size in (1, 199, 200):
        said, packed = frames.forms(b"x" * size)
        assert packed.endswith(said)
        assert len(packed) == size + 5, "a block's head"
        assert unpacked(packed) == [said]
    for size in (201, 202, 65_535, 65_536, 1_000_000):
        said, packed = frames.forms(b"x" * size)
        assert len(packed) < size / 2, size
        assert unpacked(packed) == [said]


def test_a_stream_that_is_packed_has_no_end() -> None:
    """A last block would make a browser drop whatever comes after it."""
    unpacking = zlib.decompressobj(31)
    unpacking.decompress(GZIP_HEADER + frame(1).forms[PACKED] + frame(2, words="x" * 999).forms[1])
    assert not unpacking.eof
    assert unpacking.unused_data == b""


def test_a_post_goes_out_at_a_third_of_its_size_at_most() -> None:
    words = " ".join(f"<p>Um {n} Uhr sagte er: „Wir verhandeln weiter.“</p>" for n in range(20))
    said, packed = frame(1, words=words).forms
    assert len(packed) * 3 < len(said)


# What stands in it


def test_a_frame_is_one_event_with_the_sequence_as_its_id() -> None:
    made = frames.frame({**CHANGE, "html": "<li>»Größe«</li>"})

    assert (made.sequence, made.at, made.about) == (7, "then", ("post", "9f"))
    assert (
        made.forms[PLAIN]
        == (
            'id: 7\ndata: {"sequence":7,"at":"then","kind":"post","id":"9f","verb":"put",'
            '"html":"<li>»Größe«</li>"}\n\n'
        ).encode()
    )


def test_line_ends_in_a_post_do_not_end_the_line_on_the_wire() -> None:
    change = {**CHANGE, "html": "one\ntwo\rthree\r\nfour\u2028five\n\nid: 99\n\nevent: reset"}

    identified, data, *rest = frames.frame(change).forms[PLAIN].decode().split("\n")

    assert identified == "id: 7"
    assert rest == ["", ""]
    assert "\r" not in data
    assert json.loads(data.removeprefix("data: ")) == change


def test_what_was_superseded_is_told_without_its_words() -> None:
    said = frames.frame({**CHANGE, "position": "0042", "html": "Wrongword"})
    told = said.superseded()

    assert json.loads(told.forms[PLAIN].decode().partition("data: ")[2]) == {
        **CHANGE,
        "verb": "superseded",
    }
    assert (told.sequence, told.at, told.about) == (said.sequence, said.at, said.about)
    assert b"Wrongword" not in unpacked(told.forms[PACKED])[0]
    assert told.superseded() == told


def test_a_heartbeat_says_how_far_the_stream_is_and_what_time_it_is_in_the_newsroom() -> None:
    sign = frames.heartbeat(3, now=EVENING, rate=2.5).forms[PLAIN]
    event, data, *rest = sign.decode().split("\n")

    assert event == "event: heartbeat"
    assert json.loads(data.removeprefix("data: ")) == {
        "sequence": 3,
        "now": "2025-08-15T18:00:00+00:00",
        "rate": 2.5,
    }
    assert rest == ["", ""]


def test_readers_are_told_to_come_back_at_different_times() -> None:
    told = [frames.retry().forms for _ in range(2000)]
    waits = sorted({int(plain.decode().removeprefix("retry: ")) for plain, _ in told})

    assert len(waits) > 150
    assert 1000 <= waits[0] < 1200
    assert 2800 < waits[-1] <= 3000
    assert all(later - earlier < 200 for earlier, later in pairwise(waits)), "no wave among them"
    assert {plain[-2:] for plain, _ in told} == {b"\n\n"}
    assert unpacked(*(packed for _, packed in told)) == [plain for plain, _ in told]


@pytest.mark.parametrize("form", [PLAIN, PACKED])
def test_a_reset_is_an_event_with_data_since_browsers_drop_events_without(form: int) -> None:
    told = RESET.forms[form]
    assert (unpacked(told)[0] if form == PACKED else told) == b"event: reset\ndata: 0\n\n"
