"""Renditions: the sizes in which a picture is shown, made of an upload in the darkroom.

Nothing here opens the picture: that is done by a child process with little to lose, see darkroom.
"""

import json
import logging
import subprocess
import sys
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import IO, Any, Final

from depesche.errors import BrokenPicture, NoPicture, PictureTooBig

log = logging.getLogger(__name__)

MEDIA_TYPE: Final = "image/webp"
PATIENCE: Final = 40  # seconds; its own limit on the processor's time ends it sooner

_REFUSALS: Final = {"no-picture": NoPicture, "broken": BrokenPicture, "too-big": PictureTooBig}


@dataclass(frozen=True)
class Rendition:
    """The picture at one width, as WebP."""

    width: int
    content: bytes


@dataclass(frozen=True)
class Developed:
    """What became of an upload. Width and height are those of the largest rendition, in pixels;
    `animated` says that it moved and that the first frame was kept."""

    width: int
    height: int
    animated: bool
    renditions: tuple[Rendition, ...]


def developed(upload: IO[bytes]) -> Developed:
    """The renditions of an uploaded file. Takes a second or so and a processor: no transaction
    should wait for it.

    Raises NoPicture, BrokenPicture, PictureTooBig.
    """
    upload.seek(0)
    with TemporaryFile() as out:
        _open_the_darkroom(upload, out)
        out.seek(0)
        head: dict[str, Any] = json.loads(out.readline() or b'{"refused": "too-big"}')
        if reason := head.get("refused"):
            log.info("a picture was refused: %s", head.get("because", reason))
            raise _REFUSALS[reason]
        renditions = [Rendition(width, out.read(size)) for width, size in head["renditions"]]
    return Developed(head["width"], head["height"], head["animated"], tuple(renditions))


def _open_the_darkroom(upload: IO[bytes], out: IO[bytes]) -> None:
    """Let the child work from one file into the other. Whoever breaks a limit says nothing."""
    try:
        subprocess.run(
            [sys.executable, "-I", "-m", "depesche.files.darkroom"],
            stdin=upload,
            stdout=out,
            stderr=subprocess.DEVNULL,
            env={},
            cwd="/",
            timeout=PATIENCE,
            check=True,
        )
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError) as error:
        log.warning("a picture was too much for the darkroom: %s", error)
        raise PictureTooBig from error
