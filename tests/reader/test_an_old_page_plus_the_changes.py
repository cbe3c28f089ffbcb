"""An old page plus the changes equals a fresh page: at the readers' door, whatever happened since.

Random evenings, with pages opened all along: the newest one, older ones, permalinks. Each is
followed by three readers: one holds a single stream open all the time, one is cut off after every
verb and comes back, one asks for changes. In the end all of them see what a fresh page shows, byte
for byte.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, closing
from itertools import count

import httpx2
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings

from depesche import clock
from depesche.newsroom.marks import MARKINGS
from depesche.reader import polling
from drills import Drills
from histories import Evening, Step, histories, seeded
from newsdesk import Newsdesk
from pages import TICKER, Change, Page, assert_same
from serving import Stream

VERBS = 200  # at least, on either database


class Browser:
    """Opens pages of one newsroom, and asks it for changes."""

    def __init__(self, site: str) -> None:
        self.site = site
        self._client = httpx2.Client(base_url=site)

    def close(self) -> None:
        self._client.close()

    def sees(self, path: str) -> str:
        answer = self._client.get(path)
        assert answer.status_code == 200, path
        return answer.text

    def is_there(self, path: str) -> bool:
        """Whether that page is still what it was; what is not says so."""
        status = self._client.get(path).status_code
        assert status in {200, 308, 410}, path
        return status == 200

    def asks(self, path: str, *, after: int) -> Iterator[Change]:
        """Everything after that number, answer by answer."""
        more = True
        while more:
            answer = self._client.get(f"{path}/changes", params={"after": after}).json()
            yield from answer["changes"]
            assert answer["sequence"] >= after
            after, more = answer["sequence"], answer["more"]


class OpenPage:
    """One page in the browsers of three readers who come by the changes in different ways."""

    def __init__(self, browser: Browser, slug: str, path: str, doors: ExitStack) -> None:
        html = browser.sees(path)
        self.path = path
        self._browser = browser
        self._live = f"/live/{slug}"
        self._stream_url = f"{browser.site}{self._live}/stream"
        self._by_stream = Page(html)
        self._coming_back = Page(html, is_at_top=False)
        self._asking = Page(html)
        self._stream = doors.enter_context(Stream(self._stream_url, after=self._by_stream.sequence))
        self._first = self._by_stream.sequence

    def follows_by_stream(self, until: int) -> None:
        """The one stream that stays open."""
        if self._by_stream.sequence < until:
            self._take(self._by_stream, self._stream.changes(until=until))

    def comes_back(self, until: int) -> None:
        """A browser sends the last number it saw, to the address it had from the beginning."""
        seen = self._coming_back.sequence
        with Stream(self._stream_url, after=self._first, last_event_id=seen) as stream:
            self._take(self._coming_back, stream.changes(until=until))

    def asks(self) -> None:
        self._take(self._asking, self._browser.asks(self._live, after=self._asking.sequence))

    def equals_a_fresh_page(self) -> None:
        self._coming_back.reveal()
        pages = (self._by_stream, self._coming_back, self._asking)
        if not self._browser.is_there(self.path):
            assert not any(page.all(self.path.split("/")[-2]) for page in pages)
            return
        fresh = Page(self._browser.sees(self.path))
        for page in pages:
            assert page.sequence == fresh.sequence
            assert_same(page, fresh)

    @staticmethod
    def _take(page: Page, changes: Iterable[Change]) -> None:
        """Every change comes once and in its turn."""
        for change in changes:
            assert change["sequence"] == page.sequence + 1
            page.apply(change)


@pytest.fixture
def browser(site: str) -> Iterator[Browser]:
    with closing(Browser(site)) as browser:
        yield browser


def addresses(browser: Browser, slug: str) -> list[str]:
    """Pages that can be opened now: the newest one, an older one, permalinks near and deep."""
    live = f"/live/{slug}"
    newest = Page(browser.sees(live))
    if not newest.posts:
        return [live, f"{live}/dossier"]
    older = f"{live}?before={newest.posts[len(newest.posts) // 2].position}"
    near, deep = newest.posts[-1].id, Page(browser.sees(older)).ids("post")[-1:]
    posts = [f"{live}/posts/{post}" for post in (near, *deep)]
    return [live, older, *posts, f"{live}/dossier", *objects(newest, f"{live}/dossier")]


def objects(page: Page, dossier: str) -> list[str]:
    """The pages of some objects of the dossier: the last of each of three kinds."""
    return [
        f"{dossier}/{kind}/{key}"
        for kind in ("claim", "actor", "question")
        for key in page.ids(kind)[-1:]
    ]


def follow(evening: Evening, history: list[Step], browser: Browser, *, every: int) -> Counter[str]:
    """Live through the evening, with pages opened `every` so many verbs; what was done."""
    done, opened, live = Counter[str](), list[OpenPage](), f"/live/{evening.slug}"
    with ExitStack() as doors:
        for number, step in enumerate(history):
            if number % every == 0:
                for path in addresses(browser, evening.slug):
                    opened.append(OpenPage(browser, evening.slug, path, doors))
            done[step.verb] += evening.does(step)
            sequence = evening.newsdesk.coverage.sequence
            for page in opened:
                page.follows_by_stream(sequence)
            turn, is_odd = divmod(number, 2)
            visitor = opened[turn % len(opened)]
            visitor.asks() if is_odd else visitor.comes_back(sequence)
        for page in opened:
            page.comes_back(sequence)
            page.asks()
            page.equals_a_fresh_page()
    told = "".join(change.get("html", "") for change in browser.asks(live, after=0))
    assert not {word for word in evening.unsayable if word in told}
    return done


def test_over_every_verb_one_by_one(newsdesk: Newsdesk, browser: Browser) -> None:
    """On a page with everything on it, so that chance decides nothing."""
    newsdesk.opens(slug="gipfel")
    full = {"headline": "Kopf", "byline": "Zeile", "pinned": True, "key_event": True}
    first, second, third = (
        newsdesk.publishes(f"- Punkt {n}", summary=True, **full) for n in range(3)
    )
    plain, wrong, taken = (newsdesk.publishes(f"Beitrag {n}") for n in range(3))
    newsdesk.corrects(wrong, "Richtig")
    newsdesk.withdraws(taken)
    verbs: list[Callable[[], object]] = [
        lambda: newsdesk.waits(hours=20),
        lambda: newsdesk.publishes("Neu", **full),
        lambda: newsdesk.drafts("Entwurf", **full),
        lambda: newsdesk.edits(headline="Ein anderer Kopf"),
        lambda: newsdesk.edits(standfirst="Worum es geht", dateline="Anchorage"),
        lambda: newsdesk.edits(event_zone="America/Anchorage", opens_at=clock.now()),
        lambda: newsdesk.edits(lead_question="Und?", official_subject="a", unofficial_subject="b"),
        newsdesk.pauses,
        newsdesk.resumes,
        lambda: newsdesk.amends(third, "- Anders"),
        lambda: newsdesk.amends(third, headline="Anderer Kopf"),
        lambda: newsdesk.amends(third, byline="Andere Zeile"),
        lambda: newsdesk.corrects(third, "- Ganz anders"),
        *(lambda kind=kind: newsdesk.marks(plain, kind) for kind in MARKINGS),  # type: ignore[misc]
        *(lambda kind=kind: newsdesk.unmarks(plain, kind) for kind in MARKINGS),  # type: ignore[misc]
        lambda: newsdesk.unmarks(first, "summary"),
        lambda: newsdesk.withdraws(third),
        lambda: newsdesk.withdraws(second),
        newsdesk.ends,
        lambda: newsdesk.brings("live"),
        newsdesk.ends,
        newsdesk.archives,
    ]

    page = Page(browser.sees("/live/gipfel"))
    assert all(page.all(kind) for kind in TICKER)
    for number, verb in enumerate(verbs):
        verb()
        page.apply_all(browser.asks("/live/gipfel", after=page.sequence))
        try:
            assert_same(page, Page(browser.sees("/live/gipfel")))
        except AssertionError as error:
            raise AssertionError(f"after verb {number}") from error


def test_over_random_evenings(newsdesk: Newsdesk, browser: Browser, drills: Drills) -> None:
    done = Counter[str]()

    @hypothesis_settings(
        max_examples=drills.histories,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    @given(histories(at_least=drills.verbs * 2 // 3, at_most=drills.verbs))
    def evening_by_evening(history: list[Step]) -> None:
        evening = Evening(newsdesk)
        done.update(follow(evening, history, browser, every=drills.verbs // 2))

    evening_by_evening()
    seeds = count()
    while done.total() < VERBS:  # what the rules refused does not count
        history = seeded(next(seeds), drills.verbs)
        done.update(follow(Evening(newsdesk), history, browser, every=drills.verbs // 2))
    assert len(done) >= 15, f"most verbs were never done: {done}"


def test_over_an_evening_of_more_posts_than_a_page_holds(
    newsdesk: Newsdesk,
    browser: Browser,
    drills: Drills,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(polling, "FULL", 7)  # so that one answer does not hold all changes
    evening = Evening(newsdesk)
    evening.does(Step("open", 0, 0))
    for number in range(6):  # those that most will be done to: two pages down, after a while
        evening.does(Step("publish", number, number))
    for number in range(28):
        newsdesk.publishes(f"Nummer {number}")
    newest = Page(browser.sees(f"/live/{evening.slug}"))
    assert (len(newest.posts), newest.is_newest, newest.is_oldest) == (30, True, False)

    history = [step for step in seeded(24, 2 * drills.verbs) if step.verb != "end"]
    done = follow(evening, history, browser, every=drills.verbs)

    assert len(Page(browser.sees(f"/live/{evening.slug}")).posts) == 30
    assert done["correct"]
    assert done["withdraw"]
    assert done["publish"]
