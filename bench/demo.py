"""The demo's evening as readers get it: the bytes of its changes, plain and packed."""

import time
from pathlib import Path
from typing import Any, Final

from bench import servers
from bench.readers import Readers, Report, readers
from depesche.demo import evening

SILENCE: Final = 2.0  # seconds; then the evening is over
LONGEST: Final = 60.0
FORMS: Final = ("plain", "packed")


def bytes_of(home: Path, crowd: Path) -> dict[str, Any]:
    """`plain`, `packed`: bytes that a reader has read who was there all evening, heads included.

    `content`: those of the changes alone. `saved`: the share that packing saves. `verdict`: what
    went wrong on the way.
    """
    home.mkdir()
    with servers.demo(home) as server, readers(crowd) as crowds:
        for form in FORMS:
            crowds.open(
                form,
                port=server.port,
                path=f"/live/{evening.load('de').slug}/stream?after=0",
                count=1,
                packed=form == "packed",
            )
        _wait_for_the_end(crowds)
        plain, packed = (crowds.close(form) for form in FORMS)
    return {
        "plain": plain.read,
        "packed": packed.read,
        "content": plain.content,
        # who came a moment later may have been told less about what had changed by then
        "saved": 1 - packed.read / packed.content * plain.content / plain.read,
        "verdict": plain.verdict + packed.verdict,
    }


def _wait_for_the_end(crowds: Readers) -> None:
    deadline = time.monotonic() + LONGEST
    seen: list[Report] = []
    while time.monotonic() < deadline:
        now = [crowds.report(form) for form in FORMS]
        if now == seen:
            return
        seen = now
        time.sleep(SILENCE)
