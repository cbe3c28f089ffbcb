"""Bytes packed so that the pieces can be put together later (RFC 1951, RFC 1952).

A gzip stream is a header, blocks of deflate, and a trailer. A block that ends at the border of a
byte, and to which nothing later refers, is right wherever it stands: so what is said to many, or
said again and again, is packed once.
"""

import zlib
from typing import Final

HEADER: Final = b"\x1f\x8b\x08\x00" + b"\x00" * 4 + b"\x00\xff"  # no name, no time, no system
LONGEST: Final = 0xFFFF  # bytes that may be stored as they are


def block(said: bytes) -> bytes:
    """A piece that others may follow."""
    return _deflated(said, zlib.Z_FULL_FLUSH)


def last_block(said: bytes) -> bytes:
    """A piece after which only the trailer comes."""
    return _deflated(said, zlib.Z_FINISH)


def stored(said: bytes) -> bytes:
    """A piece that holds the bytes as they are, at most LONGEST (RFC 1951, 3.2.4)."""
    if not said:
        return b""
    size = len(said)
    return b"\x00" + size.to_bytes(2, "little") + (size ^ LONGEST).to_bytes(2, "little") + said


def _deflated(said: bytes, ending: int) -> bytes:
    packing = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packing.compress(said) + packing.flush(ending)
