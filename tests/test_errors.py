"""Every error: in the tree, with a sentence that can be said, raised with the facts it needs."""

import ast
import re
import string
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest

from depesche import errors
from depesche.errors import DepescheError, Invalid, Missing, SlugTaken, Stale


def every(kind: type[DepescheError] = DepescheError) -> Iterator[type[DepescheError]]:
    for below in kind.__subclasses__():
        if below.__module__ == errors.__name__:
            yield below
            yield from every(below)


def facts_of(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


KINDS = {kind.__name__: kind for kind in every()}
RAISED = [
    pytest.param(node, id=f"{path.name}:{node.lineno}")
    for path in sorted(Path(str(files("depesche"))).rglob("*.py"))
    for node in ast.walk(ast.parse(path.read_text()))
    if isinstance(node, ast.Raise)
]


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_every_error_is_a_sentence_for_people_and_a_code_for_programs(
    kind: type[DepescheError],
) -> None:
    sentence = kind.__doc__ or ""
    assert sentence.strip()
    error = kind(**dict.fromkeys(facts_of(sentence), "x"))
    assert "{" not in str(error)
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", error.code)
    assert 400 <= error.status < 600


def test_the_tree_in_the_docstring_shows_every_error_under_its_parent() -> None:
    drawn: dict[str, str] = {}
    branch = ""
    for line in (errors.__doc__ or "").splitlines():
        if found := re.match(r"    [├└]── (\w+) \((\d+)", line):
            branch, status = found.groups()
            drawn[branch] = "DepescheError"
            assert KINDS[branch].status == int(status), branch
        elif re.match(r"    [│ ]   [├└]── ", line):
            drawn |= dict.fromkeys(re.findall(r"\w+", line), branch)
    assert drawn == {name: kind.__base__.__name__ for name, kind in KINDS.items() if kind.__base__}


@pytest.mark.parametrize("node", RAISED)
def test_every_error_is_raised_with_the_facts_its_sentence_needs(node: ast.Raise) -> None:
    call = node.exc
    name = call.func if isinstance(call, ast.Call) else call
    if not isinstance(name, ast.Name) or name.id not in KINDS:
        return
    given = {keyword.arg for keyword in call.keywords} if isinstance(call, ast.Call) else set()
    assert facts_of(KINDS[name.id].__doc__ or "") <= given | {None} - {None}


def test_a_sentence_is_spoken_in_the_readers_language_with_its_facts() -> None:
    german = {SlugTaken.__doc__: "„{slug}“ ist vergeben."}
    error = SlugTaken(slug="gipfel", field="slug")
    assert error.sentence(lambda english: german[english]) == "„gipfel“ ist vergeben."
    assert str(error) == "There already is a coverage at “gipfel”. Choose another URL name."


def test_facts_are_never_taken_for_a_pattern() -> None:
    assert "{0.__class__}" in str(SlugTaken(slug="{0.__class__}"))


def test_an_invalid_field_is_named_and_other_facts_are_kept() -> None:
    assert Missing(field="headline").field == "headline"
    assert Invalid().field is None
    assert Stale(revision=3).facts == {"revision": 3}
    assert Stale(revision=3).code == "stale"


def test_half_a_character_does_not_keep_a_sentence_from_being_told() -> None:
    assert SlugTaken(slug="\ud800").sentence().encode()


def test_a_field_is_named_in_the_language_of_the_sentence() -> None:
    german = {Missing.__doc__: "Bitte füllen Sie „{field}“ aus.", "headline": "Überschrift"}
    error = Missing(field="headline")
    assert error.sentence(lambda english: german[english]) == "Bitte füllen Sie „Überschrift“ aus."
