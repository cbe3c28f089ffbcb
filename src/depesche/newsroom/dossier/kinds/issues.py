"""Issues: what it is about, as a label and as a question with at most five worded options."""

from typing import Final

from depesche.newsroom.dossier.kinds import fields
from depesche.newsroom.dossier.kinds.kind import Kind

OPTIONS: Final = 5

ISSUE: Final = Kind(
    fields={
        "label": fields.line(is_required=True),
        "question": fields.line(),
        "aliases": fields.lines(most=fields.NAMES),
        "options": fields.lines(most=OPTIONS),
    },
    title="label",
    named_by=("label", "aliases"),
)
