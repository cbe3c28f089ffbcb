"""The fold: an act makes of a dossier the next one.

It knows no database. Whoever folds hands in a shelf; on the one of `acts.py` are tables, on that
of a rebuild are plain objects. The same acts in the same order make the same dossier on both.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from depesche.newsroom.dossier import merging
from depesche.newsroom.dossier.kinds import KINDS
from depesche.newsroom.dossier.shelf import Shelf
from depesche.newsroom.models import Act, DossierObject, Mention

VERBS: Final = (
    *("put", "remove", "merge", "follow", "flag", "keep", "ground"),
    *("estimate", "confirm", "shift", "answer", "retract", "mention"),
)


# What somebody says of somebody: without a post or a claim to rest on it cannot stand.
_SAID: Final = ("claim", "position", "aim")


def fold(shelf: Shelf, act: Act) -> list[DossierObject]:
    """Let the act change the dossier on the shelf; returns the objects that it changed."""
    if act.verb == "mention":
        _mention(shelf, act)
        return []
    found = shelf.find(act.kind, act.key)
    touched = found or _blank(act)
    changed = [touched, *_FOLDS[act.verb](shelf, touched, act)]
    for one in changed:
        one.act = act.number
        _place(one)
    if found is None:
        shelf.add(touched)
    return changed


def _blank(act: Act) -> DossierObject:
    return DossierObject(
        coverage_id=act.coverage_id,
        kind=act.kind,
        key=act.key,
        standing="standing",
        facts=KINDS[act.kind].empty(),
        history=[],
        flags=[],
        position="",
        parent="",
        made=act.number,
        act=act.number,
        made_at=act.at,
        made_by_id=act.by_id,
        as_of=act.at,
        post_id=act.post_id,
    )


def _place(touched: DossierObject) -> None:
    kind = KINDS[touched.kind]
    touched.position = kind.position(touched.facts, touched.made)
    touched.parent = kind.parent(touched.facts)


def _put(shelf: Shelf, touched: DossierObject, act: Act) -> list[DossierObject]:
    """Fields get other values; what they were is kept where the kind says so."""
    kind, before = KINDS[touched.kind], touched.facts
    touched.facts = {**before, **act.facts, "posts": _with_post(before["posts"], act)}
    touched.as_of, touched.standing = act.at, _standing(touched)
    now = {field: touched.facts[field] for field in kind.tracked}
    if kind.tracked and (not touched.history or _differs(touched.history[-1], now)):
        touched.history = [*touched.history, {**now, **_when(act)}]
    if touched.kind == "position" and touched.facts["supersedes"]:
        return _supersede(shelf, touched)
    return []


def _differs(last: Mapping[str, Any], now: Mapping[str, Any]) -> bool:
    return any(last.get(field) != value for field, value in now.items())


def _standing(touched: DossierObject) -> str:
    """What fell stays fallen until it rests on something again; what was taken out comes back."""
    facts = touched.facts
    if touched.standing == "withdrawn" and not (facts["posts"] or facts.get("claims")):
        return "withdrawn"
    return "standing"


def _supersede(shelf: Shelf, touched: DossierObject) -> list[DossierObject]:
    former = shelf.find("position", touched.facts["supersedes"])
    if former is None or former.facts["superseded_by"] == touched.key:
        return []
    former.facts = {**former.facts, "superseded_by": touched.key}
    return [former]


def _remove(shelf: Shelf, touched: DossierObject, act: Act) -> list[DossierObject]:
    """It stands no longer; of a position, the one before it counts again."""
    touched.standing, touched.flags, touched.as_of = "removed", [], act.at
    return _uncover(shelf, touched) if touched.kind == "position" else []


def _uncover(shelf: Shelf, touched: DossierObject) -> list[DossierObject]:
    former = shelf.find("position", touched.facts["supersedes"])
    latter = shelf.find("position", touched.facts["superseded_by"])
    touched.facts = {**touched.facts, "supersedes": "", "superseded_by": ""}
    if former is not None:
        former.facts = {**former.facts, "superseded_by": latter.key if latter else ""}
    if latter is not None:
        latter.facts = {**latter.facts, "supersedes": former.key if former else ""}
    return [one for one in (former, latter) if one is not None]


def _flag(_shelf: Shelf, touched: DossierObject, act: Act) -> list[DossierObject]:
    """A post that it rests on was corrected or withdrawn, or a claim taken out: somebody has to
    look at it."""
    post = str(act.post_id) if act.post_id else None
    flag = {"post": post, "why": act.facts["why"], "at": act.at.isoformat()}
    others = [one for one in touched.flags if one["post"] != flag["post"]]
    touched.flags = [*others, flag]
    return []


def _keep(_shelf: Shelf, touched: DossierObject, _act: Act) -> list[DossierObject]:
    """Somebody has looked at it: it holds."""
    touched.flags = []
    return []


def _ground(shelf: Shelf, touched: DossierObject, act: Act) -> list[DossierObject]:
    """A post or claims that it rested on are gone: it has less of a basis, and maybe none."""
    facts = touched.facts
    gone, lost = str(act.post_id) if act.facts["post"] else "", act.facts["claims"]
    posts = [post for post in facts["posts"] if post != gone]
    left = {**_without_claims(facts, lost), **_unanswered(facts, gone), **_unshifted(facts, gone)}
    touched.facts = {**facts, "posts": posts, **left}
    _flag(shelf, touched, act)
    return [] if _is_based(touched) else _fall(shelf, touched, act)


def _is_based(touched: DossierObject) -> bool:
    """Whether it still rests on something, or need not: it was prepared."""
    if touched.facts["posts"] or touched.facts.get("claims"):
        return True
    return touched.post_id is None and touched.kind not in _SAID


def _fall(shelf: Shelf, touched: DossierObject, act: Act) -> list[DossierObject]:
    """It rests on nothing any more; of a position, the one before it counts again."""
    touched.standing, touched.as_of = "withdrawn", act.at
    return _uncover(shelf, touched) if touched.kind == "position" else []


def _without_claims(facts: Mapping[str, Any], lost: Sequence[str]) -> dict[str, Any]:
    if "claims" not in facts:
        return {}
    return {"claims": [claim for claim in facts["claims"] if claim not in lost]}


def _unshifted(facts: Mapping[str, Any], post: str) -> dict[str, Any]:
    if "shifts" not in facts:
        return {}
    return {"shifts": [one for one in facts["shifts"] if one["post"] != post]}


def _unanswered(facts: Mapping[str, Any], post: str) -> dict[str, Any]:
    """The question without the answers of that post; it stands as the last that is left has it."""
    if not any(one["post"] == post for one in facts.get("answers", ())):
        return {}
    return _without_answers(facts, "post", post)


def _without_answers(facts: Mapping[str, Any], field: str, value: object) -> dict[str, Any]:
    answers = [
        {**one, "withdrawn": one.get("withdrawn") or one[field] == value}
        for one in facts["answers"]
    ]
    left = [one["state"] for one in answers if not one["withdrawn"]]
    return {"answers": answers, "state": left[-1] if left else "open"}


def _estimate(_shelf: Shelf, touched: DossierObject, act: Act) -> list[DossierObject]:
    """A likelihood is proposed; its number is that of the act."""
    proposed = {**act.facts, "number": act.number, **_when(act), "confirmed_at": None}
    likelihoods = touched.facts.get("likelihoods", [])
    touched.facts = {**touched.facts, "likelihoods": [*likelihoods, proposed]}
    return []


def _confirm(_shelf: Shelf, touched: DossierObject, act: Act) -> list[DossierObject]:
    """A second person stands behind it: from now on it is shown."""
    confirmed = {"confirmed_at": act.at.isoformat(), "confirmed_by": act.by_id}
    touched.facts = {
        **touched.facts,
        "likelihoods": [
            {**one, **confirmed} if one["number"] == act.facts["number"] else one
            for one in touched.facts.get("likelihoods", [])
        ],
    }
    touched.as_of = act.at
    return []


def _shift(_shelf: Shelf, touched: DossierObject, act: Act) -> list[DossierObject]:
    """A post speaks for it, or against it; what the same post said before counts no longer."""
    shift = {"shift": act.facts["shift"], **_when(act)}
    posts = _with_post(touched.facts["posts"], act)
    others = [one for one in touched.facts.get("shifts", []) if one["post"] != shift["post"]]
    shifts = [*others, shift]
    touched.facts = {**touched.facts, "posts": posts, "shifts": shifts}
    touched.as_of = act.at
    return []


def _answer(_shelf: Shelf, touched: DossierObject, act: Act) -> list[DossierObject]:
    """The question is answered, or a part of it."""
    said = {"text": act.facts["text"], "state": act.facts["state"]}
    answer = {**said, "number": act.number, **_when(act)}
    touched.facts = {
        **touched.facts,
        "posts": _with_post(touched.facts["posts"], act),
        "answers": [*touched.facts.get("answers", []), answer],
        "state": act.facts["state"],
    }
    touched.as_of = act.at
    now = {field: touched.facts[field] for field in KINDS["question"].tracked}
    touched.history = [*touched.history, {**now, **_when(act)}]
    return []


def _retract(_shelf: Shelf, touched: DossierObject, act: Act) -> list[DossierObject]:
    """An answer or a likelihood is taken back; that it was given stays in the acts."""
    number, facts, kind = act.facts["number"], touched.facts, KINDS["question"]
    touched.as_of = act.at
    if touched.kind == "scenario":
        left = [one for one in facts["likelihoods"] if one["number"] != number]
        touched.facts = {**facts, "likelihoods": left}
        return []
    touched.facts = {**facts, **_without_answers(facts, "act", number)}
    now = {field: touched.facts[field] for field in kind.tracked}
    touched.history = [*touched.history, {**now, **_when(act)}]
    return []


def _mention(shelf: Shelf, act: Act) -> None:
    """Which names a post holds; the key of the act is the post's id."""
    post_id = UUID(act.key)
    mentions = [
        Mention(
            post_id=post_id, number=number, coverage_id=act.coverage_id,
            kind=kind, key=key, start=start, surface=surface,
        )
        for number, (kind, key, start, surface) in enumerate(act.facts["found"], start=1)
    ]  # fmt: skip
    shelf.mention(post_id, mentions)


def _when(act: Act) -> dict[str, Any]:
    """By whom, when and with which post; none where it came from the desk."""
    return {
        "at": act.at.isoformat(),
        "by": act.by_id,
        "post": str(act.post_id) if act.post_id else None,
        "act": act.number,
    }


def _with_post(posts: Sequence[str], act: Act) -> list[str]:
    given = [str(act.post_id)] if act.post_id else []
    return list(dict.fromkeys([*posts, *act.facts.get("posts", []), *given]))


Fold = Callable[[Shelf, DossierObject, Act], list[DossierObject]]

_FOLDS: Final[Mapping[str, Fold]] = {
    "put": _put,
    "remove": _remove,
    "merge": merging.merge,
    "follow": merging.follow,
    "flag": _flag,
    "keep": _keep,
    "ground": _ground,
    "estimate": _estimate,
    "confirm": _confirm,
    "shift": _shift,
    "answer": _answer,
    "retract": _retract,
}
