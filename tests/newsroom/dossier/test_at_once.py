"""Several editors at once: numbers are unique and without a gap, and nobody waits for ever."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from drills import Drills
from newsdesk import Newsdesk
from newsroom.dossier.summit import prepared, quote

EDITORS = 6


@pytest.fixture
def newsroom(newsdesk: Newsdesk) -> Newsdesk:
    return prepared(newsdesk)


def at_once(do: Callable[[int], object]) -> None:
    """All editors do it at the same moment, each with their own number."""
    barrier = Barrier(EDITORS)

    def one(number: int) -> None:
        barrier.wait(10)
        do(number)

    with ThreadPoolExecutor(EDITORS) as editors:
        for done in [editors.submit(one, number) for number in range(EDITORS)]:
            done.result(60)


def check_numbers(newsroom: Newsdesk) -> None:
    numbers = [act.number for act in newsroom.acts()]
    assert numbers == list(range(1, len(numbers) + 1))
    lines = [line.sequence for line in newsroom.reader_log()]
    assert lines == list(range(1, len(lines) + 1))
    assert newsroom.differs() == []


def test_the_same_key_is_one_object(newsroom: Newsdesk) -> None:
    at_once(lambda n: newsroom.prepares("actor", "xi", name="Xi Jinping", role=f"Rolle {n}"))
    assert newsroom.has("actor", "xi").facts["role"].startswith("Rolle ")
    at_once(lambda _: newsroom.prepares("actor", name="Modi"))
    keys = {one.key for one in newsroom.has_all("actor") if one.facts["name"] == "Modi"}
    assert keys == {"modi", *(f"modi-{n}" for n in range(2, EDITORS + 1))}
    check_numbers(newsroom)


def test_every_quote_is_a_claim_of_its_own(newsroom: Newsdesk, drills: Drills) -> None:
    posts = drills.posts // 5

    def publish(number: int) -> None:
        for post in range(posts):
            newsroom.publishes(
                quote("Putin", f"Satz {number}-{post}."),
                positions=[{"actor": "putin", "issue": "waffenruhe", "stance": "supports"}],
            )

    at_once(publish)
    claims = newsroom.has_all("claim")
    assert {int(one.key) for one in claims} == set(range(1, EDITORS * posts + 1))
    assert len({one.facts["text"] for one in claims}) == EDITORS * posts
    chain = sorted(newsroom.has_all("position"), key=lambda one: one.made)
    assert [one.facts["supersedes"] for one in chain] == ["", *(one.key for one in chain[:-1])]
    check_numbers(newsroom)


def test_posts_and_names_change_at_once(newsroom: Newsdesk) -> None:
    def work(number: int) -> None:
        if number % 2:
            newsroom.prepares("actor", f"neu-{number}", name=f"Neuer Name{number}")
            newsroom.takes_out("actor", f"neu-{number}")
        else:
            newsroom.withdraws(newsroom.publishes(quote("Trump", f"Putin {number}")))

    at_once(work)
    assert newsroom.has_all("claim") == []
    check_numbers(newsroom)
