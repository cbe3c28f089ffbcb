"""What readers find in a coverage, and what they never do."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

import photographs
from depesche import clock
from depesche.newsroom import coverages, posts, search
from depesche.newsroom.models import Coverage, Post
from newsdesk import Newsdesk

MANY = 45


def found(newsdesk: Newsdesk, asked: str) -> list[str]:
    """The texts that answer, newest first."""
    with newsdesk.store.reading() as session:
        coverage = coverages.find(session, newsdesk.slug)
        question = search.read(asked, coverage.language)
        return [post.text for post in search.found(session, coverage, question).posts]


def named(newsdesk: Newsdesk, asked: str) -> list[tuple[str, str]]:
    with newsdesk.store.reading() as session:
        coverage = coverages.find(session, newsdesk.slug)
        question = search.read(asked, coverage.language)
        return [(one.kind, one.name) for one in search.named(session, coverage, question)]


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Das Gespräch beginnt.", "Gespräche"),
        ("Die Gespräche beginnen.", "gespraech"),
        ("Putins Maschine ist da.", "Putin"),
        ("Putin ist da.", "Putins"),
        ("Trumps Wunsch", "TRUMP"),
        ("Der Friedensgipfel", "Gipfel"),
        ("Der Alaska-Gipfel", "Gipfel"),
        ("Ein Gipfeltreffen", "Gipfels"),
        ("Die Waffenruhe hält.", "Waffen"),
        ("Ein Weltfriede", "Frieden"),
        ("Eine Feuerpause", "Feuer"),
        ("Viele Krankenhäuser", "Haus"),
        ("Die Bundesregierung", "Regierungen"),
        ("Auf der Straße", "strasse"),
        ("Um 20:00 Uhr geht es los.", "20:00"),
        ("Um 20.00 Uhr geht es los.", "20:00"),
        ("Es sind 1,5 Millionen.", "1,5"),
        ("Im Élysée-Palast", "elysee palast"),
        ("Er sagt: „Der Krieg muss enden.“", '"krieg muss"'),
        ("Sein oder nicht sein", "oder sein"),
        ("Der Präsident sprach.", "der die das Präsident"),
        ("Flagge 🇺🇦 und 🙂", "🇺🇦"),
        ("Sie sagten שלום zueinander.", "שלום"),
        ("Es heißt a_b.", "a_b"),
    ],
)
def test_in_german_this_is_found_by_that(newsdesk: Newsdesk, text: str, asked: str) -> None:
    newsdesk.opens()
    newsdesk.publishes("Etwas ganz anderes")
    newsdesk.publishes(text)
    assert found(newsdesk, asked) == [text]


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("They talk.", "talks"),
        ("Talks go on.", "talking"),
        ("Putin’s plane", "putin"),
        ("A peace-deal", "deal"),
        ("New policies", "policy"),
        ("Doors open at 20:00", "20:00"),
        ("To be or not to be", "to be"),
    ],
)
def test_in_english_this_is_found_by_that(newsdesk: Newsdesk, text: str, asked: str) -> None:
    newsdesk.opens(language="en")
    newsdesk.publishes("Something else")
    newsdesk.publishes(text)
    assert found(newsdesk, asked) == [text]


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Friedrich Merz ist da.", "Frieden"),
        ("Die Senatoren sind da.", "Nato"),
        ("Er ist sich sicher.", "Sicherheit"),
        ("Es ist 20:30 Uhr.", "20:00"),
        ("Der Gipfel beginnt.", "Gipfel Ende"),
        ("Der Krieg muss bald enden.", '"Krieg muss enden"'),
        ("Die Gespräche laufen.", '"Gespräch"'),
        ("Alles", "%"),
        ("Alles", "_____"),
        ("Alles", "A%s"),
        ("Alles", "a___s"),
        ("Alles", "\\"),
        ("axb", "a_b"),
        ("a\\b", "a_b"),
        ("Alles", ""),
        ("Alles", "„“"),
    ],
)
def test_this_is_not_found_by_that(newsdesk: Newsdesk, text: str, asked: str) -> None:
    newsdesk.opens()
    newsdesk.publishes(text)
    assert found(newsdesk, asked) == []


def test_english_words_are_not_looked_for_inside_others(newsdesk: Newsdesk) -> None:
    newsdesk.opens(language="en")
    newsdesk.publishes("They separate.")
    assert found(newsdesk, "rate") == []


@pytest.mark.parametrize(
    "asked",
    [
        '"in Alaska"', "„in Alaska“", "“in Alaska”", "»in Alaska«", "«in Alaska»", "‘in Alaska’",
        "‚in Alaska‘", "›in Alaska‹", "'in Alaska'", "„IN   ALASKA”",
    ],
)  # fmt: skip
def test_a_phrase_is_one_in_quotation_marks_of_any_kind(newsdesk: Newsdesk, asked: str) -> None:
    newsdesk.opens()
    newsdesk.publishes("Alaska, in das sie flogen")
    newsdesk.publishes("Heute in Alaska.")
    assert found(newsdesk, asked) == ["Heute in Alaska."]


def test_a_phrase_stands_in_one_paragraph(newsdesk: Newsdesk) -> None:
    newsdesk.opens()
    newsdesk.publishes("Alaska.", headline="Sie sind in")
    newsdesk.publishes("Sie sind in\n\nAlaska.")
    assert found(newsdesk, '"in Alaska"') == []


def test_an_apostrophe_begins_no_phrase(newsdesk: Newsdesk) -> None:
    newsdesk.opens(language="en")
    newsdesk.publishes("Putin's plan is not Trump's.")
    assert found(newsdesk, "Trump's plan Putin's") == ["Putin's plan is not Trump's."]


def test_small_words_count_only_where_there_are_no_others() -> None:
    assert [term.typed for term in search.read("der Gipfel in Alaska", "de").terms] == [
        "Gipfel",
        "Alaska",
    ]
    assert [term.typed for term in search.read("Wer wird was", "de").terms] == [
        "Wer",
        "wird",
        "was",
    ]
    assert [term.typed for term in search.read("„der“ Gipfel", "de").terms] == ["der", "Gipfel"]


@pytest.mark.parametrize("asked", ["x" * 101, "a b c d e f g h i", '"a b c d e f g h i"'])
def test_what_is_too_long_looks_for_nothing_and_is_kept(asked: str) -> None:
    question = search.read(asked, "de")
    assert question.is_too_long
    assert question.typed == asked
    assert not question.terms


def test_what_is_as_long_as_may_be_is_looked_for() -> None:
    assert not search.read("x" * 100, "de").is_too_long
    assert len(search.read("b c d f g h j k b", "en").terms) == 8


def test_all_that_readers_read_of_a_post_is_found(newsdesk: Newsdesk) -> None:
    newsdesk.opens()
    picture = newsdesk.uploads(photographs.telling_jpeg())
    newsdesk.publishes(
        "Ein **fetter** [Verweis](https://example.org/adresse)\n\n> Gesagt.\n> — Angela, Kanzlerin",
        headline="Überschrift",
        byline="Verfasser",
        picture=picture.id,
        caption="Bildtext",
        alt="Beschreibung",
        credit="Fotografin",
    )
    for word in (
        *("fett", "verweis", "gesagt", "angela", "kanzlerin", "uberschrift", "verfasser"),
        *("bildtext", "beschreibung", "fotografin"),
    ):
        assert found(newsdesk, word), word
    assert not found(newsdesk, "adresse")


def test_of_a_picture_only_what_is_shown_is_found(newsdesk: Newsdesk) -> None:
    newsdesk.opens()
    picture = newsdesk.uploads(photographs.telling_jpeg())
    post = newsdesk.publishes("Eins", picture=picture.id, alt="Turm", caption="Blick", credit="Jo")
    assert found(newsdesk, "Turm Blick Jo") == ["Eins"]
    newsdesk.amends(post, decorative=True)
    assert not found(newsdesk, "Turm")
    newsdesk.amends(post, picture=None)
    assert not found(newsdesk, "Blick")
    assert not found(newsdesk, "Jo")


def test_what_is_not_public_is_never_found(newsdesk: Newsdesk) -> None:
    newsdesk.opens()
    later = clock.now() + timedelta(hours=1)
    newsdesk.drafts("Geheim")
    newsdesk.submits("Geheim")
    newsdesk.schedules("Geheim", at=later)
    embargoed = newsdesk.publishes("Geheim bis dahin", embargoed_until=later)
    newsdesk.discards(newsdesk.drafts("Geheim"))
    withdrawn = newsdesk.publishes("Geheim", headline="Geheim", byline="Geheim")
    newsdesk.withdraws(withdrawn)
    assert found(newsdesk, "Geheim") == []
    newsdesk.waits(hours=2)
    assert "Geheim bis dahin" in found(newsdesk, "Geheim")
    newsdesk.withdraws(embargoed)
    assert "Geheim bis dahin" not in found(newsdesk, "Geheim")


def test_nothing_of_a_withdrawn_post_is_kept_for_a_search(newsdesk: Newsdesk) -> None:
    newsdesk.opens()
    post = newsdesk.publishes("Geheim")
    newsdesk.withdraws(post)
    with newsdesk.store.reading() as session:
        assert session.get_one(Post, post.id).stems == ""


def test_what_is_not_public_is_not_found_even_where_words_of_it_are_kept(
    newsdesk: Newsdesk,
) -> None:
    newsdesk.opens()
    newsdesk.drafts("Geheim")
    newsdesk.withdraws(newsdesk.publishes("Geheim"))
    with newsdesk.store.writing() as session:
        session.execute(update(Post).values(stems=" geheim ", position="0000000001"))
    assert found(newsdesk, "Geheim") == []


def test_what_waits_for_the_opening_is_found_from_then_on(newsdesk: Newsdesk) -> None:
    newsdesk.announces(opens_at=clock.now() + timedelta(minutes=5))
    newsdesk.publishes("Willkommen")
    assert found(newsdesk, "willkommen") == []
    newsdesk.waits(minutes=6)
    assert found(newsdesk, "willkommen") == ["Willkommen"]


def test_a_post_is_found_by_the_words_it_has_now(newsdesk: Newsdesk) -> None:
    newsdesk.opens()
    post = newsdesk.publishes("Sie landen in Fairbanks.")
    newsdesk.corrects(post, "Sie landen in Anchorage.", note="Es ist nicht Fairbanks.")
    assert found(newsdesk, "Fairbanks") == []
    assert found(newsdesk, "Anchorage") == ["Sie landen in Anchorage."]
    newsdesk.amends(post, "Sie landen in Juneau.")
    assert found(newsdesk, "Anchorage") == []
    assert found(newsdesk, "Juneau") == ["Sie landen in Juneau."]


def test_other_coverages_are_not_looked_through(newsdesk: Newsdesk) -> None:
    newsdesk.opens("Der andere")
    newsdesk.publishes("Gipfel dort")
    newsdesk.opens("Der eine")
    newsdesk.publishes("Gipfel hier")
    assert found(newsdesk, "Gipfel") == ["Gipfel hier"]


def test_there_are_pages_when_there_is_more(newsdesk: Newsdesk) -> None:
    newsdesk.opens()
    newsdesk.publishes("Anderes")
    for n in range(MANY):
        newsdesk.publishes(f"Treffer {n}")
    newsdesk.publishes("Anderes")
    with newsdesk.store.reading() as session:
        coverage = coverages.find(session, newsdesk.slug)
        question = search.read("Treffer", "de")
        pages: list[search.Found] = []
        before: str | None = None
        while not pages or pages[-1].has_older:
            pages.append(search.found(session, coverage, question, before=before))
            before = pages[-1].posts[-1].position
    assert [(len(page.posts), page.count) for page in pages] == [(20, 45), (20, 45), (5, 45)]
    assert [post.text for page in pages for post in page.posts] == [
        f"Treffer {n}" for n in reversed(range(MANY))
    ]


def test_where_words_stand_is_told_for_every_term() -> None:
    question = search.read("Gipfel „in Alaska“ Putins", "de")
    line = "Friedensgipfel in Alaska: Putin und der Gipfel"
    spans = [(line[span.start : span.end], span.term) for span in question.spans(line)]
    assert spans == [("Friedensgipfel", 0), ("in Alaska", 1), ("Putin", 2), ("Gipfel", 0)]


def test_no_marked_word_lies_in_another() -> None:
    question = search.read("„in Alaska“ Alaska", "de")
    line = "in Alaska, Alaska"
    assert [line[s.start : s.end] for s in question.spans(line)] == ["in Alaska", "Alaska"]


def test_a_phrase_is_marked_in_one_paragraph_only() -> None:
    assert search.read("„in Alaska“", "de").spans("in\n\nAlaska") == []


def test_the_dossier_answers_with_its_names(newsdesk: Newsdesk) -> None:
    newsdesk.opens()
    newsdesk.prepares("actor", "putin", name="Wladimir Putin", aliases=["Kremlchef"])
    newsdesk.prepares("issue", "feuer", label="Waffenruhe")
    newsdesk.prepares("place", "basis", name="Militärbasis", precision="hidden", area="Versteck")
    newsdesk.prepares("claim", text="Putin will Gebiete", speaker="putin")
    assert named(newsdesk, "Putins") == [
        ("actor", "Wladimir Putin"),
        ("claim", "Putin will Gebiete"),
    ]
    assert named(newsdesk, "kremlchef") == [("actor", "Wladimir Putin")]
    assert named(newsdesk, "Waffen") == [("issue", "Waffenruhe")]
    assert named(newsdesk, "Basis") == [("place", "Militärbasis")]
    assert named(newsdesk, "Versteck") == named(newsdesk, "") == []


def test_what_was_taken_out_of_the_dossier_is_not_named(newsdesk: Newsdesk) -> None:
    newsdesk.opens()
    newsdesk.prepares("actor", "putin", name="Putin")
    newsdesk.takes_out("actor", "putin")
    quote = newsdesk.publishes("> Putin lügt.\n> — Jemand")
    assert named(newsdesk, "Putin") == [("claim", "Putin lügt.")]
    newsdesk.withdraws(quote)
    assert named(newsdesk, "Putin") == []


def test_only_a_handful_is_named(newsdesk: Newsdesk) -> None:
    newsdesk.opens()
    for n in range(search.OBJECTS + 2):
        newsdesk.prepares("issue", label=f"Frage {n}")
    assert len(named(newsdesk, "Frage")) == search.OBJECTS


def test_posts_of_before_there_was_a_search_are_made_ready_for_it(newsdesk: Newsdesk) -> None:
    newsdesk.opens()
    newsdesk.publishes("Der alte Gipfel")
    newsdesk.withdraws(newsdesk.publishes("Gipfel zurück"))
    newsdesk.drafts("Gipfel im Entwurf")
    with newsdesk.store.writing() as session:
        session.execute(update(Post).values(stems=None))
    assert found(newsdesk, "Gipfel") == []
    with newsdesk.store.writing() as session:
        assert search.is_behind(session)
        assert search.catch_up(session) == 1
        assert not search.is_behind(session)
        assert search.catch_up(session) == 0
    assert found(newsdesk, "Gipfel") == ["Der alte Gipfel"]


@pytest.mark.parametrize("database", ["postgresql"])  # SQLite has one writer
def test_two_who_catch_up_at_once_do_not_wait_for_each_other(newsdesk: Newsdesk) -> None:
    newsdesk.opens()
    newsdesk.publishes("Gipfel")
    with newsdesk.store.writing() as session:
        session.execute(update(Post).values(stems=None))
    with newsdesk.store.writing() as one, newsdesk.store.writing() as other:
        assert search.catch_up(one) == 1
        assert search.catch_up(other) == 0


def test_pages_do_not_fetch_what_only_a_search_needs(newsdesk: Newsdesk) -> None:
    newsdesk.opens()
    post = newsdesk.publishes("Eins")
    with newsdesk.store.reading() as session:
        loaded: Any = posts.find(session, coverages.find(session, newsdesk.slug), post.id)
        assert "stems" not in loaded.__dict__


def test_names_are_read_once_for_each_state_of_their_kind(
    newsdesk: Newsdesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    newsdesk.opens()
    newsdesk.prepares("actor", "putin", name="Wladimir Putin")
    newsdesk.prepares("issue", "krieg", label="Putins Krieg")
    read: list[str] = []
    reads = search._read_titles

    def reading(session: Session, coverage: Coverage, kind: str) -> Any:
        read.append(kind)
        return reads(session, coverage, kind)

    monkeypatch.setattr(search, "_read_titles", reading)
    both = [("actor", "Wladimir Putin"), ("issue", "Putins Krieg")]
    assert named(newsdesk, "Putin") == both
    assert set(read) == set(search.NAMED)
    read.clear()
    assert named(newsdesk, "Putin") == both
    assert named(newsdesk, "Krieg") == both[1:]
    assert read == []
    newsdesk.publishes("Putin ist da.")
    newsdesk.prepares("issue", "krieg", label="Krieg in der Ukraine")
    assert named(newsdesk, "Putin") == both[:1]
    assert named(newsdesk, "Krieg") == [("issue", "Krieg in der Ukraine")]
    newsdesk.takes_out("issue", "krieg")
    assert named(newsdesk, "Krieg") == []
    assert set(read) == {"issue"}
