"""Colours as arithmetic: how well one reads on another, and which is near that reads better.

Contrast is that of WCAG 2.2 (https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio); lighter and darker
go by the lightness of OKLCH (https://www.w3.org/TR/css-color-4/#ok-lab), which leaves a hue alone.
"""

import math
from collections.abc import Iterable
from typing import Final

TEXT: Final = 4.5  # the contrast that words need (WCAG 1.4.3); marks and rings need 3 (1.4.11)

_STEPS: Final = 24  # halvings: finer than a byte

Three = tuple[float, float, float]


def written_out(colour: str) -> str:
    """The colour in six small digits: of #BCD and of #bbccdd the same."""
    digits = colour.lower().removeprefix("#")
    return "#" + (digits if len(digits) == 6 else "".join(digit * 2 for digit in digits))


def contrast(one: str, other: str) -> float:
    """How the two stand apart, from 1 to 21."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def worst(colour: str, grounds: Iterable[str]) -> tuple[str, float]:
    """The ground on which it reads worst, and its contrast there."""
    return min(((ground, contrast(colour, ground)) for ground in grounds), key=lambda pair: pair[1])


def readable(colour: str, *, on: Iterable[str], ratio: float = TEXT) -> str:
    """The nearest colour of that hue which has this contrast on all of these grounds.

    They are light, or all dark: it gets darker on light ones, lighter on dark ones. One that has
    the contrast already stays as it is.
    """
    grounds = tuple(on)
    if worst(colour, grounds)[1] >= ratio:
        return written_out(colour)
    lightness, chroma, hue = _oklch(colour)
    end = 0.0 if max(map(_luminance, grounds)) > 0.18 else 1.0
    fails, passes = lightness, end
    for _ in range(_STEPS):
        middle = (fails + passes) / 2
        if worst(_in_gamut(middle, chroma, hue), grounds)[1] >= ratio:
            passes = middle
        else:
            fails = middle
    return _in_gamut(passes, chroma, hue)


def _luminance(colour: str) -> float:
    red, green, blue = _linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(colour: str) -> Three:
    digits = written_out(colour)[1:]
    red, green, blue = (int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4))
    return _unfolded(red), _unfolded(green), _unfolded(blue)


def _unfolded(share: float) -> float:
    return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4


def _folded(share: float) -> float:
    return share * 12.92 if share <= 0.0031308 else 1.055 * share ** (1 / 2.4) - 0.055


def _oklch(colour: str) -> Three:
    red, green, blue = _linear(colour)
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    middle = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    lightness = 0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short
    return lightness, math.hypot(a, b), math.atan2(b, a)


def _shares(lightness: float, chroma: float, hue: float) -> Three:
    a, b = chroma * math.cos(hue), chroma * math.sin(hue)
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )


def _in_gamut(lightness: float, chroma: float, hue: float) -> str:
    """The colour on a screen: as strong as it can be there, and no stronger than that."""
    weak, strong = 0.0, chroma
    if not _fits(_shares(lightness, strong, hue)):
        for _ in range(_STEPS):
            middle = (weak + strong) / 2
            weak, strong = (
                (middle, strong) if _fits(_shares(lightness, middle, hue)) else (weak, middle)
            )
        strong = weak
    shares = (min(max(share, 0.0), 1.0) for share in _shares(lightness, strong, hue))
    return "#" + "".join(f"{round(_folded(share) * 255):02x}" for share in shares)


def _fits(shares: Three) -> bool:
    return all(-1e-4 <= share <= 1 + 1e-4 for share in shares)
