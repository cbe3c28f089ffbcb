"""The demo evening: both editions tell the same story, and every fact of it reaches the reader."""

import re
import tomllib
from collections.abc import Iterator
from datetime import date, datetime, time
from difflib import SequenceMatcher
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

Table = dict[str, Any]

LANGUAGES = ["de", "en"]
TEXTS = {"text", "headline", "note", "notice", "alt", "caption", "wording"}
COVERAGE_TEXTS = {
    "headline",
    "standfirst",
    "official_subject",
    "unofficial_subject",
    "lead_question",
}
ACT_KEYS = {
    "publish": {"post", "headline", "text", "byline", "facts"},
    "amend": {"post", "text"},
    "correct": {"post", "text", "class", "note"},
    "withdraw": {"post", "notice"},
    "pin": {"post"},
    "unpin": {"post"},
    "key_event": {"post"},
    "summary": {"post"},
}
LINK = re.compile(r"\[([^\]]+)\]\(post:([a-z0-9-]+)\)")
LINKED_BULLET = re.compile(r"- \[[^\]]+\]\(post:[a-z0-9-]+\)")
SPEAKER = re.compile(r"^> — \S.*$", re.MULTILINE)
MARKERS = re.compile(r"^(?:!!?|\?\?|==|<>|/[a-z]+ ).*$", re.MULTILINE)
SAME_MARKER = {"/frage": "/question", "/antwort": "/answer", "/sz": "/sc"}
OPENING = time(20, 0)

FACTS = tomllib.loads((Path(__file__).parent / "summit_facts.toml").read_text("utf-8"))["facts"]


def edition(language: str) -> Table:
    source = files("depesche.demo") / f"summit.{language}.toml"
    return tomllib.loads(source.read_text(encoding="utf-8"))


EDITIONS = {language: edition(language) for language in LANGUAGES}


@pytest.fixture(params=LANGUAGES)
def evening(request: pytest.FixtureRequest) -> Table:
    return EDITIONS[request.param]


def acts(evening: Table, verb: str) -> list[Table]:
    return [act for act in evening["acts"] if act["verb"] == verb]


def marked(evening: Table, flag: str, verb: str) -> set[str]:
    published = {act["post"] for act in acts(evening, "publish") if act.get(flag)}
    return published | {act["post"] for act in acts(evening, verb)}


def versions(evening: Table, verb: str) -> Iterator[tuple[Table, Table]]:
    """Each act of this verb with the post as it stood before."""
    posts: dict[str, Table] = {}
    for act in evening["acts"]:
        if act["verb"] == verb:
            yield posts[act["post"]], act
        posts[act["post"]] = posts.get(act["post"], {}) | act


def final_posts(evening: Table) -> dict[str, Table]:
    posts: dict[str, Table] = {}
    for act in evening["acts"]:
        if act["verb"] == "withdraw":
            del posts[act["post"]]
        elif "text" in act:
            posts[act["post"]] = posts.get(act["post"], {}) | act
    return posts


def plain(text: str) -> str:
    text = MARKERS.sub("", text)
    return re.sub(r"\*+|^> ?", "", LINK.sub(r"\1", text), flags=re.MULTILINE)


def said_to_the_dossier(evening: Table) -> list[list[str]]:
    """The marker lines of every act in one language, words left out."""
    lines = [MARKERS.findall(act.get("text", "")) for act in evening["acts"]]
    return [[SAME_MARKER.get(line.split()[0], line.split()[0]) for line in one] for one in lines]


def told(evening: Table, fact: str) -> str:
    """What a reader is told, in the end, wherever the fact is named."""
    coverage = evening["coverage"]
    fields = [coverage[key] for key in sorted(COVERAGE_TEXTS)] if fact in coverage["facts"] else []
    posts = [post for post in final_posts(evening).values() if fact in post["facts"]]
    return plain("\n".join(fields + [f"{post['headline']}\n{post['text']}" for post in posts]))


def without_texts(evening: Table) -> Table:
    return {
        "coverage": blanked(evening["coverage"], COVERAGE_TEXTS | {"language"}),
        "people": evening["people"],
        "acts": [blanked(act, TEXTS) for act in evening["acts"]],
    }


def blanked(table: Table, hidden: set[str]) -> Table:
    def shown(value: Any) -> Any:
        if isinstance(value, list) and value and isinstance(value[0], dict):
            return [blanked(one, hidden) for one in value]
        return value

    return {key: None if key in hidden else shown(value) for key, value in table.items()}


def moments(evening: Table) -> list[datetime]:
    day = date(2025, 8, 15)
    return [datetime.combine(day, time.fromisoformat(act["at"])) for act in evening["acts"]]


def test_both_editions_have_the_same_acts() -> None:
    assert without_texts(EDITIONS["de"]) == without_texts(EDITIONS["en"])


def test_posts_say_the_same_to_the_dossier_in_both_editions() -> None:
    german, english = (said_to_the_dossier(EDITIONS[language]) for language in LANGUAGES)
    assert german == english
    assert {marker for line in german for marker in line} == {"??", "/question", "/answer", "/sc"}


def test_links_lead_to_the_same_posts_in_both_editions() -> None:
    def targets(evening: Table) -> list[list[str]]:
        return [[key for _, key in LINK.findall(act.get("text", ""))] for act in evening["acts"]]

    assert targets(EDITIONS["de"]) == targets(EDITIONS["en"])


def test_every_act_is_complete(evening: Table) -> None:
    for act in evening["acts"]:
        assert act.keys() >= {"at", "by", "verb"} | ACT_KEYS[act["verb"]], act


def test_only_people_who_may_publish_act(evening: Table) -> None:
    may = {person["key"] for person in evening["people"] if person["role"] != "contributor"}
    assert {act["by"] for act in evening["acts"]} <= may


def test_acts_concern_posts_that_stand(evening: Table) -> None:
    standing: set[str] = set()
    for act in evening["acts"]:
        assert (act["post"] in standing) is (act["verb"] != "publish"), act
        if act["verb"] == "withdraw":
            standing.remove(act["post"])
        standing |= {act["post"]} if act["verb"] == "publish" else set()


def test_acts_follow_each_other_at_a_human_pace(evening: Table) -> None:
    gaps = [(later - earlier).total_seconds() for earlier, later in pairwise(moments(evening))]
    assert min(gaps) >= 40
    assert max(gaps) <= 180


def test_the_evening_begins_before_the_opening_and_lasts_an_hour(evening: Table) -> None:
    early = [act["verb"] for act in evening["acts"] if time.fromisoformat(act["at"]) < OPENING]
    assert early == ["publish"] * 3
    assert evening["coverage"]["opens_at"].isoformat() == "2025-08-15T20:00:00+02:00"
    assert moments(evening)[-1].time() > time(20, 55)


def test_there_is_enough_to_read(evening: Table) -> None:
    assert len(acts(evening, "publish")) >= 34
    assert len(marked(evening, "key_event", "key_event")) >= 7


def test_headlines_fit(evening: Table) -> None:
    headlines = [act["headline"] for act in evening["acts"] if "headline" in act]
    assert all(0 < len(headline) <= 80 for headline in headlines)
    assert len(headlines) == len(set(headlines))


def test_one_post_stays_pinned(evening: Table) -> None:
    pinned = marked(evening, "pinned", "pin") - {act["post"] for act in acts(evening, "unpin")}
    assert len(pinned) == 1
    assert pinned <= final_posts(evening).keys()


def test_summaries_are_a_lead_and_at_most_five_links(evening: Table) -> None:
    summaries = [final_posts(evening)[post] for post in marked(evening, "summary", "summary")]
    assert len(summaries) == 2
    for summary in summaries:
        lead, bullets = summary["text"].strip().split("\n\n")
        assert not LINK.search(lead)
        assert 1 <= len(bullets.splitlines()) <= 5
        assert all(LINKED_BULLET.fullmatch(line) for line in bullets.splitlines())


def test_links_lead_to_earlier_posts_that_still_stand(evening: Table) -> None:
    seen: set[str] = set()
    for act in evening["acts"]:
        assert {key for _, key in LINK.findall(act.get("text", ""))} <= seen, act
        seen.add(act["post"])
    linked = {key for act in evening["acts"] for _, key in LINK.findall(act.get("text", ""))}
    assert linked <= final_posts(evening).keys()


def test_quotes_name_their_speakers(evening: Table) -> None:
    quoting = [post["text"] for post in final_posts(evening).values() if "> " in post["text"]]
    assert len(quoting) >= 5
    for text in quoting:
        quote = [line for line in text.splitlines() if line.startswith(">")]
        assert SPEAKER.fullmatch(quote[-1])
        assert len(SPEAKER.findall(text)) == 1


def test_corrections_change_the_text_and_tell_the_reader(evening: Table) -> None:
    corrected = list(versions(evening, "correct"))
    assert {act["class"] for _, act in corrected} == {"correction", "clarification"}
    assert all(act["text"] != before["text"] and act["note"].strip() for before, act in corrected)


def test_the_amendment_mends_no_more_than_a_typo(evening: Table) -> None:
    for before, act in versions(evening, "amend"):
        assert 0.98 < SequenceMatcher(None, before["text"], act["text"]).ratio() < 1
    assert acts(evening, "amend")


def test_the_withdrawal_leaves_a_notice(evening: Table) -> None:
    (withdrawal,) = acts(evening, "withdraw")
    assert len(withdrawal["notice"]) > 40


def test_the_facts_are_all_there() -> None:
    assert [fact["key"] for fact in FACTS] == [f"K{number}" for number in range(1, 33)]
    for fact in FACTS:
        assert all(fact[language].strip() for language in LANGUAGES)
        assert all(2 <= len(fact["words"][language]) <= 5 for language in LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact["key"])
def test_the_reader_is_told_every_fact(fact: Table, language: str) -> None:
    text = told(EDITIONS[language], fact["key"])
    missing = [word for word in fact["words"][language] if not re.search(word, text, re.IGNORECASE)]
    assert not missing


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact["key"])
def test_a_fact_is_told_only_where_it_is_named(fact: Table, language: str) -> None:
    posts = final_posts(EDITIONS[language]).values()
    others = [post["text"] for post in posts if fact["key"] not in post["facts"]]
    text = plain("\n".join(others))
    assert not all(re.search(word, text, re.IGNORECASE) for word in fact["words"][language])


def test_posts_name_only_facts_that_exist(evening: Table) -> None:
    named = {fact for act in acts(evening, "publish") for fact in act["facts"]}
    assert named | set(evening["coverage"]["facts"]) == {fact["key"] for fact in FACTS}


def test_german_is_typed_the_german_way() -> None:
    german = str(EDITIONS["de"])
    assert not re.search(r"\d:\d\d\s*Uhr", german)
    assert " - " not in german


def test_quotation_marks_are_left_to_the_typesetting(evening: Table) -> None:
    assert not re.search("[„“”‚‘’«»]", str(evening))


def test_posts_hold_no_headings_html_or_images(evening: Table) -> None:
    for act in evening["acts"]:
        assert not re.search(r"^#|<\w|!\[|^\d+\. ", act.get("text", ""), re.MULTILINE), act
