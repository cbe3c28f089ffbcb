"""Objects: made, changed, merged, taken out; and what is refused, with a sentence that helps."""

from typing import Any
from uuid import uuid4

import pytest

from depesche.errors import (
    BadKey,
    Circular,
    CoordinatesMissing,
    CountNeedsAnchor,
    DepescheError,
    DisputantMissing,
    Invalid,
    Missing,
    NotAllowed,
    NotFound,
    ObjectMerged,
    OwnerMissing,
    TooLong,
    TooMuch,
    UnknownChoice,
    UnknownKind,
    UnknownObject,
    UnknownZone,
    UnreadableDate,
)
from newsdesk import Newsdesk
from newsroom.dossier.summit import prepared, quote


@pytest.fixture
def newsroom(newsdesk: Newsdesk) -> Newsdesk:
    return prepared(newsdesk)


def test_a_key_is_made_of_what_it_is_called_or_is_a_number(newsroom: Newsdesk) -> None:
    assert newsroom.prepares("actor", name="Größe Straße").key == "groesse-strasse"
    assert newsroom.prepares("actor", name="Größe Straße").key == "groesse-strasse-2"
    assert newsroom.prepares("actor", name="习近平").key == "actor"
    assert newsroom.prepares("actor", name="x" * 300).key == "x" * 74
    assert [newsroom.prepares("claim", text="Ja").key for _ in range(2)] == ["1", "2"]


def test_asking_for_what_is_so_changes_nothing(newsroom: Newsdesk) -> None:
    before = len(newsroom.acts())
    newsroom.prepares("actor", "putin", name="Wladimir Putin")
    newsroom.prepares("actor", "putin", aliases=["der Kremlchef", "der Kremlchef", " "])
    assert len(newsroom.acts()) == before


def test_what_is_left_out_keeps_its_value(newsroom: Newsdesk) -> None:
    newsroom.prepares("actor", "putin", role="Präsident")
    facts = newsroom.has("actor", "putin").facts
    assert (facts["name"], facts["role"]) == ("Wladimir Putin", "Präsident")


def test_every_act_is_a_row_that_says_who_when_and_with_which_post(newsroom: Newsdesk) -> None:
    post = newsroom.publishes(quote("Putin"))
    newsroom.settles("1", "confirmed", by=newsroom.mara)
    made, _, settled = newsroom.acts()[-3:]
    assert (made.by_id, made.post_id, made.verb) == (newsroom.jonas.id, post.id, "put")
    assert (settled.by_id, settled.post_id) == (newsroom.mara.id, None)
    assert settled.facts == {"status": "confirmed"}
    assert [act.number for act in newsroom.acts()] == list(range(1, len(newsroom.acts()) + 1))


def test_fields_named_like_the_kind_can_be_put(newsroom: Newsdesk) -> None:
    assert newsroom.prepares("claim", text="Vorsicht", kind="warning").facts["kind"] == "warning"


@pytest.mark.parametrize(
    ("kind", "fields", "error", "sentence"),
    [
        ("actor", {}, Missing, "fill in “name”"),
        ("actor", {"name": "x" * 301}, TooLong, "300 characters"),
        ("actor", {"name": ["A"]}, Invalid, "takes a text"),
        ("actor", {"name": "A", "type": "robot"}, UnknownChoice, "person, state"),
        ("actor", {"name": "A", "colour": "red"}, Invalid, "no field “colour”"),
        ("actor", {"name": "A", "voice_of": "nobody"}, UnknownObject, "no actor “nobody”"),
        ("actor", {"name": "A", "aliases": list(map(str, range(10_001)))}, TooMuch, "10000"),
        ("actor", {"name": "A", "aliases": 5}, Invalid, "takes a list"),
        ("actor", {"name": "A", "same_as": "javascript:alert(1)"}, None, ""),
        ("actor", {"name": "A", "same_as": {"url": "javascript:1"}}, Invalid, "https://"),
        ("issue", {"label": "I", "options": list("abcdef")}, TooMuch, "may have 5 lines"),
        ("aim", {"actor": "putin"}, Missing, "text"),
        ("aim", {"actor": "putin", "text": "T", "kind": "attributed"}, OwnerMissing, "whose view"),
        ("claim", {"text": "T", "status": "disputed"}, DisputantMissing, "who disputes it"),
        ("claim", {"text": "T", "said_at": "2025-08-15T20:00"}, Invalid, "offset"),
        ("claim", {"text": "T", "said_at": {"a": 1}}, Invalid, "takes a text"),
        ("claim", {"text": "T", "contradicts": "99"}, UnknownObject, "no claim “99”"),
        ("claim", {"text": "T", "posts": "7"}, UnknownObject, "no post “7”"),
        ("claim", {"text": "T", "posts": [uuid4()]}, UnknownObject, "no post"),
        ("place", {"name": "P", "latitude": 61}, CoordinatesMissing, "both"),
        ("place", {"name": "P", "latitude": "nan", "longitude": 1}, Invalid, "from -90 to 90"),
        ("place", {"name": "P", "latitude": [1], "longitude": 1}, Invalid, "takes a number"),
        ("place", {"name": "P", "zone": "Mars/Olympus"}, UnknownZone, "Mars"),
        ("place", {"name": "P", "zone": ["Europe/Berlin"]}, Invalid, "takes a text"),
        ("entry", {"title": "E"}, Missing, "when"),
        ("entry", {"title": "E", "when": "2024-13"}, UnreadableDate, "2024-13"),
        (
            "entry",
            {"title": "E", "when": "18XX", "count": "seit {years} Jahren"},
            CountNeedsAnchor,
            "Give a year",
        ),
        ("scenario", {"label": "S", "depends_on": ["9"]}, UnknownObject, "no claim “9”"),
        ("scenario", {"label": "S", "valued_by": [{"text": "gut"}]}, OwnerMissing, "valued_by"),
        ("question", {"text": "Q", "state": "maybe"}, UnknownChoice, "open, partly"),
        ("robot", {}, UnknownKind, "no “robot”"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence_that_helps(
    newsdesk: Newsdesk,
    kind: str,
    fields: dict[str, Any],
    error: type[DepescheError] | None,
    sentence: str,
) -> None:
    newsdesk.makes()
    newsdesk.prepares("actor", "putin", name="Putin")
    if error is None:
        newsdesk.prepares(kind, **fields)
        return
    with pytest.raises(error, match=sentence) as refused:
        newsdesk.prepares(kind, **fields)
    assert "{" not in str(refused.value)
    assert len(newsdesk.acts()) == 1


@pytest.mark.parametrize("key", ["Putin", "putin ", "a--b", "a/b", "é", "x" * 81])
def test_a_key_is_small_letters_digits_and_hyphens(newsroom: Newsdesk, key: str) -> None:
    with pytest.raises(BadKey, match="small letters, digits and single hyphens"):
        newsroom.prepares("actor", key, name="A")


def test_whose_something_is_may_be_an_actor_by_key_or_name_or_just_somebody(
    newsroom: Newsdesk,
) -> None:
    owners = {
        "putin": {"actor": "putin"},
        "DER KREMLCHEF": {"actor": "putin"},
        "Beobachter": {"name": "Beobachter"},
    }
    for number, (typed, owner) in enumerate(owners.items(), start=1):
        aim = newsroom.prepares(
            "aim", actor="trump", text="Ruhm", kind="attributed", attributed_to=typed
        )
        assert (aim.key, aim.facts["attributed_to"]) == (str(number), owner)


def test_nobody_is_their_own_voice_not_even_by_way_of_others(newsroom: Newsdesk) -> None:
    newsroom.prepares("actor", "russland", voice_of="putin")
    with pytest.raises(Circular):
        newsroom.prepares("actor", "putin", voice_of="peskow")  # who is the voice of Russia
    with pytest.raises(Circular):
        newsroom.prepares("actor", "trump", voice_of="trump")


def test_no_chain_of_revisions_leads_back_and_nothing_contradicts_itself(
    newsroom: Newsdesk,
) -> None:
    for revises in ("", "1", "2"):
        newsroom.prepares("claim", text=f"Nach {revises}", revises=revises)
    with pytest.raises(Circular, match="revises"):
        newsroom.prepares("claim", "1", revises="3")
    with pytest.raises(Circular, match="contradicts"):
        newsroom.prepares("claim", "1", contradicts=["1"])
    newsroom.prepares("claim", "1", contradicts=["2"])
    newsroom.prepares("claim", "2", contradicts=["1"])  # two may contradict each other


def test_two_that_were_one_become_it_and_all_that_named_it_follows(newsroom: Newsdesk) -> None:
    newsroom.prepares("actor", "kremlchef", name="Zar", aliases=["der Zar"], voice_of="putin")
    post = newsroom.publishes(
        "Der Zar sagt:\n\n> Nein.\n> — Zar",
        positions=[{"actor": "kremlchef", "issue": "waffenruhe", "stance": "rejects"}],
    )
    newsroom.prepares("aim", actor="kremlchef", text="Macht")
    before = newsroom.has("position", "1").as_of
    newsroom.waits(minutes=5)
    newsroom.prepares("actor", "peskow", voice_of="kremlchef")
    newsroom.merges("actor", "kremlchef", into="putin")
    assert newsroom.mentions(post) == [("actor", "putin", 4)]
    assert newsroom.has("claim", "1").facts["speaker"] == {"actor": "putin"}
    assert newsroom.has("position", "1").parent == "putin/waffenruhe"
    assert newsroom.has("position", "1").as_of == before  # nobody has said anything new
    assert newsroom.has("aim", "1").facts["actor"] == "putin"
    assert newsroom.has("actor", "peskow").facts["voice_of"] == "putin"
    assert newsroom.has("actor", "putin").facts["aliases"] == ["der Kremlchef", "Zar", "der Zar"]
    assert newsroom.mentions(newsroom.publishes("Der Zar schweigt."))[0][:2] == ("actor", "putin")
    gone = newsroom.has("actor", "kremlchef")
    assert (gone.standing, gone.facts["merged_into"]) == ("merged", "putin")
    assert newsroom.differs() == []
    with pytest.raises(ObjectMerged, match="has become one with “putin”"):
        newsroom.prepares("actor", "kremlchef", name="Zar")
    with pytest.raises(ObjectMerged):
        newsroom.merges("actor", "kremlchef", into="trump")
    newsroom.merges("actor", "kremlchef", into="putin")  # twice is once
    newsroom.takes_out("actor", "kremlchef")  # it is out already
    assert newsroom.has("actor", "kremlchef").standing == "merged"


def test_only_names_are_merged_and_only_into_what_is_there(newsroom: Newsdesk) -> None:
    newsroom.prepares("claim", text="A")
    newsroom.prepares("claim", text="B")
    with pytest.raises(Invalid, match="Only actors, issues and places"):
        newsroom.merges("claim", "1", into="2")
    with pytest.raises(UnknownObject):
        newsroom.merges("actor", "putin", into="nobody")
    with pytest.raises(Circular):
        newsroom.merges("actor", "putin", into="putin")
    with pytest.raises(NotFound):
        newsroom.merges("actor", "nobody", into="putin")


def test_an_actor_that_is_taken_out_is_mentioned_nowhere_and_readers_are_told(
    newsroom: Newsdesk,
) -> None:
    post = newsroom.publishes("Putin und Trump sprechen.")
    told = len(newsroom.reader_log())
    newsroom.takes_out("actor", "putin")
    newsroom.takes_out("actor", "putin")
    assert newsroom.mentions(post) == [("actor", "trump", 10)]
    lines = [(line.kind, line.object_id, line.verb) for line in newsroom.reader_log(after=told)]
    assert ("actor", "putin", "remove") in lines
    assert ("post", str(post.id), "put") in lines
    assert newsroom.mentions(newsroom.publishes("Putin kommt.")) == []
    newsroom.prepares("actor", "putin", role="Präsident")
    assert newsroom.mentions(newsroom.publishes("Putin kommt."))[0][:2] == ("actor", "putin")


def test_an_actor_is_called_otherwise_and_posts_still_mention_it(newsroom: Newsdesk) -> None:
    post = newsroom.publishes("Putin spricht.")
    newsroom.prepares("actor", "putin", name="W. W. Putin", short_name="Wladimir")
    assert newsroom.mentions(post) == [("actor", "putin", 0)]
    assert newsroom.mentions(newsroom.publishes("Putin spricht.")) == []


def test_a_name_that_two_have_is_nobodys(newsroom: Newsdesk) -> None:
    newsroom.prepares("actor", "bush-vater", name="George Bush", aliases=["Bush"])
    newsroom.prepares("actor", "bush-sohn", name="George W. Bush", aliases=["Bush"])
    assert newsroom.mentions(newsroom.publishes("Bush spricht.")) == []
    assert newsroom.prepares("claim", text="Ja", speaker="Bush").facts["speaker"] == {
        "name": "Bush"
    }


def test_editors_keep_the_dossier_and_contributors_do_not(newsroom: Newsdesk) -> None:
    newsroom.assigns(newsroom.elif_)
    with pytest.raises(NotAllowed):
        newsroom.prepares("actor", name="A", by=newsroom.elif_)
    with pytest.raises(NotAllowed):
        newsroom.takes_out("actor", "putin", by=newsroom.elif_)
    with pytest.raises(NotAllowed):
        newsroom.answers("lead", "Ja", by=newsroom.elif_)


def test_the_lead_question_is_an_open_question(newsroom: Newsdesk) -> None:
    assert newsroom.has("question", "lead").facts["text"] == "Gibt es eine Waffenruhe?"
    newsroom.prepares("question", "lead", text="Kommt die Waffenruhe?", state="partly")
    newsroom.edits(standfirst="Alle Entwicklungen")
    assert newsroom.has("question", "lead").facts["text"] == "Kommt die Waffenruhe?"
    newsroom.edits(lead_question="Und jetzt?")
    facts = newsroom.has("question", "lead").facts
    assert (facts["text"], facts["state"]) == ("Und jetzt?", "partly")
    newsroom.edits(lead_question="")
    assert newsroom.has("question", "lead").standing == "removed"


def test_a_draft_coverage_tells_readers_nothing_of_what_is_prepared(newsdesk: Newsdesk) -> None:
    newsdesk.makes(lead_question="Wann?")
    newsdesk.prepares("actor", "putin", name="Putin")
    newsdesk.brings("live")
    assert [line.kind for line in newsdesk.reader_log()] == ["coverage"]
    newsdesk.prepares("actor", "putin", role="Präsident")
    assert [line.kind for line in newsdesk.reader_log(after=1)] == ["actor"]
