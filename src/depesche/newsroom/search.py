"""Search inside one coverage: what is asked, and which posts and objects answer it.

A published post carries its words as they are looked for (`Post.stems`), kept by `telling.tell`; a
question becomes patterns that lie in them or do not. So a search is one look through the published
posts of one coverage, the same on SQLite and PostgreSQL, and sees nothing else.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import chain, islice
from typing import Any, Final

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session, joinedload

from depesche.newsroom import stems, text, words
from depesche.newsroom.dossier.kept import Kept, newest
from depesche.newsroom.dossier.kinds import KINDS
from depesche.newsroom.dossier.readers.book import Book
from depesche.newsroom.models import Coverage, DossierObject, Post
from depesche.newsroom.stems import Word

PAGE: Final = 20
LENGTH: Final = 100  # characters of a question
WORDS: Final = 8
OBJECTS: Final = 8
NAMED: Final = ("actor", "issue", "place", "question", "claim", "scenario", "entry")

_SHORTEST: Final = 4  # letters of what is looked for in compounds, at their beginning or end
_ANYWHERE: Final = 6  # … in their middle, too: Nato is not in Senatoren
_AT_ONCE: Final = 50
_MOST: Final = 16 * len(NAMED)  # kinds of coverages of which the names are kept
_WAITING: Final = select(Post).where(Post.status == "published", Post.stems.is_(None))
_QUOTED: Final = re.compile(
    "[\"„“”«»‟＂]([^\"„“”«»‟＂]+)[\"„“”«»‟＂]|(?<!\\w)['‚‘’‹›]([^'‚‘’‹›]+)['‘’‹›](?!\\w)"
)


@dataclass(frozen=True, slots=True)
class Span:
    """Where a text has what is looked for, and which of the terms that is."""

    start: int
    end: int
    term: int


@dataclass(frozen=True)
class Term:
    """A word, or the words of a phrase, that must be found.

    `patterns`: one of them lies in what is kept of every text that has it.
    """

    typed: str
    patterns: tuple[str, ...]
    phrase: tuple[str, ...] = ()
    is_ordinary: bool = False

    def lies_in(self, kept: str) -> bool:
        return any(pattern in kept for pattern in self.patterns)


@dataclass(frozen=True)
class Question:
    """What a reader asks, and how it was understood."""

    typed: str
    language: str
    terms: tuple[Term, ...] = ()
    is_too_long: bool = False

    def spans(self, line: str) -> list[Span]:
        """Where this text has what is looked for, from left to right, none inside another."""
        there = stems.cut(line, self.language)
        found = chain.from_iterable(
            _spans(line, there, term, number) for number, term in enumerate(self.terms)
        )
        return list(_apart(sorted(found, key=lambda span: (span.start, -span.end))))

    def lies_in(self, kept: str) -> bool:
        """Whether everything that is looked for is in what is kept of a text."""
        return bool(self.terms) and all(term.lies_in(kept) for term in self.terms)


@dataclass(frozen=True)
class Found:
    """Some of the posts that answer a question, newest first, and how many do in all."""

    posts: Sequence[Post]
    count: int
    has_older: bool


@dataclass(frozen=True)
class Named:
    """An object of the dossier whose name answers a question."""

    kind: str
    name: str
    href: str
    verbatim: str = ""  # of a claim that is a quote
    status: str = ""  # of a claim


_kept_titles: Final = Kept[Sequence[tuple[Named, str]]]("titles", _MOST)


def read(typed: str, language: str) -> Question:
    """The question as it is understood: what is in quotation marks, of any kind, is a phrase;
    small words count only where there are no others."""
    line = " ".join(words.clean(typed).split())
    if len(line) > LENGTH:
        return Question(line, language, is_too_long=True)
    terms = tuple(dict.fromkeys(_terms(line, language)))
    if sum(len(term.phrase) or 1 for term in terms) > WORDS:
        return Question(line, language, is_too_long=True)
    telling = tuple(term for term in terms if not term.is_ordinary)
    return Question(line, language, telling or terms)


def found(
    session: Session,
    coverage: Coverage,
    question: Question,
    *,
    before: str | None = None,
    limit: int = PAGE,
) -> Found:
    """The newest published posts that answer the question, or those before a position."""
    if not question.terms:
        return Found([], 0, has_older=False)
    published = select(Post).where(Post.coverage_id == coverage.id, Post.status == "published")
    answering = published.with_only_columns(Post.position).where(*map(_has, question.terms))
    positions = session.scalars(answering.order_by(Post.position.desc())).all()
    wanted = [one for one in positions if before is None or (one or "") < before]
    shown = published.where(Post.position.in_(wanted[:limit])).order_by(Post.position.desc())
    return Found(session.scalars(shown).all(), len(positions), has_older=len(wanted) > limit)


def named(session: Session, coverage: Coverage, question: Question) -> list[Named]:
    """The objects of the dossier whose names or titles answer the question, a handful at most."""
    if not question.terms:
        return []
    answering = (one for one, its in _titles(session, coverage) if question.lies_in(its))
    return list(islice(answering, OBJECTS))


def kept(post: Post, coverage: Coverage) -> str:
    """What a search looks through of this post: nothing, where readers see no words of it."""
    if post.status != "published":
        return ""
    return stems.kept(lines(post, coverage.language), coverage.language)


def lines(post: Post, language: str) -> list[str]:
    """The words of a published post that can be found: headline, paragraphs, picture, byline."""
    paragraphs = text.plain(text.parse(post.text, language)).split("\n\n")
    return [post.headline, *paragraphs, *said_of_picture(post), post.byline]


def said_of_picture(post: Post) -> list[str]:
    """Caption, alt text and credit, as far as readers get them."""
    if post.picture_id is None:
        return []
    return [post.caption, "" if post.decorative else post.alt, post.credit]


def is_behind(session: Session) -> bool:
    """Whether there are posts of which no words are kept: they were published without a search."""
    return session.scalar(_WAITING.with_only_columns(Post.id).limit(1)) is not None


def catch_up(session: Session) -> int:
    """Keep the words of some of these; of how many. Of others another process does at the time."""
    some = _WAITING.options(joinedload(Post.coverage)).limit(_AT_ONCE)
    posts = session.scalars(some.with_for_update(of=Post, skip_locked=True)).all()
    for post in posts:
        post.stems = kept(post, post.coverage)
    return len(posts)


def _terms(line: str, language: str) -> Iterator[Term]:
    done = 0
    for quoted in _QUOTED.finditer(line):
        yield from _words(line[done : quoted.start()], language)
        yield from _phrase(quoted[1] or quoted[2], language)
        done = quoted.end()
    yield from _words(line[done:], language)


def _words(line: str, language: str) -> Iterator[Term]:
    for word in stems.cut(line, language):
        is_ordinary = word.folded in stems.ORDINARY[language]
        typed = line[word.start : word.end]
        yield Term(typed, _patterns(word, language), is_ordinary=is_ordinary)


def _phrase(typed: str, language: str) -> Iterator[Term]:
    phrase = tuple(word.folded for word in stems.cut(typed, language))
    if phrase:
        yield Term(typed.strip(), (f" {' '.join(phrase)} ",), phrase)


def _patterns(word: Word, language: str) -> tuple[str, ...]:
    """The word in any of its forms; in German, which writes compounds as one, inside those, too."""
    exact = (f" {word.stem} ", f"={word.stem}=")
    if language != "de" or not word.folded[0].isalpha():
        return exact
    piece = _piece(word)
    if piece == word.stem:
        return _inside(piece) or exact
    ends = (f"{word.stem} ", f"{word.stem}=") if len(word.stem) >= _SHORTEST else exact
    return (*_inside(piece), *ends)


def _inside(piece: str) -> tuple[str, ...]:
    if len(piece) >= _ANYWHERE:
        return (piece,)
    return (f" {piece}", f"{piece} ", f"{piece}=") if len(piece) >= _SHORTEST else ()


def _piece(word: Word) -> str:
    """How a word stands inside a compound: as it was typed, without its ending where that is sure.

    Frieden is looked for as friede: its stem begins with that of Friedrich.
    """
    if word.folded.removeprefix(word.stem) in {"", "e", "s", "es"}:
        return word.stem
    return word.folded.removesuffix("n")


def _has(term: Term) -> ColumnElement[bool]:
    return or_(*(Post.stems.contains(pattern, autoescape=True) for pattern in term.patterns))


def _titles(session: Session, coverage: Coverage) -> Iterator[tuple[Named, str]]:
    """What is in the dossier, kind by kind, and what is kept of its names; read anew where an act
    was about it."""
    whose = coverage.edition, coverage.id, coverage.slug, coverage.language
    for kind, number in newest(session, coverage, NAMED).items():
        read_now = partial(_read_titles, session, coverage, kind)
        yield from _kept_titles.get(session, (*whose, kind), number, read_now)


def _read_titles(session: Session, coverage: Coverage, kind: str) -> Sequence[tuple[Named, str]]:
    book = Book(session, coverage)
    rows = session.execute(
        select(DossierObject.key, DossierObject.facts)
        .where(DossierObject.coverage_id == coverage.id, DossierObject.kind == kind)
        .where(DossierObject.standing == "standing")
        .order_by(DossierObject.position.desc(), DossierObject.key)
    )
    return [
        (
            _named(kind, facts, book.href(kind, key)),
            _stems(tuple(_names(kind, facts)), coverage.language),
        )
        for key, facts in rows
    ]


@lru_cache(maxsize=10_000)
def _stems(lines: tuple[str, ...], language: str) -> str:
    """One more object is no reason to cut the names of all others again."""
    return stems.kept(lines, language)


def _named(kind: str, facts: Mapping[str, Any], href: str) -> Named:
    name = facts[KINDS[kind].title]
    if kind != "claim":
        return Named(kind, name, href)
    return Named(kind, name, href, facts["verbatim"], facts["status"])


def _names(kind: str, facts: Mapping[str, Any]) -> Iterator[str]:
    its = KINDS[kind]
    for field in dict.fromkeys((its.title, *its.named_by)):
        yield from [facts[field]] if isinstance(facts[field], str) else facts[field]


def _spans(line: str, there: Sequence[Word], term: Term, number: int) -> Iterator[Span]:
    if not term.phrase:
        for word in there:
            if term.lies_in(f" {word.folded} ={word.stem}="):
                yield Span(word.start, word.end, number)
        return
    length = len(term.phrase)
    for at in range(len(there) - length + 1):
        some = there[at : at + length]
        start, end = some[0].start, some[-1].end
        if tuple(word.folded for word in some) == term.phrase and "\n\n" not in line[start:end]:
            yield Span(start, end, number)


def _apart(spans: Iterable[Span]) -> Iterator[Span]:
    end = 0
    for span in spans:
        if span.start >= end:
            yield span
            end = span.end
