"""The form of a coverage: what was typed, and what it means."""

from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ValidationError
from sqlalchemy.orm import Session

from depesche.desk import times
from depesche.errors import CoverageChanged, DepescheError, NotFound
from depesche.newsroom import coverages, people
from depesche.newsroom.models import Coverage
from depesche.rendering.environment import Templates

_WORDS = (
    *("headline", "standfirst", "slug", "dateline", "language", "newsroom_zone", "event_zone"),
    *("official_subject", "unofficial_subject", "lead_question"),
)
_FIELDS = (*_WORDS, "opens_at", "opens_at_fold", "contributors")


class CoverageForm(BaseModel):
    """Everything as it was typed, so that nothing is lost when something is wrong."""

    headline: str = ""
    standfirst: str = ""
    slug: str = ""
    dateline: str = ""
    language: str = "de"
    opens_at: str = ""
    opens_at_fold: str = ""
    newsroom_zone: str = times.ZONE
    event_zone: str = ""
    official_subject: str = ""
    unofficial_subject: str = ""
    lead_question: str = ""
    contributors: list[int] = []
    seen: str = ""  # the form as it was filled when this person opened it

    def fields(self) -> dict[str, Any]:
        """What the core is asked for. Raises what is wrong with the opening."""
        words = {name: getattr(self, name).strip() for name in _WORDS}
        words["event_zone"] = words["event_zone"] or words["newsroom_zone"]
        zone = words["newsroom_zone"]
        opens_at = times.read(self.opens_at, zone, fold=self.opens_at_fold, field="opens_at")
        return {**words, "opens_at": opens_at}


def filled(session: Session, coverage: Coverage) -> CoverageForm:
    """The form as it stands for a coverage that exists."""
    opens_at, fold = times.typed(coverage.opens_at, coverage.newsroom_zone)
    own = [person.id for person in coverages.contributors(session, coverage)]
    words = {name: getattr(coverage, name) for name in _WORDS}
    form = CoverageForm(**words, opens_at=opens_at, opens_at_fold=fold, contributors=own)
    return form.model_copy(update={"seen": form.model_dump_json(exclude={"seen"})})


def check_seen(session: Session, coverage: Coverage, typed: CoverageForm) -> None:
    """Raise CoverageChanged where the form was filled before somebody changed the coverage."""
    if typed.seen != filled(session, coverage).seen:
        raise CoverageChanged


def brought_up(typed: CoverageForm, present: CoverageForm) -> tuple[CoverageForm, list[str]]:
    """The form with what is new in the fields that this person left alone, and what is new.

    What was typed stays; saved again, it counts.
    """
    seen = _seen(typed)
    new = [name for name in _FIELDS if getattr(seen, name) != getattr(present, name)]
    own = {n: getattr(typed, n) for n in _FIELDS if getattr(typed, n) != getattr(seen, n)}
    return present.model_copy(update=own), new


def _seen(typed: CoverageForm) -> CoverageForm:
    """The form as it was when it was opened; as it was typed where that cannot be told."""
    try:
        return CoverageForm.model_validate_json(typed.seen)
    except ValidationError:
        return typed


@dataclass(frozen=True)
class Trouble:
    """What is wrong with a form, and at which field it is said."""

    error: DepescheError
    templates: Templates
    language: str

    @property
    def field(self) -> str | None:
        """The field to blame; None where it is the form as a whole."""
        field = self.error.facts.get("field")
        return str(field) if field in CoverageForm.model_fields else None

    def sentence(self, label: str = "") -> str:
        """What happened, naming the field as the form does."""
        facts = {**self.error.facts, **({"field": label} if label else {})}
        return type(self.error)(**facts).sentence(self.templates.gettext(self.language))


def known_contributors(session: Session, ids: list[int]) -> list[int]:
    """The ids that are contributors. Raises NotFound for any other."""
    known = {person.id for person in people.contributors(session)}
    if not known.issuperset(ids):
        raise NotFound
    return ids
