"""What an editor types, as HTML and as plain text: typeset, and harmless."""

import re
import time
import unicodedata
from contextlib import suppress
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from depesche.errors import TextTooDeep, TooLong
from depesche.newsroom import text
from depesche.rendering import prose


def html(typed: str, language: str = "de") -> str:
    return str(prose.html(text.parse(text.checked(typed), language)))


def plain(typed: str, language: str = "de") -> str:
    return text.plain(text.parse(text.checked(typed), language))


def said(words: str, by: str = "") -> str:
    """A quote as it is drawn."""
    caption = f"<figcaption>— {by}</figcaption>" if by else ""
    return f'<figure class="quote"><blockquote>{words}</blockquote>{caption}</figure>'


def link(target: str, words: str) -> str:
    """A link that leads outside, as it is drawn."""
    return f'<p><a href="{target}" rel="noopener noreferrer">{words}</a></p>'


DRAWN = {
    # what is typed: (HTML, plain text)
    "Hallo Welt": ("<p>Hallo Welt</p>", "Hallo Welt"),
    "eins\nzwei": ("<p>eins<br>zwei</p>", "eins\nzwei"),
    "eins\n\n\nzwei": ("<p>eins</p>\n<p>zwei</p>", "eins\n\nzwei"),
    "eins  \nzwei\\\ndrei": ("<p>eins<br>zwei<br>drei</p>", "eins\nzwei\ndrei"),
    "*so*, **sehr**": ("<p><em>so</em>, <strong>sehr</strong></p>", "so, sehr"),
    "_so_, __sehr__": ("<p><em>so</em>, <strong>sehr</strong></p>", "so, sehr"),
    "***beides***": ("<p><em><strong>beides</strong></em></p>", "beides"),
    "ein_name_so": ("<p>ein_name_so</p>", "ein_name_so"),
    "2 * 3 * 4": ("<p>2 * 3 * 4</p>", "2 * 3 * 4"),
    r"\*wörtlich\*": ("<p>*wörtlich*</p>", "*wörtlich*"),
    "- eins\n- zwei": ("<ul><li>eins</li><li>zwei</li></ul>", "– eins\n– zwei"),
    "* eins\n* zwei": ("<ul><li>eins</li><li>zwei</li></ul>", "– eins\n– zwei"),
    "- nur eins": ("<ul><li>nur eins</li></ul>", "– nur eins"),
    "1. eins\n2. zwei": ("<ol><li>eins</li><li>zwei</li></ol>", "1. eins\n2. zwei"),
    "3) drei\n4) vier": ('<ol start="3"><li>drei</li><li>vier</li></ol>', "3. drei\n4. vier"),
    "- eins\n  - innen": (
        "<ul><li>eins<ul><li>innen</li></ul></li></ul>",
        "– eins\n\n– innen",
    ),
    "15. August 2025": ("<p>15. August 2025</p>", "15. August 2025"),
    "07. Mai\n*heute*": ("<p>07. Mai<br><em>heute</em></p>", "07. Mai\nheute"),
    "1. FC Köln -- Bayern": ("<p>1. FC Köln – Bayern</p>", "1. FC Köln – Bayern"),
    "2025) Das\n\n      Jahr": ("<p>2025) Das</p>\n<p>Jahr</p>", "2025) Das\n\nJahr"),
    "1. - eins": ("<p>1. </p>\n<ul><li>eins</li></ul>", "1. \n\n– eins"),
    "1.": ("<p>1. </p>", "1. "),
    "# Titel\n#eins": ("<p># Titel<br>#eins</p>", "# Titel\n#eins"),
    "Titel\n---": ("<p>Titel<br>–</p>", "Titel\n–"),
    "`code`\n    innen": ("<p>`code`<br>innen</p>", "`code`\ninnen"),
    "[ARD](https://ard.de/x?a=1&b=2)": (link("https://ard.de/x?a=1&amp;b=2", "ARD"), "ARD"),
    "[Mail](mailto:a@example.org)": (link("mailto:a@example.org", "Mail"), "Mail"),
    "<https://ard.de>": (link("https://ard.de", "https://ard.de"), "https://ard.de"),
    "[](https://ard.de)": (link("https://ard.de", "https://ard.de"), "https://ard.de"),
    "https://ard.de/a": (link("https://ard.de/a", "https://ard.de/a"), "https://ard.de/a"),
    "[leer]()": ("<p>leer</p>", "leer"),
    "[früher](/live/gipfel)": ('<p><a href="/live/gipfel">früher</a></p>', "früher"),
    "ard.de und a@ard.de": ("<p>ard.de und a@ard.de</p>", "ard.de und a@ard.de"),
    "> Nur so.": (said("<p>Nur so.</p>"), "Nur so."),
    "> Nur so.\n> — Wolodymyr Selenskyj": (
        said("<p>Nur so.</p>", "<cite>Wolodymyr Selenskyj</cite>"),
        "Nur so.\n— Wolodymyr Selenskyj",
    ),
    "> Eins.\n>\n> Zwei.\n> -- A. B., Präsident, Ukraine": (
        said("<p>Eins.</p>\n<p>Zwei.</p>", "<cite>A. B.</cite>, Präsident, Ukraine"),
        "Eins.\n\nZwei.\n— A. B., Präsident, Ukraine",
    ),
    "> Nur so.\n>\n> – A. B.": (said("<p>Nur so.</p>", "<cite>A. B.</cite>"), "Nur so.\n— A. B."),
    "> So.\n> — <b>Wer</b>, *Chef*": (
        said("<p>So.</p>", "<cite>&lt;b&gt;Wer&lt;/b&gt;</cite>, Chef"),
        "So.\n— <b>Wer</b>, Chef",
    ),
    "> Nur so.\n> - A. B.": (said("<p>Nur so.</p>", "<cite>A. B.</cite>"), "Nur so.\n— A. B."),
    "> Er will:\n> - Ruhe": (said("<p>Er will:</p>\n<ul><li>Ruhe</li></ul>"), "Er will:\n\n– Ruhe"),
    "> - Eins\n> - Zwei\n> — A. B.": (
        said("<ul><li>Eins</li><li>Zwei</li></ul>", "<cite>A. B.</cite>"),
        "– Eins\n– Zwei\n— A. B.",
    ),
    "> — A. B.": (said("<p>— A. B.</p>"), "— A. B."),
    "> > Innen.\n> > — I\n>\n> — Außen": (
        said(said("<p>Innen.</p>", "<cite>I</cite>"), "<cite>Außen</cite>"),
        "Innen.\n— I\n— Außen",
    ),
    "Und dann\n> so.": ("<p>Und dann</p>\n" + said("<p>so.</p>"), "Und dann\n\nso."),
}


@pytest.mark.parametrize(("typed", "drawn"), DRAWN.items(), ids=DRAWN)
def test_what_is_typed_is_drawn(typed: str, drawn: tuple[str, str]) -> None:
    assert (html(typed), plain(typed)) == drawn


TYPESET = {
    # what is typed: (German, English)
    'Er sagte "ja".': ("Er sagte „ja“.", "Er sagte “ja”."),
    "Er sagte: \"Sie rief 'nein'.\"": (
        "Er sagte: „Sie rief ‚nein‘.“",
        "Er sagte: “Sie rief ‘nein’.”",
    ),
    "So geht's, Putins' Art": ("So geht’s, Putins’ Art", "So geht’s, Putins’ Art"),
    '"*ja*" und "nein"': ("„ja“ und „nein“", "“ja” und “nein”"),
    '("so")': ("(„so“)", "(“so”)"),
    "„schon“ “gesetzt” «so»": ("„schon“ “gesetzt” «so»",) * 2,
    "5\" und 6'": ('5" und 6’',) * 2,
    "a -- b --- c - d": ("a – b – c – d",) * 2,
    "--verbose 10-12 a-b ----": ("–verbose 10-12 a-b ----",) * 2,
    "Moment... ": ("Moment…",) * 2,
}


@pytest.mark.parametrize(("typed", "set_as"), TYPESET.items(), ids=TYPESET)
def test_quotation_marks_and_dashes_are_those_of_the_language(
    typed: str, set_as: tuple[str, str]
) -> None:
    assert (plain(typed, "de"), plain(typed, "en")) == set_as


def test_a_headline_is_typeset_but_has_no_markup() -> None:
    assert text.typeset('"Ja" -- sagt *er* <b>', "de") == "„Ja“ – sagt *er* <b>"
    assert text.typeset("1. Mai\n> x https://ard.de", "en") == "1. Mai\n> x https://ard.de"
    assert text.typeset("", "de") == ""


def test_the_lines_of_the_first_list_are_what_a_summary_shows() -> None:
    typed = "Bisher:\n\n- *eins* & mehr\n- zwei\n\n  und noch\n- drei\n\nEnde\n\n- vier"
    assert prose.bullets(typed, "de", 2) == ["<em>eins</em> &amp; mehr", "zwei"]
    assert prose.bullets("Keine Liste", "de", 3) == []
    assert [len(items.items) for items in text.lists(text.parse(typed, "de"))] == [3, 1]


# Limits


def test_a_text_may_have_twenty_thousand_characters() -> None:
    assert text.checked("  " + "x" * 20_000 + "\n") == "x" * 20_000
    with pytest.raises(TooLong) as refusal:
        text.checked("x" * 20_001)
    assert refusal.value.facts == {"field": "text", "limit": 20_000, "length": 20_001}


@pytest.mark.parametrize(
    "level", ["> ", "- ", "1. ", "> - ", "* > "], ids=["quote", "list", "numbers", "both", "both2"]
)
def test_eight_levels_are_taken_and_nine_are_refused(level: str) -> None:
    nested = (level * 8).replace(" ", "\0").split("\0")[:8]
    text.checked(" ".join(nested) + " x")
    with pytest.raises(TextTooDeep):
        text.checked(" ".join([level.split(maxsplit=1)[0], *nested]) + " x")


@pytest.mark.parametrize("pattern", ["[", ">", "*", '"', "- a\n", "> ", "<", "https://["])
def test_no_text_however_odd_takes_long(pattern: str) -> None:
    started = time.thread_time()
    with suppress(TextTooDeep):
        html((pattern * 20_000)[:20_000])
    assert time.thread_time() - started < 10


# What comes from outside


ALLOWED: dict[str, set[str]] = {
    **{tag: set() for tag in ("p", "br", "em", "strong", "ul", "li", "blockquote", "cite")},
    "figcaption": set(),
    "figure": {"class"},
    "ol": {"start"},
    "a": {"href", "rel"},
}


class Inspector(HTMLParser):
    """Takes note of everything that is not ours."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ALLOWED or {name for name, _ in attrs} - ALLOWED[tag]:
            self.found.append(self.get_starttag_text() or tag)
        target = dict(attrs).get("href", "/live/")
        if not re.match(r"(?i)https?://|mailto:|/live/", target or ""):
            self.found.append(target or "no target")
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.found.append(f"</{tag}>")

    def handle_comment(self, data: str) -> None:
        self.found.append(data)

    handle_decl = handle_pi = unknown_decl = handle_comment


def foreign(markup: str) -> list[str]:
    """What in there is not of our making; all our elements are closed in order."""
    inspector = Inspector()
    inspector.feed(markup)
    inspector.close()
    return inspector.found + inspector.open


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<!-- --><![CDATA[x]]><?php ?>",
        "&lt;b&gt; &#60;b> &amp;",
        "<a href='javascript:alert(1)'>x</a>",
        "> x\n> — <script>, <img src=x onerror=y>",
        '[x](https://ard.de"onmouseover="alert(1))',
        "[x](https://ard.de/'\"><script>)",
        "![x](https://ard.de/bild.png)",
        "https://ard.de/\"onclick='x'",
        "<https://ard.de/'onclick=x>",
    ],
)
def test_html_is_text(hostile: str) -> None:
    assert foreign(html(hostile)) == []
    assert "<script" not in html(hostile)


@pytest.mark.parametrize(
    "target",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java\tscript:alert(1)",
        "&#106;avascript:alert(1)",
        "javascript&colon;alert(1)",
        "%6Aavascript:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "file:///etc/passwd",
        "ftp://ard.de",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/desk",
        "evil.example",
        "#x",
        "?x",
        "",
    ],
)
def test_links_lead_to_the_web_to_mail_or_into_a_coverage_and_nowhere_else(target: str) -> None:
    for typed in (f"[x]({target})", f"[x](<{target}>)", f"<{target}>", f"a {target} b"):
        assert "href" not in html(typed)


@given(st.text())
def test_no_text_yields_a_tag_that_is_not_ours(typed: str) -> None:
    assert foreign(html(typed)) == []


MARKUP = ["> ", "- ", "1. ", "*", "**", "_", "[", "](", ")", "<", ">", "&", '"', "'", "\n", "\n\n"]
WORDS = [
    "https://a.de",
    "javascript:",
    "mailto:",
    "//",
    "— X, y",
    "<b>",
    "onerror=",
    "x",
    " ",
    "\\",
]


@given(st.lists(st.sampled_from(MARKUP + WORDS)).map("".join))
def test_no_mixture_of_markup_yields_a_tag_that_is_not_ours(typed: str) -> None:
    try:
        drawn = html(typed)
    except TextTooDeep:
        return
    assert foreign(drawn) == []


@pytest.mark.parametrize(
    ("typed", "quoted"),
    [
        ('"Es reicht."\n- Putin', [("Putin", "Es reicht.")]),
        ('Zuvor.\n\n"Es reicht."\n— Putin, Präsident\n\nDanach.', [("Putin", "Es reicht.")]),
        ("»Es reicht.«\n– Putin", [("Putin", "Es reicht.")]),
        ('"Eins\nzwei".\n- Putin', [("Putin", "Eins\nzwei.")]),
        ('"Es", sagt er, "reicht."\n- Putin', []),
        ('Er sagt: "Es reicht."\n- Putin', []),
        ('"Es reicht."\n- Putin\n- Trump', []),
        ('"Es reicht."', []),
    ],
)
def test_a_paragraph_in_quotation_marks_above_a_speaker_is_a_quote(
    typed: str, quoted: list[tuple[str, str]]
) -> None:
    found = text.quotes(text.parse(typed, "de"))
    assert [(one.speaker, text.unquoted(text.plain(one.blocks))) for one in found] == quoted


@given(st.text(st.sampled_from("ab …\n"), max_size=60), st.integers(10, 40))
def test_a_line_is_cut_between_words_and_never_longer_than_it_may_be(line: str, limit: int) -> None:
    short = text.shortened(line, limit)
    assert len(short) <= limit
    whole = " ".join(line.split())
    if len(whole) <= limit:
        assert short == whole
    else:
        assert whole.startswith(short.removesuffix(" …"))
        assert short.endswith(" …")


def test_what_is_cut_ends_with_a_whole_word() -> None:
    assert text.shortened("Eins zwei  drei\nvier", 14) == "Eins zwei …"
    assert text.shortened("Eins zwei", 9) == "Eins zwei"


def letters(value: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFC", value) if c.isalpha())


@given(
    st.text(st.one_of(st.characters(categories=("L", "N")), st.sampled_from(" \n.,;!?-*_\"'>+")))
)
def test_no_letter_is_lost_on_the_way_to_plain_text(typed: str) -> None:
    try:
        assert letters(plain(typed)) == letters(typed)
    except TextTooDeep:
        return


@given(st.lists(st.from_regex(r"[a-zäöüß][a-zäöüß0-9]{0,9}", fullmatch=True), min_size=1))
def test_plain_words_stay_exactly_as_they_are(spoken: list[str]) -> None:
    assert plain(" ".join(spoken)) == " ".join(spoken)


@given(st.text())
def test_what_is_stored_is_stored_as_it_is(typed: str) -> None:
    assert text.checked(text.checked(typed)) == text.checked(typed)
