"""Sentences as agencies write them are read right, and the page about it says how right."""

import re
from pathlib import Path

import pytest

from newsroom.dossier import quality

PAGE = (Path(__file__).parents[3] / "docs/aliases.md").read_text("utf-8")
LANGUAGES = ("de", "en")
HALVES: tuple[quality.Half, ...] = ("open", "held back")
ALL: tuple[quality.Half, ...] = (*HALVES, "to break it")


@pytest.mark.parametrize("half", HALVES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_agency_sentences_are_read_right(language: str, half: quality.Half) -> None:
    measure = quality.measured(language, half)
    assert measure.precision >= 0.98
    assert measure.recall >= 0.96


@pytest.mark.parametrize(("language", "least"), [("de", 220), ("en", 110)])
def test_there_are_enough_sentences_and_a_third_of_them_are_traps(
    language: str, least: int
) -> None:
    sentences = [s for s in quality.sentences(language) if not s.is_trap]
    assert len({sentence.text for sentence in sentences}) == len(sentences) >= least
    assert 3 * sum(not sentence.mentions for sentence in sentences) >= len(sentences)


def test_no_name_of_the_summit_is_ambiguous() -> None:
    assert [quality.prepared(language).ambiguous for language in LANGUAGES] == [{}, {}]


@pytest.mark.parametrize("half", ALL)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_shows_what_was_measured(language: str, half: quality.Half) -> None:
    measure = quality.measured(language, half)
    row = (
        f"| {language} | {half} | {measure.sentences} | {measure.empty} | {measure.mentions} "
        f"| {measure.right} | {measure.wrong} | {measure.precision:.3f} | {measure.recall:.3f} |"
    )
    assert row in PAGE.splitlines()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_names_every_miss(language: str) -> None:
    names = quality.prepared(language)
    missed = {
        sentence.text
        for sentence in quality.sentences(language)
        if frozenset(names.find(sentence.text)) != sentence.mentions
    }
    shown = re.findall(r"^- ([A-Z„].*?) \*\((?:missed|wrong):", PAGE, re.MULTILINE)
    assert missed <= set(shown)
