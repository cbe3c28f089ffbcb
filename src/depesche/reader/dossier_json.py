"""A coverage's dossier for programs of whoever reads it: all of it, in one document.

It is made once for everybody, and anew when the readers' log says that something in it has changed.
"""

from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlalchemy.orm import Session

from depesche.formats.dossier_json import conversion
from depesche.newsroom import coverages, ticker
from depesche.newsroom.dossier import listing
from depesche.newsroom.models import Coverage
from depesche.rendering.kept import Kept
from depesche.web import caching
from depesche.web.rooms import House

router = APIRouter()

_KEPT: Final = Kept[str](most=32)


@router.api_route("/live/{slug}/dossier.json", methods=["GET", "HEAD"])
def dossier(request: Request, slug: str, house: House) -> Response:
    """Everything that stands in the dossier, and that something was withdrawn."""
    url = house.settings.public_url
    with house.store.reading() as session:
        coverage = coverages.public(session, slug)
        state = (url, coverage.edition, coverage.id, coverage.dossier_sequence)
        said = _KEPT.get(state, lambda: _document(session, coverage, url))
    return caching.shared(request, said, "application/json")


def _document(session: Session, coverage: Coverage, public_url: str) -> str:
    made = conversion.dossier(
        coverage,
        listing.everything(session, coverage),
        ticker.marked(session, coverage, "key_event"),
        public_url=public_url,
    )
    return made.model_dump_json(by_alias=True)
