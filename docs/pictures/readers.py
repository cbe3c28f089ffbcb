"""The readers' page in every state, as pictures: `docs/readers-page.md` shows them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import pypdfium2
from PIL import Image
from playwright.sync_api import Browser, Page

from newsrooms import Newsroom, newsroom

HERE: Final = Path(__file__).parent
COLOURS: Final = 128  # of a picture
BUSY: Final = "20:41:10"
LOOKED_AWAY: Final = """Object.defineProperty(document, "hidden", { value: true });
document.dispatchEvent(new Event("visibilitychange"));"""


@dataclass(frozen=True)
class Screen:
    """What a reader holds in the hand, or sits in front of."""

    width: int
    height: int
    scale: float = 1.0
    scheme: str = "light"

    @property
    def options(self) -> dict[str, Any]:
        return {
            "viewport": {"width": self.width, "height": self.height},
            "device_scale_factor": self.scale,
            "color_scheme": self.scheme,
            "locale": "de-DE",
        }


PHONE: Final = Screen(360, 740, scale=1.5)
DARK_PHONE: Final = Screen(360, 740, scale=1.5, scheme="dark")
SMALL_PHONE: Final = Screen(320, 568, scale=1.5)
TABLET: Final = Screen(768, 1024, scale=1.5)
DESK: Final = Screen(1280, 860, scale=1.5)
DARK_DESK: Final = Screen(1280, 860, scale=1.5, scheme="dark")
WIDE: Final = Screen(1600, 1000, scale=1.5)


@dataclass
class Gallery:
    """Takes the pictures that are wanted, all of them if none is named."""

    chromium: Browser
    wanted: frozenset[str] = frozenset()
    place: Path = field(default=HERE / "readers")

    def shows(self, name: str, url: str, screen: Screen, *acts: Callable[[Page], object]) -> None:
        """One page, after what its reader did there."""
        if self.wants(name):
            with self.page(url, screen) as page:
                for act in acts:
                    act(page)
                self.keep(name, page)

    def wants(self, *names: str) -> bool:
        return not self.wanted or not self.wanted.isdisjoint(names)

    @contextmanager
    def page(self, url: str, screen: Screen) -> Iterator[Page]:
        """A browser with nothing in it."""
        context = self.chromium.new_context(**screen.options)
        page = context.new_page()
        page.goto(url)
        is_followed(page)
        yield page
        context.close()

    def keep(self, name: str, page: Page) -> None:
        page.mouse.move(0, 0)
        page.wait_for_timeout(300)  # what fades in has done so
        self.save(name, Image.open(BytesIO(page.screenshot())))

    def save(self, name: str, picture: Image.Image) -> None:
        """With few colours: letters stay crisp, and the file is small."""
        few = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
        self.place.mkdir(exist_ok=True)
        few.convert("RGB").save(self.place / f"{name}.webp", lossless=True, quality=100, method=4)


def take(chromium: Browser, wanted: frozenset[str] = frozenset()) -> None:
    gallery = Gallery(chromium, wanted)
    quiet(gallery)
    evening(gallery)
    english(gallery)
    branded(gallery)
    long(gallery)


def quiet(gallery: Gallery) -> None:
    """The first minutes: nothing, then one post."""
    if not gallery.wants("empty", "first-post"):
        return
    with newsroom() as room:
        room.is_at("20:00:20", without=("opening", "question", "seven-years"))
        gallery.shows("empty", room.ticker, PHONE)
        room.posts("opening", "20:01:10")
        gallery.shows("first-post", room.ticker, PHONE)


def evening(gallery: Gallery) -> None:
    """The evening goes on from picture to picture."""
    with newsroom() as room:
        room.had()
        room.is_at("19:56:18")
        gallery.shows("announced", room.ticker, PHONE)
        gallery.shows("announced-desktop", room.ticker, DESK)
        room.is_at("20:12:10")
        with gallery.page(room.ticker, PHONE) as returning:
            returning.evaluate(LOOKED_AWAY)
            room.is_at("20:20:10")
            gallery.shows("corrected", room.ticker, PHONE, is_at(room, "sale"))
            room.is_at("20:34:10")
            gallery.shows("withdrawn", room.ticker, PHONE, is_at(room, "crowd"))
            room.is_at("20:40:10")
            with gallery.page(room.ticker, PHONE) as reading:
                is_at(room, "aid")(reading)
                room.is_at(BUSY)
                waits(gallery, room, reading)
            if gallery.wants("since-your-last-visit"):
                returning.goto(room.ticker)
                begins_with(".pins")(returning)
                gallery.keep("since-your-last-visit", returning)
        busy(gallery, room)
        found(gallery, room)
        room.brings("paused", "20:48:30")
        gallery.shows("paused-coverage", room.ticker, PHONE)
        room.brings("live", "20:49:30")
        room.is_at("20:59:30")
        room.brings("ended", "21:05")
        gallery.shows("ended", room.ticker, PHONE)
        gallery.shows("ended-desktop", room.ticker, DESK)
        on_paper(gallery, room)


def waits(gallery: Gallery, room: Newsroom, reading: Page) -> None:
    """Somebody reads further down while posts come."""
    room.posts("first-or-last", "20:42:10")
    reading.locator(".new-posts").wait_for()
    if gallery.wants("new-posts-wait"):
        gallery.keep("new-posts-wait", reading)


def busy(gallery: Gallery, room: Newsroom) -> None:
    gallery.shows("busy", room.ticker, PHONE)
    gallery.shows("busy-dark", room.ticker, DARK_PHONE)
    gallery.shows("busy-posts", room.ticker, PHONE, is_at(room, "peacemaker"))
    gallery.shows("busy-posts-dark", room.ticker, DARK_PHONE, is_at(room, "reinforcements"))
    gallery.shows("busy-desktop", room.ticker, DESK)
    gallery.shows("busy-desktop-dark", room.ticker, DARK_DESK)
    gallery.shows("busy-320", room.ticker, SMALL_PHONE)
    gallery.shows("busy-tablet", room.ticker, TABLET)
    gallery.shows("dossier-1600", room.ticker, WIDE, begins_with(".bar"))
    gallery.shows("dossier-phone", room.ticker, PHONE, begins_with("#positions"))
    gallery.shows("paused-by-the-reader", room.ticker, PHONE, begins_with(".bar"), pauses)
    gallery.shows("offline", room.ticker, PHONE, loses_the_network)


def found(gallery: Gallery, room: Newsroom) -> None:
    """What is asked for: another time, a word, a post, words only, what else there is."""
    gallery.shows("as-it-stood", f"{room.ticker}/at/2025-08-15T20:30", PHONE)
    gallery.shows("search", f"{room.ticker}/search?q=gebiete", PHONE)
    gallery.shows("text", f"{room.ticker}/text", PHONE)
    gallery.shows("permalink", f"{room.ticker}/posts/{room.post('reinforcements')}", PHONE)
    gallery.shows("tools", room.ticker, PHONE, begins_with(".bar"), opens_the_tools)
    gallery.shows("front", room.url, PHONE)
    gallery.shows("front-desktop", room.url, DESK)


def english(gallery: Gallery) -> None:
    if not gallery.wants("english"):
        return
    with newsroom("en") as room:
        room.is_at(BUSY)
        gallery.shows("english", room.ticker, DESK)


def branded(gallery: Gallery) -> None:
    """A newsroom with a name, a logo and a colour of its own."""
    if not gallery.wants("branded", "branded-front", "branded-dark"):
        return
    with newsroom(name="Der Abendbote", logo=HERE / "abendbote.svg", colour="#0b5fa5") as room:
        room.had()
        room.is_at(BUSY)
        gallery.shows("branded", room.ticker, PHONE)
        gallery.shows("branded-dark", room.ticker, DARK_PHONE)
        gallery.shows("branded-front", room.url, DESK)


def long(gallery: Gallery) -> None:
    """Where a link leads that is weeks old."""
    if not gallery.wants("long"):
        return
    with newsroom() as room:
        room.is_at("20:00")
        ids = room.had_many("hochwasser", 5000)
        gallery.shows("long", f"{room.url}/live/hochwasser/posts/{ids[2500]}", PHONE)


def on_paper(gallery: Gallery, room: Newsroom) -> None:
    """The first sheets, side by side, as the printer has them."""
    if not gallery.wants("paper"):
        return
    with gallery.page(f"{room.ticker}/print", DESK) as page:
        sheets = pypdfium2.PdfDocument(page.pdf(format="A4"))
        first, second = (sheets[n].render(scale=1.1).to_pil() for n in range(2))
    both = Image.new("RGB", (first.width * 2 + 16, first.height), "#999")
    both.paste(first, (0, 0))
    both.paste(second, (first.width + 16, 0))
    gallery.save("paper", both)


def is_followed(page: Page) -> None:
    if page.locator("live-coverage").count():
        page.locator("live-coverage[data-connection]").wait_for(state="attached")


def is_at(room: Newsroom, post: str) -> Callable[[Page], object]:
    """The reader has come down to that post."""
    return begins_with(f"#post-{room.post(post)}")


def begins_with(selector: str) -> Callable[[Page], object]:
    """The reader has come down to that."""
    return lambda page: page.evaluate(
        "(it) => document.querySelector(it).scrollIntoView({ behavior: 'instant' })", selector
    )


def pauses(page: Page) -> None:
    page.locator("pause-control button").click()


def opens_the_tools(page: Page) -> None:
    page.locator(".tools summary").click()


def loses_the_network(page: Page) -> None:
    page.context.set_offline(True)
    page.locator(".connection").wait_for()
