"""An open reader page, and what changes make of it.

The model of `static/live/applying.js` and `static/reader/live-coverage.js`: what a browser does
with its elements happens here to their source, so that it can be compared byte for byte.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

from depesche.newsroom.changes import DOSSIER

TICKER = ("coverage", "summary", "pin", "key_event", "post")
KINDS = (*TICKER, *DOSSIER)
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}

Change = dict[str, Any]


@dataclass(frozen=True)
class Element:
    """An element with data-kind: whom it shows, where it stands, and all of its source."""

    kind: str
    id: str
    position: str
    source: str


class Page:
    """A page as it was loaded; `apply` brings it up to date.

    `is_at_top` says whether its reader is there: else new posts wait until `reveal`.
    """

    def __init__(self, html: str, *, is_at_top: bool = True) -> None:
        found = _Reading(html)
        self.html = html
        self.is_at_top = is_at_top
        self.facts = found.facts
        self.sequence = int(self.facts["data-sequence"])
        self.newest_position = self.facts["data-newest-position"]
        self.cuts = found.cuts
        self.is_ticker = found.is_ticker
        self.is_newest = "data-newest" in self.facts
        self.is_oldest = "data-oldest" in self.facts
        self.is_up = self.facts.get("data-order") == "oldest"
        self.promised = found.promised
        self.waiting: dict[str, Change] = {}
        self._lists: defaultdict[str, list[Element]] = defaultdict(list)
        for element in found.elements:
            self._lists[element.kind].append(element)
        shown = [post.position for post in self.posts]
        self._bounds = min(shown, default=""), max(shown, default="")

    @property
    def posts(self) -> Sequence[Element]:
        return self.all("post")

    def all(self, kind: str) -> Sequence[Element]:
        """The elements of that kind, from the top of the page to its end."""
        return tuple(self._lists[kind])

    def ids(self, kind: str) -> list[str]:
        return [element.id for element in self.all(kind)]

    def find(self, kind: str, object_id: str) -> Element | None:
        return next((e for e in self._lists[kind] if e.id == object_id), None)

    def reaches(self, position: str) -> bool:
        """Whether a post of that position has its place among those the page shows."""
        lowest, highest = self._bounds
        return (self.is_oldest or position >= lowest) and (self.is_newest or position <= highest)

    def holds(self, kind: str, position: str) -> bool:
        """Whether an element of that kind and position has its place in the list of this page."""
        if kind == "post" and self.is_ticker:
            return self.reaches(position)
        cut, elements = self.cuts.get(kind), self._lists[kind]
        if cut is None or cut == "alone":
            return position in [element.position for element in elements]
        if not cut:
            return True
        if not elements:
            return False
        is_above = "above" in cut and position > elements[0].position
        is_below = "below" in cut and position < elements[-1].position
        return not (is_above or is_below)

    def apply(self, change: Change) -> None:
        """Take a change, whatever way it came."""
        if change["sequence"] <= self.sequence:
            return
        self.sequence = change["sequence"]
        if self._is_new(change):
            if change["verb"] == "put":
                self.waiting[change["id"]] = change
            if self.is_at_top:
                self.reveal()
        elif change["kind"] != "post" or self._present(change) or self._belongs(change):
            self._apply(change)

    def apply_all(self, changes: Iterable[Change]) -> None:
        for change in changes:
            self.apply(change)

    def reveal(self) -> None:
        """The reader goes to the top, where that is on this page."""
        if self.is_newest:
            for change in self.waiting.values():
                self._apply(change)
            self.waiting.clear()

    def _is_new(self, change: Change) -> bool:
        """Whether it is a post that was published after this page was made."""
        if not self.is_ticker or change["kind"] != "post" or self._present(change):
            return False
        return change["id"] in self.waiting or change.get("position", "") > self.newest_position

    def _belongs(self, change: Change) -> bool:
        return self.reaches(change.get("position", ""))

    def _present(self, change: Change) -> Element | None:
        return self.find(change["kind"], change["id"])

    def _apply(self, change: Change) -> None:
        present, elements = self._present(change), self._lists[change["kind"]]
        match change["verb"]:
            case "remove" if present:
                elements.remove(present)
            case "put":
                drawn, cut = _drawn(change), self.cuts.get(change["kind"])
                if cut is None:
                    return
                if present and (cut == "alone" or present.position == drawn.position):
                    elements[elements.index(present)] = drawn
                    return
                if present:
                    elements.remove(present)
                if cut and not self.holds(drawn.kind, drawn.position):
                    return
                is_up = self.is_up and change["kind"] == "post"
                beyond = max if is_up else min
                later = (
                    at
                    for at, one in enumerate(elements)
                    if one.position != drawn.position
                    and beyond(one.position, drawn.position) == one.position
                )
                elements.insert(next(later, len(elements)), drawn)


def assert_same(old: Page, fresh: Page) -> None:
    """An old page plus the changes equals a fresh page.

    Where a list goes on elsewhere it is the same as far as both pages reach, as posts are. A page
    left open keeps its order when the coverage ends, and a fresh one begins at the other end.
    """
    for kind in KINDS:
        mine, theirs = _where_both_hold(old, fresh, kind), _where_both_hold(fresh, old, kind)
        if kind == "post" and old.is_up != fresh.is_up:
            theirs.reverse()
        assert mine == theirs, f"{kind}: not what a fresh page shows"


def _where_both_hold(page: Page, other: Page, kind: str) -> list[Element]:
    if kind == "post" and page.is_ticker and not (page.posts and other.posts):
        return list(page.posts)
    return [
        element
        for element in page.all(kind)
        if page.holds(kind, element.position) and other.holds(kind, element.position)
    ]


def _drawn(change: Change) -> Element:
    html = change["html"]
    (element,) = _Reading(html).elements
    assert element.source == html, "a change draws one element and nothing else"
    named = (element.kind, element.id, element.position)
    assert named == (change["kind"], change["id"], change["position"])
    return element


class _Reading(HTMLParser):
    """Finds the elements with data-kind, and where they begin and end in the source."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self._html = html
        self._lines = [0, *(found.end() for found in re.finditer("\n", html))]
        self._open: list[tuple[str, int, dict[str, str]]] = []
        self.elements: list[Element] = []
        self.facts: dict[str, str] = {}
        self.cuts: dict[str, str] = {}  # of every list, where it goes on elsewhere
        self.is_ticker = False
        self.promised: str | None = None
        self.feed(html)
        self.close()
        assert not self._open, f"not closed: {[tag for tag, _, _ in self._open]}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        if tag == "live-coverage":
            self.facts = attributes
        if "data-list" in attributes:
            self.cuts[attributes["data-list"]] = attributes.get("data-cut", "")
        if attributes.get("class") == "new-posts":
            self.is_ticker = True
        if self._is_promise(attributes):
            self.promised = attributes["href"].removeprefix("#post-")
        if tag not in VOID:
            self._open.append((tag, self._offset, attributes))

    def handle_endtag(self, tag: str) -> None:
        opened, start, attributes = self._open.pop()
        assert opened == tag, f"<{opened}> is closed by </{tag}>"
        if "data-kind" in attributes:
            end = self._html.index(">", self._offset) + 1
            self.elements.append(
                Element(
                    attributes["data-kind"],
                    attributes["data-id"],
                    attributes["data-position"],
                    self._html[start:end],
                )
            )

    def _is_promise(self, attributes: dict[str, str]) -> bool:
        """Whether this is the link from the mark above a promised post to the post."""
        parent = self._open[-1][2] if self._open else {}
        return parent.get("id") == "promised" and "href" in attributes

    @property
    def _offset(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column
