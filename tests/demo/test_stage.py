"""The evening performed at once, on both databases and in both languages."""

from collections import Counter
from collections.abc import Iterator
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from depesche.demo import drawings, stage
from depesche.demo.evening import Evening
from depesche.errors import NotFound
from depesche.newsroom import changes, coverages, passwords, people, posts, ticker
from depesche.newsroom.dossier.kinds import KINDS
from depesche.newsroom.models import Change, Mark, Post
from depesche.store.engine import Store


@pytest.fixture
def session(performed: Store) -> Iterator[Session]:
    with performed.reading() as session:
        yield session


def log(session: Session, evening: Evening) -> list[Change]:
    tonight = coverages.find(session, evening.slug)
    return list(changes.after(session, tonight.id, 0, limit=10_000))


def public(session: Session, evening: Evening) -> dict[UUID, Post]:
    coverage = coverages.public(session, evening.slug)
    page = ticker.page(session, coverage, limit=1000)
    return {post.id: post for post in page.posts}


def concerned(evening: Evening, verb: str) -> set[UUID]:
    return {evening.post_id(act.post) for act in evening.acts if act.verb == verb}


def test_before_the_evening_both_coverages_are_announced(stood: Store, evening: Evening) -> None:
    with stood.reading() as session:
        listed = coverages.listed(session)
    assert [coverage.slug for coverage in listed] == [evening.slug, evening.next_day["slug"]]
    assert {coverage.status for coverage in listed} == {"announced"}
    assert {coverage.language for coverage in listed} == {evening.language}


@pytest.mark.parametrize("evening", ["de"], indirect=True)
def test_everybody_can_sign_in_and_read_both_coverages(stood: Store, evening: Evening) -> None:
    with stood.reading() as session:
        for member in evening.people:
            person = people.at_the_door(session, member.name)
            assert person is not None
            assert person.role == member.role
            assert passwords.fits(stage.PASSWORD, person.password_hash)
            assert len(coverages.readable(session, person)) == 2


def test_the_front_page_has_the_summit_first(session: Session, evening: Evening) -> None:
    first, second = coverages.listed(session)
    assert (first.slug, first.status) == (evening.slug, "live")
    assert second.status == "announced"


def test_the_ticker_opened_at_its_minute(session: Session, evening: Evening) -> None:
    assert coverages.find(session, evening.slug).opened_at == evening.opens_at


def test_at_least_thirty_posts_are_public(session: Session, evening: Evening) -> None:
    shown = public(session, evening)
    assert len(shown) >= 30
    assert shown.keys() == concerned(evening, "publish")


def test_every_post_went_out_at_its_time_and_by_its_person(
    session: Session, evening: Evening
) -> None:
    shown = public(session, evening)
    for act in evening.acts:
        if act.verb == "publish":
            post = shown[evening.post_id(act.post)]
            assert post.published_at == max(act.at, evening.opens_at)
            assert post.author.name == act.by.name


def test_posts_stand_in_the_order_they_were_written(session: Session, evening: Evening) -> None:
    written = [evening.post_id(act.post) for act in evening.acts if act.verb == "publish"]
    assert list(public(session, evening)) == written[::-1]


def test_corrections_withdrawals_and_amendments_came_at_their_time(
    session: Session, evening: Evening
) -> None:
    shown = public(session, evening)
    for act in evening.acts:
        if act.verb not in {"correct", "amend", "withdraw"}:
            continue
        post = shown[evening.post_id(act.post)]
        if act.verb == "correct":
            (correction,) = post.corrections
            assert correction.correction_class == act.wording["class"]
            assert (correction.made_at, correction.note) == (act.at, act.wording["note"])
        if act.verb == "amend":
            amended = posts.revision(session, post, 2)
            assert amended is not None
            assert (amended.saved_at, post.corrections) == (act.at, [])
        if act.verb == "withdraw":
            assert post.withdrawal is not None
            assert (post.status, post.withdrawal.made_at) == ("withdrawn", act.at)


def test_nothing_else_was_corrected_or_withdrawn(session: Session, evening: Evening) -> None:
    shown = public(session, evening)
    corrected = {key for key, post in shown.items() if post.corrections}
    withdrawn = {key for key, post in shown.items() if post.status == "withdrawn"}
    assert corrected == concerned(evening, "correct")
    assert withdrawn == concerned(evening, "withdraw")


def test_a_pin_key_events_and_a_summary_stand(session: Session, evening: Evening) -> None:
    coverage = coverages.find(session, evening.slug)
    (pinned,) = ticker.marked(session, coverage, "pin")
    summary = ticker.summary(session, coverage)
    assert {pinned.id} == concerned(evening, "pin")
    assert summary is not None
    assert summary.headline == evening.headline("summary-2")
    assert len(ticker.marked(session, coverage, "key_event")) >= 7


def test_marks_were_made_at_their_time(session: Session, evening: Evening) -> None:
    for act in evening.acts:
        if act.verb in {"pin", "key_event"}:
            made = select(Mark.made_at).where(
                Mark.post_id == evening.post_id(act.post), Mark.kind == act.verb
            )
            assert session.scalar(made) == act.at


def test_the_log_has_no_gap_and_never_goes_back(session: Session, evening: Evening) -> None:
    lines = log(session, evening)
    assert [line.sequence for line in lines] == list(range(1, len(lines) + 1))
    assert [line.at for line in lines] == sorted(line.at for line in lines)
    ticker = {"coverage", "post", "pin", "key_event", "summary"}
    assert {line.kind for line in lines} == {*ticker, *KINDS, "matrix", "map", "outlook"}


def test_both_databases_tell_the_same(stood: Store, session: Session, evening: Evening) -> None:
    def told(session: Session) -> list[tuple[object, ...]]:
        return [
            (line.sequence, line.at, line.kind, line.verb, line.object_id, line.superseded_by)
            for line in log(session, evening)
        ]

    stage.perform_all(stood, evening)
    with stood.reading() as again:
        assert told(again) == told(session)
        assert public(again, evening).keys() == public(session, evening).keys()


def test_links_lead_to_posts_that_are_public(session: Session, evening: Evening) -> None:
    shown = public(session, evening)
    texts = "\n".join(post.text for post in shown.values())
    linked = Counter(texts.split(f"](/live/{evening.slug}/posts/")[1:])
    assert len(linked) > 10
    assert all(UUID(target[:36]) in shown for target in linked)
    assert "](post:" not in texts


@pytest.mark.parametrize("evening", ["de"], indirect=True)
def test_an_act_without_its_post_is_refused_and_changes_nothing(
    stood: Store, evening: Evening
) -> None:
    pin = next(act for act in evening.acts if act.verb == "pin")
    with pytest.raises(NotFound):
        stage.perform(stood, evening, pin, now=pin.at)
    with stood.reading() as session:
        assert session.scalars(select(Mark)).all() == []


def test_the_pictures_are_our_own_and_are_described(session: Session, evening: Evening) -> None:
    shown = [post for post in public(session, evening).values() if post.picture]
    assert {post.picture_id for post in shown} == {
        evening.picture_id(name) for name in drawings.DRAWINGS
    }
    for post in shown:
        assert post.picture is not None
        assert (post.picture.width, post.picture.height) == drawings.SIZE
        assert len(post.alt) > 60
        assert post.caption
        assert post.credit == "Depesche"
