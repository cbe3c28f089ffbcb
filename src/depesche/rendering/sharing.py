"""What goes along when the address of an object is shared: of a claim, its status first."""

from typing import Final

from depesche.newsroom import text
from depesche.newsroom.dossier.kinds import KINDS
from depesche.newsroom.dossier.readers.book import Card
from depesche.newsroom.models import Coverage
from depesche.rendering import translations

_LENGTH: Final = 160


def spoken(card: Card, coverage: Coverage) -> tuple[str, str]:
    """A title and a description, in the language of the coverage; of what was withdrawn, a notice.

    “Unconfirmed: “…” – who said it”.
    """
    _ = translations.catalogue(coverage.language).gettext
    if card.is_withdrawn:
        return f"{_('Withdrawn')} – {coverage.headline}", coverage.headline
    title = text.typeset(_shortened(_title(card)), coverage.language)
    if card.kind != "claim":
        return title, coverage.headline
    speaker = card.facts["speaker"]
    said = text.quoted(_shortened(_title(card)), coverage.language) if speaker else title
    said = f"{said} – {speaker.text}" if speaker else said
    status = _status(card, coverage.language)
    return f"{status}: {said}", f"{status}. {coverage.headline}"


def _title(card: Card) -> str:
    if card.kind == "position":
        named = (card.facts["actor"], card.facts["issue"])
        return " · ".join(ref.text for ref in named if ref)
    return str(card.facts[KINDS[card.kind].title])


def _shortened(line: str) -> str:
    line = " ".join(line.split())
    return line if len(line) <= _LENGTH else line[:_LENGTH].rsplit(" ", 1)[0] + " …"


def _status(card: Card, language: str) -> str:
    _ = translations.catalogue(language).gettext
    return {
        "reported": _("Reported"),
        "unconfirmed": _("Unconfirmed"),
        "confirmed": _("Confirmed"),
        "disputed": _("Disputed"),
        "false": _("False"),
        "withdrawn": _("Taken back"),
        "superseded": _("Superseded"),
    }[str(card.facts["status"])]
