"""The server's log, on stderr: lines of JSON, or for people where a terminal is.

No log holds what people wrote, their names or addresses. So of an error there are its kind, where
in the code it was, and its message only where that is the machine's: the words of any other could
quote somebody.
"""

import logging
import sqlite3
import sys
import traceback
from collections.abc import Iterator
from itertools import takewhile
from typing import Any

import psycopg
import structlog
from sqlalchemy.exc import DBAPIError
from structlog.typing import EventDict, ExcInfo, Processor

_OF_THE_MACHINE = (OSError, sqlite3.Error, psycopg.Error, ImportError)


def to_stderr() -> None:
    """Write down what happens from now on."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter(is_terminal=sys.stderr.isatty()))
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    logging.getLogger("depesche").setLevel(logging.INFO)
    logging.captureWarnings(capture=True)


def name_worker(number: int) -> None:
    """From now on each line says which worker it is from."""

    def name(record: logging.LogRecord) -> bool:
        record.worker = getattr(record, "worker", number)
        return True

    for handler in logging.getLogger().handlers:
        handler.addFilter(name)


def formatter(*, is_terminal: bool) -> logging.Formatter:
    """One line, or what is readable on a terminal."""
    ending: list[Processor]
    if is_terminal:
        ending = [structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)]
    else:
        ending = [structlog.processors.EventRenamer("message"), structlog.processors.JSONRenderer()]
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[
            structlog.stdlib.add_log_level,
            structlog.stdlib.add_logger_name,
            structlog.stdlib.ExtraAdder(),
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _told_without_words,
        ],
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *ending],
    )


def _told_without_words(_logger: Any, _method: str, event: EventDict) -> EventDict:
    """The traceback as text, without what the error said."""
    info = event.pop("exc_info", None) or event["_record"].exc_info
    if info and info[1] is not None:
        event["exception"] = "\n".join(_lines(info))
    event["_record"].exc_text = None
    return event


def _lines(info: ExcInfo) -> Iterator[str]:
    told = traceback.TracebackException(*info, compact=True)
    chain: list[tuple[traceback.TracebackException, BaseException]] = []
    error: BaseException | None = info[1]
    while error is not None and len(chain) < 10:
        chain.append((told, error))
        cause, context = told.__cause__, told.__context__
        following = error.__cause__ if cause else error.__context__
        if not (cause or context):
            break
        told, error = cause or context, following  # type: ignore[assignment]
    for layer, raised in reversed(chain):
        for frame in layer.stack:
            yield f"{frame.filename}:{frame.lineno} in {frame.name}"
        yield f"{type(raised).__module__}.{type(raised).__qualname__}{_said(raised)}"


def _said(error: BaseException) -> str:
    """What the machine said, without the rows that PostgreSQL likes to quote."""
    source = error.orig if isinstance(error, DBAPIError) else error
    if not isinstance(source, _OF_THE_MACHINE):
        return ""
    lines = takewhile(lambda line: not line.startswith("DETAIL"), str(source).splitlines())
    return f": {' '.join(lines)}"
