"""What readers and the desk are told when a dossier changes."""

import pytest

from newsdesk import Newsdesk
from newsroom.dossier.summit import prepared, quote


@pytest.fixture
def newsroom(newsdesk: Newsdesk) -> Newsdesk:
    return prepared(newsdesk)


def told(newsroom: Newsdesk, after: int) -> set[tuple[str, str, str]]:
    return {(line.kind, line.object_id, line.verb) for line in newsroom.reader_log(after=after)}


def test_a_post_and_its_claim_are_told_together_the_post_last_and_once(newsroom: Newsdesk) -> None:
    before = len(newsroom.reader_log())
    post = newsroom.publishes(quote("Putin"))
    lines = [(line.kind, line.object_id) for line in newsroom.reader_log(after=before)]
    assert lines == [("claim", "1"), ("post", str(post.id))]


def test_a_position_is_seen_in_its_issue_and_in_the_matrix(newsroom: Newsdesk) -> None:
    post = newsroom.publishes("Putin spricht.")
    before = len(newsroom.reader_log())
    newsroom.takes_position("putin", "waffenruhe", "supports", posts=[post.id])
    assert told(newsroom, before) >= {
        ("position", "1", "put"),
        ("issue", "waffenruhe", "put"),
        ("matrix", "all", "put"),
    }
    before = len(newsroom.reader_log())
    newsroom.takes_out("position", "1")
    assert told(newsroom, before) >= {("position", "1", "remove"), ("matrix", "all", "remove")}


def test_a_claim_that_is_settled_is_told_with_the_post_that_quotes_it(newsroom: Newsdesk) -> None:
    post = newsroom.publishes(quote("Putin"))
    before = len(newsroom.reader_log())
    newsroom.settles("1", "confirmed")
    assert told(newsroom, before) >= {("claim", "1", "put"), ("post", str(post.id), "put")}


def test_whoever_is_called_otherwise_is_told_wherever_they_are_named(newsroom: Newsdesk) -> None:
    newsroom.publishes(quote("Putin"))
    newsroom.prepares("aim", actor="trump", text="T", kind="attributed", attributed_to="putin")
    before = len(newsroom.reader_log())
    newsroom.prepares("actor", "putin", name="W. W. Putin")
    assert told(newsroom, before) >= {
        ("actor", "putin", "put"),
        ("claim", "1", "put"),
        ("aim", "1", "put"),
        ("actor", "trump", "put"),
    }


def test_a_hidden_place_is_on_no_map(newsroom: Newsdesk) -> None:
    before = len(newsroom.reader_log())
    newsroom.prepares("place", "anchorage", precision="hidden")
    assert told(newsroom, before) == {("place", "anchorage", "put"), ("map", "all", "remove")}
    before = len(newsroom.reader_log())
    newsroom.prepares("place", "anchorage", precision="city")
    assert told(newsroom, before) >= {("map", "all", "put")}


def test_a_likelihood_that_nobody_has_confirmed_is_no_secret_that_slips_out(
    newsroom: Newsdesk,
) -> None:
    number = newsroom.estimates("einigung", 20, 30)
    before = len(newsroom.reader_log())
    newsroom.confirms("einigung", number)
    assert told(newsroom, before) == {("scenario", "einigung", "put"), ("outlook", "all", "put")}


def test_the_desk_is_told_of_every_object_that_changed(newsroom: Newsdesk) -> None:
    before = len(newsroom.desk_log())
    newsroom.publishes("Putin spricht.")
    newsroom.prepares("actor", "putin", role="Präsident")
    kinds = [(line.kind, line.object_id) for line in newsroom.desk_log(after=before)]
    assert kinds[-1] == ("actor", "putin")
    assert [kind for kind, _ in kinds] == ["post", "actor"]


def test_the_page_knows_the_number_of_the_newest_line_about_its_dossier(newsroom: Newsdesk) -> None:
    newsroom.prepares("actor", "putin", role="Präsident")
    known = newsroom.coverage.dossier_sequence
    assert known == newsroom.coverage.sequence
    newsroom.publishes("Nichts für das Dossier.")
    assert newsroom.coverage.dossier_sequence == known
    post = newsroom.publishes(quote("Putin"))
    assert newsroom.coverage.dossier_sequence == newsroom.coverage.sequence - 1
    newsroom.marks(post, "key_event")
    assert newsroom.coverage.dossier_sequence == newsroom.coverage.sequence


def test_a_key_event_stands_on_the_timeline_as_long_as_it_is_one(newsroom: Newsdesk) -> None:
    post = newsroom.publishes("Sie sind da.", key_event=True)
    entry = ("entry", str(post.id))
    assert (*entry, "put") in told(newsroom, 0)
    before = len(newsroom.reader_log())
    newsroom.withdraws(post)
    assert (*entry, "remove") in told(newsroom, before)


@pytest.mark.parametrize("line", ["/frage Wann?", "/antwort lead Ja", "/sz 1+", "??"])
def test_a_post_of_the_same_words_shows_what_it_says_to_the_dossier_now(
    newsroom: Newsdesk, line: str
) -> None:
    post = newsroom.publishes("Putin spricht.")
    before = len(newsroom.reader_log())
    newsroom.amends(post, f"Putin spricht.\n\n{line}")
    assert ("post", str(post.id), "put") in told(newsroom, before)


def test_a_post_of_the_same_words_shows_the_position_that_it_takes_now(newsroom: Newsdesk) -> None:
    post = newsroom.publishes("Putin spricht.")
    before = len(newsroom.reader_log())
    stand = {"actor": "putin", "issue": "waffenruhe", "stance": "rejects"}
    newsroom.amends(post, positions=[stand])
    assert ("post", str(post.id), "put") in told(newsroom, before)
    before = len(newsroom.reader_log())
    newsroom.amends(post, positions=[stand])
    assert told(newsroom, before) == set()
