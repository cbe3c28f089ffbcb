"""One gzip stream from parts that are compressed once: every decoder reads what was said."""

import gzip
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from depesche.live import deflate
from depesche.web import packing
from depesche.web.packing import Body

PAGE = "".join(f"<li>Beitrag {n}: „Nein“, sagte sie.</li>\n" for n in range(2000)).encode()


@given(st.binary(max_size=5000), st.binary(max_size=100), st.binary(max_size=5000))
def test_what_was_packed_is_read_again(before: bytes, between: bytes, after: bytes) -> None:
    body = Body(before, after)

    assert body.plain(between) == before + between + after
    assert gzip.decompress(body.packed(between)) == body.plain(between)


def test_it_is_one_stream_however_it_arrives() -> None:
    """Several one after the other are allowed, but browsers stop after the first."""
    packed = Body(PAGE, PAGE).packed(b"20:00")
    unpacking, read = zlib.decompressobj(wbits=31), b""

    for number in range(len(packed)):
        assert not unpacking.eof
        read += unpacking.decompress(packed[number : number + 1])

    assert unpacking.eof
    assert not unpacking.unused_data
    assert read == PAGE + b"20:00" + PAGE


def test_another_word_is_another_stream_of_the_same_blocks() -> None:
    body = Body(PAGE, PAGE)
    early, late = body.packed(b"20:00"), body.packed(b"20:01")

    assert gzip.decompress(late) == PAGE + b"20:01" + PAGE
    assert len(early) == len(late)
    # The last digit, and the four bytes of the sum.
    assert sum(one != other for one, other in zip(early, late, strict=True)) <= 5


def test_packing_in_parts_costs_next_to_nothing() -> None:
    whole = gzip.compress(PAGE, 6)

    assert len(Body(PAGE[:1000], PAGE[1000:]).packed()) < len(whole) * 1.05


@pytest.mark.parametrize("before", [0, 100, packing.BIG - 1])
def test_what_is_big_is_packed_when_it_is_drawn(
    before: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever asks for it first may be the event loop, on which everybody else waits."""
    whole = PAGE[: packing.BIG]
    assert len(whole) == packing.BIG
    big, small = Body(whole[:before], whole[before:]), Body(whole[:before], whole[before:-1])
    done: list[bytes] = []

    def note(said: bytes) -> bytes:
        done.append(said)
        return b""

    monkeypatch.setattr(deflate, "block", note)
    monkeypatch.setattr(deflate, "last_block", note)

    for word in (b"20:00", b"20:01"):
        assert gzip.decompress(big.packed(word)) == whole[:before] + word + whole[before:]
    assert not done
    small.packed()
    small.packed()
    assert done == [whole[:before], whole[before:-1]], "once, when somebody takes it so"
