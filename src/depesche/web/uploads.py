"""Uploads as they arrive: counted, kept aside, and handed over when it is their turn."""

from tempfile import TemporaryFile
from typing import IO, Final
from uuid import UUID

from fastapi import Request
from starlette.concurrency import run_in_threadpool

from depesche import clock
from depesche.errors import DiskFull, PictureTooHeavy, StorageUnavailable
from depesche.newsroom import coverages, uploads
from depesche.newsroom.models import Person
from depesche.newsroom.uploads import Taken
from depesche.store.troubles import is_full
from depesche.web.rooms import Rooms

MB: Final = 1_000_000


async def taken_in(
    request: Request, house: Rooms, slug: str, picture_id: UUID, *, by: Person
) -> Taken:
    """What the request brings, as a picture of the coverage.

    Raises PictureTooHeavy, TooMany, DiskFull, StorageUnavailable and what `uploads.take_in`
    raises. Somebody who may not upload, or finds no place in the line, is told before the file is
    read.
    """
    await run_in_threadpool(_check, house, slug, by)
    with house.darkroom.place(by.id), TemporaryFile() as upload:
        await _receive(request, upload, limit=house.settings.max_picture_mb)

        def take_in() -> Taken:
            store, files, now = house.store, house.files, clock.now()
            return uploads.take_in(store, files, slug, picture_id, upload, by=by, now=now)

        return await house.darkroom.run(take_in)


def _check(house: Rooms, slug: str, by: Person) -> None:
    with house.store.reading() as session:
        uploads.check(session, coverages.find(session, slug), by=by)


async def _receive(request: Request, upload: IO[bytes], *, limit: int) -> None:
    announced = request.headers.get("content-length", "")
    size = int(announced[:20]) if announced.isdecimal() else 0
    if size > limit * MB:
        raise PictureTooHeavy(limit=limit)
    size = 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > limit * MB:
            raise PictureTooHeavy(limit=limit)
        try:
            await run_in_threadpool(upload.write, chunk)
        except OSError as error:
            raise (DiskFull if is_full(error) else StorageUnavailable) from error
