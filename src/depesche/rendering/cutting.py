"""The beginning of a text, with its form, where there is little room."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from markupsafe import escape

from depesche.newsroom.text import (
    Block,
    Break,
    Emphasis,
    Inline,
    Items,
    Link,
    Paragraph,
    Quote,
    Strong,
    Text,
    Tree,
)

_FORM: Final = 12  # letters that a form counts for, whatever it is
_JOINER: Final = "\u200d"  # between signs that are one
_MORE: Final = " …"


def beginning(tree: Tree, letters: int) -> Tree:
    """As much of it as has about that many letters, cut between words; addresses count as well."""
    return _Cutting(letters).blocks(tree)


def line(said: str, letters: int, *, size: int) -> str:
    """As much of a line as has that many letters, and that many bytes on a page, cut between
    words; a word that is longer than half of it is cut as well.
    """
    said = " ".join(said.split())
    if len(said) <= letters and _size(said) <= size:
        return said
    kept = said[:letters]
    while _size(kept) > size - _size(_MORE):
        kept = kept[:-1]
    space = kept.rfind(" ", len(kept) // 2)
    return (kept[:space] if space > 0 else kept).rstrip(_JOINER) + _MORE


class _Cutting:
    """Goes once through a tree, until the room is used up."""

    def __init__(self, letters: int) -> None:
        self._left = letters

    def blocks(self, tree: Tree) -> Tree:
        kept = (self._block(block) for block in tree if self._has_room())
        return tuple(filter(_says_something, kept))

    def _block(self, block: Block) -> Block:
        match block:
            case Paragraph(inlines):
                return Paragraph(self._inlines(inlines))
            case Quote(blocks, speaker, role):
                self._left -= len(speaker or "") + len(role or "")
                return replace(block, blocks=self.blocks(blocks))
            case Items(items):
                return replace(block, items=tuple(map(self.blocks, filter(self._has_room, items))))

    def _inlines(self, inlines: Iterable[Inline]) -> tuple[Inline, ...]:
        kept = (self._inline(one) for one in inlines if self._has_room())
        return tuple(filter(_says_something, kept))

    def _inline(self, inline: Inline) -> Inline:
        match inline:
            case Text(value):
                return Text(self._words(value))
            case Break():
                return inline
            case Link(target) if len(target) > self._left:
                return Emphasis(self._inlines(inline.inlines))
            case Link(target):
                self._left -= len(target)
        return self._formed(inline)

    def _formed(self, inline: Emphasis | Strong | Link) -> Inline:
        return replace(inline, inlines=self._inlines(inline.inlines))

    def _words(self, value: str) -> str:
        left, self._left = self._left, self._left - len(value)
        if len(value) <= left:
            return value
        return value[:left].rsplit(" ", 1)[0].rstrip(_JOINER) + _MORE

    def _has_room(self, _for: object = None) -> bool:
        """Whether anything more is taken; it costs a little whatever it is."""
        self._left -= _FORM
        return self._left > 0


def _size(line: str) -> int:
    """The bytes of a line on a page."""
    return len(escape(line).encode())


def _says_something(one: Block | Inline) -> bool:
    """Whether anything is left in it."""
    match one:
        case Paragraph(()) | Quote(()) | Items(()) | Emphasis(()) | Strong(()) | Link(_, ()):
            return False
    return True
