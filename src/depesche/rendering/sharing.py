"""What goes along when the address of an object is shared: of a claim, its status first."""

from typing import Final

from depesche.newsroom import text
from depesche.newsroom.dossier.kinds import KINDS
from depesche.newsroom.dossier.readers.book import Card
from depesche.newsroom.models import Coverage
from depesche.rendering.environment import Templates

_LENGTH: Final = 160


def spoken(card: Card, coverage: Coverage, templates: Templates) -> tuple[str, str]:
    """A title and a description, in the language of the coverage; of what was withdrawn, a notice.

    “Unconfirmed: “…” – who said it”.
    """
    _ = templates.gettext(coverage.language)
    if card.is_withdrawn:
        return f"{_('Withdrawn')} – {coverage.headline}", coverage.headline
    title = text.typeset(_shortened(_title(card)), coverage.language)
    if card.kind != "claim":
        return title, coverage.headline
    speaker = card.facts["speaker"]
    said = _said(_shortened(_title(card)), card, coverage.language)
    said = f"{said} – {speaker.text}" if speaker else said
    words = templates.words("dossier/_words.html", coverage.language)
    status = words.STATUSES[card.facts["status"]]
    return f"{status}: {said}", f"{status}. {coverage.headline}"


def heading(card: Card, coverage: Coverage, templates: Templates) -> str:
    """What heads the object's page: all of its title; of what was withdrawn, that it was."""
    if card.is_withdrawn:
        return templates.gettext(coverage.language)("Withdrawn")
    return _said(_title(card), card, coverage.language)


def _said(line: str, card: Card, language: str) -> str:
    return text.said(line, language, verbatim=card.facts.get("verbatim", ""))


def _title(card: Card) -> str:
    if card.kind == "position":
        named = (card.facts["actor"], card.facts["issue"])
        return " · ".join(ref.text for ref in named if ref)
    return str(card.facts[KINDS[card.kind].title])


def _shortened(line: str) -> str:
    line = " ".join(line.split())
    return line if len(line) <= _LENGTH else line[:_LENGTH].rsplit(" ", 1)[0] + " …"
