"""A quote with a speaker is a claim, at no cost; what becomes of the post becomes of the claim."""

import pytest

from depesche.newsroom.models import DossierObject, Post
from newsdesk import Newsdesk
from newsroom.dossier.summit import prepared, quote


@pytest.fixture
def newsroom(newsdesk: Newsdesk) -> Newsdesk:
    return prepared(newsdesk)


def the_claim(newsroom: Newsdesk) -> DossierObject:
    (claim,) = newsroom.has_all("claim")
    return claim


def test_a_quote_with_a_speaker_is_a_claim_that_is_reported(newsroom: Newsdesk) -> None:
    post = newsroom.publishes(
        "Er trat vor die Presse.\n\n> Wir *wollen* eine Waffenruhe.\n> — Wladimir Putin, Präsident"
    )
    claim = the_claim(newsroom)
    assert claim.facts["text"] == claim.facts["verbatim"] == "Wir wollen eine Waffenruhe."
    assert claim.facts["speaker"] == {"actor": "putin"}
    assert claim.facts["speaker_role"] == "Präsident"
    assert claim.facts["status"] == "reported"
    assert claim.facts["posts"] == [str(post.id)]
    assert claim.post_id == post.id
    assert [state["status"] for state in claim.history] == ["reported"]


@pytest.mark.parametrize(
    ("speaker", "owner"),
    [
        ("Putin", {"actor": "putin"}),
        ("der Kremlchef", {"actor": "putin"}),
        ("putin", {"actor": "putin"}),
        ("Ein Sprecher", {"name": "Ein Sprecher"}),
        ("Putins Sprecher", {"name": "Putins Sprecher"}),
        ("x" * 300, {"name": "x" * 198 + " …"}),
    ],
)
def test_the_speaker_is_an_actor_by_any_of_its_names_or_just_somebody(
    newsroom: Newsdesk, speaker: str, owner: dict[str, str]
) -> None:
    newsroom.publishes(quote(speaker))
    assert the_claim(newsroom).facts["speaker"] == owner


def test_a_quote_without_a_speaker_is_no_claim(newsroom: Newsdesk) -> None:
    newsroom.publishes("> Wir wollen eine Waffenruhe.")
    assert newsroom.has_all("claim") == []


def test_several_quotes_in_a_list_and_inside_another_are_a_claim_each(newsroom: Newsdesk) -> None:
    newsroom.publishes(f"{quote('Putin', 'Ja.')}\n\n{quote('Trump', 'Nein.')}")
    newsroom.publishes("> > Vielleicht.\n> > — Selenskyj")
    assert {one.facts["text"] for one in newsroom.has_all("claim")} == {
        "Ja.", "Nein.", "Vielleicht.",
    }  # fmt: skip


def test_the_same_put_twice_is_one_claim(newsroom: Newsdesk) -> None:
    post = newsroom.publishes(quote("Putin"))
    before = len(newsroom.acts())
    newsroom.puts(post, text=quote("Putin"), status="published")
    assert len(newsroom.acts()) == before
    assert the_claim(newsroom).post_id == post.id


def test_amending_a_quote_revises_its_claim(newsroom: Newsdesk) -> None:
    post = newsroom.publishes(quote("Putin", "Wir wolen Frieden."))
    first = the_claim(newsroom)
    newsroom.amends(post, quote("Putin", "Wir wollen Frieden."))
    revised = the_claim(newsroom)
    assert (revised.key, revised.facts["text"]) == (first.key, "Wir wollen Frieden.")


def test_amending_the_speaker_of_a_quote_says_who_it_was(newsroom: Newsdesk) -> None:
    post = newsroom.publishes(quote("Putin"))
    first = the_claim(newsroom)
    newsroom.amends(post, quote("Trump"))
    assert the_claim(newsroom).key == first.key
    assert the_claim(newsroom).facts["speaker"] == {"actor": "trump"}


def test_nobody_inherits_what_was_settled_of_anothers_words(newsroom: Newsdesk) -> None:
    post = newsroom.publishes(quote("Putin", "Wir haben angegriffen."))
    first = the_claim(newsroom)
    newsroom.settles(first.key, "confirmed", evidence=["https://example.org/"])
    newsroom.amends(post, quote("Trump", "Wir haben verhandelt."))
    assert newsroom.has("claim", first.key).standing == "withdrawn"
    other = the_claim(newsroom)
    assert (other.facts["speaker"], other.facts["status"]) == ({"actor": "trump"}, "reported")


def test_taking_the_quote_out_of_the_post_makes_its_claim_fall(newsroom: Newsdesk) -> None:
    post = newsroom.publishes(f"Zwei Stimmen.\n\n{quote('Putin')}")
    claim = the_claim(newsroom)
    newsroom.amends(post, "Zwei Stimmen.")
    assert newsroom.has("claim", claim.key).standing == "withdrawn"
    assert newsroom.is_asked() == [("claim", claim.key)]


def test_of_two_quotes_the_one_that_goes_is_the_one_that_went(newsroom: Newsdesk) -> None:
    post = newsroom.publishes(f"{quote('Putin', 'Ja.')}\n\n{quote('Trump', 'Nein.')}")
    newsroom.amends(post, quote("Trump", "Auf keinen Fall."))
    claim = the_claim(newsroom)
    assert claim.facts["text"] == "Auf keinen Fall."
    assert claim.facts["speaker"] == {"actor": "trump"}
    assert claim.made > 0
    assert [one["text"] for one in claim.history] == ["Nein.", "Auf keinen Fall."]


def test_what_the_desk_made_of_a_claim_stays_when_the_post_says_the_same(
    newsroom: Newsdesk,
) -> None:
    post = newsroom.publishes(f"Ein Tipfehler.\n\n{quote('Ein Sprecher')}")
    claim = the_claim(newsroom)
    newsroom.prepares("claim", claim.key, text="Er will Frieden.", speaker="trump")
    newsroom.settles(claim.key, "confirmed")
    newsroom.amends(post, f"Ein Tippfehler.\n\n{quote('Ein Sprecher')}")
    facts = the_claim(newsroom).facts
    assert (facts["text"], facts["status"]) == ("Er will Frieden.", "confirmed")
    assert facts["speaker"] == {"actor": "trump"}


def test_a_post_marked_as_unconfirmed_is_a_claim_of_its_first_sentence(newsroom: Newsdesk) -> None:
    newsroom.publishes("Der Flughafen ist gesperrt. Mehr wissen wir nicht.\n\n??")
    claim = the_claim(newsroom)
    assert claim.facts["text"] == "Der Flughafen ist gesperrt."
    assert (claim.facts["status"], claim.facts["speaker"]) == ("unconfirmed", None)


def test_a_headline_is_what_such_a_post_says(newsroom: Newsdesk) -> None:
    newsroom.publishes("==", headline="Putin ist gelandet")
    assert the_claim(newsroom).facts["text"] == "Putin ist gelandet"
    assert the_claim(newsroom).facts["status"] == "confirmed"


def test_a_quote_that_comes_later_is_a_claim_beside_what_the_post_says(newsroom: Newsdesk) -> None:
    post = newsroom.publishes("Der Flughafen ist gesperrt, heißt es.\n\n??")
    newsroom.amends(post, f"Der Flughafen ist gesperrt, heißt es.\n\n{quote('Putin')}")
    assert {(one.facts["text"][:3], one.facts["status"]) for one in newsroom.has_all("claim")} == {
        ("Der", "unconfirmed"),
        ("Wir", "reported"),
    }


def test_a_marker_says_who_disputes_what_a_post_quotes(newsroom: Newsdesk) -> None:
    newsroom.publishes(f"{quote('Putin')}\n\n<> @selenskyj")
    facts = the_claim(newsroom).facts
    assert (facts["status"], facts["disputed_by"]) == ("disputed", [{"actor": "selenskyj"}])


def test_where_nobody_is_named_who_disputes_it_the_post_does(newsroom: Newsdesk) -> None:
    newsroom.publishes(f"{quote('Putin')}\n\n<>", byline="Faktencheck")
    assert the_claim(newsroom).facts["disputed_by"] == [{"name": "Faktencheck"}]


def test_a_status_given_at_the_desk_is_not_taken_back_by_an_amendment(newsroom: Newsdesk) -> None:
    post = newsroom.publishes(f"{quote('Putin')}\n\n??")
    newsroom.settles(the_claim(newsroom).key, "confirmed")
    newsroom.amends(post, f"Ein Zusatz.\n\n{quote('Putin')}")
    assert the_claim(newsroom).facts["status"] == "confirmed"
    assert [one["status"] for one in the_claim(newsroom).history] == ["unconfirmed", "confirmed"]


def test_withdrawing_the_post_withdraws_its_claim(newsroom: Newsdesk) -> None:
    post = newsroom.publishes(quote("Putin"))
    claim = the_claim(newsroom)
    newsroom.withdraws(post)
    assert newsroom.has("claim", claim.key).standing == "withdrawn"
    assert newsroom.has_all("claim") == []


def test_correcting_the_quote_flags_its_claim_and_asks_once(newsroom: Newsdesk) -> None:
    post = newsroom.publishes(quote("Putin", "Wir wollen Krieg."))
    claim = the_claim(newsroom)
    newsroom.corrects(post, quote("Putin", "Wir wollen keinen Krieg."))
    newsroom.corrects(post, quote("Putin", "Wir wollen nie Krieg."))
    assert newsroom.is_asked() == [("claim", claim.key)]
    (flag,) = newsroom.has("claim", claim.key).flags
    assert (flag["why"], flag["post"]) == ("corrected", str(post.id))
    newsroom.keeps("claim", claim.key)
    assert newsroom.is_asked() == []


def its_post(newsroom: Newsdesk, claim: DossierObject) -> Post:
    return newsroom.again(Post(id=claim.post_id, coverage_id=claim.coverage_id))


def settled(newsroom: Newsdesk, words: str) -> DossierObject:
    """A claim that somebody has confirmed."""
    newsroom.publishes(quote("Putin", words))
    newsroom.settles("1", "confirmed", evidence=["Protokoll"])
    return the_claim(newsroom)


def test_what_was_settled_of_some_words_is_not_settled_of_others(newsroom: Newsdesk) -> None:
    claim = settled(newsroom, "Ich werde morgen kommen.")
    post = its_post(newsroom, claim)
    newsroom.corrects(post, quote("Putin", "Ich werde niemals kommen."))
    facts = the_claim(newsroom).facts
    assert (facts["status"], facts["evidence"], facts["disputed_by"]) == ("reported", [], [])
    assert the_claim(newsroom).key == claim.key


@pytest.mark.parametrize(
    ("former", "latter", "status"),
    [
        ("Wir wollen kommen.", "Wir wollne kommen!", "confirmed"),
        ("Wir wollen kommen.", "Wir wollen komen.", "confirmed"),
        ("Wir wollen kommen.", "Wir wollen nicht kommen.", "reported"),
        ("Wir haben ein Ziel.", "Wir haben kein Ziel.", "reported"),
        ("Wir hatten gewonnen.", "Wir hätten gewonnen.", "reported"),
        ("Es sind 1500 Mann.", "Es sind 1600 Mann.", "reported"),
        ("Es sind 5 Grad.", "Es sind -5 Grad.", "reported"),
        ("Wir wollen kommen.", "Wir sollen kommen.", "reported"),
    ],
)
def test_an_amendment_keeps_what_was_settled_where_it_mends_slips_of_the_keys(
    newsroom: Newsdesk, former: str, latter: str, status: str
) -> None:
    post = its_post(newsroom, settled(newsroom, former))
    newsroom.amends(post, quote("Putin", latter))
    assert the_claim(newsroom).facts["status"] == status


def test_a_correction_elsewhere_in_the_post_leaves_what_was_settled(newsroom: Newsdesk) -> None:
    words = "Ich werde kommen."
    post = its_post(newsroom, settled(newsroom, words))
    newsroom.corrects(post, f"In Anchorage.\n\n{quote('Putin', words)}")
    assert the_claim(newsroom).facts["status"] == "confirmed"
    newsroom.corrects(post, f"In Anchorage.\n\n{quote('Putin', 'Ich werde komen.')}")
    assert the_claim(newsroom).facts["status"] == "reported"


def test_another_speaker_does_not_inherit_what_was_settled(newsroom: Newsdesk) -> None:
    post = its_post(newsroom, settled(newsroom, "Ich werde kommen."))
    newsroom.amends(post, quote("Selenskyj", "Ich werde kommen."))
    facts = the_claim(newsroom).facts
    assert (facts["speaker"], facts["status"]) == ({"actor": "selenskyj"}, "reported")


def test_a_speaker_whom_another_has_become_is_no_other(newsroom: Newsdesk) -> None:
    post = its_post(newsroom, settled(newsroom, "Ich werde kommen."))
    newsroom.prepares("actor", "chef", name="Chef")
    newsroom.merges("actor", "putin", into="chef")
    newsroom.amends(post, f"Neu.\n\n{quote('Putin', 'Ich werde kommen.')}")
    facts = the_claim(newsroom).facts
    assert (facts["speaker"], facts["status"]) == ({"actor": "chef"}, "confirmed")


def test_a_post_that_is_unconfirmed_is_so_in_other_words_too(newsroom: Newsdesk) -> None:
    post = newsroom.publishes(f"{quote('Putin', 'Ich komme.')}\n\n??")
    newsroom.settles("1", "confirmed")
    newsroom.corrects(post, quote("Putin", "Ich komme nicht."))
    assert the_claim(newsroom).facts["status"] == "unconfirmed"


def test_each_of_two_claims_keeps_its_own_when_they_change_places(newsroom: Newsdesk) -> None:
    post = newsroom.publishes(f"{quote('Putin', 'Eins.')}\n\n{quote('Putin', 'Zwei.')}")
    newsroom.settles("2", "false")
    newsroom.amends(post, f"{quote('Putin', 'Zwei!')}\n\n{quote('Putin', 'Eins!')}")
    assert {one.facts["text"]: one.facts["status"] for one in newsroom.has_all("claim")} == {
        "Eins!": "reported",
        "Zwei!": "false",
    }


def test_a_claim_that_the_desk_has_taken_out_stays_out(newsroom: Newsdesk) -> None:
    post = newsroom.publishes(quote("Putin", "Wir wollen Freiden."))
    newsroom.takes_out("claim", "1")
    newsroom.amends(post, f"Ein Zusatz.\n\n{quote('Putin', 'Wir wollen Frieden.')}")
    assert newsroom.has_all("claim") == []
    newsroom.amends(post, f"{quote('Putin', 'Wir wollen Frieden.')}\n\n{quote('Putin', 'Nein.')}")
    assert [one.facts["text"] for one in newsroom.has_all("claim")] == ["Nein."]
