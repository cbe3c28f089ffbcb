"""Corrections: the words change, and the reader is told."""

from uuid import uuid4

import pytest

from depesche import clock
from depesche.errors import (
    CorrectionExists,
    DepescheError,
    Missing,
    NotAllowed,
    PostNotPublic,
    PostWithdrawn,
    SameWords,
    Stale,
    TextTooDeep,
    TooLong,
    UnknownCorrectionClass,
)
from newsdesk import Newsdesk, berlin


def test_a_correction_replaces_the_words_and_says_what_was_wrong(newsdesk: Newsdesk) -> None:
    newsdesk.opens()
    post = newsdesk.publishes("Zwei Tote", headline="Unfall")
    newsdesk.waits(minutes=3)
    made = newsdesk.corrects(post, "Ein Toter", note="Wir hatten von zwei Toten berichtet.")
    assert newsdesk.readers_see() == ["Ein Toter"]
    corrected = newsdesk.again(post)
    assert [c.note for c in corrected.corrections] == ["Wir hatten von zwei Toten berichtet."]
    assert corrected.headline == "Unfall"
    assert (made.from_revision, made.to_revision, made.made_at) == (1, 2, clock.now())
    assert (made.correction_class, made.made_by_id) == ("correction", newsdesk.jonas.id)
    assert [r.text for r in newsdesk.revisions(post)] == ["Zwei Tote", "Ein Toter"]


def test_corrections_stand_in_the_order_they_were_made(newsdesk: Newsdesk) -> None:
    newsdesk.opens()
    post = newsdesk.publishes("Drei")
    for text in ("Zwei", "Eins"):
        newsdesk.corrects(post, text, note=f"Es waren nur {text.lower()}.")
    newsdesk.amends(post, "Eins!")
    notes = [c.note for c in newsdesk.again(post).corrections]
    assert notes == ["Es waren nur zwei.", "Es waren nur eins."]


def test_a_headline_can_be_corrected_alone(newsdesk: Newsdesk) -> None:
    newsdesk.opens()
    post = newsdesk.publishes("Text", headline="Falsch")
    newsdesk.corrects(post, "Text", headline="Richtig", correction_class="clarification")
    corrected = newsdesk.again(post)
    assert (corrected.headline, corrected.corrections[0].correction_class) == (
        "Richtig",
        "clarification",
    )


def test_the_same_correction_twice_is_one(newsdesk: Newsdesk) -> None:
    newsdesk.opens()
    post, correction_id = newsdesk.publishes("Zwei"), uuid4()

    def correct(text: str = "Eins", note: str = "Es war eins.", **wanted: str) -> None:
        newsdesk.corrects(post, text, note=note, correction_id=correction_id, **wanted)

    correct()
    told = len(newsdesk.reader_log())
    correct(" Eins ", "Es war eins. \n")
    newsdesk.amends(post, "Eins!")
    correct()
    assert len(newsdesk.again(post).corrections) == 1
    assert newsdesk.readers_see() == ["Eins!"]
    assert len(newsdesk.reader_log()) == told + 1
    for other in (
        {"text": "Null"},
        {"note": "Null."},
        {"headline": "Null"},
        {"correction_class": "clarification"},
    ):
        with pytest.raises(CorrectionExists):
            correct(**other)


def test_a_correction_is_found_again_even_after_withdrawal_and_archive(newsdesk: Newsdesk) -> None:
    newsdesk.opens()
    post, correction_id = newsdesk.publishes("Zwei"), uuid4()
    newsdesk.corrects(post, "Eins", correction_id=correction_id)
    newsdesk.withdraws(post)
    newsdesk.ends()
    newsdesk.archives()
    assert newsdesk.corrects(post, "Eins", correction_id=correction_id).id == correction_id


def test_an_id_of_another_posts_correction_is_refused(newsdesk: Newsdesk) -> None:
    newsdesk.opens()
    correction_id = uuid4()
    newsdesk.corrects(newsdesk.publishes("Zwei"), "Eins", correction_id=correction_id)
    with pytest.raises(CorrectionExists):
        newsdesk.corrects(newsdesk.publishes("Zwei"), "Eins", correction_id=correction_id)


@pytest.mark.parametrize(
    ("wanted", "refusal"),
    [
        ({"note": " \n"}, Missing),
        ({"note": "x" * 2001}, TooLong),
        ({"internal_note": "x" * 2001}, TooLong),
        ({"text": ""}, Missing),
        ({"text": "x" * 20_001}, TooLong),
        ({"text": "> " * 9 + "x"}, TextTooDeep),
        ({"text": " Zwei "}, SameWords),
        ({"headline": "x" * 301}, TooLong),
        ({"correction_class": "typo"}, UnknownCorrectionClass),
        ({"seen": 2}, Stale),
    ],
)
def test_a_correction_that_cannot_be_taken_changes_nothing(
    newsdesk: Newsdesk, wanted: dict[str, str], refusal: type[DepescheError]
) -> None:
    newsdesk.opens()
    post = newsdesk.publishes("Zwei")
    with pytest.raises(refusal):
        newsdesk.corrects(post, **{"text": "Eins", "note": "Es war eins.", **wanted})
    assert newsdesk.readers_see() == ["Zwei"]
    assert newsdesk.again(post).revision == 1
    assert len(newsdesk.reader_log()) == 2


def test_only_what_is_public_can_be_corrected(newsdesk: Newsdesk) -> None:
    newsdesk.opens()
    for hidden in (newsdesk.drafts("Zwei"), newsdesk.schedules("Zwei", at=berlin("21:00"))):
        with pytest.raises(PostNotPublic):
            newsdesk.corrects(hidden, "Eins")
    withdrawn = newsdesk.publishes("Zwei")
    newsdesk.withdraws(withdrawn)
    with pytest.raises(PostWithdrawn):
        newsdesk.corrects(withdrawn, "Eins")


def test_corrections_are_for_editors(newsdesk: Newsdesk) -> None:
    newsdesk.opens()
    newsdesk.assigns(newsdesk.elif_)
    post = newsdesk.publishes("Drei")
    with pytest.raises(NotAllowed):
        newsdesk.corrects(post, "Eins", by=newsdesk.elif_)
    for person, text in ((newsdesk.mara, "Zwei"), (newsdesk.ada, "Eins")):
        newsdesk.corrects(post, text, by=person, seen=newsdesk.again(post).revision)
