"""Pictures at the desk: taken in, looked at, put into a post."""

import re
from contextlib import ExitStack
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from PIL import Image
from starlette.testclient import TestClient

import photographs
from depesche.errors import TooMany
from depesche.settings import Settings
from depesche.web import darkroom, uploads
from depesche.web.darkroom import Darkroom
from newsdesk import Newsdesk


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """A newsroom whose pictures are small, and which speaks English."""
    return settings.model_copy(update={"max_picture_mb": 1, "language": "en"})


@pytest.fixture
def live(newsdesk: Newsdesk) -> Newsdesk:
    newsdesk.opens(slug="gipfel")
    return newsdesk


def sends(seat: Any, file: bytes, picture_id: object = None, **headers: str) -> Any:
    url = f"/desk/coverages/gipfel/pictures/{picture_id or uuid4()}"
    headers = {"Accept": "application/json", "Content-Type": "image/jpeg", **headers}
    return seat.browser.put(url, content=file, headers=headers)


def test_a_picture_is_taken_in_shown_and_put_into_a_post(live: Newsdesk, at_the_desk: Any) -> None:
    jonas, picture_id = at_the_desk(live.jonas), uuid4()
    for _ in range(2):
        answer = sends(jonas, photographs.jpeg(), picture_id)
        assert answer.status_code == 200, answer.text
        assert answer.json() == {"id": str(picture_id), "animated": False}
    thumbnail = jonas.browser.get(f"/desk/coverages/gipfel/pictures/{picture_id}/480")
    assert thumbnail.headers["content-type"] == "image/webp"
    assert thumbnail.headers["cache-control"].startswith("private")
    assert Image.open(BytesIO(thumbnail.content)).size == (480, 300)

    words = {"alt": "Rot", "decorative": False, "caption": "Platz", "credit": "dpa"}
    saved = jonas.puts(text="Ein Bild", picture=str(picture_id), **words)
    assert saved.status_code == 200
    fetched = jonas.asks("GET", f"/posts/{saved.json()['id']}").json()
    assert {name: fetched[name] for name in words} == words
    assert fetched["picture"] == str(picture_id)


def test_a_row_shows_the_picture_small(live: Newsdesk, at_the_desk: Any) -> None:
    picture = live.uploads(photographs.jpeg(2400, 1500))
    post = live.shows(picture, alt="Der Platz")
    row = at_the_desk(live.jonas).opens("/coverages/gipfel").text
    image = re.search(r'<img class="thumbnail"[^>]*>', row)
    assert image is not None
    for part in (
        f"{picture.id}/480",
        'width="80" height="60"',
        'alt="Der Platz"',
        'loading="lazy"',
    ):
        assert part in image.group()
    live.withdraws(post)
    row = at_the_desk(live.jonas).opens("/coverages/gipfel").text
    assert '<img class="thumbnail"' not in row


def test_an_empty_field_takes_the_picture_off(live: Newsdesk, at_the_desk: Any) -> None:
    post = live.shows(live.uploads())
    jonas = at_the_desk(live.jonas)
    jonas.puts(post, seen=1, picture="", alt="", status="published")
    assert live.again(post).picture is None


def test_a_picture_can_be_corrected_from_the_composer(live: Newsdesk, at_the_desk: Any) -> None:
    post, right = live.shows(live.uploads()), live.uploads()
    body = {"text": post.text, "note": "Das falsche Bild.", "picture": str(right.id), "alt": "Neu"}
    path = f"/posts/{post.id}/corrections/{uuid4()}"
    answer = at_the_desk(live.jonas).asks("PUT", path, seen=1, **body)
    assert answer.status_code == 200, answer.text
    assert live.again(post).picture_id == right.id
    without = {"text": "Andere Worte", "note": "Und die Worte."}
    path = f"/posts/{post.id}/corrections/{uuid4()}"
    at_the_desk(live.jonas).asks("PUT", path, seen=2, **without)
    assert live.again(post).picture_id == right.id


def test_the_preview_shows_the_picture_from_where_it_need_not_be_public(
    live: Newsdesk, at_the_desk: Any
) -> None:
    picture = live.uploads()
    live.shows(picture, status="draft")  # by itself, as what stands in the composer is saved
    jonas = at_the_desk(live.jonas)
    body = {"text": "Ein Bild", "picture": str(picture.id), "alt": "Rot", "caption": "Platz"}
    html = jonas.asks("POST", "/preview", **body).json()["html"]
    assert f"/desk/coverages/gipfel/pictures/{picture.id}/" in html
    assert picture.key not in html
    assert "Platz" in html
    for gone in ("", str(uuid4())):
        answer = jonas.asks("POST", "/preview", text="Ein Bild", picture=gone)
        assert answer.status_code == 200
        assert "<figure" not in answer.json()["html"]


def test_only_who_reads_the_coverage_sees_its_pictures(live: Newsdesk, at_the_desk: Any) -> None:
    picture = live.uploads()
    path = f"/coverages/gipfel/pictures/{picture.id}/480"
    assert at_the_desk().opens(path).status_code == 303
    assert at_the_desk(live.elif_).opens(path).status_code == 403
    assert sends(at_the_desk(live.elif_), photographs.jpeg()).status_code == 403
    assert sends(at_the_desk(), photographs.jpeg()).status_code == 401
    live.assigns(live.elif_)
    assert at_the_desk(live.elif_).opens(path).status_code == 200
    assert sends(at_the_desk(live.elif_), photographs.jpeg()).status_code == 200
    live.opens("Die Wahl", slug="wahl")
    other = f"/coverages/wahl/pictures/{picture.id}/480"
    assert at_the_desk(live.jonas).opens(other).status_code == 404


def test_another_site_cannot_send_pictures(live: Newsdesk, at_the_desk: Any) -> None:
    answer = sends(
        at_the_desk(live.jonas), photographs.jpeg(), None, **{"Sec-Fetch-Site": "cross-site"}
    )
    assert answer.status_code == 403


@pytest.mark.parametrize(
    ("file", "status", "told"),
    [
        (b"", 422, "JPEG, PNG or WebP"),
        (b"<script>alert(1)</script>", 422, "JPEG, PNG or WebP"),
        (photographs.jpeg()[:900], 422, "damaged or incomplete"),
        (photographs.vast_png(30_000, 30_000), 422, "Save it smaller"),
        (bytes(1_000_001), 413, "may have 1 MB"),
    ],
    ids=["nothing", "page", "half", "vast", "heavy"],
)
def test_what_cannot_be_taken_is_refused_with_a_sentence(
    live: Newsdesk, at_the_desk: Any, file: bytes, status: int, told: str
) -> None:
    answer = sends(at_the_desk(live.jonas), file)
    assert answer.status_code == status
    assert told in answer.json()["detail"]


def test_a_heavy_picture_that_does_not_say_so_is_refused_while_it_comes(
    live: Newsdesk, at_the_desk: Any
) -> None:
    def endless() -> Any:
        yield from (bytes(100_000) for _ in range(11))

    answer = sends(at_the_desk(live.jonas), endless())  # type: ignore[arg-type]
    assert answer.status_code == 413
    assert "may have 1 MB" in answer.json()["detail"]


@pytest.mark.parametrize("full", ["LINE", "EACH"])
def test_when_the_line_is_full_the_next_is_asked_to_come_again_before_anything_is_kept(
    live: Newsdesk, at_the_desk: Any, monkeypatch: pytest.MonkeyPatch, full: str
) -> None:
    monkeypatch.setattr(darkroom, full, 0)
    monkeypatch.setattr(uploads, "TemporaryFile", None)
    answer = sends(at_the_desk(live.jonas), photographs.jpeg())
    assert answer.status_code == 429
    assert answer.headers["retry-after"] == "10"


def test_nobody_takes_more_than_a_few_places_in_the_line() -> None:
    room = Darkroom()
    with ExitStack() as places:
        for _ in range(darkroom.EACH):
            places.enter_context(room.place(1))
        with pytest.raises(TooMany):
            places.enter_context(room.place(1))
        for person_id in range(darkroom.EACH, darkroom.LINE):
            places.enter_context(room.place(person_id))
        with pytest.raises(TooMany):
            places.enter_context(room.place(0))
    with room.place(1):
        pass
    room.close()


def test_a_readers_page_is_no_place_to_send_pictures_to(client: TestClient) -> None:
    assert client.put("/pictures/x/480", content=photographs.jpeg()).status_code == 405
