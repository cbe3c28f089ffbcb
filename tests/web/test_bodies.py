"""What is sent: not too much, not too slowly, whoever reads it and whether or not it is read."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient
from starlette.types import Message

from api.program import problem
from depesche.errors import TooLarge, TooSlow
from depesche.web import bodies
from newsdesk import Newsdesk
from reader import markup

LIMIT = bodies.LIMIT * bodies.KIB
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
JSON = {"Content-Type": "application/json", "Accept": "application/json"}
WRITES = [
    ("POST", "/desk/sign-in", FORM),
    ("POST", "/desk/coverages/new", FORM),
    ("POST", "/desk/people", FORM),
    ("PUT", "/desk/coverages/gipfel/posts/0198b000-0000-7000-8000-000000000001", JSON),
    ("PUT", "/api/v1/coverages/gipfel", JSON),
]


def in_pieces(size: int) -> Iterator[bytes]:
    """A body whose length nobody announces."""
    while size > 0:
        yield b"x" * min(size, 65_536)
        size -= 65_536


@pytest.mark.parametrize(("method", "path", "headers"), WRITES)
def test_too_much_is_refused_wherever_it_is_sent(
    newsdesk: Newsdesk, client: TestClient, method: str, path: str, headers: dict[str, str]
) -> None:
    told = {**headers, "Authorization": f"Bearer {newsdesk.issues_token('Agency')}"}
    answer = client.request(method, path, headers=told, content=b"x" * (LIMIT + 1))
    assert answer.status_code == 413
    assert answer.headers["connection"] == "close"
    assert "content-security-policy" in answer.headers
    if headers is JSON:
        problem(answer, 413, "too-large")
    else:
        page = markup.read(answer.text)
        assert page.one("h1").text == "Das ist zu groß"
        assert "1024 KiB" in answer.text


@pytest.mark.parametrize(("method", "path", "headers"), WRITES[:2] + WRITES[3:5])
def test_too_much_is_refused_while_it_comes(
    newsdesk: Newsdesk, client: TestClient, method: str, path: str, headers: dict[str, str]
) -> None:
    told = {**headers, "Authorization": f"Bearer {newsdesk.issues_token('Agency')}"}
    answer = client.request(method, path, headers=told, content=in_pieces(LIMIT + 1))
    assert answer.status_code == 413
    assert client.request(method, path, headers=told, content=in_pieces(LIMIT)).status_code != 413


def test_what_nobody_reads_is_nobodys_trouble(client: TestClient) -> None:
    """And a stranger to the API is told to show a token first."""
    for path, status in (("/", 405), ("/nirgends", 404), ("/static/reader/reader.css", 405)):
        assert client.post(path, content=b"x" * (LIMIT + 1)).status_code == status
    answer = client.put("/api/v1/coverages/gipfel", headers=JSON, content=b"x" * (LIMIT + 1))
    assert answer.status_code == 401


def test_a_length_that_is_a_lie_is_no_way_in(client: TestClient) -> None:
    for length in ("9" * 30, str(LIMIT + 1)):
        answer = client.post("/desk/sign-in", headers={**FORM, "Content-Length": length})
        assert answer.status_code == 413


class Sent:
    """A request of which the parts are sent as a test says, and what the app makes of it."""

    def __init__(self, *parts: Any) -> None:
        self.parts = iter(parts)
        self.sent: list[Message] = []

    async def receive(self) -> Message:
        part = next(self.parts)
        if callable(part):
            part = part()
        if isinstance(part, bytes):
            return {"type": "http.request", "body": part, "more_body": True}
        if part is None:
            return {"type": "http.request", "body": b"", "more_body": False}
        await asyncio.sleep(part)
        raise AssertionError("nobody waits for so long")

    async def send(self, message: Message) -> None:
        self.sent.append(message)

    def arrives(self, app: Any) -> None:
        scope = {"type": "http", "method": "POST", "path": "/", "headers": []}
        asyncio.run(bodies.Bodies(app)(scope, self.receive, self.send))


async def swallowing(_scope: Any, receive: Any, send: Any) -> None:
    """An app that takes every error for one of its own, as parsers do."""
    try:
        while (await receive()).get("more_body"):
            pass
    except Exception:  # noqa: BLE001
        await send({"type": "http.response.start", "status": 400, "headers": []})


def test_who_dribbles_is_hung_up_on(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [1000.0]
    monkeypatch.setattr(bodies.time, "monotonic", lambda: now[0])

    def late(seconds: float) -> Any:
        def part() -> bytes:
            now[0] += seconds
            return b"x"

        return part

    sent = Sent(late(bodies.PATIENCE / 2), late(bodies.PATIENCE / 2 + 1), 60)
    with pytest.raises(TooSlow):
        sent.arrives(swallowing)
    assert sent.sent == [], "what the app said of half a body is thrown away"


def test_who_sends_much_and_steadily_has_time(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [1000.0]
    monkeypatch.setattr(bodies.time, "monotonic", lambda: now[0])

    def part() -> bytes:
        now[0] += 5
        return b"x" * 5 * bodies.SLOWEST

    sent = Sent(*[part] * 50, None)
    sent.arrives(swallowing)
    assert sent.sent == []


def test_who_sends_for_ever_is_hung_up_on_however_steadily_it_comes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = [1000.0]
    monkeypatch.setattr(bodies.time, "monotonic", lambda: now[0])
    monkeypatch.setattr(bodies, "LIMIT", 10_000)

    def part() -> bytes:
        now[0] += bodies.LONGEST / 4
        return b"x" * 2 * 150 * bodies.SLOWEST

    sent = Sent(*[part] * 4, None)
    with pytest.raises(TooSlow):
        sent.arrives(swallowing)
    assert list(sent.parts) == [None], "its end is not waited for"


def test_an_app_cannot_hide_that_it_was_too_much() -> None:
    sent = Sent(b"x" * (LIMIT + 1), None)
    with pytest.raises(TooLarge):
        sent.arrives(swallowing)
    assert sent.sent == []


def test_a_stream_may_wait_for_its_reader_as_long_as_it_likes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Once the body is there, waiting is waiting for the other side to hang up."""
    now = [1000.0]
    monkeypatch.setattr(bodies.time, "monotonic", lambda: now[0])
    heard: list[str] = []

    async def app(_scope: Any, receive: Any, _send: Any) -> None:
        await receive()
        now[0] += 3600
        heard.append((await receive())["type"])

    async def receive() -> AsyncIterator[Message]:
        yield {"type": "http.request", "body": b"", "more_body": False}
        yield {"type": "http.disconnect"}

    async def run() -> None:
        messages = receive()
        scope = {"type": "http", "method": "GET", "path": "/", "headers": []}
        await bodies.Bodies(app)(scope, lambda: anext(messages), Sent().send)

    asyncio.run(run())
    assert heard == ["http.disconnect"]


def test_what_is_too_large_is_nothing_to_an_app_that_does_not_read(app: FastAPI) -> None:
    """The health check answers whoever asks, with or without a body."""
    client = TestClient(app, base_url="http://testserver")
    assert client.request("GET", "/healthz", content=b"x" * 1000).status_code == 200
