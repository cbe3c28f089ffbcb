"""Two versions of one post side by side: the saved one, and the one that somebody has typed."""

from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict

from depesche.newsroom import coverages, differences, people, posts, words
from depesche.newsroom import text as texts
from depesche.newsroom.dossier import annotations
from depesche.web.rooms import House
from depesche.web.sessions import SignedIn

router = APIRouter(prefix="/coverages/{slug}/posts/{post_id}")


class Typed(BaseModel):
    """The words that were typed."""

    model_config = ConfigDict(extra="forbid")

    headline: str = ""
    text: str = ""


@router.post("/comparison")
def compare(
    *, house: House, person: SignedIn, slug: str, post_id: UUID, mine: Typed
) -> dict[str, str]:
    """Both versions as HTML; the words that the other one does not have are marked.

    What was typed must not be longer than a post can be.
    """
    with house.store.reading() as session:
        coverage = coverages.find(session, slug)
        people.require(session, person, "read", coverage)
        theirs = posts.find(session, coverage, post_id)
        typed = annotations.as_typed(session, coverage, theirs)
    headline = differences.between(theirs.headline, words.line(mine.headline, "headline"))
    text = differences.between(typed, texts.checked(mine.text))
    return {
        name: house.templates.render(
            "desk/version.html", coverage.language, headline=headline, text=text, how=how
        )
        for name, how in (("theirs", "removed"), ("mine", "added"))
    }
