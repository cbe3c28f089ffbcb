"""What axe finds at the desk: nothing, in light and in dark."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from newsdesk import Newsdesk
from preparing import prepare

PHONE = {"viewport": {"width": 360, "height": 740}}


def _check(page: Page) -> None:
    page.wait_for_timeout(300)  # what comes fading in has come
    found = Axe().run(page).response["violations"]
    assert [(f["id"], [node["target"] for node in f["nodes"]]) for f in found] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.fixture(params=["light", "dark"])
def scheme(request: pytest.FixtureRequest) -> str:
    return str(request.param)


# Each scheme and each width once; every pair of them only in the long run.
EACH_ONCE = pytest.mark.parametrize(
    ("scheme", "width"),
    [
        ("light", 1440),
        ("dark", 360),
        pytest.param("light", 360, marks=pytest.mark.long),
        pytest.param("dark", 1440, marks=pytest.mark.long),
    ],
)


def test_sign_in_list_and_form_are_accessible(
    newsdesk: Newsdesk, sits: Any, site: str, scheme: str
) -> None:
    newsdesk.makes("A draft", language="en")
    newsdesk.opens("The summit", language="en")
    mara = sits(newsdesk.mara, "/desk", color_scheme=scheme, **PHONE)
    _check(mara.page)
    mara.page.goto(f"{site}/desk/coverages/new")
    mara.page.fill("[name=opens_at]", "2025-10-26T02:30")
    mara.page.click("main button")
    mara.page.wait_for_selector("[name=opens_at_fold]")
    _check(mara.page)
    mara.page.context.clear_cookies()
    mara.page.goto(f"{site}/desk")
    mara.page.fill("[name=name]", "Mara")
    mara.page.fill("[name=password]", "wrong")
    mara.presses("Enter")
    mara.page.wait_for_selector("[role=alert]")
    _check(mara.page)


@EACH_ONCE
def test_the_composer_and_its_dialogs_are_accessible(
    newsdesk: Newsdesk, sits: Any, scheme: str, width: int
) -> None:
    newsdesk.opens("The summit", language="en", dateline="Anchorage")
    options = {"color_scheme": scheme, "viewport": {"width": width, "height": 800}}
    mara = sits(newsdesk.mara, **options)
    _check(mara.page)
    newsdesk.withdraws(newsdesk.publishes("Wrong.", headline="A wrong one"))
    newsdesk.schedules("Later.")
    newsdesk.submits("A proposal.", pinned=False)
    newsdesk.waits(seconds=1)
    post = newsdesk.publishes("> Yes.\n> — Somebody", headline="A quote", pinned=True)
    newsdesk.corrects(post, "> No.\n> — Somebody", internal_note="Misheard")
    mara.sees("Misheard")
    mara.page.locator(".options summary").click()
    mara.writes("> It is on.\n— Somebody", headline="On")
    mara.page.wait_for_selector("post-preview .quote")
    _check(mara.page)
    mara.presses("Escape", "?")
    _check(mara.page)
    mara.presses("Escape")
    mara.page.locator(".row[data-status=published]").focus()
    mara.presses("c")
    mara.page.wait_for_selector("[name=note]:visible")
    _check(mara.page)
    mara.presses("Escape", "w")
    mara.page.wait_for_selector("#withdraw[open]")
    _check(mara.page)


@EACH_ONCE
def test_what_the_composer_reads_is_accessible(
    newsdesk: Newsdesk, sits: Any, scheme: str, width: int
) -> None:
    newsdesk.opens("The summit")
    prepare(newsdesk)
    post = newsdesk.publishes('"Es reicht."\n- Putin', byline="Jonas")
    prepare(newsdesk, (("actor", "trump", {"posts": [str(post.id)]}),))
    options = {"color_scheme": scheme, "viewport": {"width": width, "height": 800}}
    jonas = sits(newsdesk.jonas, **options)
    jonas.presses("n")
    jonas.types('"Über Gebiete reden wir nicht."\n- Selenskyj, in Kiew\n\n! ??\n/antwort 99\n@u')
    jonas.presses("Alt+Digit4")
    expect(jonas.page.locator("#completions [role=option]")).to_have_count(2)
    _check(jonas.page)
    jonas.page.locator(".taking summary").click()
    jonas.page.locator(".howto summary").click()
    _check(jonas.page)
    jonas.page.locator(f".row[data-id='{post.id}']").focus()
    jonas.presses("w")
    jonas.types("Das war falsch.")
    jonas.presses("Control+Enter")
    expect(jonas.page.locator("resting-notice")).to_be_visible()
    _check(jonas.page)


@EACH_ONCE
def test_versions_menus_and_what_the_list_asks_are_accessible(
    newsdesk: Newsdesk, sits: Any, scheme: str, width: int
) -> None:
    newsdesk.opens("The summit", language="en")
    newsdesk.corrects(newsdesk.publishes("At seven.", headline="A start"), "At eight.")
    newsdesk.sends_back(newsdesk.submits("Again."), "Who says so?")
    newsdesk.submits("A proposal.")
    options = {"color_scheme": scheme, "viewport": {"width": width, "height": 800}}
    mara = sits(newsdesk.mara, **options)
    mara.page.locator(".row[data-status=submitted] .more summary").click()
    _check(mara.page)
    mara.page.locator(".row[data-status=submitted]").focus()
    mara.presses("b")
    _check(mara.page)
    mara.presses("Escape", "t")
    _check(mara.page)
    mara.presses("Escape")
    mara.page.locator(".row[data-status=published]").focus()
    mara.presses("v")
    mara.page.wait_for_selector("ins")
    _check(mara.page)


def test_accounts_are_accessible(newsdesk: Newsdesk, sits: Any, site: str, scheme: str) -> None:
    newsdesk.signs_in(newsdesk.ada)
    ada = sits(newsdesk.ada, "/desk/account", color_scheme=scheme, **PHONE)
    _check(ada.page)
    ada.page.fill("[name=present]", "wrong")
    ada.page.fill("[name=password]", "a long enough one")
    ada.presses("Enter")
    ada.page.wait_for_selector("[role=alert]")
    _check(ada.page)
    for path in ("/desk/people", f"/desk/people/{newsdesk.jonas.id}", "/desk/nirgends"):
        ada.page.goto(f"{site}{path}")
        _check(ada.page)
