"""`depesche demo`, as real processes."""

import asyncio
import re
import signal
import time
from pathlib import Path
from urllib.request import urlopen

import pytest
from fastapi import FastAPI

from cli.conftest import Running, Starting
from depesche import clock, server
from depesche.cli.demo import _played, _together
from depesche.demo import evening as evenings
from depesche.demo.stage import PASSWORD
from depesche.newsroom import text


@pytest.fixture
def attic(tmp_path: Path) -> Path:
    """Where throw-away directories are made."""
    attic = tmp_path / "attic"
    attic.mkdir()
    return attic


def url_of(running: Running, path: str) -> str:
    found = re.search(rf"http://localhost:\d+{path}(?=\s)", running.says("/desk"))
    assert found is not None
    return found[0]


def page(running: Running, path: str) -> str:
    with urlopen(url_of(running, path), timeout=10) as answer:
        body: bytes = answer.read()
    return body.decode()


@pytest.mark.parametrize(("language", "end"), [("de", "Strg-C"), ("en", "Ctrl-C")])
def test_at_once_the_evening_is_there_before_anybody_can_look(
    start: Starting, attic: Path, language: evenings.Language, end: str
) -> None:
    evening = evenings.load(language)
    running = start("demo", "--at-once", "--port=0", f"--language={language}", TMPDIR=str(attic))
    said = running.says(end)
    for member in evening.people:
        assert re.search(rf"{member.name} +{PASSWORD}", said)
    reader = page(running, f"/live/{evening.slug}")
    assert text.typeset(evening.headline("unknown"), language) in reader.replace("&#39;", "'")
    front = page(running, "/")
    assert front.index(evening.slug) < front.index(str(evening.next_day["slug"]))
    assert running.ends(signal.SIGTERM) == 0
    assert running.complains() == ""


def test_the_evening_plays_to_its_end_and_leaves_nothing_behind(
    start: Starting, attic: Path
) -> None:
    evening = evenings.load("en")
    running = start("demo", "--port=0", "--speed=60", "--language=en", TMPDIR=str(attic))
    assert "opens by itself in 1 second" in running.says("Ctrl-C")
    assert "19:57 CEST  Waits for 20:00: Good evening" in running.says("20:01 CEST")
    said = running.says(evening.headline("unknown"))
    acts = re.findall(r"^\d\d:\d\d CEST  ", said, re.MULTILINE)
    assert len(acts) == len(evening.acts)
    assert len(list(attic.iterdir())) == 1
    assert evening.headline("unknown") in page(running, f"/live/{evening.slug}")
    assert running.ends(signal.SIGINT) == 0
    assert running.complains() == ""
    assert list(attic.iterdir()) == []


def test_once_the_evening_is_told_time_goes_as_elsewhere() -> None:
    told: list[float] = []

    async def evening() -> None:
        told.append(clock.rate())

    clock.start(clock.now(), rate=12)
    asyncio.run(_played(evening()))
    assert (told, clock.rate()) == ([12], 1)


def test_a_newsroom_that_is_real_is_left_alone(start: Starting, attic: Path, data: Path) -> None:
    data.mkdir()
    running = start(
        *("demo", "--at-once", "--port=0"),
        TMPDIR=str(attic),
        DEPESCHE_DATA=str(data),
        DEPESCHE_DATABASE_URL="postgresql://127.0.0.1:1/real",
    )
    running.says("Strg-C")
    assert list(data.iterdir()) == []


def test_an_evening_ends_before_its_newsroom_does(app: FastAPI) -> None:
    """Else an act might be performed on threads that are there no more."""

    async def acts() -> None:
        while True:
            await asyncio.to_thread(time.sleep, 0.001)

    sockets = server.bound("127.0.0.1", 0)
    serving = server.configured(
        app,
        host="127.0.0.1",
        port=0,
        on_listening=lambda: serving.end(),  # noqa: PLW0108 - it is made here
    )
    asyncio.run(_together(serving, sockets, acts()))
