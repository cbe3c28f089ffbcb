"""What has to be looked at since a post was corrected or withdrawn."""

from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import JSONResponse, RedirectResponse, Response

from depesche import clock
from depesche.desk.dossier import panels
from depesche.desk.dossier.panels import AtDossier
from depesche.newsroom import coverages, posts
from depesche.newsroom.dossier import flags

router = APIRouter(prefix=f"{panels.PREFIX}/checks")


@router.post("/{post_id}/keep")
def keep(asked: AtDossier, post_id: UUID) -> Response:
    """All that was flagged because of this post holds."""
    with asked.house.store.writing() as session:
        coverage = coverages.find(session, asked.slug, to_write=True)
        post = posts.find(session, coverage, post_id)
        kept = flags.keep_all(session, coverage, post, by=asked.person, now=clock.now())
    if not asked.is_script:
        return RedirectResponse(f"{asked.base}#checks", status_code=303)
    return JSONResponse({"said": panels.told(asked, "kept-all", count=kept)})
