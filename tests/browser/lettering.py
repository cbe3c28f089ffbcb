"""How words stand on a page. Everything returns complaints: none is good."""

from pathlib import Path
from typing import Final

from playwright.sync_api import Page

MEASURES: Final = Path(__file__).with_suffix(".js").read_text("utf-8")


def overlapping(page: Page) -> list[str]:
    """Lines of text that lie upon lines of another block."""
    return _measured(page, "overlapping()")


def turned(page: Page) -> list[str]:
    """Words of ours that somebody else's letters have turned around, or put elsewhere."""
    return _measured(page, "turned()")


def _measured(page: Page, measure: str) -> list[str]:
    if not page.evaluate("'lettering' in window"):
        page.evaluate(MEASURES)
    found: list[str] = page.evaluate(f"lettering.{measure}")
    return found
