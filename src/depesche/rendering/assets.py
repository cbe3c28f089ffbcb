"""Stylesheets and modules as they are served: what is there for whoever edits them is left out.

An import leads to the fingerprinted address of what it imports. So the fingerprint of a module
stands for all that it leads to, everything may be kept for good, and nothing is loaded twice under
two addresses.
"""

import posixpath
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Final

import rcssmin
import rjsmin

_STATIC = Path(__file__).parents[1] / "static"
_SLIMMED: Final = {".js": rjsmin.jsmin, ".css": rcssmin.cssmin}
_IMPORT: Final = re.compile(rb'(\b(?:from|import)\b(\(?))"(\.\.?/[^"]+)"')  # once it is slim


@dataclass(frozen=True)
class Asset:
    """A file as it is served, and a fingerprint of that; `at_once` are the files without which a
    module does not begin."""

    content: bytes
    fingerprint: str
    at_once: Sequence[str] = ()


def address(path: str) -> str:
    """The URL of a static file; it changes when what is served does, so that caches may keep it."""
    return _address(path, served(path))


def modules(path: str) -> Sequence[str]:
    """The URLs of a module and of all without which it does not begin, which stand before it.

    What is imported when it is needed is not among them.
    """
    graph = _graph(path)
    wanted: dict[str, None] = {}
    _want(path, graph, wanted)
    return [_address(one, graph[one]) for one in wanted]


def served(path: str) -> Asset:
    """What that static file is now. Raises FileNotFoundError."""
    return _graph(path)[path]


def _address(path: str, asset: Asset) -> str:
    return f"/static/{path}?v={asset.fingerprint}"


def _graph(path: str) -> dict[str, Asset]:
    """That file and all that it leads to, sooner or later."""
    found: dict[str, Asset] = {}
    _add(path, found, above=())
    return found


def _add(path: str, found: dict[str, Asset], *, above: tuple[str, ...]) -> None:
    """That file, after all that it leads to. Raises ValueError where it leads to itself."""
    if path in found:
        return
    if path in above:
        raise ValueError(f"imports in a circle: {path}")
    file = _STATIC / path
    slim = _slim(file, file.stat().st_mtime_ns)
    imports = _imports(path, slim)
    for one in imports:
        _add(one.path, found, above=(*above, path))
    found[path] = _linked(slim, imports, tuple(found[one.path].fingerprint for one in imports))


def _want(path: str, graph: dict[str, Asset], wanted: dict[str, None]) -> None:
    """That module, after all that it imports at once."""
    for one in graph[path].at_once:
        if one not in wanted:
            _want(one, graph, wanted)
    wanted[path] = None


@lru_cache(maxsize=1024)
def _slim(file: Path, _changed_at: int) -> bytes:
    """What the file says to a browser: without comments, and without space that means nothing."""
    content = file.read_bytes()
    slimmed = _SLIMMED.get(file.suffix)
    return slimmed(content) if slimmed else content


@dataclass(frozen=True)
class _Import:
    path: str
    is_at_once: bool


@lru_cache(maxsize=1024)
def _imports(path: str, slim: bytes) -> tuple[_Import, ...]:
    """The files that it imports, in the order in which it names them."""
    if not path.endswith(".js"):
        return ()
    folder = posixpath.dirname(path)
    return tuple(
        _Import(posixpath.normpath(posixpath.join(folder, found[3].decode())), not found[2])
        for found in _IMPORT.finditer(slim)
    )


@lru_cache(maxsize=1024)
def _linked(slim: bytes, imports: tuple[_Import, ...], fingerprints: tuple[str, ...]) -> Asset:
    """The same, with these fingerprints in its imports."""
    left, content = iter(fingerprints), slim
    if imports:
        content = _IMPORT.sub(lambda m: b'%b"%b?v=%b"' % (m[1], m[3], next(left).encode()), slim)
    at_once = tuple(one.path for one in imports if one.is_at_once)
    return Asset(content, sha256(content).hexdigest()[:10], at_once)
