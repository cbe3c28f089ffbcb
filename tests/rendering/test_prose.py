"""A post's tree as HTML: the tags are ours, every letter typed is escaped."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from depesche.newsroom import text
from depesche.rendering import prose
from reader import markup

OURS = {
    *("#page", "p", "ul", "ol", "li", "em", "strong", "br", "a", "figure", "blockquote"),
    *("figcaption", "cite"),
}


def html(source: str, language: str = "de") -> str:
    return str(prose.html(text.parse(source, language)))


@pytest.mark.parametrize(
    ("typed", "drawn"),
    [
        ("Ein Satz.", "<p>Ein Satz.</p>"),
        ("Eins\n\nZwei", "<p>Eins</p>\n<p>Zwei</p>"),
        ("Eins\nZwei", "<p>Eins<br>Zwei</p>"),
        ("*so* und **so**", "<p><em>so</em> und <strong>so</strong></p>"),
        ("- eins\n- *zwei*", "<ul><li>eins</li><li><em>zwei</em></li></ul>"),
        ("1. eins\n2. zwei", "<ol><li>eins</li><li>zwei</li></ol>"),
        ("3. drei\n4. vier", '<ol start="3"><li>drei</li><li>vier</li></ol>'),
        ("- eins\n  - innen", "<ul><li>eins<ul><li>innen</li></ul></li></ul>"),
        ('"Ja"', "<p>„Ja“</p>"),
        ("a < b & c > d", "<p>a &lt; b &amp; c &gt; d</p>"),
        ("<b>fett</b>", "<p>&lt;b&gt;fett&lt;/b&gt;</p>"),
    ],
)
def test_what_is_typed_becomes_elements_of_ours(typed: str, drawn: str) -> None:
    assert html(typed) == drawn


def test_a_quote_names_who_said_it() -> None:
    assert html("> Ja.\n> — Jemand, Amt") == (
        '<figure class="quote"><blockquote><p>Ja.</p></blockquote>'
        "<figcaption>— <cite>Jemand</cite>, Amt</figcaption></figure>"
    )
    assert html("> Ja.\n> — Jemand").endswith("<cite>Jemand</cite></figcaption></figure>")
    assert html("> Ja.") == '<figure class="quote"><blockquote><p>Ja.</p></blockquote></figure>'


def test_a_link_to_elsewhere_takes_no_referrer_along_and_ours_are_plain() -> None:
    assert html("[da](https://example.org/?a=1&b=2)") == (
        '<p><a href="https://example.org/?a=1&amp;b=2" rel="noopener noreferrer">da</a></p>'
    )
    assert html("[hier](/live/gipfel)") == '<p><a href="/live/gipfel">hier</a></p>'


@pytest.mark.parametrize(
    "target",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "//evil.example",
        "/desk",
        "&#106;avascript:alert(1)",
    ],
)
def test_a_link_that_is_not_safe_is_no_link(target: str) -> None:
    assert "<a" not in html(f"[da]({target})")
    assert "<a" not in html(f"<{target}>")


def test_a_target_cannot_leave_its_attribute() -> None:
    page = markup.read(html('[x](<https://example.org/" onclick="alert(1)>)'))
    for link in page.all("a"):
        assert link.attributes.keys() <= {"href", "rel"}


@given(st.text(alphabet="ab <>&\"'*_[]()!`~#+-–—>\n\t1.:/\\|", max_size=120))
def test_whatever_is_typed_the_elements_are_ours_and_nest(typed: str) -> None:
    page = markup.read(html(typed))

    for tag in page.all():
        assert tag.name in OURS
        assert tag.attributes.keys() <= {"href", "rel", "class", "start"}


def test_bullets_are_the_first_lines_of_the_first_list() -> None:
    source = "Bisher:\n\n- *eins*\n- zwei\n\n  mehr dazu\n- drei\n\nDann:\n\n1. vier"

    assert prose.bullets(source, "de", 2) == ["<em>eins</em>", "zwei"]
    assert prose.bullets(source, "de", 5) == ["<em>eins</em>", "zwei", "drei"]
    assert prose.bullets("Keine Liste", "de", 5) == []


@given(st.text("ab \n>-*[](/live/).„—1", max_size=60), st.integers(0, 50))
def test_a_chip_stands_where_its_letters_are_and_changes_no_other(typed: str, number: int) -> None:
    """Whatever the form of a text: its letters are counted as `text.letters` has them."""
    tree = text.parse(typed, "de")
    runs = [run for run in text.runs(tree) if not run.is_in_link]
    if not runs:
        return
    run = runs[number % len(runs)]
    chip = prose.Chip(run.start, run.value, "/live/x/dossier/actor/y")

    drawn = markup.read(str(prose.html(tree, [chip])))

    (link,) = drawn.all("a", class_="chip")
    assert "".join(child for child in link.children if isinstance(child, str)) == run.value
    assert drawn.text == markup.read(html(typed)).text


def test_a_chip_whose_letters_are_others_by_now_or_lie_in_a_link_is_left_out() -> None:
    tree = text.parse("Putin [Trump](/live/x)", "de")
    chips = [prose.Chip(0, "Lawrow", "/a"), prose.Chip(6, "Trump", "/b"), prose.Chip(1, "", "/c")]
    assert prose.html(tree, chips) == prose.html(tree)


def test_a_quote_says_what_became_of_it_once_for_each_time_it_was_said() -> None:
    tree = text.parse("> Nein\n> — A\n\n> Nein\n> — B", "de")
    drawn = markup.read(str(prose.html(tree, said=[prose.Said("Nein", "/1", "Bestritten")])))
    assert [a.text for a in drawn.all("a", class_="chip")] == ["Bestritten"]
