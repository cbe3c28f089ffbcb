"""Quotes are claims: a post that quotes somebody says who said what, and nobody types it twice.

So is a post that an editor has marked as unconfirmed, confirmed or disputed, where it quotes
nobody: then what it says is the claim.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy.orm import Session

from depesche.errors import UnknownObject
from depesche.newsroom import text, words
from depesche.newsroom.dossier import annotations as annotating
from depesche.newsroom.dossier import checking, grounding, objects, saying, slips
from depesche.newsroom.dossier.annotations import Annotation
from depesche.newsroom.dossier.kinds.claims import LENGTH
from depesche.newsroom.dossier.naming import Naming, naming
from depesche.newsroom.models import Coverage, DossierObject, Person, Post
from depesche.newsroom.text import Quote, Tree

STATUSES: Final = ("unconfirmed", "confirmed", "disputed")
_NEWSROOM: Final = {"de": "die Redaktion", "en": "the newsroom"}
_SENTENCE: Final = re.compile(r"(?s)(.{20,280}?[.!?…])(?:\s|$)")

Wanted = dict[str, Any]


@dataclass(frozen=True)
class _Made:
    """A claim that the post has made, what it has said of it until now, and whose that is now."""

    object: DossierObject
    said: Wanted
    speaker: Any

    @property
    def stands(self) -> bool:
        return self.object.standing == "standing"

    @property
    def is_gist(self) -> bool:
        return not self.said["verbatim"]

    def is_verbatim(self, facts: Wanted) -> bool:
        return bool(self.said["verbatim"] == facts["verbatim"])

    def is_of(self, facts: Wanted) -> bool:
        """Whether the same speaks."""
        return bool(self.speaker == facts["speaker"])

    def holds(self, facts: Wanted, *, is_corrected: bool = False) -> bool:
        """Whether what was settled of it is settled of this: the same words of the same speaker."""
        says = slips.are_same if is_corrected else slips.are_alike
        words_ = "text" if self.is_gist else "verbatim"
        is_same_kind = bool(self.said["verbatim"]) == bool(facts["verbatim"])
        return self.is_of(facts) and is_same_kind and says(self.said[words_], facts[words_])


def claim(
    session: Session,
    coverage: Coverage,
    post: Post,
    annotations: Sequence[Annotation],
    *,
    by: Person,
    now: datetime,
    is_corrected: bool = False,
) -> None:
    """Bring the post's claims to what it says now: new ones, changed ones, and those it has lost.

    What the desk has made of a claim stays where the post says what it said before, and what the
    desk has taken out stays out. But what was settled of a claim (status, evidence, who disputes
    it) was settled of these words of this speaker. Another speaker, a correction with other words,
    or an amendment that changes more than slips of the keys makes it a report again.

    Raises what `checking` does.
    """
    settled = _settled(session, coverage, post, annotations)
    made = list(_made(session, coverage, post))
    wanted = _wanted(session, coverage, post, annotations, made)
    for one, facts in _paired(made, wanted):
        if facts is None:
            lost = [one.object] if one and one.stands else []
            grounding.drop(session, coverage, post, lost, "corrected", by=by, now=now)
            continue
        if one and not one.stands:
            continue
        told = _told(post, one, facts, is_corrected=is_corrected) | settled
        if told:
            objects.place(
                session, coverage, "claim", one.object.key if one else None, by=by, now=now,
                post=post, tells_post=False, **told,
            )  # fmt: skip


def check(session: Session, coverage: Coverage, post: Post) -> None:
    """That what the post says can be claims. Raises what `claim` would."""
    said = annotating.waiting(post)
    settled = _settled(session, coverage, post, said)
    for facts in _wanted(session, coverage, post, said, []):
        checked = checking.checked(session, coverage, "claim", {**facts, **settled})
        checking.check_whole(session, coverage, "claim", "", facts=checked, post=post)


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


def said_itself(post: Post, tree: Tree, annotations: Sequence[Annotation]) -> str:
    """What a post that quotes nobody claims by itself, where a marker gives its status; else ""."""
    is_claim = _status(annotations) and not any(text.quotes(tree))
    return str(_gist(post, tree)["text"]) if is_claim else ""


def _quoted(naming: Naming, quote: Quote) -> Wanted:
    said = text.plain(quote.blocks).strip()
    return {
        "text": _shortened(text.unquoted(said).strip()),
        "verbatim": said[: text.LENGTH],
        "speaker": naming.owner(_shortened(_speaker(naming, quote.speaker or ""), words.NAME)),
        "speaker_role": _shortened(quote.role or "", words.HEADLINE),
    }


def _made(session: Session, coverage: Coverage, post: Post) -> Iterator[_Made]:
    """The claims that the post has made; last the quotes among them that were taken out."""
    called, said = naming(session, coverage), saying.said(session, post, "claim")
    for standing in ("standing", "removed"):
        for one in objects.came_with(session, post, "claim", standing=standing):
            made = _Made(one, said[one.key], called.owned(said[one.key]["speaker"]))
            if made.stands or not made.is_gist:
                yield made


def _wanted(
    session: Session,
    coverage: Coverage,
    post: Post,
    annotations: Sequence[Annotation],
    made: Sequence[_Made],
) -> list[Wanted]:
    """What the post says now that is a claim."""
    tree = text.parse(post.text, coverage.language)
    quoted = quoted_in(session, coverage, tree)
    if (_status(annotations) and not quoted) or any(one.is_gist and one.stands for one in made):
        return [*quoted, _gist(post, tree)]
    return quoted


def _told(post: Post, one: _Made | None, facts: Wanted, *, is_corrected: bool) -> Wanted:
    """What is new in this: of a claim that the post has made, or all of it."""
    if one is None:
        return facts
    new = {name: value for name, value in facts.items() if one.said.get(name, ...) != value}
    if one.holds(facts, is_corrected=is_corrected):
        return new
    is_unconfirmed = _status(post.annotations) == "unconfirmed"  # it says so itself, of any words
    status = "unconfirmed" if is_unconfirmed else "reported"
    return {**new, "status": status, "evidence": [], "disputed_by": []}


def _speaker(naming: Naming, name: str) -> str:
    """The key of the actor whom the name means, in whatever form; else the name."""
    found = [one for one in naming.names.find(name) if one.kind == "actor"]
    is_whole = len(found) == 1 and found[0].end - found[0].start == len(name)
    return found[0].key if is_whole else name


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


def _settled(
    session: Session, coverage: Coverage, post: Post, annotations: Sequence[Annotation]
) -> Wanted:
    """The status that the markers give. Where nobody is named who disputes it, whoever the reader
    is told wrote the post does, else the newsroom: nobody's account is told to readers.

    Raises UnknownObject where somebody is named who is no more.
    """
    status = _status(annotations)
    if not status:
        return {}
    known = naming(session, coverage).known
    keys = [one["key"] for one in annotations if one["kind"] == "disputed" and one["key"]]
    for key in keys:
        if not known.now("actor", key):
            raise UnknownObject(kind="actor", key=key, field="text")
    disputed_by = [known.now("actor", key) for key in keys]
    disputed_by = disputed_by or [post.byline or _NEWSROOM[coverage.language]]
    return {"status": status, "disputed_by": disputed_by if status == "disputed" else []}


def _paired(
    made: Sequence[_Made], wanted: Sequence[Wanted]
) -> Iterator[tuple[_Made | None, Wanted | None]]:
    """Each claim with what the post says of it now: of the same words, or of the same speaker.

    Other words of somebody else are another claim: nobody inherits what was settled of another's.
    """
    left, new = list(made), list(wanted)
    for alike in _ALIKE:
        for facts in list(new):
            same = next((one for one in left if alike(one, facts)), None)
            if same is not None:
                left.remove(same)
                new.remove(facts)
                yield same, facts
    yield from ((one, None) for one in left)
    yield from ((None, facts) for facts in new)


# From what is surely the same to what may have become another. What was taken out is the same only
# in its own words: it keeps nothing else that somebody says from being a claim.
_ALIKE: Final[Sequence[Callable[[_Made, Wanted], bool]]] = (
    lambda one, facts: one.is_verbatim(facts) and one.is_of(facts),
    lambda one, facts: one.holds(facts),
    lambda one, facts: one.stands and one.is_verbatim(facts),
    lambda one, facts: one.stands and one.is_of(facts) and not one.is_gist,
)
