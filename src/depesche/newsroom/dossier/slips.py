"""Whether two texts say the same, or the same but for slips of the keys."""

import re
from typing import Final

_WORD: Final = re.compile(r"[-−–](?=\d)|\w+")
_SHORTEST: Final = 4  # letters in a word that can be mistyped: kein and ein are two words
_UMLAUTS: Final = ({"a", "ä"}, {"o", "ö"}, {"u", "ü"})  # we had, and we would have


def are_same(former: str, latter: str) -> bool:
    """The same words in the same order, however they are punctuated and capitalised."""
    return _words(former) == _words(latter)


def are_alike(former: str, latter: str) -> bool:
    """As many words, and each the same or mistyped in one of them.

    Mistyped is a word of four letters or more with one letter too many, missing or another, or
    with two that have changed places. Its first letter stands, and an umlaut makes another word.
    """
    one, other = _words(former), _words(latter)
    return len(one) == len(other) and all(map(_is_slip, one, other))


def _words(said: str) -> list[str]:
    return _WORD.findall(said.casefold())


def _is_slip(one: str, other: str) -> bool:
    if one == other:
        return True
    is_long = min(len(one), len(other)) >= _SHORTEST and one.isalpha() and other.isalpha()
    return is_long and one[0] == other[0] and _is_one_key(*_between(one, other))


def _between(one: str, other: str) -> tuple[str, str]:
    """What is left of two words without the letters with which both begin and end."""
    head = _shared(one, other)
    one, other = one[head:], other[head:]
    tail = _shared(one[::-1], other[::-1])
    return one[: len(one) - tail], other[: len(other) - tail]


def _shared(one: str, other: str) -> int:
    """With how many of the same letters both begin."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def _is_one_key(one: str, other: str) -> bool:
    if len(one) == len(other) == 2:
        return one == other[::-1]
    return max(len(one), len(other)) <= 1 and {one, other} not in _UMLAUTS
