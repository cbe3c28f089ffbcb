"""What a search has found, in its context: the words that were looked for are marked.

Every letter of a text is escaped; `<mark>` is ours alone.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from markupsafe import Markup, escape

from depesche.newsroom import search, text
from depesche.newsroom.models import Post
from depesche.newsroom.search import Question, Span, Term

LENGTH: Final = 240  # characters of an excerpt
_BEFORE: Final = 60  # of them at most before the first word that is marked


class Marking:
    """Marks the words that answer a question, wherever they stand."""

    def __init__(self, question: Question) -> None:
        self._question = question

    def line(self, said: str) -> Markup:
        """The line, with its words marked."""
        return _marked(said, self._question.spans(said))

    def headline(self, post: Post) -> Markup:
        """The headline of a post as it is set; empty where it has none."""
        return self.line(text.typeset(post.headline, self._question.language))

    def excerpt(self, post: Post, quoted: Mapping[str, str] | None = None) -> Markup:
        """Some of a post's words around those that answer: of its text, or of what is said of its
        picture, or its byline; else how its text begins.

        Where something `quoted` is among them, the status that it has there comes first.
        """
        line, spans = self._answering(post)
        start, end = _stretch(line, spans)
        among = (one for words, one in (quoted or {}).items() if _meets(line, words, start, end))
        status = next(among, "")
        return escape(f"{status}: " if status else "") + _cut(line, spans, start, end)

    def _answering(self, post: Post) -> tuple[str, Sequence[Span]]:
        """The line of a post in which what is looked for stands, and where."""
        said = text.plain(text.parse(post.text, self._question.language))
        for source in (said, *search.said_of_picture(post), post.byline):
            line = " ".join(source.split())
            if spans := self._question.spans(line):
                return line, spans
        return " ".join(said.split()), []

    def term(self, term: Term) -> str:
        """What is looked for, as it can be asked for again: a phrase in quotation marks."""
        return text.quoted(term.typed, self._question.language) if term.phrase else term.typed


def _stretch(line: str, spans: Sequence[Span]) -> tuple[int, int]:
    """The stretch of a line that holds the most terms, cut between words."""
    first = max(spans, key=lambda span: len(_within(spans, span.start)), default=None)
    start = _from(line, first.start) if first else 0
    return start, _until(line, max(start + LENGTH, first.end if first else 0))


def _cut(line: str, spans: Sequence[Span], start: int, end: int) -> Markup:
    shown = [
        Span(span.start - start, span.end - start, span.term)
        for span in spans
        if start <= span.start and span.end <= end
    ]
    before, after = "… " if start else "", " …" if end < len(line) else ""
    return escape(before) + _marked(line[start:end], shown) + escape(after)


def _meets(line: str, words: str, start: int, end: int) -> bool:
    """Whether something of these words is in that stretch of the line."""
    words = " ".join(words.split())
    at = line.find(words)
    return at >= 0 and at < end and start < at + len(words)


def _within(spans: Iterable[Span], start: int) -> set[int]:
    """The terms that are found from there on in one excerpt."""
    return {span.term for span in spans if start <= span.start < start + LENGTH - _BEFORE}


def _from(line: str, at: int) -> int:
    """Where an excerpt begins so that this place has something before it."""
    if at <= _BEFORE:
        return 0
    return line.index(" ", at - _BEFORE) + 1 if " " in line[at - _BEFORE : at] else at


def _until(line: str, at: int) -> int:
    """Where it ends, when it has room up to there."""
    if at >= len(line):
        return len(line)
    space = line.rfind(" ", max(0, at - _BEFORE), at + 1)
    return space if space > 0 else at


def _marked(line: str, spans: Iterable[Span]) -> Markup:
    pieces, done = [], 0
    for span in spans:
        pieces += [
            escape(line[done : span.start]),
            Markup("<mark>{}</mark>").format(line[span.start : span.end]),
        ]
        done = span.end
    return Markup("").join([*pieces, escape(line[done:])])
