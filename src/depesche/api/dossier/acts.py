"""What is done to an object of the dossier besides putting it: each a resource of its own."""

from fastapi import Response

from depesche import clock
from depesche.api import doors, refusals
from depesche.api.bearer import By
from depesche.api.dossier.answers import Likelihood, Object
from depesche.api.dossier.wanted import WantedAnswer, WantedLikelihood, WantedMerge
from depesche.api.paths import Key, Kind, Number, Slug
from depesche.errors import (
    AuthorIsActor,
    AuthorMissing,
    Circular,
    CoverageArchived,
    LikelihoodOutOfRange,
    Missing,
    NothingToTakeBack,
    NotMergeable,
    ObjectMerged,
    OutcomeKnown,
    TooLong,
    UnknownChoice,
    UnknownKind,
    UnknownObject,
)
from depesche.newsroom import coverages
from depesche.newsroom.dossier import answering, flags, likelihoods, objects
from depesche.newsroom.dossier.kinds import scenarios
from depesche.web.rooms import House

router = doors.resource("/coverages/{slug}/dossier", tag="Dossier")


@router.put(
    "/{kind}/{key}/merge",
    responses=refusals.writing_a_body(
        *(UnknownKind, UnknownObject, NotMergeable, Circular, CoverageArchived, ObjectMerged)
    ),
)
def merge_object(
    *, slug: Slug, kind: Kind, key: Key, wanted: WantedMerge, house: House, by: By
) -> Object:
    """Two actors, issues or places were one: `into` gets the names of the other."""
    with house.store.writing() as session:
        coverage = coverages.find(session, slug, to_write=True)
        objects.merge(session, coverage, kind, key, into=wanted.into, by=by, now=clock.now())
        return Object.of(coverage, objects.find(session, coverage, kind, key), house.settings)


@router.delete("/{kind}/{key}/flag", responses=refusals.writing(UnknownKind, CoverageArchived))
def keep_object(slug: Slug, kind: Kind, key: Key, house: House, by: By) -> Object:
    """Somebody has looked at what was flagged: it holds."""
    with house.store.writing() as session:
        coverage = coverages.find(session, slug, to_write=True)
        flags.keep(session, coverage, kind, key, by=by, now=clock.now())
        return Object.of(coverage, objects.find(session, coverage, kind, key), house.settings)


@router.put(
    "/scenario/{key}/likelihood",
    responses={
        201: {"model": Likelihood, "description": "Proposed."},
        **refusals.writing_a_body(
            *(LikelihoodOutOfRange, AuthorMissing, AuthorIsActor, Missing, TooLong),
            *(CoverageArchived, OutcomeKnown),
        ),
    },
    response_description="Proposed before, and nothing else since.",
)
def estimate_scenario(
    *, slug: Slug, key: Key, wanted: WantedLikelihood, house: House, by: By, response: Response
) -> Likelihood:
    """Propose how likely the scenario is. A person at the desk has to confirm it."""
    with house.store.writing() as session:
        coverage = coverages.find(session, slug, to_write=True)
        scenario = objects.find(session, coverage, "scenario", key)
        before = len(scenarios.all_(scenario.facts))
        number = likelihoods.estimate(
            session, coverage, key, by=by, now=clock.now(), **wanted.given()
        )
        response.status_code = 201 if len(scenarios.all_(scenario.facts)) > before else 200
        return Likelihood.of(scenario, number)


@router.delete(
    "/scenario/{key}/likelihood/{number}",
    responses=refusals.writing(CoverageArchived, NothingToTakeBack),
)
def take_likelihood_back(slug: Slug, key: Key, number: Number, house: House, by: By) -> Object:
    """The likelihood was wrong: nobody sees it any more."""
    with house.store.writing() as session:
        coverage = coverages.find(session, slug, to_write=True)
        scenario = likelihoods.take_back(session, coverage, key, number, by=by, now=clock.now())
        return Object.of(coverage, scenario, house.settings)


@router.put(
    "/question/{key}/answer",
    responses=refusals.writing_a_body(Missing, TooLong, UnknownChoice, CoverageArchived),
)
def answer_question(slug: Slug, key: Key, wanted: WantedAnswer, house: House, by: By) -> Object:
    """Answer the question, or a part of it. The same answer is given once."""
    with house.store.writing() as session:
        coverage = coverages.find(session, slug, to_write=True)
        question = answering.answer(
            session, coverage, key, by=by, now=clock.now(), **wanted.given()
        )
        return Object.of(coverage, question, house.settings)


@router.delete(
    "/question/{key}/answer/{number}",
    responses=refusals.writing(CoverageArchived, NothingToTakeBack),
)
def take_answer_back(slug: Slug, key: Key, number: Number, house: House, by: By) -> Object:
    """That answer was wrong: the question stands as the last one that is left has it."""
    with house.store.writing() as session:
        coverage = coverages.find(session, slug, to_write=True)
        question = answering.take_back(session, coverage, key, number, by=by, now=clock.now())
        return Object.of(coverage, question, house.settings)
