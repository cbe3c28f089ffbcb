"""In whose words a position is taken when nobody typed any."""

import time
import timeit

import pytest

from depesche.newsroom import coverages, posts
from depesche.newsroom.dossier import wording
from newsdesk import Newsdesk
from preparing import prepare


def _worded(
    newsdesk: Newsdesk, text: str, *, actor: str = "ukraine", issue: str = "gebiete", **more: str
) -> str:
    newsdesk.opens()
    prepare(newsdesk)
    post = newsdesk.publishes(text, **more)
    with newsdesk.store.reading() as session:
        coverage = coverages.find(session, newsdesk.slug)
        found = posts.find(session, coverage, post.id)
        return wording.of(session, coverage, found, actor=actor, issue=issue)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Es regnet. Kiew lehnt Gebietsabtretungen ab. Mehr gleich.",
         "Kiew lehnt Gebietsabtretungen ab."),
        ("Kiew will am 16. August über Gebiete reden. Dann nicht mehr.",
         "Kiew will am 16. August über Gebiete reden."),
        ("Kiew nennt z. B. die Gebiete, ohne Zahlen. Und weiter?",
         "Kiew nennt z. B. die Gebiete, ohne Zahlen."),
        ("Kiew wartet. Über Gebiete redet niemand! Dann Regen.",
         "Über Gebiete redet niemand!"),
        ("Ein Satz ohne alles. Noch einer.", "Ein Satz ohne alles."),
        ("- Eins\n- Kiew und die Gebiete\n- Drei", "– Kiew und die Gebiete"),
    ],
)  # fmt: skip
def test_it_is_the_sentence_that_names_both_or_else_the_issue(
    newsdesk: Newsdesk, text: str, words: str
) -> None:
    assert _worded(newsdesk, text) == words


def test_what_an_actor_says_is_in_its_words(newsdesk: Newsdesk) -> None:
    text = "Kiew und die Gebiete.\n\n> Wir warten. Die Gebiete bleiben.\n> — Putin"
    assert _worded(newsdesk, text, actor="putin") == "Die Gebiete bleiben."


def test_a_voice_speaks_for_whom_it_speaks(newsdesk: Newsdesk) -> None:
    text = "Über Gebiete wird geredet.\n\n> Wir sagen nichts dazu. Gar nichts.\n> — Kreml"
    assert _worded(newsdesk, text, actor="russland") == "Wir sagen nichts dazu."


def test_a_headline_stands_for_a_post_without_both(newsdesk: Newsdesk) -> None:
    words = _worded(newsdesk, "Ein Satz.", headline="Nein zum Tausch")
    assert words == "Nein zum Tausch"


def test_it_is_never_longer_than_a_wording_can_be(newsdesk: Newsdesk) -> None:
    words = _worded(newsdesk, f"Kiew und die Gebiete {'und mehr ' * 100}")
    assert len(words) <= 600
    assert words.endswith("mehr …")


@pytest.mark.parametrize("signs", ["?", "!?", "…", '."', ". ", "?\u2019 "])
def test_a_row_of_signs_is_looked_at_once(signs: str) -> None:
    def seconds(length: int) -> float:
        row = signs * (length // len(signs))
        times = timeit.Timer(lambda: list(wording.sentences(row)), timer=time.process_time)
        return min(times.repeat(repeat=5, number=4))

    assert seconds(80_000) < 12 * seconds(20_000)  # sixteen times as long, were it quadratic


def test_a_sentence_ends_with_more_than_one_sign_after_a_number_too() -> None:
    assert list(wording.sentences("Es sind 16 … Oder 17?! Nein.")) == [
        "Es sind 16 …",
        "Oder 17?!",
        "Nein.",
    ]
    assert list(wording.sentences("Am 16. August. Es sind 16... Aber wer?")) == [
        "Am 16. August.",
        "Es sind 16...",
        "Aber wer?",
    ]
