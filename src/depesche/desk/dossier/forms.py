"""The forms of the dossier's objects: what was typed, what it means, and what is new beside it."""

import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Annotated, Any, Final
from urllib.parse import urlencode
from uuid import UUID, uuid4, uuid5

from fastapi import Depends, Request
from starlette.datastructures import FormData

from depesche.desk import times
from depesche.errors import ObjectChanged
from depesche.newsroom.dossier.kinds import (
    actors,
    aims,
    claims,
    places,
    positions,
    questions,
    scenarios,
)
from depesche.newsroom.dossier.kinds import timeline as entries
from depesche.newsroom.models import DossierObject
from depesche.rendering.desk_dossier import Sheet

Value = str | list[str]

SENDING: Final = UUID("8b0f6a0e-3d5c-5b0e-9a55-6f3f0f4c2d11")  # names what forms send

# What a form that no page of ours has made can do to whoever reads what it has seen.
_UNREADABLE: Final = (
    *(ValueError, KeyError, TypeError, AttributeError),
    *(OverflowError, RecursionError),
)


@dataclass(frozen=True)
class Control:
    """A field as the form shows it. `how` is the name of a macro in desk/dossier/_fields.html."""

    name: str
    how: str = "line"
    choices: Sequence[str] = ()
    refers: str = ""
    is_required: bool = False


def _choice(name: str, *choices: str) -> Control:
    return Control(name, "choice", choices)


def _one(name: str, refers: str, *, is_required: bool = False) -> Control:
    return Control(name, "one", refers=refers, is_required=is_required)


def _must(name: str, how: str = "line") -> Control:
    return Control(name, how, is_required=True)


FORMS: Final[Mapping[str, Sequence[Control]]] = {
    "actor": (
        *(_must("name"), Control("short_name"), Control("aliases", "lines")),
        *(_choice("type", *actors.TYPES), Control("role")),
        *(_choice("presence", "", *actors.PRESENCES), _one("voice_of", "actor")),
        Control("same_as", "links"),
    ),
    "issue": (
        *(_must("label"), Control("question")),
        *(Control("aliases", "lines"), Control("options", "lines")),
    ),
    "aim": (
        *(_one("actor", "actor", is_required=True), _must("text", "area")),
        *(_choice("kind", *aims.KINDS), Control("attributed_to", "owner")),
        *(_choice("state", *aims.STATES), Control("since", "date")),
        *(Control("if_then", "lines"), _one("scenario", "scenario")),
    ),
    "position": (
        *(_choice("stance", *positions.STANCES), Control("wording", "area")),
        *(Control("posts", "many", refers="post"), Control("claims", "many", refers="claim")),
        Control("from", "date"),
    ),
    "place": (
        *(_must("name"), Control("aliases", "lines")),
        *(Control("latitude", "number"), Control("longitude", "number")),
        *(_choice("precision", *places.PRECISIONS), Control("area")),
        *(Control("status_note"), Control("why", "area"), Control("zone")),
    ),
    "entry": (
        *(_must("title"), _must("when", "date")),
        *(_choice("kind", *entries.KINDS), _choice("state", *entries.STATES)),
        *(Control("text", "area"), Control("count"), _one("place", "place")),
    ),
    "scenario": (
        *(_must("label"), Control("text", "area"), Control("set"), Control("is_other", "flag")),
        *(Control("counts_for", "lines"), Control("counts_against", "lines")),
        *(Control("resolution_rule", "area"), Control("depends_on", "many", refers="claim")),
        *(Control("valued_by", "views"), _choice("outcome", "", *scenarios.OUTCOMES)),
    ),
    "question": (_must("text"), _choice("state", *questions.STATES)),
    "claim": (
        *(_must("text", "area"), Control("speaker", "owner"), Control("speaker_role")),
        *(_choice("kind", *claims.KINDS), _choice("status", *claims.STATUSES)),
        *(Control("disputed_by", "owners"), Control("evidence", "links")),
        *(Control("contradicts", "many", refers="claim"), _one("revises", "claim")),
        *(Control("verbatim", "area"), Control("said_at", "moment")),
        *(Control("said_where"), Control("via")),
    ),
}


@dataclass(frozen=True)
class ObjectForm:
    """Everything as it was typed, so that nothing is lost when something is wrong.

    `act` is the number of the newest act that whoever types has seen, and `filled` are the values
    as they were then; an object that is still to be made has seen none.
    """

    kind: str
    values: Mapping[str, Value]
    act: int = 0
    filled: Mapping[str, Value] = field(default_factory=dict)

    def fields(self, zone: str) -> dict[str, Any]:
        """What the core is asked for. Raises what is wrong with a time."""
        return {c.name: self._field(c, zone) for c in FORMS[self.kind]}

    def changes(self, zone: str) -> dict[str, Any]:
        """The same without what was left as it is. Raises what is wrong with a time."""
        names = {name for name, value in self.values.items() if value != self.filled.get(name)}
        return {
            c.name: self._field(c, zone)
            for c in FORMS[self.kind]
            if names & {c.name, f"{c.name}_fold"}
        }

    def _field(self, control: Control, zone: str) -> Any:
        value = self.values[control.name]
        if isinstance(value, list):
            return value
        if control.how == "moment":
            fold = str(self.values[f"{control.name}_fold"])
            return times.read(value, zone, fold=fold, field=control.name)
        return _MEANT.get(control.how, str)(value)

    @property
    def seen(self) -> str:
        """What the form carries along, to be read again by `read`."""
        return json.dumps({"act": self.act, "filled": self.filled}, ensure_ascii=False)


def blank(kind: str, **values: Value) -> ObjectForm:
    """An empty form, or one in which some of it is said already."""
    empty = {name: _nothing(kind, name) for name in _names(kind)}
    return ObjectForm(kind, {**empty, **_first(kind), **values})


def filled(one: DossierObject, sheet: Sheet) -> ObjectForm:
    """The form as it stands for an object that exists."""
    values: dict[str, Value] = {}
    for control in FORMS[one.kind]:
        value = one.facts[control.name]
        if control.how == "moment":
            moment = datetime.fromisoformat(value) if value else None
            zone = sheet.coverage.newsroom_zone
            values[control.name], values[f"{control.name}_fold"] = times.typed(moment, zone)
        else:
            values[control.name] = _SHOWN.get(control.how, _plain)(value, sheet)
    return ObjectForm(one.kind, values, one.act, values)


def read(kind: str, typed: FormData) -> ObjectForm:
    """What somebody sent; what is missing was left empty."""
    values = {name: _typed(kind, name, typed) for name in _names(kind)}
    form = ObjectForm(kind, values)
    with suppress(*_UNREADABLE):
        seen = json.loads(_line(typed, "seen"))
        before = {name: value for name, value in seen["filled"].items() if name in values}
        form = replace(form, act=int(seen["act"]), filled=before)
    return form


def sending(typed: FormData) -> UUID:
    """Under which id these words were sent: the same ones from the same form have the same.

    A page that somebody has gone back to can send other words, and they are not lost.
    """
    words = [(name, value) for name, value in typed.multi_items() if isinstance(value, str)]
    form = _line(typed, "sending")
    return uuid5(SENDING, urlencode(words)) if form else uuid4()


def check_seen(one: DossierObject | None, form: ObjectForm) -> None:
    """Raise ObjectChanged where somebody has changed it since the form was filled."""
    if form.act != (one.act if one else 0):
        raise ObjectChanged


def brought_up(typed: ObjectForm, present: ObjectForm) -> tuple[ObjectForm, list[str]]:
    """The form with what is new in the fields that this person left alone, and what is new.

    What was typed stays; saved again, it counts.
    """
    before = typed.filled or typed.values
    new = [name for name in present.values if before.get(name) != present.values[name]]
    own = {n: v for n, v in typed.values.items() if n in before and v != before[n]}
    return replace(present, values={**present.values, **own}), new


async def _sent(request: Request) -> FormData:
    return await request.form()


Typed = Annotated[FormData, Depends(_sent)]


def _names(kind: str) -> list[str]:
    folds = [f"{c.name}_fold" for c in FORMS[kind] if c.how == "moment"]
    return [*(c.name for c in FORMS[kind]), *folds]


def _nothing(kind: str, name: str) -> Value:
    return [] if any(c.name == name and c.how == "many" for c in FORMS[kind]) else ""


def _typed(kind: str, name: str, typed: FormData) -> Value:
    if isinstance(_nothing(kind, name), list):
        return [one for one in typed.getlist(name) if isinstance(one, str) and one]
    return _line(typed, name) if name in typed else _first(kind).get(name, "")


def _first(kind: str) -> dict[str, Value]:
    """What is chosen where nobody has chosen yet; a stance is never chosen by itself."""
    return {c.name: c.choices[0] for c in FORMS[kind] if c.choices and c.name != "stance"}


def _line(typed: FormData, name: str) -> str:
    """A field that is no file, with plain line feeds."""
    value = typed.get(name, "")
    return "\n".join(value.splitlines()) if isinstance(value, str) else ""


def _link(typed: str) -> dict[str, str]:
    """A line of evidence: words, an address, or the one before the other."""
    words = typed.split()
    if words[-1].startswith(("http://", "https://")):
        return {"text": typed[: typed.rindex(words[-1])].strip(), "url": words[-1]}
    return {"text": typed}


def _view(typed: str) -> dict[str, str]:
    """A line such as „Kiew: ein Verrat“."""
    by, colon, text = typed.partition(":")
    return {"by": by.strip(), "text": text.strip()} if colon else {"by": "", "text": typed.strip()}


def _said(typed: str) -> list[str]:
    return [line for line in typed.split("\n") if line.strip()]


_MEANT: Final[Mapping[str, Callable[[str], Any]]] = {
    "number": lambda typed: typed.strip().replace(",", ".").replace("−", "-"),
    "flag": bool,
    "owners": _said,
    "links": lambda typed: [_link(line) for line in _said(typed)],
    "views": lambda typed: [_view(line) for line in _said(typed)],
}


def _plain(value: Any, _sheet: Sheet) -> Value:
    return value or ""


def _number(value: float | None, _sheet: Sheet) -> str:
    return "" if value is None else f"{value:.6f}".rstrip("0").rstrip(".")


_SHOWN: Final[Mapping[str, Callable[[Any, Sheet], Value]]] = {
    "lines": lambda value, _: "\n".join(value),
    "many": lambda value, _: list(value),
    "number": _number,
    "flag": lambda value, _: "1" if value else "",
    "owner": lambda value, sheet: sheet.typed_owner(value),
    "owners": lambda value, sheet: "\n".join(sheet.typed_owner(one) for one in value),
    "links": lambda value, _: "\n".join(f"{one['text']} {one['url']}".strip() for one in value),
    "views": lambda value, sheet: "\n".join(
        f"{sheet.typed_owner(one['by'])}: {one['text']}" for one in value
    ),
}
