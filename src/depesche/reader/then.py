"""A coverage's page as it stood at any minute that has passed, and the form that leads there."""

from datetime import datetime
from typing import Annotated, Final, TypedDict
from urllib.parse import quote

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from markupsafe import Markup
from sqlalchemy.orm import Session

from depesche import clock
from depesche.errors import Invalid, NotFound, NotYet
from depesche.newsroom import changes, coverages, minutes, ticker
from depesche.newsroom.dossier.readers import traces
from depesche.newsroom.hindsight import Hindsight
from depesche.newsroom.models import Coverage, Post
from depesche.reader import showing
from depesche.reader.positions import next_to
from depesche.rendering import moments
from depesche.web import answers
from depesche.web.answers import Content
from depesche.web.rooms import House, Rooms

router = APIRouter()


class Near(TypedDict, total=False):
    """The position next to which posts are wanted, if they are not the newest."""

    before: str
    after: str


_TYPED: Final = 40  # characters of what was typed that are shown again


@router.api_route("/live/{slug}/at", methods=["GET", "HEAD"])
def chosen(
    request: Request,
    slug: str,
    *,
    house: House,
    day: Annotated[str | None, Query()] = None,
    time: Annotated[str | None, Query()] = None,
) -> Response:
    """The form for a day and a time of the newsroom's clocks, and the way from there."""
    if day is None and time is None:
        return showing.of_coverage(
            request,
            house,
            slug,
            "/at",
            lambda session, coverage: answers.still(
                _form(house, coverage, _newest(session, coverage))
            ),
        )
    with house.store.reading() as session:
        coverage = coverages.public(session, slug)
        try:
            minute = minutes.local(day or "", time or "", coverage.newsroom_zone)
            if minute > clock.now():
                raise NotYet(field="time")
        except Invalid as wrong:
            typed = {"day": (day or "")[:_TYPED], "time": (time or "")[:_TYPED]}
            return HTMLResponse(_form(house, coverage, typed, wrong=wrong), 400)
        return RedirectResponse(_address(coverage, minute), 303)


@router.api_route("/live/{slug}/at/{moment}", methods=["GET", "HEAD"])
def stood(
    request: Request,
    slug: str,
    moment: str,
    *,
    house: House,
    before: Annotated[str | None, Query()] = None,
    after: Annotated[str | None, Query()] = None,
) -> Response:
    """The page as it stood at the end of that minute, or posts of it next to a position."""
    near = _near(before, after)
    asked = _as_sent(request)

    def draw(session: Session, coverage: Coverage) -> Content:
        minute = _minute(moment, coverage)
        address = _address(coverage, minute)
        if not _is_over(minute):
            raise _Elsewhere(address, 303)
        if address != f"/live/{coverage.slug}/at/{asked}":
            raise _Elsewhere(f"{address}{_query(near)}", 308)
        first = minutes.of(changes.told(session, coverage)[0])
        if minute < first:
            raise _Elsewhere(_address(coverage, first), 303)
        return _drawn(house, Hindsight(session, coverage, minute), near)

    try:
        return showing.of_coverage(request, house, slug, f"/at/{asked}{_query(near)}", draw)
    except _Elsewhere as elsewhere:
        return RedirectResponse(elsewhere.address, elsewhere.status)


class _Elsewhere(Exception):
    """It is written otherwise, or is not yet: what is asked for is at that `address`."""

    def __init__(self, address: str, status: int) -> None:
        super().__init__(address)
        self.address = address
        self.status = status


def _drawn(house: Rooms, then: Hindsight, near: Near) -> Content:
    coverage, zone = then.coverage, then.coverage.newsroom_zone
    here = _address(coverage, then.minute)
    other = minutes.again(then.minute, zone)
    drawn = house.templates.render(
        "reader/then.html",
        coverage.language,
        coverage=coverage,
        minute=then.minute,
        typed=typed(coverage, then.minute),
        stood=_stood(house, then, near),
        steps=_steps(then),
        other=_address(coverage, other) if other and _is_over(other) else None,
        canonical=f"{here}{_query(near)}",
    )
    return answers.still(drawn)


def _stood(house: Rooms, then: Hindsight, near: Near) -> Markup:
    """What was seen, drawn once for all minutes in which it was seen."""
    coverage = then.coverage
    seen = coverage.id, then.sequence, *near.items()
    state = coverage.edition, coverage.sequence
    return house.fragments.stood.get(seen, state, lambda: _drawn_anew(house, then, near))


def _drawn_anew(house: Rooms, then: Hindsight, near: Near) -> Markup:
    page, pins, book = then.page(**near), then.marked("pin"), then.book()
    drawn = house.templates.render(
        "reader/_stood.html",
        then.coverage.language,
        coverage=then.coverage,
        page=page,
        pins=pins,
        key_events=then.marked("key_event"),
        summary=then.summary(),
        since=then.since,
        traces=traces.of_posts_in(book, list({*page.posts, *pins})),
        dossier=house.fragments.dossier.as_it_stood(book),
    )
    return Markup(drawn)  # noqa: S704 - a template has drawn it


def _steps(then: Hindsight) -> dict[str, tuple[str, Post]]:
    """Where one can go from here, each with its address."""
    found = vars(then.steps()).items()
    return {
        name: (_address(then.coverage, minutes.of(post.published_at)), post)
        for name, post in found
        if post is not None
    }


def _form(
    house: Rooms, coverage: Coverage, typed: dict[str, str], *, wrong: Invalid | None = None
) -> str:
    return house.templates.render(
        "reader/at.html",
        coverage.language,
        coverage=coverage,
        typed=typed,
        wrong=wrong.field if wrong else None,
        is_to_come=isinstance(wrong, NotYet),
    )


def _newest(session: Session, coverage: Coverage) -> dict[str, str]:
    """What the form begins with: the minute of the newest post; before the first one, that in which
    readers were told of the coverage last. No clock, or every look would be another page."""
    newest = ticker.newest(session, [coverage.id]).get(coverage.id)
    told = newest.published_at if newest else None
    return typed(coverage, told or changes.told(session, coverage)[1])


def typed(coverage: Coverage, moment: datetime) -> dict[str, str]:
    """The day and the time of the newsroom's clocks, as the form has them."""
    here = moments.local(moment, coverage.newsroom_zone)
    return {"day": f"{here:%Y-%m-%d}", "time": f"{here:%H:%M}"}


def _address(coverage: Coverage, minute: datetime) -> str:
    """Where the page of that minute is; the present one while it is not over."""
    live = f"/live/{coverage.slug}"
    if not _is_over(minute):
        return live
    return f"{live}/at/{minutes.written(minute, coverage.newsroom_zone)}"


def _is_over(minute: datetime) -> bool:
    return minute + minutes.MINUTE <= clock.now()


def _minute(written: str, coverage: Coverage) -> datetime:
    try:
        return minutes.read(written, coverage.newsroom_zone)
    except Invalid as error:
        raise NotFound from error


def _as_sent(request: Request) -> str:
    """The moment as it stands in the address, where a plus is not the same as %2B."""
    path = request.scope.get("raw_path") or quote(request.url.path).encode()
    return path.partition(b"?")[0].rpartition(b"/")[2].decode("ascii", "replace")


def _near(before: str | None, after: str | None) -> Near:
    older, newer = next_to(before, after)
    if older is not None:
        return {"before": older}
    return {} if newer is None else {"after": newer}


def _query(near: Near) -> str:
    return "".join(f"?{name}={position}" for name, position in near.items())
