"""The evening as it is written."""

from datetime import timedelta

from depesche.demo import evening as evenings
from depesche.demo.evening import Evening
from depesche.newsroom.models import Coverage


def test_permalinks_are_the_same_at_every_performance() -> None:
    german, again, english = evenings.load("de"), evenings.load("de"), evenings.load("en")
    assert german.post_id("opening") == again.post_id("opening")
    assert german.post_id("opening") != english.post_id("opening")


def test_the_evening_takes_five_minutes_and_opens_after_twenty_seconds(evening: Evening) -> None:
    assert evening.opens_at - evening.begins_at == timedelta(seconds=20 * 12)
    assert timedelta(minutes=59) < evening.ends_at - evening.opens_at <= timedelta(minutes=60)


def test_the_next_day_comes_after_the_evening(evening: Evening) -> None:
    assert evening.next_day["opens_at"] > evening.ends_at
    assert evening.next_day["language"] == evening.language
    assert set(evening.next_day) <= set(Coverage.__table__.columns.keys())
