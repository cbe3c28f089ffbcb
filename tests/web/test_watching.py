"""What an engineer learns from the log and the figures, and that it is about nobody."""

import asyncio
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from fastapi import FastAPI
from pydantic import SecretStr
from sqlalchemy.exc import OperationalError
from starlette.testclient import TestClient

from depesche import metrics
from depesche.live import backlog
from depesche.settings import Settings
from depesche.store.engine import Store
from depesche.web import watching
from newsdesk import Newsdesk

TOKEN = "a-token-for-the-figures"


def figure(name: str, **labels: str) -> float:
    return metrics.REGISTRY.get_sample_value(name, labels) or 0.0


@contextmanager
def grown(name: str, by: float, **labels: str) -> Iterator[None]:
    before = figure(name, **labels)
    yield
    assert figure(name, **labels) - before == by


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return settings.model_copy(update={"metrics_token": SecretStr(TOKEN)})


def lines(caplog: pytest.LogCaptureFixture) -> list[tuple[str, str, int]]:
    """What was written, of which route, with which status."""
    return [
        (record.getMessage(), record.__dict__["route"], record.__dict__["status"])
        for record in caplog.records
        if record.name == watching.__name__
    ]


def test_answers_are_counted_by_route_and_status(client: TestClient, newsdesk: Newsdesk) -> None:
    newsdesk.opens(slug="gipfel")
    counted = "depesche_answer_seconds_count"
    with (
        grown(counted, 2, method="GET", route="/live/{slug}", status="200"),
        grown(counted, 1, method="GET", route="/live/{slug}", status="404"),
        grown(counted, 1, method="GET", route="none", status="404"),
        grown(counted, 1, method="GET", route="/static/{file}", status="200"),
        grown("depesche_refusals_total", 2, code="not-found"),
    ):
        for path in ("/live/gipfel", "/live/gipfel", "/live/geheim", "/geheim"):
            client.get(path)
        client.get("/static/reader/reader.css")
    assert "geheim" not in metrics.exposed().decode().lower()


def test_readers_leave_no_line_and_writers_one_without_names(
    client: TestClient,
    newsdesk: Newsdesk,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(watching, "SLOW", 3600)
    newsdesk.opens(slug="gipfel")
    token = newsdesk.issues_token("wire")
    with caplog.at_level(logging.INFO):
        client.get("/live/gipfel?utm=geheim")
        client.put(
            "/api/v1/coverages/geheim",
            json={"headline": "Geheim"},
            headers={"Authorization": f"Bearer {token}"},
        )
    assert lines(caplog) == [("answered", "/api/v1/coverages/{slug}", 201)]
    assert not any(
        "geheim" in str(vars(record)).lower()
        for record in caplog.records
        if record.name.startswith("depesche")
    )


def test_what_fails_and_what_is_slow_leaves_a_line(
    client: TestClient,
    app: FastAPI,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def breaks() -> None:
        raise OperationalError("SELECT 1", {}, Exception("gone"))

    app.get("/breaks/{what}")(breaks)
    client.get("/breaks/geheim")
    monkeypatch.setattr(watching, "SLOW", 0)
    client.get("/healthz")
    assert lines(caplog) == [("failed", "/breaks/{what}", 503), ("slow", "/healthz", 200)]


def test_who_has_no_token_finds_no_figures(client: TestClient, store: Store) -> None:
    for headers in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": TOKEN}):
        assert client.get("/metrics", headers=headers).status_code == 404
    answer = client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == metrics.MEDIA_TYPE
    assert answer.headers["cache-control"] == "no-store"
    assert "process_open_fds" in answer.text


def test_where_no_token_is_set_there_are_no_figures(store: Store, settings: Settings) -> None:
    from depesche.app import create  # noqa: PLC0415

    bare = settings.model_copy(update={"metrics_token": None})
    with TestClient(create(bare, store)) as client:
        for said in ("Bearer None", "Bearer ", f"Bearer {TOKEN}"):
            assert client.get("/metrics", headers={"Authorization": said}).status_code == 404


def test_it_lives_without_a_database_and_is_ready_with_one(
    client: TestClient, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert client.get("/healthz").text == "ok\n"
    assert client.get("/healthz?ready").text == "ready\n"

    def away() -> None:
        raise OperationalError("SELECT 1", {}, Exception("gone"))

    monkeypatch.setattr(store, "reading", away)
    assert client.get("/healthz").status_code == 200
    refused = client.get("/healthz?ready")
    assert refused.status_code == 503
    assert "retry-after" in refused.headers


def test_a_drawn_out_list_of_figures_has_few_labels(client: TestClient, newsdesk: Newsdesk) -> None:
    for n in range(30):
        client.get(f"/live/nr-{n}")
        client.get(f"/nr-{n}")
    routes = set(re.findall(r'route="([^"]*)"', metrics.exposed().decode()))
    assert not any("nr-" in route for route in routes)


def test_refused_sign_ins_are_counted(client: TestClient, newsdesk: Newsdesk) -> None:
    with grown("depesche_refusals_total", 1, code="wrong-password"):
        client.post(
            "/desk/sign-in",
            data={"name": "Mara", "password": "wrong"},
            headers={"Origin": "http://testserver"},
        )


def test_changes_and_deliveries_are_counted(client: TestClient, newsdesk: Newsdesk) -> None:
    newsdesk.opens(slug="gipfel")
    changes = figure("depesche_changes_total", audience="reader")
    portal, rooms = client.portal, client.app.state.rooms  # type: ignore[attr-defined]
    channel = (newsdesk.coverage.id, "reader")
    assert portal is not None

    async def listen() -> None:
        with backlog.joined(rooms.hub, channel) as stream:
            await rooms.tail.begin(channel)
            assert figure("depesche_streams", audience="reader") >= 1
            newsdesk.publishes("Es geht los.")
            await asyncio.wait_for(anext(stream.said()), 10)
            await asyncio.sleep(0)  # that it has reached the last one is said in the next turn

    portal.call(listen)
    assert figure("depesche_changes_total", audience="reader") == changes + 1
    assert figure("depesche_deliveries_total") >= 1


def test_a_coverage_is_counted_while_somebody_reads_it(
    client: TestClient, newsdesk: Newsdesk
) -> None:
    newsdesk.opens(slug="gipfel")
    coverage, portal = str(newsdesk.coverage.id), client.portal
    hub = client.app.state.rooms.hub  # type: ignore[attr-defined]
    assert portal is not None

    async def read() -> None:
        channel = (newsdesk.coverage.id, "reader")
        with backlog.joined(hub, channel), backlog.joined(hub, channel):
            assert figure("depesche_readers", coverage=coverage) == 2
        assert metrics.REGISTRY.get_sample_value("depesche_readers", {"coverage": coverage}) is None

    portal.call(read)
