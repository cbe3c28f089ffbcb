"""The dossier desk in a real Chromium, by keyboard alone."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, expect

from depesche.newsroom.models import Person
from newsdesk import Newsdesk

Prepares = Callable[..., "Keeper"]


class Keeper:
    """Somebody at the dossier desk; counts the keys that are not the words themselves."""

    def __init__(self, editor: Any) -> None:
        self.page = editor.page
        self.keys = 0
        expect(self.page.locator("dossier-desk:defined")).to_be_attached()

    def presses(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.keys += 1

    def types(self, words: str) -> None:
        expect(self.page.locator("input:focus, textarea:focus")).to_be_attached()
        self.page.keyboard.insert_text(words)

    def adds(self, line: str, *, and_goes_on: bool = False) -> None:
        """A line where the focus is; then it is empty again, or the form of the new one is open."""
        self.types(line)
        self.presses("Shift+Enter" if and_goes_on else "Enter")
        if and_goes_on:
            expect(self.panel).to_be_visible()
        else:
            expect(self.page.locator("[name=line]:focus")).to_have_value("")

    def saves(self) -> None:
        """The form is sent, and the focus is back where it came from."""
        self.presses("Control+Enter")
        expect(self.panel).to_have_count(0)

    def replaces(self, words: str) -> None:
        expect(self.page.locator("input:focus, textarea:focus")).to_be_attached()
        self.presses("Control+a")
        self.types(words)

    def is_told(self, words: str) -> None:
        expect(self.page.locator("dossier-desk > [data-said]")).to_contain_text(words)

    def focus(self) -> Locator:
        found: Locator = self.page.locator(":focus")
        return found

    @property
    def panel(self) -> Locator:
        found: Locator = self.page.locator(".panel")
        return found

    def row(self, which: str) -> Locator:
        found: Locator = self.page.locator(f"#{which}")
        return found

    def cell(self, which: str) -> Locator:
        found: Locator = self.page.locator(f'.matrix [data-cell="{which}"]')
        return found


@pytest.fixture
def keeps(sits: Any, newsdesk: Newsdesk) -> Prepares:
    """`keeps(newsdesk.jonas)` is Jonas at the dossier desk of the coverage."""

    def keep(person: Person, **options: Any) -> Keeper:
        return Keeper(sits(person, f"/desk/coverages/{newsdesk.slug}/dossier", **options))

    return keep


ACTORS = [
    *("@trump Donald Trump, Trump, der US-Präsident", "@putin Wladimir Putin, Putin, Kremlchef"),
    *("@selenskyj Wolodymyr Selenskyj, Selenskyj", "@lawrow Sergej Lawrow, Lawrow"),
]
STATES = ["Russland, Moskau", "USA, die Vereinigten Staaten", "Ukraine, Kiew"]
OTHERS = [
    *("Kreml", "Weißes Haus", "Europa, die Europäer"),
    *("Russische Staatsmedien, Staatsfernsehen", "Beobachter, Beobachterinnen"),
]
ISSUES = [
    "@gebiete Gebiete, Gebietstausch, Landtausch, Tritt die Ukraine Land ab?",
    "Waffenruhe, Feuerpause, Kommt eine Waffenruhe?",
    "US-Hilfe, Militärhilfe",
    "Anerkennung",
]
PLACES = [
    *("Anchorage, Elmendorf, 61.25, -149.8", "Moskau, 55.75, 37.62", "Donezk, 48, 37.8"),
    *("Luhansk, 48.57, 39.3", "Saporischschja, 47.84, 35.14", "Cherson, 46.64, 32.62"),
]


def prepares(jonas: Keeper) -> None:
    """Twelve actors, three of them with a type of their own; four issues; six places."""
    jonas.presses("1", "n")
    for line in [*ACTORS, *OTHERS]:
        jonas.adds(line)
    for line in STATES:
        jonas.adds(line, and_goes_on=True)
        jonas.presses("Tab", "ArrowDown")
        jonas.saves()
        jonas.presses("n")
    expect(jonas.page.locator("[data-list=actor] > .object")).to_have_count(12)
    for section, lines in (("2", ISSUES), ("5", PLACES)):
        jonas.presses("Escape", section, "n")
        for line in lines:
            jonas.adds(line)


def test_the_summit_is_prepared_by_keyboard_and_a_second_person_confirms(
    newsdesk: Newsdesk, keeps: Prepares
) -> None:
    newsdesk.opens("Trump trifft Putin", slug="gipfel")
    jonas, mara = keeps(newsdesk.jonas), keeps(newsdesk.mara)

    prepares(jonas)
    per_line = jonas.keys / (len(ACTORS + OTHERS + STATES + ISSUES + PLACES))
    assert per_line <= 2, f"{per_line:.2f} keys beside the words of a line"

    jonas.presses("Escape", "7", "n")
    for line in ("Durchbruch", "Eingefrorener Konflikt"):
        jonas.adds(line)
    jonas.presses("Escape")
    for low, high, words in (("10", "20", "eher nicht"), ("80", "90", "wahrscheinlich")):
        jonas.presses("j", "l")
        expect(jonas.page.locator("[name=low]")).to_be_focused()
        for typed in (low, high, words, "Redaktion Ausland"):
            jonas.replaces(typed)
            jonas.presses("Tab")
        jonas.saves()
        jonas.is_told("A second person has to confirm it")
    jonas.presses("k", "c")
    jonas.is_told("")
    assert not newsdesk.has("scenario", "durchbruch").facts["likelihoods"][0]["confirmed_at"]

    expect(mara.row("scenario-eingefrorener-konflikt")).to_contain_text("80–90 %")
    mara.presses("7")
    for key in ("durchbruch", "eingefrorener-konflikt"):
        mara.presses("j", "c")
        expect(mara.row(f"scenario-{key}").locator(".pending")).to_have_count(0)
    expect(jonas.row("scenario-durchbruch").locator(".pending")).to_have_count(0)
    assert mara.keys == 5
    assert newsdesk.has("actor", "russland").facts["type"] == "state"
    assert newsdesk.has("actor", "putin").facts["aliases"] == ["Putin", "Kremlchef"]
    assert newsdesk.has("issue", "gebiete").facts["question"] == "Tritt die Ukraine Land ab?"
    assert newsdesk.has("place", "anchorage").facts["longitude"] == -149.8
    shares = newsdesk.has("scenario", "durchbruch").facts["likelihoods"]
    assert [one["confirmed_by"] for one in shares] == [newsdesk.mara.id]


def test_who_proposed_it_is_told_that_somebody_else_confirms(
    newsdesk: Newsdesk, keeps: Prepares
) -> None:
    newsdesk.opens()
    newsdesk.prepares("scenario", "bruch", label="Durchbruch")
    newsdesk.estimates("bruch", 10, 20, by=newsdesk.mara)
    mara = keeps(newsdesk.mara)
    mara.presses("7", "j", "c")
    expect(mara.panel.get_by_role("alert")).to_contain_text("two people stand behind")


@pytest.fixture
def _summit(newsdesk: Newsdesk) -> None:
    newsdesk.opens()
    for key, name in (("trump", "Donald Trump"), ("putin", "Wladimir Putin")):
        newsdesk.prepares("actor", key, name=name, aliases=[name.split()[1]])
    for key, name in (("land", "Gebietstausch"), ("ruhe", "Waffenruhe")):
        newsdesk.prepares("issue", key, label=name)


@pytest.mark.usefixtures("_summit")
def test_a_position_costs_a_digit_its_words_and_its_basis(
    newsdesk: Newsdesk, keeps: Prepares
) -> None:
    newsdesk.publishes("Putin lehnt eine Waffenruhe ab.")
    jonas = keeps(newsdesk.jonas)
    jonas.presses("4", "ArrowDown", "ArrowRight", "Enter")
    expect(jonas.panel.locator("h3")).to_have_text("Wladimir Putin – Waffenruhe")
    jonas.presses("4")
    jonas.types("Keine Feuerpause")
    jonas.presses("Tab", "Space")
    jonas.saves()
    expect(jonas.cell("putin/ruhe")).to_contain_text("rejects")
    expect(jonas.cell("putin/ruhe")).to_be_focused()
    (taken,) = newsdesk.has_all("position")
    assert (taken.facts["stance"], taken.facts["wording"]) == ("rejects", "Keine Feuerpause")
    assert len(taken.facts["posts"]) == 1
    assert jonas.keys == 8


@pytest.mark.usefixtures("_summit")
def test_what_others_do_comes_by_itself_and_leaves_an_open_form_alone(
    newsdesk: Newsdesk, keeps: Prepares
) -> None:
    jonas = keeps(newsdesk.jonas)
    jonas.presses("1", "j", "e")
    jonas.replaces("D. Trump")
    newsdesk.prepares("actor", "merz", name="Friedrich Merz", by=newsdesk.mara)
    expect(jonas.row("actor-merz")).to_be_visible()
    expect(jonas.page.locator("[data-count=actor]")).to_have_text("3")
    newsdesk.prepares("actor", "trump", role="US-Präsident", by=newsdesk.mara)
    expect(jonas.row("actor-trump").locator(".facts")).to_contain_text("US-Präsident")
    expect(jonas.panel.locator("[data-changed]")).to_be_visible()
    expect(jonas.page.locator("input:focus")).to_have_value("D. Trump")
    jonas.presses("Control+Enter")
    expect(jonas.panel.get_by_role("alert")).to_contain_text("Somebody changed this")
    expect(jonas.panel.locator(".theirs")).to_contain_text("US-Präsident")
    expect(jonas.panel.locator("[name=name]")).to_have_value("D. Trump")
    jonas.saves()
    facts = newsdesk.has("actor", "trump").facts
    assert (facts["name"], facts["role"]) == ("D. Trump", "US-Präsident")
    newsdesk.takes_out("actor", "merz")
    expect(jonas.row("actor-merz")).to_have_count(0)


@pytest.mark.usefixtures("_summit")
def test_a_position_that_somebody_else_takes_is_said_in_the_open_cell(
    newsdesk: Newsdesk, keeps: Prepares
) -> None:
    post = newsdesk.publishes("Trump ist für den Gebietstausch.")
    jonas = keeps(newsdesk.jonas)
    jonas.presses("4", "Enter", "3")
    jonas.types("Nicht so")
    newsdesk.takes_position("trump", "land", "rejects", posts=[str(post.id)], by=newsdesk.mara)
    expect(jonas.panel.locator("[data-changed]")).to_be_visible()
    expect(jonas.cell("trump/land")).to_contain_text("rejects")
    expect(jonas.page.locator("textarea:focus")).to_have_value("Nicht so")
    jonas.presses("Tab", "Space", "Control+Enter")
    expect(jonas.panel.locator(".theirs").first).to_contain_text("rejects")
    jonas.saves()
    expect(jonas.cell("trump/land")).to_contain_text("changed once")


@pytest.mark.usefixtures("_summit")
def test_a_new_name_is_seen_wherever_it_is_named(newsdesk: Newsdesk, keeps: Prepares) -> None:
    newsdesk.prepares("aim", None, actor="putin", text="Anerkennung")
    jonas = keeps(newsdesk.jonas)
    newsdesk.prepares("actor", "putin", name="W. W. Putin")
    expect(jonas.row("aim-1")).to_contain_text("W. W. Putin")
    expect(jonas.page.locator(".matrix tbody th").nth(1)).to_have_text("W. W. Putin")
    newsdesk.prepares("actor", "trump", aliases=["Trump", "Putin"])
    expect(jonas.row("actor-putin").locator("[data-doubts]")).to_contain_text("Putin")


@pytest.mark.usefixtures("_summit")
def test_a_line_that_lacks_something_opens_the_form_at_the_field(
    newsdesk: Newsdesk, keeps: Prepares
) -> None:
    jonas = keeps(newsdesk.jonas)
    jonas.presses("3", "n")
    jonas.types("Niemand: Ruhm")
    jonas.presses("Enter")
    expect(jonas.panel.locator("select[name=actor]")).to_be_focused()
    expect(jonas.panel.locator("[data-field=actor] .trouble")).to_be_visible()
    expect(jonas.panel.locator("[name=text]")).to_have_value("Niemand: Ruhm")
    jonas.presses("ArrowDown")
    jonas.saves()
    expect(jonas.row("aim-1")).to_be_focused()
    assert newsdesk.has("aim", "1").facts["actor"] == "trump"


@pytest.mark.usefixtures("_summit")
def test_what_was_typed_is_not_left_without_asking(keeps: Prepares, newsdesk: Newsdesk) -> None:
    jonas = keeps(newsdesk.jonas)
    jonas.presses("1", "j", "e", "Escape")
    expect(jonas.panel).to_have_count(0)
    expect(jonas.row("actor-trump")).to_be_focused()
    jonas.presses("e")
    jonas.page.keyboard.type("xe ")  # at once, before the form is there
    expect(jonas.page.locator("input:focus")).to_have_value("xe Donald Trump")
    jonas.presses("Escape")
    expect(jonas.page.locator("#confirm")).to_be_visible()
    jonas.presses("Escape")
    expect(jonas.panel).to_be_visible()
    jonas.presses("Escape", "Enter")
    expect(jonas.panel).to_have_count(0)


@pytest.mark.usefixtures("_summit")
def test_a_correction_asks_at_once_and_one_key_answers(newsdesk: Newsdesk, keeps: Prepares) -> None:
    post = newsdesk.publishes("Trump ist für den Gebietstausch.")
    newsdesk.takes_position("trump", "land", "supports", wording="Ja", posts=[str(post.id)])
    newsdesk.prepares("question", "1", text="Und nun?", posts=[str(post.id)])
    jonas = keeps(newsdesk.jonas)
    newsdesk.corrects(post, "Trump ist gegen den Gebietstausch.")
    expect(jonas.page.locator("#checks")).to_contain_text("Corrected")
    expect(jonas.row("question-1")).to_contain_text("was corrected")
    jonas.presses("8", "j", "v")
    expect(jonas.row("question-1").locator(".flagged")).to_have_count(0)
    jonas.page.get_by_role("button", name="All of it holds").focus()
    jonas.presses("Enter")
    expect(jonas.page.locator("#checks")).to_have_count(0)
    assert newsdesk.is_asked() == []


@pytest.mark.usefixtures("_summit")
def test_taking_out_and_answering_by_keyboard(newsdesk: Newsdesk, keeps: Prepares) -> None:
    newsdesk.prepares("question", "1", text="Und nun?")
    jonas = keeps(newsdesk.jonas)
    jonas.presses("8", "j", "a")
    jonas.types("Abwarten.")
    jonas.saves()
    expect(jonas.row("question-1")).to_contain_text("Abwarten.")
    jonas.presses("1", "j", "x")
    expect(jonas.focus()).to_have_text("Take out")
    jonas.presses("Enter")
    expect(jonas.row("actor-trump")).to_have_count(0)
    expect(jonas.page.locator(".matrix tbody tr")).to_have_count(1)


@pytest.mark.usefixtures("_summit")
def test_without_scripts_links_and_forms_do_the_same(newsdesk: Newsdesk, sits: Any) -> None:
    jonas = sits(newsdesk.jonas, "/desk/coverages/der-gipfel/dossier", java_script_enabled=False)
    page = jonas.page
    page.locator("[data-add=place] [name=line]").fill("Anchorage")
    page.locator("[data-add=place] button").click()
    expect(page).to_have_url(re.compile(r"/dossier#place-anchorage$"))
    page.locator("#place-anchorage").get_by_role("link", name="Edit").click()
    page.locator("[name=why]").fill("Nah an Russland")
    page.get_by_role("button", name="Save").click()
    expect(page).to_have_url(re.compile(r"/dossier#place-anchorage$"))
    assert newsdesk.has("place", "anchorage").facts["why"] == "Nah an Russland"


@pytest.mark.parametrize(
    ("scheme", "width"),
    [
        ("light", 1280),
        ("dark", 360),
        pytest.param("light", 360, marks=pytest.mark.long),
        pytest.param("dark", 1280, marks=pytest.mark.long),
    ],
)
@pytest.mark.usefixtures("_summit")
def test_the_dossier_desk_is_accessible(
    newsdesk: Newsdesk, keeps: Prepares, scheme: str, width: int
) -> None:
    post = newsdesk.publishes("> Trump ist für den Gebietstausch.\n> — Putin")
    newsdesk.takes_position("trump", "land", "supports", wording="Ja", posts=[str(post.id)])
    for label in ("Sicherheitsgarantien", "Wiederaufbau", "Kriegsgefangenenaustausch"):
        newsdesk.prepares("issue", None, label=label)
    newsdesk.prepares("scenario", "bruch", label="Durchbruch")
    newsdesk.prepares("question", "1", text="Und nun?")
    newsdesk.prepares("actor", "bush", name="Bush", aliases=["Trump"], presence="affected")
    newsdesk.estimates("bruch", 10, 20)
    newsdesk.corrects(post, "> Trump ist gegen den Gebietstausch.\n> — Putin")
    options = {"color_scheme": scheme, "viewport": {"width": width, "height": 800}}
    mara = keeps(newsdesk.mara, **options)
    _check(mara)
    for keys in (
        ("1", "j", "e"),
        ("4", "Enter"),
        ("7", "j", "l"),
        ("8", "j", "a"),
        ("9", "j", "e"),
    ):
        mara.presses(*keys)
        expect(mara.panel).to_be_visible()
        mara.page.locator("details").evaluate_all("all => all.forEach((one) => (one.open = true))")
        _check(mara)
        mara.presses("Escape")
        expect(mara.panel).to_have_count(0)
    mara.presses("3", "n")
    mara.types("Niemand: nichts")
    mara.presses("Enter")
    expect(mara.panel.locator(".trouble")).to_be_visible()
    _check(mara)
    mara.presses("Escape")
    _check(mara)
    mara.presses("Enter", "?")
    _check(mara)


def _check(keeper: Keeper) -> None:
    found = Axe().run(keeper.page).response["violations"]
    assert [(f["id"], [node["target"] for node in f["nodes"]]) for f in found] == []
    assert keeper.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
