"""A picture in the composer: chosen, dropped, pasted; its words; and what happens when it fails."""

import base64
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

import photographs
from newsdesk import Newsdesk

TYPED = "The square is filling up."
DROP = """([selector, kind, bytes]) => {
  const file = new File([Uint8Array.from(atob(bytes), (c) => c.charCodeAt(0))], "secret-name.jpg");
  const transfer = new DataTransfer();
  transfer.items.add(file);
  const options = { bubbles: true, cancelable: true };
  const event = kind === "paste"
    ? new ClipboardEvent("paste", { ...options, clipboardData: transfer })
    : new DragEvent(kind, { ...options, dataTransfer: transfer });
  return document.querySelector(selector).dispatchEvent(event);
}"""


@pytest.fixture(autouse=True)
def _live(newsdesk: Newsdesk) -> None:
    newsdesk.opens("The summit", slug="gipfel", language="en")


def part(page: Page, name: str) -> str:
    return f'[data-picture="{name}"]'


def chooses(page: Page, file: bytes) -> None:
    given = {"name": "secret-name.jpg", "mimeType": "image/jpeg", "buffer": file}
    page.set_input_files("[data-picture=file]", given)  # type: ignore[arg-type]


def brings(page: Page, how: str, file: bytes, selector: str = "[name=text]") -> bool:
    """The file is dropped or pasted there; whether the browser would have dealt with it itself."""
    content = base64.b64encode(file).decode()
    return bool(page.evaluate(DROP, [selector, how, content]))


def thumbnail(page: Page) -> None:
    image = page.locator("[data-picture=thumbnail]")
    expect(image).to_be_visible()
    page.wait_for_function("() => document.querySelector('[data-picture=thumbnail]').naturalWidth")


@pytest.mark.parametrize("how", ["choose", "drop", "paste"])
def test_a_picture_comes_with_its_words_and_readers_see_it(
    sits: Any, newsdesk: Newsdesk, site: str, how: str
) -> None:
    jonas = sits(newsdesk.jonas)
    jonas.writes(TYPED)
    if how == "choose":
        chooses(jonas.page, photographs.jpeg())
    else:
        assert not brings(jonas.page, how, photographs.jpeg())
    thumbnail(jonas.page)
    expect(jonas.page.locator("[name=alt]")).to_be_focused()
    jonas.presses("Control+Enter")
    jonas.is_told("Say what the picture shows")
    jonas.types("Red and blue")
    expect(jonas.page.locator(".preview img")).to_have_attribute("alt", "Red and blue")
    jonas.presses("Control+Enter")
    jonas.is_told("Published")

    page = jonas.page.context.new_page()
    page.goto(f"{site}/live/gipfel")
    image = page.locator(".post .picture img")
    expect(image).to_have_attribute("alt", "Red and blue")
    page.wait_for_function("() => document.querySelector('.picture img').naturalWidth")
    assert "secret-name" not in page.content()


def test_the_place_of_a_picture_is_reserved_before_it_comes(
    sits: Any, newsdesk: Newsdesk, site: str
) -> None:
    newsdesk.shows(newsdesk.uploads(photographs.jpeg(1600, 900)), text="words", alt="x")
    page = sits(newsdesk.jonas).page.context.new_page()
    page.route("**/pictures/**", lambda route: route.abort())
    page.goto(f"{site}/live/gipfel")
    box = page.locator(".picture img").bounding_box()
    assert box is not None
    assert abs(box["width"] / box["height"] - 16 / 9) < 0.02


def test_a_reload_has_the_picture_and_its_words_still(sits: Any, newsdesk: Newsdesk) -> None:
    jonas = sits(newsdesk.jonas)
    jonas.writes(TYPED)
    chooses(jonas.page, photographs.jpeg())
    thumbnail(jonas.page)
    jonas.types("Red and blue")
    jonas.page.reload()
    jonas.page.wait_for_selector("[data-do=send]:not(:empty)")
    thumbnail(jonas.page)
    assert jonas.typed() == TYPED
    assert jonas.page.locator("[name=alt]").input_value() == "Red and blue"


def test_progress_is_seen_nothing_goes_out_without_it_and_it_can_be_cancelled(
    sits: Any, newsdesk: Newsdesk
) -> None:
    jonas = sits(newsdesk.jonas)
    waiting: list[Route] = []
    jonas.page.route("**/pictures/*", lambda route: waiting.append(route))  # noqa: PLW0108
    jonas.writes(TYPED)
    chooses(jonas.page, photographs.jpeg())
    expect(jonas.page.locator("progress")).to_be_visible()
    jonas.presses("Control+Enter")
    jonas.is_told("The picture is still on its way.")
    jonas.page.get_by_role("button", name="Cancel").click()
    expect(jonas.page.locator("progress")).to_be_hidden()
    expect(jonas.page.get_by_role("button", name="Add a picture")).to_be_focused()
    jonas.presses("Control+Enter")
    jonas.is_told("Published")
    assert newsdesk.readers_see() == [TYPED]


def test_a_failed_upload_says_why_keeps_everything_and_is_sent_again(
    sits: Any, newsdesk: Newsdesk
) -> None:
    jonas = sits(newsdesk.jonas)
    jonas.page.route("**/pictures/*", lambda route: route.abort(), times=1)
    jonas.writes(TYPED)
    chooses(jonas.page, photographs.jpeg())
    trouble = jonas.page.locator("[data-picture=trouble]")
    expect(trouble).to_contain_text("did not get through")
    jonas.presses("Control+Enter")
    jonas.is_told("The picture has not arrived.")
    assert jonas.typed() == TYPED
    trouble.get_by_role("button", name="Try again").click()
    thumbnail(jonas.page)
    expect(trouble).to_be_hidden()


def test_what_is_no_picture_is_refused_with_a_sentence_and_left_out(
    sits: Any, newsdesk: Newsdesk
) -> None:
    jonas = sits(newsdesk.jonas)
    jonas.writes(TYPED)
    chooses(jonas.page, b"<html><script>alert(1)</script>")
    trouble = jonas.page.locator("[data-picture=trouble]")
    expect(trouble).to_contain_text("Send a JPEG, PNG or WebP file.")
    trouble.get_by_role("button", name="Leave it out").click()
    jonas.presses("Control+Enter")
    jonas.is_told("Published")


def test_a_picture_is_removed_and_replaced(sits: Any, newsdesk: Newsdesk) -> None:
    post = newsdesk.shows(newsdesk.uploads(), TYPED, alt="The first one", caption="Square")
    jonas = sits(newsdesk.jonas)
    jonas.presses("j", "e")
    thumbnail(jonas.page)
    chooses(jonas.page, photographs.png())
    expect(jonas.page.locator("[name=alt]")).to_be_focused()
    assert jonas.page.locator("[name=alt]").input_value() == ""
    jonas.types("The second one")
    jonas.presses("Control+Enter")
    jonas.is_told("Amended")
    assert newsdesk.again(post).alt == "The second one"
    jonas.presses("Escape", "Escape", "j", "e")
    jonas.page.get_by_role("button", name="Remove picture").click()
    jonas.presses("Control+Enter")
    jonas.is_told("Amended")
    assert newsdesk.again(post).picture is None


def test_a_picture_arrives_at_the_post_it_was_chosen_for(sits: Any, newsdesk: Newsdesk) -> None:
    newsdesk.drafts("Another one", by=newsdesk.jonas)
    jonas = sits(newsdesk.jonas)
    waiting: list[Route] = []
    jonas.page.route("**/pictures/*", lambda route: waiting.append(route), times=1)  # noqa: PLW0108
    jonas.writes(TYPED)
    chooses(jonas.page, photographs.jpeg())
    expect(jonas.page.locator("progress")).to_be_visible()
    jonas.page.locator(".row", has_text="Another one").get_by_role("button", name="Edit").click()
    expect(jonas.page.locator("[name=text]")).to_have_value("Another one")
    expect(jonas.page.locator("progress")).to_be_hidden()
    with jonas.page.expect_response("**/pictures/*"):
        waiting[0].continue_()
    assert jonas.page.locator("[name=picture]").input_value() == ""
    jonas.page.get_by_role("button", name="Leave").click()
    expect(jonas.page.locator("[name=text]")).to_have_value(TYPED)
    thumbnail(jonas.page)


def test_a_file_that_misses_the_composer_does_not_take_the_page_away(
    sits: Any, newsdesk: Newsdesk
) -> None:
    jonas = sits(newsdesk.jonas)
    assert not brings(jonas.page, "drop", photographs.jpeg(), ".listing")
    expect(jonas.page.locator("[data-picture=words]")).to_be_hidden()
