"""Open files: asked for when a server starts, and never all of them for streams."""

import logging
import resource

import pytest

from depesche.cli import descriptors
from depesche.cli.descriptors import RESERVE

INFINITE = resource.RLIM_INFINITY


@pytest.mark.parametrize(
    ("limits", "asked_for", "streams"),
    [
        ((1024, 500_000), (20_000 + RESERVE, 500_000), 20_000),
        ((65_536, 65_536), None, 20_000),
        ((1024, INFINITE), (20_000 + RESERVE, INFINITE), 20_000),
        ((INFINITE, INFINITE), None, 20_000),
        ((256, 4096), (4096, 4096), 4096 - RESERVE),
        ((80, 80), None, 40),
    ],
)
def test_a_server_asks_for_what_it_wants_and_makes_do_with_what_it_gets(
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    limits: tuple[int, int],
    asked_for: tuple[int, int] | None,
    streams: int,
) -> None:
    asked: list[tuple[int, int]] = []
    monkeypatch.setattr(resource, "getrlimit", lambda _what: limits)
    monkeypatch.setattr(resource, "setrlimit", lambda _what, new: asked.append(new))
    with caplog.at_level(logging.WARNING):
        assert descriptors.ask_for(20_000) == streams
    assert asked == ([asked_for] if asked_for else [])
    assert bool(caplog.records) == (streams < 20_000)
