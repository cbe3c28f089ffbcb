"""What is no position is not found, at whichever door."""

import pytest
from starlette.testclient import TestClient

from newsdesk import Newsdesk
from preparing import prepare

DOORS = (
    *("?before={}", "?after={}", "?before=0000000001&after={}"),
    *("/text?before={}", "/text?after={}", "/search?q=eins&before={}"),
    *("/dossier?before={}", "/dossier/actor/usa?before={}"),
    *("/at/2025-08-15T19:50+02:00?before={}", "/at/2025-08-15T19:50+02:00?after={}"),
)


@pytest.mark.parametrize("door", DOORS)
def test_every_door_refuses_the_same(newsdesk: Newsdesk, client: TestClient, door: str) -> None:
    newsdesk.opens(slug="gipfel")
    prepare(newsdesk)
    newsdesk.publishes("Eins")
    newsdesk.waits(minutes=2)
    for some in ("0000000001", "-", "a_b:c/d-e", "x" * 80):
        assert client.get(f"/live/gipfel{door.format(some)}").status_code == 200, some
    for none in ("", "x" * 81, "<x>", "0%20", "0%0A", "ä", "%D9%A0"):
        assert client.get(f"/live/gipfel{door.format(none)}").status_code == 404, none
