"""A post was corrected or withdrawn: whatever rests on it is flagged, and asked about once."""

import pytest

from newsdesk import Newsdesk
from newsroom.dossier.summit import prepared, quote


@pytest.fixture
def newsroom(newsdesk: Newsdesk) -> Newsdesk:
    return prepared(newsdesk)


def test_all_that_rests_on_a_post_is_flagged_step_by_step(newsroom: Newsdesk) -> None:
    post = newsroom.publishes(quote("Putin", "Wir ziehen ab."))
    other = newsroom.publishes(quote("Trump", "Sie ziehen ab."))
    newsroom.prepares("claim", "3", text="Der Abzug hat begonnen.", revises="1")
    newsroom.prepares("claim", "4", text="Niemand zieht ab.", contradicts=["1"])
    newsroom.takes_position("putin", "waffenruhe", "supports", claims=["1"])
    newsroom.takes_position("trump", "waffenruhe", "supports", claims=["3"], posts=[other.id])
    newsroom.takes_position("selenskyj", "waffenruhe", "opposes", claims=["4"])
    newsroom.prepares("scenario", "einigung", depends_on=["3"])
    newsroom.prepares("aim", actor="putin", text="Ein Abzug", posts=[post.id])
    newsroom.corrects(post, quote("Putin", "Wir ziehen nicht ab."))
    assert set(newsroom.is_asked()) == {
        *(("claim", key) for key in "134"),
        *(("position", key) for key in "12"),
        ("scenario", "einigung"),
        ("aim", "1"),
    }
    assert newsroom.keeps_all(post) == 7
    assert newsroom.is_asked() == []


def test_claims_that_rest_on_each_other_in_a_ring_are_asked_about_once(newsroom: Newsdesk) -> None:
    post = newsroom.publishes(quote("Putin", "Ja."))
    newsroom.prepares("claim", "2", text="Nein.", contradicts=["1"])
    newsroom.prepares("claim", "1", contradicts=["2"])
    newsroom.corrects(post, quote("Putin", "Jein."))
    assert sorted(newsroom.is_asked()) == [("claim", "1"), ("claim", "2")]


def test_a_second_post_carries_what_the_first_one_did(newsroom: Newsdesk) -> None:
    first, second = newsroom.publishes("Sie reden."), newsroom.publishes("Sie reden noch.")
    newsroom.takes_position("putin", "waffenruhe", "supports", posts=[first.id, second.id])
    newsroom.withdraws(first)
    position = newsroom.has("position", "1")
    assert (position.standing, position.facts["posts"]) == ("standing", [str(second.id)])
    assert [flag["why"] for flag in position.flags] == ["withdrawn"]
    newsroom.withdraws(second)
    assert newsroom.has("position", "1").standing == "withdrawn"


def test_with_a_claim_falls_what_rests_on_it_alone(newsroom: Newsdesk) -> None:
    post = newsroom.publishes(quote("Putin"))
    newsroom.takes_position("putin", "waffenruhe", "supports", claims=["1"])
    newsroom.prepares("scenario", "einigung", depends_on=["1"])
    newsroom.withdraws(post)
    assert newsroom.has("position", "1").standing == "withdrawn"
    assert newsroom.has("scenario", "einigung").standing == "standing"
    assert ("scenario", "einigung") in newsroom.is_asked()


def test_what_was_prepared_stands_by_itself(newsroom: Newsdesk) -> None:
    post = newsroom.publishes("Sie reden in Anchorage.")
    newsroom.prepares("place", "anchorage", posts=[post.id])
    newsroom.prepares("claim", text="Sie reden.", posts=[post.id])
    newsroom.withdraws(post)
    place, claim = newsroom.has("place", "anchorage"), newsroom.has("claim", "1")
    assert (place.standing, place.facts["posts"]) == ("standing", [])
    assert claim.standing == "withdrawn"  # what somebody says rests on something


def test_an_answer_goes_with_its_post_and_the_question_is_as_open_as_before(
    newsroom: Newsdesk,
) -> None:
    newsroom.answers("lead", "Zum Teil", state="partly")
    post = newsroom.publishes("Ja, sie haben sich geeinigt.\n\n/antwort lead Ja")
    assert newsroom.has("question", "lead").facts["state"] == "answered"
    newsroom.withdraws(post)
    facts = newsroom.has("question", "lead").facts
    assert facts["state"] == "partly"
    assert [(one["text"], one.get("withdrawn")) for one in facts["answers"]] == [
        ("Zum Teil", False),
        ("Ja", True),
    ]
