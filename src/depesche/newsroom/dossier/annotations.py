"""What a post says to the dossier besides its text: its markers, and positions from the composer.

They are read when the post is planned, wait on it while it does, and become acts when it is
public. A draft is still typed at: its markers stay in its text until then.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy.orm import Session

from depesche.errors import MarkerUnread
from depesche.newsroom.dossier import markers
from depesche.newsroom.dossier.markers import Marker, Reading
from depesche.newsroom.dossier.naming import naming
from depesche.newsroom.models import Coverage, Post

Annotation = dict[str, Any]

_NOTED: Final = ("kind", "key", "text", "shift")
MARKS: Final = ("key_event", "pin")  # markers that a post carries as marks, not as annotations


def read(session: Session, coverage: Coverage, typed: str) -> Reading:
    """A text and its markers, apart.

    Raises MarkerUnread where a line is meant as a marker and cannot be one.
    """
    reading = markers.read(typed, naming(session, coverage).known)
    if reading.unread:
        raise MarkerUnread(typed=reading.unread[0].typed[:80], field="text")
    return reading


def note(post: Post, reading: Reading) -> frozenset[str]:
    """The post's text is what was read, without its markers; returns the marks they ask for."""
    post.text = reading.text
    noted = [_noted(marker) for marker in reading.markers if marker.kind not in MARKS]
    post.annotations = [*_positions(post.annotations), *noted]
    return frozenset(marker.kind for marker in reading.markers if marker.kind in MARKS)


def note_positions(post: Post, positions: Sequence[Mapping[str, Any]]) -> None:
    """The positions that come with the post are these."""
    others = [one for one in post.annotations if one["kind"] != "position"]
    post.annotations = [*({"kind": "position", **one} for one in positions), *others]


def as_typed(session: Session, coverage: Coverage, post: Post) -> str:
    """The post's text as somebody would type it to get all of it, markers included."""
    if post.status in {"draft", "submitted", "discarded"} and not _markers(post.annotations):
        return post.text
    text = markers.escaped(post.text, naming(session, coverage).known)
    waiting = markers.typed_again(_markers(post.annotations), coverage.language)
    return f"{text}\n\n{waiting}".strip() if waiting else text


def positions(post: Post) -> list[Annotation]:
    """Those that come with the post and have not become acts yet."""
    return _positions(post.annotations)


def _positions(annotations: Sequence[Annotation]) -> list[Annotation]:
    return [one for one in annotations if one["kind"] == "position"]


def _markers(annotations: Sequence[Annotation]) -> list[Marker]:
    return [Marker(**one) for one in annotations if one["kind"] != "position"]


def _noted(marker: Marker) -> Annotation:
    return {name: getattr(marker, name) for name in _NOTED}
