"""A real Chromium, and a newsroom that it can visit."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from bench.chromium import FLAGS
from depesche.settings import Settings
from reading import Browsing, Reader, Reads
from serving import serving
from wire import Wire


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="module")  # while it runs, no other test of this process can have a loop
def chromium() -> Iterator[Browser]:
    """Debian's Chromium; bin/test installs it."""
    with sync_playwright() as playwright:
        path = shutil.which("chromium")
        assert path, "Chromium is missing. bin/test says how to install it."
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def settings(migrated_sqlite: Path, tmp_path: Path) -> Settings:
    """What a browser sees is the same on every database: one is enough here."""
    given = Settings(data=tmp_path, heartbeat=1)
    shutil.copy(migrated_sqlite, given.sqlite_file)
    return given


@pytest.fixture
def site(app: FastAPI) -> Iterator[str]:
    """The address of a running newsroom."""
    with serving(app) as url:
        yield url.replace("127.0.0.1", "localhost")


@pytest.fixture
def wire(site: str) -> Iterator[Wire]:
    """The same newsroom behind a wire that can be cut."""
    with Wire(site).laid() as wire:
        yield wire


@pytest.fixture
def browsing(chromium: Browser) -> Iterator[Browsing]:
    """Makes browsers with nothing in them; options are those of Playwright's contexts."""
    contexts: list[BrowserContext] = []

    def browse(**options: object) -> BrowserContext:
        contexts.append(chromium.new_context(**options))  # type: ignore[arg-type]
        return contexts[-1]

    yield browse
    for context in contexts:
        context.close()


@pytest.fixture
def reads(browsing: Browsing) -> Reads:
    """`reads(url)` is a reader with a browser of their own, at that page."""

    def read(url: str, **options: object) -> Reader:
        return Reader(browsing(**options).new_page(), url)

    return read
