"""Coverages: what they may become, and what stays as it is."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest
from sqlalchemy import text

from depesche import clock
from depesche.errors import (
    BadSlug,
    CoverageArchived,
    Missing,
    NaiveTime,
    NoSuchStep,
    NotAllowed,
    NotFound,
    OpeningMissing,
    OpeningPassed,
    PresentationFixed,
    ReservedSlug,
    SlugFixed,
    SlugTaken,
    TooLong,
    UnknownLanguage,
    UnknownStatus,
    UnknownZone,
)
from depesche.newsroom import coverages
from depesche.newsroom.models import Coverage
from newsdesk import Newsdesk, berlin

ALLOWED = {
    "draft": {"announced", "live"},
    "announced": {"live", "ended"},
    "live": {"paused", "ended"},
    "paused": {"live", "ended"},
    "ended": {"live", "archived"},
    "archived": set(),
}
WAY_TO = {
    "draft": (),
    "announced": ("announced",),
    "live": ("live",),
    "paused": ("live", "paused"),
    "ended": ("live", "ended"),
    "archived": ("live", "ended", "archived"),
}


def brought_to(newsdesk: Newsdesk, status: str) -> Coverage:
    """A new coverage, taken to that status step by step."""
    newsdesk.makes(opens_at=berlin("20:00"))
    for step in WAY_TO[status]:
        newsdesk.brings(step)
    return newsdesk.coverage


def test_a_new_coverage_is_a_draft_that_readers_cannot_find(newsdesk: Newsdesk) -> None:
    made = newsdesk.makes("Der Gipfel")
    assert made.status == "draft"
    with newsdesk.store.reading() as session, pytest.raises(NotFound):
        coverages.public(session, made.slug)
    newsdesk.brings("live")
    with newsdesk.store.reading() as session:
        assert coverages.public(session, made.slug).headline == "Der Gipfel"


@pytest.mark.parametrize("slug", ["nirgends", "", "GIPFEL", "gip\0fel", "gipfel\ufffd", "x" * 5000])
def test_nothing_is_found_at_an_address_where_nothing_is(newsdesk: Newsdesk, slug: str) -> None:
    newsdesk.opens("Gipfel")
    with newsdesk.store.reading() as session, pytest.raises(NotFound):
        coverages.find(session, slug)


@pytest.mark.parametrize("status", coverages.STATUSES)
def test_every_step_is_either_allowed_or_refused_with_a_sentence(
    newsdesk: Newsdesk, status: str
) -> None:
    for wanted in coverages.STATUSES:
        assert brought_to(newsdesk, status).status == status
        if wanted in ALLOWED[status] | {status}:
            assert newsdesk.brings(wanted).status == wanted
            continue
        with pytest.raises(NoSuchStep, match=f"{status} cannot become {wanted}"):
            newsdesk.brings(wanted)
        assert newsdesk.coverage.status == status


def test_the_desk_is_offered_exactly_the_steps_that_are_allowed() -> None:
    for status, allowed in ALLOWED.items():
        assert set(coverages.steps(Coverage(status=status))) == allowed


def test_staying_where_it_is_is_no_step_and_no_news(newsdesk: Newsdesk) -> None:
    newsdesk.opens()
    before = newsdesk.reader_log()
    newsdesk.brings("live")
    assert len(newsdesk.reader_log()) == len(before)


def test_a_status_nobody_knows_is_refused(newsdesk: Newsdesk) -> None:
    newsdesk.makes()
    with pytest.raises(UnknownStatus):
        newsdesk.brings("deleted")


def test_every_step_but_the_first_draft_is_told_to_readers(newsdesk: Newsdesk) -> None:
    newsdesk.makes(opens_at=berlin("20:00"))
    newsdesk.edits(headline="Der Gipfel von Anchorage")
    assert newsdesk.reader_log() == []
    for step in ("announced", "live", "paused", "live", "ended", "archived"):
        newsdesk.brings(step)
    assert [(line.kind, line.object_id) for line in newsdesk.reader_log()] == [
        ("coverage", newsdesk.slug)
    ] * 6


def test_the_hours_of_a_coverage_are_kept(newsdesk: Newsdesk) -> None:
    newsdesk.opens()
    opened = clock.now()
    newsdesk.waits(hours=1)
    assert newsdesk.ends().ended_at == clock.now()
    newsdesk.waits(minutes=5)
    reopened = newsdesk.resumes()
    assert (reopened.opened_at, reopened.ended_at) == (opened, None)


# The opening


def test_an_announcement_needs_an_opening(newsdesk: Newsdesk) -> None:
    newsdesk.makes()
    with pytest.raises(OpeningMissing):
        newsdesk.brings("announced")
    assert newsdesk.coverage.status == "draft"


@pytest.mark.parametrize("time", ["19:49", "19:50"])
def test_an_announcement_for_a_time_that_has_passed_is_refused(
    newsdesk: Newsdesk, time: str
) -> None:
    newsdesk.makes(opens_at=berlin(time))
    with pytest.raises(OpeningPassed):
        newsdesk.brings("announced")


def test_an_opening_without_an_offset_is_refused(newsdesk: Newsdesk) -> None:
    with pytest.raises(NaiveTime):
        newsdesk.makes(opens_at=datetime(2025, 8, 15, 20, 0))  # noqa: DTZ001


def test_an_announced_opening_can_be_moved_but_not_into_the_past_nor_away(
    newsdesk: Newsdesk,
) -> None:
    newsdesk.announces(opens_at=berlin("20:00"))
    newsdesk.edits(opens_at=berlin("20:30"))
    assert [line.kind for line in newsdesk.reader_log()] == ["coverage", "coverage"]
    with pytest.raises(OpeningPassed):
        newsdesk.edits(opens_at=berlin("19:30"))
    with pytest.raises(OpeningMissing):
        newsdesk.edits(opens_at=None)
    assert newsdesk.coverage.opens_at == berlin("20:30")


# The slug


def test_a_coverage_is_found_under_its_headline(newsdesk: Newsdesk) -> None:
    assert newsdesk.makes("„Größe zählt“: Trump & Putin").slug == "groesse-zaehlt-trump-putin"
    assert newsdesk.makes("Саммит").slug == "ticker"


@pytest.mark.parametrize("headline", ["Der Gipfel", "Саммит", "New", "x" * 300, "lang " * 60])
def test_coverages_of_one_headline_get_slugs_of_their_own(
    newsdesk: Newsdesk, headline: str
) -> None:
    slugs = [newsdesk.makes(headline.strip()).slug for _ in range(4)]
    assert len(set(slugs)) == 4


def test_two_slugs_that_are_the_same_are_one_too_many(newsdesk: Newsdesk) -> None:
    newsdesk.makes(slug="gipfel")
    with pytest.raises(SlugTaken):
        newsdesk.makes(slug="gipfel")
    newsdesk.makes(slug="wahl")
    with pytest.raises(SlugTaken):
        newsdesk.edits(slug="gipfel")


def test_of_two_who_want_a_slug_at_the_same_moment_one_gets_it(newsdesk: Newsdesk) -> None:
    waiting = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
    with ThreadPoolExecutor(1) as pool:
        with newsdesk.store.writing() as session:
            coverages.make(
                session, headline="Eins", slug="gipfel", by=newsdesk.mara, now=clock.now()
            )
            late = pool.submit(newsdesk.makes, "Zwei", slug="gipfel")
            while newsdesk.store.engine.name == "postgresql" and not session.scalar(waiting):
                assert not late.done()
        with pytest.raises(SlugTaken):
            late.result()


@pytest.mark.parametrize(("slug", "refusal"), [("Der Gipfel", BadSlug), ("new", ReservedSlug)])
def test_a_slug_that_cannot_stand_in_a_url_is_refused(
    newsdesk: Newsdesk, slug: str, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        newsdesk.makes(slug=slug)
    newsdesk.makes()
    with pytest.raises(refusal):
        newsdesk.edits(slug=slug)


def test_a_slug_is_fixed_once_it_is_announced(newsdesk: Newsdesk) -> None:
    newsdesk.makes("Gipfel", opens_at=berlin("20:00"))
    newsdesk.edits(slug="gipfel-2025")
    newsdesk.brings("announced")
    with pytest.raises(SlugFixed):
        newsdesk.edits(slug="alaska")
    assert newsdesk.edits(slug="gipfel-2025", headline="Alaska").headline == "Alaska"


# The fields


def test_what_is_left_out_keeps_its_value(newsdesk: Newsdesk) -> None:
    newsdesk.makes(
        "Der Gipfel",
        standfirst="Trump trifft Putin.",
        dateline="Anchorage",
        language="en",
        newsroom_zone="Europe/London",
        event_zone="America/Anchorage",
        official_subject="Frieden",
        unofficial_subject="Gebiete",
        lead_question="Wer gibt nach?",
    )
    edited = newsdesk.edits(headline="  Der \n Gipfel  von Anchorage ")
    assert edited.headline == "Der Gipfel von Anchorage"
    assert (edited.standfirst, edited.dateline) == ("Trump trifft Putin.", "Anchorage")
    assert (edited.newsroom_zone, edited.event_zone) == ("Europe/London", "America/Anchorage")
    assert (edited.language, edited.lead_question) == ("en", "Wer gibt nach?")


def test_the_event_is_in_the_newsrooms_zone_unless_it_says_otherwise(newsdesk: Newsdesk) -> None:
    assert newsdesk.makes().event_zone == "Europe/Berlin"
    assert newsdesk.makes(newsroom_zone="Asia/Tokyo").event_zone == "Asia/Tokyo"


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"headline": " \n "}, Missing),
        ({"headline": "x" * 301}, TooLong),
        ({"standfirst": "x" * 2001}, TooLong),
        ({"lead_question": "x" * 301}, TooLong),
        ({"language": "fr"}, UnknownLanguage),
        ({"newsroom_zone": "Berlin"}, UnknownZone),
        ({"event_zone": "../../etc/passwd"}, UnknownZone),
    ],
)
def test_fields_that_cannot_be_taken_are_refused_and_nothing_changes(
    newsdesk: Newsdesk, fields: dict[str, str], refusal: type[Exception]
) -> None:
    newsdesk.opens("Der Gipfel")
    with pytest.raises(refusal):
        newsdesk.edits(dateline="Anchorage", **fields)
    assert newsdesk.coverage.dateline == ""
    assert len(newsdesk.reader_log()) == 1
    with pytest.raises(refusal):
        newsdesk.makes(**{"headline": "Der Gipfel", **fields})


def test_an_edit_that_changes_nothing_is_no_news(newsdesk: Newsdesk) -> None:
    newsdesk.opens("Der Gipfel")
    newsdesk.edits(headline=" Der  Gipfel ")
    assert len(newsdesk.reader_log()) == 1


def test_language_and_zone_are_fixed_once_a_post_is_public(newsdesk: Newsdesk) -> None:
    newsdesk.opens()
    newsdesk.edits(language="en", newsroom_zone="Europe/London")
    newsdesk.drafts("Noch nicht")
    newsdesk.edits(language="de")
    newsdesk.withdraws(newsdesk.publishes("Doch"))
    for field in ({"language": "en"}, {"newsroom_zone": "Europe/Berlin"}):
        with pytest.raises(PresentationFixed):
            newsdesk.edits(**field)
    newsdesk.edits(language="de", newsroom_zone="Europe/London", headline="Neu")


# The end


def test_ending_turns_what_was_scheduled_into_drafts_for_good(newsdesk: Newsdesk) -> None:
    newsdesk.opens()
    later = newsdesk.schedules("Später", at=berlin("20:30"))
    desk_lines = len(newsdesk.desk_log())
    newsdesk.ends()
    assert newsdesk.again(later).status == "draft"
    assert str(later.id) in {line.object_id for line in newsdesk.desk_log(after=desk_lines)}
    newsdesk.resumes()
    newsdesk.waits(hours=1)
    assert newsdesk.readers_see() == []


def test_what_waited_for_an_opening_that_was_called_off_never_goes_out(newsdesk: Newsdesk) -> None:
    newsdesk.announces(opens_at=berlin("20:00"))
    waiting = newsdesk.publishes("Es geht los")
    newsdesk.ends()
    newsdesk.waits(hours=1)
    assert newsdesk.again(waiting).status == "draft"
    assert newsdesk.coverage.status == "ended"


def test_an_archived_coverage_cannot_be_edited(newsdesk: Newsdesk) -> None:
    brought_to(newsdesk, "archived")
    with pytest.raises(CoverageArchived):
        newsdesk.edits(headline="Doch noch")


# Who, and what they see


def test_only_the_chief_and_the_administrator_arrange_coverages(newsdesk: Newsdesk) -> None:
    for person in (newsdesk.mara, newsdesk.ada):
        newsdesk.makes(by=person)
        newsdesk.brings("live", by=person)
        newsdesk.edits(headline="Neu", by=person)
    newsdesk.assigns(newsdesk.elif_)
    for person in (newsdesk.jonas, newsdesk.elif_):
        with pytest.raises(NotAllowed):
            newsdesk.edits(headline="Alt", by=person)
        for status in ("paused", "ended"):
            with pytest.raises(NotAllowed):
                newsdesk.brings(status, by=person)
        with pytest.raises(NotAllowed):
            newsdesk.makes(by=person)


def test_a_contributor_sees_only_what_is_their_own(newsdesk: Newsdesk) -> None:
    newsdesk.opens("Die Wahl")
    newsdesk.opens("Der Gipfel")
    newsdesk.assigns(newsdesk.elif_)
    newsdesk.assigns(newsdesk.elif_)
    with newsdesk.store.reading() as session:
        own = coverages.readable(session, newsdesk.elif_)
        assert [coverage.headline for coverage in own] == ["Der Gipfel"]
        assert len(coverages.readable(session, newsdesk.jonas)) == 2
        assert [p.name for p in coverages.contributors(session, own[0])] == ["Elif"]


def test_the_list_begins_with_what_is_live_then_what_opens_next(newsdesk: Newsdesk) -> None:
    newsdesk.opens("Zu Ende")
    newsdesk.ends()
    newsdesk.announces("Morgen", opens_at=berlin("09:00", day="2025-08-16"))
    newsdesk.announces("Heute", opens_at=berlin("20:00"))
    newsdesk.opens("Seit eben")
    newsdesk.waits(minutes=1)
    newsdesk.opens("Seit jetzt")
    newsdesk.makes("Entwurf")
    with newsdesk.store.reading() as session:
        listed = [coverage.headline for coverage in coverages.listed(session)]
        live = [c.headline for c in coverages.listed(session, statuses=coverages.OPEN)]
    assert listed == ["Seit jetzt", "Seit eben", "Heute", "Morgen", "Entwurf", "Zu Ende"]
    assert live == ["Seit jetzt", "Seit eben"]


def test_coverages_come_page_by_page(newsdesk: Newsdesk) -> None:
    made = [newsdesk.makes(f"Nummer {n}").id for n in range(5)]
    with newsdesk.store.reading() as session:
        first = coverages.page(session, limit=3)
        rest = coverages.page(session, after=first[-1].id, limit=3)
    assert [coverage.id for coverage in (*first, *rest)] == made


def test_a_draft_that_is_renamed_back_and_forth_has_one_line_at_the_desk_that_counts(
    newsdesk: Newsdesk,
) -> None:
    newsdesk.makes("Eins")
    for slug in ("zwei", "eins", "zwei"):
        newsdesk.edits(slug=slug)
    lines = newsdesk.desk_log()
    assert {line.object_id for line in lines} == {str(newsdesk.coverage.id)}
    assert [line.superseded_by is None for line in lines] == [False, False, True]
