"""How many files this process may hold open: every stream is one, and so is much else."""

import logging
import resource
from typing import Final

log = logging.getLogger(__name__)

RESERVE: Final = 1000  # for the database, pictures, and connections that are no streams


def wanted(streams: int) -> int:
    """Descriptors with which so many streams can be open."""
    return streams + RESERVE


def allowed() -> int:
    """Descriptors that this process may have, once it has asked for them."""
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    return 2**31 if hard == resource.RLIM_INFINITY else hard


def streams(wished: int) -> int:
    """How many of these streams can be open with that: where it is little, half of it is theirs."""
    there = allowed()
    return min(wished, max(there - RESERVE, there // 2))


def ask_for(wished: int) -> int:
    """Get as many descriptors as these streams want, and say so where it is fewer."""
    possible, there = streams(wished), min(wanted(wished), allowed())
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != resource.RLIM_INFINITY and soft < there:
        resource.setrlimit(resource.RLIMIT_NOFILE, (there, hard))
    if possible < wished:
        facts = {"open_files": there, "streams": possible, "wanted": wished}
        log.warning("fewer streams than wanted: too few open files are allowed", extra=facts)
    return possible
