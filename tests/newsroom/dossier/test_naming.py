"""What a dossier calls things is read once for each state of the names, and never too early."""

import pytest

from depesche import clock
from depesche.newsroom import coverages
from depesche.newsroom.dossier import naming as namings
from depesche.newsroom.dossier import objects
from depesche.newsroom.dossier.names import Names
from newsdesk import Newsdesk
from newsroom.dossier.summit import prepared, quote


@pytest.fixture
def newsroom(newsdesk: Newsdesk) -> Newsdesk:
    return prepared(newsdesk)


def names(newsroom: Newsdesk) -> Names:
    with newsroom.store.reading() as session:
        return namings.naming(session, coverages.find(session, newsroom.slug)).names


def test_names_that_were_rolled_back_are_kept_for_nobody(newsroom: Newsdesk) -> None:
    class Lightning(Exception):
        pass

    def struck() -> None:
        with newsroom.store.writing() as session:
            coverage = coverages.find(session, newsroom.slug, to_write=True)
            who = {"by": newsroom.jonas, "now": clock.now()}
            objects.put(session, coverage, "actor", "zar", name="Zar", **who)
            found = namings.naming(session, coverage).names.find("Der Zar kommt.")
            assert [one.key for one in found] == ["zar"]  # whoever wrote it knows it
            raise Lightning

    with pytest.raises(Lightning):
        struck()
    assert names(newsroom).find("Der Zar kommt.") == []
    # The next act gets the number that was rolled back.
    newsroom.prepares("actor", "xi", name="Xi Jinping")
    assert names(newsroom).find("Der Zar kommt.") == []
    assert [one.key for one in names(newsroom).find("Xi Jinping kommt.")] == ["xi"]


def test_names_that_nobody_has_committed_yet_are_known_to_nobody_else(newsroom: Newsdesk) -> None:
    with newsroom.store.writing() as session:
        coverage = coverages.find(session, newsroom.slug, to_write=True)
        who = {"by": newsroom.jonas, "now": clock.now()}
        objects.put(session, coverage, "actor", "zar", name="Zar", **who)
        namings.naming(session, coverage)
        assert names(newsroom).find("Der Zar kommt.") == []
    assert [one.key for one in names(newsroom).find("Der Zar kommt.")] == ["zar"]


def test_posting_asking_and_answering_leave_the_names_as_they_are(newsroom: Newsdesk) -> None:
    kept = names(newsroom)
    newsroom.publishes(f"{quote('Putin')}\n\n/frage Wann?\n/antwort lead Ja\n/sz einigung+")
    newsroom.prepares("scenario", "scheitern", label="Scheitern")
    newsroom.estimates("einigung", 10, 20)
    newsroom.settles("1", "confirmed")
    assert names(newsroom) is kept
    newsroom.publishes("Und?\n\n/antwort 2 Bald\n/sz scheitern+")  # and yet both are known
    newsroom.prepares("actor", "xi", name="Xi Jinping")
    assert names(newsroom) is not kept


def test_whoever_looks_at_an_older_state_keeps_nobody_from_the_newest(newsroom: Newsdesk) -> None:
    with newsroom.store.reading() as session:
        coverage = coverages.find(session, newsroom.slug)
        newsroom.prepares("actor", "xi", name="Xi Jinping")
        newest = names(newsroom)
        assert namings.naming(session, coverage).names.find("Xi Jinping") == []
    assert names(newsroom) is newest


def test_each_language_inflects_for_itself(newsdesk: Newsdesk) -> None:
    newsdesk.makes(language="de")
    newsdesk.prepares("actor", "putin", name="Putin")
    assert len(names(newsdesk).find("Putins Vorschlag")) == 1
    newsdesk.edits(language="en")
    assert len(names(newsdesk).find("Putin’s proposal")) == 1
