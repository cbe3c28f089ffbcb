"""What a page says of itself where somebody looks for it, or sends its address to somebody else."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from starlette.testclient import TestClient

import hostile
from depesche.newsroom import ticker
from depesche.newsroom.models import Post
from depesche.reader import found
from depesche.web.rooms import Rooms
from formats import schema_org
from newsdesk import Newsdesk
from preparing import prepare
from reader import markup
from reader.markup import Tag

HOUSE = "http://testserver"
GIPFEL = "/live/gipfel"
DATA = "application/ld+json"
PARTS = ("reader/_found.html", "reader/_found_data.html")


@dataclass(frozen=True)
class Head:
    """What a page says of itself."""

    page: Tag

    def says(self, name: str) -> str | None:
        """What stands under that name; None where nothing does."""
        tags = [*self.page.all("meta", property=name), *self.page.all("meta", name_=name)]
        assert len(tags) < 2, f"{name} is said twice"
        return tags[0].attributes["content"] if tags else None

    @property
    def canonical(self) -> str:
        return self.page.one("link", rel="canonical").attributes["href"]

    @property
    def document(self) -> Any:
        (block,) = self.page.all("script", type=DATA)
        assert [*block.attributes] == ["type"]
        (written,) = block.children
        document = json.loads(str(written))
        schema_org.check(document)
        return document


class Searcher:
    """A search engine that reads the pages of a coverage."""

    def __init__(self, client: TestClient, rooms: Rooms) -> None:
        self._client = client
        self._rooms = rooms

    def finds(self, post: Post | None = None, *, before: str | None = None) -> Head:
        """The coverage's first page, the one before a position, or that of a post."""
        rest = f"/posts/{post.id}" if post else f"?before={before}" if before else ""
        return self.reads(GIPFEL + rest)

    def reads(self, path: str) -> Head:
        answer = self._client.get(path)
        assert answer.status_code == 200, path
        return Head(markup.read(answer.text))

    def finds_the_front(self, path: str) -> Head:
        told = found.of_front(self._rooms, path=path)
        render = self._rooms.templates.render
        return Head(markup.read("".join(render(part, "de", found=told) for part in PARTS)))


@pytest.fixture
def searcher(client: TestClient, rooms: Rooms) -> Searcher:
    return Searcher(client, rooms)


@pytest.fixture
def summit(newsdesk: Newsdesk) -> Iterator[Newsdesk]:
    newsdesk.opens('Der "Gipfel"', slug="gipfel", standfirst="Zwei *Männer*\n\nan einem Tisch")
    return newsdesk


# The coverage


@pytest.mark.parametrize(("language", "locale"), [("de", "de_DE"), ("en", "en_GB")])
def test_a_coverage_says_what_it_is_where_it_is_and_since_when(
    newsdesk: Newsdesk, searcher: Searcher, language: str, locale: str
) -> None:
    newsdesk.announces("Der Gipfel", slug="gipfel", standfirst="Zwei *Männer*", language=language)
    newsdesk.waits(minutes=10)
    newsdesk.publishes("Eins")

    head = searcher.finds()

    assert head.canonical == head.says("og:url") == f"{HOUSE}{GIPFEL}"
    assert head.says("description") == head.says("og:description") == "Zwei Männer"
    assert head.says("og:title") == "Der Gipfel"
    assert head.says("og:type") == "article"
    assert head.says("og:site_name") == "Depesche"
    assert head.says("og:locale") == locale
    assert head.says("article:published_time") == "2025-08-15T17:50:00+00:00"
    assert head.says("article:modified_time") == "2025-08-15T18:00:00+00:00"
    assert head.says("og:image") is head.says("twitter:card") is None


@pytest.mark.parametrize("question", ["", "Wer gewinnt?"])
def test_without_a_standfirst_the_question_says_what_it_is_about(
    newsdesk: Newsdesk, searcher: Searcher, question: str
) -> None:
    newsdesk.opens(slug="gipfel", lead_question=question)
    head = searcher.finds()
    assert head.says("description") == head.says("og:description") == (question or None)


def test_the_newest_picture_on_the_page_goes_along(summit: Newsdesk, searcher: Searcher) -> None:
    summit.shows(summit.uploads(), alt="Alt")
    newest = summit.shows(summit.uploads(), alt='Zwei "Männer"').picture
    taken = summit.shows(summit.uploads(), alt="Geheim")
    summit.withdraws(taken)
    summit.publishes("Kein Bild")
    assert newest

    head = searcher.finds()

    assert head.says("og:image") == f"{HOUSE}/pictures/{newest.key}/{newest.widths[-1]}"
    assert head.says("og:image:width") == str(newest.width)
    assert head.says("og:image:height") == str(newest.height)
    assert head.says("og:image:alt") == 'Zwei "Männer"'


def test_a_picture_that_says_nothing_has_no_words(summit: Newsdesk, searcher: Searcher) -> None:
    summit.shows(summit.uploads(), alt="", decorative=True)
    head = searcher.finds()
    assert head.says("og:image")
    assert head.says("og:image:alt") is None


def test_a_further_page_is_found_as_itself(summit: Newsdesk, searcher: Searcher) -> None:
    posts = [summit.publishes(f"Beitrag {n}") for n in range(3)]
    before = posts[2].position
    head = searcher.finds(before=before)
    assert head.canonical == head.says("og:url") == f"{HOUSE}{GIPFEL}?before={before}"
    assert len(schema_org.updates(head.document)) == 2


# A post


def test_a_post_is_shared_as_itself(summit: Newsdesk, searcher: Searcher) -> None:
    post = summit.publishes("Der *Text*\n\nin zwei Absätzen", headline='Die "Landung"')
    summit.waits(minutes=9)
    summit.shows(summit.uploads())

    head = searcher.finds(post)

    assert head.canonical == head.says("og:url") == f"{HOUSE}{GIPFEL}/posts/{post.id}"
    assert head.says("og:title") == "Die „Landung“"
    assert head.says("description") == head.says("og:description") == "Der Text in zwei Absätzen"
    assert head.says("article:published_time") == "2025-08-15T17:50:00+00:00"
    assert head.says("article:modified_time") == "2025-08-15T17:50:00+00:00"
    assert head.says("og:image") is None, "a picture of another post"
    assert [one["url"] for one in schema_org.updates(head.document)] == [head.canonical]


def test_a_post_that_is_all_title_says_what_it_is_a_part_of(
    summit: Newsdesk, searcher: Searcher
) -> None:
    for post in (summit.publishes("Gelandet"), summit.publishes("", headline="Gelandet")):
        head = searcher.finds(post)
        assert head.says("og:title") == "Gelandet"
        assert head.says("description") == "Der „Gipfel“"


def test_a_correction_is_honoured(summit: Newsdesk, searcher: Searcher) -> None:
    post = summit.publishes("Drei Stunden", headline="Ende")
    summit.waits(minutes=9)
    summit.corrects(post, "Zwei Stunden", note="Nicht drei.")

    head = searcher.finds(post)

    assert head.says("description") == "Zwei Stunden"
    assert head.says("article:modified_time") == "2025-08-15T17:59:00+00:00"
    (update,) = schema_org.updates(head.document)
    assert [one["text"] for one in update["correction"]] == ["Nicht drei."]


def test_of_what_was_withdrawn_nothing_is_shared_but_the_notice(
    summit: Newsdesk, searcher: Searcher
) -> None:
    post = summit.shows(summit.uploads(), "Geheim\n\n??", headline="Geheim", byline="Geheim")
    summit.withdraws(post, notice='War "falsch".')

    head = searcher.finds(post)

    assert head.says("og:title") == "Zurückgezogen – Der „Gipfel“"
    assert head.says("description") == "War „falsch“."
    assert head.says("og:image") is None
    assert head.page.one("title").text == f"{head.says('og:title')} – Depesche"
    assert "Geheim" not in head.page.text + str([tag.attributes for tag in head.page.all()])


@pytest.mark.parametrize(("language", "said"), [("de", "Unbestätigt: "), ("en", "Unconfirmed: ")])
def test_a_claim_is_never_found_without_its_status(
    newsdesk: Newsdesk, searcher: Searcher, language: str, said: str
) -> None:
    newsdesk.opens(slug="gipfel", language=language)
    post = newsdesk.publishes("In the harbour\n\n??", headline="Explosion")

    head = searcher.finds(post)

    assert head.says("og:title") == f"{said}Explosion"
    assert head.says("og:description") == f"{said}In the harbour"
    for document in (head.document, searcher.finds().document):
        (update,) = schema_org.updates(document)
        assert update["headline"] == f"{said}Explosion"

    newsdesk.settles("1", "confirmed")
    assert searcher.finds(post).says("og:title") == "Explosion"


# The other pages


def test_the_front_page_says_whose_it_is(searcher: Searcher) -> None:
    head = searcher.finds_the_front("/")
    assert head.canonical == head.says("og:url") == f"{HOUSE}/"
    assert head.says("og:type") == "website"
    assert schema_org.node(head.document, "WebSite")["name"] == "Depesche"

    further = searcher.finds_the_front("/?before=2025-08-01")
    assert further.canonical == f"{HOUSE}/?before=2025-08-01"
    assert not further.page.all("script")


def test_the_pages_of_a_dossier_are_found_as_themselves(
    summit: Newsdesk, searcher: Searcher
) -> None:
    prepare(summit)
    summit.publishes("> Nie im Leben\n> — Wladimir Putin")
    for path in (
        *("/dossier", "/dossier?kind=claim", "/dossier?kind=claim&before=9"),
        *("/dossier/claim/1", "/dossier/actor/putin", "/dossier/actor/putin?before=9"),
    ):
        head = searcher.reads(GIPFEL + path)
        assert head.canonical == head.says("og:url") == f"{HOUSE}{GIPFEL}{path}"
        title = head.says("og:title")
        assert head.page.one("title").text == f"{title} – Depesche"
        assert head.says("og:description")
        assert not head.page.all("script", type=DATA)


# Whatever is typed


def test_nothing_that_is_typed_gets_out_of_the_head(newsdesk: Newsdesk, searcher: Searcher) -> None:
    newsdesk.opens("</script><!--", slug="gipfel", standfirst=hostile.SCRIPTS[0])
    for text in (*hostile.SCRIPTS[: ticker.PAGE - 3], "</script><!--", "\u2028</title>", "]]>"):
        post = newsdesk.publishes(text, headline=text[:300], byline=text[:200])

    assert len(schema_org.updates(searcher.finds().document)) == ticker.PAGE
    head = searcher.finds(post)
    assert head.says("og:title") == "]]>"
    names = {tag.name for tag in head.page.one("head").all()}
    assert names == {"meta", "title", "link", "script"}
    assert len(schema_org.updates(head.document)) == 1
