"""Readers look for words in a coverage: hits in context, page by page, without a script."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from starlette.testclient import TestClient

from depesche import clock
from depesche.newsroom import coverages, posts, words
from hostile import SCRIPTS
from newsdesk import Newsdesk
from reader import markup
from reader.markup import Tag

GIPFEL = "/live/gipfel"


def ask(client: TestClient, asked: str, **more: str) -> Tag:
    """The page that answers, as a strict reader of HTML sees it."""
    answer = client.get(f"{GIPFEL}/search?{urlencode({'q': asked, **more})}")
    assert answer.status_code == 200, answer.text
    return markup.read(answer.text)


def hits(page: Tag) -> list[str]:
    return [hit.one("h3").text for hit in page.all("li", class_="hit")]


def marks(page: Tag) -> list[str]:
    return [mark.text for mark in page.all("mark")]


def told(page: Tag) -> str:
    """What the page says about the question."""
    return page.one("div", id="asked").text


def test_a_hit_has_its_time_headline_and_words_in_context_and_leads_to_the_post(
    newsdesk: Newsdesk, client: TestClient
) -> None:
    newsdesk.opens(slug="gipfel")
    newsdesk.publishes("Etwas anderes")
    post = newsdesk.publishes("Heute beginnt der Friedensgipfel.", headline="Der Gipfel in Alaska")
    page = ask(client, "gipfel")
    hit = page.one("li", class_="hit")
    assert hit.one("time").text == "19:50 MESZ"
    assert hit.one("h3").one("a").attributes["href"] == f"{GIPFEL}/posts/{post.id}"
    assert hit.one("h3").text == "Der Gipfel in Alaska"
    assert hit.one("p", class_="excerpt").text == "Heute beginnt der Friedensgipfel."
    assert marks(page) == ["Gipfel", "Friedensgipfel"]
    assert told(page) == "1 Beitrag mit gipfel"
    assert client.get(f"{GIPFEL}/posts/{post.id}").status_code == 200


def test_hits_come_newest_first_and_are_counted(newsdesk: Newsdesk, client: TestClient) -> None:
    newsdesk.opens(slug="gipfel", language="en")
    for n in range(3):
        newsdesk.publishes(f"They talk, {n}.", headline=f"Talk {n}")
    page = ask(client, "Talks")
    assert hits(page) == ["Talk 2", "Talk 1", "Talk 0"]
    assert told(page) == "3 posts with Talks, newest first"


def test_a_post_without_a_headline_is_named_by_its_time(
    newsdesk: Newsdesk, client: TestClient
) -> None:
    newsdesk.opens(slug="gipfel")
    newsdesk.publishes("Gipfel")
    assert hits(ask(client, "Gipfel")) == ["Beitrag von 19:50 MESZ"]


def test_the_form_keeps_the_question_and_needs_no_script(
    newsdesk: Newsdesk, client: TestClient
) -> None:
    newsdesk.opens(slug="gipfel")
    page = ask(client, ' „in\tAlaska“ <b> "x" ')
    form = page.one("form", role="search")
    assert form.attributes["action"] == f"{GIPFEL}/search"
    assert form.attributes.get("method", "get") == "get"
    field = form.one("input")
    assert (field.attributes["type"], field.attributes["name"]) == ("search", "q")
    assert field.attributes["value"] == '„in Alaska“ <b> "x"'
    assert form.one("label").attributes["for"] == field.attributes["id"]
    assert form.one("button").text == "Suchen"
    assert not page.all("script")
    assert page.all("a", href=GIPFEL)


def test_no_machine_is_to_keep_it_and_it_names_itself_without_the_question(
    newsdesk: Newsdesk, client: TestClient
) -> None:
    newsdesk.opens(slug="gipfel")
    page = ask(client, "Gipfel", before="0000000009")
    metas = {tag.attributes.get("name"): tag.attributes.get("content") for tag in page.all("meta")}
    assert metas["robots"] == "noindex"
    assert page.one("link", rel="canonical").attributes["href"].endswith(f"{GIPFEL}/search")


def test_its_title_tells_the_question_from_the_rest(newsdesk: Newsdesk, client: TestClient) -> None:
    newsdesk.opens("Gipfel", slug="gipfel")
    assert ask(client, "Krieg").one("title").text == "Krieg – Suche: Gipfel – Depesche"
    assert ask(client, "").one("title").text == "Suche: Gipfel – Depesche"


@pytest.mark.parametrize("query", ["", "?q=", "?q=%20%0A", "?q=%00%01", "?q=%ED%A0%80"])
def test_without_a_question_it_says_how_to_ask(
    newsdesk: Newsdesk, client: TestClient, query: str
) -> None:
    newsdesk.opens(slug="gipfel")
    newsdesk.publishes("Gipfel")
    answer = client.get(f"{GIPFEL}/search{query}")
    assert answer.status_code == 200
    page = markup.read(answer.text)
    assert hits(page) == []
    assert told(page).startswith(("Welche Wörter suchen Sie?", "Darin steht kein Wort"))


@pytest.mark.parametrize("asked", ["%", "_", "\\", "%%%", "';--", "„“", "…"])
def test_signs_alone_look_for_nothing(newsdesk: Newsdesk, client: TestClient, asked: str) -> None:
    newsdesk.opens(slug="gipfel")
    newsdesk.publishes("100 % _ \\ …")
    page = ask(client, asked)
    assert hits(page) == []
    assert told(page).startswith("Darin steht kein Wort")


@pytest.mark.parametrize("asked", ["x" * 101, "eins zwei drei vier fünf sechs sieben acht neun"])
def test_what_is_too_long_is_told_and_stays_in_the_field(
    newsdesk: Newsdesk, client: TestClient, asked: str
) -> None:
    newsdesk.opens(slug="gipfel")
    page = ask(client, asked)
    assert "100 Zeichen und 8 Wörter" in told(page)
    field = page.one("form", role="search").one("input")
    assert field.attributes["value"] == asked
    assert field.attributes["aria-invalid"] == "true"
    assert field.attributes["aria-describedby"] == "asked"


def test_where_nothing_is_found_it_says_what_was_looked_for_and_what_to_try(
    newsdesk: Newsdesk, client: TestClient
) -> None:
    newsdesk.opens(slug="gipfel")
    newsdesk.publishes("Heute in Alaska")
    page = ask(client, "der Quatsch 'in Alaska'")
    assert told(page).startswith("Kein Beitrag gefunden. Gesucht wurde: Quatsch + „in Alaska“")
    other = page.one("ul", class_="instead").all("a")[1].attributes["href"]
    assert len(hits(markup.read(client.get(other).text))) == 1
    phrase = ask(client, "„Alaska heute“")
    link = phrase.one("div", id="asked").one("a").attributes["href"]
    assert len(hits(markup.read(client.get(link).text))) == 1
    assert "Schreibweise" in told(ask(client, "Gippfel"))


def test_there_are_pages_and_links_between_them(newsdesk: Newsdesk, client: TestClient) -> None:
    newsdesk.opens(slug="gipfel")
    with newsdesk.store.writing() as session:
        coverage = coverages.find(session, "gipfel", to_write=True)
        for n in range(45):
            text, headline = "Der Gipfel", f"Gipfel & Krieg {n}"
            posts.publish(
                session, coverage, text=text, headline=headline, by=newsdesk.jonas, now=clock.now()
            )
    path, shown, sizes = f"{GIPFEL}/search?{urlencode({'q': 'Krieg “Gipfel”'})}", [], []
    while path:
        page = markup.read(client.get(path).text)
        sizes.append(len(hits(page)))
        shown += hits(page)
        assert told(page).startswith("45 Beiträge")
        older = page.all("p", class_="older")
        path = older[0].one("a").attributes["href"] if older else ""
    assert sizes == [20, 20, 5]
    assert shown == [f"Gipfel & Krieg {n}" for n in reversed(range(45))]
    back = page.one("p", class_="newer").one("a").attributes["href"]
    assert hits(markup.read(client.get(back).text)) == shown[:20]


def test_a_position_that_is_none_is_not_there(newsdesk: Newsdesk, client: TestClient) -> None:
    newsdesk.opens(slug="gipfel")
    assert client.get(f"{GIPFEL}/search?q=x&before=%25").status_code == 404


def test_the_dossier_is_linked_on_the_first_page(newsdesk: Newsdesk, client: TestClient) -> None:
    newsdesk.opens(slug="gipfel")
    newsdesk.prepares("actor", "putin", name="Wladimir Putin")
    newsdesk.prepares("claim", "1", text="Putin will Gebiete", verbatim="„Putin will Gebiete“")
    page = ask(client, "Putins")
    named = page.one("section", class_="named")
    assert [(link.text, link.attributes["href"]) for link in named.all("a")] == [
        ("Wladimir Putin", f"{GIPFEL}/dossier/actor/putin"),
        ("„Putin will Gebiete“", f"{GIPFEL}/dossier/claim/1"),
    ]
    assert marks(page) == ["Putin", "Putin"]
    assert all(client.get(link.attributes["href"]).status_code == 200 for link in named.all("a"))
    assert not ask(client, "Putins", before="0000000001").all("section", class_="named")


def test_a_hit_is_told_with_the_status_of_what_it_claims(
    newsdesk: Newsdesk, client: TestClient
) -> None:
    newsdesk.opens(slug="gipfel")
    newsdesk.publishes("Putin gelandet\n\n??")
    newsdesk.publishes("In Alaska\n\n??", headline="Putin gelandet")
    newsdesk.settles("1", "false")
    headed, bare = ask(client, "Putin").all("li", class_="hit")
    assert headed.one("h3").text == "Unbestätigt: Putin gelandet"
    assert headed.one("p", class_="excerpt").text == "In Alaska"
    assert bare.one("h3").text == "Beitrag von 19:50 MESZ"
    assert bare.one("p", class_="excerpt").text == "Falsch: Putin gelandet"
    named = ask(client, "Putin").one("section", class_="named").all("li")
    assert [one.text for one in named] == [
        "Aussage · Unbestätigt Putin gelandet",
        "Aussage · Falsch Putin gelandet",
    ]


def test_a_quote_is_found_with_its_status_where_the_headline_is_our_own(
    newsdesk: Newsdesk, client: TestClient
) -> None:
    newsdesk.opens(slug="gipfel")
    newsdesk.publishes(
        f"Nach vier Stunden ist Schluss.{' Alle gehen.' * 30}\n\n"
        "> Wir sind uns einig.\n> — Jemand\n\n> Der Krieg ist vorbei.\n> — Jemand",
        headline="Gipfel endet",
    )
    newsdesk.settles("1", "false")
    newsdesk.settles("2", "unconfirmed")

    def told(asked: str) -> str:
        (hit,) = ask(client, asked).all("li", class_="hit")
        assert hit.one("h3").text == "Gipfel endet"
        return hit.one("p", class_="excerpt").text

    assert told("Stunden").startswith("Nach vier Stunden")
    assert told("einig").startswith("Falsch: … ")
    assert "Wir sind uns einig." in told("einig")


@pytest.mark.parametrize("asked", [*SCRIPTS[:12], "{{ 7 * 7 }}", "&amp;", "مرحبا\u202eabc", "😀🇺🇦"])
def test_hostile_questions_come_back_as_letters(
    newsdesk: Newsdesk, client: TestClient, asked: str
) -> None:
    newsdesk.opens(slug="gipfel")
    newsdesk.publishes(asked, headline=asked)
    page = ask(client, asked[:100])
    assert page.one("form").one("input").attributes["value"] == " ".join(
        words.clean(asked[:100]).split()
    )
    assert not page.all("script")
    assert {tag.name for tag in page.one("main").all()} <= {
        *("main", "header", "p", "a", "h1", "h2", "h3", "form", "label", "input", "button"),
        *("div", "strong", "b", "bdi", "section", "ol", "ul", "li", "time", "span", "mark"),
    }


def test_right_to_left_words_and_pictures_are_found(newsdesk: Newsdesk, client: TestClient) -> None:
    newsdesk.opens(slug="gipfel")
    newsdesk.publishes("Sie sagten مرحبا und 😀")
    for asked in ("مرحبا", "😀"):
        page = ask(client, asked)
        assert marks(page) == [asked]
        assert page.one("div", id="asked").one("bdi").text == asked


def test_what_is_not_public_is_found_by_no_question(newsdesk: Newsdesk, client: TestClient) -> None:
    newsdesk.opens(slug="gipfel")
    later = clock.now() + timedelta(hours=1)
    newsdesk.drafts("Kanari Entwurf")
    newsdesk.schedules("Kanari geplant", at=later)
    newsdesk.publishes("Kanari gesperrt", embargoed_until=later)
    newsdesk.withdraws(newsdesk.publishes("Kanari zurück", headline="Kanari"))
    post = newsdesk.publishes("Kanari falsch")
    newsdesk.corrects(post, "Richtig", note="Falsch.", internal_note="Kanari intern")
    for asked in ("Kanari", "„Kanari falsch“", "Kanari gesperrt"):
        page = ask(client, asked)
        assert hits(page) == marks(page) == []
    assert len(hits(ask(client, "richtig"))) == 1


@pytest.mark.parametrize("slug", ["nirgends", "entwurf"])
def test_where_there_is_no_coverage_nothing_is_looked_for(
    newsdesk: Newsdesk, client: TestClient, slug: str
) -> None:
    newsdesk.makes(slug="entwurf")
    assert client.get(f"/live/{slug}/search?q=x").status_code == 404


def test_it_is_answered_like_any_page_and_kept_ready_for_nobody(
    newsdesk: Newsdesk, client: TestClient
) -> None:
    newsdesk.opens(slug="gipfel")
    newsdesk.publishes("Gipfel")
    first = client.get(f"{GIPFEL}/search?q=Gipfel")
    assert first.headers["cache-control"] == "public, max-age=1, stale-if-error=86400"
    known = {"If-None-Match": first.headers["etag"]}
    assert client.get(f"{GIPFEL}/search?q=Gipfel", headers=known).status_code == 304
    assert client.head(f"{GIPFEL}/search?q=Gipfel").status_code == 200
    newsdesk.publishes("Gipfel")
    assert client.get(f"{GIPFEL}/search?q=Gipfel", headers=known).status_code == 200


def test_questions_take_no_room_among_what_is_ready(newsdesk: Newsdesk, client: TestClient) -> None:
    newsdesk.opens(slug="gipfel")
    ready = client.app.state.rooms.ready  # type: ignore[attr-defined]
    path = f"{GIPFEL}/search?q=Gipfel"
    assert client.get(path).status_code == 200
    assert ready.find(path.encode()) is None
    assert client.get(GIPFEL).status_code == 200
    assert ready.find(GIPFEL.encode()) is not None
