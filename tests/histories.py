"""Random evenings: whatever a newsroom may do, in any order.

A history is a list of steps; `Evening` does them one by one at a newsdesk, in a coverage of its
own. Every step is a verb and two numbers that choose its object and its manner, so that a history
can be made by Hypothesis (`histories()`), which shortens one that fails, or from a seed
(`seeded()`). What the rules refuse is part of an evening: `Evening.does` tells whether it happened.

Every word is written once, so that one can look for it: `Evening.unsayable` are the words that no
reader may be handed now, because they were taken back, replaced, or never public.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import Any, Final
from uuid import UUID, uuid4

from hypothesis import strategies as st
from sqlalchemy import select

import filing
from depesche import clock
from depesche.errors import DepescheError
from depesche.newsroom.dossier.kinds.positions import STANCES
from depesche.newsroom.marks import MARKINGS
from depesche.newsroom.models import Post
from filing import Filed
from newsdesk import Newsdesk


@dataclass(frozen=True)
class Step:
    """One verb; `which` chooses the post it is done to, `how` its manner."""

    verb: str
    which: int
    how: int


@dataclass
class Evening:
    """A coverage, announced, and all that is done to it from here on."""

    newsdesk: Newsdesk
    posts: list[UUID] = field(default_factory=list)
    done: int = 0
    refused: int = 0
    filed: Filed = field(init=False)
    _written: dict[str, UUID] = field(default_factory=dict)  # every word of a post
    _count: int = 0

    def __post_init__(self) -> None:
        self.newsdesk.announces("Ein langer Abend")
        self.slug = self.newsdesk.slug
        self.filed = Filed(self.newsdesk, lambda: self._word(None), self._public)

    def does(self, step: Step) -> bool:
        """Do the step; whether the rules allowed it."""
        self.newsdesk.slug = self.slug
        self.done += 1
        try:
            VERBS[step.verb](self, step)
        except DepescheError:
            self.refused += 1
            return False
        return True

    @property
    def unsayable(self) -> set[str]:
        """The words that no reader may be handed now."""
        said = {p.id: f"{p.headline} {p.text} {p.byline}" for p in self._all("published")}
        asked = " ".join(one.facts["text"] for one in self.filed.all("question"))
        lost = {
            word
            for word, post in self._written.items()
            if word not in said.get(post, "") and word not in asked
        }
        return lost | {word for word in self.filed.unsayable if word not in " ".join(said.values())}

    def _all(self, status: str) -> list[Post]:
        """The posts in that status, in the order they were written."""
        with self.newsdesk.store.reading() as session:
            found = {p.id: p for p in session.scalars(select(Post).where(Post.status == status))}
        return [found[post_id] for post_id in self.posts if post_id in found]

    def _now(self, post_id: UUID) -> Post:
        return self.newsdesk.again(Post(id=post_id, coverage_id=self.newsdesk.coverage.id))

    def _some(self, step: Step) -> Post:
        """One of the posts, in whatever state; one that does not exist while there is none."""
        return self._now(self.posts[step.which % len(self.posts)] if self.posts else uuid4())

    def _public(self, step: Step) -> Post:
        """One of the public posts, or sometimes any: what then is refused is part of it."""
        public = self._all("published")
        if not public or step.which % 10 == 9:
            return self._some(step)
        return public[step.which % len(public)]

    def _word(self, post_id: UUID | None) -> str:
        self._count += 1
        word = f"W{self._count:05d}W"
        if post_id is not None:
            self._written[word] = post_id
        return word

    def _name(self, how: int) -> str:
        """What somebody or something of the dossier is called."""
        named = [*self.filed.all("actor"), *self.filed.all("place")]
        return str(named[how % len(named)].facts["name"]) if named else "Wladimir"

    def _text(self, post_id: UUID, how: int) -> str:
        """A text that has never been written before, in one of several forms."""
        one, two = self._word(post_id), self._word(post_id)
        forms = (
            f'Er sagte "{one}" -- und dann *{two}*.',
            f"> {one}\n> — Wladimir {two}, Präsident",
            f"{self._name(how)} kommt, {one}.\n\n> {two}\n> — {self._name(how + 1)}",
            f"{one}\n\n/frage Kommt {two}?\n{('??', '==', '<>')[how % 3]}",
            f"{one} {two}\n\n/antwort {how % 4}\n/sz {how % 3 + 1}{'+-'[how % 2]}",
            f"Bisher:\n\n- {one}\n- [{two}](https://example.org/)",
            f"{one} <b>&\n\n{two}",
        )
        return forms[how % len(forms)]

    def _writes(self, step: Step, **wanted: Any) -> None:
        post_id = uuid4()
        wanted = {
            "text": self._text(post_id, step.how),
            "headline": self._word(post_id) if step.how % 3 == 0 else "",
            "byline": self._word(post_id) if step.how % 5 == 0 else "",
            **wanted,
        }
        self.newsdesk.puts(post_id, **wanted)
        self.posts.append(post_id)


Verb = Callable[[Evening, Step], Any]


def _file(verb: filing.Verb, evening: Evening, step: Step) -> None:
    verb(evening.filed, step)


def _publish(evening: Evening, step: Step) -> None:
    marks = {"key_event": step.which % 4 == 0, "pinned": step.which % 5 == 0}
    evening._writes(step, status="published", summary=step.which % 6 == 0, **marks)


def _schedule(evening: Evening, step: Step) -> None:
    at = clock.now() + timedelta(minutes=step.which % 20 - 2)
    evening._writes(step, status="scheduled", scheduled_at=at, pinned=step.which % 3 == 0)


def _embargo(evening: Evening, step: Step) -> None:
    until = clock.now() + timedelta(minutes=step.which % 20 - 2)
    evening._writes(step, status="published", embargoed_until=until, summary=step.how % 2 == 0)


def _release(evening: Evening, step: Step) -> None:
    status = ("published", "scheduled", "draft", "submitted")[step.how % 4]
    evening.newsdesk.amends(evening._some(step), status=status)


def _amend(evening: Evening, step: Step) -> None:
    post = evening._some(step)
    if step.how % 4 == 3:
        evening.newsdesk.amends(post, byline=evening._word(post.id))
    else:
        evening.newsdesk.amends(post, evening._text(post.id, step.how))


def _amend_with_marks(evening: Evening, step: Step) -> None:
    names = ("pinned", "key_event", "summary")
    wanted = {name: bool(step.how >> bit & 1) for bit, name in enumerate(names)}
    evening.newsdesk.amends(evening._some(step), **wanted)


def _correct(evening: Evening, step: Step) -> None:
    post = evening._public(step)
    classes = ("correction", "clarification")
    evening.newsdesk.corrects(
        post,
        evening._text(post.id, step.how),
        headline=evening._word(post.id) if step.how % 3 == 1 else None,
        note=f"Hinweis {step.how}",
        correction_class=classes[step.how % 2],
    )


def _withdraw(evening: Evening, step: Step) -> None:
    evening.newsdesk.withdraws(evening._public(step), notice=f"Zurückgezogen, {step.how}.")


def _mark(evening: Evening, step: Step) -> None:
    evening.newsdesk.marks(evening._public(step), MARKINGS[step.how % 3])


def _unmark(evening: Evening, step: Step) -> None:
    evening.newsdesk.unmarks(evening._public(step), MARKINGS[step.how % 3])


def _edit(evening: Evening, step: Step) -> None:
    fields: tuple[dict[str, Any], ...] = (
        {"headline": f"Ein langer Abend, {step.which}"},
        {"standfirst": f"Stand {step.which}", "dateline": "Anchorage"},
        {"lead_question": f"Und {step.which}?", "event_zone": "America/Anchorage"},
        {"opens_at": clock.now() + timedelta(minutes=step.which)},
    )
    evening.newsdesk.edits(**fields[step.how % 4])


def _wait(evening: Evening, step: Step) -> None:
    evening.newsdesk.waits(minutes=step.how % 8)


def _hesitate(_: Evening, step: Step) -> None:
    """Time passes, and the clock is late."""
    clock.move(timedelta(seconds=step.how % 30))


def _publish_position(evening: Evening, step: Step) -> None:
    """A post that says where somebody stands."""
    word = evening._word(None)
    taken = {
        "actor": evening.filed.some("actor", step.which),
        "issue": evening.filed.some("issue", step.how),
        "stance": STANCES[step.how % 6],
        "wording": word,
    }
    evening._writes(step, status="published", positions=[taken])
    for one in evening.filed.all("position"):
        if one.facts["wording"] == word:
            evening.filed.says(word, one)


VERBS: Final[dict[str, Verb]] = {
    "wait": _wait,
    "hesitate": _hesitate,
    "publish": _publish,
    "draft": lambda evening, step: evening._writes(step),
    "submit": lambda evening, step: evening._writes(step, status="submitted", pinned=True),
    "schedule": _schedule,
    "embargo": _embargo,
    "release": _release,
    "amend": _amend,
    "amend with marks": _amend_with_marks,
    "correct": _correct,
    "withdraw": _withdraw,
    "mark": _mark,
    "unmark": _unmark,
    "edit": _edit,
    "open": lambda evening, _: evening.newsdesk.brings("live"),
    "pause": lambda evening, _: evening.newsdesk.brings("paused"),
    "end": lambda evening, _: evening.newsdesk.brings("ended"),
    "publish a position": _publish_position,
    **{name: partial(_file, verb) for name, verb in filing.VERBS.items()},
}
# How often each comes: most of an evening is posts, and an end is not the end.
WEIGHTS: Final = {
    **dict.fromkeys(VERBS, 2),
    "publish": 12,
    "prepare": 8,
    "take a position": 4,
    "publish a position": 4,
    "take out": 1,
    "amend": 4,
    "correct": 4,
    "withdraw": 3,
    "mark": 6,
    "open": 4,
    "end": 1,
}
_OFTEN: Final = [verb for verb in VERBS for _ in range(WEIGHTS[verb])]


def histories(*, at_least: int = 0, at_most: int) -> st.SearchStrategy[list[Step]]:
    """Histories for Hypothesis."""
    # Left to itself it prefers small numbers: most of an evening would be spent waiting.
    steps = st.integers(0, 2**24).map(lambda number: _step(random.Random(number)))
    return st.lists(steps, min_size=at_least, max_size=at_most)


def seeded(seed: int, length: int) -> list[Step]:
    """The same history for the same seed."""
    dice = random.Random(seed)
    return [_step(dice) for _ in range(length)]


def through_the_dossier() -> list[Step]:
    """All that a dossier can be told, each several times, while the coverage is live."""
    posts = [Step("publish", 7 * n, n) for n in (1, 4, 5, 10, 11)]
    prepared = [Step("prepare", n, n) for n in range(16)]
    told = [Step(verb, n, n + 1) for verb in filing.VERBS for n in range(4)]
    return [Step("open", 0, 0), *posts, *prepared, *told]


def _step(dice: random.Random) -> Step:
    return Step(dice.choice(_OFTEN), dice.randrange(60), dice.randrange(60))
