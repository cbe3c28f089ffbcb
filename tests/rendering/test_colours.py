"""Contrast and lightness of colours."""

import colorsys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from depesche.rendering import colours
from depesche.rendering.brand import PAPERS

ANY = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [  # as https://webaim.org/resources/contrastchecker/ has them
        ("#000000", "#ffffff", 21.0),
        ("#777777", "#ffffff", 4.48),
        ("#767676", "#ffffff", 4.54),
        ("#0000ff", "#ffffff", 8.59),
        ("#ff0000", "#ffffff", 4.0),
        ("#0b5fa5", "#0b5fa5", 1.0),
    ],
)
def test_contrast_is_that_of_wcag(one: str, other: str, ratio: float) -> None:
    assert colours.contrast(one, other) == pytest.approx(ratio, abs=0.005)
    assert colours.contrast(other, one) == colours.contrast(one, other)


def test_short_and_large_letters_are_the_same_colour() -> None:
    assert colours.written_out("#BCD") == colours.written_out("#bbCCdd") == "#bbccdd"
    assert colours.contrast("#FFF", "#000") == pytest.approx(21)


def test_the_worst_ground_is_the_one_that_is_nearest() -> None:
    assert colours.worst("#ffffff", ["#000000", "#777777"])[0] == "#777777"


@given(ANY, st.sampled_from(["light", "dark"]), st.sampled_from([3.0, 4.5, 6.0]))
def test_the_nearest_readable_colour_can_be_read_and_is_near(
    colour: str, scheme: str, ratio: float
) -> None:
    grounds = PAPERS[scheme]
    found = colours.readable(colour, on=grounds, ratio=ratio)
    contrast = colours.worst(found, grounds)[1]

    assert contrast >= ratio
    if colours.worst(colour, grounds)[1] >= ratio:
        assert found == colour
    else:
        assert contrast < ratio + 0.25, "no farther than it has to be"


@pytest.mark.parametrize("colour", ["#ffcc00", "#00a0ff", "#ff66aa", "#33cc33", "#ff7a00"])
def test_a_darker_colour_has_the_same_hue(colour: str) -> None:
    found = colours.readable(colour, on=PAPERS["light"])
    assert abs(hue(found) - hue(colour)) < 0.06, found
    assert colours.contrast(found, "#fff") > colours.contrast(colour, "#fff")


def test_a_grey_stays_a_grey() -> None:
    assert hue(colours.readable("#eeeeee", on=PAPERS["light"])) == hue("#777777")


def hue(colour: str) -> float:
    """As a share of the circle."""
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return colorsys.rgb_to_hls(red, green, blue)[0]
