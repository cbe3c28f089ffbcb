"""The front page: what is on, what is coming, what was."""

from datetime import UTC, datetime, timedelta

import pytest
from starlette.testclient import TestClient

from depesche import clock
from depesche.newsroom import front as programme
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
    assert not page.all("p", class_="silence")
    assert "Zurzeit ist nichts angekündigt" in page.one("p", class_="nothing-yet").text


def test_that_nothing_is_on_is_said_where_something_comes_or_was(
    newsdesk: Newsdesk, client: TestClient
) -> None:
    newsdesk.announces("Morgen", opens_at=clock.now() + timedelta(days=1))
    assert front(client).one("p", class_="silence").text == "Im Moment läuft nichts live."
    newsdesk.opens("Läuft")
    assert not front(client).all("p", class_="silence")


def test_live_stands_before_paused_and_what_was_opened_last_stands_first(
    newsdesk: Newsdesk, client: TestClient
) -> None:
    for headline in ("Alt", "Neu", "Pause"):
        newsdesk.opens(headline)
        newsdesk.waits(minutes=1)
    newsdesk.pauses()
    assert sections(front(client))["Jetzt"] == ["Neu", "Alt", "Pause"]
    live, _, paused = front(client).all("p", class_="status")
    assert live.text == "Live seit 15. August, 19:51 MESZ"
    assert paused.text == "Pausiert Wir machen eine Pause und sind bald wieder da."


def test_what_has_ended_stands_on_pages_the_last_first(
    newsdesk: Newsdesk, client: TestClient
) -> None:
    for n in range(40):
        newsdesk.opens(f"Nummer {n}", slug=f"nummer-{n:02}")
        newsdesk.ends()
        newsdesk.waits(minutes=n % 2)  # two end in the same moment, again and again

    seen: list[str] = []
    address = "/"
    for _ in range(2):
        page = markup.read(client.get(address).text)
        assert page.one("link", rel="canonical").attributes["href"].endswith(address)
        (seen_now,) = sections(page).values()
        assert len(seen_now) == 20
        seen += seen_now
        address = next(
            (one.one("a").attributes["href"] for one in page.all("p", class_="older")), ""
        )
    assert not address, "there is nothing before the last of them"
    assert sorted(seen) == sorted(f"Nummer {n}" for n in range(40))
    ends = [int(name.removeprefix("Nummer ")) // 2 for name in seen]
    assert ends == sorted(ends, reverse=True)


def test_an_earlier_page_begins_anew_where_its_place_is_on_again(
    newsdesk: Newsdesk, client: TestClient
) -> None:
    newsdesk.opens("Erst", slug="erst")
    newsdesk.ends()
    newsdesk.opens("Dann", slug="dann")
    newsdesk.ends()
    newsdesk.brings("live")
    assert sections(markup.read(client.get("/?before=dann").text)) == {"Beendet": ["Erst"]}

    newsdesk.makes("Ein Entwurf", slug="entwurf")
    for nothing in ("entwurf", "nirgends", "?", ""):
        assert client.get("/", params={"before": nothing}).status_code == 404, nothing


def test_a_post_of_another_day_is_told_with_its_day(newsdesk: Newsdesk, client: TestClient) -> None:
    newsdesk.opens("Lang", slug="lang")
    newsdesk.publishes("Zuletzt")
    newsdesk.ends()
    assert front(client).one("p", class_="latest").text == "19:50 MESZ Zuletzt"
    newsdesk.brings("live")
    newsdesk.waits(days=1)
    newsdesk.ends()
    assert front(client).one("p", class_="latest").text == "15. August 2025, 19:50 MESZ Zuletzt"


def test_there_is_a_bound_to_what_is_announced(
    newsdesk: Newsdesk, client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(programme, "MOST", 2)
    monkeypatch.setitem(programme.coming.__kwdefaults__, "limit", 2)
    for n in (3, 1, 2):
        newsdesk.announces(f"In {n}", opens_at=clock.now() + timedelta(days=n))
    assert sections(front(client))["Angekündigt"] == ["In 1", "In 2"]
    assert front(client).one("p", class_="more")


def test_a_live_coverage_shows_its_newest_post(newsdesk: Newsdesk, client: TestClient) -> None:
    newsdesk.opens("Der Gipfel", standfirst="Darum geht es", slug="gipfel")
    assert "Darum geht es" in front(client).one("main").text

    newsdesk.publishes("Ein Anfang")
    newsdesk.waits(minutes=15)
    post = newsdesk.publishes("Der Rest steht im Text", headline='Sie sind "da"')
    newest = newsdesk.publishes("Zurückgenommen")
    newsdesk.withdraws(newest, notice="War falsch.")

    page = front(client)
    assert page.one("p", class_="latest").text == "15. August, 20:05 MESZ Sie sind „da“"
    assert (
        page.one("p", class_="latest").one("a").attributes["href"]
        == f"/live/gipfel/posts/{post.id}"
    )
    assert page.one("h3").one("a").attributes["href"] == "/live/gipfel"
    assert "Zurückgenommen" not in page.text


def test_a_newest_post_is_told_with_the_status_of_what_it_claims(
    newsdesk: Newsdesk, client: TestClient
) -> None:
    """In the language of its coverage, on air or over."""
    newsdesk.opens("Der Gipfel", slug="gipfel")
    newsdesk.publishes("Putin gelandet\n\n??")
    newsdesk.opens("The summit", slug="summit", language="en")
    newsdesk.publishes("They have left\n\n??", headline="They leave")
    newsdesk.ends()

    def told() -> list[str]:
        return [latest.one("a").text for latest in front(client).all("p", class_="latest")]

    assert told() == ["Unbestätigt: Putin gelandet", "Unconfirmed: They leave"]
    newsdesk.settles("1", "false")
    assert told() == ["Unbestätigt: Putin gelandet", "False: They leave"]
    newsdesk.settles("1", "confirmed")
    assert told() == ["Unbestätigt: Putin gelandet", "They leave"]


def test_each_coverage_shows_its_own_newest_post(newsdesk: Newsdesk, client: TestClient) -> None:
    """Also where a post of another one was published in the same second under the same number."""
    newsdesk.opens("Eins")
    newsdesk.publishes("Eins, Nummer 2")
    newsdesk.opens("Zwei")
    old = newsdesk.publishes("Zwei, Nummer 2")
    newsdesk.publishes("Zwei, Nummer 3")
    newsdesk.amends(old, "Zwei, Nummer 2, verbessert")

    shown = [latest.text for latest in front(client).all("p", class_="latest")]

    when = "15. August, 19:50 MESZ"
    assert sorted(shown) == [f"{when} Eins, Nummer 2", f"{when} Zwei, Nummer 3"]


def test_an_announced_coverage_shows_when_it_opens_in_the_newsrooms_zone(
    newsdesk: Newsdesk, client: TestClient
) -> None:
    newsdesk.announces("Sommer", opens_at=datetime(2025, 8, 16, 18, tzinfo=UTC))
    newsdesk.announces("Winter", opens_at=datetime(2025, 12, 1, 19, tzinfo=UTC))

    summer, winter = (status.one("time") for status in front(client).all("p", class_="status"))
    links = [link.attributes["href"] for link in front(client).all("a")]
    downs = [down.attributes["datetime"] for down in front(client).all("count-down")]

    assert downs == ["2025-08-16T18:00:00+00:00", "2025-12-01T19:00:00+00:00"]
    assert {"/live/sommer/calendar.ics", "/live/winter/calendar.ics"} <= {*links}

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
    newest = page.one("p", class_="latest")
    assert (newest.one("a").text, newest.one("a").language) == ("They are here", "en")
    assert (newest.one("time").text, newest.one("time").language) == (
        "15. August, 19:50 MESZ",
        "de",
    )
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
    unchanged = client.get("/", headers=known)
    assert unchanged.status_code == 304
    assert unchanged.headers["depesche-time"] == f"{clock.now().isoformat()};rate=0.0"

    newsdesk.publishes("Etwas Neues")
    assert client.get("/", headers=known).status_code == 200
