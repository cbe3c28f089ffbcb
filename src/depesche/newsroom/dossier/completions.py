"""What a marker that is being typed can become."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from depesche.newsroom.dossier.blots import CLOSING, OPENING, blotted
from depesche.newsroom.dossier.commands import KINDS, commands, others
from depesche.newsroom.dossier.known import Known

Offered = tuple[str, str, str]  # kind, what is typed, label

_BEGUN = re.compile(rf"{OPENING}(?P<at>[@#])(?P<begun>[\w-]*+)\Z")
_COMMAND = re.compile(r"^\s*+(?P<begun>/[^\W\d_]*+)\Z")
_ASKED = re.compile(r"^\s*+(?P<command>/[a-z]++)[ \t]++(?P<begun>[\w-]*+)\Z", re.IGNORECASE)
_REST = re.compile(r"[\w-]*+")
_JOINED = re.compile(rf"(?=\S){CLOSING}")  # what may stand right after a key


@dataclass(frozen=True)
class Completion:
    """One way to go on: put `insert` where `start` to `end` is; both count characters."""

    start: int
    end: int
    insert: str
    label: str
    kind: str  # actor, place, issue, question, scenario; command, its label is what it is for


def completions(
    typed: str, caret: int, known: Known, *, language: str = "de", limit: int = 8
) -> list[Completion]:
    """What the `@` or `#` before the caret can become, the beginning of a key first, then of a
    word of the name; case and accents do not matter. The caret counts characters, not UTF-16.

    On a line that begins with a slash: the commands, in the language of the coverage, and after
    one of them the questions or scenarios it can be about. What is typed in full is left alone.
    """
    caret = max(0, min(caret, len(typed)))
    line = re.split(r"[\r\n]", blotted(typed)[:caret])[-1]
    begun = _BEGUN.search(line)
    if begun is None:
        return list(islice(_on_a_line(line, caret, known, language), limit))
    start, end = caret - len(line) + begun.start("at"), _end(typed, caret)
    space = "" if _JOINED.match(typed, end) else " "
    end += typed.startswith(" ", end)
    found = _beginning(begun["at"], _folded(begun["begun"]), known)
    return [
        Completion(start, end, f"{begun['at']}{key}{space}", label, kind)
        for kind, key, label in islice(found, limit)
    ]


def _on_a_line(line: str, caret: int, known: Known, language: str) -> Iterator[Completion]:
    """How a line that begins with a slash can go on; nothing where it could stay as it is."""
    if found := _COMMAND.match(line):
        offered = _commands(found["begun"].lower(), language)
    elif found := _ASKED.match(line):
        offered = list(_objects(found["command"].lower(), _folded(found["begun"]), known))
    else:
        return
    begun = found["begun"]
    if all(typed.strip() != begun.lower() for _, typed, _ in offered):
        start = caret - len(begun)
        yield from (Completion(start, caret, typed, label, kind) for kind, typed, label in offered)


def _commands(begun: str, language: str) -> list[Offered]:
    for known in (commands(language), others(language)):
        if found := [(kind, typed) for kind, typed in known.items() if typed.startswith(begun)]:
            return [("command", f"{typed} ", kind) for kind, typed in found]
    return []


def _objects(command: str, begun: str, known: Known) -> Iterator[Offered]:
    """What the command can be about, by its number, its key or a word of its text."""
    word = re.compile(rf"\b{re.escape(begun)}")
    kind = KINDS.get(command, "")
    if kind == "answer":
        asked = [("question", f"{key} ", text) for key, text in known.questions.items()]
    elif kind == "scenario":
        asked = [(kind, known.short(kind, key), text) for key, text in known.scenarios.items()]
    else:
        return
    yield from (one for one in asked if one[1].startswith(begun))
    yield from (
        one for one in asked if not one[1].startswith(begun) and word.search(_folded(one[2]))
    )


def _end(typed: str, caret: int) -> int:
    """Where the word ends in which the caret stands."""
    rest = _REST.match(typed, caret)
    return rest.end() if rest else caret


def _beginning(at: str, begun: str, known: Known) -> Iterator[tuple[str, str, str]]:
    """Kind, key and label of what begins like this, keys before names."""
    offered = list(_offered(at, known))
    word = re.compile(rf"\b{re.escape(begun)}")
    by_key = [each for each in offered if each[1].startswith(begun)]
    yield from by_key
    for kind, key, label in offered:
        if not key.startswith(begun) and word.search(_folded(label)):
            yield kind, key, label


def _offered(at: str, known: Known) -> Iterator[tuple[str, str, str]]:
    """All that can be meant; a place that has an actor's key cannot."""
    if at == "#":
        yield from (("issue", key, label) for key, label in known.issues.items())
        return
    yield from (("actor", key, name) for key, name in known.actors.items())
    for key, name in known.places.items():
        if key not in known.actors:
            yield "place", key, name


@lru_cache(maxsize=2**15)
def _folded(value: str) -> str:
    """Small letters without accents."""
    letters = unicodedata.normalize("NFKD", value.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
