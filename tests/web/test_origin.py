"""Writes come from our own pages or from a program that is no browser."""

from itertools import product

import pytest
from starlette.responses import PlainTextResponse
from starlette.testclient import TestClient
from starlette.types import Receive, Scope, Send

from depesche.errors import ForeignOrigin
from depesche.web.origin import SameOrigin
from newsdesk import PASSWORD, Newsdesk

READS = ["GET", "HEAD", "OPTIONS"]
WRITES = ["POST", "PUT", "PATCH", "DELETE"]
OURS, ELSEWHERE = "https://ticker.example", "https://elsewhere.example"

# What a browser or a program says of where it comes from, and whether it may write.
ASKERS = [
    (None, None, True),  # a program
    (None, OURS, True),  # an old browser on our page
    (None, "http://ticker.example", True),  # … behind a proxy that speaks https for us
    (None, ELSEWHERE, False),
    (None, f"{OURS}.elsewhere.example", False),
    (None, f"{OURS}:8443", False),
    (None, "null", False),  # a sandboxed frame
    (None, "", False),
    (None, "https://[", False),  # no address at all
    ("same-origin", OURS, True),
    ("same-origin", None, True),
    ("none", None, True),  # typed by the person
    ("same-site", "https://other.ticker.example", False),
    ("same-site", OURS, False),
    ("cross-site", ELSEWHERE, False),
    ("cross-site", None, False),
    ("cross-site", OURS, False),
    ("", OURS, False),
    ("Same-Origin", OURS, False),
]


@pytest.fixture(scope="module")
def door() -> TestClient:
    """Nothing but the guard, and an answer behind it."""

    async def inside(scope: Scope, receive: Receive, send: Send) -> None:
        await PlainTextResponse("in")(scope, receive, send)

    return TestClient(SameOrigin(inside), base_url=OURS)


@pytest.mark.parametrize(("site", "origin", "may_write"), ASKERS)
def test_who_may_write(
    door: TestClient, site: str | None, origin: str | None, *, may_write: bool
) -> None:
    told = {"Sec-Fetch-Site": site, "Origin": origin}
    headers = {name: value for name, value in told.items() if value is not None}

    for method in READS if not may_write else (*READS, *WRITES):
        assert door.request(method, "/", headers=headers).status_code == 200, method
    for method in () if may_write else WRITES:
        with pytest.raises(ForeignOrigin):
            door.request(method, "/", headers=headers)


def test_the_door_of_the_house_is_guarded(newsdesk: Newsdesk, client: TestClient) -> None:
    form = {"name": "Jonas", "password": PASSWORD}
    sign_in = "/desk/sign-in"

    refused = client.post(sign_in, data=form, headers={"Origin": ELSEWHERE})
    assert refused.status_code == 403
    assert "set-cookie" not in refused.headers
    assert refused.headers["content-type"].startswith("text/html")

    ours = {"Origin": "http://testserver", "Sec-Fetch-Site": "same-origin"}
    assert client.post(sign_in, data=form, headers=ours, follow_redirects=False).status_code == 303


def test_a_browser_elsewhere_cannot_use_the_api_either(client: TestClient) -> None:
    for method, (name, value) in product(
        WRITES, [("Origin", ELSEWHERE), ("Sec-Fetch-Site", "cross-site")]
    ):
        answer = client.request(method, "/api/v1/coverages/x", headers={name: value})
        assert answer.status_code == 403
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["code"] == "foreign-origin"
