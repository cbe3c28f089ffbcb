"""Answers that any cache between us and the readers may share."""

from collections.abc import Callable
from hashlib import blake2b

from starlette.requests import Request
from starlette.responses import Response

NEWEST = "public, max-age=1, stale-if-error=86400"
SETTLED = "public, max-age=60, stale-while-revalidate=600, stale-if-error=86400"
# What other pages take in may be a little older while it is asked for anew: they do not wait.
EMBEDDED = "public, max-age=1, stale-while-revalidate=10, stale-if-error=86400"

UNKEPT = "no-cache"
FOR_GOOD = "public, max-age=31536000, immutable"

PICTURE = "public, max-age=60, must-revalidate"
AT_THE_DESK = "private, max-age=600"


def fixed(
    request: Request,
    content: Callable[[], bytes],
    media_type: str,
    *,
    tag: str,
    varies_by: str | None = None,
) -> Response:
    """Content that never changes while it is here, and may be gone: caches ask once a minute.

    `varies_by` names the header by which askers get one or another.
    """
    headers = {"ETag": f'"{tag}"', "Cache-Control": PICTURE, "Content-Disposition": "inline"}
    if varies_by is not None:
        headers["Vary"] = varies_by
    if is_known(asked(request), f'"{tag}"'.encode()):
        return Response(status_code=304, headers=headers)
    return Response(content(), media_type=media_type, headers=headers)


def weak_tag(*parts: bytes) -> bytes:
    """The ETag of that content, however it is sent."""
    digest = blake2b(digest_size=12)
    for part in parts:
        digest.update(part)
    return f'W/"{digest.hexdigest()}"'.encode()


def asked(request: Request) -> bytes:
    """What the asker has already, as If-None-Match says it; empty without it."""
    return ", ".join(request.headers.getlist("if-none-match")).encode("latin-1")


def is_known(known: bytes, tag: bytes) -> bool:
    """Whether that tag is among those that are known. A proxy that compresses makes tags weak."""
    if known == tag:
        return True
    tags = [one.strip().removeprefix(b"W/") for one in known.split(b",")]
    return tag.removeprefix(b"W/") in tags or tags == [b"*"]
