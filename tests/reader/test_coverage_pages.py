"""A coverage's page, from the announcement to the archive.

What the templates draw is the same on every database: one is enough here.
"""

from datetime import UTC, datetime, timedelta

import pytest
from starlette.testclient import TestClient

from depesche import clock
from newsdesk import Newsdesk
from pages import Page
from reader import markup
from reader.markup import Tag

GIPFEL = "/live/gipfel"


def seen(client: TestClient, path: str = GIPFEL) -> Tag:
    answer = client.get(path)
    assert answer.status_code == 200
    return markup.read(answer.text)


def texts(page: Tag, kind: str) -> list[str]:
    return [tag.text for tag in page.all(data_kind=kind)]


# Before the opening


@pytest.mark.parametrize(
    ("language", "mark", "opening", "there"),
    [
        ("de", "Angekündigt", "Freitag, 15. August 2025, 20:00 MESZ", "(10:00 AKDT, Anchorage)"),
        ("en", "Announced", "Friday, 15 August 2025, 20:00 CEST", "(10:00 AKDT, Anchorage)"),
    ],
)
def test_an_announced_coverage_shows_when_it_opens_here_and_there(
    newsdesk: Newsdesk, client: TestClient, language: str, mark: str, opening: str, there: str
) -> None:
    newsdesk.announces(
        slug="gipfel",
        language=language,
        standfirst="Zwei *Präsidenten*",
        event_zone="America/Anchorage",
        lead_question="Kommt ein Waffenstillstand?",
        official_subject="Frieden",
        unofficial_subject="Rohstoffe",
    )

    page = seen(client)

    assert page.one("html").language == language
    assert page.one("strong", class_="mark").text == mark
    head = page.one(data_kind="coverage")
    assert head.one("div", class_="opening").one("time").text == opening
    assert head.one("span", class_="there").text == there
    assert head.one("h1").text == "Der Gipfel"
    assert head.one("em").text == "Präsidenten"
    about = head.one("details")
    assert "open" in about.attributes
    assert [dd.text for dd in about.all("dd")] == [
        "Kommt ein Waffenstillstand?",
        "Frieden",
        "Rohstoffe",
    ]
    assert not page.all(data_kind="post")


def test_the_countdown_runs_by_the_newsrooms_clock(newsdesk: Newsdesk, client: TestClient) -> None:
    newsdesk.announces(slug="gipfel")

    page = seen(client)

    opens_at = "2025-08-15T18:00:00+00:00"
    assert page.one("count-down").attributes["datetime"] == opens_at
    assert page.one("div", class_="opening").one("time").attributes["datetime"] == opens_at
    told = page.one("live-coverage").attributes
    assert (told["data-now"], told["data-rate"]) == ("2025-08-15T17:50:00+00:00", "0.0")

    clock.start(clock.now(), rate=12)
    told = seen(client).one("live-coverage").attributes
    assert told["data-rate"] == "12"
    assert datetime.fromisoformat(told["data-now"]) >= datetime(2025, 8, 15, 17, 50, tzinfo=UTC)


@pytest.mark.parametrize(
    ("opens_at", "here", "there"),
    [
        # In winter, and in the weeks when only one of both has changed its clocks.
        ("2025-12-01T19:00Z", "Montag, 1. Dezember 2025, 20:00 MEZ", "(10:00 AKST, Anchorage)"),
        ("2026-03-15T19:00Z", "Sonntag, 15. März 2026, 20:00 MEZ", "(11:00 AKDT, Anchorage)"),
        # The doubled hour: both times it is half past two.
        ("2025-10-26T00:30Z", "26. Oktober 2025, 02:30 MESZ", "(25. Oktober, 16:30 AKDT, Anch"),
        ("2025-10-26T01:30Z", "26. Oktober 2025, 02:30 MEZ", "(25. Oktober, 17:30 AKDT, Anch"),
        # The gap: a minute before three it was two.
        ("2026-03-29T00:59Z", "29. März 2026, 01:59 MEZ", "(28. März, 16:59 AKDT, Anch"),
        ("2026-03-29T01:00Z", "29. März 2026, 03:00 MESZ", "(28. März, 17:00 AKDT, Anch"),
    ],
)
def test_the_opening_is_told_right_around_the_change_of_clocks(
    newsdesk: Newsdesk, client: TestClient, opens_at: str, here: str, there: str
) -> None:
    newsdesk.announces(
        slug="gipfel",
        opens_at=datetime.fromisoformat(opens_at),
        event_zone="America/Anchorage",
    )

    opening = seen(client).one("div", class_="opening")

    assert opening.one("time").text.endswith(here)
    assert opening.one("span", class_="there").text.startswith(there)


def test_one_zone_is_told_once(newsdesk: Newsdesk, client: TestClient) -> None:
    newsdesk.announces(slug="gipfel")

    assert not seen(client).all("span", class_="there")


def test_posts_that_wait_for_the_opening_are_not_in_the_preview(
    newsdesk: Newsdesk, client: TestClient
) -> None:
    newsdesk.announces(slug="gipfel")
    newsdesk.publishes("Zur Eröffnung", pinned=True)

    page = seen(client)
    assert "Zur Eröffnung" not in page.text
    nothing = "Ab dem Start erscheinen die Beiträge hier von selbst, ohne Neuladen."
    assert page.one("p", class_="nothing-yet").text == nothing

    newsdesk.waits(minutes=10)
    assert "Zur Eröffnung" in seen(client).text


# The states


def test_a_live_coverage_says_since_when(newsdesk: Newsdesk, client: TestClient) -> None:
    newsdesk.announces(slug="gipfel")
    newsdesk.waits(minutes=10)

    page = seen(client)

    assert page.one("p", class_="status").text == "Live seit 20:00 MESZ"
    assert page.one(data_kind="coverage").attributes["data-status"] == "live"
    assert not page.all("count-down")


def test_an_empty_coverage_says_that_posts_will_come(
    newsdesk: Newsdesk, client: TestClient
) -> None:
    newsdesk.opens(slug="gipfel")

    page = seen(client)

    nothing = "Noch gibt es keinen Beitrag. Der erste erscheint hier von selbst."
    assert page.one("p", class_="nothing-yet").text == nothing
    lists = [tag.attributes["data-list"] for tag in page.all() if "data-list" in tag.attributes]
    assert lists == [
        *("coverage", "summary", "pin", "key_event", "post"),
        *("actor", "matrix", "issue", "claim", "entry", "map", "place"),
        *("outlook", "scenario", "question"),
    ]


def test_a_paused_coverage_says_so_and_goes_on_showing_posts(
    newsdesk: Newsdesk, client: TestClient
) -> None:
    newsdesk.opens(slug="gipfel")
    newsdesk.publishes("Vor der Pause")
    newsdesk.pauses()
    newsdesk.publishes("In der Pause")

    page = seen(client)

    assert page.one("p", class_="status").text.startswith("Pausiert Wir machen eine Pause")
    assert "In der Pause" in texts(page, "post")[0]

    newsdesk.resumes()
    assert seen(client).one("p", class_="status").text == "Live seit 19:50 MESZ"


@pytest.mark.parametrize("is_archived", [False, True])
def test_an_ended_coverage_says_when_it_ended(
    newsdesk: Newsdesk, client: TestClient, *, is_archived: bool
) -> None:
    newsdesk.opens(slug="gipfel", language="en")
    newsdesk.publishes("That was it")
    newsdesk.waits(hours=4)
    newsdesk.ends()
    if is_archived:
        newsdesk.waits(days=30)
        newsdesk.archives()

    page = seen(client)

    status = page.one("p", class_="status").text
    assert status == "Ended Friday, 15 August 2025, 23:50 CEST"
    assert "That was it" in texts(page, "post")[0]


# Posts


def test_posts_stand_newest_first_each_with_a_heading_and_its_time(
    newsdesk: Newsdesk, client: TestClient
) -> None:
    newsdesk.opens(slug="gipfel")
    first = newsdesk.publishes("Der erste", headline='Sie sagte "Ja"', byline="Mara, Anchorage")
    newsdesk.waits(minutes=20)
    second = newsdesk.publishes("Der zweite")

    newer, older = seen(client).all("li", data_kind="post")

    assert newer.one("h3").text == "Beitrag von 20:10 MESZ"
    assert older.one("h3").text == "Sie sagte „Ja“"
    assert older.one("p", class_="byline").text == "Mara, Anchorage"
    assert not newer.all("p", class_="byline")
    for shown, post, time in ((newer, second, "20:10 MESZ"), (older, first, "19:50 MESZ")):
        assert shown.attributes["id"] == f"post-{post.id}"
        moment = post.published_at
        assert moment is not None
        assert shown.one("time").text == time
        assert shown.one("time").attributes["datetime"] == moment.isoformat(timespec="seconds")
        assert shown.one("relative-time").attributes["datetime"] == moment.isoformat()
        link = shown.one("p", class_="when").all("a")[0].attributes["href"]
        assert link == f"{GIPFEL}/posts/{post.id}"


def test_a_post_of_another_day_than_the_opening_carries_its_date(
    newsdesk: Newsdesk, client: TestClient
) -> None:
    newsdesk.opens(slug="gipfel")
    newsdesk.waits(hours=5)
    newsdesk.publishes("Nach Mitternacht")

    assert seen(client).one("li", data_kind="post").one("time").text == "16. August, 00:50 MESZ"


def test_a_pinned_post_is_on_top_and_in_its_place(newsdesk: Newsdesk, client: TestClient) -> None:
    newsdesk.opens(slug="gipfel")
    pinned = newsdesk.publishes("Alles *Wichtige*", headline="Der Überblick")
    newsdesk.publishes("Danach")
    newsdesk.pins(pinned)

    page = seen(client)

    (pin,) = page.all("li", data_kind="pin")
    assert pin.one("summary").text == "Angepinnt Der Überblick"
    assert pin.one("em").text == "Wichtige"
    assert [tag.attributes["data-id"] for tag in page.all("li", data_kind="post")][1] == str(
        pinned.id
    )
    kinds = [tag.attributes["data-kind"] for tag in page.all() if "data-kind" in tag.attributes]
    assert kinds.index("pin") < kinds.index("post")

    newsdesk.unpins(pinned)
    page = seen(client)
    assert not page.all(data_kind="pin")
    assert "Alles Wichtige" in texts(page, "post")[1]


def test_key_events_are_a_list_of_their_own_and_marked_in_place(
    newsdesk: Newsdesk, client: TestClient
) -> None:
    newsdesk.opens(slug="gipfel")
    landed = newsdesk.publishes("Die Maschine steht", key_event=True)
    newsdesk.publishes("Kleines")
    newsdesk.waits(minutes=30)
    newsdesk.publishes("Egal", headline="Der Handschlag", key_event=True)

    page = seen(client)

    assert texts(page, "key_event") == [
        "20:20 MESZ Der Handschlag",
        "19:50 MESZ Die Maschine steht",
    ]
    link = page.all(data_kind="key_event")[1].one("a").attributes["href"]
    assert link == f"{GIPFEL}/posts/{landed.id}"
    labels = [bool(post.all("p", class_="labels")) for post in page.all("li", data_kind="post")]
    assert labels == [True, False, True]

    newsdesk.unmarks(landed, "key_event")
    assert texts(seen(client), "key_event") == ["20:20 MESZ Der Handschlag"]


def test_so_far_shows_the_newest_summary_in_five_lines(
    newsdesk: Newsdesk, client: TestClient
) -> None:
    newsdesk.opens(slug="gipfel")
    newsdesk.publishes("- Erste Fassung\n- Zweite Zeile", summary=True)
    newsdesk.waits(minutes=45)
    lines = "\n".join(f"- Punkt *{n}*" for n in range(1, 8))
    newest = newsdesk.publishes(f"Bisher:\n\n{lines}", summary=True)

    (summary,) = seen(client).all("section", data_kind="summary")

    assert summary.one("h2").text == "Bisher Stand 20:35 MESZ"
    assert summary.one("a").attributes["href"] == f"{GIPFEL}/posts/{newest.id}"
    assert [line.text for line in summary.all("li")] == [f"Punkt {n}" for n in range(1, 6)]

    newsdesk.withdraws(newest)
    (summary,) = seen(client).all("section", data_kind="summary")
    assert [line.text for line in summary.all("li")] == ["Erste Fassung", "Zweite Zeile"]


def test_a_summary_without_a_list_is_told_as_it_is(newsdesk: Newsdesk, client: TestClient) -> None:
    newsdesk.opens(slug="gipfel")
    newsdesk.publishes("Noch ist *nichts* geschehen.", summary=True)

    (summary,) = seen(client).all("section", data_kind="summary")
    assert summary.one("p").text == "Noch ist nichts geschehen."


# Words that change


def test_a_correction_is_told_with_its_note_and_the_wrong_words_are_gone(
    newsdesk: Newsdesk, client: TestClient
) -> None:
    newsdesk.opens(slug="gipfel")
    post = newsdesk.publishes("Es waren drei Stunden.")
    newsdesk.waits(minutes=12)
    newsdesk.corrects(
        post, "Es waren zwei Stunden.", note='Nicht "drei".', internal_note="Jonas war müde"
    )
    newsdesk.waits(minutes=1)
    newsdesk.corrects(
        post,
        "Es waren gut zwei Stunden.",
        note="Gut zwei.",
        correction_class="clarification",
    )

    page = seen(client)

    (shown,) = page.all("li", data_kind="post")
    assert shown.one("div", class_="prose").text == "Es waren gut zwei Stunden."
    assert [note.text for note in shown.all("p", class_="correction")] == [
        "Berichtigung, 20:02 MESZ: Nicht „drei“.",
        "Klarstellung, 20:03 MESZ: Gut zwei.",
    ]
    assert "drei Stunden" not in page.text
    assert "müde" not in page.text


def test_a_silent_amendment_changes_the_words_and_nothing_else(
    newsdesk: Newsdesk, client: TestClient
) -> None:
    newsdesk.opens(slug="gipfel")
    post = newsdesk.publishes("Ein Tippfeler", headline="Kopf", byline="Mara")
    (before,) = Page(client.get(GIPFEL).text).posts
    newsdesk.waits(minutes=12)
    newsdesk.amends(post, "Ein Tippfehler")

    (after,) = Page(client.get(GIPFEL).text).posts

    assert after.source == before.source.replace("Tippfeler", "Tippfehler")


def test_a_withdrawn_post_is_its_notice_and_nothing_of_its_words(
    newsdesk: Newsdesk, client: TestClient
) -> None:
    newsdesk.opens(slug="gipfel")
    post = newsdesk.publishes(
        "Originaltext",
        headline="Originalkopf",
        byline="Originalzeile",
        pinned=True,
        key_event=True,
        summary=True,
    )
    newsdesk.corrects(post, "Originaltext zwei", note="Originalnotiz")
    newsdesk.waits(minutes=12)
    newsdesk.withdraws(post, notice='Das war nicht "bestätigt".')

    page = seen(client)

    (shown,) = page.all("li", data_kind="post")
    assert shown.one("h3").text == "Zurückgezogen"
    assert [p.text for p in shown.one("div", class_="withdrawal").all("p")] == [
        "Dieser Beitrag wurde zurückgezogen (20:02 MESZ).",
        "Das war nicht „bestätigt“.",
    ]
    for kind in ("pin", "key_event", "summary"):
        assert not page.all(data_kind=kind)
    assert "Original" not in client.get(GIPFEL).text


# What caches may do


def test_a_page_may_be_kept_for_a_second_and_is_not_sent_twice(
    newsdesk: Newsdesk, client: TestClient
) -> None:
    newsdesk.opens(slug="gipfel")
    first = client.get(GIPFEL)
    assert "max-age=1" in first.headers["cache-control"].split(", ")
    assert "immutable" not in first.headers["cache-control"]
    known = {"If-None-Match": first.headers["etag"]}

    clock.move(timedelta(seconds=1.5))
    assert client.get(GIPFEL, headers=known).status_code == 304

    newsdesk.publishes("Etwas Neues")
    assert client.get(GIPFEL, headers=known).status_code == 200
