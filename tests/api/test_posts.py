"""PUT and GET /api/v1/coverages/{slug}/posts."""

from uuid import UUID

import pytest

from api.program import Program
from newsdesk import Newsdesk

ID = UUID("0198b000-0000-7000-8000-000000000001")
LATER = "2025-08-15T20:30:00+02:00"


def test_a_published_post_is_answered_with_its_number_and_its_url(
    live: Program, newsdesk: Newsdesk
) -> None:
    answer = live.puts(ID, text="Die Türen sind zu.", status="published")
    assert answer.status_code == 201
    assert answer.headers["etag"] == '"1"'
    assert answer.json() == {
        "id": str(ID),
        "revision": 1,
        "sequence": 2,
        "url": f"http://testserver/live/gipfel/posts/{ID}",
        "dossier": [],
    }
    assert newsdesk.readers_see() == ["Die Türen sind zu."]


@pytest.mark.parametrize(
    "wanted",
    [
        {},
        {"text": "Die Türen"},
        {"text": "Die Türen", "status": "draft"},
        {"text": "Die Türen", "status": "submitted"},
        {"text": "Die Türen", "status": "scheduled", "scheduled_at": LATER},
        {"text": "Die Türen", "status": "published", "embargoed_until": LATER},
    ],
)
def test_nothing_is_said_of_what_is_not_public(
    live: Program, newsdesk: Newsdesk, wanted: dict[str, object]
) -> None:
    answer = live.puts(ID, **wanted)
    assert answer.status_code == 201
    assert answer.json() == {
        "id": str(ID),
        "revision": 1,
        "sequence": None,
        "url": None,
        "dossier": [],
    }
    assert live.reads(ID)["url"] is None
    assert newsdesk.readers_see() == []


def test_a_post_is_read_in_every_state(live: Program) -> None:
    draft, public = live.drafts("Noch nicht"), live.publishes("Jetzt", byline="Mara", pinned=True)
    live.corrects(public, "Jetzt erst", correction_id=ID)
    assert (live.reads(draft)["status"], live.reads(draft)["text"]) == ("draft", "Noch nicht")
    assert live.reads(public) == {
        "id": str(public),
        "status": "published",
        "headline": "",
        "text": "Jetzt erst",
        "byline": "Mara",
        "revision": 2,
        "created_at": "2025-08-15T17:50:00Z",
        "updated_at": "2025-08-15T17:50:00Z",
        "scheduled_at": None,
        "embargoed_until": None,
        "published_at": "2025-08-15T17:50:00Z",
        "picture": None,
        "alt": "",
        "decorative": False,
        "caption": "",
        "credit": "",
        "pinned": True,
        "key_event": False,
        "summary": False,
        "corrections": [
            {
                "id": str(ID),
                "class": "correction",
                "note": "Wir haben uns geirrt.",
                "from_revision": 1,
                "to_revision": 2,
                "made_at": "2025-08-15T17:50:00Z",
            }
        ],
        "withdrawal": None,
        "url": f"http://testserver/live/gipfel/posts/{public}",
        "dossier": [],
    }


def test_the_entity_tag_of_a_post_is_its_revision(live: Program) -> None:
    post = live.publishes()
    live.puts(post, seen=1, text="Die Türen sind auf.")
    assert live.gets(f"/coverages/gipfel/posts/{post}").headers["etag"] == '"2"'


def test_a_scheduled_post_goes_out_at_its_minute(live: Program, newsdesk: Newsdesk) -> None:
    live.puts(ID, text="Halb neun", status="scheduled", scheduled_at=LATER)
    assert live.reads(ID)["scheduled_at"] == "2025-08-15T18:30:00Z"
    newsdesk.waits(minutes=40)
    assert newsdesk.readers_see() == ["Halb neun"]
    assert live.puts(ID, text="Halb neun", status="scheduled", scheduled_at=LATER).json() == {
        "id": str(ID),
        "revision": 1,
        "sequence": 2,
        "url": f"http://testserver/live/gipfel/posts/{ID}",
        "dossier": [],
    }


def test_null_takes_a_schedule_and_an_embargo_back(live: Program, newsdesk: Newsdesk) -> None:
    live.puts(ID, text="Gleich", status="scheduled", scheduled_at=LATER, embargoed_until=LATER)
    live.puts(ID, seen=1, status="published", scheduled_at=None, embargoed_until=None)
    assert newsdesk.readers_see() == ["Gleich"]


def test_marks_come_with_a_post(live: Program) -> None:
    post = live.publishes(key_event=True, pinned=True, summary=True)
    read = live.reads(post)
    assert (read["key_event"], read["pinned"], read["summary"]) == (True, True, True)
    live.puts(post, seen=1, summary=False)
    read = live.reads(post)
    assert (read["key_event"], read["pinned"], read["summary"]) == (True, True, False)
