"""The fragment that other pages of the house take in."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from depesche import clock
from depesche.rendering.environment import Templates
from depesche.settings import Settings
from depesche.web import caching
from newsdesk import Newsdesk
from reader import markup
from reader.markup import Tag

HERE = "https://ticker.example"
GIPFEL = f"{HERE}/live/gipfel"


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return settings.model_copy(update={"public_url": HERE})


def teaser(client: TestClient, path: str = "/live/gipfel/teaser") -> Tag:
    """The one element that is in it."""
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    (section,) = markup.read(answer.text.strip()).children
    assert isinstance(section, Tag)
    assert (section.name, section.attributes["class"]) == ("section", "depesche-teaser")
    assert {tag.name for tag in section.all()} <= {*("p", "strong", "h2", "a", "ul", "li", "time")}
    assert all("style" not in tag.attributes for tag in section.all())
    return section


def headlines(section: Tag) -> list[str]:
    return [item.one("a").text for item in section.all("li")]


def test_a_live_coverage_is_told_with_its_three_newest_headlines(
    newsdesk: Newsdesk, client: TestClient
) -> None:
    newsdesk.opens('Der "Gipfel"', slug="gipfel")
    posts = []
    for n in range(4):
        newsdesk.waits(minutes=5)
        posts.append(newsdesk.publishes(f"Beitrag {n} im Text", headline=f"Beitrag {n}" * (n != 2)))
    newsdesk.waits(hours=7)

    found = teaser(client)

    assert found.language == "de"
    assert found.one("p", class_="depesche-status").text == "Live seit 15. August, 19:50 MESZ"
    assert found.one("h2").text == "Der „Gipfel“"
    assert found.one("h2").one("a").attributes["href"] == GIPFEL
    assert headlines(found) == ["Beitrag 3", "Beitrag 2 im Text", "Beitrag 1"]
    newest = found.all("li")[0]
    assert newest.one("a").attributes["href"] == f"{GIPFEL}/posts/{posts[-1].id}"
    assert newest.text.startswith("15. August, 20:10 MESZ")
    assert found.one("p", class_="depesche-as-of").text == "Stand 15. August, 20:10 MESZ"


def test_every_state_is_said_in_words(newsdesk: Newsdesk, client: TestClient) -> None:
    def status() -> str:
        found = teaser(client)
        assert found.attributes["data-status"] == newsdesk.coverage.status
        return found.one("p", class_="depesche-status").text

    newsdesk.announces("Der Gipfel", slug="gipfel")
    assert status() == "Angekündigt Freitag, 15. August 2025, 20:00 MESZ"
    newsdesk.waits(minutes=10)
    assert status() == "Live seit 15. August, 20:00 MESZ"
    newsdesk.pauses()
    assert status().startswith("Pausiert ")
    newsdesk.ends()
    assert status() == "Beendet 15. August 2025, 20:00 MESZ"
    newsdesk.archives()
    assert status() == "Beendet 15. August 2025, 20:00 MESZ"


def test_it_speaks_the_language_of_the_coverage(newsdesk: Newsdesk, client: TestClient) -> None:
    newsdesk.opens("The summit", slug="gipfel", language="en")
    found = teaser(client)
    assert found.language == "en"
    assert found.one("p", class_="depesche-as-of").text == "as of 15 August, 19:50 CEST"


def test_what_changes_is_told_at_once(newsdesk: Newsdesk, client: TestClient) -> None:
    newsdesk.opens("Der Gipfel", slug="gipfel")
    wrong = newsdesk.publishes("1868", headline="Verkauft 1868")
    false = newsdesk.publishes("Falsch")
    for path in ("/live/gipfel/teaser", "/teaser"):
        assert headlines(teaser(client, path)) == ["Falsch", "Verkauft 1868"]
    newsdesk.withdraws(false, notice="Das stimmt nicht.")
    newsdesk.amends(wrong, headline="Verkauft 1867")
    for path in ("/live/gipfel/teaser", "/teaser"):
        assert headlines(teaser(client, path)) == ["Verkauft 1867"]
        assert "stimmt nicht" not in client.get(path).text


def test_what_readers_may_not_see_is_not_in_it(newsdesk: Newsdesk, client: TestClient) -> None:
    newsdesk.makes("GEHEIM", slug="gipfel")
    assert client.get("/live/gipfel/teaser").status_code == 404
    newsdesk.edits(headline="Der Gipfel")
    newsdesk.brings("live")
    newsdesk.drafts("GEHEIM")
    newsdesk.submits("GEHEIM")
    newsdesk.publishes("GEHEIM", embargoed_until=clock.now() + timedelta(hours=1))
    newsdesk.makes("GEHEIM", slug="anders")
    for path in ("/live/gipfel/teaser", "/teaser"):
        assert "GEHEIM" not in client.get(path).text


def test_without_a_name_it_is_what_is_on_and_else_what_comes_next(
    newsdesk: Newsdesk, client: TestClient
) -> None:
    empty = teaser(client, "/teaser")
    assert (empty.text, empty.attributes["lang"]) == ("", "de")
    assert "hidden" in empty.attributes

    newsdesk.opens("Vorbei")
    newsdesk.ends()
    assert teaser(client, "/teaser").text == ""

    newsdesk.announces("Übermorgen", opens_at=clock.now() + timedelta(days=2))
    newsdesk.announces("Morgen", opens_at=clock.now() + timedelta(days=1))
    assert teaser(client, "/teaser").one("h2").text == "Morgen"

    newsdesk.opens("Pausiert")
    newsdesk.pauses()
    assert teaser(client, "/teaser").one("h2").text == "Pausiert"

    newsdesk.waits(minutes=1)
    newsdesk.opens("Live")
    newsdesk.waits(minutes=1)
    newsdesk.opens("Auch pausiert")
    newsdesk.pauses()
    assert teaser(client, "/teaser").one("h2").text == "Live"


HEAVY = ["<&'\"> " * 50, "🗳️" * 150, "&" * 300, "Donaudampfschifffahrt " * 13]


def grown(newsdesk: Newsdesk, words: str) -> None:
    """All that a teaser tells is as heavy as it can be."""
    newsdesk.opens(words.strip()[:300], slug="gipfel" * 13)
    for _ in range(3):
        newsdesk.publishes("Ein Satz\n\n??", headline=words.strip()[:300])


@pytest.mark.parametrize("words", HEAVY)
def test_it_is_small_whatever_the_headlines_are(
    newsdesk: Newsdesk, client: TestClient, words: str
) -> None:
    grown(newsdesk, words)
    path = f"/live/{newsdesk.slug}/teaser"
    assert len(client.get(path).content) <= 3 * 1024
    told = headlines(teaser(client, path))
    assert len(told) == 3
    assert all(re.fullmatch(r"Unbestätigt: \S.{10,} …", line) for line in told), told


@pytest.mark.parametrize("words", HEAVY)
@pytest.mark.parametrize(("letter", "count"), [("x", 3), ("ü", 1), ("\U00020000", 0)])
def test_it_is_small_wherever_we_are(
    newsdesk: Newsdesk, app: FastAPI, client: TestClient, words: str, letter: str, count: int
) -> None:
    """Where the name of our host is as long as there can be one, some headlines are left out."""
    longest = f"https://{letter * 253}:65535"
    rooms = app.state.rooms
    here = Settings(public_url=longest).public_url
    facts = {"newsroom": "Depesche", "public_url": here, "brand": rooms.brand}
    app.state.rooms = replace(rooms, templates=Templates(**facts))
    grown(newsdesk, words)
    path = f"/live/{newsdesk.slug}/teaser"
    assert len(client.get(path).content) <= 3 * 1024
    found = teaser(client, path)
    assert found.one("h2").one("a").attributes["href"] == f"{longest}/live/{newsdesk.slug}"
    assert len(found.all("li")) >= count


def test_what_is_claimed_is_told_with_its_status(newsdesk: Newsdesk, client: TestClient) -> None:
    newsdesk.opens("Der Gipfel", slug="gipfel")
    newsdesk.publishes("Putin gelandet\n\n??")
    newsdesk.publishes("Im Hafen\n\n==", headline="Explosion")
    assert headlines(teaser(client)) == ["Explosion", "Unbestätigt: Putin gelandet"]
    newsdesk.settles("1", "false")
    for path in ("/live/gipfel/teaser", "/teaser"):
        assert headlines(teaser(client, path)) == ["Explosion", "Falsch: Putin gelandet"]


def test_shared_caches_may_keep_it_for_a_second_and_serve_it_on_when_we_are_away(
    newsdesk: Newsdesk, client: TestClient
) -> None:
    newsdesk.opens("Der Gipfel", slug="gipfel")
    for path in ("/live/gipfel/teaser", "/teaser"):
        answer = client.get(path)
        assert answer.headers["cache-control"] == caching.EMBEDDED
        known = {"If-None-Match": answer.headers["etag"]}
        clock.move(timedelta(minutes=5))
        assert client.get(path, headers=known).status_code == 304
        assert client.head(path).headers["etag"] == answer.headers["etag"]
