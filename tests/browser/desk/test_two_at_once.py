"""Two people, or the clock, at one post: nobody sends over what they have not seen."""

from typing import Any

from playwright.sync_api import Locator, expect

from depesche.newsroom.models import Post
from newsdesk import Newsdesk, berlin

SAY = {"language": "en"}


def _takes_up(editor: Any, post: Post) -> None:
    """The post is in hand, and the cursor in its text."""
    editor.page.click(f".row[data-id='{post.id}'] [data-verb=edit]")
    expect(editor.page.locator("[name=text]")).to_have_value(post.text)
    editor.presses("End")


def _dialog(editor: Any) -> Locator:
    return editor.page.locator("dialog[open]")


def test_an_embargo_that_was_never_seen_holds(newsdesk: Newsdesk, sits: Any) -> None:
    newsdesk.opens(**SAY)
    post = newsdesk.drafts("The budget figures.", byline="Jonas")
    jonas = sits(newsdesk.jonas)
    _takes_up(jonas, post)
    newsdesk.puts(
        post, seen=1, by=newsdesk.mara, embargoed_until=berlin("23:00"), byline="Mara Chief"
    )
    jonas.is_told("Mara saved another version of this post")
    jonas.presses("Control+Enter")
    expect(_dialog(jonas)).to_contain_text("Embargo until: 2025-08-15 23:00, as Mara set it.")
    expect(_dialog(jonas)).to_contain_text("Byline: Mara Chief, as Mara set it.")
    assert newsdesk.again(post).revision == 2
    _dialog(jonas).get_by_role("button", name="Go on with mine").click()
    jonas.is_told("Goes out by itself")
    now = newsdesk.again(post)
    assert (now.status, now.embargoed_until) == ("scheduled", berlin("23:00"))
    assert now.byline == "Mara Chief"


def test_a_page_that_hears_nothing_does_not_save_over_the_same_words(
    newsdesk: Newsdesk, sits: Any
) -> None:
    newsdesk.opens(**SAY)
    post = newsdesk.drafts("Figures.", byline="Jonas")
    jonas = sits(newsdesk.jonas)
    _deafens(jonas)
    _takes_up(jonas, post)
    newsdesk.puts(post, seen=1, by=newsdesk.mara, embargoed_until=berlin("23:00"))
    jonas.page.focus("[name=byline]")
    jonas.presses("End")
    jonas.types(" M.")
    jonas.pauses()
    jonas.is_told("Mara saved another version of this post")
    assert newsdesk.again(post).byline == "Jonas"


def test_a_returned_post_is_not_submitted_again_unseen(newsdesk: Newsdesk, sits: Any) -> None:
    newsdesk.opens(**SAY)
    newsdesk.assigns(newsdesk.elif_)
    post = newsdesk.submits("Two hundred at the gate.", by=newsdesk.elif_)
    elif_ = sits(newsdesk.elif_)
    _takes_up(elif_, post)
    newsdesk.sends_back(post, "Who counted?", by=newsdesk.mara)
    elif_.is_told("Mara sent this post back, 19:50 CEST. Read the note above.")
    expect(elif_.page.locator("returned-note")).to_contain_text("Who counted?")
    elif_.presses("Control+Enter")
    expect(_dialog(elif_)).to_contain_text("Do you want to submit it again?")
    assert newsdesk.again(post).status == "draft"
    elif_.presses("Enter")
    elif_.is_told("Submitted")


def test_a_return_that_was_not_heard_of_is_met_when_it_is_sent(
    newsdesk: Newsdesk, sits: Any
) -> None:
    newsdesk.opens(**SAY)
    newsdesk.assigns(newsdesk.elif_)
    post = newsdesk.submits("Two hundred at the gate.", by=newsdesk.elif_)
    elif_ = sits(newsdesk.elif_)
    _deafens(elif_)
    _takes_up(elif_, post)
    newsdesk.sends_back(post, "Who counted?", by=newsdesk.mara)
    elif_.presses("Control+Enter")
    elif_.is_told("Mara sent this post back")
    assert newsdesk.again(post).status == "draft"


def test_what_is_typed_while_it_goes_out_is_kept_when_another_one_is_taken_up(
    newsdesk: Newsdesk, sits: Any
) -> None:
    newsdesk.opens(**SAY)
    other = newsdesk.drafts("Another post.")
    jonas = sits(newsdesk.jonas)
    jonas.page.evaluate(LATE)
    jonas.writes("First half.")
    jonas.presses("Control+Enter")
    jonas.types(" Second half.")
    _takes_up(jonas, other)
    jonas.page.evaluate("answer()")
    left = jonas.page.locator("left-posts")
    expect(left).to_contain_text("First half. Second half.")
    jonas.sees("First half.")
    left.get_by_role("button", name="Go on with it").click()
    expect(jonas.page.locator("#composer-heading")).to_have_text("Amend post")
    jonas.presses("Control+Enter")
    jonas.is_told("Amended")
    assert newsdesk.readers_see() == ["First half. Second half."]


def test_when_it_goes_out_under_typing_hands_the_half_sentence_stays_here(
    newsdesk: Newsdesk, sits: Any
) -> None:
    newsdesk.opens(**SAY)
    post = newsdesk.schedules("Goes at eight.", at=berlin("20:00"))
    jonas = sits(newsdesk.jonas)
    _takes_up(jonas, post)
    jonas.types(" Half a se")
    newsdesk.waits_until(berlin("20:00"))
    newsdesk.ticks()
    jonas.is_told("This post went out at 20:00 CEST, as it was saved.")
    jonas.types("n")
    jonas.is_told("This post went out at 20:00 CEST, as it was saved.")
    jonas.presses("Control+s")
    jonas.is_told("This post is public and has no draft.")
    jonas.presses("Control+Enter")
    expect(_dialog(jonas)).to_contain_text("give readers what you typed since?")
    jonas.presses("Escape")
    assert newsdesk.readers_see() == ["Goes at eight."]
    jonas.types("tence.")
    jonas.presses("Control+Enter", "Enter")
    jonas.is_told("Amended")
    assert newsdesk.readers_see() == ["Goes at eight. Half a sentence."]


def test_a_letter_on_a_box_of_the_composer_does_nothing(newsdesk: Newsdesk, sits: Any) -> None:
    newsdesk.opens(**SAY)
    post = newsdesk.drafts("In hand.")
    jonas = sits(newsdesk.jonas)
    _takes_up(jonas, post)
    jonas.page.click("details.options summary")
    for place in ("[name=key_event]", "details.options summary", "[data-do=send]"):
        jonas.page.focus(place)
        jonas.presses("d", "r", "w")
    jonas.presses("Control+s")
    jonas.is_told("Saved as a draft")
    assert newsdesk.again(post).status == "draft"


def test_a_draft_that_is_discarded_is_left_or_can_be_taken_back(
    newsdesk: Newsdesk, sits: Any
) -> None:
    newsdesk.opens(**SAY)
    post = newsdesk.drafts("To be binned.")
    jonas = sits(newsdesk.jonas)
    _takes_up(jonas, post)
    jonas.page.focus(f".row[data-id='{post.id}']")
    jonas.presses("d")
    jonas.is_blank()
    newsdesk.recovers(post)
    _takes_up(jonas, post)
    jonas.types(" Not yet")
    newsdesk.discards(post, by=newsdesk.mara)
    jonas.is_told("This draft was discarded. It can be taken back.")
    jonas.presses("Control+Enter")
    assert newsdesk.again(post).status == "discarded"
    jonas.page.click("[data-do=recover]")
    expect(jonas.page.locator("post-composer [data-trouble]")).to_be_hidden()
    jonas.pauses()
    jonas.is_told("Saved at the newsroom")
    assert newsdesk.again(post).text == "To be binned. Not yet"


def test_who_reads_along_is_told_why_nothing_is_sent(newsdesk: Newsdesk, sits: Any) -> None:
    newsdesk.opens(**SAY)
    newsdesk.drafts("One.", byline="Jonas")
    mara, jonas = sits(newsdesk.mara), sits(newsdesk.jonas)
    mara.presses("j", "e")
    jonas.sees("Mara is editing")
    jonas.presses("j", "e")
    expect(jonas.page.locator("[data-other]")).to_contain_text("Mara is editing this post, since")
    jonas.presses("Control+Enter")
    jonas.is_told("Mara is editing this post. Take it over first; nothing was saved or sent.")


def test_what_was_sent_back_is_seen_on_top(newsdesk: Newsdesk, sits: Any) -> None:
    newsdesk.opens(**SAY)
    newsdesk.assigns(newsdesk.elif_)
    post = newsdesk.submits("Two hundred at the gate.", by=newsdesk.elif_)
    elif_ = sits(newsdesk.elif_, viewport={"width": 390, "height": 700})
    newsdesk.sends_back(post, "Who counted?", by=newsdesk.mara)
    elif_.page.get_by_role("link", name="Sent back to you: 1").click()
    elif_.sees("Who counted?")


def test_without_scripts_nothing_is_offered_that_cannot_be_used(
    newsdesk: Newsdesk, site: str, browsing: Any
) -> None:
    newsdesk.opens(**SAY)
    newsdesk.publishes("There.")
    context = browsing(java_script_enabled=False)
    cookie = {"name": "depesche", "value": newsdesk.signs_in(newsdesk.jonas), "url": site}
    context.add_cookies([cookie])
    page = context.new_page()
    page.goto(f"{site}/desk/coverages/{newsdesk.slug}")
    expect(page.locator(".rows")).to_contain_text("There.")
    expect(page.locator("post-composer")).to_be_hidden()


LATE = """() => {
  const { fetch } = window;
  const late = new Promise((answer) => { window.answer = answer; });
  window.fetch = async (url, request) => {
    const answer = await fetch(url, request);
    if (request?.method === "PUT" && /posts\\/[0-9a-f-]+$/.test(url)) await late;
    return answer;
  };
}"""


def _deafens(editor: Any) -> None:
    """The page hears of nothing that others do."""
    editor.page.route("**/stream?*", lambda route: route.abort())
    editor.page.route("**/changes?*", lambda route: route.abort())
    editor.sits_at(editor.page.url)
