"""Figures for whoever watches the server, in Prometheus' words. None says who did what.

Every label has few values: routes as they are declared, never as they were asked for, and the
numbers of coverages for as long as somebody reads them.
"""

from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.process_collector import ProcessCollector

REGISTRY: Final = CollectorRegistry()
MEDIA_TYPE: Final = CONTENT_TYPE_LATEST

_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)

ProcessCollector(registry=REGISTRY)

STREAMS: Final = Gauge("depesche_streams", "Open streams", ["audience"], registry=REGISTRY)
READERS: Final = Gauge(
    "depesche_readers", "Open streams of readers, by coverage", ["coverage"], registry=REGISTRY
)
HANG_UPS: Final = Counter(
    "depesche_hang_ups", "Streams ended because their reader fell behind", registry=REGISTRY
)
CHANGES: Final = Counter(
    "depesche_changes", "Changes handed to streams, each once", ["audience"], registry=REGISTRY
)
DELIVERIES: Final = Counter(
    "depesche_deliveries", "Changes times the streams they were handed to", registry=REGISTRY
)
LAG: Final = Histogram(
    "depesche_lag_seconds",
    "From the commit of a change to the last write on a stream",
    buckets=_SECONDS,
    registry=REGISTRY,
)
READINGS: Final = Counter(
    "depesche_readings", "Times the database was opened to be read", registry=REGISTRY
)
UNHEARD: Final = Counter(
    "depesche_unheard_changes",
    "Changes whose bell was not heard, and which were found by looking",
    registry=REGISTRY,
)
ANSWERS: Final = Histogram(
    "depesche_answer_seconds",
    "Answers but streams, from the request to the last byte",
    ["method", "route", "status"],
    buckets=_SECONDS,
    registry=REGISTRY,
)
REFUSALS: Final = Counter(
    "depesche_refusals", "Errors that were answered, by their code", ["code"], registry=REGISTRY
)
LATENESS: Final = Histogram(
    "depesche_lateness_seconds",
    "How late the clock came to what was due: openings, scheduled posts",
    buckets=(*_SECONDS, 60, 3600),
    registry=REGISTRY,
)
CLOCK_JUMPS: Final = Counter(
    "depesche_clock_jumps", "Times the machine's clock was put forward or back", registry=REGISTRY
)


def exposed() -> bytes:
    """All figures, as Prometheus reads them."""
    return generate_latest(REGISTRY)
