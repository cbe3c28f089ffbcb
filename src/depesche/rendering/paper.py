"""A text as it stands on paper, where nobody can follow a link: its address is written out."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from depesche.newsroom import text
from depesche.newsroom.text import (
    Block,
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


def written_out(tree: Tree, site: str) -> Tree:
    """The tree with the address of each link behind its words, unless these are the address.

    `site` is where links of ours lead, without a slash at the end.
    """
    return tuple(_block(block, site) for block in tree)


def _block(block: Block, site: str) -> Block:
    match block:
        case Paragraph(inlines):
            return Paragraph(tuple(_inlines(inlines, site)))
        case Quote(blocks):
            return replace(block, blocks=written_out(blocks, site))
        case Items(items):
            return replace(block, items=tuple(written_out(item, site) for item in items))


def _inlines(inlines: Iterable[Inline], site: str) -> Iterator[Inline]:
    for inline in inlines:
        match inline:
            case Link(target, words):
                yield inline
                whole = f"{site}{target}" if target.startswith("/") else target
                if text.plain_inlines(words) != whole:
                    yield Text(f" <{whole}>")
            case Emphasis(words) | Strong(words):
                yield replace(inline, inlines=tuple(_inlines(words, site)))
            case _:
                yield inline
