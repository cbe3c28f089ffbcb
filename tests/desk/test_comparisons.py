from typing import Any
from uuid import uuid4

from newsdesk import Newsdesk


def test_both_versions_are_told_with_what_the_other_one_lacks_marked(
    newsdesk: Newsdesk, at_the_desk: Any
) -> None:
    newsdesk.opens()
    post = newsdesk.drafts("Um acht Uhr <b>geht</b> es los.", headline="Ankunft")
    answer = at_the_desk(newsdesk.jonas).asks(
        "POST", f"/posts/{post.id}/comparison", headline="Ankunft", text="Um neun Uhr geht es los."
    )
    theirs, mine = answer.json()["theirs"], answer.json()["mine"]
    assert "<strong>Ankunft</strong>" in theirs
    assert "<mark>acht</mark>" in theirs
    assert "neun" not in theirs
    assert "<mark>neun</mark>" in mine
    assert "&lt;" in theirs
    assert "<b>" not in theirs


def test_nothing_is_compared_that_is_too_long_to_be_saved(
    newsdesk: Newsdesk, at_the_desk: Any
) -> None:
    newsdesk.opens()
    path = f"/posts/{newsdesk.drafts('Kurz.').id}/comparison"
    jonas = at_the_desk(newsdesk.jonas)
    for typed in ({"text": "x" * 20_001}, {"headline": "x" * 301}):
        answer = jonas.asks("POST", path, **typed)
        assert (answer.status_code, answer.json()["code"]) == (422, "too-long")


def test_a_comparison_is_for_who_may_read_the_coverage(
    newsdesk: Newsdesk, at_the_desk: Any
) -> None:
    newsdesk.opens()
    post = newsdesk.drafts("Geheim.")
    path = f"/posts/{post.id}/comparison"
    assert at_the_desk(newsdesk.elif_).asks("POST", path, text="Was?").status_code == 403
    missing = f"/posts/{uuid4()}/comparison"
    assert at_the_desk(newsdesk.mara).asks("POST", missing, text="Was?").status_code == 404
