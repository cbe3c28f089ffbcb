"""A post's tree as HTML. Every letter an editor typed is escaped; the tags are ours alone.

Names that a post mentions become links where they stand. They are counted in the letters of the
text, as `text.letters` has them, so letters are counted here in the same order.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from depesche.newsroom import text
from depesche.newsroom.dossier.readers.traces import Trace
from depesche.newsroom.models import Coverage, Post
from depesche.newsroom.text import (
    Block,
    Break,
    Emphasis,
    Inline,
    Items,
    Link,
    Paragraph,
    Quote,
    Strong,
    Text,
    Tree,
)


@dataclass(frozen=True)
class Chip:
    """A link from a name in a text: where it begins, its letters, and where it leads."""

    start: int
    surface: str
    href: str


@dataclass(frozen=True)
class Said:
    """What became of a quote: a claim, and its status in a word. `words` are those quoted."""

    words: str
    href: str
    status: str


def html(tree: Tree, chips: Sequence[Chip] = (), said: Sequence[Said] = ()) -> Markup:
    """The tree as block elements: p, ul, ol, figure with blockquote.

    A chip is left out where its letters are others by now, or lie in a link.
    """
    return _Writing(chips, said).blocks(tree)


def told(
    post: Post, coverage: Coverage, trace: Trace | None, statuses: Mapping[str, str]
) -> Markup:
    """The text of a public post, with whom and what it mentions, and what became of its quotes.

    `statuses` are those of claims in the language of the coverage.
    """
    chips = [
        Chip(found.start, found.surface, f"/live/{coverage.slug}/dossier/{found.kind}/{found.key}")
        for found in post.mentions
        if found.start is not None
    ]
    said = [
        Said(claim.verbatim, claim.href, statuses[claim.status])
        for claim in (trace.claims if trace else ())
    ]
    return html(text.parse(post.text, coverage.language), chips, said)


def bullets(source: str, language: str, limit: int) -> list[Markup]:
    """The first lines of a text's first list, as HTML without block elements."""
    for items in text.lists(text.parse(source, language)):
        return [_Writing((), ()).item(item[:1]) for item in items.items[:limit]]
    return []


class _Writing:
    """Goes once through a tree, counting letters."""

    def __init__(self, chips: Sequence[Chip], said: Sequence[Said]) -> None:
        self._chips = sorted(chips, key=lambda chip: chip.start)
        self._said = list(said)
        self._at = 0

    def blocks(self, tree: Tree) -> Markup:
        return Markup("\n").join([self._block(block) for block in tree])

    def item(self, blocks: Tree) -> Markup:
        """A line of a list; a lone paragraph in it needs no element of its own."""
        first, *rest = blocks or (Paragraph(()),)
        if not isinstance(first, Paragraph):
            return self.blocks(blocks)
        line = self._inlines(first.inlines)
        self._at += len("\n\n") if blocks else 0
        return line + self.blocks(tuple(rest))

    def _block(self, block: Block) -> Markup:
        match block:
            case Paragraph(inlines):
                drawn = Markup("<p>{}</p>").format(self._inlines(inlines))
            case Items():
                drawn = self._items(block)
            case Quote():
                drawn = self._quote(block)
        self._at += len("\n\n")
        return drawn

    def _items(self, block: Items) -> Markup:
        lines = [Markup("<li>{}</li>").format(self.item(item)) for item in block.items]
        if block.first is None:
            return Markup("<ul>{}</ul>").format(Markup("").join(lines))
        start = Markup(' start="{}"').format(block.first) if block.first != 1 else ""
        return Markup("<ol{}>{}</ol>").format(start, Markup("").join(lines))

    def _quote(self, quote: Quote) -> Markup:
        said = Markup("<blockquote>{}</blockquote>").format(self.blocks(quote.blocks))
        if quote.speaker is None:
            self._at += len("\n")
            return Markup('<figure class="quote">{}</figure>').format(said)
        speaker = self._letters(quote.speaker, is_in_link=False)
        role = Markup(", {}").format(quote.role) if quote.role else ""
        return Markup(
            '<figure class="quote">{}<figcaption>— <cite>{}</cite>{}{}</figcaption></figure>'
        ).format(said, speaker, role, self._status(quote))

    def _status(self, quote: Quote) -> Markup:
        words = text.plain(quote.blocks)
        found = next((one for one in self._said if one.words == words), None)
        if found is None:
            return Markup("")
        self._said.remove(found)
        return Markup(' · <a class="chip" href="{}">{}</a>').format(found.href, found.status)

    def _inlines(self, inlines: Iterable[Inline], *, is_in_link: bool = False) -> Markup:
        return Markup("").join([self._inline(one, is_in_link=is_in_link) for one in inlines])

    def _inline(self, inline: Inline, *, is_in_link: bool) -> Markup:
        match inline:
            case Text(value):
                return self._letters(value, is_in_link=is_in_link)
            case Break():
                self._at += len("\n")
                return Markup("<br>")
            case Emphasis(inlines):
                within = self._inlines(inlines, is_in_link=is_in_link)
                return Markup("<em>{}</em>").format(within)
            case Strong(inlines):
                within = self._inlines(inlines, is_in_link=is_in_link)
                return Markup("<strong>{}</strong>").format(within)
            case Link(target, inlines):
                within = self._inlines(inlines, is_in_link=True)
                return Markup('<a href="{}"{}>{}</a>').format(target, _rel(target), within)

    def _letters(self, value: str, *, is_in_link: bool) -> Markup:
        """Some letters in a row, with the names among them as links."""
        pieces, done, begin = [], 0, self._at
        self._at += len(value)
        for chip in self._chips if not is_in_link else ():
            start = chip.start - begin
            end = start + len(chip.surface)
            if start < done or value[start:end] != chip.surface or not chip.surface:
                continue
            link = Markup('<a class="chip" href="{}">{}</a>').format(chip.href, chip.surface)
            pieces += [escape(value[done:start]), link]
            done = end
        return Markup("").join([*pieces, escape(value[done:])])


def _rel(target: str) -> Markup:
    return Markup("") if target.startswith("/") else Markup(' rel="noopener noreferrer"')
