"""Pictures as readers get them, and no longer get them."""

import re
from io import BytesIO

import pytest
from PIL import Image
from starlette.testclient import TestClient

import photographs
from depesche import clock
from depesche.newsroom.models import Picture, Post
from depesche.web import caching
from depesche.web.headers import CONTENT_SECURITY_POLICY
from newsdesk import Newsdesk
from reader import markup
from reader.markup import Tag


@pytest.fixture
def live(newsdesk: Newsdesk) -> Newsdesk:
    newsdesk.opens(slug="gipfel")
    return newsdesk


def address(picture: Picture, width: object = 480) -> str:
    return f"/pictures/{picture.key}/{width}"


def figure(client: TestClient, post: Post) -> Tag:
    page = markup.read(client.get("/live/gipfel").text)
    element = next(tag for tag in page.all("li") if tag.attributes.get("data-id") == str(post.id))
    return element.one("figure")


def test_a_picture_stands_in_its_post_with_reserved_space(
    live: Newsdesk, client: TestClient
) -> None:
    picture = live.uploads(photographs.jpeg(2400, 1200))
    post = live.shows(
        picture, alt='Der "Platz" <b>', caption="Am Mittag", credit="Eigene Zeichnung"
    )
    shown = figure(client, post)
    image = shown.one("img")
    assert image.attributes["alt"] == 'Der "Platz" <b>'
    assert image.attributes["src"] == address(picture, 960)
    assert image.attributes["srcset"].split(", ") == [
        f"{address(picture, width)} {width}w" for width in (480, 960, 1600)
    ]
    assert (image.attributes["width"], image.attributes["height"]) == ("1360", "680")
    assert (image.attributes["loading"], image.attributes["decoding"]) == ("lazy", "async")
    assert "32rem" in image.attributes["sizes"]
    assert shown.one("figcaption").text == "Am MittagBild: Eigene Zeichnung"


def test_the_first_picture_is_fetched_before_its_place_is_known(
    live: Newsdesk, client: TestClient
) -> None:
    def preloaded() -> list[dict[str, str]]:
        page = markup.read(client.get("/live/gipfel").text)
        links = [tag.attributes for tag in page.all("link")]
        return [link for link in links if link.get("rel") == "preload"]

    live.shows(live.uploads(photographs.jpeg(480, 320)))
    newer = live.shows(live.uploads(photographs.jpeg(2400, 1200)))
    image = figure(client, newer).one("img").attributes
    (link,) = preloaded()
    assert (link["as"], link["imagesrcset"]) == ("image", image["srcset"])
    assert link["imagesizes"] == image["sizes"]
    live.publishes("Eins")
    live.publishes("Zwei")
    assert preloaded() == [link], "the third post is still among the first"
    live.publishes("Drei")
    live.publishes("Vier")
    assert preloaded() == []


def test_what_was_withdrawn_is_not_fetched_before(live: Newsdesk, client: TestClient) -> None:
    post = live.shows(live.uploads(photographs.jpeg(480, 320)))
    live.withdraws(post)
    assert 'rel="preload"' not in client.get("/live/gipfel").text


def test_a_decorative_picture_has_an_empty_alt_text(live: Newsdesk, client: TestClient) -> None:
    post = live.shows(live.uploads(), alt="ungenutzt", decorative=True)
    assert figure(client, post).one("img").attributes["alt"] == ""


def test_a_portrait_is_no_taller_than_a_page(live: Newsdesk, client: TestClient) -> None:
    post = live.shows(live.uploads(photographs.jpeg(1000, 2000)))
    image = figure(client, post).one("img")
    assert (image.attributes["width"], image.attributes["height"]) == ("340", "680")


def test_every_size_is_there_and_no_other(live: Newsdesk, client: TestClient) -> None:
    picture = live.uploads(photographs.jpeg(1000, 500))
    live.shows(picture)
    for width in (480, 960, 1000):
        answer = client.get(address(picture, width))
        assert answer.status_code == 200
        assert Image.open(BytesIO(answer.content)).width == width
    for width in ("481", "1600", "0480", "+480", "x", "480.webp", "４８０", "9" * 500):
        assert client.get(address(picture, width)).status_code == 404, width


def test_the_headers_let_caches_help_and_forget_soon(live: Newsdesk, client: TestClient) -> None:
    picture = live.uploads()
    live.shows(picture)
    answer = client.get(address(picture))
    assert answer.headers["content-type"] == "image/webp"
    assert answer.headers["content-disposition"] == "inline"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-security-policy"] == CONTENT_SECURITY_POLICY
    assert answer.headers["cache-control"] == caching.PICTURE
    assert "immutable" not in answer.headers["cache-control"]
    age = re.search(r"max-age=(\d+)", answer.headers["cache-control"])
    assert age is not None
    assert int(age[1]) <= 60
    tag = answer.headers["etag"]
    for known in (tag, f"W/{tag}", f'"x", {tag}'):
        again = client.get(address(picture), headers={"If-None-Match": known})
        assert (again.status_code, again.content) == (304, b"")
    head = client.head(address(picture))
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == answer.headers["content-length"]


def test_at_every_state_readers_get_only_what_is_public(live: Newsdesk, client: TestClient) -> None:
    later = clock.now().replace(hour=23)
    hidden = [live.uploads() for _ in range(7)]
    live.shows(hidden[1], status="draft")
    live.shows(hidden[2], status="submitted")
    live.shows(hidden[3], status="scheduled", scheduled_at=later)
    live.shows(hidden[4], embargoed_until=later)
    live.withdraws(live.shows(hidden[5]))
    post = live.shows(hidden[6])
    live.amends(post, picture=None)
    live.makes("Die Wahl")
    hidden.append(live.uploads())
    live.shows(hidden[-1], status="draft")

    for number, picture in enumerate(hidden):
        for known in ({}, {"If-None-Match": f'"{picture.key}-480"'}):
            answer = client.get(address(picture), headers=known)
            assert answer.status_code == 404, number
            assert answer.headers["cache-control"] == "no-store"
        for page in ("/", "/live/gipfel", "/live/gipfel/changes"):
            assert picture.key not in client.get(page).text, (number, page)


def test_a_picture_is_gone_at_once_when_its_post_is_withdrawn(
    live: Newsdesk, client: TestClient
) -> None:
    picture = live.uploads()
    post = live.shows(picture, caption="Am Mittag")
    assert client.get(address(picture)).status_code == 200
    live.withdraws(post)
    assert client.get(address(picture)).status_code == 404
    page = client.get("/live/gipfel").text
    assert "Am Mittag" not in page
    assert "<figure" not in page
    changes = client.get("/live/gipfel/changes").text
    assert picture.key not in changes


def test_a_replaced_picture_is_gone_and_the_new_one_has_another_address(
    live: Newsdesk, client: TestClient
) -> None:
    old, new = live.uploads(), live.uploads()
    post = live.shows(old)
    live.amends(post, picture=new.id)
    assert client.get(address(old)).status_code == 404
    assert client.get(address(new)).status_code == 200
    assert old.key not in client.get("/live/gipfel/changes").text


def test_nothing_of_what_a_file_tells_reaches_a_reader(live: Newsdesk, client: TestClient) -> None:
    for make in photographs.TELLING.values():
        picture = live.uploads(make())
        live.shows(picture)
        for width in picture.widths:
            assert photographs.MARKER not in client.get(address(picture, width)).content


def test_a_file_that_the_disk_has_lost_is_not_found(live: Newsdesk, client: TestClient) -> None:
    picture = live.uploads()
    live.shows(picture)
    live.files.remove(picture.key)
    assert client.get(address(picture)).status_code == 404


def test_whoever_saves_data_gets_the_smallest_picture(live: Newsdesk, client: TestClient) -> None:
    picture = live.uploads(photographs.jpeg(2400, 1200))
    live.shows(picture)
    plain = {width: client.get(address(picture, width)) for width in (480, 960, 1600)}

    for width, whole in plain.items():
        for said in ("on", "On", "on;q=1"):
            spared = client.get(address(picture, width), headers={"Save-Data": said})
            assert spared.content == plain[480].content, (width, said)
            assert spared.headers["etag"] == plain[480].headers["etag"]
            assert spared.headers.get("vary") == whole.headers.get("vary")
        for said in ("off", "", "yes"):
            told = client.get(address(picture, width), headers={"Save-Data": said})
            assert told.content == whole.content, (width, said)
    assert [told.headers.get("vary") for told in plain.values()] == [None, "Save-Data", "Save-Data"]

    known = {"Save-Data": "on", "If-None-Match": plain[480].headers["etag"]}
    again = client.get(address(picture, 1600), headers=known)
    assert (again.status_code, again.headers["vary"]) == (304, "Save-Data")
    whole = client.get(address(picture, 1600), headers={"If-None-Match": known["If-None-Match"]})
    assert whole.status_code == 200, "who does not save data does not know it"
    assert client.get(address(picture, 481), headers={"Save-Data": "on"}).status_code == 404


def test_nothing_but_pictures_varies_by_it(live: Newsdesk, client: TestClient) -> None:
    live.shows(live.uploads())
    for path in ("/", "/live/gipfel", "/live/gipfel/text", "/live/gipfel/print"):
        plain, spared = client.get(path), client.get(path, headers={"Save-Data": "on"})
        assert spared.content == plain.content, path
        assert "save-data" not in plain.headers["vary"].lower(), path
