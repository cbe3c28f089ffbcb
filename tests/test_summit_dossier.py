"""The summit case: an object of the dossier holds each fact, says whose it is, and is seen."""

import re
import shutil
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from depesche import clock
from depesche.demo import evening as evenings
from depesche.demo import stage
from depesche.files.blobs import LocalBlobs
from depesche.newsroom import coverages
from depesche.newsroom.dossier import flags, objects, rebuilding
from depesche.newsroom.dossier.kinds import KINDS, scenarios
from depesche.newsroom.models import DossierObject, Mention, Post
from depesche.settings import Settings
from depesche.store.engine import Store
from summit import FACTS, LANGUAGES, Desk, Row, Told, address, plain, words

MENTIONS = tomllib.loads((Path(__file__).parent / "summit_mentions.toml").read_text("utf-8"))
ROWS = [
    pytest.param(row, id=f"{fact['key']}-{row['kind']}-{number}")
    for fact in FACTS
    for number, row in enumerate(fact["holds"], start=1)
]


def rows(field: str) -> pytest.MarkDecorator:
    """The rows that say something of that."""
    return pytest.mark.parametrize("row", [row for row in ROWS if field in row.values[0]])


@pytest.fixture(scope="module", params=LANGUAGES)
def told(
    request: pytest.FixtureRequest, migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Told]:
    """A newsroom after the evening, to be read only."""
    from depesche.app import create  # noqa: PLC0415 - a broken door fails its own tests only

    evening = evenings.load(request.param)
    data = tmp_path_factory.mktemp("summit")
    settings = Settings(data=data, public_url="http://testserver", language=evening.language)
    shutil.copy(migrated_sqlite, settings.sqlite_file)
    store = Store(settings.url)
    stage.prepare(store, LocalBlobs(settings.files), evening, now=evening.begins_at)
    stage.perform_all(store, evening)
    yield Told(evening, store, create(settings, store))
    store.close()


@pytest.fixture
def desk(told: Told) -> Iterator[Desk]:
    """That newsroom, at the end of the evening."""
    clock.stop(told.evening.ends_at)
    with told.store.reading() as session:
        yield Desk(told, session, coverages.find(session, told.evening.slug))


# Each fact, row by row


def test_every_fact_is_held() -> None:
    assert [fact["key"] for fact in FACTS if fact["holds"]] == [f"K{n}" for n in range(1, 33)]
    held_by = {row["kind"] for fact in FACTS for row in fact["holds"]}
    assert held_by == {*KINDS, "coverage", "post"}


@pytest.mark.parametrize("row", ROWS)
def test_it_is_there_and_says_whose_it_is(row: Row, desk: Desk) -> None:
    meant = desk.meant(row)
    match row["kind"]:
        case "coverage":
            assert {name: getattr(desk.coverage, name) for name in meant} == meant
        case "post":
            post = desk.session.get_one(Post, desk.evening.post_id(row["post"]))
            assert post.status == "published"
        case _:
            one = desk.found(row)
            assert one.standing == "standing"
            assert {name: plain(one.facts[name]) for name in meant} == meant


@rows("rests_on")
def test_it_rests_on_its_posts(row: Row, desk: Desk) -> None:
    expected = sorted(map(desk.post_id, row["rests_on"]))
    assert sorted(desk.found(row).facts["posts"]) == expected


@pytest.mark.parametrize("row", [row for row in ROWS if row.values[0]["kind"] in KINDS])
def test_it_came_with_its_post_or_was_made_at_the_desk(row: Row, desk: Desk) -> None:
    is_with_post = "post" in row or "cell" in row
    assert (desk.found(row).post_id is not None) is is_with_post
    assert "rests_on" in row or desk.found(row).facts["posts"] == []


@rows("stances")
def test_every_state_of_a_position_is_kept(row: Row, desk: Desk) -> None:
    one = desk.found(row)
    stances = [one.facts["stance"]]
    while one.facts["supersedes"]:
        one = desk.find("position", one.facts["supersedes"])
        assert one.standing == "standing"
        assert one.facts["claims"]
        stances.insert(0, one.facts["stance"])
    assert stances == row["stances"]


@rows("likelihoods")
def test_its_likelihoods_are_those_two_people_stand_behind(row: Row, desk: Desk) -> None:
    shown = scenarios.shown(desk.found(row).facts)
    assert [[one["low"], one["high"]] for one in shown] == row["likelihoods"]
    assert all(one["author"] == {"name": "Jonas Petersen"} for one in shown)
    assert all(one["by"] != one["confirmed_by"] for one in shown)


@rows("mentions")
def test_its_post_mentions_whom_it_is_about(row: Row, desk: Desk) -> None:
    assert set(row["mentions"]) <= desk.mentioned(row["post"])


# Where readers see it


@pytest.mark.parametrize("row", ROWS)
def test_readers_see_it_in_its_place(row: Row, desk: Desk) -> None:
    for path, kind, key in desk.places(row):
        text = words(desk.told.element(path, kind, key))
        expected = [*row.get(desk.evening.language, []), *map(re.escape, desk.owners(row))]
        missing = [word for word in expected if not re.search(word, text)]
        assert not missing, (path, kind, key, text)


@rows("rests_on")
def test_its_posts_are_one_click_away(row: Row, desk: Desk) -> None:
    one, posts = desk.found(row), set(map(desk.post_id, row["rests_on"]))
    assert posts <= set(desk.told.page(address(one)).ids("post"))
    source = desk.told.element(address(one), one.kind, one.key).source
    assert any(f'href="/live/{desk.evening.slug}/posts/{post}"' in source for post in posts)


@rows("stances")
def test_its_cell_says_how_often_it_changed(row: Row, desk: Desk) -> None:
    one, changed = desk.found(row), f"{len(row['stances']) - 1}×"
    for kind, key in (("issue", one.facts["issue"]), ("matrix", "all")):
        element = desk.told.element("", kind, key)
        assert changed in words(element)
        assert f"/dossier/position/{one.facts['supersedes']}" in element.source


@rows("mentions")
def test_mentions_in_its_post_are_links(row: Row, desk: Desk) -> None:
    post_id = desk.evening.post_id(row["post"])
    source = desk.told.element(f"/posts/{post_id}", "post", str(post_id)).source
    in_text = select(Mention).where(Mention.post_id == post_id, Mention.start.is_not(None))
    for one in desk.session.scalars(in_text):
        assert f"/live/{desk.evening.slug}/dossier/{one.kind}/{one.key}" in source


@pytest.mark.parametrize("path", ["", "/dossier", "/dossier/scenario/escalation", "/dossier.json"])
def test_nothing_pending_is_public(desk: Desk, path: str) -> None:
    (waiting,) = scenarios.pending(desk.find("scenario", "escalation").facts)
    body = desk.told.get(path)
    assert waiting["words"] not in body
    assert f"{waiting['low']}–{waiting['high']}" not in body


@pytest.mark.parametrize("path", ["", "/dossier", "/dossier/claim/{}", "/dossier.json"])
def test_what_was_withdrawn_is_not_said_again(desk: Desk, path: str) -> None:
    withdrawn = desk.with_post("claim", "crowd")
    _, said = desk.evening.headline("crowd").split(": ")
    assert (withdrawn.standing, said in withdrawn.facts["text"]) == ("withdrawn", True)
    assert said not in desk.told.get(path.format(withdrawn.key))


# The evening as a whole


def test_the_dossier_made_anew_from_its_acts_is_the_same(desk: Desk) -> None:
    assert rebuilding.differences(desk.session, desk.coverage) == []


def test_posts_mention_whom_they_speak_of_and_nobody_else(desk: Desk) -> None:
    posts = {act.post for act in desk.evening.acts if act.verb == "publish"}
    both, only = MENTIONS["posts"], MENTIONS["only"][desk.evening.language]
    expected = {post: {*both.get(post, []), *only.get(post, [])} for post in posts}
    assert {post: desk.mentioned(post) for post in posts} == expected


def test_somebody_named_disputes_a_claim_that_another_contradicts(desk: Desk) -> None:
    said, against = (desk.with_post("claim", post) for post in ("sale", "reject"))
    assert said.facts["contradicts"] == [against.key]
    assert [one["status"] for one in said.history] == ["reported", "disputed"]
    text = words(desk.told.element(address(against), "claim", against.key))
    assert said.facts["text"] in text


def test_a_claim_was_reported_first_and_confirmed_later(desk: Desk) -> None:
    size = desk.find("claim", "protest-size")
    assert [one["status"] for one in size.history] == ["reported", "confirmed"]


def test_what_was_flagged_has_been_looked_at(desk: Desk) -> None:
    flagged = flags.flagged(desk.session, desk.coverage)
    assert [(one.kind, one.standing) for one in flagged] == [("claim", "withdrawn")]
    assert desk.find("claim", "army-motive").facts["posts"] == [desk.post_id("army")]


def test_questions_are_answered_in_part_in_full_and_not_at_all(desk: Desk) -> None:
    found = objects.standing(desk.session, desk.coverage, "question")
    states = [(one.key, one.facts["state"]) for one in found]
    asked = ["open", "partly", "answered", "open", "partly", "open"]
    assert states == list(zip(["lead", "2", "3", "4", "5", "6"], asked, strict=True))


def test_the_next_day_has_no_more_than_its_question(desk: Desk) -> None:
    tomorrow = coverages.find(desk.session, str(desk.evening.next_day["slug"]))
    found = select(DossierObject.kind).where(DossierObject.coverage_id == tomorrow.id)
    assert list(desk.session.scalars(found)) == ["question"]
