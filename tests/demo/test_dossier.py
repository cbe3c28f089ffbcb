"""The evening's dossier as it is written."""

import re
import tomllib
from datetime import timedelta
from importlib.resources import files
from itertools import pairwise
from typing import Any

import pytest

from depesche.demo import dossier
from depesche.demo.evening import Evening
from depesche.newsroom.dossier.kinds import PLURALS

Table = dict[str, Any]

LANGUAGES = ["de", "en"]
SAID = {
    *("name", "short_name", "aliases", "role", "label", "question", "options", "text", "title"),
    *(
        "wording",
        "why",
        "status_note",
        "said_where",
        "speaker_role",
        "counts_for",
        "counts_against",
    ),
    *("resolution_rule", "if_then", "count", "words", "set", "evidence"),
}
NEWSROOM = {"Redaktion", "Newsroom"}


def edition(language: str) -> Table:
    source = files("depesche.demo") / f"dossier.{language}.toml"
    return tomllib.loads(source.read_text(encoding="utf-8"))


def without_words(value: Any, name: str = "") -> Any:
    """What does not depend on the language; of what is said, only that something is."""
    if isinstance(value, dict):
        return {key: without_words(one, key) for key, one in value.items() if key != "aliases"}
    if name in SAID:
        return bool(value)
    if isinstance(value, list):
        return [without_words(one) for one in value]
    return "newsroom" if value in NEWSROOM else value


def test_both_editions_hold_the_same_objects_and_acts() -> None:
    german, english = (without_words(edition(language)) for language in LANGUAGES)
    assert german == english


def test_every_kind_is_prepared_but_questions_which_posts_ask() -> None:
    german = edition("de")
    assert german.keys() >= set(PLURALS.values()) - {"questions"}


def test_the_dossier_desk_uses_every_verb(evening: Evening) -> None:
    assert {act.verb for act in evening.acts} >= {*dossier.VERBS}


def test_nobody_does_two_things_at_once(evening: Evening) -> None:
    for member in evening.people:
        moments = [act.at for act in evening.acts if act.by == member]
        assert all(b - a >= timedelta(seconds=20) for a, b in pairwise(moments)), member


def test_every_act_has_a_title_for_whoever_watches(evening: Evening) -> None:
    titles = {act.verb: evening.title(act) for act in evening.acts}
    assert all(titles.values())
    assert titles["confirm"] == {"de": "Eingefrorener Konflikt", "en": "Frozen conflict"}[
        evening.language
    ]  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_quotation_marks_are_left_to_the_typesetting(language: str) -> None:
    assert not re.search("[„“”‚‘’«»]", str(edition(language)))


def test_german_is_typed_the_german_way() -> None:
    german = str(edition("de"))
    assert not re.search(r"\d:\d\d\s*Uhr", german)
    assert " - " not in german
