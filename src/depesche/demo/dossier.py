"""The evening's dossier: prepared before the announcement, kept up at its desk while it runs."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final, get_args

from sqlalchemy.orm import Session

from depesche.demo.evening import Act, DossierVerb, Evening, Member
from depesche.errors import NotFound
from depesche.newsroom import posts
from depesche.newsroom.dossier import answering, flags, likelihoods, objects
from depesche.newsroom.models import Coverage, Person

VERBS: Final = get_args(DossierVerb)

_WITH: Final = "post:"  # and a post: the object that came with it
_KIND_OF: Final = {
    "settle": "claim",
    "answer": "question",
    "estimate": "scenario",
    "confirm": "scenario",
}


def prepare(
    session: Session,
    evening: Evening,
    coverage: Coverage,
    staff: Mapping[Member, Person],
    *,
    now: datetime,
) -> None:
    """All that the newsroom knows beforehand, and likelihoods that two people stand behind."""
    for one in evening.prepared:
        by = staff[one.by]
        objects.put(session, coverage, one.kind, one.key, by=by, now=now, **one.fields)
    for likely in evening.likelihoods:
        number = likelihoods.estimate(
            session, coverage, likely.scenario, low=likely.low, high=likely.high,
            words=likely.words, author=likely.author, by=staff[likely.by], now=now,
        )  # fmt: skip
        likelihoods.confirm(
            session, coverage, likely.scenario, number, by=staff[likely.confirmed_by], now=now
        )


def perform(session: Session, evening: Evening, coverage: Coverage, act: Act, **who: Any) -> None:
    """One act at the dossier desk; `who` is by and now. Raises what its verb raises, NotFound."""
    match act.verb:
        case "base":
            post = posts.find(session, coverage, evening.post_id(act.post))
            for named in act.wording["objects"]:
                objects.put(session, coverage, *named.split("/"), posts=[post.id], **who)
        case "keep":
            _keep(session, evening, coverage, act, **who)
        case "put":
            fields = _meant(session, evening, coverage, act.wording["fields"])
            kind, key = act.wording["kind"], act.wording["key"]
            objects.put(session, coverage, kind, key, **fields, **who)
        case _:
            _change(session, evening, coverage, act, **who)


def _keep(session: Session, evening: Evening, coverage: Coverage, act: Act, **who: Any) -> None:
    """These objects hold, or all that was flagged for the post."""
    post = posts.find(session, coverage, evening.post_id(act.post))
    if "objects" not in act.wording:
        flags.keep_all(session, coverage, post, **who)
    for named in act.wording.get("objects", ()):
        flags.keep(session, coverage, *named.split("/"), **who)


def _change(session: Session, evening: Evening, coverage: Coverage, act: Act, **who: Any) -> None:
    """An act on an object that is there."""
    kind = _KIND_OF[act.verb]
    key = act.wording.get("key") or _key(session, evening, coverage, kind, act.post)
    said = {name: value for name, value in act.wording.items() if name != "key"}
    match act.verb:
        case "settle":
            fields = _meant(session, evening, coverage, said["fields"])
            objects.put(session, coverage, kind, key, **fields, **who)
        case "answer":
            answering.answer(session, coverage, key, **said, **who)
        case "estimate":
            likelihoods.estimate(session, coverage, key, **said, **who)
        case "confirm":
            newest = objects.find(session, coverage, kind, key).facts["likelihoods"][-1]
            likelihoods.confirm(session, coverage, key, newest["number"], **who)


def _meant(
    session: Session, evening: Evening, coverage: Coverage, fields: Mapping[str, Any]
) -> dict[str, Any]:
    """The fields, with ids and keys in the place of posts."""

    def key(named: str) -> str:
        post = named.removeprefix(_WITH)
        return named if post == named else _key(session, evening, coverage, "claim", post)

    meant = dict(fields)
    if "posts" in meant:
        meant["posts"] = [evening.post_id(post) for post in meant["posts"]]
    if "contradicts" in meant:
        meant["contradicts"] = [key(named) for named in meant["contradicts"]]
    return meant


def _key(session: Session, evening: Evening, coverage: Coverage, kind: str, post: str) -> str:
    """The key of the first object of that kind that came with the post. Raises NotFound."""
    found = posts.find(session, coverage, evening.post_id(post))
    for one in objects.came_with(session, found, kind):
        return one.key
    raise NotFound
