"""`depesche doctor`: what is well, what is not, and what to do about it."""

import json
from dataclasses import asdict
from typing import Annotated, Final

import typer

from depesche import settings as environment
from depesche.cli import console
from depesche.cli.doctor import (
    address,
    certificate,
    database,
    delivery,
    directory,
    look,
    machine,
)
from depesche.cli.doctor.findings import Check, Finding, State
from depesche.cli.newsroom import Data

SIGNS: Final[dict[State, str]] = {"well": "✓", "beware": "!", "ill": "✗"}

CHECKS: Final[tuple[Check, ...]] = (
    machine.release,
    directory.look,
    database.look,
    machine.time,
    machine.zones,
    machine.open_files,
    delivery.look,
    look.look,
    address.server,
    certificate.look,
    address.public,
)


def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="For programs: one JSON list.")] = False,
    data: Data = None,
) -> None:
    """Look whether everything is as it should be, and say what to do. Changes nothing."""
    settings = environment.load(data=data)
    findings = [finding for check in CHECKS for finding in check(settings)]
    if as_json:
        console.say(json.dumps([asdict(finding) for finding in findings], ensure_ascii=False))
    else:
        _show(findings)
    if any(finding.state == "ill" for finding in findings):
        raise typer.Exit(1)


def _show(findings: list[Finding]) -> None:
    for finding in findings:
        console.say(f"{SIGNS[finding.state]} {finding.about}: {finding.found}")
        if finding.todo:
            console.say(f"    {finding.todo}")
