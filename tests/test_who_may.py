"""Every route with every role, and with none.

The table says which verb of the contract a route is; what each role may is read in the contract
itself. A route that is not in the table fails, so nobody forgets to think about it.
"""

import copy
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal
from uuid import UUID, uuid4

import pytest
from anyio.from_thread import BlockingPortal, start_blocking_portal
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from httpx2 import Response
from starlette.testclient import TestClient

from depesche import clock
from depesche.newsroom import accounts, coverages, keys
from depesche.newsroom.dossier import likelihoods, objects
from depesche.newsroom.models import Person, Picture, Post
from depesche.settings import Settings
from depesche.store.engine import Store
from newsdesk import Newsdesk

ROLES = ("contributor", "editor", "chief", "administrator")
CONTRACT = Path(__file__).parents[1] / "docs" / "contract.md"
ICON = Path(__file__).parents[1] / "src" / "depesche" / "static" / "reader" / "icon.svg"

EVENING = datetime(2025, 8, 15, 17, 50, tzinfo=UTC)  # at which the clock stands

EVERYBODY = "everybody"  # readers, with or without anything
SIGNED_IN = "signed in"  # whoever sits at the desk

Thing = Literal["own", "other's", "elsewhere"]  # whose the contributor's post or coverage is


@dataclass(frozen=True)
class Route:
    """What may be asked there, by whom, and a body that gets past the first look."""

    verb: str
    body: Any = None
    form: bool = False
    post: str = "draft"  # which of the newsroom's posts it is about


DOSSIER = "/api/v1/coverages/{slug}/dossier"
ROOM = "/desk/coverages/{slug}/dossier"  # where editors keep it
A_POST = {"text": "Ein Satz"}
MARK = Route("mark", post="public")
ACCOUNT = Route("administer", {"role": "editor", "password": "a long sentence"}, form=True)

PREPARED: list[tuple[str, str, dict[str, str]]] = [
    ("actor", "putin", {"name": "Wladimir Putin"}),
    ("actor", "kreml", {"name": "Kreml"}),
    ("issue", "land", {"label": "Gebiete"}),
    ("scenario", "frost", {"label": "Eingefrorener Konflikt"}),
    ("question", "ende", {"text": "Wann endet es?"}),
]

READERS = {
    "GET /": Route(EVERYBODY),
    "GET /teaser": Route(EVERYBODY),
    "GET /live/{slug}/teaser": Route(EVERYBODY),
    "GET /brand/logo": Route(EVERYBODY),
    "GET /brand/colours.css": Route(EVERYBODY),
    "GET /live/{slug}": Route(EVERYBODY),
    "GET /live/{slug}/posts/{post_id}": Route(EVERYBODY, post="public"),
    "GET /live/{slug}/at": Route(EVERYBODY),
    "GET /live/{slug}/at/{moment}": Route(EVERYBODY),
    "GET /live/{slug}/text": Route(EVERYBODY),
    "GET /live/{slug}/print": Route(EVERYBODY),
    "GET /live/{slug}/stream": Route(EVERYBODY),
    "GET /live/{slug}/changes": Route(EVERYBODY),
    "GET /live/{slug}/search": Route(EVERYBODY),
    "GET /live/{slug}/dossier": Route(EVERYBODY),
    "GET /live/{slug}/dossier.json": Route(EVERYBODY),
    "GET /live/{slug}/calendar.ics": Route(EVERYBODY),
    "GET /live/{slug}/dossier/{kind}/{key}": Route(EVERYBODY),
    "GET /pictures/{key}/{width}": Route(EVERYBODY),
    "GET /healthz": Route(EVERYBODY),
    "GET /metrics": Route(EVERYBODY),
    "GET /api/v1/openapi.json": Route(EVERYBODY),
    "GET /desk/sign-in": Route(EVERYBODY),
    "POST /desk/sign-in": Route(EVERYBODY, {"name": "", "password": "x"}, form=True),
    "POST /desk/sign-out": Route(EVERYBODY, {}, form=True),
}
DESK = {
    "GET /desk": Route(SIGNED_IN),
    "GET /desk/signed-in": Route(SIGNED_IN),
    "POST /desk/language": Route(SIGNED_IN, {"language": "en"}, form=True),
    "GET /desk/account": Route(SIGNED_IN),
    "POST /desk/account/password": Route(SIGNED_IN, {"present": "x", "password": "x"}, form=True),
    "POST /desk/account/sign-ins/{sign_in_id}/end": Route(SIGNED_IN, {}, form=True),
    "POST /desk/account/sign-ins/end": Route(SIGNED_IN, {}, form=True),
    "GET /desk/people": Route("administer"),
    "POST /desk/people": ACCOUNT,
    "GET /desk/people/{person_id}": Route("administer"),
    "POST /desk/people/{person_id}/role": ACCOUNT,
    "POST /desk/people/{person_id}/password": ACCOUNT,
    "POST /desk/people/{person_id}/deactivate": ACCOUNT,
    "POST /desk/people/{person_id}/activate": ACCOUNT,
    "POST /desk/people/{person_id}/sign-ins/{sign_in_id}/end": ACCOUNT,
    "POST /desk/people/{person_id}/sign-ins/end": ACCOUNT,
    "GET /desk/coverages/new": Route("arrange"),
    "POST /desk/coverages/new": Route("arrange", {"headline": "Neu"}, form=True),
    "GET /desk/coverages/{slug}": Route("read"),
    "GET /desk/coverages/{slug}/filters": Route("read"),
    "GET /desk/coverages/{slug}/stream": Route("read"),
    "GET /desk/coverages/{slug}/changes": Route("read"),
    "GET /desk/coverages/{slug}/readership": Route("read"),
    "GET /desk/coverages/{slug}/steps": Route("arrange"),
    "GET /desk/coverages/{slug}/edit": Route("arrange"),
    "POST /desk/coverages/{slug}/edit": Route("arrange", {"headline": "Neu"}, form=True),
    "PUT /desk/coverages/{slug}/status": Route("arrange", {"status": "paused"}),
    "POST /desk/coverages/{slug}/status": Route("arrange", {"status": "paused"}, form=True),
    "POST /desk/coverages/{slug}/preview": Route("read", {"text": "x"}),
    "POST /desk/coverages/{slug}/reading": Route("read", {"text": "x"}),
    "PUT /desk/coverages/{slug}/pictures/{picture_id}": Route("upload", b"no picture"),
    "GET /desk/coverages/{slug}/pictures/{picture_id}/{width}": Route("read"),
    "GET /desk/coverages/{slug}/posts/{post_id}": Route("read"),
    "PUT /desk/coverages/{slug}/posts/{post_id}": Route("draft", A_POST),
    "POST /desk/coverages/{slug}/posts/{post_id}/comparison": Route("read", {"text": "x"}),
    "GET /desk/coverages/{slug}/posts/{post_id}/revisions": Route("read"),
    "POST /desk/coverages/{slug}/posts/{post_id}/revisions": Route(
        "draft", {"number": "1", "seen": "1"}, form=True
    ),
    "PUT /desk/coverages/{slug}/posts/{post_id}/presence/{tab}": Route("draft", {}),
    "DELETE /desk/coverages/{slug}/posts/{post_id}/presence/{tab}": Route("draft"),
    "PUT /desk/coverages/{slug}/posts/{post_id}/discard": Route("discard"),
    "DELETE /desk/coverages/{slug}/posts/{post_id}/discard": Route("discard"),
    "PUT /desk/coverages/{slug}/posts/{post_id}/return": Route(
        "return", {"note": "Wer sagt das?"}, post="submitted"
    ),
    "PUT /desk/coverages/{slug}/posts/{post_id}/release": Route("publish"),
    "PUT /desk/coverages/{slug}/posts/{post_id}/undo": Route("withdraw", post="public"),
    "PUT /desk/coverages/{slug}/posts/{post_id}/withdrawal": Route(
        "withdraw", {"notice": "Falsch."}, post="public"
    ),
    "PUT /desk/coverages/{slug}/posts/{post_id}/corrections/{correction_id}": Route(
        "correct", {"text": "Neu", "note": "Falsch."}, post="public"
    ),
    f"GET {ROOM}": Route("read"),
    f"GET {ROOM}/parts": Route("read"),
    f"GET {ROOM}/{{kind}}": Route("dossier"),
    f"POST {ROOM}/{{kind}}": Route("dossier", {"line": "Wolodymyr Selenskyj"}, form=True),
    f"GET {ROOM}/{{kind}}/{{key}}": Route("dossier"),
    f"POST {ROOM}/{{kind}}/{{key}}": Route("dossier", {"name": "Putin"}, form=True),
    f"POST {ROOM}/{{kind}}/{{key}}/keep": Route("dossier", {}, form=True),
    f"POST {ROOM}/{{kind}}/{{key}}/merge": Route("dossier", {"into": "kreml"}, form=True),
    f"POST {ROOM}/{{kind}}/{{key}}/removal": Route("dossier", {}, form=True),
    f"GET {ROOM}/cells/{{actor}}/{{issue}}": Route("dossier"),
    f"POST {ROOM}/cells/{{actor}}/{{issue}}": Route("dossier", {"stance": "rejects"}, form=True),
    f"POST {ROOM}/scenario/{{key}}/likelihood": Route("dossier", {"low": "10"}, form=True),
    f"POST {ROOM}/scenario/{{key}}/likelihood/{{number}}/confirmation": Route(
        "confirm", {}, form=True
    ),
    f"POST {ROOM}/scenario/{{key}}/likelihood/{{number}}/removal": Route("dossier", {}, form=True),
    f"POST {ROOM}/question/{{key}}/answer": Route("dossier", {"answer": "Nie."}, form=True),
    f"POST {ROOM}/question/{{key}}/answer/{{number}}/removal": Route("dossier", {}, form=True),
    f"POST {ROOM}/checks/{{post_id}}/keep": Route("dossier", {}, form=True, post="public"),
    "PUT /desk/coverages/{slug}/posts/{post_id}/{mark}": MARK,
    "DELETE /desk/coverages/{slug}/posts/{post_id}/{mark}": MARK,
}
API = {
    "GET /api/v1/coverages": Route("read"),
    "GET /api/v1/coverages/{slug}": Route("read"),
    "PUT /api/v1/coverages/{slug}": Route("write", {"headline": "Neu"}),
    "GET /api/v1/coverages/{slug}/posts": Route("read"),
    "GET /api/v1/coverages/{slug}/posts/{post_id}": Route("read"),
    "PUT /api/v1/coverages/{slug}/posts/{post_id}": Route("write", A_POST),
    "GET /api/v1/coverages/{slug}/pictures/{picture_id}": Route("read"),
    "PUT /api/v1/coverages/{slug}/pictures/{picture_id}": Route("write", b"no picture"),
    "PUT /api/v1/coverages/{slug}/posts/{post_id}/withdrawal": Route(
        "write", {"notice": "Falsch."}, post="public"
    ),
    "PUT /api/v1/coverages/{slug}/posts/{post_id}/corrections/{correction_id}": Route(
        "write", {"text": "Neu", "note": "Falsch."}, post="public"
    ),
    **{
        f"{method} /api/v1/coverages/{{slug}}/posts/{{post_id}}/{mark}": Route(
            "write", post="public"
        )
        for method in ("PUT", "DELETE")
        for mark in ("pin", "key-event", "summary")
    },
    f"GET {DOSSIER}/{{kind}}": Route("read"),
    f"GET {DOSSIER}/{{kind}}/{{key}}": Route("read"),
    f"PUT {DOSSIER}/{{kind}}/{{key}}": Route("write", {"role": "Präsident"}),
    f"PUT {DOSSIER}/{{kind}}/{{key}}/merge": Route("write", {"into": "kreml"}),
    f"DELETE {DOSSIER}/{{kind}}/{{key}}/flag": Route("write"),
    f"DELETE {DOSSIER}/{{kind}}/{{key}}": Route("write"),
    f"PUT {DOSSIER}/scenario/{{key}}/likelihood": Route(
        "write", {"low": 10, "high": 20, "words": "kaum", "author": "Mara"}
    ),
    f"DELETE {DOSSIER}/scenario/{{key}}/likelihood/{{number}}": Route("write"),
    f"DELETE {DOSSIER}/question/{{key}}/answer/{{number}}": Route("write"),
    f"PUT {DOSSIER}/question/{{key}}/answer": Route("write", {"text": "Nein."}),
}
TABLE = READERS | DESK | API


def contract() -> dict[str, dict[str, str]]:
    """Of every verb, what each role may: yes, own or –."""
    roles = CONTRACT.read_text("utf-8").split("\n## Roles\n")[1].split("\n## ")[0]
    rows = re.findall(r"^\| `([a-z]+)` \|(.+)\|$", roles, re.MULTILINE)
    cells = {verb: [cell.strip() for cell in row.split("|")] for verb, row in rows}
    return {verb: dict(zip(ROLES, row, strict=False)) for verb, row in cells.items()}


MAY = contract()


class House:
    """A newsroom with something of every kind in it: Elif's own, others', and elsewhere."""

    browser: TestClient  # once it is opened

    def __init__(self, newsdesk: Newsdesk) -> None:
        self.newsdesk = newsdesk
        self.pictures: dict[str, Picture] = {}
        newsdesk.opens("Anderswo", slug="elsewhere")
        self._prepare()
        self.posts: dict[tuple[Thing, str], Post] = self._posts("elsewhere", by=newsdesk.jonas)
        newsdesk.opens("Der Gipfel", slug="gipfel")
        self._prepare()
        newsdesk.assigns(newsdesk.elif_)
        self.posts |= self._posts("own", by=newsdesk.elif_)
        self.posts |= self._posts("other's", by=newsdesk.jonas)

    def opened(self, app: FastAPI, portal: BlockingPortal, *, store: Store) -> "House":
        """The same house on a copy of its database, with its doors."""
        opened = copy.copy(self)
        opened.newsdesk, opened.pictures = copy.copy(self.newsdesk), {}
        opened.newsdesk.store, opened.newsdesk.files = store, app.state.rooms.files
        opened.browser = TestClient(app, base_url="http://testserver")
        opened.browser.portal = portal
        return opened

    def _posts(self, thing: Thing, *, by: Person) -> dict[tuple[Thing, str], Post]:
        submitted = self.newsdesk.submits("Ein Satz", by=by)
        public = self.newsdesk.submits("Ein Satz", by=by)
        self.newsdesk.puts(public, seen=1, status="published")
        return {
            (thing, "draft"): self.newsdesk.drafts("Ein Satz", by=by),
            (thing, "submitted"): submitted,
            (thing, "public"): public,
        }

    def _prepare(self) -> None:
        """A dossier, which each of its routes can speak of."""
        with self.newsdesk.store.writing() as session:
            coverage = coverages.find(session, self.newsdesk.slug, to_write=True)
            by: dict[str, Any] = {"by": self.newsdesk.jonas, "now": clock.now()}
            for kind, key, fields in PREPARED:
                objects.put(session, coverage, kind, key, **fields, **by)
            likelihoods.estimate(
                session, coverage, "frost", low=10, high=20, words="kaum", author="Mara", **by
            )

    def _picture(self, slug: str) -> Picture:
        """One that a post of that coverage shows to readers."""
        if slug not in self.pictures:
            self.newsdesk.slug = slug
            self.pictures[slug] = self.newsdesk.uploads()
            self.newsdesk.shows(self.pictures[slug])
        return self.pictures[slug]

    def asks(self, key: str, *, thing: Thing = "own", **headers: str) -> Response:
        """That route, about that thing, with its body."""
        route, (method, path) = TABLE[key], key.split(" ")
        content: dict[str, Any] = {"json": route.body}
        if isinstance(route.body, bytes):
            content = {"content": route.body}
        elif route.form or route.body is None:
            content = {"data": route.body} if route.form else {}
        self.browser.cookies.clear()
        return self.browser.request(
            method,
            self._filled(path, route, thing),
            headers={"Accept": "application/json", "If-Match": '"1"', **headers},
            follow_redirects=False,
            **content,
        )

    def _filled(self, path: str, route: Route, thing: Thing) -> str:
        slug = "elsewhere" if thing == "elsewhere" else "gipfel"
        picture = self._picture(slug) if "pict" in path else None
        ids: dict[str, object] = {
            "slug": slug,
            "post_id": self.posts[thing, route.post].id,
            "picture_id": picture.id if picture else None,
            "kind": "actor",
            "actor": "putin",
            "issue": "land",
            "key": picture.key if picture else _key(path),
            "number": len(PREPARED) + 1,
            "moment": "2025-08-15T19:49+02:00",
            "width": 480,
            "tab": UUID(int=7),
            "correction_id": uuid4(),
            "mark": "pin",
            "person_id": self.newsdesk.elif_.id,
            "sign_in_id": 1,
        }
        # A stream that is asked for no number ends at once.
        return path.format(**ids) + ("?after=x" if path.endswith("/stream") else "")


def _key(path: str) -> str:
    """Of the object that a path of the dossier is about."""
    keys = (key for kind, key, _ in PREPARED if f"/{kind}/" in path)
    return next(keys, PREPARED[0][1])


@pytest.fixture(scope="module")
def portal() -> Iterator[BlockingPortal]:
    """One event loop for all of these tests."""
    with start_blocking_portal() as portal:
        yield portal


@pytest.fixture(scope="module")
def furnished(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> House:
    """As every test finds it; nobody writes into its database any more."""
    file = shutil.copy(migrated_sqlite, tmp_path_factory.mktemp("house"))
    store = Store(f"sqlite:///{file}")
    with clock.stopped(EVENING):
        house = House(Newsdesk(store))
    store.close()
    return house


@pytest.fixture
def settings(furnished: House, tmp_path: Path) -> Settings:
    """No database has a part in this."""
    look = {"colour": "#0b5fa5", "logo": ICON}
    given = Settings(data=tmp_path, public_url="http://testserver", **look)
    shutil.copy(furnished.newsdesk.store.engine.url.database or "", given.sqlite_file)
    return given


@pytest.fixture
def house(furnished: House, app: FastAPI, store: Store, portal: BlockingPortal) -> House:
    return furnished.opened(app, portal, store=store)


def test_the_table_knows_every_route_and_no_other(app: FastAPI) -> None:
    known = {
        f"{method} {route.path}"
        for route in iter_route_contexts(app.routes)
        for method in {*(route.methods or ())} - {"HEAD"}
    }
    assert known == set(TABLE)


def test_the_verbs_are_those_of_the_contract() -> None:
    assert {route.verb for route in DESK.values()} - {SIGNED_IN} <= set(MAY)


def is_let_in(answer: Response) -> bool:
    """Whether it was the person that was looked at; nobody is ever told of a mistake of ours."""
    assert answer.status_code < 500, answer.text
    return answer.status_code not in {401, 403, 404}


@pytest.mark.parametrize("key", DESK)
def test_at_the_desk_everybody_may_what_the_contract_says(house: House, key: str) -> None:
    newsdesk = house.newsdesk
    verb = DESK[key].verb
    refusals: list[Any] = []
    for person in (newsdesk.elif_, newsdesk.jonas, newsdesk.mara, newsdesk.ada):
        for thing in ("elsewhere", "other's", "own"):
            cookie = f"depesche={newsdesk.signs_in(person)}"
            answer = house.asks(key, thing=thing, cookie=cookie)  # type: ignore[arg-type]
            wanted = expected(verb, person.role, thing, key)
            if is_let_in(answer) != wanted:
                refusals.append((person.name, thing, answer.status_code, answer.text[:200]))
    assert refusals == []


def expected(verb: str, role: str, thing: str, key: str) -> bool:
    """What the contract says. A contributor reads all of their coverages, and changes their own."""
    if verb == SIGNED_IN:
        return True
    may = MAY[verb][role]
    if may != "own":
        return may == "yes"
    is_of_a_post = "{post_id}" in key and verb != "read"
    return thing == "own" or (thing == "other's" and not is_of_a_post)


def test_nobody_is_let_in_without_a_sign_in_or_a_token_that_stands(
    house: House, subtests: pytest.Subtests
) -> None:
    newsdesk = house.newsdesk
    petra = newsdesk.hires("Petra", "administrator")
    ended, deactivated = newsdesk.signs_in(newsdesk.ada), newsdesk.signs_in(petra)
    revoked, orphaned = newsdesk.issues_token("Revoked"), newsdesk.issues_token("Orphaned")
    token, secret = newsdesk.issues_token("Agency"), newsdesk.signs_in(newsdesk.ada)
    with newsdesk.store.writing() as session:
        keys.sign_out(session, ended, wall=clock.wall())
        accounts.deactivate(session, petra, by=newsdesk.ada, wall=clock.wall())
        keys.revoke(session, name="Revoked", wall=clock.wall())
        keys.token(session, orphaned).person.deactivated_at = clock.wall()
    useless: list[dict[str, str]] = [
        {},
        *({"cookie": f"depesche={held}"} for held in (ended, deactivated, "guessed")),
        *({"authorization": f"Bearer {held}"} for held in (revoked, orphaned, "guessed")),
        {"authorization": f"Basic {token}"},
    ]
    for key in DESK | API:
        with subtests.test(key):
            at_the_other_door = (
                {"authorization": f"Bearer {token}"}
                if key in DESK
                else {"cookie": f"depesche={secret}"}
            )
            for shown in (*useless, at_the_other_door):
                answer = house.asks(key, **shown)
                assert answer.status_code == 401, (shown, answer.text)
                assert "Satz" not in answer.text


@pytest.mark.parametrize("scope", ["read", "write"])
def test_a_token_reads_or_writes_as_its_scope_says(
    house: House, scope: str, subtests: pytest.Subtests
) -> None:
    token = house.newsdesk.issues_token("Agency", scope=scope)
    for key, route in API.items():
        with subtests.test(key):
            answer = house.asks(key, authorization=f"Bearer {token}")
            assert is_let_in(answer) == (scope == "write" or route.verb == "read"), answer.text


def test_readers_may_whoever_they_are(house: House, subtests: pytest.Subtests) -> None:
    secret = house.newsdesk.signs_in(house.newsdesk.elif_)
    for key in {*READERS} - {"GET /metrics"}:  # for the operator's own network
        with subtests.test(key):
            for shown in ({}, {"cookie": f"depesche={secret}"}, {"authorization": "Bearer x"}):
                answer = house.asks(key, **shown)
                assert is_let_in(answer), answer.text


def test_no_write_is_taken_from_another_site(house: House, subtests: pytest.Subtests) -> None:
    token = {"authorization": f"Bearer {house.newsdesk.issues_token('Agency')}"}
    cookie = {"cookie": f"depesche={house.newsdesk.signs_in(house.newsdesk.ada)}"}
    for key in [key for key in TABLE if not key.startswith("GET")]:
        for foreign in (
            {"origin": "https://elsewhere.example"},
            {"origin": "null"},
            {"sec-fetch-site": "cross-site"},
            {"sec-fetch-site": "same-site", "origin": "http://testserver"},
        ):
            with subtests.test(key, **foreign):
                answer = house.asks(key, **(token if key in API else cookie), **foreign)
                assert (answer.status_code, answer.json()["code"]) == (403, "foreign-origin")
                assert "set-cookie" not in answer.headers
