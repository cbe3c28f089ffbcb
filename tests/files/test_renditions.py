"""The darkroom: whatever is sent becomes clean renditions, or a sentence."""

import resource
import subprocess
import sys
import textwrap
from collections.abc import Callable
from io import BytesIO
from tempfile import TemporaryFile

import pillow_heif
import pytest
from PIL import Image

import photographs
from depesche.errors import BrokenPicture, NoPicture, PictureTooBig
from depesche.files import renditions
from depesche.files.renditions import Developed
from photographs import BLUE, MARKER, RED, drawn, jpeg, png, saved, webp


def developed(upload: bytes) -> Developed:
    with TemporaryFile() as file:
        file.write(upload)
        return renditions.developed(file)


def opened(made: Developed) -> list[Image.Image]:
    return [Image.open(BytesIO(rendition.content)) for rendition in made.renditions]


def is_about(pixel: object, colour: tuple[int, int, int]) -> bool:
    assert isinstance(pixel, tuple)
    return all(abs(one - other) < 40 for one, other in zip(pixel[:3], colour, strict=True))


@pytest.mark.parametrize("make", [jpeg, png, webp])
def test_a_picture_comes_in_three_widths_and_is_never_enlarged(
    make: Callable[..., bytes],
) -> None:
    for width, widths in ((2400, [480, 960, 1600]), (1000, [480, 960, 1000]), (300, [300])):
        made = developed(make(width, width // 2))
        assert [rendition.width for rendition in made.renditions] == widths
        assert (made.width, made.height) == (widths[-1], widths[-1] // 2)
        assert not made.animated
        for picture, expected in zip(opened(made), widths, strict=True):
            assert (picture.format, picture.mode, picture.size) == (
                "WEBP",
                "RGB",
                (expected, expected // 2),
            )


@pytest.mark.parametrize("kind", photographs.TELLING)
def test_no_byte_of_what_a_file_tells_survives(kind: str) -> None:
    upload = photographs.TELLING[kind]()
    assert upload.count(MARKER) >= 4, "there has to be something to lose"
    for rendition in developed(upload).renditions:
        assert MARKER not in rendition.content
        picture = Image.open(BytesIO(rendition.content))
        assert not {"exif", "xmp", "icc_profile", "comment"} & picture.info.keys()
        chunks = {rendition.content[i : i + 4] for i in range(12, 60)}
        assert not chunks & {b"VP8X", b"EXIF", b"XMP ", b"ICCP"}


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_stands_upright_however_the_camera_was_held(orientation: int) -> None:
    """A picture of which the camera says that it must be turned comes out as it was seen."""
    turns = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    seen = drawn()
    held = seen.transpose(turns[orientation]) if orientation in turns else seen
    options = {"exif": photographs.exif(orientation=orientation)}
    for upload in (saved(held, "JPEG", **options), saved(held, "PNG", **options)):
        picture = opened(developed(upload))[-1]
        assert picture.size == seen.size
        assert is_about(picture.getpixel((20, 200)), RED)
        assert is_about(picture.getpixel((620, 200)), BLUE)


@pytest.mark.parametrize(
    ("upload", "mode"),
    [
        (saved(drawn(mode="CMYK"), "JPEG"), "RGB"),
        (saved(drawn(mode="L"), "JPEG"), "RGB"),
        (saved(drawn(mode="P"), "PNG"), "RGB"),
        (saved(drawn(mode="1"), "PNG"), "RGB"),
        (saved(drawn(mode="LA"), "PNG"), "RGBA"),
        (saved(drawn(mode="RGBA"), "PNG"), "RGBA"),
        (saved(drawn(mode="P"), "PNG", transparency=0), "RGBA"),
        (saved(Image.new("I;16", (640, 400), 40_000), "PNG"), "RGB"),
        (saved(drawn(), "JPEG", progressive=True), "RGB"),
        (saved(drawn(), "WEBP", lossless=True), "RGB"),
        (saved(drawn(), "MPO", save_all=True, append_images=[drawn()]), "RGB"),
        (saved(drawn(mode="CMYK"), "JPEG", icc_profile=photographs.profile()), "RGB"),
        (saved(drawn(), "PNG", icc_profile=b"no profile at all"), "RGB"),
    ],
    ids=[
        *("cmyk", "grey", "palette", "bitmap", "grey-alpha", "alpha", "palette-alpha"),
        *("16-bit", "progressive", "lossless", "two-in-one", "other-profile", "broken-profile"),
    ],
)
def test_every_kind_of_pixel_becomes_srgb(upload: bytes, mode: str) -> None:
    picture = opened(developed(upload))[-1]
    assert picture.size == (640, 400)
    assert picture.mode in {mode, "RGB"}  # an opaque one needs no transparency


def test_sixteen_bits_are_not_burnt_out() -> None:
    upload = saved(Image.new("I;16", (64, 64), 128 * 256), "PNG")
    assert is_about(opened(developed(upload))[0].getpixel((5, 5)), (128, 128, 128))


def test_transparency_stays() -> None:
    clear = Image.new("RGBA", (100, 100), (0, 0, 0, 0))
    picture = opened(developed(saved(clear, "PNG")))[0]
    assert picture.mode == "RGBA"
    assert picture.getpixel((5, 5))[3] == 0  # type: ignore[index]


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_of_a_moving_picture_the_first_frame_is_kept_and_it_says_so(kind: str) -> None:
    first, second = Image.new("RGB", (50, 50), RED), Image.new("RGB", (50, 50), BLUE)
    made = developed(saved(first, kind, save_all=True, append_images=[second]))
    assert made.animated
    assert is_about(opened(made)[0].getpixel((25, 25)), RED)


def test_a_telephones_heic_is_read_where_the_library_is_there() -> None:
    pillow_heif.register_heif_opener()
    made = developed(saved(drawn(), "HEIF", exif=photographs.exif().tobytes()))
    assert (made.width, made.height) == (640, 400)
    assert all(MARKER not in rendition.content for rendition in made.renditions)


@pytest.mark.parametrize(
    "upload",
    [
        b"",
        b"\xff\xd8\xff",
        b"<!doctype html><script>alert(1)</script>",
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        saved(drawn(), "GIF"),
        saved(drawn(), "TIFF"),
        saved(drawn(), "BMP"),
        b"%PDF-1.7\n" + bytes(2000),
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 1 1\n",
    ],
    ids=["empty", "stub", "html", "svg", "gif", "tiff", "bmp", "pdf", "eps"],
)
def test_what_is_no_picture_of_a_known_kind_is_refused(upload: bytes) -> None:
    with pytest.raises((NoPicture, BrokenPicture), match=r"JPEG, PNG or WebP|damaged"):
        developed(upload)


@pytest.mark.parametrize("make", [jpeg, png, webp])
def test_a_picture_of_which_half_is_missing_is_refused(make: Callable[..., bytes]) -> None:
    whole = make()
    with pytest.raises(BrokenPicture, match="damaged or incomplete"):
        developed(whole[: len(whole) // 2])


def test_a_page_that_only_begins_like_a_picture_is_refused() -> None:
    with pytest.raises((NoPicture, BrokenPicture)):
        developed(b"\x89PNG\r\n\x1a\n<html><script>alert(1)</script>")


@pytest.mark.parametrize(
    "upload",
    [
        photographs.vast_png(30_000, 30_000),
        photographs.vast_png(2_000_000, 2_000_000),
        photographs.vast_png(9_000, 9_000, pixels=True),
    ],
    ids=["only-says-so", "says-absurdly-so", "bomb"],
)
def test_a_vast_picture_is_refused_before_it_is_unpacked(upload: bytes) -> None:
    assert len(upload) < 200_000
    with pytest.raises(PictureTooBig, match="Save it smaller"):
        developed(upload)


def test_a_comment_that_unpacks_to_half_a_gigabyte_hurts_nobody() -> None:
    upload = photographs.talkative_png()
    assert len(upload) < 2**20
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises((BrokenPicture, PictureTooBig)):
        developed(upload)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 32 * 1024  # KiB


def test_the_tallest_picture_is_still_one() -> None:
    made = developed(png(4, 40_000))
    assert made.height == 8_000
    assert opened(made)[-1].size == (made.width, made.height)


# What the darkroom cannot do


def in_the_darkroom(script: str) -> subprocess.CompletedProcess[str]:
    """What the script does once the limits are drawn and the door is shut."""
    prelude = (
        "import socket, os, sys, time\nfrom depesche.files import darkroom\ndarkroom._limit()\n"
    )
    return subprocess.run(
        [sys.executable, "-I", "-c", prelude + textwrap.dedent(script)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={},
    )


@pytest.mark.parametrize(
    "wanted",
    [
        "socket.socket()",
        "open('/etc/hostname')",
        "open('/tmp/depesche-was-here', 'w')",
        "os.pipe()",
        "os.posix_spawn('/bin/true', ['true'], {}, file_actions=[(os.POSIX_SPAWN_DUP2, 1, 5)])",
    ],
)
def test_once_the_picture_is_read_nothing_can_be_opened(wanted: str) -> None:
    done = in_the_darkroom(
        f"""
        darkroom._shut_the_door()
        try:
            {wanted}
        except OSError as error:
            print("refused", error.errno)
        """
    )
    assert done.stdout.startswith("refused"), done


def test_memory_time_and_output_have_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    done = in_the_darkroom(
        """
        try:
            bytearray(2 * 1024**3)
        except MemoryError:
            print("no memory")
        """
    )
    assert done.stdout == "no memory\n", done
    done = in_the_darkroom(
        """
        import resource
        for what in (resource.RLIMIT_CPU, resource.RLIMIT_FSIZE, resource.RLIMIT_CORE):
            print(resource.getrlimit(what))
        """
    )
    assert done.stdout == "(20, 20)\n(16777216, 16777216)\n(0, 0)\n"


@pytest.mark.parametrize("dies", ["os.kill(os.getpid(), 9)", "sys.exit(1)", "time.sleep(60)"])
def test_a_darkroom_that_dies_or_hangs_ends_as_a_sentence(
    monkeypatch: pytest.MonkeyPatch, dies: str
) -> None:
    run = subprocess.run

    def instead(command: list[str], **options: object) -> object:
        return run([command[0], "-c", f"import os, sys, time; {dies}"], **options)  # type: ignore[call-overload]

    monkeypatch.setattr(subprocess, "run", instead)
    monkeypatch.setattr(renditions, "PATIENCE", 0.5)
    with pytest.raises(PictureTooBig, match="Save it smaller"):
        developed(jpeg())


def test_the_darkroom_knows_no_secret_of_the_server(monkeypatch: pytest.MonkeyPatch) -> None:
    given: dict[str, object] = {}
    run = subprocess.run

    def watched(command: list[str], **options: object) -> object:
        given.update(options)
        return run(command, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(subprocess, "run", watched)
    monkeypatch.setenv("DEPESCHE_DATABASE_URL", "postgresql://depesche:secret@localhost/x")
    developed(jpeg())
    assert given["env"] == {}


def test_the_server_itself_never_opens_a_picture() -> None:
    """The library that does is loaded in the darkroom only."""
    script = "import sys, depesche.app; print('PIL' in sys.modules, 'pillow_heif' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout == "False False\n"
