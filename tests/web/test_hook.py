"""What is answered before any app is asked is what the app would have answered."""

import socket
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import product
from typing import Any

import pytest
from fastapi import FastAPI

from depesche import metrics
from depesche.app import create
from depesche.live import tail as tails
from depesche.newsroom.models import Post
from depesche.settings import Settings
from depesche.store.engine import Store
from depesche.web import connections, crowds, sse
from depesche.web.answers import Answer
from depesche.web.hook import Hook
from depesche.web.rooms import Rooms
from newsdesk import Newsdesk
from serving import Stream, serving, until
from strangers import Stranger, asking

LIVE = "/live/gipfel"
STREAM = f"{LIVE}/stream"
HEARTBEAT = b"event: heartbeat"

Told = tuple[int, list[tuple[str, str]], bytes]  # status, headers but for the date, body


@dataclass
class Noted:
    """What the hook did without an app, and what it left to it."""

    given: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    opened: int = 0  # streams, at once
    led: int = 0  # streams, by their route
    waiting: int = 0  # bytes on a connection after something was given on it, at most


@pytest.fixture
def noted(monkeypatch: pytest.MonkeyPatch) -> Noted:
    found = Noted()
    give, open_stream, respond = Hook._give, Hook._open_stream, sse.EventStream.__call__

    def noting_give(self: Hook, answer: Answer) -> bool:
        is_given = give(self, answer)
        (found.given if is_given else found.left).append(self.url.decode())
        if is_given:
            found.waiting = max(found.waiting, self.transport.get_write_buffer_size())
        return is_given

    def noting_open(self: Hook, rooms: Rooms) -> bool:
        is_opened = open_stream(self, rooms)
        found.opened += is_opened
        return is_opened

    async def noting_respond(self: sse.EventStream, *rest: Any) -> None:
        found.led += 1
        await respond(self, *rest)

    monkeypatch.setattr(Hook, "_give", noting_give)
    monkeypatch.setattr(Hook, "_open_stream", noting_open)
    monkeypatch.setattr(sse.EventStream, "__call__", noting_respond)
    return found


@pytest.fixture
def post(newsdesk: Newsdesk) -> Post:
    """The second of three lines about the summit."""
    newsdesk.opens("Der Gipfel", slug="gipfel")
    newsdesk.prepares("actor", "putin", name="Wladimir Putin")
    return newsdesk.publishes("Wladimir Putin ist da. " + "Sie reden. " * 50)


@pytest.fixture
def rooms(app: FastAPI) -> Rooms:
    found: Rooms = app.state.rooms
    return found


@pytest.fixture
def site(app: FastAPI, post: Post) -> Iterator[str]:
    with serving(app) as url:
        yield url


@pytest.fixture
def plain(settings: Settings, store: Store, post: Post) -> Iterator[str]:
    """The same newsroom, and nothing is answered but by its app."""
    app = create(settings.model_copy(update={"delivery": "plain"}), store)
    with serving(app) as url:
        yield url


def ask(site: str, path: str, *headers: str, method: str = "GET") -> Told:
    with Stranger(site) as stranger:
        stranger.asks(path, *headers, method=method)
        return hear(stranger, method=method)


def hear(stranger: Stranger, *, method: str = "GET") -> Told:
    """The next answer, but for the moment at which it is given."""
    answer = stranger.hears(of_head=method == "HEAD")
    assert answer.headers.pop("date").endswith(" GMT")
    return answer.status, sorted(answer.headers.items()), answer.body


def warmed(site: str, *targets: str) -> None:
    """Asked for once, so that they are ready."""
    for target in targets:
        assert ask(site, target)[0] == 200


# The same as the app


ENCODINGS = (
    (),
    ("Accept-Encoding: gzip",),
    ("Accept-Encoding: br, gzip;q=0.5",),
    ("Accept-Encoding: gzip;q=0, *",),
    ("Accept-Encoding: br", "Accept-Encoding: gzip"),
    ("Accept-Encoding: gzip", "Accept-Encoding: br"),
    ("accept-encoding:",),
)


def knowing(tag: str) -> Sequence[tuple[str, ...]]:
    strong = tag.removeprefix("W/")
    return (
        (),
        (f"If-None-Match: {tag}",),
        (f"If-None-Match: {strong}",),
        ("If-None-Match: *",),
        (f'if-none-match: "other" , {tag}',),
        ('If-None-Match: "other"', f"If-None-Match: {tag}"),
        (f"If-None-Match: {tag}", 'If-None-Match: "other"'),
        ('If-None-Match: "other"',),
        ("If-None-Match:",),
    )


def addresses(post: Post) -> Sequence[str]:
    return (
        "/",
        LIVE,
        f"{LIVE}?before=0000000009",
        f"{LIVE}/posts/{post.id}",
        f"{LIVE}/changes?after=0",
        f"{LIVE}/changes?after=2",
        f"{LIVE}/dossier",
        f"{LIVE}/dossier/actor/putin",
        f"{LIVE}/dossier.json",
    )


def test_what_is_given_at_once_is_what_the_app_answers(
    site: str, plain: str, post: Post, noted: Noted, rooms: Rooms
) -> None:
    """Header by header, for whatever a browser, a cache or a program may say."""
    for target in addresses(post):
        status, headers, _ = ask(plain, target)
        assert status == 200, target
        warmed(site, target)
        answer = rooms.ready.find(target.encode())
        assert answer is not None, target
        tag = dict(headers)["etag"]
        asked = list(product(("GET", "HEAD"), knowing(tag), ENCODINGS))
        with Stranger(site) as reader, Stranger(plain) as other:
            for method, known, encoding in asked:
                for stranger in (reader, other):
                    stranger.asks(target, *known, *encoding, method=method)
                told = hear(reader, method=method)
                assert told == hear(other, method=method), (target, method, known, encoding)
                assert told[0] == (304 if known in knowing(tag)[1:7] else 200)
        assert noted.given[-len(asked) :] == [target] * len(asked), "all of them at once"


def test_what_an_app_has_to_say_is_left_to_it(site: str, plain: str, noted: Noted) -> None:
    """Each of them is answered as it would be without the hook."""
    warmed(site, LIVE)
    sent = {
        "over HTTP/1.0": asking(LIVE, "Host: x", version="1.0"),
        "over HTTP/1.0, kept alive": asking(LIVE, "Connection: keep-alive", version="1.0"),
        "as the last one": asking(LIVE, "Connection: close"),
        "with a body": asking(LIVE, "Content-Length: 3") + b"abc",
        "with no body, announced": asking(LIVE, "Content-Length: 0"),
        "with chunks": asking(LIVE, "Transfer-Encoding: chunked") + b"1\r\nx\r\n0\r\n\r\n",
        "as something else": asking(LIVE, "Content-Length: 0", method="POST"),
        "which options": asking(LIVE, method="OPTIONS"),
        "to upgrade": asking(LIVE, "Connection: Upgrade", "Upgrade: h2c"),
        "with patience": asking(LIVE, "Expect: 100-continue", "Content-Length: 0"),
    }
    for name, words in sent.items():
        told = []
        for door in (site, plain):
            with Stranger(door) as stranger:
                stranger.says(words)
                answer = stranger.hears()
                answer.headers.pop("date", None)
                stranger.asks("/healthz", "Connection: close")
                told.append((answer, stranger.hears_out().partition(b"date: ")[0]))
        assert told[0] == told[1], name
    assert not noted.given, noted.given
    warmed(site, LIVE)
    assert noted.given == [LIVE], "nothing of it has put away what is ready"


def test_a_connection_goes_on_whoever_answers(site: str, noted: Noted) -> None:
    """Ready, not ready, with a body, not found: one after the other, and in one breath."""
    warmed(site, LIVE, "/")
    sent = [
        asking(LIVE),
        asking("/healthz"),
        asking("/"),
        asking(LIVE, "Content-Length: 4") + b"body",
        asking("/live/gibt-es-nicht"),
        asking(LIVE),
        asking("/", method="HEAD"),
    ]
    statuses = [200, 200, 200, 200, 404, 200, 200]
    with Stranger(site) as stranger:
        apart = []
        for n, words in enumerate(sent):
            stranger.says(words)
            apart.append(hear(stranger, method="HEAD" if n == 6 else "GET"))
    assert [status for status, *_ in apart] == statuses
    assert noted.given == [LIVE, "/", LIVE, "/"]
    with Stranger(site) as stranger:
        stranger.says(b"".join(sent * 2))
        together = [hear(stranger, method="HEAD" if n % 7 == 6 else "GET") for n in range(14)]
    assert together == apart * 2


# In one breath


def test_pages_and_a_stream_in_one_breath_come_in_that_order_and_nothing_after_it(
    site: str, rooms: Rooms, newsdesk: Newsdesk, noted: Noted
) -> None:
    page, front, stream = asking(LIVE), asking("/"), asking(f"{STREAM}?after=0")
    breaths = (
        ([page, front, stream, page], 2),
        ([page, stream, page, front], 1),
        ([stream, page, stream, front], 0),
    )
    with Stream(f"{site}{STREAM}") as other:  # so that the log is in memory
        other.heartbeat()
        for breath, pages in breaths:
            warmed(site, LIVE, "/")
            once = [ask(site, LIVE), ask(site, "/")]
            before = noted.opened + noted.led
            with Stranger(site) as stranger:
                stranger.says(b"".join(breath))
                assert [hear(stranger) for _ in range(pages)] == once[:pages]
                head = stranger.hears()
                assert head.headers["content-type"].startswith("text/event-stream")
                stranger.hears_until(HEARTBEAT)
                newsdesk.publishes(f"Nach {pages} Seiten")
                assert b"HTTP/1.1" not in stranger.hears_until(f"Nach {pages} Seiten".encode())
                assert rooms.gate._count == 2
                assert rooms.hub.readers((newsdesk.coverage.id, "reader")) == 2
            assert noted.opened + noted.led == before + 1, "one stream"
            until(lambda: rooms.gate._count == 1)
    assert noted.opened >= 1
    until(lambda: rooms.gate._count == 0)


def test_many_questions_in_one_breath_are_all_answered(site: str) -> None:
    warmed(site, LIVE)
    once = ask(site, LIVE)
    with Stranger(site) as stranger:
        stranger.says(asking(LIVE) * 300)
        assert all(hear(stranger) == once for _ in range(300))


def test_answers_do_not_pile_up_for_who_only_asks(site: str, rooms: Rooms, noted: Noted) -> None:
    warmed(site, LIVE)
    answer = rooms.ready.find(LIVE.encode())
    assert answer is not None
    with Stranger(site) as stranger:
        stranger.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        stranger.says(asking(LIVE) * 1500)
        until(lambda: noted.left)  # what was given is more than the kernel takes
    assert 0 < noted.waiting <= len(answer.wire(None, accepted=b"", head=False)[1])


def test_a_question_that_comes_in_pieces_is_one(site: str, noted: Noted) -> None:
    warmed(site, LIVE)
    once = ask(site, LIVE)
    with Stranger(site) as stranger:
        for byte in asking(LIVE):
            stranger.says(bytes([byte]))
        assert hear(stranger) == once
    assert noted.given[-1] == LIVE


# How long it waits


def test_who_has_got_what_is_ready_has_so_long_for_the_next_question(
    site: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    warmed(site, LIVE)
    monkeypatch.setattr(connections, "HEAD_SECONDS", 0.2)
    with Stranger(site) as stranger:
        for _ in range(5):
            stranger.asks(LIVE)
            assert hear(stranger)[0] == 200
        assert stranger.hears_out().startswith(b"HTTP/1.1 408 "), "then it is hung up on"
    with Stranger(site) as stranger:
        stranger.asks(LIVE)
        assert hear(stranger)[0] == 200
        stranger.says(b"GET / HTTP/1.1\r\nX-Slow: ")
        assert stranger.hears_out().startswith(b"HTTP/1.1 408 "), "half a question buys no time"


def test_a_stream_has_no_such_deadline(
    site: str, newsdesk: Newsdesk, monkeypatch: pytest.MonkeyPatch, noted: Noted
) -> None:
    monkeypatch.setattr(connections, "HEAD_SECONDS", 0.1)
    with (
        Stream(f"{site}{STREAM}") as led,
        Stream(f"{site}{STREAM}") as opened,
        Stranger(site) as late,
    ):
        led.heartbeat()
        opened.heartbeat()
        assert late.hears_out().startswith(b"HTTP/1.1 408 ")  # who came with them and asked nothing
        newsdesk.publishes("Danach")
        last = newsdesk.coverage.sequence
        assert led.changes(until=last)
        assert opened.changes(until=last)
    assert (noted.led, noted.opened) == (1, 1)


# What is counted


def test_what_is_given_is_counted_as_what_is_answered(site: str, noted: Noted) -> None:
    def counted(method: str, route: str, status: int) -> float:
        labels = {"method": method, "route": route, "status": str(status)}
        return metrics.REGISTRY.get_sample_value("depesche_answer_seconds_count", labels) or 0.0

    warmed(site, LIVE, "/", f"{LIVE}/changes?after=0")
    asked = (
        ("GET", "/", "/", 200, ()),
        ("GET", LIVE, "/live/{slug}", 200, ()),
        ("HEAD", LIVE, "/live/{slug}", 200, ()),
        ("GET", LIVE, "/live/{slug}", 304, ("If-None-Match: *",)),
        ("GET", f"{LIVE}/changes?after=0", "/live/{slug}/changes", 200, ()),
    )
    for method, target, route, status, headers in asked:
        before = counted(method, route, status)
        assert ask(site, target, *headers, method=method)[0] == status
        assert counted(method, route, status) == before + 1, target
    assert len(noted.given) == len(asked)


# Streams


def events(site: str, query: str, *headers: str) -> tuple[int, list[Any]]:
    """What a reader is told up to the first sign or the end."""
    named = dict(header.split(": ", 1) for header in headers)
    with Stream(f"{site}{STREAM}{query}", headers=named) as stream:
        told = []
        if stream.status != 200:
            return stream.status, []
        for event in stream.events():
            told.append((event.name, event.id, event.content))
            if event.name == "heartbeat":
                break
        return stream.status, told


def test_a_stream_tells_the_same_whether_it_is_opened_at_once_or_by_its_route(
    site: str, plain: str, newsdesk: Newsdesk, noted: Noted
) -> None:
    edition, last = newsdesk.coverage.edition, newsdesk.coverage.sequence
    asked: dict[tuple[str, ...], bool] = {  # and whether that needs no app
        ("",): True,
        (f"?after={last}",): True,
        (f"?after={last - 1}",): True,
        ("?after=0",): True,
        (f"?after=0&edition={edition}",): True,
        (f"?edition={edition}",): True,
        ("?after=0&edition=another",): False,
        (f"?after={last + 1}",): False,
        ("?after=-1",): False,
        ("?after=",): False,
        ("?after=0&after=1",): True,
        ("?x=y",): True,
        ("?after=1&x=" + "x" * 190,): True,
        ("?after=1&x=" + "x" * 191,): False,
        ("?after=1", "Last-Event-ID: 2"): True,
        ("?after=1", "Last-Event-ID: abc"): False,
        ("?after=1", "Last-Event-ID: "): True,
        ("", "Last-Event-ID: 0"): True,
    }
    with ExitStack() as doors:
        for door in (site, plain):
            doors.enter_context(Stream(f"{door}{STREAM}", after=0)).heartbeat()
        for (query, *headers), is_at_once in asked.items():
            before = noted.opened
            assert events(site, query, *headers) == events(plain, query, *headers), query
            assert noted.opened - before == is_at_once, (query, headers)


def test_a_log_that_sleeps_is_not_opened_at_once(
    site: str, rooms: Rooms, newsdesk: Newsdesk, noted: Noted, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tails, "LINGER", 0.0)
    channel = (newsdesk.coverage.id, "reader")
    for n in range(3):
        with Stream(f"{site}{STREAM}") as first:
            first.heartbeat()
            assert noted.led == n + 1
            with Stream(f"{site}{STREAM}") as second:
                second.heartbeat()
            assert noted.opened == n + 1
        until(lambda: rooms.tail.awake(channel) is None)  # type: ignore[arg-type]
        newsdesk.publishes("Inzwischen")


@pytest.mark.parametrize("path", ["", "/", "/x", "%2F"])
def test_what_looks_like_a_stream_is_none(site: str, plain: str, path: str, noted: Noted) -> None:
    with Stream(f"{site}{STREAM}") as first:
        first.heartbeat()
        for target in (f"/x/stream{path}", f"{STREAM}/{path}x", f"/?x=/stream{path}"):
            assert ask(site, target)[:2] == ask(plain, target)[:2], target
    assert noted.opened == 0


@pytest.mark.parametrize("method", ["HEAD", "POST", "PUT", "DELETE"])
def test_a_stream_is_only_listened_to(site: str, plain: str, method: str, noted: Noted) -> None:
    with Stream(f"{site}{STREAM}") as first:
        first.heartbeat()
        told = ask(site, STREAM, method=method)
        assert told == ask(plain, STREAM, method=method)
        assert told[0] in {403, 405}
    assert noted.opened == 0


def test_limits_hold_whichever_way_a_stream_is_opened(
    settings: Settings, store: Store, post: Post, noted: Noted
) -> None:
    few = create(settings.model_copy(update={"streams_per_address": 3, "max_streams": 5}), store)
    rooms: Rooms = few.state.rooms
    with serving(few) as site:
        url = f"{site}{STREAM}"
        with ExitStack() as doors:
            for _ in range(3):
                doors.enter_context(Stream(url)).heartbeat()
            assert (noted.led, noted.opened) == (1, 2)
            status, headers, _ = ask(site, STREAM)
            assert (status, dict(headers)["retry-after"]) == (429, "10")
        until(lambda: rooms.gate._count == 0)
        with Stream(url) as again:
            assert again.status == 200


def test_the_head_of_a_stream_is_that_of_the_app(site: str, plain: str, noted: Noted) -> None:
    """But that it says when it ends, and in which form it comes."""
    with Stream(f"{site}{STREAM}") as first, Stream(f"{plain}{STREAM}") as other:
        first.heartbeat()
        assert noted.opened == 0
        with Stream(f"{site}{STREAM}") as second, Stream(f"{site}{STREAM}", packed=True) as packed:
            heads = [dict(one.headers) for one in (first, second, packed, other)]
            assert packed.heartbeat() == second.heartbeat()
    assert noted.opened == 2
    assert all(head.pop("date") for head in heads)
    assert heads[2].pop("content-encoding") == "gzip"
    assert heads[0] == heads[1] == heads[2]
    assert heads[0].pop("connection") == "close"
    assert heads[3].pop("transfer-encoding") == "chunked"
    assert heads[0] == heads[3]


# When it is crowded


@pytest.mark.parametrize("delivery", ["hook", "plain"])
def test_where_it_is_crowded_readers_wait_and_the_desk_works_on(
    settings: Settings,
    store: Store,
    post: Post,
    monkeypatch: pytest.MonkeyPatch,
    delivery: str,
) -> None:
    app = create(settings.model_copy(update={"delivery": delivery}), store)
    with serving(app) as site, Stream(f"{site}{STREAM}") as before:
        before.heartbeat()
        warmed(site, LIVE, "/")
        monkeypatch.setattr(crowds, "most", lambda: 1)
        for target in ("/", LIVE, STREAM, f"{LIVE}/changes?after=0", f"{LIVE}/dossier.json"):
            with Stranger(site) as stranger:
                stranger.asks(target)
                refused = stranger.hears()
                assert refused.status == 503, target
                assert refused.headers["retry-after"] == "10"
                assert refused.headers["cache-control"] == "no-store"
                assert refused.headers["connection"] == "close"
                assert "content-security-policy" in refused.headers
                assert refused.body == b"All places are taken at the moment. Try again soon."
                assert stranger.hears_out() == b""
        for target, status in (
            ("/desk/sign-in", 200),
            ("/healthz", 200),
            ("/static/reader/reader.css", 200),
            ("/api/v1/coverages", 401),
        ):
            assert ask(site, target)[0] == status, target
        rooms: Rooms = app.state.rooms
        assert rooms.gate._count == 1, "who reads along already goes on"
        monkeypatch.undo()
        assert ask(site, LIVE)[0] == 200


def test_where_it_is_crowded_half_a_question_is_not_waited_for_as_long(
    site: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crowds, "most", lambda: 1)
    monkeypatch.setattr(connections, "CROWDED_SECONDS", 0.05)
    with Stranger(site) as stranger:
        stranger.says(b"GET /desk")
        assert stranger.hears().status == 408
