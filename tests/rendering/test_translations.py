"""Whatever Depesche says, it says in German, too."""

import re
import runpy
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from depesche.errors import DepescheError
from depesche.rendering import translations
from depesche.rendering.environment import Templates

ROOT = Path(__file__).parents[2]
SCRIPT = runpy.run_path(str(ROOT / "bin" / "_translate.py"))
GERMAN = ROOT / "src" / "depesche" / "rendering" / "translations" / "de.po"

PLACEHOLDER = re.compile(r"%\(\w+\)s|\{\w*\}")

# Programs, tests and readers' habits rely on these.
FIRM = {
    "1 new post": "1 neuer Beitrag",
    "{} new posts": "{} neue Beiträge",
    "Older posts": "Ältere Beiträge",
    "Nothing here": "Hier ist nichts",
    "The connection is interrupted. Not updated since {}.": (
        "Die Verbindung ist unterbrochen. Nicht aktualisiert seit {}."
    ),
    "The post your link leads to": "Der Beitrag, zu dem Ihr Link führt",
    "Correction": "Berichtigung",
    "Withdrawn": "Zurückgezogen",
}


@cache
def said() -> frozenset[str]:
    return frozenset(SCRIPT["said"]())


@cache
def german() -> tuple[Message, ...]:
    return tuple(message for message in read_po(BytesIO(GERMAN.read_bytes())) if message.id)


def pairs() -> Iterator[tuple[str, str]]:
    """Each sentence with its translation; of what is counted, for one and for several."""
    for message in german():
        several = isinstance(message.id, tuple)
        yield from zip(
            message.id if several else [message.id],
            message.string if several else [message.string],
            strict=True,
        )


def facts_in(words: str) -> list[str]:
    return sorted(PLACEHOLDER.findall(words))


def test_nothing_is_left_unsaid_and_nothing_said_in_vain() -> None:
    translated = {message.id for message in german() if message.string and not message.fuzzy}
    assert said() - translated == set(), "without a translation: run bin/translate"
    assert translated - said() == set(), "said nowhere any more: run bin/translate"


def test_the_catalogue_is_as_bin_translate_writes_it() -> None:
    source = GERMAN.read_text("utf-8")
    assert SCRIPT["updated"](source, "de") == source


def test_a_new_sentence_gets_an_empty_translation_and_a_forgotten_one_goes() -> None:
    head, _, _ = GERMAN.read_text("utf-8").partition("\n\n")
    entries = 'msgid "Older posts"\nmsgstr "Ältere"\n\nmsgid "Long gone"\nmsgstr "Längst fort"\n'
    updated = SCRIPT["updated"](f"{head}\n\n{entries}", "de")
    assert updated.startswith(f"{head}\n\n")
    assert 'msgid "Older posts"\nmsgstr "Ältere"\n' in updated
    assert 'msgid "Nothing here"\nmsgstr ""\n' in updated
    assert "Long gone" not in updated


def test_the_facts_are_those_of_the_original() -> None:
    for english, words in pairs():
        assert facts_in(words) == facts_in(english), english


def test_german_is_typeset_as_german() -> None:
    for _, words in pairs():
        assert words == words.strip()
        assert not re.search(r"[\"”'`]| - |—|\.\.\.|  ", words), words
        assert re.findall("[„“]", words) == ["„", "“"] * words.count("„"), words


def test_a_sentence_stays_a_sentence() -> None:
    for english, words in pairs():
        assert words.endswith((".", "…")) == english.endswith((".", "…")), english


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("error", SCRIPT["raised"](), ids=lambda error: error.__name__)
def test_every_error_is_told_with_its_facts(error: type[DepescheError], language: str) -> None:
    assert error.__doc__, "an error's docstring is what people read"
    facts = {name[1:-1]: f"<{name[1:-1]}>" for name in PLACEHOLDER.findall(error.__doc__)}
    sentence = error(**facts).sentence(Templates().gettext(language))
    assert sentence
    assert not PLACEHOLDER.search(sentence)
    assert all(fact in sentence for fact in facts.values())
    assert (sentence == str(error(**facts))) == (language == "en")


def test_the_catalogue_compiles() -> None:
    spoken = translations.catalogue("de")
    assert spoken.info()["language"] == "de"
    for message in german():
        if isinstance(message.id, tuple):
            told = [spoken.ngettext(*message.id, number) for number in (1, 2)]
            assert told == [*message.string]
        else:
            assert spoken.gettext(message.id) == message.string
    assert [spoken.ngettext("one", "many", n) for n in (0, 1, 2)] == ["many", "one", "many"]


def test_a_language_without_a_catalogue_speaks_english() -> None:
    assert translations.catalogue("en").gettext("Older posts") == "Older posts"


@pytest.mark.parametrize(("english", "words"), FIRM.items())
def test_these_words_are_relied_upon(english: str, words: str) -> None:
    assert translations.catalogue("de").gettext(english) == words
