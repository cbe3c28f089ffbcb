"""In which encoding whoever asks takes a body (RFC 9110, 12.5.3)."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

PLAIN: Final = "identity"
GZIP: Final = "gzip"
BROTLI: Final = "br"

_LONGEST: Final = 512  # bytes of a header that is worth reading; no browser says a fifth of it


def chosen(said: bytes, offered: Sequence[str]) -> str:
    """What an Accept-Encoding header means where these are offered, the best one first.

    `said` is b"" where there is none. What weighs most is taken, of equals the first; PLAIN where
    nothing else is welcome, or that is named as more welcome. A header that is too long to be a
    browser's means PLAIN.
    """
    return _chosen(said, tuple(offered)) if len(said) <= _LONGEST else PLAIN


def accepts_gzip(said: bytes) -> bool:
    """Whether that is what is taken where nothing else is offered."""
    return chosen(said, (GZIP,)) == GZIP


@lru_cache(maxsize=512)
def _chosen(said: bytes, offered: tuple[str, ...]) -> str:
    weights = dict(_weight(part) for part in said.decode("latin-1").lower().split(","))
    others = weights.get("*", 0.0)
    if "x-gzip" in weights:
        weights.setdefault(GZIP, weights["x-gzip"])
    best = max(offered, key=lambda one: weights.get(one, others))
    weight = weights.get(best, others)
    return best if weight > 0 and weight >= weights.get(PLAIN, 0.0) else PLAIN


def _weight(part: str) -> tuple[str, float]:
    name, _, rest = part.partition(";")
    key, _, value = rest.partition("=")
    try:
        weight = float(value) if key.strip() == "q" else 1.0
    except ValueError:
        weight = 0.0
    return name.strip(), weight
