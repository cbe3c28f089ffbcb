"""What the desk's page hears after it has changed a post."""

from collections.abc import Callable
from textwrap import shorten
from typing import Any, Final
from uuid import UUID

from sqlalchemy.orm import Session

from depesche import clock
from depesche.desk import pages
from depesche.newsroom import coverages, people, posts
from depesche.newsroom.dossier import flags
from depesche.newsroom.models import Coverage, DossierObject, Person, Post
from depesche.rendering import desk_dossier
from depesche.web.rooms import Rooms

_ASKING: Final = ("corrected", "withdrawn", "undone")
_TITLE: Final = 80  # characters


def about(house: Rooms, person: Person, slug: str, post_id: UUID, verb: str) -> dict[str, Any]:
    """The post as it is now, its row, and a sentence that says where the text is.

    The row is that of the log, for a page whose stream is slow or down. After a correction or a
    withdrawal, `resting` names what of the dossier waits to be looked at because of it.
    """
    with house.store.reading() as session:
        coverage = coverages.find(session, slug)
        people.require(session, person, "read", coverage)
        post = posts.find(session, coverage, post_id)
        language = pages.language_of(house, person)
        row = house.fragments.desk_post(coverage, post, language)
        asked = _asked(session, coverage, post, person) if verb in _ASKING else []
        _ = house.templates.gettext(language)
        said = house.templates.render(
            "desk/said.txt", language, coverage=coverage, post=post, verb=verb, now=clock.now()
        )
        return {
            "id": str(post.id),
            "revision": post.revision,
            "status": post.status,
            "said": said.strip(),
            "resting": [_named(one, _) for one in asked],
            "change": {
                "kind": "post",
                "id": str(post.id),
                "verb": "put",
                "position": row.position,
                "html": row.html,
            },
        }


def _asked(session: Session, coverage: Coverage, post: Post, person: Person) -> list[DossierObject]:
    """What this person is asked about; what has fallen is no question."""
    if not people.may(session, person, "dossier", coverage):
        return []
    flagged = flags.flagged_for(session, coverage, post)
    return [one for one in flagged if one.standing == "standing"]


def _named(one: DossierObject, _: Callable[[str], str]) -> str:
    """Its kind and its title, which is cut between words."""
    title = shorten(desk_dossier.titled(one), _TITLE, placeholder=" …")
    return _("{kind} “{title}”").format(kind=desk_dossier.kind_word(one.kind, _), title=title)
