"""Whether whoever asks takes gzip (RFC 9110, 12.5.3)."""

from functools import lru_cache
from typing import Final

_LONGEST: Final = 512  # bytes of a header that is worth reading; no browser says a fifth of it


def accepts_gzip(said: bytes) -> bool:
    """What an Accept-Encoding header means for gzip; b"" where there is none.

    One that is too long to be a browser's means no.
    """
    return len(said) <= _LONGEST and _accepts(said)


@lru_cache(maxsize=256)
def _accepts(said: bytes) -> bool:
    weights = dict(_weight(part) for part in said.decode("latin-1").lower().split(","))
    return weights.get("gzip", weights.get("x-gzip", weights.get("*", 0.0))) > 0


def _weight(part: str) -> tuple[str, float]:
    name, _, rest = part.partition(";")
    key, _, value = rest.partition("=")
    try:
        weight = float(value) if key.strip() == "q" else 1.0
    except ValueError:
        weight = 0.0
    return name.strip(), weight
