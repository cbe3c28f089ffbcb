"""The forms a word of a prepared name takes in a sentence: cases, endings, capitals."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from depesche.newsroom.dossier.aliases.word_lists import ALWAYS_CAPITAL, AT_A_START

ARTICLES: Final = {
    "de": frozenset({"der", "die", "das", "den", "dem", "des"}),
    "en": frozenset({"the"}),
}

_ADJECTIVE: Final = re.compile(r"(?P<stem>.{3,})e[nrsm]?")
_LIKE_AN_ADJECTIVE: Final = re.compile(
    r".*(?:isch|lich|[^n]ig|ell|iv|är|ös|bar|sam|haft|[ei]nigt|etzt|ional|zentral|liberal|deutsch"
    r"|neu|alt|gross|klein|hoh|nah|fern|mittler|ober|unter|link|recht|weiss|schwarz|rot|grün|blau)",
    re.IGNORECASE,
)
_NO_ADJECTIVES: Final = frozenset(
    [
        "alle",
        "dieser",
        "diese",
        "dieses",
        "eine",
        "einer",
        "eines",
        "ohne",
        "unter",
        "über",
        "hinter",
        "ihre",
        "seine",
    ]
)
_AS_ADJECTIVES_DO: Final = re.compile(r".*(?:[aeir]nde|sandte|[mtrf]tragte|ordnete|angte)[rnsm]?")
_WEAK: Final = re.compile(
    r".*(?:[^l]ent|ant|ist|[kdmn]at|soldat|loge|graf|graph|narr|zar|held|mensch|fürst|prinz|bär)",
    re.IGNORECASE,
)
_HISSING: Final = ("s", "x", "z", "ce")
_CONTRACTED: Final = ("'s", "'ll", "'d", "'ve", "'re")
_LONG: Final = {"de": 6, "en": 3}  # letters; shorter nouns have a twin among other words
_ORDINARY: Final = ALWAYS_CAPITAL["de"] | AT_A_START["de"]


def forms(words: Sequence[str], language: str, *, kind: str) -> list[frozenset[str]]:
    """For each word of a name (without its article) all forms it is recognised by.

    A capital stays a capital; a small letter may become one, and a whole word may be in capitals.
    Issues are nouns: typed in a hurry, or in English, theirs begin with a small letter.
    """
    inflected = _german if language == "de" else _english
    found = [list(inflected(words, at, kind == "place")) for at in range(len(words))]
    if kind == "issue":
        found = [[*step, *_small(step, language)] for step in found]
    return [frozenset(_cased(step)) for step in found]


def _small(words: Sequence[str], language: str) -> Iterator[str]:
    """The same with a small letter, where that is no other word: may, recht, weg are."""
    for word in words:
        is_noun = word[:1].isupper() and (word[1:].islower() or not word[1:])
        is_long = len(words[0]) >= _LONG[language]
        if is_noun and is_long and words[0].lower() not in ALWAYS_CAPITAL[language]:
            yield word[0].lower() + word[1:]


def is_inflected_noun(form: str, base: str) -> bool:
    """Whether a noun does not stand as it was prepared; adjectives do not count."""
    if not base[:1].isupper() or _AS_ADJECTIVES_DO.fullmatch(base):
        return False
    if _LIKE_AN_ADJECTIVE.fullmatch(base.rstrip("enrsm")):
        return False
    return form.lower() != base.lower()


def _cased(words: Iterable[str]) -> Iterator[str]:
    for word in words:
        yield word
        yield word.upper()
        if word[:1].islower():
            yield word[:1].upper() + word[1:]


def _english(words: Sequence[str], at: int, _is_place: bool) -> Iterator[str]:
    yield words[at]
    if at == len(words) - 1 and _is_word(words[at]):
        yield from (words[at] + ending for ending in _CONTRACTED)


def _german(words: Sequence[str], at: int, is_place: bool) -> Iterator[str]:
    word = words[at]
    yield word
    if not _is_word(word):
        return
    if stem := _adjective(words, at):
        yield from (stem + ending for ending in ("e", "en", "er", "es", "em"))
    elif word[:1].isupper():
        yield from (word + ending for ending in _endings(word, is_place, len(words) == 1))
        if at == len(words) - 1:
            yield word + "'s"


def _adjective(words: Sequence[str], at: int) -> str:
    """The stem, if this word is an adjective before a noun or a noun made of one."""
    word = words[at]
    found = _ADJECTIVE.fullmatch(word)
    if not found or word in _NO_ADJECTIVES:
        return ""
    if word[0].isupper() and _AS_ADJECTIVES_DO.fullmatch(word):
        return found["stem"]
    is_before_one = at + 1 < len(words) and words[at + 1][:1].isupper()
    is_like_one = word[0].islower() or _LIKE_AN_ADJECTIVE.fullmatch(found["stem"])
    return found["stem"] if is_before_one and is_like_one else ""


def _endings(word: str, is_place: bool, is_alone: bool) -> Iterator[str]:
    small = word.lower()
    if not small.endswith(_HISSING):
        yield "s"
    if word.isupper() or (is_alone and small in _ORDINARY):  # Grünes, Grünen are other words
        return
    yield "ses" if small.endswith("nis") else "es"
    if not is_place:
        yield from _weak(small)


def _weak(small: str) -> Iterator[str]:
    """-n and -en: of weak nouns (Präsident, Russe, Herr), and the dative of plurals."""
    if _WEAK.fullmatch(small):
        yield "en"
    elif small.endswith("herr"):
        yield from ("n", "en")
    elif small.endswith(("e", "er", "el", "ar")):
        yield "n"


def _is_word(word: str) -> bool:
    return word[-1:].isalpha()
