"""What readers get of a dossier, on the page of a coverage and on pages of its own."""

import re

import pytest
from starlette.testclient import TestClient

from newsdesk import Newsdesk
from preparing import prepare
from reader import markup
from reader.markup import Tag

GIPFEL = "/live/gipfel"
DOSSIER = f"{GIPFEL}/dossier"
QUOTE = "> Nie im Leben\n> — Wladimir Putin, Präsident"


@pytest.fixture
def desk(newsdesk: Newsdesk) -> Newsdesk:
    """A live coverage whose dossier is prepared."""
    newsdesk.opens(slug="gipfel")
    prepare(newsdesk)
    return newsdesk


def seen(client: TestClient, path: str = GIPFEL) -> Tag:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return markup.read(answer.text)


def card(client: TestClient, kind: str, key: str, path: str = GIPFEL) -> Tag:
    return seen(client, path).one(data_kind=kind, data_id=key)


# Who wants what


def test_stated_aims_stand_beside_attributed_ones_and_those_say_whose_they_are(
    desk: Newsdesk, client: TestClient
) -> None:
    desk.prepares("aim", actor="putin", text="Vier Gebiete", kind="stated", since="2022")
    desk.prepares(
        "aim", actor="putin", text="Anerkennung", kind="attributed", attributed_to="kreml",
        if_then=["Trump gibt nach", "die Hilfe endet"], state="dropped",
    )  # fmt: skip

    putin = card(client, "actor", "putin")

    stated, attributed = putin.all("div", class_="aims")
    assert "Will nach eigenen Worten Vier Gebiete" in stated.text
    assert "Beginn: 2022" in stated.text
    assert "laut: Kreml (Stimme von: Russland)" in attributed.text
    assert "Anerkennung (aufgegeben)" in attributed.text
    assert [li.text for li in attributed.one("ol").all("li")] == [
        "Trump gibt nach",
        "die Hilfe endet",
    ]


# Who stands where


def test_the_matrix_is_a_table_whose_cells_say_since_when_and_by_which_post(
    desk: Newsdesk, client: TestClient
) -> None:
    first = desk.publishes("Erst so")
    desk.takes_position("usa", "gebiete", "conditional", posts=[first.id])
    second = desk.publishes("Dann so")
    desk.waits(minutes=30)
    desk.takes_position("usa", "gebiete", "opposes", posts=[second.id], wording="Nicht jetzt")
    desk.takes_position("ukraine", "us-hilfe", "supports", posts=[second.id])

    table = card(client, "matrix", "all").one("table")

    assert [th.text for th in table.all("th", scope="col")] == ["Akteur", "Gebiete", "US-Hilfe"]
    assert [th.text for th in table.all("th", scope="row")] == ["Ukraine", "USA"]
    cells = table.all("td")
    assert [td.text for td in cells] == [
        "– nichts bekannt",
        "dafür Stand 15. August, 20:20 MESZ",
        (
            "dagegen Nicht jetzt Stand 15. August, 20:20 MESZ "
            "1× geändert unter Bedingungen, 15. August, 19:50 MESZ"
        ),
        "– nichts bekannt",
    ]
    usa = cells[2]
    links = [a.attributes["href"] for a in usa.all("a")]
    assert f"{GIPFEL}/posts/{second.id}" in links
    assert f"{GIPFEL}/posts/{first.id}" in links


@pytest.mark.parametrize(
    ("stances", "line"),
    [
        ({"russland": "supports", "usa": "supports"}, "Alle, die sich geäußert haben, sind dafür."),
        (
            {"russland": "supports", "ukraine": "rejects", "europa": "opposes"},
            (
                "Dafür: Russland. Dagegen: Ukraine und Europa. Es blockiert: Ukraine. "
                "Damit es dazu kommt, müssten sich bewegen: Ukraine und Europa."
            ),
        ),
        (
            {"usa": "conditional", "trump": "contradictory"},
            (
                "Ohne Bedingungen ist niemand dafür. Unter Bedingungen: USA. Offen: Donald Trump. "
                "Damit es dazu kommt, müssten sich festlegen: Donald Trump."
            ),
        ),
        (
            {"russland": "supports", "usa": "conditional"},
            (
                "Dafür: Russland. Unter Bedingungen: USA. "
                "Damit es dazu kommt, müssten ihre Bedingungen erfüllt sein: USA."
            ),
        ),
    ],
)
def test_what_the_positions_come_to_follows_from_them(
    desk: Newsdesk, client: TestClient, stances: dict[str, str], line: str
) -> None:
    post = desk.publishes("Es wird verhandelt")
    for actor, stance in stances.items():
        desk.takes_position(actor, "gebiete", stance, posts=[post.id])

    assert card(client, "issue", "gebiete").one("p", class_="balance").text == line


# Who said what


def test_a_claim_says_whether_it_holds_since_when_and_who_disputes_it(
    desk: Newsdesk, client: TestClient
) -> None:
    desk.publishes(QUOTE)
    desk.publishes("> Doch\n> — Donald Trump")
    desk.settles("1", "unconfirmed")
    desk.settles("1", "disputed", disputed_by=["ukraine", "Zeugen"])
    desk.prepares("claim", "2", contradicts=["1"])

    claim = card(client, "claim", "1")

    assert claim.one("a", class_="claim-status").text == "Bestritten"
    assert claim.one("blockquote").text == "Nie im Leben"
    assert claim.one("p", class_="who").text == "— Wladimir Putin, Präsident"
    assert "Bestritten von: Ukraine und Zeugen." in claim.text
    assert "Widersprochen von: Doch (Berichtet)" in claim.text
    history = claim.one("details")
    assert history.one("summary").text == "Status 2× geändert"
    assert [li.text.split(",")[0] for li in history.all("li")] == [
        "Bestritten",
        "Unbestätigt",
        "Berichtet",
    ]


@pytest.mark.parametrize(
    ("language", "typed", "read"),
    [
        ("de", "> Nie im Leben\n> ", "Nie im Leben"),
        ("de", '"Nie im Leben"\n', "„Nie im Leben“"),
        ("en", "> Nie im Leben\n> ", "Nie im Leben"),
        ("en", '"Nie im Leben"\n', "“Nie im Leben”"),
    ],
)
def test_a_claim_is_in_quotation_marks_where_they_were_typed_and_nowhere_else(
    newsdesk: Newsdesk, client: TestClient, language: str, typed: str, read: str
) -> None:
    newsdesk.opens(slug="gipfel", language=language)
    prepare(newsdesk)
    newsdesk.publishes(f"{typed}— Wladimir Putin")
    newsdesk.publishes("> Doch\n> — Donald Trump")
    newsdesk.prepares("claim", "2", contradicts=["1"])

    page = seen(client, f"{DOSSIER}/claim/1")

    assert page.one("h1").text == read
    assert page.one("meta", property="og:title").attributes["content"].split(": ", 1)[1] == (
        f"{read} – Wladimir Putin"
    )
    claim, post = page.one(data_kind="claim"), page.one(data_kind="post")
    assert claim.one("blockquote").text == post.one("blockquote").text == read
    status = post.one("figcaption").all("a", class_="chip")[-1]
    assert status.attributes["href"].endswith("/claim/1")
    assert f" {read} (" in card(client, "claim", "2").text


@pytest.mark.parametrize(
    ("language", "status", "title"),
    [
        ("de", "unconfirmed", "Unbestätigt: Nie im Leben – Wladimir Putin"),
        ("en", "false", "False: Nie im Leben – Wladimir Putin"),
    ],
)
def test_a_claim_is_shared_with_its_status(
    newsdesk: Newsdesk, client: TestClient, language: str, status: str, title: str
) -> None:
    newsdesk.opens(slug="gipfel", language=language)
    prepare(newsdesk)
    newsdesk.publishes(QUOTE)
    newsdesk.settles("1", status)

    page = seen(client, f"{DOSSIER}/claim/1")

    assert page.one("title").text == f"{title} – Depesche"
    assert page.one("meta", property="og:title").attributes["content"] == title
    assert page.one("meta", property="og:url").attributes["content"].endswith("/claim/1")


# When, where, and how it may end


def test_the_timeline_runs_from_the_oldest_to_key_posts_and_says_no_more_than_is_known(
    desk: Newsdesk, client: TestClient
) -> None:
    key = desk.publishes("Die Maschine ist gelandet", headline="Gelandet", key_event=True)
    desk.prepares("entry", title="Verkauf", when="1867", count="vor {years} Jahren")
    desk.prepares("entry", title="Zuletzt", when="2018", count="seit {years} Jahren")
    desk.prepares("entry", title="Treffen", when="2025-08-15")

    entries = seen(client).one(data_list="entry").all("li", class_="entry")

    assert [e.one("p", class_="name").text for e in entries] == [
        "Verkauf",
        "Zuletzt",
        "Treffen",
        "Gelandet",
    ]
    assert [e.one("p", class_="when").text for e in entries] == [
        "1867",
        "2018",
        "15. August 2025",
        "15. August 2025, 19:50 MESZ",
    ]
    assert "vor 158 Jahren" in entries[0].text
    assert "seit sieben Jahren" in entries[1].text
    assert entries[3].one("a").attributes["href"] == f"{GIPFEL}/posts/{key.id}"


def test_years_are_counted_anew_when_the_opening_moves(
    newsdesk: Newsdesk, client: TestClient
) -> None:
    newsdesk.announces(slug="gipfel")
    newsdesk.prepares("entry", title="Zuletzt", when="2018", count="seit {years} Jahren")
    before = newsdesk.coverage.sequence

    newsdesk.edits(opens_at=newsdesk.coverage.opens_at.replace(year=2026))  # type: ignore[union-attr]

    assert "entry" in [line.kind for line in newsdesk.reader_log(after=before)]
    assert "seit acht Jahren" in seen(client).one(data_list="entry").text


def test_places_are_on_a_map_and_in_words_but_where_hidden_ones_are_nobody_learns(
    desk: Newsdesk, client: TestClient
) -> None:
    spot = {"latitude": 61.2512, "longitude": -149.8034}
    desk.prepares("place", "anchorage", precision="exact", why="Nah an Russland", **spot)
    desk.prepares("place", "moskau", latitude=12.3456, longitude=65.4321, precision="hidden")

    page = client.get(GIPFEL).text

    chart = markup.read(page).one(data_kind="map").one("svg", class_="map")
    assert [a.attributes["href"] for a in chart.all("a")] == [f"{DOSSIER}/place/anchorage"]
    assert "Nah an Russland" in card(client, "place", "anchorage").text
    assert "Moskau" in page
    assert not re.search(r"12[.,]34|65[.,]43", page)


def test_only_likelihoods_that_two_stand_behind_are_shown_with_their_author(
    desk: Newsdesk, client: TestClient
) -> None:
    desk.prepares("scenario", "frost", label="Eingefroren", set="ausgang")
    desk.confirms("frost", desk.estimates("frost", 60, 70, words="wahrscheinlich"))
    desk.confirms("durchbruch", desk.estimates("durchbruch", 10, 20, words="kaum"))
    desk.waits(minutes=9)
    desk.confirms("durchbruch", desk.estimates("durchbruch", 50, 55, words="offen"))
    desk.estimates("durchbruch", 91, 93, words="Kanari")

    page = client.get(GIPFEL).text

    assert "Kanari" not in page
    assert "91" not in card(client, "scenario", "durchbruch").text
    found = card(client, "scenario", "durchbruch")
    newest = found.one("p", class_="likelihood").text
    assert newest == "offen (50–55 %), Redaktion, 15. August, 19:59 MESZ"
    assert "kaum (10–20 %), Redaktion" in found.one("details").text
    outlook = card(client, "outlook", "all")
    assert outlook.one("svg", role="img").attributes["aria-label"]
    assert (
        outlook.one("p", class_="sum").text
        == "Zusammen ergeben diese Wahrscheinlichkeiten 110–125 % und nicht 100: "
        "Sie können nicht alle stimmen."
    )


def test_once_it_is_known_readers_learn_how_good_the_likelihoods_were(
    desk: Newsdesk, client: TestClient
) -> None:
    desk.confirms("durchbruch", desk.estimates("durchbruch", 10, 30))
    desk.prepares("scenario", "durchbruch", outcome="happened")

    outlook = card(client, "outlook", "all").text

    assert "Eingetreten ist: Durchbruch." in outlook
    assert "Brier-Wert 0,64" in outlook


def test_questions_have_their_answers(desk: Newsdesk, client: TestClient) -> None:
    desk.answers("1", "Noch nicht", state="partly")
    post = desk.publishes("Nein.\n\n/antwort 1")

    question = card(client, "question", "1")

    assert question.one("span", class_="question-state").text == "Beantwortet"
    answers = question.one("ol", class_="answers").all("li")
    assert answers[0].text.startswith("Die Antwort steht im Beitrag.")
    assert answers[0].one("a").attributes["href"] == f"{GIPFEL}/posts/{post.id}"
    assert answers[1].text.startswith("Noch nicht")


# From the posts


def test_names_in_a_post_are_links_once_and_a_quote_leads_to_its_claim(
    desk: Newsdesk, client: TestClient
) -> None:
    post = desk.publishes(f"Putin und *Trump*: Putin [in Moskau](https://example.org).\n\n{QUOTE}")

    body = card(client, "post", str(post.id)).one("div", class_="prose")

    chips = [(a.text, a.attributes["href"]) for a in body.all("a", class_="chip")]
    assert chips == [
        ("Putin", f"{DOSSIER}/actor/putin"),
        ("Trump", f"{DOSSIER}/actor/trump"),
        ("Berichtet", f"{DOSSIER}/claim/1"),
    ]
    assert body.text.startswith("Putin und Trump: Putin in Moskau.")


def test_below_a_post_stands_what_it_said_to_the_dossier(
    desk: Newsdesk, client: TestClient
) -> None:
    post = desk.publishes(
        "Noch ist nichts sicher.\n\n/frage Wer zahlt?\n/antwort 1\n/sz 1+\n??",
        positions=[{"actor": "russland", "issue": "gebiete", "stance": "rejects"}],
    )

    told = card(client, "post", str(post.id)).one("ul", class_="told")

    assert [li.text for li in told.all("li")] == [
        "Unbestätigt",
        "Russland zu Gebiete: lehnt es ab",
        "Offene Frage: Wer zahlt?",
        "Antwort auf: Wird es mehr als ein Fototermin?",
        "Spricht dafür: Durchbruch",
    ]
    for link in told.all("a", class_="chip"):
        seen(client, link.attributes["href"])


# Pages of their own


def test_every_object_has_a_page_with_the_posts_in_which_it_is_seen(
    desk: Newsdesk, client: TestClient
) -> None:
    basis = desk.publishes(QUOTE)
    desk.publishes("Nichts davon")
    mention = desk.publishes("Und Putin schweigt")

    page = seen(client, f"{DOSSIER}/actor/putin")

    assert [p.attributes["data-id"] for p in page.all(data_kind="post")] == [
        str(mention.id),
        str(basis.id),
    ]
    assert page.one("h1").text == "Wladimir Putin"
    assert page.one("p", class_="kind").text == "Akteur"
    claim = seen(client, f"{DOSSIER}/claim/1")
    assert [p.attributes["data-id"] for p in claim.all(data_kind="post")] == [str(basis.id)]


@pytest.mark.parametrize(
    ("kind", "key", "name"),
    [
        ("actor", "putin", "Wladimir Putin"),
        ("issue", "gebiete", "Gebiete"),
        ("place", "anchorage", "Anchorage"),
        ("scenario", "durchbruch", "Durchbruch"),
        ("claim", "1", "Nie im Leben"),
        ("question", "2", "Und nun?"),
        ("aim", "1", "Anerkennung"),
        ("entry", "verkauf", "Verkauf"),
        ("position", "1", "USA · Gebiete"),
    ],
)
def test_the_page_of_an_object_is_headed_by_what_it_is_called_as_its_card_says_it(
    kind: str, key: str, name: str, desk: Newsdesk, client: TestClient
) -> None:
    post = desk.publishes(QUOTE)
    desk.prepares("question", text="Und nun?")
    desk.prepares("aim", actor="putin", text="Anerkennung", kind="stated")
    desk.prepares("entry", "verkauf", title="Verkauf", when="1867")
    desk.takes_position("usa", "gebiete", "supports", posts=[post.id])
    page = seen(client, f"{DOSSIER}/{kind}/{key}")
    assert page.one("h1").text == name
    assert page.all(class_="title")[0].text == name


def test_a_post_says_what_it_names_where_nothing_leads_there(
    desk: Newsdesk, client: TestClient
) -> None:
    post = desk.publishes("Die Ukraine nicht.", headline="Putin und wieder Putin")
    element = seen(client).one(data_kind="post", data_id=str(post.id))
    assert element.attributes["data-about"] == "actor/putin"
    desk.withdraws(post)
    element = seen(client).one(data_kind="post", data_id=str(post.id))
    assert "data-about" not in element.attributes


def test_what_was_merged_leads_on_and_what_was_taken_out_says_so(
    desk: Newsdesk, client: TestClient
) -> None:
    desk.merges("actor", "kreml", into="russland")
    desk.takes_out("actor", "europa")

    merged = client.get(f"{DOSSIER}/actor/kreml", follow_redirects=False)
    gone = client.get(f"{DOSSIER}/actor/europa")

    assert (merged.status_code, merged.headers["location"]) == (308, f"{DOSSIER}/actor/russland")
    assert gone.status_code == 410
    assert "herausgenommen" in gone.text
    for unknown in ("actor/niemand", "tier/baer", "entry/x"):
        assert client.get(f"{DOSSIER}/{unknown}").status_code == 404


def test_of_what_was_withdrawn_a_notice_remains(desk: Newsdesk, client: TestClient) -> None:
    post = desk.publishes(QUOTE)
    desk.withdraws(post)

    page = seen(client, f"{DOSSIER}/claim/1")

    assert "zurückgezogen" in page.one(data_kind="claim").text
    assert "Nie im Leben" not in client.get(f"{DOSSIER}/claim/1").text
    assert "Nie im Leben" not in client.get(GIPFEL).text


def test_a_draft_has_no_dossier_and_an_announced_coverage_shows_what_is_prepared(
    newsdesk: Newsdesk, client: TestClient
) -> None:
    newsdesk.makes(slug="gipfel")
    prepare(newsdesk)
    assert client.get(DOSSIER).status_code == 404
    assert client.get(f"{DOSSIER}/actor/putin").status_code == 404

    newsdesk.announces("Die Wahl", slug="wahl")
    prepare(newsdesk)

    assert "Wladimir Putin" in seen(client, "/live/wahl").one(data_list="actor").text


def test_an_empty_dossier_has_nothing_to_show(newsdesk: Newsdesk, client: TestClient) -> None:
    newsdesk.opens(slug="gipfel")
    dossier = seen(client).one("section", class_="dossier")
    assert not [tag for tag in dossier.all() if "data-kind" in tag.attributes]


def test_long_lists_are_cut_and_lead_to_all_of_it(desk: Newsdesk, client: TestClient) -> None:
    for number in range(210):
        desk.prepares("claim", text=f"Aussage {number}", speaker="putin")

    page = seen(client)

    claims = page.one(data_list="claim")
    assert claims.attributes["data-cut"] == "below"
    assert len(claims.all("li", data_kind="claim")) == 12
    whole = seen(client, f"{DOSSIER}?kind=claim")
    assert len(whole.all(data_kind="claim")) == 200
    (further,) = [a for a in whole.all("a") if "before=" in a.attributes["href"]]
    rest = seen(client, further.attributes["href"].replace("&amp;", "&"))
    assert [c.one("p", class_="said").text for c in rest.all(data_kind="claim")][-1] == "Aussage 0"
    assert len(rest.all(data_kind="claim")) == 10


def test_the_page_of_an_actor_says_where_it_stands_and_what_it_said_last(
    desk: Newsdesk, client: TestClient
) -> None:
    post = desk.publishes(QUOTE)
    desk.takes_position("putin", "gebiete", "supports", posts=[post.id])
    desk.takes_position("putin", "gebiete", "rejects", posts=[post.id])
    desk.takes_position("usa", "gebiete", "supports", posts=[post.id])
    for said in range(13):
        desk.publishes(f"> Zum {said}. Mal\n> — Wladimir Putin")
    desk.publishes("> Doch\n> — Donald Trump")

    page = seen(client, f"{DOSSIER}/actor/putin")

    position = page.one(data_kind="position")
    assert position.one("p", class_="stance").text == "lehnt es ab"
    assert "Gebiete" in position.text
    assert "Stand" in position.one("p", class_="as-of").text
    claims = [one.one("blockquote").text for one in page.all(data_kind="claim")]
    assert claims == [f"Zum {said}. Mal" for said in range(12, 0, -1)]
    assert [h2.text for h2 in page.all("h2")][:2] == ["Positionen", "Aussagen"]


def test_the_page_of_a_place_says_what_happens_there(desk: Newsdesk, client: TestClient) -> None:
    desk.prepares("entry", title="Treffen", when="2025-08-15", place="anchorage")
    desk.prepares("entry", title="Anderswo", when="2025-08-16")

    entry = seen(client, f"{DOSSIER}/place/anchorage").one(data_kind="entry")

    assert entry.one("p", class_="name").text == "Treffen"


def test_an_actor_with_aims_dates_these_and_not_itself(desk: Newsdesk, client: TestClient) -> None:
    assert card(client, "actor", "putin").all("p", class_="as-of")
    desk.prepares("aim", actor="putin", text="Vier Gebiete", kind="stated")
    putin = card(client, "actor", "putin")
    assert len(putin.all("p", class_="as-of")) == len(putin.one("ul").all("li")) == 1
