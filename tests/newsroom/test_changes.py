"""The log: gapless, in order, true, and silent about what was taken back."""

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from depesche import clock
from depesche.newsroom import changes, coverages, posts
from depesche.newsroom.models import Change, Coverage
from drills import Drills
from histories import VERBS, Evening, seeded, through_the_dossier
from newsdesk import Newsdesk, berlin
from paper import Readers

WRITERS = 8


def test_an_old_page_and_the_changes_equal_a_fresh_page(newsdesk: Newsdesk, drills: Drills) -> None:
    """For whoever follows step by step, and for whoever comes back to a page of any age."""
    done = Counter[str]()
    for seed in range(drills.histories):
        evening = Evening(newsdesk)
        readers = Readers(newsdesk.store, evening.slug)
        followed = readers.opens_page()
        pages = [followed]
        more = through_the_dossier() if seed == 0 else []
        for number, step in enumerate([*seeded(seed, drills.verbs), *more]):
            if evening.does(step):
                done[step.verb] += 1
            followed = followed.after(readers.hears(after=followed.sequence))
            pages.append(readers.opens_page())
            assert followed == pages[-1], f"step {number} of seed {seed}: {step}"
        lines = readers.hears()
        assert [line["sequence"] for line in lines] == list(range(1, len(lines) + 1))
        for page in pages:
            assert page.after(lines[page.sequence :]) == pages[-1], f"seed {seed}"
    assert done.keys() == VERBS.keys()
    assert done.total() >= 200


def test_words_that_were_taken_back_or_never_public_are_in_no_line(
    newsdesk: Newsdesk, drills: Drills
) -> None:
    for seed in range(drills.histories // 2):
        evening = Evening(newsdesk)
        readers = Readers(newsdesk.store, evening.slug)
        for number, step in enumerate(seeded(seed, drills.verbs), start=1):
            evening.does(step)
            if number % 10 == 0:
                unsayable = evening.unsayable
                handed_out = " ".join(line.get("html", "") for line in readers.hears())
                assert not {word for word in unsayable if word in handed_out}
        assert unsayable


def test_a_change_of_what_changed_again_is_superseded_and_carries_no_words(
    newsdesk: Newsdesk,
) -> None:
    newsdesk.opens()
    post = newsdesk.publishes("Falsch")
    newsdesk.corrects(post, "Richtig")
    newsdesk.withdraws(post, notice="Doch nicht")
    _, published, corrected, withdrawn = Readers(newsdesk.store, newsdesk.slug).hears()
    assert published.keys() == corrected.keys() == {"sequence", "at", "kind", "id", "verb"}
    assert published["verb"] == corrected["verb"] == "superseded"
    assert withdrawn["verb"] == "put"
    assert "Doch nicht" in withdrawn["html"]
    assert [line.superseded_by for line in newsdesk.reader_log(after=1)] == [3, 4, None]


def test_a_change_says_when_it_was_made_and_where_its_object_stands(newsdesk: Newsdesk) -> None:
    newsdesk.opens()
    newsdesk.waits_until(berlin("20:00:01.5"))
    post = newsdesk.publishes("Eins")
    (line,) = Readers(newsdesk.store, newsdesk.slug).hears(after=1)
    assert line["at"] == "2025-08-15T18:00:01.500+00:00"
    assert (line["kind"], line["id"], line["position"]) == ("post", str(post.id), post.position)


def test_a_removal_carries_nothing_but_its_object(newsdesk: Newsdesk) -> None:
    newsdesk.opens()
    post = newsdesk.publishes("Eins", pinned=True)
    newsdesk.unpins(post)
    line = Readers(newsdesk.store, newsdesk.slug).hears()[-1]
    assert (line["verb"], line["kind"], line["id"]) == ("remove", "pin", str(post.id))
    assert line.keys() == {"sequence", "at", "kind", "id", "verb"}


def test_every_coverage_and_each_audience_counts_for_itself(newsdesk: Newsdesk) -> None:
    slugs = [newsdesk.opens(headline).slug for headline in ("Die Wahl", "Der Gipfel")]
    for slug in slugs:
        newsdesk.slug = slug
        newsdesk.publishes("Eins")
        newsdesk.drafts("Zwei")
        assert [line.sequence for line in newsdesk.reader_log()] == [1, 2]
        assert [line.sequence for line in newsdesk.desk_log()] == [1, 2, 3]
        assert (newsdesk.coverage.sequence, newsdesk.coverage.desk_sequence) == (2, 3)


def test_the_log_is_read_on_from_any_number_piece_by_piece(newsdesk: Newsdesk) -> None:
    newsdesk.opens()
    texts = [newsdesk.publishes(str(n)) for n in range(5)]
    coverage_id = newsdesk.coverage.id
    with newsdesk.store.reading() as session:

        def read(number: int, limit: int) -> list[int]:
            lines = changes.after(session, coverage_id, number, limit=limit)
            return [line.sequence for line in lines]

        assert read(0, 4) == [1, 2, 3, 4]
        assert read(4, 4) == [5, 6]
        assert read(6, 4) == read(10**6, 4) == []
        assert changes.latest(session, coverage_id) == 6
        assert changes.latest(session, coverage_id, "desk") == 6
        assert changes.latest(session, 0) == 0
        assert changes.of_object(session, coverage_id, "post", texts[1].id) == 3
        assert changes.of_object(session, coverage_id, "pin", texts[1].id) is None


def test_each_line_coverage_and_edition_makes_another_state(newsdesk: Newsdesk) -> None:
    """Of all logs together; a line that only the desk is told makes none."""

    def state() -> tuple[object, ...] | None:
        with newsdesk.store.reading() as session:
            return changes.state(session, None)

    states = [state()]
    for headline in ("Die Wahl", "Der Gipfel"):
        newsdesk.opens(headline)
        states.append(state())
    newsdesk.publishes("Eins")
    states.append(state())
    with newsdesk.store.writing() as session:
        changes.begin_editions(session)
    states.append(state())
    newsdesk.drafts("Zwei")
    assert state() == states[-1]
    assert len({*states}) == len(states) == 5


def test_what_was_rolled_back_leaves_no_gap(newsdesk: Newsdesk) -> None:
    newsdesk.opens()

    class Lightning(Exception):
        pass

    def struck() -> None:
        with newsdesk.store.writing() as session:
            coverage = session.get_one(Coverage, newsdesk.coverage.id)
            posts.publish(session, coverage, text="?", by=newsdesk.jonas, now=clock.now())
            raise Lightning

    for _ in range(3):
        try:
            struck()
        except Lightning:
            newsdesk.publishes("Weiter")
    assert [line.sequence for line in newsdesk.reader_log()] == [1, 2, 3, 4]
    assert newsdesk.readers_see() == ["Weiter"] * 3


def test_the_log_tells_since_when_readers_know_of_a_coverage_and_what_was_last(
    newsdesk: Newsdesk,
) -> None:
    newsdesk.makes(slug="gipfel", opens_at=clock.now() + timedelta(hours=1))
    newsdesk.waits(minutes=5)
    newsdesk.drafts("Noch nicht")
    newsdesk.brings("announced")
    announced = clock.now()
    newsdesk.waits(minutes=5)
    newsdesk.edits(headline="Das Treffen")
    edited = clock.now()
    newsdesk.waits(minutes=50)
    opened = clock.now()
    newsdesk.waits(minutes=5)
    newsdesk.publishes("Eins", pinned=True)
    posted = clock.now()
    newsdesk.waits(minutes=5)
    newsdesk.drafts("Zwei")
    newsdesk.announces("Anderswo")

    with newsdesk.store.reading() as session:
        coverage = coverages.public(session, "gipfel")
        assert changes.told(session, coverage) == (announced, posted)
        assert changes.told_of_head(session, coverage) == (3, opened)
    assert announced < edited < opened < posted


def test_eight_writers_at_once_and_a_follower_who_misses_nothing(
    newsdesk: Newsdesk, drills: Drills
) -> None:
    coverage_id, slug = newsdesk.opens().id, newsdesk.slug
    readers, total = Readers(newsdesk.store, slug), 1 + WRITERS * drills.posts
    done = threading.Event()

    def write(writer: int) -> None:
        for n in range(drills.posts):
            newsdesk.publishes(f"{writer}.{n}")

    def follow() -> list[Change]:
        seen: list[Change] = []
        while True:
            is_last = done.wait(0.005)  # so that it does not hold up those who write
            with newsdesk.store.reading() as session:
                reached = seen[-1].sequence if seen else 0
                seen += changes.after(session, coverage_id, reached, limit=7)
            if is_last and reached == (seen[-1].sequence if seen else 0):
                return seen

    with ThreadPoolExecutor(WRITERS + 1) as pool:
        follower = pool.submit(follow)
        try:
            for writing in [pool.submit(write, writer) for writer in range(WRITERS)]:
                writing.result()
        finally:
            done.set()
        seen = follower.result()
    assert [line.sequence for line in seen] == list(range(1, total + 1))
    assert len({line.object_id for line in seen}) == total
    texts = [element[1] for element in readers.opens_page().elements.values()]
    assert len(texts) == total
    for writer in range(WRITERS):
        own = [text for text in reversed(newsdesk.readers_see()) if text.startswith(f"{writer}.")]
        assert own == [f"{writer}.{n}" for n in range(drills.posts)]
