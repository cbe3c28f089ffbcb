"""`depesche dossier rebuild`."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import update

from cli.conftest import Shell
from depesche.newsroom.models import DossierObject
from depesche.store.engine import Store
from newsdesk import Newsdesk


@pytest.fixture
def newsroom(begun: Path) -> Iterator[Newsdesk]:
    """A newsroom at work on the same database, as a server would be."""
    store = Store(f"sqlite:///{begun / 'depesche.sqlite3'}")
    newsdesk = Newsdesk(store)
    newsdesk.opens(slug="gipfel")
    newsdesk.prepares("actor", "putin", name="Wladimir Putin", short_name="Putin")
    newsdesk.publishes("Putin spricht:\n\n> Ja.\n> — Putin")
    newsdesk.opens("Die Wahl", slug="wahl")
    yield newsdesk
    store.close()


def test_a_dossier_that_is_as_its_acts_say_stays_as_it_is(
    newsroom: Newsdesk, depesche: Shell
) -> None:
    before = len(newsroom.reader_log())
    for words in ((), ("--check",), ("gipfel",)):
        done = depesche("dossier", "rebuild", *words)
        assert (done.exit_code, done.stdout) == (0, "")
        assert "all as the acts say." in done.stderr
    assert len(newsroom.reader_log()) == before


def test_what_was_changed_by_hand_is_shown_and_mended(newsroom: Newsdesk, depesche: Shell) -> None:
    newsroom.slug = "gipfel"
    with newsroom.store.writing() as session:
        session.execute(
            update(DossierObject).where(DossierObject.key == "putin").values(position="9")
        )
    looked = depesche("dossier", "rebuild", "--check")
    assert looked.exit_code == 1
    assert looked.stdout.splitlines()[1].split() == ["gipfel", "dossier_objects", "actor", "putin"]
    assert "2 dossiers: 1 rows differ." in looked.stderr
    assert newsroom.differs() == [("dossier_objects", "actor", "putin")]
    mended = depesche("dossier", "rebuild", "gipfel")
    assert mended.exit_code == 0
    assert "differed and are mended" in mended.stderr
    assert newsroom.differs() == []
    assert depesche("dossier", "rebuild", "--check").exit_code == 0


def test_a_coverage_that_is_not_there_is_a_sentence(newsroom: Newsdesk, depesche: Shell) -> None:
    refused = depesche("dossier", "rebuild", "nirgends")
    assert refused.exit_code == 1
    assert "There is nothing here." in refused.stderr


def test_where_no_newsroom_is_nothing_is_made(depesche: Shell, data: Path) -> None:
    refused = depesche("dossier", "rebuild")
    assert refused.exit_code == 1
    assert "there is no newsroom" in refused.stderr
    assert not data.exists()
