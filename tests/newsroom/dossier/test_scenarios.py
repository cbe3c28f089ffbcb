"""How it may end: likelihoods have an author, two people behind them, and are never certain."""

from datetime import timedelta
from typing import Any

import pytest

from depesche import clock
from depesche.errors import (
    AuthorIsActor,
    AuthorMissing,
    CoverageArchived,
    LikelihoodOutOfRange,
    Missing,
    NotAllowed,
    NotFound,
    NothingToConfirm,
    NothingToTakeBack,
    OutcomeKnown,
    PersonNeeded,
    SecondPersonNeeded,
)
from depesche.newsroom import keys
from depesche.newsroom.dossier.kinds import scenarios
from newsdesk import Newsdesk
from newsroom.dossier.summit import prepared


@pytest.fixture
def newsroom(newsdesk: Newsdesk) -> Newsdesk:
    return prepared(newsdesk)


def shown(newsroom: Newsdesk) -> list[tuple[int, int]]:
    facts = newsroom.has("scenario", "einigung").facts
    return [(one["low"], one["high"]) for one in scenarios.shown(facts)]


def test_a_likelihood_is_shown_once_a_second_person_stands_behind_it(newsroom: Newsdesk) -> None:
    number = newsroom.estimates("einigung", 20, 30, author="Eine Kennerin")
    assert shown(newsroom) == []
    (pending,) = scenarios.pending(newsroom.has("scenario", "einigung").facts)
    assert pending["author"] == {"name": "Eine Kennerin"}
    newsroom.confirms("einigung", number)
    newsroom.confirms("einigung", number)
    assert shown(newsroom) == [(20, 30)]
    later = newsroom.estimates("einigung", 10, 15)
    newsroom.confirms("einigung", later)
    assert shown(newsroom) == [(20, 30), (10, 15)]  # all of them stay


def test_nobody_confirms_their_own(newsroom: Newsdesk) -> None:
    number = newsroom.estimates("einigung", 20, 30, by=newsroom.mara)
    with pytest.raises(SecondPersonNeeded, match="Somebody else"):
        newsroom.confirms("einigung", number, by=newsroom.mara)
    with pytest.raises(NotAllowed):
        newsroom.confirms("einigung", number, by=newsroom.jonas)
    newsroom.confirms("einigung", number, by=newsroom.ada)
    assert shown(newsroom) == [(20, 30)]


@pytest.mark.parametrize(("low", "high"), [(0, 10), (90, 100), (30, 20), (-1, 5), (0.2, 0.3)])
def test_nothing_is_certain(newsroom: Newsdesk, low: int, high: int) -> None:
    with pytest.raises(LikelihoodOutOfRange, match="from 1 to 99 per cent"):
        newsroom.estimates("einigung", low, high)


def test_a_likelihood_is_somebodys_and_in_words(newsroom: Newsdesk) -> None:
    with pytest.raises(AuthorMissing, match="say whose it is"):
        newsroom.estimates("einigung", 20, 30, author=" ")
    with pytest.raises(Missing):
        newsroom.estimates("einigung", 20, 30, words="")


def test_the_same_proposal_twice_is_one(newsroom: Newsdesk) -> None:
    numbers = {newsroom.estimates("einigung", 20, 30) for _ in range(2)}
    assert len(numbers) == 1
    assert len(newsroom.has("scenario", "einigung").facts["likelihoods"]) == 1


def test_what_is_not_there_is_neither_estimated_nor_confirmed(newsroom: Newsdesk) -> None:
    number = newsroom.estimates("einigung", 20, 30)
    with pytest.raises(NothingToConfirm):
        newsroom.confirms("einigung", number + 1)
    with pytest.raises(NotFound):
        newsroom.estimates("nirgends", 20, 30)
    newsroom.takes_out("scenario", "einigung")
    with pytest.raises(NotFound):
        newsroom.estimates("einigung", 40, 50)
    with pytest.raises(NotFound):
        newsroom.confirms("einigung", number)
    newsroom.ends()
    newsroom.archives()
    with pytest.raises(CoverageArchived):
        newsroom.estimates("einigung", 20, 30)


def shown_of(newsroom: Newsdesk) -> list[Any]:
    return [scenarios.shown(one.facts) for one in newsroom.has_all("scenario")]


def test_likelihoods_that_do_not_add_up_are_said_and_not_hidden(newsroom: Newsdesk) -> None:
    newsroom.prepares("scenario", "scheitern", label="Scheitern")
    for key, low, high in (("einigung", 20, 30), ("scheitern", 30, 40)):
        newsroom.confirms(key, newsroom.estimates(key, low, high))
    assert scenarios.impossible(shown_of(newsroom)) == (50, 70)
    number = newsroom.estimates("scheitern", 60, 80)
    assert scenarios.impossible(shown_of(newsroom)) == (50, 70)
    newsroom.confirms("scheitern", number)
    assert scenarios.impossible(shown_of(newsroom)) is None


@pytest.mark.parametrize(
    ("likelihoods", "what"),
    [
        ([(10, 20), (30, 40)], (40, 60)),
        ([(10, 20), (30, 80)], None),
        ([(10, 20), (90, 95)], None),
        ([(20, 20), (81, 95)], (101, 115)),
        ([(10, 20), None], None),
        ([(60, 70), (50, 60), None], (110, 130)),
        ([None, None], None),
        ([], None),
    ],
)
def test_too_much_is_never_possible_and_too_little_not_where_all_is_said(
    likelihoods: list[tuple[int, int] | None], what: tuple[int, int] | None
) -> None:
    all_ = [[{"low": one[0], "high": one[1]}] if one else [] for one in likelihoods]
    assert scenarios.impossible(all_) == what


def test_the_score_counts_the_last_that_was_shown_once_the_outcome_is_known(
    newsroom: Newsdesk,
) -> None:
    newsroom.prepares("scenario", "scheitern", label="Scheitern")
    for key, low, high in (("einigung", 20, 20), ("scheitern", 80, 80)):
        newsroom.confirms(key, newsroom.estimates(key, low, high))
    newsroom.estimates("einigung", 99, 99)  # nobody has confirmed that

    def score() -> float | None:
        return scenarios.brier((one.facts, one.history) for one in newsroom.has_all("scenario"))

    assert score() is None
    newsroom.prepares("scenario", "einigung", outcome="did_not_happen")
    newsroom.prepares("scenario", "scheitern", outcome="happened")
    assert score() == 0.04
    newsroom.prepares("scenario", "scheitern", outcome="did_not_happen")
    assert score() == 0.34


def test_a_post_that_speaks_for_a_scenario_is_one_of_those_it_rests_on(newsroom: Newsdesk) -> None:
    posts = [newsroom.publishes(f"Zeichen {n}\n\n/sz 1{sign}") for n, sign in enumerate("+-")]
    facts = newsroom.has("scenario", "einigung").facts
    assert [(one["shift"], one["post"]) for one in facts["shifts"]] == [
        ("+", str(posts[0].id)),
        ("-", str(posts[1].id)),
    ]
    newsroom.withdraws(posts[0])
    facts = newsroom.has("scenario", "einigung").facts
    assert [one["shift"] for one in facts["shifts"]] == ["-"]
    assert newsroom.has("scenario", "einigung").standing == "standing"


def test_what_an_actor_says_of_the_odds_is_a_claim(newsroom: Newsdesk) -> None:
    with pytest.raises(AuthorIsActor):
        newsroom.estimates("einigung", 20, 30, author="Putin")


def test_nobody_foresees_what_is_known(newsroom: Newsdesk) -> None:
    early = newsroom.estimates("einigung", 20, 20)
    late = newsroom.estimates("einigung", 90, 90)
    newsroom.confirms("einigung", early)
    clock.move(timedelta(minutes=1))
    newsroom.prepares("scenario", "einigung", outcome="happened")
    with pytest.raises(OutcomeKnown):
        newsroom.confirms("einigung", late)
    with pytest.raises(OutcomeKnown):
        newsroom.estimates("einigung", 95, 95)
    clock.move(timedelta(minutes=1))
    newsroom.prepares("scenario", "einigung", outcome="")
    newsroom.confirms("einigung", late)
    newsroom.prepares("scenario", "einigung", outcome="happened")
    one = newsroom.has("scenario", "einigung")
    assert scenarios.brier([(one.facts, one.history)]) == 0.64


def test_the_likelihood_that_was_confirmed_last_counts(newsroom: Newsdesk) -> None:
    first, second = newsroom.estimates("einigung", 20, 20), newsroom.estimates("einigung", 50, 50)
    newsroom.confirms("einigung", second)
    clock.move(timedelta(minutes=1))
    newsroom.confirms("einigung", first)
    shown = scenarios.shown(newsroom.has("scenario", "einigung").facts)
    assert [one["low"] for one in shown] == [50, 20]


def test_a_program_is_no_second_person(newsroom: Newsdesk) -> None:
    number = newsroom.estimates("einigung", 20, 30)
    secret = newsroom.issues_token("Agency")
    with newsroom.store.reading() as session:
        program = keys.token(session, secret).person
    with pytest.raises(PersonNeeded, match="people confirm"):
        newsroom.confirms("einigung", number, by=program)


def test_what_was_confirmed_in_error_is_taken_back(newsroom: Newsdesk) -> None:
    number = newsroom.estimates("einigung", 20, 30)
    newsroom.confirms("einigung", number)
    before = len(newsroom.reader_log())
    newsroom.takes_back("scenario", "einigung", number)
    lines = {(line.kind, line.verb) for line in newsroom.reader_log(after=before)}
    assert lines == {("scenario", "put"), ("outlook", "put")}
    assert scenarios.all_(newsroom.has("scenario", "einigung").facts) == []
    with pytest.raises(NothingToTakeBack):
        newsroom.takes_back("scenario", "einigung", number)
    assert newsroom.differs() == []
