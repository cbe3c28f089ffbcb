"""A page as a strict reader of HTML sees it."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
ENDS_A_PARAGRAPH = {
    *("article", "aside", "blockquote", "details", "div", "dl", "figure", "footer", "form"),
    *("h1", "h2", "h3", "header", "hr", "main", "nav", "ol", "p", "section", "table", "ul"),
}
PARENTS = {
    "li": {"ol", "ul", "template"},
    "dt": {"dl"},
    "dd": {"dl"},
    "figcaption": {"figure"},
    "summary": {"details"},
}
POINTING = ("aria-labelledby", "aria-describedby", "aria-controls", "for")


@dataclass
class Tag:
    """An element: its name, its attributes, what it holds, and in which language."""

    name: str
    attributes: dict[str, str]
    parent: "Tag | None"
    children: "list[Tag | str]" = field(default_factory=list)

    @property
    def text(self) -> str:
        """All words in it, spaced as one line."""
        return " ".join("".join(self._words()).split())

    @property
    def language(self) -> str:
        """The language its words are in."""
        own = self.attributes.get("lang")
        return own or (self.parent.language if self.parent else "")

    def all(self, name: str = "", **attributes: str) -> "list[Tag]":
        """The elements in it of that name with these attributes, `class_` being one of them."""
        wanted = {key.rstrip("_").replace("_", "-"): value for key, value in attributes.items()}
        return [tag for tag in self._tags() if tag._is(name, wanted)]

    def one(self, name: str = "", **attributes: str) -> "Tag":
        (found,) = self.all(name, **attributes)
        return found

    def _is(self, name: str, wanted: dict[str, str]) -> bool:
        if name not in {"", self.name}:
            return False
        mine = self.attributes
        return all(
            value in mine.get(key, "").split() if key == "class" else mine.get(key) == value
            for key, value in wanted.items()
        )

    def _tags(self) -> "Iterator[Tag]":
        for child in self.children:
            if isinstance(child, Tag):
                yield child
                yield from child._tags()

    def _words(self) -> Iterator[str]:
        for child in self.children:
            if isinstance(child, str):
                yield child
            else:
                yield from child._words()


def read(html: str) -> Tag:
    """The whole page; AssertionError where it is not clean."""
    reading = _Reading()
    reading.feed(html)
    reading.close()
    assert [tag.name for tag in reading.open] == ["#page"], "an element is not closed"
    page = reading.open[0]
    _check_ids(page)
    return page


def _check_ids(page: Tag) -> None:
    ids = Counter(tag.attributes["id"] for tag in page.all() if "id" in tag.attributes)
    assert all(count == 1 for count in ids.values()), f"not unique: {ids.most_common(1)}"
    for tag in page.all():
        pointed = [tag.attributes[name] for name in POINTING if name in tag.attributes]
        if tag.attributes.get("href", "").startswith("#"):
            pointed.append(tag.attributes["href"].removeprefix("#"))
        assert not set(" ".join(pointed).split()) - ids.keys(), f"<{tag.name}> points to nothing"


class _Reading(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open = [Tag("#page", {}, None)]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        parent = self.open[-1]
        attributes = {name: value or "" for name, value in attrs}
        assert len(attributes) == len(attrs), f"<{tag}> has an attribute twice"
        ancestors = {ancestor.name for ancestor in self.open}
        assert not (tag in ENDS_A_PARAGRAPH and "p" in ancestors), f"<{tag}> in a paragraph"
        assert not (tag == "a" and "a" in ancestors), "a link in a link"
        assert parent.name in PARENTS.get(tag, {parent.name}), f"<{tag}> in <{parent.name}>"
        found = Tag(tag, attributes, parent)
        parent.children.append(found)
        if tag not in VOID:
            self.open.append(found)

    def handle_endtag(self, tag: str) -> None:
        assert self.open[-1].name == tag, f"<{self.open[-1].name}> is closed by </{tag}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)
