"""What a kind of dossier object is made of; the kinds themselves are the modules beside."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from depesche.newsroom.dossier.kinds.fields import Field

Facts = Mapping[str, Any]
Find = Callable[[str, str], Facts | None]  # the facts of the object of that kind and key

_LAST: Final = 9_999_999_999


def in_order(_facts: Facts, made: int) -> str:
    """Whoever was there first stands first. (Lists run from the greatest position to the least.)"""
    return f"{_LAST - made:010d}"


def newest_first(_facts: Facts, made: int) -> str:
    """What came last stands first."""
    return f"{made:010d}"


def anything_goes(_facts: Facts, _key: str, _find: Find) -> None:
    """There is no rule beyond those of the fields."""


@dataclass(frozen=True)
class Kind:
    """Fields, rules, and how such an object is called and ordered.

    `title` is the field that names it in one line, `named_by` are those that hold its names in
    texts. A key is made of the title, or `is_numbered`. `tracked` are the fields whose former
    values are kept. `check` holds the rules between fields; it gets the facts as they would be,
    the object's key, and a way to find others.
    """

    fields: Mapping[str, Field]
    title: str
    named_by: tuple[str, ...] = ()
    is_numbered: bool = False
    tracked: tuple[str, ...] = ()
    parent: Callable[[Facts], str] = lambda _facts: ""
    position: Callable[[Facts, int], str] = in_order
    check: Callable[[Facts, str, Find], None] = anything_goes

    def empty(self) -> dict[str, Any]:
        """The facts of an object of which nothing is known; `posts` are those it rests on."""
        return {"posts": [], **{name: field.empty for name, field in self.fields.items()}}
