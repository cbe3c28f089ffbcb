"""Answers that any cache between us and the readers may share."""

from collections.abc import Callable
from hashlib import blake2b

from starlette.requests import Request
from starlette.responses import Response

NEWEST = "public, max-age=1, stale-if-error=86400"
SETTLED = "public, max-age=60, stale-while-revalidate=600, stale-if-error=86400"

PICTURE = "public, max-age=60, must-revalidate"
AT_THE_DESK = "private, max-age=600"


def shared(
    request: Request,
    content: str,
    media_type: str,
    *,
    caching: str = NEWEST,
    varying: str | None = None,
) -> Response:
    """The content with its ETag; 304 when the asker has it already.

    `varying` is what differs from one second to the next without being news: the clock.
    """
    constant = content.replace(varying, "") if varying else content
    tag = f'W/"{blake2b(constant.encode(), digest_size=12).hexdigest()}"'
    headers = {"ETag": tag, "Cache-Control": caching}
    if _is_known(request, tag):
        return Response(status_code=304, headers=headers)
    return Response(content, media_type=media_type, headers=headers)


def fixed(request: Request, content: Callable[[], bytes], media_type: str, *, tag: str) -> Response:
    """Content that never changes while it is here, and may be gone: caches ask once a minute."""
    headers = {"ETag": f'"{tag}"', "Cache-Control": PICTURE, "Content-Disposition": "inline"}
    if _is_known(request, f'"{tag}"'):
        return Response(status_code=304, headers=headers)
    return Response(content(), media_type=media_type, headers=headers)


def _is_known(request: Request, tag: str) -> bool:
    """Whether the asker has it already. A proxy that compresses makes tags weak."""
    known = (known.strip() for known in request.headers.get("if-none-match", "").split(","))
    return tag.removeprefix("W/") in (k.removeprefix("W/") for k in known)
