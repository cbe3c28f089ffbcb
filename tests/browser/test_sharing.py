"""Readers hand on a post: by the system's own sheet, the clipboard, or the link on its time."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Locator, expect

from newsdesk import Newsdesk
from reading import Browsing, Reader

SHEET = """
Object.defineProperty(navigator, "share", {
  value: async (what) => {
    window.shared = what;
    throw new DOMException("", "AbortError");  // the reader thought better of it
  },
});
"""
NO_SHEET = 'Object.defineProperty(navigator, "share", { value: undefined });'
NOTHING = NO_SHEET + 'Object.defineProperty(navigator, "clipboard", { value: undefined });'

Opens = Callable[..., Reader]


@pytest.fixture
def url(site: str, newsdesk: Newsdesk) -> str:
    newsdesk.opens("Der Gipfel")
    newsdesk.publishes("Sie sind da.", headline="Gelandet")
    return f"{site}/live/der-gipfel"


@pytest.fixture
def opens(url: str, browsing: Browsing) -> Opens:
    """`opens(SHEET)` is a reader in whose browser that is so; `grants` is what they allow."""

    def open_(script: str, *, grants: list[str] | None = None) -> Reader:
        context: BrowserContext = browsing(permissions=grants or [])
        context.add_init_script(script)
        return Reader(context.new_page(), url).follows()

    return open_


def share(reader: Reader, headline: str) -> Locator:
    """What hands on the post with that headline."""
    return reader.page.get_by_role("article", name=headline).get_by_role("link", name="Teilen")


def test_the_sheet_of_the_system_gets_words_and_address_and_nothing_else(
    url: str, newsdesk: Newsdesk, opens: Opens
) -> None:
    reader = opens(SHEET)
    post = newsdesk.publishes("Beide.", headline="Am Tisch")
    share(reader, "Am Tisch").click()
    reader.page.wait_for_function("window.shared")
    assert reader.page.evaluate("window.shared") == {
        "title": "Am Tisch",
        "text": "Am Tisch",
        "url": f"{url}/posts/{post.id}",
    }
    assert reader.errors == []


def test_what_is_claimed_is_shared_with_its_status(newsdesk: Newsdesk, opens: Opens) -> None:
    newsdesk.publishes("Sie sind gelandet.\n\n??", headline="Ankunft")
    reader = opens(SHEET)
    share(reader, "Ankunft").click()
    reader.page.wait_for_function("window.shared")
    assert reader.page.evaluate("window.shared.text") == "Unbestätigt: Ankunft"


def test_without_a_sheet_the_address_is_copied_and_that_is_said(url: str, opens: Opens) -> None:
    reader = opens(NO_SHEET, grants=["clipboard-read", "clipboard-write"])
    link = share(reader, "Gelandet")
    box = link.bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) >= 24
    link.click()
    said = reader.page.get_by_role("status").get_by_text("Link kopiert")
    expect(said).to_be_visible()
    copied = reader.page.evaluate("navigator.clipboard.readText()")
    assert copied == reader.page.locator(".when a").first.evaluate("(link) => link.href")
    assert copied.startswith(f"{url}/posts/")
    assert "?" not in copied
    expect(said).to_have_count(0)


def test_where_neither_can_be_the_link_leads_to_the_post(url: str, opens: Opens) -> None:
    reader = opens(NOTHING)
    share(reader, "Gelandet").click()
    expect(reader.page.locator(".promised + .post h3")).to_have_text("Gelandet")
    assert reader.page.url.startswith(f"{url}/posts/")
    assert reader.errors == []


def test_what_was_withdrawn_is_not_handed_on(newsdesk: Newsdesk, opens: Opens) -> None:
    reader = opens(NO_SHEET)
    post = newsdesk.publishes("Falsch.", headline="Ein Irrtum")
    expect(share(reader, "Ein Irrtum")).to_be_visible()
    newsdesk.withdraws(post)
    reader.sees("Das stimmt nicht.")
    expect(reader.page.locator("article .share")).to_have_count(1)
