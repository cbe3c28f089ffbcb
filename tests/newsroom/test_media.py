"""The picture of a post: shown, described, replaced, corrected, withdrawn."""

from datetime import timedelta
from uuid import uuid4

import pytest

from depesche import clock
from depesche.errors import AltMissing, NotFound, PictureElsewhere, PictureGone, SameWords, TooLong
from depesche.newsroom import ticker
from depesche.newsroom.models import Picture
from newsdesk import Newsdesk


@pytest.fixture
def live(newsdesk: Newsdesk) -> Newsdesk:
    newsdesk.opens(slug="gipfel")
    return newsdesk


def is_public(newsdesk: Newsdesk, picture: Picture) -> bool:
    with newsdesk.store.reading() as session:
        try:
            return ticker.public_picture(session, picture.key).id == picture.id
        except NotFound:
            return False


def test_a_post_shows_a_picture_with_its_words(live: Newsdesk) -> None:
    picture = live.uploads()
    post = live.again(live.shows(picture, caption="Auf dem  Platz\n", credit="Eigene Zeichnung"))
    assert post.picture is not None
    assert (post.picture.id, post.alt, post.decorative) == (picture.id, "Rot und Blau", False)
    assert (post.caption, post.credit) == ("Auf dem Platz", "Eigene Zeichnung")


def test_without_words_for_it_a_picture_is_kept_but_not_published(live: Newsdesk) -> None:
    picture = live.uploads()
    draft = live.shows(picture, status="draft", alt="")
    live.amends(draft, status="submitted")
    for status in ("published", "scheduled"):
        with pytest.raises(AltMissing, match="for people who cannot see it") as refused:
            live.amends(draft, status=status)
        assert refused.value.field == "alt"
    live.amends(draft, status="published", decorative=True)
    assert is_public(live, picture)
    with pytest.raises(AltMissing):
        live.amends(draft, decorative=False)
    assert live.again(draft).decorative


def test_without_its_picture_a_post_needs_no_words_for_it(live: Newsdesk) -> None:
    post = live.shows(live.uploads(), caption="Platz", credit="dpa")
    live.amends(post, picture=None)
    post = live.again(post)
    assert (post.picture, post.alt, post.caption, post.credit) == (None, "", "", "")


@pytest.mark.parametrize(("field", "limit"), [("alt", 1000), ("caption", 1000), ("credit", 200)])
def test_the_words_for_a_picture_have_an_end(live: Newsdesk, field: str, limit: int) -> None:
    picture = live.uploads()
    with pytest.raises(TooLong):
        live.shows(picture, **{field: "x" * (limit + 1)})
    live.shows(picture, **{field: "x" * limit})


def test_a_picture_that_is_not_here_is_told_in_a_sentence(live: Newsdesk) -> None:
    with pytest.raises(PictureGone, match="Choose it again"):
        live.puts(uuid4(), text="x", picture=uuid4())


def test_a_picture_belongs_to_one_post_of_one_coverage(live: Newsdesk) -> None:
    picture, other = live.uploads(), live.uploads()
    post = live.shows(picture)
    live.amends(post, picture=other.id)
    for taken in (picture, other):  # the first one is in a revision that can come back
        with pytest.raises(PictureElsewhere):
            live.shows(taken)
    elsewhere = live.uploads()
    live.opens("Die Wahl")
    with pytest.raises(PictureElsewhere):
        live.shows(elsewhere)


def test_revisions_carry_the_picture_and_bring_it_back(live: Newsdesk) -> None:
    first, second = live.uploads(), live.uploads()
    post = live.shows(first, alt="Das erste", caption="Eins", credit="A")
    live.amends(post, picture=second.id, alt="Das zweite", caption="Zwei")
    kept = [(r.picture_id, r.alt, r.caption, r.credit) for r in live.revisions(post)]
    assert kept == [(first.id, "Das erste", "Eins", "A"), (second.id, "Das zweite", "Zwei", "A")]
    live.restores(post, 1, seen=2, pictured=True)
    assert live.again(post).picture_id == first.id
    assert live.again(post).alt == "Das erste"
    assert (is_public(live, first), is_public(live, second)) == (True, False)


def test_readers_are_told_of_another_picture_and_of_none_where_nothing_changed(
    live: Newsdesk,
) -> None:
    post = live.shows(live.uploads())
    told = len(live.reader_log())
    live.amends(post, alt="Blau und Rot")
    assert len(live.reader_log()) == told + 1
    live.amends(post, alt="Blau und Rot ")
    assert len(live.reader_log()) == told + 1


def test_a_picture_can_be_corrected_with_a_note(live: Newsdesk) -> None:
    wrong, right = live.uploads(), live.uploads()
    post = live.shows(wrong)
    correction_id = uuid4()
    for _ in range(2):
        live.corrects(
            post,
            post.text,
            note="Das Bild zeigte einen anderen Platz.",
            correction_id=correction_id,
            picture=right.id,
            alt="Der Platz",
        )
    assert len(live.revisions(post)) == 2
    assert (live.again(post).picture_id, live.again(post).alt) == (right.id, "Der Platz")
    with pytest.raises(SameWords):
        live.corrects(post, post.text, picture=right.id)
    with pytest.raises(AltMissing):
        live.corrects(post, "Anders", alt="")


def test_readers_get_a_picture_only_while_a_published_post_shows_it(live: Newsdesk) -> None:
    for status, public in (("draft", False), ("submitted", False), ("published", True)):
        picture = live.uploads()
        live.shows(picture, status=status)
        assert is_public(live, picture) == public, status
    unused = live.uploads()
    assert not is_public(live, unused)

    for status, field in (("scheduled", "scheduled_at"), ("published", "embargoed_until")):
        picture = live.uploads()
        live.shows(picture, status=status, **{field: clock.now() + timedelta(minutes=10)})
        assert not is_public(live, picture), field
        live.waits(minutes=10)
        assert is_public(live, picture), field


def test_what_is_removed_replaced_or_withdrawn_is_public_no_more(live: Newsdesk) -> None:
    removed, replaced, withdrawn = live.uploads(), live.uploads(), live.uploads()
    live.amends(live.shows(removed), picture=None)
    post = live.shows(replaced)
    live.amends(post, picture=live.uploads().id)
    live.withdraws(live.shows(withdrawn))
    for picture in (removed, replaced, withdrawn):
        assert not is_public(live, picture)
    live.ends()
    live.archives()
    shown = live.again(post).picture
    assert shown is not None
    assert is_public(live, shown)


def test_what_was_published_by_mistake_takes_its_picture_back_with_it(live: Newsdesk) -> None:
    picture = live.uploads()
    post = live.shows(picture, caption="Platz")
    draft = live.undoes(post)
    assert not is_public(live, picture)
    assert (live.again(draft).picture_id, live.again(draft).caption) == (picture.id, "Platz")
    live.amends(draft, status="published")
    assert is_public(live, picture)


def test_before_the_opening_no_picture_is_public(newsdesk: Newsdesk) -> None:
    newsdesk.announces()
    picture = newsdesk.uploads()
    newsdesk.shows(picture)
    assert not is_public(newsdesk, picture)
    newsdesk.waits(minutes=10)
    assert is_public(newsdesk, picture)
