"""Readers who ask for numbers that mean nothing, and for coverages that are none of theirs."""

from itertools import chain
from urllib.parse import quote

import httpx2
import pytest

from hostile_readers.conftest import Readers
from newsdesk import Newsdesk
from serving import Stream, until
from strangers import IDENTITY, PACKED, Stranger

STREAM = "/live/gipfel/stream"
RESET = [("reset", "0")]

WITHOUT_MEANING = {
    "negative": ("-1", "-0", "-999999999", "−1"),
    "huge": ("9" * 9, "1" + "0" * 9, "9" * 19, str(2**63), str(2**64 + 1), "9" * 5000),
    "not a number": ("", " ", "abc", "NaN", "Infinity", "None", "true", "3,", "[3]", "3;x"),
    "almost one": ("+3", "3.0", "3e0", "0x3", "1_0", " 3", "3 ", "３", "²", "٣", "३"),
    "not to be read": ("\0", "3\0", "\r\n", "\ud7ff", "%", "%zz", "<3>", "' OR 1=1--"),
}
NO_SLUGS = (
    "gibt-es-nicht",
    "GIPFEL",
    "gipfel%00",
    "gipfel%2F",
    "..",
    "%2e%2e",
    "-",
    "%ff",
    "x" * 9000,
)


def told(url: str, *, packed: bool = False, headers: dict[str, str] | None = None) -> list[object]:
    """All events of a stream that ends."""
    with Stream(url, packed=packed, headers=headers) as stream:
        assert stream.status == 200
        return [(event.name, event.data) for event in stream.events()]


@pytest.mark.parametrize("packed", [False, True], ids=["plain text", "packed"])
def test_a_number_without_meaning_is_answered_with_one_reset(
    site: str, readers: Readers, packed: bool
) -> None:
    for number in chain.from_iterable(WITHOUT_MEANING.values()):
        asked = quote(number, safe="%" if number in {"%", "%zz"} else "")
        assert told(f"{site}{STREAM}?after={asked}", packed=packed) == RESET, number
        if number.isascii() and number.isprintable() and number.strip() == number != "":
            headers = {"Last-Event-ID": number}
            assert told(f"{site}{STREAM}?after=3", packed=packed, headers=headers) == RESET, number
    until(lambda: readers() == 0)


def test_bytes_that_are_no_text_are_no_number(site: str) -> None:
    for asked in ("?after=%ff%fe", "?after=%C3%28", "?after=%ED%A0%80"):
        assert told(f"{site}{STREAM}{asked}") == RESET
    with Stranger(site) as stranger:
        stranger.says(
            b"GET %b HTTP/1.1\r\nHost: x\r\nLast-Event-ID: \xff\xfe\r\n\r\n" % STREAM.encode()
        )
        assert stranger.hears().status == 200
        stranger.hears_until(b"event: reset\ndata: 0\n\n")


def test_an_address_that_is_longer_than_any_of_ours_is_answered_with_a_reset(site: str) -> None:
    """Reading all of it would take as long as telling a thousand readers something."""
    with Stranger(site) as stranger:
        stranger.asks(f"{STREAM}?after=1&{'x&' * 10_000}")
        assert stranger.hears().status == 200
        stranger.hears_until(b"event: reset\ndata: 0\n\n")


REPEATED = (  # where, in headers, and the first number that is told
    ("?after=0&after=2", (), 3),
    ("?after=2&after=0", (), 1),
    ("?after=abc&after=1", (), 2),
    ("?after=1", ("Last-Event-ID: 2", "Last-Event-ID: 0"), 3),
    ("?after=abc", ("Last-Event-ID: 1",), 2),
    ("?after=00000001", (), 2),
    ("?after=1&&&=&%00=1&x=" + "y" * 500, (), 2),
    ("?AFTER=2&after=0", (), 1),
    ("?after=2#after=0", (), 3),
)


@pytest.mark.parametrize("encoding", [IDENTITY, PACKED])
def test_of_numbers_that_are_repeated_one_holds(
    site: str, subtests: pytest.Subtests, encoding: str
) -> None:
    """Of several in the address the last one, of several headers the first."""
    for asked, headers, first in REPEATED:
        with subtests.test(asked[:20]), Stranger(site) as stranger:
            stranger.asks(STREAM + asked, encoding, *headers)
            assert stranger.hears().status == 200
            said = stranger.hears_until(b"event: heartbeat").decode().split("\n")
            ids = [int(line.removeprefix("id: ")) for line in said if line.startswith("id: ")]
            assert ids == list(range(first, 4))


@pytest.mark.parametrize("packed", [False, True], ids=["plain text", "packed"])
def test_the_numbers_of_another_coverage_are_no_numbers_of_this_one(
    site: str, newsdesk: Newsdesk, packed: bool
) -> None:
    gipfel = newsdesk.coverage.edition
    newsdesk.opens(slug="wahl")
    for n in range(20):
        newsdesk.publishes(f"Zur Wahl {n}")
    wahl = newsdesk.coverage
    for asked in (f"after={wahl.sequence}", f"after=1&edition={wahl.edition}", "after=1&edition=x"):
        assert told(f"{site}{STREAM}?{asked}", packed=packed) == RESET, asked
    headers = {"Last-Event-ID": "21"}
    assert told(f"{site}{STREAM}?after=1&edition={gipfel}", packed=packed, headers=headers) == RESET
    with Stream(f"{site}{STREAM}?edition={gipfel}&after=1", packed=packed) as stream:
        changes = stream.changes(until=3)
    assert [change["sequence"] for change in changes] == [2, 3]
    assert not [change for change in changes if "Wahl" in change["html"]]


@pytest.mark.parametrize("packed", [False, True], ids=["plain text", "packed"])
def test_what_the_public_may_see_has_a_stream_in_every_state(
    site: str, newsdesk: Newsdesk, packed: bool
) -> None:
    for status in ("live", "paused", "live", "ended", "archived", "announced"):
        if status == "announced":
            newsdesk.announces(slug="bald")
        elif newsdesk.coverage.status != status:
            newsdesk.brings(status)
        coverage = newsdesk.coverage
        assert coverage.status == status
        url = f"{site}/live/{coverage.slug}/stream"
        with Stream(url, after=0, packed=packed) as stream:
            changes = stream.changes(until=coverage.sequence)
            assert stream.heartbeat()["sequence"] == coverage.sequence
        assert [change["sequence"] for change in changes] == list(range(1, coverage.sequence + 1))


def test_a_stream_that_was_open_is_told_of_the_end_and_of_the_archive(
    site: str, newsdesk: Newsdesk
) -> None:
    with Stream(f"{site}{STREAM}", after=3) as stream:
        newsdesk.ends()
        newsdesk.archives()
        *_, archived = stream.changes(until=newsdesk.coverage.sequence)
        assert 'data-status="archived"' in archived["html"]


def test_a_draft_answers_like_a_coverage_that_does_not_exist(
    site: str, newsdesk: Newsdesk, readers: Readers
) -> None:
    draft = newsdesk.makes("Noch geheim", slug="geheim")
    answers = []
    for slug in ("geheim", "nirgends"):
        for asked in ("", "?after=0", "?after=-1", f"?edition={draft.edition}&after=0"):
            answer = httpx2.get(f"{site}/live/{slug}/stream{asked}", headers={"Last-Event-ID": "0"})
            answers.append((answer.status_code, answer.text, "date" in answer.headers))
    assert len(set(answers)) == 1
    assert answers[0][0] == 404
    until(lambda: readers() == 0)


def test_what_is_no_slug_has_no_stream(site: str, subtests: pytest.Subtests) -> None:
    for slug in NO_SLUGS:
        with subtests.test(slug[:20]), Stranger(site) as stranger:
            stranger.asks(f"/live/{slug}/stream?after=0")
            answer = stranger.hears()
            assert answer.status in {400, 404}
            assert not answer.headers["content-type"].startswith("text/event-stream")
            assert answer.headers["cache-control"] == "no-store"
