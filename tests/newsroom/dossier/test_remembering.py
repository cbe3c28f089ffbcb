"""A dossier as it stood at a moment that has passed, and nothing that was taken back since."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from depesche import clock
from depesche.newsroom import coverages
from depesche.newsroom.dossier import remembering
from depesche.newsroom.dossier.readers import cards, cells
from depesche.newsroom.dossier.readers.book import SHOWN, Book, Card
from depesche.newsroom.dossier.readers.holdings import Holdings, Tables
from depesche.newsroom.dossier.remembering import Remembered
from depesche.newsroom.models import DossierObject
from histories import Evening, seeded, through_the_dossier
from newsdesk import Newsdesk
from preparing import prepare

KINDS = ("actor", "issue", "claim", "place", "entry", "scenario", "question")
SAID = "> Kein Rückzug\n> — Putin"


@pytest.fixture(autouse=True)
def _prepared(newsdesk: Newsdesk) -> None:
    newsdesk.opens()
    prepare(newsdesk)


def now(newsdesk: Newsdesk) -> datetime:
    """A moment before which all has happened so far, and nothing that comes."""
    newsdesk.waits(minutes=1)
    return clock.now()


def then(newsdesk: Newsdesk, end: datetime) -> Remembered:
    with newsdesk.store.reading() as session:
        coverage = coverages.find(session, newsdesk.slug)
        return remembering.remembered(session, coverage, end)


def listed(newsdesk: Newsdesk, kind: str, end: datetime) -> Sequence[Card]:
    """The cards of that kind, as readers had them."""
    with newsdesk.store.reading() as session:
        coverage = coverages.find(session, newsdesk.slug)
        book = Book(session, coverage, remembering.remembered(session, coverage, end))
        return cards.listed(book, kind, limit=100).cards


def facts(newsdesk: Newsdesk, kind: str, key: str, end: datetime) -> dict[str, Any]:
    (found,) = then(newsdesk, end).called(kind, [key])
    return found.facts


def standing(newsdesk: Newsdesk, kind: str, key: str, end: datetime) -> str | None:
    found = next(iter(then(newsdesk, end).called(kind, [key])), None)
    return found and found.standing


def test_an_object_is_what_it_was(newsdesk: Newsdesk) -> None:
    before = now(newsdesk)
    newsdesk.prepares("actor", "putin", name="W. Putin")
    newsdesk.prepares("entry", "wann", title="Sitzung", when="1867")
    after = now(newsdesk)

    assert facts(newsdesk, "actor", "putin", before)["name"] == "Wladimir Putin"
    assert facts(newsdesk, "actor", "putin", after)["name"] == "W. Putin"
    assert standing(newsdesk, "entry", "wann", before) is None
    assert [one.key for one in listed(newsdesk, "entry", after)] == ["wann"]


def test_what_was_withdrawn_since_is_a_notice(newsdesk: Newsdesk) -> None:
    post = newsdesk.publishes(f"{SAID}\n\n/frage Kommt er?")
    before = now(newsdesk)
    newsdesk.withdraws(post)

    (claim,) = listed(newsdesk, "claim", before)
    assert claim.is_withdrawn
    assert not claim.facts
    asked = [one for one in listed(newsdesk, "question", before) if one.is_withdrawn]
    assert len(asked) == 1


def test_what_was_taken_out_since_is_gone(newsdesk: Newsdesk) -> None:
    newsdesk.prepares("entry", "wann", title="Sitzung", when="1867")
    before = now(newsdesk)
    newsdesk.takes_out("entry", "wann")
    assert listed(newsdesk, "entry", before) == []


def test_what_was_taken_out_and_put_again_was_there(newsdesk: Newsdesk) -> None:
    newsdesk.prepares("entry", "wann", title="Sitzung", when="1867")
    there = now(newsdesk)
    newsdesk.takes_out("entry", "wann")
    gone = now(newsdesk)
    newsdesk.prepares("entry", "wann", title="Gipfel", when="1867")

    (entry,) = listed(newsdesk, "entry", there)
    assert entry.facts["title"] == "Sitzung"
    assert listed(newsdesk, "entry", gone) == []


def test_an_answer_that_was_taken_back_was_never_given(newsdesk: Newsdesk) -> None:
    """By withdrawing its post, or at the dossier desk; the state follows."""
    said = newsdesk.publishes("/antwort 1 Ja.\n\nEin Beitrag")
    newsdesk.waits(seconds=1)
    newsdesk.answers("1", "Nein.", state="partly")
    as_of = newsdesk.has("question", "1").as_of
    before = now(newsdesk)
    newsdesk.withdraws(said)
    (number,) = (
        one["number"]
        for one in newsdesk.has("question", "1").facts["answers"]
        if one["text"] == "Nein."
    )

    (question,) = listed(newsdesk, "question", before)
    assert [one["text"] for one in question.more["answers"]] == ["Nein."]
    newsdesk.takes_back("question", "1", number)
    (question,) = listed(newsdesk, "question", before)
    assert question.more["answers"] == []
    assert question.facts["state"] == "open"
    assert question.as_of == as_of, "as of when it stood so, and not of when it was taken back"


def test_an_answer_that_came_later_can_be_taken_back(newsdesk: Newsdesk) -> None:
    before = now(newsdesk)
    newsdesk.answers("1", "Ja.")
    (given,) = newsdesk.has("question", "1").facts["answers"]
    newsdesk.takes_back("question", "1", given["number"])
    (question,) = listed(newsdesk, "question", before)
    assert question.more["answers"] == []


def test_a_likelihood_is_there_once_it_is_confirmed_and_until_it_is_taken_back(
    newsdesk: Newsdesk,
) -> None:
    number = newsdesk.estimates("durchbruch", 10, 20, words="kaum")
    proposed = now(newsdesk)
    newsdesk.confirms("durchbruch", number)
    confirmed = now(newsdesk)

    def words(end: datetime) -> list[str]:
        (scenario,) = listed(newsdesk, "scenario", end)
        return [one["words"] for one in scenario.more["likelihoods"]]

    assert words(proposed) == []
    assert words(confirmed) == ["kaum"]
    newsdesk.takes_back("scenario", "durchbruch", number)
    assert words(confirmed) == []


def test_what_rests_on_another_post_as_well_stands_without_the_withdrawn_one(
    newsdesk: Newsdesk,
) -> None:
    one, other = newsdesk.publishes("Eins"), newsdesk.publishes("Zwei")
    newsdesk.prepares("claim", "c", text="Es ist so", posts=[one.id, other.id])
    before = now(newsdesk)
    newsdesk.withdraws(one)
    found = {card.key: card for card in listed(newsdesk, "claim", before)}
    assert list(found["c"].basis) == [str(other.id)]
    assert found["c"].facts["text"] == "Es ist so"


def test_what_a_withdrawn_post_worded_and_others_reword_is_left_out(newsdesk: Newsdesk) -> None:
    """It stands now, on another post and in other words: those of then are of the withdrawn one."""
    post, other = newsdesk.publishes(SAID), newsdesk.publishes("Zwei")
    (claim,) = newsdesk.has_all("claim")
    newsdesk.prepares("claim", claim.key, posts=[other.id])
    before = now(newsdesk)
    newsdesk.withdraws(post)
    assert [one.is_withdrawn for one in listed(newsdesk, "claim", before)] == [False]

    newsdesk.prepares("claim", claim.key, text="Anders", verbatim="")
    assert newsdesk.has("claim", claim.key).standing == "standing"
    assert listed(newsdesk, "claim", before) == []


def test_of_a_position_that_is_gone_the_one_before_it_counts(newsdesk: Newsdesk) -> None:
    first, second = newsdesk.publishes("Eins"), newsdesk.publishes("Zwei")
    newsdesk.takes_position("russland", "gebiete", "rejects", posts=[first.id])
    newsdesk.takes_position("russland", "gebiete", "supports", posts=[second.id])
    before = now(newsdesk)

    def stances() -> list[str]:
        with newsdesk.store.reading() as session:
            coverage = coverages.find(session, newsdesk.slug)
            book = Book(session, coverage, remembering.remembered(session, coverage, before))
            (row,) = cells.matrix(book).rows
            (cell,) = row.cells
            assert cell is not None
            return [one.facts["stance"] for one in (cell.current, *cell.former)]

    assert stances() == ["supports", "rejects"]
    newsdesk.withdraws(second)
    assert stances() == ["rejects"]


def test_where_a_place_lies_that_is_hidden_now_was_never_told(newsdesk: Newsdesk) -> None:
    newsdesk.prepares("place", "moskau", latitude=55.7, longitude=37.6, area="Kreml")
    before = now(newsdesk)
    shown = {one.key: one.facts for one in listed(newsdesk, "place", before)}["moskau"]
    assert (shown["latitude"], shown["area"]) == (55.7, "Kreml")
    newsdesk.prepares("place", "moskau", precision="hidden")
    shown = {one.key: one.facts for one in listed(newsdesk, "place", before)}["moskau"]
    assert (shown["latitude"], shown["longitude"], shown["area"]) == (None, None, "")


def test_a_post_named_whom_its_words_named(newsdesk: Newsdesk) -> None:
    post = newsdesk.publishes("Putin ist da.")
    before = now(newsdesk)
    newsdesk.amends(post, "Heute ist Trump da.")
    after = now(newsdesk)

    def named(end: datetime) -> list[tuple[str, int | None]]:
        with newsdesk.store.reading() as session:
            found = remembering.mentions(session, [post.id], end)
            return [(one.key, one.start) for one in found[post.id]]

    assert named(before) == [("putin", 0)]
    assert named(after) == [("trump", 10)]


@pytest.mark.parametrize("seed", range(3))
def test_what_is_remembered_of_now_is_what_the_tables_hold(newsdesk: Newsdesk, seed: int) -> None:
    """Each way to ask, on either holdings, after an evening in which all was done."""
    evening = Evening(newsdesk)
    for step in [*through_the_dossier(), *seeded(seed, 60)]:
        evening.does(step)
    newsdesk.slug = evening.slug
    clock.move(timedelta(seconds=1))
    with newsdesk.store.reading() as session:
        coverage = coverages.find(session, newsdesk.slug)
        tables = Tables(session, coverage)
        memory = remembering.remembered(session, coverage, clock.now())
        every = session.scalars(
            select(DossierObject).where(DossierObject.coverage_id == coverage.id)
        ).all()
        assert every
        asked, told = (_asked(holdings, every) for holdings in (tables, memory))
        assert asked == told


def _asked(holdings: Holdings, every: Sequence[DossierObject]) -> list[object]:
    """What comes back, as it is seen."""

    def seen(found: Sequence[DossierObject]) -> list[object]:
        return [(one.kind, one.key, one.standing, one.position, one.facts) for one in found]

    said: list[object] = []
    for kind in sorted({one.kind for one in every}):
        keys = sorted(one.key for one in every if one.kind == kind)
        parents = sorted({one.parent for one in every if one.kind == kind})
        positions = sorted(one.position for one in every if one.kind == kind)
        said += [
            seen(sorted(holdings.called(kind, {*keys, "niemand"}), key=lambda one: one.key)),
            seen(holdings.of_kind(kind, SHOWN)),
            seen(holdings.under(kind, parents)),
            sorted(holdings.parents(kind)),
        ]
        for role in ("basis", "actor", "issue", "contradicts", "speaker"):
            for to_kind in ("post", "actor", "issue", "claim"):
                ids = [str(one.post_id) for one in every if one.post_id]
                names = ids if to_kind == "post" else [one.key for one in every]
                linked = holdings.linked([kind], [role], to_kind, names)
                said.append([(one.role, one.to_key, one.one.key) for one in linked])
        for before in (None, positions[len(positions) // 2]):
            for last in (False, True):
                some = holdings.some(kind, SHOWN, limit=3, before=before, last=last)
                said.append(sorted(one.position for one in some))
    return said
