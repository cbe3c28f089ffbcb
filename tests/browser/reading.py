"""A reader in front of a page."""

from collections.abc import Callable

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, expect

WITHIN = 10_000  # milliseconds; only what goes wrong takes that long


class Reader:
    """Somebody who opened a page and left it open. Errors of the page are errors of the test."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.errors: list[str] = []
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", self._note)
        page.goto(url)

    def follows(self) -> "Reader":
        """The page has its stream (or has asked), and is told what comes from now on."""
        expect(self.page.locator("live-coverage[data-connection]")).to_be_attached(timeout=WITHIN)
        return self

    def sees(self, text: str) -> None:
        """The text is on the page, or comes by itself."""
        expect(self.page.locator("main")).to_contain_text(text, timeout=WITHIN)

    def sees_no(self, text: str) -> None:
        """The text is not, or goes away by itself."""
        expect(self.page.locator("main")).not_to_contain_text(text, timeout=WITHIN)

    def headlines(self) -> list[str]:
        """The headlines of the ticker, from the top."""
        return self.page.locator(".posts h3").all_inner_texts()

    def objects(self) -> dict[str, str]:
        """Every object of the log on this page, as it stands in the page."""
        found: dict[str, str] = self.page.evaluate(
            """() => Object.fromEntries([...document.querySelectorAll("[data-kind]")].map(
                (one) => [one.dataset.kind + " " + one.dataset.id, one.outerHTML]))"""
        )
        return found

    def top_of(self, selector: str) -> float:
        """Where on the screen that element begins, in pixels."""
        box = self.page.locator(selector).bounding_box()
        assert box is not None
        return box["y"]

    def _note(self, message: ConsoleMessage) -> None:
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.errors.append(message.text)


Browsing = Callable[..., BrowserContext]
Reads = Callable[..., Reader]
