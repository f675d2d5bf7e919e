"""What is drawn for the places of a table, as plain values: shapes by precision class, labels, the legend.

And how such values are written so that nothing in them can run (`literal`): see `maps`, which hands them to folium.
Geometries come as lon/lat and leave, where they are not GeoJSON, as Leaflet's lat/lon.
"""

from __future__ import annotations

import hashlib
import json
import math
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from shapely.geometry import MultiPoint, mapping

from trygghet_geo.summaries import Drawn

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

NEUTRAL = "#44505c"
"""Where no category has more than half: dark grey, so that it does not pass for a category of its own."""
KIND_COLOURS = {"calm": "#1b6e3c", "measure": "#0b5c8f", "proposal": "#6a3d9a", "statistic": "#5f6b76"}
SMALLEST_RADIUS_M = 150.0
"""A place known only as a point, drawn as a soft area, is never drawn as if it were known better than this."""
LARGEST_ERROR_M = 300.0
"""A site whose position is known worse than this gets no symbol of its own: it is drawn as a soft area."""
DECIMALS = 5
"""About a metre: what a screen can show."""
LABELS = 200
"""Places with a label: the most that a screen has room for."""
LARGEST_COUNT = 100
"""Discs grow no larger than that of a hundred statements, or one place would hide its neighbours."""
_SAFE = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 .,:+-()")
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


@dataclass(frozen=True)
class Wording:
    """The words of the map in the reader's language."""

    title: str
    several: str
    outline: str
    line: str
    soft: str
    point: str
    kinds: Mapping[str, str]
    """Label of each kind beside its count: "lugnt", "åtgärd"."""
    legend: Mapping[str, str]
    """Label of each kind standing alone: "Lugna lägen", "Åtgärder"."""
    keys: str = ""
    """Which keys go from place to place, for those who hear the map."""


@dataclass(frozen=True)
class Style:
    """Colours and labels of the categories, by code."""

    colours: Mapping[str, str]
    labels: Mapping[str, str]

    def colour(self, category: str | None) -> str:
        found = self.colours.get(category or "", NEUTRAL)
        return found if _COLOUR.fullmatch(found) else NEUTRAL


def literal(value: Any) -> str:
    """`value` (numbers, strings, None, lists and dicts of them) as JavaScript that no template and no parser misreads.

    In a string every character but letters of a-z, digits, space and `.,:+-()` becomes a \\u escape: so there are no
    quotes, braces, backticks, tags or backslash sequences of the text's own left, and no underscore either, because
    streamlit-folium drops `_word` before it compares two maps. Control and format characters (bidi marks) are taken
    out. Numbers that JSON does not know (NaN) become null.
    """
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, (int, float)):
        return json.dumps(value) if math.isfinite(value) else "null"
    if isinstance(value, str):
        return '"' + "".join(c if c in _SAFE else _escape(c) for c in plain(value)) + '"'
    if isinstance(value, Mapping):
        # A space inside the brackets, so that nested ones never become the {{ or {# of a template.
        return "{ " + ", ".join(f"{literal(str(k))}: {literal(v)}" for k, v in value.items()) + " }"
    if isinstance(value, Sequence) and value and all(type(number) is int for number in value):
        return json.dumps(value, separators=(",", ":"))
    if isinstance(value, Iterable):
        return "[" + ",".join(map(literal, value)) + "]"
    raise TypeError(f"not for a map: {type(value).__name__}")


def plain(text: str) -> str:
    """`text` on one line, NFC, without control and format characters (bidi marks, zero widths)."""
    visible = (c for c in " ".join(text.split()) if unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Co", "Cn"})
    return unicodedata.normalize("NFC", "".join(visible))


def key(place_id: str) -> str:
    """The id a place has on the map: letters and digits only, the same for the same place."""
    return "p" + hashlib.sha256(place_id.encode()).hexdigest()[:12]


def layer(things: Sequence[Drawn], *, style: Style, wording: Wording, chosen: str | None = None) -> dict[str, Any]:
    """What map.js draws for `things`, coarsest first as `summaries.drawn` gives them.

    `chosen` is the id of the place whose card is open: drawn with a dark edge, and brought into view.
    """
    return {
        "shapes": [item for thing in things for item in _shapes(thing, style, chosen=thing.place_id == chosen)],
        "labels": labels(things, wording),
        "legend": {"title": wording.title, "rows": legend(things, style, wording)},
        "chosen": next((anchor(thing.geometry) for thing in things if thing.place_id == chosen), None),
    }


def legend(
    things: Sequence[Drawn], style: Style, wording: Wording, *, forms: Iterable[str] | None = None
) -> list[dict[str, Any]]:
    """What the signs on the map mean: the categories, kinds and shapes that are drawn, and no others.

    `forms` are those of the things, where they are known already.
    """
    concerns = [thing for thing in things if thing.kind == "concern"]
    categories = sorted({thing.category for thing in concerns if thing.category}, key=lambda c: style.labels.get(c, c))
    rows = [{"key": "colour", "colour": style.colour(c), "text": style.labels.get(c, c)} for c in categories]
    if any(thing.category is None for thing in concerns):
        rows.append({"key": "colour", "colour": NEUTRAL, "text": wording.several})
    kinds = [kind for kind in KIND_COLOURS if any(thing.kind == kind for thing in things)]
    rows += [{"key": "dashed", "colour": KIND_COLOURS[kind], "text": wording.legend[kind]} for kind in kinds]
    forms = set(forms) if forms is not None else {form(thing) for thing in things}
    texts = (("outline", wording.outline), ("line", wording.line), ("softkey", wording.soft), ("point", wording.point))
    shown = [{"key": sign, "text": text} for sign, text in texts if sign.removesuffix("key") in forms]
    return [*rows, *({**row, "first": i == 0 and bool(rows)} for i, row in enumerate(shown))]


def form(thing: Drawn) -> str:
    """How a thing is drawn: by its precision, and never more exactly than its geometry is known."""
    dimension = _dimension(thing.geometry)
    if thing.precision == "vague":
        return "soft"
    if dimension == 0:
        exact = thing.precision == "site" and (thing.uncertainty_m or 0.0) <= LARGEST_ERROR_M
        return "point" if exact else "soft"
    return "line" if dimension == 1 else "outline"


def _shapes(thing: Drawn, style: Style, *, chosen: bool) -> list[dict[str, Any]]:
    """All that is drawn for a thing: each of its `_where` in its `looks`."""
    pairs = zip(_where(thing), looks(thing, style, chosen=chosen), strict=True)
    return [{**part, **look, "id": key(thing.place_id)} for parts, look in pairs for part in parts]


def _where(thing: Drawn) -> list[list[dict[str, Any]]]:
    """The geometries of a thing, layer by layer from below; the same whatever is counted there."""
    shape, concern = form(thing), thing.kind == "concern"
    if _dimension(thing.geometry) > 0:
        whole = [{"geometry": geojson(thing.geometry)}]
        return [whole, whole] if shape == "line" and concern else [whole]
    at = _points(thing.geometry)
    around = max(thing.uncertainty_m or 0.0, SMALLEST_RADIUS_M)
    soft = [{"at": point, "radius_m": round(around)} for point in at]
    if shape == "soft":
        return [soft]
    discs = [{"at": point} for point in at]
    return [soft, discs] if concern and _is_uncertain(thing) else [discs]


def looks(thing: Drawn, style: Style, *, chosen: bool) -> list[dict[str, Any]]:
    """How each layer of `_where` looks: a style, and for a disc its radius in pixels."""
    if thing.kind != "concern":
        return _hollow(thing, KIND_COLOURS[thing.kind], chosen)
    draw = {"outline": _outline, "line": _line, "soft": _soft, "point": _point}[form(thing)]
    return draw(thing, style.colour(thing.category), chosen)


def _outline(thing: Drawn, colour: str, chosen: bool) -> list[dict[str, Any]]:
    fill = {"fill": True, "fillColor": colour, "fillOpacity": _strength(thing.count)}
    edge = {"color": "#15202b" if chosen else colour, "weight": 5 if chosen else 3, "opacity": 1}
    return [{"style": fill | edge}]


def _line(thing: Drawn, colour: str, chosen: bool) -> list[dict[str, Any]]:
    width = round(min(6 + 2 * math.sqrt(thing.count), 16), 1)
    casing = {"color": "#15202b" if chosen else "#ffffff", "weight": width + 4, "opacity": 1, "fill": False}
    ends = {"lineCap": "round", "lineJoin": "round", "interactive": True}
    line = {"color": colour, "weight": width, "opacity": 0.95, "fill": False}
    return [{"style": casing | ends}, {"style": line | ends}]


def _soft(thing: Drawn, colour: str, chosen: bool) -> list[dict[str, Any]]:
    """An area without an edge: the blur is done by the browser (map.css)."""
    if _dimension(thing.geometry) == 1:
        line = {"stroke": True, "color": colour, "weight": 26, "opacity": 0.5, "fill": False, "className": "tk-soft"}
        return [{"style": line}]
    opacity = 0.6 if chosen else _strength(thing.count)
    style = {"stroke": False, "fill": True, "fillColor": colour, "fillOpacity": opacity, "className": "tk-soft"}
    return [{"style": style}]


def _point(thing: Drawn, colour: str, chosen: bool) -> list[dict[str, Any]]:
    """A disc whose area follows the count; where the position is uncertain, a soft disc of that size beneath it."""
    beneath = _soft(thing, colour, False) if _is_uncertain(thing) else []
    style = {"color": "#15202b" if chosen else "#ffffff", "weight": 3, "fill": True, "fillColor": colour}
    return [*beneath, {"radius": radius(thing.count), "style": style | {"fillOpacity": 0.95, "opacity": 1}}]


def radius(count: int) -> float:
    """Radius in pixels of the disc of `count` statements: its area grows with the count, and then no further."""
    return round(7 + 4 * math.sqrt(min(count, LARGEST_COUNT)), 1)


def _hollow(thing: Drawn, colour: str, chosen: bool) -> list[dict[str, Any]]:
    """What is no concern: a dashed edge and no colour inside, whatever the precision."""
    edge = {"color": colour, "weight": 4 if chosen else 3, "dashArray": "3 8", "opacity": 1}
    style = edge | {"fill": True, "fillColor": "#ffffff", "fillOpacity": 0.12}
    return [{"style": style, "radius": 16}] if form(thing) == "point" else [{"style": style}]


def _is_uncertain(thing: Drawn) -> bool:
    return (thing.uncertainty_m or 0) > SMALLEST_RADIUS_M


@dataclass(frozen=True, eq=False)
class Bank:
    """The geometries of all that a map can ever draw, to be sent once; an Atlas then speaks of them by number."""

    parts: tuple[dict[str, Any], ...]
    """Numbers, and the ids of `key`: nothing a document wrote."""
    _numbers: Mapping[tuple, tuple[tuple[int, ...], ...]]
    _forms: Mapping[tuple, tuple[str, int, bool]]

    def layers(self, thing: Drawn) -> tuple[tuple[int, ...], ...]:
        """The numbers of the parts of a thing, layer by layer from below."""
        return self._numbers[_same(thing)]

    def form(self, thing: Drawn) -> tuple[str, int, bool]:
        """All that the looks of a thing follow from besides its kind, category and count."""
        return self._forms[_same(thing)]


def bank(things: Iterable[Drawn]) -> Bank:
    """A Bank for `things`; Drawn made from the same Index later have the same geometries."""
    parts: dict[str, int] = {}
    numbers, forms = {}, {}
    for thing in things:
        forms[_same(thing)] = (form(thing), _dimension(thing.geometry), _is_uncertain(thing))
        layers = [[json.dumps(part | {"id": key(thing.place_id)}) for part in layer] for layer in _where(thing)]
        numbers[_same(thing)] = tuple(tuple(parts.setdefault(p, len(parts)) for p in layer) for layer in layers)
    return Bank(tuple(map(json.loads, parts)), numbers, forms)


def _same(thing: Drawn) -> tuple:
    return id(thing.geometry), thing.precision, thing.kind == "concern", thing.uncertainty_m


def labels(
    things: Sequence[Drawn], wording: Wording, *, fixed: Callable[[Drawn], dict[str, Any]] | None = None
) -> list[dict[str, Any]]:
    """One label per place, at its most exact geometry, with a count for each kind.

    `fixed` gives the part of `label`, where it is kept already.
    """
    places: dict[str, list[Drawn]] = {}
    for thing in things:
        places.setdefault(thing.place_id, []).append(thing)
    found = []
    for here in places.values():
        made = (fixed or label)(here[-1])
        counts = _counts(here, wording)
        concerns = sum(thing.count for thing in here if thing.kind == "concern")
        title = f"{made['name']}: {', '.join(count['title'] for count in counts)}"
        rank = 1000 + 10 * min(concerns, 500) + min(len(here), 9)
        found.append({**made, "title": title, "rank": rank, "counts": counts})
    return found


def label(thing: Drawn) -> dict[str, Any]:
    """What the label of a place has whatever is counted there, when it stands at `thing`."""
    shape = form(thing)
    return {
        "id": key(thing.place_id),
        "name": plain(thing.name),
        "at": anchor(thing.geometry),
        "stand": "point" if shape == "point" else "area",
        "vague": shape == "soft",
    }


def _counts(here: Sequence[Drawn], wording: Wording) -> list[dict[str, Any]]:
    counts: dict[str, int] = {}
    for thing in here:
        counts[thing.kind] = counts.get(thing.kind, 0) + thing.count
    return [
        {
            "kind": kind,
            "text": str(counts[kind]) if kind == "concern" else f"{wording.kinds[kind]} {counts[kind]}",
            "title": f"{counts[kind]} {wording.kinds[kind]}",
            "colour": KIND_COLOURS.get(kind),
        }
        for kind in ("concern", *KIND_COLOURS)
        if kind in counts
    ]


def anchor(geometry: BaseGeometry) -> list[float]:
    """Where the label of a geometry stands, as lat, lon: inside an area, on a line."""
    point = geometry.interpolate(0.5, normalized=True) if geometry.geom_type == "LineString" else None
    point = point or geometry.representative_point()
    return [round(point.y, DECIMALS), round(point.x, DECIMALS)]


def _strength(count: int) -> float:
    """Opacity of an area: it follows the count, or one vague word about a large area would shout down all the rest."""
    return round(min(0.16 + 0.06 * count, 0.5), 2)


def _points(geometry: BaseGeometry) -> list[list[float]]:
    parts = geometry.geoms if isinstance(geometry, MultiPoint) else [geometry]
    return [[round(p.y, DECIMALS), round(p.x, DECIMALS)] for p in parts]


def _dimension(geometry: BaseGeometry) -> int:
    name = geometry.geom_type
    return 2 if "Polygon" in name or name == "GeometryCollection" else 1 if "Line" in name else 0


def geojson(geometry: BaseGeometry) -> dict[str, Any]:
    found = mapping(geometry)
    if "geometries" in found:
        return {"type": found["type"], "geometries": [geojson(part) for part in geometry.geoms]}
    return {"type": found["type"], "coordinates": _rounded(found["coordinates"])}


def _rounded(coordinates: Any) -> Any:
    if isinstance(coordinates[0], (int, float)):
        return [round(coordinates[0], DECIMALS), round(coordinates[1], DECIMALS)]
    return [_rounded(part) for part in coordinates]


def _escape(character: str) -> str:
    code = character.encode("utf-16-be").hex()
    return "".join(f"\\u{code[i : i + 4]}" for i in range(0, len(code), 4))
