"""The map: what it shows of the world, whose land is whose, and what it says to whom."""

import re
from collections.abc import Sequence
from itertools import combinations
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from depesche.rendering import labels, maps, outlines, panels
from depesche.rendering.environment import LANGUAGES
from depesche.rendering.maps import Pin

ANCHORAGE = (61.2181, -149.9003)
HOSTILE = "</text><script>alert(1)</script>\"' onload=x &amp; <b>"


def pin(label: str, latitude: float, longitude: float, precision: str = "city", **more: str) -> Pin:
    key = label.lower()
    facts = {"note": "", "href": f"/live/gipfel/places/{key}"} | more
    return Pin(key, label, latitude, longitude, precision, facts["note"], facts["href"])


SUMMIT = (
    pin("Anchorage", *ANCHORAGE),
    pin("Elmendorf-Richardson", 61.25, -149.81, "exact"),
    pin("Moskau", 55.7558, 37.6173),
    pin("Kiew", 50.4501, 30.5234),
    pin("Donezk", 48.0159, 37.8028, "region", note="teilweise besetzt"),
    pin("Luhansk", 48.574, 39.3078, "region", note="teilweise besetzt"),
    pin("Saporischschja", 47.8388, 35.1396, "region", note="teilweise besetzt"),
    pin("Cherson", 46.6354, 32.6169, "region", note="teilweise besetzt"),
    pin("Washington", 38.9072, -77.0369),
)
MANY = tuple(
    pin(f"Ort Nummer {n}", -80 + n * 7919 % 160, -180 + n * 104729 % 360) for n in range(200)
)


def parsed(pins: Sequence[Pin], language: str = "de") -> ET.Element:
    return ET.fromstring(maps.drawn(pins, language))


def texts(svg: ET.Element, name: str) -> list[str]:
    return [text.text or "" for text in svg.iter("text") if text.get("class") == name]


# Whose land it is


@pytest.mark.parametrize(
    ("place", "latitude", "longitude", "code"),
    [
        ("Crimea", 44.95, 34.1, "UA"),
        ("Simferopol", 44.952, 34.102, "UA"),
        ("Sevastopol", 44.6, 33.53, "UA"),
        ("Kerch", 45.36, 36.47, "UA"),
        ("Donetsk", 48.0159, 37.8028, "UA"),
        ("Luhansk", 48.574, 39.3078, "UA"),
        ("Melitopol", 46.85, 35.37, "UA"),
        ("Mariupol", 47.12, 37.55, "UA"),
        ("Kherson", 46.6354, 32.6169, "UA"),
        ("Kyiv", 50.45, 30.5234, "UA"),
        ("Rostov", 47.23, 39.7, "RU"),
        ("Krasnodar", 45.03, 38.97, "RU"),
        ("Taman", 45.21, 36.72, "RU"),
        ("Moscow", 55.7558, 37.6173, "RU"),
        ("Chukotka, east of 180", 66, -173, "RU"),
        ("the same, counted on", 66, 187, "RU"),
        ("Anchorage", *ANCHORAGE, "US"),
        ("Washington", 38.9072, -77.0369, "US"),
        ("Honolulu", 21.35, -157.9, "US"),
        ("Warsaw", 52.23, 21.01, "PL"),
        ("Istanbul", 41.01, 28.95, "TR"),
        ("Berlin", 52.52, 13.4, "DE"),
        ("Maseru, inside another country", -29.4, 27.7, "LS"),
        ("Northern Nicosia", 35.25, 33.4, "CY"),
        ("Hargeisa", 9.56, 44.06, "SO"),
        ("Pristina", 42.66, 21.16, "XK"),
        ("the South Pole", -90, 0, "AQ"),
        ("the Black Sea", 43.5, 34, None),
        ("the Sea of Azov", 46, 36.5, None),
        ("the North Pole", 90, 0, None),
    ],
)
def test_the_map_knows_whose_land_it_is(
    place: str, latitude: float, longitude: float, code: str | None
) -> None:
    assert maps.territory_of(latitude, longitude) == code, place


def test_no_border_is_drawn_between_crimea_and_the_mainland() -> None:
    near_perekop = [
        (x, y)
        for border in outlines.world().borders
        for x, y in border.line
        if 32.5 < x < 36.6 and 44 < y < 46.5
    ]

    assert near_perekop == []


def test_crimea_is_hatched_and_the_text_says_why() -> None:
    svg = parsed([pin("Cherson", 46.6354, 32.6169)])
    (hatched,) = (path for path in svg.iter("path") if path.get("class") == "map-occupied")
    (pattern,) = svg.iter("pattern")

    assert hatched.get("fill") == f"url(#{pattern.get('id')})"
    assert "Die Krim gehört zur Ukraine und ist von Russland besetzt" in svg.findtext("desc", "")
    english = parsed([pin("Kherson", 46.6354, 32.6169)], "en").findtext("desc", "")
    assert "Crimea belongs to Ukraine and is occupied by Russia" in english


def test_where_crimea_is_not_seen_nothing_is_said_of_it() -> None:
    svg = parsed([pin("Anchorage", *ANCHORAGE)])

    assert list(svg.iter("pattern")) == []
    assert "Krim" not in svg.findtext("desc", "")


# What is drawn


def test_the_summits_places_are_in_three_panels_with_the_names_of_their_countries() -> None:
    svg = parsed(SUMMIT)

    assert texts(svg, "map-name") == ["Ukraine und Russland", "Alaska", "Vereinigte Staaten"]
    assert svg.findtext("title") == "Karte: Ukraine und Russland · Alaska · Vereinigte Staaten"
    assert texts(parsed(SUMMIT, "en"), "map-name")[0] == "Ukraine and Russia"


def test_every_place_is_a_link_with_its_status_and_its_label() -> None:
    links = list(parsed(SUMMIT).iter("a"))

    assert {link.get("href") for link in links} == {each.href for each in SUMMIT}
    titles = [link.findtext("title") for link in links]
    assert "Donezk (teilweise besetzt)" in titles
    assert "Moskau" in titles
    shown = [text.text for link in links for text in link.iter("text")]
    assert set(shown) == {each.label for each in SUMMIT}


def test_a_region_is_a_soft_circle_and_not_a_point() -> None:
    by_name = {link.findtext("title", ""): link for link in parsed(SUMMIT).iter("a")}
    classes = {
        name: [circle.get("class") for circle in link.iter("circle")]
        for name, link in by_name.items()
    }

    assert classes["Donezk (teilweise besetzt)"] == ["map-region"]
    assert classes["Moskau"] == ["map-pin map-city"]
    assert classes["Elmendorf-Richardson"] == ["map-pin"]


def test_a_map_with_links_is_a_group_and_one_without_is_a_picture() -> None:
    """What has the role of a picture may hold nothing that can be pressed (WAI-ARIA 1.2)."""
    assert parsed(SUMMIT).get("role") == "group"
    svg = parsed([pin("Kiew", 50.45, 30.52, href="")])
    assert svg.get("role") == "img"
    assert list(svg.iter("a")) == []


def test_without_a_place_there_is_no_map() -> None:
    assert maps.drawn([], "de") == ""


def test_the_same_places_are_drawn_in_the_same_bytes() -> None:
    assert maps.drawn(SUMMIT, "de") == maps.drawn(list(SUMMIT), "de")
    assert maps.drawn(SUMMIT, "de") != maps.drawn(SUMMIT, "en")


def test_two_maps_on_a_page_do_not_share_an_id() -> None:
    ids = [
        svg_id
        for pins in (SUMMIT, SUMMIT[2:])
        for svg_id in re.findall(r'\bid="([^"]+)"', maps.drawn(pins, "de"))
    ]
    assert len(ids) == len(set(ids)) == 2


def test_the_map_is_small_enough_for_every_page() -> None:
    assert len(maps.drawn(SUMMIT, "de")) < 15_000


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_in_it_needs_an_exception_from_the_content_security_policy(language: str) -> None:
    for element in parsed(SUMMIT, language).iter():
        assert element.tag not in {"style", "script", "image", "use", "foreignObject"}
        assert not {"style", "onload", "onclick"} & set(element.keys())


def test_hostile_words_stay_words() -> None:
    svg = parsed([pin(HOSTILE, 50, 30, note=HOSTILE, href=f"/x?{HOSTILE}")])

    (link,) = svg.iter("a")
    assert link.findtext("title") == f"{HOSTILE} ({HOSTILE})"
    assert link.get("href") == f"/x?{HOSTILE}"
    assert {element.tag for element in svg.iter()} == {
        *("svg", "title", "desc", "rect", "g", "path", "a", "circle", "text", "defs", "pattern"),
    }


# Wherever the places are


@pytest.mark.parametrize(
    ("name", "pins"),
    [
        ("one", SUMMIT[3:4]),
        ("two hundred", MANY),
        ("one place, again and again", [SUMMIT[3]] * 50),
        ("around the Bering Strait", [pin("Nome", 64.5, -165.4), pin("Anadyr", 64.7, 177.5)]),
        ("on the antimeridian", [pin("180", 0, 180), pin("-180", 0, -180)]),
        ("at the poles", [pin("Nord", 90, 0), pin("Süd", -90, 0), pin("Süd 2", -90, 180)]),
        ("at the pole", [pin("Nord", 90, 12)]),
        ("around the equator", [pin(str(x), 0, x) for x in range(-180, 180, 15)]),
        ("without a name", [pin("", 50, 30)]),
        ("with a name that never ends", [pin("Llanfair" * 40, 50, 30)]),
        ("in many scripts", [pin("Київ 基輔 كييف 🇺🇦", 50.45, 30.52), pin("e\u0301", 50.5, 30.5)]),
    ],
)
def test_a_map_can_be_drawn_and_read_wherever_places_are(name: str, pins: Sequence[Pin]) -> None:
    svg = parsed(pins)

    assert len(list(svg.iter("a"))) == len(pins), name
    assert "nan" not in ET.tostring(svg, "unicode")
    for panel in svg.iter("svg"):
        if panel is not svg:
            width, height = float(panel.get("width", "")), float(panel.get("height", ""))
            for circle in panel.iter("circle"):
                assert 0 <= float(circle.get("cx", "")) <= width
                assert 0 <= float(circle.get("cy", "")) <= height


def test_the_bering_strait_is_crossed_the_short_way() -> None:
    nome, anadyr = (-165.4, 64.5), (177.5, 64.7)
    (panel,) = panels.panels([nome, anadyr])

    assert panel.width / panel.scale_x < 60
    assert panel.shown(*anadyr)[0] < panel.shown(*nome)[0]


def test_places_on_either_side_of_the_antimeridian_share_their_land() -> None:
    svg = parsed([pin("Nome", 64.5, -165.4), pin("Anadyr", 64.7, 177.5)])

    assert texts(svg, "map-name") == ["Alaska und Russland"]
    (panel,) = panels.panels([(-165.4, 64.5), (177.5, 64.7)])
    middles = {
        area.part or area.code: [sum(xs) / len(xs) for xs in across]
        for area in outlines.world().areas
        if (across := [[x for x, _ in line] for r in area.rings for line in panel.pieces(r)])
    }
    assert min(middles["RU"]) < 160 < max(middles["Alaska"])


@pytest.mark.parametrize("pins", [SUMMIT, MANY, [SUMMIT[3]] * 50], ids=["summit", "many", "one"])
def test_no_label_lies_over_another(pins: Sequence[Pin]) -> None:
    spots = [(each.longitude, each.latitude) for each in pins]
    for panel in panels.panels(spots):
        marks = [(pins[n].label, *panel.shown(*spots[n]), 5.0) for n in panel.members]
        placed = labels.placed(marks, (0, 0, panel.width, panel.height))
        assert any(placed) or len(marks) > 100
        boxes = [label.box for label in placed if label]
        for one, other in combinations(boxes, 2):
            assert apart(one, other)


places = st.tuples(st.floats(-180, 180), st.floats(-90, 90))
marks = st.tuples(st.text(max_size=20), st.floats(0, 300), st.floats(0, 200), st.just(4.5))


@settings(max_examples=40)
@given(st.lists(places, min_size=1, max_size=12))
def test_every_place_is_in_one_panel_and_inside_of_it(spots: list[panels.Spot]) -> None:
    laid = panels.panels(spots)

    assert 1 <= len(laid) <= 3
    assert sorted(n for panel in laid for n in panel.members) == list(range(len(spots)))
    for panel in laid:
        for n in panel.members:
            x, y = panel.shown(*spots[n])
            assert -0.01 <= x <= panel.width + 0.01
            assert -0.01 <= y <= panel.height + 0.01


@given(st.lists(marks, max_size=12))
def test_labels_keep_off_each_other_and_off_the_marks(
    given_marks: list[tuple[str, float, float, float]],
) -> None:
    frame = (0, 0, 300, 200)
    placed = [label for label in labels.placed(given_marks, frame) if label]

    for one, other in combinations(placed, 2):
        assert apart(one.box, other.box)
    for label in placed:
        left, top, right, bottom = label.box
        assert left >= 0
        assert top >= 0
        assert right <= 300
        assert bottom <= 200
        for _, x, y, _ in given_marks:
            assert not (left < x < right and top < y < bottom)


def test_a_long_name_breaks_between_words_and_is_cut_between_words() -> None:
    long = "Militärbasis am Rande von Anchorage"
    shown = list(parsed([pin(long, 61.2, -149.9)]).iter("text"))[-1]
    assert " ".join(shown.itertext()) == long
    assert len(list(shown)) == 1
    (label,) = labels.placed([(f"{long} und noch viel weiter fort", 150, 100, 5)], (0, 0, 300, 200))
    assert label
    assert all(labels.width_of(line) <= 160 for line in label.lines)
    assert label.lines[-1].removesuffix("…") in f"{long} und noch viel weiter fort"
    assert f"{' '.join(label.lines).removesuffix('…')} " in f"{long} und noch viel weiter fort "
    assert labels.broken("Donaudampfschifffahrtsgesellschaft", 80)[0].endswith("…")
    assert labels.broken(" \n", 80) == ()


def apart(one: labels.Box, other: labels.Box) -> bool:
    return one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
