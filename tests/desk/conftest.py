"""People who sit at the desk."""

from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any
from uuid import uuid4

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from depesche.newsroom.models import Person, Post
from newsdesk import Newsdesk

JSON = {"Accept": "application/json"}


class Seat:
    """Somebody's browser at the desk; what it asks for is what the pages ask for."""

    def __init__(self, browser: TestClient, newsdesk: Newsdesk) -> None:
        self.browser = browser
        self.newsdesk = newsdesk

    def opens(self, path: str = "") -> Any:
        """A page of the desk."""
        return self.browser.get(f"/desk{path}", follow_redirects=False)

    def sends(self, path: str, **fields: Any) -> Any:
        """A form of the desk."""
        return self.browser.post(f"/desk{path}", data=fields, follow_redirects=False)

    def form(self, path: str) -> dict[str, Any]:
        """The fields of a form as it is filled, with all that is hidden in it."""
        page = Form()
        page.feed(self.opens(path).text)
        return page.fields

    def asks(self, method: str, what: str, *, seen: int | None = None, **body: Any) -> Any:
        """What a script on the coverage's page asks for."""
        headers = JSON if seen is None else {**JSON, "If-Match": f'"{seen}"'}
        url = f"/desk/coverages/{self.newsdesk.slug}{what}"
        return self.browser.request(method, url, headers=headers, json=body or None)

    def puts(self, post: Post | None = None, *, seen: int | None = None, **body: Any) -> Any:
        """The composer sends a post, under a new id unless it is about one that exists."""
        post_id = post.id if post else uuid4()
        return self.asks("PUT", f"/posts/{post_id}", seen=seen, **body)


class Form(HTMLParser):
    """The fields of the first coverage's form on a page."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, Any] = {}
        self._area = self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name, value = given.get("name") or "", given.get("value") or ""
        if tag == "textarea":
            self._area, self.fields[name] = name, ""
        elif tag == "select":
            self._select = name
        elif tag == "option" and "selected" in given and self._select:
            self.fields[self._select] = value
        elif tag == "input" and given.get("type") == "checkbox":
            self.fields.setdefault(name, []).extend([value] if "checked" in given else [])
        elif tag == "input" and (given.get("type") != "radio" or "checked" in given):
            self.fields[name] = value

    def handle_endtag(self, tag: str) -> None:
        self._area = "" if tag == "textarea" else self._area
        self._select = "" if tag == "select" else self._select

    def handle_data(self, data: str) -> None:
        if self._area:
            self.fields[self._area] += data


@pytest.fixture
def at_the_desk(app: FastAPI, newsdesk: Newsdesk, client: TestClient) -> Iterator[Any]:
    """`at_the_desk(newsdesk.mara)` is Mara's browser, signed in; without a person nobody is."""
    seats: list[TestClient] = []

    def sit(person: Person | None = None) -> Seat:
        browser = TestClient(app, base_url="http://testserver")  # `client` keeps the app running
        seats.append(browser)
        if person is not None:
            browser.cookies.set("depesche", newsdesk.signs_in(person))
        return Seat(browser, newsdesk)

    yield sit
    for browser in seats:
        browser.close()
