"""How likely a scenario is: proposed by one person of the desk, confirmed by another."""

from fastapi import APIRouter
from fastapi.responses import Response

from depesche import clock
from depesche.desk.dossier import panels
from depesche.desk.dossier.forms import Typed
from depesche.desk.dossier.panels import AtDossier
from depesche.errors import DepescheError, LikelihoodOutOfRange
from depesche.newsroom import coverages
from depesche.newsroom.dossier import likelihoods

router = APIRouter(prefix=f"{panels.PREFIX}/scenario/{{key}}/likelihood")


@router.post("")
def estimate(asked: AtDossier, key: str, typed: Typed) -> Response:
    """Propose one; readers see it once somebody else has confirmed it."""
    sent = {name: str(typed.get(name, "")).strip() for name in ("low", "high", "words", "author")}
    try:
        with asked.house.store.writing() as session:
            coverage = coverages.find(session, asked.slug, to_write=True)
            low = _share(sent["low"])
            likelihoods.estimate(
                session, coverage, key, low=low, high=_share(sent["high"]) if sent["high"] else low,
                words=sent["words"], author=sent["author"], by=asked.person, now=clock.now(),
            )  # fmt: skip
    except DepescheError as error:
        return panels.again(asked, error, "scenario", key, beside=sent)
    return panels.done(asked, "proposed", "scenario", key)


@router.post("/{number}/confirmation")
def confirm(asked: AtDossier, key: str, number: int) -> Response:
    """Stand behind it as the second person."""
    try:
        with asked.house.store.writing() as session:
            coverage = coverages.find(session, asked.slug, to_write=True)
            likelihoods.confirm(session, coverage, key, number, by=asked.person, now=clock.now())
    except DepescheError as error:
        return panels.again(asked, error, "scenario", key)
    return panels.done(asked, "confirmed", "scenario", key)


@router.post("/{number}/removal")
def take_back(asked: AtDossier, key: str, number: int) -> Response:
    """It was wrong: nobody sees it any more."""
    try:
        with asked.house.store.writing() as session:
            coverage = coverages.find(session, asked.slug, to_write=True)
            likelihoods.take_back(session, coverage, key, number, by=asked.person, now=clock.now())
    except DepescheError as error:
        return panels.again(asked, error, "scenario", key)
    return panels.done(asked, "taken-back", "scenario", key)


def _share(typed: str) -> int:
    """Per cent, with or without the sign. Raises LikelihoodOutOfRange."""
    digits = typed.removesuffix("%").strip()
    if not (digits.isascii() and digits.isdigit() and len(digits) < 4):
        raise LikelihoodOutOfRange(field="low")
    return int(digits)
