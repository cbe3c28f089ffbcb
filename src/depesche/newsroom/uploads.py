"""Uploads: pictures taken in before a post shows them, and swept away when none does.

Making the renditions takes a second or so. That happens between two transactions, in a process of
its own (files.darkroom), so that nobody waits for it but whoever sent the picture.
"""

import hashlib
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import token_urlsafe
from typing import IO, Final
from uuid import UUID

from sqlalchemy import delete, exists, select
from sqlalchemy.orm import Session

from depesche.errors import DepescheError, PictureElsewhere, PictureExists
from depesche.files import renditions
from depesche.files.blobs import Blobs
from depesche.files.renditions import Developed
from depesche.newsroom import coverages, people, posts
from depesche.newsroom.models import Coverage, Person, Picture, Revision
from depesche.store.engine import Store

CHUNK: Final = 65_536  # bytes
UNUSED: Final = timedelta(days=1)  # then a picture that no post has shown is swept away


@dataclass(frozen=True)
class Taken:
    """What became of an upload."""

    picture: Picture
    is_new: bool


def check(session: Session, coverage: Coverage, *, by: Person) -> None:
    """Raise NotAllowed or CoverageArchived where this person cannot upload now."""
    people.require(session, by, "upload", coverage)
    posts.check_writable(coverage)


def take_in(
    store: Store,
    files: Blobs,
    slug: str,
    picture_id: UUID,
    upload: IO[bytes],
    *,
    by: Person,
    now: datetime,
) -> Taken:
    """Make an uploaded file a picture of the coverage, for a post to show.

    The id is the sender's; the same file under the same id is taken in once.

    Raises NotFound, NotAllowed, CoverageArchived, PictureExists, PictureElsewhere, NoPicture,
    BrokenPicture, PictureTooBig, DiskFull, StorageUnavailable.
    """
    digest = _digest(upload)
    with store.reading() as session:
        coverage = coverages.find(session, slug)
        check(session, coverage, by=by)
        if known := _known(session, coverage, picture_id, digest):
            return Taken(known, is_new=False)
    developed, key = renditions.developed(upload), token_urlsafe(16)
    try:
        for rendition in developed.renditions:
            files.put(_place(key, rendition.width), rendition.content)
        with store.writing() as session:
            coverage = coverages.find(session, slug, to_write=True)
            check(session, coverage, by=by)
            known = _known(session, coverage, picture_id, digest)
            picture = known or _picture(
                coverage, picture_id, developed, key=key, digest=digest, by=by, now=now
            )
            session.add(picture)
    except BaseException:
        _throw_away(files, key)
        raise
    if known:  # the same file came twice at once
        _throw_away(files, key)
    return Taken(picture, is_new=known is None)


def rendition(files: Blobs, picture: Picture, width: int) -> bytes:
    """The picture, as WebP, at that width or the next larger one there is. Raises NotFound."""
    fitting = [w for w in picture.widths if w >= width]
    return files.get(_place(picture.key, min(fitting, default=picture.widths[-1])))


def sweep(store: Store, files: Blobs, *, now: datetime) -> int:
    """Throw away the pictures that no post has shown for a day; returns how many."""
    with store.writing() as session:
        keys = session.scalars(
            delete(Picture)
            .where(Picture.uploaded_at <= now - UNUSED)
            .where(~exists().where(Revision.picture_id == Picture.id))
            .returning(Picture.key)
        ).all()
    for key in keys:
        _throw_away(files, key)
    return len(keys)


def sweep_files(store: Store, files: Blobs, *, wall: datetime) -> int:
    """Throw away folders older than a day that no picture names; returns how many.

    An upload that was killed leaves one, and so does a removal that failed. But a database that
    names few of the folders is more likely the wrong one, by a mistyped address or an old copy,
    than full of such leavings: pictures that are kept for nothing cost room, those of another
    database's posts cannot be brought back. So nothing is touched unless most folders are named.
    """
    found = set(files.folders(before=wall - UNUSED))
    # Read after the folders: what an upload has put and not yet named is younger than a day.
    with store.reading() as session:
        unnamed = found.difference(session.scalars(select(Picture.key)))
    if len(unnamed) * 2 >= len(found):
        return 0
    for key in unnamed:
        _throw_away(files, key)
    return len(unnamed)


def _known(session: Session, coverage: Coverage, picture_id: UUID, digest: str) -> Picture | None:
    """The picture that was made of this file before. Raises PictureElsewhere, PictureExists."""
    picture = session.get(Picture, picture_id)
    if picture is None:
        return None
    if picture.coverage_id != coverage.id:
        raise PictureElsewhere
    if picture.digest != digest:
        raise PictureExists
    return picture


def _picture(
    coverage: Coverage,
    picture_id: UUID,
    developed: Developed,
    *,
    key: str,
    digest: str,
    by: Person,
    now: datetime,
) -> Picture:
    return Picture(
        id=picture_id,
        coverage_id=coverage.id,
        key=key,
        digest=digest,
        width=developed.width,
        height=developed.height,
        widths=[rendition.width for rendition in developed.renditions],
        animated=developed.animated,
        uploaded_at=now,
        uploaded_by_id=by.id,
    )


def _digest(upload: IO[bytes]) -> str:
    digest = hashlib.sha256()
    upload.seek(0)
    while chunk := upload.read(CHUNK):
        digest.update(chunk)
    return digest.hexdigest()


def _place(key: str, width: int) -> str:
    return f"{key}/{width}"


def _throw_away(files: Blobs, key: str) -> None:
    """The row is gone or never came: nobody finds the files any more, even where they stay."""
    with suppress(DepescheError):
        files.remove(key)
