"""What a post has said to the dossier so far, as the acts have it.

What the desk has made of it since is not in these: they tell what is new in a post from what it
has said before.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from depesche.newsroom.models import Act, Post

Said = Mapping[str, dict[str, Any]]


def said(session: Session, post: Post, kind: str) -> Said:
    """By the key of each object of that kind that the post has put, the fields as it last did."""
    told = (
        select(Act.key, Act.facts)
        .where(Act.coverage_id == post.coverage_id, Act.post_id == post.id)
        .where(Act.kind == kind, Act.verb == "put")
        .order_by(Act.number)
    )
    found: dict[str, dict[str, Any]] = {}
    for key, facts in session.execute(told):
        found.setdefault(key, {}).update(facts)
    return found
