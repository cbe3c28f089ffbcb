"""Stylesheets and modules: packed, with a name that says what is in them, and ready for all."""

import gzip
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from depesche.rendering import assets
from depesche.web.ready import Ready
from newsdesk import Newsdesk

STATIC = Path(assets.__file__).parents[1] / "static"
STYLE = "reader/reader.css"


@pytest.fixture
def ready(app: FastAPI) -> Ready:
    rooms = app.state.rooms
    assert isinstance(rooms.ready, Ready)
    return rooms.ready


def test_every_file_is_handed_out_as_it_is_served(client: TestClient) -> None:
    files = [file for file in STATIC.rglob("*") if file.is_file()]
    assert len(files) > 50

    for file in files:
        path = str(file.relative_to(STATIC))
        address = assets.address(path)
        told = client.get(address, headers={"Accept-Encoding": "gzip"})
        assert (told.status_code, told.content) == (200, assets.served(path).content), address
        assert told.headers["vary"] == "Accept-Encoding"
        kind = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}[file.suffix]
        assert told.headers["content-type"].partition(";")[0] == kind
        packed = told.headers.get("content-encoding") == "gzip"
        assert packed or len(gzip.compress(told.content)) >= len(told.content), address


def test_with_its_fingerprint_a_file_is_ready_whatever_the_newsroom_does(
    client: TestClient, newsdesk: Newsdesk, ready: Ready
) -> None:
    address = assets.address(STYLE)
    client.get(address)
    newsdesk.opens("Der Gipfel")

    answer = ready.find(address.encode())
    assert answer is not None
    assert answer.route == "/static/{file}"
    ready.look(client.app.state.rooms.store)  # type: ignore[attr-defined]
    assert ready.find(address.encode()) is answer
    told = answer.wire(None, accepted=b"gzip", head=False)[1]
    assert b"max-age=31536000, immutable" in told
    assert gzip.decompress(told.partition(b"\r\n\r\n")[2]) == assets.served(STYLE).content


def test_whoever_takes_brotli_gets_less(client: TestClient) -> None:
    for path in (STYLE, "reader/live-coverage.js", "reader/icon.svg"):
        sizes = []
        for accepted in ("gzip, deflate, br, zstd", "br;q=0.9, gzip", "gzip;q=0"):
            asked = {"Accept-Encoding": accepted}
            with client.stream("GET", assets.address(path), headers=asked) as told:
                size = sum(map(len, told.iter_raw()))
            sizes.append((told.headers.get("content-encoding"), size))
        assert [encoding for encoding, _ in sizes] == ["br", "gzip", None]
        assert sorted(sizes, key=lambda one: one[1]) == sizes


@pytest.mark.parametrize("address", [f"/static/{STYLE}", f"/static/{STYLE}?v=0123456789"])
def test_without_it_whoever_has_it_asks_each_time(
    client: TestClient, ready: Ready, address: str
) -> None:
    told = client.get(address)
    assert told.headers["cache-control"] == "no-cache"
    assert ready.find(address.encode()) is None

    again = client.get(address, headers={"If-None-Match": told.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["cache-control"] == "no-cache"
    long_ago = {"If-Modified-Since": "Mon, 01 Jan 2035 00:00:00 GMT"}
    assert client.get(address, headers=long_ago).content == told.content


def test_what_is_no_file_is_refused(client: TestClient) -> None:
    for path in ("nirgends.css", "reader", "", "../app.py", "%2e%2e/app.py", "a" * 300, "%00"):
        told = client.get(f"/static/{path}")
        assert told.status_code == 404, path
        assert told.headers["cache-control"] == "no-store"
    assert client.post(f"/static/{STYLE}").status_code == 405
