"""Cells: where each actor stands on each issue, with what was before; and the matrix of them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from depesche.newsroom.dossier.kinds import positions
from depesche.newsroom.dossier.readers.book import Book, Card, Ref
from depesche.newsroom.models import DossierObject

ACTORS: Final = 24  # in the matrix
ISSUES: Final = 8

Names = tuple[str, str]  # the keys of an actor and an issue that stand


@dataclass(frozen=True)
class Cell:
    """The position that counts, and those before it, newest first."""

    actor: Ref
    current: Card
    former: Sequence[Card]


@dataclass(frozen=True)
class Row:
    """Where an actor stands on each of the issues; None where nothing is known."""

    actor: Ref
    cells: Sequence[Cell | None]


@dataclass(frozen=True)
class Matrix:
    """Actors by issues, those with a position, as far as there is room."""

    issues: Sequence[Ref]
    rows: Sequence[Row]
    further_actors: int
    further_issues: int


def of_issues(book: Book, keys: Iterable[str]) -> dict[str, list[Cell]]:
    """The cells of each of these issues, in the order of their actors."""
    by_issue: dict[str, list[tuple[str, Cell]]] = defaultdict(list)
    for (actor, issue), cell in _cells(book, _naming(book, "issue", keys)).items():
        by_issue[issue].append((_order(book, "actor", actor), cell))
    return {
        issue: [cell for _, cell in sorted(of_issue, key=lambda pair: pair[0], reverse=True)]
        for issue, of_issue in by_issue.items()
    }


def of_actor(book: Book, key: str) -> list[Card]:
    """Where an actor stands now, in the order of the issues."""
    found = _cells(book, _naming(book, "actor", [key])).items()
    ordered = sorted(
        found, key=lambda one: (_order(book, "issue", one[0][1]), one[0]), reverse=True
    )
    return [cell.current for _, cell in ordered]


def matrix(book: Book) -> Matrix:
    """The matrix as it stands."""
    by_cell = _parents(book)
    actors = _in_order(book, "actor", {actor for actor, _ in by_cell})
    issues = _in_order(book, "issue", {issue for _, issue in by_cell})
    shown = {(a, i) for a in actors[:ACTORS] for i in issues[:ISSUES]}
    wanted = [parent for names, parents in by_cell.items() if names in shown for parent in parents]
    found = book.holdings.under("position", wanted)
    cells = _cells(book, found)
    rows = [
        Row(ref, [cells.get((actor, issue)) for issue in issues[:ISSUES]])
        for actor in actors[:ACTORS]
        if (ref := book.ref("actor", actor))
    ]
    heads = [ref for issue in issues[:ISSUES] if (ref := book.ref("issue", issue))]
    return Matrix(heads, rows, len(actors[ACTORS:]), len(issues[ISSUES:]))


def _naming(book: Book, role: str, keys: Iterable[str]) -> Sequence[DossierObject]:
    """The positions that stand and name one of these actors, or of these issues."""
    linked = book.holdings.linked(("position",), (role,), role, list(keys))
    return [link.one for link in linked]


def _parents(book: Book) -> dict[Names, list[str]]:
    """The cells that hold a position, by their actors and issues."""
    pairs = [tuple(parent.split("/", 1)) for parent in book.holdings.parents("position")]
    book.known({("actor", a) for a, _ in pairs} | {("issue", i) for _, i in pairs})
    found: dict[Names, list[str]] = defaultdict(list)
    for actor, issue in pairs:
        if names := _names(book, actor, issue):
            found[names].append(positions.cell(actor, issue))
    return found


def _cells(book: Book, found: Sequence[DossierObject]) -> dict[Names, Cell]:
    book.opened(found)
    by_names: dict[Names, list[DossierObject]] = defaultdict(list)
    for one in sorted(found, key=lambda one: one.made, reverse=True):
        if names := _names(book, one.facts["actor"], one.facts["issue"]):
            by_names[names].append(one)
    chains = {names: _chain(taken) for names, taken in by_names.items()}
    return {
        names: Cell(actor, book.card(chain[0]), [book.card(one) for one in chain[1:]])
        for names, chain in chains.items()
        if (actor := book.ref("actor", names[0]))
    }


def _chain(taken: Sequence[DossierObject]) -> list[DossierObject]:
    """The newest and those it has followed, newest first; where two actors became one, nobody has
    changed their mind."""
    chain, former = [taken[0]], {one.key: one for one in taken[1:]}
    while before := former.pop(chain[-1].facts["supersedes"], None):
        chain.append(before)
    return chain


def _names(book: Book, actor: str, issue: str) -> Names | None:
    """The keys of both, where both stand."""
    who, what = book.get("actor", actor), book.get("issue", issue)
    if who is None or what is None or {who.standing, what.standing} != {"standing"}:
        return None
    return who.key, what.key


def _in_order(book: Book, kind: str, keys: set[str]) -> list[str]:
    return sorted(keys, key=lambda key: (_order(book, kind, key), key), reverse=True)


def _order(book: Book, kind: str, key: str) -> str:
    one = book.get(kind, key)
    return one.position if one else ""
