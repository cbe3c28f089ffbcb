"""The newsroom's own look: what is taken, what is refused, and why."""

import re
from importlib.resources import files
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from depesche.errors import NotReady
from depesche.rendering import brand, colours, logos
from depesche.settings import Settings

STYLES = (files("depesche") / "static" / "reader" / "reader.css").read_text("utf-8")
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 100"><path d="M0 0h9"/></svg>'

SIZED = SVG.replace('viewBox="0 0 400 100"', 'width="400px" height="100"')


def drawn(kind: str, size: tuple[int, int] = (400, 100), **how: object) -> bytes:
    """A picture as such a file."""
    file = BytesIO()
    Image.new("RGBA", size, "#0b5fa5").save(file, kind, **how)
    return file.getvalue()


@pytest.fixture
def logo(tmp_path: Path) -> Path:
    """Where the logo is. What the file is called says nothing."""
    return tmp_path / "logo.bin"


def reason(settings: Settings) -> str:
    """Why Depesche does not start with these settings."""
    with pytest.raises(NotReady) as refused:
        brand.read(settings)
    return refused.value.sentence(str)


# Colours


def test_the_papers_are_those_of_the_stylesheet() -> None:
    light, dark = STYLES.split("@media (prefers-color-scheme: dark)", 1)
    for scheme, styles in (("light", light), ("dark", dark.split("\n}\n", 1)[0])):
        told = [re.findall(rf"--{name}: (#\w+);", styles) for name in ("paper", "raised")]
        assert told == [[paper] for paper in brand.PAPERS[scheme]], scheme


def test_a_newsroom_without_a_look_of_its_own_has_ours() -> None:
    assert brand.read(Settings()) == brand.Brand()


def test_a_colour_is_set_for_light_and_made_for_dark() -> None:
    styles = brand.read(Settings(colour="#0B5FA5")).colours
    light, dark = re.findall(r"--accent: (#\w{6}); --on-accent: (#\w{6});", styles)

    assert light == ("#0b5fa5", "#ffffff")
    assert colours.worst(dark[0], brand.PAPERS["dark"])[1] >= brand.COMFORT
    assert "prefers-color-scheme: dark" in styles.splitlines()[1]


def test_a_colour_of_its_own_for_dark_is_left_alone() -> None:
    styles = brand.read(Settings(colour="#0b5fa5", colour_dark="#8fc7ff")).colours
    assert re.findall(r"--accent: (#\w+)", styles) == ["#0b5fa5", "#8fc7ff"]
    only = brand.read(Settings(colour_dark="#8fc7ff")).colours
    assert re.findall(r"--accent: (#\w+)", only) == ["#8fc7ff"]


@pytest.mark.parametrize("colour", ["#000", "#0b5fa5", "#7a00ff", "#9e1b16", "#006b3c"])
def test_words_on_a_colour_can_be_read_as_well(colour: str) -> None:
    styles = brand.read(Settings(colour=colour)).colours
    for accent, words in re.findall(r"--accent: (#\w+); --on-accent: (#\w+)", styles):
        assert colours.contrast(accent, words) >= colours.TEXT


def test_a_colour_that_cannot_be_read_is_refused_with_one_that_can() -> None:
    said = reason(Settings(colour="#ffcc00"))
    assert said == (
        "Depesche cannot start: DEPESCHE_COLOUR=#ffcc00 cannot be read on our light paper #f2efe7: "
        "their contrast is 1.3 to 1, and 4.5 to 1 is needed; the nearest that would do is #856a00."
    )
    assert brand.read(Settings(colour="#856a00")).colours


def test_so_is_one_for_dark() -> None:
    said = reason(Settings(colour="#0b5fa5", colour_dark="#0b5fa5"))
    assert "DEPESCHE_COLOUR_DARK=#0b5fa5 cannot be read on our dark paper #1e2126" in said
    nearest = re.findall(r"#\w{6}", said)[-1]
    assert brand.read(Settings(colour="#0b5fa5", colour_dark=nearest)).colours


# Logos


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (SVG.encode(), "image/svg+xml"),
        (f'<?xml version="1.0"?>\n<!-- Grüße -->\n{SVG}'.encode(), "image/svg+xml"),
        (SIZED.encode(), "image/svg+xml"),
        (drawn("PNG"), "image/png"),
        (drawn("WEBP"), "image/webp"),
        (drawn("WEBP", lossless=True), "image/webp"),
    ],
)
def test_a_logo_is_known_by_its_content_and_has_its_room(
    logo: Path, content: bytes, media_type: str
) -> None:
    logo.write_bytes(content)
    found = brand.read(Settings(logo=logo)).logo
    assert found is not None
    assert (found.media_type, found.width, found.height) == (media_type, 144, 36)


def test_a_lossy_webp_without_transparency_is_one_as_well(logo: Path) -> None:
    file = BytesIO()
    Image.new("RGB", (400, 100), "#0b5fa5").save(file, "WEBP", quality=50)
    logo.write_bytes(file.getvalue())
    assert logos.read(logo).width == 144


@pytest.mark.parametrize(
    ("size", "room"), [((2000, 100), (240, 12)), ((10, 400), (1, 36)), ((20, 10), (72, 36))]
)
def test_a_logo_of_any_shape_fits_into_the_masthead(
    logo: Path, size: tuple[int, int], room: tuple[int, int]
) -> None:
    logo.write_bytes(drawn("PNG", size))
    found = logos.read(logo)
    assert (found.width, found.height) == room


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xd8\xff\xe0 a photograph",
        drawn("PNG")[:-20],
        drawn("WEBP")[:-20],
        SVG[:-3].encode(),
        SVG.replace("svg", "html").encode(),
        SVG.replace("http://www.w3.org/2000/svg", "http://example.org").encode(),
        SVG.replace(' viewBox="0 0 400 100"', "").encode(),
        SVG.replace("400 100", "0 0").encode(),
        SVG.replace("400 100", "wide").encode(),
        f'<!DOCTYPE svg [<!ENTITY a "b">]>{SVG}'.encode(),
    ],
)
def test_what_is_no_logo_is_refused(logo: Path, content: bytes) -> None:
    logo.write_bytes(content)
    assert reason(Settings(logo=logo)).endswith(
        f"DEPESCHE_LOGO={logo} is no SVG with a size, no PNG and no WebP, or is not whole."
    )


def test_a_logo_that_is_too_heavy_or_not_there_is_refused(logo: Path) -> None:
    assert f"{logo} cannot be read (No such file" in reason(Settings(logo=logo))
    logo.write_bytes(SVG.encode() + b" " * logos.HEAVIEST)
    assert "more than 200 KB" in reason(Settings(logo=logo))
