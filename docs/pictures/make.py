"""Makes all pictures anew: `.venv/bin/python docs/pictures/make.py`, after bin/test and
`.venv/bin/pip install --group pictures`.

Those of the README show light to the left and dark to the right; those of the readers' page are in
readers.py. Names of pictures make these only: `make.py reader search`.
"""

import base64
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

import readers

HERE = Path(__file__).parent
TICKER = "/live/trump-putin-anchorage"
DESK = "/desk/coverages/trump-putin-anchorage"
LEFT_OUT = """
.dossier > section:not(.positions, .claims), .dossier [data-list=issue], .positions > .more {
  display: none;
}"""
TYPED = """Was heute Abend *nicht* zu erwarten ist: ein fertiger Vertrag. Das Weiße Haus sagt es so:

> Das ist ein erstes Ausloten.
> — Weißes Haus, sinngemäß"""


def main() -> None:
    wanted = frozenset(sys.argv[1:])
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        with closing(chromium):
            readers.take(chromium, wanted)
            if not wanted or wanted & PAIRS.keys():
                with demo() as url:
                    pairs(chromium, url, wanted or frozenset(PAIRS))


def pairs(chromium: Browser, url: str, wanted: frozenset[str]) -> None:
    for name in wanted & PAIRS.keys():
        together(chromium, name, [PAIRS[name](chromium, url, s) for s in ("light", "dark")])


@contextmanager
def demo() -> Iterator[str]:
    """The evening, at its end."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [Path(sys.executable).with_name("depesche"), "demo", "--at-once", "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as running:  # noqa: S603
        for _ in range(300):
            with suppress(OSError), socket.create_connection(("127.0.0.1", port)):
                break
            time.sleep(0.1)
        try:
            yield f"http://localhost:{port}"
        finally:
            running.terminate()


def reader(chromium: Browser, url: str, scheme: str) -> bytes:
    page = chromium.new_page(color_scheme=scheme, viewport={"width": 1160, "height": 1240})
    page.goto(url + TICKER)
    page.locator("live-coverage[data-connection]").wait_for(state="attached")
    return page.screenshot()


def dossier(chromium: Browser, url: str, scheme: str) -> bytes:
    """The matrix and the first claims: what lies between them on the page is left out."""
    page = chromium.new_page(
        color_scheme=scheme, viewport={"width": 1160, "height": 1720}, bypass_csp=True
    )
    page.goto(f"{url}{TICKER}/dossier")
    page.add_style_tag(content=LEFT_OUT)
    page.locator("live-coverage[data-connection]").wait_for(state="attached")
    return page.screenshot()


def desk(chromium: Browser, url: str, scheme: str) -> bytes:
    page = chromium.new_page(color_scheme=scheme, viewport={"width": 1240, "height": 1100})
    page.goto(url + DESK)
    page.get_by_label("Name").fill("Mara Brandt")
    page.get_by_label("Passwort").fill("anchorage-2025")
    page.keyboard.press("Enter")
    type_a_post(page)
    return page.screenshot()


def type_a_post(page: Page) -> None:
    page.locator("post-composer form input[name=headline]").fill('Kein "Deal" über Nacht')
    page.locator("post-composer textarea[name=text]").fill(TYPED)
    page.locator(".quote cite").wait_for(timeout=10_000)


def together(chromium: Browser, name: str, pictures: list[bytes]) -> None:
    """Two pictures as one, side by side."""
    sources = (f"data:image/png;base64,{base64.b64encode(p).decode()}" for p in pictures)
    page = chromium.new_page(viewport={"width": 1600, "height": 600})
    page.set_content(
        "<style>body{margin:0;display:flex;gap:16px;align-items:flex-start}img{width:792px}</style>"
        + "".join(f'<img src="{source}">' for source in sources)
    )
    page.screenshot(path=HERE / f"{name}.png", full_page=True)


PAIRS = {"reader": reader, "dossier": dossier, "desk": desk}

if __name__ == "__main__":
    main()
