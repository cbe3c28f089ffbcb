"""How good the names are found: sentences as agencies write them, half of them held back."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Final, Literal

from depesche.newsroom.dossier.names import Found, Named, Names

HERE: Final = Path(__file__).parent

Half = Literal["open", "held back", "to break it"]


@dataclass(frozen=True)
class Sentence:
    text: str
    mentions: frozenset[Found]
    is_trap: bool

    @property
    def half(self) -> Half:
        """The rules were made with the open half in sight; the hash decides, not we."""
        if self.is_trap:
            return "to break it"
        return "held back" if sha256(self.text.encode()).digest()[0] % 2 else "open"


@dataclass(frozen=True)
class Measure:
    sentences: int
    empty: int  # sentences with nothing to find
    mentions: int
    right: int
    wrong: int

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.wrong)

    @property
    def recall(self) -> float:
        return self.right / self.mentions


def measured(language: str, half: Half) -> Measure:
    """How many mentions are found, and how many that are none."""
    names, chosen = prepared(language), [s for s in sentences(language) if s.half == half]
    found = [frozenset(names.find(sentence.text)) for sentence in chosen]
    return Measure(
        sentences=len(chosen),
        empty=sum(not sentence.mentions for sentence in chosen),
        mentions=sum(len(sentence.mentions) for sentence in chosen),
        right=sum(len(f & s.mentions) for f, s in zip(found, chosen, strict=True)),
        wrong=sum(len(f - s.mentions) for f, s in zip(found, chosen, strict=True)),
    )


@cache
def prepared(language: str) -> Names:
    """The dossier of the summit as an editor prepares it, and a few names to trip over."""
    return Names(named(language), language)


@cache
def named(language: str) -> tuple[Named, ...]:
    rows = tomllib.loads((HERE / f"sentences.{language}.toml").read_text("utf-8"))["named"]
    return tuple(Named(row["kind"], row["key"], tuple(row["names"])) for row in rows)


@cache
def sentences(language: str) -> tuple[Sentence, ...]:
    """All of them, and those that were written to break the rules."""
    page = tomllib.loads((HERE / f"sentences.{language}.toml").read_text("utf-8"))
    return tuple(
        Sentence(row["text"], frozenset(_expected(row["text"], row["mentions"])), is_trap=is_trap)
        for is_trap, rows in ((False, page["sentences"]), (True, page["traps"]))
        for row in rows
    )


def _expected(text: str, mentions: list[str]) -> Iterator[Found]:
    """`Putins=actor:putin`, one after the other in the text."""
    end = 0
    for mention in mentions:
        surface, _, owner = mention.rpartition("=")
        start = text.index(surface, end)
        end = start + len(surface)
        yield Found(start, end, *owner.split(":"))
