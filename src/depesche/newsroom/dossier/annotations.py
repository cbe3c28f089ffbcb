"""What a post says to the dossier besides its text: its markers, and positions from the composer.

They are read when the post is planned, wait on it while it does, and are told the dossier when it
is public; from then on they stay on it, so that taking a post back gives back what was typed. A
draft is still typed at: its markers stay in its text until then.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy.orm import Session

from depesche.errors import MarkerTooLong, MarkerUnread
from depesche.newsroom import words
from depesche.newsroom.dossier import markers
from depesche.newsroom.dossier.known import NAMED, Known
from depesche.newsroom.dossier.markers import Marker, Reading
from depesche.newsroom.dossier.naming import naming
from depesche.newsroom.models import Coverage, Post

Annotation = dict[str, Any]

_NOTED: Final = ("kind", "key", "text", "shift")
_TYPED_AT: Final = ("draft", "submitted", "discarded")  # states in which markers are in the text
_LIMITS: Final = {"question": words.HEADLINE, "answer": words.NOTE}
_SHOWN: Final = 80  # characters of a marker that cannot be read
MARKS: Final = ("key_event", "pin")  # markers that a post carries as marks, not as annotations


def read(session: Session, coverage: Coverage, typed: str) -> Reading:
    """A text and its markers, apart.

    Raises MarkerUnread where a line is meant as a marker and cannot be one, and MarkerTooLong.
    """
    reading = markers.read(typed, naming(session, coverage).known)
    if reading.unread:
        raise MarkerUnread(typed=reading.unread[0].typed[:_SHOWN], field="text")
    for marker in reading.markers:
        limit, length = _LIMITS.get(marker.kind, len(marker.text)), len(marker.text)
        if length > limit:
            typed = f"{marker.typed[:_SHOWN]} …"
            raise MarkerTooLong(typed=typed, limit=limit, length=length, field="text")
    return reading


def note(post: Post, reading: Reading) -> frozenset[str]:
    """The post's text is what was read, without its markers; returns the marks they ask for."""
    post.text = reading.text
    noted = [_noted(marker) for marker in reading.markers if marker.kind not in MARKS]
    told = [one for one in post.annotations if _is_told(one)]
    post.annotations = [*told, *positions(post), *noted]
    return frozenset(marker.kind for marker in reading.markers if marker.kind in MARKS)


def note_positions(post: Post, wanted: Sequence[Mapping[str, Any]]) -> None:
    """The positions that come with the post are these."""
    others = [one for one in post.annotations if one.get("told") or not _is_position(one)]
    post.annotations = [*({"kind": "position", **one} for one in wanted), *others]


def put_back(session: Session, coverage: Coverage, post: Post) -> None:
    """The post is typed at again: its markers stand in its text."""
    post.text = as_typed(session, coverage, post)
    forget_markers(post)


def forget_markers(post: Post) -> None:
    """Its text has been typed anew, with what markers it has now."""
    post.annotations = positions(post)


def as_typed(session: Session, coverage: Coverage, post: Post, *, anew: bool = False) -> str:
    """The post's text as somebody would type it to get all of it, markers included.

    Of a public post these are the names on lines by themselves, and the markers that the dossier
    has not been told yet; `anew`, all.
    """
    if post.status in _TYPED_AT:
        return post.text
    noted = post.annotations if anew else waiting(post)
    return _typed(session, coverage, post.text, noted)


def as_typed_then(session: Session, coverage: Coverage, post: Post, stored: str) -> str:
    """A text that the post had, as somebody would type it to get it with the markers it has now."""
    noted = () if post.status in _TYPED_AT else waiting(post)
    return _typed(session, coverage, stored, noted)


def followed(known: Known, annotation: Annotation) -> Annotation:
    """The same, of what has become of whom or what it names."""
    kinds = {field: field for field in NAMED if annotation["kind"] == "position"}
    if annotation.get("key"):
        kinds["key"] = "actor" if annotation["kind"] == "disputed" else annotation["kind"]
    named = {field: annotation.get(field, "") for field in kinds}
    return annotation | {f: now for f, key in named.items() if (now := known.now(kinds[f], key))}


def _typed(session: Session, coverage: Coverage, stored: str, noted: Sequence[Annotation]) -> str:
    text = markers.escaped(stored, naming(session, coverage).known)
    typed = markers.typed_again(map(_marker, _markers(noted)), coverage.language)
    return f"{text}\n\n{typed}".strip() if typed else text


def waiting(post: Post) -> list[Annotation]:
    """Those of which the dossier has not been told yet; a name on a line by itself is only there
    as long as it stands there."""
    return [one for one in post.annotations if not _is_told(one)]


def positions(post: Post) -> list[Annotation]:
    """The positions among them."""
    return [one for one in waiting(post) if _is_position(one)]


def wanted_positions(noted: Sequence[Annotation]) -> list[Annotation]:
    """The positions among these, as they were asked for."""
    return [
        {name: value for name, value in one.items() if name not in {"kind", "told"}}
        for one in noted
        if _is_position(one)
    ]


def _markers(annotations: Sequence[Annotation]) -> list[Annotation]:
    return [one for one in annotations if not _is_position(one)]


def _is_told(annotation: Annotation) -> bool:
    return bool(annotation.get("told")) and annotation["kind"] not in NAMED


def _is_position(annotation: Annotation) -> bool:
    return bool(annotation["kind"] == "position")


def _marker(annotation: Annotation) -> Marker:
    return Marker(**{name: annotation[name] for name in _NOTED})


def _noted(marker: Marker) -> Annotation:
    return {name: getattr(marker, name) for name in _NOTED}
