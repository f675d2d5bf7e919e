"""What lies under the places: outline, built-up areas, water, roads, names of towns; the same as on the page."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from shapely.geometry import shape

from trygghet_geo.pictures import strokes
from trygghet_geo.pictures.plane import Plane

PAPER = "#e6e4de"
_AREAS = MappingProxyType({"boundary": "#f8f7f3", "water": "#c3dbe7", "built_up": "#e0dbcf"})
_LINES = MappingProxyType(
    {
        "river": {"stroke": "#a9cbdd", "stroke_width": 4},
        "railway": {"stroke": "#8d8d92", "stroke_width": 1.5, "stroke_dasharray": "7 5"},
        "road": {"stroke": "#bfb8a9", "stroke_width": 3},
        "boundary": {"stroke": "#6d7681", "stroke_width": 2, "stroke_dasharray": "1 5"},
    }
)
"""In the order in which they are drawn, all above the areas. The colours are those of `maps.LAYERS`."""


def drawn(layers: Mapping[str, Mapping[str, Any]], plane: Plane) -> str:
    """The background as SVG; `layers` as `places.basemap.layers` gives them."""
    parts = [strokes.element("rect", width=plane.width, height=plane.height, fill=PAPER)]
    parts += [
        _all(layers[kind], plane, fill=colour, fill_rule="evenodd") for kind, colour in _AREAS.items() if kind in layers
    ]
    ends = {"fill": "none", "stroke_linejoin": "round", "stroke_linecap": "round"}
    parts += [_all(layers[kind], plane, **ends, **style) for kind, style in _LINES.items() if kind in layers]
    return "".join(parts)


def names(layers: Mapping[str, Mapping[str, Any]], plane: Plane) -> list[tuple[float, float, str]]:
    """Towns within the picture: x, y and the name, those with most inhabitants first."""
    features = layers.get("label", {}).get("features", ())
    ordered = sorted(features, key=lambda each: -int(each["properties"].get("population") or 0))
    found = []
    for each in ordered:
        middle = shape(each["geometry"]).representative_point()
        x, y = plane.point(middle.y, middle.x)
        if 0 < x < plane.width and 0 < y < plane.height:
            found.append((x, y, str(each["properties"]["name"])))
    return found


def _all(collection: Mapping[str, Any], plane: Plane, **style: object) -> str:
    lines = "".join(strokes.path(plane.place(shape(each["geometry"]))) for each in collection["features"])
    return strokes.element("path", d=lines, **style) if lines else ""
