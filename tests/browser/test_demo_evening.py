"""The evening of the summit: watched from its start without a reload, and by who comes late."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Request, Response, expect

from depesche.demo import evening
from depesche.demo.evening import Evening
from reading import Browsing, Reader, Reads

PATIENCE = 120  # seconds
AT_ONCE = ("--at-once",)
AT_SPEED = ("--speed", "12")  # half a minute
FIRST_PAGE = 60_000  # bytes at most, compressed, without pictures

# What the browser shifts about, from the first paint on.
SHIFTS = """new PerformanceObserver((list) => {
  for (const one of list.getEntries()) window.shifted = (window.shifted ?? 0) + one.value;
}).observe({ type: "layout-shift", buffered: true })"""


@pytest.fixture
def written(request: pytest.FixtureRequest) -> Evening:
    return evening.load(request.param)


@pytest.fixture
def how(request: pytest.FixtureRequest) -> tuple[str, ...]:
    """How the evening is told."""
    return getattr(request, "param", AT_ONCE)


@pytest.fixture
def demo(
    written: Evening, how: tuple[str, ...], tmp_path: Path, chromium: Browser
) -> Iterator[str]:
    """`depesche demo` on a free port; Ctrl-C must end it cleanly. The browser is there before."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    language = written.coverage["language"]
    command = [Path(sys.executable).with_name("depesche"), "demo", "--language", language]
    with subprocess.Popen(
        [*command, "--port", str(port), *how],
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


@pytest.mark.parametrize(("written", "how"), [("de", AT_SPEED)], indirect=True)
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


@pytest.mark.parametrize("written", ["de", "en"], indirect=True)
def test_whoever_comes_late_has_it_all_on_the_first_screen(
    demo: str, written: Evening, browsing: Browsing
) -> None:
    context = browsing(viewport={"width": 360, "height": 640})
    context.add_init_script(SHIFTS)
    page = context.new_page()
    asked: list[Request] = []
    page.on("request", lambda request: asked.extend([request]))
    reader = Reader(page, demo).follows()
    bar = page.locator(".bar").bounding_box()
    assert bar is not None
    seen = ["h1", "newest-post b", "newest-post time", ".so-far .as-of", ".so-far li:last-child"]
    for selector in seen:
        box = page.locator(selector).bounding_box()
        assert box is not None, selector
        assert 0 <= box["y"] < box["y"] + box["height"] <= bar["y"], selector
    lines = page.locator(".so-far li")
    assert 1 <= lines.count() <= 5
    assert all("/posts/" in (a.get_attribute("href") or "") for a in lines.locator("a").all())
    assert page.evaluate("document.documentElement.scrollWidth") <= 360

    site = demo.partition("/live/")[0]
    assert [one.url for one in asked if not one.url.startswith(f"{site}/")] == []
    assert context.cookies() == []
    assert page.evaluate("window.shifted ?? 0") == 0
    text = [one for one in asked if one.resource_type in {"document", "script", "stylesheet"}]
    sent = sum(one.sizes()["responseBodySize"] for one in text)
    assert sent <= FIRST_PAGE, f"{sent} bytes"
    assert reader.errors == []

    promised = written.post_id(_published(written)[3])
    page.goto(f"{demo}/posts/{promised}")
    post = page.locator(".promised + .post")
    expect(post).to_have_attribute("data-id", str(promised))
    expect(page.locator(".promised")).to_be_in_viewport()
    page.locator(".promised a", has_text=re.compile("Bisher|So far")).click()
    expect(page.locator(".so-far")).to_be_in_viewport()


@pytest.mark.parametrize("written", ["de"], indirect=True)
def test_on_a_slow_network_in_an_old_browser_all_of_it_can_be_read(
    demo: str, written: Evening, browsing: Browsing
) -> None:
    """2G: 250 kbit/s with 300 ms, no scripts; and with neither styles nor pictures, as text."""
    context = browsing(java_script_enabled=False, viewport={"width": 320, "height": 480})
    page = context.new_page()
    sent: list[Response] = []
    network = context.new_cdp_session(page)
    network.send("Network.enable")
    network.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": 300, "downloadThroughput": 31_250, "uploadThroughput": 6_250},
    )
    page.on("response", lambda response: sent.extend([response]))
    page.goto(f"{demo}/text")
    expect(page.locator("h1")).to_contain_text("Anchorage")
    assert sum(len(response.body()) for response in sent) <= 30_000
    read = _permalinks(page)
    while page.locator("a[rel=next]").count():
        page.goto(page.locator("a[rel=next]").evaluate("(link) => link.href"))
        read |= _permalinks(page)
    assert read >= {str(written.post_id(name)) for name in _published(written)}


def _permalinks(page: Page) -> set[str]:
    links = page.locator("h3 a[href*='/posts/']").all()
    return {str(link.get_attribute("href")).rpartition("/")[2] for link in links}


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
