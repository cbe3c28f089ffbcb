"""The wire format: server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html)."""

import json
import random
from dataclasses import dataclass
from datetime import datetime
from typing import Any

RESET = b"event: reset\ndata: 0\n\n"


@dataclass(frozen=True, slots=True)
class Frame:
    """One change as bytes, made once for everybody."""

    sequence: int
    data: bytes


def frame(change: dict[str, Any]) -> Frame:
    """The frame of a change in the shape of docs/contract.md."""
    data = json.dumps(change, ensure_ascii=False, separators=(",", ":"))
    return Frame(change["sequence"], f"id: {change['sequence']}\ndata: {data}\n\n".encode())


def heartbeat(sequence: int, *, now: datetime, rate: float) -> bytes:
    """A sign of life: how far this stream has come, and the newsroom's time and its rate."""
    sign = json.dumps({"sequence": sequence, "now": now.isoformat(), "rate": rate})
    return f"event: heartbeat\ndata: {sign}\n\n".encode()


def retry(*, around: float = 2.0) -> bytes:
    """How long to wait before coming back: jittered, so that readers do not come in one wave."""
    return f"retry: {random.randint(int(around * 500), int(around * 1500))}\n\n".encode()  # noqa: S311
