"""The templates: all of them compile, escape, and use only what there is."""

import re
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path

import pytest
from jinja2 import UndefinedError, meta

from depesche.rendering.brand import Brand
from depesche.rendering.environment import LANGUAGES, Templates

ROOT = Path(str(files("depesche"))) / "templates"
NAMES = sorted(str(path.relative_to(ROOT)) for path in ROOT.rglob("*") if path.is_file())
INLINE = re.compile(
    r"""<style|\bstyle=|<script(?![^>]*\bsrc=|[ ]type="application/ld\+json">\{\{)|"""
    r"""\son[a-z]+\s*=|["'=]\s*javascript:""",
    re.IGNORECASE,
)


@pytest.fixture(scope="module")
def templates() -> Templates:
    facts = {"newsroom": "Depesche", "imprint_url": None, "privacy_url": None, "public_url": ""}
    return Templates(brand=Brand(), **facts)


def test_there_are_templates() -> None:
    assert "reader/coverage.html" in NAMES
    assert "post/post.html" in NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_template_compiles_with_filters_that_exist(templates: Templates, name: str) -> None:
    """Jinja refuses an unknown filter or test when it compiles."""
    for language in LANGUAGES:
        assert templates._environments[language].get_template(name)


@pytest.mark.parametrize("name", NAMES)
def test_a_template_includes_and_extends_only_templates_that_exist(
    templates: Templates, name: str
) -> None:
    parsed = templates._environments["de"].parse((ROOT / name).read_text("utf-8"))
    assert set(meta.find_referenced_templates(parsed)) <= set(NAMES)


@pytest.mark.parametrize("name", [name for name in NAMES if name.endswith(".html")])
def test_a_template_holds_nothing_inline_and_nothing_from_elsewhere(name: str) -> None:
    source = re.sub(r"\{#.*?#\}", "", (ROOT / name).read_text("utf-8"), flags=re.DOTALL)

    assert not INLINE.findall(source)
    assert not re.findall(r"https?://\w", source)
    assert "autoescape" not in source


def test_only_fragments_that_were_drawn_before_are_not_escaped_again() -> None:
    trusted = {
        name: re.findall(r"([\w.]+)\s*\|\s*safe\b", (ROOT / name).read_text()) for name in NAMES
    }

    assert {words for found in trusted.values() for words in found} <= {"head.html", "row.html"}
    assert not [name for name, found in trusted.items() if found and not name.startswith("desk/")]


@pytest.mark.parametrize("name", NAMES)
def test_every_asset_a_template_names_is_there(name: str) -> None:
    for path in re.findall(r'asset\("([^"]+)"\)', (ROOT / name).read_text("utf-8")):
        assert (ROOT.parent / "static" / path).is_file(), path


def test_what_is_put_into_a_template_is_escaped_in_every_template(templates: Templates) -> None:
    page = templates.render(
        "error/error.html", "en", sentence="<b>'\"&", status=404, at_the_desk=False
    )

    assert "<b>" not in page
    assert "&lt;b&gt;&#39;&#34;&amp;" in page
    for each in templates._environments.values():
        assert each.autoescape is True


def test_a_name_that_is_missing_is_a_mistake_and_not_an_empty_place(templates: Templates) -> None:
    with pytest.raises(UndefinedError):
        templates.render("error/error.html", "en", status=404)


def test_a_filter_speaks_the_interfaces_language_or_the_one_it_is_told(
    templates: Templates,
) -> None:
    moment = datetime(2025, 8, 15, 18, tzinfo=UTC)
    in_german = templates._environments["de"].filters["clock_time"]

    assert in_german(moment, "Europe/Berlin") == "20:00 MESZ"
    assert in_german(moment, "Europe/Berlin", "en") == "20:00 CEST"


def test_what_readers_are_told_of_the_state_of_a_coverage_is_said_in_one_place() -> None:
    said = {
        name
        for name in NAMES
        if name.startswith(("reader/", "post/"))
        if re.search(
            r"""_\("(Announced|Live|Paused|Ended|We are taking a break.*?)"\)|%\}since""",
            (ROOT / name).read_text("utf-8"),
        )
    }
    assert said == {"reader/_states.html"}
