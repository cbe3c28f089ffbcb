"""A chief takes a coverage from one state to the next, and is asked where that cannot be undone."""

from playwright.sync_api import expect

from newsdesk import Newsdesk
from reading import Reads


def test_whoever_ends_a_coverage_is_asked_and_readers_are_told(
    site: str, newsdesk: Newsdesk, sits: object, reads: Reads
) -> None:
    newsdesk.opens("Der Gipfel")
    reader = reads(f"{site}/live/der-gipfel").follows()
    page = sits(newsdesk.mara).page  # type: ignore[operator]
    page.locator("coverage-steps button", has_text="End").click()
    asked = page.locator("#confirm")
    expect(asked.get_by_role("heading")).to_have_text("End")
    asked.get_by_role("button", name="Leave it").click()
    expect(asked).to_be_hidden()
    expect(reader.page.locator(".mark.live")).to_be_visible()
    page.locator("coverage-steps button", has_text="End").click()
    asked.get_by_role("button", name="End").click()
    expect(reader.page.locator(".mark.ended")).to_be_visible()
    expect(page.locator("coverage-steps")).to_contain_text("Archive")
