"""The dossier desk without scripts: pages, lines, forms, and what is refused."""

import html
import json
import re
from typing import Any

import pytest

from depesche.errors import ObjectChanged
from depesche.newsroom.models import Post
from desk.conftest import Form
from newsdesk import Newsdesk

DESK = "/coverages/der-gipfel/dossier"


@pytest.fixture
def jonas(newsdesk: Newsdesk, at_the_desk: Any) -> Any:
    newsdesk.opens()
    return at_the_desk(newsdesk.jonas)


def form_at(seat: Any, path: str) -> dict[str, Any]:
    """The main form of a panel as it is filled."""
    return filled(seat.opens(f"{DESK}{path}").text)


def filled(page: str) -> dict[str, Any]:
    found = Form()
    found.feed(page[page.index("data-main") :].split("</form>", 1)[0])
    return found.fields


def line_at(seat: Any, kind: str) -> dict[str, Any]:
    """The form of one line, with all that is hidden in it."""
    page = seat.opens(DESK).text
    found = Form()
    found.feed(page[page.index(f'data-add="{kind}"') :].split("</form>", 1)[0])
    return found.fields


def row_of(page: str, which: str) -> str:
    """The row of that object, as words."""
    row = re.search(rf'<li class="object"[^>]* id="{which}".*?</li>', page, re.DOTALL)
    assert row, which
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", row[0])).split())


def said_at(page: str, field: str) -> str:
    """What is said to be wrong with that field."""
    found = re.search(rf'<p class="trouble" id="[^"]*-{field}-trouble">(.*?)</p>', page)
    return html.unescape(found[1]) if found else ""


# Lines


@pytest.mark.parametrize(
    ("kind", "line", "key", "facts"),
    [
        ("actor", "Wladimir Putin", "wladimir-putin", {"name": "Wladimir Putin"}),
        ("actor", "@putin W. Putin, Putin, der Kremlchef", "putin",
         {"name": "W. Putin", "aliases": ["Putin", "der Kremlchef"]}),
        ("issue", "Gebiete, Gebietstausch, Tritt Kiew Land ab?", "gebiete",
         {"aliases": ["Gebietstausch"], "question": "Tritt Kiew Land ab?"}),
        ("place", "Anchorage, Elmendorf, 61.25, -149.8", "anchorage",
         {"aliases": ["Elmendorf"], "latitude": 61.25, "longitude": -149.8}),
        ("place", "Straße des 17. Juni, 17", "strasse-des-17-juni", {"aliases": ["17"]}),
        ("entry", "1867 Russland verkauft Alaska", "russland-verkauft-alaska",
         {"when": "1867", "title": "Russland verkauft Alaska"}),
        ("scenario", "Durchbruch", "durchbruch", {"label": "Durchbruch"}),
        ("question", "Und dann?", "1", {"text": "Und dann?"}),
        ("claim", "Weißes Haus: Ein erstes Abtasten.", "1",
         {"text": "Ein erstes Abtasten.", "speaker": {"name": "Weißes Haus"}}),
    ],
)  # fmt: skip
def test_a_line_makes_an_object(
    kind: str, line: str, key: str, facts: dict[str, Any], newsdesk: Newsdesk, jonas: Any
) -> None:
    answer = jonas.sends(f"{DESK}/{kind}", line=line)
    assert answer.headers["location"] == f"/desk{DESK}#{kind}-{key}"
    made = newsdesk.has(kind, key)
    assert {name: made.facts[name] for name in facts} == facts
    assert f'id="{kind}-{key}"' in jonas.opens(DESK).text


def test_an_aim_in_a_line_finds_its_actor_by_any_name(newsdesk: Newsdesk, jonas: Any) -> None:
    jonas.sends(f"{DESK}/actor", line="@putin Wladimir Putin, Putin")
    jonas.sends(f"{DESK}/aim", line="putin: Anerkennung")
    assert newsdesk.has("aim", "1").facts["actor"] == "putin"


@pytest.mark.parametrize(
    ("kind", "line", "field", "kept"),
    [
        ("aim", "Niemand: ein Ende", "actor", "Niemand: ein Ende"),
        ("entry", "irgendwann einmal", "when", "irgendwann einmal"),
        ("entry", "2024-13 Ein Monat zu viel", "when", "Ein Monat zu viel"),
        ("actor", " , ", "name", ""),
        ("place", "Nirgends, 95, 20", "latitude", "Nirgends"),
    ],
)
def test_a_line_that_does_not_say_enough_becomes_a_form_that_asks_for_the_rest(
    kind: str, line: str, field: str, kept: str, jonas: Any
) -> None:
    answer = jonas.sends(f"{DESK}/{kind}", line=line)
    assert answer.status_code == 422
    assert said_at(answer.text, field)
    assert kept in filled(answer.text).values()


def test_a_key_that_is_taken_changes_nothing_of_what_has_it(newsdesk: Newsdesk, jonas: Any) -> None:
    jonas.sends(f"{DESK}/actor", line="@putin Wladimir Putin")
    answer = jonas.sends(f"{DESK}/actor", line="@putin Der Namensvetter")
    assert answer.status_code == 409
    assert "„putin“ steht hier schon für etwas" in answer.text
    assert newsdesk.has("actor", "putin").facts["name"] == "Wladimir Putin"
    assert filled(answer.text)["name"] == "Der Namensvetter"


# Forms


def test_every_field_of_a_kind_is_in_its_form_and_a_form_that_is_saved_changes_nothing(
    newsdesk: Newsdesk, jonas: Any
) -> None:
    newsdesk.prepares("actor", "putin", name="Putin", aliases=["Kremlchef"], presence="present")
    newsdesk.prepares("actor", "kreml", name="Kreml", voice_of="putin", same_as=["Der Kreml"])
    newsdesk.prepares("place", "base", name="Basis", latitude=61.25, longitude=-149.8)
    newsdesk.prepares("claim", "1", text="Ein Sieg", speaker="kreml", status="disputed",
                      disputed_by=["Putin", "Kiew"], evidence=[{"text": "Protokoll", "url": "https://a.example/b"}],
                      said_at="2025-08-15T12:00:00+02:00")  # fmt: skip
    newsdesk.prepares("claim", "2", text="Kein Sieg", contradicts=["1"])
    newsdesk.prepares("scenario", "bruch", label="Durchbruch", depends_on=["1"],
                      valued_by=[{"by": "putin", "text": "gut"}], is_other=True)  # fmt: skip
    newsdesk.prepares("aim", "1", actor="putin", text="Ruhm", scenario="bruch", if_then=["a", "b"])
    newsdesk.prepares("entry", "alaska", title="Verkauf", when="1867", place="base")
    newsdesk.prepares("issue", "land", label="Land", options=["ja", "nein"])
    newsdesk.prepares("question", "1", text="Und nun?")
    newsdesk.takes_position("putin", "land", "rejects", claims=["1"], wording="Nein")
    for kind in ("actor", "place", "claim", "scenario", "aim", "entry", "issue", "question"):
        for one in newsdesk.has_all(kind):
            form = form_at(jonas, f"/{kind}/{one.key}")
            assert set(one.facts) - {"posts", "merged_into"} <= set(form), kind
            assert jonas.sends(f"{DESK}/{kind}/{one.key}", **form).status_code == 303
            assert newsdesk.has(kind, one.key).facts == one.facts
            assert newsdesk.has(kind, one.key).act == one.act


def test_editing_takes_over_what_was_typed(newsdesk: Newsdesk, jonas: Any) -> None:
    newsdesk.prepares("actor", "putin", name="Putin")
    newsdesk.prepares("actor", "russland", name="Russland")
    form = {**form_at(jonas, "/actor/putin"), "aliases": "Kremlchef\r\nder Präsident"}
    answer = jonas.sends(f"{DESK}/actor/putin", **{**form, "voice_of": "russland"})
    assert answer.headers["location"].endswith("#actor-putin")
    facts = newsdesk.has("actor", "putin").facts
    assert facts["aliases"] == ["Kremlchef", "der Präsident"]
    assert facts["voice_of"] == "russland"
    assert "Stimme von Russland" in row_of(jonas.opens(DESK).text, "actor-putin")


@pytest.mark.parametrize(
    ("kind", "typed", "field"),
    [
        ("actor", {"name": ""}, "name"),
        ("actor", {"name": "P" * 301}, "name"),
        ("actor", {"name": "P", "same_as": "https://"}, "same_as"),
        ("aim", {"text": "Ruhm", "actor": "p", "kind": "attributed"}, "attributed_to"),
        ("place", {"name": "Basis", "latitude": "61,2"}, "longitude"),
        ("place", {"name": "Basis", "latitude": "Nord"}, "latitude"),
        ("place", {"name": "Basis", "zone": "Mars"}, "zone"),
        ("entry", {"title": "Verkauf", "when": "neulich"}, "when"),
        ("entry", {"title": "Verkauf", "when": "18XX", "count": "{years}"}, "count"),
        ("claim", {"text": "Sieg", "status": "disputed"}, "disputed_by"),
        ("claim", {"text": "Sieg", "said_at": "zwölf Uhr"}, "said_at"),
        ("scenario", {"label": "Bruch", "valued_by": "einfach gut"}, "valued_by"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(
    kind: str, typed: dict[str, str], field: str, newsdesk: Newsdesk, jonas: Any
) -> None:
    newsdesk.prepares("actor", "p", name="Jemand")
    answer = jonas.sends(f"{DESK}/{kind}", **typed)
    assert answer.status_code == 422
    assert said_at(answer.text, field)
    shown = filled(answer.text)
    assert {name: shown[name] for name in typed} == typed


def test_what_somebody_else_has_changed_is_shown_beside_and_comes_with_the_next_saving(
    newsdesk: Newsdesk, jonas: Any
) -> None:
    newsdesk.prepares("actor", "putin", name="Putin", role="Präsident")
    mine = {**form_at(jonas, "/actor/putin"), "short_name": "P.", "role": "Präsident Russlands"}
    newsdesk.prepares("actor", "putin", role="Kremlchef", presence="present", by=newsdesk.mara)
    answer = jonas.sends(f"{DESK}/actor/putin", **mine)
    assert answer.status_code == 412
    assert "Jetzt, von jemand anderem: <strong>Kremlchef</strong>" in answer.text
    assert newsdesk.has("actor", "putin").facts["short_name"] == ""
    form = filled(answer.text)
    assert (form["role"], form["short_name"]) == ("Präsident Russlands", "P.")
    assert re.search(r'value="present" checked', answer.text)
    assert jonas.sends(f"{DESK}/actor/putin", **{**form, "presence": "present"}).status_code == 303
    facts = newsdesk.has("actor", "putin").facts
    assert (facts["role"], facts["presence"]) == ("Präsident Russlands", "present")


@pytest.mark.parametrize("seen", ["", "{", "[]", '{"act": "x", "filled": {}}', '{"act": 99}'])
def test_a_form_that_does_not_say_what_it_was_filled_with_is_shown_again(
    seen: str, newsdesk: Newsdesk, jonas: Any
) -> None:
    newsdesk.prepares("actor", "putin", name="Putin")
    answer = jonas.sends(f"{DESK}/actor/putin", name="Anders", seen=seen)
    assert answer.status_code == 412
    assert newsdesk.has("actor", "putin").facts["name"] == "Putin"


def test_a_script_gets_the_row_or_the_panel(newsdesk: Newsdesk, jonas: Any) -> None:
    ask = jonas.browser
    headers = {"Accept": "application/json"}
    made = ask.post(f"/desk{DESK}/actor", data={"line": "Putin"}, headers=headers).json()
    assert made["said"] == "„Putin“ steht im Dossier."
    assert made["change"]["html"] in jonas.opens(DESK).text
    again = ask.post(f"/desk{DESK}/actor", data={"line": ""}, headers=headers)
    assert again.status_code == 422
    assert said_at(again.json()["panel"], "name")
    panel = ask.get(f"/desk{DESK}/actor/putin", headers=headers).json()["panel"]
    assert 'data-panel="actor/putin"' in panel
    gone = ask.get(f"/desk{DESK}/actor/niemand", headers=headers)
    assert (gone.status_code, gone.json()["code"]) == (404, "not-found")


def test_what_is_no_kind_is_nowhere(jonas: Any) -> None:
    assert jonas.opens(f"{DESK}/unsinn").status_code == 404
    assert jonas.sends(f"{DESK}/unsinn", line="x").status_code == 404
    assert jonas.opens(f"{DESK}/cells/a/b").status_code == 404


# Taking out, merging, doubts


def test_what_is_taken_out_is_gone_from_the_page(newsdesk: Newsdesk, jonas: Any) -> None:
    newsdesk.prepares("place", "moskau", name="Moskau")
    assert jonas.sends(f"{DESK}/place/moskau/removal").status_code == 303
    assert newsdesk.has("place", "moskau").standing == "removed"
    assert 'id="place-moskau"' not in jonas.opens(DESK).text


def test_two_that_were_one_are_merged(newsdesk: Newsdesk, jonas: Any) -> None:
    newsdesk.prepares("actor", "kreml", name="Kreml")
    newsdesk.prepares("actor", "russland", name="Russland")
    newsdesk.prepares("actor", "usa", name="USA")
    assert jonas.sends(f"{DESK}/actor/kreml/merge", into="russland").status_code == 303
    assert newsdesk.has("actor", "russland").facts["aliases"] == ["Kreml"]
    answer = jonas.sends(f"{DESK}/actor/russland/merge", into="niemand")
    assert answer.status_code == 422
    assert said_at(answer.text, "into")


def test_a_name_that_several_claim_is_shown_at_each_of_them(newsdesk: Newsdesk, jonas: Any) -> None:
    newsdesk.prepares("actor", "george", name="George Bush", aliases=["Bush"])
    newsdesk.prepares("actor", "kate", name="Kate Bush", aliases=["Bush"])
    newsdesk.prepares("actor", "merz", name="Friedrich Merz")
    page = jonas.opens(DESK).text
    assert "darum findet dieser Name nichts: Bush" in row_of(page, "actor-george")
    assert "darum findet dieser Name nichts: Bush" in row_of(page, "actor-kate")
    assert re.search(r'data-doubts="actor/merz" hidden', page)


# The matrix


@pytest.fixture
def summit(newsdesk: Newsdesk, jonas: Any) -> Post:
    newsdesk.prepares("actor", "trump", name="Donald Trump", aliases=["Trump"])
    newsdesk.prepares("issue", "land", label="Gebietstausch")
    newsdesk.waits(minutes=1)
    return newsdesk.publishes("Trump spricht von Gebietstausch.")


def cell_of(page: str, which: str) -> str:
    cell = re.search(rf'<a [^>]*data-cell="{which}"[^>]*>(.*?)</a>', page, re.DOTALL)
    assert cell, which
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", cell[1])).split())


def test_a_position_is_taken_in_its_cell_and_rests_on_what_is_offered(
    newsdesk: Newsdesk, jonas: Any, summit: Post
) -> None:
    newsdesk.waits(minutes=1)
    newsdesk.publishes("Etwas anderes.")
    offer = jonas.opens(f"{DESK}/cells/trump/land").text
    assert offer.index("Trump spricht von") < offer.index("Etwas anderes")
    form = form_at(jonas, "/cells/trump/land")
    answer = jonas.sends(f"{DESK}/cells/trump/land", **{**form, "stance": "supports"})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert 'value="supports" checked' in answer.text
    typed = {**form, "stance": "supports", "wording": "Ein wenig", "posts": [str(summit.id)]}
    assert jonas.sends(f"{DESK}/cells/trump/land", **typed).status_code == 303
    shown = cell_of(jonas.opens(DESK).text, "trump/land")
    assert "dafür Stand 19:52 MESZ" in shown
    assert "geändert" not in shown
    assert "seither" not in shown


def test_a_cell_says_how_often_it_has_changed_and_that_something_newer_is_known(
    newsdesk: Newsdesk, jonas: Any, summit: Post
) -> None:
    newsdesk.takes_position("trump", "land", "supports", posts=[str(summit.id)])
    newsdesk.waits(minutes=1)
    newsdesk.takes_position("trump", "land", "conditional", posts=[str(summit.id)])
    shown = cell_of(jonas.opens(DESK).text, "trump/land")
    assert "unter Bedingungen" in shown
    assert "1× geändert" in shown
    assert "seither" not in shown
    newsdesk.waits(minutes=5)
    newsdesk.publishes("Trump sagt, der Gebietstausch ist vom Tisch.")
    assert "seither erwähnt: 19:57 MESZ, 15. Aug. 2025" in cell_of(
        jonas.opens(DESK).text, "trump/land"
    )
    parts = jonas.opens(f"{DESK}/parts").text
    assert "seither erwähnt: 19:57 MESZ, 15. Aug. 2025" in cell_of(parts, "trump/land")


def test_a_claim_of_the_actor_in_a_post_about_the_issue_makes_a_cell_old(
    newsdesk: Newsdesk, jonas: Any, summit: Post
) -> None:
    newsdesk.takes_position("trump", "land", "supports", posts=[str(summit.id)])
    newsdesk.waits(minutes=5)
    newsdesk.publishes("> Der Gebietstausch ist vom Tisch.\n> — Trump")
    assert "seither erwähnt" in cell_of(jonas.opens(DESK).text, "trump/land")
    assert "ist vom Tisch" in jonas.opens(f"{DESK}/cells/trump/land").text


def test_a_new_position_does_not_go_over_one_that_was_not_seen(
    newsdesk: Newsdesk, jonas: Any, summit: Post
) -> None:
    form = form_at(jonas, "/cells/trump/land")
    newsdesk.takes_position("trump", "land", "rejects", posts=[str(summit.id)], by=newsdesk.mara)
    typed = {**form, "stance": "supports", "posts": [str(summit.id)]}
    answer = jonas.sends(f"{DESK}/cells/trump/land", **typed)
    assert answer.status_code == 412
    assert "Jetzt, von jemand anderem: <strong>lehnt ab</strong>" in answer.text
    again = {**filled(answer.text), "stance": "supports", "posts": [str(summit.id)]}
    assert jonas.sends(f"{DESK}/cells/trump/land", **again).status_code == 303
    assert "1× geändert" in cell_of(jonas.opens(DESK).text, "trump/land")


def test_a_position_can_be_mended_and_stays_the_one_it_is(
    newsdesk: Newsdesk, jonas: Any, summit: Post
) -> None:
    newsdesk.takes_position("trump", "land", "rejects", wording="Nien", posts=[str(summit.id)])
    form = {**form_at(jonas, "/position/1"), "stance": "rejects", "posts": [str(summit.id)]}
    assert jonas.sends(f"{DESK}/position/1", **{**form, "wording": "Nein"}).status_code == 303
    assert newsdesk.has("position", "1").facts["wording"] == "Nein"
    form = {**form_at(jonas, "/position/1"), "stance": "supports", "posts": [str(summit.id)]}
    assert jonas.sends(f"{DESK}/position/1", **form).status_code == 409
    assert newsdesk.has("position", "1").facts["stance"] == "rejects"


# Likelihoods and answers


def test_a_likelihood_is_proposed_by_one_and_confirmed_by_another(
    newsdesk: Newsdesk, jonas: Any, at_the_desk: Any
) -> None:
    newsdesk.prepares("scenario", "bruch", label="Durchbruch")
    typed = {"low": "10 %", "high": "20", "words": "eher nicht", "author": "Redaktion"}
    path = f"{DESK}/scenario/bruch/likelihood"
    assert jonas.sends(path, **typed).status_code == 303
    (proposed,) = newsdesk.has("scenario", "bruch").facts["likelihoods"]
    assert (proposed["low"], proposed["high"]) == (10, 20)
    assert "10–20 %" in row_of(jonas.opens(DESK).text, "scenario-bruch")
    assert "wartet auf eine zweite Person" in row_of(jonas.opens(DESK).text, "scenario-bruch")
    confirm = f"{path}/{proposed['number']}/confirmation"
    assert jonas.sends(confirm).status_code == 403
    assert at_the_desk(newsdesk.mara).sends(confirm).status_code == 303
    row = row_of(jonas.opens(DESK).text, "scenario-bruch")
    assert "10–20 % eher nicht , Redaktion" in row
    assert "wartet" not in row


def test_nobody_confirms_what_they_have_proposed_themselves(
    newsdesk: Newsdesk, jonas: Any, at_the_desk: Any
) -> None:
    newsdesk.prepares("scenario", "bruch", label="Durchbruch")
    number = newsdesk.estimates("bruch", 10, 20, by=newsdesk.mara)
    path = f"{DESK}/scenario/bruch/likelihood/{number}/confirmation"
    answer = at_the_desk(newsdesk.mara).sends(path)
    assert answer.status_code == 409
    assert 'role="alert"' in answer.text
    assert newsdesk.has("scenario", "bruch").facts["likelihoods"][0]["confirmed_at"] is None


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"low": "0", "high": "10", "words": "x", "author": "R"}, "low"),
        ({"low": "viel", "high": "10", "words": "x", "author": "R"}, "low"),
        ({"low": "30", "high": "20", "words": "x", "author": "R"}, "low"),
        ({"low": "30", "high": "100", "words": "x", "author": "R"}, "low"),
        ({"low": "30", "high": "", "words": "", "author": "R"}, "words"),
        ({"low": "30", "high": "", "words": "x", "author": ""}, "author"),
    ],
)
def test_a_likelihood_that_cannot_be_is_refused_at_its_field(
    typed: dict[str, str], field: str, newsdesk: Newsdesk, jonas: Any
) -> None:
    newsdesk.prepares("scenario", "bruch", label="Durchbruch")
    answer = jonas.sends(f"{DESK}/scenario/bruch/likelihood", **typed)
    assert answer.status_code == 422
    assert said_at(answer.text, field)
    for value in filter(None, typed.values()):
        assert f'value="{value}"' in answer.text


def test_likelihoods_that_do_not_add_up_are_said(newsdesk: Newsdesk, jonas: Any) -> None:
    for key in ("bruch", "eis"):
        newsdesk.prepares("scenario", key, label=key, set="ausgang")
    newsdesk.estimates("bruch", 10, 20)
    assert "geht nicht auf" not in jonas.opens(DESK).text
    newsdesk.estimates("eis", 85, 90)
    assert "geht nicht auf" not in jonas.opens(DESK).text
    newsdesk.estimates("eis", 95, 99)
    page = jonas.opens(DESK).text
    assert "geht nicht auf" in page
    assert "105–119 Prozent" in page


def test_a_question_is_answered_from_the_desk(newsdesk: Newsdesk, jonas: Any) -> None:
    newsdesk.prepares("question", "1", text="Und nun?")
    path = f"{DESK}/question/1/answer"
    assert jonas.sends(path, answer="Abwarten.", answered="partly").status_code == 303
    assert newsdesk.has("question", "1").facts["state"] == "partly"
    assert "Abwarten." in row_of(jonas.opens(DESK).text, "question-1")
    empty = jonas.sends(path, answer=" ", answered="answered")
    assert empty.status_code == 422
    assert said_at(empty.text, "answer")


def test_whose_a_likelihood_is_somebody_says_and_never_the_account(
    newsdesk: Newsdesk, jonas: Any
) -> None:
    newsdesk.prepares("scenario", "bruch", label="Bruch")
    author = re.search(
        r'<input [^>]*name="author"[^>]*>', jonas.opens(f"{DESK}/scenario/bruch").text
    )
    assert author
    assert 'value=""' in author[0]
    assert " required" in author[0]
    assert (
        jonas.sends(f"{DESK}/scenario/bruch/likelihood", low="10", words="kaum").status_code == 422
    )


# What is sent twice


@pytest.mark.parametrize(
    ("kind", "line"),
    [
        ("question", "Und nun?"),
        ("claim", "Putin: Nein."),
        ("scenario", "Durchbruch"),
        ("aim", "Putin: Anerkennung"),
        ("entry", "1867 Verkauf"),
        ("actor", "@trump Donald Trump"),
        ("place", "Anchorage"),
    ],
)
def test_a_line_whose_answer_was_lost_makes_one_object(
    kind: str, line: str, newsdesk: Newsdesk, jonas: Any
) -> None:
    newsdesk.prepares("actor", "putin", name="Putin")
    before = len(newsdesk.has_all(kind))
    sent = {**line_at(jonas, kind), "line": line}
    answers = [jonas.sends(f"{DESK}/{kind}", **sent).headers["location"] for _ in range(2)]
    assert answers[0] == answers[1]
    assert len(newsdesk.has_all(kind)) == before + 1
    jonas.sends(f"{DESK}/{kind}", **{**line_at(jonas, kind), "line": line.removeprefix("@trump ")})
    assert len(newsdesk.has_all(kind)) == before + 2


def test_a_form_whose_answer_was_lost_makes_one_object(newsdesk: Newsdesk, jonas: Any) -> None:
    form = {**form_at(jonas, "/question"), "text": "Und nun?"}
    for _ in range(2):
        assert jonas.sends(f"{DESK}/question", **form).headers["location"].endswith("#question-1")
    assert len(newsdesk.has_all("question")) == 1


def test_other_words_from_a_page_that_was_gone_back_to_are_not_lost(
    newsdesk: Newsdesk, jonas: Any
) -> None:
    sent = line_at(jonas, "question")
    for line in ("Und nun?", "Und dann?"):
        jonas.sends(f"{DESK}/question", **{**sent, "line": line})
    assert [one.facts["text"] for one in newsdesk.has_all("question")] == ["Und nun?", "Und dann?"]


@pytest.mark.parametrize(
    "seen",
    ["[" * 100_000, '{"act": 1e999, "filled": {}}', '{"act": NaN, "filled": {}}', '{"filled": []}',
     '{"act": 1, "filled": [1]}', "null", "1" * 5000, '{"act": "' + "9" * 5000 + '"}'],
)  # fmt: skip
def test_what_a_form_claims_to_have_seen_is_read_or_counts_for_nothing(
    seen: str, newsdesk: Newsdesk, jonas: Any
) -> None:
    newsdesk.prepares("question", "1", text="Und nun?")
    answer = jonas.sends(f"{DESK}/question/1", seen=seen, text="Und dann?")
    assert answer.status_code == ObjectChanged.status
    assert newsdesk.has("question", "1").facts["text"] == "Und nun?"


# What has to be looked at


def test_a_correction_asks_about_what_rests_on_the_post(
    newsdesk: Newsdesk, jonas: Any, summit: Post
) -> None:
    newsdesk.takes_position("trump", "land", "supports", wording="Ja", posts=[str(summit.id)])
    newsdesk.prepares("question", "1", text="Und nun?", posts=[str(summit.id)])
    assert "Zu prüfen" not in jonas.opens(DESK).text
    assert "corrected" not in jonas.opens("/coverages/der-gipfel").text.split("</header>")[-1][:900]
    newsdesk.corrects(summit, "Trump spricht nicht von Gebietstausch.")
    page = jonas.opens(DESK).text
    checks = page[page.index('id="checks"') :].split("</section>")[0]
    assert f"/live/der-gipfel/posts/{summit.id}" in checks
    assert "Berichtigt:" in checks
    assert 'data-waiting="2"' in page
    assert '<span class="unseen"> Zu prüfen</span>' in jonas.opens("/coverages/der-gipfel").text
    assert jonas.sends(f"{DESK}/question/1/keep").status_code == 303
    assert newsdesk.is_asked() == [("position", "1")]
    assert jonas.sends(f"{DESK}/checks/{summit.id}/keep").status_code == 303
    assert newsdesk.is_asked() == []
    assert "Zu prüfen" not in jonas.opens(DESK).text


def test_editing_what_was_flagged_answers_the_question(
    newsdesk: Newsdesk, jonas: Any, summit: Post
) -> None:
    newsdesk.prepares("question", "1", text="Und nun?", posts=[str(summit.id)])
    newsdesk.corrects(summit, "Etwas anderes.")
    form = {**form_at(jonas, "/question/1"), "text": "Und jetzt?"}
    assert jonas.sends(f"{DESK}/question/1", **form).status_code == 303
    assert newsdesk.is_asked() == []


def checks_at(seat: Any) -> str:
    """What the dossier's page says has to be looked at."""
    return seat.opens(DESK).text.split('data-part="checks"')[1].split("</section>")[0]


def test_what_has_fallen_is_not_asked_whether_it_holds(
    newsdesk: Newsdesk, jonas: Any, summit: Post
) -> None:
    newsdesk.takes_position("trump", "land", "supports", posts=[str(summit.id)])
    newsdesk.withdraws(summit)
    assert "Es gilt weiter" not in checks_at(jonas)
    assert "Alles gilt weiter" not in checks_at(jonas)
    assert "Gesehen" in checks_at(jonas)


def test_a_likelihood_waits_for_whoever_can_confirm_it(
    newsdesk: Newsdesk, jonas: Any, at_the_desk: Any
) -> None:
    newsdesk.prepares("scenario", "bruch", label="Durchbruch")
    newsdesk.estimates("bruch", 10, 20, by=newsdesk.jonas)
    mara = at_the_desk(newsdesk.mara)
    assert "auf eine zweite Person warten" in checks_at(mara)
    assert "Durchbruch" in checks_at(mara)
    assert '<span class="unseen"> Zu prüfen</span>' in mara.opens("/coverages/der-gipfel").text
    assert "Durchbruch" not in checks_at(jonas)
    assert "Bestätigen kann, wer" in row_of(jonas.opens(DESK).text, "scenario-bruch")
    newsdesk.estimates("bruch", 30, 40, by=newsdesk.mara)
    assert "Durchbruch" not in checks_at(mara)


def test_a_row_shows_what_is_typed_for_it_in_a_post_also_when_another_has_gone(
    newsdesk: Newsdesk, jonas: Any
) -> None:
    newsdesk.prepares("question", "3", text="Wer garantiert das?")
    newsdesk.prepares("scenario", "aus", label="Abbruch")
    newsdesk.prepares("scenario", "bruch", label="Durchbruch")
    assert "/antwort 3" in row_of(jonas.opens(DESK).text, "question-3")
    assert "/sz 2" in row_of(jonas.opens(DESK).text, "scenario-bruch")
    newsdesk.takes_out("scenario", "aus")
    assert "/sz 2" in row_of(jonas.opens(DESK).text, "scenario-bruch")
    newsdesk.publishes("Es geht voran.\n\n/sz 2+")
    assert len(newsdesk.has("scenario", "bruch").facts["shifts"]) == 1


def test_a_claim_is_not_offered_to_itself(newsdesk: Newsdesk, jonas: Any) -> None:
    newsdesk.prepares("claim", "eins", text="Es gibt einen Plan.")
    newsdesk.prepares("claim", "zwei", text="Es gibt keinen Plan.")
    form = jonas.opens(f"{DESK}/claim/eins").text
    assert 'value="zwei"' in form
    assert 'value="eins"' not in form


# Who may, and what travels


def test_where_a_hidden_place_is_no_row_says(
    newsdesk: Newsdesk, jonas: Any, at_the_desk: Any
) -> None:
    for precision in ("exact", "hidden"):
        newsdesk.prepares(
            "place", precision, name=precision, latitude=61.254, longitude=-149.806,
            precision=precision,
        )  # fmt: skip
    newsdesk.assigns(newsdesk.elif_)
    elif_ = at_the_desk(newsdesk.elif_)
    assert "61.25" in row_of(elif_.opens(DESK).text, "place-exact")
    for seat in (elif_, jonas):
        assert "61.25" not in row_of(seat.opens(DESK).text, "place-hidden")
    told = elif_.opens("/coverages/der-gipfel/changes?after=0").json()["changes"]
    hidden = next(one for one in told if one["id"] == "hidden")
    assert "149" not in hidden["html"]
    assert 'value="61.254"' in jonas.opens(f"{DESK}/place/hidden").text


def test_a_contributor_reads_and_changes_nothing(
    newsdesk: Newsdesk, jonas: Any, at_the_desk: Any
) -> None:
    newsdesk.prepares("actor", "putin", name="Putin")
    newsdesk.prepares("issue", "land", label="Land")
    newsdesk.assigns(newsdesk.elif_)
    elif_ = at_the_desk(newsdesk.elif_)
    page = elif_.opens(DESK).text
    assert "Putin" in page
    assert 'name="line"' not in page
    assert "data-may-write" not in page
    assert elif_.opens(f"{DESK}/actor/putin").status_code == 403
    assert elif_.sends(f"{DESK}/actor/putin", name="Anders").status_code == 403


def test_in_an_archived_coverage_nothing_can_be_changed(newsdesk: Newsdesk, jonas: Any) -> None:
    newsdesk.prepares("actor", "putin", name="Putin")
    newsdesk.ends()
    newsdesk.archives()
    assert 'name="line"' not in jonas.opens(DESK).text
    answer = jonas.sends(f"{DESK}/actor", line="Trump")
    assert answer.status_code == 409
    assert "archiviert" in answer.text


def test_the_desks_log_brings_the_row_that_a_fresh_page_holds(
    newsdesk: Newsdesk, jonas: Any
) -> None:
    newsdesk.prepares("actor", "putin", name="Putin")
    newsdesk.prepares("scenario", "bruch", label="Durchbruch")
    newsdesk.estimates("bruch", 10, 20)
    newsdesk.prepares("claim", "1", text="Ein Sieg", speaker="putin")
    newsdesk.takes_out("scenario", "bruch")
    page = jonas.opens(DESK).text
    changes = jonas.asks("GET", "/changes?after=0").json()["changes"]
    rows = {(c["kind"], c["id"]): c["html"] for c in changes if c["verb"] == "put"}
    assert rows["actor", "putin"] in page
    assert rows["claim", "1"] in page
    assert 'data-standing="removed"' in rows["scenario", "bruch"]
    assert " hidden>" in rows["scenario", "bruch"]


def test_what_the_form_carries_along_is_data(newsdesk: Newsdesk, jonas: Any) -> None:
    nasty = '"><script>alert(1)</script>'
    newsdesk.prepares("actor", "putin", name=nasty)
    page = jonas.opens(f"{DESK}/actor/putin").text + jonas.opens(DESK).text
    assert "<script>alert" not in page
    assert json.loads(form_at(jonas, "/actor/putin")["seen"])["filled"]["name"] == nasty


def test_a_page_of_somebody_else_changes_nothing(newsdesk: Newsdesk, jonas: Any) -> None:
    headers = {"Accept": "application/json", "Depesche-Person": str(newsdesk.mara.id)}
    answer = jonas.browser.post(f"/desk{DESK}/actor", data={"line": "Putin"}, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (401, "somebody-else")
    assert not newsdesk.has_all("actor")
