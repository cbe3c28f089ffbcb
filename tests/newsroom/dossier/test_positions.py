"""Story 5: where somebody stands, when it changed, on what it rests, and who disputes it."""

from datetime import UTC, datetime

import pytest

from depesche.errors import (
    BasisMissing,
    Circular,
    Invalid,
    PositionSuperseded,
    PositionTaken,
    UnknownChoice,
    UnknownObject,
)
from newsdesk import Newsdesk, berlin
from newsroom.dossier.summit import prepared, quote


@pytest.fixture
def newsroom(newsdesk: Newsdesk) -> Newsdesk:
    return prepared(newsdesk)


def position(stance: str, wording: str = "") -> dict[str, str]:
    return {"actor": "putin", "issue": "waffenruhe", "stance": stance, "wording": wording}


def stances(newsroom: Newsdesk) -> list[tuple[str, str, str]]:
    """Of each position that stands, the newest first: its stance and what it follows and led to."""
    return [
        (one.facts["stance"], one.facts["supersedes"], one.facts["superseded_by"])
        for one in newsroom.has_all("position")
    ]


def test_a_contradiction_in_the_course_of_an_evening(newsroom: Newsdesk) -> None:
    newsroom.waits_until(berlin("21:40"))
    early = newsroom.publishes(
        quote("Putin", "Wir sind zu einer Waffenruhe bereit."), positions=[position("supports")]
    )
    newsroom.waits_until(berlin("23:10"))
    late = newsroom.publishes(
        quote("Peskow", "Von einer Waffenruhe war nie die Rede."),
        positions=[position("rejects", "Davon war nie die Rede.")],
    )
    newsroom.waits_until(berlin("23:30"))
    claim = newsroom.has("claim", "1")
    newsroom.publishes(f"{quote('Selenskyj', 'Das hat er nie gesagt.')}")
    newsroom.settles(claim.key, "disputed", disputed_by=["selenskyj"])

    now, then = newsroom.has_all("position")
    assert (now.facts["stance"], now.facts["supersedes"]) == ("rejects", then.key)
    assert now.as_of == datetime(2025, 8, 15, 21, 10, tzinfo=UTC)
    assert now.facts["posts"] == [str(late.id)]
    # What was said at 21.40 can still be cited, and says what it said.
    assert (then.facts["stance"], then.facts["superseded_by"]) == ("supports", now.key)
    assert then.as_of == datetime(2025, 8, 15, 19, 40, tzinfo=UTC)
    assert then.facts["posts"] == [str(early.id)]
    assert then.facts["claims"] == [claim.key]
    disputed = newsroom.has("claim", claim.key)
    assert disputed.facts["disputed_by"] == [{"actor": "selenskyj"}]
    assert [one["status"] for one in disputed.history] == ["reported", "disputed"]


def test_no_cell_without_a_basis(newsroom: Newsdesk) -> None:
    with pytest.raises(BasisMissing, match="name the post or the claim"):
        newsroom.takes_position("putin", "waffenruhe", "supports")
    post = newsroom.publishes(quote("Putin"))
    newsroom.takes_position("putin", "waffenruhe", "supports", posts=[post.id])
    newsroom.takes_position("putin", "waffenruhe", "rejects", claims=["1"])
    assert len(newsroom.has_all("position")) == 2


def test_a_post_or_claim_that_was_taken_back_is_no_basis(newsroom: Newsdesk) -> None:
    post = newsroom.publishes(quote("Putin"))
    newsroom.withdraws(post)
    for basis in ({"claims": ["1"]}, {"posts": [post.id]}, {"posts": "kein Beitrag"}):
        with pytest.raises(UnknownObject):
            newsroom.takes_position("putin", "waffenruhe", "supports", **basis)


def test_a_draft_is_no_basis(newsroom: Newsdesk) -> None:
    with pytest.raises(UnknownObject):
        newsroom.takes_position(
            "putin", "waffenruhe", "supports", posts=[newsroom.drafts("Noch nicht").id]
        )


def test_there_is_no_scale_from_0_to_100(newsroom: Newsdesk) -> None:
    post = newsroom.publishes("Putin spricht")
    with pytest.raises(UnknownChoice, match="supports, conditional, opposes"):
        newsroom.takes_position("putin", "waffenruhe", "70", posts=[post.id])
    with pytest.raises(Invalid, match="Choose one of: supports"):
        newsroom.takes_position("putin", "waffenruhe", "", posts=[post.id])


def test_a_position_is_of_somebody_on_something(newsroom: Newsdesk) -> None:
    post = newsroom.publishes("Putin spricht")
    with pytest.raises(UnknownObject, match="no actor “nobody”"):
        newsroom.takes_position("nobody", "waffenruhe", "supports", posts=[post.id])
    with pytest.raises(UnknownObject, match="no issue “nothing”"):
        newsroom.takes_position("putin", "nothing", "supports", posts=[post.id])


def test_what_somebody_took_stays_as_it_was_taken(newsroom: Newsdesk) -> None:
    post = newsroom.publishes("Putin spricht", positions=[position("supports")])
    (taken,) = newsroom.has_all("position")
    with pytest.raises(PositionTaken):
        newsroom.prepares("position", taken.key, stance="rejects")
    with pytest.raises(PositionTaken):
        newsroom.prepares("position", taken.key, actor="trump")
    worded = newsroom.prepares("position", taken.key, stance="supports", wording="Bereit dazu")
    assert (worded.facts["wording"], worded.facts["posts"]) == ("Bereit dazu", [str(post.id)])


def test_a_position_comes_after_the_one_that_counted_and_not_after_itself(
    newsroom: Newsdesk,
) -> None:
    post = newsroom.publishes("Putin spricht")
    for stance in ("supports", "opposes"):
        newsroom.takes_position("putin", "waffenruhe", stance, posts=[post.id])
    other = newsroom.takes_position("trump", "waffenruhe", "supports", posts=[post.id])
    with pytest.raises(PositionSuperseded, match="Position 1 has already been superseded by 2"):
        newsroom.takes_position("putin", "waffenruhe", "rejects", posts=[post.id], supersedes="1")
    with pytest.raises(Invalid, match="the same actor on the same issue"):
        newsroom.takes_position(
            "putin", "waffenruhe", "rejects", posts=[post.id], supersedes=other.key
        )
    with pytest.raises((Circular, PositionTaken)):
        newsroom.prepares("position", "1", supersedes="2")


@pytest.mark.parametrize("how", ["withdrawn", "removed"])
def test_where_the_last_position_goes_the_one_before_it_counts_again(
    newsroom: Newsdesk, how: str
) -> None:
    posts = [
        newsroom.publishes(f"Putin, {stance}", positions=[position(stance)])
        for stance in ("supports", "opposes", "rejects")
    ]
    if how == "withdrawn":
        newsroom.withdraws(posts[1])
    else:
        newsroom.takes_out("position", "2")
    assert stances(newsroom) == [("rejects", "1", ""), ("supports", "", "3")]
    if how == "withdrawn":
        newsroom.withdraws(posts[2])
    else:
        newsroom.takes_out("position", "3")
    assert stances(newsroom) == [("supports", "", "")]
    newsroom.publishes("Putin schweigt", positions=[position("undeclared")])
    assert stances(newsroom) == [("undeclared", "1", ""), ("supports", "", "4")]


def test_a_position_that_fell_is_not_taken_again(newsroom: Newsdesk) -> None:
    newsroom.withdraws(newsroom.publishes("Putin sagt ja", positions=[position("supports")]))
    with pytest.raises(PositionTaken):
        newsroom.prepares("position", "1", wording="Doch")


def test_a_position_rests_on_what_its_own_actor_has_said(newsroom: Newsdesk) -> None:
    both = f"{quote('Putin', 'Ja.')}\n\n{quote('Trump', 'Nein.')}\n\n{quote('Peskow', 'Nie.')}"
    newsroom.publishes(
        both,
        positions=[
            position("supports"),
            {"actor": "russland", "issue": "waffenruhe", "stance": "rejects"},
        ],
    )
    of_russia, of_putin = newsroom.has_all("position")
    assert of_putin.facts["claims"] == ["1"]
    assert of_russia.facts["claims"] == ["3"]  # Peskow is its voice


def test_the_same_position_with_the_same_post_is_taken_once(newsroom: Newsdesk) -> None:
    post = newsroom.publishes("Putin sagt ja", positions=[position("supports")])
    newsroom.amends(post, "Putin sagt: ja", positions=[position("supports")])
    assert stances(newsroom) == [("supports", "", "")]


def test_a_position_that_cannot_be_is_refused_with_the_post(newsroom: Newsdesk) -> None:
    with pytest.raises(Invalid, match="Choose one of: supports"):
        newsroom.publishes("Putin", positions=[{"actor": "putin", "issue": "waffenruhe"}])
    with pytest.raises(UnknownObject):
        newsroom.publishes("Putin", positions=[{**position("supports"), "actor": "nobody"}])
    assert newsroom.readers_see() == []


def test_a_draft_may_hold_half_a_position_and_is_asked_for_the_rest_when_it_goes_out(
    newsroom: Newsdesk,
) -> None:
    draft = newsroom.drafts("Putin", positions=[{"actor": "putin", "issue": "waffenruhe"}])
    with pytest.raises(Invalid):
        newsroom.amends(draft, status="published")
    newsroom.amends(draft, status="published", positions=[position("supports")])
    assert stances(newsroom) == [("supports", "", "")]


def test_where_somebody_stood_counts_again_when_the_claim_it_rested_on_falls(
    newsroom: Newsdesk,
) -> None:
    post = newsroom.publishes(f"Putin spricht.\n\n{quote('Putin')}")
    newsroom.publishes("Putin zögert", positions=[position("conditional")])
    newsroom.takes_position("putin", "waffenruhe", "supports", claims=["1"])
    newsroom.amends(post, "Putin spricht.")
    assert stances(newsroom) == [("conditional", "", "")]
    assert newsroom.has("position", "2").standing == "withdrawn"


def test_who_goes_back_to_where_they_stood_stands_there_again(newsroom: Newsdesk) -> None:
    post = newsroom.publishes("Putin sagt nein", positions=[position("rejects")])
    newsroom.amends(post, "Putin sagt ja", positions=[position("supports")])
    newsroom.amends(post, "Putin sagt doch nein", positions=[position("rejects")])
    assert stances(newsroom)[0][0] == "rejects"
    assert len(stances(newsroom)) == 3
