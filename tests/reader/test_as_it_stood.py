"""The page as it stood at a minute that has passed."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from starlette.testclient import TestClient

from depesche import app, clock
from depesche.newsroom import minutes
from depesche.newsroom.changes import DOSSIER
from depesche.newsroom.hindsight import Hindsight
from depesche.newsroom.ticker import Page
from depesche.settings import Settings
from drills import Drills
from histories import Evening, Step, histories, through_the_dossier
from newsdesk import Newsdesk
from pages import _Reading
from preparing import prepare
from reader import markup
from reader.markup import Tag
from reader.test_every_page_is_clean import PUBLIC_URL, assert_ours

GIPFEL = "/live/gipfel"


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """A newsroom at an address of its own."""
    return settings.model_copy(update={"public_url": PUBLIC_URL})


def minute_of(newsdesk: Newsdesk) -> str:
    """How the minute is written that it is; when this returns, it is over."""
    minute = minutes.of(clock.now())
    newsdesk.waits_until(minute + minutes.MINUTE)
    return minutes.written(minute, "Europe/Berlin")


def sees(client: TestClient, path: str) -> Tag:
    answer = client.get(path, follow_redirects=False)
    assert answer.status_code == 200, path
    return markup.read(answer.text).one("main")


def posts(page: Tag) -> list[str]:
    return [tag.text for tag in page.all("li", class_="post")]


# How to get there


@pytest.fixture
def minute(newsdesk: Newsdesk) -> str:
    """A minute of the coverage, at whose end one post was there."""
    newsdesk.opens(slug="gipfel")
    newsdesk.publishes("Eins")
    return minute_of(newsdesk)


@pytest.mark.parametrize(
    "written",
    [
        *("2025-08-15T19:50%2B02:00", "2025-08-15T17:50Z", "2025-08-15t17:50z"),
        *("2025-08-15T19:50:30+02:00", "2025-08-15T19:50%2002:00", "2025-08-15T09:50-08:00"),
        *("2025-08-15T19:50", "2025-08-15T19%3A50+02:00", "2025-08-15T19:50+0200"),
    ],
)
def test_every_way_to_write_it_leads_to_one_address(
    minute: str, client: TestClient, written: str
) -> None:
    assert minute == "2025-08-15T19:50+02:00"
    for query in ("", "?before=0000000009", "?after=0000000001"):
        canonical = f"{GIPFEL}/at/{minute}{query}"
        assert client.get(canonical, follow_redirects=False).status_code == 200
        for _ in range(2):  # when it is ready, too
            answer = client.get(f"{GIPFEL}/at/{written}{query}", follow_redirects=False)
            assert (answer.status_code, answer.headers["location"]) == (308, canonical)


@pytest.mark.parametrize(
    "written",
    [
        "x",
        "16:30",
        "2025-08-15",
        "2025-02-30T16:30Z",
        "0001-01-01T00:00Z",
        "9999-12-31T23:59-08:00",
    ],
)
def test_what_is_no_moment_is_not_found(minute: str, client: TestClient, written: str) -> None:
    assert client.get(f"{GIPFEL}/at/{written}").status_code == 404
    assert client.get(f"{GIPFEL}/at/{minute}?before=<x>").status_code == 404


def test_what_has_not_been_yet_is_the_present_page(newsdesk: Newsdesk, client: TestClient) -> None:
    """Until the last second of the minute: then the page is another one."""
    newsdesk.opens(slug="gipfel")
    clock.move(timedelta(seconds=59))
    now = minutes.written(minutes.of(clock.now()), "Europe/Berlin")
    for written in (now, now.replace("2025", "2030"), now.replace("+02:00", "%2B02:00")):
        answer = client.get(f"{GIPFEL}/at/{written}", follow_redirects=False)
        assert (answer.status_code, answer.headers["location"]) == (303, GIPFEL)
    newsdesk.publishes("In der letzten Sekunde")
    clock.move(timedelta(seconds=1))
    assert "In der letzten Sekunde" in sees(client, f"{GIPFEL}/at/{now}").text


def test_a_coverage_that_is_not_public_has_no_past(newsdesk: Newsdesk, client: TestClient) -> None:
    newsdesk.makes(slug="gipfel")
    minute = minute_of(newsdesk)
    for path in (f"{GIPFEL}/at/{minute}", f"{GIPFEL}/at", f"/live/nichts/at/{minute}"):
        assert client.get(path).status_code == 404


def test_a_form_leads_there(minute: str, client: TestClient) -> None:
    form = sees(client, f"{GIPFEL}/at").one("form")
    fields = {tag.attributes["name"]: tag.attributes["value"] for tag in form.all("input")}
    assert fields == {"day": "2025-08-15", "time": "19:50"}, "the minute of the newest post"

    answer = client.get(form.attributes["action"], params=fields, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{GIPFEL}/at/{minute}")
    on_its_page = sees(client, f"{GIPFEL}/at/{minute}").one("form")
    assert [tag.attributes["value"] for tag in on_its_page.all("input")] == [*fields.values()]


def test_the_form_is_a_page_like_others(
    newsdesk: Newsdesk, minute: str, client: TestClient
) -> None:
    first = client.get(f"{GIPFEL}/at")
    assert first.headers["cache-control"] == client.get(GIPFEL).headers["cache-control"]
    assert first.headers["content-encoding"] == "gzip"
    known = {"If-None-Match": first.headers["etag"]}
    newsdesk.waits(minutes=5)
    assert client.get(f"{GIPFEL}/at", headers=known).status_code == 304
    newsdesk.publishes("Zwei")
    later = client.get(f"{GIPFEL}/at", headers=known)
    assert later.status_code == 200
    assert 'value="19:56"' in later.text


def test_before_the_first_post_the_form_begins_with_what_was_told_last(
    newsdesk: Newsdesk, client: TestClient, settings: Settings
) -> None:
    """Not with the time that it is: whoever looks later, or elsewhere, is shown the same page."""
    newsdesk.announces(slug="gipfel", opens_at=clock.now() + timedelta(hours=9))
    first = {path: client.get(path) for path in (GIPFEL, f"{GIPFEL}/at")}
    assert 'value="19:50"' in first[f"{GIPFEL}/at"].text
    newsdesk.waits(minutes=5)
    other = TestClient(app.create(settings, store=newsdesk.store))
    for path, answer in first.items():
        assert other.get(path).headers["etag"] == answer.headers["etag"], path


def test_the_present_minute_leads_to_the_present_page(
    newsdesk: Newsdesk, client: TestClient
) -> None:
    newsdesk.opens(slug="gipfel")
    asked = {"day": "15.8.2025", "time": "19:50"}
    answer = client.get(f"{GIPFEL}/at", params=asked, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, GIPFEL)


@pytest.mark.parametrize(
    ("day", "time", "said"),
    [
        ("<gestern>", "16:30", "„<gestern>“ ist kein Tag."),
        ("15.8.2025", "halb fünf", "„halb fünf“ ist keine Uhrzeit."),
        ("", "16:30", "Bitte geben Sie einen Tag an."),
        ("15.8.2025", "", "Bitte geben Sie eine Uhrzeit an."),
        ("1.1.2030", "12:00", "Diese Zeit kommt erst noch."),
    ],
)
def test_nonsense_is_shown_again_with_what_is_wrong(
    minute: str, client: TestClient, day: str, time: str, said: str
) -> None:
    answer = client.get(f"{GIPFEL}/at", params={"day": day, "time": time})
    page = markup.read(answer.text)
    typed = {tag.attributes["name"]: tag.attributes for tag in page.all("input")}

    assert answer.status_code == 400
    assert answer.headers["cache-control"] == "no-store"
    assert said in page.one("p", role="alert").text
    assert (typed["day"]["value"], typed["time"]["value"]) == (day, time)
    assert {tag["type"] for tag in typed.values()} == {"text"}, "a browser drops what is no date"


def test_a_time_that_comes_twice_leads_to_both(newsdesk: Newsdesk, client: TestClient) -> None:
    newsdesk.opens(slug="gipfel")
    clock.stop(datetime(2025, 10, 26, 0, 30, tzinfo=UTC))
    newsdesk.publishes("Sommerzeit")
    newsdesk.waits(hours=1)
    newsdesk.publishes("Winterzeit")
    newsdesk.waits(hours=1)

    typed = {"day": "2025-10-26", "time": "02:30"}
    answer = client.get(f"{GIPFEL}/at", params=typed, follow_redirects=False)
    assert answer.headers["location"] == f"{GIPFEL}/at/2025-10-26T02:30+02:00"
    first = sees(client, answer.headers["location"])
    other = first.one("p", class_="again").one("a").attributes["href"]
    (shown,) = posts(first)
    assert "Sommerzeit" in shown
    assert "Winterzeit" in posts(sees(client, other))[0]


# What is there


def test_it_says_what_it_is_and_leads_back(minute: str, client: TestClient) -> None:
    answer = client.get(f"{GIPFEL}/at/{minute}")
    page = markup.read(answer.text)
    stood = page.one("div", class_="stood")

    assert "So stand es um 19:50 MESZ, Freitag, 15. August 2025" in stood.text
    assert stood.one("a").attributes["href"] == GIPFEL
    assert "19:50 MESZ, Freitag, 15. August 2025" in page.one("title").text
    said = {tag.attributes.get("name"): tag.attributes.get("content") for tag in page.all("meta")}
    assert said["robots"] == "noindex"
    canonical = page.one("link", rel="canonical").attributes["href"]
    assert canonical.endswith(f"{GIPFEL}/at/{minute}")
    assert not page.all("live-coverage"), "it follows nothing"
    assert not page.all("script")


def test_it_tells_what_was_corrected_since_and_not_what_was_amended(
    newsdesk: Newsdesk, client: TestClient
) -> None:
    newsdesk.opens(slug="gipfel")
    post = newsdesk.publishes("Sieben", headline="Kopf")
    minute = minute_of(newsdesk)
    newsdesk.corrects(post, "Acht", note="Es sind acht.", correction_class="clarification")
    newsdesk.amends(newsdesk.publishes("Still"), "Anders")
    newsdesk.corrects(post, "Neun", note="Es sind neun.")
    now = minute_of(newsdesk)

    (shown,) = posts(page := sees(client, f"{GIPFEL}/at/{minute}"))
    assert "Sieben" in shown
    assert "Seitdem klargestellt, 19:51 MESZ: Es sind acht." in shown
    assert "Seitdem berichtigt, 19:51 MESZ: Es sind neun." in shown
    for since in page.all("p", class_="since-then"):
        assert since.one("a").attributes["href"] == f"{GIPFEL}/posts/{post.id}"
    assert "Still" not in page.text
    later = sees(client, f"{GIPFEL}/at/{now}")
    assert not later.all("p", class_="since-then")
    assert "Neun" in later.text


def test_before_the_opening_it_says_that_there_was_nothing(
    newsdesk: Newsdesk, client: TestClient
) -> None:
    newsdesk.announces(slug="gipfel")
    minute = minute_of(newsdesk)
    page = sees(client, f"{GIPFEL}/at/{minute}")
    assert "Bis dahin war noch nichts veröffentlicht." in page.text
    assert not page.all("nav", class_="steps")[0].all("li")


def test_one_can_go_on_from_minute_to_minute(newsdesk: Newsdesk, client: TestClient) -> None:
    newsdesk.opens(slug="gipfel")
    newsdesk.publishes("Eins", key_event=True)
    first = minute_of(newsdesk)
    newsdesk.publishes("Zwei")
    second = minute_of(newsdesk)
    newsdesk.publishes("Drei", key_event=True)
    third = minute_of(newsdesk)

    def leads(minute: str) -> list[str]:
        steps = sees(client, f"{GIPFEL}/at/{minute}").one("nav", class_="steps")
        return [link.attributes["href"].rpartition("/")[2] for link in steps.all("a")]

    assert leads(first) == [second, third]
    assert leads(second) == [first, third, first, third]
    assert leads(third) == [second, first]


def test_it_goes_page_by_page_both_ways(newsdesk: Newsdesk, client: TestClient) -> None:
    newsdesk.opens(slug="gipfel")
    for n in range(70):
        newsdesk.publishes(f"Nummer {n:02d}")
    path = f"{GIPFEL}/at/{minute_of(newsdesk)}"
    newsdesk.publishes("Nummer 99")

    down = [page := sees(client, path)]
    while older := page.all("p", class_="older"):
        down.append(page := sees(client, path + older[0].one("a").attributes["href"]))
    up = [page]
    while newer := page.all("p", class_="newer"):
        up.append(page := sees(client, path + newer[0].one("a").attributes["href"]))
    walked = [re.findall(r"Nummer \d\d", " ".join(posts(page))) for page in down]
    assert [number for numbers in walked for number in numbers] == [
        f"Nummer {n:02d}" for n in reversed(range(70))
    ]
    assert [len(numbers) for numbers in walked] == [30, 30, 10]
    assert [posts(page) for page in reversed(up)] == [posts(page) for page in down]


def test_it_is_valid_in_both_languages_and_all_of_it_is_ours(
    newsdesk: Newsdesk, client: TestClient
) -> None:
    for language in ("de", "en"):
        newsdesk.opens("Gipfel <b>", slug=f"gipfel-{language}", language=language)
        prepare(newsdesk)
        everything = {"headline": "Kopf <b>", "pinned": True, "key_event": True, "summary": True}
        post = newsdesk.publishes("- <b> Putin\n\n> Ja\n> — Putin", **everything)
        newsdesk.withdraws(newsdesk.publishes("Weg", **everything))
        minute = minute_of(newsdesk)
        newsdesk.corrects(post, "Anders", note="<b>")
        live = f"/live/{newsdesk.slug}/at"
        for path in (f"{live}/{minute}", live, f"{live}?day=<b>&time=1", f"{live}?day=1.1.2025"):
            page = markup.read(client.get(path).text)
            assert page.one("html").language == language
            assert len(page.all("h1")) == 1, path
            for tag in page.all():
                assert_ours(tag, path)


def test_it_is_ready_until_something_becomes_of_it(newsdesk: Newsdesk, client: TestClient) -> None:
    newsdesk.opens(slug="gipfel")
    post = newsdesk.publishes("Eins")
    path = f"{GIPFEL}/at/{minute_of(newsdesk)}"
    first = client.get(path)
    assert client.get(path, headers={"If-None-Match": first.headers["etag"]}).status_code == 304
    newsdesk.withdraws(post, notice="Stimmt nicht.")
    after = client.get(path)
    assert "Eins" not in posts(markup.read(after.text))[0]
    assert "Stimmt nicht." in after.text


def test_minutes_between_which_nothing_happened_are_drawn_once(
    newsdesk: Newsdesk, client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each with its own time, and so is each page of them."""
    drawn: list[int] = []
    page = Hindsight.page

    def drawing(then: Hindsight, **near: Any) -> Page:
        drawn.append(then.sequence)
        return page(then, **near)

    monkeypatch.setattr(Hindsight, "page", drawing)
    newsdesk.opens(slug="gipfel")
    for n in range(31):
        newsdesk.publishes(f"Nummer {n}")
    quiet = [minute_of(newsdesk) for _ in range(3)]
    post = newsdesk.publishes("Danach")
    loud = minute_of(newsdesk)

    pages = [sees(client, f"{GIPFEL}/at/{minute}") for minute in quiet]
    assert len(drawn) == 1
    assert [page.one("div", class_="stood").one("time").text[:5] for page in pages] == [
        minute[11:16] for minute in quiet
    ]
    assert posts(pages[0]) == posts(pages[1]) == posts(pages[2])
    for minute in quiet:
        (link,) = sees(client, f"{GIPFEL}/at/{minute}").one("p", class_="older").all("a")
        further = f"{GIPFEL}/at/{minute}{link.attributes['href']}"
        assert [text.count("Nummer 0") for text in posts(sees(client, further))] == [1]
    assert len(drawn) == 2
    assert "Danach" in posts(sees(client, f"{GIPFEL}/at/{loud}"))[0]
    assert len(drawn) == 3
    newsdesk.withdraws(post)
    assert "Danach" not in sees(client, f"{GIPFEL}/at/{loud}").text
    sees(client, f"{GIPFEL}/at/{quiet[0]}")
    assert len(drawn) == 5, "what became of it since is told"


def test_it_is_packed_as_other_pages_are(minute: str, client: TestClient) -> None:
    """As small as can be takes longer than drawing it, and every minute has an address."""
    for accepted in ("br, gzip", "gzip"):
        answer = client.get(f"{GIPFEL}/at/{minute}", headers={"Accept-Encoding": accepted})
        assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["cache-control"] == client.get(GIPFEL).headers["cache-control"]
    assert answer.headers["etag"].startswith('W/"')


@pytest.mark.parametrize("written", ["2025-08-15T19:49+02:00", "1990-01-01T00:00+01:00"])
def test_before_readers_were_told_anything_it_leads_to_the_first_minute(
    newsdesk: Newsdesk, client: TestClient, written: str
) -> None:
    newsdesk.makes(slug="gipfel")
    newsdesk.brings("live")

    def leads_to() -> str:
        answer = client.get(f"{GIPFEL}/at/{written}", follow_redirects=False)
        assert answer.status_code == 303
        return answer.headers["location"]

    assert leads_to() == GIPFEL, "the first minute is not over"
    first = minute_of(newsdesk)
    minute_of(newsdesk)
    assert leads_to() == f"{GIPFEL}/at/{first}"
    sees(client, leads_to())


# What nobody may be told


def test_no_canary_is_heard_at_any_minute(newsdesk: Newsdesk, client: TestClient) -> None:
    """Withdrawn words, drafts, embargoes, notes of the desk: at none of the minutes of an evening,
    each of which they were planted in."""
    secret = "Kanari"
    everything = {"headline": secret, "byline": secret, "pinned": True, "key_event": True}
    newsdesk.announces(slug="gipfel")
    walked = []

    def next_minute() -> None:
        walked.append(minute_of(newsdesk))

    draft = newsdesk.drafts(secret, **everything)
    newsdesk.schedules(secret, at=clock.now() + timedelta(hours=9), **everything)
    newsdesk.publishes(secret, embargoed_until=clock.now() + timedelta(hours=9), **everything)
    next_minute()
    newsdesk.brings("live")
    prepare(newsdesk)
    gone = newsdesk.publishes(
        f"{secret} trifft Putin\n\n> {secret}\n> — Putin\n\n/frage {secret}?\n/antwort 1 {secret}",
        summary=True,
        positions=[
            {"actor": "russland", "issue": "gebiete", "stance": "rejects", "wording": secret}
        ],
        **everything,
    )
    next_minute()
    newsdesk.amends(draft, f"{secret} noch einmal")
    taken = newsdesk.prepares("entry", "wann", title=secret, when="1867")
    next_minute()
    newsdesk.amends(draft, "Offen", headline="", byline="", status="published")
    next_minute()
    wrong = newsdesk.publishes("Falsch")
    newsdesk.prepares("place", "ort", name="Offen", latitude=47.11123, longitude=8.55557)
    number = newsdesk.estimates("durchbruch", 10, 20, words=secret)
    newsdesk.confirms("durchbruch", number)
    next_minute()
    newsdesk.corrects(wrong, "Richtig", note="Offen", internal_note=secret)
    next_minute()
    assert secret in client.get(f"{GIPFEL}/at/{walked[1]}").text, "it could be heard"
    assert secret not in without_steps(client.get(f"{GIPFEL}/at/{walked[0]}").text)

    newsdesk.withdraws(gone, notice="Offen")
    newsdesk.takes_out("entry", taken.key)
    newsdesk.takes_back("scenario", "durchbruch", number)
    newsdesk.prepares("place", "ort", precision="hidden")
    next_minute()

    for minute in walked:
        page = client.get(f"{GIPFEL}/at/{minute}").text
        for word in (secret, "47.11", "8.555"):
            assert word not in page, minute


# What it promises: the page that readers had

TAKEN_BACK = {"withdraw", "take out", "correct", "amend"}
ONLY_OF_NOW = {"edit", "end"}  # the head has no past; a ticker that is over is read the other way


class Visits:
    """What a reader saw at the end of some minutes of an evening."""

    def __init__(self, newsdesk: Newsdesk, client: TestClient, history: Sequence[Step]) -> None:
        self.evening = Evening(newsdesk)
        self.live: dict[str, str] = {}
        self._client = client
        self._page = f"/live/{self.evening.slug}"
        for step in history:
            self.evening.does(step)
            if step.which % 5 == 0:
                html = self.sees(self._page)
                self.live[late_minute()] = html
        newsdesk.waits(minutes=1)

    def pairs(self) -> Iterator[tuple[str, str, str]]:
        """Each minute with the page of then, and as it is said to have stood."""
        for minute, live in self.live.items():
            yield minute, live, self.sees(f"{self._page}/at/{minute}")

    def sees(self, path: str) -> str:
        answer = self._client.get(path, follow_redirects=False)
        assert answer.status_code == 200, path
        return answer.text


def late_minute() -> str:
    """The same as `minute_of`, but the newsroom has not looked at its clock."""
    minute = minutes.of(clock.now())
    clock.stop(minute + minutes.MINUTE)
    return minutes.written(minute, "Europe/Berlin")


def elements(html: str) -> dict[tuple[str, str], str]:
    """The source of every [data-kind], without what is told of it since."""
    told = re.sub(r'<p class="since-then">.*?</p>\n', "", html, flags=re.DOTALL)
    return {(one.kind, one.id): one.source for one in _Reading(told).elements}


def of_kind(found: Mapping[tuple[str, str], str], *kinds: str) -> dict[tuple[str, str], str]:
    return {name: source for name, source in found.items() if name[0] in kinds}


def words_of(html: str) -> set[str]:
    return set(re.findall(r"W\d{5}W", html))


def test_it_is_the_page_of_then_but_for_what_was_taken_back(
    newsdesk: Newsdesk, client: TestClient, drills: Drills
) -> None:
    @hypothesis_settings(
        max_examples=max(2, drills.histories // 3),
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    @given(histories(at_least=drills.verbs, at_most=2 * drills.verbs))
    def evening_by_evening(history: list[Step]) -> None:
        steps = [Step("open", 0, 0), *(one for one in history if one.verb not in ONLY_OF_NOW)]
        visits = Visits(newsdesk, client, steps)
        gone = {str(post.id) for post in visits.evening._all("withdrawn")}
        known = positions_of_now(visits.evening)
        for minute, live, then in visits.pairs():
            theirs, mine = elements(live), elements(then)
            assert [*of_kind(mine, "post")] == [*of_kind(theirs, "post")], minute
            for kind in ("pin", "key_event", "summary"):
                still = [name for name in of_kind(theirs, kind) if name[1] not in gone]
                assert [*of_kind(mine, kind)] == still, minute
            for name, source in of_kind(mine, "post", "pin", "key_event", "summary").items():
                if name[1] in gone:
                    assert 'class="withdrawal"' in source, minute
                else:
                    assert said(source) == said(theirs[name]), minute
            known |= words_of(live)
            assert words_of(without_steps(then)) <= known, f"{minute}: nobody had read that by then"
            assert not words_of(then) & withdrawn_words(visits.evening), minute

    evening_by_evening()


def test_it_is_the_page_of_then_to_the_letter_where_nothing_was_taken_back(
    newsdesk: Newsdesk, client: TestClient, drills: Drills
) -> None:
    """With all that posts and the desk tell a dossier."""

    @hypothesis_settings(
        max_examples=max(2, drills.histories // 5),
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    @given(histories(at_least=drills.verbs, at_most=2 * drills.verbs))
    def evening_by_evening(history: list[Step]) -> None:
        steps = [one for one in [*through_the_dossier(), *history] if is_kept(one)]
        for minute, live, then in Visits(newsdesk, client, steps).pairs():
            theirs, mine = elements(live), elements(then)
            for kind in ("post", "pin", "key_event", "summary", *DOSSIER):
                there, here = of_kind(theirs, kind), of_kind(mine, kind)
                assert [*here.items()] == [*there.items()], minute

    evening_by_evening()


def is_kept(step: Step) -> bool:
    """Whether it takes nothing back; where a place lies is told as exactly as it is now."""
    hides = step.verb == "move" and step.which % 4 == 2
    return step.verb not in TAKEN_BACK | ONLY_OF_NOW and not hides


def said(source: str) -> str:
    """The words of an element, without what the dossier adds: of that, something may have gone."""
    without = re.sub(r'<ul class="told".*?</ul>| · <a class="chip".*?</a>', "", source, flags=re.S)
    return " ".join(re.sub(r"<[^>]+>", " ", without).split())


def without_steps(html: str) -> str:
    return re.sub(r'<nav class="steps".*?</nav>', "", html, flags=re.DOTALL)


def positions_of_now(evening: Evening) -> set[str]:
    """Where a position has gone, the one before it counts."""
    found = evening.filed.all("position")
    return {word for one in found for word in words_of(one.facts["wording"])}


def withdrawn_words(evening: Evening) -> set[str]:
    """What posts have said that are withdrawn, and nobody else says now."""
    gone = {post.id for post in evening._all("withdrawn")}
    asked = " ".join(one.facts["text"] for one in evening.filed.all("question"))
    said = {word for word, post in evening._written.items() if post in gone}
    return said - words_of(asked)
