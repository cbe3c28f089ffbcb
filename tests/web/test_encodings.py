"""In which encoding whoever asks takes a body."""

import pytest

from depesche.web.encodings import accepts_gzip, chosen


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


@pytest.mark.parametrize(
    ("said", "taken"),
    [
        (b"", "identity"),
        (b"gzip, deflate, br, zstd", "br"),
        (b"GZIP, BR", "br"),
        (b"gzip, deflate", "gzip"),
        (b"br;q=0.8, gzip;q=0.9", "gzip"),
        (b"br; q=0.9, gzip;q=0.8", "br"),
        (b"br;q=0, gzip;q=0.001", "gzip"),
        (b"br;q=0, *", "gzip"),
        (b"*", "br"),
        (b"*;q=0", "identity"),
        (b"identity, br;q=0.5", "identity"),
        (b"identity, br", "br"),
        (b"identity;q=0.5, *;q=0.1", "identity"),
        (b"deflate, zstd", "identity"),
        (b"br;q=nonsense, gzip", "gzip"),
        (b"br;q=nan", "identity"),
        (b"br" + b" " * 511, "identity"),
    ],
)
def test_of_what_is_welcome_the_weightiest_is_taken_and_of_equals_the_smallest(
    said: bytes, taken: str
) -> None:
    assert chosen(said, ("br", "gzip")) == taken
