"""What has become of quotes, in words before them."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from depesche.newsroom import text
from depesche.newsroom.dossier.readers.traces import Claimed, Trace
from depesche.rendering import cutting, judging, prose

STATUSES = {"false": "Falsch", "reported": "Berichtet"}


def judged(source: str, **claims: str) -> Any:
    trace = Trace(claims=[Claimed("/x", words, status) for status, words in claims.items()])
    return judging.judged(text.parse(source, "de"), trace, STATUSES)


def test_a_quote_that_is_a_claim_has_its_status_above_it() -> None:
    tree = judged("Davor.\n\n> Ja.\n> — A\n\n> Nein.\n> — B\n\n> Ja.", false="Ja.")
    said = text.plain(tree)
    assert said == "Davor.\n\nFalsch:\n\nJa.\n— A\n\nNein.\n— B\n\nJa."


def test_of_two_equal_quotes_each_has_its_own() -> None:
    tree = judged("> Ja.\n> — A\n\n- > Ja.\n  > — B", false="Ja.", reported="Ja.")
    assert text.plain(tree) == "Falsch:\n\nJa.\n— A\n\n– Berichtet:\n\nJa.\n— B"


def test_a_post_that_claims_nothing_stays_as_it_is() -> None:
    tree = text.parse("> Ja.\n> — A", "de")
    assert judging.judged(tree, None, STATUSES) == tree


@given(st.integers(0, 200), st.integers(0, 200))
def test_no_cut_leaves_a_quote_without_its_status(filler: int, letters: int) -> None:
    tree = judged(f"{'x ' * filler}\n\n> Wir sind uns einig.\n> — A", false="Wir sind uns einig.")
    told = prose.html(cutting.beginning(tree, letters))
    assert "Falsch:" in told or "Wir" not in told
