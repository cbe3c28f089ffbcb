"""A coverage's dossier for programs of whoever reads it: all of it, in one document."""

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlalchemy.orm import Session

from depesche.formats.dossier_json import conversion
from depesche.newsroom import ticker
from depesche.newsroom.dossier import listing
from depesche.newsroom.models import Coverage
from depesche.reader import showing
from depesche.web import answers
from depesche.web.answers import Content
from depesche.web.rooms import House

router = APIRouter()


@router.api_route("/live/{slug}/dossier.json", methods=["GET", "HEAD"])
def dossier(request: Request, slug: str, house: House) -> Response:
    """Everything that stands in the dossier, and that something was withdrawn."""

    def draw(session: Session, coverage: Coverage) -> Content:
        return answers.document(_document(session, coverage, house.settings.public_url))

    return showing.of_coverage(request, house, slug, "/dossier.json", draw)


def _document(session: Session, coverage: Coverage, public_url: str) -> str:
    made = conversion.dossier(
        coverage,
        listing.everything(session, coverage),
        ticker.marked(session, coverage, "key_event"),
        public_url=public_url,
    )
    return made.model_dump_json(by_alias=True)
