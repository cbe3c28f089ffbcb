"""Every page a reader can reach: valid, in its language, and without anything from elsewhere."""

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from starlette.testclient import TestClient

from depesche import clock
from depesche.settings import Settings
from newsdesk import Newsdesk
from preparing import prepare
from reader import markup
from reader.markup import Tag

PUBLIC_URL = "https://ticker.example"
LOADED = ("src", "href", "action", "data", "poster", "srcset")


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """A newsroom at an address of its own, with its legal pages."""
    own = {
        "public_url": PUBLIC_URL,
        "imprint_url": "/impressum",
        "privacy_url": "/datenschutz",
    }
    return settings.model_copy(update=own)


def an_evening(newsdesk: Newsdesk, language: str) -> None:
    """A coverage in every state, with everything in it that a page can show."""
    texts = {
        "standfirst": 'Ein "Satz" & *mehr*\n\n- Liste',
        "language": language,
        "dateline": "Anchorage",
        "event_zone": "America/Anchorage",
        "lead_question": "Wer <b>gewinnt</b>?",
        "official_subject": "Frieden",
        "unofficial_subject": "Rohstoffe",
        "opens_at": clock.now() + timedelta(hours=1),
    }
    newsdesk.announces('"Angekündigt" <i>', **texts)
    newsdesk.opens('"Live" <i>', **texts)
    prepare(newsdesk)
    for n in range(33):
        newsdesk.publishes(f"Beitrag {n}")
    rich = newsdesk.publishes(
        "Ein *Text* mit **allem**\nund & <script>alert(1)</script>\n\n"
        "> „Er sagte > es“\n> — Jemand, Amt\n\n1. eins\n\n   > im Zitat\n2. zwei\n\n"
        "[Link](/live/x) [böse](javascript:alert(1)) <https://ticker.example/x>",
        headline='Kopf "mit" <b>',
        byline="A & B <c>",
        pinned=True,
        key_event=True,
        summary=True,
    )
    newsdesk.corrects(rich, "- so\n- *nicht* <b>\n\n  > Zitat", note='Es "war" <i>anders</i>\nso')
    said = newsdesk.publishes("Nur Text zu Putin", pinned=True, key_event=True)
    newsdesk.takes_position("russland", "gebiete", "rejects", wording="<b>&", posts=[said.id])
    newsdesk.takes_position("russland", "gebiete", "supports", posts=[said.id])
    newsdesk.settles("1", "disputed", disputed_by=["kreml", "A & B <c>"], evidence=['"<b>"'])
    newsdesk.prepares("place", "moskau", latitude=55.7, longitude=37.6, why="<b>")
    newsdesk.confirms("durchbruch", newsdesk.estimates("durchbruch", 10, 20, words="<b>"))
    newsdesk.answers("1", "<b>&")
    newsdesk.prepares("entry", title="<b>", when="1867", count="{years} <b>")
    newsdesk.prepares("aim", actor="putin", text="<b>", if_then=["<b>", "&"])
    taken = newsdesk.publishes("Falsch")
    newsdesk.withdraws(taken, notice='War "falsch" <b>&')
    newsdesk.opens("Pausiert", **texts)
    newsdesk.pauses()
    newsdesk.opens("Beendet", **texts)
    newsdesk.ends()
    newsdesk.opens("Archiviert", **texts)
    newsdesk.ends()
    newsdesk.archives()
    newsdesk.opens("Leer", language=language)


def pages(client: TestClient) -> Iterator[tuple[str, Tag]]:
    """The front page and all pages of ours that it leads to, one by one, and one that is none."""
    known, waiting = {"/"}, ["/", "/gibt-es-nicht"]
    while waiting:
        path = waiting.pop()
        answer = client.get(path)
        assert answer.status_code == (404 if path == "/gibt-es-nicht" else 200), path
        assert "set-cookie" not in answer.headers
        page = markup.read(answer.text)
        yield path, page
        links = {tag.attributes["href"] for tag in page.all("a")}
        fresh = {link for link in links if link.startswith(("/live/", "?")) and link != "/live/x"}
        fresh = {link for link in fresh if not link.endswith(".ics")}
        if re.fullmatch(r"/live/[\w-]+", path):
            fresh |= {f"{path}/search", f"{path}/search?q=text+beitrag"}
        waiting += sorted(fresh - known)
        known |= fresh


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_page_is_valid_in_its_language_and_all_of_it_is_ours(
    newsdesk: Newsdesk, client: TestClient, language: str
) -> None:
    an_evening(newsdesk, language)
    count = 0

    for path, page in pages(client):
        count += 1
        assert page.one("html").language == (language if path.startswith("/live/") else "de")
        assert page.one("head").one("title").text
        assert len(page.all("h1")) == len(page.all("main")) == 1, path
        for tag in page.all():
            assert_ours(tag, path)

    assert count > 40


def assert_ours(tag: Tag, path: str) -> None:
    where = f"{path}: <{tag.name} {tag.attributes}>"
    assert tag.name not in {"style", "iframe", "object", "embed", "base"}, where
    assert tag.name != "script" or is_data(tag) or (tag.attributes["src"] and not tag.children), (
        where
    )
    assert "style" not in tag.attributes, where
    assert not [name for name in tag.attributes if name.startswith("on")], where
    for name in LOADED:
        url = tag.attributes.get(name)
        if url is None:
            continue
        assert url.startswith(("/", "#", f"{PUBLIC_URL}/")), where
        assert not urlsplit(url).netloc or url.startswith(f"{PUBLIC_URL}/"), where
        if tag.name in {"script", "link"} and tag.attributes.get("rel") != "canonical":
            assert re.fullmatch(r"/static/[\w/.-]+\?v=[0-9a-f]{10}", url), where


def is_data(tag: Tag) -> bool:
    """Whether it is what a page tells search engines, which no browser runs."""
    if tag.attributes != {"type": "application/ld+json"}:
        return False
    (written,) = tag.children
    return bool(json.loads(str(written)))


def test_everything_a_page_loads_is_there(newsdesk: Newsdesk, client: TestClient) -> None:
    newsdesk.opens(slug="gipfel")
    for address in ("/", "/live/gipfel", "/live/gipfel/dossier"):
        assert_loads(client, address)


def assert_loads(client: TestClient, address: str) -> None:
    """Everything is there, and nothing in it leads elsewhere or is asked for late."""
    page = markup.read(client.get(address).text)
    loaded = [tag.attributes["src"] for tag in page.all("script") if "src" in tag.attributes]
    loaded += [
        tag.attributes["href"]
        for tag in page.all("link")
        if tag.attributes["rel"] in {"stylesheet", "icon", "modulepreload"}
    ]
    asked = set(loaded)
    for path in loaded:
        answer = client.get(path)
        assert answer.status_code == 200, path
        assert not re.search(r"https?://(?!www\.w3\.org/)[\w.-]+\.\w", uncommented(answer.text)), (
            path
        )
        folder = urlsplit(path).path.rpartition("/")[0]
        for imported in re.findall(r'\bfrom ?"(\.[^"]+)"', answer.text):
            found = client.base_url.join(f"{folder}/{imported}")
            assert found.raw_path.decode() in asked, "at once, and not only once it is named"
    assert any("/live/clock.js?v=" in path for path in asked)


def uncommented(source: str) -> str:
    return re.sub(r"/\*.*?\*/|^\s*//.*?$", "", source, flags=re.DOTALL | re.MULTILINE)


def test_no_answer_varies_by_cookie_or_language(newsdesk: Newsdesk, client: TestClient) -> None:
    newsdesk.opens(slug="gipfel")
    post = newsdesk.publishes("Eins", pinned=True)
    secret = newsdesk.signs_in(newsdesk.jonas)
    others = (
        {"Accept-Language": "en-GB,en;q=0.9"},
        {"Accept-Language": "fr"},
        {"Cookie": f"depesche={secret}; __Host-depesche={secret}"},
        {"User-Agent": "Mozilla/5.0 (iPhone)"},
    )

    for path in (
        *("/", "/live/gipfel", f"/live/gipfel/posts/{post.id}", "/live/gipfel/changes?after=1"),
        *("/live/nichts", "/static/reader/reader.css", "/healthz"),
    ):
        plain = client.get(path)
        varies = plain.headers.get("vary", "").lower()
        assert "cookie" not in varies, path
        assert "language" not in varies, path
        for headers in others:
            answer = client.get(path, headers=headers)
            assert answer.content == plain.content, path
            assert answer.headers.get("etag") == plain.headers.get("etag"), path
            assert "set-cookie" not in answer.headers
