"""A dossier to begin with: who is who at the summit, and what it is about."""

from newsdesk import Newsdesk


def prepared(newsdesk: Newsdesk) -> Newsdesk:
    """A coverage that is live, with actors, an issue, a place, a scenario and a question."""
    newsdesk.opens(lead_question="Gibt es eine Waffenruhe?")
    newsdesk.prepares(
        "actor", "russland", name="Russland", type="state", aliases=["der Kreml", "Moskau"]
    )
    newsdesk.prepares(
        "actor", "putin", name="Wladimir Putin", short_name="Putin", aliases=["der Kremlchef"]
    )
    newsdesk.prepares(
        "actor", "peskow", name="Dmitri Peskow", short_name="Peskow", voice_of="russland"
    )
    newsdesk.prepares("actor", "trump", name="Donald Trump", short_name="Trump")
    newsdesk.prepares("actor", "selenskyj", name="Wolodymyr Selenskyj", short_name="Selenskyj")
    newsdesk.prepares("issue", "waffenruhe", label="Waffenruhe", aliases=["Feuerpause"])
    newsdesk.prepares("place", "anchorage", name="Anchorage", latitude=61.2, longitude=-149.9)
    newsdesk.prepares("scenario", "einigung", label="Einigung")
    return newsdesk


def quote(speaker: str, words: str = "Wir wollen eine Waffenruhe.") -> str:
    """A text in which somebody is quoted."""
    return f"> {words}\n> — {speaker}"
