"""What looks meant for a marker, stands for nothing, and so goes out as it is typed.

It is no mistake: people have handles, and slashes begin lines. So nothing is refused; whoever types
it is only told. A `#` counts on lines of markers alone, since hashtags belong to sentences.
"""

import re
from collections.abc import Iterator

from depesche.newsroom.dossier.blots import CLOSING, OPENING, blotted
from depesche.newsroom.dossier.commands import KINDS
from depesche.newsroom.dossier.known import Known

_WORD = r"(?=[\w-]*[^\W\d_])[\w-]++"  # with a letter in it
_AT = re.compile(rf"{OPENING}(?P<typed>@{_WORD}){CLOSING}")
_HASH = re.compile(rf"(?<!\S)(?P<typed>#{_WORD})(?!\S)")
_MARKERS = re.compile(r"(?:\s*+(?:[@#][\w-]++|!!?|\?\?|==|<>)(?!\S))++\s*+")
_COMMAND = re.compile(r"\s*+(?P<typed>/[^\W\d_]++)(?!\S)")


def strays(typed: str, known: Known, *, caret: int | None = None) -> list[str]:
    """Each once, in the order of the text, but for the one that is being typed at the caret."""
    found: dict[str, None] = {}
    at = 0
    for line in blotted(typed).split("\n"):
        ends = ((one["typed"], at + one.end("typed")) for one in _in_line(line, known))
        found |= {word: None for word, end in ends if end != caret}
        at += len(line) + 1
    return list(found)


def _in_line(line: str, known: Known) -> Iterator[re.Match[str]]:
    command = _COMMAND.match(line)
    if command and command["typed"].lower() not in KINDS:
        yield command
    yield from (one for one in _AT.finditer(line) if _is_stray(one["typed"], known))
    if _MARKERS.fullmatch(line):
        yield from (one for one in _HASH.finditer(line) if _is_stray(one["typed"], known))


def _is_stray(typed: str, known: Known) -> bool:
    sign, key = typed[0], typed[1:].lower()
    return known.meant(sign, key) is None and not known.is_gone(sign, key)
