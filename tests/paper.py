"""Pages without templates: every fact that a reader can see of an object, in a row.

`Paper` stands in for `rendering.environment.Templates`; `Readers` look at pages drawn on it and
follow the log. So the promise of the log is tested without a door, and without a stylesheet.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from depesche.newsroom import changes, coverages, text, ticker
from depesche.newsroom.dossier import seen, telling
from depesche.newsroom.dossier.readers import traces
from depesche.newsroom.dossier.readers.book import SHOWN
from depesche.newsroom.models import Coverage, DossierObject, Post
from depesche.rendering import dossier, prose, wire
from depesche.rendering.environment import Templates
from depesche.rendering.fragments import Fragments
from depesche.store.engine import Store

Line = dict[str, Any]
EVERYTHING = 1_000_000


class Paper(Templates):
    """Draws without templates."""

    def render(self, name: str, language: str, **facts: Any) -> str:
        coverage: Coverage = facts.pop("coverage")
        if name.startswith("dossier/"):
            return f"<{name} {_object(facts, language)}>"
        if "post" not in facts:
            return f"<{name} {_head(coverage)}>"
        post: Post = facts["post"]
        told = facts["traces"].get(post.id) if name in {"post/post.html", "post/pin.html"} else ""
        return f"<{name} {post.id} {_labels(name, post)} {_body(post, language)} {told}>"


@dataclass(frozen=True)
class Page:
    """What a reader has before them: every element by kind and id, and up to which number."""

    sequence: int
    elements: dict[tuple[str, str], tuple[str, str]]  # position and HTML

    def after(self, lines: Sequence[Line]) -> "Page":
        """The page once these lines have come, as a browser applies them."""
        elements, sequence = dict(self.elements), self.sequence
        for line in lines:
            key = (line["kind"], line["id"])
            sequence = line["sequence"]
            if line["verb"] == "put":
                elements[key] = (line["position"], line["html"])
            elif line["verb"] == "remove":
                elements.pop(key, None)
        return Page(sequence, elements)


class Readers:
    """Those who read one coverage."""

    def __init__(self, store: Store, slug: str) -> None:
        self._store = store
        self._slug = slug
        self._fragments = Fragments(Paper())

    def opens_page(self) -> Page:
        """A fresh page with everything that is public."""
        with self._store.reading() as session:
            coverage = coverages.public(session, self._slug)
            sequence = changes.latest(session, coverage.id)
            head = self._fragments.coverage(coverage)
            elements = {("coverage", coverage.slug): (head.position, head.html)}
            for kind, shown in _shown(session, coverage).items():
                told = traces.of_posts(session, coverage, shown)
                for post in shown:
                    drawn = self._fragments.of_post(kind, coverage, post, traces=told)
                    elements[kind, str(post.id)] = (drawn.position, drawn.html)
            for name in _of_dossier(session, coverage):
                elements[name] = dossier.element(Paper(), session, coverage, *name)
            return Page(sequence, elements)

    def hears(self, *, after: int = 0) -> list[Line]:
        """The log after that number, as it is handed out now."""
        with self._store.reading() as session:
            coverage = coverages.public(session, self._slug)
            lines = changes.after(session, coverage.id, after, limit=EVERYTHING)
            return [wire.change(session, coverage, line, self._fragments) for line in lines]


def _shown(session: Any, coverage: Coverage) -> dict[str, Sequence[Post]]:
    summary = ticker.summary(session, coverage)
    return {
        "post": ticker.page(session, coverage, limit=EVERYTHING).posts,
        "pin": ticker.marked(session, coverage, "pin"),
        "key_event": ticker.marked(session, coverage, "key_event"),
        "summary": [summary] if summary else [],
    }


def _of_dossier(session: Any, coverage: Coverage) -> Iterator[tuple[str, str]]:
    """Kind and id of every element that a dossier has."""
    objects = select(DossierObject.kind, DossierObject.key).where(
        DossierObject.coverage_id == coverage.id, DossierObject.standing.in_(SHOWN)
    )
    names = [(kind, key) for kind, key in session.execute(objects)]
    needs = ("aim", "position")  # are gone with the actor or issue that they are about
    yield from (n for n in names if n[0] not in needs or telling.is_shown(session, coverage, *n))
    yield from (("entry", str(p.id)) for p in ticker.marked(session, coverage, "key_event"))
    for kind in ("matrix", "map", "outlook"):
        if telling.is_shown(session, coverage, kind, seen.WHOLE):
            yield kind, seen.WHOLE


def _object(facts: dict[str, Any], language: str) -> str:
    """All that is known of it; a key post is drawn as such."""
    card = facts.get("card")
    if card is not None and "post" in card.more:
        return f"{card.position} {_body(card.more['post'], language)}"
    return repr(facts)


def _head(coverage: Coverage) -> str:
    facts = (
        *(coverage.status, coverage.headline, coverage.standfirst, coverage.dateline),
        *(coverage.language, coverage.newsroom_zone, coverage.event_zone),
        *(coverage.official_subject, coverage.unofficial_subject, coverage.lead_question),
        *(coverage.opens_at, coverage.opened_at, coverage.ended_at),
    )
    return " | ".join(map(str, facts))


def _labels(name: str, post: Post) -> list[str]:
    """A post in the ticker says that it is a key event or a summary; its other elements do not."""
    in_ticker = name == "post/post.html"
    return sorted(mark.kind for mark in post.marks if in_ticker and mark.kind != "pin")


def _body(post: Post, language: str) -> str:
    if post.withdrawal is not None:
        return f"{post.published_at} withdrawn {post.withdrawal.made_at} {post.withdrawal.notice}"
    facts = (
        *(post.status, post.published_at, post.headline, post.byline or post.author.name),
        prose.html(text.parse(post.text, language)),
        [(c.correction_class, c.note, c.made_at) for c in post.corrections],
    )
    return " | ".join(map(str, facts))
