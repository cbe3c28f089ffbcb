"""What readers get without a route: every page, from the moment it was asked for to its change."""

import gzip
import random
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import replace
from http.client import HTTPConnection
from itertools import product
from threading import Event
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from depesche import clock
from depesche.app import create
from depesche.newsroom import minutes
from depesche.newsroom.models import Post
from depesche.rendering.environment import Templates
from depesche.settings import Settings
from depesche.store.engine import Store
from depesche.web.answers import Answer
from depesche.web.ready import Ready
from depesche.web.rooms import Rooms
from drills import Drills
from histories import Evening, seeded
from newsdesk import Newsdesk
from pages import Page
from serving import serving

KINDS = ("actor", "claim", "question", "issue", "entry")
LIVE = "/live/gipfel"
PUBLISHED = 200  # things done while others ask


@pytest.fixture
def ready(app: FastAPI) -> Ready:
    rooms: Rooms = app.state.rooms
    return rooms.ready


def said(answer: Answer) -> str:
    """What is in it, read from its packed bytes."""
    _, told = answer.wire(None, accepted=b"gzip", head=False)
    head, _, body = told.partition(b"\r\n\r\n")
    return (gzip.decompress(body) if b"\r\ncontent-encoding: gzip" in head else body).decode()


def everything(ready: Ready) -> str:
    return "".join(said(answer) for answer in ready._kept.every())


@contextmanager
def asking(client: TestClient, targets: Sequence[str]) -> Iterator[None]:
    """Readers who ask for these all the time."""
    over = Event()

    def ask(turn: int) -> None:
        while not over.is_set():
            for target in targets[turn:]:
                assert client.get(target).status_code == 200
            time.sleep(0.05)

    with ThreadPoolExecutor(2) as pool:
        readers = [pool.submit(ask, turn) for turn in range(2)]
        try:
            yield
        finally:
            over.set()
        for reader in readers:
            reader.result()


def test_every_page_is_ready_once_somebody_has_asked(
    newsdesk: Newsdesk, client: TestClient, ready: Ready
) -> None:
    newsdesk.opens("Der Gipfel", slug="gipfel")
    newsdesk.prepares("actor", "putin", name="Wladimir Putin")
    post = newsdesk.publishes("Wladimir Putin ist da.")
    edition = newsdesk.coverage.edition
    routes = {
        "/": "/",
        LIVE: "/live/{slug}",
        f"{LIVE}?before=0000000009": "/live/{slug}",
        f"{LIVE}/posts/{post.id}": "/live/{slug}/posts/{post_id}",
        f"{LIVE}/changes?after=1": "/live/{slug}/changes",
        f"{LIVE}/changes?edition={edition}&after=1": "/live/{slug}/changes",
        f"{LIVE}/changes?edition=older&after=1": "/live/{slug}/changes",
        f"{LIVE}/dossier": "/live/{slug}/dossier",
        f"{LIVE}/dossier?kind=actor": "/live/{slug}/dossier",
        f"{LIVE}/dossier?kind=actor&before=9": "/live/{slug}/dossier",
        f"{LIVE}/dossier/actor/putin": "/live/{slug}/dossier/{kind}/{key}",
        f"{LIVE}/dossier/actor/putin?before=9": "/live/{slug}/dossier/{kind}/{key}",
        f"{LIVE}/dossier.json": "/live/{slug}/dossier.json",
        f"{LIVE}/at/2025-08-15T19:50+02:00": "/live/{slug}/at/{moment}",
        f"{LIVE}/at/2025-08-15T19:50+02:00?before=9": "/live/{slug}/at/{moment}",
    }
    newsdesk.waits(minutes=1)  # a minute has to be over

    for target, route in routes.items():
        assert ready.find(target.encode()) is None, target
        told = client.get(target)
        assert told.status_code == 200, target
        answer = ready.find(target.encode())
        assert answer is not None, target
        assert answer.route == route
        assert said(answer) == told.text, target


def test_what_is_no_page_is_never_ready(
    newsdesk: Newsdesk, client: TestClient, ready: Ready
) -> None:
    newsdesk.opens("Der Gipfel", slug="gipfel")
    newsdesk.prepares("actor", "eins", name="Eins")
    newsdesk.prepares("actor", "zwei", name="Zwei")
    newsdesk.merges("actor", "zwei", into="eins")
    newsdesk.takes_out("actor", "eins")
    draft = newsdesk.drafts("Entwurf")
    newsdesk.makes("Geheim", slug="geheim")
    asked = {
        "/healthz": 200,
        "/live/geheim": 404,
        "/live/gibt-es-nicht": 404,
        "/live/geheim/changes?after=0": 404,
        f"{LIVE}/posts/{draft.id}": 404,
        f"{LIVE}/changes?after=-1": 422,
        f"{LIVE}/dossier/actor/zwei": 308,
        f"{LIVE}/dossier/actor/eins": 410,
        f"{LIVE}/dossier/actor/drei": 404,
        "/desk/sign-in": 200,
        "/static/reader/reader.css": 200,
    }

    for target, status in asked.items():
        assert client.get(target, follow_redirects=False).status_code == status, target
        assert ready.find(target.encode()) is None, target
    assert not ready._kept.every()


@pytest.mark.parametrize(
    ("odd", "plain"),
    [
        (f"{LIVE}?utm_source=x", LIVE),
        (f"{LIVE}?before=7&before=0000000009", f"{LIVE}?before=0000000009"),
        (f"{LIVE}?before=%30", f"{LIVE}?before=0"),
        ("/live/gipf%65l", LIVE),
        (f"{LIVE}/changes", f"{LIVE}/changes?after=0"),
        (f"{LIVE}/changes?after=007", f"{LIVE}/changes?after=7"),
        (f"{LIVE}/changes?after=3&after=0&edition=alt", f"{LIVE}/changes?edition=alt&after=0"),
    ],
)
def test_another_way_to_write_an_address_is_answered_and_kept_under_the_usual_one(
    newsdesk: Newsdesk, client: TestClient, ready: Ready, odd: str, plain: str
) -> None:
    newsdesk.opens("Der Gipfel", slug="gipfel")

    told = client.get(odd)
    assert told.status_code == 200
    assert ready.find(odd.encode()) is None
    assert [ready.find(plain.encode())] == ready._kept.every()
    assert told.text == client.get(plain).text


def test_no_address_can_be_made_to_hold_what_belongs_to_another(
    newsdesk: Newsdesk, client: TestClient, ready: Ready
) -> None:
    newsdesk.opens("Der Gipfel", slug="gipfel")
    edition = newsdesk.coverage.edition

    for odd in (f"{edition}&after=0#", f"{edition}&after=0", "ä", "a b", "x" * 41, "", "\n"):
        told = client.get(f"{LIVE}/changes", params={"edition": odd, "after": 1})
        assert told.json() == {"sequence": 0, "changes": [], "more": False}
    assert not ready._kept.every()


def test_a_page_is_drawn_once_for_all_who_ask_after_a_change(
    newsdesk: Newsdesk, client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    newsdesk.opens("Der Gipfel", slug="gipfel")
    drawn, render = list[str](), Templates.render

    def slowly(self: Templates, name: str, language: str, **facts: Any) -> str:
        if name == "reader/coverage.html":
            drawn.append(name)
            time.sleep(0.3)
        return render(self, name, language, **facts)

    monkeypatch.setattr(Templates, "render", slowly)
    for number in range(3):
        newsdesk.publishes(f"Beitrag {number}")
        with ThreadPoolExecutor(8) as pool:
            told = list(pool.map(client.get, [LIVE] * 8))
        assert {answer.status_code for answer in told} == {200}
        assert len({answer.headers["etag"] for answer in told}) == 1
        assert all(f"Beitrag {number}" in answer.text for answer in told)
        assert len(drawn) == number + 1


def test_a_page_that_was_looked_up_before_a_change_is_not_kept_after_it(
    newsdesk: Newsdesk, client: TestClient, ready: Ready, monkeypatch: pytest.MonkeyPatch
) -> None:
    newsdesk.opens("Der Gipfel", slug="gipfel")
    post = newsdesk.publishes("Falsch")
    looked, goes_on, render = Event(), Event(), Templates.render

    def in_between(self: Templates, name: str, language: str, **facts: Any) -> str:
        if name == "reader/coverage.html" and not looked.is_set():
            looked.set()
            assert goes_on.wait(20)
        return render(self, name, language, **facts)

    monkeypatch.setattr(Templates, "render", in_between)
    with ThreadPoolExecutor(1) as pool:
        slow = pool.submit(client.get, LIVE)
        assert looked.wait(20)
        newsdesk.withdraws(post)
        assert "Falsch" not in client.get(LIVE).text, "nobody waits for what is outdated"
        goes_on.set()
        assert "Falsch" in slow.result().text

    assert "Falsch" not in everything(ready)
    assert "Falsch" not in client.get(LIVE).text


def test_whoever_has_the_receipt_gets_no_older_page(
    newsdesk: Newsdesk, client: TestClient, ready: Ready
) -> None:
    """Over many verbs in random order, while others ask for the same pages all the time."""
    newsdesk.opens("Der Gipfel", slug="gipfel")
    chance, words, here = random.Random(7), iter(range(10**6)), list[Post]()
    targets = ["/", LIVE, f"{LIVE}/changes?after=0", f"{LIVE}/dossier.json"]
    gone = set[str]()

    def word() -> str:
        return f"W{next(words):05d}W"

    def publish() -> str:
        here.append(newsdesk.publishes(new := word()))
        return new

    def correct() -> str:
        post = here[-chance.randint(1, min(len(here), 5))]
        gone.add(newsdesk.again(post).text)
        newsdesk.corrects(post, new := word())
        return new

    def withdraw() -> str:
        post = here.pop(-chance.randint(1, min(len(here), 5)))
        gone.add(newsdesk.again(post).text)
        newsdesk.withdraws(post, notice=(new := word()))
        return new

    found = 0
    publish(), publish(), publish()
    with asking(client, targets):
        for _ in range(PUBLISHED):
            verb = chance.choice([publish, publish, correct, withdraw]) if here[3:] else publish
            new = verb()
            answer = ready.find(LIVE.encode())
            found += answer is not None
            page = said(answer) if answer else client.get(LIVE).text
            assert new in page, "a post that was just told stands on the newest page"
            kept = everything(ready)
            assert not {old for old in gone if old in kept}
        for target in targets:
            assert not {old for old in gone if old in client.get(target).text}
    assert found < PUBLISHED


def test_nothing_but_a_line_in_a_readers_log_makes_a_page_another_one(
    settings: Settings, store: Store, newsdesk: Newsdesk, client: TestClient, ready: Ready,
    drills: Drills,
) -> None:  # fmt: skip
    """Over a random evening: what is ready is what would be drawn now, at every address."""
    evening = Evening(newsdesk)
    fresh, compared = _never_ready(settings, store), 0
    for number, step in enumerate(seeded(5, drills.verbs * 2)):
        evening.does(step)
        if number % 4:
            continue
        for target in (*_addresses(client, f"/live/{evening.slug}"), "/"):
            kept = ready.find(target.encode())
            told, anew = client.get(target), fresh.get(target)
            assert told.status_code == anew.status_code, target
            if told.status_code == 200:
                assert told.headers["etag"] == anew.headers["etag"], (number, step, target)
            if kept is not None:
                assert kept._tag.decode() == anew.headers["etag"], (number, step, target)
                compared += 1
    assert compared > 20, "some verbs leave some pages alone"


def test_a_real_server_says_the_same_the_first_time_and_every_time_after_it(
    newsdesk: Newsdesk, app: FastAPI, ready: Ready
) -> None:
    newsdesk.opens("Der Gipfel", slug="gipfel")
    newsdesk.publishes("Eins")

    with serving(app) as site, closing(HTTPConnection(site.removeprefix("http://"))) as line:
        for target in ("/", LIVE, f"{LIVE}/changes?after=2", f"{LIVE}/dossier.json"):
            for known, packed, head in product((None, b"*"), (False, True), (False, True)):
                ready.outdate({(newsdesk.coverage.id, "reader")})
                first, second = (_over(line, target, known, packed, head) for _ in range(2))
                assert first == second, (target, known, packed, head)

                answer = ready.find(target.encode())
                assert answer is not None
                told = answer.wire(known, accepted=b"gzip" if packed else b"", head=head)[1]
                assert _parted(told) == first, (target, known, packed, head)


def test_the_head_of_changes_may_be_asked_for(newsdesk: Newsdesk, client: TestClient) -> None:
    newsdesk.opens("Der Gipfel", slug="gipfel")
    target = f"{LIVE}/changes?after=0"

    head, whole = client.head(target), client.get(target)
    assert (head.status_code, head.content, head.headers) == (200, b"", whole.headers)


def test_a_page_that_is_ready_tells_the_time_of_this_second(
    newsdesk: Newsdesk, client: TestClient, ready: Ready
) -> None:
    newsdesk.opens("Der Gipfel", slug="gipfel")
    client.get(LIVE)
    newsdesk.waits(hours=1)
    answer = ready.find(LIVE.encode())
    assert answer is not None

    answer._second.until = 0.0  # a second of the machine has passed
    assert f'data-now="{clock.now().isoformat()}" data-rate="0.0"' in said(answer)


def _never_ready(settings: Settings, store: Store) -> TestClient:
    """The same newsroom in a house that keeps nothing: each page is drawn for whoever asks."""
    app = create(settings, store)
    rooms: Rooms = app.state.rooms
    app.state.rooms = replace(rooms, ready=Ready(https=False, most=0))
    return TestClient(app, base_url="http://testserver")


def _addresses(client: TestClient, live: str) -> list[str]:
    """What can be asked for now; some of it is not there any more later."""
    newest = Page(client.get(live).text)
    posts = newest.ids("post")
    a_while_ago = minutes.of(clock.now()) - 5 * minutes.MINUTE
    objects = [f"{kind}/{key}" for kind in KINDS for key in newest.ids(kind)[-1:]]
    return [
        live,
        f"{live}/changes?after=0",
        f"{live}/changes?after={newest.sequence}",
        f"{live}/dossier",
        f"{live}/dossier.json",
        f"{live}/at/{minutes.written(a_while_ago, 'Europe/Berlin')}",
        *(f"{live}/posts/{post}" for post in posts[:1] + posts[-1:]),
        *(f"{live}/dossier/{one}" for one in objects),
    ]


def _over(
    line: HTTPConnection, target: str, known: bytes | None, packed: bool, head: bool
) -> tuple[int, dict[str, str], bytes]:
    asked = {"Accept-Encoding": "gzip"} if packed else {"Accept-Encoding": "identity"}
    if known is not None:
        asked["If-None-Match"] = known.decode()
    line.request("HEAD" if head else "GET", target, headers=asked)
    told = line.getresponse()
    return _dateless(told.status, told.getheaders(), told.read())


def _parted(told: bytes) -> tuple[int, dict[str, str], bytes]:
    head, _, body = told.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    named = [(name, value) for name, _, value in (line.partition(": ") for line in lines)]
    return _dateless(int(first.split()[1]), named, body)


def _dateless(
    status: int, named: Sequence[tuple[str, str]], body: bytes
) -> tuple[int, dict[str, str], bytes]:
    """What is told, but for when; that it is told is seen."""
    told = {name.lower(): value for name, value in named}
    assert len(told) == len(named), "each header once"
    assert told.pop("date")
    return status, told, body
