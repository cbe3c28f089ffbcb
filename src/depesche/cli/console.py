"""What the commands print with: answers on stdout, explanations on stderr.

Into a pipe or a file every row of a table is one line, however long.
"""

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.table import Table
from typer import BadParameter

answers = Console(highlight=False, markup=False)
explanations = Console(highlight=False, markup=False, stderr=True)

_ONE_LINE = 10_000


def readable(typed: str) -> str:
    """What was typed, as it is. Raises BadParameter for bytes that are no text."""
    if any("\ud800" <= letter <= "\udfff" for letter in typed):
        raise BadParameter("What is typed has to be text in UTF-8. Check the terminal's encoding.")
    return typed


def say(sentence: str) -> None:
    """The answer, on stdout."""
    answers.print(sentence, soft_wrap=True)


def explain(sentence: str) -> None:
    """What is not the answer, on stderr."""
    explanations.print(sentence, soft_wrap=True)


def show(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """A table, on stdout."""
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*(cell or "–" for cell in row))
    wide = Console(highlight=False, markup=False, width=_ONE_LINE)
    (answers if answers.is_terminal else wide).print(table)
