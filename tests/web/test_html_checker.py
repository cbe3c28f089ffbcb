"""Every page there is, judged by the checker of the W3C: it reports nothing, not even a warning."""

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import httpx2
import pytest
from starlette.testclient import TestClient

from newsdesk import Newsdesk
from reader.test_every_page_is_clean import an_evening, pages, settings

__all__ = ["settings"]  # pages are judged as they are where their other tests look at them

JUDGE = Path(__file__).parents[2] / "node_modules/vnu-jar/build/dist/vnu.jar"
PATIENCE = 60.0  # seconds
SHORT_LIVED = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xss4m")  # half of the work
WRONG = {
    "twice": '<p id="a">x</p><p id="a">y</p>',
    "nested": '<a href="/"><button>x</button></a>',
    "unnamed": '<img src="/x.png">',
    "pointing": '<label for="nothing">x</label>',
    "unclosed": "<section><h2>x</h2>",
}


def judged(folder: Path) -> dict[str, str]:
    """What the checker says of the pages in that folder, each once, and a page of which it does."""
    java = shutil.which("java")
    assert java, "Java is missing. bin/test says how to install it."
    assert JUDGE.exists(), "The checker is missing: npm ci, or bin/test"
    wanted = ["--format", "json", "--stdout", "--exit-zero-always", str(folder)]
    done = subprocess.run(
        [java, *SHORT_LIVED, "-jar", str(JUDGE), *wanted],
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=True,
    )
    found: list[dict[str, Any]] = json.loads(done.stdout)["messages"]
    told: dict[str, str] = {}
    for message in found:
        where = re.sub(r"[0-9a-f]{8}-[-0-9a-f]{27}", "…", message.get("extract", ""))
        complaint = f"{message['message']} {where!r}"
        page = unquote(Path(message["url"]).stem).replace("|", "/")
        told.setdefault(complaint, page)
    return told


@contextmanager
def kept(client: TestClient, folder: Path) -> Iterator[None]:
    """While the block runs, every page that the client is given is written down in that folder."""

    def keep(answer: httpx2.Response) -> None:
        if answer.headers.get("content-type", "").startswith("text/html"):
            name = answer.request.url.raw_path.decode().replace("/", "|")
            (folder / f"{name}.html").write_bytes(answer.read())

    before = client.event_hooks
    client.event_hooks = {**before, "response": [*before["response"], keep]}
    yield
    client.event_hooks = before


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_checker_says_nothing_of_any_page(
    newsdesk: Newsdesk, client: TestClient, tmp_path: Path, language: str
) -> None:
    an_evening(newsdesk, language)
    folder = tmp_path / "pages"
    folder.mkdir()
    with kept(client, folder):
        walked = {path.partition("#")[0] for path, _ in pages(client)}
        if language == "de":  # it has but one
            walked |= {*at_the_desk(newsdesk, client)}
    assert len([*folder.iterdir()]) >= len(walked) > 40
    assert judged(folder) == {}


def at_the_desk(newsdesk: Newsdesk, client: TestClient) -> Iterator[str]:
    """The pages of the desk, before and after somebody has signed in."""
    client.get("/desk/sign-in")
    secret = newsdesk.signs_in(newsdesk.ada)
    for path in (
        *("/desk", "/desk/account", "/desk/people", "/desk/coverages/new", "/desk/nirgends"),
        *("/desk/coverages/live-i", "/desk/coverages/live-i/edit"),
    ):
        answer = client.get(path, headers={"Cookie": f"__Host-depesche={secret}"})
        assert answer.status_code == (404 if path == "/desk/nirgends" else 200), path
        yield path


def test_the_checker_sees_what_is_wrong(tmp_path: Path) -> None:
    """So that the test above does not pass because nobody looks."""
    for name, body in WRONG.items():
        page = f'<!doctype html><html lang="de"><title>x</title><body>{body}</body></html>'
        (tmp_path / f"{name}.html").write_text(page, "utf-8")
    assert {*judged(tmp_path).values()} == {*WRONG}
