"""A reader who looks things up: from a chip, by keyboard, on a phone, without JavaScript."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from newsdesk import Newsdesk
from preparing import prepare
from reading import Reads

GIPFEL = "/live/gipfel"
QUOTE = "Wladimir Putin spricht.\n\n> Nie im Leben\n> — Wladimir Putin, Präsident"


@pytest.fixture
def desk(newsdesk: Newsdesk) -> Newsdesk:
    """A live coverage with something of everything in its dossier."""
    newsdesk.opens("Der Gipfel", slug="gipfel", standfirst="Zwei Präsidenten in Alaska.")
    prepare(newsdesk)
    post = newsdesk.publishes(QUOTE, headline="Putin sagt nein", key_event=True)
    for actor, stance in {"russland": "supports", "ukraine": "rejects", "usa": "opposes"}.items():
        for issue in ("gebiete", "waffenruhe", "us-hilfe"):
            newsdesk.takes_position(actor, issue, stance, posts=[post.id], wording="So und so")
    newsdesk.takes_position("usa", "gebiete", "conditional", posts=[post.id])
    newsdesk.settles("1", "disputed", disputed_by=["ukraine"])
    newsdesk.prepares(
        "aim", actor="putin", text="Anerkennung", kind="attributed", attributed_to="kreml",
        if_then=["Trump gibt nach", "die Hilfe endet"],
    )  # fmt: skip
    newsdesk.prepares("entry", title="Verkauf", when="1867", count="vor {years} Jahren")
    newsdesk.prepares("place", "anchorage", latitude=61.2, longitude=-149.9, why="Nah")
    newsdesk.confirms("durchbruch", newsdesk.estimates("durchbruch", 10, 20))
    newsdesk.answers("1", "Noch nicht", state="partly")
    return newsdesk


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", [GIPFEL, f"{GIPFEL}/dossier", f"{GIPFEL}/dossier/claim/1"])
def test_axe_finds_nothing(desk: Newsdesk, site: str, reads: Reads, path: str, scheme: str) -> None:
    for width in (320, 1600):
        reader = reads(
            site + path,
            color_scheme=scheme,
            bypass_csp=True,
            viewport={"width": width, "height": 800},
        ).follows()
        if path == GIPFEL:
            reader.page.locator("a.chip").first.click()
            expect(reader.page.locator("object-card")).to_be_visible()
        found = Axe().run(reader.page)
        assert not found.response["violations"], found.generate_report()
        assert reader.page.evaluate("document.documentElement.scrollWidth") <= width
        assert not reader.errors


def test_a_chip_opens_its_card_in_place_and_escape_leads_back(
    desk: Newsdesk, site: str, reads: Reads
) -> None:
    reader = reads(site + GIPFEL).follows()
    chip = reader.page.locator(".posts a.chip").first
    card = reader.page.locator("object-card")

    chip.focus()
    reader.page.keyboard.press("Enter")
    expect(card).to_contain_text("Anerkennung")
    expect(card.locator(".name.title a")).to_have_css("text-decoration-line", "underline")
    assert reader.page.url == site + GIPFEL
    reader.page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    expect(chip).to_be_focused()

    chip.click()
    card.get_by_role("button", name="Schließen").click()
    expect(card).to_be_hidden()
    assert not reader.errors


def test_a_card_that_is_not_on_the_page_is_fetched(desk: Newsdesk, site: str, reads: Reads) -> None:
    post = desk.publishes("Mehr.\n\n??")
    reader = reads(f"{site}{GIPFEL}/dossier/claim/1").follows()
    reader.page.locator(".posts .prose a.chip").first.click()
    expect(reader.page.locator("object-card")).to_contain_text("Anerkennung")
    assert str(post.id) not in reader.page.content()


def test_without_javascript_a_chip_is_a_link(desk: Newsdesk, site: str, reads: Reads) -> None:
    reader = reads(site + GIPFEL, java_script_enabled=False)
    reader.page.locator(".posts a.chip").first.click()
    assert reader.page.url == f"{site}{GIPFEL}/dossier/actor/putin"
    reader.sees("Anerkennung")


def test_the_dossier_comes_to_an_open_page_that_had_none(
    newsdesk: Newsdesk, site: str, reads: Reads
) -> None:
    newsdesk.opens("Der Gipfel", slug="gipfel")
    reader = reads(site + GIPFEL).follows()
    expect(reader.page.locator(".dossier")).to_be_hidden()
    expect(reader.page.locator(".bar")).to_be_hidden()

    newsdesk.prepares("actor", "putin", name="Wladimir Putin")

    expect(reader.page.locator(".dossier")).to_be_visible()
    expect(reader.page.locator(".bar").get_by_role("link", name="Akteure")).to_be_visible()
    expect(reader.page.locator(".bar").get_by_role("link", name="Aussagen")).to_be_hidden()


def test_changes_leave_the_page_of_an_object_to_itself(
    desk: Newsdesk, site: str, reads: Reads
) -> None:
    reader = reads(f"{site}{GIPFEL}/dossier/actor/putin").follows()
    desk.publishes("Etwas ganz anderes")
    desk.prepares("actor", "neu", name="Jemand Neues")
    desk.prepares("actor", "putin", role="Präsident Russlands")
    reader.sees("Präsident Russlands")
    reader.sees_no("Etwas ganz anderes")
    reader.sees_no("Jemand Neues")


def test_what_an_open_page_shows_of_a_dossier_is_what_a_fresh_one_shows(
    desk: Newsdesk, site: str, reads: Reads
) -> None:
    reader = reads(site + GIPFEL).follows()
    post = desk.publishes("> Doch\n> — Donald Trump", key_event=True)
    desk.takes_position("usa", "gebiete", "rejects", posts=[post.id])
    desk.prepares("entry", "verkauf", when="1866")
    desk.prepares("actor", "putin", name="W. Putin")
    desk.merges("actor", "kreml", into="russland")
    desk.takes_out("issue", "us-hilfe")
    desk.publishes("Schluss")
    reader.sees("Schluss")

    fresh = reads(site + GIPFEL)
    assert reader.objects() == fresh.objects()


def test_an_open_card_is_as_its_object_is_and_closes_with_its_chip(
    desk: Newsdesk, site: str, reads: Reads
) -> None:
    post = desk.publishes("> Ein Test\n> — Donald Trump")
    reader = reads(site + GIPFEL).follows()
    card = reader.page.locator("object-card")

    reader.page.locator(".posts a.chip", has_text="Wladimir Putin").first.click()
    expect(card).to_contain_text("Wladimir Putin")
    desk.prepares("actor", "putin", name="Waldemar Putin")
    expect(card).to_contain_text("Waldemar Putin")
    reader.page.keyboard.press("Escape")
    expect(card).to_be_empty()

    reader.page.locator(f"#post-{post.id} a.chip", has_text="Trump").first.click()
    expect(card).to_be_visible()
    desk.withdraws(post)
    expect(card).to_be_hidden()
    assert not reader.errors


def test_an_open_card_keeps_no_words_that_were_taken_back(
    desk: Newsdesk, site: str, reads: Reads
) -> None:
    post = desk.publishes("Eine Wendung in Anchorage.\n\n??")
    reader = reads(site + GIPFEL).follows()
    card = reader.page.locator("object-card")
    reader.page.locator(f"#post-{post.id} .told a.chip").first.click()
    expect(card).to_contain_text("Eine Wendung")
    desk.withdraws(post)
    reader.sees_no("Eine Wendung")
    assert "Eine Wendung" not in reader.page.content()


def test_the_page_of_an_object_says_that_more_was_posted_about_it(
    desk: Newsdesk, site: str, reads: Reads
) -> None:
    reader = reads(f"{site}{GIPFEL}/dossier/actor/putin").follows()
    more = reader.page.locator("posts-about a")
    expect(more).to_be_hidden()
    desk.publishes("Nichts davon")
    first = desk.publishes("Auch Wladimir Putin ist da.")
    expect(more).to_have_text("1 neuer Beitrag dazu")
    desk.publishes("Davon handelt nur die Zeile darüber.", headline="Putin schweigt")
    expect(more).to_have_text("2 neue Beiträge dazu")
    desk.withdraws(first)
    expect(more).to_have_text("1 neuer Beitrag dazu")
    more.click()
    reader.sees("Putin schweigt")
    expect(more).to_be_hidden()
    assert not reader.errors


def test_what_heads_the_page_of_an_object_is_what_it_is_called(
    desk: Newsdesk, site: str, reads: Reads
) -> None:
    reader = reads(f"{site}{GIPFEL}/dossier/actor/putin").follows()
    head = reader.page.get_by_role("heading", level=1)
    expect(head).to_have_text("Wladimir Putin")
    desk.prepares("actor", "putin", name="Waldemar Putin")
    expect(head).to_have_text("Waldemar Putin")
    expect(reader.page).to_have_title(re.compile("^Waldemar Putin – "))


def test_what_heads_the_page_of_a_claim_goes_with_its_post(
    desk: Newsdesk, site: str, reads: Reads
) -> None:
    post = desk.publishes("> Nur ein Test\n> — Donald Trump")
    desk_claim = desk.has_all("claim")[0].key
    reader = reads(f"{site}{GIPFEL}/dossier/claim/{desk_claim}").follows()
    head = reader.page.get_by_role("heading", level=1)
    expect(head).to_have_text("Nur ein Test")
    desk.withdraws(post)
    expect(head).to_have_text("Zurückgezogen")
    expect(reader.page).to_have_title(re.compile("^Zurückgezogen – "))
    assert "Nur ein Test" not in reader.page.locator("body").inner_html()
    assert not reader.errors


@pytest.mark.parametrize("width", [320, 360])
def test_no_page_moves_sideways_on_a_phone(
    desk: Newsdesk, site: str, reads: Reads, width: int
) -> None:
    pages = ["", "/dossier", "/dossier/actor/usa", "/dossier/issue/gebiete", "/dossier/claim/1"]
    phone = {"viewport": {"width": width, "height": 740}, "is_mobile": True, "has_touch": True}
    for path in pages:
        reader = reads(site + GIPFEL + path, **phone)
        scroll, client = reader.page.evaluate(
            "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
        )
        assert scroll <= client == width, path


def test_the_bar_is_at_the_thumb_and_says_which_part_it_is(
    desk: Newsdesk, site: str, reads: Reads
) -> None:
    reader = reads(site + GIPFEL, viewport={"width": 360, "height": 740}).follows()
    bar = reader.page.locator(".bar")
    present = bar.locator("[aria-current]")
    box = bar.bounding_box()
    assert box
    assert box["y"] + box["height"] == 740
    expect(present).to_have_text("Ticker")
    for link in bar.get_by_role("link").all():
        size = link.bounding_box()
        assert size
        assert min(size["width"], size["height"]) >= 44

    reader.page.evaluate("document.querySelector('#questions').scrollIntoView()")

    expect(present).to_have_text("Fragen")
    expect(present).to_be_in_viewport(ratio=0.99)


def test_the_bar_leaves_room_for_the_line_about_the_connection(
    desk: Newsdesk, site: str, reads: Reads
) -> None:
    reader = reads(site + GIPFEL, viewport={"width": 360, "height": 740}).follows()
    reader.page.evaluate(
        """() => { const line = document.querySelector(".connection");
                   line.hidden = false; line.textContent = "Unterbrochen"; }"""
    )
    line = reader.page.locator(".connection").bounding_box()
    assert line
    assert line["y"] + line["height"] <= reader.top_of(".bar")


def test_the_page_of_an_actor_follows_what_is_said_and_where_it_stands(
    desk: Newsdesk, site: str, reads: Reads
) -> None:
    post = desk.publishes("Etwas")
    key = desk.takes_position("putin", "gebiete", "opposes", posts=[post.id]).key
    reader = reads(f"{site}{GIPFEL}/dossier/actor/putin").follows()
    claim = reader.page.locator(".beside [data-kind=claim] .claim-status")
    expect(claim).to_have_text("Bestritten")
    desk.settles("1", "confirmed")
    expect(claim).to_have_text("Bestätigt")
    desk.prepares("position", key, wording="So sieht er es")
    expect(reader.page.locator(".beside [data-kind=position]")).to_contain_text("So sieht er es")
    assert not reader.errors
