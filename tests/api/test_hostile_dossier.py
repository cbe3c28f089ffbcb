"""Whatever is sent to the dossier: taken, or refused with a sentence that helps, and never half."""

import json
import time
from collections.abc import Iterator
from typing import Any, Final
from uuid import uuid4

import pytest
from httpx2 import Response

import hostile
from api.program import Program, problem
from depesche.api.dossier.wanted import WANTED
from newsdesk import Newsdesk

# No database has a part in most of it.

RIGHT: Final[dict[str, dict[str, Any]]] = {
    "actor": {"name": "Wladimir Putin"},
    "issue": {"label": "Gebiete"},
    "aim": {"actor": "putin", "text": "Anerkennung"},
    "position": {"actor": "putin", "issue": "gebiete", "stance": "rejects", "claims": ["1"]},
    "claim": {"text": "Kein Zugeständnis in Sicht."},
    "place": {"name": "Anchorage"},
    "entry": {"title": "Verkauf Alaskas", "when": "1867"},
    "scenario": {"label": "Eingefroren"},
    "question": {"text": "Mehr als ein Fototermin?"},
}
KEYS: Final = {"actor": "putin", "issue": "gebiete", "scenario": "frost", "place": "anchorage"}


@pytest.fixture
def prepared(live: Program) -> Program:
    """The agency, which has prepared one of each kind."""
    for kind in ("actor", "issue", "place", "claim", "scenario", "aim", "entry", "question"):
        answer = live.prepares(kind, KEYS.get(kind, "1"), **RIGHT[kind])
        assert answer.status_code == 201, answer.text
    return live


def refused(answer: Response, where: object) -> dict[str, Any]:
    """The problem, which must be ours to tell and theirs to mend."""
    assert 400 <= answer.status_code < 500, (where, answer.status_code, answer.text[:300])
    assert answer.headers["content-type"] == "application/problem+json"
    told: dict[str, Any] = answer.json()
    assert told["detail"].endswith("."), where
    assert "{" not in told["detail"], where
    return told


WRONG: Final[list[tuple[str, dict[str, Any], str, str]]] = [
    ("actor", {"name": ""}, "missing", "name"),
    ("actor", {"name": " \x00\x07 "}, "missing", "name"),
    ("actor", {"name": "x" * 301}, "too-long", "name"),
    ("actor", {"type": "god"}, "unknown-choice", "type"),
    ("actor", {"voice_of": "niemand"}, "unknown-object", "voice_of"),
    ("actor", {"same_as": [{"url": "javascript:alert(1)"}]}, "unfit", "same_as"),
    ("actor", {"same_as": [{"url": "https://[::"}]}, "unfit", "same_as"),
    (
        "actor",
        {"same_as": [{"url": f"https://{n}.example"} for n in range(6)]},
        "too-much",
        "same_as",
    ),
    ("actor", {"aliases": [str(n) for n in range(10_001)]}, "too-much", "aliases"),
    ("actor", {"aliases": ["x" * 301]}, "too-long", "aliases"),
    ("actor", {"nickname": "Wowa"}, "unreadable", "nickname"),
    ("actor", {"posts": [str(uuid4())]}, "unknown-object", "posts"),
    ("actor", {"posts": [str(uuid4()) for _ in range(51)]}, "too-much", "posts"),
    ("actor", {"posts": ["nothing"]}, "unreadable", "posts.0"),
    ("issue", {"options": list("abcdef")}, "too-much", "options"),
    ("aim", {"kind": "attributed"}, "owner-missing", "attributed_to"),
    ("aim", {"actor": ""}, "missing", "actor"),
    ("aim", {"actor": "niemand"}, "unknown-object", "actor"),
    ("aim", {"since": "2024-13"}, "unreadable-date", "since"),
    ("aim", {"text": "x" * 601}, "too-long", "text"),
    ("position", {"claims": []}, "basis-missing", "claims"),
    ("position", {"claims": ["99"]}, "unknown-object", "claims"),
    ("position", {"stance": ""}, "unknown-choice", "stance"),
    ("position", {"stance": "60"}, "unknown-choice", "stance"),
    ("position", {"supersedes": "99"}, "unknown-object", "supersedes"),
    ("position", {"superseded_by": "1"}, "unreadable", "superseded_by"),
    ("claim", {"status": "disputed"}, "disputant-missing", "disputed_by"),
    ("claim", {"disputed_by": [f"N{n}" for n in range(51)]}, "too-much", "disputed_by"),
    ("claim", {"contradicts": [str(n) for n in range(51)]}, "too-much", "contradicts"),
    ("claim", {"contradicts": ["99"]}, "unknown-object", "contradicts"),
    ("claim", {"said_at": "2025-08-15T20:00:00"}, "naive-time", "said_at"),
    ("claim", {"said_at": "gestern"}, "unreadable", "said_at"),
    (
        "claim",
        {"evidence": [{}] * 3 + [{"text": str(n)} for n in range(21)]},
        "too-much",
        "evidence",
    ),
    ("place", {"latitude": 61.2}, "coordinates-missing", "longitude"),
    ("place", {"latitude": 91, "longitude": 0}, "out-of-range", "latitude"),
    ("place", {"latitude": 10**400, "longitude": 0}, "unreadable", "latitude"),
    ("place", {"zone": "Mars/Olympus"}, "unknown-zone", "zone"),
    ("entry", {"when": ""}, "missing", "when"),
    ("entry", {"when": "2024-13"}, "unreadable-date", "when"),
    ("entry", {"when": "2025-02-30"}, "unreadable-date", "when"),
    ("entry", {"when": "20XX", "count": "vor {years} Jahren"}, "count-needs-anchor", "count"),
    ("scenario", {"depends_on": ["99"]}, "unknown-object", "depends_on"),
    ("scenario", {"valued_by": [{"by": "", "text": "x"}]}, "owner-missing", "valued_by"),
    ("scenario", {"valued_by": [{"text": "x"}]}, "unreadable", "valued_by.0.by"),
    ("question", {"state": "vielleicht"}, "unknown-choice", "state"),
]


def test_what_cannot_be_is_refused_and_not_made(
    prepared: Program, newsdesk: Newsdesk, subtests: pytest.Subtests
) -> None:
    before = [line.sequence for line in newsdesk.desk_log()]
    for kind, wrong, code, field in WRONG:
        with subtests.test(kind=kind, wrong=str(wrong)[:80]):
            told = refused(prepared.prepares(kind, "neu", **{**RIGHT[kind], **wrong}), wrong)
            assert (told["code"], told["field"]) == (code, field)
            problem(prepared.gets(f"/coverages/gipfel/dossier/{kind}/neu"), 404, "not-found")
    assert [line.sequence for line in newsdesk.desk_log()] == before


JUNK: Final = (None, True, 0, -1, 1.5, 10**30, "", "x", [], [None], [[]], [{}], {}, {"a": 1}, [0])


def test_json_of_a_wrong_type_is_never_our_mistake(
    prepared: Program, subtests: pytest.Subtests
) -> None:
    for kind, shape in WANTED.items():
        for name, field in shape.model_fields.items():
            with subtests.test(kind=kind, field=name):
                for junk in JUNK:
                    wanted = {**RIGHT[kind], (field.alias or name): junk}
                    answer = prepared.prepares(kind, f"junk-{kind}", **wanted)
                    if answer.status_code not in {200, 201}:
                        refused(answer, (kind, name, junk))


def test_a_body_that_is_no_object_is_refused(prepared: Program) -> None:
    path = "/coverages/gipfel/dossier/actor/neu"
    for body in (b"", b"[]", b"null", b'"x"', b"{", b"\xff", b"7", b"[" * 5000):
        refused(prepared.asks("PUT", path, body), body[:20])
    odd = {"Content-Type": "text/plain"}
    assert prepared.asks("PUT", path, {"name": "x"}, headers=odd).status_code == 415


def test_every_kind_of_text_is_taken_whole_or_refused(prepared: Program) -> None:
    for kind, shape in WANTED.items():
        lines = [name for name, field in shape.model_fields.items() if field.annotation is str]
        for text in hostile.texts()[::3]:
            wanted = {**RIGHT[kind], **dict.fromkeys(lines, text)}
            answer = prepared.prepares(kind, f"h-{kind}", **wanted)
            assert answer.status_code in {200, 201, 422}, (kind, text[:40], answer.text[:300])
            answer.content.decode("utf-8")


ALIASES: Final = (
    *(r".*", r"(a+)+$", r"[", r"\d", r"^Putin$", "a|b", "?", "((((", r"\b", "(?i)x", "{years}"),
    *("👩‍🚀", "🇺🇦", "بوتين", "פוטין", "\u202eniltuP", "普京", "Пу́тин", "İstanbul", "ß", "ﬁ"),
    *("Merz", "Bush", "Grün", "der", "&lt;b&gt;", "<script>", "%s", "{0.__class__}", "\\"),
)


def test_any_alias_is_taken_as_the_letters_it_is(prepared: Program) -> None:
    assert prepared.prepares("actor", "putin", aliases=[*ALIASES]).status_code == 200
    kept = prepared.finds("actor", "putin")["fields"]["aliases"]
    assert len(kept) == len(ALIASES)
    post = prepared.publishes("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa! Bush sagt: (a+)+$ <script>")
    assert prepared.reads(post)["status"] == "published"


def test_ten_thousand_aliases_fit_and_a_larger_body_is_told_so(prepared: Program) -> None:
    many = [f"Name {n:05d} mit einem Zusatz" for n in range(10_000)]
    assert prepared.prepares("actor", "putin", aliases=many).status_code == 200
    assert prepared.publishes("Es sprach Name 04711 mit einem Zusatz.")
    told = problem(
        prepared.prepares("actor", "putin", aliases=[f"{n}{'x' * 250}" for n in range(9_000)]),
        413,
        "too-large",
    )
    assert "1024 KiB" in told["detail"]
    assert prepared.finds("actor", "putin")["fields"]["aliases"] == many


def test_a_body_full_of_names_is_answered_soon(prepared: Program) -> None:
    post = str(prepared.publishes("Ein Beleg."))
    for fields in ({"posts": [post] * 20_000}, {"disputed_by": ["x"] * 100_000}):
        begun = time.monotonic()
        answer = prepared.prepares("claim", "1", **fields)
        assert answer.status_code in {200, 422}
        assert time.monotonic() - begun < 20
    assert prepared.finds("claim", "1")["posts"] == [post]


def test_two_actors_may_share_an_alias_and_a_post_means_neither(prepared: Program) -> None:
    prepared.prepares("actor", "andere", name="Andere", aliases=["Putin"])
    assert prepared.prepares("actor", "putin", aliases=["Putin"]).status_code == 200
    assert prepared.publishes("> Nein.\n> – Putin")
    (claim,) = [
        one for one in prepared.gets("/coverages/gipfel/dossier/claim").json()["items"]
        if one["posts"]
    ]  # fmt: skip
    assert claim["fields"]["speaker"] == {"name": "Putin"}


LIKELIHOODS: Final[list[dict[str, Any]]] = [
    {"low": 0, "high": 20},
    {"low": 50, "high": 100},
    {"low": 60, "high": 40},
    {"low": -5, "high": 10**30},
    {"low": 1.5, "high": 2.5},
    {"low": "10", "high": "20"},
    {"low": True, "high": 50},
    {"low": None},
    {"author": ""},
    {"author": None},
    {"words": ""},
    {"words": "x" * 301},
    {"words": ["möglich"]},
    {"confirmed": True},
]


def test_a_likelihood_that_cannot_be_is_refused(prepared: Program) -> None:
    for wanted in LIKELIHOODS:
        refused(prepared.estimates("frost", **wanted), wanted)
    assert prepared.finds("scenario", "frost")["likelihoods"] == []


def test_nothing_leads_back_to_where_it_began(prepared: Program) -> None:
    prepared.prepares("actor", "kreml", name="Kreml", voice_of="putin")
    problem(prepared.prepares("actor", "putin", voice_of="kreml"), 422, "circular")
    problem(prepared.prepares("actor", "putin", voice_of="putin"), 422, "circular")
    prepared.prepares("claim", "2", text="Zwei", revises="1")
    problem(prepared.prepares("claim", "1", revises="2"), 422, "circular")
    problem(prepared.prepares("claim", "1", contradicts=["1"]), 422, "circular")


def test_what_was_superseded_is_not_superseded_again(prepared: Program) -> None:
    right = RIGHT["position"]
    for key in "12":
        assert prepared.prepares("position", key, **right).status_code == 201
    told = problem(
        prepared.prepares("position", "3", **right, supersedes="1"), 409, "position-superseded"
    )
    assert "2" in told["detail"]
    problem(prepared.prepares("position", "2", supersedes="2"), 409, "position-taken")
    problem(prepared.prepares("position", "2", stance="supports"), 409, "position-taken")
    assert prepared.prepares("position", "2", wording="so gesagt").status_code == 200
    prepared.prepares("actor", "andere", name="Andere")
    other = {**right, "actor": "andere", "supersedes": "2"}
    problem(prepared.prepares("position", "4", **other), 422, "other-cell")


POSITIONS: Final[list[Any]] = [
    "putin",
    [{}],
    [{"actor": "putin", "issue": "gebiete"}],
    [{"actor": "putin", "issue": "gebiete", "stance": ""}],
    [{"actor": "", "issue": "gebiete", "stance": "rejects"}],
    [{"actor": "niemand", "issue": "gebiete", "stance": "rejects"}],
    [{"actor": "putin", "issue": "gebiete", "stance": "rejects", "from": "2024-13"}],
    [{"actor": "putin", "issue": "gebiete", "stance": "rejects", "claims": ["1"]}],
    [{"actor": ["putin"], "issue": "gebiete", "stance": "rejects"}],
]


def test_a_post_with_a_position_that_cannot_be_is_refused(prepared: Program) -> None:
    post = uuid4()
    for wanted in POSITIONS:
        refused(prepared.puts(post, text="Nein.", status="published", positions=wanted), wanted)
        refused(prepared.puts(post, text="Nein.", positions=wanted), wanted)
    problem(prepared.gets(f"/coverages/gipfel/posts/{post}"), 404, "not-found")


def test_a_key_that_cannot_be_is_refused(prepared: Program) -> None:
    for key in ("Putin", "-x", "x--y", "x" * 81, "ü", "a b", "%00", "%E2%80%AE", "..%2F"):
        path = f"/coverages/gipfel/dossier/actor/{key}"
        refused(prepared.asks("PUT", path, {"name": "x"}), key)
        refused(prepared.gets(path), key)
    refused(prepared.prepares("thing", "x", name="x"), "thing")


def test_what_is_not_there_is_not_found(prepared: Program) -> None:
    problem(prepared.merges("actor", "niemand", into="putin"), 404, "not-found")
    problem(prepared.estimates("nichts"), 404, "not-found")
    gone = prepared.takes_back("scenario/frost/likelihood", 4711)
    problem(gone, 409, "nothing-to-take-back")
    problem(prepared.asks("DELETE", "/coverages/gipfel/dossier/claim/99/flag"), 404, "not-found")
    problem(prepared.prepares("actor", "x", slug="nirgends", name="x"), 404, "not-found")


def bodies() -> Iterator[str]:
    """JSON that Python reads and nobody else."""
    yield from ('{"latitude": NaN, "longitude": 1}', '{"latitude": Infinity, "longitude": 1}')
    yield json.dumps({"latitude": 1e308 * 10, "longitude": 1})


def test_a_number_that_is_none_is_refused(prepared: Program) -> None:
    path = "/coverages/gipfel/dossier/place/anchorage"
    for body in bodies():
        refused(prepared.asks("PUT", path, body.encode()), body)
