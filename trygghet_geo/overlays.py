"""What can lie over or under the places on the map: density, what stands out, inhabitants, outlines; as plain values.

A surface is drawn as a few areas, one for each step of its values, put together from the cells of its grid. Geometries
leave as GeoJSON in EPSG:4326; nothing a document wrote is in them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from trygghet_geo.coordinates import from_metres
from trygghet_geo.drawing import geojson

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from trygghet_geo.records import Place
    from trygghet_geo.statistics.density import Surface
    from trygghet_geo.statistics.grids import Grid
    from trygghet_geo.statistics.hotspots import Hotspots
    from trygghet_geo.statistics.landscape import Landscape

DENSITY_COLOURS = ("#eadcf2", "#cdaede", "#a97cc4", "#80489f", "#511a72")
PEOPLE_COLOURS = ("#e3dccb", "#d0c4a6", "#b5a47b", "#8f7d52")
SPOT_COLOUR = "#15202b"
DENSITY_SHARES = (0.05, 0.2, 0.4, 0.6, 0.8)
"""Where the steps of the density begin, as shares of its greatest value; what lies below the first is not drawn."""
PEOPLE_KM2 = (50.0, 500.0, 1500.0, 3000.0)
"""Where the steps of the population begin, in inhabitants a square kilometre."""


@dataclass(frozen=True)
class Overlay:
    """`shapes`: a geometry with its style, the lowest first; `over` tells that it lies over the places.

    `legend`: as `drawing.legend` gives its rows.
    """

    shapes: tuple[dict[str, Any], ...] = ()
    legend: tuple[dict[str, Any], ...] = ()

    def __add__(self, other: Overlay) -> Overlay:
        return Overlay(self.shapes + other.shapes, self.legend + other.legend)


def density(surface: Surface, *, steps: Sequence[str], thin: str) -> Overlay:
    """The surface in steps, hatched where it rests on too few; nothing where nothing of it rests on enough.

    `steps` are the words of the legend for each of DENSITY_SHARES (`bounds` gives what they begin at), `thin` for what
    is hatched.
    """
    values, scarce = surface.values.ravel(), surface.thin.ravel()
    low = bounds(surface)
    if not low or not (~scarce & (values >= low[0])).any():
        return Overlay()
    found = _steps(surface.grid, values, low, colours=DENSITY_COLOURS)
    shapes = [_filled(shape, colour, 0.72) for shape, colour, _ in found]
    legend = [{"key": "colour", "colour": colour, "text": steps[step]} for _, colour, step in found]
    hatched = _area(surface.grid, scarce & (values >= low[0]))
    if hatched is not None:
        style = {"stroke": False, "fill": True, "fillOpacity": 1}
        shapes.append({"geometry": geojson(hatched), "style": style, "hatch": True})
        legend.append({"key": "hatch", "text": thin})
    return Overlay(tuple(shapes), tuple(legend))


def bounds(surface: Surface) -> tuple[float, ...]:
    """Where each step of the density begins, in statements a square kilometre; none where there is nothing."""
    greatest = float(surface.values.max(initial=0.0))
    return tuple(share * greatest for share in DENSITY_SHARES) if greatest > 0 else ()


def standing_out(found: Hotspots, places: Mapping[str, Place], *, text: str) -> Overlay:
    """Places that stand out: localities as their outline, spots as their cells; drawn only where the test says so."""
    shapes: list[BaseGeometry] = [spot.geometry for spot in found.spots]
    for one in found.localities:
        place = places.get(one.id)
        if one.verdict == "raised" and place is not None:
            shapes.append(place.geometry if "Polygon" in place.geometry.geom_type else place.geometry.buffer(0.01))
    style = {"color": SPOT_COLOUR, "weight": 6, "opacity": 1, "fill": False, "dashArray": "14 7"}
    legend = ({"key": "spot", "text": text},) if shapes else ()
    return Overlay(tuple({"geometry": geojson(shape), "style": style, "over": True} for shape in shapes), legend)


def residents(land: Landscape, *, steps: Sequence[str]) -> Overlay:
    """Inhabitants a square kilometre in the steps of PEOPLE_KM2; `steps` are their words."""
    per_km2 = land.residents / (land.grid.size_m / 1000) ** 2
    found = _steps(land.grid, per_km2, PEOPLE_KM2, colours=PEOPLE_COLOURS)
    legend = tuple({"key": "colour", "colour": colour, "text": steps[step]} for _, colour, step in found)
    return Overlay(tuple(_filled(shape, colour, 0.85) for shape, colour, _ in found), legend)


def outlines(places: Iterable[Place], municipality_code: str, *, text: str) -> Overlay:
    """The outlines of the municipality's localities and neighbourhoods."""
    own = [p for p in places if p.municipality_code == municipality_code and p.kind in ("locality", "neighbourhood")]
    known = [place.geometry for place in own if "Polygon" in place.geometry.geom_type]
    style = {"color": "#56606b", "weight": 1.5, "opacity": 0.9, "fill": False}
    legend = ({"key": "thinline", "text": text},) if known else ()
    return Overlay(tuple({"geometry": geojson(shape), "style": style} for shape in known), legend)


def _steps(
    grid: Grid, values: np.ndarray, low: Sequence[float], *, colours: Sequence[str]
) -> list[tuple[BaseGeometry, str, int]]:
    """The area of each step that has any, with its colour and its number."""
    step = np.searchsorted(low, values, side="right") - 1
    areas = ((_area(grid, step == number), colour, number) for number, colour in enumerate(colours))
    return [(shape, colour, number) for shape, colour, number in areas if shape is not None]


def _area(grid: Grid, cells: np.ndarray) -> BaseGeometry | None:
    """The cells for which `cells` is true as one area in EPSG:4326."""
    numbers = np.flatnonzero(cells)
    if not numbers.size:
        return None
    x, y = grid.centres()
    half = grid.size_m / 2
    boxes = shapely.box(x[numbers] - half, y[numbers] - half, x[numbers] + half, y[numbers] + half)
    return from_metres(np.array([shapely.union_all(boxes)], dtype=object))[0]


def _filled(shape: BaseGeometry, colour: str, opacity: float) -> dict[str, Any]:
    style = {"stroke": False, "fill": True, "fillColor": colour, "fillOpacity": opacity}
    return {"geometry": geojson(shape), "style": style}
