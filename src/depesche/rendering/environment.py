"""Templates: one environment per language, escaping by construction, strict about names."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import uuid4

from babel.numbers import format_decimal
from jinja2 import Environment, PackageLoader, StrictUndefined

from depesche.newsroom import text
from depesche.newsroom.dossier import edtf
from depesche.rendering import assets, dates, moments, paper, pictures, prose, sharing, translations

LANGUAGES = ("de", "en")


class Templates:
    """All templates, in every language.

    `everywhere` are the facts every template may use: the newsroom's name, its imprint …
    """

    def __init__(self, **everywhere: object) -> None:
        self._environments = {lang: _environment(lang, everywhere) for lang in LANGUAGES}

    def render(self, name: str, language: str, **facts: Any) -> str:
        """The template's text. `language` is one of LANGUAGES."""
        return self._environments[language].get_template(name).render(**facts)

    def compile(self) -> None:
        """Make all of them ready now, and not when somebody waits for a page."""
        for environment in self._environments.values():
            for name in environment.list_templates():
                environment.get_template(name)

    def words(self, name: str, language: str) -> Any:
        """What that template sets, as attributes: the words that templates share."""
        return self._environments[language].get_template(name).module

    def gettext(self, language: str) -> Callable[[str], str]:
        """The function that speaks that language."""
        return translations.catalogue(language).gettext


def _environment(language: str, everywhere: dict[str, object]) -> Environment:
    environment = Environment(
        loader=PackageLoader("depesche"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    environment.install_gettext_translations(  # type: ignore[attr-defined]
        translations.catalogue(language), newstyle=True
    )
    environment.filters |= {
        "prose": lambda source, lang: prose.html(text.parse(source, lang)),
        "told": prose.told,
        "shared": sharing.of_post,
        "on_paper": lambda source, lang, site: prose.html(
            paper.written_out(text.parse(source, lang), site)
        ),
        "bullets": prose.bullets,
        "typeset": text.typeset,
        "plain": _plain,
        "excerpt": _excerpt,
        "iso": lambda moment: moment.isoformat(timespec="seconds"),
        **{
            function.__name__: partial(_in_language, function, language)
            for function in (
                moments.clock_time,
                moments.exact_time,
                moments.spoken_time,
                moments.day,
                moments.short_day,
                moments.date,
                moments.short_date,
                moments.zone_label,
            )
        },
        "calendar_day": moments.calendar_day,
        "place_of": moments.place_of,
        "spoken": lambda written, zone: dates.spoken(edtf.read(written), language, zone),
        "html_datetime": lambda written: dates.html_datetime(edtf.read(written)),
        "number_word": lambda number: dates.number_word(number, language),
        "decimal": lambda number: format_decimal(number, locale=moments.locale_of(language)),
        "hundredths": lambda number: format_decimal(
            number, "#,##0.00", locale=moments.locale_of(language)
        ),
        "said": text.said,
        "shortened": _shortened,
        "picture_attributes": pictures.attributes,
    }
    given = {
        "language": language,
        "asset": assets.address,
        "modules": assets.modules,
        "new_id": uuid4,
    }
    environment.globals |= {**given, **everywhere}
    return environment


def _plain(source: str, language: str) -> str:
    return text.plain(text.parse(source, language))


def _excerpt(source: str, language: str, length: int) -> str:
    """The beginning of a text in one line, of that many characters, cut between words."""
    return _shortened(_plain(source, language), length)


def _shortened(line: str, length: int) -> str:
    """The line in that many characters, cut between words."""
    line = " ".join(line.split())
    if len(line) <= length:
        return line
    return line[:length].rsplit(" ", 1)[0] + " …"


def _in_language(
    function: Callable[..., str], language: str, moment: Any, zone: str, own: str | None = None
) -> str:
    """The filter in the language of the interface, or in one of its `own`."""
    return function(moment, zone, own or language)
