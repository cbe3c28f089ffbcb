"""What is gone carries nothing, comes back only with a basis, and is gone everywhere."""

import pytest

from depesche.errors import BadKey, LeadQuestion
from newsdesk import Newsdesk
from newsroom.dossier.summit import prepared, quote


@pytest.fixture
def newsroom(newsdesk: Newsdesk) -> Newsdesk:
    return prepared(newsdesk)


def told(newsroom: Newsdesk, after: int) -> set[tuple[str, str, str]]:
    return {(line.kind, line.object_id, line.verb) for line in newsroom.reader_log(after=after)}


def test_what_fell_stays_fallen_until_it_rests_on_something(newsroom: Newsdesk) -> None:
    post = newsroom.publishes(quote("Putin"))
    newsroom.withdraws(post)
    newsroom.settles("1", "false")
    assert newsroom.has("claim", "1").standing == "withdrawn"
    other = newsroom.publishes("Das war so nicht.")
    newsroom.prepares("claim", "1", posts=[other.id])
    assert newsroom.has("claim", "1").standing == "standing"


def test_what_fell_and_was_taken_out_can_be_prepared_anew(newsroom: Newsdesk) -> None:
    newsroom.withdraws(newsroom.publishes(quote("Putin")))
    newsroom.takes_out("claim", "1")
    newsroom.prepares("claim", "1", text="Er will nicht.")
    assert newsroom.has("claim", "1").standing == "standing"


def test_a_position_falls_with_the_claim_that_it_rests_on(newsroom: Newsdesk) -> None:
    newsroom.prepares("claim", "wort", text="Ja.", speaker="putin")
    newsroom.prepares("claim", "mehr", text="Doch.", revises="wort")
    newsroom.takes_position("putin", "waffenruhe", "supports", claims=["wort"])
    newsroom.takes_out("claim", "wort")
    assert newsroom.has("position", "1").standing == "withdrawn"
    assert {*newsroom.is_asked()} == {("position", "1"), ("claim", "mehr")}
    newsroom.keeps("claim", "mehr")
    assert newsroom.is_asked() == [("position", "1")]
    assert newsroom.differs() == []


def test_with_an_actor_its_aims_and_positions_are_gone_and_come_back(newsroom: Newsdesk) -> None:
    post = newsroom.publishes("Putin spricht.")
    newsroom.prepares("aim", actor="putin", text="Alles.")
    newsroom.takes_position("putin", "waffenruhe", "supports", posts=[post.id])
    before = len(newsroom.reader_log())
    newsroom.takes_out("actor", "putin")
    gone = {("actor", "putin"), ("aim", "1"), ("position", "1"), ("matrix", "all")}
    assert told(newsroom, before) >= {(*one, "remove") for one in gone}
    assert ("actor", "putin", 0) not in newsroom.mentions(post)
    before = len(newsroom.reader_log())
    newsroom.prepares("actor", "putin", name="Wladimir Putin")
    assert told(newsroom, before) >= {(*one, "put") for one in gone}
    assert ("actor", "putin", 0) in newsroom.mentions(post)


def test_nobody_becomes_their_own_voice_by_a_merge(newsroom: Newsdesk) -> None:
    newsroom.prepares("actor", "kreml", name="Kreml")
    newsroom.prepares("actor", "peskow", voice_of="kreml")
    newsroom.prepares("actor", "sprecherin", name="Die Sprecherin", voice_of="peskow")
    newsroom.merges("actor", "kreml", into="sprecherin")
    assert newsroom.has("actor", "peskow").facts["voice_of"] == ""
    assert newsroom.has("actor", "sprecherin").facts["voice_of"] == "peskow"


def test_a_key_is_no_id_of_a_post(newsroom: Newsdesk) -> None:
    post = newsroom.publishes("Sie sind da.", key_event=True)
    with pytest.raises(BadKey):
        newsroom.prepares("entry", str(post.id), title="X", when="2025")


def test_the_question_of_the_coverage_goes_with_the_coverages_own_words(newsroom: Newsdesk) -> None:
    with pytest.raises(LeadQuestion):
        newsroom.takes_out("question", "lead")
    newsroom.edits(lead_question="")
    assert newsroom.has("question", "lead").standing == "removed"
