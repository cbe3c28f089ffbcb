"""Nothing of the API works without a token, and a token that reads does not write."""

from uuid import uuid4

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from api.program import API, Program, problem
from depesche import clock
from depesche.api import doors
from depesche.newsroom import keys
from newsdesk import Newsdesk


def every_call(app: FastAPI) -> list[tuple[str, str]]:
    """Method and path of everything that the API offers."""
    uuid = str(uuid4())
    names = {"{slug}": "gipfel"} | dict.fromkeys(
        ("{post_id}", "{picture_id}", "{correction_id}"), uuid
    )
    names |= {"{kind}": "actor", "{key}": "putin", "{number}": "1"}
    calls = []
    for path, methods in app.openapi()["paths"].items():
        for name, value in names.items():
            path = path.replace(name, value)  # noqa: PLW2901
        calls += [(method.upper(), path.removeprefix(API)) for method in methods]
    return calls


def test_every_call_is_known_to_the_tests_below(app: FastAPI) -> None:
    assert len(every_call(app)) == 26


def test_nothing_works_without_a_token(
    app: FastAPI, client: TestClient, subtests: pytest.Subtests
) -> None:
    stranger = Program(client, None)
    for method, path in every_call(app):
        for body in ({"headline": "Der Gipfel"}, b"{", b"x" * 2**21):
            with subtests.test(method=method, path=path):
                answer = stranger.asks(method, path, body)
                problem(answer, 401, "bad-token")
                assert answer.headers["www-authenticate"] == "Bearer"


def test_a_token_that_is_revoked_while_the_body_comes_works_no_more(
    client: TestClient, newsdesk: Newsdesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    newsdesk.opens(slug="gipfel")
    importer = Program(client, newsdesk.issues_token("Importer"))

    def meanwhile(_request: object) -> None:
        with newsdesk.store.writing() as session:
            keys.revoke(session, name="Importer", wall=clock.wall())

    monkeypatch.setattr(doors, "_check_kind", meanwhile)
    post = {"text": "Eins", "status": "published"}
    answer = importer.asks("PUT", f"/coverages/gipfel/posts/{uuid4()}", post)
    problem(answer, 401, "bad-token")


def test_nothing_works_with_a_wrong_token(
    app: FastAPI, client: TestClient, agency: Program, newsdesk: Newsdesk
) -> None:
    secret = newsdesk.issues_token("Former agency")
    with newsdesk.store.writing() as session:
        keys.revoke(session, name="Former agency", wall=clock.wall())
    wrong = [f"Bearer {secret}", "Bearer depesche_nothing", "Bearer", "Bearer  ", "", "depesche"]
    wrong += [
        f"Basic {secret}",
        secret,
        "Bearer \xfc",
        f"Bearer {newsdesk.signs_in(newsdesk.mara)}",
    ]
    for value in wrong:
        for method, path in every_call(app)[:3]:
            headers = {b"Authorization": value.encode("latin-1")}
            answer = client.request(method, f"{API}{path}", headers=headers)  # type: ignore[arg-type]
            problem(answer, 401, "bad-token")


def test_a_cookie_of_the_desk_is_no_token(client: TestClient, newsdesk: Newsdesk) -> None:
    client.cookies.set("depesche", newsdesk.signs_in(newsdesk.mara))
    problem(Program(client, None).gets("/coverages"), 401, "bad-token")


def test_a_token_is_worth_nothing_at_the_desk(client: TestClient, newsdesk: Newsdesk) -> None:
    headers = {"Authorization": f"Bearer {newsdesk.issues_token('Agency')}"}
    answer = client.get("/desk", headers=headers, follow_redirects=False)
    assert answer.status_code != 200


def test_a_token_that_reads_does_not_write(
    app: FastAPI, archive: Program, newsdesk: Newsdesk, subtests: pytest.Subtests
) -> None:
    newsdesk.opens(slug="gipfel")
    for method, path in every_call(app):
        with subtests.test(method=method, path=path):
            answer = archive.asks(method, path, b"{")
            if method == "GET":
                assert answer.status_code in {200, 404}
            else:
                problem(answer, 403, "read-only-token")


def test_a_token_that_reads_sees_drafts(archive: Program, newsdesk: Newsdesk) -> None:
    newsdesk.opens(slug="gipfel")
    draft = newsdesk.drafts("Noch nicht")
    assert archive.reads(draft.id)["text"] == "Noch nicht"
    assert len(archive.gets("/coverages").json()["items"]) == 1
    assert len(archive.gets("/coverages/gipfel/posts").json()["items"]) == 1


def test_a_token_that_writes_works_as_soon_as_it_is_made_and_until_it_is_revoked(
    live: Program, newsdesk: Newsdesk
) -> None:
    live.publishes()
    with newsdesk.store.writing() as session:
        keys.revoke(session, name="Agency", wall=clock.wall())
    problem(live.puts(text="Noch einer"), 401, "bad-token")


def test_nothing_is_told_of_people(live: Program, newsdesk: Newsdesk) -> None:
    newsdesk.publishes("Von Jonas, für Mara.", byline="Redaktion")
    post = newsdesk.publishes("Von Jonas")
    newsdesk.corrects(post, "Von jemandem", internal_note="Jonas war müde.")
    for path in ("/coverages", "/coverages/gipfel", "/coverages/gipfel/posts"):
        told = live.gets(path).text.replace("Von Jonas, für Mara.", "")
        for secret in ("Mara", "Jonas", "Agency", "author", "hash", "_by", "person", "müde"):
            assert secret not in told
