"""The darkroom: a process of its own in which one uploaded picture is opened and made anew.

Whoever sends a picture may have built it to exhaust or take over what opens it. So it is opened
here, where there is little to take: `python -I -m depesche.files.darkroom` reads the upload from
stdin and writes the renditions to stdout, with a limit on memory, time and output, without the
server's environment, and, once the picture is read, unable to open any file or connection.

What is written: one line of JSON, `{"width", "height", "animated", "renditions": [[width, bytes],
…]}` with the renditions after it, smallest first; or `{"refused": why, …}`.

A rendition is WebP in sRGB, upright, and nothing but pixels: it is drawn on a fresh canvas, so
that no EXIF, XMP, IPTC, comment, profile, thumbnail or name can come along.
"""

import json
import os
import resource
import sys
import warnings
from contextlib import suppress
from io import BytesIO
from typing import Any, Final

from PIL import (
    Image,
    ImageCms,
    ImageOps,
    JpegImagePlugin,
    MpoImagePlugin,
    PngImagePlugin,
    UnidentifiedImageError,
    WebPImagePlugin,
)

try:
    from pillow_heif import HeifImagePlugin
except ImportError:
    HeifImagePlugin = None

WIDTHS: Final = (480, 960, 1600)  # pixels; none is larger than the picture is
TALLEST: Final = 8_000  # pixels; WebP ends at 16,383
QUALITY: Final = 82
PIXELS: Final = 64_000_000  # of what is opened: more than a telephone takes, 256 MB at most

MEMORY: Final = 1024**3  # bytes
SECONDS: Final = 20  # of the processor
OUTPUT: Final = 16 * 1024**2  # bytes

# Plugins register when they are imported, and there is no importing once the door is shut.
_PLUGINS: Final = (JpegImagePlugin, MpoImagePlugin, PngImagePlugin, WebPImagePlugin)
_FORMATS: Final = ["JPEG", "PNG", "WEBP", *(["HEIF"] if HeifImagePlugin else [])]
_MOVING: Final = ("PNG", "WEBP")
_SRGB: Final = ImageCms.createProfile("sRGB")


class Refused(Exception):
    """The picture cannot be taken."""


def main() -> None:
    """Make the renditions of what is on stdin."""
    _limit()
    Image.preinit()
    upload = sys.stdin.buffer.read()
    _shut_the_door()
    try:
        head, renditions = _developed(upload)
    except Refused as refusal:
        head, renditions = {"refused": str(refusal)}, []
    except MemoryError:
        head, renditions = {"refused": "too-big"}, []
    except Exception as error:  # noqa: BLE001 - whatever a broken picture makes of a library
        head, renditions = {"refused": "broken", "because": repr(error)[:500]}, []
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n")
    for rendition in renditions:
        sys.stdout.buffer.write(rendition)


def _limit() -> None:
    for what, wanted in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, OUTPUT),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(what)[1]
        most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        with suppress(ValueError):  # macOS has no limit on memory
            resource.setrlimit(what, (most, most))
    os.nice(10)  # readers and editors first


def _shut_the_door() -> None:
    """From now on no file, socket or pipe can be opened: stdin, stdout and stderr are all."""
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))


def _developed(upload: bytes) -> tuple[dict[str, Any], list[bytes]]:
    with _opened(upload) as picture:
        animated = picture.format in _MOVING and getattr(picture, "is_animated", False)
        picture.draft(None, (WIDTHS[-1], WIDTHS[-1]))  # a large JPEG need not be opened whole
        picture.load()
        pixels = _within(_in_srgb(_upright(picture)), WIDTHS[-1])
    renditions = {width: _rendition(pixels, width) for width in _widths(pixels.width)}
    head = {
        "width": pixels.width,
        "height": pixels.height,
        "animated": animated,
        "renditions": [[width, len(content)] for width, content in renditions.items()],
    }
    return head, [*renditions.values()]


def _opened(upload: bytes) -> Image.Image:
    """The picture, of which only the head has been read. Raises Refused."""
    Image.MAX_IMAGE_PIXELS = None  # we look for ourselves, before anything is unpacked
    warnings.simplefilter("ignore")
    try:
        picture = Image.open(BytesIO(upload), formats=_FORMATS)
    except UnidentifiedImageError as error:
        raise Refused("no-picture") from error
    if picture.width * picture.height > PIXELS:
        raise Refused("too-big")
    return picture


def _upright(picture: Image.Image) -> Image.Image:
    try:
        return ImageOps.exif_transpose(picture)
    except Exception:  # noqa: BLE001 - an EXIF that cannot be read turns nothing
        return picture


def _in_srgb(picture: Image.Image) -> Image.Image:
    """The picture as RGB or RGBA, its colours as its own profile means them."""
    picture, wanted = _in_eight_bits(picture), "RGBA" if picture.has_transparency_data else "RGB"
    profile = picture.info.get("icc_profile")
    if profile and picture.mode in {"RGB", "RGBA", "L", "CMYK"}:
        try:
            own = ImageCms.ImageCmsProfile(BytesIO(profile))
            picture = ImageCms.profileToProfile(picture, own, _SRGB, outputMode=wanted) or picture
        except (ImageCms.PyCMSError, OSError, ValueError):
            pass  # a profile that does not fit says nothing
    return picture.convert(wanted)


def _in_eight_bits(picture: Image.Image) -> Image.Image:
    if picture.mode == "I" or picture.mode.startswith("I;16"):
        return picture.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    return picture


def _widths(width: int) -> list[int]:
    return [*(w for w in WIDTHS if w < width), min(width, WIDTHS[-1])]


def _within(picture: Image.Image, width: int) -> Image.Image:
    """The picture at that width, or as it is where that is smaller; never taller than TALLEST."""
    scale = min(1.0, width / picture.width, TALLEST / picture.height)
    if scale == 1.0:
        return picture
    size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    return picture.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)


def _rendition(pixels: Image.Image, width: int) -> bytes:
    smaller = _within(pixels, width)
    canvas = Image.new(smaller.mode, smaller.size)
    canvas.paste(smaller)
    out = BytesIO()
    canvas.save(out, "WEBP", quality=QUALITY, method=4)
    return out.getvalue()


if __name__ == "__main__":
    main()
