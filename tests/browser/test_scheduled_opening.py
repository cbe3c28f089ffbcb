"""A scheduled opening, as readers see it: moved, counted down, and there at its minute."""

import json
from datetime import UTC, datetime, timedelta

from playwright.sync_api import Page, expect

from depesche import clock
from newsdesk import Newsdesk
from reading import Reads

EIGHT = datetime(2025, 8, 15, 18, 0, tzinfo=UTC)  # 20:00 in Berlin, in summer time
CANARY = "Kanarienvogel"


def test_a_ticker_opens_at_its_minute_and_a_moved_start_reaches_open_pages(
    site: str, newsdesk: Newsdesk, reads: Reads
) -> None:
    newsdesk.announces("Der Gipfel", opens_at=EIGHT, event_zone="America/Anchorage")
    newsdesk.publishes(CANARY, embargoed_until=EIGHT + timedelta(minutes=30))
    newsdesk.publishes("Es geht los.", headline="Guten Abend")
    url = f"{site}/live/der-gipfel"
    reader = reads(url).follows()
    left = EIGHT - clock.now()
    opening = reader.page.locator(".opening")
    expect(opening).to_contain_text("Freitag, 15. August 2025, 20:00 MESZ (10:00 AKDT, Anchorage)")
    expect(reader.page.locator("count-down")).to_have_text(f"0{left}")

    newsdesk.edits(opens_at=EIGHT + timedelta(minutes=15))
    expect(opening).to_contain_text("20:15 MESZ (10:15 AKDT, Anchorage)")
    expect(reader.page.locator("count-down")).to_have_text(f"0{left + timedelta(minutes=15)}")
    assert _told(reads(url).page)["coverageStartTime"] == "2025-08-15T20:15:00+02:00"

    newsdesk.waits_until(EIGHT + timedelta(minutes=15) - timedelta(seconds=1))
    expect(reader.page.locator(".mark.announced")).to_be_visible()
    newsdesk.waits_until(EIGHT + timedelta(minutes=15))
    expect(reader.page.locator(".mark.live")).to_be_visible()
    reader.sees("Es geht los.")
    fresh = reads(url)
    told = _told(fresh.page)
    assert "coverageEndTime" not in told
    assert CANARY not in fresh.page.content() + reader.page.content()

    newsdesk.waits_until(EIGHT + timedelta(minutes=30))
    reader.sees(CANARY)
    newsdesk.ends()
    assert _told(reads(url).page)["coverageEndTime"] == "2025-08-15T20:30:00+02:00"
    assert reader.errors == []


def _told(page: Page) -> dict[str, str]:
    """What search engines are told of the coverage."""
    block = page.locator("script[type='application/ld+json']").text_content()
    nodes = json.loads(block or "{}")["@graph"]
    (live,) = [node for node in nodes if "LiveBlogPosting" in node["@type"]]
    return dict(live)
