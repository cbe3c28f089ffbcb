"""What a publish asks of the database does not grow with the dossier."""

from collections.abc import Callable

from sqlalchemy import event

from newsdesk import Newsdesk
from newsroom.dossier.summit import prepared, quote

OBJECTS = 100  # more than any list or page of them holds


def statements(newsdesk: Newsdesk, do: Callable[[], object]) -> int:
    """How many statements it takes."""
    said: list[str] = []

    def hear(*words: object) -> None:
        said.append(str(words[2]))

    event.listen(newsdesk.store.engine, "before_cursor_execute", hear)
    try:
        do()
    finally:
        event.remove(newsdesk.store.engine, "before_cursor_execute", hear)
    return len(said)


def evening(newsdesk: Newsdesk) -> list[int]:
    """What posts of several kinds take, one after the other."""
    post = newsdesk.publishes("Der erste.")
    taken = {"actor": "putin", "issue": "waffenruhe", "stance": "supports"}
    full = f"Putin und Trump:\n\n{quote('Putin')}\n\n/frage Wann?\n/sz einigung+"
    return [
        statements(newsdesk, lambda: newsdesk.publishes("Nichts Besonderes.")),
        statements(newsdesk, lambda: newsdesk.publishes(full, positions=[taken])),
        statements(newsdesk, lambda: newsdesk.amends(post, "Der erste, verbessert.")),
        statements(newsdesk, lambda: newsdesk.corrects(post, "Der zweite.")),
    ]


def test_with_a_large_dossier_it_is_as_much_as_with_a_small_one(newsdesk: Newsdesk) -> None:
    prepared(newsdesk)
    evening(newsdesk)
    small = evening(newsdesk)
    newsdesk.makes("Ein großes Dossier", lead_question="Gibt es eine Waffenruhe?")
    for number in range(OBJECTS):
        newsdesk.prepares("actor", name=f"Anna Meier{number}")
        newsdesk.prepares("issue", label=f"Vorhaben{number}")
        newsdesk.prepares("claim", text=f"Alles im Plan, {number}", speaker=f"anna-meier{number}")
    for key, fields in {
        "putin": {"name": "Wladimir Putin", "short_name": "Putin"},
        "trump": {"name": "Donald Trump", "short_name": "Trump"},
    }.items():
        newsdesk.prepares("actor", key, **fields)
    newsdesk.prepares("issue", "waffenruhe", label="Waffenruhe")
    newsdesk.prepares("scenario", "einigung", label="Einigung")
    newsdesk.brings("live")
    evening(newsdesk)
    assert evening(newsdesk) == small
