"""A picture as the browser is told of it: how large it will be, and where each size is."""

from collections.abc import Mapping
from typing import Final

from depesche.newsroom.models import Picture

TALLEST: Final = 680  # CSS pixels on a page; a portrait is shown as wide as that allows
COLUMN: Final = "32rem"  # of the ticker, where the page is wide enough
PREFERRED: Final = 960  # pixels, for whoever knows no srcset


def attributes(picture: Picture, address: str) -> Mapping[str, str | int]:
    """The attributes of its <img>. `address` is that of the renditions, without a width.

    Width and height reserve its place before it has come, so that nothing jumps.
    """
    width = min(picture.width, max(1, round(TALLEST * picture.width / picture.height)))
    height = max(1, round(width * picture.height / picture.width))
    preferred = max((w for w in picture.widths if w <= PREFERRED), default=picture.widths[0])
    return {
        "src": f"{address}/{preferred}",
        "srcset": ", ".join(f"{address}/{w} {w}w" for w in picture.widths),
        "sizes": f"(min-width: 44rem) min({COLUMN}, {width}px), min(100vw, {width}px)",
        "width": width,
        "height": height,
    }
