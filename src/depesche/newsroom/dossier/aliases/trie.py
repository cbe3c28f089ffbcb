"""Prepared names as a tree of words: looking one up costs the same among ten and ten thousand."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

Owner = tuple[str, str]  # kind and key of what has the name

_LONGEST: Final = 60  # words and signs; nothing is called by more


@dataclass(frozen=True, slots=True, order=True)
class Alias:
    """One name of one object."""

    owner: Owner
    given: str
    words: tuple[str, ...]  # without the article
    is_description: bool  # it says what somebody is: the president


class _Node:
    __slots__ = ("aliases", "children")

    def __init__(self) -> None:
        self.children: dict[int, _Node] = {}  # by the number of the next step
        self.aliases: tuple[Alias, ...] = ()


class Trie:
    """Aliases, each a sequence of steps; a step is the set of a word's forms."""

    def __init__(self) -> None:
        self._root = _Node()
        self._numbers: dict[frozenset[str], int] = {}
        self._by_form: dict[str, tuple[int, ...]] = {}

    def add(self, alias: Alias, steps: Sequence[frozenset[str]]) -> None:
        """Make it known. An alias without a word, or with more than sixty, is never found."""
        if not 0 < len(steps) <= _LONGEST:
            return
        node = self._root
        for step in steps:
            node = node.children.setdefault(self._number(step), _Node())
        node.aliases = (*node.aliases, alias)

    def longest(self, forms: Sequence[str], first: int) -> tuple[int, list[Alias]]:
        """The last word of the longest alias that begins at the first, and all that read so.

        Without any, the list is empty. The form of the first word is looked up without its gap.
        """
        nodes, last, found = [self._root], first, list[Alias]()
        for at in range(first, len(forms)):
            form = forms[at] if at > first else forms[at][1:]
            nodes = _beyond(nodes, self._by_form.get(form, ()))
            if not nodes:
                break
            here = [alias for node in nodes for alias in node.aliases]
            last, found = (at, here) if here else (last, found)
        return last, found

    def sharing(self, steps: Iterable[frozenset[str]]) -> list[Alias]:
        """All aliases that read like this one in at least one of its forms."""
        nodes = [self._root]
        for step in steps:
            numbers = {number for form in step for number in self._by_form.get(form, ())}
            nodes = _beyond(nodes, numbers)
        return [alias for node in nodes for alias in node.aliases]

    def _number(self, step: frozenset[str]) -> int:
        if step not in self._numbers:
            number = self._numbers[step] = len(self._numbers)
            for form in step:
                self._by_form[form] = (*self._by_form.get(form, ()), number)
        return self._numbers[step]


def _beyond(nodes: Iterable[_Node], numbers: Collection[int]) -> list[_Node]:
    return [node.children[step] for node in nodes for step in numbers if step in node.children]
