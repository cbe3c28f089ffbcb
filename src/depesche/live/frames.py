"""The wire format: server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html).

Everything that is said is there in two forms, each made once for everybody. Plain; and packed, for
readers that accept gzip: their stream begins with its header, and whatever follows are pieces as in
`live.deflate`, so that the same piece is right in every stream, whatever that has carried so far.
The trailer never comes: a stream has no end that anybody waits for.
"""

import json
import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from depesche.live import deflate

PLAIN: Final = 0
PACKED: Final = 1
Forms = tuple[bytes, bytes]  # plain, packed: the index is the form

GZIP_HEADER: Final = deflate.HEADER
_LITTLE: Final = 200  # bytes; packing them would cost more than it saves


def forms(said: bytes) -> Forms:
    """What is said, in both forms."""
    return said, deflate.stored(said) if len(said) <= _LITTLE else deflate.block(said)


@dataclass(frozen=True, slots=True)
class Frame:
    """One change as bytes: its number, what it is about, and both forms."""

    sequence: int
    at: str
    about: tuple[str, str]  # kind and id
    forms: Forms

    @property
    def size(self) -> int:
        """Bytes, in both forms."""
        return len(self.forms[PLAIN]) + len(self.forms[PACKED])

    def superseded(self) -> "Frame":
        """The frame as it may be told once its object has changed again: without its words."""
        kind, object_id = self.about
        return frame(
            {
                "sequence": self.sequence,
                "at": self.at,
                "kind": kind,
                "id": object_id,
                "verb": "superseded",
            }
        )


@dataclass(frozen=True, slots=True)
class Sign:
    """Something that is said beside the log, in both forms; of that number in it, or of none."""

    forms: Forms
    sequence: int = 0


def frame(change: dict[str, Any]) -> Frame:
    """The frame of a change in the shape of docs/contract.md."""
    data = json.dumps(change, ensure_ascii=False, separators=(",", ":"))
    said = f"id: {change['sequence']}\ndata: {data}\n\n".encode()
    return Frame(change["sequence"], change["at"], (change["kind"], change["id"]), forms(said))


def heartbeat(sequence: int, *, now: datetime, rate: float) -> Sign:
    """How far the log has been told, and the newsroom's time and its rate."""
    sign = json.dumps({"sequence": sequence, "now": now.isoformat(), "rate": rate})
    return Sign(forms(f"event: heartbeat\ndata: {sign}\n\n".encode()), sequence)


def retry() -> Sign:
    """How long to wait before coming back: jittered, so that readers do not come in one wave."""
    return random.choice(_RETRIES)  # noqa: S311


def together(said: Sequence[Frame | Sign], form: int) -> bytes:
    """One after the other, in that form."""
    return b"".join(one.forms[form] for one in said)


_RETRIES: Final = [Sign(forms(f"retry: {ms}\n\n".encode())) for ms in range(1000, 3001, 10)]
RESET: Final = Sign(forms(b"event: reset\ndata: 0\n\n"))
