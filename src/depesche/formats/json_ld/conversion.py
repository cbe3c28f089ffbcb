"""From a coverage and some of its posts to a page's document: what readers see there, no more."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from depesche.formats.json_ld import shapes
from depesche.formats.json_ld.shapes import Graph, LiveBlogPosting, Named
from depesche.newsroom import text, zones
from depesche.newsroom.models import Coverage, Post

HEADLINE: Final = 110  # characters, beyond which search engines cut a headline themselves


@dataclass(frozen=True)
class Publisher:
    """The newsroom: its name, where readers find it, and the address of its logo if it has one."""

    name: str
    url: str
    logo: str | None = None


@dataclass(frozen=True)
class Told:
    """A coverage and its posts on one page, as far as a page has told of them.

    `first` and `last` are when readers were told something of the coverage, for the first time and
    the last; `lines` has the one line that stands for each published post, with the status of what
    it claims.
    """

    coverage: Coverage
    posts: Sequence[Post]
    first: datetime
    last: datetime
    lines: Mapping[UUID, str]


def page(told: Told, address: str, *, publisher: Publisher) -> Graph:
    """The document of a page of posts. `address` is its path, `/live/summit?before=7`.

    Every page tells of the same coverage, by its `@id`; the article is on the first page, and
    a further one says of which it is a part.
    """
    said = _Conversion(told, publisher)
    updates = [said.update(post) for post in told.posts]
    live = said.live(updates)
    is_first = publisher.url + address == said.home
    whole = [said.article(updates)] if is_first else []
    part_of = said.site if is_first else said.home
    there = said.page(address, part_of=part_of, about=live.id_)
    return Graph(graph=[live, *whole, there, said.organization()])


def permalink(told: Told, post: Post, *, publisher: Publisher) -> Graph:
    """The document of the page that leads to this post: it is about that one."""
    said = _Conversion(told, publisher)
    update = said.update(post)
    there = said.page(update.url.removeprefix(publisher.url), part_of=said.home, about=update.id_)
    return Graph(graph=[said.live([update]), there, said.organization()])


def front(publisher: Publisher, language: str) -> Graph:
    """The document of the front page: whose site this is."""
    site = shapes.WebSite(
        id_=_site(publisher),
        url=f"{publisher.url}/",
        name=publisher.name,
        in_language=language,
        publisher=Named(id_=_newsroom(publisher)),
    )
    return Graph(graph=[site, _organization(publisher)])


class _Conversion:
    def __init__(self, told: Told, publisher: Publisher) -> None:
        self._told = told
        self._coverage = told.coverage
        self._publisher = publisher
        self._zone = zones.zone(told.coverage.newsroom_zone)
        self.home = f"{publisher.url}/live/{told.coverage.slug}"
        self.site = _site(publisher)

    def live(self, updates: Iterable[shapes.BlogPosting]) -> LiveBlogPosting:
        coverage = self._coverage
        begins = coverage.opens_at if coverage.status == "announced" else coverage.opened_at
        ends = coverage.ended_at if begins else None  # without an opening nothing was covered
        return LiveBlogPosting(
            id_=f"{self.home}#live",
            coverage_start_time=self._when(begins) if begins else None,
            coverage_end_time=self._when(ends) if ends else None,
            live_blog_update=[*updates] or None,
            **self._head(),
        )

    def article(self, updates: Iterable[shapes.BlogPosting]) -> shapes.NewsArticle:
        pictures = [update.image.url for update in updates if update.image]
        return shapes.NewsArticle(
            id_=f"{self.home}#article",
            image=pictures or None,
            has_part=Named(id_=f"{self.home}#live"),
            **self._head(),
        )

    def page(self, address: str, *, part_of: str, about: str) -> shapes.WebPage:
        whole = self._publisher.url + address
        return shapes.WebPage(
            id_=whole,
            url=whole,
            in_language=self._coverage.language,
            is_part_of=Named(id_=part_of),
            main_entity=Named(id_=about),
        )

    def organization(self) -> shapes.Organization:
        return _organization(self._publisher)

    def update(self, post: Post) -> shapes.BlogPosting:
        address = f"{self.home}/posts/{post.id}"
        words = self._notice(post) if post.withdrawal else self._words(post)
        return shapes.BlogPosting(
            id_=f"{address}#post-{post.id}",
            url=address,
            date_published=self._when(post.published_at or post.created_at),
            date_modified=self._when(post.updated_at),
            **words,
        )

    def _head(self) -> dict[str, Any]:
        coverage = self._coverage
        whole = text.plain(text.parse(coverage.standfirst, coverage.language))
        place = text.typeset(coverage.dateline, coverage.language)
        newsroom = Named(id_=_newsroom(self._publisher))
        return {
            "url": self.home,
            "headline": self._headline(text.typeset(coverage.headline, coverage.language)),
            "description": " ".join(whole.split()) or None,
            "in_language": coverage.language,
            "date_published": self._when(self._told.first),
            "date_modified": self._when(self._told.last),
            "main_entity_of_page": Named(id_=self.home),
            "author": newsroom,
            "publisher": newsroom,
            "content_location": shapes.Place(name=place) if place else None,
        }

    def _words(self, post: Post) -> dict[str, Any]:
        language = self._coverage.language
        line = self._told.lines[post.id]
        author = shapes.Person(name=post.byline) if post.byline else None
        return {
            "headline": self._headline(line),
            "article_body": text.plain(text.parse(post.text, language)) or line,
            "author": author or Named(id_=_newsroom(self._publisher)),
            "image": self._picture(post),
            "correction": [
                shapes.CorrectionComment(
                    text=text.typeset(made.note, language),
                    date_published=self._when(made.made_at),
                )
                for made in post.corrections
            ]
            or None,
        }

    def _notice(self, post: Post) -> dict[str, Any]:
        """Of what was withdrawn nothing else is said, not even who wrote it."""
        notice = post.withdrawal.notice if post.withdrawal else ""
        told = text.typeset(notice, self._coverage.language)
        return {
            "headline": self._headline(told),
            "article_body": told,
            "author": Named(id_=_newsroom(self._publisher)),
        }

    def _picture(self, post: Post) -> shapes.ImageObject | None:
        picture = post.picture
        if picture is None:
            return None
        caption = text.typeset(post.caption, self._coverage.language)
        return shapes.ImageObject(
            url=f"{self._publisher.url}/pictures/{picture.key}/{picture.widths[-1]}",
            width=picture.width,
            height=picture.height,
            caption=caption or post.alt or None,
            credit_text=post.credit or None,
        )

    def _headline(self, line: str) -> str:
        return text.shortened(line, HEADLINE)

    def _when(self, moment: datetime) -> str:
        """As clocks in the newsroom show it, with their offset."""
        return moment.astimezone(self._zone).isoformat(timespec="seconds")


def _organization(publisher: Publisher) -> shapes.Organization:
    return shapes.Organization(
        id_=_newsroom(publisher),
        name=publisher.name,
        url=f"{publisher.url}/",
        logo=publisher.logo,
    )


def _newsroom(publisher: Publisher) -> str:
    return f"{publisher.url}/#newsroom"


def _site(publisher: Publisher) -> str:
    return f"{publisher.url}/#site"
