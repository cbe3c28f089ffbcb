"""The composer understands a newsroom: chips, names to complete, quotes that go on, positions."""

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from depesche.newsroom import coverages
from depesche.newsroom.dossier import flags
from newsdesk import PASSWORD, Newsdesk
from preparing import prepare, standing

BOTH = "Kiew lehnt einen Gebietstausch ab."


@pytest.fixture
def jonas(newsdesk: Newsdesk, sits: Any) -> Any:
    newsdesk.opens()
    prepare(newsdesk)
    jonas = sits(newsdesk.jonas)
    jonas.presses("n")
    return jonas


def _reads(editor: Any) -> Locator:
    found: Locator = editor.page.locator("post-reading li")
    return found


def _offered(editor: Any) -> Locator:
    found: Locator = editor.page.locator("#completions [role=option]")
    return found


def _positions(editor: Any) -> Locator:
    found: Locator = editor.page.locator("position-field li")
    return found


def _holds(editor: Any, *chosen: str) -> None:
    """The post takes that position: whose, on what, which."""
    menus = _positions(editor).first.locator("select")
    for i, word in enumerate(chosen):
        expect(menus.nth(i).locator("option:checked")).to_have_text(word)


def test_what_is_read_is_shown_while_somebody_types(jonas: Any) -> None:
    jonas.types("Trump ist in Anchorage.\n\n> Es reicht.\n— Putin\n\n! ??\n/frage")
    expect(_reads(jonas)).to_have_text(
        [
            "/frage: The question is missing.",
            "Claim: Wladimir Putin",
            "Key event",
            "Unconfirmed",
            "Donald Trump",
            "Anchorage",
            "Wladimir Putin",
        ]
    )
    jonas.types(" Wird es besser?")
    expect(_reads(jonas).first).to_have_text("Claim: Wladimir Putin")
    expect(_reads(jonas).filter(has_text="Question: Wird es besser?")).to_have_count(1)


def test_what_is_new_is_said_aloud_once_after_a_pause(jonas: Any) -> None:
    aloud = jonas.page.locator("post-reading [role=status]")
    jonas.types("Trump wartet auf")
    expect(_reads(jonas)).to_have_count(1)
    expect(aloud).to_have_text("")
    jonas.page.clock.fast_forward(2_000)
    expect(aloud).to_have_text("Donald Trump")
    jonas.types(" Putin")
    expect(_reads(jonas)).to_have_count(2)
    jonas.page.clock.fast_forward(2_000)
    expect(aloud).to_have_text("Wladimir Putin")


def test_a_name_is_completed_by_keyboard(newsdesk: Newsdesk, jonas: Any) -> None:
    box = jonas.page.locator("[name=text]")
    jonas.types("😀 Heute sagt @u")
    expect(_offered(jonas)).to_have_text(["Ukraine @ukraine", "USA @usa"])
    expect(box).to_have_attribute("aria-activedescendant", "completion-0")
    jonas.presses("ArrowDown")
    expect(_offered(jonas).nth(1)).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", "completion-1")
    jonas.presses("ArrowDown", "ArrowUp", "Enter")
    expect(box).to_have_value("😀 Heute sagt @usa ")
    expect(_offered(jonas)).to_have_count(0)
    expect(box).not_to_have_attribute("aria-activedescendant", re.compile("."))
    jonas.types("nein zu #geb")
    expect(_offered(jonas)).to_have_count(1)
    jonas.presses("Tab")
    jonas.types("und @nie")
    jonas.presses("Control+Enter")
    jonas.is_told("Published")
    assert newsdesk.readers_see() == ["😀 Heute sagt USA nein zu Gebiete und @nie"]


def test_escape_closes_the_names_and_the_keys_are_free_again(jonas: Any) -> None:
    jonas.types("Heute @ru")
    expect(_offered(jonas)).to_have_count(1)
    jonas.presses("Escape")
    expect(_offered(jonas)).to_have_count(0)
    jonas.presses("Enter")
    jonas.types("weiter")
    expect(jonas.page.locator("[name=text]")).to_have_value("Heute @ru\nweiter")
    jonas.presses("Tab")
    expect(jonas.page.locator("[name=text]")).not_to_be_focused()


def test_a_question_is_found_by_its_words(newsdesk: Newsdesk, jonas: Any) -> None:
    jonas.types("Nein.\n/an")
    expect(_offered(jonas)).to_have_count(1)
    jonas.presses("Tab")
    jonas.types("foto")
    expect(_offered(jonas)).to_have_text(["Wird es mehr als ein Fototermin? 1"])
    jonas.presses("Tab")
    assert jonas.typed() == "Nein.\n/antwort 1 "
    expect(_reads(jonas)).to_have_text(["Answer to: Wird es mehr als ein Fototermin?"])
    jonas.presses("Control+Enter")
    jonas.is_told("Published")
    assert newsdesk.has("question", "1").facts["state"] == "answered"


def test_a_name_is_taken_by_pointer_and_the_focus_stays(jonas: Any) -> None:
    jonas.types("Heute @ru")
    _offered(jonas).first.click()
    expect(jonas.page.locator("[name=text]")).to_have_value("Heute @russland ")
    expect(jonas.page.locator("[name=text]")).to_be_focused()
    jonas.presses("Control+z")
    expect(jonas.page.locator("[name=text]")).to_have_value("Heute @ru")


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("> Eins\nzwei\n— Putin\nWeiter", "> Eins\n> zwei\n> — Putin\n\nWeiter"),
        ("> Eins\n- Putin\nWeiter", "> Eins\n> - Putin\n\nWeiter"),
        ("> Eins\n\nWeiter", "> Eins\n\nWeiter"),
        (">Eins\nzwei", ">Eins\n>zwei"),
        ("- Eins\nzwei\n\nWeiter", "- Eins\n- zwei\n\nWeiter"),
        ("1. Eins\nzwei", "1. Eins\n2. zwei"),
        ("15. August\nFreitag", "15. August\nFreitag"),
        ('"Eins."\n- Putin\n\nWeiter', '"Eins."\n- Putin\n\nWeiter'),
        ("Eins\nzwei\n\ndrei", "Eins\nzwei\n\ndrei"),
    ],
)
def test_enter_goes_on_with_a_quote_and_a_list(jonas: Any, typed: str, text: str) -> None:
    jonas.types(typed)
    expect(jonas.page.locator("[name=text]")).to_have_value(text)


def test_a_chord_takes_a_position_changes_it_and_takes_it_back(
    newsdesk: Newsdesk, jonas: Any
) -> None:
    jonas.types(f"Trump hört zu. {BOTH}")
    jonas.presses("Alt+Digit4")
    _holds(jonas, "Ukraine", "Gebiete", "rejects it")
    jonas.presses("Alt+Digit3")
    _holds(jonas, "Ukraine", "Gebiete", "against it")
    jonas.presses("Alt+Digit7")
    _holds(jonas, "Donald Trump", "Gebiete", "against it")
    jonas.presses("Alt+Digit3")
    expect(_positions(jonas)).to_have_count(0)
    jonas.presses("Alt+Digit4", "Control+Enter")
    jonas.is_told("Published")
    jonas.is_blank()
    expect(_positions(jonas)).to_have_count(0)
    (position,) = standing(newsdesk, "position")
    assert (position["actor"], position["stance"]) == ("ukraine", "rejects")
    assert position["wording"] == BOTH


def test_without_a_key_there_is_no_position(newsdesk: Newsdesk, jonas: Any) -> None:
    jonas.types(BOTH)
    expect(_reads(jonas)).to_have_count(2)
    jonas.presses("Control+Enter")
    jonas.is_told("Published")
    assert standing(newsdesk, "position") == []


def test_a_position_without_anybody_is_said_and_types_nothing(jonas: Any) -> None:
    jonas.types("Es regnet.")
    jonas.presses("Alt+Digit1")
    missing = "No position: no actor and no issue is named. Type @ and # and choose from the list."
    jonas.is_told(missing)
    expect(jonas.page.locator("[data-hint-position]")).to_have_text(missing)
    expect(jonas.page.locator("[data-hint-position]")).to_be_visible()
    assert jonas.typed() == "Es regnet."


def test_whose_position_it_is_can_be_changed_by_pointer(newsdesk: Newsdesk, jonas: Any) -> None:
    jonas.types(f"{BOTH} Trump schweigt zur Waffenruhe.")
    jonas.page.locator(".taking summary").click()
    jonas.page.get_by_role("button", name="for it").click()
    menus = _positions(jonas).locator("select")
    menus.nth(0).select_option("Donald Trump")
    menus.nth(1).select_option("Waffenruhe")
    menus.nth(2).select_option("has not committed")
    _holds(jonas, "Donald Trump", "Waffenruhe", "has not committed")
    jonas.page.get_by_role("button", name="Publish", exact=True).click()
    jonas.is_told("Published")
    (position,) = standing(newsdesk, "position")
    assert (position["actor"], position["issue"]) == ("trump", "waffenruhe")


def test_on_a_mac_alt_types_and_takes_with_ctrl(newsdesk: Newsdesk, sits: Any) -> None:
    newsdesk.opens()
    prepare(newsdesk)
    mac = "Object.defineProperty(Navigator.prototype, 'platform', { get: () => 'MacIntel' })"
    jonas = sits(newsdesk.jonas, script=mac)
    jonas.presses("n")
    jonas.types(BOTH)
    expect(_reads(jonas)).to_have_count(2)
    jonas.presses("Alt+Digit4")
    expect(_positions(jonas)).to_have_count(0)
    jonas.presses("Control+Alt+Digit4")
    _holds(jonas, "Ukraine", "Gebiete", "rejects it")


def test_who_reads_along_takes_no_position(newsdesk: Newsdesk, sits: Any, jonas: Any) -> None:
    jonas.types(BOTH)
    jonas.pauses()
    jonas.is_told("Saved at the newsroom")
    mara = sits(newsdesk.mara)
    mara.presses("j", "e")
    expect(mara.page.locator("[data-other]")).to_contain_text("Jonas is editing")
    mara.page.locator(".taking summary").click()
    expect(mara.page.get_by_role("button", name="for it")).to_be_disabled()
    mara.page.locator("[name=text]").focus()
    mara.presses("Alt+Digit4")
    expect(_positions(mara)).to_have_count(0)


def test_a_chord_makes_a_key_event(newsdesk: Newsdesk, jonas: Any) -> None:
    jonas.types("Es geht los.")
    jonas.presses("Alt+Digit0")
    expect(_reads(jonas)).to_have_text(["Key event"])
    jonas.presses("Control+Enter")
    jonas.is_told("Published")
    assert "key_event" in {change.kind for change in newsdesk.reader_log()}


def test_a_backslash_keeps_a_marker(newsdesk: Newsdesk, jonas: Any) -> None:
    jonas.types("Sein Konto heißt \\@putin.\n\\!")
    expect(_reads(jonas)).to_have_count(0)
    jonas.presses("Control+Enter")
    jonas.is_told("Published")
    assert newsdesk.readers_see() == ["Sein Konto heißt @putin.\n!"]
    jonas.presses("Escape", "e")
    expect(jonas.page.locator("[name=text]")).to_have_value("Sein Konto heißt \\@putin.\n\\!")


def test_a_marker_that_cannot_be_read_publishes_nothing_and_keeps_the_text(
    newsdesk: Newsdesk, jonas: Any
) -> None:
    jonas.types("Ein Satz.\n/antwort 99 Ja.")
    expect(_reads(jonas)).to_have_text(["/antwort 99 Ja.: There is no question of this number."])
    jonas.presses("Control+Enter")
    jonas.is_told("“/antwort 99 Ja.” cannot be read as a marker.")
    expect(jonas.page.locator("[name=text]")).to_be_focused()
    assert jonas.typed() == "Ein Satz.\n/antwort 99 Ja."
    assert newsdesk.readers_see() == []
    jonas.replaces("Ein Satz.\n/antwort 1 Ja.")
    jonas.presses("Control+Enter")
    jonas.is_told("Published")


def test_typing_goes_on_while_the_newsroom_is_away(newsdesk: Newsdesk, jonas: Any) -> None:
    jonas.types(BOTH)
    jonas.presses("Alt+Digit4")
    _holds(jonas, "Ukraine", "Gebiete", "rejects it")
    jonas.page.context.set_offline(True)
    jonas.types(" Mehr dazu gleich von @tru")
    jonas.presses("Alt+Digit3")
    _holds(jonas, "Ukraine", "Gebiete", "against it")
    assert jonas.typed() == f"{BOTH} Mehr dazu gleich von @tru"
    jonas.page.context.set_offline(False)
    jonas.types("mp")
    expect(_offered(jonas)).to_have_text(["Donald Trump @trump"])
    jonas.presses("Tab", "Control+Enter")
    jonas.is_told("Published")
    assert [one["stance"] for one in standing(newsdesk, "position")] == ["opposes"]


def test_a_position_survives_a_reload_and_a_sign_out(newsdesk: Newsdesk, jonas: Any) -> None:
    posts = re.compile(r"/posts/[0-9a-f-]+$")
    jonas.page.route(posts, lambda route: route.abort())
    jonas.types(BOTH)
    jonas.presses("Alt+Digit4")
    _holds(jonas, "Ukraine", "Gebiete", "rejects it")
    jonas.sits_at(jonas.page.url)
    _holds(jonas, "Ukraine", "Gebiete", "rejects it")
    jonas.page.unroute(posts)
    jonas.page.context.clear_cookies()
    jonas.presses("n", "Control+Enter")
    jonas.is_told("You are no longer signed in.")
    with jonas.page.expect_popup() as opened:
        jonas.page.click("[data-do=sign-in]")
    opened.value.fill("[name=name]", "Jonas")
    opened.value.fill("[name=password]", PASSWORD)
    opened.value.keyboard.press("Enter")
    jonas.is_told("Published")
    assert [one["stance"] for one in standing(newsdesk, "position")] == ["rejects"]


def test_a_draft_keeps_its_position_at_the_newsroom(newsdesk: Newsdesk, jonas: Any) -> None:
    jonas.types(BOTH)
    jonas.presses("Alt+Digit4")
    _holds(jonas, "Ukraine", "Gebiete", "rejects it")
    jonas.pauses()
    jonas.is_told("Saved at the newsroom")
    assert jonas.kept() == "[]"
    jonas.sits_at(jonas.page.url)
    _holds(jonas, "Ukraine", "Gebiete", "rejects it")
    jonas.is_told("Saved at the newsroom")


def test_two_versions_differ_in_their_positions_as_well(newsdesk: Newsdesk, jonas: Any) -> None:
    taken = [{"actor": "ukraine", "issue": "gebiete", "stance": "rejects"}]
    post = newsdesk.drafts(BOTH, byline="Jonas")
    jonas.sees("Kiew lehnt")
    jonas.presses("Escape", "j", "e")
    expect(jonas.page.locator("[name=text]")).to_have_value(BOTH)
    jonas.types(" Ja.")
    newsdesk.puts(post, seen=1, text=BOTH, positions=taken, by=newsdesk.mara)
    jonas.presses("Control+s")
    expect(jonas.page.locator("#versions")).to_contain_text(
        "Positions: @ukraine #gebiete rejects it, as Mara set it. It stays, also with yours."
    )
    jonas.presses("Enter")
    jonas.is_told("Saved as a draft")
    _holds(jonas, "Ukraine", "Gebiete", "rejects it")


def test_an_editor_publishes_a_contributors_draft_with_its_markers(
    newsdesk: Newsdesk, sits: Any, jonas: Any
) -> None:
    newsdesk.assigns(newsdesk.elif_)
    elif_ = sits(newsdesk.elif_)
    elif_.presses("n")
    elif_.types(f"{BOTH}\n!\n/frage Und nun?")
    elif_.presses("Alt+Digit4", "Control+Enter")
    elif_.is_told("Submitted")
    jonas.presses("Escape")
    jonas.sees("Kiew lehnt")
    jonas.presses("j", "e")
    expect(jonas.page.locator("[name=text]")).to_have_value(f"{BOTH}\n!\n/frage Und nun?")
    _holds(jonas, "Ukraine", "Gebiete", "rejects it")
    jonas.presses("Control+Enter")
    jonas.is_told("Published")
    assert newsdesk.readers_see() == [BOTH]
    assert len(standing(newsdesk, "position")) == 1
    assert standing(newsdesk, "question")[-1]["text"] == "Und nun?"


def test_after_a_correction_somebody_is_asked_once(newsdesk: Newsdesk, jonas: Any) -> None:
    newsdesk.publishes('"Es reicht."\n- Putin', byline="Jonas")
    jonas.sees("Es reicht.")
    jonas.presses("Escape", "j", "c")
    expect(jonas.page.locator("#composer-heading")).to_have_text("Correct post")
    jonas.replaces('"Es reicht nicht."\n- Putin')
    jonas.presses("Control+Enter")
    expect(jonas.page.locator("post-composer [name=note]")).to_be_focused()
    jonas.types("Ein Wort fehlte.")
    jonas.presses("Control+Enter")
    notice = jonas.page.locator("resting-notice")
    expect(notice).to_contain_text(
        "One entry of the dossier rests on this post: Claim “Es reicht nicht.”"
    )
    expect(notice.get_by_role("link", name="Check")).to_have_attribute(
        "href", f"/desk/coverages/{newsdesk.slug}/dossier#checks"
    )
    waiting = jonas.page.locator("[data-part=dossier] strong")
    expect(waiting).to_have_text("1 To check")
    notice.get_by_role("button", name="Still holds").click()
    expect(notice).to_be_hidden()
    expect(waiting).to_have_count(0)
    with newsdesk.store.reading() as session:
        assert flags.flagged(session, coverages.find(session, newsdesk.slug)) == []


def test_the_preview_is_what_readers_get(newsdesk: Newsdesk, jonas: Any) -> None:
    jonas.types(f"{BOTH}\n\n> Nein.\n- Putin\n! ??\n/frage Und nun?")
    jonas.presses("Alt+Digit4")
    preview = jonas.page.locator("post-preview")
    expect(preview).to_contain_text("Ukraine zu Gebiete")
    expect(preview).to_contain_text("Und nun?")
    expect(preview.locator(".prose")).not_to_contain_text("/frage")
    expect(preview.locator(".prose a").first).to_have_attribute(
        "href", f"/live/{newsdesk.slug}/dossier/actor/ukraine"
    )
