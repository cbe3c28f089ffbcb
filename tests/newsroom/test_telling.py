"""What readers and the desk are told of every verb, line by line."""

from collections.abc import Callable

import pytest

from depesche.newsroom.models import Post
from newsdesk import Newsdesk, berlin

Verb = Callable[[Newsdesk, Post], object]

PLAIN: dict[str, tuple[Verb, list[str]]] = {
    "an amendment": (lambda desk, post: desk.amends(post, "Neu"), ["put post"]),
    "another byline": (lambda desk, post: desk.amends(post, byline="Mara"), ["put post"]),
    "another headline": (lambda desk, post: desk.amends(post, headline="Neu"), ["put post"]),
    "nothing new": (lambda desk, post: desk.amends(post, "Alt"), []),
    "a correction": (lambda desk, post: desk.corrects(post, "Neu"), ["put post"]),
    "a withdrawal": (lambda desk, post: desk.withdraws(post), ["put post"]),
    "a pin": (lambda desk, post: desk.pins(post), ["put pin"]),
    "a key event": (
        lambda desk, post: desk.marks(post, "key_event"),
        ["put post", "put key_event", "put entry"],
    ),
    "a summary": (lambda desk, post: desk.marks(post, "summary"), ["put post", "put summary"]),
}
MARKED: dict[str, tuple[Verb, list[str]]] = {
    "an amendment": (
        lambda desk, post: desk.amends(post, "Neu"),
        ["put post", "put pin", "put key_event", "put entry", "put summary"],
    ),
    "a correction": (
        lambda desk, post: desk.corrects(post, "Neu"),
        ["put post", "put pin", "put key_event", "put entry", "put summary"],
    ),
    "a withdrawal": (
        lambda desk, post: desk.withdraws(post),
        ["put post", "remove pin", "remove key_event", "remove entry", "remove summary"],
    ),
    "no pin": (lambda desk, post: desk.unpins(post), ["remove pin"]),
    "no key event": (
        lambda desk, post: desk.unmarks(post, "key_event"),
        ["put post", "remove key_event", "remove entry"],
    ),
    "no summary": (
        lambda desk, post: desk.unmarks(post, "summary"),
        ["put post", "remove summary"],
    ),
}


def told(newsdesk: Newsdesk, *, after: int) -> list[str]:
    return [f"{line.verb} {line.kind}" for line in newsdesk.reader_log(after=after)]


@pytest.mark.parametrize(("verb", "lines"), PLAIN.values(), ids=PLAIN)
def test_of_a_plain_post_readers_are_told(newsdesk: Newsdesk, verb: Verb, lines: list[str]) -> None:
    newsdesk.opens()
    post = newsdesk.publishes("Alt")
    assert told(newsdesk, after=1) == ["put post"]
    at_desk = len(newsdesk.desk_log())
    verb(newsdesk, post)
    assert told(newsdesk, after=2) == lines
    assert [line.kind for line in newsdesk.desk_log(after=at_desk)] == ["post"]


@pytest.mark.parametrize(("verb", "lines"), MARKED.values(), ids=MARKED)
def test_of_a_post_that_carries_every_mark_readers_are_told(
    newsdesk: Newsdesk, verb: Verb, lines: list[str]
) -> None:
    newsdesk.opens()
    post = newsdesk.publishes("Alt", pinned=True, key_event=True, summary=True)
    assert told(newsdesk, after=1) == [
        "put post",
        "put pin",
        "put key_event",
        "put entry",
        "put summary",
    ]
    verb(newsdesk, post)
    assert told(newsdesk, after=6) == lines


def test_a_newer_summary_takes_the_place_of_the_older_one_and_gives_it_back(
    newsdesk: Newsdesk,
) -> None:
    newsdesk.opens()
    old = newsdesk.publishes("Bisher wenig", summary=True)
    before = len(newsdesk.reader_log())
    new = newsdesk.publishes("Bisher viel", summary=True)
    newsdesk.withdraws(new)
    summaries = [
        (line.verb, line.object_id)
        for line in newsdesk.reader_log(after=before)
        if line.kind == "summary"
    ]
    assert summaries == [
        ("remove", str(old.id)),
        ("put", str(new.id)),
        ("remove", str(new.id)),
        ("put", str(old.id)),
    ]


def test_of_an_older_summary_readers_are_told_only_as_a_post(newsdesk: Newsdesk) -> None:
    newsdesk.opens()
    old = newsdesk.publishes("Bisher wenig", summary=True)
    newsdesk.publishes("Bisher viel", summary=True)
    before = len(newsdesk.reader_log())
    newsdesk.amends(old, "Bisher sehr wenig")
    newsdesk.unmarks(old, "summary")
    assert told(newsdesk, after=before) == ["put post", "put post"]


def test_the_desk_is_told_of_what_readers_must_not_know(newsdesk: Newsdesk) -> None:
    newsdesk.opens()
    public, at_desk = len(newsdesk.reader_log()), len(newsdesk.desk_log())
    post = newsdesk.drafts("geheim")
    newsdesk.pins(post)
    newsdesk.amends(post, status="submitted")
    newsdesk.amends(post, status="scheduled", scheduled_at=berlin("21:00"))
    assert told(newsdesk, after=public) == []
    assert [(line.kind, line.object_id) for line in newsdesk.desk_log(after=at_desk)] == [
        ("post", str(post.id))
    ] * 4
