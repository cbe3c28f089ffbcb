"""How a page is found: what search engines are told of it, and whoever shows a shared address."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal
from uuid import UUID

from markupsafe import Markup
from sqlalchemy.orm import Session

from depesche.formats.json_ld import conversion, writing
from depesche.formats.json_ld.conversion import Publisher, Told
from depesche.formats.json_ld.shapes import Graph
from depesche.newsroom import changes, text
from depesche.newsroom.dossier.readers.book import Card
from depesche.newsroom.dossier.readers.traces import Trace
from depesche.newsroom.models import Coverage, Post
from depesche.newsroom.ticker import Page
from depesche.reader import statuses
from depesche.rendering import sharing
from depesche.web.rooms import Rooms

DESCRIPTION: Final = 200  # characters


@dataclass(frozen=True)
class Seen:
    """A picture that goes along: the address of its largest rendition, and what it shows."""

    path: str
    width: int
    height: int
    alt: str


@dataclass(frozen=True)
class Found:
    """What the head of a page says of it. `path` is its address without the host, `data` the
    document for search engines where it has one."""

    title: str
    description: str
    path: str
    kind: Literal["article", "website"] = "article"
    published: datetime | None = None
    modified: datetime | None = None
    picture: Seen | None = None
    data: Markup | None = None


def of_page(
    house: Rooms,
    session: Session,
    coverage: Coverage,
    page: Page,
    *,
    path: str,
    traces: Mapping[UUID, Trace],
    marked: UUID | None = None,
) -> Found:
    """A page of a coverage's posts, or the one on which a post is marked: that is about the post.

    `path` is the page's own address; `traces` are those of its posts.
    """
    words = statuses.spoken(house, coverage.language)
    lines = {
        post.id: sharing.of_post(post, coverage, traces.get(post.id), words) for post in page.posts
    }
    told = Told(coverage, page.posts, *changes.told(session, coverage), lines)
    for post in page.posts:
        if post.id == marked:
            return _of_post(house, told, post, path=path, trace=traces.get(post.id))
    return Found(
        title=text.typeset(coverage.headline, coverage.language),
        description=_described(coverage),
        path=path,
        published=told.first,
        modified=told.last,
        picture=next(filter(None, map(_seen, page.posts)), None),
        data=_block(conversion.page(told, path, publisher=_publisher(house))),
    )


def of_object(house: Rooms, coverage: Coverage, card: Card, *, path: str) -> Found:
    """The page of an object of the dossier; of a claim, its status first."""
    title, description = sharing.spoken(card, coverage, statuses.spoken(house, coverage.language))
    return Found(title=title, description=description, path=path, modified=card.as_of)


def of_dossier(house: Rooms, coverage: Coverage, *, path: str) -> Found:
    """The dossier, or a part of it."""
    _ = house.templates.gettext(coverage.language)
    headline = text.typeset(coverage.headline, coverage.language)
    return Found(f"{_('Dossier')}: {headline}", _described(coverage), path)


def of_front(house: Rooms, *, path: str = "/") -> Found:
    """The front page, or a further one of it."""
    language, newsroom = house.settings.language, house.settings.name
    _ = house.templates.gettext(language)
    told = _("Live coverage by %(newsroom)s: what is on, what is coming, what was.")
    document = conversion.front(_publisher(house), language)
    return Found(
        title=newsroom,
        description=told % {"newsroom": newsroom},
        path=path,
        kind="website",
        data=_block(document) if path == "/" else None,
    )


def _of_post(house: Rooms, told: Told, post: Post, *, path: str, trace: Trace | None) -> Found:
    coverage = told.coverage
    description = _told(post, coverage)
    if not post.withdrawal:
        words = statuses.spoken(house, coverage.language)
        description = sharing.with_status(description, post, coverage, trace, words)
    return Found(
        title=told.lines[post.id] or sharing.withdrawn(coverage),
        description=description,
        path=path,
        published=post.published_at,
        modified=post.updated_at,
        picture=_seen(post),
        data=_block(conversion.permalink(told, post, publisher=_publisher(house))),
    )


def _told(post: Post, coverage: Coverage) -> str:
    """What a post says below its title; where that says all, what it is a part of."""
    language = coverage.language
    if post.withdrawal:
        return text.shortened(text.typeset(post.withdrawal.notice, language), DESCRIPTION)
    if not (post.headline and post.text):
        return text.typeset(coverage.headline, language)
    return text.shortened(text.plain(text.parse(post.text, language)), DESCRIPTION)


def _described(coverage: Coverage) -> str:
    """What a coverage is about, as far as somebody has said so."""
    language = coverage.language
    whole = text.plain(text.parse(coverage.standfirst, language))
    question = text.typeset(coverage.lead_question, language)
    return text.shortened(whole or question, DESCRIPTION)


def _seen(post: Post) -> Seen | None:
    """The picture that readers see in the post."""
    picture = post.picture
    if picture is None or post.withdrawal:
        return None
    address = f"/pictures/{picture.key}/{picture.widths[-1]}"
    return Seen(address, picture.width, picture.height, "" if post.decorative else post.alt)


def _publisher(house: Rooms) -> Publisher:
    name, url = house.settings.name, house.settings.public_url
    return Publisher(name, url, url + house.brand.logo_url if house.brand.logo else None)


def _block(graph: Graph) -> Markup:
    return Markup(writing.written(graph))  # noqa: S704 - nothing in it can be read as a tag
