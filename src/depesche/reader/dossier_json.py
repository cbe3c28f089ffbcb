"""A coverage's dossier for programs of whoever reads it: all of it, in one document."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from depesche.formats.dossier_json import conversion
from depesche.newsroom import coverages, ticker
from depesche.newsroom.dossier import listing
from depesche.web import caching
from depesche.web.rooms import House

router = APIRouter()


@router.api_route("/live/{slug}/dossier.json", methods=["GET", "HEAD"])
def dossier(request: Request, slug: str, house: House) -> Response:
    """Everything that stands in the dossier, and that something was withdrawn."""
    with house.store.reading() as session:
        coverage = coverages.public(session, slug)
        document = conversion.dossier(
            coverage,
            listing.everything(session, coverage),
            ticker.marked(session, coverage, "key_event"),
            public_url=house.settings.public_url,
        )
    said = document.model_dump_json(by_alias=True)
    return caching.shared(request, said, "application/json")
