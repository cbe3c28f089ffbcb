"""Hostile text in every field: taken or refused with a sentence, and never half of it."""

from typing import Any

import pytest

import hostile
from api.program import Program
from depesche.newsroom import passwords
from newsdesk import PASSWORD, Newsdesk

WORDS = ("headline", "standfirst", "dateline", "official_subject", "lead_question")
CHOICES = ("language", "newsroom_zone", "event_zone", "opens_at", "status")
OF_A_POST = (("text", "headline", "byline"), ("status",), ("scheduled_at", "embargoed_until"))


def assert_answered(answer: Any, where: str) -> None:
    """Stored, or refused with a sentence; and nobody is quoted with half a character."""
    assert answer.status_code in {200, 201, 303, 400, 401, 404, 409, 413, 422, 429}, where
    answer.content.decode("utf-8")
    for header in answer.headers.values():
        assert "\n" not in header
        assert "pwned=" not in header.partition(";")[0], where
    if answer.status_code >= 400 and "json" in answer.headers["content-type"]:
        assert answer.json()["detail"].endswith("."), where


def test_every_field_of_a_coverage(agency: Program) -> None:
    agency.puts_coverage(headline="Der Gipfel", status="live")
    for text in hostile.texts():
        for fields in (WORDS, *((field,) for field in CHOICES)):
            wanted = {"headline": "Der Gipfel", **dict.fromkeys(fields, text)}
            assert_answered(agency.puts_coverage(**wanted), f"{fields}: {text[:40]!r}")


def test_every_field_of_a_post(live: Program) -> None:
    for text in hostile.texts():
        for fields in OF_A_POST:
            answer = live.puts(**{"text": "Satz", **dict.fromkeys(fields, text)})
            assert_answered(answer, f"{fields}: {text[:40]!r}")
    post, taken = live.publishes("Satz"), live.publishes("Falsch")
    for n, text in enumerate(hostile.texts()):
        answer = live.corrects(post, f"{n}", note=text)
        assert_answered(answer, f"note: {text[:40]!r}")
        answer = live.withdraws(taken, notice=text)
        assert_answered(answer, f"notice: {text[:40]!r}")


def test_what_is_stored_is_told_as_it_was_typed_but_for_what_cannot_be_seen(live: Program) -> None:
    for text in (*hostile.SCRIPTS, *hostile.LINKS):
        post = live.publishes(text)
        kept = "".join(c for c in text if c.isprintable() or c in "\n\t").strip()
        assert live.reads(post)["text"].strip() == kept


@pytest.mark.parametrize("where", ["path", "query", "header"])
def test_an_address_is_no_way_in(live: Program, where: str) -> None:
    for text in hostile.lines():
        safe = "".join(f"%{byte:02x}" for byte in text.encode(errors="replace"))
        path, headers = f"/coverages/{safe}", {}
        if where == "query":
            path = f"/coverages?limit={safe}&after={safe}"
        if where == "header":
            path = "/coverages/gipfel"
            plain = "".join(c for c in text if " " <= c <= "~")
            headers = {"Accept": plain, "If-Match": plain, "Accept-Language": plain}
        answer = live.asks("GET", path, headers=headers)
        assert answer.status_code in {200, 404, 422}, text
        assert_answered(answer, text)


def test_every_field_of_the_desks_forms(
    newsdesk: Newsdesk, client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passwords, "hashed", lambda _: "hashed once is enough")
    client.cookies.set("depesche", newsdesk.signs_in(newsdesk.ada))
    newsdesk.opens(slug="gipfel")
    asked = {"follow_redirects": False}
    for text in (*hostile.lines(), hostile.LONG[0]):
        typed = text.encode(errors="replace").decode()
        for path, form in (
            ("/coverages/new", dict.fromkeys((*WORDS, *CHOICES, "slug"), typed)),
            ("/coverages/gipfel/edit", dict.fromkeys(WORDS, typed)),
            ("/people", {"name": typed, "role": typed, "password": PASSWORD}),
            ("/language", {"language": typed, "next": typed}),
            ("/coverages/gipfel/status", {"status": typed}),
        ):
            answer = client.post(f"/desk{path}", data=form, **asked)
            assert_answered(answer, f"{path}: {text[:40]!r}")
            location = answer.headers.get("location", "/desk")
            assert location.startswith("/desk"), location


@pytest.mark.parametrize(
    "body",
    [b"headline=%ff%fe", b"headline=\xff\xfe", b"headline=%ed%a0%80", b"headline=%00", b"=&&=;%zz"],
)
def test_malformed_utf_8_in_a_form(newsdesk: Newsdesk, client: Any, body: bytes) -> None:
    client.cookies.set("depesche", newsdesk.signs_in(newsdesk.mara))
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    for path in ("/desk/coverages/new", "/desk/sign-in", "/desk/account/password"):
        sent = body.replace(b"headline", b"name") if "sign-in" in path else body
        answer = client.post(path, content=sent, headers=headers, follow_redirects=False)
        assert_answered(answer, path)
    multipart = (
        b'--x\r\nContent-Disposition: form-data; name="headline"\r\n\r\n' + body + b"\r\n--x--"
    )
    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    for sent in (multipart, multipart[:30], b"--x--", b""):
        answer = client.post("/desk/coverages/new", content=sent, headers=headers)
        assert_answered(answer, "multipart")
