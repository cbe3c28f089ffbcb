"""Where a sign-in ends that was asked for beside a page with work on it: it tells that page."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from depesche.desk import pages
from depesche.web.rooms import House
from depesche.web.sessions import SignedIn

router = APIRouter()


@router.get("/signed-in")
def show(house: House, person: SignedIn) -> HTMLResponse:
    """That one is signed in again, and goes on in the other tab."""
    return pages.show(house, person, "desk/signed_in.html", path="/desk/signed-in")
