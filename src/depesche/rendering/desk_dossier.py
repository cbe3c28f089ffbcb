"""The dossier as the desk sees it: each object a row, however it stands."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property

from sqlalchemy.orm import Session

from depesche.errors import DepescheError
from depesche.newsroom.dossier import edtf
from depesche.newsroom.dossier.commands import commands
from depesche.newsroom.dossier.kinds import KINDS, NAMING, questions, scenarios
from depesche.newsroom.dossier.naming import ASKED, Naming, naming
from depesche.newsroom.models import Coverage, DossierObject
from depesche.rendering import dates
from depesche.rendering.environment import Templates

Owner = Mapping[str, str] | None


class Sheet:
    """What the rows of one dossier say of other objects: read once for all rows of a page."""

    def __init__(self, session: Session, coverage: Coverage, language: str) -> None:
        self._session = session
        self.coverage = coverage
        self.language = language

    @cached_property
    def naming(self) -> Naming:
        return naming(self._session, self.coverage)

    def title(self, kind: str, key: str) -> str:
        """What an object is called; its key where it is not there any more."""
        found = self._session.get(DossierObject, (self.coverage.id, kind, key))
        return titled(found) if found else key

    def owner(self, owner: Owner) -> str:
        """The name of whoever something belongs to; empty for nobody."""
        if not owner:
            return ""
        return self.title("actor", owner["actor"]) if "actor" in owner else owner["name"]

    def typed_owner(self, owner: Owner) -> str:
        """The same as a field holds it: read again, it is the same one."""
        name = self.owner(owner)
        is_same = not owner or self.naming.owner(name) == dict(owner)
        return name if is_same else (owner or {}).get("actor", name)

    def when(self, written: str) -> str:
        """A date as a sentence says it, in the zone of the event."""
        if not written:
            return ""
        return dates.spoken(edtf.read(written), self.language, self.coverage.event_zone)

    @cached_property
    def doubts(self) -> Mapping[tuple[str, str], Sequence[str]]:
        """By kind and key, the names that several claim, so that they find nothing."""
        found: dict[tuple[str, str], list[str]] = {}
        for name, owners in sorted(self.naming.names.ambiguous.items()):
            for owner in owners:
                found.setdefault(owner, []).append(name)
        return found


def titled(one: DossierObject) -> str:
    """What names it in one line."""
    return str(one.facts[KINDS[one.kind].title]) or str(one.facts.get("stance", one.key))


def kind_word(kind: str, _: Callable[[str], str]) -> str:
    """What one of that kind is called."""
    return {
        "actor": _("Actor"),
        "issue": _("Issue"),
        "aim": _("Aim"),
        "position": _("Position"),
        "claim": _("Claim"),
        "place": _("Place"),
        "entry": _("Timeline entry"),
        "scenario": _("Scenario"),
        "question": _("Open question"),
    }[kind]


def row(templates: Templates, sheet: Sheet, one: DossierObject) -> str:
    """The object's row, in the language of whoever sits there."""
    drawn = templates.render(
        "desk/dossier/object.html",
        sheet.language,
        coverage=sheet.coverage,
        sheet=sheet,
        one=one,
        facts=one.facts,
        title=titled(one),
        aliases=one.facts.get("aliases", ()),
        answers=questions.answers(one.facts),
        doubts=sheet.doubts.get((one.kind, one.key), ()) if one.kind in NAMING else (),
        marker=_marker(sheet, one),
        pending=scenarios.pending(one.facts),
        shown=scenarios.shown(one.facts),
    )
    return drawn.strip()


def _marker(sheet: Sheet, one: DossierObject) -> str:
    """What stands for it in a post, where that is typed with a command; else nothing."""
    if one.kind not in ASKED or one.standing != "standing":
        return ""
    kind = "answer" if one.kind == "question" else one.kind
    command = commands(sheet.coverage.language)[kind]
    return f"{command} {sheet.naming.known.short(one.kind, one.key)}"


def impossible(found: Sequence[DossierObject]) -> Iterator[tuple[str, tuple[int, int]]]:
    """Each set whose likelihoods cannot be true at once, and what they come to, in per cent.

    Those that are only proposed count here, so that this is seen before anybody confirms them.
    """
    standing = [one.facts for one in found if one.standing == "standing"]
    for name in dict.fromkeys(facts["set"] for facts in standing if facts["set"]):
        members = [facts for facts in standing if facts["set"] == name]
        came = any(facts["outcome"] == "happened" for facts in members)
        sum_ = None if came else scenarios.impossible([scenarios.all_(one) for one in members])
        if sum_:
            yield name, sum_


def sentence(error: DepescheError, templates: Templates, language: str, label: str = "") -> str:
    """What went wrong, naming the field as the form does."""
    facts = {**error.facts, **({"field": label} if label else {})}
    return type(error)(**facts).sentence(templates.gettext(language))
