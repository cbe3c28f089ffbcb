"""One table of headers, for every path and however it is answered."""

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from depesche.app import create
from depesche.rendering import assets
from depesche.settings import Settings
from depesche.web.headers import EVERYWHERE, WITH_HTTPS
from newsdesk import PASSWORD, Newsdesk
from serving import Stream, serving

CURRENT = assets.served("reader/reader.css").fingerprint
PROGRAM = {"Accept": "application/json"}


def directives(policy: str) -> dict[str, set[str]]:
    parts = [part.split() for part in policy.split(";")]
    return {name: set(values) for name, *values in parts}


def test_every_answer_carries_the_table(newsdesk: Newsdesk, client: TestClient) -> None:
    newsdesk.opens(slug="gipfel")
    newsdesk.publishes("Eins")
    asked = [
        ("GET", "/", {}, 200),
        ("GET", "/live/gipfel", {}, 200),
        ("GET", "/live/gipfel/changes", {}, 200),
        ("GET", "/static/reader/reader.css", {}, 200),
        ("GET", "/healthz", {}, 200),
        ("GET", "/desk/sign-in", {}, 200),
        ("GET", "/desk", {}, 303),
        ("GET", "/live/gipfel/", {}, 307),
        ("GET", "/nirgends", {}, 404),
        ("GET", "/nirgends", PROGRAM, 404),
        ("GET", "/static/nirgends.js", {}, 404),
        ("GET", "/static/../app.py", {}, 404),
        ("POST", "/live/gipfel", {}, 405),
        ("POST", "/live/gipfel", {"Origin": "https://elsewhere.example"}, 403),
        ("GET", "/live/gipfel/changes?after=x", {}, 422),
        ("GET", "/api/v1/coverages", {}, 401),
    ]

    for method, path, headers, status in asked:
        answer = client.request(method, path, headers=headers, follow_redirects=False)
        where = f"{method} {path}"
        assert answer.status_code == status, where
        for name, value in EVERYWHERE.items():
            assert answer.headers[name] == value, where
            assert len(answer.headers.get_list(name)) == 1, where
        assert len(answer.headers.get_list("cache-control")) == 1, where


def test_who_asks_for_the_head_only_gets_the_same_head(
    newsdesk: Newsdesk, client: TestClient
) -> None:
    newsdesk.opens(slug="gipfel")
    post = newsdesk.publishes("Eins")

    for path in ("/", "/live/gipfel", f"/live/gipfel/posts/{post.id}", "/healthz"):
        head, whole = client.head(path), client.get(path)
        assert (head.status_code, head.content) == (200, b"")
        assert head.headers == whole.headers


def test_not_modified_carries_the_table(client: TestClient) -> None:
    known = {"If-None-Match": client.get("/").headers["etag"]}

    answer = client.get("/", headers=known)

    assert answer.status_code == 304
    assert {name: answer.headers[name] for name in EVERYWHERE} == EVERYWHERE


def test_streams_carry_the_table(newsdesk: Newsdesk, app: FastAPI) -> None:
    newsdesk.opens(slug="gipfel")

    with serving(app) as site, Stream(f"{site}/live/gipfel/stream") as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        for name, value in EVERYWHERE.items():
            assert stream.headers[name.lower()] == value
        assert "server" not in stream.headers


def test_the_policy_allows_nothing_inline_and_nothing_from_elsewhere() -> None:
    policy = directives(EVERYWHERE["Content-Security-Policy"])

    assert policy["default-src"] == {"'none'"}
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == {"'self'"}
    assert policy["frame-ancestors"] == policy["base-uri"] == {"'none'"}
    allowed = set[str]().union(*policy.values())
    assert allowed <= {"'self'", "'none'"}, "no unsafe-inline, no other host, no data:"


def test_the_table_forbids_sniffing_and_framing() -> None:
    assert EVERYWHERE["X-Content-Type-Options"] == "nosniff"
    assert EVERYWHERE["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize(
    ("path", "caching"),
    [
        (f"/static/reader/reader.css?v={CURRENT}", "public, max-age=31536000, immutable"),
        ("/static/reader/reader.css?v=0123456789", "no-cache"),
        ("/static/reader/reader.css?v=", "no-cache"),
        (f"/static/reader/post.css?v={CURRENT}", "no-cache"),
        (f"/static/reader/reader.css?v=x&v={CURRENT}", "public, max-age=31536000, immutable"),
        (f"/static/nirgends.css?v={CURRENT}", "no-store"),
        ("/static/reader/reader.css", "no-cache"),
        ("/nirgends", "no-store"),
        ("/healthz", "no-store"),
        ("/desk/sign-in", "no-store"),
    ],
)
def test_what_a_route_does_not_say_itself_the_table_says_about_caching(
    client: TestClient, path: str, caching: str
) -> None:
    assert client.get(path).headers["cache-control"] == caching


def test_with_https_every_answer_says_so_and_without_none(settings: Settings) -> None:
    for url, expected in (
        ("https://ticker.example", WITH_HTTPS["Strict-Transport-Security"]),
        ("http://ticker.example", None),
    ):
        app = create(settings.model_copy(update={"public_url": url}))
        client = TestClient(app, base_url=url)
        for path in ("/", "/nirgends", "/static/reader/reader.css", "/desk", "/api/v1/coverages"):
            answer = client.get(path, follow_redirects=False)
            assert answer.headers.get("strict-transport-security") == expected, path


def test_the_cookie_is_the_hosts_own_with_https(settings: Settings, newsdesk: Newsdesk) -> None:
    app = create(settings.model_copy(update={"public_url": "https://ticker.example"}))
    client = TestClient(app, base_url="https://ticker.example")
    form = {"name": "Mara", "password": PASSWORD}

    answer = client.post("/desk/sign-in", data=form, follow_redirects=False)
    name, _, rest = answer.headers["set-cookie"].partition("=")
    attributes = {part.strip().partition("=")[0].lower() for part in rest.split(";")[1:]}
    assert name == "__Host-depesche"
    assert attributes == {"httponly", "max-age", "path", "samesite", "secure"}
    assert "samesite=lax" in rest.lower()
    assert "path=/;" in rest.lower().replace(" ", "")
