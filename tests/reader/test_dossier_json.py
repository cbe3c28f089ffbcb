"""The dossier as one document: all that readers may know of it, and nothing of the desk."""

from collections.abc import Callable
from typing import Any, cast

import pytest
from fastapi import FastAPI
from httpx2 import Response
from starlette.testclient import TestClient

from api.program import Program
from depesche.formats.dossier_json import conversion
from depesche.formats.dossier_json.shapes import Dossier
from depesche.newsroom import coverages, ticker
from depesche.newsroom.dossier import listing
from depesche.newsroom.dossier.kinds import PLURALS
from depesche.web.rooms import Rooms
from newsdesk import Newsdesk

ADDRESS = "/live/gipfel/dossier.json"
HOUSE = "http://testserver/live/gipfel"

Document = dict[str, Any]


@pytest.fixture
def agency(client: TestClient, newsdesk: Newsdesk) -> Program:
    """A program that prepares a coverage, live and in German."""
    newsdesk.slug = "gipfel"
    agency = Program(client, newsdesk.issues_token("Agency"))
    agency.puts_coverage(
        headline="Der Gipfel",
        status="live",
        lead_question="Mehr als ein Fototermin?",
        official_subject="Ein Ende des Krieges",
    )
    newsdesk.slug = "gipfel"
    for kind, key, fields in PREPARED:
        answer = agency.prepares(kind, key, **fields)
        assert answer.status_code == 201, answer.text
    return agency


PREPARED: list[tuple[str, str, dict[str, Any]]] = [
    ("actor", "russland", {"name": "Russland", "type": "state"}),
    (
        "actor",
        "putin",
        {"name": "Wladimir Putin", "aliases": ["der Kremlchef", "Putin"], "voice_of": "russland"},
    ),
    ("actor", "selenskyj", {"name": "Wolodymyr Selenskyj", "presence": "not_invited"}),
    ("issue", "tausch", {"label": "Gebietstausch", "question": "Land gegen Ruhe?"}),
    ("place", "bunker", {"name": "B", "latitude": 1, "longitude": 2, "precision": "hidden"}),
    ("place", "anchorage", {"name": "Anchorage", "latitude": 61.2, "longitude": -149.9}),
    (
        "aim",
        "1",
        {
            "actor": "putin",
            "text": "Anerkennung",
            "kind": "attributed",
            "attributed_to": "Beobachter",
        },
    ),
    (
        "entry",
        "treffen",
        {"title": "Das letzte Treffen", "when": "2018", "count": "vor {years} Jahren"},
    ),
    ("scenario", "frost", {"label": "Eingefroren", "valued_by": [{"by": "putin", "text": "gut"}]}),
]
QUOTE = "> Grenzen können sich verschieben.\n> – der Kremlchef"


def document(client: TestClient) -> Document:
    """What is answered, which must keep to its own shapes."""
    answer = client.get(ADDRESS)
    assert answer.status_code == 200, answer.text
    assert answer.text == made_now(client)
    assert answer.headers["content-type"].startswith("application/json")
    Dossier.model_validate_json(answer.content)
    return cast("Document", answer.json())


def made_now(client: TestClient) -> str:
    """The document as it would be if none were kept."""
    rooms: Rooms = cast("FastAPI", client.app).state.rooms
    with rooms.store.reading() as session:
        coverage = coverages.public(session, "gipfel")
        key_posts = ticker.marked(session, coverage, "key_event")
        objects = listing.everything(session, coverage)
        made = conversion.dossier(coverage, objects, key_posts, public_url="http://testserver")
        return made.model_dump_json(by_alias=True)


def of(told: Document, plural: str) -> dict[str, Document]:
    return {one["key"]: one for one in told[plural]}


def test_it_holds_every_kind_with_keys_addresses_and_times(
    agency: Program, client: TestClient
) -> None:
    agency.publishes(f"{QUOTE}\n\n/frage Was kommt danach?", key_event=True)
    told = document(client)
    assert told.keys() == {"@context", "coverage", *PLURALS.values()}
    for kind, plural in PLURALS.items():
        assert told[plural] or kind == "position"
        for one in told[plural]:
            assert one["url"] in {
                f"{HOUSE}/dossier/{kind}/{one['key']}",
                f"{HOUSE}/posts/{one['key']}",
            }
            assert one.keys() >= {"key", "url", "as_of", "basis", "status", "language", "@type"}
            assert one["language"] == "de"
    assert told["coverage"]["lead_question"] == "lead"
    assert told["coverage"]["official_subject"] == "Ein Ende des Krieges"


def test_whoever_says_it_stands_beside_it(agency: Program, client: TestClient) -> None:
    post = agency.publishes(QUOTE)
    told = document(client)
    (claim,) = told["claims"]
    putin = {
        "key": "putin",
        "name": "Wladimir Putin",
        "url": f"{HOUSE}/dossier/actor/putin",
    }
    assert claim["speaker"] == putin
    assert (claim["@type"], claim["status"]) == (["Claim", "Quotation"], "reported")
    assert claim["basis"] == [f"{HOUSE}/posts/{post}"]
    assert of(told, "aims")["1"]["attributed_to"] == {"name": "Beobachter"}
    assert of(told, "aims")["1"]["basis"] == []
    assert of(told, "scenarios")["frost"]["valued_by"] == [{"by": putin, "text": "gut"}]
    assert of(told, "actors")["putin"]["voice_of"] == "russland"
    assert of(told, "actors")["russland"]["@type"] == "Country"


def test_every_position_is_kept_with_its_posts(agency: Program, client: TestClient) -> None:
    stances, posts = ("supports", "contradictory"), []
    for stance in stances:
        positions = [{"actor": "putin", "issue": "tausch", "stance": stance}]
        posts.append(agency.publishes(f"Putin: {stance}.", positions=positions))
    latter, former = document(client)["positions"]
    assert [former["stance"], latter["stance"]] == [*stances]
    assert (former["superseded_by"], latter["supersedes"]) == (latter["key"], former["key"])
    assert [former["basis"], latter["basis"]] == [[f"{HOUSE}/posts/{post}"] for post in posts]


def test_key_posts_stand_on_the_timeline_among_what_was_prepared(
    agency: Program, client: TestClient, newsdesk: Newsdesk
) -> None:
    landed = agency.publishes("Die *Maschine* ist gelandet.", key_event=True)
    newsdesk.waits(minutes=5)
    hands = agency.publishes("…", headline="Handschlag", key_event=True)
    agency.publishes("Wetter: heiter.")
    told = document(client)["timeline"]
    titles = ["Das letzte Treffen", "Die Maschine ist gelandet.", "Handschlag"]
    assert [entry["title"] for entry in told] == titles
    assert (told[0]["when"], told[0]["count"], told[0]["years"]) == ("2018", "vor 7 Jahren", 7)
    assert told[1]["when"] == "2025-08-15T19:50:00+02:00"
    assert [entry["basis"] for entry in told[1:]] == [
        [f"{HOUSE}/posts/{landed}"],
        [f"{HOUSE}/posts/{hands}"],
    ]


def test_a_claim_has_its_history_without_the_words_of_then(
    agency: Program, client: TestClient
) -> None:
    post = agency.publishes(QUOTE)
    (claim,) = document(client)["claims"]
    agency.prepares("claim", claim["key"], status="disputed", disputed_by=["selenskyj"])
    agency.corrects(post, QUOTE.replace("können", "dürfen"))
    (claim,) = document(client)["claims"]
    assert [then["status"] for then in claim["history"]] == ["reported", "disputed", "reported"]
    assert all(then.keys() == {"status", "at"} for then in claim["history"])
    assert "dürfen" in claim["text"]
    assert "können" not in client.get(ADDRESS).text


def test_what_was_withdrawn_is_said_without_its_words(agency: Program, client: TestClient) -> None:
    post = agency.publishes(f"{QUOTE}\n\n/frage Was kommt danach?", key_event=True)
    agency.withdraws(post)
    told = document(client)
    (claim,) = told["claims"]
    assert claim.keys() == {"key", "url", "as_of", "basis", "status", "language"}
    assert (claim["status"], claim["basis"]) == ("withdrawn", [f"{HOUSE}/posts/{post}"])
    assert [entry["key"] for entry in told["timeline"]] == ["treffen"]
    for words in ("verschieben", "danach"):
        assert words not in client.get(ADDRESS).text


def test_only_what_two_people_stand_behind_is_told(
    agency: Program, client: TestClient, newsdesk: Newsdesk
) -> None:
    proposed = agency.estimates("frost", words="kaum möglich", author="Mara Vogt").json()
    assert of(document(client), "scenarios")["frost"]["likelihoods"] == []
    assert "kaum möglich" not in client.get(ADDRESS).text
    newsdesk.confirms("frost", proposed["number"])
    (shown,) = of(document(client), "scenarios")["frost"]["likelihoods"]
    assert (shown["low"], shown["high"], shown["author"]) == (10, 20, {"name": "Mara Vogt"})
    assert shown.keys() == {"low", "high", "words", "author", "at"}


def test_where_a_hidden_place_lies_is_not_told(agency: Program, client: TestClient) -> None:
    told = of(document(client), "places")
    assert (told["bunker"]["latitude"], told["bunker"]["longitude"]) == (None, None)
    assert (told["anchorage"]["latitude"], told["anchorage"]["longitude"]) == (61.2, -149.9)


def test_nothing_of_the_desk_is_told(
    agency: Program, client: TestClient, newsdesk: Newsdesk
) -> None:
    post = agency.publishes(f"{QUOTE}\n\n<>")
    agency.corrects(post, QUOTE.replace("können", "dürfen"))
    agency.estimates("frost")
    agency.replies("lead", "Nein.", state="partly")
    told = client.get(ADDRESS).text
    for name in ("flag", "by_id", '"act"', "corrected", "Agency", "number", "mention"):
        assert name not in told


def test_what_was_taken_out_is_gone_and_who_said_something_stays_named(
    agency: Program, client: TestClient
) -> None:
    agency.publishes(QUOTE)
    agency.removes("actor", "putin")
    told = document(client)
    assert {*of(told, "actors")} == {"russland", "selenskyj"}
    assert told["claims"][0]["speaker"] == {"name": "Wladimir Putin"}
    assert told["aims"] == []


def test_what_was_merged_is_told_of_the_other(agency: Program, client: TestClient) -> None:
    agency.prepares("actor", "wladimir", name="Wladimir Wladimirowitsch")
    agency.prepares("aim", "2", actor="wladimir", text="Zeit")
    agency.merges("actor", "wladimir", into="putin")
    told = document(client)
    assert of(told, "aims")["2"]["actor"] == "putin"
    assert "wladimir" not in of(told, "actors")


def test_it_is_the_same_for_everybody_and_may_be_kept(
    agency: Program, client: TestClient, newsdesk: Newsdesk
) -> None:
    cookie = f"depesche={newsdesk.signs_in(newsdesk.mara)}"
    first = client.get(ADDRESS)
    assert first.headers["cache-control"] == "public, max-age=1, stale-if-error=86400"
    assert "set-cookie" not in first.headers
    assert "cookie" not in first.headers.get("vary", "").lower()
    assert client.get(ADDRESS, headers={"cookie": cookie}).content == first.content
    tag = first.headers["etag"]
    newsdesk.waits(minutes=1)
    assert client.get(ADDRESS, headers={"if-none-match": tag}).status_code == 304
    agency.prepares("actor", "putin", role="Präsident")
    assert client.get(ADDRESS, headers={"if-none-match": tag}).status_code == 200
    assert client.head(ADDRESS).status_code == 200


def test_a_draft_has_none(client: TestClient, newsdesk: Newsdesk) -> None:
    newsdesk.makes(slug="gipfel")
    assert client.get(ADDRESS).status_code == 404
    assert client.get("/live/nirgends/dossier.json").status_code == 404


def test_an_empty_one_is_whole(client: TestClient, newsdesk: Newsdesk) -> None:
    newsdesk.opens(slug="gipfel")
    assert all(document(client)[plural] == [] for plural in PLURALS.values())


def test_whatever_happens_what_is_kept_is_what_would_be_made_now(
    agency: Program, client: TestClient, newsdesk: Newsdesk
) -> None:
    post = agency.publishes(f"{QUOTE}\n\n/frage Was kommt danach?")
    number = agency.estimates("frost").json()["number"]
    steps: list[Callable[[], Response | None]] = [
        lambda: agency.marks(post, "key-event"),
        lambda: agency.puts(post, seen=1, headline="Grenzen"),
        lambda: agency.corrects(post, QUOTE.replace("können", "dürfen")),
        lambda: agency.unmarks(post, "key-event"),
        lambda: newsdesk.confirms("frost", number),
        lambda: agency.replies("lead", "Nein."),
        lambda: agency.prepares("place", "bunker", precision="exact"),
        lambda: agency.prepares("place", "bunker", precision="hidden"),
        lambda: agency.merges("actor", "russland", into="putin"),
        lambda: agency.removes("actor", "selenskyj"),
        lambda: agency.puts_coverage(unofficial_subject="Macht", lead_question=""),
        lambda: agency.puts_coverage(opens_at="2025-08-15T21:00:00+02:00"),
        lambda: agency.withdraws(post),
        lambda: agency.puts_coverage(status="ended"),
    ]
    for step in steps:
        newsdesk.waits(minutes=1)
        answer = step()
        assert answer is None or answer.is_success, answer and answer.text
        document(client)
