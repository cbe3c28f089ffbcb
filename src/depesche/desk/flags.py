"""What rests on a post that was corrected or withdrawn: somebody has looked, and it holds."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter

from depesche import clock
from depesche.newsroom import coverages, posts
from depesche.newsroom.dossier import flags
from depesche.web.rooms import House
from depesche.web.sessions import SignedIn

router = APIRouter(prefix="/coverages/{slug}/posts/{post_id}/flags")


@router.put("/kept")
def put(house: House, person: SignedIn, slug: str, post_id: UUID) -> dict[str, Any]:
    """All of it holds; `kept` is how much that was."""
    with house.store.writing() as session:
        coverage = coverages.find(session, slug, to_write=True)
        post = posts.find(session, coverage, post_id)
        kept = flags.keep_all(session, coverage, post, by=person, now=clock.now())
    return {"kept": kept}
