"""The wire format."""

import json
from datetime import UTC, datetime

from depesche.live import frames


def test_a_frame_is_one_event_with_the_sequence_as_its_id() -> None:
    made = frames.frame({"sequence": 7, "html": "<li>»Größe«</li>"})

    assert made.sequence == 7
    assert made.data == 'id: 7\ndata: {"sequence":7,"html":"<li>»Größe«</li>"}\n\n'.encode()


def test_line_ends_in_a_post_do_not_end_the_line_on_the_wire() -> None:
    change = {"sequence": 1, "html": "one\ntwo\rthree\r\nfour\u2028five\n\nid: 99\n\nevent: reset"}

    identified, data, *rest = frames.frame(change).data.decode().split("\n")

    assert identified == "id: 1"
    assert rest == ["", ""]
    assert "\r" not in data
    assert json.loads(data.removeprefix("data: ")) == change


def test_a_heartbeat_says_how_far_the_stream_is_and_what_time_it_is_in_the_newsroom() -> None:
    moment = datetime(2025, 8, 15, 18, 0, tzinfo=UTC)

    event, data, *rest = frames.heartbeat(3, now=moment, rate=2.5).decode().split("\n")

    assert event == "event: heartbeat"
    assert json.loads(data.removeprefix("data: ")) == {
        "sequence": 3,
        "now": "2025-08-15T18:00:00+00:00",
        "rate": 2.5,
    }
    assert rest == ["", ""]


def test_readers_are_told_to_come_back_at_different_times() -> None:
    waits = {int(frames.retry(around=2.0).decode().removeprefix("retry: ")) for _ in range(200)}

    assert len(waits) > 100
    assert min(waits) >= 1000
    assert max(waits) <= 3000


def test_a_reset_is_an_event_with_data_since_browsers_drop_events_without() -> None:
    assert frames.RESET == b"event: reset\ndata: 0\n\n"
