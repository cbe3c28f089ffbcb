"""Prepared names are found again in what is published: inflected, in several words, offline.

What is matched, what is not and why, and how good it is: docs/aliases.md.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

from depesche.newsroom.dossier.aliases.doubts import (
    Reading,
    is_description,
    is_doubtful,
    is_refused,
)
from depesche.newsroom.dossier.aliases.forms import ARTICLES, forms
from depesche.newsroom.dossier.aliases.tokens import Token, cut
from depesche.newsroom.dossier.aliases.trie import Alias, Owner, Trie

_Steps = list[frozenset[str]]


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody or something that has names."""

    kind: str  # actor, issue or place
    key: str
    names: tuple[str, ...]  # as an editor gives them, articles and all


@dataclass(frozen=True, slots=True)
class Found:
    """A name in a text; without its article, with its ending."""

    start: int
    end: int
    kind: str
    key: str


class Names:
    """All prepared names of a coverage, in its language (`de` or `en`)."""

    def __init__(self, named: Iterable[Named], language: str) -> None:
        self._language = language
        self._trie = Trie()
        self._own = defaultdict[Owner, set[str]](set)
        self._known_in_full: set[Owner] = set()
        self._prepared = sorted(self._prepare(named), key=lambda pair: pair[0].given)
        for alias, steps in self._prepared:
            self._trie.add(alias, steps)

    def find(self, text: str) -> list[Found]:
        """The mentions from left to right; none overlaps another.

        Offsets count the characters of this text. The longest name wins, then the leftmost. A name
        that two objects claim is nobody's. An actor and a place of the same key are one, the actor.
        """
        tokens = cut(text)
        readings = list(self._readings(tokens))
        certain = {reading.aliases[0].owner for reading in readings if not is_doubtful(reading)}
        return [
            Found(tokens[reading.first].start, tokens[reading.last].end, *reading.aliases[0].owner)
            for reading in readings
            if reading.aliases[0].owner in certain
        ]

    @cached_property
    def ambiguous(self) -> Mapping[str, tuple[Owner, ...]]:
        """Names as they were given, and the (kind, key)s that claim them, if there are several."""
        claims = defaultdict[str, set[Owner]](set)
        for alias, steps in self._prepared:
            claims[alias.given].update(other.owner for other in self._trie.sharing(steps))
        return MappingProxyType(
            {name: tuple(sorted(who)) for name, who in claims.items() if len(_owners(who)) > 1}
        )

    def _prepare(self, named: Iterable[Named]) -> Iterator[tuple[Alias, _Steps]]:
        for one in named:
            for name in one.names:
                tokens = _without_article(cut(name), self._language)
                words = tuple(token.word for token in tokens)
                if words and all(words):  # in an address or a tag nothing is found
                    described = is_description(words, self._language)
                    alias = Alias((one.kind, one.key), name, words, described)
                    self._know(alias)
                    yield alias, _steps(tokens, self._language, one.kind)

    def _know(self, alias: Alias) -> None:
        self._own[alias.owner].update(word.lower() for word in alias.words)
        is_full = len(alias.words) > 1 and not alias.is_description
        if is_full or alias.owner[0] == "place":
            self._known_in_full.add(alias.owner)

    def _readings(self, tokens: Sequence[Token]) -> Iterator[Reading]:
        """What names one object and is not refused, doubtful or not."""
        forms_there = [_form(token) for token in tokens]
        at, taken = 0, -1  # what is nobody's is taken too, unless a longer name covers it
        while at < len(tokens):
            last, aliases = self._trie.longest(forms_there, at)
            if aliases and last > taken:
                taken = last
                reading = self._reading(tokens, forms_there, at, last, aliases)
                if reading and not is_refused(reading):
                    yield reading
                    at = last
            at += 1

    def _reading(
        self,
        tokens: Sequence[Token],
        forms_there: Sequence[str],
        first: int,
        last: int,
        aliases: Sequence[Alias],
    ) -> Reading | None:
        owners = _owners({alias.owner for alias in aliases})
        if len(owners) > 1:
            return None
        _, following = self._trie.longest(forms_there, last + 1)
        return Reading(
            tokens,
            first,
            last,
            [alias for alias in aliases if alias.owner in owners],
            own=self._own[owners[0]],
            is_known_in_full=owners[0] in self._known_in_full,
            next_is_own=any(alias.owner in owners for alias in following),
            next_is_known=bool(following),
            language=self._language,
        )


def _owners(claiming: set[Owner]) -> list[Owner]:
    """All of them; but of an actor and a place with one key, the actor alone."""
    return sorted(
        (kind, key)
        for kind, key in claiming
        if not (kind == "place" and ("actor", key) in claiming)
    )


def _without_article(tokens: list[Token], language: str) -> list[Token]:
    """An article may stand there or not; but one with a capital is part of a name (Die Zeit)."""
    if len(tokens) < 2 or tokens[0].word.lower() not in ARTICLES[language]:
        return tokens
    is_optional = tokens[0].word.islower() or is_description(
        [token.word for token in tokens[1:]], language
    )
    return tokens[1:] if is_optional else tokens


def _steps(tokens: Sequence[Token], language: str, kind: str) -> _Steps:
    words = forms([token.word for token in tokens], language, kind=kind)
    gaps = [" " if token.gap else "+" for token in tokens]
    return [
        frozenset(gap * (at > 0) + form for form in step)
        for at, (gap, step) in enumerate(zip(gaps, words, strict=True))
    ]


def _form(token: Token) -> str:
    """How the trie knows a word: after a mark for the gap before it."""
    return _GAPS[token.gap] + token.word


_GAPS = {"": "+", " ": " ", "\n": " ", "¶": "¶"}
