"""Readers who go without a word, and such as vanish altogether."""

import pytest

from hostile_readers.conftest import Readers
from newsdesk import Newsdesk
from serving import Stream, until
from strangers import IDENTITY, PACKED, Stranger

STREAM = "/live/gipfel/stream"
HEARTBEAT = b"event: heartbeat"


def test_who_is_killed_has_left(site: str, readers: Readers, newsdesk: Newsdesk) -> None:
    strangers = [Stranger(site) for _ in range(20)]
    for stranger in strangers:
        stranger.asks(STREAM)
        assert stranger.hears().status == 200
    until(lambda: readers() == 20)
    for stranger in strangers:
        stranger.breaks_off()
    until(lambda: readers() == 0)


def test_who_goes_before_the_answer_has_left_as_well(
    site: str, readers: Readers, newsdesk: Newsdesk
) -> None:
    for n in range(100):
        stranger = Stranger(site)
        stranger.asks(f"{STREAM}?after={n % 4}")
        stranger.breaks_off() if n % 2 else stranger.socket.close()
    with Stream(f"{site}{STREAM}") as last:
        last.heartbeat()
        until(lambda: readers() == 1)


@pytest.mark.parametrize("encoding", [IDENTITY, PACKED])
def test_who_goes_in_the_middle_of_what_was_missed_has_left(
    site: str, readers: Readers, newsdesk: Newsdesk, encoding: str
) -> None:
    for _ in range(100):
        newsdesk.publishes("Viel. " * 3000)
    for n in range(6):
        stranger = Stranger(site)
        stranger.asks(f"{STREAM}?after=0", encoding)
        stranger.hears_until(b"text/event-stream")
        stranger.breaks_off() if n % 2 else stranger.socket.close()
    until(lambda: readers() == 0)
    with Stream(f"{site}{STREAM}", after=0) as patient:
        assert len(patient.changes(until=103)) == 103


def test_who_only_listens_any_more_leaves_nothing_behind(
    site: str, readers: Readers, newsdesk: Newsdesk
) -> None:
    """Half of the connection is closed: the stream may go on or end, but not stay for ever."""
    with Stranger(site) as stranger:
        stranger.asks(STREAM)
        assert stranger.hears().status == 200
        stranger.hears_until(HEARTBEAT)
        stranger.goes_silent()
    until(lambda: readers() == 0)
