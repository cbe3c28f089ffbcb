"""The newsroom's own look, where it has one."""

from collections.abc import Iterator

from depesche.cli.doctor.findings import Finding
from depesche.errors import NotReady
from depesche.rendering import brand
from depesche.settings import Settings


def look(settings: Settings) -> Iterator[Finding]:
    """Whether the logo and the colours can be used, as the server finds out when it starts."""
    if not (settings.logo or settings.colour or settings.colour_dark):
        return
    try:
        found = brand.read(settings)
    except NotReady as error:
        yield Finding("look", "ill", str(error.facts["reason"]), "Until then no server starts.")
        return
    logo = f"a logo of {found.logo.media_type}" if found.logo else "no logo"
    own = "colours of its own" if found.colours else "our colours"
    yield Finding("look", "well", f"{logo}, {own}")
