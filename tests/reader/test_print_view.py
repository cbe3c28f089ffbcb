"""A whole coverage as it is filed: every post, date, address and correction in full."""

import re
from datetime import datetime, timedelta
from time import perf_counter
from uuid import UUID

import pytest
from sqlalchemy import insert
from starlette.testclient import TestClient

from depesche import app, clock
from depesche.newsroom import parts
from depesche.newsroom.models import Post
from depesche.rendering import dossier
from depesche.settings import Settings
from newsdesk import Newsdesk
from preparing import prepare
from reader import markup

SITE = "https://ticker.example"
PRINT = "/live/gipfel/print"


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """A newsroom at an address of its own, with an imprint."""
    own = {"public_url": SITE, "imprint_url": "/impressum", "privacy_url": f"{SITE}/privat"}
    return settings.model_copy(update=own)


def said(client: TestClient, address: str = PRINT) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return " ".join(markup.read(answer.text).one("body").text.split())


def many(newsdesk: Newsdesk, count: int) -> None:
    """So many public posts, as if they had been published one by one."""
    coverage, now = newsdesk.coverage, datetime.fromisoformat("2025-08-15T18:00:00+00:00")
    rows = [
        {
            "id": UUID(int=n), "coverage_id": coverage.id, "status": "published", "headline": "",
            "text": f"Beitrag {n}.", "byline": "", "revision": 1, "author_id": newsdesk.jonas.id,
            "created_at": now, "updated_at": now, "published_at": now + timedelta(seconds=n),
            "position": f"{n:010}",
        }
        for n in range(1, count + 1)
    ]  # fmt: skip
    with newsdesk.store.writing() as session:
        session.execute(insert(Post), rows)


def test_it_holds_all_that_was_published_with_its_dates(
    newsdesk: Newsdesk, client: TestClient
) -> None:
    newsdesk.opens(
        'Der "Gipfel"', slug="gipfel", standfirst="Worum es *geht*",
        dateline="Anchorage", event_zone="America/Anchorage",
    )  # fmt: skip
    first = newsdesk.publishes(
        "Ein [Satz](https://quelle.example/a) und https://quelle.example/b und [wir](/live/x).",
        headline="Der Kopf", byline="Von uns",
    )  # fmt: skip
    newsdesk.waits(minutes=5, seconds=3)
    newsdesk.corrects(first, "Ein anderer", note="Es war ein anderer.", internal_note="GEHEIM")
    taken = newsdesk.publishes("GEHEIM")
    newsdesk.withdraws(taken, notice="Stimmt nicht.")
    second = newsdesk.publishes("> Nur [Russland](https://quelle.example/c).\n> — Selenskyj")
    picture = newsdesk.uploads()
    newsdesk.shows(picture, alt="Zwei am Tisch", caption="Am Abend", credit="A")
    newsdesk.drafts("GEHEIM")
    newsdesk.schedules("GEHEIM", at=clock.now() + timedelta(hours=12))
    newsdesk.waits(hours=9)
    newsdesk.ends()

    told = client.get(PRINT).text
    page = markup.read(told)
    words = said(client)
    for piece in (
        *("Depesche", "Der „Gipfel“", "Worum es geht", "Beendet"),
        "15. August 2025, 19:50:00 MESZ (09:50:00 AKDT, Anchorage)",
        "16. August 2025, 04:55:03 MESZ (15. August, 18:55:03 AKDT, Anchorage)",
        *("Der Kopf", "Ein anderer", "Von uns", "Es war ein anderer.", "Stimmt nicht."),
        "Berichtigung, 15. August 2025, 19:55:03 MESZ",
        f"{SITE}/live/gipfel/posts/{first.id}",
        f"{SITE}/live/gipfel/posts/{taken.id}",
        "Nur Russland <https://quelle.example/c>.",
        *("— Selenskyj", "Am Abend Bild: A", f"Impressum: {SITE}/impressum"),
        f"Ausgabe {newsdesk.coverage.edition}",
        f"Nummer {newsdesk.coverage.sequence}",
    ):
        assert piece in words, piece
    assert words.index("Ein anderer") < words.index("Nur Russland"), "oldest first"
    assert "GEHEIM" not in told
    assert page.one("img").attributes["alt"] == "Zwei am Tisch"
    assert not page.all("script")
    assert '<meta name="robots" content="noindex">' in told
    assert str(second.id) in told
    assert "Teil 1" not in words


def test_a_link_is_written_out_unless_its_words_are_the_address(
    newsdesk: Newsdesk, client: TestClient
) -> None:
    newsdesk.opens(slug="gipfel")
    newsdesk.publishes("[Satz](https://q.example/a), *[wir](/live/x)*, https://q.example/b.")
    assert f"Satz <https://q.example/a>, wir <{SITE}/live/x>, https://q.example/b." in said(client)


def test_the_dossier_stands_at_the_end_unfolded(newsdesk: Newsdesk, client: TestClient) -> None:
    newsdesk.opens(slug="gipfel")
    prepare(newsdesk)
    post = newsdesk.publishes("> Nur Russland kann das.\n> — Wladimir Putin")
    newsdesk.settles("1", "disputed", disputed_by=["kreml"], evidence=["https://quelle.example"])
    newsdesk.takes_position("russland", "gebiete", "rejects", wording="So nicht", posts=[post.id])

    told = client.get(PRINT).text
    at = told.index('id="dossier"')
    assert at > told.rindex('class="filed')
    for piece in ("Bestritten von", "quelle.example", "So nicht", "lehnt es ab"):
        assert piece in told[at:], piece
    assert "<details" in told
    assert not re.search(r"<details(?! open)", told)


def test_the_dossier_is_there_to_the_last_claim(newsdesk: Newsdesk, client: TestClient) -> None:
    """More than its own pages show at once; nothing of it is behind a link."""
    newsdesk.opens(slug="gipfel")
    prepare(newsdesk)
    for n in range(9):
        quotes = (f"> Aussage {n}-{m}.\n> — Wladimir Putin" for m in range(25))
        newsdesk.publishes("\n\n".join(quotes))
    claims = markup.read(client.get(PRINT).text).all("li", **{"data-kind": "claim"})
    assert len(claims) == 225 > dossier.WHOLE
    told = {found[0] for claim in claims if (found := re.search(r"Aussage \d+-\d+", claim.text))}
    assert told == {f"Aussage {n}-{m}" for n in range(9) for m in range(25)}
    assert "/dossier?kind=" not in client.get(PRINT).text


def test_a_post_says_what_it_is_marked_as(newsdesk: Newsdesk, client: TestClient) -> None:
    newsdesk.opens(slug="gipfel")
    newsdesk.publishes("Eins", key_event=True, summary=True)
    newsdesk.publishes("Zwei", pinned=True)
    post = newsdesk.publishes("Drei", pinned=True)
    newsdesk.unmarks(post, "pin")
    told = markup.read(client.get(PRINT).text).one("section", class_="posts")
    assert [" ".join(one.text.split()) for one in told.all("p", class_="when")] == [
        "1 15. August 2025, 19:50:00 MESZ · Wichtig · Zusammenfassung",
        "2 15. August 2025, 19:50:00 MESZ · Angepinnt",
        "3 15. August 2025, 19:50:00 MESZ",
    ]


def test_it_tells_when_it_was_drawn_and_what_the_log_held_then(
    newsdesk: Newsdesk, client: TestClient
) -> None:
    newsdesk.opens(slug="gipfel")
    newsdesk.publishes("Eins")
    before = said(client)
    newsdesk.waits(minutes=7)
    assert said(client) == before, "nothing has happened"
    newsdesk.publishes("Zwei")

    assert "15. August 2025, 19:50:00 MESZ, nach der Uhr der Redaktion" in before
    assert "15. August 2025, 19:57:00 MESZ, nach der Uhr der Redaktion" in said(client)
    assert f"Nummer {newsdesk.coverage.sequence}," in said(client)
    assert f"Nummer {newsdesk.coverage.sequence}," not in before


def test_when_it_was_drawn_makes_it_no_other_page(
    newsdesk: Newsdesk, client: TestClient, settings: Settings
) -> None:
    """Another process, or the same one once it has let go of the page, draws it later."""
    newsdesk.opens(slug="gipfel")
    newsdesk.publishes("Eins")
    first = client.get(PRINT)
    newsdesk.waits(minutes=7)
    other = TestClient(app.create(settings, store=newsdesk.store))
    second = other.get(PRINT)
    known = {"If-None-Match": first.headers["etag"]}
    assert other.get(PRINT, headers=known).status_code == 304
    assert second.text != first.text
    assert second.headers["etag"] == first.headers["etag"]
    newsdesk.publishes("Zwei")
    assert client.get(PRINT).headers["etag"] != first.headers["etag"]


def test_five_thousand_posts_come_in_parts(newsdesk: Newsdesk, client: TestClient) -> None:
    newsdesk.opens(slug="gipfel")
    many(newsdesk, 5_001)
    found: list[str] = []
    for number in range(1, 12):
        began = perf_counter()
        answer = client.get(PRINT if number == 1 else f"{PRINT}?part={number}")
        assert answer.status_code == 200
        assert perf_counter() - began < 8
        assert len(answer.content) < 1_500_000
        words = " ".join(markup.read(answer.text).one("body").text.split())
        assert f"Teil {number} von 11" in words
        posts = re.findall(r"Beitrag (\d+)\.", words)
        assert f"den Beiträgen {posts[0]} bis {posts[-1]}" in words
        found += posts
        links = set(re.findall(r'href="/live/gipfel/print([^"]*)" rel', answer.text))
        around = {"" if n == 1 else f"?part={n}" for n in (number - 1, number + 1) if 1 <= n <= 11}
        assert links == around
        assert ('id="dossier"' in answer.text) is (number == 11)
    assert found == [str(n) for n in range(1, 5_002)]
    assert client.get(f"{PRINT}?part=12").status_code == 404


def test_what_stood_in_a_part_stays_in_it(
    newsdesk: Newsdesk, client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts, "PART", 2)
    newsdesk.opens(slug="gipfel")
    posts = [newsdesk.publishes(f"Beitrag {n}.") for n in range(4)]
    newsdesk.withdraws(posts[0])
    newsdesk.publishes("Danach")

    assert "Beitrag 1." in said(client)
    assert "Beitrag 2. " not in said(client)
    assert "Beitrag 2." in said(client, f"{PRINT}?part=2")
    assert "Danach" in said(client, f"{PRINT}?part=3")


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("", 200),
        ("part=1", 200),
        ("part=2", 404),
        *(("part=", 404), ("part=0", 404), ("part=-1", 404), ("part=01", 404), ("part=1.5", 404)),
        *(
            ("part=x", 404),
            ("part=%D9%A1", 404),
            ("part=99999999", 404),
            (f"part={'9' * 5000}", 404),
        ),
    ],
)
def test_a_part_that_is_none_is_not_there(
    newsdesk: Newsdesk, client: TestClient, query: str, status: int
) -> None:
    newsdesk.announces(slug="gipfel")
    assert client.get(f"{PRINT}?{query}").status_code == status
    assert client.get("/live/nirgends/print").status_code == 404
