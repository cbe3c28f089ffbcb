"""A map drawn by the server: one SVG, without a style, a script or anything from elsewhere."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from itertools import pairwise
from math import hypot
from typing import Final

from babel import Locale
from babel.lists import format_list
from markupsafe import Markup

from depesche.rendering import labels, lines, moments, outlines, panels, translations
from depesche.rendering.labels import Label
from depesche.rendering.lines import Line
from depesche.rendering.outlines import Ring
from depesche.rendering.panels import WIDTH, Panel, Spot

_FINE: Final = 2  # outlines are drawn to the half of a unit
_THIN: Final = 0.8  # and no finer than that, in units
_TARGET: Final = 27  # a finger's width, also where the map is drawn somewhat smaller
_POINT: Final = 4.5
_LEADING: Final = 1.3  # from line to line of a name, by the size of its letters
_OFF: Final = 7  # units from a mark to a label that needs a line to it
_REGION: Final = (9, 0.65, 22)  # units at least, degrees of latitude, units at most
_SYMBOLS: Final = {"exact": "map-pin", "city": "map-pin map-city", "region": "map-region"}
_NAMED: Final = 3  # more countries than that are not listed above a panel


@dataclass(frozen=True)
class Pin:
    """A place on the map. `note` is its status in words, `href` the page it opens, or ""."""

    key: str
    label: str
    latitude: float
    longitude: float
    precision: str  # exact, city, or region: then a soft circle and not a point
    note: str
    href: str


@dataclass(frozen=True)
class _Mark:
    """A pin in its panel: where, how large, and with which label."""

    pin: Pin
    x: float
    y: float
    radius: float
    label: Label | None


def drawn(pins: Sequence[Pin], language: str) -> Markup:
    """The map of these places as one <svg>; nothing without a place. The same for the same pins.

    Places that are far apart get panels of their own. Each pin with an `href` is a link, and says
    its label and note. Names that find no room are left out of the picture, not of the links.
    """
    return _drawn(tuple(pins), language)


def territory_of(latitude: float, longitude: float) -> str | None:
    """The ISO 3166 code of the country whose drawn shape holds this point; None at sea."""
    area = outlines.area_at(latitude, longitude)
    return area.code or None if area else None


@lru_cache(maxsize=64)
def _drawn(pins: tuple[Pin, ...], language: str) -> Markup:
    if not pins:
        return Markup()
    spots = [(pin.longitude, pin.latitude) for pin in pins]
    laid = panels.panels(spots)
    titles = [_title(panel, spots, language) for panel in laid]
    hatch = f"map-{sha256(repr((pins, language)).encode(errors='replace')).hexdigest()[:8]}"
    parts = [
        _panel(panel, title, [pins[n] for n in panel.members], hatch)
        for panel, title in zip(laid, titles, strict=True)
    ]
    height = max(panel.y + panel.height for panel in laid)
    role = "group" if any(pin.href for pin in pins) else "img"
    is_occupied = any("map-occupied" in part for part in parts)
    return Markup(
        '<svg class="map" role="{role}" viewBox="0 0 {width} {height}">'
        "<title>{title}</title><desc>{desc}</desc>{defs}{parts}</svg>"
    ).format(
        role=role,
        width=WIDTH,
        height=_number(height),
        title=_name(titles, language),
        desc=_described(pins, language, is_occupied=is_occupied),
        defs=_hatched(hatch) if is_occupied else "",
        parts=Markup().join(parts),
    )


def _name(titles: Iterable[str], language: str) -> str:
    _ = translations.catalogue(language).gettext
    named = " · ".join(title for title in titles if title)
    return _("Map: %(places)s") % {"places": named} if named else _("Map")


def _described(pins: Sequence[Pin], language: str, *, is_occupied: bool) -> str:
    _ = translations.catalogue(language).gettext
    places = format_list([_said(pin) for pin in pins], locale=moments.locale_of(language))
    sentences = [_("On this map: %(places)s.") % {"places": places}]
    if is_occupied:
        sentences.append(_("Crimea belongs to Ukraine and is occupied by Russia: it is hatched."))
    return " ".join(sentences)


def _said(pin: Pin) -> str:
    return f"{pin.label} ({pin.note})" if pin.note else pin.label


def _title(panel: Panel, spots: Sequence[Spot], language: str) -> str:
    """The countries in which its places lie; a part of one that lies apart has its own name."""
    territories = Locale.parse(moments.locale_of(language)).territories
    named = [part or territories.get(code, "") for code, part in panels.names(panel, spots)]
    named = [name for name in named if name]
    return format_list(named, locale=moments.locale_of(language)) if len(named) <= _NAMED else ""


def _panel(panel: Panel, title: str, pins: Sequence[Pin], hatch: str) -> Markup:
    title = labels.shortened(title, panel.width - 16)
    heading = Markup('<text class="map-name" x="8" y="17">{}</text>').format(title)
    return Markup(
        '<svg role="presentation" x="{x}" y="{y}" width="{width}" height="{height}">'
        '<rect class="map-panel" width="100%" height="100%"/>'
        '<g transform="scale({scale})">{outlines}</g>{heading}{pins}</svg>'
    ).format(
        **{name: _number(getattr(panel, name)) for name in ("x", "y", "width", "height")},
        scale=1 / _FINE,
        outlines=_outlines(panel, hatch),
        heading=heading if title else "",
        pins=Markup().join(map(_mark, _arranged(panel, title, pins))),
    )


def _outlines(panel: Panel, hatch: str) -> Markup:
    """Land, what is occupied of it, and borders."""
    world = outlines.world()
    land = [ring for area in world.areas for ring in area.rings]
    occupied = [
        ring for area in world.areas if area.part in outlines.OCCUPIED for ring in area.rings
    ]
    return Markup().join(
        [
            _path("map-land", _pieces(panel, land)),
            _path("map-occupied", _pieces(panel, occupied), f"url(#{hatch})"),
            _path("map-border", _pieces(panel, world.borders, is_closed=False), "none"),
        ]
    )


def _pieces(panel: Panel, rings: Iterable[Ring], *, is_closed: bool = True) -> str:
    """The data of a path."""
    pieces = (piece for ring in rings for piece in panel.pieces(ring, is_closed=is_closed))
    return "".join(_data(piece, is_closed=is_closed) for piece in pieces)


def _data(line: Line, *, is_closed: bool) -> str:
    """One piece, in whole numbers, as steps from point to point; nothing if it is a dot."""
    thin = lines.thinned(line, _THIN)
    points = [(round(x * _FINE), round(y * _FINE)) for x, y in thin]
    steps = [(c - a, d - b) for (a, b), (c, d) in pairwise(points) if (a, b) != (c, d)]
    if len(steps) < (2 if is_closed else 1):
        return ""
    numbers = "".join(f" {n}" if n >= 0 else str(n) for step in steps for n in step).lstrip()
    return f"M{points[0][0]} {points[0][1]}l{numbers}{'z' if is_closed else ''}"


def _path(name: str, data: str, fill: str = "") -> Markup:
    if not data:
        return Markup()
    filled = Markup(' fill="{}"').format(fill) if fill else ""
    return Markup('<path class="{}"{} fill-rule="evenodd" d="{}"/>').format(name, filled, data)


def _hatched(name: str) -> Markup:
    return Markup(
        '<defs><pattern id="{}" width="9" height="9" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)"><path class="map-hatch" d="M4 0v9"/></pattern></defs>'
    ).format(name)


def _arranged(panel: Panel, title: str, pins: Sequence[Pin]) -> Iterator[_Mark]:
    spots = [panel.shown(pin.longitude, pin.latitude) for pin in pins]
    radii = [_radius(pin, panel) for pin in pins]
    marks = [(pin.label, *spot, r) for pin, spot, r in zip(pins, spots, radii, strict=True)]
    heading = (0, 0, 12 + labels.width_of(title), 22)
    frame = (1, 1, panel.width - 1, panel.height - 1)
    placed = labels.placed(marks, frame, [heading] if title else [])
    for pin, (x, y), radius, label in zip(pins, spots, radii, placed, strict=True):
        yield _Mark(pin, x, y, radius, label)


def _radius(pin: Pin, panel: Panel) -> float:
    least, reach, most = _REGION
    if pin.precision == "region":
        return min(most, max(least, reach * panel.scale_y))
    return _POINT


def _mark(mark: _Mark) -> Markup:
    inside = Markup().join([_target(mark), _leader(mark), _symbol(mark), _label(mark)])
    title = Markup("<title>{}</title>").format(_said(mark.pin))
    if not mark.pin.href:
        return Markup("<g>{}{}</g>").format(title, inside)
    return Markup('<a href="{}">{}{}</a>').format(mark.pin.href, title, inside)


def _target(mark: _Mark) -> Markup:
    """What a finger or a pointer may hit: the mark and its label."""
    half = max(_TARGET / 2, mark.radius)
    boxes = [(mark.x - half, mark.y - half, mark.x + half, mark.y + half)]
    if mark.label:
        left, top, right, bottom = mark.label.box
        more = (_TARGET - labels.LINE) / 2
        boxes.append((left, top - more, right, bottom + more))
    data = "".join(
        f"M{left:.0f} {top:.0f}H{right:.0f}V{bottom:.0f}H{left:.0f}z"
        for left, top, right, bottom in boxes
    )
    return Markup('<path fill="none" pointer-events="all" d="{}"/>').format(data)


def _symbol(mark: _Mark) -> Markup:
    name = _SYMBOLS[mark.pin.precision]
    return Markup('<circle class="{}" cx="{}" cy="{}" r="{}"/>').format(
        name, _number(mark.x), _number(mark.y), _number(mark.radius)
    )


def _leader(mark: _Mark) -> Markup:
    """A line from a mark to its label, where that stands off."""
    if mark.label is None:
        return Markup()
    left, top, right, bottom = mark.label.box
    x, y = min(max(mark.x, left), right), min(max(mark.y, top), bottom)
    if hypot(x - mark.x, y - mark.y) < mark.radius + _OFF:
        return Markup()
    ends = map(_number, (mark.x, mark.y, x, y))
    return Markup('<path class="map-leader" d="M{} {}L{} {}"/>').format(*ends)


def _label(mark: _Mark) -> Markup:
    if mark.label is None:
        return Markup()
    anchor = Markup(' text-anchor="{}"').format(mark.label.anchor)
    first, *more = mark.label.lines
    x = _number(mark.label.x)
    further = [
        Markup('<tspan x="{}" dy="{}em">{}</tspan>').format(x, _LEADING, line) for line in more
    ]
    return Markup('<text class="map-label" x="{}" y="{}"{}>{}{}</text>').format(
        x,
        _number(mark.label.y),
        anchor if mark.label.anchor != "start" else "",
        first,
        Markup().join(further),
    )


def _number(value: float) -> str:
    """With one decimal at most."""
    return f"{value:.1f}".removesuffix(".0")
