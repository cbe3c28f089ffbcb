"""A newsroom's own look: its logo and its colour, as settings have them.

The papers are those of `static/reader/reader.css`; a test compares them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import Final

from depesche.errors import NotReady
from depesche.rendering import colours, logos
from depesche.rendering.logos import Logo
from depesche.settings import Settings, variable

# What words stand on: the paper, and what is raised from it.
PAPERS: Final[Mapping[str, Sequence[str]]] = {
    "light": ("#fbfaf6", "#f2efe7"),
    "dark": ("#14161a", "#1e2126"),
}
COMFORT: Final = 6.0  # the contrast of the dark colour that is made of the light one

_MEDIA: Final = {"light": "screen", "dark": "screen and (prefers-color-scheme: dark)"}
_WORDS: Final = ("#ffffff", "#14161a")  # on the colour, whichever reads better there


@dataclass(frozen=True)
class Brand:
    """What makes pages look like this newsroom's; empty where it has set nothing.

    `colours` is the stylesheet that sets them, over the one of all newsrooms.
    """

    logo: Logo | None = None
    colours: str = ""

    @property
    def logo_url(self) -> str:
        """Where the logo is; another address once it is another one."""
        return f"/brand/logo?v={self.logo_mark}"

    @property
    def colours_url(self) -> str:
        """Where the stylesheet is, likewise."""
        return f"/brand/colours.css?v={self.colours_mark}"

    @cached_property
    def logo_mark(self) -> str:
        """What tells this logo from another one."""
        return _mark(self.logo.content) if self.logo else ""

    @cached_property
    def colours_mark(self) -> str:
        """What tells these colours from others."""
        return _mark(self.colours.encode())


def read(settings: Settings) -> Brand:
    """The look that these settings ask for.

    Raises NotReady where the logo cannot be used, or where words could not be read in a colour.
    """
    logo = logos.read(settings.logo) if settings.logo else None
    return Brand(logo, _stylesheet(_chosen(settings)))


def _chosen(settings: Settings) -> dict[str, str]:
    """The colour on each paper that has one of its own."""
    chosen: dict[str, str] = {}
    if settings.colour:
        chosen["light"] = _checked("colour", settings.colour, "light")
        chosen["dark"] = colours.readable(settings.colour, on=PAPERS["dark"], ratio=COMFORT)
    if settings.colour_dark:
        chosen["dark"] = _checked("colour_dark", settings.colour_dark, "dark")
    return chosen


def _checked(field: str, colour: str, scheme: str) -> str:
    """The colour, if words can be read in it. What is enough for words is so for marks."""
    ground, contrast = colours.worst(colour, PAPERS[scheme])
    if contrast < colours.TEXT:
        nearest = colours.readable(colour, on=PAPERS[scheme])
        raise NotReady(
            reason=f"{variable(field)}={colour} cannot be read on our {scheme} paper {ground}: "
            f"their contrast is {int(contrast * 10) / 10} to 1, and {colours.TEXT} to 1 is needed; "
            f"the nearest that would do is {nearest}."
        )
    return colours.written_out(colour)


def _stylesheet(chosen: Mapping[str, str]) -> str:
    return "".join(_rule(_MEDIA[scheme], colour) for scheme, colour in chosen.items())


def _rule(media: str, colour: str) -> str:
    return f"@media {media} {{ :root {{ --accent: {colour}; --on-accent: {_on(colour)}; }} }}\n"


def _on(colour: str) -> str:
    return max(_WORDS, key=lambda words: colours.contrast(words, colour))


def _mark(content: bytes) -> str:
    return sha256(content).hexdigest()[:10]
