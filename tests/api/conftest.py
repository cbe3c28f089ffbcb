"""Two programs: one may write, one may only read."""

from collections.abc import Iterator

import pytest
from anyio.from_thread import BlockingPortal, start_blocking_portal
from fastapi import FastAPI
from starlette.testclient import TestClient

from api.program import Program
from newsdesk import Newsdesk


@pytest.fixture(scope="package")
def portal() -> Iterator[BlockingPortal]:
    """One event loop for all of these tests."""
    with start_blocking_portal() as portal:
        yield portal


@pytest.fixture
def client(app: FastAPI, portal: BlockingPortal) -> TestClient:
    """The doors alone: the API needs no tail, and `newsdesk` does what is due."""
    client = TestClient(app, base_url="http://testserver")
    client.portal = portal
    return client


@pytest.fixture
def agency(client: TestClient, newsdesk: Newsdesk) -> Program:
    """It may write."""
    newsdesk.slug = "gipfel"
    return Program(client, newsdesk.issues_token("Agency"))


@pytest.fixture
def archive(client: TestClient, newsdesk: Newsdesk) -> Program:
    """It may only read."""
    return Program(client, newsdesk.issues_token("Archive", scope="read"))


@pytest.fixture
def live(agency: Program) -> Program:
    """The agency, whose coverage is live."""
    agency.puts_coverage(headline="Der Gipfel", status="live")
    return agency
