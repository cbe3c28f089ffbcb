"""Uploads: taken in once, and swept away when no post shows them."""

import threading
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest

import photographs
from depesche import clock
from depesche.errors import (
    CoverageArchived,
    DiskFull,
    NotAllowed,
    NotFound,
    PictureElsewhere,
    PictureExists,
)
from depesche.files.blobs import MemoryBlobs
from depesche.newsroom import media, uploads
from depesche.newsroom.models import Picture
from newsdesk import Newsdesk


@pytest.fixture
def live(newsdesk: Newsdesk) -> Newsdesk:
    newsdesk.files = MemoryBlobs()
    newsdesk.opens(slug="gipfel")
    return newsdesk


def pictures(newsdesk: Newsdesk) -> list[Picture]:
    with newsdesk.store.reading() as session:
        return session.query(Picture).order_by(Picture.uploaded_at).all()


def kept(newsdesk: Newsdesk) -> set[str]:
    assert isinstance(newsdesk.files, MemoryBlobs)
    return set(newsdesk.files._kept)


def test_an_upload_is_taken_in_with_its_sizes_and_nothing_of_its_name(live: Newsdesk) -> None:
    picture = live.uploads(photographs.jpeg(2000, 1000))
    assert (picture.width, picture.height, picture.widths) == (1600, 800, [480, 960, 1600])
    assert picture.uploaded_by_id == live.jonas.id
    assert kept(live) == {f"{picture.key}/{width}" for width in picture.widths}
    assert len(picture.key) >= 20  # 128 bits that nobody can guess


def test_the_same_file_under_the_same_id_is_taken_in_once(live: Newsdesk) -> None:
    first = live.uploads(photographs.jpeg(), under=uuid4())
    again = live.uploads(photographs.jpeg(), under=first.id)
    assert (again.id, again.key) == (first.id, first.key)
    assert len(pictures(live)) == 1
    assert len(kept(live)) == 2


def test_another_file_under_the_same_id_is_refused(live: Newsdesk) -> None:
    first = live.uploads(photographs.jpeg())
    with pytest.raises(PictureExists):
        live.uploads(photographs.png(), under=first.id)
    live.opens("Die Wahl")
    with pytest.raises(PictureElsewhere):
        live.uploads(photographs.jpeg(), under=first.id)
    assert len(kept(live)) == 2


def test_the_same_file_twice_at_once_is_taken_in_once(live: Newsdesk) -> None:
    picture_id, found = uuid4(), list[Picture]()
    threads = [
        threading.Thread(target=lambda: found.append(live.uploads(under=picture_id)))
        for _ in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert {picture.key for picture in found} == {pictures(live)[0].key}
    assert len(found) == 3
    assert kept(live) == {f"{found[0].key}/{width}" for width in found[0].widths}


def test_only_who_may_upload_does(live: Newsdesk) -> None:
    with pytest.raises(NotAllowed):
        live.uploads(by=live.elif_)
    live.assigns(live.elif_)
    live.uploads(by=live.elif_)
    live.ends()
    live.uploads()  # an amendment may want one
    live.archives()
    with pytest.raises(CoverageArchived):
        live.uploads()


def test_a_full_disk_leaves_neither_row_nor_file(
    live: Newsdesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    put = MemoryBlobs.put

    def full(self: MemoryBlobs, key: str, content: bytes) -> None:
        if key.endswith("/640"):
            raise DiskFull
        put(self, key, content)

    monkeypatch.setattr(MemoryBlobs, "put", full)
    with pytest.raises(DiskFull):
        live.uploads()
    assert pictures(live) == []
    assert kept(live) == set()


def test_what_no_post_has_shown_for_a_day_is_swept_away(live: Newsdesk) -> None:
    unused, used, once = live.uploads(), live.uploads(), live.uploads()
    live.shows(used)
    post = live.shows(once, status="draft")
    live.amends(post, picture=None)  # an earlier revision still has it
    live.waits(hours=23)
    assert len(pictures(live)) == 3
    live.waits(hours=1)
    assert {picture.id for picture in pictures(live)} == {used.id, once.id}
    assert not any(name.startswith(unused.key) for name in kept(live))
    with live.store.reading() as session, pytest.raises(NotFound):
        media.find(session, live.coverage, unused.id)


@pytest.fixture
def tomorrow(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    def sleep() -> None:
        later = clock.wall() + timedelta(hours=25)
        monkeypatch.setattr(clock, "wall", lambda: later)

    return sleep


def test_files_that_no_picture_names_are_swept_away_after_a_day(
    live: Newsdesk, tomorrow: Callable[[], None]
) -> None:
    for _ in range(2):
        live.shows(live.uploads())
    named = kept(live)
    live.files.put("killed/480", b"before its row came")
    live.ticks()
    assert kept(live) == {*named, "killed/480"}, "the row may be on its way"
    tomorrow()
    live.ticks()
    assert kept(live) == named


def test_a_database_that_names_none_of_the_files_is_the_wrong_one(
    live: Newsdesk, tomorrow: Callable[[], None]
) -> None:
    others = {f"{n}/480" for n in range(9)}
    for key in others:
        live.files.put(key, b"of another newsroom")
    tomorrow()
    live.ticks()
    live.shows(live.uploads())
    live.ticks()
    assert others < kept(live)


def test_the_nearest_rendition_is_the_next_larger_one(live: Newsdesk) -> None:
    picture = live.uploads(photographs.jpeg(1200, 600))
    sizes = {w: len(live.files.get(f"{picture.key}/{w}")) for w in picture.widths}
    for asked, given in ((1, 480), (480, 480), (481, 960), (961, 1200), (9999, 1200)):
        assert len(uploads.rendition(live.files, picture, asked)) == sizes[given]
