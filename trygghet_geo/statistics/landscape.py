"""Where people live in a municipality: its cells, land and water, localities and inhabitants, from the gazetteer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from trygghet_geo.coordinates import to_metres
from trygghet_geo.errors import InvalidSelection
from trygghet_geo.statistics import grids
from trygghet_geo.statistics.grids import Grid

if TYPE_CHECKING:
    from trygghet_geo.records import Place

PER_KM2 = 1500.0
"""Inhabitants a square kilometre of a locality known only as a point: about the mean of Swedish tätorter (SCB)."""
OUTSIDE = 0.12 / 0.88
"""Inhabitants outside tätorter to one inside, in all Sweden (SCB 2023), where the municipality's own are not known."""
REST = "rest"
REST_NAME = "utanför tätorterna"


@dataclass(frozen=True)
class Area:
    """A locality with known population, or what lies outside them (`id` REST). `centre` in EPSG:3006, None for REST."""

    id: str
    name: str
    residents: float
    centre: tuple[float, float] | None


@dataclass(frozen=True, eq=False)
class Landscape:
    """Arrays are by cell number. `area` indexes `areas`, -1 outside the municipality and on water."""

    grid: Grid
    within: np.ndarray
    """True within the municipality's border, also on water."""
    area: np.ndarray
    residents: np.ndarray
    areas: tuple[Area, ...]
    notes: tuple[str, ...] = field(default=())
    """In Swedish: what had to be assumed."""

    @property
    def land(self) -> np.ndarray:
        return self.area >= 0


def landscape(
    places: Mapping[str, Place],
    municipality_code: str,
    *,
    water: Iterable[BaseGeometry] = (),
    size_m: float = grids.SIZE_M,
) -> Landscape:
    """The landscape of a municipality.

    Parameters
    ----------
    places
        A gazetteer's `places` (EPSG:4326). Localities with a population become areas: by their outline, or, known only
        as a point, as a disc of PER_KM2. Neighbourhoods with outline and population spread inhabitants within them.
    water
        Areas (EPSG:4326) where nobody lives and nothing is smoothed to.

    Raises
    ------
    InvalidSelection
        If `places` has no outline of the municipality.
    """
    border = places.get(municipality_code)
    if border is None or "Polygon" not in border.geometry.geom_type:
        raise InvalidSelection(f"ortregistret saknar gräns för kommun {municipality_code}; analysen behöver den")
    outline = _metres([border.geometry])[0]
    grid = grids.over(outline, size_m=size_m)
    within = np.zeros(grid.cells, dtype=bool)
    within[grid.inside(outline)] = True
    land = within.copy()
    for wet in _metres(water):
        if "Polygon" in wet.geom_type:
            land[grid.inside(wet)] = False
    own = [place for place in places.values() if place.municipality_code == municipality_code]
    area, areas = _areas(own, grid, land)
    residents, rest, notes = _residents(own, grid, area=area, areas=areas)
    everything = (*areas, Area(REST, REST_NAME, rest, None))
    return Landscape(grid, within, area, residents, everything, tuple(notes))


def _areas(own: list[Place], grid: Grid, land: np.ndarray) -> tuple[np.ndarray, list[Area]]:
    """The area of each cell, and the localities; the larger takes a cell first, the smaller keeps what is its own."""
    towns = [place for place in own if place.kind == "locality" and place.population]
    shapes = [_outline(place) for place in towns]
    order = sorted(range(len(towns)), key=lambda i: (-shapes[i].area, towns[i].id))
    area = np.where(land, len(towns), -1)
    areas = []
    for number, i in enumerate(order):
        cells = grid.inside(shapes[i])
        area[cells[land[cells]]] = number
        centre = _metres([towns[i].geometry])[0].centroid
        areas.append(Area(towns[i].id, towns[i].name, float(towns[i].population or 0), (centre.x, centre.y)))
    return area, areas


def _outline(place: Place) -> BaseGeometry:
    shape = _metres([place.geometry])[0]
    if "Polygon" in shape.geom_type:
        return shape
    return shape.centroid.buffer(np.sqrt((place.population or 1) / PER_KM2 / np.pi) * 1000)


def _residents(
    own: list[Place], grid: Grid, *, area: np.ndarray, areas: list[Area]
) -> tuple[np.ndarray, float, list[str]]:
    """Inhabitants of each cell, those outside localities, and what was assumed."""
    weight = np.ones(grid.cells)
    parts = [p for p in own if p.kind == "neighbourhood" and p.population and "Polygon" in p.geometry.geom_type]
    for place in sorted(parts, key=lambda p: (-p.geometry.area, p.id)):
        cells = grid.inside(_metres([place.geometry])[0])
        # Only the part in localities: the countryside of a statistical area is far emptier than its town.
        cells = cells[(area[cells] >= 0) & (area[cells] < len(areas))]
        if cells.size:
            weight[cells] = (place.population or 0) / cells.size
    in_towns = sum(one.residents for one in areas)
    in_parts = sum(place.population or 0 for place in parts)
    known = in_parts > in_towns > 0
    rest = in_parts - in_towns if known else max(1.0, OUTSIDE * in_towns)
    residents = np.zeros(grid.cells)
    for number, total in enumerate([*(one.residents for one in areas), rest]):
        cells = np.flatnonzero(area == number)
        share = np.ones(cells.size) if number == len(areas) else weight[cells]
        if cells.size:
            residents[cells] = total * share / share.sum()
    notes = [] if known else ["invånare utanför tätorterna är uppskattade efter rikets andel (12 %)"]
    return residents, float(rest), notes


def _metres(geometries: Iterable[BaseGeometry]) -> np.ndarray:
    shapes = np.array(list(geometries), dtype=object)
    return to_metres(shapely.force_2d(shapes)) if shapes.size else shapes
