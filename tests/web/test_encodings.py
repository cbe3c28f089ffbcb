"""Whether whoever asks takes gzip."""

import pytest

from depesche.web.encodings import accepts_gzip


@pytest.mark.parametrize(
    ("said", "is_welcome"),
    [
        (b"", False),
        (b"gzip, deflate, br, zstd", True),
        (b"br, x-gzip;q=0.5", True),
        (b"gzip;q=0, *", False),
        (b"*", True),
        (b"br", False),
        (b"gzip" + b" " * 508, True),
        (b"gzip" + b" " * 509, False),  # no browser says so much, and nobody reads it
        (b"gzip," * 13_000, False),
    ],
)
def test_an_accept_encoding_says_whether_gzip_is_welcome(said: bytes, *, is_welcome: bool) -> None:
    assert accepts_gzip(said) is is_welcome
