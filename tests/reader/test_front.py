"""The front page: what is on, what is coming, what was."""

from datetime import UTC, datetime, timedelta

from starlette.testclient import TestClient

from depesche import clock
from newsdesk import Newsdesk
from reader import markup
from reader.markup import Tag


def front(client: TestClient) -> Tag:
    answer = client.get("/")
    assert answer.status_code == 200
    return markup.read(answer.text)


def sections(page: Tag) -> dict[str, list[str]]:
    """The headlines under each heading."""
    return {
        section.one("h2").text: [headline.text for headline in section.all("h3")]
        for section in page.all("section")
    }


def test_coverages_stand_under_now_announced_and_ended(
    newsdesk: Newsdesk, client: TestClient
) -> None:
    newsdesk.makes("Ein Entwurf")
    newsdesk.opens("Läuft")
    newsdesk.opens("Unterbrochen")
    newsdesk.pauses()
    newsdesk.announces("Morgen", opens_at=clock.now() + timedelta(days=1))
    newsdesk.announces("Gleich")
    newsdesk.opens("Vorbei")
    newsdesk.ends()
    newsdesk.opens("Abgelegt")
    newsdesk.ends()
    newsdesk.archives()

    found = sections(front(client))

    assert list(found) == ["Jetzt", "Angekündigt", "Beendet"]
    assert set(found["Jetzt"]) == {"Läuft", "Unterbrochen"}
    assert found["Angekündigt"] == ["Gleich", "Morgen"]
    assert set(found["Beendet"]) == {"Vorbei", "Abgelegt"}


def test_nothing_announced_is_said_in_a_sentence(newsdesk: Newsdesk, client: TestClient) -> None:
    newsdesk.makes("Ein Entwurf")

    page = front(client)

    assert not page.all("section")
    assert "Zurzeit ist nichts angekündigt" in page.one("p", class_="nothing-yet").text


def test_a_live_coverage_shows_its_newest_post(newsdesk: Newsdesk, client: TestClient) -> None:
    newsdesk.opens("Der Gipfel", standfirst="Darum geht es", slug="gipfel")
    assert "Darum geht es" in front(client).one("main").text

    newsdesk.publishes("Ein Anfang")
    newsdesk.waits(minutes=15)
    newsdesk.publishes("Der Rest steht im Text", headline='Sie sind "da"')
    newest = newsdesk.publishes("Zurückgenommen")
    newsdesk.withdraws(newest, notice="War falsch.")

    page = front(client)
    assert page.one("p", class_="latest").text == "20:05 MESZ Sie sind „da“"
    assert page.one("h3").one("a").attributes["href"] == "/live/gipfel"
    assert "Zurückgenommen" not in page.text


def test_each_coverage_shows_its_own_newest_post(newsdesk: Newsdesk, client: TestClient) -> None:
    """Also where a post of another one was published in the same second under the same number."""
    newsdesk.opens("Eins")
    newsdesk.publishes("Eins, Nummer 2")
    newsdesk.opens("Zwei")
    old = newsdesk.publishes("Zwei, Nummer 2")
    newsdesk.publishes("Zwei, Nummer 3")
    newsdesk.amends(old, "Zwei, Nummer 2, verbessert")

    shown = [latest.text for latest in front(client).all("p", class_="latest")]

    assert sorted(shown) == ["19:50 MESZ Eins, Nummer 2", "19:50 MESZ Zwei, Nummer 3"]


def test_an_announced_coverage_shows_when_it_opens_in_the_newsrooms_zone(
    newsdesk: Newsdesk, client: TestClient
) -> None:
    newsdesk.announces("Sommer", opens_at=datetime(2025, 8, 16, 18, tzinfo=UTC))
    newsdesk.announces("Winter", opens_at=datetime(2025, 12, 1, 19, tzinfo=UTC))

    summer, winter = (status.one("time") for status in front(client).all("p", class_="status"))

    assert summer.text == "Samstag, 16. August 2025, 20:00 MESZ"
    assert summer.attributes["datetime"] == "2025-08-16T18:00:00+00:00"
    assert winter.text == "Montag, 1. Dezember 2025, 20:00 MEZ"


def test_an_english_coverage_on_a_german_front_page_is_marked_as_english(
    newsdesk: Newsdesk, client: TestClient
) -> None:
    newsdesk.opens("The summit", language="en", dateline="Anchorage")
    newsdesk.publishes("They are here")
    newsdesk.announces("The vote", language="en", standfirst="What is at stake")

    page = front(client)

    assert page.one("html").language == "de"
    for words in ("The summit", "Anchorage", "The vote", "What is at stake"):
        assert {tag.language for tag in page.all() if tag.text == words} == {"en"}, words
    assert page.one("p", class_="latest").language == "en"
    assert page.one("p", class_="latest").text == "19:50 CEST They are here"
    german = page.one("time", datetime="2025-08-15T18:00:00+00:00")
    assert (german.text, german.language) == ("Freitag, 15. August 2025, 20:00 MESZ", "de")


def test_the_front_page_tells_what_time_it_is_in_the_newsroom(
    newsdesk: Newsdesk, client: TestClient
) -> None:
    told = front(client).one("server-clock").attributes

    assert told == {"data-now": clock.now().isoformat(), "data-rate": "0.0"}


def test_the_front_page_may_be_kept_for_a_second_and_is_not_sent_twice(
    newsdesk: Newsdesk, client: TestClient
) -> None:
    newsdesk.opens("Der Gipfel")
    first = client.get("/")
    assert first.headers["cache-control"].startswith("public, max-age=1")
    known = {"If-None-Match": first.headers["etag"]}

    clock.move(timedelta(seconds=1.5))
    assert client.get("/", headers=known).status_code == 304

    newsdesk.publishes("Etwas Neues")
    assert client.get("/", headers=known).status_code == 200
