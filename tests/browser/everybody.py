"""What a page owes everybody, measured in the page. Everything returns complaints: none is good."""

import json
from pathlib import Path
from typing import Any, Final

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

LEAST: Final = 24  # CSS pixels of a target, both ways: WCAG 2.2, 2.5.8, without "spacing"
STILL: Final = 0.01  # seconds that something may move for whoever wants nothing to move
TABS: Final = 80  # keys that somebody presses before a page counts as walked through
MEASURES: Final = Path(__file__).with_suffix(".js").read_text("utf-8")


def axe(page: Page, *rules: str) -> list[str]:
    """What axe finds, by those rules only if some are named; in the page as it stands now."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    options: dict[str, Any] = {"resultTypes": ["violations"]}
    if rules:
        options["runOnly"] = {"type": "rule", "values": rules}
    found = page.evaluate(f"axe.run({json.dumps(options)}).then((found) => found.violations)")
    return [
        f"{broken['id']}: {node['target']} {node['failureSummary']}"
        for broken in found
        for node in broken["nodes"]
    ]


def targets_too_small(page: Page) -> list[str]:
    """Links, buttons and fields that a finger misses; links in a sentence may be small."""
    return _measured(page, f"small({LEAST})") or []


def too_wide(page: Page) -> list[str]:
    """What would have to be scrolled to sideways, but for what has a scroller of its own."""
    return _measured(page, "wide()") or []


def moving(page: Page) -> list[str]:
    """What moves, or would, longer than a moment."""
    return _measured(page, f"moving({STILL})") or []


def lost_on_the_way(page: Page, tabs: int = TABS) -> list[str]:
    """What cannot be seen to have the focus when it has it, by keyboard from the top."""
    page.evaluate("document.activeElement.blur(), scrollTo(0, 0)")
    wrong: list[str] = []
    for number in range(tabs):
        page.keyboard.press("Tab")
        complaints = _measured(page, "focused()")
        if complaints is None:  # the last one has been passed
            return wrong if number else ["nothing can be focused"]
        wrong += complaints
    return wrong


def _measured(page: Page, call: str) -> list[str] | None:
    if not page.evaluate("'everybody' in window"):
        page.add_script_tag(content=MEASURES)
    found: list[str] | None = page.evaluate(f"everybody.{call}")
    return found
