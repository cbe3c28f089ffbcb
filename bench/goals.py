"""Goals, with what was measured and whether that is enough; and all of them in one picture."""

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from bench.figures import Figure, Row, digits, where
from bench.picture import Bar, Chart, Group

MIB: Final = 1 << 20
PER_READER: Final = 0.1  # readings of the database: a wave may take some, not one for each
FILE: Final = (
    "nginx parses a request in C and has the kernel copy a file; here the request is parsed in C, "
    "too, but looked up, answered and counted in Python."
)
ROUTE: Final = (
    "Whoever comes back is answered where the connection is read, without a task, as long as the "
    "log is in memory; those who come before it is there again take the long way through the app."
)
LOCK: Final = (
    "Python runs one thread at a time: the loop that hands changes on may wait a millisecond "
    "for its turn after each time it has slept."
)
POST: Final = (
    "Most of it is the post itself: taken in, made durable and drawn, before anybody can be told; "
    "on this machine the page, the other readers and the one who measures share a core besides."
)
CAPPED: Final = 2.0  # × the goal, where bars end
LETTER: Final = 7  # pixels that a letter of a label takes, about


class Goal(NamedTuple):
    """What is wanted, what was found, and whether that is enough.

    `share` is what was found beside what is allowed; None where that is no figure. `way` is what
    stands in the way where it is not met.
    """

    wanted: str
    found: str
    is_met: bool
    share: float | None = None
    way: str = ""


def at_most(wanted: str, found: float, limit: float, unit: str, *, way: str = "") -> Goal:
    """A goal that is met by that figure or a smaller one; `unit` is that of both."""
    told = f"{wanted}: at most {limit:g} {unit}".rstrip()
    if found < 0:  # what was taken off was more than there was: so few readers say nothing
        return Goal(told, "too little to be told", is_met=False, way=way)
    return Goal(told, f"{digits(found)} {unit}".rstrip(), found <= limit, found / limit, way)


def at_least(wanted: str, found: float, limit: float) -> Goal:
    """A goal that is met by that figure or a greater one."""
    return Goal(f"{wanted}: at least {limit:g}", f"{found:g}", found >= limit)


def none(wanted: str, found: float) -> Goal:
    """A goal that is met where there is nothing of the kind."""
    return Goal(f"{wanted}: none", f"{found:g}" if found else "none", found == 0)


def goals(answers: dict[str, Any]) -> list[Goal]:
    """Those that are not about fan-out, in the order of the page."""
    return [
        *of_pages(answers["pages"]),
        *of_growth(answers["growth"]),
        *of_wave(answers["wave"]),
        *of_stalled(answers["stalled"]),
        *of_ending(answers["ending"]),
        *of_busy(answers["busy"]),
        *of_screen(answers["screen"]),
        *of_lighthouse(answers["lighthouse"]),
    ]


def chart(found: list[Goal]) -> Chart:
    """What was found beside what is allowed: a bar that ends before the line is a goal met."""
    bars = [
        Bar(
            goal.wanted,
            Figure(*[min(goal.share, CAPPED)] * 3),
            goal.found,
            is_ours=goal.is_met,
            is_missed=not goal.is_met,
        )
        for goal in found
        if goal.share is not None
    ]
    return Chart(
        "How near to the goals",
        "what was found ÷ what is allowed",
        [Group("", bars)],
        legend=f"blue: met, orange: not; the line is the goal, bars end at {CAPPED:g}",
        reference=1,
        begin=LETTER * max((len(bar.label) for bar in bars), default=0) + 30,
    )


def of_pages(rows: list[Row]) -> Iterator[Goal]:
    for kind, what, limit in (
        ("page", "a page beside nginx", 1.5),
        ("page, gzip", "a page beside nginx, gzip", 1.5),
        ("page, 304", "a page beside nginx, 304", 2),
    ):
        (row,) = where(rows, kind=kind)
        yield at_most(what, row["processor_ratio"][0], limit, "×", way=FILE)


def of_growth(rows: list[Row]) -> Iterator[Goal]:
    """A short coverage has a shorter page; so pages are set beside the shortest that is full."""
    for kind, what, short, ratio in (
        ("page", "page", "a full one", "full_ratio"),
        ("page again", "page once more", "a full one", "full_ratio"),
        ("change", "change", "few", "processor_ratio"),
        ("poll", "poll", "few", "processor_ratio"),
        ("resume", "resume", "few", "processor_ratio"),
    ):
        longest = where(rows, kind=kind)[-1]
        wanted = f"{what} at {longest['posts']:,} posts beside {short}"
        yield at_most(wanted, longest[ratio][0], 1.2, "×")


def of_wave(rows: list[Row]) -> Iterator[Goal]:
    all_ = rows[-1]
    wanted = f"{all_['streams']:,} readers cut off are complete again"
    if all_["missing"]:
        told = f"{all_['missing']:,} are not"
        yield Goal(f"{wanted}: at most 5 s", told, is_met=False, way=ROUTE)
    else:
        yield at_most(wanted, all_["complete"][0], 5, "s", way=ROUTE)
    wanted = "database readings per reader of it"
    if all_["readings"] is None:
        yield Goal(f"{wanted}: at most {PER_READER}", "no such figure", is_met=False)
    else:
        yield at_most(wanted, all_["readings"][0] / all_["streams"], PER_READER, "")


def of_stalled(row: Row) -> Iterator[Goal]:
    wanted = f"{row['stalled']} readers that never read"
    if row["left"]:
        told = f"{row['left']} are still there"
        yield Goal(f"{wanted} are hung up on", told, is_met=False)
    yield at_most(f"{wanted}, in all", row["more_bytes"][0] / MIB, 40, "MiB")
    yield at_most("p99 of the others beside without them", row["most_ratio"][0], 1.1, "×")


def of_ending(row: Row) -> Iterator[Goal]:
    yield at_most(f"SIGTERM with {row['streams']:,} streams", row["process"][0], 2, "s")


def of_busy(rows: list[Row]) -> Iterator[Goal]:
    row = rows[0]
    wanted = f"first to last of {row['streams']:,}, busy thread"
    yield at_most(wanted, row["spread"][0] * 1e3, 50, "ms", way=LOCK)


def of_screen(row: Row) -> Iterator[Goal]:
    wanted = f"order to page in Chromium, {row['streams']:,} beside"
    yield at_most(wanted, row["there"][0] * 1e3, 200, "ms", way=POST)


def of_lighthouse(row: Row) -> Iterator[Goal]:
    for name, what, limit in (
        ("performance", "performance", 95),
        ("accessibility", "accessibility", 100),
        ("best-practices", "best practices", 100),
        ("seo", "SEO", 100),
    ):
        yield at_least(f"Lighthouse, a phone: {what}", row[name][0], limit)
    yield none("Lighthouse, a phone: layout shift", row["shift"][0])
    yield none("requests to third parties for a page", row["third_parties"][2])
    yield none("cookies of whoever reads", row["cookies"])
