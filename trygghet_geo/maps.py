"""The map: a constant background and the places upon it. The only module that imports folium.

What may pass through here: numbers, ids, labels of the taxonomy and names of places; never a document's own words.
The map of the places goes to the browser as plain values, which `static/map/` puts on the page as text, never as HTML.
Where a map is made by folium (drawing a new place), what it is given is compiled as a Jinja template on the server and
as JavaScript in the browser: so every string goes through `drawing.literal`, which leaves nothing that either could
read as code.
"""

from __future__ import annotations

import hashlib
import html
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import folium
from folium.elements import JSCSSMixin
from folium.template import Template
from shapely.geometry import shape

from trygghet_geo.atlases import Atlas
from trygghet_geo.drawing import DECIMALS, Style, Wording, anchor, geojson, literal, plain
from trygghet_geo.overlays import Overlay
from trygghet_geo.summaries import Counted

if TYPE_CHECKING:
    from branca.element import MacroElement

PLAIN = Overlay()
"""Nothing besides the places."""
STATIC = Path(__file__).resolve().parent / "static"
SHELVED = 8
"""Files of geometries that are kept: those of as many versions of the store as may be looked at side by side."""


@dataclass(frozen=True)
class Shelf:
    """Geometries that the browser fetches once, as a file: a change of filter then sends none."""

    atlas: Atlas
    address: str
    """Of the file with the atlas's `parts` and `names`, relative to the page inside the map's frame."""


def shelve(kept: Atlas, folder: Path, *, address: str) -> Shelf:
    """Write parts and names of `kept` into `folder`, which is served at `address`; another content, another name."""
    return Shelf(kept, shelved({"parts": kept.parts, "names": kept.names}, folder, kind="bank", address=address))


def shelved(value: Any, folder: Path, *, kind: str, address: str) -> str:
    """Write `value` as JSON into `folder`, which is served at `address`; gives the file's own address.

    Of each `kind` the last SHELVED files are kept.
    """
    content = json.dumps(value, separators=(",", ":")).encode()
    name = f"{kind}-{hashlib.sha256(content).hexdigest()[:16]}.json"
    for old in sorted(folder.glob(f"{kind}-*.json"), key=lambda path: path.stat().st_mtime)[: -SHELVED + 1]:
        old.unlink(missing_ok=True)
    (folder / name).write_bytes(content)
    return f"{address}/{name}"


@dataclass(frozen=True)
class Tiles:
    """A tile server in place of the offline background; `url` as Leaflet wants it: https://…/{z}/{x}/{y}.png."""

    url: str
    attribution: str


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


@dataclass(frozen=True)
class Background:
    """What lies under the concerns, ready to be drawn: west, south, east, north in degrees, and map.js's argument."""

    bounds: tuple[float, float, float, float]
    data: Mapping[str, Any]

    @property
    def middle(self) -> tuple[float, float]:
        """Latitude and longitude of the middle."""
        west, south, east, north = self.bounds
        return (south + north) / 2, (west + east) / 2

    @cached_property
    def script(self) -> str:
        """The argument written so that nothing in it can run, for folium."""
        return literal(self.data)


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
        "closed": not tiles,
        # Leaflet takes an attribution as HTML, so it is the one text that is escaped for HTML as well.
        "attributions": [html.escape(plain(text)) for text in told if text],
        "layers": [_layer(layers[name], style) for name, style in drawn_layers],
        "names": [] if tiles else _names(layers.get("label", {})) + _water_names(layers),
    }
    return Background(bounds, data)


def base_map(under: Background, *, assets: str, tiles: Tiles | None = None) -> folium.Map:
    """The map without concerns: the same arguments give the same script, so that it is never drawn anew.

    `assets` is the address of the folder `static/`, relative to the page inside the map's frame, without a final slash.
    A new map each time, because streamlit-folium changes the one it draws.
    """
    made = folium.Map(
        under.middle, tiles=None, zoom_start=11, min_zoom=4, max_zoom=17, zoom_snap=0.25, zoom_control=False
    )
    made.default_js = [("leaflet", f"{assets}/vendor/leaflet.js"), ("jquery", f"{assets}/vendor/jquery.min.js")]
    made.default_css = [("leaflet-css", f"{assets}/vendor/leaflet.css")]
    if tiles is not None:
        folium.TileLayer(tiles=tiles.url, attr=html.escape(tiles.attribution), max_zoom=17).add_to(made)
    call = _Call("background", under.script)
    call.default_js = [("map", f"{assets}/map/map.js?v={_version('map.js')}")]
    call.default_css = [("map-css", f"{assets}/map/map.css?v={_version('map.css')}")]
    call.add_to(made)
    return made


def concern_layer(
    found: Counted,
    shelf: Shelf,
    *,
    style: Style,
    wording: Wording,
    chosen: str | None = None,
    overlay: Overlay = PLAIN,
    bare: bool = False,
) -> dict[str, Any]:
    """The places as static/map/places.js draws them: shapes by precision class, labels, and the legend.

    `found` is what a selection has of the things of the `shelf` (`summaries.Index.counted`). `chosen` is the id of the
    place whose card is open. `overlay` lies under them; `bare` leaves only the labels of the places, so that it can be
    seen.
    """
    data = shelf.atlas.brief(found, style=style, wording=wording, chosen=chosen)
    rows = [] if bare else data["legend"]["rows"]
    further = [{**row, "first": i == 0 and bool(rows)} for i, row in enumerate(overlay.legend)]
    told = [{**row, "text": plain(row["text"])} for row in (*rows, *further)]
    data["legend"] = {**data["legend"], "rows": told}
    data["keys"] = wording.keys
    return {"bank": shelf.address, **data, "shapes": [] if bare else data["shapes"], "under": list(overlay.shapes)}


def sketch_layer(corners: Sequence[tuple[float, float]], form: str) -> folium.FeatureGroup:
    """What is being drawn: `corners` (lon, lat) of a `point`, `line` or `area`; numbers only."""
    group = folium.FeatureGroup(name="sketch", control=False)
    at = [(round(lat, DECIMALS), round(lon, DECIMALS)) for lon, lat in corners]
    look = {"color": "#b3261e", "weight": 4}
    if form == "area" and len(at) > 2:
        folium.Polygon(at, fill=True, fill_opacity=0.25, **look).add_to(group)
    elif form != "point" and len(at) > 1:
        folium.PolyLine(at, **look).add_to(group)
    for corner in at:
        folium.CircleMarker(corner, radius=7, fill=True, fill_opacity=1, **look).add_to(group)
    return group


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
    shapes = [geojson(shape(feature["geometry"])) for feature in collection["features"]]
    return {"style": dict(style), "data": {"type": "GeometryCollection", "geometries": shapes}}


def _names(collection: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Names of towns to print on the background; those with most inhabitants stay when there is little room."""
    return [
        {
            "at": anchor(shape(feature["geometry"])),
            "text": str(feature["properties"]["name"]),
            "kind": "town",
            "rank": min(int(feature["properties"].get("population") or 0) // 100, 900),
        }
        for feature in collection.get("features", ())
    ]


def _water_names(layers: Mapping[str, Mapping[str, Any]]) -> list[dict[str, Any]]:
    waters = [f for kind in ("water", "river") for f in layers.get(kind, {}).get("features", ())]
    return [
        {"at": anchor(shape(f["geometry"])), "text": str(f["properties"]["name"]), "kind": "water", "rank": 0}
        for f in waters
        if f["properties"].get("name")
    ]


def _version(name: str) -> str:
    """A short fingerprint of a file that the browser may keep: another content has another address."""
    return hashlib.sha256((STATIC / "map" / name).read_bytes()).hexdigest()[:8]
