"""What a panel of the dossier offers to choose from."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy.orm import Session

from depesche.desk.dossier.forms import FORMS, Control, ObjectForm
from depesche.newsroom.dossier import bases, objects
from depesche.newsroom.dossier.kinds import NAMING
from depesche.newsroom.models import Coverage, DossierObject
from depesche.rendering.desk_dossier import Sheet, titled

Option = tuple[str, Any]  # a key, and what it is called; of a post, the post itself

MOST: Final = 60  # claims to choose from, and those that are chosen


def options(
    session: Session,
    coverage: Coverage,
    form: ObjectForm,
    cell: tuple[str, str] | None,
    *,
    but: DossierObject | None = None,
) -> Mapping[str, Sequence[Option]]:
    """For each field that names others, what it can name: anything `but` this one itself."""
    if cell:
        found = bases.offered(session, coverage, *cell)
        claims = [(one.key, titled(one)) for one in found.claims]
        return {
            "posts": [(str(post.id), post) for post in found.posts],
            "claims": _with_chosen(session, coverage, "claim", claims, form.values["claims"]),
        }
    return {
        control.name: _named(session, coverage, control, form, but)
        for control in FORMS[form.kind]
        if control.refers
    }


def of_cell(
    session: Session, coverage: Coverage, sheet: Sheet, cell: tuple[str, str]
) -> dict[str, Any]:
    """Whose cell it is, and what it has said so far, newest first."""
    actor, issue = cell
    found = bases.taken(session, coverage).get(cell)
    return {
        "actor": actor,
        "issue": issue,
        "title": f"{sheet.title('actor', actor)} – {sheet.title('issue', issue)}",
        "positions": found.positions if found else (),
        "newer": found.newer if found else None,
    }


def cell_of(one: DossierObject) -> tuple[str, str] | None:
    """The cell in which a position stands."""
    return (one.facts["actor"], one.facts["issue"]) if one.kind == "position" else None


def mergeable(session: Session, coverage: Coverage, one: DossierObject) -> Sequence[Option]:
    """What it could have been all along."""
    if one.kind not in NAMING or one.standing != "standing":
        return ()
    others = objects.standing(session, coverage, one.kind)
    return [(other.key, titled(other)) for other in others if other.key != one.key]


def proposed(sheet: Sheet, one: DossierObject | None) -> dict[str, str]:
    """What the smaller forms begin with: of a likelihood, the one before and whose it was.

    Whose the first one is, readers are told: somebody has to say it, it is never the account.
    """
    last = (one.facts.get("likelihoods") or [None])[-1] if one else None
    if not last:
        return {"low": "", "high": "", "words": "", "author": "", "answer": ""}
    return {
        "low": str(last["low"]),
        "high": str(last["high"]),
        "words": last["words"],
        "author": sheet.typed_owner(last["author"]),
        "answer": "",
    }


def _named(
    session: Session,
    coverage: Coverage,
    control: Control,
    form: ObjectForm,
    but: DossierObject | None,
) -> Sequence[Option]:
    limit = MOST if control.refers == "claim" else None
    found = objects.standing(session, coverage, control.refers, limit=limit)
    listed = [(one.key, titled(one)) for one in found if one is not but]
    chosen = form.values[control.name]
    chosen = [chosen] if isinstance(chosen, str) else chosen
    return _with_chosen(session, coverage, control.refers, listed, chosen)


def _with_chosen(
    session: Session,
    coverage: Coverage,
    kind: str,
    listed: Sequence[Option],
    chosen: Sequence[str],
) -> Sequence[Option]:
    """Whatever is chosen can be left out again, also if it is none of those that are offered."""
    known = {key for key, _ in listed}
    more = [session.get(DossierObject, (coverage.id, kind, key)) for key in chosen]
    return [*listed, *((o.key, titled(o)) for o in more if o and o.key not in known)]
