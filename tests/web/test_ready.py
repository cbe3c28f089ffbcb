"""What is ready is of the present state, and there is room for what people ask for."""

import time
from collections.abc import Callable

import pytest
from starlette.testclient import TestClient

from depesche.newsroom import changes
from depesche.settings import Settings
from depesche.store.engine import Store
from depesche.web import answers, ready
from depesche.web.answers import Answer, Content
from depesche.web.ready import Ready
from depesche.web.rooms import Rooms
from newsdesk import Newsdesk

SUMMIT, TRIAL = 1, 2  # coverages


def saying(words: str) -> Callable[[], Content]:
    return lambda: answers.document(f'"{words}"')


@pytest.fixture
def shelf() -> Ready:
    return Ready(https=False)


def ask(shelf: Ready, target: str, content: Callable[[], Content], **more: object) -> Answer:
    wanted: dict[str, object] = {"of": SUMMIT, "state": 1, "seen": shelf.seen(), "route": "/"}
    return shelf.answer(target, content, **(wanted | more))  # type: ignore[arg-type]


def found(shelf: Ready, target: str) -> str | None:
    """The words that are ready there."""
    answer = shelf.find(target.encode())
    if answer is None:
        return None
    return answer.wire(None, accepted=b"", head=False)[1].partition(b"\r\n\r\n")[2].decode()


def test_what_was_asked_for_is_ready_for_whoever_asks_next(shelf: Ready) -> None:
    assert shelf.find(b"/live/gipfel") is None
    answer = ask(shelf, "/live/gipfel", saying("Eins"), route="/live/{slug}")

    assert shelf.find(b"/live/gipfel") is answer
    assert answer.route == "/live/{slug}"
    assert shelf.find(b"/live/gipfel?") is None


def test_a_change_puts_away_what_it_has_outdated_and_nothing_else(shelf: Ready) -> None:
    def lay_out() -> None:
        for target, of in (("/live/gipfel", SUMMIT), ("/live/prozess", TRIAL), ("/", None)):
            ask(shelf, target, saying("Eins"), of=of)

    lay_out()
    shelf.outdate({(SUMMIT, "reader"), (SUMMIT, "desk")})
    assert found(shelf, "/live/gipfel") is None
    assert found(shelf, "/live/prozess") == '"Eins"'
    assert found(shelf, "/") is None, "the front page shows all of them"

    lay_out()
    shelf.outdate({(TRIAL, "desk")})
    assert found(shelf, "/live/prozess") == found(shelf, "/") == '"Eins"'


def test_what_was_looked_up_before_a_change_is_not_kept_after_it(shelf: Ready) -> None:
    seen = shelf.seen()
    shelf.outdate({(SUMMIT, "reader")})

    told = ask(shelf, "/live/gipfel", saying("Alt"), seen=seen)
    assert told.wire(None, accepted=b"", head=False)[1].endswith(b'"Alt"'), "whoever asked gets it"
    assert found(shelf, "/live/gipfel") is None
    ask(shelf, "/", saying("Alt"), of=None, seen=seen)
    assert found(shelf, "/") is None
    ask(shelf, "/live/prozess", saying("Neu"), of=TRIAL, seen=seen)
    assert found(shelf, "/live/prozess") == '"Neu"', "of another log it may be"


def test_what_is_outdated_while_it_is_drawn_is_not_kept(shelf: Ready) -> None:
    def draw() -> Content:
        shelf.outdate({(SUMMIT, "reader")})
        return answers.document('"Alt"')

    ask(shelf, "/live/gipfel", draw)
    assert found(shelf, "/live/gipfel") is None


def test_another_state_is_drawn_even_where_nobody_has_said_so(shelf: Ready) -> None:
    ask(shelf, "/live/gipfel", saying("Alt"), state=1)
    ask(shelf, "/live/gipfel", saying("Neu"), state=2)

    assert found(shelf, "/live/gipfel") == '"Neu"'


def test_without_an_address_of_ours_nothing_is_kept(shelf: Ready) -> None:
    answer = shelf.answer(
        None, saying("Eins"), of=SUMMIT, state=1, seen=shelf.seen(), route="/live/{slug}"
    )
    assert answer.wire(None, accepted=b"", head=False)[1].endswith(b'"Eins"')
    assert shelf.find(b"None") is None


def test_a_flood_of_addresses_washes_away_nothing_that_is_asked_for() -> None:
    shelf = Ready(https=False, most=100 * ready.LIGHTEST)
    popular = ask(shelf, "/live/gipfel", saying("Eins"))

    for number in range(20_000):
        ask(shelf, f"/live/gipfel?before={number}", saying("x" * 100))
        if number % 50 == 0:
            assert shelf.find(b"/live/gipfel") is popular, number

    kept = sum(shelf.find(f"/live/gipfel?before={n}".encode()) is not None for n in range(20_000))
    assert 0 < kept < 100


def test_long_answers_take_the_room_of_many() -> None:
    shelf = Ready(https=False, most=100 * ready.LIGHTEST)
    for number in range(20):
        ask(shelf, f"/live/gipfel?before={number}", saying("x" * 100_000))

    kept = sum(shelf.find(f"/live/gipfel?before={n}".encode()) is not None for n in range(20))
    assert kept == 100 * ready.LIGHTEST // (ready.LIGHTEST + ready.COPIES * 100_002) == 2


def test_what_nobody_has_compared_for_long_is_not_ready(
    shelf: Ready, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A database that is away cannot say that something was withdrawn."""
    ask(shelf, "/live/gipfel", saying("Eins"))
    monkeypatch.setattr(ready, "PATIENCE", -1.0)

    assert shelf.find(b"/live/gipfel") is None


@pytest.fixture
def elsewhere(settings: Settings, newsdesk: Newsdesk) -> Newsdesk:
    """The same newsroom from another process, which tells this one nothing."""
    newsdesk.opens("Der Gipfel", slug="gipfel")
    other = Newsdesk.__new__(Newsdesk)
    other.__dict__ |= newsdesk.__dict__ | {"store": Store(settings.url)}
    return other


def test_what_is_changed_elsewhere_is_seen_without_a_word(
    elsewhere: Newsdesk, client: TestClient
) -> None:
    rooms: Rooms = client.app.state.rooms  # type: ignore[attr-defined]
    targets = ("/", "/live/gipfel", "/live/gipfel/changes?after=0")
    before = {target: client.get(target).headers["etag"] for target in targets}
    rooms.ready.look(rooms.store)
    assert all(rooms.ready.find(target.encode()) for target in targets)

    elsewhere.publishes("Von nebenan")
    rooms.ready.look(rooms.store)
    assert not any(rooms.ready.find(target.encode()) for target in targets)
    elsewhere.publishes("Noch einmal")
    for target in targets:
        assert client.get(target).headers["etag"] != before[target]
    elsewhere.store.close()


def test_whoever_asks_through_the_app_waits_for_no_look(
    elsewhere: Newsdesk, client: TestClient
) -> None:
    client.get("/live/gipfel")
    elsewhere.publishes("Von nebenan")

    assert "Von nebenan" in client.get("/live/gipfel").text
    elsewhere.store.close()


def test_the_look_is_taken_again_and_again(elsewhere: Newsdesk, client: TestClient) -> None:
    rooms: Rooms = client.app.state.rooms  # type: ignore[attr-defined]
    client.get("/live/gipfel")
    elsewhere.publishes("Von nebenan")
    elsewhere.store.close()

    deadline = time.monotonic() + 20
    while rooms.ready.find(b"/live/gipfel") and time.monotonic() < deadline:
        time.sleep(0.05)
    assert rooms.ready.find(b"/live/gipfel") is None


def test_another_edition_is_another_state(elsewhere: Newsdesk, client: TestClient) -> None:
    """A restored log may stand at the very number that it had before."""
    rooms: Rooms = client.app.state.rooms  # type: ignore[attr-defined]
    targets = ("/", "/live/gipfel")
    for target in targets:
        client.get(target)
    rooms.ready.look(rooms.store)
    assert all(rooms.ready.find(target.encode()) for target in targets)

    with elsewhere.store.writing() as session:
        changes.begin_editions(session)
    elsewhere.store.close()

    rooms.ready.look(rooms.store)
    assert not any(rooms.ready.find(target.encode()) for target in targets)
