"""What is served of stylesheets and modules: the same program, and nothing beside it."""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import brotli
import pytest

from depesche.rendering import assets

STATIC = Path(assets.__file__).parents[1] / "static"
MODULES = sorted(str(file.relative_to(STATIC)) for file in STATIC.rglob("*.js"))
READERS = Path(__file__).with_name("programs.mjs")
PATIENCE = 60.0  # seconds

SCRIPTS, STYLES = 8192, 10_240  # bytes, compressed, that a page of a coverage may ask for
PAGE = ("reader/reader.css", "reader/post.css", "reader/dossier.css")


def programs(sources: Mapping[str, str]) -> dict[str, Any]:
    """What each module means, and what it imports."""
    node = shutil.which("node")
    assert node, "Node is missing. bin/test says how to install it."
    done = subprocess.run(
        [node, READERS],
        input=json.dumps(sources),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    read: dict[str, Any] = json.loads(done.stdout)
    return read


def served(path: str) -> str:
    return assets.served(path).content.decode()


def path_of(address: str) -> str:
    return address.partition("?")[0].removeprefix("/static/")


@pytest.fixture
def place(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A directory of files to be served, still empty."""
    monkeypatch.setattr(assets, "_STATIC", tmp_path)
    return tmp_path


def test_every_module_is_served_as_the_program_that_was_written() -> None:
    written = programs({path: (STATIC / path).read_text("utf-8") for path in MODULES})
    told = programs({path: served(path) for path in MODULES})

    assert len(MODULES) > 50
    for path in MODULES:
        assert told[path]["program"] == written[path]["program"], path


def test_whatever_modules_are_written_with_comes_through() -> None:
    """Not so a template with a space within a template, and not a regular expression after `else`
    or the like: where somebody writes one, the test above says so.
    """
    awkward = r"""
        /** @type {RegExp} */ const slash = /[/'"`]\/\/ x/g; // a comment
        const half = 4 / 2 / 1, text = `a  // b ${[1, 2].map((n) => `<${n}>`).join("  ")}  c`;
        class Some extends Object { #x = 1; static #y = 2
            get #z() { return this.#x ?? 0 } has(o) { return #x in o } }
        let a = half
        ++a
        const f = async () => {
            try { return await import("./x.js") } catch { return a?.b?.["c  d"] } }
        if (a) f(); else (/x  y/).test("a  b")
        label: for (const of of [1_000, 0x1f, 10n]) { if (of) continue label }
        export { f as default, slash, text }
    """
    slim = assets._SLIMMED[".js"](awkward.encode()).decode()
    told = programs({"written": awkward, "slim": slim})
    assert told["slim"]["program"] == told["written"]["program"]
    assert "comment" not in slim


def test_an_import_leads_to_the_one_address_of_what_it_imports() -> None:
    told = programs({path: served(path) for path in MODULES})
    for path in MODULES:
        for name in told[path]["imports"]:
            found, _, fingerprint = name.partition("?v=")
            imported = os.path.normpath(Path(path).parent / found)
            assert fingerprint == assets.served(imported).fingerprint, (path, name)


def test_a_page_can_ask_at_once_for_all_that_a_module_leads_to() -> None:
    for entry in ("reader/reader.js", "desk/desk.js"):
        asked = assets.modules(entry)
        assert asked[-1] == assets.address(entry)
        assert len(set(asked)) == len(asked)
        for n, address in enumerate(asked):
            imported = re.findall(r'\b(?:from|import)"(\.[^"]+)"', served(path_of(address)))
            known = {Path(one).name for one in asked[:n]}
            assert {Path(one).name for one in imported} <= known, address


def test_comments_and_space_stay_at_home() -> None:
    slim = served("reader/live-coverage.js") + served("reader/reader.css")
    assert "/*" not in slim
    assert "@param" not in slim
    assert "  " not in slim
    assert assets.served("reader/icon.svg").content == (STATIC / "reader/icon.svg").read_bytes()


def test_a_module_has_another_address_when_anything_it_leads_to_has_changed(place: Path) -> None:
    (place / "top.js").write_text('import "./middle.js";')
    (place / "middle.js").write_text('export const late = () => import("./deep/end.js");')
    (place / "deep").mkdir()
    end = place / "deep" / "end.js"
    end.write_text('import * as top from "../other.js"; // eins')
    (place / "other.js").write_text("export {};")
    before = assets.modules("top.js")
    assert [path_of(one) for one in before] == ["middle.js", "top.js"], "the end can wait"
    other = assets.address("other.js")

    end.write_text('import * as top from "../other.js"; // zwei')
    os.utime(end, ns=(1, 1))
    assert assets.modules("top.js") == before, "a comment is nobody's business"
    end.write_text('import * as top from "../other.js"; top.x;')
    os.utime(end, ns=(2, 2))
    assert not set(assets.modules("top.js")) & set(before)
    assert assets.address("other.js") == other
    assert f'import("./deep/end.js?v={assets.served("deep/end.js").fingerprint}")' in served(
        "middle.js"
    )


def test_a_stylesheet_has_another_address_when_it_has_changed(place: Path) -> None:
    file = place / "reader.css"
    file.write_text("a {color: red}")
    address = assets.address("reader.css")
    file.write_text("b {color: red}")
    os.utime(file, ns=(1, 1))
    assert assets.address("reader.css") != address
    file.write_text("a {\n  color: red\n}")
    os.utime(file, ns=(2, 2))
    assert assets.address("reader.css") == address
    assert re.fullmatch(r"/static/reader\.css\?v=[0-9a-f]{10}", address)


def test_modules_that_import_each_other_are_refused(place: Path) -> None:
    (place / "a.js").write_text('import "./b.js";')
    (place / "b.js").write_text('import "./a.js";')
    with pytest.raises(ValueError, match=r"in a circle: a\.js"):
        assets.address("a.js")
    with pytest.raises(FileNotFoundError):
        assets.address("nirgends.js")


@pytest.mark.parametrize("door", ["reader", "desk"])
def test_a_stylesheet_uses_no_property_of_ours_that_nobody_has_set(door: str) -> None:
    sheets = {file.name: file.read_text("utf-8") for file in (STATIC / door).glob("*.css")}
    there = set(re.findall(r"(--[\w-]+):", "".join(sheets.values())))
    used = [
        (name, one) for name in sheets for one in re.findall(r"var\((--[\w-]+)\)", sheets[name])
    ]
    assert len(used) > 50
    assert not [(name, one) for name, one in used if one not in there]


def weighed(paths: list[str]) -> tuple[int, str]:
    """Bytes that the browser gets of all these, and how many of each."""
    sizes = {path: len(brotli.compress(assets.served(path).content)) for path in paths}
    table = [f"{size:6} {path}" for path, size in sorted(sizes.items(), key=lambda one: one[1])]
    return sum(sizes.values()), "\n".join(["", *table])


def test_the_page_of_a_coverage_loads_little() -> None:
    loaded = [path_of(one) for one in assets.modules("reader/reader.js")]
    scripts, each = weighed([*loaded, "reader/last-visit.js"])
    assert scripts <= SCRIPTS, f"{scripts} bytes of modules are more than {SCRIPTS}{each}"
    styles, each = weighed(list(PAGE))
    assert styles <= STYLES, f"{styles} bytes of stylesheets are more than {STYLES}{each}"
