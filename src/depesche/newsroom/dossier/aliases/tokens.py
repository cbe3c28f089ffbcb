"""A text cut into words and signs, each with the gap before it."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

Gap = Literal["", " ", "\n", "¶"]  # none, a space, the end of a line, the end of a paragraph

# Letters are followed by what Unicode sets above, below and inside them.
_MARKS: Final = (
    "\u00ad\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a"
    "\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u0900-\u0903"
    "\u093a-\u094f\u1ab0-\u1aff\u1dc0-\u1dff\u200c\u200d\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f"
)
_UNSEEN: Final = "\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff"
_HYPHEN: Final = "\\-\u2010\u2011"
_APOSTROPHE: Final = "'\u2019\u02bc\uff07"
_LETTERS: Final = rf"\w[\w{_MARKS}]*+"

# What is no prose: nothing in it is a mention.
_OPAQUE: Final = "|".join(
    (
        r"(?<=\])\([^()\s]*\)",  # where a link leads
        r"```.*?```|``[^\n]+?``|`[^`\n]+`",
        r"[a-zA-Z][a-zA-Z0-9+.\-]{0,30}://\S+|(?:www\.|mailto:)\S+",
        r"[\w.+%\-]{1,64}+@[\w\-]+(?:\.[\w\-]+)*",
        r"[@＠][\w.@\-]+|[#＃]\w[\w\-]*",
        r"(?<!\S)[~.]{0,2}/[\w.~\-]+/\S*|[A-Za-z]:\\\S+",
        # file names and bare domains: an ending in small letters, or three or four capitals
        r"[\w\-]{1,99}+(?:\.[\w\-]{1,99}+){0,8}\.(?:[a-z]\w{1,9}|[A-Z]{3,4})(?!\w)(?:[/:?]\S+)?",
    )
)
_CORE: Final = rf"(?:\d+(?:[.,:]\d+)+(?!\w)|(?:[^\W\d_]\.){{2,}}[^\W\d_]?(?!\w)|{_LETTERS})"
_WORD: Final = (
    rf"(?:(?<=[^\s\w{_HYPHEN}])[{_HYPHEN}])?"  # „Anti“-Putin: the hyphen ties Putin to a compound
    rf"{_CORE}(?:[{_HYPHEN}{_APOSTROPHE}]{_CORE})*"
    rf"(?:[{_HYPHEN}](?![{_HYPHEN}]))?"  # Trump- und Putin-Anhänger
)
_SIGN: Final = rf"[^\w\s{_UNSEEN}][{_MARKS}\U0001f3fb-\U0001f3ff]*"
_PIECES: Final = re.compile(
    rf"(?P<opaque>{_OPAQUE})|(?P<word>{_WORD})|(?P<sign>{_SIGN})", re.DOTALL
)

_SPELLED: Final = str.maketrans(
    {
        **dict.fromkeys("\u2010\u2011", "-"),
        **dict.fromkeys("\u2019\u02bc\uff07", "'"),
        **dict.fromkeys("\u00ad\ufe0e\ufe0f"),
        "ß": "ss",
        "ẞ": "SS",
    }
)
_ABBREVIATION: Final = re.compile(r"(?:[^\W\d_]\.){2,}[^\W\d_]?")


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a sign, or a stretch that is no prose (its word is empty)."""

    start: int
    end: int
    word: str  # as names are compared: composed, with plain hyphens and apostrophes, ss for ß
    gap: Gap


def cut(text: str) -> list[Token]:
    """The tokens from left to right. `U.S.` is one, and so are `US-Hilfe` and `1.5`."""
    return list(_tokens(text))


def _tokens(text: str) -> Iterator[Token]:
    end = 0
    for piece in _PIECES.finditer(text):
        between = text[end : piece.start()]
        end = piece.end()
        word = "" if piece["opaque"] else _spelled(piece[0])
        yield Token(piece.start(), end, word, _gap(between))


def _spelled(word: str) -> str:
    if not word.isascii():
        word = unicodedata.normalize("NFC", word).translate(_SPELLED)
    return _ABBREVIATION.sub(lambda found: found[0].replace(".", ""), word)


def _gap(between: str) -> Gap:
    if not between or not any(map(str.isspace, between)):
        return ""
    if between == " ":
        return " "
    lines = between.replace("\r\n", "\n").splitlines()
    return (" ", "\n")[len(lines) > 1 or between[-1] in "\r\n"] if _is_one(lines, between) else "¶"


def _is_one(lines: list[str], between: str) -> bool:
    """Whether at most one line ends here."""
    return len(lines) + between.endswith(("\n", "\r", "\u2028")) <= 2 and "\u2029" not in between
