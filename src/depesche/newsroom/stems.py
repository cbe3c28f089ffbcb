"""Words as they are looked for: without case, accents and endings.

What readers ask and what posts say is cut and folded here alike, so that `Gespraech`, `GESPRÄCHE`
and `Gesprächs` are one word. The stems are those of Snowball (https://snowballstem.org), of a word
that is folded already, so that an accent nobody typed changes nothing.
"""

import re
import threading
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import snowballstemmer  # type: ignore[import-untyped]

_SNOWBALLS: Final = {"de": "german", "en": "english"}

_APOSTROPHES: Final = str.maketrans(dict.fromkeys("\u2019\u02bc\uff07", "'"))
_MARKS: Final = (  # that are set at letters, and what is not seen between them
    "\u00ad\u0300-\u036f\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    "\u06d6-\u06ed\u0900-\u0903\u093a-\u094f\u200c\u200d"
)
_WORDS: Final = re.compile(
    r"\d+(?:[.,:]\d+)*(?!\w)"  # 20:00
    r"|(?:[^\W\d_]\.){2,}[^\W\d_]?(?!\w)"  # U.S.
    rf"|[^\W_][\w{_MARKS}]*(?:['\u2019\u02bc\uff07]\w[\w{_MARKS}]*)*"
    r"|[\U0001f1e6-\U0001f1ff]{2}|[\u2600-\u27bf\U0001f300-\U0001faff]"  # flags and other pictures
)
_TIME: Final = re.compile(r"\d\d?\.\d\d")
_UNSEEN: Final = re.compile(r"[\u00ad\u200c\u200d]")
_DIGRAPHS: Final = re.compile(r"([ao])e|(?<![aeiouyq])(u)e")  # Gespraech, Mueller; not neu, Quelle
# Snowball leaves the genitive of these alone: Alaskas, Trumps, Selenskyjs; but Haus, Kreis.
_OF_NAMES: Final = re.compile(r"(.{2,}(?:[pjvwy]|[^aeiouy][aiou]))s")
# It cuts these down to other words: Sicherheit to sich, Verhandlung to verhandeln.
_NOUNS: Final = re.compile(r"(.{3,}(?:heit|keit|ung|schaft|ion|tat))(?:en|s)?")


def _listed(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Words that nobody looks for, as long as there are others; folded.
ORDINARY: Final = {
    "de": _listed(
        "aber als am an auch auf aus bei beim bis da das dass dem den der des die doch durch ein"
        " eine einem einen einer eines er es fur haben hat ich ihm ihn ihr im in ist ja mit nach"
        " nicht noch nur ob oder sein sich sie sind so uber um und uns unter vom von vor war was"
        " wer werden wie wir wird wo wurde zu zum zur"
    ),
    "en": _listed(
        "a about after an and are as at be been but by did do does for from had has have he her his"
        " how i if in is it its not of on or our she so that the their them they this to was we"
        " were what when where which who will with you"
    ),
}


@dataclass(frozen=True, slots=True)
class Word:
    """A word where it stands in a text."""

    start: int
    end: int
    folded: str  # in small letters, without accents
    stem: str


def cut(text: str, language: str) -> list[Word]:
    """The words of a text from left to right: letters, numbers, times, and pictures like emoji."""
    return list(_words(text, language))


def kept(lines: Iterable[str], language: str) -> str:
    """What is looked through of a text: ` each word `, line by line, then `=each=stem=`.

    A stem that is a word of the text, too, is not said twice.
    """
    cuts = [cut(line, language) for line in lines]
    there = {word.folded for each in cuts for word in each}
    more = sorted({word.stem for each in cuts for word in each} - there)
    said = "\n".join(f" {' '.join(word.folded for word in each)} " for each in cuts if each)
    return f"{said}\n={'='.join(more)}=" if more else said


def _words(text: str, language: str) -> Iterator[Word]:
    for found in _WORDS.finditer(text):
        folded, stem = _known(found[0], language)
        if folded:
            yield Word(found.start(), found.end(), folded, stem)


@lru_cache(maxsize=20_000)
def _known(word: str, language: str) -> tuple[str, str]:
    folded = _folded(word, language)
    return folded, _stem(folded, language)


def _folded(word: str, language: str) -> str:
    word = _UNSEEN.sub("", word.translate(_APOSTROPHES).casefold())
    if _TIME.fullmatch(word):  # 20.00 Uhr
        return word.replace(".", ":") if language == "de" else word
    if not word[0].isdecimal():
        word = word.removesuffix("'s").replace("'", "").replace(".", "")
    if not word.isascii():
        parts = unicodedata.normalize("NFKD", word)
        plain = "".join(part for part in parts if unicodedata.category(part) != "Mn")
        word = unicodedata.normalize("NFC", plain)
    return _DIGRAPHS.sub(r"\1\2", word) if language == "de" else word


def _stem(folded: str, language: str) -> str:
    if language == "de" and (noun := _NOUNS.fullmatch(folded)):
        return noun[1]
    stem: str = _stemmer(_SNOWBALLS[language]).stemWord(folded)
    if language == "de" and (name := _OF_NAMES.fullmatch(stem)):
        return name[1]
    return folded if stem in ORDINARY[language] else stem  # sicher is not sich


_own = threading.local()  # a stemmer has the word that it is at work on in hand


def _stemmer(name: str) -> Any:
    if not hasattr(_own, name):
        setattr(_own, name, snowballstemmer.stemmer(name))
    return getattr(_own, name)
