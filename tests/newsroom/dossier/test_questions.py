"""Open questions: asked by posts and from the desk, answered over time."""

import pytest

from depesche.errors import Missing, NotFound, TooLong, UnknownChoice
from depesche.newsroom.dossier.kinds import questions
from newsdesk import Newsdesk
from newsroom.dossier.summit import prepared


@pytest.fixture
def newsroom(newsdesk: Newsdesk) -> Newsdesk:
    return prepared(newsdesk)


def answers(newsroom: Newsdesk) -> list[str]:
    facts = newsroom.has("question", "lead").facts
    return [one["text"] for one in questions.answers(facts)]


def test_a_question_is_answered_over_time(newsroom: Newsdesk) -> None:
    newsroom.answers("lead", "Vielleicht.", state="partly")
    newsroom.waits(minutes=5)
    newsroom.answers("lead", "Nein.")
    lead = newsroom.has("question", "lead")
    assert answers(newsroom) == ["Vielleicht.", "Nein."]
    assert [one["state"] for one in lead.history] == ["open", "partly", "answered"]


def test_the_same_answer_twice_is_one(newsroom: Newsdesk) -> None:
    for _ in range(2):
        newsroom.answers("lead", "Nein.")
    assert answers(newsroom) == ["Nein."]


def test_a_post_without_further_words_is_the_answer_itself(newsroom: Newsdesk) -> None:
    post = newsroom.publishes("Es gibt keine Waffenruhe.\n\n/antwort lead")
    (answer,) = newsroom.has("question", "lead").facts["answers"]
    assert (answer["text"], answer["post"]) == ("", str(post.id))


def test_an_answer_has_words_and_a_state_that_there_is(newsroom: Newsdesk) -> None:
    with pytest.raises(Missing):
        newsroom.answers("lead", " ")
    with pytest.raises(TooLong):
        newsroom.answers("lead", "x" * 2_001)
    with pytest.raises(UnknownChoice, match="open, partly, answered, moot"):
        newsroom.answers("lead", "Ja", state="maybe")
    newsroom.edits(lead_question="")
    with pytest.raises(NotFound):
        newsroom.answers("lead", "Ja")


def test_an_amended_post_asks_what_it_asks_once(newsroom: Newsdesk) -> None:
    post = newsroom.publishes("Eins.\n\n/frage Wann?")
    newsroom.amends(post, "Eins!\n\n/frage Wann?")
    newsroom.amends(post, "Eins!!\n\n/frage Wo?")
    assert [one.facts["text"] for one in newsroom.has_all("question")][1:] == ["Wann?", "Wo?"]


def test_a_question_that_the_desk_has_reworded_is_not_asked_again(newsroom: Newsdesk) -> None:
    draft = newsroom.drafts("Eins.\n\n/frage Wann")
    newsroom.amends(draft, status="published")
    newsroom.prepares("question", "2", text="Wann kommt er?")
    newsroom.amends(draft, "Zwei.")
    newsroom.restores(draft, 1, seen=newsroom.again(draft).revision)
    assert [one.facts["text"] for one in newsroom.has_all("question")][1:] == ["Wann kommt er?"]


def test_a_wrong_answer_from_the_desk_is_taken_back(newsroom: Newsdesk) -> None:
    newsroom.answers("lead", "Nein.", state="partly")
    newsroom.answers("lead", "Ja.")
    number = newsroom.has("question", "lead").facts["answers"][-1]["number"]
    newsroom.takes_back("question", "lead", number)
    question = newsroom.has("question", "lead")
    assert question.facts["state"] == "partly"
    assert [one["text"] for one in questions.answers(question.facts)] == ["Nein."]
