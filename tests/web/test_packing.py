"""One gzip stream from parts that are compressed once: every decoder reads what was said."""

import gzip
import zlib

from hypothesis import given
from hypothesis import strategies as st

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
