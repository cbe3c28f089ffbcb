"""The wording of a position that was taken with one key: the sentence that names both."""

import re
from collections.abc import Iterator
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from depesche.newsroom import text
from depesche.newsroom.dossier.kinds.fields import TEXT
from depesche.newsroom.dossier.naming import naming
from depesche.newsroom.models import Coverage, DossierLink, Post

# Not one dot after a number (15. August) or a lone letter (z. B.); what follows begins a sentence.
# It begins where no sign stands before it, so that a row of them is looked at once.
_END: Final = re.compile(
    r"(?<![.!?…])(?:(?=[.!?…]{2})|(?<!\d)(?<!\b\w))[.!?…]++[\"'”“’‘»«)]*+\s++"
    r"(?=[\"'„“‚‘»«(]*+[^\W\d_a-zäöüß])"
)

_Name = tuple[str, str]  # kind, key


def of(session: Session, coverage: Coverage, post: Post, *, actor: str, issue: str) -> str:
    """The post's sentence that names the actor and the issue, in plain words, 600 at most.

    Where none names both, the first of the quote in which the actor speaks, or its sentence about
    the issue; then any about the issue; then the headline, then the first sentence of all.
    """
    who, what = _speaking_for(session, coverage, actor), ("issue", issue)
    found = list(_sentences(session, coverage, post))
    spoken = [(said, named) for said, named, speaker in found if speaker & who]
    choices = (
        [said for said, named, _ in found if named & who and what in named],
        [said for said, named in spoken if what in named],
        [said for said, _ in spoken],
        [said for said, named, _ in found if what in named],
        [post.headline, *(said for said, _, _ in found)],
    )
    return _shortened(next((said for some in choices for said in some if said), ""))


def named_with_an_issue(session: Session, coverage: Coverage, post: Post) -> set[str]:
    """The keys of the actors that stand in one sentence with an issue, or say it."""
    return {
        key
        for _, named, speaker in _sentences(session, coverage, post)
        if any(kind == "issue" for kind, _ in named)
        for kind, key in named | speaker
        if kind == "actor"
    }


def sentences(plain: str) -> Iterator[str]:
    """The sentences of a plain text, line by line; it takes as long as the text is."""
    for line in plain.split("\n"):
        start = 0
        for end in _END.finditer(line):
            yield line[start : end.end()].strip()
            start = end.end()
        yield line[start:].strip()


def _speaking_for(session: Session, coverage: Coverage, actor: str) -> set[_Name]:
    """The actor and those who are its voice."""
    voices = session.scalars(
        select(DossierLink.key).where(
            DossierLink.coverage_id == coverage.id,
            DossierLink.kind == "actor",
            DossierLink.role == "voice_of",
            DossierLink.to_key == actor,
        )
    )
    return {("actor", actor), *(("actor", key) for key in voices)}


def _sentences(
    session: Session, coverage: Coverage, post: Post
) -> Iterator[tuple[str, set[_Name], set[_Name]]]:
    """Each sentence, what it names, and who says it."""
    names = naming(session, coverage).names

    def named(words: str) -> set[_Name]:
        return {(one.kind, one.key) for one in names.find(words)}

    for block in text.parse(post.text, coverage.language):
        speaker: set[_Name] = set()
        plain = text.plain((block,))
        if isinstance(block, text.Quote):
            speaker, plain = named(block.speaker or ""), text.plain(block.blocks)
        for sentence in sentences(plain):
            yield sentence, named(sentence), speaker


def _shortened(value: str) -> str:
    return value if len(value) <= TEXT else value[: TEXT - 2].rsplit(" ", 1)[0] + " …"
