"""SVG elements as text. Every text and every value that came from outside is escaped here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape as escape

from shapely.geometry.base import BaseGeometry

from trygghet_geo.drawing import plain

FAMILY = "'Source Sans Pro', 'Source Sans 3', 'Segoe UI', system-ui, 'Liberation Sans', Arial, sans-serif"

_NARROW = frozenset("fijlrt .,:;-'()|!I")


def element(name: str, content: str = "", **attributes: object) -> str:
    """One element; `content` is markup already. `_` in a name is `-`, None is left out."""
    told = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(_value(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{told}>{content}</{name}>" if content else f"<{name}{told}/>"


def text(words: str, x: float, y: float, **attributes: object) -> str:
    """Words at a place, on one line, harmless."""
    return element("text", escape(plain(words)), x=x, y=y, **attributes)


def halo(words: str, x: float, y: float, **attributes: object) -> str:
    """Words with a light edge, legible on any ground."""
    edge = text(words, x, y, **attributes | {"stroke": "#ffffff", "stroke_width": 4, "stroke_linejoin": "round"})
    return edge + text(words, x, y, **attributes)


def path(geometry: BaseGeometry) -> str:
    """The `d` of a line or area in pixels; nothing for an empty one and for points."""
    if geometry.is_empty:
        return ""
    if hasattr(geometry, "geoms"):
        return "".join(path(part) for part in geometry.geoms)
    if geometry.geom_type == "Polygon":
        return "".join(_line(ring.coords) + "Z" for ring in (geometry.exterior, *geometry.interiors))
    return _line(geometry.coords) if geometry.geom_type in ("LineString", "LinearRing") else ""


def leaflet(style: Mapping[str, object]) -> dict[str, object]:
    """The SVG attributes for a style of `drawing`, which speaks as Leaflet does."""
    filled, stroked = style.get("fill", False), style.get("stroke", True)
    return {
        "fill": style.get("fillColor") if filled else "none",
        "fill_opacity": style.get("fillOpacity") if filled else None,
        "fill_rule": "evenodd",
        "stroke": style.get("color") if stroked else "none",
        "stroke_width": style.get("weight") if stroked else None,
        "stroke_opacity": style.get("opacity") if stroked else None,
        "stroke_dasharray": style.get("dashArray"),
        "stroke_linecap": style.get("lineCap", "round"),
        "stroke_linejoin": "round",
    }


def wide(words: str, size: float) -> float:
    """About how many pixels wide bold words are: what keeps labels apart."""
    shown = plain(words)
    return size * (0.57 * len(shown) - 0.24 * sum(letter in _NARROW for letter in shown))


def _line(points: Sequence[Sequence[float]]) -> str:
    return "M" + "L".join(f"{x:.1f},{y:.1f}" for x, y, *_ in points)


def _value(value: object) -> str:
    return f"{value:.1f}".removesuffix(".0") if isinstance(value, float) and abs(value) >= 1 else str(value)
