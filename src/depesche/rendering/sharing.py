"""What goes along when an address is shared: of what is claimed, the status first."""

from collections.abc import Mapping
from typing import Final

from depesche.newsroom import text
from depesche.newsroom.dossier.kinds import KINDS
from depesche.newsroom.dossier.readers.book import Card
from depesche.newsroom.dossier.readers.traces import Trace
from depesche.newsroom.models import Coverage, Post
from depesche.newsroom.text import Quote
from depesche.rendering import translations

_LENGTH: Final = 160

# Of several the first is told; that somebody said something, a quote says by itself.
_OF_QUOTES: Final = ("false", "disputed", "unconfirmed", "withdrawn", "superseded")
_OF_ALL: Final = (*_OF_QUOTES, "reported")


def spoken(card: Card, coverage: Coverage, statuses: Mapping[str, str]) -> tuple[str, str]:
    """A title and a description of an object, in the language of the coverage; of what was
    withdrawn, a notice.

    “Unconfirmed: “…” – who said it”. `statuses` are those of claims in that language.
    """
    about = text.typeset(coverage.headline, coverage.language)
    if card.is_withdrawn:
        return withdrawn(coverage), about
    title = text.typeset(text.shortened(_title(card), _LENGTH), coverage.language)
    if card.kind != "claim":
        return title, about
    speaker = card.facts["speaker"]
    said = _said(text.shortened(_title(card), _LENGTH), card, coverage.language)
    said = f"{said} – {speaker.text}" if speaker else said
    status = statuses[card.facts["status"]]
    return f"{status}: {said}", f"{status}. {about}"


def heading(card: Card, coverage: Coverage) -> str:
    """What heads the object's page: all of its title; of what was withdrawn, that it was."""
    if card.is_withdrawn:
        return _withdrawn(coverage.language)
    return _said(_title(card), card, coverage.language)


def of_post(
    post: Post, coverage: Coverage, trace: Trace | None, statuses: Mapping[str, str]
) -> str:
    """The line that stands for a post where it is shared: its headline, or how it begins.

    “Unconfirmed: they have landed”: where it claims something, the status comes first, unless that
    is confirmed. Of what was withdrawn there are no words. `statuses` are those of claims in the
    language of the coverage.
    """
    if post.withdrawal:
        return ""
    language = coverage.language
    line = text.typeset(post.headline, language) or text.shortened(_plain(post, language), _LENGTH)
    return with_status(line, post, coverage, trace, statuses)


def with_status(
    line: str, post: Post, coverage: Coverage, trace: Trace | None, statuses: Mapping[str, str]
) -> str:
    """The line, after the status of what the post claims where readers have to know it."""
    status = doubt(post, coverage, trace, statuses)
    return f"{status}: {line}" if status else line


def doubt(post: Post, coverage: Coverage, trace: Trace | None, statuses: Mapping[str, str]) -> str:
    """That status in a word; empty where there is none to be told."""
    found = _doubt(post, coverage, trace) if trace else None
    return statuses[found] if found else ""


def judged(trace: Trace | None, statuses: Mapping[str, str]) -> list[str]:
    """What became of what the post says as a whole, each status once."""
    claims = trace.claims if trace else ()
    return list(dict.fromkeys(statuses[one.status] for one in claims if not one.verbatim))


def quoted(trace: Trace | None, statuses: Mapping[str, str]) -> dict[str, str]:
    """The words of the post's quotes that are in doubt, each with its status, the gravest first."""
    claims = [one for one in (trace.claims if trace else ()) if one.status in _OF_QUOTES]
    claims.sort(key=lambda one: _OF_QUOTES.index(one.status))
    return {one.verbatim: statuses[one.status] for one in claims if one.verbatim}


def withdrawn(coverage: Coverage) -> str:
    """The title of what was withdrawn: that it was, and where."""
    language = coverage.language
    return f"{_withdrawn(language)} – {text.typeset(coverage.headline, language)}"


def _doubt(post: Post, coverage: Coverage, trace: Trace) -> str | None:
    """The status that may not be left out. Where the newsroom has set a headline of its own above
    more than quotes, that stands whatever becomes of these."""
    statuses = {claim.status for claim in trace.claims}
    if any(not claim.verbatim for claim in trace.claims):
        return _first(_OF_ALL, statuses)
    if post.headline and not _only_quotes(post, coverage.language):
        return None
    return _first(_OF_QUOTES, statuses)


def _first(order: tuple[str, ...], statuses: set[str]) -> str | None:
    return next((status for status in order if status in statuses), None)


def _only_quotes(post: Post, language: str) -> bool:
    return all(isinstance(block, Quote) for block in text.parse(post.text, language))


def _plain(post: Post, language: str) -> str:
    return text.plain(text.parse(post.text, language))


def _withdrawn(language: str) -> str:
    _ = translations.catalogue(language).gettext
    return str(_("Withdrawn"))


def _said(line: str, card: Card, language: str) -> str:
    return text.said(line, language, verbatim=card.facts.get("verbatim", ""))


def _title(card: Card) -> str:
    if card.kind == "position":
        named = (card.facts["actor"], card.facts["issue"])
        return " · ".join(ref.text for ref in named if ref)
    return str(card.facts[KINDS[card.kind].title])
