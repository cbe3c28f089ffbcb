"""The pieces of a page that live on their own: each is an element with data-kind and data-id.

The page and the log draw them with the same template from the same facts, so that an element that
came by stream equals the one a fresh page holds, byte for byte.
"""

from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from markupsafe import Markup
from sqlalchemy.orm import Session

from depesche.newsroom import changes, posts, ticker, withdrawals
from depesche.newsroom.dossier import objects
from depesche.newsroom.dossier.readers import traces
from depesche.newsroom.models import Change, Coverage, DossierObject, Post
from depesche.rendering import desk_dossier, dossier
from depesche.rendering.environment import Templates
from depesche.rendering.kept import Kept

_STOOD: Final = 16 * 2**20  # letters of pages as they stood, without the minutes asked for
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
        self.dossier = dossier.Part(templates)
        self.stood: Kept[Markup] = Kept(_STOOD, weigh=len)

    def of_change(
        self, session: Session, coverage: Coverage, change: Change, language: str
    ) -> Fragment:
        """The object of a `put`, as it is now; at the desk in that language."""
        is_of_desk = change.audience == "desk"
        if change.kind == "coverage":
            return self.desk_head(coverage, language) if is_of_desk else self.coverage(coverage)
        if is_of_desk and change.kind in changes.DOSSIER:
            one = objects.find(session, coverage, change.kind, change.object_id)
            return self.desk_object(desk_dossier.Sheet(session, coverage, language), one)
        if change.kind in changes.DOSSIER:
            return Fragment(
                *dossier.element(self._templates, session, coverage, change.kind, change.object_id)
            )
        post_id = UUID(change.object_id)
        if is_of_desk:
            return self.desk_post(coverage, posts.find(session, coverage, post_id), language)
        post = ticker.public_post(session, coverage, post_id)
        told = traces.of_posts(session, coverage, [post])
        return self.of_post(change.kind, coverage, post, traces=told)

    def of_post(self, kind: str, coverage: Coverage, post: Post, **more: Any) -> Fragment:
        """What readers see of a post: itself, its pin, its line among the key events …

        `traces` are what it said to the dossier. `at_desk`, its picture comes from where it need
        not be public.
        """
        drawn = self._templates.render(
            _TEMPLATES[kind], coverage.language, coverage=coverage, post=post, **more
        )
        return Fragment(post.position or "", drawn.strip())

    def desk_post(
        self, coverage: Coverage, post: Post, language: str, *, reach: object = None
    ) -> Fragment:
        """The post's row at the desk, in the language of whoever sits there.

        `reach` is how soon it was on open pages, where that is known; no log tells it.
        """
        moment = post.published_at or post.created_at
        position = f"{moment:%Y%m%dT%H%M%S.%f}-{post.id}"
        drawn = self._templates.render(
            "desk/post.html",
            language,
            coverage=coverage,
            post=post,
            position=position,
            reach=reach,
            undoable_until=post.published_at and post.published_at + withdrawals.GRACE,
        )
        return Fragment(position, drawn.strip())

    def desk_object(self, sheet: desk_dossier.Sheet, one: DossierObject) -> Fragment:
        """The row of an object of the dossier at the desk, however it stands."""
        return Fragment(one.position, desk_dossier.row(self._templates, sheet, one))

    def coverage(self, coverage: Coverage) -> Fragment:
        """The head of the page that readers see."""
        drawn = self._templates.render("reader/head.html", coverage.language, coverage=coverage)
        return Fragment("", drawn.strip())

    def desk_head(self, coverage: Coverage, language: str) -> Fragment:
        """The head of the coverage at the desk."""
        drawn = self._templates.render("desk/head.html", language, coverage=coverage)
        return Fragment("", drawn.strip())
