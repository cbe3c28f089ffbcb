"""Whether the words of a name are the name there: what stands before and after them decides.

Three answers. *Refused*: they name something else (Melania Trump, the Washington Post, the former
president). *Doubtful*: they may be an ordinary word (Grün ist die Hoffnung). Otherwise *certain*.
"""

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass
from typing import Final

from depesche.newsroom.dossier.aliases import word_lists as lists
from depesche.newsroom.dossier.aliases.forms import is_inflected_noun
from depesche.newsroom.dossier.aliases.tokens import Token
from depesche.newsroom.dossier.aliases.trie import Alias

_STARTS: Final = frozenset(".!?…:;„“”\"'‚‘’«»‹›([–—-•*·>|/")
_ORDINAL: Final = re.compile(r"\d+(?:st|nd|rd|th)")
_LINE_ENDS: Final = ("\n", "¶")
_AROUND: Final = 30  # words, more than a headline has
_LINKING: Final = frozenset(
    ["der", "des", "von", "vom", "im", "in", "am", "beim", "of", "for", "to"]
)


@dataclass(frozen=True, slots=True)
class Reading:
    """Words that read like names of one object."""

    tokens: Sequence[Token]
    first: int
    last: int
    aliases: Sequence[Alias]
    own: Set[str]  # the words of all its names, in small letters
    is_known_in_full: bool  # so that another first name tells somebody else
    next_is_own: bool
    next_is_known: bool  # a prepared name follows
    language: str

    @property
    def word(self) -> str:
        """The only word; empty, if there are several."""
        return self.tokens[self.first].word if self.first == self.last else ""

    @property
    def before(self) -> str:
        """The word before it, in the same sentence."""
        if self.first == 0 or self.tokens[self.first].gap == "¶":
            return ""
        return self.tokens[self.first - 1].word

    @property
    def after(self) -> str:
        """The word after it, unless a sign comes first or a paragraph ends."""
        if self.last + 1 == len(self.tokens) or self.tokens[self.last + 1].gap == "¶":
            return ""
        return self.tokens[self.last + 1].word

    @property
    def ends_a_line(self) -> bool:
        return self.tokens[self.last + 1].gap == "\n" if self.after else True


def is_description(words: Sequence[str], language: str) -> bool:
    """Whether a name says what somebody is: `russischer Präsident`, `president of France`."""
    head = next((at for at, word in enumerate(words) if word in _LINKING), len(words)) - 1
    word = words[head].lower() if head >= 0 else ""
    return _is_role(word, language) and word not in lists.ALWAYS_CAPITAL[language]


def is_refused(reading: Reading) -> bool:
    """Whether something else is named there."""
    if reading.aliases[0].owner[0] == "issue":
        return False
    return (
        _are_several(reading)
        or _is_a_relative(reading)
        or _is_part_of_a_longer_name(reading)
        or (_is_described(reading) and _is_another(reading))
        or _is_a_plain_word(reading)
    )


def is_doubtful(reading: Reading) -> bool:
    """Whether it may be an ordinary word, so that only a certain mention elsewhere vouches."""
    if reading.aliases[0].owner[0] == "issue" or not (word := _ordinary(reading)):
        return False
    if _is_vouched_for(reading):
        return False
    if word in lists.ALWAYS_CAPITAL[reading.language]:
        return True
    return _is_shouted(reading) if reading.word.isupper() else _is_at_a_start(reading)


def _is_vouched_for(reading: Reading) -> bool:
    """`Minister Grün`, `Felix Grün`; of places: `in Essen`."""
    before = reading.before.lower()
    if reading.aliases[0].owner[0] == "place":
        return before in lists.BEFORE_A_PLACE
    is_first_name = before in lists.FIRST_NAMES or before in reading.own
    return is_first_name or _is_role(before, reading.language)


def _are_several(reading: Reading) -> bool:
    """`die Trumps`, `US-Präsidenten`: not the one, but several."""
    if reading.language != "de" or not _is_inflected(reading):
        return False
    if _is_described(reading):
        return not _is_singular(reading)
    # Before a noun it is a genitive: Staaten, die Putins Kurs stützen.
    return reading.before.lower() in lists.SEVERAL and not reading.after[:1].isupper()


def _is_inflected(reading: Reading) -> bool:
    forms = [token.word for token in reading.tokens[reading.first : reading.last + 1]]
    return all(any(map(is_inflected_noun, forms, alias.words)) for alias in reading.aliases)


def _is_singular(reading: Reading) -> bool:
    """An inflected office is one person's after `dem`, `vom neuen`, or with its owner before it."""
    tokens, at = reading.tokens, reading.first
    word, is_alone = tokens[at].word, reading.first == reading.last
    if not is_alone and word[0].isupper() and word.endswith("s"):
        return True
    is_strong = not is_alone and word[0].islower() and word.endswith(("e", "er"))
    while at > 0 and tokens[at - 1].word.islower() and tokens[at - 1].word.endswith("en"):
        at -= 1
    return at > 0 and tokens[at - 1].word.lower() in lists.THE_ONE and not is_strong


def _is_described(reading: Reading) -> bool:
    return all(alias.is_description for alias in reading.aliases)


def _is_a_relative(reading: Reading) -> bool:
    """`Melania Trump`, `Familie Bush`, `J. Trump`, `ein zweiter Trump`: somebody else."""
    before = reading.before.lower()
    if not reading.word or before in reading.own:
        return False
    if before == "." and reading.first > 1:
        initial = reading.tokens[reading.first - 2]
        return len(initial.word) == 1 and initial.word.isupper() and not _is_own(initial, reading)
    if not reading.before[:1].isupper():
        return _is_a_likeness(reading)
    return before in lists.FAMILIES or (reading.is_known_in_full and before in lists.FIRST_NAMES)


def _is_a_likeness(reading: Reading) -> bool:
    """`ein zweiter Trump`: somebody like him."""
    if reading.first < 2 or reading.before not in lists.LIKENESSES:
        return False
    return reading.tokens[reading.first - 2].word.lower() in lists.SOMEBODY_ELSE["de"]


def _is_own(token: Token, reading: Reading) -> bool:
    return token.word.lower() in reading.own


def _is_part_of_a_longer_name(reading: Reading) -> bool:
    """`Washington Post`, `Dynamo Kiew`; in English any capital that follows ties the two."""
    before, after = reading.before, reading.after
    small = before.lower()
    if before[:1].isupper() and small in lists.PART_BEFORE and small not in reading.own:
        return True
    if after == "," and _is_in_another_state(reading):
        return True
    if after.lower() in lists.JUNIORS:
        return True
    if not after[:1].isupper() or reading.next_is_known:
        return False
    return after.lower() in lists.PART_AFTER or _is_tied(reading)


def _is_tied(reading: Reading) -> bool:
    """Whether the capital that follows in the same line belongs to the name, as in English."""
    if reading.language != "en" or reading.ends_a_line:
        return False
    return not _stands_alone(reading.after) and not _is_headline(reading)


def _is_in_another_state(reading: Reading) -> bool:
    """`Moscow, Idaho`."""
    beyond = [token.word for token in reading.tokens[reading.last + 2 : reading.last + 3]]
    return any(word.lower() in lists.STATES for word in beyond)


def _stands_alone(word: str) -> bool:
    small = word.lower().removesuffix("'s")
    is_short = word.isupper() and len(word) <= 5  # NATO
    return is_short or small in lists.STANDS_ALONE or small.endswith(("ian", "ean", "ians", "eans"))


def _is_headline(reading: Reading) -> bool:
    """Whether all words of the line have capitals, so that one proves nothing."""
    words = [token.word for token in _line(reading) if len(token.word) > 2]
    telling = [word for word in words if word.isalpha() and word not in lists.SMALL_IN_HEADLINES]
    return len(telling) > 3 and all(word[0].isupper() for word in telling)


def _line(reading: Reading) -> Sequence[Token]:
    """The words around it in its line, at most so many on each side."""
    tokens, first, last = reading.tokens, reading.first, reading.last + 1
    while first > 0 and tokens[first].gap not in _LINE_ENDS and reading.first - first < _AROUND:
        first -= 1
    while last < len(tokens) and tokens[last].gap not in _LINE_ENDS and last - first < 2 * _AROUND:
        last += 1
    return tokens[first:last]


def _is_another(reading: Reading) -> bool:
    """`der frühere US-Präsident`, `kein US-Präsident`, `US-Präsident Biden`."""
    before = reading.before.lower()
    if before in lists.SOMEBODY_ELSE[reading.language] or _ORDINAL.fullmatch(before):
        return True
    if before == "." and reading.first > 1 and reading.tokens[reading.first - 2].word.isdigit():
        return True
    return not reading.next_is_own and _is_followed_by_a_name(reading)


def _is_followed_by_a_name(reading: Reading) -> bool:
    after = reading.after
    if not after[:1].isupper() or reading.tokens[reading.last].word.isupper():
        return False
    if reading.next_is_known or after.lower() in lists.FIRST_NAMES:
        return True
    if reading.language == "en":
        return _is_tied(reading)
    is_noun = after.lower() in lists.NOUNS or after.endswith(lists.NOUN_ENDINGS)
    return not is_noun and not reading.ends_a_line


def _is_a_plain_word(reading: Reading) -> bool:
    """`das Grün`, `in May`, `W.`: the word, the month, the initial."""
    if len(reading.word) == 1 and reading.word.isalpha() and reading.after == ".":
        return True
    word = _ordinary(reading)
    if not word:
        return False
    if reading.before.lower() in lists.DETERMINERS[reading.language]:
        return not _is_always_in_capitals(reading)
    is_month = reading.language == "en" and word in lists.ALWAYS_CAPITAL["en"]
    return is_month and (
        reading.before.lower() in lists.BEFORE_A_MONTH
        or reading.before[:1].isdigit()
        or reading.after[:1].isdigit()
        or reading.after == "I"
    )


def _ordinary(reading: Reading) -> str:
    """The name in small letters, if it is a word of the language; else nothing."""
    if not reading.word[:1].isupper():
        return ""
    words = {alias.words[0].lower() for alias in reading.aliases}
    known = lists.ALWAYS_CAPITAL[reading.language] | lists.AT_A_START[reading.language]
    return min(words & known, default="")


def _is_shouted(reading: Reading) -> bool:
    """Capitals among capitals; a name that is always written so (US) is one among small letters."""
    beside = [word for word in (reading.before, reading.after) if len(word) > 1]
    return not _is_always_in_capitals(reading) or any(word.isupper() for word in beside)


def _is_always_in_capitals(reading: Reading) -> bool:
    return any(alias.words[0].isupper() for alias in reading.aliases)


def _is_at_a_start(reading: Reading) -> bool:
    return reading.before == "" or reading.before in _STARTS or _begins_a_line(reading)


def _begins_a_line(reading: Reading) -> bool:
    return reading.tokens[reading.first].gap == "\n"


def _is_role(word: str, language: str) -> bool:
    if language == "en":
        return word in lists.ROLES["en"]
    return word.endswith(lists.ROLES["de"]) or word.rstrip("rnsm").endswith(lists.ROLES["de"])
