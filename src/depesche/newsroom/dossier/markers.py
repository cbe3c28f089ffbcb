"""What an editor types for the dossier is read, and leaves the text before it is stored.

`@key` stands for an actor or, if none has that key, for a place; `#key` for an issue. They count
after a space, at the start of a line, after an opening bracket or quotation mark, and only when the
key is known; one that is no more cannot be read. In a sentence they become the name; on a line of
nothing but markers they vanish. All others count only on such a line:

    !   key event            /frage …      /question …    an open question
    !!  key event and pin    /antwort 3 …  /answer 3 …    an answer to one; without words, the post
    ??  unconfirmed          /sz 2+        /sc 2+         a scenario: + likelier, - less likely
    ==  confirmed
    <>  disputed, by the first actor who is named after it

Question 1 is the lead question where no other has that number; `/antwort lead` is always it.
A question and an answer take the rest of their line. Code, addresses and link targets are left
alone. A backslash keeps a marker as it is typed and goes itself, one for every marker that would
have been read; of several, one goes. Stored text may hold what looks like a marker, so whoever
opens it again for typing shows `escaped(text, known)`: reading that gives the stored text back.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Final

from depesche.newsroom import words
from depesche.newsroom.dossier.blots import CLOSING, INVISIBLE, OPENING, blotted
from depesche.newsroom.dossier.commands import commands
from depesche.newsroom.dossier.known import Known
from depesche.newsroom.dossier.strokes import Stroke, add, applied, as_text, closed_up, drop, put

_SLUG = r"[A-Za-z0-9]++(?:-[A-Za-z0-9]++)*+"
_END = rf"(?=[{INVISIBLE}]*+(?:\s|\Z))"
_TOKEN = re.compile(
    rf"[\s{INVISIBLE}]*+(?P<escape>\\*+)(?P<core>"
    rf"(?P<sign>!!?|\?\?|==|<>){_END}"
    rf"|(?P<at>[@#])(?P<key>{_SLUG}){_END}"
    rf"|/(?ai:sz|sc)\s++(?P<scenario>{_SLUG})\s?(?P<shift>[-+−–]?){_END}"
    rf"|/(?ai:(?P<ask>frage|question)|(?P<answer>antwort|answer)|sz|sc){_END}(?P<rest>.*+)"
    rf")[\s{INVISIBLE}]*+"
)
_MENTION = re.compile(rf"{OPENING}(?P<escape>\\*+)(?P<at>[@#])(?P<key>{_SLUG}){CLOSING}")
_ANSWER = re.compile(rf"[\s{INVISIBLE}]*+(?P<key>{_SLUG}){_END}(?P<text>.*+)", re.DOTALL)
_SEEN = re.compile(rf"[^\s{INVISIBLE}]")
_SIGNS: Final = {
    "!": ("key_event",),
    "!!": ("key_event", "pin"),
    "??": ("unconfirmed",),
    "==": ("confirmed",),
    "<>": ("disputed",),
}
_TYPED: Final = {"key_event": "!", "unconfirmed": "??", "confirmed": "=="}


@dataclass(frozen=True)
class Marker:
    """One marker as it was read; two are equal if they mean the same, however they were typed.

    Kinds: actor, issue, place, key_event, pin, unconfirmed, confirmed, disputed, question, answer,
    scenario.
    """

    kind: str
    key: str = ""  # of an actor, issue, place, question, scenario; disputed: of the actor, or ""
    text: str = ""  # of a question or an answer, names put in
    shift: str = ""  # of a scenario: "+" likelier, "-" less likely, "" only mentioned
    typed: str = field(default="", compare=False)


@dataclass(frozen=True)
class Unread:
    """What looks meant for a marker and could not be read; it stays in the text.

    Reasons: unknown-question, unknown-scenario, empty-question, empty-answer, gone-name.
    """

    typed: str
    reason: str


@dataclass(frozen=True)
class Reading:
    """The text to store, and what the markers said: each once, in the order of the text."""

    text: str
    markers: tuple[Marker, ...]
    unread: tuple[Unread, ...]


@dataclass(frozen=True)
class _Line:
    text: str | None  # None: it held nothing but markers
    markers: tuple[Marker, ...] = ()
    unread: tuple[Unread, ...] = ()


def read(typed: str, known: Known) -> Reading:
    """The text without its markers, and the markers; never fails, takes linear time."""
    lines = [_line(line, bare, known) for line, bare in _lines(words.clean(typed))]
    return Reading(
        text="\n".join(closed_up([line.text for line in lines])),
        markers=tuple(dict.fromkeys(chain.from_iterable(line.markers for line in lines))),
        unread=tuple(chain.from_iterable(line.unread for line in lines)),
    )


def escaped(stored: str, known: Known) -> str:
    """What to type so that `read` finds no marker and gives this stored text back."""
    return "\n".join(_escaped_line(line, bare, known) for line, bare in _lines(stored))


def typed_again(markers: Iterable[Marker], language: str) -> str:
    """The lines that `read` reads as these markers again; "" if there are none.

    There is no marker for a pin without a key event: it is left out.
    """
    markers = list(dict.fromkeys(markers))
    words_ = commands(language)
    pinned = any(marker.kind == "pin" for marker in markers)
    pieces = [_typed(marker, words_, pinned=pinned) for marker in markers if marker.kind != "pin"]
    short = [piece for piece in pieces if piece[0] not in "</"]
    return "\n".join(filter(None, (" ".join(short), *(p for p in pieces if p[0] in "</"))))


def _lines(text: str) -> Iterator[tuple[str, str]]:
    """Each line as it is, and with all blotted out in which nothing is read."""
    return zip(text.split("\n"), blotted(text).split("\n"), strict=True)


def _line(line: str, bare: str, known: Known) -> _Line:
    tokens = _tokens(bare, known)
    if not tokens or any(token["escape"] for token in tokens):
        return _sentence(line, bare, tokens, known)
    for token in tokens:
        if reason := _trouble(token, known):
            return _Line(line, unread=(Unread(line.strip(), reason),))
    return _Line(None, tuple(_disputed_by(_markers(line, tokens, known))))


def _tokens(bare: str, known: Known) -> list[re.Match[str]]:
    """The markers of a line, escaped or not; none if it holds anything else.

    A scenario that something else follows takes the line to its end, and cannot be read.
    """
    tokens: list[re.Match[str]] = []
    while (at := tokens[-1].end() if tokens else 0) < len(bare):
        token = _TOKEN.match(bare, at)
        if token is None or (token["at"] and not _is_meant(token, known)):
            return _up_to_scenario(bare, tokens)
        tokens.append(token)
    return tokens


def _up_to_scenario(bare: str, tokens: list[re.Match[str]]) -> list[re.Match[str]]:
    for i, token in enumerate(tokens):
        if token["scenario"] and (rest := _TOKEN.fullmatch(bare, token.start())):
            return [*tokens[:i], rest]
    return []


def _named(found: re.Match[str], known: Known) -> tuple[Marker, str] | None:
    """The actor, place or issue that is meant, with its name; None if there is none."""
    meant = known.meant(found["at"], found["key"].lower())
    if meant is None:
        return None
    kind, key = meant
    return Marker(kind, key, typed=found["at"] + found["key"]), known.names(kind)[key]


def _is_gone(found: re.Match[str], known: Known) -> bool:
    return known.is_gone(found["at"], found["key"].lower())


def _is_meant(found: re.Match[str], known: Known) -> bool:
    return _is_gone(found, known) or _named(found, known) is not None


def _sentence(line: str, bare: str, tokens: Sequence[re.Match[str]], known: Known) -> _Line:
    """The line with names put in, and without the backslashes that kept markers as they were."""
    strokes = [drop(token) for token in tokens if token["escape"] and not token["at"]]
    markers: list[Marker] = []
    unread: list[Unread] = []
    for found in _MENTION.finditer(bare):
        if found["escape"] and _is_meant(found, known):
            strokes.append(drop(found))
        elif named := _named(found, known):
            strokes.append(put(found, as_text(named[1])))
            markers.append(named[0])
        elif _is_gone(found, known):
            unread.append(Unread(found["at"] + found["key"], "gone-name"))
    return _Line(applied(line, strokes), tuple(markers), tuple(unread))


def _escaped_line(line: str, bare: str, known: Known) -> str:
    strokes = [add(token) for token in _tokens(bare, known) if not token["at"]]
    strokes += [add(found) for found in _MENTION.finditer(bare) if _is_meant(found, known)]
    return applied(line, strokes)


def _trouble(token: re.Match[str], known: Known) -> str:
    """Why a marker cannot be read; "" if it can."""
    if _names_gone(token, known):
        return "gone-name"
    if token["rest"] is None:
        unknown = token["scenario"] and not known.scenario(token["scenario"].lower())
        return "unknown-scenario" if unknown else ""
    said = _SEEN.search(token["rest"])
    if token["ask"]:
        return "" if said else "empty-question"
    if token["answer"]:
        found = _ANSWER.match(token["rest"])
        answers = found and known.question(found["key"].lower())
        return "" if answers else "unknown-question" if said else "empty-answer"
    return "unknown-scenario"


def _names_gone(token: re.Match[str], known: Known) -> bool:
    """Whether it is somebody who is no more, or speaks of one."""
    if token["at"]:
        return _is_gone(token, known)
    said = _MENTION.finditer(token.string, token.start("rest")) if token["rest"] else ()
    return any(_is_gone(found, known) for found in said if not found["escape"])


def _markers(line: str, tokens: Iterable[re.Match[str]], known: Known) -> Iterator[Marker]:
    for token in tokens:
        typed = line[token.start("core") : token.end("core")].strip()
        if token["sign"]:
            yield from (Marker(kind, typed=typed) for kind in _SIGNS[token["sign"]])
        elif token["at"]:
            yield from (_named(token, known) or ())[:1]
        elif token["scenario"]:
            shift = token["shift"] and ("+" if token["shift"] == "+" else "-")
            key = known.scenario(token["scenario"].lower()) or ""
            yield Marker("scenario", key, shift=shift, typed=typed)
        else:
            yield _told(line, token, known, typed)


def _told(line: str, token: re.Match[str], known: Known, typed: str) -> Marker:
    """The question or answer that the rest of the line is."""
    text = _worded(line, token.start("rest"), token.string, known)
    if token["ask"]:
        return Marker("question", text=text, typed=typed)
    key, said = found.group("key", "text") if (found := _ANSWER.match(text)) else ("", text)
    key = known.question(key.lower()) or key.lower()
    return Marker("answer", key, said.strip(), typed=typed)


def _worded(line: str, start: int, bare: str, known: Known) -> str:
    """The end of a line with names put in; every escape goes, as `typed_again` sets them all."""
    strokes: list[Stroke] = []
    for found in _MENTION.finditer(bare, start):
        if found["escape"]:
            strokes.append(drop(found))
        elif named := _named(found, known):
            strokes.append(put(found, named[1]))
    return applied(line, strokes, start).strip()


def _disputed_by(markers: Iterable[Marker]) -> list[Marker]:
    """The markers of a line, the first actor after a `<>` gone into it."""
    found: list[Marker] = []
    disputed: int | None = None
    for marker in markers:
        if marker.kind == "actor" and disputed is not None:
            typed = f"{found[disputed].typed} {marker.typed}"
            found[disputed] = replace(found[disputed], key=marker.key, typed=typed)
            disputed = None
            continue
        disputed = len(found) if marker.kind == "disputed" else disputed
        found.append(marker)
    return found


def _typed(marker: Marker, words_: Mapping[str, str], *, pinned: bool) -> str:
    match marker.kind:
        case "actor" | "place":
            return f"@{marker.key}"
        case "issue":
            return f"#{marker.key}"
        case "disputed":
            return f"<> @{marker.key}" if marker.key else "<>"
        case "key_event" if pinned:
            return "!!"
        case "question" | "answer" | "scenario":
            said = filter(None, (words_[marker.kind], marker.key + marker.shift, marker.text))
            line = " ".join(said).replace("\n", " ")
            return applied(line, [add(found) for found in _MENTION.finditer(blotted(line))])
        case _:
            return _TYPED[marker.kind]
