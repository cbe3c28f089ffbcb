"""What was planted where nobody outside may look is in no answer to anybody outside.

Every public address there is, read from the routes themselves and filled with everything that has a
name in the newsroom, is asked for at every state of a coverage, in every way readers and programs
ask, without a sign-in.
"""

import json
from collections.abc import Iterator, Sequence
from datetime import timedelta
from importlib.resources import files
from itertools import product
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx2
import pytest
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from sqlalchemy import select

import photographs
from depesche import clock
from depesche.newsroom.models import Correction, Person, Picture, Post
from newsdesk import Newsdesk
from reader.test_nothing_leaks import STATES
from serving import Stream

# One for everything that may never get out, so that a failure says what did.
ACCOUNTS = {role: f"Kanari-{role}" for role in ("contributor", "editor", "chief")}
MAIL = "kanari-post@redaktion.example"
TOKEN = "Kanari-Token"
MARKER = photographs.MARKER.decode()  # in whatever a picture has to say
WORDS = (
    *("draft", "submitted", "scheduled", "embargoed", "before", "amended", "wrong", "withdrawn"),
    *("internal", "returned", "discarded", "unseen", "alt", "caption", "credit", "byline"),
    *("hidden", "pending", "removed", "former", "quoted", "taken"),
)
CANARIES = {word: f"Kanari-{word}" for word in WORDS}
# In which state another coverage is meanwhile.
BESIDE = dict(zip(STATES, [*STATES[2:], *STATES[:2]], strict=True))

ACCEPTS = ("text/html", "application/json")


def planted(newsdesk: Newsdesk, state: str) -> Sequence[str]:
    """A coverage in that state, and one in the next, with a canary wherever one can sit; the
    secrets that were made."""
    people = {role: newsdesk.hires(name, role) for role, name in ACCOUNTS.items()}
    newsdesk.hires(MAIL, "administrator")
    plant(newsdesk, people, BESIDE[state], slug="wahl")
    plant(newsdesk, people, state, slug="gipfel")
    return [newsdesk.issues_token(TOKEN), newsdesk.signs_in(people["editor"]), MARKER]


def plant(newsdesk: Newsdesk, people: dict[str, Person], state: str, *, slug: str) -> None:
    """One coverage with its canaries, and with what readers may know: that says "Offen"."""
    by = people["editor"]
    name = f"Kanari {state}" if state == "draft" else "Der Gipfel"
    opens_at = clock.now() + timedelta(hours=1)
    newsdesk.makes(name, slug=slug, standfirst=name, opens_at=opens_at, by=people["chief"])
    newsdesk.assigns(people["contributor"])
    more = {"headline": CANARIES["unseen"], "byline": CANARIES["byline"]}
    newsdesk.drafts(CANARIES["draft"], by=by, **more)
    returned = newsdesk.submits("Kanari-text", by=people["contributor"])
    newsdesk.sends_back(returned, CANARIES["returned"], by=by)
    newsdesk.discards(newsdesk.drafts(CANARIES["discarded"], by=by), by=by)
    prepare(newsdesk, by)
    picture = newsdesk.uploads(photographs.telling_jpeg(), by=by)
    about = {word: CANARIES[word] for word in ("alt", "caption", "credit")}
    newsdesk.drafts(CANARIES["draft"], by=by, picture=picture.id, **about)
    if state == "draft":
        return
    newsdesk.brings("announced")
    later = clock.now() + timedelta(hours=9)
    newsdesk.submits(CANARIES["submitted"], by=by, **more)
    newsdesk.schedules(CANARIES["scheduled"], at=later, by=by, **more)
    newsdesk.publishes(CANARIES["embargoed"], embargoed_until=later, by=by, **more)
    if state == "announced":
        newsdesk.publishes(CANARIES["before"], by=by, **more)
        return
    newsdesk.brings("live")
    quote = newsdesk.publishes(
        f"> {CANARIES['quoted']}\n> — Jemand\n\n/frage {CANARIES['taken']}?",
        positions=[{"actor": "wer", "issue": "was", "stance": "rejects", "wording": "Kanari"}],
        by=by,
    )
    newsdesk.withdraws(quote, notice="Zurückgezogen.", by=by)
    amended = newsdesk.publishes(CANARIES["amended"], by=by)
    newsdesk.amends(amended, "Verbessert", by=by)
    wrong = newsdesk.publishes(CANARIES["wrong"], by=by)
    newsdesk.corrects(wrong, "Richtig", note="Falsch.", internal_note=CANARIES["internal"], by=by)
    gone = newsdesk.publishes(CANARIES["withdrawn"], by=by, pinned=True, **more)
    newsdesk.withdraws(gone, notice="Zurückgezogen.", by=by)
    newsdesk.publishes(f"Offen {slug}", by=by, byline="Redaktion", pinned=True, summary=True)
    newsdesk.shows(newsdesk.uploads(photographs.telling_png(), by=by), by=by)
    for step in {"ended": ["ended"], "archived": ["ended", "archived"]}.get(state, [state]):
        if step != "live":
            newsdesk.brings(step)


def prepare(newsdesk: Newsdesk, by: Person) -> None:
    """A dossier that says "Offen", and holds canaries where readers may not look."""
    newsdesk.prepares("actor", "wer", name=CANARIES["former"], by=by)
    newsdesk.prepares("actor", "wer", name="Offen", by=by)
    newsdesk.prepares("issue", "was", label="Offen", by=by)
    where = {"latitude": 47.11123, "longitude": 8.55557, "area": CANARIES["hidden"]}
    newsdesk.prepares("place", "wo", name="Offen", precision="hidden", by=by, **where)
    newsdesk.prepares("scenario", "wie", label="Offen", by=by)
    newsdesk.estimates("wie", 40, 50, words=CANARIES["pending"], author="Kanari", by=by)
    newsdesk.prepares("claim", text=CANARIES["former"], speaker="wer", by=by)
    newsdesk.prepares("claim", "1", text="Offen", status="unconfirmed", by=by)
    newsdesk.prepares("entry", "wann", title=CANARIES["removed"], when="1867", by=by)
    newsdesk.takes_out("entry", "wann", by=by)


def addresses(app: FastAPI, newsdesk: Newsdesk) -> Iterator[str]:
    """Every address that can be asked for, filled with every name there is in the newsroom."""
    with newsdesk.store.reading() as session:
        ids = [str(id_) for kind in (Post, Picture, Correction) for id_ in _ids(session, kind)]
        keys = [picture.key for picture in session.scalars(select(Picture))]
    named = {
        **{name: [*ids, "x"] for name in ("post_id", "picture_id", "correction_id", "tab")},
        "slug": ["gipfel", "wahl", "nirgends"],
        "key": [*keys, *ids],
        "width": ["480", "original"],
        "person_id": [str(n) for n in range(1, 9)],
        "sign_in_id": ["1"],
        "mark": ["pin"],
        "kind": ["actor", "claim", "place", "scenario", "question", "position", "entry"],
        "number": ["1"],
        "moment": ["2025-08-15T19:49+02:00", "2025-08-15T19:50+02:00"],
        "actor": ["wer"],
        "issue": ["was"],
    }
    of_dossier = {**named, "key": ["wer", "wo", "wie", "wann", "1", "2"]}
    for route in iter_route_contexts(app.routes):
        path = str(route.path)
        if "GET" not in (route.methods or ()) or path.endswith("/stream"):
            continue
        names = of_dossier if "/dossier/" in path else named
        wanted = [name for name in names if f"{{{name}}}" in path]
        for values in product(*(list(names[name]) for name in wanted)):
            yield path.format(**dict(zip(wanted, values, strict=True)))
    static = Path(str(files("depesche") / "static"))
    yield from (f"/static/{f.relative_to(static)}" for f in static.rglob("*") if f.is_file())
    yield from (f"/live/gipfel/changes?after={n}" for n in range(30))
    words = ("text", "gipfel", *WORDS)  # no canary: what is asked for is repeated on the page
    yield from (f"/live/{slug}/search?q={word}" for slug in ("gipfel", "wahl") for word in words)
    yield from ("/live/gipfel?before=9", "/live/gipfel?before=x", "/nirgends", "/robots.txt")


def _ids(session: Any, kind: Any) -> Sequence[UUID]:
    found: Sequence[UUID] = session.scalars(select(kind.id)).all()
    return found


def answers(site: str, paths: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Whatever anybody outside is told: where, and all of it."""
    with httpx2.Client(base_url=site, follow_redirects=False) as client:
        for path, accept in product(paths, ACCEPTS):
            if accept != ACCEPTS[0] and path.startswith(("/static/", "/pictures/")):
                continue
            answer = client.get(path, headers={"Accept": accept})
            yield f"{path} as {accept}", f"{answer.headers} {answer.content!r} {answer.text}"
        for method, path in product(("OPTIONS", "HEAD", "POST", "PUT"), ("/", "/live/gipfel")):
            answer = client.request(method, path)
            yield f"{method} {path}", f"{answer.headers} {answer.text}"
        newest = (
            client.get("/live/gipfel/changes", headers={"Accept": ACCEPTS[1]})
            .json()
            .get("sequence", 0)
        )
    for after in range(newest + 1):
        with Stream(f"{site}/live/gipfel/stream", after=after) as stream:
            told = stream.changes(until=newest) if stream.status == 200 else stream.body()
            yield f"the stream after {after}", json.dumps(told)


@pytest.mark.parametrize("state", STATES)
def test_no_canary_is_heard_outside(
    newsdesk: Newsdesk, app: FastAPI, site: str, state: str
) -> None:
    secrets = planted(newsdesk, state)
    newsdesk.waits(minutes=1)  # so that there is a page of this minute
    paths = list(addresses(app, newsdesk))
    assert len(paths) > 100
    seen = 0
    for where, answer in answers(site, paths):
        seen += 1
        hidden = ("kanari", "47.11", "8.555", *secrets)
        heard = [word for word in hidden if word.lower() in answer.lower()]
        assert not heard, f"{where}: {heard}"
        assert "Offen gipfel" not in answer or state not in {"draft", "announced"}
        assert "Offen wahl" not in answer or BESIDE[state] not in {"draft", "announced"}
    assert seen > len(paths)


def test_there_is_something_to_hear(newsdesk: Newsdesk, app: FastAPI, site: str) -> None:
    """The same canaries, where they may be heard: so the test above does not listen in vain."""
    planted(newsdesk, "live")
    newsdesk.publishes(CANARIES["draft"])
    paths = list(addresses(app, newsdesk))
    told = list(answers(site, paths))
    heard = [where for where, answer in told if "Kanari" in answer]
    asked = "/live/gipfel/search?q=draft as"
    for place in ("/live/gipfel as", "/live/gipfel/changes as", "/posts/", "stream after 0", asked):
        assert any(place in where for where in heard), place
    assert any("image/webp" in answer for _, answer in told), "pictures are looked into as well"
    assert any("Offen wahl" in answer for _, answer in told)
