"""An evening at the composer, by keyboard alone: what the dossier costs, and what it then holds.

How keys are counted. A post costs the keys that went down for it, modifiers each for themselves:
Alt and 4 are two, Shift and 1 are two. The page counts them itself, and the few letters of the
text for which this keyboard has no key (ä, ö, ü, ß) are added. Of that are taken off:

- the letters of the text that readers get, line ends and all; a capital letter or a quotation mark
  is one of them, whatever one's keyboard wants to be held down for it;
- the chord that publishes (Ctrl and Enter), and the key that opens the next post, where one is
  needed: after a post has gone out, none is.

What is left are the post's extra keys. A correction belongs to the post it corrects: the way to
it, the deleting and retyping, and the chord that is refused because the note is missing all count;
the letters of the note and one publishing chord do not. There are no suggestions to be taken.

What it comes to: a quote costs nothing, as it is typed the way it is read; a position two keys, a
key event two, both together three; a correction sixteen to twenty-one, most of them the word that
is deleted and typed again. Of the sixty posts 32 cost nothing, 23 cost two keys, 2 cost three, and
the 3 corrected ones more: the median is 0 and the 95th percentile (the 57th of 60) is 3.

Typed the other way, with `>` and `!`, the same costs more: on a German keyboard two keys for a
quote (Shift and <) and three for a key event (Enter, Shift and 1).
"""

import tomllib
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import func, select

from depesche.newsroom import text
from depesche.newsroom.models import Correction
from newsdesk import Newsdesk, berlin
from preparing import prepare, standing

EVENING = Path(__file__).with_name("evening_of_sixty.toml")
US_KEYBOARD = {chr(code) for code in range(32, 127)} | {"\n"}
COUNTING = """
window.keysDown = 0;
addEventListener("keydown", () => { window.keysDown += 1; }, true);
"""
PUBLISHING = 2  # keys of the chord
SHORT, WHOLE = 20, 60


class Hands:
    """They type, and know how many keys went down."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.without_key = 0

    def types(self, words: str) -> None:
        self.without_key += sum(letter not in US_KEYBOARD for letter in words)
        self.page.keyboard.type(words)

    def presses(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def chord(self, *keys: str) -> None:
        """Alt is held, and one key follows the other."""
        self.page.keyboard.down("Alt")
        self.presses(*keys)
        self.page.keyboard.up("Alt")

    @property
    def keys(self) -> int:
        return int(self.page.evaluate("window.keysDown")) + self.without_key


@pytest.fixture
def at_work(newsdesk: Newsdesk, sits: Any) -> Callable[[], Any]:
    def sit() -> Any:
        newsdesk.opens()
        prepare(newsdesk)
        return sits(newsdesk.jonas, script=COUNTING)

    return sit


def test_an_evening_of_posts_keeps_the_dossier(newsdesk: Newsdesk, at_work: Any) -> None:
    _spend(newsdesk, at_work(), _posts()[:SHORT])


@pytest.mark.long
def test_a_whole_evening_keeps_the_dossier(newsdesk: Newsdesk, at_work: Any) -> None:
    posts = _posts()
    assert len(posts) == WHOLE
    assert _wanted(posts) == {"claim": 25, "position": 15, "key_event": 12, "corrected": 3}
    _spend(newsdesk, at_work(), posts)


def _posts() -> list[dict[str, Any]]:
    posts: list[dict[str, Any]] = tomllib.loads(EVENING.read_text())["post"]
    return posts


def _spend(newsdesk: Newsdesk, jonas: Any, posts: Sequence[dict[str, Any]]) -> None:
    hands = Hands(jonas.page)
    hands.presses("n")
    extra = [_send(newsdesk, jonas, hands, post) for post in posts]
    assert _held(newsdesk) == _wanted(posts)
    taken = [(one["actor"], one["issue"]) for one in standing(newsdesk, "position")]
    assert taken == [tuple(post["stance"][1:]) for post in posts if "stance" in post]
    spread = sorted(Counter(extra).items())
    assert median(extra) <= 1.2, spread
    assert sorted(extra)[-(-95 * len(extra) // 100) - 1] <= 3, spread


def _send(newsdesk: Newsdesk, jonas: Any, hands: Hands, post: dict[str, Any]) -> int:
    """The post goes out and is corrected, if it has to be; how many keys it cost beyond."""
    before, sent = hands.keys, len(newsdesk.readers_see())
    hands.types(post["typed"])
    digits = [str(post["stance"][0])] if "stance" in post else []
    digits += ["0"] if post.get("key") else []
    if digits:
        hands.chord(*(f"Digit{digit}" for digit in digits))
    hands.presses("Control+Enter")
    jonas.is_blank()
    expect(jonas.page.locator(".row[data-status=published]")).to_have_count(sent + 1)
    free = PUBLISHING
    if "wrong" in post:
        free += _correct(jonas, hands, *post["wrong"])
    readable = text.plain(text.parse(newsdesk.readers_see()[0], "de"))
    spent = hands.keys - before - len(readable) - free
    if "wrong" in post:
        hands.presses("n")
    return spent


def _correct(jonas: Any, hands: Hands, wrong: str, right: str, note: str) -> int:
    """The last word is put right; the letters that readers get besides the post."""
    hands.presses("Escape", "c")
    expect(jonas.page.locator("#composer-heading")).to_have_text("Correct post")
    expect(jonas.page.locator("[name=text]")).to_be_focused()
    hands.presses("Control+End", "Backspace", "Control+Backspace")  # the full stop, the word
    assert not jonas.typed().endswith(wrong)
    hands.types(right)
    hands.presses("Control+Enter")
    expect(jonas.page.locator("post-composer [name=note]")).to_be_focused()
    hands.types(note)
    hands.presses("Control+Enter")
    jonas.is_told("Corrected")
    return len(note) + PUBLISHING


def _wanted(posts: Sequence[dict[str, Any]]) -> dict[str, int]:
    return {
        "claim": sum("\n- " in post["typed"] for post in posts),
        "position": sum("stance" in post for post in posts),
        "key_event": sum(post.get("key", False) for post in posts),
        "corrected": sum("wrong" in post for post in posts),
    }


def _held(newsdesk: Newsdesk) -> dict[str, int]:
    """What the dossier holds; key events are its timeline."""
    log = newsdesk.reader_log()
    return {
        "claim": len(standing(newsdesk, "claim")),
        "position": len(standing(newsdesk, "position")),
        "key_event": len({change.object_id for change in log if change.kind == "key_event"}),
        "corrected": _corrections(newsdesk),
    }


def _corrections(newsdesk: Newsdesk) -> int:
    with newsdesk.store.reading() as session:
        return session.scalar(select(func.count()).select_from(Correction)) or 0


def test_who_contradicts_themselves_is_shown_with_both(
    newsdesk: Newsdesk, at_work: Any, reads: Any, site: str
) -> None:
    jonas = at_work()
    reader = reads(f"{site}/live/{newsdesk.slug}").follows()
    hands = Hands(jonas.page)
    newsdesk.waits_until(berlin("21:40"))
    _says(jonas, hands, '"Ein Gebietstausch ist denkbar."\n- Trump', "1")
    newsdesk.waits_until(berlin("23:10"))
    _says(jonas, hands, '"Ein Gebietstausch kommt nicht infrage."\n- Trump', "4")
    cell = reader.page.locator(".matrix td").filter(has_text="Gebietstausch")
    expect(cell).to_contain_text("lehnt es ab")
    expect(cell).to_contain_text("nicht infrage")
    expect(cell).to_contain_text("23:10")
    expect(cell).to_contain_text("1× geändert")

    newsdesk.waits_until(berlin("23:25"))
    hands.presses("Escape", "e")
    expect(jonas.page.locator("#composer-heading")).to_have_text("Amend post")
    hands.presses("Control+End", "Enter", "Enter")
    hands.types("<> @ukr")
    expect(jonas.page.locator("#completions [role=option]")).to_have_count(1)
    hands.presses("Tab", "Control+Enter")
    jonas.is_told("Amended")
    claim = reader.page.locator(".objects .claim").filter(has_text="nicht infrage")
    expect(claim).to_contain_text("bestritten", ignore_case=True)
    expect(claim).to_contain_text("Ukraine")

    cell.locator("summary").click()
    former = cell.locator("details a").first
    expect(former).to_have_text("dafür")
    reader.page.goto(site + str(former.get_attribute("href")))
    reader.sees("Ein Gebietstausch ist denkbar.")
    assert reader.errors == []


def _says(jonas: Any, hands: Hands, words: str, digit: str) -> None:
    """A post with a position."""
    hands.presses("n")
    hands.types(words)
    hands.chord(f"Digit{digit}")
    hands.presses("Control+Enter")
    jonas.is_told("Published")
    jonas.is_blank()
    hands.presses("Escape")
