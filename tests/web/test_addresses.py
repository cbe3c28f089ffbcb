"""Who asks: what a proxy may say, and what nobody believes."""

from collections.abc import Sequence
from ipaddress import ip_network

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from depesche.errors import NotReady
from depesche.settings import load
from depesche.web import sessions
from depesche.web.addresses import Proxies

PROXY = "10.0.0.2"
READER = "203.0.113.7"
LIAR = "198.51.100.66"
TRUSTED = ("10.0.0.0/8", "fd00::/8")

Lines = Sequence[tuple[str, str]]


def asked(lines: Lines, *, peer: str = PROXY, trusted: Sequence[str] = TRUSTED) -> str:
    """The scheme and the client's address, as a door sees them."""

    def tell(request: Request) -> PlainTextResponse:
        return PlainTextResponse(f"{request.url.scheme} {sessions.address(request)}")

    app = Proxies(Starlette(routes=[Route("/", tell)]), trusted=[ip_network(t) for t in trusted])
    client = TestClient(app, client=(peer, 50_000), base_url="http://testserver")
    return client.get("/", headers=list(lines)).text


def test_without_trusted_proxies_nobody_is_believed() -> None:
    lines = [
        ("X-Forwarded-For", LIAR),
        ("X-Forwarded-Proto", "https"),
        ("Forwarded", "for=1.2.3.4"),
    ]
    assert asked(lines, trusted=()) == f"http {PROXY}"
    assert asked(lines, trusted=(), peer="127.0.0.1") == "http 127.0.0.1", "not even from here"


def test_whoever_is_no_trusted_proxy_is_not_believed() -> None:
    assert asked([("X-Forwarded-For", LIAR), ("X-Forwarded-Proto", "https")], peer=READER) == (
        f"http {READER}"
    )


@pytest.mark.parametrize(
    ("lines", "client"),
    [
        ([], PROXY),
        ([("X-Forwarded-For", READER)], READER),
        ([("X-Forwarded-For", f"{LIAR}, {READER}")], READER),
        ([("X-Forwarded-For", f"{LIAR}, {READER}, 10.9.9.9")], READER),
        ([("X-Forwarded-For", LIAR), ("X-Forwarded-For", READER)], READER),
        ([("X-Forwarded-For", f"{LIAR}, nonsense, 10.9.9.9")], "10.9.9.9"),
        ([("X-Forwarded-For", "nonsense")], PROXY),
        ([("X-Forwarded-For", "")], PROXY),
        ([("X-Forwarded-For", "10.1.1.1, 10.2.2.2")], "10.1.1.1"),
        ([("X-Forwarded-For", f"{READER}:4711")], READER),
        ([("X-Forwarded-For", "[2001:db8::7]:4711")], "2001:db8::7"),
        ([("X-Forwarded-For", "2001:db8::7")], "2001:db8::7"),
        ([("X-Forwarded-For", f"::ffff:{READER}")], READER),
        ([("X-Forwarded-For", f"{READER}, ::ffff:10.0.0.9")], READER),
        ([("X-Forwarded-For", f"{READER}, fd00::9")], READER),
        ([("X-Forwarded-For", "1," * 5000 + READER)], READER),
        ([("X-Forwarded-For", READER + ", 10.0.0.9" * 40)], "10.0.0.9"),
        ([("Forwarded", f"for={READER};proto=https;by=10.0.0.2")], READER),
        ([("Forwarded", f'for={LIAR}, For="[2001:db8::7]:47011"')], "2001:db8::7"),
        ([("Forwarded", f"for={LIAR}, for=unknown")], PROXY),
        ([("Forwarded", f"for={LIAR}, for=_hidden")], PROXY),
        ([("Forwarded", f"for={LIAR}, proto=https")], PROXY),
        ([("Forwarded", f"for={READER}, for=10.0.0.9")], READER),
    ],
)
def test_the_client_is_the_right_most_that_is_no_trusted_proxy(lines: Lines, client: str) -> None:
    assert asked(lines) == f"http {client}"


def test_of_two_headers_that_disagree_neither_is_believed() -> None:
    """A proxy writes one of them and passes the other on as it came."""
    both = [("X-Forwarded-For", READER), ("Forwarded", f"for={LIAR}")]
    assert asked(both) == f"http {PROXY}"
    assert asked([("X-Forwarded-For", READER), ("Forwarded", f"for={READER}")]) == f"http {READER}"


@pytest.mark.parametrize(
    ("said", "scheme"),
    [
        *(("https", "https"), ("HTTPS", "https"), ("http, https", "https")),
        *(("https, http", "http"), ("javascript", "http"), ("", "http")),
    ],
)
def test_the_scheme_is_what_the_nearest_proxy_says(said: str, scheme: str) -> None:
    assert asked([("X-Forwarded-Proto", said)]) == f"{scheme} {PROXY}"


def test_the_setting_is_a_list_with_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    assert load().trusted_proxies == ()
    monkeypatch.setenv("DEPESCHE_TRUSTED_PROXIES", "127.0.0.1, 10.0.0.0/8,::1")
    assert load().trusted_proxies == tuple(map(ip_network, ("127.0.0.1", "10.0.0.0/8", "::1")))
    for wrong in ("everybody", "10.0.0.1/8", "127.0.0.1;::1", "127.0.0.1,"):
        monkeypatch.setenv("DEPESCHE_TRUSTED_PROXIES", wrong)
        with pytest.raises(NotReady, match="DEPESCHE_TRUSTED_PROXIES must be addresses"):
            load()
