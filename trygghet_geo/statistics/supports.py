"""Each concern's weight, spread over where it may lie: by precision class, never at the centroid of an area.

| precision | spread |
|---|---|
| site, or any place known only as a point | normal distribution, sigma half of `uncertainty_m` (86 % lies within it) |
| road | evenly along the line, each piece as a point |
| neighbourhood, locality | over the inhabitants within the outline |
| vague | over the inhabitants within the outline and `uncertainty_m` around it |
| municipality, none | nowhere: counted, never drawn |
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely
from scipy import sparse
from shapely.geometry.base import BaseGeometry

from trygghet_geo.coordinates import to_metres
from trygghet_geo.statistics import sayings
from trygghet_geo.statistics.landscape import Landscape

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

LEAST_SIGMA_M = 10.0
"""An address is never known better than this."""
UNKNOWN_M = 300.0
"""Uncertainty of a place that does not give its own."""
WIDE = ("municipality", "none")


@dataclass(frozen=True)
class Footprint:
    """One way in which a concern can lie: a geometry in EPSG:3006 with its precision and uncertainty in metres."""

    geometry: BaseGeometry
    precision: str
    uncertainty_m: float

    @property
    def sigma_m(self) -> float:
        return max(self.uncertainty_m / 2, LEAST_SIGMA_M)


@dataclass(frozen=True, eq=False)
class Spread:
    """What of a table can be spread. Row r of `rows` is one statement at one place, `support[r]` its footprint.

    `weight[r]` is 1 shared over the places of the statement, so that weights sum to the number of statements placed.
    """

    footprints: tuple[Footprint, ...]
    matrix: sparse.csr_array
    """Footprints × cells; a row sums to 1, or less where it reaches beyond the municipality."""
    rows: GeoDataFrame
    support: np.ndarray
    weight: np.ndarray
    left_out: int
    """Statements without a place, or at no more than the whole municipality."""

    def mass(self) -> np.ndarray:
        """Statements expected in each cell."""
        counts = np.bincount(self.support, weights=self.weight, minlength=len(self.footprints))
        return np.asarray(self.matrix.T @ counts)


def spread(table: GeoDataFrame, land: Landscape) -> Spread:
    """Spread the concerns of `table` (contract columns, EPSG:4326) that are not rejected over `land`."""
    current = sayings.current(table)
    has = current.geometry.notna() & ~current.geometry.is_empty & ~current["precision"].isin(WIDE)
    placed = current[has].drop_duplicates(["document_sha256", "statement_id", "place_id", "precision"])
    keys = [(one.wkb, precision, _uncertainty(u)) for one, precision, u in _shapes(placed)]
    distinct = list(dict.fromkeys(keys))
    number = {key: index for index, key in enumerate(distinct)}
    shapes = to_metres(shapely.force_2d(shapely.from_wkb(np.array([key[0] for key in distinct], dtype=object))))
    prints = tuple(Footprint(shape, key[1], key[2]) for shape, key in zip(shapes, distinct, strict=True))
    share = 1 / placed.groupby(["document_sha256", "statement_id"])["statement_id"].transform("size").to_numpy(float)
    support = np.array([number[key] for key in keys], dtype=int)
    left = current["statement_id"].nunique() - placed["statement_id"].nunique()
    return Spread(prints, matrix(prints, land), placed, support, share, int(left))


def matrix(footprints: Sequence[Footprint], land: Landscape) -> sparse.csr_array:
    """Footprints × cells, each row the mass of one footprint; what falls on water goes to the land of the footprint."""
    columns, values, ends = [], [], [0]
    for one in footprints:
        cells, mass = _row(one, land)
        columns.append(cells)
        values.append(mass)
        ends.append(ends[-1] + cells.size)
    data = np.concatenate(values) if values else np.zeros(0)
    index = np.concatenate(columns) if columns else np.zeros(0, dtype=int)
    return sparse.csr_array((data, index, np.array(ends)), shape=(len(footprints), land.grid.cells))


def _row(one: Footprint, land: Landscape) -> tuple[np.ndarray, np.ndarray]:
    kind = one.geometry.geom_type
    if "Polygon" in kind:
        return _inhabited(one, land)
    if "Line" in kind:
        return _along(one, land)
    centre = one.geometry.centroid
    return _ashore(*land.grid.normal(centre.x, centre.y, one.sigma_m), land)


def _inhabited(one: Footprint, land: Landscape) -> tuple[np.ndarray, np.ndarray]:
    shape = one.geometry.buffer(one.uncertainty_m) if one.precision == "vague" else one.geometry
    cells = land.grid.inside(shape)
    cells = cells[land.land[cells]]
    people = land.residents[cells]
    mass = people if people.sum() > 0 else np.ones(cells.size)
    return cells, mass / mass.sum() if cells.size else mass


def _along(one: Footprint, land: Landscape) -> tuple[np.ndarray, np.ndarray]:
    step = max(land.grid.size_m / 2, one.sigma_m)
    pieces = max(1, round(one.geometry.length / step))
    at = shapely.line_interpolate_point(_single(one.geometry), (np.arange(pieces) + 0.5) / pieces, normalized=True)
    total = np.zeros(land.grid.cells)
    for point in at:
        cells, mass = land.grid.normal(point.x, point.y, one.sigma_m)
        total[cells] += mass / pieces
    cells = np.flatnonzero(total > 1e-9)
    return _ashore(cells, total[cells], land)


def _single(line: BaseGeometry) -> BaseGeometry:
    """A line in one piece, for measuring along it; pieces that do not meet are taken one after another."""
    merged = shapely.line_merge(line) if line.geom_type == "MultiLineString" else line
    if merged.geom_type == "LineString":
        return merged
    return shapely.linestrings(np.vstack([shapely.get_coordinates(part) for part in merged.geoms]))


def _ashore(cells: np.ndarray, mass: np.ndarray, land: Landscape) -> tuple[np.ndarray, np.ndarray]:
    """Mass on water goes to the land of the footprint; what lies beyond the municipality's border is lost."""
    dry = land.land[cells]
    kept, inside = mass[dry], mass[land.within[cells]].sum()
    return cells[dry], kept * (inside / kept.sum()) if kept.sum() > 0 else kept


def _shapes(rows: GeoDataFrame):
    return zip(rows.geometry, rows["precision"], rows["uncertainty_m"], strict=True)


def _uncertainty(value: float | None) -> float:
    return UNKNOWN_M if value is None or value != value else float(value)
