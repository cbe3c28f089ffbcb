"""Drafts, submissions and versions in a real browser."""

from typing import Any

from playwright.sync_api import expect

from newsdesk import Newsdesk

SAY = {"language": "en"}


def test_a_submission_goes_back_with_a_note_and_comes_again(newsdesk: Newsdesk, sits: Any) -> None:
    newsdesk.opens(**SAY)
    newsdesk.assigns(newsdesk.elif_)
    elif_, jonas = sits(newsdesk.elif_), sits(newsdesk.jonas)
    elif_.writes("Two hundred at the gate.")
    elif_.presses("Control+Enter")
    elif_.is_told("Submitted")
    waiting = jonas.page.locator(".waiting a")
    expect(waiting).to_have_text("Waiting for an editor: 1")
    expect(jonas.page).to_have_title("(1) Der Gipfel – Depesche")

    waiting.click()
    expect(jonas.page.locator(".chip[aria-current]")).to_have_text("Submitted 1")
    jonas.presses("j", "b")
    jonas.types("Who counted?")
    jonas.presses("Control+Enter")
    jonas.is_told("Sent back to its author.")
    expect(jonas.page.locator(".row")).to_have_count(0)
    expect(jonas.page).to_have_title("Der Gipfel – Depesche")

    elif_.sees("Who counted?")
    elif_.presses("Escape", "j", "e")
    expect(elif_.page.locator("returned-note")).to_contain_text("Jonas")
    expect(elif_.page.locator("returned-note")).to_contain_text("Who counted?")
    elif_.page.locator("[name=text]").fill("Two hundred at the gate, police say.")
    elif_.presses("Control+Enter")
    elif_.is_told("Submitted")
    jonas.sees("police say")
    jonas.presses("j", "r")
    jonas.is_told("Published")
    assert newsdesk.readers_see() == ["Two hundred at the gate, police say."]


def test_what_is_chosen_survives_a_reload_and_what_comes_keeps_to_it(
    newsdesk: Newsdesk, sits: Any
) -> None:
    newsdesk.opens(**SAY)
    draft = newsdesk.drafts("A draft.")
    newsdesk.publishes("Out already.")
    jonas = sits(newsdesk.jonas)
    rows = jonas.page.locator(".row")
    expect(rows).to_have_count(2)
    jonas.page.get_by_role("link", name="Drafts").click()
    expect(rows).to_have_count(1)
    jonas.sits_at(jonas.page.url)
    expect(rows).to_have_count(1)
    newsdesk.drafts("Another draft.")
    newsdesk.publishes("Not for this list.")
    jonas.sees("Another draft.")
    expect(jonas.page.locator(".chip").nth(4)).to_have_text("Published 2")
    newsdesk.puts(draft, seen=1, status="published")
    expect(rows).to_have_count(1)
    jonas.page.go_back()
    expect(rows).to_have_count(4)
    expect(rows.filter(has_text="Not for this list.")).to_have_count(1)


def test_what_was_just_published_is_undone_and_written_on(newsdesk: Newsdesk, sits: Any) -> None:
    newsdesk.opens(**SAY)
    jonas = sits(newsdesk.jonas)
    jonas.writes("Too early.")
    jonas.presses("Control+Enter")
    jonas.is_told("Published")
    jonas.presses("Escape", "j", "u")
    jonas.is_told("Its words are a new draft.")
    expect(jonas.page.locator("[name=text]")).to_have_value("Too early.")
    expect(jonas.page.locator("#composer-heading")).to_have_text("Edit post")
    assert newsdesk.readers_see() == ["This post was published by mistake."]
    newsdesk.publishes("Old by now.")
    jonas.sees("Old by now.")
    newsdesk.waits(minutes=3)
    expect(jonas.page.locator("[data-verb=undo]:visible")).to_have_count(0)


def test_a_draft_is_discarded_and_taken_back_and_a_post_pinned_for_a_while(
    newsdesk: Newsdesk, sits: Any
) -> None:
    newsdesk.opens(**SAY)
    post = newsdesk.publishes("Pin me.")
    newsdesk.waits(seconds=1)
    newsdesk.drafts("Perhaps.")
    jonas = sits(newsdesk.jonas)
    jonas.presses("j", "d")
    jonas.is_told("Discarded.")
    expect(jonas.page.locator(".row")).to_have_count(1)
    jonas.page.get_by_role("link", name="Discarded").click()
    jonas.sees("Perhaps.")
    jonas.presses("j", "b")
    jonas.is_told("A draft again.")
    jonas.page.get_by_role("link", name="All").click()
    jonas.sees("Pin me.")
    jonas.presses("j", "j", "t")
    jonas.page.get_by_label("30 minutes").check()
    jonas.page.locator("#pin-for .primary").click()
    jonas.sees("pinned until 20:20 CEST")
    newsdesk.waits(minutes=31)
    expect(jonas.page.locator(".rows")).not_to_contain_text("pinned until")
    assert newsdesk.again(post).marks == []


def test_versions_are_compared_and_restored_by_keyboard(newsdesk: Newsdesk, sits: Any) -> None:
    newsdesk.opens(**SAY)
    post = newsdesk.publishes("At seven.")
    newsdesk.amends(post, "At eight.")
    jonas = sits(newsdesk.jonas)
    jonas.presses("j", "v")
    expect(jonas.page.locator("del")).to_contain_text("seven")
    expect(jonas.page.locator("ins")).to_contain_text("eight")
    jonas.page.get_by_role("button", name="Go back to it").press("Enter")
    expect(jonas.page.locator("#compared")).to_have_text("From version 2 to version 3")
    assert newsdesk.readers_see() == ["At seven."]


def test_the_newsrooms_clock_ticks_at_the_desk(newsdesk: Newsdesk, sits: Any) -> None:
    newsdesk.opens(**SAY)
    jonas = sits(newsdesk.jonas)
    expect(jonas.page.locator("newsroom-clock")).to_contain_text("19:50:00")
    newsdesk.waits(minutes=5)
    expect(jonas.page.locator("newsroom-clock")).to_contain_text("19:55:00")
