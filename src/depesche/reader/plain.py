"""The text view: a coverage in words alone, for a line on which a picture never comes.

It has no script and no picture, and is small whatever the coverage holds: what is long is cut, and
leads to all of it.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from markupsafe import Markup
from sqlalchemy.orm import Session

from depesche.newsroom import text, ticker
from depesche.newsroom.dossier.readers import traces
from depesche.newsroom.dossier.readers.traces import Trace
from depesche.newsroom.models import Coverage, Post
from depesche.newsroom.ticker import Page
from depesche.reader import showing, statuses
from depesche.reader.positions import next_to
from depesche.rendering import cutting, judging, prose, sharing
from depesche.web import answers
from depesche.web.answers import Content
from depesche.web.rooms import House, Rooms

router = APIRouter()

MOST: Final = 29_000  # bytes of a page; with its stylesheet it stays below 30,000
_POST: Final = 6_000  # bytes of a post that is not cut
_KEY_EVENTS: Final = 10
_LINE: Final = 450  # bytes of a key event
# How many letters each piece of a post may have, until the post is small enough.
_ROOMS: Final = (2_000, 1_000, 500, 250, 80)


@router.api_route("/live/{slug}/text", methods=["GET", "HEAD"])
def show(
    request: Request,
    slug: str,
    house: House,
    before: Annotated[str | None, Query()] = None,
    after: Annotated[str | None, Query()] = None,
) -> Response:
    """The newest posts, or those before a position; of a coverage that is over the first ones, or
    those after it.
    """
    older_than, newer_than = next_to(before, after)

    def draw(session: Session, coverage: Coverage) -> Content:
        # Whoever follows a link goes on in its direction, though the coverage may have ended.
        order = ticker.order_of(coverage)
        if older_than or newer_than:
            order = "newest" if older_than else "oldest"
        page = ticker.page(session, coverage, order=order, before=older_than, after=newer_than)
        return _drawn(house, session, coverage, page, is_first=not (older_than or newer_than))

    return showing.of_coverage(request, house, slug, _rest(older_than, newer_than), draw)


def _rest(before: str | None, after: str | None) -> str:
    if before:
        return f"/text?before={before}"
    return f"/text?after={after}" if after else "/text"


def _drawn(
    house: Rooms, session: Session, coverage: Coverage, page: Page, *, is_first: bool
) -> Content:
    key_events = ticker.marked(session, coverage, "key_event")[:_KEY_EVENTS] if is_first else ()
    summary = ticker.summary(session, coverage) if is_first else None
    shown = [*page.posts, *key_events, *filter(None, [summary])]
    claims = traces.claims_of(session, shown)
    facts = {
        "coverage": coverage,
        "order": page.order,
        "is_first": is_first,
        "key_events": key_events,
        "summary": summary,
        "doubt": _doubt(house, coverage, summary, claims) if summary else "",
        "traces": claims,
        "cut": partial(cutting.line, size=_LINE),
    }

    def frame(posts: Sequence[Markup], rest: str | None) -> str:
        return house.templates.render(
            "reader/text.html", coverage.language, posts=posts, rest=rest, **facts
        )

    room = MOST - len(frame((), _rest("x" * 40, None)).encode())
    posts = list(_fitting(house, coverage, page.posts, claims, room=room))
    return answers.still(frame(posts, _further(page, len(posts))))


def _further(page: Page, shown: int) -> str | None:
    """What follows the link to the posts behind those that are shown."""
    is_up = page.order == "oldest"
    if shown == len(page.posts) and not (page.has_newer if is_up else page.has_older):
        return None
    last = page.posts[shown - 1].position
    return _rest(None, last) if is_up else _rest(last, None)


def _fitting(
    house: Rooms,
    coverage: Coverage,
    posts: Sequence[Post],
    claims: Mapping[UUID, Trace],
    *,
    room: int,
) -> Iterator[Markup]:
    """The first of these posts, as many as there is room for."""
    for post in posts:
        drawn = _post(house, coverage, post, claims)
        room -= len(drawn.encode())
        if room < 0:
            return
        yield drawn


def _post(house: Rooms, coverage: Coverage, post: Post, claims: Mapping[UUID, Trace]) -> Markup:
    """The post, cut until it is small enough."""
    trace, words = claims.get(post.id), statuses.spoken(house, coverage.language)
    tree = judging.judged(text.parse(post.text, coverage.language), trace, words)
    facts = {
        "doubt": _doubt(house, coverage, post, claims),
        "judged": sharing.judged(trace, words),
    }

    def drawn(told: Markup | str, letters: int | None) -> Markup:
        one = house.templates.render(
            "reader/_text_post.html", coverage.language,
            coverage=coverage, post=post, told=told, letters=letters, **facts,
        )  # fmt: skip
        return Markup(one)  # noqa: S704 - a template has drawn it

    whole = drawn(prose.html(tree), None)
    if len(whole.encode()) <= _POST:
        return whole
    for letters in _ROOMS[:-1]:
        cut = drawn(prose.html(cutting.beginning(tree, letters)), letters)
        if len(cut.encode()) <= _POST:
            return cut
    return drawn(text.plain(tree), _ROOMS[-1])


def _doubt(house: Rooms, coverage: Coverage, post: Post, claims: Mapping[UUID, Trace]) -> str:
    words = statuses.spoken(house, coverage.language)
    return sharing.doubt(post, coverage, claims.get(post.id), words)
