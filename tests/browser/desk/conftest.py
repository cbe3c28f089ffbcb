"""Editors at their desks, each with a browser of their own."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from depesche.newsroom.models import Person
from depesche.settings import Settings
from newsdesk import Newsdesk
from wire import Wire


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """The desk speaks English here, so that the tests read as they are written."""
    return settings.model_copy(update={"language": "en"})


class Editor:
    """Somebody at the desk, by keyboard. Errors of the page are errors of the test."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.errors: list[str] = []
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.clock.install()  # it goes on by itself, and further when somebody `pauses`

    def sits_at(self, url: str) -> "Editor":
        """The page is there and follows."""
        self.page.goto(url)
        self.page.wait_for_selector("[data-do=send]:not(:empty)")
        return self

    def presses(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def types(self, text: str) -> None:
        self.page.keyboard.type(text)

    def writes(self, text: str, *, headline: str = "") -> None:
        """From anywhere outside of a field: a new post, with its headline."""
        self.presses("n", "Shift+Tab")
        self.types(headline)
        self.presses("Tab")
        self.types(text)

    def pauses(self) -> None:
        """Long enough without a keystroke that a draft is saved by itself."""
        self.page.clock.fast_forward(3_000)

    def replaces(self, text: str) -> None:
        """What stands in the field, by that."""
        self.presses("Control+a")
        self.types(text)

    def is_told(self, text: str) -> None:
        """The composer or the list says so."""
        told = self.page.locator("[data-said], [data-said-rows], [data-trouble]")
        expect(told.filter(has_text=text).first).to_be_visible()

    def sees(self, text: str) -> None:
        """It is in the list of posts, or comes by itself."""
        expect(self.page.locator(".rows")).to_contain_text(text)

    def is_blank(self) -> None:
        """Nothing stands in the composer."""
        expect(self.page.locator("[name=text]")).to_have_value("")
        expect(self.page.locator("#composer-heading")).to_have_text("New post")

    def kept(self) -> str:
        """What this browser keeps of posts."""
        of_posts = "Object.entries(localStorage).filter(([key]) => !key.includes('byline'))"
        return str(self.page.evaluate(f"JSON.stringify({of_posts})"))

    def typed(self) -> str:
        return self.page.locator("[name=text]").input_value()


Sits = Callable[..., Editor]


@pytest.fixture
def sits(site: str, newsdesk: Newsdesk, browsing: Callable[..., object]) -> Iterator[Sits]:
    """`sits(newsdesk.jonas)` is Jonas at the desk of the coverage."""
    editors: list[Editor] = []

    def sit(
        person: Person, path: str | None = None, *, script: str = "", **options: object
    ) -> Editor:
        context = browsing(**options)
        context.add_init_script(script)  # type: ignore[attr-defined]
        cookie = {"name": "depesche", "value": newsdesk.signs_in(person), "url": site}
        context.add_cookies([cookie])  # type: ignore[attr-defined]
        editor = Editor(context.new_page())  # type: ignore[attr-defined]
        editors.append(editor)
        where = f"/desk/coverages/{newsdesk.slug}" if path is None else path
        return editor.sits_at(site + where) if path is None else _visits(editor, site + where)

    yield sit
    assert [error for editor in editors for error in editor.errors] == []


@pytest.fixture
def through(wire: Wire, newsdesk: Newsdesk, browsing: Callable[..., object]) -> Sits:
    """`through(newsdesk.jonas)` is Jonas at the desk, behind a wire that can be cut."""

    def sit(person: Person) -> Editor:
        context = browsing()
        cookie = {"name": "depesche", "value": newsdesk.signs_in(person), "url": wire.url}
        context.add_cookies([cookie])  # type: ignore[attr-defined]
        editor = Editor(context.new_page())  # type: ignore[attr-defined]
        return editor.sits_at(f"{wire.url}/desk/coverages/{newsdesk.slug}")

    return sit


def _visits(editor: Editor, url: str) -> Editor:
    editor.page.goto(url)
    return editor
