"""A newsroom with a logo and a colour of its own, and one without."""

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from depesche.rendering import brand
from depesche.settings import Settings
from newsdesk import Newsdesk
from reader import markup
from reader.markup import Tag

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 100">'
    "<style>path { fill: #0b5fa5 }</style><script>alert(1)</script><path d='M0 0h9'/></svg>"
)


@pytest.fixture
def with_look(settings: Settings, tmp_path: Path) -> Settings:
    logo = tmp_path / "logo.svg"
    logo.write_text(SVG)
    return settings.model_copy(
        update={"name": "Der & Abendbote", "logo": logo, "colour": "#0b5fa5"}
    )


class TestWithALook:
    """The newsroom has set a logo and a colour."""

    @pytest.fixture
    def settings(self, with_look: Settings) -> Settings:
        return with_look

    def test_every_page_shows_the_logo_under_the_newsrooms_name(
        self, newsdesk: Newsdesk, client: TestClient
    ) -> None:
        newsdesk.opens("Der Gipfel", slug="gipfel")
        for path in ("/", "/live/gipfel", "/live/gipfel/dossier", "/nirgends"):
            link = page(client, path).one("header", class_="masthead").one("a")
            image = link.one("img").attributes
            assert link.text == ""
            assert image["alt"] == "Der & Abendbote"
            assert (image["width"], image["height"]) == ("108", "36")
            assert client.get(image["src"]).text == SVG

    def test_a_logo_that_is_opened_by_itself_does_nothing(self, client: TestClient) -> None:
        answer = client.get(logo_url(client))
        assert answer.headers["content-type"] == "image/svg+xml"
        assert answer.headers["x-content-type-options"] == "nosniff"
        policy = answer.headers["content-security-policy"]
        assert policy == "default-src 'none'; style-src 'unsafe-inline'; sandbox"
        known = {"If-None-Match": answer.headers["etag"]}
        unchanged = client.get(logo_url(client), headers=known)
        assert unchanged.status_code == 304
        assert unchanged.headers["content-security-policy"] == policy

    def test_the_colours_are_a_stylesheet_after_that_of_all_newsrooms(
        self, client: TestClient
    ) -> None:
        sheets = page(client, "/").one("head").all("link", rel="stylesheet")
        addresses = [sheet.attributes["href"] for sheet in sheets]
        assert addresses[0].startswith("/static/reader/reader.css")
        (own,) = (address for address in addresses if address.startswith("/brand/"))
        answer = client.get(own)
        assert answer.headers["content-type"] == "text/css; charset=utf-8"
        assert "--accent: #0b5fa5;" in answer.text

    def test_both_are_kept_for_good_under_their_fingerprints_only(self, client: TestClient) -> None:
        for url in (logo_url(client), colours_url(client)):
            plain, _, _ = url.partition("?")
            assert "immutable" in client.get(url).headers["cache-control"]
            assert client.get(plain).headers["cache-control"] == "no-cache"
            assert client.get(f"{plain}?v=0").headers["cache-control"] == "no-cache"
            assert client.get(plain).content == client.get(url).content
            assert client.head(url).status_code == 200

    def test_the_desk_keeps_its_own_look(self, client: TestClient) -> None:
        drawn = client.get("/desk/sign-in").text
        assert "/brand/" not in drawn
        assert "Der &amp; Abendbote" in drawn


def test_another_logo_has_another_address(with_look: Settings) -> None:
    assert with_look.logo is not None
    before = brand.read(with_look).logo_url
    with_look.logo.write_text(SVG.replace("M0 0h9", "M0 0h8"))
    assert brand.read(with_look).logo_url != before


def test_without_a_look_the_name_stands_there_and_nothing_is_served(client: TestClient) -> None:
    found = page(client, "/")
    assert found.one("header", class_="masthead").text == "Depesche"
    assert not found.all("img")
    assert "/brand/" not in client.get("/").text
    for path in ("/brand/logo", "/brand/colours.css"):
        assert client.get(path).status_code == 404


def page(client: TestClient, path: str) -> Tag:
    return markup.read(client.get(path).text)


def logo_url(client: TestClient) -> str:
    return page(client, "/").one("img", class_="logo").attributes["src"]


def colours_url(client: TestClient) -> str:
    sheets = page(client, "/").all("link", rel="stylesheet")
    return next(
        sheet.attributes["href"] for sheet in sheets if "/brand/" in sheet.attributes["href"]
    )
