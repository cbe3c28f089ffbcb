"""A whole ticker in parts that stay as they are."""

from collections.abc import Sequence

import pytest

from depesche.errors import NotFound
from depesche.newsroom import coverages, parts
from newsdesk import Newsdesk


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Parts of three posts."""
    monkeypatch.setattr(parts, "PART", 3)


def part(newsdesk: Newsdesk, number: int) -> tuple[Sequence[str], int, int]:
    """The words of that part, the number of its first post, and how many parts there are."""
    with newsdesk.store.reading() as session:
        found = parts.part(session, coverages.find(session, newsdesk.slug), number)
        assert found.number == number
        assert found.is_last is (number == found.count)
        return [post.text for post in found.posts], found.first, found.count


def test_each_public_post_is_in_one_part_oldest_first(newsdesk: Newsdesk) -> None:
    newsdesk.opens()
    for n in range(7):
        newsdesk.publishes(str(n))
        newsdesk.drafts("Geheim")
        newsdesk.schedules("Geheim")

    assert part(newsdesk, 1) == (["0", "1", "2"], 1, 3)
    assert part(newsdesk, 2) == (["3", "4", "5"], 4, 3)
    assert part(newsdesk, 3) == (["6"], 7, 3)


def test_a_part_that_is_full_stays_as_it_is(newsdesk: Newsdesk) -> None:
    newsdesk.opens()
    posts = [newsdesk.publishes(str(n)) for n in range(3)]
    assert part(newsdesk, 1) == (["0", "1", "2"], 1, 1)

    newsdesk.corrects(posts[1], "eins")
    newsdesk.withdraws(posts[0])
    newsdesk.publishes("3")
    assert part(newsdesk, 1)[0][1:] == ["eins", "2"]
    assert len(part(newsdesk, 1)[0]) == 3
    assert part(newsdesk, 2) == (["3"], 4, 2)


def test_the_posts_of_other_coverages_are_not_counted(newsdesk: Newsdesk) -> None:
    newsdesk.opens("Eine")
    for n in range(5):
        newsdesk.publishes(str(n))
    newsdesk.opens("Andere")
    for word in "abcd":
        newsdesk.publishes(word)
    assert part(newsdesk, 1) == (["a", "b", "c"], 1, 2)
    assert part(newsdesk, 2) == (["d"], 4, 2)


def test_the_first_part_is_there_from_the_beginning_and_no_other(newsdesk: Newsdesk) -> None:
    newsdesk.announces()
    assert part(newsdesk, 1) == ([], 1, 1)
    for number in (0, -1, 2, 999_999):
        with pytest.raises(NotFound):
            part(newsdesk, number)
