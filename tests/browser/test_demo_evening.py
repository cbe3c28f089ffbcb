"""The evening of the summit once, at speed, watched from its start without a reload."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import expect

from depesche.demo import evening
from depesche.demo.evening import Evening
from reading import Reader, Reads

PATIENCE = 120  # seconds
HOW = {"de": ("--speed", "12"), "en": ("--at-once",)}  # half a minute; no time at all


@pytest.fixture
def written(request: pytest.FixtureRequest) -> Evening:
    return evening.load(request.param)


@pytest.fixture
def demo(written: Evening, tmp_path: Path) -> Iterator[str]:
    """`depesche demo` on a free port; Ctrl-C must end it cleanly."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    language = written.coverage["language"]
    command = [Path(sys.executable).with_name("depesche"), "demo", "--language", language]
    with subprocess.Popen(
        [*command, "--port", str(port), *HOW[language]],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, "TMPDIR": str(tmp_path)},
    ) as running:
        try:
            _wait_for(port)
            yield f"http://localhost:{port}/live/{written.slug}"
            running.send_signal(signal.SIGINT)
            said, _ = running.communicate(timeout=30)
        finally:
            running.kill()  # whatever went wrong, it does not outlive the test
    assert running.returncode == 0, said
    assert "Traceback" not in said
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("written", ["de"], indirect=True)
def test_a_page_left_open_from_the_start_shows_the_whole_evening(
    demo: str, written: Evening, reads: Reads
) -> None:
    reader = reads(demo).follows()
    expect(reader.page.locator(".mark.announced")).to_be_visible()
    expect(reader.page.locator("count-down")).to_be_visible()
    expect(reader.page.locator(".mark.live")).to_be_visible(timeout=PATIENCE * 1000)
    last = written.post_id(_published(written)[-1])
    post = reader.page.locator(f"#post-{last}")
    expect(post).to_be_attached(timeout=PATIENCE * 1000)
    _shows_everything(reader, written)
    fresh = reads(demo).follows().objects()
    watched = reader.objects()
    assert {name: watched[name] for name in fresh} == fresh


@pytest.mark.parametrize("written", ["en"], indirect=True)
def test_the_evening_at_once_shows_everything_on_two_pages(
    demo: str, written: Evening, reads: Reads
) -> None:
    reader = reads(demo, java_script_enabled=False)
    assert len(reader.headlines()) == 30
    reader.page.get_by_role("link", name="Older posts").click()
    assert len(reader.headlines()) == len(_published(written)) - 30


def _shows_everything(reader: Reader, written: Evening) -> None:
    corrected = [act for act in written.acts if act.verb == "correct"]
    for act in corrected:
        note = reader.page.locator(f"#post-{written.post_id(act.post)} .correction")
        expect(note).to_have_count(1)
    withdrawn = next(act for act in written.acts if act.verb == "withdraw")
    expect(
        reader.page.locator(f"#post-{written.post_id(withdrawn.post)}.withdrawn")
    ).to_be_visible()
    assert len(reader.headlines()) == len(_published(written)) >= 30
    expect(reader.page.locator('[data-kind="pin"]')).to_have_count(1)
    expect(reader.page.locator(".so-far li")).to_have_count(5)
    assert reader.page.locator('[data-kind="key_event"]').count() >= 7
    stances = reader.page.locator('[data-kind="matrix"] tbody .stance')
    expect(stances).to_have_count(9)  # two of them were there before the evening
    expect(reader.page.locator('[data-kind="question"]')).to_have_count(6)
    assert reader.errors == []


def _published(written: Evening) -> list[str]:
    return [act.post for act in written.acts if act.verb == "publish"]


def _wait_for(port: int) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port)):
            return
        time.sleep(0.05)
    raise TimeoutError("the demo did not begin to listen")
