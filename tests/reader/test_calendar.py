"""A coverage in a reader's calendar: there before it opens, and moved as soon as the opening is."""

from datetime import timedelta

import pytest
from icalendar import Calendar, Event
from starlette.testclient import TestClient

from depesche import clock
from newsdesk import Newsdesk

ADDRESS = "/live/gipfel/calendar.ics"


def entry(client: TestClient) -> Event:
    """What a calendar has after asking once more."""
    answer = client.get(ADDRESS)
    assert answer.status_code == 200, answer.text
    (found,) = Calendar.from_ical(answer.text).walk("VEVENT")
    assert isinstance(found, Event)
    return found


def test_it_is_a_file_that_calendars_take(newsdesk: Newsdesk, client: TestClient) -> None:
    newsdesk.announces(slug="gipfel")
    answer = client.get(ADDRESS)
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert answer.headers["content-disposition"] == 'inline; filename="gipfel.ics"'
    assert "max-age=1" in answer.headers["cache-control"].split(", ")
    assert "set-cookie" not in answer.headers
    assert "BEGIN:VCALENDAR" not in client.get("/live/gipfel/dossier.json").text

    known = {"If-None-Match": answer.headers["etag"]}
    clock.move(timedelta(seconds=30))
    assert client.get(ADDRESS, headers=known).status_code == 304


def test_moving_the_opening_moves_the_entry_at_once(newsdesk: Newsdesk, client: TestClient) -> None:
    opening = clock.now() + timedelta(hours=1)
    newsdesk.announces(slug="gipfel", opens_at=opening)
    first = entry(client)
    assert (first["sequence"], first["dtstart"].dt) == (0, opening)

    newsdesk.waits(minutes=5)
    newsdesk.edits(opens_at=opening + timedelta(minutes=45))

    moved = entry(client)
    assert moved["uid"] == first["uid"]
    assert moved["dtstart"].dt == opening + timedelta(minutes=45)
    assert moved["sequence"] == 1
    assert moved["last-modified"].dt - first["last-modified"].dt == timedelta(minutes=5)


def test_posts_do_not_change_the_entry_and_the_end_does(
    newsdesk: Newsdesk, client: TestClient
) -> None:
    newsdesk.announces(slug="gipfel")
    newsdesk.waits(minutes=10)
    live = client.get(ADDRESS).text
    opened = clock.now()
    newsdesk.waits(minutes=1)
    newsdesk.publishes("Die Türen sind offen.", pinned=True)
    assert client.get(ADDRESS).text == live

    newsdesk.waits(hours=3)
    newsdesk.ends()
    over = entry(client)
    assert (over["dtstart"].dt, over["dtend"].dt) == (opened, clock.now())
    assert over["sequence"] == 2


@pytest.mark.parametrize("language", ["de", "en"])
def test_a_draft_is_in_nobodys_calendar(
    newsdesk: Newsdesk, client: TestClient, language: str
) -> None:
    newsdesk.makes("Geheim", slug="gipfel", language=language)
    answer = client.get(ADDRESS)
    assert answer.status_code == 404
    assert "Geheim" not in answer.text
