"""Programs prepare the dossier and read it: every kind, every verb, and nothing twice."""

from typing import Any

import pytest

from api.program import API, Program, problem
from depesche.api.dossier.wanted import WANTED
from depesche.newsroom.dossier.kinds import KINDS
from newsdesk import Newsdesk

# Whatever refers to something finds it: they are put in this order.
EVERY_KIND: list[tuple[str, str, dict[str, Any]]] = [
    ("actor", "russland", {"name": "Russland", "type": "state"}),
    (
        "actor",
        "putin",
        {
            "name": "Wladimir Putin",
            "short_name": "Putin",
            "aliases": ["der Kremlchef"],
            "role": "Präsident",
            "voice_of": "russland",
            "presence": "present",
            "same_as": [{"url": "https://www.wikidata.org/wiki/Q7747"}],
        },
    ),
    ("actor", "selenskyj", {"name": "Wolodymyr Selenskyj", "presence": "not_invited"}),
    ("issue", "gebiete", {"label": "Gebiete", "question": "Wem?", "options": ["tauschen"]}),
    ("place", "anchorage", {"name": "Anchorage", "latitude": 61.2, "longitude": -149.9}),
    ("place", "versteck", {"name": "V", "latitude": 1, "longitude": 2, "precision": "hidden"}),
    (
        "claim",
        "1",
        {"text": "Kein Zugeständnis in Sicht.", "kind": "assessment", "speaker": "Die Redaktion"},
    ),
    (
        "claim",
        "2",
        {
            "text": "Grenzen können sich verschieben.",
            "speaker": "putin",
            "said_at": "2025-08-14T12:00:00+03:00",
            "status": "disputed",
            "disputed_by": ["selenskyj"],
            "evidence": [{"text": "Vertrag", "url": "https://archive.example/1867"}],
            "contradicts": ["1"],
        },
    ),
    (
        "scenario",
        "frost",
        {
            "label": "Eingefrorener Konflikt",
            "set": "ausgang",
            "depends_on": ["1"],
            "valued_by": [{"by": "selenskyj", "text": "Verrat"}],
        },
    ),
    (
        "aim",
        "1",
        {
            "actor": "putin",
            "text": "Anerkennung",
            "kind": "attributed",
            "attributed_to": "Beobachter",
            "since": "2022-02~",
            "if_then": ["Empfang", "Anerkennung"],
            "scenario": "frost",
        },
    ),
    (
        "position",
        "1",
        {"actor": "putin", "issue": "gebiete", "stance": "supports", "claims": ["2"]},
    ),
    (
        "position",
        "2",
        {
            "actor": "putin",
            "issue": "gebiete",
            "stance": "contradictory",
            "wording": "mal so, mal so",
            "from": "2025-08",
            "claims": ["2"],
        },
    ),
    (
        "entry",
        "verkauf",
        {"title": "Verkauf Alaskas", "when": "1867", "count": "vor {years} Jahren"},
    ),
    ("question", "treffen", {"text": "Treffen sie sich wieder?"}),
]


@pytest.fixture
def prepared(live: Program) -> Program:
    """The agency, which has prepared something of every kind."""
    for kind, key, fields in EVERY_KIND:
        answer = live.prepares(kind, key, **fields)
        assert answer.status_code == 201, answer.text
    return live


def test_the_shapes_know_every_field_of_every_kind() -> None:
    assert WANTED.keys() == KINDS.keys()
    for kind, shape in WANTED.items():
        sent = {field.alias or name for name, field in shape.model_fields.items()}
        assert sent == {"posts", *KINDS[kind].fields} - {"superseded_by"}, kind


def test_what_is_put_can_be_read(prepared: Program) -> None:
    for kind, key, fields in EVERY_KIND:
        found = prepared.finds(kind, key)
        assert (found["kind"], found["key"], found["standing"]) == (kind, key, "standing")
        assert found["url"] == f"http://testserver/live/gipfel/dossier/{kind}/{key}"
        assert found["fields"].keys() == KINDS[kind].fields.keys()
        for name in {*fields} & {"name", "text", "label", "title", "when", "stance", "aliases"}:
            assert found["fields"][name] == fields[name]
    assert prepared.finds("claim", "2")["fields"]["speaker"] == {"actor": "putin"}
    assert prepared.finds("aim", "1")["fields"]["attributed_to"] == {"name": "Beobachter"}


def test_the_same_again_changes_nothing(prepared: Program, newsdesk: Newsdesk) -> None:
    newsdesk.waits(minutes=1)
    before = [line.sequence for line in newsdesk.desk_log()]
    for kind, key, fields in EVERY_KIND:
        answer = prepared.prepares(kind, key, **fields)
        assert answer.status_code == 200, answer.text
        assert answer.json() == prepared.finds(kind, key)
    assert [line.sequence for line in newsdesk.desk_log()] == before


def test_a_field_that_is_left_out_keeps_its_value(prepared: Program) -> None:
    answer = prepared.prepares("actor", "putin", role="Staatschef")
    assert answer.status_code == 200
    fields = prepared.finds("actor", "putin")["fields"]
    assert (fields["role"], fields["name"]) == ("Staatschef", "Wladimir Putin")
    prepared.prepares("actor", "putin", aliases=[], voice_of="")
    fields = prepared.finds("actor", "putin")["fields"]
    assert (fields["aliases"], fields["voice_of"]) == ([], "")


def test_a_new_position_takes_the_place_of_the_one_before(prepared: Program) -> None:
    former, latter = (prepared.finds("position", key)["fields"] for key in "12")
    assert (former["superseded_by"], latter["supersedes"]) == ("2", "1")


def test_they_are_listed_page_by_page_in_the_order_they_were_made(prepared: Program) -> None:
    url, keys = "/coverages/gipfel/dossier/actor?limit=2", []
    while url:
        page = prepared.gets(url).json()
        keys += [one["key"] for one in page["items"]]
        url = page["next"]
    assert keys == ["russland", "putin", "selenskyj"]
    path = "/coverages/gipfel/dossier"
    assert prepared.gets(f"{path}/issue").json()["next"] is None
    problem(prepared.gets(f"{path}/actor?after=niemand"), 404, "not-found")
    told = problem(prepared.gets(f"{path}/thing"), 422, "unknown-kind")
    assert told["field"] == "kind"


def test_what_is_taken_out_stays_known_to_the_desk_and_can_come_back(prepared: Program) -> None:
    for _ in range(2):
        answer = prepared.removes("issue", "gebiete")
        assert (answer.status_code, answer.json()["standing"]) == (200, "removed")
        assert answer.json()["url"] is None
    assert prepared.prepares("issue", "gebiete").json()["standing"] == "standing"
    problem(prepared.removes("issue", "nichts"), 404, "not-found")


def test_two_that_were_one_become_one(prepared: Program) -> None:
    prepared.prepares("actor", "wladimir", name="Wladimir P.")
    for _ in range(2):
        answer = prepared.merges("actor", "wladimir", into="putin")
        assert (answer.status_code, answer.json()["merged_into"]) == (200, "putin")
    assert "Wladimir P." in prepared.finds("actor", "putin")["fields"]["aliases"]
    problem(prepared.prepares("actor", "wladimir", role="x"), 409, "object-merged")
    problem(prepared.merges("actor", "putin", into="putin"), 422, "circular")
    problem(prepared.merges("actor", "putin", into="wladimir"), 422, "unknown-object")
    problem(prepared.merges("question", "treffen", into="lead"), 422, "not-mergeable")


def test_a_program_proposes_a_likelihood_and_a_person_confirms_it(
    prepared: Program, newsdesk: Newsdesk
) -> None:
    proposed = prepared.estimates("frost", low=20, high=35, words="möglich", author="Eine Kennerin")
    assert proposed.status_code == 201
    told = proposed.json()
    assert (told["low"], told["high"], told["confirmed_at"]) == (20, 35, None)
    assert told["author"] == {"name": "Eine Kennerin"}
    again = prepared.estimates("frost", low=20, high=35, words="möglich", author="Eine Kennerin")
    assert (again.status_code, again.json()) == (200, told)
    problem(prepared.estimates("frost", author="putin"), 422, "author-is-actor")
    newsdesk.confirms("frost", told["number"])
    (kept,) = prepared.finds("scenario", "frost")["likelihoods"]
    assert kept["confirmed_at"] is not None
    taken = prepared.takes_back("scenario/frost/likelihood", told["number"])
    assert taken.json()["likelihoods"] == []
    missing = prepared.takes_back("scenario/frost/likelihood", told["number"])
    problem(missing, 409, "nothing-to-take-back")


def test_an_answer_is_taken_back_by_its_number(prepared: Program) -> None:
    prepared.replies("treffen", "Nein.", state="partly")
    told = prepared.replies("treffen", "Ja, morgen.").json()
    number = told["answers"][-1]["number"]
    left = prepared.takes_back("question/treffen/answer", number).json()
    assert left["fields"]["state"] == "partly"
    problem(prepared.takes_back("question/treffen/answer", number), 409, "nothing-to-take-back")


def test_a_question_is_answered_once_and_again(prepared: Program) -> None:
    for _ in range(2):
        answer = prepared.replies("treffen", "Im Herbst.", state="partly")
        assert answer.status_code == 200
    assert [one["text"] for one in answer.json()["answers"]] == ["Im Herbst."]
    assert answer.json()["fields"]["state"] == "partly"
    problem(prepared.replies("treffen", "   "), 422, "missing")
    problem(prepared.replies("treffen", "Ja.", state="vielleicht"), 422, "unknown-choice")
    problem(prepared.replies("nichts", "Ja."), 404, "not-found")


def test_what_was_flagged_holds_once_somebody_has_looked(prepared: Program) -> None:
    post = prepared.publishes("Putin spricht.")
    prepared.prepares("claim", "2", posts=[str(post)])
    prepared.corrects(post, "Putin schweigt.")
    (flag,) = prepared.finds("claim", "2")["flags"]
    assert (flag["post"], flag["why"]) == (str(post), "corrected")
    for _ in range(2):
        kept = prepared.asks("DELETE", "/coverages/gipfel/dossier/claim/2/flag")
        assert (kept.status_code, kept.json()["flags"]) == (200, [])


def test_a_post_says_what_it_has_made(prepared: Program, newsdesk: Newsdesk) -> None:
    text = "> Grenzen können sich verschieben.\n> – Putin\n\n/frage Wohin?"
    positions = [{"actor": "selenskyj", "issue": "gebiete", "stance": "rejects", "from": "2022"}]
    receipt = prepared.puts(text=text, status="published", positions=positions).json()
    made = {one["kind"]: one for one in receipt["dossier"]}
    assert made.keys() == {"claim", "position", "question"}
    key = made["position"]["key"]
    assert made["position"]["url"] == f"http://testserver/live/gipfel/dossier/position/{key}"
    taken = prepared.finds("position", key)
    assert (taken["fields"]["stance"], taken["fields"]["from"]) == ("rejects", "2022")
    assert taken["posts"] == [receipt["id"]]
    read = prepared.reads(receipt["id"])
    assert read["dossier"] == receipt["dossier"]
    assert "/frage" not in read["text"]


def test_a_draft_keeps_its_markers_and_has_made_nothing(prepared: Program) -> None:
    post = prepared.drafts("Etwas\n\n/frage Wohin?")
    assert prepared.reads(post)["text"] == "Etwas\n\n/frage Wohin?"
    assert prepared.reads(post)["dossier"] == []


def test_a_program_that_may_only_read_changes_nothing(prepared: Program, archive: Program) -> None:
    assert archive.gets("/coverages/gipfel/dossier/actor/putin").status_code == 200
    problem(archive.prepares("actor", "putin", role="x"), 403, "read-only-token")
    problem(archive.removes("actor", "putin"), 403, "read-only-token")


def test_nobody_of_the_newsroom_is_named(prepared: Program, newsdesk: Newsdesk) -> None:
    prepared.estimates("frost")
    prepared.replies("treffen", "Im Herbst.")
    for kind in KINDS:
        for one in prepared.gets(f"/coverages/gipfel/dossier/{kind}").json()["items"]:
            assert not {"by", "made_by", "confirmed_by", "act"} & keys_of(one)


def keys_of(value: Any) -> set[str]:
    """Every name in it, however deep; `by` of a valuation is somebody who is quoted."""
    if isinstance(value, list):
        return {key for one in value for key in keys_of(one)}
    if not isinstance(value, dict):
        return set()
    inner = (one for name, one in value.items() if name != "valued_by")
    return {*value} | {key for one in inner for key in keys_of(one)}


def test_an_archived_coverage_takes_nothing(prepared: Program) -> None:
    for status in ("ended", "archived"):
        prepared.puts_coverage(status=status)
    problem(prepared.prepares("actor", "putin", role="x"), 409, "coverage-archived")
    assert prepared.asks("GET", f"http://testserver{API}/coverages/gipfel/dossier/actor").is_success
