"""A text as it stands on paper."""

import pytest

from depesche.newsroom import text
from depesche.rendering import paper

SITE = "https://ticker.example"


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("[Satz](https://q.example/a).", "Satz <https://q.example/a>."),
        ("https://q.example/a", "https://q.example/a"),
        ("[](https://q.example/a)", "https://q.example/a"),
        ("*[wir](/live/x)*", f"wir <{SITE}/live/x>"),
        ("- **[a](/live/x)**\n- b", f"– a <{SITE}/live/x>\n– b"),
        ("> [a](mailto:a@b.example)\n> — B", "a <mailto:a@b.example>\n— B"),
        ("ohne Link", "ohne Link"),
    ],
)
def test_an_address_stands_behind_the_words_that_lead_there(source: str, words: str) -> None:
    assert text.plain(paper.written_out(text.parse(source, "de"), SITE)) == words


def test_a_link_is_still_one() -> None:
    (paragraph,) = paper.written_out(text.parse("[a](/live/x)", "de"), SITE)
    assert isinstance(paragraph, text.Paragraph)
    assert paragraph.inlines == (
        text.Link("/live/x", (text.Text("a"),)),
        text.Text(f" <{SITE}/live/x>"),
    )
