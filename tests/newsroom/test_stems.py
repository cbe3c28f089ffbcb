"""Words as they are looked for: one word in all its forms, and two words stay two."""

import threading

import pytest

from depesche.newsroom import stems


def stem(word: str, language: str = "de") -> str:
    (found,) = stems.cut(word, language)
    return found.stem


def folded(text: str, language: str = "de") -> list[str]:
    return [word.folded for word in stems.cut(text, language)]


@pytest.mark.parametrize(
    "forms",
    [
        "Gespräch Gespräche Gespräches Gesprächen Gespraech GESPRÄCHE gesprache",
        "Putin Putins Putin’s PUTIN",
        "Trump Trumps Trump's",
        "Selenskyj Selenskyjs",
        "Alaska Alaskas",
        "Netanjahu Netanjahus",
        "Haus Häuser Haeuser Hauses",
        "Straße Strassen STRASSE STRAẞE Straßen",
        "Müller Mueller Muller",
        "Verhandlung Verhandlungen",
        "Sicherheit Sicherheiten SICHERHEIT",
        "Präsident Präsidenten",
        "Élysée Elysee ÉLYSÉE Élyse\u0301e",
        "Zei\u00adtung Zeitung",
        "ﬁnden finden",
        "20:00 20.00",
    ],
)
def test_in_german_these_are_one_word(forms: str) -> None:
    assert len({stem(form) for form in forms.split()}) == 1


@pytest.mark.parametrize(
    "forms",
    [
        "talk talks talking talked TALKS",
        "policy policies",
        "Putin Putin's Putin’s",
        "Élysée Elysee",
        "U.S. US",
    ],
)
def test_in_english_these_are_one_word(forms: str) -> None:
    assert len({stem(form, "en") for form in forms.split()}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sicherheit", "sich"),
        ("sicher", "sich"),
        ("Haus", "Hau"),
        ("Kreis", "Krei"),
        ("20:00", "20:30"),
        ("1867", "1868"),
    ],
)
def test_these_are_two(one: str, other: str) -> None:
    assert stem(one) != stem(other)


def test_a_text_is_cut_into_words_numbers_and_pictures() -> None:
    text = "Alaska-Gipfel: „U.S.A.“ um 20:00 Uhr, 1,5 Mio. (50 %) 🇺🇦🙂🙂 O’Neill a_b \\ _ %"
    assert folded(text) == [
        *("alaska", "gipfel", "usa", "um", "20:00", "uhr", "1,5", "mio", "50"),
        *("🇺🇦", "🙂", "🙂", "oneill", "a_b"),
    ]


def test_words_of_other_scripts_stay_whole() -> None:
    assert folded("שָׁלוֹם، السَّلام мир") == ["שלום", "السلام", "мир"]


def test_a_word_knows_where_it_stands() -> None:
    text = "Der Gip\u00adfel – Größe!"
    assert [text[word.start : word.end] for word in stems.cut(text, "de")] == [
        "Der",
        "Gip\u00adfel",
        "Größe",
    ]


def test_of_a_text_are_kept_its_words_in_their_order_and_stems_that_are_no_words_of_it() -> None:
    assert stems.kept(["Der Gipfel", "", "Gespräche: ein Gespräch, Häuser!"], "de") == (
        " der gipfel \n gesprache ein gesprach hauser \n=haus="
    )
    assert stems.kept(["", "…"], "de") == ""


def test_many_threads_stem_at_once_and_get_their_own_words() -> None:
    words = [f"{start}lungen" for start in "abcdefghijklmnopqrstuvwxyz"] * 20
    alone = {word: stems._stem(word, "en") for word in words}
    wrong: list[str] = []

    def work() -> None:
        wrong.extend(word for word in words if stems._stem(word, "en") != alone[word])

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong
