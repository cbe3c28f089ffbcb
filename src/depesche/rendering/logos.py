"""A newsroom's logo: what a file is by what is in it, and how large it stands in the masthead."""

import struct
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from xml.parsers import expat

from depesche.errors import NotReady

HEAVIEST: Final = 200 * 2**10  # bytes; every reader waits for it
TALLEST: Final = 36  # pixels in the masthead
WIDEST: Final = 240

Size = tuple[float, float]

_SVG: Final = "http://www.w3.org/2000/svg"


@dataclass(frozen=True)
class Logo:
    """The file, and the room it takes in the masthead, in pixels."""

    content: bytes
    media_type: str
    width: int
    height: int


def read(file: Path) -> Logo:
    """The logo in that file. Raises NotReady where it cannot be one."""
    try:
        with file.open("rb") as opened:
            content = opened.read(HEAVIEST + 1)
    except OSError as error:
        raise NotReady(reason=f"DEPESCHE_LOGO={file} cannot be read ({error.strerror}).") from error
    if len(content) > HEAVIEST:
        most = f"more than {HEAVIEST // 2**10} KB, for which every reader would wait"
        raise NotReady(reason=f"DEPESCHE_LOGO={file} has {most}: make it smaller.")
    for media_type, size_of in _KINDS.items():
        with suppress(ValueError, struct.error):
            return Logo(content, media_type, *_fitted(size_of(content)))
    wanted = "is no SVG with a size, no PNG and no WebP, or is not whole"
    raise NotReady(reason=f"DEPESCHE_LOGO={file} {wanted}.")


def _fitted(size: Size) -> tuple[int, int]:
    width, height = size
    if not (width > 0 and height > 0):
        raise ValueError("no size")
    scale = min(TALLEST / height, WIDEST / width)
    return max(1, round(width * scale)), max(1, round(height * scale))


def _svg(content: bytes) -> Size:
    """That of its view box, else its own. Raises ValueError: no SVG, or it declares entities."""
    found: list[Mapping[str, str]] = []
    parser = expat.ParserCreate(namespace_separator=" ")

    def begin(name: str, attributes: Mapping[str, str]) -> None:
        if not found and name != f"{_SVG} svg":
            raise ValueError(name)
        found.append(attributes)

    def refuse(*_: object) -> None:
        raise ValueError("entities")

    parser.StartElementHandler = begin
    parser.EntityDeclHandler = refuse
    try:
        parser.Parse(content, True)  # noqa: FBT003 - that is all of it
    except expat.ExpatError as error:
        raise ValueError("no XML") from error
    if box := found[0].get("viewBox", "").replace(",", " ").split():
        _, _, width, height = map(float, box)
        return width, height
    width, height = (float(found[0].get(side, "").removesuffix("px")) for side in _SIDES)
    return width, height


_SIDES: Final = ("width", "height")


def _png(content: bytes) -> Size:
    if not content.startswith(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR") or content[-8:-4] != b"IEND":
        raise ValueError("no PNG")
    width, height = struct.unpack_from(">II", content, 16)
    return width, height


def _webp(content: bytes) -> Size:
    """Of its canvas, or of its one frame: https://www.rfc-editor.org/rfc/rfc9649."""
    riff, length, webp, chunk = struct.unpack_from("<4sI4s4s", content)
    if (riff, webp) != (b"RIFF", b"WEBP") or length + 8 > len(content):
        raise ValueError("no WebP")
    if chunk == b"VP8X":
        sides = (int.from_bytes(content[at : at + 3], "little") + 1 for at in (24, 27))
    elif chunk == b"VP8L":
        (bits,) = struct.unpack_from("<I", content, 21)
        sides = ((bits >> shift & 0x3FFF) + 1 for shift in (0, 14))
    else:
        sides = (side & 0x3FFF for side in struct.unpack_from("<HH", content, 26))
    width, height = sides
    return width, height


_KINDS: Final[Mapping[str, Callable[[bytes], Size]]] = {
    "image/svg+xml": _svg,
    "image/png": _png,
    "image/webp": _webp,
}
