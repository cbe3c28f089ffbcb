"""What does a judge from outside say of the readers' page on a phone?

Lighthouse looks at the ticker of the demo's whole evening in Chromium, as on a phone of the middle
class with a slow connection, both of which it simulates: figures of time are what it makes of it.
A browser with nothing in it then reads the page as well, and is asked what it has kept.
"""

import json
import os
import shlex
import shutil
import signal
import subprocess
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from playwright.sync_api import sync_playwright

from bench import servers
from bench.chromium import FLAGS
from bench.figures import Row, figure
from bench.lengths import Length
from depesche.demo import evening

LIGHTHOUSE: Final = Path(__file__).parents[2] / "node_modules/lighthouse/cli/index.js"
LOOKS: Final = 5  # at most
PATIENCE: Final = 180.0  # seconds for one look
SCORES: Final = ("performance", "accessibility", "best-practices", "seo")
METRICS: Final = {
    "first_paint": "first-contentful-paint",  # milliseconds
    "largest_paint": "largest-contentful-paint",
    "blocked": "total-blocking-time",
    "shift": "cumulative-layout-shift",
}
KINDS: Final = {"page": "Document", "css": "Stylesheet", "javascript": "Script"}


def ask(length: Length, home: Path) -> dict[str, Any]:
    """`rows`: one per look. `short`: what the one in the middle would have otherwise. `cookies`."""
    with servers.demo(home, "--at-once") as server:
        url = f"http://127.0.0.1:{server.port}/live/{evening.load('de').slug}"
        reports = [_report(url, home) for _ in range(min(length.rounds, LOOKS))]
        cookies = _cookies(url)
    typical = sorted(reports, key=_performance)[len(reports) // 2]
    return {
        "rows": [_row(report, url) for report in reports],
        "short": [*_short(typical)],
        "lighthouse": typical["lighthouseVersion"],
        "cookies": cookies,
    }


def answer(asked: dict[str, Any]) -> Row:
    """Scores of 100, milliseconds, and the bytes and requests of the first page as they travel."""
    rows = asked["rows"]
    return {
        "looks": len(rows),
        **{name: figure(row[name] for row in rows) for name in rows[0]},
        **{name: asked[name] for name in ("short", "lighthouse", "cookies")},
    }


def _report(url: str, home: Path) -> dict[str, Any]:
    """What Lighthouse finds in one look. Raises RuntimeError when it cannot look."""
    command = [
        *(_program("node"), str(_lighthouse()), url, "--quiet", "--output=json"),
        *("--output-path=stdout", "--no-enable-error-reporting"),
        f"--chrome-flags={shlex.join(('--headless=new', *FLAGS))}",
    ]
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "CHROME_PATH": _program("chromium"), "XDG_CONFIG_HOME": str(home)},
        start_new_session=True,
    )
    try:
        told, said = process.communicate(timeout=PATIENCE)
    finally:
        with suppress(ProcessLookupError):  # else its browser would outlive it
            os.killpg(process.pid, signal.SIGKILL)
    if process.returncode:
        raise RuntimeError(f"Lighthouse failed: {said.decode()}")
    report: dict[str, Any] = json.loads(told)
    if wrong := report.get("runtimeError"):
        raise RuntimeError(f"Lighthouse failed: {wrong['message']}")
    return report


def _row(report: dict[str, Any], url: str) -> Row:
    requests = report["audits"]["network-requests"]["details"]["items"]
    return {
        **{name: round(report["categories"][name]["score"] * 100) for name in SCORES},
        **{name: report["audits"][audit]["numericValue"] for name, audit in METRICS.items()},
        **{name: _bytes(requests, kind) for name, kind in KINDS.items()},
        "bytes": sum(request["transferSize"] for request in requests),
        "requests": len(requests),
        "third_parties": sum(_is_elsewhere(request["url"], url) for request in requests),
    }


def _performance(report: dict[str, Any]) -> float:
    score: float = report["categories"]["performance"]["score"]
    return score


def _bytes(requests: Iterable[dict[str, Any]], kind: str) -> int:
    return sum(one["transferSize"] for one in requests if one.get("resourceType") == kind)


def _is_elsewhere(url: str, page: str) -> bool:
    asked, ours = urlsplit(url), urlsplit(page)
    return asked.scheme in {"http", "https"} and asked.netloc != ours.netloc


def _short(report: dict[str, Any]) -> Iterable[Row]:
    """The audits that the page does not pass altogether, those that count in a score first."""
    counting = {
        audit["id"]
        for name in SCORES
        for audit in report["categories"][name]["auditRefs"]
        if audit["weight"]
    }
    failed = [one for one in report["audits"].values() if one["score"] not in {None, 1}]
    for audit in sorted(failed, key=lambda one: one["id"] not in counting):
        yield {
            **{name: audit[name] for name in ("id", "title", "score")},
            "counts": audit["id"] in counting,
            "found": audit.get("displayValue", ""),
        }


def _cookies(url: str) -> int:
    """How many cookies a browser has that has read the page and followed it."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_program("chromium"), args=FLAGS)
        context = browser.new_context()
        page = context.new_page()
        page.goto(url)
        page.locator("live-coverage[data-connection=open]").wait_for(state="attached")
        kept = len(context.cookies())
        browser.close()
    return kept


def _lighthouse() -> Path:
    if not LIGHTHOUSE.exists():
        raise RuntimeError("Lighthouse is missing: bin/bench installs it")
    return LIGHTHOUSE


def _program(name: str) -> str:
    path = shutil.which(name)
    if path is None:
        raise RuntimeError(f"{name} is missing: bin/bench installs it")
    return path
