"""The headers of every kind of answer, judged by the rules of the HTTP Observatory."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx2
import pytest
from fastapi import FastAPI

from depesche import clock
from depesche.settings import Settings
from newsdesk import PASSWORD, Newsdesk
from serving import serving

JUDGE = Path(__file__).with_name("observatory.mjs")
HOST = "ticker.example"
PATIENCE = 60.0  # seconds


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """A newsroom that readers find with https, as behind a proxy."""
    return settings.model_copy(update={"public_url": f"https://{HOST}"})


@pytest.fixture
def site(app: FastAPI) -> Iterator[httpx2.Client]:
    """A program that asks the server itself, in the words of the proxy."""
    with serving(app) as url, httpx2.Client(base_url=url, headers={"Host": HOST}) as client:
        yield client


def every_kind(newsdesk: Newsdesk, site: httpx2.Client) -> Iterator[httpx2.Response]:
    """Every kind of answer there is, asked for as people and programs do."""
    newsdesk.announces("Morgen", opens_at=clock.now() + timedelta(hours=1))
    newsdesk.opens("Heute", slug="heute")
    post = newsdesk.publishes("Eins", pinned=True)
    token = {"Authorization": f"Bearer {newsdesk.issues_token('Agency')}"}
    for path in (
        *("/", "/live/morgen", "/live/heute", f"/live/heute/posts/{post.id}"),
        *("/live/heute/changes", "/live/heute/", "/nirgends", "/live/heute/changes?after=x"),
        *("/static/reader/reader.css", "/static/reader/reader.js", "/static/nirgends.js"),
        *("/healthz", "/desk", "/desk/sign-in", "/api/v1/openapi.json", "/api/v1/coverages"),
    ):
        yield site.get(path)
        yield site.head(path)
    yield site.get("/", headers={"If-None-Match": site.get("/").headers["etag"]})
    yield site.post("/", content=b"x")
    yield site.post("/desk/sign-in", content=b"x" * (2**20 + 1))
    yield site.post("/desk/sign-in", headers={"Origin": "https://elsewhere.example"})
    yield site.get("/api/v1/coverages", headers=token)
    yield site.put("/api/v1/coverages/neu", headers=token, json={"headline": "Neu"})
    yield site.post("/desk/sign-in", data={"name": "Ada", "password": "wrong"})
    signed = site.post("/desk/sign-in", data={"name": "Ada", "password": PASSWORD})
    yield signed
    cookie = {"Cookie": signed.headers["set-cookie"].partition(";")[0]}
    for path in (
        *("/desk", "/desk/account", "/desk/people", "/desk/coverages/new"),
        *("/desk/coverages/heute", "/desk/coverages/heute/edit", "/desk/nirgends"),
    ):
        answer = site.get(path, headers=cookie)
        assert answer.status_code == (404 if path == "/desk/nirgends" else 200), path
        yield answer
    with site.stream("GET", "/live/heute/stream") as stream:
        yield stream
    yield site.post("/desk/sign-out", headers=cookie)


def judged(answers: Iterator[httpx2.Response]) -> list[dict[str, Any]]:
    """What the rules say of each: its address, its grade, and the rules that it breaks."""
    node = shutil.which("node")
    assert node, "Node is missing. bin/test says how to install it."
    told = [
        {
            "url": f"https://{HOST}{answer.url.raw_path.decode()}",
            "status": answer.status_code,
            "headers": answer.headers.multi_items(),
            "body": answer.text if answer.is_closed else "",
        }
        for answer in answers
    ]
    done = subprocess.run(
        [node, JUDGE],
        input=json.dumps(told),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    verdicts: list[dict[str, Any]] = json.loads(done.stdout)
    return verdicts


def test_every_kind_of_answer_has_the_best_grade(newsdesk: Newsdesk, site: httpx2.Client) -> None:
    verdicts = judged(every_kind(newsdesk, site))
    assert len(verdicts) > 45
    assert [verdict for verdict in verdicts if verdict["grade"] != "A+" or verdict["failed"]] == []


def test_the_judge_sees_what_is_missing(newsdesk: Newsdesk, site: httpx2.Client) -> None:
    """So that the test above does not pass because nobody looks."""
    answer = site.get("/", headers={"Accept-Encoding": "identity"})
    wanted = ("content-security-policy", "strict-transport-security", "x-content-type-options")
    bare = (
        httpx2.Response(
            200,
            headers=[(n, v) for n, v in answer.headers.multi_items() if n.lower() != name],
            text=answer.text,
            request=answer.request,
        )
        for name in wanted
    )
    assert [len(verdict["failed"]) for verdict in judged(bare)] == [1, 1, 1]
