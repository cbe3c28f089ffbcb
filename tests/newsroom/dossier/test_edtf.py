"""Dates that know how exact they are: read, bounded, sorted, counted from."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from depesche.errors import UnreadableDate
from depesche.newsroom.dossier import edtf
from depesche.newsroom.dossier.edtf import When

SUMMIT = date(2025, 8, 15)


@pytest.mark.parametrize(
    ("written", "precision", "earliest", "latest"),
    [
        ("1867", "year", "1867-01-01", "1867-12-31"),
        ("0867", "year", "0867-01-01", "0867-12-31"),
        ("9999-12", "month", "9999-12-01", "9999-12-31"),
        ("2024-02", "month", "2024-02-01", "2024-02-29"),
        ("2023-02", "month", "2023-02-01", "2023-02-28"),
        ("2024-12", "month", "2024-12-01", "2024-12-31"),
        ("2025-08-15", "day", "2025-08-15", "2025-08-15"),
        ("2024-02-29", "day", "2024-02-29", "2024-02-29"),
        ("2025-08-15T20:00:00+02:00", "minute", "2025-08-15", "2025-08-15"),
        ("2025-08-15T20:00:05+02:00", "second", "2025-08-15", "2025-08-15"),
        ("2025-08-15T00:30:00+02:00", "minute", "2025-08-15", "2025-08-15"),
        ("202X", "decade", "2020-01-01", "2029-12-31"),
        ("20XX", "century", "2000-01-01", "2099-12-31"),
        ("2024-21", "season", "2024-03-01", "2024-05-31"),
        ("2024-22", "season", "2024-06-01", "2024-08-31"),
        ("2024-23", "season", "2024-09-01", "2024-11-30"),
        ("2023-24", "season", "2023-12-01", "2024-02-29"),
        ("2018/2025", "year", "2018-01-01", "2025-12-31"),
        ("2024-07/2024-10", "month", "2024-07-01", "2024-10-31"),
        ("2018/2025-08-15", "year", "2018-01-01", "2025-08-15"),
    ],
)
def test_a_date_says_no_more_than_was_written(
    written: str, precision: str, earliest: str, latest: str
) -> None:
    when = edtf.read(written)

    assert when.written == written
    assert when.precision == precision
    assert when.earliest == date.fromisoformat(earliest)
    assert when.latest == date.fromisoformat(latest)
    assert when.is_open is when.is_approximate is when.is_uncertain is False


@pytest.mark.parametrize(
    ("written", "is_approximate", "is_uncertain"),
    [
        ("2024-10", False, False),
        ("2024-10~", True, False),
        ("2025-08-15?", False, True),
        ("2025-08-15%", True, True),
        ("1867~", True, False),
        ("202X?", False, True),
        ("2024-23~", True, False),
        ("2018/2025~", True, False),
        ("2018?/2025~", True, True),
    ],
)
def test_what_is_only_likely_says_so(
    written: str, is_approximate: bool, is_uncertain: bool
) -> None:
    when = edtf.read(written)

    assert (when.is_approximate, when.is_uncertain) == (is_approximate, is_uncertain)


def test_a_time_is_a_moment_with_the_offset_that_was_written() -> None:
    opening = edtf.read("2025-08-15T20:00:00+02:00")

    assert opening.moment == datetime(2025, 8, 15, 18, tzinfo=UTC)
    assert opening.moment.utcoffset() == timedelta(hours=2)
    assert edtf.read("2025-08-15").moment is None


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        (" 2024-10~\n", "2024-10~"),
        ("202x", "202X"),
        ("2025-08-15t20:00:00z", "2025-08-15T20:00:00Z"),
        ("2025-08-15T20:00+02:00", "2025-08-15T20:00:00+02:00"),
        ("2025-08-15T20:00+02", "2025-08-15T20:00:00+02:00"),
        ("2025-08-15T20:00-00:00", "2025-08-15T20:00:00Z"),
        ("2025-08-15T20:00Z/2025-08-15T22:00Z", "2025-08-15T20:00:00Z/2025-08-15T22:00:00Z"),
        ("2025-08-15T20:00Z/..", "2025-08-15T20:00:00Z/.."),
    ],
)
def test_what_was_typed_is_kept_in_one_form(typed: str, written: str) -> None:
    assert edtf.read(typed).written == written


def test_an_open_interval_has_no_end_that_is_known() -> None:
    war = edtf.read("2022-02-24/..")

    assert war.is_open
    assert war.end is None
    assert war.latest is None
    assert war.earliest == date(2022, 2, 24)
    assert edtf.beginning(war) == edtf.read("2022-02-24")


def test_an_interval_keeps_both_of_its_ends() -> None:
    between = edtf.read("2018/2025~")

    assert between.end == edtf.read("2025~")
    assert edtf.beginning(between) == edtf.read("2018")
    assert edtf.beginning(edtf.read("1867")) == edtf.read("1867")


@pytest.mark.parametrize(
    "typed",
    [
        *("", " ", "gestern", "2024-13", "2024-00", "2024-25", "2025-02-30", "2023-02-29"),
        *("2025-06-31", "2025-08-00", "2025-8-15", "15.08.2025", "25", "0000", "0000-01-01"),
        *("000X", "00XX", "2XXX", "2024-1X", "2024-10-1X", "-0044", "Y17000", "10000"),
        *("2024~~", "~2024", "2024-10 ~", "2024?~", "１８６７", "٢٠٢٤", "9999-24"),
        *("2025-08-15T20:00:00", "2025-08-15T20:00", "2025-08-15T25:00:00Z"),
        *("2025-08-15T24:00:00Z", "2025-08-15T20:60:00Z", "2025-08-15T20:00:60Z"),
        *("2025-08-15T20:00:00+25:00", "2025-08-15T20:00:00+15:00", "2025-08-15T20Z"),
        *("2025-08-15T20:00:00Z~", "0001-01-01T00:00:00+02:00", "9999-12-31T23:00:00-02:00"),
        *("2025-08-15T20:00:00.5Z", "2025-08-15 20:00:00+02:00"),
        *("2025/2018", "2024-10/2024-07", "2025-08-15T20:00:00Z/2025-08-15T19:00:00Z"),
        *("2018/", "/2025", "../2025", "../..", "2018/../2025", "2018/2020/2025", "/", ".."),
        *("[1667,1668]", "{" * 9000, "2018/" * 9000, "2024-10\x00", "{written}", "\ud800"),
    ],
)
def test_what_is_no_date_is_refused_with_a_sentence_that_shows_how(typed: str) -> None:
    with pytest.raises(UnreadableDate) as refused:
        edtf.read(typed, "since")

    assert refused.value.field == "since"
    assert refused.value.code == "unreadable-date"
    sentence = str(refused.value)
    assert typed[:40].encode(errors="replace").decode() in sentence
    assert "1867, 2024-10~ or 2025-08-15" in sentence
    assert len(sentence) < 200


@pytest.mark.parametrize(
    "in_order",
    [
        ["1867", "2018", "2024-10~", "2025-08-15", "2025-08-15T20:00:00+02:00"],
        ["20XX", "200X", "2000", "2000-01", "2000-01-01", "2000-01-01T00:00:00Z"],
        ["2024-24", "2024-12", "2024-12-01"],
        ["2024-06/..", "2024-06/2025", "2024-22", "2024-06"],
        ["2025-08-15T20:00:00Z", "2025-08-15T20:00:01Z"],
        ["2025-08-15T20:00:00+02:00", "2025-08-15T10:30:00-08:00", "2025-08-15T22:00:00+03:00"],
        ["2025-08-16T00:30:00+03:00", "2025-08-15T23:00:00Z"],
    ],
)
def test_a_timeline_runs_forward_and_what_is_longer_comes_first(in_order: list[str]) -> None:
    assert sorted(map(edtf.read, reversed(in_order)), key=edtf.sort_key) == [
        edtf.read(written) for written in in_order
    ]


@pytest.mark.parametrize(
    ("anchor", "day", "years"),
    [
        ("2018", SUMMIT, 7),
        ("1867", SUMMIT, 158),
        ("2025", SUMMIT, 0),
        ("2018-07-16", SUMMIT, 7),
        ("2018-08-15", SUMMIT, 7),
        ("2018-08-16", SUMMIT, 6),
        ("2018-08-16T20:00:00+02:00", SUMMIT, 6),
        ("2018-08", SUMMIT, 7),
        ("2018-09", SUMMIT, 6),
        ("2024-02-29", date(2025, 2, 28), 0),
        ("2024-02-29", date(2025, 3, 1), 1),
        ("2018-21", SUMMIT, 7),
        ("2018-22", SUMMIT, None),
        ("2018-23", SUMMIT, 6),
        ("2026", SUMMIT, None),
        ("2025-08-16", SUMMIT, None),
        ("2018~", SUMMIT, None),
        ("2018?", SUMMIT, None),
        ("201X", SUMMIT, None),
        ("19XX", SUMMIT, None),
        ("2018/..", SUMMIT, None),
        ("2018/2019", SUMMIT, None),
    ],
)
def test_years_are_counted_only_as_finely_as_the_anchor_is_known(
    anchor: str, day: date, years: int | None
) -> None:
    assert edtf.years_since(edtf.read(anchor), day) == years


# Any date that can be written

qualifiers = st.sampled_from(["", "~", "?", "%"])
years = st.integers(1, 9998).map("{:04d}".format)
offsets = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
days = st.dates(date(1, 1, 1), date(9999, 12, 31)).map(date.isoformat)
times = st.datetimes(datetime(2, 1, 2), datetime(9998, 12, 30), timezones=offsets).map(  # noqa: DTZ001
    lambda moment: moment.isoformat(timespec="seconds")
)
coarse = st.one_of(
    years,
    years.map(lambda year: year[:3] + "X").filter(lambda decade: decade != "000X"),
    years.map(lambda year: year[:2] + "XX").filter(lambda century: century != "00XX"),
    st.builds("{}-{:02d}".format, years, st.integers(1, 12) | st.integers(21, 24)),
    days,
)
singles = st.builds("{}{}".format, coarse, qualifiers) | times
dates = singles.map(edtf.read)


@st.composite
def whens(draw: st.DrawFn) -> When:
    first = draw(singles)
    if draw(st.booleans()):
        return edtf.read(first)
    last = draw(singles)
    if edtf.sort_key(edtf.read(last)) < edtf.sort_key(edtf.read(first)):
        first, last = last, first
    return edtf.read(f"{first}/{draw(st.sampled_from(['..', last]))}")


@given(whens())
def test_reading_what_was_kept_gives_the_same(when: When) -> None:
    assert edtf.read(when.written) == when
    assert edtf.read(when.written.lower()) == when


@given(whens())
def test_the_bounds_hold_what_they_bound(when: When) -> None:
    assert (when.latest is None) == when.is_open
    if when.latest is not None:
        assert when.earliest <= when.latest
    for part in (edtf.beginning(when), when.end):
        if part is not None:
            assert when.earliest <= part.earliest or when.latest == part.latest
            assert part.moment is None or part.earliest == part.moment.date()


@given(whens(), whens())
def test_sorting_agrees_with_the_bounds(one: When, other: When) -> None:
    first, second = sorted([one, other], key=edtf.sort_key)

    assert len(edtf.sort_key(one)) == len(edtf.sort_key(other)) == 29
    if first.moment and second.moment:
        assert first.moment <= second.moment
    elif not (first.moment or second.moment):
        assert first.earliest <= second.earliest
        if first.earliest == second.earliest and first.latest and second.latest:
            assert first.latest >= second.latest


@given(st.text(max_size=30) | st.text("0123456789-/.TZX~?%+:", max_size=30))
def test_whatever_is_typed_is_read_or_refused(typed: str) -> None:
    try:
        when = edtf.read(typed)
    except UnreadableDate:
        return
    assert when.written.isascii()


@given(dates, st.dates())
def test_a_count_of_years_holds_for_every_day_the_anchor_may_mean(when: When, day: date) -> None:
    years = edtf.years_since(when, day)
    if years is None or when.precision in {"year", "month"}:
        return
    for since in (when.earliest, when.latest or when.earliest):
        assert years - 0.01 < (day - since).days / 365.25 < years + 1.01
