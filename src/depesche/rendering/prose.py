"""A post's tree as HTML. Every letter an editor typed is escaped; the tags are ours alone."""

from collections.abc import Iterable

from markupsafe import Markup, escape

from depesche.newsroom import text
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


def html(tree: Tree) -> Markup:
    """The tree as block elements: p, ul, ol, figure with blockquote."""
    return Markup("\n").join(_block(block) for block in tree)


def _block(block: Block) -> Markup:
    match block:
        case Paragraph(inlines):
            return Markup("<p>{}</p>").format(_inlines(inlines))
        case Items(items, first):
            lines = Markup("").join(Markup("<li>{}</li>").format(_item(item)) for item in items)
            if first is None:
                return Markup("<ul>{}</ul>").format(lines)
            start = Markup(' start="{}"').format(first) if first != 1 else ""
            return Markup("<ol{}>{}</ol>").format(start, lines)
        case Quote():
            return _quote(block)


def _item(blocks: Tree) -> Markup:
    """A line of a list; a lone paragraph in it needs no element of its own."""
    first, *rest = blocks or (Paragraph(()),)
    if isinstance(first, Paragraph):
        return _inlines(first.inlines) + html(tuple(rest))
    return html(blocks)


def _quote(quote: Quote) -> Markup:
    said = Markup("<blockquote>{}</blockquote>").format(html(quote.blocks))
    if quote.speaker is None:
        return Markup('<figure class="quote">{}</figure>').format(said)
    role = Markup(", {}").format(quote.role) if quote.role else ""
    return Markup(
        '<figure class="quote">{}<figcaption>— <cite>{}</cite>{}</figcaption></figure>'
    ).format(said, quote.speaker, role)


def _inlines(inlines: Iterable[Inline]) -> Markup:
    return Markup("").join(_inline(inline) for inline in inlines)


def _inline(inline: Inline) -> Markup:
    match inline:
        case Text(value):
            return escape(value)
        case Break():
            return Markup("<br>")
        case Emphasis(inlines):
            return Markup("<em>{}</em>").format(_inlines(inlines))
        case Strong(inlines):
            return Markup("<strong>{}</strong>").format(_inlines(inlines))
        case Link(target, inlines):
            return Markup('<a href="{}"{}>{}</a>').format(target, _rel(target), _inlines(inlines))


def _rel(target: str) -> Markup:
    return Markup("") if target.startswith("/") else Markup(' rel="noopener noreferrer"')


def bullets(source: str, language: str, limit: int) -> list[Markup]:
    """The first lines of a text's first list, as HTML without block elements."""
    for items in text.lists(text.parse(source, language)):
        return [_item(item[:1]) for item in items.items[:limit]]
    return []
