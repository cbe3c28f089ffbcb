"""Markers that begin with a slash: as they are typed in each language. All are read everywhere."""

from collections.abc import Mapping
from typing import Final

_COMMANDS: Final[Mapping[str, Mapping[str, str]]] = {
    "de": {"question": "/frage", "answer": "/antwort", "scenario": "/sz"},
    "en": {"question": "/question", "answer": "/answer", "scenario": "/sc"},
}

KINDS: Final[Mapping[str, str]] = {
    typed: kind for each in _COMMANDS.values() for kind, typed in each.items()
}


def commands(language: str) -> Mapping[str, str]:
    """What is typed in a coverage of this language for a question, an answer, a scenario."""
    return _COMMANDS["de" if language.startswith("de") else "en"]


def others(language: str) -> Mapping[str, str]:
    """What is typed for them in the other language."""
    return _COMMANDS["en" if language.startswith("de") else "de"]
