"""The types of schema.org that a page speaks of, each with the terms that are said of it.

Fields are those terms, written our way: `date_published` is `datePublished`. What nobody has said
anything about is left out. Source: https://schema.org, version 29.
"""

from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

_TYPE: Final[Any] = Field(alias="@type")
Id = Annotated[str, Field(alias="@id")]  # its name wherever it is told of


class Shape(BaseModel):
    """A part of the document."""

    model_config = ConfigDict(alias_generator=to_camel, validate_by_name=True, extra="forbid")


class Named(Shape):
    """Something that is told of elsewhere, in this document or on another page."""

    id_: Id


class Organization(Shape):
    """The newsroom."""

    type_: Annotated[Literal["Organization"], _TYPE] = "Organization"
    id_: Id
    name: str
    url: str
    logo: str | None = None


class Person(Shape):
    """Who wrote it, as readers are told."""

    type_: Annotated[Literal["Person"], _TYPE] = "Person"
    name: str


class Place(Shape):
    """Where it is written about."""

    type_: Annotated[Literal["Place"], _TYPE] = "Place"
    name: str


class ImageObject(Shape):
    """The picture of a post."""

    type_: Annotated[Literal["ImageObject"], _TYPE] = "ImageObject"
    url: str
    width: int
    height: int
    caption: str | None
    credit_text: str | None


class CorrectionComment(Shape):
    """What readers are told was wrong."""

    type_: Annotated[Literal["CorrectionComment"], _TYPE] = "CorrectionComment"
    text: str
    date_published: str


class BlogPosting(Shape):
    """A post; of one that was withdrawn, its notice."""

    type_: Annotated[Literal["BlogPosting"], _TYPE] = "BlogPosting"
    id_: Id
    url: str
    headline: str
    article_body: str
    date_published: str
    date_modified: str
    author: Person | Named
    image: ImageObject | None = None
    correction: list[CorrectionComment] | None = None


class _Article(Shape):
    id_: Id
    url: str
    headline: str
    description: str | None
    in_language: str
    date_published: str
    date_modified: str
    main_entity_of_page: Named
    author: Named
    publisher: Named
    content_location: Place | None


class NewsArticle(_Article):
    """The coverage as an article, whose live part is told of beside it."""

    type_: Annotated[Literal["NewsArticle"], _TYPE] = "NewsArticle"
    image: list[str] | None
    has_part: Named


class LiveBlogPosting(_Article):
    """The coverage, with those of its posts that are on the page."""

    type_: Annotated[Literal["LiveBlogPosting"], _TYPE] = "LiveBlogPosting"
    coverage_start_time: str | None
    coverage_end_time: str | None
    live_blog_update: list[BlogPosting] | None


class WebPage(Shape):
    """The page: what it is a part of, and what it is about."""

    type_: Annotated[Literal["WebPage"], _TYPE] = "WebPage"
    id_: Id
    url: str
    in_language: str
    is_part_of: Named
    main_entity: Named


class WebSite(Shape):
    """All pages of the newsroom."""

    type_: Annotated[Literal["WebSite"], _TYPE] = "WebSite"
    id_: Id
    url: str
    name: str
    in_language: str
    publisher: Named


Node = LiveBlogPosting | NewsArticle | WebPage | WebSite | Organization


class Graph(Shape):
    """The document: everything that a page is told of."""

    context: Annotated[str, Field(alias="@context")] = "https://schema.org"
    graph: Annotated[list[Node], Field(alias="@graph")]
