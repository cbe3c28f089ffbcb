"""The composer in a real browser, by keyboard only."""

import re
from typing import Any

from playwright.sync_api import Route, expect

from newsdesk import PASSWORD, Newsdesk

SAY = {"language": "en"}


def test_an_editor_writes_and_publishes_by_keyboard(newsdesk: Newsdesk, sits: Any) -> None:
    newsdesk.opens(**SAY)
    jonas, mara = sits(newsdesk.jonas), sits(newsdesk.mara)
    jonas.writes('He says "yes".', headline="A first word")
    expect(jonas.page.locator("post-preview")).to_contain_text("“yes”")
    jonas.presses("Control+Enter")
    jonas.is_told("Published at 19:50 CEST.")
    mara.sees("A first word")
    assert newsdesk.readers_see() == ['He says "yes".']
    assert jonas.typed() == ""


def test_a_post_is_amended_corrected_pinned_and_withdrawn_by_keyboard(
    newsdesk: Newsdesk, sits: Any
) -> None:
    newsdesk.opens(**SAY)
    post = newsdesk.publishes("It begins at sewen.", byline="Jonas")
    jonas, mara = sits(newsdesk.jonas), sits(newsdesk.mara)
    jonas.presses("j", "e")
    expect(jonas.page.locator("#composer-heading")).to_have_text("Amend post")
    jonas.replaces("It begins at seven.")
    jonas.presses("Control+Enter")
    jonas.is_told("Amended")
    mara.sees("It begins at seven.")

    jonas.presses("Escape", "c")
    expect(jonas.page.locator("#composer-heading")).to_have_text("Correct post")
    jonas.replaces("It begins at eight.")
    jonas.presses("Control+Enter")
    jonas.is_told("Please fill in “note”. Your text is kept in this browser.")
    expect(jonas.page.locator("post-composer [name=note]")).to_be_focused()
    jonas.types("It was eight all along.")
    jonas.presses("Control+Enter")
    jonas.is_told("Corrected")
    mara.sees("It was eight all along.")

    jonas.presses("Escape", "p", "m", "s")
    expect(mara.page.locator(".row [aria-pressed=true]")).to_have_count(3)
    jonas.presses("p")
    expect(mara.page.locator(".row [aria-pressed=true]")).to_have_count(2)

    jonas.presses("w")
    jonas.types("There is no meeting at all.")
    jonas.presses("Control+Enter")
    mara.sees("There is no meeting at all.")
    expect(mara.page.locator(".row")).to_have_attribute("data-status", "withdrawn")
    assert newsdesk.again(post).status == "withdrawn"


def test_what_others_do_never_disturbs_what_is_typed_or_where_the_focus_is(
    newsdesk: Newsdesk, sits: Any
) -> None:
    newsdesk.opens(**SAY)
    post = newsdesk.publishes("One.")
    jonas = sits(newsdesk.jonas)
    jonas.presses("j")
    jonas.page.locator(".row [data-verb=pin]").focus()
    newsdesk.amends(post, "Two.")
    jonas.sees("Two.")
    expect(jonas.page.locator(".row [data-verb=pin]")).to_be_focused()
    jonas.writes("Half a sen")
    newsdesk.publishes("Three.")
    jonas.sees("Three.")
    jonas.types("tence.")
    assert jonas.typed() == "Half a sentence."


def test_text_survives_a_reload(newsdesk: Newsdesk, sits: Any) -> None:
    newsdesk.opens(**SAY)
    post = newsdesk.publishes("One.", byline="Jonas")
    jonas = sits(newsdesk.jonas)
    jonas.writes("Not yet finished", headline="A thought")
    jonas.is_told("Only here in this browser.")
    jonas.sits_at(jonas.page.url)
    jonas.is_told("Saved at the newsroom, 19:50 CEST.")
    assert jonas.typed() == "Not yet finished"

    jonas.page.locator(f".row[data-id='{post.id}']").focus()
    jonas.presses("e")
    expect(jonas.page.locator("#composer-heading")).to_have_text("Amend post")
    jonas.page.locator("[name=text]").focus()
    jonas.replaces("Two.")
    jonas.sits_at(jonas.page.url)
    expect(jonas.page.locator("#composer-heading")).to_have_text("Amend post")
    jonas.is_told("What you typed before is back")
    assert jonas.typed() == "Two."
    jonas.presses("Control+Enter")
    jonas.is_told("Amended")
    assert newsdesk.again(post).text == "Two."
    expect(jonas.page.locator("[name=headline]")).to_have_value("A thought")


def test_text_survives_a_failing_server_and_is_published_once(
    newsdesk: Newsdesk, sits: Any
) -> None:
    newsdesk.opens(**SAY)
    jonas = sits(newsdesk.jonas)
    posts = re.compile(r"/posts/[0-9a-f-]+$")
    jonas.page.route(posts, lambda route: route.fulfill(status=503, body="busy"))
    jonas.writes("Once and only once.")
    jonas.presses("Control+Enter")
    jonas.is_told("The newsroom cannot be reached. Your text is kept in this browser.")
    assert jonas.typed() == "Once and only once."

    jonas.page.unroute(posts)
    jonas.page.route(posts, _lost_on_the_way_back)
    jonas.presses("Control+Enter")
    jonas.is_told("cannot be reached")
    jonas.page.unroute(posts)
    jonas.presses("Control+Enter")
    jonas.is_told("Published")
    assert newsdesk.readers_see() == ["Once and only once."]


def test_after_a_lost_answer_other_words_amend_the_same_post(newsdesk: Newsdesk, sits: Any) -> None:
    newsdesk.opens(**SAY)
    jonas = sits(newsdesk.jonas)
    posts = re.compile(r"/posts/[0-9a-f-]+$")
    jonas.page.route(posts, _lost_on_the_way_back)
    jonas.writes("Once")
    jonas.presses("Control+Enter")
    jonas.is_told("cannot be reached")
    jonas.page.unroute(posts)
    jonas.page.locator("[name=text]").press_sequentially(" upon a time.")
    jonas.presses("Control+Enter")
    jonas.is_told("Amended")
    assert newsdesk.readers_see() == ["Once upon a time."]


def test_an_expired_sign_in_loses_nothing(newsdesk: Newsdesk, sits: Any) -> None:
    newsdesk.opens(**SAY)
    jonas = sits(newsdesk.jonas)
    jonas.page.context.clear_cookies()
    jonas.writes("Still here.")
    jonas.presses("Control+Enter")
    jonas.is_told("You are no longer signed in. Your text is kept in this browser.")
    with jonas.page.expect_popup() as opened:
        jonas.page.click("[data-do=sign-in]")
    opened.value.fill("[name=name]", "Jonas")
    opened.value.fill("[name=password]", PASSWORD)
    opened.value.keyboard.press("Enter")
    jonas.is_told("Published")  # by itself, once the other tab is signed in
    assert newsdesk.readers_see() == ["Still here."]


def test_who_was_slower_sees_both_versions_and_chooses(newsdesk: Newsdesk, sits: Any) -> None:
    newsdesk.opens(**SAY)
    post = newsdesk.drafts("One.", byline="Jonas")
    jonas = sits(newsdesk.jonas)
    jonas.presses("j", "e")
    expect(jonas.page.locator("[name=text]")).to_have_value("One.")
    jonas.replaces("Mine.")
    newsdesk.puts(post, seen=1, text="Theirs.")
    jonas.presses("Control+s")
    versions = jonas.page.locator("#versions")
    expect(versions).to_contain_text("Theirs.")
    expect(versions).to_contain_text("Mine.")
    jonas.presses("Escape")
    jonas.is_told("saved another version of this post")
    assert jonas.typed() == "Mine."
    jonas.presses("Control+s")
    expect(versions).to_be_visible()
    jonas.presses("Enter")
    jonas.is_told("Saved as a draft")
    assert newsdesk.again(post).text == "Mine."


def test_a_post_is_scheduled_and_released(newsdesk: Newsdesk, sits: Any) -> None:
    newsdesk.opens(**SAY)
    jonas = sits(newsdesk.jonas)
    jonas.writes("Later.")
    jonas.page.locator(".options summary").click()
    jonas.page.fill("[name=scheduled_at]", "2025-10-26T02:30")
    expect(jonas.page.get_by_label("02:30 CET")).to_be_visible()
    jonas.page.get_by_label("02:30 CET").check()
    expect(jonas.page.locator("#scheduled_at-said")).to_contain_text("26 October 2025, 02:30 CET")
    expect(jonas.page.locator("[data-do=send]")).to_have_text("Schedule")
    jonas.presses("Control+Enter")
    jonas.is_told("Goes out by itself on 26 October 2025 at 02:30 CET.")
    jonas.presses("Escape", "j", "r")
    jonas.is_told("Published")
    assert newsdesk.readers_see() == ["Later."]


def test_a_contributor_submits_and_an_editor_publishes_it(newsdesk: Newsdesk, sits: Any) -> None:
    newsdesk.opens(**SAY)
    newsdesk.assigns(newsdesk.elif_)
    elif_, jonas = sits(newsdesk.elif_), sits(newsdesk.jonas)
    elif_.writes("Two hundred people at the gate.")
    elif_.presses("Control+Enter")
    elif_.is_told("Submitted")
    expect(elif_.page.locator(".row button:visible")).to_have_text(["Edit", "Take back"])
    jonas.sees("Two hundred people")
    expect(jonas.page.locator(".at-work")).to_have_count(0)  # she has left it
    jonas.presses("j", "e")
    expect(jonas.page.locator("[name=byline]")).to_have_value("Elif")
    jonas.presses("Control+Enter")
    jonas.is_told("Published")
    assert newsdesk.readers_see() == ["Two hundred people at the gate."]


def test_before_the_opening_the_button_says_when_it_goes_out(newsdesk: Newsdesk, sits: Any) -> None:
    newsdesk.announces(**SAY)
    mara = sits(newsdesk.mara)
    expect(mara.page.locator("[data-do=send]")).to_have_text("Publish at the opening")
    mara.writes("Good evening.")
    mara.presses("Control+Enter")
    mara.is_told("Goes out by itself at the opening.")
    mara.page.get_by_role("button", name="Open now").click()
    mara.page.locator("#confirm [data-yes]").click()
    expect(mara.page.locator(".head .label")).to_have_text("Live")
    expect(mara.page.locator("[data-do=send]")).to_have_text("Publish")
    expect(mara.page.get_by_role("button", name="Pause")).to_be_visible()


def test_a_question_mark_lists_the_keys_and_letters_in_fields_are_letters(
    newsdesk: Newsdesk, sits: Any
) -> None:
    newsdesk.opens(**SAY)
    newsdesk.publishes("One.")
    jonas = sits(newsdesk.jonas)
    jonas.presses("?")
    expect(jonas.page.locator("#keys")).to_contain_text("write a new post")
    jonas.presses("Escape")
    jonas.writes("njkecwpmsro/?")
    assert jonas.typed() == "njkecwpmsro/?"
    expect(jonas.page.locator("dialog[open]")).to_have_count(0)


def _lost_on_the_way_back(route: Route) -> None:
    """The newsroom hears it; its answer does not arrive."""
    route.fetch()
    route.abort()


def test_a_time_that_is_only_half_there_publishes_nothing(newsdesk: Newsdesk, sits: Any) -> None:
    newsdesk.opens()
    jonas = sits(newsdesk.jonas)
    jonas.writes("Noch nicht.")
    jonas.page.locator("details.options summary").click()
    jonas.page.locator("[name=embargoed_until]").focus()
    jonas.types("08152026")
    jonas.presses("Control+Enter")
    jonas.is_told("only half filled in")
    assert newsdesk.readers_see() == []
    assert jonas.typed() == "Noch nicht."


def test_plain_enter_publishes_nothing(newsdesk: Newsdesk, sits: Any) -> None:
    newsdesk.opens()
    jonas = sits(newsdesk.jonas)
    jonas.presses("n", "Shift+Tab")
    jonas.types("Eine Überschrift")
    jonas.presses("Enter", "Tab")
    jonas.types("Und ein Text.")
    jonas.presses("Control+Enter")
    jonas.sees("Und ein Text.")
    assert newsdesk.readers_see() == ["Und ein Text."]
