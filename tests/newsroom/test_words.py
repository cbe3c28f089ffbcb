"""Short fields: cleaned, and measured."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from depesche.errors import BadSlug, Missing, ReservedSlug, TooLong
from depesche.newsroom import words


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a\r\nb\rc", "a\nb\nc"),
        ("a\0b\x07c\x7fd\x85e\ufefff", "abcdef"),
        ("a\ud800b", "ab"),
        ("\u202egnp.exe\u202c \u2067x\u2069 \u200fשלום", "gnp.exe x \u200fשלום"),
        ("u\u0308", "ü"),
        ("tab\there", "tab\there"),
        ("👩‍👩‍👧 שלום", "👩‍👩‍👧 שלום"),
    ],
)
def test_control_characters_go_and_letters_are_composed(typed: str, kept: str) -> None:
    assert words.clean(typed) == kept


def test_a_line_is_one_line_and_a_note_may_be_several() -> None:
    assert words.line("  Der \n\t Gipfel ", "headline") == "Der Gipfel"
    assert words.note("  eins \n zwei ", "note") == "eins \n zwei"


@pytest.mark.parametrize(("clean", "limit"), [(words.line, 300), (words.note, 2000)])
def test_the_limit_is_the_last_length_that_is_taken(clean: object, limit: int) -> None:
    assert callable(clean)
    assert clean(" " + "x" * limit + " ", "field") == "x" * limit
    with pytest.raises(TooLong) as refusal:
        clean("x" * (limit + 1), "field")
    assert refusal.value.facts == {"field": "field", "limit": limit, "length": limit + 1}


@pytest.mark.parametrize("nothing", ["", "  ", "\n\t", "\0"])
def test_what_is_required_cannot_be_blank(nothing: str) -> None:
    for clean in (words.line, words.note):
        assert clean(nothing, "field") == ""
        with pytest.raises(Missing) as refusal:
            clean(nothing, "field", required=True)
        assert refusal.value.field == "field"


@pytest.mark.parametrize("slug", ["gipfel", "gipfel-2025", "1", "x" * 80])
def test_a_slug_is_small_letters_digits_and_single_hyphens(slug: str) -> None:
    assert words.slug(slug) == slug


@pytest.mark.parametrize(
    "slug",
    [
        "",
        "Gipfel",
        "gip fel",
        "größe",
        "-a",
        "a-",
        "a--b",
        "a/b",
        "a\n",
        "١٢",
        "x" * 81,
        "..",
        "a_b",
    ],
)
def test_anything_else_is_refused(slug: str) -> None:
    with pytest.raises(BadSlug):
        words.slug(slug)


def test_names_that_are_needed_for_something_else_are_refused() -> None:
    with pytest.raises(ReservedSlug):
        words.slug("new")


@pytest.mark.parametrize(
    ("headline", "slug"),
    [
        ("Der Gipfel", "der-gipfel"),
        ("„Größe zählt“: Trump & Putin!", "groesse-zaehlt-trump-putin"),
        ("ÄÖÜ ẞ", "aeoeue-ss"),
        ("Élysée, Malmö, Łódź", "elysee-malmoe-odz"),
        ("ﬁnal ①", "final-1"),
        ("саммит", ""),
        ("--- ---", ""),
        ("x" * 79 + " y", "x" * 79),
    ],
)
def test_a_headline_becomes_a_slug(headline: str, slug: str) -> None:
    assert words.slug_from(headline) == slug


@given(st.text())
def test_whatever_the_headline_its_slug_can_stand_in_a_url(headline: str) -> None:
    slug = words.slug_from(headline)
    assert not slug or words.is_slug(slug)


@given(st.text())
def test_cleaning_what_is_clean_changes_nothing(typed: str) -> None:
    assert words.clean(words.clean(typed)) == words.clean(typed)
