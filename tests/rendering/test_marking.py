"""What was found, in its context: marked, cut between words, and escaped letter by letter."""

from datetime import UTC, datetime

import pytest
from markupsafe import Markup

from depesche.newsroom import search
from depesche.newsroom.models import Post
from depesche.rendering import marking
from depesche.rendering.marking import Marking

FILLER = "viele andere Worte stehen hier davor und dahinter und sagen doch gar nichts dazu "


def of(asked: str, language: str = "de") -> Marking:
    return Marking(search.read(asked, language))


def post(text: str = "", **fields: object) -> Post:
    whole = {"headline": "", "byline": "", "alt": "", "caption": "", "credit": "", **fields}
    return Post(text=text, published_at=datetime(2025, 8, 15, tzinfo=UTC), **whole)


def test_every_word_that_answers_is_marked_as_a_whole() -> None:
    assert of("Gipfel Putins").line("Alaska-Gipfel: Putin beim Friedensgipfel") == Markup(
        "Alaska-<mark>Gipfel</mark>: <mark>Putin</mark> beim <mark>Friedensgipfel</mark>"
    )


def test_a_phrase_is_marked_with_what_is_between_its_words() -> None:
    assert of("„er sagt ja“").line("Ob er sagt: „Ja“?") == Markup("Ob <mark>er sagt: „Ja</mark>“?")


@pytest.mark.parametrize("asked", ["script", "<script>", '"alert 1"', "&", "b", "amp"])
def test_texts_are_escaped_whatever_is_looked_for(asked: str) -> None:
    said = "<script>alert(1)</script> & <b> &amp;"
    drawn = of(asked).line(said)
    bare = str(drawn).replace("<mark>", "").replace("</mark>", "")
    assert "<" not in bare
    assert Markup(bare).unescape() == said


def test_a_headline_is_marked_as_it_is_set() -> None:
    drawn = of("Gipfel").headline(post(headline='"Gipfel" - & <b>'))
    assert drawn == Markup("„<mark>Gipfel</mark>“ – &amp; &lt;b&gt;")
    assert of("Gipfel").headline(post()) == Markup("")


def test_an_excerpt_is_around_the_words_and_cut_between_others() -> None:
    drawn = of("Gipfel").excerpt(post(f"{FILLER * 9}Der Gipfel {FILLER * 9}"))
    bare = str(drawn).replace("<mark>", "").replace("</mark>", "")
    assert drawn.startswith("… ")
    assert drawn.endswith(" …")
    assert "Der <mark>Gipfel</mark> viele" in drawn
    assert len(bare) <= marking.LENGTH + len("…  …")
    words = {*FILLER.split(), "Der", "Gipfel", "…"}
    assert {*bare.split()} <= words


def test_an_excerpt_is_where_most_of_the_terms_stand() -> None:
    text = f"Putin {FILLER * 6} Gipfel mit Putin {FILLER * 6}"
    assert "<mark>Gipfel</mark> mit <mark>Putin</mark>" in of("Putin Gipfel").excerpt(post(text))


def test_a_short_text_is_its_own_excerpt_in_one_line() -> None:
    assert of("zwei").excerpt(post("Eins\n\n- zwei\n- drei")) == Markup(
        "Eins – <mark>zwei</mark> – drei"
    )


def test_where_the_text_has_none_the_excerpt_is_of_picture_or_byline() -> None:
    picture = "0198aeb7-3c10-7c4e-9f55-1e0b3c0a5d11"
    found = post("Text", caption="Blick auf Anchorage", byline="Jo", picture_id=picture)
    assert of("Anchorage").excerpt(found) == Markup("Blick auf <mark>Anchorage</mark>")
    assert of("Jo").excerpt(found) == Markup("<mark>Jo</mark>")


def test_where_only_the_headline_answers_the_text_begins() -> None:
    found = post(FILLER * 9, headline="Gipfel")
    drawn = of("Gipfel").excerpt(found)
    assert drawn.startswith("viele andere Worte")
    assert drawn.endswith(" …")
    assert of("Gipfel").excerpt(post(headline="Gipfel")) == Markup("")


@pytest.mark.parametrize("text", ["x" * 900 + " Gipfel", "Gipfel" + "x" * 900, "😀" * 900])
def test_what_has_no_place_to_cut_is_cut_all_the_same(text: str) -> None:
    drawn = of("Gipfel gipfelx" if "Gipfelx" in text else "Gipfel").excerpt(post(text))
    assert drawn.unescape()
    assert "Gipfel" not in text or "<mark>Gipfel" in drawn


def test_a_term_is_told_so_that_it_can_be_asked_for_again() -> None:
    question = search.read("Gipfel 'in Alaska'", "de")
    told = [Marking(question).term(term) for term in question.terms]
    assert told == ["Gipfel", "„in Alaska“"]
    again = search.read(" ".join(told), "de")
    assert [term.patterns for term in again.terms] == [term.patterns for term in question.terms]


def test_what_is_quoted_in_an_excerpt_has_its_status_before_it() -> None:
    said = post(f"Anfang. {FILLER * 5}Der Krieg\nist vorbei. {FILLER * 5}Ende.")
    quoted = {"Nirgends": "Bestritten", "Der Krieg\nist vorbei.": "<Falsch>"}
    assert of("Krieg").excerpt(said, quoted).startswith("&lt;Falsch&gt;: … ")
    assert of("Anfang").excerpt(said, quoted).startswith("<mark>Anfang</mark>")
    assert of("Ende").excerpt(said, quoted).startswith("… ")
