"""What schema.org lets be said of what: a strict reader of a page's document.

Of each type that we speak of, its parent and the terms that it adds; of each term, what may be said
with it. Written down from https://schema.org (version 29), apart from the shapes that are checked.
"""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlsplit

PARENTS: Final = {
    "CreativeWork": "Thing",
    "Article": "CreativeWork",
    "NewsArticle": "Article",
    "SocialMediaPosting": "Article",
    "BlogPosting": "SocialMediaPosting",
    "LiveBlogPosting": "BlogPosting",
    "Comment": "CreativeWork",
    "CorrectionComment": "Comment",
    "MediaObject": "CreativeWork",
    "ImageObject": "MediaObject",
    "WebPage": "CreativeWork",
    "WebSite": "CreativeWork",
    "Person": "Thing",
    "Organization": "Thing",
    "Place": "Thing",
}
TEXT, URL, TIME, NUMBER = "Text", "URL", "DateTime", "Number"
TERMS: Final[dict[str, dict[str, set[str]]]] = {
    "Thing": {
        "name": {TEXT},
        "url": {URL},
        "description": {TEXT},
        "image": {"ImageObject", URL},
        "mainEntityOfPage": {"CreativeWork", URL},
        "sameAs": {URL},
    },
    "CreativeWork": {
        "about": {"Thing"},
        "author": {"Organization", "Person"},
        "contentLocation": {"Place"},
        "correction": {"CorrectionComment", TEXT, URL},
        "creditText": {TEXT},
        "dateModified": {TIME},
        "datePublished": {TIME},
        "hasPart": {"CreativeWork"},
        "headline": {TEXT},
        "inLanguage": {TEXT},
        "isPartOf": {"CreativeWork", URL},
        "mainEntity": {"Thing"},
        "publisher": {"Organization", "Person"},
        "text": {TEXT},
    },
    "Article": {"articleBody": {TEXT}, "articleSection": {TEXT}, "wordCount": {NUMBER}},
    "LiveBlogPosting": {
        "coverageStartTime": {TIME},
        "coverageEndTime": {TIME},
        "liveBlogUpdate": {"BlogPosting"},
    },
    "MediaObject": {"width": {NUMBER}, "height": {NUMBER}, "contentUrl": {URL}},
    "ImageObject": {"caption": {TEXT}},
    "Organization": {"logo": {"ImageObject", URL}},
}

# What Google asks for, beyond what schema.org allows.
NEEDED: Final = {
    "LiveBlogPosting": {"headline", "datePublished", "dateModified", "author", "publisher", "url"},
    "BlogPosting": {"headline", "articleBody", "datePublished", "dateModified", "author", "url"},
    "NewsArticle": {"headline", "datePublished", "dateModified", "author", "publisher"},
    "CorrectionComment": {"text", "datePublished"},
    "ImageObject": {"url", "width", "height"},
    "Organization": {"name", "url"},
    "Person": {"name"},
    "Place": {"name"},
}
HEADLINE: Final = 110

Node = dict[str, Any]


def check(document: Any) -> None:
    """AssertionError where the document says what nobody could read."""
    assert {*document} == {"@context", "@graph"}
    assert document["@context"] == "https://schema.org"
    known = [node["@id"] for node in document["@graph"]]
    assert len(known) == len({*known}), "one node, one name"
    for node in document["@graph"]:
        _check_node(node, node["@type"])


def node(document: Any, type_: str) -> Node:
    """The only node of that type."""
    (found,) = (one for one in document["@graph"] if one["@type"] == type_)
    assert isinstance(found, dict)
    return found


def updates(document: Any) -> list[Node]:
    """The posts that are told of, as they are told."""
    return [*node(document, "LiveBlogPosting").get("liveBlogUpdate", [])]


def _check_node(node: Node, type_: str) -> None:
    terms = _terms(type_)
    assert NEEDED.get(type_, set()) <= {*node}, f"{type_} has too little"
    for term, value in node.items():
        if term in {"@type", "@id"}:
            continue
        assert term in terms, f"{type_} has no {term}"
        for one in value if isinstance(value, list) else [value]:
            _check_value(one, terms[term], f"{type_}.{term}")
        assert value not in ("", [], None), f"{type_}.{term} says nothing"
    if "headline" in node:
        assert len(node["headline"]) <= HEADLINE


def _check_value(value: Any, allowed: set[str], where: str) -> None:
    if isinstance(value, dict):
        if {*value} != {"@id"}:  # else it is told of elsewhere
            assert allowed & {*_with_parents(value["@type"])}, f"{where} is a {value['@type']}"
            _check_node(value, value["@type"])
        return
    if isinstance(value, int):
        assert NUMBER in allowed, where
        return
    fits = {TEXT: True, URL: _is_url(value), TIME: _is_time(value)}
    assert any(fits.get(kind, False) for kind in allowed), f"{where}: {value}"


def _is_url(value: str) -> bool:
    parts = urlsplit(value)
    return bool(parts.scheme in {"http", "https"} and parts.netloc)


def _is_time(value: str) -> bool:
    """To the second, with an offset."""
    is_written = re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d", value)
    return bool(is_written and datetime.fromisoformat(value))


def _terms(type_: str) -> dict[str, set[str]]:
    return {
        term: kinds for each in _with_parents(type_) for term, kinds in TERMS.get(each, {}).items()
    }


def _with_parents(type_: str) -> Iterator[str]:
    while type_ != "Thing":
        yield type_
        type_ = PARENTS[type_]
    yield "Thing"
