"""What an editor types becomes a small tree; HTML and plain text are drawn from the tree.

The syntax is a subset of CommonMark (https://spec.commonmark.org/0.31.2/): paragraphs, emphasis,
strong, lists, links, bare https:// addresses, quotes. A line feed is a line break, as in a chat.
`#` is never a heading, a lone number is no list (15. August), and HTML is text. The last line of a
quote names who said it, after a dash (a hyphen will do):

    > Only Russia can end this war.
    > — Volodymyr Zelensky, president of Ukraine

So does the line below a paragraph that stands in quotation marks as a whole: that is a quote, too.

Quotation marks and dashes come out as the coverage's language sets them.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from depesche.errors import Missing, NothingToRead, TextTooDeep, TooLong
from depesche.newsroom import words

LENGTH: Final = 20_000
DEPTH: Final = 8

QUOTATION_MARKS: Final = {"de": "„“‚‘", "en": "“”‘’"}

_RULES: Final = [
    *("blockquote", "list", "escape", "newline", "smartquotes"),
    *("emphasis", "balance_pairs", "fragments_join", "link", "autolink", "linkify"),
]
_MARKED: Final = re.compile(  # in quotation marks from end to end, not twice with words between
    r"(?:„[^„“”]+[“”]|“[^“”]+”|»[^«»]+«|«[^«»]+»)(?P<end>[.!?…]?)"
)
_SPEAKER = re.compile(r"^[—–]\s*(?P<name>[^,]+)(?:,\s*(?P<role>.+))?$")
_BLANK: Final = frozenset("\u115f\u1160\u2800\u3164\uffa0")  # letters and signs without ink
_SAFE_LINK = re.compile(r"(https?://|mailto:|/live/)", re.IGNORECASE)


@dataclass(frozen=True)
class Text:
    value: str


@dataclass(frozen=True)
class Break:
    pass


@dataclass(frozen=True)
class Emphasis:
    inlines: "tuple[Inline, ...]"


@dataclass(frozen=True)
class Strong:
    inlines: "tuple[Inline, ...]"


@dataclass(frozen=True)
class Link:
    target: str
    inlines: "tuple[Inline, ...]"


Inline = Text | Break | Emphasis | Strong | Link


@dataclass(frozen=True)
class Paragraph:
    inlines: tuple[Inline, ...]


@dataclass(frozen=True)
class Quote:
    blocks: "tuple[Block, ...]"
    speaker: str | None = None
    role: str | None = None


@dataclass(frozen=True)
class Items:
    items: "tuple[tuple[Block, ...], ...]"
    first: int | None = None  # the first number; None: not numbered


Block = Paragraph | Quote | Items
Tree = tuple[Block, ...]


def checked(typed: str) -> str:
    """The text as it is stored.

    Raises TooLong beyond 20,000 characters and TextTooDeep beyond 8 levels of nesting.
    """
    text = words.clean(typed).strip()
    if len(text) > LENGTH:
        raise TooLong(field="text", limit=LENGTH, length=len(text))
    if _depth(_syntax(text, "en")) > DEPTH:
        raise TextTooDeep(limit=DEPTH, field="text")
    return text


def check_readable(headline: str, text: str) -> None:
    """Raise Missing or NothingToRead where readers would get nothing to see."""
    if not (headline or text):
        raise Missing(field="text")
    if not (_is_visible(headline) or any(map(_shows, parse(text, "en")))):
        raise NothingToRead(field="text")


@lru_cache(maxsize=2048)
def parse(text: str, language: str) -> Tree:
    """The tree of a stored text, typeset in that language."""
    return tuple(_spoken(tuple(_blocks(_syntax(text, language)))))


def plain(tree: Tree) -> str:
    """The text without any form: paragraphs apart by an empty line, quotes with their speaker."""
    return "\n\n".join(_plain_block(block) for block in tree)


def plain_inlines(inlines: Iterable[Inline]) -> str:
    """A line of text without any form."""
    return "".join(_plain_inline(inline) for inline in inlines)


@lru_cache(maxsize=2048)
def typeset(line: str, language: str) -> str:
    """One line, such as a headline, with the language's quotation marks and dashes; no markup."""
    root = SyntaxTreeNode(_line_parser(language).parseInline(line))
    return plain_inlines(_inlines(root.children[0].children)) if root.children else ""


def quoted(line: str, language: str) -> str:
    """What somebody said in one line, in the language's quotation marks."""
    marks = QUOTATION_MARKS.get(language, QUOTATION_MARKS["en"])
    said = typeset(line, language)
    return said if said.startswith(marks[0]) else f"{marks[0]}{said}{marks[1]}"


def said(line: str, language: str, *, verbatim: str) -> str:
    """What a quote says in one line: in quotation marks only where the quote stands in them."""
    is_marked = unquoted(verbatim) != verbatim
    return quoted(line, language) if is_marked else typeset(line, language)


def shortened(line: str, limit: int) -> str:
    """The line in at most that many characters, cut between words."""
    line = " ".join(line.split())
    if len(line) <= limit:
        return line
    return line[: limit - len(" …")].rsplit(" ", 1)[0] + " …"


@dataclass(frozen=True)
class Run:
    """Some letters without any form, as they follow one another in a text; a speaker is one, too.

    `start` is where they begin in all letters of the text, which `letters` has.
    """

    value: str
    start: int
    is_in_link: bool = False


def runs(tree: Tree) -> list[Run]:
    """All letters of a text in their order, run by run."""
    found: list[Run] = []
    start = 0
    for value, is_in_link in _letters(tree):
        found.append(Run(value, start, is_in_link))
        start += len(value)
    return [run for run in found if not run.value.isspace()]


def letters(tree: Tree) -> str:
    """All letters of a text; blocks are apart by an empty line."""
    return "".join(value for value, _ in _letters(tree))


def quotes(tree: Tree) -> Iterator[Quote]:
    """The quotes that name a speaker, in order, wherever they stand."""
    for block in tree:
        match block:
            case Quote(_, str()):
                yield block
            case Quote(blocks):
                yield from quotes(blocks)
            case Items(items):
                yield from quotes(tuple(chain.from_iterable(items)))


def unquoted(said: str) -> str:
    """What stands in quotation marks from end to end, without them."""
    found = _MARKED.fullmatch(said)
    return said[1 : found.start("end") - 1] + found["end"] if found else said


def lists(tree: Tree) -> Iterator[Items]:
    """The lists of a text, in order, not those inside others."""
    return (block for block in tree if isinstance(block, Items))


def _letters(tree: Tree) -> Iterator[tuple[str, bool]]:
    for block in tree:
        match block:
            case Paragraph(inlines):
                yield from _letters_of(inlines, is_in_link=False)
            case Quote(blocks, speaker):
                yield from _letters(blocks)
                yield speaker or "\n", False
            case Items(items):
                yield from _letters(tuple(chain.from_iterable(items)))
        yield "\n\n", False


def _letters_of(inlines: Iterable[Inline], *, is_in_link: bool) -> Iterator[tuple[str, bool]]:
    for inline in inlines:
        match inline:
            case Text(value):
                yield value, is_in_link
            case Break():
                yield "\n", is_in_link
            case Emphasis(inner) | Strong(inner):
                yield from _letters_of(inner, is_in_link=is_in_link)
            case Link(_, inner):
                yield from _letters_of(inner, is_in_link=True)


def _plain_block(block: Block) -> str:
    match block:
        case Paragraph(inlines):
            return plain_inlines(inlines)
        case Quote(blocks, speaker, role):
            by = ", ".join(filter(None, (speaker, role)))
            return plain(blocks) + (f"\n— {by}" if by else "")
        case Items(items, first):
            marks = (f"{n}." if first is not None else "–" for n in range(first or 0, 10**9))
            return "\n".join(f"{m} {plain(item)}" for m, item in zip(marks, items, strict=False))


def _plain_inline(inline: Inline) -> str:
    match inline:
        case Text(value):
            return value
        case Break():
            return "\n"
        case Emphasis(inlines) | Strong(inlines) | Link(_, inlines):
            return plain_inlines(inlines)


@lru_cache(maxsize=8)
def _parser(language: str) -> MarkdownIt:
    parser = MarkdownIt(
        "zero",
        {"typographer": True, "linkify": True, "quotes": _marks(language), "maxNesting": 100},
    )
    parser.enable(_RULES)
    if parser.linkify is not None:  # only https://…, never guessed from a bare name
        parser.linkify.set({"fuzzy_link": False, "fuzzy_email": False, "fuzzy_ip": False})
    parser.validateLink = _is_safe  # type: ignore[assignment, method-assign]
    return parser


@lru_cache(maxsize=8)
def _line_parser(language: str) -> MarkdownIt:
    parser = MarkdownIt("zero", {"typographer": True, "quotes": _marks(language)})
    return parser.enable("smartquotes")


def _marks(language: str) -> list[str]:
    return list(QUOTATION_MARKS.get(language, QUOTATION_MARKS["en"]))


def _is_safe(target: str) -> bool:
    return _SAFE_LINK.match(target.strip()) is not None


def _syntax(text: str, language: str) -> SyntaxTreeNode:
    return SyntaxTreeNode(_parser(language).parse(text))


def _depth(node: SyntaxTreeNode) -> int:
    """How many quotes, lists and inline forms lie inside one another at the deepest place."""
    own = node.type in {"blockquote", "bullet_list", "ordered_list", "em", "strong", "link"}
    return own + max((_depth(child) for child in node.children), default=0)


def _blocks(node: SyntaxTreeNode) -> Iterator[Block]:
    for child in node.children:
        match child.type:
            case "paragraph":
                yield Paragraph(tuple(_inlines(child.children[0].children)))
            case "blockquote":
                yield _quote(tuple(_blocks(child)))
            case "bullet_list":
                yield Items(_items(child))
            case "ordered_list" if len(child.children) > 1:
                yield Items(_items(child), int(child.attrs.get("start", 1)))
            case "ordered_list":
                yield from _numbered(child.children[0])


def _items(node: SyntaxTreeNode) -> tuple[tuple[Block, ...], ...]:
    return tuple(tuple(_blocks(item)) for item in node.children)


def _numbered(item: SyntaxTreeNode) -> Tree:
    """The only item of a numbered list, as the paragraphs it was meant to be."""
    blocks = tuple(_blocks(item))
    opening = blocks[0].inlines if blocks and isinstance(blocks[0], Paragraph) else ()
    rest = blocks[1:] if opening else blocks
    return (Paragraph((Text(f"{item.info}{item.markup} "), *opening)), *rest)


def _inlines(nodes: Iterable[SyntaxTreeNode]) -> Iterator[Inline]:
    for node in nodes:
        match node.type:
            case "text" | "text_special":
                yield Text(_dashes(node.content))
            case "softbreak" | "hardbreak":
                yield Break()
            case "em":
                yield Emphasis(tuple(_inlines(node.children)))
            case "strong":
                yield Strong(tuple(_inlines(node.children)))
            case "link":
                yield from _link(str(node.attrs["href"]), tuple(_inlines(node.children)))


def _link(target: str, inlines: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """A link; without an address it is only its words, without words it shows its address."""
    return (Link(target, inlines or (Text(target),)),) if _is_safe(target) else inlines


def _dashes(value: str) -> str:
    value = re.sub(r"(?<![-\w])---?(?!-)|(?<=\s)-(?=\s)", "–", value)
    return value.replace("...", "…")


def _shows(block: Block) -> bool:
    """Whether anything in it can be seen, its form apart."""
    match block:
        case Paragraph(inlines):
            return _is_visible(plain_inlines(inlines))
        case Quote(blocks):
            return any(map(_shows, blocks))
        case Items(items):
            return any(map(_shows, chain.from_iterable(items)))


def _is_visible(value: str) -> bool:
    """Whether anything of it can be seen: a letter, a digit, a sign."""
    return any(c not in _BLANK and unicodedata.category(c)[0] in "LNPS" for c in value)


def _quote(blocks: Tree) -> Quote:
    """A quote whose last line, if it begins with a dash, has become its speaker."""
    said, found = _signed(blocks)
    return Quote(said, found["name"].strip(), found["role"]) if found else Quote(blocks)


def _spoken(blocks: Tree) -> Iterator[Block]:
    """The same, with a quote for each paragraph in quotation marks below which a speaker stands."""
    at = 0
    while at < len(blocks):
        block, used = _quote_in_marks(blocks, at)
        yield block
        at += used


def _quote_in_marks(blocks: Tree, at: int) -> tuple[Block, int]:
    """What begins there, and how many blocks it takes: the speaker may be a list of one line."""
    for used in (1, 2) if isinstance(blocks[at], Paragraph) else ():
        quote = _quote(blocks[at : at + used])
        if quote.speaker is not None and _is_marked(quote.blocks):
            return quote, used
    return blocks[at], 1


def _is_marked(blocks: Tree) -> bool:
    return _MARKED.fullmatch(plain(blocks)) is not None


def _signed(blocks: Tree) -> tuple[Tree, re.Match[str] | None]:
    """What was said, and by whom; without a speaker, None."""
    match blocks[-1:]:
        case (Paragraph(inlines),):
            lines = _lines(inlines)
            found = _SPEAKER.match(plain_inlines(lines[-1]).strip())
            rest = inlines[: -len(lines[-1]) - 1]
            said = (*blocks[:-1], Paragraph(rest)) if rest else blocks[:-1]
        case (Items(((Paragraph(inlines),),), None),) if _is_signature(blocks[:-1], inlines):
            said, found = blocks[:-1], _SPEAKER.match(f"— {plain_inlines(inlines)}")
        case (Items(items, first),):
            item, found = _signed(items[-1])
            said = (*blocks[:-1], Items((*items[:-1], item), first)) if item else ()
        case _:
            return blocks, None
    return (said, found) if said else (blocks, None)


def _is_signature(said: Tree, inlines: tuple[Inline, ...]) -> bool:
    """Whether a list of one line is a speaker after a hyphen, and not what a colon announces."""
    return bool(said) and len(_lines(inlines)) == 1 and not plain(said).endswith(":")


def _lines(inlines: tuple[Inline, ...]) -> list[tuple[Inline, ...]]:
    """The inlines of each line, without the breaks between them."""
    starts = [0, *(i + 1 for i, inline in enumerate(inlines) if isinstance(inline, Break))]
    ends = [*(start - 1 for start in starts[1:]), len(inlines)]
    return [inlines[start:end] for start, end in zip(starts, ends, strict=True)]
