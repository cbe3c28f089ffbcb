"""Quotes are claims: a post that quotes somebody says who said what, and nobody types it twice.

So is a post that an editor has marked as unconfirmed, confirmed or disputed, where it quotes
nobody: then what it says is the claim.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from depesche.newsroom import text, words
from depesche.newsroom.dossier import flags, objects
from depesche.newsroom.dossier.annotations import Annotation
from depesche.newsroom.dossier.kinds.claims import LENGTH
from depesche.newsroom.dossier.naming import Naming, naming
from depesche.newsroom.models import Act, Coverage, DossierObject, Person, Post
from depesche.newsroom.text import Quote, Tree

STATUSES: Final = ("unconfirmed", "confirmed", "disputed")
_NEWSROOM: Final = {"de": "die Redaktion", "en": "the newsroom"}
_SENTENCE: Final = re.compile(r"(?s)(.{20,280}?[.!?…])(?:\s|$)")

Wanted = dict[str, Any]


def claim(
    session: Session,
    coverage: Coverage,
    post: Post,
    annotations: Sequence[Annotation],
    *,
    by: Person,
    now: datetime,
) -> None:
    """Bring the post's claims to what it says now: new ones, changed ones, and those it has lost.

    What the desk has made of a claim stays where the post says what it said before.
    """
    tree = text.parse(post.text, coverage.language)
    present = objects.came_with(session, post, "claim")
    wanted = quoted_in(session, coverage, tree)
    if (_status(annotations) and not wanted) or any(map(_is_gist, present)):
        wanted.append(_gist(post, tree))
    settled = _settled(coverage, post, annotations)
    for one, facts in _paired(present, wanted):
        if facts is None:
            flags.drop(session, coverage, post, [one] if one else [], "corrected", by=by, now=now)
            continue
        said = _said_before(session, post, one) if one else {}
        told = {name: value for name, value in facts.items() if said.get(name, ...) != value}
        if told or settled:
            objects.place(
                session, coverage, "claim", one.key if one else None, by=by, now=now,
                post=post, tells_post=False, **told, **settled,
            )  # fmt: skip


def said_by(session: Session, coverage: Coverage, post: Post, actor: str) -> list[str]:
    """The keys of the claims in this post that this actor, or its voice, has made."""
    return [
        one.key
        for one in objects.came_with(session, post, "claim")
        if actor in _speakers(session, coverage, one.facts["speaker"])
    ]


def _speakers(session: Session, coverage: Coverage, speaker: dict[str, str] | None) -> list[str]:
    """Who has spoken, and for whom."""
    key = (speaker or {}).get("actor")
    found = session.get(DossierObject, (coverage.id, "actor", key)) if key else None
    return [found.key, found.facts["voice_of"]] if found else []


def quoted_in(session: Session, coverage: Coverage, tree: Tree) -> list[Wanted]:
    """What a text quotes: the words, and who said them."""
    called = naming(session, coverage)
    found = (_quoted(called, quote) for quote in text.quotes(tree))
    return [one for one in found if one["text"]]


def _quoted(naming: Naming, quote: Quote) -> Wanted:
    said = text.unquoted(text.plain(quote.blocks)).strip()
    return {
        "text": _shortened(said),
        "verbatim": said[: text.LENGTH],
        "speaker": naming.owner(_shortened(_speaker(naming, quote.speaker or ""), words.NAME)),
        "speaker_role": _shortened(quote.role or "", words.HEADLINE),
    }


def _said_before(session: Session, post: Post, one: DossierObject) -> Wanted:
    """What the post has said of the claim until now, as the acts have it."""
    told = (
        select(Act.facts)
        .where(Act.post_id == post.id, Act.kind == "claim", Act.key == one.key, Act.verb == "put")
        .order_by(Act.number)
    )
    return {name: value for facts in session.scalars(told) for name, value in facts.items()}


def _speaker(naming: Naming, name: str) -> str:
    """The key of the actor whom the name means, in whatever form; else the name."""
    found = [one for one in naming.names.find(name) if one.kind == "actor"]
    is_whole = len(found) == 1 and found[0].end - found[0].start == len(name)
    return found[0].key if is_whole else name


def _is_gist(one: DossierObject) -> bool:
    return not one.facts["verbatim"]


def _gist(post: Post, tree: Tree) -> Wanted:
    """What a post says by itself, as a claim of nobody in particular."""
    return {"text": _sentence(post, tree), "verbatim": "", "speaker": None, "speaker_role": ""}


def _sentence(post: Post, tree: Tree) -> str:
    """Its headline, else its first sentence."""
    if post.headline:
        return post.headline
    plain = text.plain(tree).replace("\n", " ")
    found = _SENTENCE.match(plain)
    return found[1] if found else _shortened(plain, 280)


def _shortened(value: str, length: int = LENGTH) -> str:
    return value if len(value) <= length else value[: length - 2].rsplit(" ", 1)[0] + " …"


def _status(annotations: Sequence[Annotation]) -> str:
    """The last status that a marker gives."""
    given = [one["kind"] for one in annotations if one["kind"] in STATUSES]
    return given[-1] if given else ""


def _settled(coverage: Coverage, post: Post, annotations: Sequence[Annotation]) -> Wanted:
    """The status that the markers give. Where nobody is named who disputes it, whoever the reader
    is told wrote the post does, else the newsroom: nobody's account is told to readers."""
    status = _status(annotations)
    if not status:
        return {}
    keys = [one["key"] for one in annotations if one["kind"] == "disputed" and one["key"]]
    disputed_by = keys or [post.byline or _NEWSROOM[coverage.language]]
    return {"status": status, "disputed_by": disputed_by if status == "disputed" else []}


def _paired(
    present: Sequence[DossierObject], wanted: Sequence[Wanted]
) -> Iterator[tuple[DossierObject | None, Wanted | None]]:
    """Each claim with what the post says of it now: of the same words, or of the same speaker.

    Other words of somebody else are another claim: nobody inherits what was settled of another's.
    """
    left, new = list(present), list(wanted)
    for alike in _ALIKE:
        for facts in list(new):
            same = next((one for one in left if alike(one, facts)), None)
            if same is not None:
                left.remove(same)
                new.remove(facts)
                yield same, facts
    yield from ((one, None) for one in left)
    yield from ((None, facts) for facts in new)


def _in_words(one: DossierObject, facts: Wanted) -> bool:
    return bool(one.facts["verbatim"] == facts["verbatim"])


def _in_speaker(one: DossierObject, facts: Wanted) -> bool:
    return bool(one.facts["speaker"] == facts["speaker"])


_ALIKE: Final[Sequence[Callable[[DossierObject, Wanted], bool]]] = (
    lambda one, facts: _in_words(one, facts) and _in_speaker(one, facts),
    _in_words,
    lambda one, facts: _in_speaker(one, facts) and not _is_gist(one),
)
