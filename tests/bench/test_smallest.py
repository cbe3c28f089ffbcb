"""The smallest round of the benchmark, from end to end. Nothing here is about milliseconds."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from bench import report
from bench.questions import fanout

pytestmark = pytest.mark.timeout(500)

ROOT = Path(__file__).parents[2]
PATIENCE = 400.0  # seconds; a busy machine starts its servers slowly
READING = {"pages", "growth", "wave", "stalled", "ending", "busy", "screen"}
QUESTIONS = {"fanout", *READING, "posting", "dossier", "lighthouse"}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where a run has left its results."""
    results = tmp_path_factory.mktemp("results")
    command = [sys.executable, "-m", "bench", "--smallest", "--results", str(results)]
    ran = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE, check=False
    )
    assert ran.returncode == 0, ran.stderr
    (place,) = results.iterdir()
    return place


@pytest.fixture(scope="module")
def results(place: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((place / "results.json").read_text("utf-8"))
    return found


def test_every_change_came_once_and_in_order(results: dict[str, Any]) -> None:
    asked = results["asked"]["fanout"]
    assert asked["missing"] == {}
    assert asked["verdict"] == {}
    assert asked["streams"] == [20]
    peers = {"depesche", "depesche-gzip", "c", "nchan", "plain", "sse"}
    rows = {(row["peer"], row["pace"]) for row in asked["rows"]}
    assert rows == {(peer, pace) for peer in peers for pace in ("closed", "paced")}
    assert {row["peer"]: row["verdict"] for row in asked["reports"]} == {peer: {} for peer in peers}


def test_all_servers_hand_on_the_same_change(results: dict[str, Any]) -> None:
    contents = {row["peer"]: row["content"] for row in results["asked"]["fanout"]["reports"]}
    nchan = contents.pop("nchan")  # has longer ids
    assert (
        max(contents.values()) - min(contents.values()) <= 2
    )  # a number has a digit more, in two places
    assert contents["c"] < nchan < contents["c"] + 20


def test_packed_readers_are_sent_fewer_bytes(results: dict[str, Any]) -> None:
    (packed,) = [r for r in results["answers"]["fanout"] if r["peer"] == "depesche-gzip"]
    assert packed["bytes_plain"][0] < 1
    demo = results["asked"]["fanout"]["demo"]
    assert demo["verdict"] == {}
    assert 0 < demo["packed"] < demo["plain"]
    assert demo["content"] > 100_000  # the evening was played


def test_every_question_is_answered_beside_something(results: dict[str, Any]) -> None:
    answers = results["answers"]
    fanout = answers["fanout"][-1]
    growth = {(row["kind"], row["posts"]): row for row in answers["growth"]}
    posting = {(row["database"], row.get("programs")): row for row in answers["posting"]}
    dossier = {(row["kind"], row["size"]): row for row in answers["dossier"]}
    beside = {
        f"{name}_{peer}" for name in ("processor", "alone", "most") for peer in ("c", "nchan")
    }
    assert beside <= fanout.keys()
    kinds = ("page", "page again", "poll", "change", "resume")
    assert growth.keys() == {(kind, n) for kind in kinds for n in (5, 10)}
    databases = {(d, n) for d in ("sqlite", "postgresql") for n in (1, 4)}
    assert posting.keys() == {("floor", None), *databases}
    sizes = {
        "match": (10, 100),
        **dict.fromkeys(("publish", "first page", "page"), (0, 40)),
    }
    assert dossier.keys() == {(kind, size) for kind in sizes for size in sizes[kind]}
    for row in (*growth.values(), *dossier.values(), *(posting[key] for key in databases)):
        name = "processor_ratio" if "kind" in row else "floor_ratio"
        median, low, high = row[name]
        assert 0 < low <= median <= high


def test_readers_who_are_cut_off_stalled_or_told_the_end_are_all_accounted_for(
    results: dict[str, Any],
) -> None:
    answers = results["answers"]
    assert results["asked"].keys() == QUESTIONS
    for name in ("wave", "stalled", "busy", "screen"):
        assert results["asked"][name]["verdict"] == {}, name
    assert [(row["streams"], row["missing"]) for row in answers["wave"]] == [(2, 0), (20, 0)]
    assert answers["stalled"]["left"] == 0
    assert answers["ending"]["unheard"] == 0
    assert answers["screen"]["posts"] == 3


def test_a_judge_from_outside_has_looked_at_the_page_on_a_phone(results: dict[str, Any]) -> None:
    row = results["answers"]["lighthouse"]
    assert row["looks"] == 1
    assert row["accessibility"] == row["best-practices"] == row["seo"] == [100, 100, 100]
    assert 0 < row["css"][0] < row["page"][0] < row["bytes"][0] < 1e6
    assert 0 < row["javascript"][0] < row["bytes"][0]
    assert row["third_parties"] == [0, 0, 0]
    assert row["cookies"] == 0
    assert all(audit["title"] for audit in row["short"])


def test_pages_are_the_same_bytes_at_both_servers(results: dict[str, Any]) -> None:
    kinds = {row["kind"]: row for row in results["answers"]["pages"]}
    assert kinds.keys() == {"page", "page, gzip", "page, 304", "poll", "poll, 304"}
    for kind in ("page", "poll"):
        assert (
            abs(kinds[kind]["bytes"] - kinds[kind]["nginx_bytes"]) < 50
        )  # the time may be shorter
        assert kinds[f"{kind}, 304"]["bytes"] == kinds[f"{kind}, 304"]["nginx_bytes"] == 0


def test_the_page_begins_with_the_goals(results: dict[str, Any], place: Path) -> None:
    page = (place / "performance.md").read_text("utf-8")
    goals = page.split("\n## ")[1]
    rows = [line for line in goals.splitlines() if line.startswith("| ")][1:]
    assert len(rows) >= 25
    assert all(row.endswith(("| yes |", "| **no** |")) for row in rows)
    assert f"**{sum(row.endswith('**no** |') for row in rows)} of {len(rows)} goals" in goals


def test_the_page_holds_a_table_and_a_picture_for_each_question(place: Path) -> None:
    page = (place / "performance.md").read_text("utf-8")
    questions = page.split("\n## ")[1:-1]
    assert len(questions) == 1 + len(QUESTIONS)
    for question in questions:
        assert "\n|" in question
        picture = place / question.split("](")[1].split(")")[0]
        drawn = ET.parse(picture).getroot()
        texts = {element.tag.rpartition("}")[2]: element.text for element in drawn}
        assert texts["title"]
        assert texts["desc"]


def test_the_facts_of_the_machine_are_told(results: dict[str, Any], place: Path) -> None:
    machine = results["machine"]
    assert {"cores", "kernel", "python", "load_before", "file_system"} <= machine.keys()
    page = (place / "performance.md").read_text("utf-8")
    assert str(machine["python"]) in page
    assert str(machine["kernel"]) in page


def test_a_server_that_is_not_to_be_had_is_named_and_the_others_are_told(
    results: dict[str, Any], tmp_path: Path
) -> None:
    asked = results["asked"]["fanout"] | {"missing": {"nchan": "nchan is missing: install it"}}
    for name in ("rows", "reports"):
        asked[name] = [row for row in asked[name] if row["peer"] != "nchan"]
    answers = results["answers"] | {"fanout": fanout.answer(asked)}
    told = results | {"asked": results["asked"] | {"fanout": asked}, "answers": answers}
    report.write(told, tmp_path)
    page = (tmp_path / "performance.md").read_text("utf-8")
    assert "**nginx + nchan is missing:** nchan is missing: install it." in page
    assert "| sse-starlette |" in page
    assert "| nginx + nchan |" not in page
