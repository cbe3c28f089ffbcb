"""What looks meant for a marker and goes out as it is typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from depesche.newsroom.dossier.markers import read
from depesche.newsroom.dossier.strays import strays
from newsroom.dossier.known_names import KNOWN


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Mit @niemand, @putin und @Niemand-da.", ["@niemand", "@Niemand-da"]),
        ("@größe", ["@größe"]),
        ("#nixda", ["#nixda"]),
        ("! #nixda @putin #land", ["#nixda"]),
        ("Das ist #wichtig", []),  # a hashtag
        ("## Titel", []),
        ("/fraeg Wer?", ["/fraeg"]),
        ("Los.\n  /Antwrot 3", ["/Antwrot"]),
        ("/frage Wer?", []),
        ("/SZ 1+", []),
        ("/usr/bin und /dev", []),
        ("redaktion@example.org", []),
        ("https://example.org/@niemand", []),
        ("`@niemand`", []),
        ("\\@niemand", []),
        ("@3a @30", ["@3a"]),
        ("@niemand @niemand", ["@niemand"]),
        ("", []),
    ],
)
def test_what_stays_as_text(typed: str, found: list[str]) -> None:
    assert strays(typed, KNOWN) == found


def test_what_is_being_typed_is_no_stray_yet() -> None:
    assert strays("Los.\n@nie", KNOWN, caret=9) == []
    assert strays("Los.\n@nie", KNOWN, caret=3) == ["@nie"]


@given(st.text(alphabet="@#/frage \\`(n\n!?-ö", max_size=30))
def test_what_is_no_marker_is_in_the_text_that_is_stored(typed: str) -> None:
    reading = read(typed, KNOWN)
    assert all(one in reading.text for one in strays(typed, KNOWN))
