"""The shape of a change, as docs/contract.md has it."""

from typing import Any

from sqlalchemy.orm import Session

from depesche.newsroom.models import Change, Coverage
from depesche.rendering.fragments import Fragments


def change(
    session: Session, coverage: Coverage, line: Change, fragments: Fragments, language: str = ""
) -> dict[str, Any]:
    """`{sequence, at, kind, id, verb, position, html}`; position and html only with `put`.

    `language` is that of whoever sits at the desk; readers get the coverage's.
    """
    common = {
        "sequence": line.sequence,
        "at": line.at.isoformat(timespec="milliseconds"),
        "kind": line.kind,
        "id": line.object_id,
    }
    if line.superseded_by is not None:
        return {**common, "verb": "superseded"}
    if line.verb == "remove":
        return {**common, "verb": "remove"}
    drawn = fragments.of_change(session, coverage, line, language or coverage.language)
    return {**common, "verb": "put", "position": drawn.position, "html": drawn.html}
