"""How long from an editor's order to the screen of a reader?

The readers' page is open in a real Chromium, and many other streams beside it. Posts are published
through the API, one at a time. The page itself notes when a post is in it (a MutationObserver), and
when it has been painted (two frames later at the latest), in the time of this machine's clock.
"""

import random
import shutil
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

from playwright.sync_api import Page, sync_playwright

from bench import compiling, machine, newsrooms, servers
from bench.chromium import FLAGS
from bench.figures import Row, figure
from bench.lengths import Length
from bench.newsrooms import UNCLAIMED, Program
from bench.readers import readers

SLUG: Final = "screen"
POSTS: Final = 100  # there before: a page is full
PAUSE: Final = (0.05, 0.25)  # seconds between two posts: not in step with the page's frames
PATIENCE: Final = 30_000  # milliseconds
WATCHING: Final = """
const now = () => (performance.timeOrigin + performance.now()) / 1000;
const seen = new Map(), awaited = new Map();
const told = (id) => { if (seen.has(id) && awaited.has(id)) awaited.get(id)(seen.get(id)); };
new MutationObserver((records) => {
  for (const node of records.flatMap((record) => [...record.addedNodes])) {
    if (node.dataset?.kind !== "post") continue;
    const id = node.dataset.id, there = now();
    requestAnimationFrame(() => setTimeout(() => {
      seen.set(id, [there, now()]);
      told(id);
    }));
  }
}).observe(document, { childList: true, subtree: true });
globalThis.arrived = (id) => new Promise((resolve) => { awaited.set(id, resolve); told(id); });
"""


def ask(length: Length, home: Path) -> dict[str, Any]:
    """`rows`: one per post, in seconds. `streams`: how many others were open."""
    secret = newsrooms.found(home, {SLUG: POSTS})
    with (
        machine.pinned(machine.CLIENTS),
        servers.depesche(home) as server,
        closing(Program(server, secret)) as program,
        readers(compiling.built(home, "crowd.c")) as others,
        _chromium(f"http://127.0.0.1:{server.port}/live/{SLUG}") as page,
    ):
        newest = program.publish(SLUG, text=UNCLAIMED)
        wanted = min(length.beside, machine.open_files(length.beside))
        path = f"/live/{SLUG}/stream?after={newest}"
        others.open(SLUG, port=server.port, path=path, count=wanted, after=newest)
        rows = [*_shown(length, program, page)]
        verdict = others.close(SLUG).verdict
    return {"wanted": length.beside, "streams": wanted, "rows": rows, "verdict": verdict}


def answer(asked: dict[str, Any]) -> Row:
    """Seconds from the order: to the answer, into the page, onto the screen; p99 beside."""
    told: Row = {"streams": asked["streams"], "posts": len(asked["rows"])}
    for name in ("answered", "there", "painted"):
        values = sorted(row[name] for row in asked["rows"])
        told[name] = figure(values)
        told[f"{name}_p99"] = values[len(values) * 99 // 100]
    return told


def _shown(length: Length, program: Program, page: Page) -> Iterator[Row]:
    for _ in range(length.shown):
        time.sleep(random.uniform(*PAUSE))
        post = uuid4()
        begun = time.time()
        program.publish(SLUG, text=UNCLAIMED, post=post)
        answered = time.time()
        there, painted = page.evaluate("(id) => globalThis.arrived(id)", str(post))
        yield {
            "answered": answered - begun,
            "there": there - begun,
            "painted": painted - begun,
        }


@contextmanager
def _chromium(url: str) -> Iterator[Page]:
    """A page that follows, and says when posts are in it."""
    path = shutil.which("chromium")
    if path is None:
        raise RuntimeError("Chromium is missing: bin/bench installs it")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        page = browser.new_page()
        page.set_default_timeout(PATIENCE)
        page.add_init_script(WATCHING)
        page.goto(url)
        page.locator("live-coverage[data-connection=open]").wait_for(state="attached")
        yield page
        browser.close()
