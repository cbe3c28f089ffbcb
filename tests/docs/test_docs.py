"""The docs cannot rot: what they name exists, and what exists is named."""

import importlib
import json
import re
import shutil
import tomllib
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import typer
from babel.messages.pofile import read_po
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from starlette.testclient import TestClient

from depesche import clock
from depesche.api.dossier.answers import Object
from depesche.api.dossier.wanted import WANTED
from depesche.errors import DepescheError, NotReady
from depesche.formats.dossier_json import shapes
from depesche.live import frames
from depesche.newsroom import (
    changes,
    corrections,
    coverages,
    marks,
    passwords,
    people,
    posts,
    text,
    words,
)
from depesche.newsroom.dossier.kinds import KINDS, PLURALS, claims, fields
from depesche.settings import Settings, variable
from depesche.store.engine import Store
from depesche.store.tables import Table
from depesche.web import caching, headers
from newsdesk import Newsdesk

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "depesche"
DOCS = ROOT / "docs"
PAGES = [*sorted(ROOT.glob("*.md")), *sorted(DOCS.rglob("*.md"))]
RECORDS = sorted((DOCS / "decisions").glob("[0-9]*.md"))

CONTRACT = (DOCS / "contract.md").read_text("utf-8")
OPERATE = (DOCS / "operate.md").read_text("utf-8")
ARCHITECTURE = (DOCS / "architecture.md").read_text("utf-8")
GLOSSARY = (DOCS / "glossary.md").read_text("utf-8")

SHELL_OPTIONS = {"--install-completion", "--show-completion", "--help"}


# Reading Markdown


def blocks(page: str) -> list[str]:
    """What stands between fences."""
    return re.findall(r"^```\w*\n(.*?)^```$", page, re.DOTALL | re.MULTILINE)


def block(page: str, beginning: str) -> str:
    return next(found for found in blocks(page) if found.startswith(beginning))


def spans(page: str) -> list[str]:
    """What stands between backticks and exists today."""
    prose = re.sub(r"^```.*?^```$", "", page, flags=re.DOTALL | re.MULTILINE)
    today = [line for line in re.split(r"\n(?=\||\n)", prose) if "*later*" not in line]
    return [span.replace("\\|", "|") for line in today for span in re.findall(r"`([^`]+)`", line)]


def table(page: str, first: str) -> list[list[str]]:
    """The rows of the table whose head begins with that cell."""
    lines = page.split(f"\n| {first} |", 1)[1].split("\n\n", maxsplit=1)[0].splitlines()[2:]
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines]


def names(cell: str) -> set[str]:
    return set(re.findall(r"`([^`]+)`", cell))


# Settings and commands


@pytest.mark.parametrize("page", [OPERATE, CONTRACT], ids=["operate", "contract"])
def test_a_page_names_every_setting_and_no_other(page: str) -> None:
    named = {word for span in spans(page) for word in re.findall(r"\bDEPESCHE_[A-Z_]+", span)}
    assert named == {variable(name) for name in Settings.model_fields}


def test_operate_tells_the_defaults() -> None:
    told = {row[0].strip("`"): row[1].strip("`") for row in table(OPERATE, "variable")}
    known = {variable(name): field.default for name, field in Settings.model_fields.items()}
    assert told == {name: "none" if d in {None, ()} else str(d) for name, d in known.items()}


def test_every_command_is_in_the_contract_with_its_options() -> None:
    told = options_told(CONTRACT)
    for name, command in commands().items():
        assert options(command) - SHELL_OPTIONS <= told.get(name, set()), f"depesche {name}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_command_that_is_written_down_can_be_typed(page: Path) -> None:
    known = commands()
    for name, told in options_told(page.read_text("utf-8")).items():
        assert name in known, f"depesche {name}"
        assert told <= options(known[name]), f"depesche {name}"


def commands() -> dict[str, Any]:
    """What can be typed after `depesche`, by its words; the first is nothing at all."""
    from depesche.cli.main import app  # noqa: PLC0415 - a broken door fails its own tests only

    def walk(command: Any, *path: str) -> Iterator[tuple[str, Any]]:
        if not path or not hasattr(command, "commands"):
            yield " ".join(path), command
        for name, inner in getattr(command, "commands", {}).items():
            yield from walk(inner, *path, name)

    return dict(walk(typer.main.get_command(app)))


def options(command: Any) -> set[str]:
    return {o for p in command.params if p.param_type_name == "option" for o in p.opts}


def options_told(page: str) -> dict[str, set[str]]:
    lines = [line for found in blocks(page) for line in found.splitlines()]
    typed = [re.search(r"(?:^|/bin/)depesche ([a-z-].*)", line) for line in [*spans(page), *lines]]
    told: dict[str, set[str]] = {}
    for match in filter(None, typed):
        command = re.match(r"[a-z]+(?: [a-z]+)?(?![\w.])", match[1])
        path = command[0] if command else ""
        path = path if path in commands() else path.partition(" ")[0]
        told.setdefault(path, set()).update(re.findall(r"--[a-z][a-z-]*", match[1]))
    return told


# The contract


def test_the_contract_knows_every_role_and_what_it_may() -> None:
    rows = table(CONTRACT, "verb")
    for i, role in enumerate(people.ROLES, start=1):
        may = {row[0].strip("`") for row in rows if row[i] in {"yes", "own"}}
        lowest = {verb: people.ROLES.index(role_) for verb, role_ in people._LOWEST.items()}
        assert may == {verb for verb, n in lowest.items() if n <= people.ROLES.index(role)}, role


def test_the_contract_knows_every_state_and_step_of_a_coverage() -> None:
    steps = {row[0].strip("`"): names(row[1]) for row in table(CONTRACT, "from")}
    assert steps == {status: set(wanted) for status, wanted in coverages._STEPS.items()}
    assert [row[0].strip("`") for row in table(CONTRACT, "status")] == [*coverages.STATUSES]


def test_the_contract_knows_every_state_mark_and_correction_of_a_post() -> None:
    told = names(CONTRACT.split("## Posts\n")[1].split("## The log")[0])
    assert {*posts.STATUSES, *marks.MARKINGS, *corrections.CLASSES} <= told


def test_the_contract_knows_every_kind_and_verb_of_a_change() -> None:
    told = {row[0].strip("`"): names(row[1]) for row in table(CONTRACT, "field")}
    assert told["kind"] == set(changes.KINDS)
    assert set(changes.VERBS) <= told["verb"]


def test_the_contract_knows_every_kind_of_a_dossier_and_every_field() -> None:
    rows = {row[0].strip("`"): row[1:] for row in table(CONTRACT, "object")}
    assert {kind: names(row[0]) for kind, row in rows.items()} == {
        kind: {plural} for kind, plural in PLURALS.items()
    }
    for name, kind in KINDS.items():
        assert names(rows[name][1]) == {*kind.fields}, name
        needed = {field for field in kind.fields if f"`{field}` (needed)" in rows[name][1]}
        assert needed >= {field for field, its in kind.fields.items() if its.is_required}, name
        for shape in WANTED[name].model_json_schema()["properties"].values():
            assert all(choice in rows[name][1] for choice in shape.get("enum", [])), name


def test_the_contract_knows_the_limits_of_a_dossier() -> None:
    limits = {row[0]: row[1] for row in table(CONTRACT, "what")}
    names_, aim = (
        "the other names of an actor, an issue or a place",
        "an aim, the wording of a position",
    )
    assert limits[names_].startswith(f"{fields.NAMES:,} of {words.HEADLINE} characters")
    assert limits[aim] == f"{fields.TEXT} characters"
    told = f"{claims.LENGTH:,} and {claims.VERBATIM:,} characters"
    assert limits["a claim, and its quote in full"] == told
    assert limits["other objects, or whose it is, in one field; posts at once"] == str(
        fields.SEVERAL
    )


def test_the_contract_knows_every_part_of_an_answer_about_the_dossier() -> None:
    (told,) = (span for span in spans(CONTRACT) if span.startswith('{"kind", "key", "url", "stand'))
    assert re.findall(r'"(\w+)"', told) == [*Object.model_fields]
    (told,) = (span for span in spans(CONTRACT) if span.startswith('{"@context"'))
    parts = {field.alias or name for name, field in shapes.Dossier.model_fields.items()}
    assert {*re.findall(r'"([@\w]+)"', told)} == parts


def test_the_contract_knows_every_error_and_its_status() -> None:
    rows = next(part for part in CONTRACT.split("\n\n") if part.startswith("| status | codes |"))
    told = {row[0]: names(row[1]) for row in table(f"\n{rows}", "status")}
    known: dict[str, set[str]] = {}
    told_to_operators = {NotReady, *offspring(NotReady)}
    for error in {DepescheError, *offspring(DepescheError)} - told_to_operators:
        known.setdefault(str(error.status), set()).add(error().code)
    assert told == known


def offspring(parent: type[DepescheError]) -> Iterator[type[DepescheError]]:
    for child in parent.__subclasses__():
        if child.__module__.startswith("depesche."):
            yield child
            yield from offspring(child)


def test_the_contract_tells_the_headers_and_the_limits() -> None:
    told = {*spans(CONTRACT)}
    assert {*headers.EVERYWHERE, caching.NEWEST, caching.SETTLED, caching.FOR_GOOD} <= told
    limits = {row[0]: row[1] for row in table(CONTRACT, "what")}
    assert limits["a text"].startswith(f"{text.LENGTH:,} characters, {text.DEPTH} levels")
    assert limits["a headline, and other lines"] == f"{words.HEADLINE} characters"
    assert limits["a standfirst, a note, a notice"] == f"{words.NOTE:,} characters"
    assert limits["a byline, a name"] == f"{words.NAME} characters"
    assert limits["a slug"].startswith(f"{words.SLUG} characters")
    assert limits["a password"] == (
        f"at least {passwords.LENGTH} characters, {passwords.LONGEST:,} at most"
    )


def test_the_heartbeat_has_the_fields_of_the_contract() -> None:
    sent = frames.heartbeat(7, now=clock.now(), rate=1.0).forms[frames.PLAIN].decode()
    told = next(span for span in spans(CONTRACT) if span.startswith('{"sequence": 7'))
    assert json.loads(sent.split("data: ")[1]).keys() == json.loads(told).keys()


@pytest.fixture
def newsdesk(tmp_path: Path, migrated_sqlite: Path) -> Iterator[Newsdesk]:
    """A newsroom in a file: what is written does not depend on the database."""
    shutil.copy(migrated_sqlite, tmp_path / "depesche.sqlite3")
    store = Store(Settings(data=tmp_path).url)
    yield Newsdesk(store)
    store.close()


@pytest.fixture
def app(tmp_path: Path, newsdesk: Newsdesk) -> FastAPI:
    from depesche.app import create  # noqa: PLC0415

    return create(Settings(data=tmp_path), newsdesk.store)


def test_a_change_has_the_fields_of_the_contract(app: FastAPI, newsdesk: Newsdesk) -> None:
    newsdesk.opens()
    newsdesk.publishes("Die Türen sind offen.")
    answer = TestClient(app).get(f"/live/{newsdesk.slug}/changes").json()
    told = json.loads(block(CONTRACT, '{\n  "sequence"'))
    assert answer["changes"][-1].keys() == told.keys()
    assert told.keys() == {row[0].strip("`") for row in table(CONTRACT, "field")}


def test_an_error_has_the_fields_of_the_contract(app: FastAPI) -> None:
    answer = TestClient(app).get("/api/v1/coverages").json()
    told = json.loads(block(CONTRACT, '{\n  "type"'))
    assert answer.keys() == told.keys() - {"field", "errors"}


def test_every_address_is_in_the_contract_and_every_one_there_exists(app: FastAPI) -> None:
    known, told = set(addresses(app)), set(addresses_told())
    paths = {path for _, path in known}
    assert not {(method, path) for method, path in told if method} - known
    assert not {path for _, path in told} - paths
    assert not {(m, path) for m, path in known if not path.startswith("/desk")} - told


def addresses(app: FastAPI) -> Iterator[tuple[str, str]]:
    """The method and the path of every route, whatever its parameters are called."""
    for route in iter_route_contexts(app.routes):
        for method in {*(route.methods or ())} - {"HEAD"}:
            yield method, re.sub(r"{[^}]*}", "{}", str(route.path))
    yield "GET", "/static/{}"


def addresses_told() -> Iterator[tuple[str, str]]:
    for span in spans(CONTRACT):
        if match := re.fullmatch(r"(?:(GET|PUT|POST|DELETE) )?(/[\w/{}.-]*)(?:\?.*)?", span):
            yield match[1] or "", re.sub(r"{[^}]*}", "{}", match[2])


# The house


def test_the_architecture_shows_every_room_and_no_other() -> None:
    shown = {path for path, _ in tree()}
    for path in shown:
        assert (SOURCE / path).exists(), path
    rooms = [*SOURCE.iterdir(), *(SOURCE / "newsroom").iterdir()]
    for room in rooms:
        if not room.name.startswith("_") and room.suffix in {"", ".py"} and holds_files(room):
            assert str(room.relative_to(SOURCE)) in shown


def test_every_room_is_explained_in_a_line() -> None:
    for path, line in tree():
        assert line, path


def tree() -> Iterator[tuple[str, str]]:
    above: dict[int, str] = {0: ""}
    for line in block(ARCHITECTURE, "src/depesche/").splitlines()[1:]:
        depth = (len(line) - len(line.lstrip())) // 2
        name, _, explained = line.strip().partition(" ")
        above[depth] = f"{above[depth - 1]}{name}"
        yield above[depth].rstrip("/"), explained.strip()


def holds_files(path: Path) -> bool:
    return path.is_file() or any(p.is_file() and p.suffix != ".pyc" for p in path.rglob("*"))


def test_the_architecture_shows_the_import_layers() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    layers = project["tool"]["importlinter"]["contracts"][0]["layers"]
    assert block(ARCHITECTURE, "cli\n").splitlines() == layers


def test_the_glossary_knows_every_table() -> None:
    tables = {mapper.class_.__name__ for mapper in Table.registry.mappers}
    assert tables <= set(spans(GLOSSARY))


def test_the_glossary_uses_the_words_of_the_german_interface() -> None:
    file = SOURCE / "rendering" / "translations" / "de.po"
    translated = read_po(BytesIO(file.read_bytes()), locale="de")
    spoken = "\n".join(str(message.string) for message in translated).casefold()
    for section in GLOSSARY.split("\n## "):
        if "| German interface |" in section:
            for row in table(section, "we say"):
                for word in {*row[1].split(", ")} - {"–"}:
                    assert word.casefold() in spoken, word


# Whatever a page names


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_file_that_is_named_exists(page: Path) -> None:
    for span in spans(page.read_text("utf-8")):
        if re.fullmatch(r"[\w.-]+(/[\w.-]+)*(/|\.(py|js|css|html|toml|md))|bin/\w+", span):
            assert is_there(span), span


def is_there(name: str) -> bool:
    if "/" in name:
        return any((base / name).exists() for base in (ROOT, SOURCE))
    return (ROOT / name).exists() or any(SOURCE.rglob(name))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_function_that_is_named_exists(page: Path) -> None:
    known = modules()
    for span in spans(page.read_text("utf-8")):
        module, _, name = span.partition(".")
        is_document = name == "json" or (ROOT / span).exists()
        if module in known and name.isidentifier() and not is_document:
            assert hasattr(importlib.import_module(known[module]), name), span


def modules() -> dict[str, str]:
    """The modules one may name without saying where they are."""
    rooms = ("newsroom", "live", "rendering")
    found = {f.stem: f"depesche.{room}.{f.stem}" for room in rooms for f in files(SOURCE / room)}
    return {**found, "clock": "depesche.clock"}


def files(room: Path) -> Sequence[Path]:
    return [file for file in room.glob("*.py") if not file.name.startswith("_")]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_relative_link_leads_somewhere(page: Path) -> None:
    content = page.read_text("utf-8")
    for link in re.findall(r"\]\(([^)\s]+)\)|(?:src|srcset|href)=\"([^\"]+)\"", content):
        target, _, anchor = "".join(link).partition("#")
        if ":" in target:
            continue
        file = (page.parent / target).resolve() if target else page
        assert file.exists(), target
        if anchor:
            assert anchor in anchors(file.read_text("utf-8")), f"{target}#{anchor}"


def anchors(page: str) -> set[str]:
    heads = re.findall(r"^#+ (.+)$", page, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.name[:4])
def test_a_decision_has_a_status_and_is_listed_with_it(record: Path) -> None:
    number, content = record.name[:4], record.read_text("utf-8")
    head = re.match(r"# (\d{4}): (.+)\n\nStatus: (.+)\n", content)
    assert head is not None
    assert head[1] == number == f"{RECORDS.index(record) + 1:04d}"
    assert re.fullmatch(r"proposed|accepted|superseded by \d{4}", head[3])
    listed = (DOCS / "decisions" / "README.md").read_text("utf-8")
    assert f"| [{number}]({record.name}) | {head[2]} | {head[3]} |" in listed
