"""A text with what has become of its quotes, in a word before each: for pages of words alone."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from depesche.newsroom import text
from depesche.newsroom.dossier.readers.traces import Trace
from depesche.newsroom.text import Block, Items, Paragraph, Quote, Text, Tree


def judged(tree: Tree, trace: Trace | None, statuses: Mapping[str, str]) -> Tree:
    """The tree with the status of each quote that is a claim as a paragraph above it, so that no
    cut parts a quote from its status. `statuses` are those of claims in the language of the text.
    """
    return _Judging(trace, statuses).blocks(tree) if trace else tree


class _Judging:
    """Goes once through a tree, as it is drawn: the first of two equal quotes comes first."""

    def __init__(self, trace: Trace, statuses: Mapping[str, str]) -> None:
        self._claims = list(trace.claims)
        self._statuses = statuses

    def blocks(self, tree: Tree) -> Tree:
        return tuple(one for block in tree for one in self._block(block))

    def _block(self, block: Block) -> Iterator[Block]:
        match block:
            case Quote():
                within = self.blocks(block.blocks)
                yield from self._status(block)
                yield replace(block, blocks=within)
            case Items(items):
                yield replace(block, items=tuple(map(self.blocks, items)))
            case _:
                yield block

    def _status(self, quote: Quote) -> Iterator[Block]:
        words = text.plain(quote.blocks)
        claims = (one for one in self._claims if one.verbatim == words)
        found = next(claims, None) if quote.speaker is not None else None
        if found is not None:
            self._claims.remove(found)
            yield Paragraph((Text(f"{self._statuses[found.status]}:"),))
