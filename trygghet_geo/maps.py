"""The map: a constant background and one layer of places. The only module that imports folium.

What may pass through here: numbers, ids, labels of the taxonomy and names of places; never a document's own words.
folium and branca compile what they are given as a Jinja template on the server and as JavaScript in the browser
(research/maps-and-statistics.md, 1.5), so every string goes through `literal`, which leaves nothing that either of
them could read as code, and `static/map/map.js` puts it on the page as text, never as HTML. lon/lat is swapped to
folium's lat/lon here and nowhere else.
"""

from __future__ import annotations

import hashlib
import html
import json
import math
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import folium
from folium.elements import JSCSSMixin
from folium.template import Template
from shapely.geometry import MultiPoint, mapping, shape

from trygghet_geo.summaries import Drawn

if TYPE_CHECKING:
    from branca.element import MacroElement
    from shapely.geometry.base import BaseGeometry

STATIC = Path(__file__).resolve().parent / "static"
NEUTRAL = "#44505c"
"""Where no category has more than half: dark grey, so that it does not pass for a category of its own."""
KIND_COLOURS = {"calm": "#1b6e3c", "measure": "#0b5c8f", "proposal": "#6a3d9a", "statistic": "#5f6b76"}
SMALLEST_RADIUS_M = 150.0
"""A place known only as a point, drawn as a soft area, is never drawn as if it were known better than this."""
LARGEST_ERROR_M = 300.0
"""A site whose position is known worse than this gets no symbol of its own: it is drawn as a soft area."""
DECIMALS = 5
"""About a metre: what a screen can show."""
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


@dataclass(frozen=True)
class Tiles:
    """A tile server in place of the offline background; `url` as Leaflet wants it: https://…/{z}/{x}/{y}.png."""

    url: str
    attribution: str


@dataclass(frozen=True)
class Style:
    """Colours and labels of the categories, by code."""

    colours: Mapping[str, str]
    labels: Mapping[str, str]

    def colour(self, category: str | None) -> str:
        found = self.colours.get(category or "", NEUTRAL)
        return found if _COLOUR.fullmatch(found) else NEUTRAL


class _Call(JSCSSMixin):
    """Calls one function of map.js with the map, the layer it stands in and its data."""

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "Trygghet.{{ this.function }}({{ this.map_name() }}, {{ this._parent.get_name() }}, {{ this.data }});"
        "{% endmacro %}"
    )

    def __init__(self, function: str, data: str) -> None:
        super().__init__()
        self._name = "Call"
        self.function = function
        self.data = data
        self.default_js: list[tuple[str, str]] = []
        self.default_css: list[tuple[str, str]] = []

    def map_name(self) -> str:
        parent: MacroElement = self._parent
        while not isinstance(parent, folium.Map):
            parent = parent._parent
        return parent.get_name()


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


@dataclass(frozen=True)
class Background:
    """What lies under the concerns, ready to be drawn: west, south, east, north in degrees, and map.js's argument."""

    bounds: tuple[float, float, float, float]
    script: str


def background(
    layers: Mapping[str, Mapping[str, Any]],
    *,
    focus: tuple[float, float, float, float] | None = None,
    credit: str = "",
    schematic: str = "",
    zoom: tuple[str, str] = ("Zooma in", "Zooma ut"),
    tiles: bool = False,
) -> Background:
    """Prepare the background; costly enough to be kept by the caller.

    Parameters
    ----------
    layers
        GeoJSON FeatureCollections (EPSG:4326) by kind, as `places.basemap.layers` gives them. With `tiles` only the
        boundary's line is drawn.
    focus
        West, south, east, north in degrees: what is shown first. Without it the boundary; without one, all layers;
        without any, Sweden.
    credit
        Whom to name for the background: printed in the map's corner.
    schematic
        What to print beside it when some lines only join known points.
    zoom
        What the two buttons are called.
    """
    bounds = focus or _bounds([layers["boundary"]] if "boundary" in layers else list(layers.values()))
    west, south, east, north = bounds
    drawn_layers = [(name, style) for name, style in LAYERS if name in layers and (not tiles or name == "boundary")]
    drawn_layers = drawn_layers[-1:] if tiles else drawn_layers
    features = [f for name, _ in drawn_layers for f in layers[name]["features"]]
    told = [credit, schematic if any(f["properties"].get("schematic") for f in features) else ""]
    data = {
        "bounds": [[south, west], [north, east]],
        "zoom": list(zoom),
        # Leaflet takes an attribution as HTML, so it is the one text that is escaped for HTML as well.
        "attributions": [html.escape(plain(text)) for text in told if text],
        "layers": [_layer(layers[name], style) for name, style in drawn_layers],
        "names": [] if tiles else _names(layers.get("label", {})) + _water_names(layers),
    }
    return Background(bounds, literal(data))


def base_map(under: Background, *, assets: str, tiles: Tiles | None = None) -> folium.Map:
    """The map without concerns: the same arguments give the same script, so that it is never drawn anew.

    `assets` is the address of the folder `static/`, relative to the page inside the map's frame, without a final slash.
    A new map each time, because streamlit-folium changes the one it draws.
    """
    west, south, east, north = under.bounds
    middle = ((south + north) / 2, (west + east) / 2)
    drawing = folium.Map(middle, tiles=None, zoom_start=11, min_zoom=4, max_zoom=17, zoom_snap=0.25, zoom_control=False)
    drawing.default_js = [("leaflet", f"{assets}/vendor/leaflet.js"), ("jquery", f"{assets}/vendor/jquery.min.js")]
    drawing.default_css = [("leaflet-css", f"{assets}/vendor/leaflet.css")]
    if tiles is not None:
        folium.TileLayer(tiles=tiles.url, attr=html.escape(tiles.attribution), max_zoom=17).add_to(drawing)
    call = _Call("background", under.script)
    call.default_js = [("map", f"{assets}/map/map.js?v={_version('map.js')}")]
    call.default_css = [("map-css", f"{assets}/map/map.css?v={_version('map.css')}")]
    call.add_to(drawing)
    return drawing


def concern_layer(
    things: Sequence[Drawn], *, style: Style, wording: Wording, chosen: str | None = None
) -> folium.FeatureGroup:
    """The places as one layer to lay on `base_map`: shapes by precision class, one label per place, and the legend.

    `things` as `summaries.drawn` gives them, coarsest first. `chosen` is the id of the place whose card is open.
    """
    group = folium.FeatureGroup(name="concerns", control=False)
    data = {
        "shapes": [item for thing in things for item in _shapes(thing, style, chosen=thing.place_id == chosen)],
        "labels": _labels(things, wording),
        "legend": {"title": wording.title, "rows": legend(things, style, wording)},
        "chosen": next((_anchor(thing.geometry) for thing in things if thing.place_id == chosen), None),
    }
    _Call("draw", literal(data)).add_to(group)
    return group


def legend(things: Sequence[Drawn], style: Style, wording: Wording) -> list[dict[str, Any]]:
    """What the signs on the map mean: the categories, kinds and shapes that are drawn, and no others."""
    concerns = [thing for thing in things if thing.kind == "concern"]
    categories = sorted({thing.category for thing in concerns if thing.category}, key=lambda c: style.labels.get(c, c))
    rows = [{"key": "colour", "colour": style.colour(c), "text": style.labels.get(c, c)} for c in categories]
    if any(thing.category is None for thing in concerns):
        rows.append({"key": "colour", "colour": NEUTRAL, "text": wording.several})
    kinds = [kind for kind in KIND_COLOURS if any(thing.kind == kind for thing in things)]
    rows += [{"key": "dashed", "colour": KIND_COLOURS[kind], "text": wording.legend[kind]} for kind in kinds]
    forms = {_form(thing) for thing in things}
    texts = (("outline", wording.outline), ("line", wording.line), ("softkey", wording.soft), ("point", wording.point))
    shown = [{"key": form, "text": text} for form, text in texts if form.removesuffix("key") in forms]
    return [*rows, *({**row, "first": i == 0 and bool(rows)} for i, row in enumerate(shown))]


LAYERS = (
    ("boundary", {"stroke": False, "fill": True, "fillColor": "#f8f7f3", "fillOpacity": 1}),
    ("water", {"color": "#9fc4d8", "weight": 1, "fill": True, "fillColor": "#c3dbe7", "fillOpacity": 1}),
    ("built_up", {"stroke": False, "fill": True, "fillColor": "#e0dbcf", "fillOpacity": 1}),
    ("river", {"color": "#a9cbdd", "weight": 4, "fill": False, "opacity": 1}),
    ("railway", {"color": "#8d8d92", "weight": 1.5, "dashArray": "7 5", "fill": False, "opacity": 1}),
    ("road", {"color": "#bfb8a9", "weight": 3, "fill": False, "opacity": 1}),
    ("boundary", {"color": "#6d7681", "weight": 2, "dashArray": "1 5", "fill": False, "opacity": 1}),
)
"""Kinds of the background, the lowest first, and how each is drawn; the boundary below as an area, on top as a line."""
SWEDEN = (10.6, 55.2, 24.2, 69.1)


def _bounds(collections: Sequence[Mapping[str, Any]]) -> tuple[float, float, float, float]:
    boxes = [shape(feature["geometry"]).bounds for each in collections for feature in each["features"]]
    if not boxes:
        return SWEDEN
    lows, highs = zip(*((box[:2], box[2:]) for box in boxes), strict=True)
    found = (min(x for x, _ in lows), min(y for _, y in lows), max(x for x, _ in highs), max(y for _, y in highs))
    return tuple(round(value, DECIMALS) for value in found)


def _layer(collection: Mapping[str, Any], style: Mapping[str, Any]) -> dict[str, Any]:
    """Geometries only: nothing that a source wrote into its properties goes along."""
    shapes = [_geojson(shape(feature["geometry"])) for feature in collection["features"]]
    return {"style": dict(style), "data": {"type": "GeometryCollection", "geometries": shapes}}


def _names(collection: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Names of towns to print on the background; those with most inhabitants stay when there is little room."""
    return [
        {
            "at": _anchor(shape(feature["geometry"])),
            "text": str(feature["properties"]["name"]),
            "kind": "town",
            "rank": min(int(feature["properties"].get("population") or 0) // 100, 900),
        }
        for feature in collection.get("features", ())
    ]


def _water_names(layers: Mapping[str, Mapping[str, Any]]) -> list[dict[str, Any]]:
    waters = [f for kind in ("water", "river") for f in layers.get(kind, {}).get("features", ())]
    return [
        {"at": _anchor(shape(f["geometry"])), "text": str(f["properties"]["name"]), "kind": "water", "rank": 0}
        for f in waters
        if f["properties"].get("name")
    ]


def _form(thing: Drawn) -> str:
    """How a thing is drawn: by its precision, and never more exactly than its geometry is known."""
    dimension = _dimension(thing.geometry)
    if thing.precision == "vague":
        return "soft"
    if dimension == 0:
        exact = thing.precision == "site" and (thing.uncertainty_m or 0.0) <= LARGEST_ERROR_M
        return "point" if exact else "soft"
    return "line" if dimension == 1 else "outline"


def _shapes(thing: Drawn, style: Style, *, chosen: bool) -> list[dict[str, Any]]:
    colour = style.colour(thing.category) if thing.kind == "concern" else KIND_COLOURS[thing.kind]
    draw = {"outline": _outline, "line": _line, "soft": _soft, "point": _point}[_form(thing)]
    if thing.kind != "concern":
        draw = _hollow
    return [{**item, "id": key(thing.place_id)} for item in draw(thing, colour, chosen)]


def _outline(thing: Drawn, colour: str, chosen: bool) -> list[dict[str, Any]]:
    fill = {"fill": True, "fillColor": colour, "fillOpacity": _strength(thing.count)}
    edge = {"color": "#15202b" if chosen else colour, "weight": 5 if chosen else 3, "opacity": 1}
    return [{"geometry": _geojson(thing.geometry), "style": fill | edge}]


def _line(thing: Drawn, colour: str, chosen: bool) -> list[dict[str, Any]]:
    geometry = _geojson(thing.geometry)
    width = min(6 + 2 * math.sqrt(thing.count), 16)
    casing = {"color": "#15202b" if chosen else "#ffffff", "weight": width + 4, "opacity": 1, "fill": False}
    ends = {"lineCap": "round", "lineJoin": "round", "interactive": True}
    line = {"color": colour, "weight": width, "opacity": 0.95, "fill": False}
    return [{"geometry": geometry, "style": casing | ends}, {"geometry": geometry, "style": line | ends}]


def _soft(thing: Drawn, colour: str, chosen: bool) -> list[dict[str, Any]]:
    """An area without an edge: the blur is done by the browser (map.css)."""
    style = {
        "stroke": False,
        "fill": True,
        "fillColor": colour,
        "fillOpacity": 0.6 if chosen else _strength(thing.count),
    }
    style["className"] = "tk-soft"
    if _dimension(thing.geometry) == 2:
        return [{"geometry": _geojson(thing.geometry), "style": style}]
    if _dimension(thing.geometry) == 1:
        line = {"stroke": True, "color": colour, "weight": 26, "opacity": 0.5, "fill": False, "className": "tk-soft"}
        return [{"geometry": _geojson(thing.geometry), "style": line}]
    radius = max(thing.uncertainty_m or 0.0, SMALLEST_RADIUS_M)
    return [{"at": at, "radius_m": round(radius), "style": style} for at in _points(thing.geometry)]


def _point(thing: Drawn, colour: str, chosen: bool) -> list[dict[str, Any]]:
    """A disc whose area follows the count; where the position is uncertain, a soft disc of that size beneath it."""
    beneath = _soft(thing, colour, False) if (thing.uncertainty_m or 0) > SMALLEST_RADIUS_M else []
    style = {"color": "#15202b" if chosen else "#ffffff", "weight": 3, "fill": True, "fillColor": colour}
    disc = {"radius": round(7 + 4 * math.sqrt(thing.count), 1), "style": style | {"fillOpacity": 0.95, "opacity": 1}}
    return beneath + [{"at": at, **disc} for at in _points(thing.geometry)]


def _hollow(thing: Drawn, colour: str, chosen: bool) -> list[dict[str, Any]]:
    """What is no concern: a dashed edge and no colour inside, whatever the precision."""
    edge = {"color": colour, "weight": 4 if chosen else 3, "dashArray": "3 8", "opacity": 1}
    style = edge | {"fill": True, "fillColor": "#ffffff", "fillOpacity": 0.12}
    if _dimension(thing.geometry) > 0:
        return [{"geometry": _geojson(thing.geometry), "style": style}]
    if _form(thing) == "point":
        return [{"at": at, "radius": 16, "style": style} for at in _points(thing.geometry)]
    radius = max(thing.uncertainty_m or 0.0, SMALLEST_RADIUS_M)
    return [{"at": at, "radius_m": round(radius), "style": style} for at in _points(thing.geometry)]


def _labels(things: Sequence[Drawn], wording: Wording) -> list[dict[str, Any]]:
    """One label per place, at its most exact geometry, with a count for each kind."""
    places: dict[str, list[Drawn]] = {}
    for thing in things:
        places.setdefault(thing.place_id, []).append(thing)
    found = []
    for place, here in places.items():
        finest = here[-1]
        counts = _counts(here, wording)
        concerns = sum(thing.count for thing in here if thing.kind == "concern")
        name = plain(finest.name)
        found.append(
            {
                "id": key(place),
                "name": name,
                "title": f"{name}: {', '.join(count['title'] for count in counts)}",
                "at": _anchor(finest.geometry),
                "stand": "point" if _form(finest) == "point" else "area",
                "vague": _form(finest) == "soft",
                "rank": 1000 + 10 * min(concerns, 500) + min(len(here), 9),
                "counts": counts,
            }
        )
    return found


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


def _anchor(geometry: BaseGeometry) -> list[float]:
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


def _geojson(geometry: BaseGeometry) -> dict[str, Any]:
    found = mapping(geometry)
    if "geometries" in found:
        return {"type": found["type"], "geometries": [_geojson(part) for part in geometry.geoms]}
    return {"type": found["type"], "coordinates": _rounded(found["coordinates"])}


def _rounded(coordinates: Any) -> Any:
    if isinstance(coordinates[0], (int, float)):
        return [round(coordinates[0], DECIMALS), round(coordinates[1], DECIMALS)]
    return [_rounded(part) for part in coordinates]


def _escape(character: str) -> str:
    code = character.encode("utf-16-be").hex()
    return "".join(f"\\u{code[i : i + 4]}" for i in range(0, len(code), 4))


def _version(name: str) -> str:
    """A short fingerprint of a file that the browser may keep: another content has another address."""
    return hashlib.sha256((STATIC / "map" / name).read_bytes()).hexdigest()[:8]
