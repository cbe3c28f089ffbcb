"""Posting is the dossier: names, markers and what waits for its time."""

from uuid import uuid4

import pytest

from depesche.errors import (
    CoverageArchived,
    MarkerTooLong,
    MarkerUnread,
    NotAllowed,
    TooMuch,
    UnknownObject,
)
from depesche.newsroom import text
from newsdesk import Newsdesk, berlin
from newsroom.dossier.summit import prepared, quote


@pytest.fixture
def newsroom(newsdesk: Newsdesk) -> Newsdesk:
    return prepared(newsdesk)


def test_names_are_mentions_each_once_and_where_they_are_first(newsroom: Newsdesk) -> None:
    post = newsroom.publishes(
        "Der Kremlchef landet in **Anchorage**.\n\nPutin und Trump sprechen über die Feuerpause."
    )
    assert newsroom.mentions(post) == [
        ("actor", "putin", 4),
        ("place", "anchorage", 24),
        ("actor", "trump", 46),
        ("issue", "waffenruhe", 70),
    ]


def test_a_name_in_a_link_or_headline_is_a_mention_without_a_place(newsroom: Newsdesk) -> None:
    post = newsroom.publishes(
        "Mehr [zu Putin](https://example.org/) hier.", headline="Trump spricht"
    )
    assert newsroom.mentions(post) == [("actor", "putin", None), ("actor", "trump", None)]


def test_markers_become_names_and_leave_the_text(newsroom: Newsdesk) -> None:
    post = newsroom.publishes("Es spricht @putin.\n\n#waffenruhe @anchorage\n!")
    assert newsroom.again(post).text == "Es spricht Wladimir Putin."
    assert newsroom.mentions(post) == [
        ("actor", "putin", 11),
        ("issue", "waffenruhe", None),
        ("place", "anchorage", None),
    ]
    assert [mark.kind for mark in newsroom.again(post).marks] == ["key_event"]


def test_what_was_marked_stays_marked_when_a_typo_goes(newsroom: Newsdesk) -> None:
    post = newsroom.publishes("Ein Tipfehler.\n\n#waffenruhe")
    assert newsroom.types(post) == "Ein Tipfehler.\n\n#waffenruhe"
    newsroom.amends(post, "Ein Tippfehler.\n\n#waffenruhe")
    assert newsroom.mentions(post) == [("issue", "waffenruhe", None)]
    newsroom.amends(post, headline="Ein Titel")
    newsroom.restores(post, 1, seen=newsroom.again(post).revision)
    assert newsroom.mentions(post) == [("issue", "waffenruhe", None)]


def test_a_name_on_a_line_by_itself_is_taken_away_by_leaving_it_out(newsroom: Newsdesk) -> None:
    post = newsroom.publishes("Es geht los.\n\n@putin #waffenruhe")
    newsroom.amends(post, "Es geht los.\n\n#waffenruhe")
    assert newsroom.mentions(post) == [("issue", "waffenruhe", None)]
    newsroom.corrects(post, "Es geht weiter.")
    assert newsroom.mentions(post) == []


def test_a_name_that_goes_into_a_sentence_is_a_name(newsroom: Newsdesk) -> None:
    newsroom.prepares("actor", "stern", name="*Der* [Stern](https://example.org/) _x_")
    newsroom.prepares("actor", "koeln", name="1. FC Köln")
    post = newsroom.publishes("@stern und @koeln\n\n@koeln @stern")
    plain = text.plain(text.parse(newsroom.again(post).text, "de"))
    assert plain == "*Der* [Stern](https://example.org/) _x_ und 1. FC Köln"
    assert ("actor", "koeln", 44) in newsroom.mentions(post)
    assert text.plain(
        text.parse(newsroom.again(newsroom.publishes("@koeln siegt")).text, "de")
    ) == ("1. FC Köln siegt")


def test_a_draft_keeps_its_markers_as_they_are_typed(newsroom: Newsdesk) -> None:
    typed = "Es spricht @putin.\n\n/frage Wie lange?\n!!"
    draft = newsroom.drafts(typed)
    assert newsroom.again(draft).text == newsroom.types(draft) == typed
    assert (newsroom.mentions(draft), len(newsroom.has_all("question"))) == ([], 1)
    newsroom.amends(draft, status="submitted")
    assert newsroom.again(draft).text == typed
    newsroom.amends(draft, status="published")
    assert newsroom.again(draft).text == "Es spricht Wladimir Putin."
    assert [one.facts["text"] for one in newsroom.has_all("question")] == [
        "Gibt es eine Waffenruhe?",
        "Wie lange?",
    ]
    assert {mark.kind for mark in newsroom.again(draft).marks} == {"key_event", "pin"}


def test_a_line_that_is_meant_as_a_marker_and_cannot_be_one_is_refused(newsroom: Newsdesk) -> None:
    for typed in ("/antwort 99 Nein", "/sz 7+", "/frage"):
        with pytest.raises(MarkerUnread, match="put a backslash before it"):
            newsroom.publishes(typed)
    post = newsroom.publishes("\\/antwort 99 Nein")
    assert newsroom.again(post).text == "/antwort 99 Nein"


def test_a_scheduled_post_waits_with_all_it_says(newsroom: Newsdesk) -> None:
    typed = f"{quote('@putin')}\n\n@trump\n/frage Wann?\n/antwort lead Ja\n/sz einigung+\n??"
    post = newsroom.schedules(typed, at=berlin("20:15"), positions=[
        {"actor": "putin", "issue": "waffenruhe", "stance": "supports"}
    ])  # fmt: skip
    acts = len(newsroom.acts())
    assert "frage" not in newsroom.again(post).text
    newsroom.waits_until(berlin("20:14"))
    assert len(newsroom.acts()) == acts
    newsroom.waits_until(berlin("20:15"))
    assert [act.by_id for act in newsroom.acts()[acts:]] == [newsroom.jonas.id] * 6
    assert newsroom.has("claim", "1").facts["status"] == "unconfirmed"
    assert newsroom.has("claim", "1").facts["speaker"] == {"actor": "putin"}
    assert newsroom.has("question", "lead").facts["state"] == "answered"
    assert newsroom.has("scenario", "einigung").facts["shifts"][0]["shift"] == "+"
    assert newsroom.has("position", "1").facts["claims"] == ["1"]
    assert newsroom.mentions(post) == [
        ("issue", "waffenruhe", 16),
        ("actor", "putin", 29),
        ("actor", "trump", None),
    ]


def test_a_scheduled_post_goes_out_though_what_it_speaks_of_is_gone(newsroom: Newsdesk) -> None:
    newsroom.prepares("question", "dauer", text="Wie lange?")
    typed = "Es geht los.\n\n@trump #waffenruhe\n/antwort dauer Ja\n/sz einigung+\n<> @trump"
    post = newsroom.schedules(typed, at=berlin("20:15"), positions=[
        {"actor": "trump", "issue": "waffenruhe", "stance": "supports"},
        {"actor": "putin", "issue": "waffenruhe", "stance": "rejects"},
    ])  # fmt: skip
    newsroom.takes_out("actor", "trump")
    newsroom.takes_out("scenario", "einigung")
    newsroom.takes_out("question", "dauer")
    newsroom.waits_until(berlin("20:15"))
    assert newsroom.readers_see() == ["Es geht los."]
    assert newsroom.mentions(post) == [("issue", "waffenruhe", None)]
    assert [one.facts["actor"] for one in newsroom.has_all("position")] == ["putin"]
    assert newsroom.has("scenario", "einigung").standing == "removed"
    # What could not be told goes on waiting, and is shown to whoever opens the post.
    assert newsroom.types(post).split("\n")[2:] == [
        "@trump #waffenruhe",
        "/antwort dauer Ja",
        "/sz einigung+",
        "<> @trump",
    ]
    with pytest.raises(MarkerUnread, match="“@trump #waffenruhe”"):
        newsroom.amends(post, newsroom.types(post))


def test_a_name_that_is_no_more_is_never_published_as_it_was_typed(newsroom: Newsdesk) -> None:
    post = newsroom.schedules("Eine Meldung.\n\n<> @trump")
    draft = newsroom.drafts("Es spricht @trump.")
    newsroom.takes_out("actor", "trump")
    with pytest.raises(MarkerUnread, match="“<> @trump”"):
        newsroom.amends(post, newsroom.types(post))
    with pytest.raises(MarkerUnread, match="“@trump”"):
        newsroom.amends(draft, status="published")
    with pytest.raises(MarkerUnread):
        newsroom.publishes("/frage Kommt @trump?")
    kept = newsroom.publishes("Er heißt \\@trump.")
    assert newsroom.again(kept).text == "Er heißt @trump."
    newsroom.amends(kept, newsroom.types(kept))
    assert newsroom.again(kept).text == "Er heißt @trump."


def test_what_waits_follows_a_merger(newsroom: Newsdesk) -> None:
    newsroom.prepares("actor", "kreml", name="Amtssitz")
    stand = {"actor": "kreml", "issue": "waffenruhe", "stance": "rejects"}
    post = newsroom.schedules(
        "Es geht um alles und um mehr.\n\n@kreml\n<> @kreml", at=berlin("20:15"), positions=[stand]
    )
    draft = newsroom.drafts("Es spricht @kreml.", positions=[stand])
    newsroom.merges("actor", "kreml", into="putin")
    newsroom.waits_until(berlin("20:15"))
    assert [one.facts["actor"] for one in newsroom.has_all("position")] == ["putin"]
    assert newsroom.has("claim", "1").facts["disputed_by"] == [{"actor": "putin"}]
    assert ("actor", "putin", None) in newsroom.mentions(post)
    newsroom.amends(draft, status="published")
    assert newsroom.again(draft).text == "Es spricht Wladimir Putin."
    assert {one.facts["actor"] for one in newsroom.has_all("position")} == {"putin"}


def test_a_post_that_would_say_too_much_is_refused_when_it_is_planned(newsroom: Newsdesk) -> None:
    for n in range(51):
        newsroom.prepares("actor", f"x{n}", name=f"Xaver{n}")
    many = "\n".join(f"<> @x{n}" for n in range(51))
    with pytest.raises(TooMuch):
        newsroom.schedules(f"Eine lange Meldung über alles.\n\n{many}")
    with pytest.raises(MarkerTooLong, match="300 characters and has 301"):
        newsroom.publishes(f"Ein Satz.\n\n/frage {'f' * 301}")
    post = newsroom.publishes("Ein Satz.")
    with pytest.raises(MarkerTooLong) as refused:
        newsroom.corrects(post, f"Zwei Sätze.\n\n/antwort lead {'f' * 2_001}")
    assert refused.value.facts["field"] == "text"


def test_one_post_that_says_what_cannot_be_told_holds_up_no_other(newsroom: Newsdesk) -> None:
    first = newsroom.schedules(f"{quote('Putin')}\n\n<> @trump", at=berlin("20:15"))
    second = newsroom.schedules("Der nächste.", at=berlin("20:16"))
    newsroom.takes_out("actor", "trump")
    newsroom.waits_until(berlin("20:16"))
    assert [newsroom.again(one).status for one in (first, second)] == ["published"] * 2
    claim = newsroom.has("claim", "1").facts
    assert (claim["status"], claim["disputed_by"]) == ("reported", [])
    assert newsroom.types(first).endswith("<> @trump")


def test_a_draft_keeps_a_position_of_somebody_who_is_no_more_and_does_not_go_out_with_it(
    newsroom: Newsdesk,
) -> None:
    stand = {"actor": "trump", "issue": "waffenruhe", "stance": "rejects"}
    draft = newsroom.drafts("Trump", positions=[stand])
    newsroom.takes_out("actor", "trump")
    newsroom.amends(draft, "Trump sagt nein", status="draft", autosave=True, positions=[stand])
    with pytest.raises(UnknownObject, match="no actor “trump”"):
        newsroom.amends(draft, status="published")
    with pytest.raises(UnknownObject):
        newsroom.drafts("Niemand", positions=[{**stand, "actor": "niemand"}])
    newsroom.amends(draft, status="published", positions=[])
    assert newsroom.again(draft).status == "published"


def test_a_position_in_the_words_of_a_post_follows_them(newsroom: Newsdesk) -> None:
    stand = {"actor": "putin", "issue": "waffenruhe", "stance": "rejects"}
    other = {**stand, "actor": "trump", "wording": "Trump will nicht."}
    post = newsroom.publishes("Putin lehnt die Waffenruhe ab.", positions=[stand, other])
    newsroom.corrects(post, "Putin prüft die Waffenruhe.")
    words = {one.facts["actor"]: one.facts["wording"] for one in newsroom.has_all("position")}
    assert words == {"putin": "Putin prüft die Waffenruhe.", "trump": "Trump will nicht."}
    newsroom.prepares("position", "1", wording="Er prüft.")
    newsroom.merges("actor", "trump", into="selenskyj")
    newsroom.corrects(post, "Nichts davon.")
    words = {one.facts["actor"]: one.facts["wording"] for one in newsroom.has_all("position")}
    assert words == {"putin": "Er prüft.", "selenskyj": "Trump will nicht."}


def test_a_scheduled_post_that_is_a_draft_again_is_as_it_was_typed(newsroom: Newsdesk) -> None:
    typed = "Wladimir Putin, \\@putin genannt\n\n@trump\n/frage Wann?"
    post = newsroom.schedules(typed)
    assert newsroom.types(post) == typed
    newsroom.amends(post, status="draft")
    assert newsroom.again(post).text == newsroom.types(post) == typed
    newsroom.amends(post, status="published", scheduled_at=None)
    assert newsroom.again(post).text == "Wladimir Putin, @putin genannt"
    assert newsroom.mentions(post)[-1] == ("actor", "trump", None)
    assert len(newsroom.has_all("question")) == 2


def test_a_scheduled_post_that_is_typed_anew_says_what_it_says_now(newsroom: Newsdesk) -> None:
    post = newsroom.schedules("Eins\n\n/frage Wann?", at=berlin("20:15"))
    newsroom.amends(post, "Zwei\n\n/frage Wo?")
    newsroom.waits_until(berlin("20:15"))
    assert [one.facts["text"] for one in newsroom.has_all("question")][1:] == ["Wo?"]


def test_going_back_to_an_earlier_version_reads_no_marker_into_it(newsroom: Newsdesk) -> None:
    post = newsroom.publishes("Er heißt hier \\@putin.")
    newsroom.amends(post, "Etwas anderes.")
    newsroom.restores(post, 1, seen=2)
    assert newsroom.again(post).text == "Er heißt hier @putin."


def test_whoever_takes_a_post_back_at_once_gets_what_was_typed(newsroom: Newsdesk) -> None:
    typed = f"{quote('Putin')}\n\n@trump #waffenruhe ??\n/frage Wann?"
    position = {"actor": "putin", "issue": "waffenruhe", "stance": "supports"}
    post = newsroom.publishes(typed, positions=[position])
    draft = newsroom.undoes(post)
    assert newsroom.types(draft) == typed
    assert newsroom.has_all("position") == newsroom.has_all("claim") == []
    newsroom.amends(draft, status="published")
    assert newsroom.has("claim", "2").facts["status"] == "unconfirmed"
    assert [one.facts["stance"] for one in newsroom.has_all("position")] == ["supports"]
    assert ("actor", "trump", None) in newsroom.mentions(draft)


def test_a_correction_sent_twice_with_its_markers_is_the_same(newsroom: Newsdesk) -> None:
    post, correction = newsroom.publishes("Putin kommt."), uuid4()
    typed = "@trump kommt.\n\n/frage Und Putin?\n!"
    for _ in range(2):
        newsroom.corrects(post, typed, correction_id=correction)
    assert newsroom.again(post).text == "Donald Trump kommt."
    assert len(newsroom.again(post).corrections) == 1
    assert len(newsroom.has_all("question")) == 2
    assert [mark.kind for mark in newsroom.again(post).marks] == ["key_event"]


def test_a_put_sent_twice_with_its_markers_says_it_once(newsroom: Newsdesk) -> None:
    post_id = uuid4()
    for _ in range(2):
        newsroom.puts(post_id, text="Los.\n\n/frage Wann?\n/sz einigung+", status="published")
    assert len(newsroom.has_all("question")) == 2
    assert len(newsroom.has("scenario", "einigung").facts["shifts"]) == 1


def test_a_withdrawn_post_mentions_nobody_and_asks_nothing(newsroom: Newsdesk) -> None:
    post = newsroom.publishes("@putin kommt.\n\n/frage Wann kommt GEHEIM?\n/antwort lead GEHEIM")
    newsroom.withdraws(post)
    assert newsroom.mentions(post) == []
    assert [one.facts["text"] for one in newsroom.has_all("question")] == [
        "Gibt es eine Waffenruhe?"
    ]
    assert newsroom.has("question", "lead").facts["state"] == "open"
    assert newsroom.has("question", "2").standing == "withdrawn"


def test_a_contributors_draft_may_hold_markers_and_an_editor_sends_it_out(
    newsroom: Newsdesk,
) -> None:
    newsroom.assigns(newsroom.elif_)
    draft = newsroom.submits(f"{quote('Putin')}\n\n/frage Wann?", by=newsroom.elif_)
    with pytest.raises(NotAllowed):
        newsroom.prepares("question", text="Wann?", by=newsroom.elif_)
    newsroom.amends(draft, status="published")
    assert newsroom.acts()[-1].by_id == newsroom.jonas.id
    assert len(newsroom.has_all("question")) == 2


def test_before_the_opening_a_post_says_nothing_and_at_the_opening_all_of_it(
    newsdesk: Newsdesk,
) -> None:
    newsdesk.announces(opens_at=berlin("20:00"))
    newsdesk.prepares("actor", "putin", name="Putin")
    post = newsdesk.publishes(quote("Putin"))
    assert newsdesk.has_all("claim") == []
    newsdesk.waits_until(berlin("20:00"))
    assert newsdesk.has("claim", "1").post_id == post.id


def test_after_the_end_the_dossier_is_worked_at_and_in_the_archive_no_longer(
    newsroom: Newsdesk,
) -> None:
    post = newsroom.publishes(quote("Putin", "Wir kommen."))
    newsroom.ends()
    newsroom.settles("1", "confirmed")
    newsroom.amends(post, quote("Putin", "Wir kommen bald."))
    assert newsroom.has("claim", "1").facts["text"] == "Wir kommen bald."
    newsroom.archives()
    with pytest.raises(CoverageArchived):
        newsroom.settles("1", "false")
    with pytest.raises(CoverageArchived):
        newsroom.takes_out("claim", "1")


def test_of_one_post_the_last_word_on_a_scenario_counts(newsroom: Newsdesk) -> None:
    draft = newsroom.drafts("Ein Zeichen.\n\n/sz 1+")
    newsroom.amends(draft, status="published")
    newsroom.amends(draft, "Ein gutes Zeichen.\n\n/sz 1+")
    newsroom.restores(draft, 1, seen=newsroom.again(draft).revision)
    assert [one["shift"] for one in newsroom.has("scenario", "einigung").facts["shifts"]] == ["+"]
    assert len([act for act in newsroom.acts() if act.verb == "shift"]) == 1
    newsroom.amends(draft, "Kein gutes Zeichen.\n\n/sz 1-")
    assert [one["shift"] for one in newsroom.has("scenario", "einigung").facts["shifts"]] == ["-"]
    assert newsroom.differs() == []
