"""Prepared names are found in what is published, and nothing else is."""

import random
import sys
import unicodedata
from types import FrameType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from depesche.newsroom.dossier.names import Found, Named, Names

PUTIN = Named(
    "actor",
    "putin",
    ("Wladimir Putin", "Putin", "der Kremlchef", "der russische Präsident", "Russlands Präsident"),
)
TRUMP = Named("actor", "trump", ("Donald Trump", "Trump", "der US-Präsident", "der Republikaner"))
MERZ = Named("actor", "merz", ("Friedrich Merz", "Merz"))
GRUEN = Named("actor", "gruen", ("Felix Grün", "Grün"))
KLEIN = Named("actor", "klein", ("Ida Klein", "Klein"))
RUSSIA = Named("actor", "russia", ("Russland", "der Kreml", "Russische Föderation"))
USA = Named("actor", "usa", ("USA", "das Weiße Haus", "die Vereinigten Staaten"))
STATE_MEDIA = Named("actor", "state-media", ("russische Staatsmedien",))
OBSERVERS = Named("actor", "observers", ("Beobachter",))
ENVOY = Named("actor", "envoy", ("der Sondergesandte",))
SWAP = Named("issue", "swap", ("Gebietstausch", "Tausch von Gebieten"))
GERMAN = Names(
    [PUTIN, TRUMP, MERZ, GRUEN, KLEIN, RUSSIA, USA, STATE_MEDIA, OBSERVERS, ENVOY, SWAP], "de"
)

ENGLISH = Names(
    [
        Named("actor", "putin", ("Vladimir Putin", "Putin", "the Russian president")),
        Named("actor", "trump", ("Donald Trump", "Trump", "the US president")),
        Named("actor", "bush", ("George W. Bush", "Bush")),
        Named("actor", "may", ("Theresa May", "May")),
        Named("actor", "usa", ("US", "the White House", "Washington")),
        Named("actor", "russians", ("the Russians",)),
        Named("place", "moscow", ("Moscow",)),
        Named("issue", "swap", ("land swap",)),
    ],
    "en",
)


def _found(text: str, names: Names = GERMAN) -> list[str]:
    return [f"{text[found.start : found.end]}={found.key}" for found in names.find(text)]


def _one(*names: str, language: str = "de", kind: str = "actor") -> Names:
    return Names([Named(kind, "one", names)], language)


# German endings


@pytest.mark.parametrize(
    ("text", "mentions"),
    [
        ("Nach Putins Worten", ["Putins=putin"]),
        ("Putin's Worte", ["Putin's=putin"]),
        ("Merz’ Rede", ["Merz=merz"]),
        ("die Worte Wladimir Putins", ["Wladimir Putins=putin"]),
        ("mit dem Kremlchef", ["Kremlchef=putin"]),
        ("des Kremlchefs", ["Kremlchefs=putin"]),
        ("Kremlchef Putin", ["Kremlchef=putin", "Putin=putin"]),
        ("dem russischen Präsidenten", ["russischen Präsidenten=putin"]),
        ("des russischen Präsidenten", ["russischen Präsidenten=putin"]),
        ("Russischer Präsident landet", ["Russischer Präsident=putin"]),
        ("Russlands Präsident spricht", ["Russlands Präsident=putin"]),
        ("mit Russlands Präsidenten", ["Russlands Präsidenten=putin"]),
        ("mit dem alten neuen US-Präsidenten", ["US-Präsidenten=trump"]),
        ("Russlands Wirtschaft", ["Russlands=russia"]),
        ("in der Russischen Föderation", ["Russischen Föderation=russia"]),
        ("im Weißen Haus", ["Weißen Haus=usa"]),
        ("des Weißen Hauses", ["Weißen Hauses=usa"]),
        ("Weißes Haus: kein Kommentar", ["Weißes Haus=usa"]),
        ("den Vereinigten Staaten", ["Vereinigten Staaten=usa"]),
        ("Vereinigte Staaten", ["Vereinigte Staaten=usa"]),
        ("in russischen Staatsmedien", ["russischen Staatsmedien=state-media"]),
        ("unter Beobachtern", ["Beobachtern=observers"]),
        ("dem Republikaner", ["Republikaner=trump"]),
        ("ein Sondergesandter", []),
        ("dem Sondergesandten", ["Sondergesandten=envoy"]),
        ("Sondergesandter Witkoff", []),
        ("des Gebietstauschs", ["Gebietstauschs=swap"]),
        ("des Gebietstausches", ["Gebietstausches=swap"]),
        ("ein Tausch von Gebieten", ["Tausch von Gebieten=swap"]),
    ],
)
def test_german_names_are_inflected(text: str, mentions: list[str]) -> None:
    assert _found(text) == mentions


def test_the_article_of_a_name_may_stand_there_or_not_but_one_with_a_capital_must() -> None:
    newspaper = _one("Die Zeit")
    assert _found("Das schreibt Die Zeit.", newspaper) == ["Die Zeit=one"]
    assert _found("Die Mühe kostet Zeit, die Zeit verrinnt.", newspaper) == []
    assert _found("mit dem Kremlchef", _one("Der Kremlchef")) == ["Kremlchef=one"]


@pytest.mark.parametrize("name", ["Grün", "Klein"])
def test_a_name_that_is_an_adjective_takes_no_endings_of_one(name: str) -> None:
    names = _one(f"Ida {name}", name)
    assert _found(f"Ida {name}s Rede. {name}s Rede. {name}es Licht.", names) == [
        f"Ida {name}s=one",
        f"{name}s=one",
    ]


def test_a_noun_is_no_adjective() -> None:
    assert _found("Alter Wein, in Altem, der Alten Lied", _one("die Alte")) == ["Alten=one"]


# English endings


@pytest.mark.parametrize(
    ("text", "mentions"),
    [
        ("Putin's plane", ["Putin's=putin"]),
        ("Putin’s plane", ["Putin’s=putin"]),
        ("the Russians' demands", ["Russians=russians"]),
        ("The Russian president's plane", ["Russian president's=putin"]),
        ("Russian President Putin", ["Russian President=putin", "Putin=putin"]),
        ("the U.S. president", ["U.S. president=trump"]),
        ("in the U.S.", ["U.S.=usa"]),
        ("they told us everything", []),
        ("THEY TOLD US EVERYTHING", []),
        ("the Trumps", []),
        ("Land swap rejected", ["Land swap=swap"]),
    ],
)
def test_english_names_are_inflected(text: str, mentions: list[str]) -> None:
    assert _found(text, ENGLISH) == mentions


# Several words, several names


def test_the_longest_name_wins() -> None:
    assert _found("Wladimir Putin, Putin und Felix Grün") == [
        "Wladimir Putin=putin",
        "Putin=putin",
        "Felix Grün=gruen",
    ]


def test_of_two_that_overlap_the_leftmost_wins() -> None:
    names = Names([Named("issue", "a", ("rot blau",)), Named("issue", "b", ("blau gelb",))], "de")
    assert _found("rot blau gelb", names) == ["rot blau=a"]


@pytest.mark.parametrize("gap", [" ", "\n", "\r\n", "\u00a0", "  ", " \n ", "\t"])
def test_a_name_may_run_over_the_end_of_a_line(gap: str) -> None:
    assert _found(f"Wladimir{gap}Putin") == [f"Wladimir{gap}Putin=putin"]


@pytest.mark.parametrize("gap", ["\n\n", "\r\n\r\n", "\n \n", ", ", "-", "\u2029", ""])
def test_but_not_over_a_paragraph_nor_over_a_sign(gap: str) -> None:
    assert "Wladimir" not in "".join(_found(f"Wladimir{gap}Putin"))


# Hyphens and other compounds


@pytest.mark.parametrize(
    "text",
    [
        *("Trump-Regierung", "Putin-nah", "Anti-Putin-Demo", "der Anti-Putin", "Pro-Putin-"),
        *("Trump-Putin-Gipfel", "Nicht‐Putin", "Putin‑Freund", "Trump- oder Merz-Wähler"),
        *("Kremlchefin", "Putinismus", "Russlandreise", "„Anti“-Putin", "Putin-„Versteher“"),
    ],
)
def test_a_compound_is_another_word(text: str) -> None:
    assert _found(text) == []


def test_a_hyphen_that_belongs_to_the_name_is_no_obstacle() -> None:
    assert _found("US-Präsident Trump") == ["US-Präsident=trump", "Trump=trump"]
    assert _found("US\u2011Präsident") == ["US\u2011Präsident=trump"]
    assert _found("Die Trump-Regierung", _one("Trump-Regierung")) == ["Trump-Regierung=one"]


def test_dashes_and_strokes_are_none() -> None:
    assert _found("Trump–Putin") == ["Trump=trump", "Putin=putin"]
    assert _found("Trump—who smiled", ENGLISH) == ["Trump=trump"]
    assert _found("Trump--who smiled", ENGLISH) == ["Trump=trump"]
    assert _found("Trump/Putin") == ["Trump=trump", "Putin=putin"]


# Spelling


def test_letters_are_compared_as_people_see_them() -> None:
    decomposed = unicodedata.normalize("NFD", "dem russischen Präsidenten und Felix Grün")
    assert [found.key for found in GERMAN.find(decomposed)] == ["putin", "gruen"]
    last = GERMAN.find(decomposed)[-1]
    assert unicodedata.normalize("NFC", decomposed[last.start : last.end]) == "Felix Grün"
    assert _found("im Weissen Haus") == ["Weissen Haus=usa"]
    assert _found("WEISSES HAUS") == ["WEISSES HAUS=usa"]
    assert _found("WEIẞES HAUS") == ["WEIẞES HAUS=usa"]
    assert _found("Wladi\u00admir Pu\u00adtin") == ["Wladi\u00admir Pu\u00adtin=putin"]
    assert _found("von Groß", _one("Gross")) == ["Groß=one"]


@pytest.mark.parametrize("apostrophe", "'’ʼ＇")
def test_an_apostrophe_is_one_however_it_is_set(apostrophe: str) -> None:
    for prepared in ("Sinead O'Brien", "Sinead O’Brien"):
        text = f"Sinead O{apostrophe}Brien"
        assert _found(text, _one(prepared)) == [f"{text}=one"]


def test_quotation_marks_and_brackets_are_not_part_of_a_name() -> None:
    assert (
        _found("„Putin“, ‚Putin‘, 'Putin', (Putin), **Putin**, *Putin*, [Putin]")
        == ["Putin=putin"] * 7
    )


# Ambiguity


def test_a_name_that_two_claim_is_nobodys() -> None:
    george = Named("actor", "george", ("George Bush", "Bush"))
    jeb = Named("actor", "jeb", ("Jeb Bush", "Bush"))
    names = Names([george, jeb], "en")
    assert _found("So Bush met George Bush and Jeb Bush.", names) == [
        "George Bush=george",
        "Jeb Bush=jeb",
    ]
    assert names.ambiguous == {"Bush": (("actor", "george"), ("actor", "jeb"))}


def test_also_when_only_their_forms_meet() -> None:
    names = Names([Named("actor", "a", ("Marek",)), Named("actor", "b", ("der Mareks",))], "de")
    both = (("actor", "a"), ("actor", "b"))
    assert _found("so sagt es Marek", names) == ["Marek=a"]
    assert _found("so sagt es Mareks Bruder", names) == []
    assert names.ambiguous == {"Marek": both, "der Mareks": both}


def test_a_shorter_name_within_an_ambiguous_one_is_not_taken_instead() -> None:
    twice = [Named("actor", key, ("Hans Meyer",)) for key in "ab"]
    names = Names([*twice, Named("actor", "c", ("Meyer",))], "de")
    assert _found("Dort stand Hans Meyer, und so rief Meyer.", names) == ["Meyer=c"]


def test_a_longer_name_covers_an_ambiguous_one() -> None:
    twice = [Named("place", key, ("rot blau",)) for key in "ab"]
    names = Names([*twice, Named("place", "c", ("blau gelb grau",))], "de")
    assert _found("rot blau gelb grau", names) == ["blau gelb grau=c"]


def test_an_actor_and_a_place_of_one_key_are_one_and_of_two_keys_are_none() -> None:
    place = Named("place", "russia", ("Russland",))
    same = Names([RUSSIA, place], "de")
    assert same.find("in Russland") == [Found(3, 11, "actor", "russia")]
    assert same.ambiguous == {}
    other = Names([RUSSIA, Named("place", "land", ("Russland",))], "de")
    assert other.find("in Russland") == []
    assert other.ambiguous == {"Russland": (("actor", "russia"), ("place", "land"))}


def test_one_object_may_give_a_name_twice() -> None:
    assert _one("Putin", "Putin", "der Putin").ambiguous == {}


# Words that are names, names that are words


def test_a_small_letter_is_no_capital() -> None:
    assert _found("putin, merz, grün und trump") == []
    assert _found("PUTIN IN ALASKA, TRUMP AUCH") == ["PUTIN=putin", "TRUMP=trump"]
    assert _found("Der Russische Präsident") == ["Russische Präsident=putin"]


@pytest.mark.parametrize(
    "text",
    [
        *("Grün ist die Hoffnung.", "Die Ampel sprang auf Grün.", "Das Grün tat gut. Viel Grün!"),
        *("Klein war der Saal.", "Es war laut: Klein war der Saal.", "„Klein ist er“, hieß es."),
        *(
            "So steht dort KLEIN geschrieben.",
            "- Klein ist er",
            "Zeile\nKlein ist er",
            "GRÜN IST DIE HOFFNUNG",
            "KLEIN IST DER SAAL",
        ),
    ],
)
def test_a_name_that_is_a_word_needs_more_than_its_capital(text: str) -> None:
    assert _found(text) == []


def test_a_certain_mention_vouches_for_the_others() -> None:
    assert _found("Grün war dafür. Später sagte Felix Grün mehr.") == [
        "Grün=gruen",
        "Felix Grün=gruen",
    ]
    assert _found("Klein nickte. Dann ging Klein.") == ["Klein=klein", "Klein=klein"]
    assert _found("Felix Grün mag das Grün der Wiesen.") == ["Felix Grün=gruen"]
    assert _found("Ministerin Grün widersprach.") == ["Grün=gruen"]


@pytest.mark.parametrize(
    ("text", "mentions"),
    [
        ("In May the talks failed.", []),
        ("Talks resumed on 12 May.", []),
        ("May 12 was cold. It may rain.", []),
        ("May I ask?", []),
        ("Theresa May nodded. May I ask?", ["Theresa May=may"]),
        ("Theresa May left 12 May. May 14 came.", ["Theresa May=may"]),
        ("Theresa May left. Then May returned.", ["Theresa May=may", "May=may"]),
        ("Bush fires burned.", []),
        ("When Bush met Putin", ["Bush=bush", "Putin=putin"]),
        ("Bush left early; so Bush said.", ["Bush=bush", "Bush=bush"]),
        ("President Bush left.", ["Bush=bush"]),
    ],
)
def test_english_words_too(text: str, mentions: list[str]) -> None:
    assert _found(text, ENGLISH) == mentions


def test_an_issue_is_a_word_and_needs_no_voucher() -> None:
    assert _found("Frost droht.", _one("Frost", kind="issue")) == ["Frost=one"]


# Others of the same name, and others of the same office


@pytest.mark.parametrize(
    "text",
    [
        *("Melania Trump", "Familie Trump", "Trump junior", "Trump Tower", "J. Trump"),
        *("die Trumps", "Die Putins dieser Welt", "alle US-Präsidenten", "der US-Präsidenten"),
        *(
            "der frühere US-Präsident",
            "kein US-Präsident",
            "Ex US-Präsident",
            "der 43. US-Präsident",
        ),
        *("US-Präsident Biden", "der russische Präsident Boris Jelzin", "ein russischer Präsident"),
        *(
            "US-Präsidenten kommen und gehen",
            "Russische Präsidenten reisen",
            "Die Kremlchefs gingen",
        ),
        *("der belarussische Präsident", "russisch", "das weiße Haus", "ein weißes Haus"),
    ],
)
def test_somebody_else_is_meant(text: str) -> None:
    assert _found(text) == []


@pytest.mark.parametrize(
    ("text", "mentions"),
    [
        ("US-Präsident Donald Trump", ["US-Präsident=trump", "Donald Trump=trump"]),
        ("Dass der Kremlchef Zugeständnisse macht", ["Kremlchef=putin"]),
        ("Präsident Trump", ["Trump=trump"]),
        ("der US-Präsident Donald Trump", ["US-Präsident=trump", "Donald Trump=trump"]),
        ("mit dem neuen US-Präsidenten", ["US-Präsidenten=trump"]),
        ("Der 79-jährige US-Präsident", ["US-Präsident=trump"]),
        ("Staaten, die Putins Kurs stützen", ["Putins=putin"]),
        ("Nach dem US-Präsidenten\nAm Abend spricht er", ["US-Präsidenten=trump"]),
    ],
)
def test_and_who_is_meant_after_all(text: str, mentions: list[str]) -> None:
    assert _found(text) == mentions


@pytest.mark.parametrize(
    ("text", "mentions"),
    [
        ("The Washington Post", []),
        ("Moscow State University", []),
        ("Moscow, Idaho", []),
        ("a white house", []),
        ("former US president Joe Biden", []),
        ("No US president has", []),
        ("the 43rd US president", []),
        ("the 79-year-old US president", ["US president=trump"]),
        ("US President Ronald Reagan met Gorbachev", []),
        ("Trump Meets Putin in Moscow Tonight", ["Trump=trump", "Putin=putin", "Moscow=moscow"]),
        ("Trump Meets Putin for Talks in Moscow", ["Trump=trump", "Putin=putin", "Moscow=moscow"]),
        ("US President Ronald Reagan Visits Moscow Again", ["Moscow=moscow"]),
        ("Trump Friday told NATO", ["Trump=trump"]),
        ("In Moscow Russian troops marched", ["Moscow=moscow"]),
        ("The White House and Washington NATO allies", ["White House=usa", "Washington=usa"]),
    ],
)
def test_an_english_capital_ties_a_name_to_a_longer_one(text: str, mentions: list[str]) -> None:
    assert _found(text, ENGLISH) == mentions


def test_without_a_full_name_any_first_name_will_do() -> None:
    assert _found("Donald Trump", _one("Trump", "der US-Präsident")) == ["Trump=one"]
    assert _found("Sie heißt Ida Klein.", _one("Klein")) == ["Klein=one"]
    assert _found("Familie Trump", _one("Trump")) == []


def test_a_place_that_is_a_word_is_known_by_its_preposition() -> None:
    essen = _one("Essen", kind="place")
    assert (
        _found("Das Essen in Essen. Essen liegt an der Ruhr. Nach dem Essen.", essen)
        == ["Essen=one"] * 2
    )
    assert _found("Das Essen ist kalt, Essen muss warm sein.", essen) == []


# What is no prose


@pytest.mark.parametrize(
    "text",
    [
        *("https://example.org/Putin/Trump", "www.example.org/Putin", "Trump.example.com/Putin"),
        *("putin@example.org", "Putin.Trump@example.org", "@Putin", "@Trump@example.org", "#Putin"),
        *("`Putin`", "``Putin ` Trump``", "```\nPutin\nTrump\n```", "Putin.pdf", "Trump-Rede.docx"),
        *(
            "/home/Putin/Trump",
            r"C:\Putin\Trump",
            "Putin_Trump",
            "Trump.JPG",
            "[Rede](Trump/Putin)",
        ),
        *("mailto:Putin", "[Rede](post:Trump)", "Trump2", "2Trump"),
    ],
)
def test_nothing_is_found_where_no_prose_is(text: str) -> None:
    assert _found(f"Siehe {text} dort") == []
    assert _found(text) == []


def test_a_lone_backtick_hides_nothing() -> None:
    assert _found("`Putin und Trump") == ["Putin=putin", "Trump=trump"]


def test_a_link_is_prose_where_people_read_it() -> None:
    assert _found("[Putin](https://example.org/Trump)") == ["Putin=putin"]


def test_a_number_is_found_whole_or_not_at_all() -> None:
    names = _one("5", "Gruppe 20", "3,5")
    assert _found("1.5 und 5,5 und 15 und 5:30", names) == []
    assert _found("5 der Gruppe 20 sind 3,5", names) == ["5=one", "Gruppe 20=one", "3,5=one"]


# Bad input


@pytest.mark.parametrize(
    "name",
    [
        *("C++", "(Putin|Trump)", "a.*b", "[x", "\\d+", "AT&T", "Yahoo!", "$cash", "Ke$ha", "x^2"),
        *(
            "🇷🇺",
            "🕊️ Frieden",
            "👩‍🚀",
            "Σίσυφος",
            "李强",
            "محمود عباس",
            "בנימין נתניהו",
            "नरेन्द्र मोदी",
        ),
        *("e\u0301lan", "Q", "007", "St. Petersburg", "J. D. Vance", "Côte d’Ivoire", "A" * 300),
    ],
)
def test_names_may_be_made_of_anything(name: str) -> None:
    text = f"Gestern traf man auf {name}, heute nicht."
    assert _found(text, _one(name)) == [f"{name}=one"]


@pytest.mark.parametrize(
    "name", ["", " ", "\n", "\u200b", "https://example.org/Putin", "#Putin", "a " * 150, "\x00"]
)
def test_what_is_no_name_is_never_found(name: str) -> None:
    names = _one(name, "Putin")
    assert _found(f"Putin {name} https://example.org/Putin #Putin", names)[0] == "Putin=one"
    assert names.ambiguous == {}


def test_a_single_letter_is_no_initial() -> None:
    assert _found("J. Müller, auf J gelistet", _one("J")) == ["J=one"]


def test_nothing_is_found_in_nothing() -> None:
    assert GERMAN.find("") == []
    assert Names([], "de").find("Putin") == []


def test_right_to_left_text_is_found_by_its_characters() -> None:
    names = _one("نتنياهو", "נתניהו", language="en")
    assert _found("\u200fقال نتنياهو: לא, אמר נתניהו\u200f", names) == ["نتنياهو=one", "נתניהו=one"]


PIECES = st.sampled_from(
    [
        *(
            "Putin",
            "putins",
            "Wladimir",
            "Trump",
            "der",
            "dem",
            "US-Präsident",
            "en",
            "s",
            "'s",
            "’",
        ),
        *("Grün", "Klein", "Felix", "Russland", "russische", "Präsident", "-", "–", ".", ":", "\n"),
        *(" ", "  ", "\n\n", "`", "#", "@", "/", "https://", "\u0301", "🇷🇺", "ß", "1,5", "\u200f"),
    ]
)
TEXTS = st.lists(PIECES, max_size=30).map("".join) | st.text(max_size=80)
NAMES = st.lists(
    st.builds(
        Named,
        st.sampled_from(["actor", "issue", "place"]),
        st.sampled_from("abc"),
        st.lists(TEXTS, max_size=3).map(tuple),
    ),
    max_size=6,
)


@given(NAMES, TEXTS, st.sampled_from(["de", "en"]), st.randoms())
def test_mentions_never_overlap_and_never_depend_on_the_order_of_names(
    named: list[Named], text: str, language: str, chance: random.Random
) -> None:
    names = Names(named, language)
    found = names.find(text)
    ends = [0, *(one.end for one in found)]
    assert all(end <= one.start < one.end for end, one in zip(ends, found, strict=False))
    assert ends[-1] <= len(text)
    assert {(one.kind, one.key) for one in found} <= {(one.kind, one.key) for one in named}
    shuffled = chance.sample(named, len(named))
    assert Names(shuffled, language).find(text) == found == names.find(text)
    assert Names(shuffled, language).ambiguous == names.ambiguous


# Cost


def test_ten_thousand_names_cost_a_post_hardly_more_than_ten() -> None:
    few = _strangers(10)
    sentence = "Am Freitag traf der {} Präsident {} die Gäste, sagte {} am Abend. "
    post = "".join(sentence.format(*one.names[2].split()[1:2], *one.names[:2]) for one in few)
    post = (post * 3)[:1500]
    found, work = _work(Names(few, "de"), post)
    found_among_many, work_among_many = _work(Names(_strangers(10_000), "de"), post)
    assert found_among_many == found
    assert len(found) > 20
    assert work_among_many <= 2 * work


@pytest.mark.parametrize(
    "text",
    [
        *("` `` ``` ", "a.", "/a", "](", "@", "1.", "a'", "-", "a\u0301", "Trump Xa ", "A "),
        *("Grün. ", "\n", "der ", "Wladimir ", "US-Präsidenten ", "neuen ", "Trump, Ohio "),
    ],
)
def test_a_hostile_post_costs_in_proportion_to_its_length(text: str) -> None:
    names = Names([TRUMP, GRUEN, Named("actor", "a", ("A " * 59 + "B",))], "de")
    _, short = _work(names, (text * 2_000)[:2_000])
    _, long = _work(names, (text * 8_000)[:8_000])
    assert long <= 6 * short


def _strangers(count: int) -> list[Named]:
    """Always the same, with two names and an office each."""
    chance = random.Random(7)
    strangers = []
    for number in range(count):
        first, last = ("".join(chance.choices("abdefgiklmnoprtu", k=7)) for _ in range(2))
        names = (f"{first.title()} {last.title()}", last.title(), f"der {first}ische Präsident")
        strangers.append(Named("actor", str(number), names))
    return strangers


def _work(names: Names, text: str) -> tuple[list[Found], int]:
    """What is found, and how many lines of code that took."""
    lines = 0

    def count(_frame: FrameType, event: str, _argument: Any) -> Any:
        nonlocal lines
        lines += event == "line"
        return count

    before = sys.gettrace()
    sys.settrace(count)
    try:
        found = names.find(text)
    finally:
        sys.settrace(before)
    return found, lines
