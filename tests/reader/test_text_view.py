"""A coverage in words alone: small whatever it holds, and nothing of it is lost."""

import re
from collections.abc import Sequence

import pytest
from starlette.testclient import TestClient

from depesche.newsroom.models import Post
from depesche.rendering import assets
from newsdesk import Newsdesk
from reader import markup

MOST = 30_000  # bytes, uncompressed, of all that the view needs
TEXT = "/live/gipfel/text"
EMOJI = "\N{FACE WITH TEARS OF JOY}"

# What makes the most bytes of the fewest letters.
HEAVY = {
    "emoji": EMOJI * 20_000,
    "signs": "&" * 20_000,
    "forms": "*a* **b** " * 2_000,
    "lists": "- a\n" * 5_000,
    "links": "[a](/live/x) " * 1_500,
    "an address": f"[a](https://ticker.example/{'x' * 19_000})",
    "lines": "a\n" * 10_000,
    "quotes": "> a\n\nb\n\n" * 2_000,
    "a speaker": f"> a\n> — {'B' * 19_000}",
    "deep": "\n".join(f"{'> ' * 5}- *{n}*" for n in range(800)),
}


def grows(newsdesk: Newsdesk, post: Post, text: str) -> None:
    """The post has these words, without all that a newsroom reads in them."""
    with newsdesk.store.writing() as session:
        session.get_one(Post, post.id).text = text.strip()[:20_000]


def shown(client: TestClient, address: str = TEXT) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    size = len(answer.content) + len(assets.served("reader/text.css").content)
    assert size <= MOST, f"{address}: {size} bytes"
    return answer.text


def texts(client: TestClient, *, rel: str = "next") -> list[Sequence[str]]:
    """The posts of each page, from the first one to the last."""
    found, address = [], TEXT
    while address:
        page = markup.read(shown(client, address))
        found.append([one.text for one in page.all("article")])
        further = [a.attributes["href"] for a in page.all("a") if a.attributes.get("rel") == rel]
        address = further[0] if further else ""
    return found


def test_it_says_all_that_the_page_says(newsdesk: Newsdesk, client: TestClient) -> None:
    newsdesk.opens(
        'Der "Gipfel" <b>', slug="gipfel", standfirst="Worum es *geht*", dateline="Anchorage"
    )
    newsdesk.publishes("- Sie sind da\n- Sie *reden*", summary=True)
    newsdesk.publishes(
        "Ein **Satz**.\n\n> Nur Russland kann das.\n> — Wolodymyr Selenskyj, Präsident",
        headline="Der Kopf",
        byline="Von uns",
        key_event=True,
    )
    wrong = newsdesk.publishes("Fünf Uhr")
    newsdesk.corrects(wrong, "Sechs Uhr", note="Es ist sechs.", internal_note="GEHEIM")
    taken = newsdesk.publishes("GEHEIM")
    newsdesk.withdraws(taken, notice="Stimmt nicht.")
    newsdesk.drafts("GEHEIM")
    newsdesk.schedules("GEHEIM")
    picture = newsdesk.uploads()
    newsdesk.shows(picture, alt="Zwei am Tisch", caption="Am Abend", credit="Foto: A")

    told = shown(client)
    page = markup.read(told)
    said = " ".join(page.one("body").text.split())

    for words in (
        *("Der „Gipfel“ <b>", "Live seit 19:50 MESZ", "Anchorage", "Worum es geht"),
        *("Bisher", "Stand 19:50 MESZ", "Sie sind da", "Wichtige Ereignisse", "Ein Satz."),
        *("Nur Russland kann das.", "— Wolodymyr Selenskyj, Präsident", "Der Kopf", "Von uns"),
        *("Sechs Uhr", "Berichtigung, 19:50 MESZ: Es ist sechs.", "Stimmt nicht."),
        *("zurückgezogen", "[Bild: Zwei am Tisch – Am Abend (Foto: A)]"),
    ):
        assert words in said, words
    assert "GEHEIM" not in told
    assert "Fünf" not in told
    assert not page.all("img")
    assert not page.all("script")
    assert page.one("html").language == "de"
    assert re.search(r'<link rel="canonical" href="https?://[^/]+/live/gipfel">', told)


def test_it_tells_the_status_of_what_is_claimed(newsdesk: Newsdesk, client: TestClient) -> None:
    quote = "> Wir sind uns einig.\n> — Jemand"
    newsdesk.opens(slug="gipfel")
    newsdesk.publishes("Putin gelandet\n\n??")
    newsdesk.publishes("In Alaska\n\n??", headline="Gelandet", key_event=True)
    newsdesk.publishes("- Sie sind da\n\n??", summary=True)
    newsdesk.publishes(f"Schluss.\n\n{quote}", headline="Gipfel endet")
    newsdesk.publishes("Die Türen sind offen\n\n==")
    newsdesk.settles("1", "false")
    newsdesk.settles("4", "disputed", evidence=["x"])

    page = markup.read(shown(client))
    confirmed, quoted, summary, headed, bare = page.all("article")

    assert bare.text == "19:50 MESZ Falsch: Putin gelandet Im Dossier: Falsch"
    assert headed.one("h3").text == "19:50 MESZ Unbestätigt: Gelandet"
    assert quoted.one("h3").text == "19:50 MESZ Gipfel endet"
    assert "Schluss. Bestritten: Wir sind uns einig.— Jemand" in quoted.text
    assert confirmed.one("h3").text == "19:50 MESZ"
    assert confirmed.text.endswith("Die Türen sind offen Im Dossier: Bestätigt")
    assert summary.one("h3").text == "19:50 MESZ Unbestätigt:"
    above, *_ = page.one("main").text.split("Beiträge")
    assert "Stand 19:50 MESZ Unbestätigt: Sie sind da" in above
    assert "19:50 MESZ Unbestätigt: Gelandet" in above


@pytest.mark.parametrize("words", ["Wir sind uns einig. " * 40, f"{EMOJI}! " * 400])
@pytest.mark.parametrize("filler", [0, 20, 60, 5_000])
def test_no_cut_parts_a_quote_from_its_status(
    newsdesk: Newsdesk, client: TestClient, words: str, filler: int
) -> None:
    newsdesk.opens(slug="gipfel")
    text = f"{'x ' * filler}\n\n> {words}\n> — Jemand\n\n{'Danach. ' * 900}"
    newsdesk.publishes(text, headline="Gipfel endet", byline=EMOJI * 200)
    newsdesk.settles("1", "false")
    said = markup.read(shown(client)).one("article").text
    assert ("Falsch: " in said) == (words[:2] in said)


def test_it_is_read_from_its_newest_post_and_once_it_is_over_from_its_first(
    newsdesk: Newsdesk, client: TestClient
) -> None:
    newsdesk.opens(slug="gipfel")
    for n in range(70):
        newsdesk.publishes(f"Beitrag {n}.")

    pages = texts(client)
    told = [re.findall(r"Beitrag (\d+)\.", post)[0] for page in pages for post in page]
    assert told == [str(n) for n in reversed(range(70))]
    assert len(pages) == 3
    assert "die neuesten zuerst" in shown(client)

    newsdesk.ends()
    told = [re.findall(r"Beitrag (\d+)\.", post)[0] for page in texts(client) for post in page]
    assert told == [str(n) for n in range(70)]
    assert "älteste zuerst" in shown(client)


def test_whoever_reads_on_while_it_ends_goes_on_in_the_same_direction(
    newsdesk: Newsdesk, client: TestClient
) -> None:
    newsdesk.opens(slug="gipfel")
    for n in range(40):
        newsdesk.publishes(f"Beitrag {n}.")
    page = markup.read(shown(client))
    (further,) = [a.attributes["href"] for a in page.all("a") if a.attributes.get("rel") == "next"]

    newsdesk.ends()
    assert [
        one.text.split("Beitrag ")[1][:1]
        for one in markup.read(shown(client, further)).all("article")
    ][:2] == ["9", "8"]


@pytest.mark.parametrize("kind", HEAVY)
def test_a_post_that_is_long_is_cut_and_leads_to_all_of_it(
    newsdesk: Newsdesk, client: TestClient, kind: str
) -> None:
    newsdesk.opens(slug="gipfel")
    post = newsdesk.publishes("x")
    grows(newsdesk, post, HEAVY[kind])
    newsdesk.publishes("Danach")

    page = markup.read(shown(client))
    first, second = page.all("article")
    assert "Danach" in first.text
    address = f"/live/gipfel/posts/{post.id}"
    assert [a.text for a in second.all("a") if a.attributes["href"] == address][-1] == (
        "Der ganze Beitrag"
    )


def test_what_is_as_heavy_as_can_be_is_still_small_and_nothing_is_left_out(
    newsdesk: Newsdesk, client: TestClient
) -> None:
    newsdesk.opens("&" * 300, slug="gipfel", standfirst="&" * 2_000, dateline=EMOJI * 100)
    marks = {"key_event": True, "pinned": True}
    posts = []
    for text in HEAVY.values():
        claims = "x\n\n??\n\n==\n\n> a\n> — B"
        post = newsdesk.publishes(claims, headline="&" * 300, byline=EMOJI * 200, **marks)
        for n in range(5):
            newsdesk.corrects(post, str(n), note="&" * 2_000)
        grows(newsdesk, post, text)
        posts.append(str(post.id))
    grows(newsdesk, newsdesk.publishes("x", summary=True), f"- {'&' * 3_000}\n" * 6)
    taken = newsdesk.publishes("x", headline="&" * 300)
    newsdesk.withdraws(taken, notice="&" * 2_000)
    newsdesk.shows(
        newsdesk.uploads(), EMOJI * 2_000, alt="&" * 1_000, caption="&" * 1_000, credit="&" * 200
    )

    address, found = TEXT, []
    while address:
        told = shown(client, address)
        found += re.findall(r'<h3><a href="/live/gipfel/posts/([\w-]+)"', told)
        further = re.search(r'<a href="([^"]+)" rel="next"', told)
        address = further[1] if further else ""
    assert set(posts) < set(found)
    assert len(found) == len(set(found)) == len(posts) + 3


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("before=zzz", 200),
        ("after=0", 200),
        ("before=", 404),
        ("before=%00", 404),
        ("after=é", 404),
    ],
)
def test_an_address_that_nobody_gave_out_is_answered(
    newsdesk: Newsdesk, client: TestClient, query: str, status: int
) -> None:
    newsdesk.opens(slug="gipfel")
    assert client.get(f"{TEXT}?{query}").status_code == status
    assert client.get("/live/nirgends/text").status_code == 404


def test_what_is_announced_says_when_it_opens(newsdesk: Newsdesk, client: TestClient) -> None:
    newsdesk.announces(slug="gipfel", language="en")
    said = markup.read(shown(client)).one("main").text
    assert "Announced: The ticker opens Friday, 15 August 2025, 20:00 CEST" in " ".join(
        said.split()
    )
    assert "Nothing has been posted yet." in said


def test_it_is_ready_until_the_log_grows(newsdesk: Newsdesk, client: TestClient) -> None:
    newsdesk.opens(slug="gipfel")
    newsdesk.publishes("Eins")
    told = client.get(TEXT)
    ready = client.app.state.rooms.ready  # type: ignore[attr-defined]
    assert ready.find(TEXT.encode()) is not None
    assert told.headers["cache-control"].startswith("public")
    newsdesk.publishes("Zwei")
    assert "Zwei" in client.get(TEXT).text
