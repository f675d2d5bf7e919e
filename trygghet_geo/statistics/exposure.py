"""Against what concerns are measured: residents, road length, or all other concerns. Named on the map, always."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np
import shapely

from trygghet_geo.coordinates import to_metres
from trygghet_geo.errors import InvalidSelection

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from shapely.geometry.base import BaseGeometry

    from trygghet_geo.statistics.landscape import Landscape

EXPOSURES = ("residents", "roads", "others")
WORDS = {
    "residents": "mot antal invånare",
    "roads": "mot väglängd",
    "others": "mot alla andra problem som tagits upp",
}
LEAST_ROAD_M = 2.0
"""Known road in localities to an inhabitant: a street net has several metres, through roads alone far less."""


def residents(land: Landscape) -> np.ndarray:
    """Inhabitants by cell."""
    return land.residents


def roads(lines: Iterable[BaseGeometry], land: Landscape) -> np.ndarray:
    """Metres of road by cell, from lines in EPSG:4326; other geometries are ignored.

    Raises InvalidSelection where there are too few for a measure: *underlaget räcker inte*.
    """
    kept = [shapely.force_2d(line) for line in lines if "Line" in line.geom_type]
    metres = np.zeros(land.grid.cells)
    for line in to_metres(np.array(kept, dtype=object)) if kept else ():
        dense = shapely.segmentize(line, land.grid.size_m / 10)
        for part in getattr(dense, "geoms", [dense]):
            ends = shapely.get_coordinates(part)
            middle, length = (ends[:-1] + ends[1:]) / 2, np.hypot(*np.diff(ends, axis=0).T)
            column, row = ((middle - (land.grid.x0, land.grid.y0)) // land.grid.size_m).astype(int).T
            known = (column >= 0) & (column < land.grid.nx) & (row >= 0) & (row < land.grid.ny)
            np.add.at(metres, (row * land.grid.nx + column)[known], length[known])
    metres[~land.land] = 0.0
    towns = land.land & (land.area < len(land.areas) - 1)
    if metres[towns].sum() < LEAST_ROAD_M * land.residents[towns].sum() or not metres[towns].any():
        raise InvalidSelection(
            "underlaget räcker inte: ortregistret har för få vägar som linjer för att räkna mot väglängd; "
            "lägg till vägnätet (places build) eller räkna mot invånare"
        )
    return metres


def from_areas(table: GeoDataFrame, column: str, land: Landscape) -> np.ndarray:
    """Inhabitants by cell from areas with a number each (SCB's squares, DeSO), in whatever CRS `table` says.

    Within an area they are placed in its cells of localities where it has any, else evenly over its land. Raises
    InvalidSelection without a CRS or the column.
    """
    if table.crs is None or column not in table.columns:
        raise InvalidSelection(f"filen med invånare saknar koordinatsystem eller kolumnen {column}")
    found = np.zeros(land.grid.cells)
    for shape, number in zip(table.to_crs("EPSG:3006").geometry, table[column], strict=True):
        if shape is None or shape.is_empty or number is None or number != number or number <= 0:
            continue
        cells = land.grid.inside(shape)
        cells = cells[land.land[cells]]
        built = cells[land.area[cells] < len(land.areas) - 1]
        chosen = built if built.size else cells
        if chosen.size:
            found[chosen] += float(number) / chosen.size
    return found
