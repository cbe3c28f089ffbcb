"""Answers to the open questions, from the desk."""

from fastapi import APIRouter
from fastapi.responses import Response

from depesche import clock
from depesche.desk.dossier import panels
from depesche.desk.dossier.forms import Typed
from depesche.desk.dossier.panels import AtDossier
from depesche.errors import DepescheError
from depesche.newsroom import coverages
from depesche.newsroom.dossier import answering

router = APIRouter(prefix=f"{panels.PREFIX}/question/{{key}}/answer")


@router.post("")
def answer(asked: AtDossier, key: str, typed: Typed) -> Response:
    """Answer the question, or a part of it."""
    text, state = str(typed.get("answer", "")), str(typed.get("answered", "answered"))
    try:
        with asked.house.store.writing() as session:
            coverage = coverages.find(session, asked.slug, to_write=True)
            answering.answer(
                session, coverage, key, text=text, state=state, by=asked.person, now=clock.now()
            )
    except DepescheError as error:
        return panels.again(asked, error, "question", key, beside={"answer": text})
    return panels.done(asked, "answered", "question", key)


@router.post("/{number}/removal")
def take_back(asked: AtDossier, key: str, number: int) -> Response:
    """It was wrong: the question stands as the last answer that is left has it."""
    try:
        with asked.house.store.writing() as session:
            coverage = coverages.find(session, asked.slug, to_write=True)
            answering.take_back(session, coverage, key, number, by=asked.person, now=clock.now())
    except DepescheError as error:
        return panels.again(asked, error, "question", key)
    return panels.done(asked, "taken-back", "question", key)
