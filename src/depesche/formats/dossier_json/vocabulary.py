"""What the words of dossier.json mean at schema.org, as a context of JSON-LD 1.1.

Only what schema.org means by a term is called by it; a word that is not here means what
docs/contract.md says. A claim is a `Claim` and never a `ClaimReview`: saying who disputes
something is not a verdict on it. Source: https://schema.org, W3C JSON-LD 1.1 of 2020-07-16.
"""

from collections.abc import Mapping
from typing import Any, Final

_TYPES: Final = (
    *("LiveBlogPosting", "Person", "Country", "Organization", "Place", "Claim", "Quotation"),
    *("Event", "Question", "Answer", "Thing"),
)
_ADDRESS: Final = "@id"  # whose value is the address of something


def _address(term: str) -> dict[str, str]:
    return {"@id": f"schema:{term}", "@type": _ADDRESS}


CONTEXT: Final[Mapping[str, Any]] = {
    "schema": "https://schema.org/",
    "url": _ADDRESS,
    **{name: f"schema:{name}" for name in _TYPES},
    "as_of": "schema:dateModified",
    "basis": _address("subjectOf"),
    "language": "schema:inLanguage",
    "headline": "schema:headline",
    "standfirst": "schema:description",
    "opens_at": "schema:coverageStartTime",
    "name": "schema:name",
    "label": "schema:name",
    "title": "schema:name",
    "short_name": "schema:alternateName",
    "aliases": "schema:alternateName",
    "role": "schema:disambiguatingDescription",
    "same_as": "schema:sameAs",
    "text": "schema:text",
    "speaker": "schema:author",
    "author": "schema:author",
    "said_at": "schema:dateCreated",
    "evidence": "schema:citation",
    "latitude": "schema:latitude",
    "longitude": "schema:longitude",
    "answers": "schema:suggestedAnswer",
}

# What schema.org calls an actor of that type; it has no word for a group.
ACTORS: Final[Mapping[str, str]] = {
    "person": "Person",
    "state": "Country",
    "organisation": "Organization",
    "group": "Thing",
}
