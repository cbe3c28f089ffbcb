"""How a typed text is changed where markers stood: within a line, and whole lines."""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

_SYNTAX = re.compile(r"[\\\\*_\[\]<>`]")
_LIST = re.compile(r"\A(\d*)([-+.)])(?=\s)")  # what a list begins with

Stroke = tuple[int, int, str]  # from, to, what comes there


def drop(found: re.Match[str]) -> Stroke:
    """One backslash of a marker goes."""
    return found.end("escape") - 1, found.end("escape"), ""


def add(found: re.Match[str]) -> Stroke:
    """A marker gets one backslash more."""
    return found.end("escape"), found.end("escape"), "\\"


def put(found: re.Match[str], name: str) -> Stroke:
    """The name comes where a mention was."""
    return found.start("at"), found.end("key"), name


def as_text(name: str) -> str:
    """What to type to get this name and no emphasis, link or list."""
    return _LIST.sub(r"\g<1>\\\g<2>", _SYNTAX.sub(r"\\\g<0>", name))


def applied(line: str, strokes: Iterable[Stroke], start: int = 0) -> str:
    """The line from `start` on, changed in those places, which do not overlap."""
    pieces = []
    for begin, end, replacement in sorted(strokes):
        pieces += [line[start:begin], replacement]
        start = end
    return "".join([*pieces, line[start:]])


def closed_up(lines: Iterable[str | None]) -> Iterator[str]:
    """The lines without those that vanished (None), as far apart as if they had never been."""
    runs = [(empty, list(run)) for empty, run in groupby(lines, _is_empty)]
    for i, (empty, run) in enumerate(runs):
        if None in run:
            yield from _widest(run) if empty and 0 < i < len(runs) - 1 else ()
        else:
            yield from (line for line in run if line is not None)


def _is_empty(line: str | None) -> bool:
    return not (line or "").strip(" \t")


def _widest(gap: Iterable[str | None]) -> list[str]:
    """The most blank lines that follow one another in a gap."""
    runs = (list(run) for _, run in groupby(gap, lambda line: line is None))
    blanks = ([line for line in run if line is not None] for run in runs)
    return max(blanks, key=len)
