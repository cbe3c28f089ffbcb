"""Pictures made by code: good ones, and such as nobody should have to open.

Every one that carries metadata carries the word MARKER in it, wherever the format has a place.
"""

import struct
import zlib
from collections.abc import Callable
from io import BytesIO
from typing import Any, Final

from PIL import Image, ImageCms, ImageDraw, PngImagePlugin

MARKER: Final = b"MARKER-52.5163N-13.3777E"
XMP: Final = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF><rdf:Description dc:creator="'
    + MARKER
    + b'"/></rdf:RDF></x:xmpmeta>'
)
RED, BLUE = (200, 30, 30), (30, 30, 200)


def drawn(width: int = 640, height: int = 400, mode: str = "RGB") -> Image.Image:
    """A red half, a blue half, and something to compress."""
    picture = Image.new("RGB", (width, height), RED)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((width // 2, 0, width, height), fill=BLUE)
    for x in range(0, width, 40):
        draw.line((x, 0, width - x, height), fill=(x % 255, 120, 90), width=2)
    return picture.convert(mode)


def saved(picture: Image.Image, kind: str, **options: Any) -> bytes:
    """The picture as a file of that kind."""
    out = BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def jpeg(width: int = 640, height: int = 400, **options: Any) -> bytes:
    return saved(drawn(width, height), "JPEG", **options)


def png(width: int = 640, height: int = 400, **options: Any) -> bytes:
    return saved(drawn(width, height), "PNG", **options)


def webp(width: int = 640, height: int = 400, **options: Any) -> bytes:
    return saved(drawn(width, height), "WEBP", **options)


def exif(*, orientation: int = 1) -> Image.Exif:
    """Who took it, with what, where, and how it was held."""
    found = Image.Exif()
    marker = MARKER.decode()
    found[0x0112] = orientation
    for tag in (0x010E, 0x010F, 0x0110, 0x013B, 0x8298, 0x9286, 0xC4A5):
        found[tag] = marker
    gps = found.get_ifd(0x8825)
    gps[1], gps[2], gps[29], gps[27] = "N", (52.0, 30.0, 58.0), "2025:08:15", MARKER
    return found


def iptc() -> bytes:
    """A Photoshop block with a caption, as agencies send it."""
    record = b"\x1c\x02\x78" + struct.pack(">H", len(MARKER)) + MARKER
    block = b"8BIM\x04\x04\x00\x00" + struct.pack(">I", len(record)) + record
    return _segment(0xED, b"Photoshop 3.0\x00" + block + b"\x00" * (len(record) % 2))


def profile() -> bytes:
    """A colour profile that has something to say."""
    described = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    return bytes(described) + MARKER


def telling_jpeg(**options: Any) -> bytes:
    """Everything a camera and an agency put into a JPEG, and more after its end."""
    plain = jpeg(
        exif=exif(**options).tobytes()
        + b"\xff\xd8"
        + MARKER
        + b"\xff\xd9",  # a thumbnail, so to say
        xmp=XMP,
        comment=MARKER,
        icc_profile=profile(),
    )
    return plain[:2] + iptc() + plain[2:] + MARKER


def telling_png() -> bytes:
    told = PngImagePlugin.PngInfo()
    told.add_text("Author", MARKER.decode())
    told.add_text("Comment", MARKER.decode(), zip=True)
    told.add_itxt("XML:com.adobe.xmp", XMP.decode())
    return png(pnginfo=told, exif=exif().tobytes(), icc_profile=profile()) + MARKER


def telling_webp() -> bytes:
    return webp(exif=exif().tobytes(), xmp=XMP, icc_profile=profile())


TELLING: Final[dict[str, Callable[[], bytes]]] = {
    "jpeg": telling_jpeg,
    "png": telling_png,
    "webp": telling_webp,
}


def vast_png(width: int, height: int, *, pixels: bool = False) -> bytes:
    """A small file that says it is vast; with `pixels`, it really is (all of them black)."""
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    packer = zlib.compressobj(9)
    row, body = b"\x00" * (width + 1), b""
    for _ in range(height if pixels else 1):
        body += packer.compress(row)
    body += packer.flush()
    chunks = (_chunk(b"IHDR", header), _chunk(b"IDAT", body), _chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def talkative_png() -> bytes:
    """A small file whose comment unpacks to half a gigabyte."""
    plain = png(20, 20)
    text = zlib.compress(b"\x00" * 2**29, 9)
    return plain[:33] + _chunk(b"zTXt", b"Comment\x00\x00" + text) + plain[33:]


def _segment(marker: int, content: bytes) -> bytes:
    return bytes((0xFF, marker)) + struct.pack(">H", len(content) + 2) + content


def _chunk(kind: bytes, content: bytes) -> bytes:
    checksum = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", checksum)
