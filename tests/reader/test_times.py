"""Times with their days, by the clocks of the newsroom."""

from datetime import datetime

import pytest
from starlette.testclient import TestClient

from depesche import clock
from newsdesk import BERLIN, Newsdesk
from reader import markup

NEW_YEAR = datetime(2026, 1, 1, 0, 30, tzinfo=BERLIN)


@pytest.mark.parametrize("page", ["", "/text"])
@pytest.mark.parametrize(
    ("at", "told"),
    [
        (datetime(2026, 1, 1, 8, 30, tzinfo=BERLIN), "08:30 MEZ"),
        (datetime(2026, 1, 2, 0, 10, tzinfo=BERLIN), "2. Januar, 00:10 MEZ"),
        (datetime(2026, 12, 31, 23, 59, tzinfo=BERLIN), "31. Dezember, 23:59 MEZ"),
        (datetime(2027, 1, 1, 0, 10, tzinfo=BERLIN), "1. Januar 2027, 00:10 MEZ"),
    ],
)
def test_a_day_is_told_where_it_is_another_and_its_year_where_that_is(
    newsdesk: Newsdesk, client: TestClient, page: str, at: datetime, told: str
) -> None:
    """It opened half an hour into the year, when it was the old one still in UTC."""
    clock.stop(NEW_YEAR)
    newsdesk.opens(slug="gipfel")
    clock.stop(at)
    post = newsdesk.publishes("Eins")

    answer = client.get(f"/live/gipfel{page}").text
    links = markup.read(answer).all("a", href=f"/live/gipfel/posts/{post.id}")
    assert told in {link.one("time").text for link in links if link.all("time")}


def test_a_change_of_the_dossier_tells_its_year_where_that_is_another(
    newsdesk: Newsdesk, client: TestClient
) -> None:
    clock.stop(NEW_YEAR)
    newsdesk.opens(slug="gipfel")
    newsdesk.waits(hours=8)
    newsdesk.prepares("question", "wann", text="Wann?")
    told = client.get("/live/gipfel/dossier/question/wann").text
    times = {tag.text for tag in markup.read(told).one("main").all("time")}
    assert "1. Januar, 08:30 MEZ" in times
    assert not [time for time in times if "2026" in time]
