"""What the desk's page hears after it has changed a post."""

from typing import Any
from uuid import UUID

from depesche import clock
from depesche.desk import pages
from depesche.newsroom import coverages, people, posts
from depesche.newsroom.models import Person
from depesche.web.rooms import Rooms


def about(house: Rooms, person: Person, slug: str, post_id: UUID, verb: str) -> dict[str, Any]:
    """The post as it is now, its row, and a sentence that says where the text is.

    The row is that of the log, for a page whose stream is slow or down.
    """
    with house.store.reading() as session:
        coverage = coverages.find(session, slug)
        people.require(session, person, "read", coverage)
        post = posts.find(session, coverage, post_id)
        language = pages.language_of(house, person)
        row = house.fragments.desk_post(coverage, post, language)
        said = house.templates.render(
            "desk/said.txt", language, coverage=coverage, post=post, verb=verb, now=clock.now()
        )
        return {
            "id": str(post.id),
            "revision": post.revision,
            "status": post.status,
            "said": said.strip(),
            "change": {
                "kind": "post",
                "id": str(post.id),
                "verb": "put",
                "position": row.position,
                "html": row.html,
            },
        }
