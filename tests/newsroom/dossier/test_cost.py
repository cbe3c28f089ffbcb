"""What a verb asks of the database, and tells readers, does not grow with the dossier."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import event

from depesche import clock
from depesche.newsroom.dossier import objects
from depesche.newsroom.models import Post
from newsdesk import Newsdesk
from newsroom.dossier.summit import prepared, quote

OBJECTS = 100  # more than any list or page of them holds


def statements(newsdesk: Newsdesk, do: Callable[[], object]) -> int:
    """How many statements it takes."""
    said: list[str] = []

    def hear(*words: object) -> None:
        said.append(str(words[2]))

    event.listen(newsdesk.store.engine, "before_cursor_execute", hear)
    try:
        do()
    finally:
        event.remove(newsdesk.store.engine, "before_cursor_execute", hear)
    return len(said)


def evening(newsdesk: Newsdesk) -> list[int]:
    """What posts of several kinds take, one after the other."""
    post = newsdesk.publishes("Der erste.")
    taken = {"actor": "putin", "issue": "waffenruhe", "stance": "supports"}
    full = f"Putin und Trump:\n\n{quote('Putin')}\n\n/frage Wann?\n/sz einigung+"
    return [
        statements(newsdesk, lambda: newsdesk.publishes("Nichts Besonderes.")),
        statements(newsdesk, lambda: newsdesk.publishes(full, positions=[taken])),
        statements(newsdesk, lambda: newsdesk.amends(post, "Der erste, verbessert.")),
        statements(newsdesk, lambda: newsdesk.corrects(post, "Der zweite.")),
    ]


def test_with_a_large_dossier_it_is_as_much_as_with_a_small_one(newsdesk: Newsdesk) -> None:
    prepared(newsdesk)
    evening(newsdesk)
    small = evening(newsdesk)
    newsdesk.makes("Ein großes Dossier", lead_question="Gibt es eine Waffenruhe?")
    for number in range(OBJECTS):
        newsdesk.prepares("actor", name=f"Anna Meier{number}")
        newsdesk.prepares("issue", label=f"Vorhaben{number}")
        newsdesk.prepares("claim", text=f"Alles im Plan, {number}", speaker=f"anna-meier{number}")
    for key, fields in {
        "putin": {"name": "Wladimir Putin", "short_name": "Putin"},
        "trump": {"name": "Donald Trump", "short_name": "Trump"},
    }.items():
        newsdesk.prepares("actor", key, **fields)
    newsdesk.prepares("issue", "waffenruhe", label="Waffenruhe")
    newsdesk.prepares("scenario", "einigung", label="Einigung")
    newsdesk.brings("live")
    evening(newsdesk)
    assert evening(newsdesk) == small


def dependants(newsdesk: Newsdesk, count: int, **fields: Any) -> None:
    """As many claims more, prepared in one go."""
    with newsdesk._at_work() as (session, coverage):
        for number in range(count):
            objects.put(
                session, coverage, "claim", by=newsdesk.jonas, now=clock.now(),
                text=f"Satz {number}", **fields,
            )  # fmt: skip


def several(newsdesk: Newsdesk, count: int) -> Post:
    """The post on which as many claims of an actor rest, in another coverage."""
    newsdesk.opens(f"Mit {count}")
    newsdesk.prepares("actor", "putin", name="Putin")
    newsdesk.prepares("actor", "trump", name="Trump")
    post = newsdesk.publishes("Der Grund.")
    dependants(newsdesk, count, speaker="putin", posts=[post.id])
    return post


def on_the_desk(newsdesk: Newsdesk, count: int) -> list[int]:
    """What verbs that concern all of them take, one after the other."""
    post = several(newsdesk, count)
    return [
        statements(newsdesk, lambda: newsdesk.prepares("actor", "putin", aliases=["Der Chef"])),
        statements(newsdesk, lambda: newsdesk.prepares("actor", "putin", name="W. Putin")),
        statements(newsdesk, lambda: newsdesk.merges("actor", "putin", into="trump")),
        statements(newsdesk, lambda: newsdesk.corrects(post, "Der andere Grund.")),
        statements(newsdesk, lambda: newsdesk.keeps_all(post)),
        statements(newsdesk, lambda: newsdesk.withdraws(post)),
    ]


def test_for_many_that_depend_on_it_a_verb_asks_as_much_as_for_a_few(newsdesk: Newsdesk) -> None:
    few, many = on_the_desk(newsdesk, 10), on_the_desk(newsdesk, 100)
    assert all(more < 1.5 * less for less, more in zip(few, many, strict=True)), (few, many)


def test_each_quote_of_a_post_asks_for_little_more(newsdesk: Newsdesk) -> None:
    prepared(newsdesk)
    quotes = [quote("Putin", f"Das ist Satz {number}.") for number in range(25)]
    one = statements(newsdesk, lambda: newsdesk.publishes(quotes[0]))
    all_ = statements(newsdesk, lambda: newsdesk.publishes("\n\n".join(quotes)))
    assert all_ - one < 10 * 24
    assert all_ <= 300


def test_readers_are_told_of_what_looks_otherwise_and_of_nothing_else(newsdesk: Newsdesk) -> None:
    post = several(newsdesk, 20)
    newsdesk.prepares("scenario", "einigung", label="Einigung")

    def lines(do: Callable[[], object]) -> int:
        before = len(newsdesk.reader_log())
        do()
        return len(newsdesk.reader_log()) - before

    assert lines(lambda: newsdesk.prepares("actor", "putin", aliases=["Der Chef"])) == 1
    assert lines(lambda: newsdesk.prepares("actor", "putin", name="W. Putin")) == 1 + 20
    assert lines(lambda: newsdesk.merges("actor", "putin", into="trump")) == 2 + 20
    assert lines(lambda: newsdesk.corrects(post, "Der andere Grund.")) == 1
    assert lines(lambda: newsdesk.keeps_all(post)) == 0
    assert lines(lambda: newsdesk.estimates("einigung", 10, 20)) == 0
