"""What the demo shows in the terminal: where to look, who can sign in, how far the evening is."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from babel.dates import format_timedelta
from rich.console import Group
from rich.panel import Panel
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn
from rich.table import Column, Table
from rich.text import Text

from depesche import clock
from depesche.cli.console import answers, say
from depesche.demo.evening import Act, Evening
from depesche.demo.stage import PASSWORD
from depesche.demo.words import WORDS, Words
from depesche.newsroom import text
from depesche.rendering import moments
from depesche.settings import Settings


def print_coming(settings: Settings, evening: Evening, *, rate: float) -> None:
    """The evening is about to begin, at `rate` newsroom seconds per second."""

    def lasting(newsroom_time: timedelta) -> str:
        seconds = max(newsroom_time / rate, timedelta(seconds=1))
        return format_timedelta(seconds, threshold=1.5, locale=evening.language)

    opening = lasting(evening.opens_at - evening.begins_at)
    rest = lasting(evening.ends_at - evening.opens_at)
    words = WORDS[evening.language]
    _print(settings, evening, words.soon.format(opening=opening, evening=rest, rate=f"{rate:g}"))


def print_told(settings: Settings, evening: Evening) -> None:
    """The evening is over."""
    posts = sum(act.verb == "publish" for act in evening.acts)
    _print(settings, evening, WORDS[evening.language].at_once.format(posts=posts))


@contextmanager
def followed(evening: Evening) -> Iterator[Callable[[Act], None]]:
    """Tell what happens: by a bar on a terminal, by lines elsewhere."""
    if not answers.is_terminal:
        yield lambda act: say(_line(evening, act))
        return
    with Progress(*_columns(evening), console=answers, expand=True) as progress:
        task = progress.add_task("", total=len(evening.acts))
        yield lambda act: progress.update(
            task, completed=evening.acts.index(act) + 1, description=_told(evening, act)
        )


def _print(settings: Settings, evening: Evening, what_happens: str) -> None:
    words = WORDS[evening.language]
    parts = (_places(settings, evening, words), _accounts(evening, words), what_happens, words.end)
    spaced = [line for part in parts for line in (part, "")][:-1]
    answers.print(Panel(Group(*spaced), title=words.title, padding=(1, 2)))


def _places(settings: Settings, evening: Evening, words: Words) -> Table:
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(style="bold", no_wrap=True)
    table.add_column(overflow="fold")
    table.add_row(words.reader, f"{settings.public_url}/live/{evening.slug}")
    table.add_row(words.front, f"{settings.public_url}/")
    table.add_row(words.desk, f"{settings.public_url}/desk")
    return table


def _accounts(evening: Evening, words: Words) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="bold")
    for label in (words.account, words.password, ""):
        table.add_column(label)
    for member in evening.people:
        table.add_row(member.name, PASSWORD, words.roles[member.role])
    return table


def _columns(evening: Evening) -> tuple[ProgressColumn, ...]:
    last = Column(no_wrap=True, overflow="ellipsis", ratio=1)
    return (
        _NewsroomTime(evening),
        BarColumn(20, table_column=Column(min_width=20)),
        MofNCompleteColumn(table_column=Column(no_wrap=True)),
        TextColumn("{task.description}", markup=False, table_column=last),
    )


class _NewsroomTime(ProgressColumn):
    """What the clock in the newsroom shows."""

    def __init__(self, evening: Evening) -> None:
        super().__init__(Column(no_wrap=True))
        self._evening = evening

    def render(self, task: Task) -> Text:
        return Text(_time(self._evening, clock.now()), style="bold")


def _told(evening: Evening, act: Act) -> str:
    is_last = act is evening.acts[-1]
    return WORDS[evening.language].done if is_last else _sentence(evening, act)


def _line(evening: Evening, act: Act) -> str:
    return f"{_time(evening, act.at)}  {_sentence(evening, act)}"


def _sentence(evening: Evening, act: Act) -> str:
    words = WORDS[evening.language]
    happens = words.waiting if act.at < evening.opens_at else words.verbs[act.verb]
    return f"{happens}: {text.typeset(evening.title(act), evening.language)}"


def _time(evening: Evening, moment: datetime) -> str:
    zone = evening.coverage["newsroom_zone"]
    return moments.clock_time(moment, zone, evening.language)
