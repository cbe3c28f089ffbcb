"""Questions are answered, with a post or from the desk."""

from datetime import datetime

from sqlalchemy.orm import Session

from depesche.errors import Missing, NothingToTakeBack, UnknownChoice
from depesche.newsroom.dossier import acts, objects
from depesche.newsroom.dossier.kinds import questions
from depesche.newsroom.models import Coverage, DossierObject, Person, Post


def answer(
    session: Session,
    coverage: Coverage,
    key: str,
    *,
    text: str,
    by: Person,
    now: datetime,
    state: str = "answered",
) -> DossierObject:
    """Answer the question from the desk, or a part of it.

    Raises NotAllowed, CoverageArchived, NotFound, Missing, TooLong, UnknownChoice.
    """
    objects.check_writable(session, coverage, by)
    if not text.strip():
        raise Missing(field="answer")
    return place(session, coverage, key, text=text, by=by, now=now, state=state)


def take_back(
    session: Session, coverage: Coverage, key: str, number: int, *, by: Person, now: datetime
) -> DossierObject:
    """That answer was wrong: the question stands as the last one that is left has it.

    Raises NotAllowed, CoverageArchived, NotFound, NothingToTakeBack.
    """
    objects.check_writable(session, coverage, by)
    question = objects.present(session, coverage, "question", key)
    if not any(one["act"] == number for one in questions.answers(question.facts)):
        raise NothingToTakeBack
    acts.record(
        session, coverage, kind="question", key=key, verb="retract",
        facts={"number": number}, by=by, now=now,
    )  # fmt: skip
    return question


def place(
    session: Session,
    coverage: Coverage,
    key: str,
    *,
    text: str,
    by: Person,
    now: datetime,
    state: str = "answered",
    post: Post | None = None,
) -> DossierObject:
    """The same, where it has been decided before that `by` may; a post can be the answer itself."""
    question = objects.present(session, coverage, "question", key)
    if state not in questions.STATES:
        raise UnknownChoice(value=state[:40], known=", ".join(questions.STATES), field="state")
    facts = {**questions.answer(text), "state": state}
    if not _is_said(question, facts, post):
        acts.record(
            session, coverage, kind="question", key=key, verb="answer", facts=facts,
            by=by, now=now, post=post, tells_post=False,
        )  # fmt: skip
    return question


def _is_said(question: DossierObject, facts: dict[str, str], post: Post | None) -> bool:
    """Whether this very answer has been given before, so that retries are harmless."""
    source = str(post.id) if post else None
    return any(
        one["text"] == facts["text"] and one["post"] == source
        for one in questions.answers(question.facts)
    )
