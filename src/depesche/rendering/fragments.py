"""The pieces of a page that live on their own: each is an element with data-kind and data-id.

The page and the log draw them with the same template from the same facts, so that an element that
came by stream equals the one a fresh page holds, byte for byte.
"""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from depesche.newsroom import posts, ticker
from depesche.newsroom.models import Change, Coverage, Post
from depesche.rendering.environment import Templates

_TEMPLATES = {
    "post": "post/post.html",
    "pin": "post/pin.html",
    "key_event": "post/key_event.html",
    "summary": "post/summary.html",
}


@dataclass(frozen=True)
class Fragment:
    """One element: where it stands among its kind, and its HTML."""

    position: str
    html: str


class Fragments:
    """Draws the objects a log speaks of, for its audience."""

    def __init__(self, templates: Templates) -> None:
        self._templates = templates

    def of_change(self, session: Session, coverage: Coverage, change: Change) -> Fragment:
        """The object of a `put`, as it is now."""
        if change.kind == "coverage":
            return self.coverage(coverage, change.audience)
        post_id = UUID(change.object_id)
        if change.audience == "desk":
            return self.desk_post(coverage, posts.find(session, coverage, post_id))
        return self.of_post(change.kind, coverage, ticker.public_post(session, coverage, post_id))

    def of_post(self, kind: str, coverage: Coverage, post: Post) -> Fragment:
        """What readers see of a post: itself, its pin, its line among the key events …"""
        drawn = self._templates.render(
            _TEMPLATES[kind], coverage.language, coverage=coverage, post=post
        )
        return Fragment(post.position or "", drawn.strip())

    def desk_post(self, coverage: Coverage, post: Post) -> Fragment:
        """The post's row at the desk, in the language of the coverage's newsroom."""
        moment = post.published_at or post.created_at
        position = f"{moment:%Y%m%dT%H%M%S.%f}-{post.id}"
        drawn = self._templates.render(
            "desk/post.html", coverage.language, coverage=coverage, post=post, position=position
        )
        return Fragment(position, drawn.strip())

    def coverage(self, coverage: Coverage, audience: str = "reader") -> Fragment:
        """The head of the page."""
        name = {"reader": "reader/head.html", "desk": "desk/head.html"}[audience]
        drawn = self._templates.render(name, coverage.language, coverage=coverage)
        return Fragment("", drawn.strip())
