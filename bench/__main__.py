"""`bin/bench`: asks every question in turn, and writes the answers down."""

import json
import os
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from bench import machine, report
from bench.lengths import LENGTHS, Length
from bench.questions import (
    busy,
    dossier,
    ending,
    fanout,
    growth,
    lighthouse,
    pages,
    posting,
    screen,
    stalled,
    wave,
)

ROOT: Final = Path(__file__).parents[1]
QUESTIONS: Final = {
    "fanout": fanout,
    "pages": pages,
    "growth": growth,
    "wave": wave,
    "stalled": stalled,
    "ending": ending,
    "busy": busy,
    "screen": screen,
    "posting": posting,
    "dossier": dossier,
    "lighthouse": lighthouse,
}

Ask = Callable[[Length, Path], dict[str, Any]]


def main(
    only: Annotated[
        list[str] | None,
        typer.Argument(help="Only these questions; their answers are shown.", metavar="QUESTION…"),
    ] = None,
    *,
    quick: Annotated[bool, typer.Option("--quick", help="Four minutes instead of twenty.")] = False,
    smallest: Annotated[bool, typer.Option("--smallest", help="Only that it works.")] = False,
    publish: Annotated[
        bool, typer.Option("--publish", help="Also write docs/performance.md and its pictures.")
    ] = False,
    results: Annotated[
        Path | None, typer.Option(help="Where the results go; else bench/results.", metavar="DIR")
    ] = None,
) -> None:
    """Measure what is fast, on this machine and on the loopback only.

    Ends with 1 when a change was lost, doubled or reordered on its way to a reader.
    """
    for name in [name for name in os.environ if name.startswith("DEPESCHE_")]:
        del os.environ[name]  # nobody's newsroom is touched
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended"))  # and no server is left behind
    length = LENGTHS["smallest" if smallest else "quick" if quick else "full"]
    names = _chosen(only or [*QUESTIONS])
    if only and publish:
        raise typer.BadParameter("a page is made of all answers")
    now = datetime.now(UTC)
    found = _asked(length, names)
    found |= {"length": length.name, "at": now.isoformat(timespec="seconds")}
    place = (results or ROOT / "bench" / "results") / f"{now:%Y-%m-%dT%H%M%S}-{length.name}"
    place.mkdir(parents=True)
    (place / "results.json").write_text(json.dumps(found, indent=1), "utf-8")
    if only:
        print(json.dumps(found["answers"], indent=1, ensure_ascii=False))
    else:
        _write(found, place, *([ROOT / "docs"] if publish else []))
    if verdict := _verdict(found["asked"]):
        _say(f"Not every change came once and in order: {verdict}")
        raise typer.Exit(1)


def _chosen(names: Sequence[str]) -> Sequence[str]:
    if unknown := {*names} - {*QUESTIONS}:
        raise typer.BadParameter(f"{', '.join(unknown)}: there are {', '.join(QUESTIONS)}")
    return names


def _write(found: dict[str, Any], *places: Path) -> None:
    for into in places:
        report.write(found, into)
        _say(f"{into / report.PAGE}")


def _asked(length: Length, names: Sequence[str]) -> dict[str, Any]:
    """What was measured, `asked`, and what it comes to, `answers`, by question."""
    asked: dict[str, Any] = {}
    with tempfile.TemporaryDirectory(prefix="depesche-bench-") as home:
        facts = machine.facts(Path(home))
        for number, name in enumerate(names, start=1):
            _say(f"[{number}/{len(names)}] {name} …")
            begun = time.monotonic()
            place = Path(home) / name
            place.mkdir()
            asked[name] = QUESTIONS[name].ask(length, place)
            asked[name]["seconds"] = round(time.monotonic() - begun)
    answers = {name: QUESTIONS[name].answer(asked[name]) for name in names}
    return {"machine": facts, "answers": answers, "asked": asked}


def _verdict(asked: dict[str, Any]) -> Counter[str]:
    """What went wrong on the way to readers, over all questions."""
    return sum((Counter(one["verdict"]) for one in asked.values() if "verdict" in one), Counter())


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)


if __name__ == "__main__":
    typer.run(main)
