"""A document as it stands in a page: JSON in which nothing can end the block it is in.

In `<script type="application/ld+json">` no character is escaped the way of HTML; what HTML would
read there (`</script>`, `<!--`) is written as JSON escapes, and so are the two separators that
older readers take for the end of a line. Source: RFC 8259, section 7; HTML, 4.12.1.3.
"""

from typing import Final

from depesche.formats.json_ld.shapes import Graph

_ESCAPED: Final = {letter: f"\\u{ord(letter):04x}" for letter in "<>&\u2028\u2029"}


def written(graph: Graph) -> str:
    """The document, safe between any tags."""
    document = graph.model_dump_json(by_alias=True, exclude_none=True)
    for letter, escape in _ESCAPED.items():
        document = document.replace(letter, escape)
    return document
