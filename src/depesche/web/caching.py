"""Answers that any cache between us and the readers may share."""

from hashlib import blake2b

from starlette.requests import Request
from starlette.responses import Response

NEWEST = "public, max-age=1, stale-if-error=86400"
SETTLED = "public, max-age=60, stale-while-revalidate=600, stale-if-error=86400"


def shared(
    request: Request, content: str | bytes, media_type: str, *, caching: str = NEWEST
) -> Response:
    """The content with its ETag; 304 when the asker has it already."""
    body = content.encode() if isinstance(content, str) else content
    tag = f'"{blake2b(body, digest_size=12).hexdigest()}"'
    headers = {"ETag": tag, "Cache-Control": caching}
    known = {
        t.strip().removeprefix("W/") for t in request.headers.get("if-none-match", "").split(",")
    }
    if tag in known:
        return Response(status_code=304, headers=headers)
    return Response(body, media_type=media_type, headers=headers)
