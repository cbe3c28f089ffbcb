"""The words that go along when a post is shared: never a claim without its status."""

from typing import Any

import pytest

from depesche.newsroom import coverages, ticker
from depesche.newsroom.dossier.readers import traces
from depesche.newsroom.models import Post
from depesche.rendering import sharing
from depesche.rendering.environment import Templates
from newsdesk import Newsdesk

QUOTE = "> Wir sind uns einig.\n> — Jemand"
GERMAN = Templates().words("dossier/_words.html", "de").STATUSES
ENGLISH = Templates().words("dossier/_words.html", "en").STATUSES


@pytest.fixture
def newsdesk(newsdesk: Newsdesk) -> Newsdesk:
    newsdesk.opens(slug="gipfel")
    return newsdesk


def shared(newsdesk: Newsdesk, post: Post, statuses: Any = GERMAN) -> str:
    """What somebody sends who shares the post."""
    with newsdesk.store.reading() as session:
        coverage = coverages.public(session, newsdesk.slug)
        found = ticker.public_post(session, coverage, post.id)
        trace = traces.of_posts(session, coverage, [found]).get(post.id)
        return sharing.of_post(found, coverage, trace, statuses)


def test_a_post_is_shared_by_its_headline_or_by_how_it_begins(newsdesk: Newsdesk) -> None:
    headed = newsdesk.publishes("Text", headline='Die "Landung" - endlich')
    assert shared(newsdesk, headed) == "Die „Landung“ – endlich"
    assert shared(newsdesk, newsdesk.publishes("*Gelandet*\n\num 19 Uhr")) == "Gelandet um 19 Uhr"
    long = shared(newsdesk, newsdesk.publishes("Wort " * 90))
    assert len(long) <= 160
    assert long.endswith("Wort …")


@pytest.mark.parametrize("headline", ["", "Explosion im Hafen"])
@pytest.mark.parametrize(
    ("marker", "said"), [("??", "Unbestätigt: "), ("<>", "Bestritten: "), ("==", "")]
)
def test_what_is_not_confirmed_says_so_first(
    newsdesk: Newsdesk, headline: str, marker: str, said: str
) -> None:
    newsdesk.prepares("actor", "hafen", name="Hafenamt")
    post = newsdesk.publishes(f"Explosion im Hafen\n\n{marker} @hafen", headline=headline)
    assert shared(newsdesk, post) == f"{said}Explosion im Hafen"


def test_the_status_is_the_one_of_now_in_the_language_of_the_coverage(newsdesk: Newsdesk) -> None:
    newsdesk.opens(slug="summit", language="en")
    post = newsdesk.publishes("They have landed\n\n??")
    assert shared(newsdesk, post, ENGLISH) == "Unconfirmed: They have landed"
    newsdesk.settles("1", "false")
    assert shared(newsdesk, post, ENGLISH) == "False: They have landed"
    newsdesk.settles("1", "confirmed")
    assert shared(newsdesk, post, ENGLISH) == "They have landed"


def test_a_corrected_claim_is_only_a_report_again(newsdesk: Newsdesk) -> None:
    post = newsdesk.publishes("Drei Maschinen sind gelandet\n\n==")
    newsdesk.corrects(post, "Zwei Hubschrauber sind gestartet")
    assert shared(newsdesk, post) == "Berichtet: Zwei Hubschrauber sind gestartet"


def test_a_quote_is_shared_with_what_has_become_of_it(newsdesk: Newsdesk) -> None:
    bare = newsdesk.publishes(QUOTE)
    assert shared(newsdesk, bare) == "Wir sind uns einig. — Jemand"
    newsdesk.settles("1", "false")
    assert shared(newsdesk, bare) == "Falsch: Wir sind uns einig. — Jemand"

    headed = newsdesk.publishes(QUOTE, headline="Jemand sieht Einigkeit")
    newsdesk.settles("2", "disputed", evidence=["x"])
    assert shared(newsdesk, headed) == "Bestritten: Jemand sieht Einigkeit"


def test_a_headline_of_our_own_stands_whatever_becomes_of_a_quote_below_it(
    newsdesk: Newsdesk,
) -> None:
    """“False: summit ends without a deal” would be what nobody has said."""
    text = f"Nach vier Stunden ist Schluss.\n\n{QUOTE}"
    headed = newsdesk.publishes(text, headline="Gipfel endet ohne Ergebnis")
    bare = newsdesk.publishes(text)
    newsdesk.settles("1", "false")
    newsdesk.settles("2", "false")
    assert shared(newsdesk, headed) == "Gipfel endet ohne Ergebnis"
    assert shared(newsdesk, bare).startswith("Falsch: Nach vier Stunden")


def test_of_several_quotes_the_worst_is_told(newsdesk: Newsdesk) -> None:
    post = newsdesk.publishes(f"{QUOTE}\n\n> Und glücklich.\n> — Jemand")
    newsdesk.settles("1", "unconfirmed")
    newsdesk.settles("2", "false")
    assert shared(newsdesk, post).startswith("Falsch: ")


def test_of_what_was_withdrawn_there_are_no_words(newsdesk: Newsdesk) -> None:
    post = newsdesk.publishes("Geheim\n\n??", headline="Geheim")
    newsdesk.withdraws(post, notice="Falsch.")
    assert shared(newsdesk, post) == ""
