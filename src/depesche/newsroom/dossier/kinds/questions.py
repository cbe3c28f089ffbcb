"""Open questions: asked by a post or from the desk, answered over time."""

from typing import Any, Final

from depesche.newsroom import words
from depesche.newsroom.dossier.kinds import fields
from depesche.newsroom.dossier.kinds.kind import Facts, Kind

STATES: Final = ("open", "partly", "answered", "moot")
LEAD: Final = "lead"  # the key of the question readers come with

QUESTION: Final = Kind(
    fields={
        "text": fields.line(is_required=True),
        "state": fields.one_of(*STATES, empty="open"),
    },
    title="text",
    is_numbered=True,
    tracked=("state", "text"),
)


def answer(text: str) -> dict[str, Any]:
    """An answer as it is written down. Raises TooLong; without words, its post is the answer."""
    return {"text": words.note(text, "answer")}


def answers(facts: Facts) -> list[dict[str, Any]]:
    """What has been answered so far and was not taken back, oldest first."""
    return [one for one in facts.get("answers", ()) if not one.get("withdrawn")]
