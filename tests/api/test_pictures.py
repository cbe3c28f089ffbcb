"""PUT and GET /api/v1/coverages/{slug}/pictures."""

from typing import Any
from uuid import UUID, uuid4

import pytest

import photographs
from api.program import Program
from newsdesk import Newsdesk

ID = UUID("0198b000-0000-7000-8000-000000000009")
PATH = f"/coverages/gipfel/pictures/{ID}"


def sends(program: Program, file: bytes, path: str = PATH, kind: str = "image/jpeg") -> Any:
    return program.asks("PUT", path, file, headers={"Content-Type": kind})


def test_a_picture_is_sent_and_then_named_by_a_post(live: Program) -> None:
    answer = sends(live, photographs.jpeg(1000, 500))
    assert answer.status_code == 201, answer.text
    picture = answer.json()
    assert (picture["id"], picture["width"], picture["height"]) == (str(ID), 1000, 500)
    assert picture["renditions"] == [
        {"width": 480, "height": 240, "url": None},
        {"width": 960, "height": 480, "url": None},
        {"width": 1000, "height": 500, "url": None},
    ]
    post = live.publishes(picture=str(ID), alt="Rot und Blau", caption="Platz", credit="dpa")
    read = live.reads(post)
    assert (read["picture"], read["alt"], read["decorative"]) == (str(ID), "Rot und Blau", False)
    assert (read["caption"], read["credit"]) == ("Platz", "dpa")
    for rendition in live.gets(PATH).json()["renditions"]:
        answer = live.gets(rendition["url"])
        assert answer.headers["content-type"] == "image/webp"


def test_sending_it_again_is_harmless_and_another_one_is_refused(live: Program) -> None:
    assert sends(live, photographs.jpeg()).status_code == 201
    again = sends(live, photographs.jpeg())
    assert again.status_code == 200
    other = sends(live, photographs.png(), kind="image/png")
    assert (other.status_code, other.json()["code"]) == (409, "picture-exists")


def test_what_is_sent_is_looked_at_whatever_it_is_called(live: Program) -> None:
    assert sends(live, photographs.png(), kind="image/webp").status_code == 201
    page = sends(live, b"<html>", f"/coverages/gipfel/pictures/{uuid4()}")
    assert (page.status_code, page.json()["code"]) == (422, "no-picture")
    for kind in ("application/json", "image/svg+xml", "text/html", ""):
        answer = sends(live, photographs.jpeg(), kind=kind)
        assert answer.status_code == 415, kind
        assert "image/jpeg" in answer.json()["detail"]


def test_a_program_that_may_only_read_sends_nothing(
    live: Program, archive: Program, newsdesk: Newsdesk
) -> None:
    assert sends(archive, photographs.jpeg()).status_code == 403
    assert live.gets(PATH).status_code == 404
    picture = newsdesk.uploads()
    assert archive.gets(f"/coverages/gipfel/pictures/{picture.id}").status_code == 200


@pytest.mark.parametrize(
    ("wanted", "status", "code"),
    [
        ({"picture": str(uuid4()), "alt": "x"}, 422, "picture-gone"),
        ({"picture": "x"}, 422, "unreadable"),
        ({"picture": ""}, 422, "unreadable"),
        ({"picture": str(ID), "status": "published"}, 422, "alt-missing"),
        ({"picture": str(ID), "alt": "x" * 1001}, 422, "too-long"),
        ({"picture": str(ID), "decorative": "yes"}, 422, "unreadable"),
    ],
)
def test_a_post_with_a_picture_that_cannot_be_is_refused(
    live: Program, wanted: dict[str, object], status: int, code: str
) -> None:
    sends(live, photographs.jpeg())
    answer = live.puts(uuid4(), text="Ein Bild", **wanted)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_null_takes_the_picture_off(live: Program) -> None:
    sends(live, photographs.jpeg())
    post = live.publishes(picture=str(ID), decorative=True)
    live.puts(post, seen=1, picture=None)
    assert live.reads(post)["picture"] is None
    assert live.gets(PATH).json()["renditions"][0]["url"] is None
