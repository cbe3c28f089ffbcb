"""The beginning of a text, with its form, where there is little room."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

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


def beginning(tree: Tree, letters: int) -> Tree:
    """As much of it as has about that many letters, cut between words; addresses count as well."""
    return _Cutting(letters).blocks(tree)


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
        return f"{value[:left].rsplit(' ', 1)[0].rstrip(_JOINER)} …"

    def _has_room(self, _for: object = None) -> bool:
        """Whether anything more is taken; it costs a little whatever it is."""
        self._left -= _FORM
        return self._left > 0


def _says_something(one: Block | Inline) -> bool:
    """Whether anything is left in it."""
    match one:
        case Paragraph(()) | Quote(()) | Items(()) | Emphasis(()) | Strong(()) | Link(_, ()):
            return False
    return True
