"""What is not public is in no public answer, in no state of a coverage.

Every text that must not get out carries the word SECRET, every one that must carries OPEN.
"""

import json
from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import httpx2
import pytest

from depesche import clock
from newsdesk import Newsdesk
from serving import Stream

STATES = ["draft", "announced", "live", "paused", "ended", "archived"]
GIPFEL = "/live/gipfel"


def fill(newsdesk: Newsdesk) -> list[UUID]:
    """Everything that waits at a desk, as far as the coverage's state allows; what stays secret."""
    later = clock.now() + timedelta(hours=8)
    marks = {"pinned": True, "key_event": True, "summary": True}
    words = {"headline": "SECRET headline", "byline": "SECRET byline"}
    return [
        newsdesk.drafts("SECRET draft", **words, **marks).id,
        newsdesk.submits("SECRET submitted", **words, **marks).id,
        newsdesk.schedules("SECRET scheduled", at=later, **words, **marks).id,
        newsdesk.publishes("SECRET embargo", embargoed_until=later, **words, **marks).id,
    ]


def publish(newsdesk: Newsdesk) -> None:
    """What readers may see, with what they may not see of it."""
    post = newsdesk.publishes("SECRET mistake")
    newsdesk.corrects(post, "OPEN words", note="OPEN note", internal_note="SECRET internal note")
    taken = newsdesk.publishes("SECRET withdrawn", headline="SECRET headline")
    newsdesk.withdraws(taken, notice="OPEN notice")


def in_state(newsdesk: Newsdesk, state: str) -> list[UUID]:
    """A coverage in that state, with posts of every kind."""
    headline = "SECRET coverage" if state == "draft" else "OPEN coverage"
    opens_at = clock.now() + timedelta(hours=1)
    newsdesk.makes(headline, slug="gipfel", opens_at=opens_at, standfirst=headline)
    if state == "draft":
        return [newsdesk.drafts("SECRET draft").id]
    newsdesk.brings("announced")
    secret = fill(newsdesk)
    if state == "announced":
        secret.append(newsdesk.publishes("SECRET until the opening").id)
        return secret
    newsdesk.brings("live")
    publish(newsdesk)
    secret += fill(newsdesk)
    for step in {"paused": ["paused"], "ended": ["ended"], "archived": ["ended", "archived"]}.get(
        state, []
    ):
        newsdesk.brings(step)
    newsdesk.waits(hours=7)
    if state in {"ended", "archived"}:
        newsdesk.waits(hours=2)  # past every schedule and embargo: nothing goes out any more
    return secret


def answers(site: str, secret: list[UUID]) -> Iterator[tuple[str, int, str]]:
    """Every answer a reader can get: the address, the status, all of it."""
    paths = ["/", GIPFEL, f"{GIPFEL}/changes", f"{GIPFEL}/changes?after=1"]
    paths += [f"{GIPFEL}/calendar.ics", f"{GIPFEL}/teaser"]
    paths.append(f"{GIPFEL}/search?q=embargo")
    paths += [f"{GIPFEL}/text", f"{GIPFEL}/print"]
    permalinks = [f"{GIPFEL}/posts/{post}" for post in secret]
    with httpx2.Client(base_url=site, headers={"Accept": "application/json"}) as client:
        for path in (*paths, *permalinks):
            answer = client.get(path)
            yield path, answer.status_code, f"{answer.headers} {answer.text}"
        sequence = client.get(f"{GIPFEL}/changes").json().get("sequence")
    with Stream(f"{site}{GIPFEL}/stream", after=0) as stream:
        told = stream.changes(until=sequence) if stream.status == 200 else stream.body()
        yield "the stream", stream.status, json.dumps(told)


@pytest.mark.parametrize("state", STATES)
def test_nothing_that_is_not_public_is_in_any_answer(
    newsdesk: Newsdesk, site: str, state: str
) -> None:
    secret = in_state(newsdesk, state)

    for where, status, answer in answers(site, secret):
        assert "SECRET" not in answer, where
        assert "Jonas" not in answer, f"{where}: an account is no byline"
        is_hidden = where != "/" and (state == "draft" or "/posts/" in where)
        assert status == (404 if is_hidden else 200), where
        if status == 200 and state != "draft":
            assert "OPEN" in answer or "after=1" in where, where


def test_what_was_embargoed_is_in_every_answer_once_it_is_time(
    newsdesk: Newsdesk, site: str
) -> None:
    """So that the test above does not look for what could never be there."""
    secret = in_state(newsdesk, "live")
    newsdesk.waits(hours=2)
    drafted = {str(post) for post in (*secret[:2], *secret[4:6])}

    for where, status, answer in answers(site, secret):
        is_hidden = where.rpartition("/")[2] in drafted
        assert status == (404 if is_hidden else 200), where
        if not is_hidden and not where.endswith("/calendar.ics"):
            assert "SECRET headline" in answer, where
        for kept in ("draft", "submitted", "mistake", "withdrawn", "internal note"):
            assert f"SECRET {kept}" not in answer, where
