"""The parts put together: ground, places, labels, scale, and around them title, legend and source."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from shapely.geometry import shape

from trygghet_geo import drawing, summaries
from trygghet_geo.drawing import Style, Wording
from trygghet_geo.pictures import ground, labels, legend, plane, strokes
from trygghet_geo.pictures.plane import Plane

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

    from trygghet_geo.summaries import Drawn

WIDTH, HEIGHT = 1600, 1000
"""Pixels of the whole picture: 27 cm wide at 150 dots an inch."""
HEAD, FOOT, SIDE = 84, 62, 300
"""Pixels for the title above, the source below and the legend beside the map."""
SIZE = 22
"""Pixels of a label."""


@dataclass(frozen=True)
class Caption:
    """The words around the map; all are escaped when written."""

    title: str
    about: str = ""
    """The selection and how much of it the picture holds, below the title."""
    note: str = ""
    """What the picture does not say."""
    source: str = ""


@dataclass(frozen=True)
class Picture:
    """A finished picture. `body` is SVG without its outer element."""

    width: int
    height: int
    body: str
    description: str
    """For those who do not see it."""


def picture(
    table: GeoDataFrame,
    layers: Mapping[str, Mapping[str, Any]],
    *,
    style: Style,
    wording: Wording,
    caption: Caption,
    bounds: tuple[float, float, float, float] | None = None,
) -> Picture:
    """The placed rows of `table` (contract columns, EPSG:4326) on a sheet with title, legend, scale bar and source.

    `layers` as `places.basemap.layers` gives them; `bounds` in degrees, else where the rows lie in their municipality.
    """
    things = summaries.drawn(table)
    made = drawing.layer(things, style=style, wording=wording)
    wide, tall = WIDTH - SIDE, HEIGHT - HEAD - FOOT
    ground_ = plane.fit(bounds or extent(table, layers), width=wide, height=tall)
    inner = strokes.element("g", _map(things, made, layers, ground_, size=SIZE), transform=f"translate(0 {HEAD})")
    side = legend.drawn(made["legend"], x=wide + 18, y=HEAD + 6, width=SIDE - 30)
    body = _sheet() + _framed(inner, wide, tall) + _words(caption) + side
    return Picture(WIDTH, HEIGHT, body, " ".join(part for part in (caption.title, caption.about) if part))


def excerpt(
    table: GeoDataFrame,
    layers: Mapping[str, Mapping[str, Any]],
    *,
    style: Style,
    wording: Wording,
    width: int = 900,
    height: int = 700,
    size: float = 34,
    bounds: tuple[float, float, float, float] | None = None,
    margin: float = 120,
) -> Picture | None:
    """Only the map around the rows of `table`; None when nothing of it can be drawn. `size`: pixels of a label."""
    things = summaries.drawn(table)
    if not things and bounds is None:
        return None
    made = drawing.layer(things, style=style, wording=wording)
    view = plane.fit(bounds or _around(things), width=width, height=height, margin=margin)
    body = _map(things, made, layers, view, size=size)
    return Picture(width, height, body, ", ".join(label["title"] for label in made["labels"]))


def svg(made: Picture) -> str:
    """The picture as an SVG document, self-contained: no script, no style sheet, no address to fetch."""
    head = f'viewBox="0 0 {made.width} {made.height}" width="{made.width}" height="{made.height}"'
    blur = '<feGaussianBlur stdDeviation="7"/>'
    defs = f'<defs><filter id="soft" x="-30%" y="-30%" width="160%" height="160%">{blur}</filter>'
    defs += f'<clipPath id="sheet"><rect width="{made.width}" height="{made.height}"/></clipPath></defs>'
    told = strokes.element("title", strokes.escape(drawing.plain(made.description)) or " ")
    body = strokes.element("g", made.body, clip_path="url(#sheet)", font_family=strokes.FAMILY)
    return f'<svg xmlns="http://www.w3.org/2000/svg" role="img" {head}>{told}{defs}{body}</svg>\n'


def extent(table: GeoDataFrame, layers: Mapping[str, Mapping[str, Any]]) -> tuple[float, float, float, float]:
    """West, south, east, north in degrees of what a picture shows: the places, else the outline, else Sweden."""
    found = summaries.extent(table)
    if found is not None:
        return found
    boxes = [shape(each["geometry"]).bounds for each in layers.get("boundary", {}).get("features", ())]
    return boxes[0] if boxes else (10.6, 55.2, 24.2, 69.1)


def _around(things: Sequence[Drawn]) -> tuple[float, float, float, float]:
    """All of the things; one known only as a point with its uncertainty around it."""
    boxes = []
    for thing in things:
        west, south, east, north = thing.geometry.bounds
        # A degree of latitude is 111 km; of longitude half of that in the middle of Sweden.
        away = (thing.uncertainty_m or 0.0) / 111_000 if thing.geometry.geom_type.endswith("Point") else 0.0
        boxes.append((west - 2 * away, south - away, east + 2 * away, north + away))
    wests, souths, easts, norths = zip(*boxes, strict=True)
    return min(wests), min(souths), max(easts), max(norths)


def _map(
    things: Sequence[Drawn],
    made: Mapping[str, Any],
    layers: Mapping[str, Mapping[str, Any]],
    view: Plane,
    *,
    size: float,
) -> str:
    length, words = plane.scale_bar(view.metres_per_px)
    bar = labels.Box(0, view.height - 50, length + 60, view.height)
    shapes = "".join(_shape(item, view) for item in made["shapes"])
    names = labels.drawn(made["labels"], ground.names(layers, view), view, size=size, taken=[bar])
    return ground.drawn(layers, view) + shapes + names + _scale(length, words, view)


def _shape(item: Mapping[str, Any], view: Plane) -> str:
    look = strokes.leaflet(item["style"])
    if "tk-soft" in str(item["style"].get("className", "")):
        look["filter"] = "url(#soft)"
    if "at" in item:
        x, y = view.point(*item["at"])
        radius = item["radius"] if "radius" in item else item["radius_m"] / view.metres_per_px
        return strokes.element("circle", cx=x, cy=y, r=float(radius), **look)
    lines = strokes.path(view.place(shape(item["geometry"])))
    return strokes.element("path", d=lines, **look) if lines else ""


def _scale(length: float, words: str, view: Plane) -> str:
    y = view.height - 18
    bar = f"M20,{y - 8:.1f}V{y:.1f}H{20 + length:.1f}V{y - 8:.1f}"
    under = strokes.element("path", d=bar, fill="none", stroke="#ffffff", stroke_width=6)
    line = strokes.element("path", d=bar, fill="none", stroke=labels.INK, stroke_width=2.5)
    return under + line + strokes.halo(words, 26, y - 6, font_size=18, fill=labels.INK, font_weight=600)


def _sheet() -> str:
    return strokes.element("rect", width=WIDTH, height=HEIGHT, fill="#ffffff")


def _framed(inner: str, wide: float, tall: float) -> str:
    """The map cut at its edge: white laid over what reaches beyond, then a frame."""
    below = strokes.element("rect", y=HEAD + tall, width=WIDTH, height=FOOT, fill="#ffffff")
    above = strokes.element("rect", width=WIDTH, height=HEAD, fill="#ffffff")
    beside = strokes.element("rect", x=wide, width=SIDE, height=HEIGHT, fill="#ffffff")
    frame = strokes.element("rect", x=1, y=HEAD, width=wide - 1, height=tall, fill="none", stroke="#c9d1d7")
    return inner + below + above + beside + frame


def _words(caption: Caption) -> str:
    parts = [strokes.text(caption.title, 20, 38, font_size=30, font_weight=700, fill=labels.INK)]
    lines = legend.wrapped(caption.about, 18, WIDTH - 40)[:1]
    parts += [strokes.text(line, 20, 66, font_size=18, fill="#37424d") for line in lines]
    foot = (caption.note, caption.source)
    parts += [
        strokes.text(line, 20, HEIGHT - 36 + 22 * number, font_size=16, fill="#37424d")
        for number, line in enumerate(foot)
        if line
    ]
    return "".join(parts)
