"""What the newsroom reads while somebody types, and what becomes of it when it is sent."""

from typing import Any
from uuid import uuid4

import pytest

from newsdesk import Newsdesk
from preparing import prepare, standing

QUOTED = "> Über Gebiete verhandeln wir nicht.\n> — Wladimir Putin, Präsident Russlands"


@pytest.fixture
def jonas(newsdesk: Newsdesk, at_the_desk: Any) -> Any:
    newsdesk.opens()
    prepare(newsdesk)
    return at_the_desk(newsdesk.jonas)


def _read(seat: Any, text: str, **more: Any) -> dict[str, Any]:
    answer = seat.asks("POST", "/reading", text=text, **more)
    assert answer.status_code == 200, answer.text
    read: dict[str, Any] = answer.json()
    return read


def test_names_quotes_and_markers_are_read(jonas: Any) -> None:
    read = _read(jonas, f"In Moskau.\n\n{QUOTED}\n\n!! ??\n/frage Kommt Selenskyj?")
    assert [one["name"] for one in read["mentions"]] == ["Moskau", "Gebiete", "Wladimir Putin"]
    assert read["claims"] == [{"speaker": "Wladimir Putin"}]
    assert [(one["kind"], one["label"]) for one in read["chips"]] == [
        ("key_event", "Wichtig"),
        ("pin", "Anpinnen"),
        ("unconfirmed", "Unbestätigt"),
        ("question", "Frage: Kommt Selenskyj?"),
    ]
    assert read["unread"] == read["completions"] == []


def test_who_is_in_the_dossier_no_longer_is_said(jonas: Any, newsdesk: Newsdesk) -> None:
    assert _read(jonas, "Trump wartet.")["gone"] == []
    newsdesk.takes_out("actor", "trump")
    read = _read(jonas, "@trump wartet.")
    assert read["gone"] == [
        {"kind": "actor", "key": "trump", "name": "trump (nicht mehr im Dossier)"}
    ]
    assert read["unread"] == [{"typed": "@trump", "sentence": "Das steht nicht mehr im Dossier."}]


def test_nothing_is_written_by_reading(jonas: Any, newsdesk: Newsdesk) -> None:
    before = len(newsdesk.desk_log())
    _read(jonas, QUOTED)
    assert standing(newsdesk, "claim") == []
    assert len(newsdesk.desk_log()) == before


def test_the_speaker_comes_first_and_a_voice_brings_whom_it_speaks_for(jonas: Any) -> None:
    text = "Trump hört zu.\n\n> Keine Waffenruhe ohne die Gebiete.\n> - Kreml"
    suggestable = _read(jonas, text)["suggestable"]
    assert [one["key"] for one in suggestable["actors"]] == ["kreml", "russland", "trump"]
    assert [one["key"] for one in suggestable["issues"]] == ["waffenruhe", "gebiete"]


def test_who_stands_in_one_sentence_with_an_issue_comes_before_others(jonas: Any) -> None:
    suggestable = _read(jonas, "Trump wartet. Kiew lehnt einen Gebietstausch ab.")["suggestable"]
    assert [one["key"] for one in suggestable["actors"]] == ["ukraine", "trump"]
    text = "Kiew lehnt einen Gebietstausch ab.\n\n> Nein.\n> - Putin"
    suggestable = _read(jonas, text)["suggestable"]
    assert [one["key"] for one in suggestable["actors"]] == ["ukraine", "putin"]


def test_what_stands_in_quotation_marks_above_a_speaker_is_a_claim(
    jonas: Any, newsdesk: Newsdesk
) -> None:
    text = 'Er bleibt dabei.\n\n"Wir geben nichts ab."\n- Selenskyj, in Kiew'
    assert _read(jonas, text)["claims"] == [{"speaker": "Wolodymyr Selenskyj"}]
    jonas.puts(text=text, status="published")
    (claim,) = standing(newsdesk, "claim")
    assert (claim["text"], claim["speaker_role"]) == ("Wir geben nichts ab.", "in Kiew")
    assert claim["verbatim"] == "„Wir geben nichts ab.“"


def test_a_marker_that_cannot_be_read_is_said(jonas: Any) -> None:
    (unread,) = _read(jonas, "Ein Satz.\n/antwort 99 Ja.")["unread"]
    assert unread == {
        "typed": "/antwort 99 Ja.",
        "sentence": "Eine Frage mit dieser Nummer gibt es nicht.",
    }


def test_a_scenario_and_an_answer_are_called_by_name(jonas: Any) -> None:
    read = _read(jonas, "/sz durchbruch-\n/antwort 1 Nein.\n<> @selenskyj\n==")
    assert [one["label"] for one in read["chips"]] == [
        "Durchbruch: unwahrscheinlicher",
        "Antwort auf: Wird es mehr als ein Fototermin?",
        "Bestritten von Wolodymyr Selenskyj",
        "Bestätigt",
    ]


def test_a_key_that_is_begun_can_be_completed(jonas: Any) -> None:
    found = _read(jonas, "Dann @ru", caret=8)["completions"]
    assert found == [
        {"start": 5, "end": 8, "insert": "@russland ", "label": "Russland", "kind": "actor"}
    ]
    assert _read(jonas, "Dann @ru")["completions"] == []


def test_a_line_that_begins_with_a_slash_can_be_completed(jonas: Any) -> None:
    found = _read(jonas, "Los.\n/", caret=6)["completions"]
    assert [(one["insert"], one["label"]) for one in found] == [
        ("/frage ", "eine offene Frage"),
        ("/antwort ", "eine Antwort auf eine Frage"),
        ("/sz ", "ein Szenario: wahrscheinlicher, unwahrscheinlicher"),
    ]
    (found,) = _read(jonas, "/antwort foto", caret=13)["completions"]
    assert (found["start"], found["insert"]) == (9, "1 ")
    assert found["label"] == "Wird es mehr als ein Fototermin?"
    (found,) = _read(jonas, "/sz ", caret=4)["completions"]
    assert (found["insert"], found["label"], found["kind"]) == ("1", "Durchbruch", "scenario")


def test_what_stays_as_it_is_typed_is_said_and_not_refused(jonas: Any) -> None:
    read = _read(jonas, "Mit @nobodyknows, @putin.\n#nixda\n/fraeg Wer?")
    assert [one["label"] for one in read["chips"] if one["kind"] == "stray"] == [
        "Bleibt als Text: @nobodyknows",
        "Bleibt als Text: #nixda",
        "Bleibt als Text: /fraeg",
    ]
    assert read["unread"] == []
    assert [one["kind"] for one in _read(jonas, "Mit @nob", caret=8)["chips"]] == []
    assert jonas.puts(text="Mit @nobodyknows.", status="published").status_code == 200


def test_a_marker_without_a_quote_says_what_becomes_a_claim(jonas: Any) -> None:
    read = _read(jonas, "Die Verhandlungen sind unterbrochen worden.\n??")
    assert [(one["kind"], one["label"]) for one in read["chips"]] == [
        ("unconfirmed", "Unbestätigt"),
        (
            "claim",
            "Aussage des Beitrags, von der Redaktion: Die Verhandlungen sind unterbrochen worden.",
        ),
    ]
    quoted = _read(jonas, f"{QUOTED}\n\n??")["chips"]
    assert [one["kind"] for one in quoted] == ["unconfirmed"]


def test_an_issue_is_found_in_small_letters(jonas: Any) -> None:
    assert [one["key"] for one in _read(jonas, "trump will gebietstausch")["mentions"]] == [
        "gebiete"
    ]


def test_what_a_correction_asks_about_is_cut_between_words(jonas: Any, newsdesk: Newsdesk) -> None:
    words = " ".join(["Verhandlungen"] * 12)
    post = newsdesk.publishes(f"> {words}.\n> — Putin")
    path = f"/posts/{post.id}/corrections/{uuid4()}"
    answer = jonas.asks("PUT", path, seen=1, text=f"> {words}!\n> — Putin", note="Er rief es.")
    (resting,) = answer.json()["resting"]
    assert resting == f"Aussage „{' '.join(['Verhandlungen'] * 5)} …“"


def test_a_text_that_is_no_post_is_refused_without_harm(jonas: Any) -> None:
    assert jonas.asks("POST", "/reading", text="x" * 20_001).status_code == 422
    assert _read(jonas, "")["mentions"] == []


def test_contributors_read_in_their_own_coverages(newsdesk: Newsdesk, at_the_desk: Any) -> None:
    newsdesk.opens()
    prepare(newsdesk)
    elif_ = at_the_desk(newsdesk.elif_)
    assert elif_.asks("POST", "/reading", text="Putin").status_code == 403
    newsdesk.assigns(newsdesk.elif_)
    assert _read(elif_, "Putin")["mentions"][0]["key"] == "putin"


def test_a_position_is_taken_in_the_words_of_the_sentence_that_names_both(
    jonas: Any, newsdesk: Newsdesk
) -> None:
    taken = {"actor": "ukraine", "issue": "gebiete", "stance": "rejects"}
    text = "Es wird spät. Kiew lehnt einen Gebietstausch ab. Mehr am 16. August."
    assert jonas.puts(text=text, status="published", positions=[taken]).status_code == 200
    (position,) = standing(newsdesk, "position")
    assert position["wording"] == "Kiew lehnt einen Gebietstausch ab."
    assert (position["stance"], len(position["posts"])) == ("rejects", 1)


def test_a_position_keeps_the_wording_that_was_typed(jonas: Any, newsdesk: Newsdesk) -> None:
    taken = {"actor": "usa", "issue": "us-hilfe", "stance": "conditional", "wording": "Nur so."}
    jonas.puts(text="Washington zögert.", status="published", positions=[taken])
    assert standing(newsdesk, "position")[0]["wording"] == "Nur so."


def test_a_position_in_a_quote_rests_on_its_claim(jonas: Any, newsdesk: Newsdesk) -> None:
    taken = {"actor": "putin", "issue": "gebiete", "stance": "rejects"}
    jonas.puts(text=f"Er bleibt dabei.\n\n{QUOTED}", status="published", positions=[taken])
    (position,) = standing(newsdesk, "position")
    assert position["wording"] == "Über Gebiete verhandeln wir nicht."
    assert len(position["claims"]) == 1


def test_a_draft_comes_back_with_its_markers_and_positions(jonas: Any) -> None:
    taken = {"actor": "usa", "issue": "us-hilfe", "stance": "supports", "wording": ""}
    post_id = uuid4()
    body = {"text": "Ein Satz.\n!", "status": "draft", "positions": [taken]}
    assert jonas.asks("PUT", f"/posts/{post_id}", **body).status_code == 200
    fetched = jonas.asks("GET", f"/posts/{post_id}").json()
    assert (fetched["text"], fetched["positions"]) == ("Ein Satz.\n!", [taken])


def test_a_scheduled_post_comes_back_as_it_was_typed(jonas: Any, newsdesk: Newsdesk) -> None:
    post = newsdesk.schedules("Er sagt \\@putin.\n\n?? @moskau")
    assert newsdesk.again(post).text == "Er sagt @putin."
    assert jonas.asks("GET", f"/posts/{post.id}").json()["text"] == (
        "Er sagt \\@putin.\n\n?? @moskau"
    )


def test_what_was_told_is_not_told_again(jonas: Any, newsdesk: Newsdesk) -> None:
    taken = {"actor": "usa", "issue": "us-hilfe", "stance": "supports"}
    answer = jonas.puts(text="Washington hilft.\n", status="published", positions=[taken]).json()
    fetched = jonas.asks("GET", f"/posts/{answer['id']}").json()
    assert fetched["positions"] == []


def test_an_unread_marker_keeps_a_post_from_going_out(jonas: Any, newsdesk: Newsdesk) -> None:
    answer = jonas.puts(text="Ein Satz.\n/frage", status="published")
    assert (answer.status_code, answer.json()["field"]) == (422, "text")
    assert "/frage" in answer.json()["detail"]
    assert newsdesk.readers_see() == []


def test_the_preview_is_drawn_without_markers(jonas: Any) -> None:
    html = jonas.asks("POST", "/preview", text="@russland bleibt dabei.\n\n! #gebiete").json()[
        "html"
    ]
    assert "Russland" in html
    assert "bleibt dabei." in html
    assert "@russland" not in html
    assert "#gebiete" not in html
    assert "Wichtig" in html


def test_a_preview_shows_what_cannot_be_read(jonas: Any) -> None:
    assert "/antwort 99" in jonas.asks("POST", "/preview", text="A\n/antwort 99").json()["html"]


def test_after_a_correction_the_desk_is_asked_once(jonas: Any, newsdesk: Newsdesk) -> None:
    post = newsdesk.publishes(QUOTED)
    corrected = jonas.asks(
        "PUT",
        f"/posts/{post.id}/corrections/{uuid4()}",
        seen=1,
        text=QUOTED.replace("nicht", "nie"),
        note="Er sagte: nie.",
    ).json()
    assert corrected["resting"] == ["Aussage „Über Gebiete verhandeln wir nie.“"]
    keep = f"/dossier/checks/{post.id}/keep"
    assert jonas.asks("POST", keep).json() == {"said": "Es gilt weiter."}
    assert newsdesk.is_asked() == []
    assert jonas.asks("POST", keep).json() == {"said": "Davon ist nichts mehr zu prüfen."}
    assert jonas.asks("GET", f"/posts/{post.id}").json()["text"].endswith("Präsident Russlands")


def test_after_a_withdrawal_it_is_asked_about_what_still_stands(
    jonas: Any, newsdesk: Newsdesk
) -> None:
    post, other = newsdesk.publishes(QUOTED), newsdesk.publishes("Nichts weiter.")
    prepare(newsdesk, (("actor", "trump", {"posts": [str(post.id)]}),))
    answer = jonas.asks("PUT", f"/posts/{post.id}/withdrawal", notice="Das war falsch.").json()
    assert answer["resting"] == ["Akteur „Donald Trump“"]  # the claim has fallen
    answer = jonas.asks("PUT", f"/posts/{other.id}/withdrawal", notice="Falsch.").json()
    assert answer["resting"] == []


def test_only_editors_keep_what_was_flagged(
    jonas: Any, newsdesk: Newsdesk, at_the_desk: Any
) -> None:
    post = newsdesk.publishes(QUOTED)
    newsdesk.assigns(newsdesk.elif_)
    elif_ = at_the_desk(newsdesk.elif_)
    assert elif_.asks("POST", f"/dossier/checks/{post.id}/keep").status_code == 403


def test_an_editor_publishes_a_contributors_draft_with_markers(
    jonas: Any, newsdesk: Newsdesk, at_the_desk: Any
) -> None:
    newsdesk.assigns(newsdesk.elif_)
    elif_ = at_the_desk(newsdesk.elif_)
    taken = {"actor": "ukraine", "issue": "gebiete", "stance": "rejects"}
    text = "Kiew will keinen Gebietstausch.\n\n! ??\n/frage Und nun?"
    answer = elif_.puts(text=text, status="submitted", positions=[taken])
    assert answer.status_code == 200
    post_id = answer.json()["id"]
    assert standing(newsdesk, "position") == []
    assert jonas.asks("GET", f"/posts/{post_id}").json()["text"] == text
    released = jonas.asks("PUT", f"/posts/{post_id}/release", seen=1)
    assert released.json()["status"] == "published"
    assert newsdesk.readers_see() == ["Kiew will keinen Gebietstausch."]
    assert [one["stance"] for one in standing(newsdesk, "position")] == ["rejects"]
    assert [one["text"] for one in standing(newsdesk, "question")][-1] == "Und nun?"
    assert [one["status"] for one in standing(newsdesk, "claim")] == ["unconfirmed"]
