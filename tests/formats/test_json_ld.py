"""The document for search engines: what readers see, in the words of schema.org and no others."""

import json
from datetime import timedelta
from html.parser import HTMLParser
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

import hostile
from depesche import clock
from depesche.formats.json_ld import conversion, writing
from depesche.formats.json_ld.conversion import Publisher, Told
from depesche.newsroom import changes, coverages, ticker
from depesche.newsroom.models import Coverage, Post
from formats import schema_org
from formats.schema_org import node, updates
from newsdesk import Newsdesk

HOUSE = Publisher("Die Zeitung", "https://ticker.example")
HOME = "https://ticker.example/live/gipfel"


def page(newsdesk: Newsdesk, *, before: str | None = None, house: Publisher = HOUSE) -> Any:
    """What stands on a page of the coverage, read as strictly as can be."""
    with newsdesk.store.reading() as session:
        coverage = coverages.public(session, "gipfel")
        posts = ticker.page(session, coverage, before=before).posts
        address = "/live/gipfel" + (f"?before={before}" if before else "")
        graph = conversion.page(told(session, coverage, posts), address, publisher=house)
    return checked(writing.written(graph))


def permalink(newsdesk: Newsdesk, post: Post) -> Any:
    """What stands on the page that leads to the post."""
    with newsdesk.store.reading() as session:
        coverage = coverages.public(session, "gipfel")
        found = ticker.public_post(session, coverage, post.id)
        graph = conversion.permalink(told(session, coverage, [found]), found, publisher=HOUSE)
    return checked(writing.written(graph))


def told(session: Session, coverage: Coverage, posts: Any) -> Told:
    lines: dict[UUID, str] = {post.id: post.headline or post.text for post in posts}
    return Told(coverage, posts, *changes.told(session, coverage), lines)


def checked(written: str) -> Any:
    assert not {*"<>&\u2028\u2029"} & {*written}
    document = json.loads(written)
    schema_org.check(document)
    return document


# The coverage


@pytest.mark.parametrize(("language", "headline"), [("de", "Der „Gipfel“"), ("en", "Der “Gipfel”")])
def test_an_announced_coverage_says_when_it_begins_and_has_no_updates(
    newsdesk: Newsdesk, language: str, headline: str
) -> None:
    newsdesk.announces(
        'Der "Gipfel"',
        slug="gipfel",
        language=language,
        standfirst="Zwei *Männer*\n\nan einem Tisch",
        dateline="Anchorage",
    )
    newsdesk.waits(minutes=5)
    newsdesk.edits(lead_question="Wer gewinnt?")

    document = page(newsdesk)

    live = node(document, "LiveBlogPosting")
    assert live == {
        "@type": "LiveBlogPosting",
        "@id": f"{HOME}#live",
        "url": HOME,
        "headline": headline,
        "description": "Zwei Männer an einem Tisch",
        "inLanguage": language,
        "datePublished": "2025-08-15T19:50:00+02:00",
        "dateModified": "2025-08-15T19:55:00+02:00",
        "mainEntityOfPage": {"@id": HOME},
        "author": {"@id": "https://ticker.example/#newsroom"},
        "publisher": {"@id": "https://ticker.example/#newsroom"},
        "contentLocation": {"@type": "Place", "name": "Anchorage"},
        "coverageStartTime": "2025-08-15T20:00:00+02:00",
    }


def test_the_end_is_told_once_there_is_one_and_not_while_it_is_on_again(
    newsdesk: Newsdesk,
) -> None:
    newsdesk.announces(slug="gipfel", opens_at=clock.now() + timedelta(hours=1))
    newsdesk.brings("live")
    assert node(page(newsdesk), "LiveBlogPosting")["coverageStartTime"].startswith("2025-08-15T19")

    ends = []
    for step in ("paused", "live", "ended", "live", "ended", "archived"):
        newsdesk.waits(minutes=1)
        newsdesk.brings(step)
        ends.append(node(page(newsdesk), "LiveBlogPosting").get("coverageEndTime"))

    assert ends == [
        *(None, None, "2025-08-15T19:53:00+02:00"),
        *(None, "2025-08-15T19:55:00+02:00", "2025-08-15T19:55:00+02:00"),
    ]


def test_what_was_called_off_has_covered_nothing(newsdesk: Newsdesk) -> None:
    newsdesk.announces(slug="gipfel")
    newsdesk.ends()
    live = node(page(newsdesk), "LiveBlogPosting")
    assert not {"coverageStartTime", "coverageEndTime"} & {*live}


def test_the_article_and_the_page_stand_beside_the_live_part(newsdesk: Newsdesk) -> None:
    newsdesk.opens(slug="gipfel")
    picture = newsdesk.shows(newsdesk.uploads()).picture
    assert picture

    document = page(newsdesk)

    article, live = node(document, "NewsArticle"), node(document, "LiveBlogPosting")
    assert article["hasPart"] == {"@id": live["@id"]}
    assert article["image"] == [f"https://ticker.example/pictures/{picture.key}/{picture.width}"]
    assert article["headline"] == live["headline"] == "Der Gipfel"
    assert node(document, "WebPage") == {
        "@type": "WebPage",
        "@id": HOME,
        "url": HOME,
        "inLanguage": "de",
        "isPartOf": {"@id": "https://ticker.example/#site"},
        "mainEntity": {"@id": f"{HOME}#live"},
    }
    assert node(document, "Organization") == {
        "@type": "Organization",
        "@id": "https://ticker.example/#newsroom",
        "name": "Die Zeitung",
        "url": "https://ticker.example/",
    }


def test_a_newsroom_with_a_logo_shows_it(newsdesk: Newsdesk) -> None:
    newsdesk.opens(slug="gipfel")
    house = Publisher("Die Zeitung", "https://ticker.example", "https://ticker.example/logo")
    assert node(page(newsdesk, house=house), "Organization")["logo"] == house.logo


def test_a_further_page_tells_its_own_posts_of_the_same_coverage(newsdesk: Newsdesk) -> None:
    newsdesk.opens(slug="gipfel")
    posts = [newsdesk.publishes(f"Beitrag {n}") for n in range(ticker.PAGE + 2)]
    newest = page(newsdesk)
    before = posts[2].position

    older = page(newsdesk, before=before)

    assert len(updates(newest)) == ticker.PAGE
    assert [one["headline"] for one in updates(older)] == ["Beitrag 1", "Beitrag 0"]
    live, again = node(newest, "LiveBlogPosting"), node(older, "LiveBlogPosting")
    del live["liveBlogUpdate"], again["liveBlogUpdate"]
    assert again == live
    assert node(older, "WebPage")["@id"] == f"{HOME}?before={before}"
    assert node(older, "WebPage")["isPartOf"] == {"@id": HOME}
    assert [one["@type"] for one in older["@graph"]] == [
        *("LiveBlogPosting", "WebPage", "Organization")
    ]


# Posts


def test_a_post_is_an_update_with_its_own_address_times_and_author(newsdesk: Newsdesk) -> None:
    newsdesk.opens(slug="gipfel", newsroom_zone="America/Anchorage")
    plain = newsdesk.publishes("Nur *ein* Satz.\n\n- und\n- Punkte")
    newsdesk.waits(minutes=3)
    newsdesk.amends(plain, "Nur ein Satz.\n\n- und\n- Punkte")
    newsdesk.publishes("Text", headline="Kopf", byline="Mara Stern")

    headed, told = updates(page(newsdesk))

    assert told == {
        "@type": "BlogPosting",
        "@id": f"{HOME}/posts/{plain.id}#post-{plain.id}",
        "url": f"{HOME}/posts/{plain.id}",
        "headline": "Nur ein Satz. - und - Punkte",
        "articleBody": "Nur ein Satz.\n\n– und\n– Punkte",
        "datePublished": "2025-08-15T09:50:00-08:00",
        "dateModified": "2025-08-15T09:53:00-08:00",
        "author": {"@id": "https://ticker.example/#newsroom"},
    }
    assert headed["author"] == {"@type": "Person", "name": "Mara Stern"}
    assert (headed["headline"], headed["articleBody"]) == ("Kopf", "Text")


def test_a_headline_alone_is_all_there_is_to_read(newsdesk: Newsdesk) -> None:
    newsdesk.opens(slug="gipfel")
    newsdesk.publishes("", headline="Es geht los")
    (update,) = updates(page(newsdesk))
    assert update["headline"] == update["articleBody"] == "Es geht los"


def test_a_long_headline_is_cut_between_words_and_the_body_is_whole(newsdesk: Newsdesk) -> None:
    newsdesk.opens("Wort " * 55, slug="gipfel")
    newsdesk.publishes("Satz " * 300, headline="Größe " * 45)

    document = page(newsdesk)

    (update,) = updates(document)
    assert update["headline"] == "Größe " * 18 + "…"
    assert update["articleBody"] == ("Satz " * 300).strip()
    assert len(node(document, "NewsArticle")["headline"]) <= schema_org.HEADLINE


def test_a_picture_is_shown_in_its_largest_size(newsdesk: Newsdesk) -> None:
    newsdesk.opens(slug="gipfel")
    more = {"caption": 'Ein "Bild"', "credit": "dpa"}
    picture = newsdesk.shows(newsdesk.uploads(), **more).picture
    assert picture
    newsdesk.shows(newsdesk.uploads(), alt="", decorative=True)

    decorative, described = updates(page(newsdesk))

    assert described["image"] == {
        "@type": "ImageObject",
        "url": f"https://ticker.example/pictures/{picture.key}/{picture.widths[-1]}",
        "width": picture.width,
        "height": picture.height,
        "caption": "Ein „Bild“",
        "creditText": "dpa",
    }
    assert {"caption", "creditText"}.isdisjoint(decorative["image"])


def test_a_correction_is_told_with_what_was_wrong(newsdesk: Newsdesk) -> None:
    newsdesk.opens(slug="gipfel")
    post = newsdesk.publishes("Drei Stunden.")
    newsdesk.waits(minutes=7)
    newsdesk.corrects(post, "Zwei Stunden.", note='Nicht "drei".', internal_note="Müde")

    (update,) = updates(page(newsdesk))

    assert update["articleBody"] == "Zwei Stunden."
    assert update["dateModified"] == "2025-08-15T19:57:00+02:00"
    assert update["correction"] == [
        {
            "@type": "CorrectionComment",
            "text": "Nicht „drei“.",
            "datePublished": "2025-08-15T19:57:00+02:00",
        }
    ]


@pytest.mark.parametrize("place", [page, permalink])
def test_of_what_was_withdrawn_there_is_a_notice_and_nothing_else(
    newsdesk: Newsdesk, place: Any
) -> None:
    newsdesk.opens(slug="gipfel")
    post = newsdesk.shows(
        newsdesk.uploads(), "Geheim", headline="Geheim", byline="Geheim", caption="Geheim"
    )
    newsdesk.corrects(post, "Geheim zwei", note="Geheim")
    newsdesk.waits(minutes=1)
    newsdesk.withdraws(post, notice='War "falsch".')

    document = place(newsdesk, *[post][: place is permalink])

    (update,) = updates(document)
    del update["@id"], update["url"]
    assert update == {
        "@type": "BlogPosting",
        "headline": "War „falsch“.",
        "articleBody": "War „falsch“.",
        "datePublished": "2025-08-15T19:50:00+02:00",
        "dateModified": "2025-08-15T19:51:00+02:00",
        "author": {"@id": "https://ticker.example/#newsroom"},
    }
    assert "Geheim" not in json.dumps(document)
    assert "/pictures/" not in json.dumps(document)


def test_a_permalink_is_about_its_post(newsdesk: Newsdesk) -> None:
    newsdesk.opens(slug="gipfel")
    post = newsdesk.publishes("Eins")
    newsdesk.publishes("Zwei")

    document = permalink(newsdesk, post)

    (update,) = updates(document)
    assert update == updates(page(newsdesk))[1]
    assert node(document, "WebPage")["@id"] == update["url"]
    assert node(document, "WebPage")["mainEntity"] == {"@id": update["@id"]}
    assert node(document, "LiveBlogPosting")["@id"] == f"{HOME}#live"


def test_the_front_page_says_whose_it_is() -> None:
    document = checked(writing.written(conversion.front(HOUSE, "en")))
    assert node(document, "WebSite")["name"] == "Die Zeitung"
    assert node(document, "WebSite")["inLanguage"] == "en"


# Whatever is typed


def test_nothing_that_is_typed_ends_the_block(newsdesk: Newsdesk) -> None:
    typed = [*hostile.SCRIPTS, "</script>", "<!--", "<!-- <script>", "]]>", "\u2028a\u2029", "&lt;"]
    newsdesk.opens("</script><!--", slug="gipfel", dateline="<b>\u2028", standfirst=typed[0])
    for text in typed[-ticker.PAGE :]:
        newsdesk.publishes(text, headline=text[:300], byline=text[:200])
    with newsdesk.store.reading() as session:
        coverage = coverages.public(session, "gipfel")
        posts = ticker.page(session, coverage).posts
        graph = conversion.page(told(session, coverage, posts), "/live/gipfel", publisher=HOUSE)
        written = writing.written(graph)

    reading = Reading()
    reading.feed(f'<script type="application/ld+json">{written}</script><p>danach</p>')
    reading.close()

    assert reading.tags == ["script", "p"]
    assert json.loads(reading.words[0]) == checked(written)
    bodies = {update["headline"] for update in updates(checked(written))}
    assert {"</script>", "<!--"} <= bodies


class Reading(HTMLParser):
    """The tags of a page, and its words."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.words.append(data)
