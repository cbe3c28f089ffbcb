"""A text that cannot be lost: whatever happens to the tab, the wire, the sign-in or the server."""

import re
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

import photographs
from depesche.newsroom.models import Person, Post
from depesche.store.engine import Store
from disks import full
from newsdesk import PASSWORD, Newsdesk
from wire import Wire

SAY = {"language": "en"}
WEB_LOCKS = pytest.mark.parametrize("script", ["", "delete Navigator.prototype.locks"])
POSTS = re.compile(r"/posts/[0-9a-f-]+$")


def _in_another_tab(editor: Any) -> Any:
    return type(editor)(editor.page.context.new_page()).sits_at(editor.page.url)


def test_a_draft_is_saved_by_itself_and_leaves_this_browser(newsdesk: Newsdesk, sits: Any) -> None:
    newsdesk.opens(**SAY)
    jonas, mara = sits(newsdesk.jonas), sits(newsdesk.mara)
    jonas.writes("Half a sen")
    jonas.is_told("Only here in this browser.")
    assert "Half a sen" in jonas.kept()
    jonas.pauses()
    jonas.is_told("Saved at the newsroom, 19:50 CEST.")
    assert "Half a sen" not in jonas.kept()
    mara.sees("Half a sen")
    mara.sees("Jonas is editing")
    jonas.types("tence.")
    jonas.presses("Control+Enter")
    jonas.is_told("Published")
    assert newsdesk.readers_see() == ["Half a sentence."]
    expect(mara.page.locator(".at-work")).to_have_count(0)
    assert jonas.kept() == "[]"


@WEB_LOCKS
def test_a_closed_tab_leaves_its_text_to_the_next_one(
    newsdesk: Newsdesk, sits: Any, script: str
) -> None:
    newsdesk.opens(**SAY)
    jonas = sits(newsdesk.jonas, script=script)
    assert jonas.page.evaluate("'locks' in navigator") == (not script)
    jonas.page.route(POSTS, lambda route: route.abort())
    jonas.writes("Left behind.")
    jonas.is_told("Only here in this browser.")
    again = _in_another_tab(jonas)
    expect(again.page.locator("left-posts")).to_be_hidden()  # it is open in the other tab
    again.page.close()
    blank = jonas.page.context.new_page()
    url = jonas.page.url
    jonas.page.close()
    again = type(jonas)(blank).sits_at(url)
    expect(again.page.locator("left-posts")).to_contain_text("Left behind.")
    again.page.click("left-posts [data-do=take-up]")
    expect(again.page.locator("[name=text]")).to_have_value("Left behind.")
    again.presses("Control+Enter")
    again.is_told("Published")
    assert newsdesk.readers_see() == ["Left behind."]


@WEB_LOCKS
def test_two_tabs_write_two_posts(newsdesk: Newsdesk, sits: Any, script: str) -> None:
    newsdesk.opens(**SAY)
    one = sits(newsdesk.jonas, script=script)
    one.writes("In the one.")
    other = _in_another_tab(one)
    other.writes("In the other.")
    one.sits_at(one.page.url)
    other.sits_at(other.page.url)
    expect(one.page.locator("[name=text]")).to_have_value("In the one.")
    expect(other.page.locator("[name=text]")).to_have_value("In the other.")
    for tab in (one, other):
        tab.presses("n", "Control+Enter")
        tab.is_told("Published")
    assert sorted(newsdesk.readers_see()) == ["In the one.", "In the other."]


def test_on_a_dead_wire_it_goes_on_by_itself(newsdesk: Newsdesk, through: Any, wire: Wire) -> None:
    newsdesk.opens(**SAY)
    jonas = through(newsdesk.jonas)
    wire.cut()
    jonas.writes("Into the dark.")
    jonas.pauses()
    jonas.is_told("The newsroom cannot be reached. Trying again by itself.")
    jonas.presses("Control+Enter")
    jonas.is_told("Your text is kept in this browser. Trying again by itself.")
    wire.mend()
    jonas.page.evaluate("dispatchEvent(new Event('online'))")
    jonas.is_told("Published")
    assert newsdesk.readers_see() == ["Into the dark."]


def test_who_types_on_after_a_failed_publishing_publishes_nothing_half(
    newsdesk: Newsdesk, through: Any, wire: Wire
) -> None:
    newsdesk.opens(**SAY)
    jonas = through(newsdesk.jonas)
    wire.cut()
    jonas.writes("One.")
    jonas.presses("Control+Enter")
    jonas.is_told("cannot be reached")
    jonas.types(" And")
    wire.mend()
    jonas.page.evaluate("dispatchEvent(new Event('online'))")
    jonas.pauses()
    jonas.is_told("Saved at the newsroom")
    assert newsdesk.readers_see() == []


def test_after_a_sign_in_at_the_desk_the_page_goes_on_with_the_same_sentence(
    newsdesk: Newsdesk, sits: Any
) -> None:
    newsdesk.opens(**SAY)
    jonas = sits(newsdesk.jonas)
    jonas.page.context.clear_cookies()
    jonas.writes("Where was I")
    jonas.pauses()
    jonas.is_told("You are no longer signed in. Your text is kept in this browser.")
    jonas.page.reload()
    _sign_in(jonas.page)
    expect(jonas.page.locator("[name=text]")).to_have_value("Where was I")


def test_a_signed_out_list_says_so_and_goes_on(newsdesk: Newsdesk, sits: Any) -> None:
    newsdesk.opens(**SAY)
    jonas = sits(newsdesk.jonas)
    other = jonas.page.context.new_page()
    other.goto(jonas.page.url)
    other.get_by_role("button", name="Sign out").click()
    expect(jonas.page.locator("[data-line]")).to_contain_text("Signed out")
    newsdesk.publishes("In the meantime.")
    other.goto(other.url + "?next=/desk/signed-in")
    _sign_in(other)
    jonas.sees("In the meantime.")


def test_what_one_has_typed_another_one_does_not_send(newsdesk: Newsdesk, sits: Any) -> None:
    newsdesk.opens(**SAY)
    jonas = sits(newsdesk.jonas)
    jonas.writes("By Jonas.")
    _sits_down(newsdesk, jonas, newsdesk.mara)
    jonas.pauses()
    jonas.is_told("You are signed in as Mara now.")
    jonas.is_told("This text is by Jonas. It stays in this browser")
    jonas.presses("Control+Enter")
    jonas.is_told("You are signed in as Mara now.")
    assert newsdesk.readers_see() == []
    _in_another_tab(jonas).is_blank()
    _sits_down(newsdesk, jonas, newsdesk.jonas)
    jonas.page.evaluate("dispatchEvent(new Event('focus'))")
    jonas.is_told("Published")
    assert newsdesk.readers_see() == ["By Jonas."]


def test_the_list_and_a_picture_of_somebody_elses_page_are_refused(
    newsdesk: Newsdesk, sits: Any
) -> None:
    newsdesk.opens(**SAY)
    newsdesk.publishes("There.")
    jonas = sits(newsdesk.jonas)
    _sits_down(newsdesk, jonas, newsdesk.mara)
    jonas.presses("j", "p")
    jonas.is_told("You are signed in as Mara now. This page is not yours")
    picture = {"name": "x.jpg", "mimeType": "image/jpeg", "buffer": photographs.jpeg()}
    jonas.page.set_input_files("[data-picture=file]", picture)
    trouble = jonas.page.locator("[data-picture=trouble]")
    expect(trouble).to_contain_text("You are signed in as Mara now.")


def test_an_emptied_draft_is_put_away_when_it_is_left(newsdesk: Newsdesk, sits: Any) -> None:
    newsdesk.opens(**SAY)
    other = newsdesk.drafts("Another one.")
    jonas = sits(newsdesk.jonas)
    jonas.writes("Never mind.")
    jonas.pauses()
    jonas.is_told("Saved at the newsroom")
    jonas.replaces("")
    jonas.presses("Backspace", "Escape")
    jonas.page.focus(f".row[data-id='{other.id}']")
    jonas.presses("e")
    expect(jonas.page.locator("[name=text]")).to_have_value("Another one.")
    expect(jonas.page.locator(".row")).to_have_count(1)
    assert jonas.kept() == "[]"
    jonas.presses("Escape", "Escape")
    jonas.is_blank()


def test_an_emptied_draft_is_put_away_with_the_page_and_one_with_words_is_not(
    newsdesk: Newsdesk, sits: Any
) -> None:
    newsdesk.opens(**SAY)
    jonas = sits(newsdesk.jonas)
    jonas.writes("Never mind.")
    jonas.pauses()
    jonas.is_told("Saved at the newsroom")
    jonas.page.reload()
    expect(jonas.page.locator("[name=text]")).to_have_value("Never mind.")
    jonas.page.fill("[name=text]", "")
    jonas.sits_at(jonas.page.url)
    jonas.is_blank()
    expect(jonas.page.locator(".row")).to_have_count(0)


def test_an_emptied_draft_that_somebody_else_has_filled_stays(
    newsdesk: Newsdesk, sits: Any
) -> None:
    newsdesk.opens(**SAY)
    other = newsdesk.drafts("Another one.")
    jonas = sits(newsdesk.jonas)
    jonas.page.route(
        re.compile("/(stream|changes)"), lambda route: route.abort()
    )  # he does not hear of it
    jonas.sits_at(jonas.page.url)
    jonas.writes("Never mind.")
    jonas.pauses()
    jonas.is_told("Saved at the newsroom")
    row = jonas.page.locator(f".row:not([data-id='{other.id}'])")
    mine = UUID(row.get_attribute("data-id"))
    newsdesk.puts(mine, seen=1, text="But I do mind.", by=newsdesk.mara)
    jonas.page.fill("[name=text]", "")
    jonas.page.focus(f".row[data-id='{other.id}']")
    jonas.presses("e")
    expect(jonas.page.locator("[name=text]")).to_have_value("Another one.")
    jonas.page.wait_for_load_state("networkidle")
    with newsdesk.store.reading() as session:
        assert session.get_one(Post, mine).status == "draft"


def test_on_a_full_disk_the_text_stays_here_until_there_is_room(
    newsdesk: Newsdesk, store: Store, sits: Any
) -> None:
    newsdesk.opens(**SAY)
    jonas = sits(newsdesk.jonas)
    with full(store):
        jonas.page.fill("[name=text]", "A long night. " * 1_000)
        jonas.pauses()
        jonas.is_told("Only here in this browser.")
        jonas.is_told("Only here in this browser. The newsroom's disk is full")
        assert "A long night." in jonas.kept()
    jonas.page.clock.fast_forward(60_000)
    jonas.is_told("Saved at the newsroom")
    assert jonas.kept() == "[]"


def test_the_second_one_is_told_reads_along_and_may_take_over(
    newsdesk: Newsdesk, sits: Any
) -> None:
    newsdesk.opens(**SAY)
    newsdesk.drafts("One.", byline="Jonas")
    mara, jonas = sits(newsdesk.mara), sits(newsdesk.jonas)
    mara.presses("j", "e")
    jonas.sees("Mara is editing")
    jonas.presses("j", "e")
    told = jonas.page.locator("[data-other]")
    expect(told).to_contain_text("Mara is editing this post, since 19:50 CEST.")
    mara.replaces("Two.")
    mara.pauses()
    expect(jonas.page.locator("[name=text]")).to_have_value("Two.")
    jonas.page.click("[data-do=take-over]")
    expect(told).to_be_hidden()
    expect(mara.page.locator("[data-other]")).to_contain_text("Jonas")
    jonas.replaces("Three.")
    jonas.presses("Control+Enter")
    jonas.is_told("Published")
    assert newsdesk.readers_see() == ["Three."]


def test_both_versions_stand_side_by_side_and_can_be_merged(newsdesk: Newsdesk, sits: Any) -> None:
    newsdesk.opens(**SAY)
    post = newsdesk.drafts("It begins at eight.", byline="Jonas")
    jonas = sits(newsdesk.jonas)
    jonas.presses("j", "e")
    expect(jonas.page.locator("[name=text]")).to_have_value("It begins at eight.")
    newsdesk.puts(post, seen=1, text="It begins at nine.", by=newsdesk.mara)
    jonas.replaces("It starts at eight.")
    jonas.pauses()
    jonas.is_told("Mara saved another version of this post, 19:50 CEST.")
    jonas.page.click("[data-do=versions]")
    versions = jonas.page.locator("#versions")
    expect(versions).to_contain_text("Saved by Mara, 19:50 CEST")
    marked = versions.locator("[data-version=theirs] mark")
    expect(marked).to_have_text(["begins", "nine"])
    versions.locator(".merging summary").click()
    versions.locator("[data-mine=text]").fill("It starts at nine.")
    expect(marked).to_have_text(["begins"])
    versions.get_by_role("button", name="Go on with mine").click()
    jonas.pauses()
    jonas.is_told("Saved at the newsroom")
    assert newsdesk.again(post).text == "It starts at nine."


def test_there_is_nothing_to_send_and_a_word_on_how_to_write(newsdesk: Newsdesk, sits: Any) -> None:
    newsdesk.opens(**SAY)
    jonas = sits(newsdesk.jonas)
    jonas.writes("One.")
    jonas.presses("Control+Enter")
    jonas.is_told("Published")
    jonas.presses("Control+Enter")
    jonas.is_told("There is nothing to send yet.")
    jonas.page.get_by_text("How to write").click()
    expect(jonas.page.locator(".howto")).to_contain_text("a quote, and below it who said it")
    jonas.page.fill("[name=text]", "x" * 18_001)
    expect(jonas.page.locator("[data-length]")).to_have_text("18,001 of 20,000 characters")


def _sits_down(newsdesk: Newsdesk, editor: Any, person: Person) -> None:
    """That person signs in in another tab of this browser."""
    site = editor.page.url.partition("/desk")[0]
    cookie = {"name": "depesche", "value": newsdesk.signs_in(person), "url": site}
    editor.page.context.add_cookies([cookie])


def _sign_in(page: Page) -> None:
    page.fill("[name=name]", "Jonas")
    page.fill("[name=password]", PASSWORD)
    page.keyboard.press("Enter")
