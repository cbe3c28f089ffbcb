"""Bytes that are compressed once, though a word in them is another one every second.

A gzip stream is one or more raw deflate blocks between a head and a sum. What stands before and
after that word is compressed for good; what comes together every second is a few joined bytes and
a sum. One member, not several: browsers stop reading after the first (RFC 1952, RFC 1951).
"""

import zlib
from typing import Final

import brotli

from depesche.live import deflate

BIG: Final = 64 * 2**10  # bytes from which it is packed when it is drawn, where nobody else waits


class Body:
    """What stands before and after the word. `between` has at most 65,535 bytes."""

    def __init__(self, before: bytes, after: bytes = b"") -> None:
        self._before = before
        self._after = after
        self._sum = zlib.crc32(before)
        self._blocks = _blocks(before, after) if len(self) >= BIG else None

    def __len__(self) -> int:
        return len(self._before) + len(self._after)

    def plain(self, between: bytes = b"") -> bytes:
        """All of it."""
        return b"".join((self._before, between, self._after))

    def packed(self, between: bytes = b"") -> bytes:
        """All of it, as gzip."""
        if self._blocks is None:
            self._blocks = _blocks(self._before, self._after)
        before, after = self._blocks
        told = zlib.crc32(self._after, zlib.crc32(between, self._sum))
        size = (len(self) + len(between)) & 0xFFFFFFFF
        tail = told.to_bytes(4, "little") + size.to_bytes(4, "little")
        return b"".join((deflate.HEADER, before, deflate.stored(between), after, tail))


def smallest(content: bytes) -> bytes:
    """A text that stays the same, as brotli: as small as can be, whatever that takes."""
    packed: bytes = brotli.compress(content, mode=brotli.MODE_TEXT, quality=11)
    return packed


def _blocks(before: bytes, after: bytes) -> tuple[bytes, bytes]:
    return deflate.block(before), deflate.last_block(after)
