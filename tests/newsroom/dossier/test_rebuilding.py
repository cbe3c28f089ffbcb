"""A dossier made anew from its acts is the same, whatever has happened."""

from collections import Counter
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from sqlalchemy import delete, insert, select, update

from depesche.newsroom.models import Act, DossierLink, DossierObject, Mention
from drills import Drills
from filing import VERBS
from histories import Evening, Step, histories, seeded
from newsdesk import Newsdesk
from newsroom.dossier.summit import prepared, quote


def rows(newsdesk: Newsdesk) -> dict[str, list[tuple[Any, ...]]]:
    """All that the tables hold of the coverage's dossier."""
    coverage_id = newsdesk.coverage.id
    with newsdesk.store.reading() as session:
        return {
            table.__tablename__: [
                tuple(row)
                for row in session.execute(
                    select(*table.__table__.columns)
                    .where(table.coverage_id == coverage_id)
                    .order_by(*table.__table__.primary_key.columns)
                )
            ]
            for table in (DossierObject, DossierLink, Mention)
        }


def test_after_random_evenings(newsdesk: Newsdesk, drills: Drills) -> None:
    done = Counter[str]()
    for seed in range(drills.histories):
        evening = Evening(newsdesk)
        for step in seeded(seed, drills.verbs * 2):
            done[step.verb] += evening.does(step)
        before, log = rows(newsdesk), len(newsdesk.reader_log())
        assert newsdesk.differs() == [], f"seed {seed}"
        assert newsdesk.rebuilds() == []
        assert (rows(newsdesk), len(newsdesk.reader_log())) == (before, log)
    assert [verb for verb in VERBS if not done[verb]] == []


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=histories(at_least=5, at_most=40))
def test_after_any_evening(newsdesk: Newsdesk, history: list[Step]) -> None:
    evening = Evening(newsdesk)
    for step in history:
        evening.does(step)
    assert newsdesk.differs() == []


def test_from_nothing_it_becomes_what_it_was(newsdesk: Newsdesk) -> None:
    prepared(newsdesk)
    newsdesk.publishes(f"{quote('Putin')}\n\n/frage Wann?\n/sz einigung+")
    newsdesk.confirms("einigung", newsdesk.estimates("einigung", 20, 30))
    before = rows(newsdesk)
    with newsdesk.store.writing() as session:
        for table in (Mention, DossierLink, DossierObject):
            session.execute(delete(table))
    assert len(newsdesk.rebuilds()) == sum(map(len, before.values()))
    assert rows(newsdesk) == before


@pytest.mark.parametrize(
    ("tampering", "named"),
    [
        (
            update(DossierObject).where(DossierObject.key == "putin").values(standing="removed"),
            ("dossier_objects", "actor", "putin"),
        ),
        (
            update(DossierObject).where(DossierObject.key == "putin").values(position="9"),
            ("dossier_objects", "actor", "putin"),
        ),
        (
            update(DossierObject).where(DossierObject.kind == "claim").values(flags=[{"x": 1}]),
            ("dossier_objects", "claim", "1"),
        ),
        (
            delete(DossierLink).where(DossierLink.kind == "claim", DossierLink.to_kind == "actor"),
            ("dossier_links", "claim", "1", "speaker", "actor", "putin"),
        ),
        (update(Mention).values(start=0), ("mentions",)),
    ],
)
def test_a_row_that_was_changed_by_hand_is_found_and_mended(
    newsdesk: Newsdesk, tampering: Any, named: tuple[str, ...]
) -> None:
    prepared(newsdesk)
    newsdesk.publishes(quote("Putin"))
    before, edition = rows(newsdesk), newsdesk.coverage.edition
    with newsdesk.store.writing() as session:
        session.execute(tampering)
    assert [name[: len(named)] for name in newsdesk.differs()][:1] == [named]
    assert rows(newsdesk) != before
    assert newsdesk.rebuilds()
    assert rows(newsdesk) == before
    assert newsdesk.coverage.edition != edition  # open pages fetch themselves anew


def test_an_object_that_no_act_has_made_goes(newsdesk: Newsdesk) -> None:
    prepared(newsdesk)
    ghost = {**vars(newsdesk.has("actor", "putin")), "key": "ghost"}
    columns = {column.key: ghost[column.key] for column in DossierObject.__table__.columns}
    with newsdesk.store.writing() as session:
        session.execute(insert(DossierObject), [columns])
    assert newsdesk.rebuilds() == [("dossier_objects", "actor", "ghost")]
    assert newsdesk.differs() == []


def test_names_that_were_tampered_with_are_found_in_no_post_once_they_are_mended(
    newsdesk: Newsdesk,
) -> None:
    prepared(newsdesk)
    facts = {**newsdesk.has("actor", "putin").facts, "short_name": "Zar"}
    with newsdesk.store.writing() as session:
        putin = update(DossierObject).where(DossierObject.key == "putin")
        session.execute(putin.values(facts=facts))
    newsdesk.publishes("Erst kommt der Zar.")  # whoever reads the names now keeps them
    newsdesk.rebuilds()
    assert newsdesk.mentions(newsdesk.publishes("Dann kommt der Zar.")) == []
    assert newsdesk.mentions(newsdesk.publishes("Putin kommt."))[0][:2] == ("actor", "putin")


def test_one_dossier_is_made_anew_and_the_others_are_left_alone(newsdesk: Newsdesk) -> None:
    prepared(newsdesk)
    slug, before = newsdesk.slug, rows(newsdesk)
    newsdesk.opens("Die Wahl")
    newsdesk.prepares("actor", "putin", name="Jemand anderes")
    with newsdesk.store.writing() as session:
        session.execute(update(DossierObject).values(position="9"))
    newsdesk.rebuilds()
    assert newsdesk.differs() == []
    newsdesk.slug = slug
    assert newsdesk.differs() != []
    newsdesk.rebuilds()
    assert rows(newsdesk) == before


def test_acts_are_only_ever_added(newsdesk: Newsdesk, drills: Drills) -> None:
    evening, seen = Evening(newsdesk), list[tuple[Any, ...]]()
    for step in seeded(7, drills.verbs * 2):
        evening.does(step)
        with newsdesk.store.reading() as session:
            acts = [tuple(row) for row in session.execute(select(*Act.__table__.columns))]
        acts.sort()
        assert acts[: len(seen)] == seen
        seen = acts
    assert [row[2] for row in seen] == list(range(1, len(seen) + 1))
