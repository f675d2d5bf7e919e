"""Square cells in SWEREF 99 TM (EPSG:3006, metres) that a municipality is divided into."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from scipy.special import ndtr
from shapely.geometry.base import BaseGeometry

SIZE_M = 250.0
MOST_CELLS = 250_000
"""A municipality the size of Kiruna gets larger cells instead of more."""


@dataclass(frozen=True)
class Grid:
    """`nx` × `ny` squares of `size_m` metres; cell number row * nx + column, from the south-west corner (x0, y0)."""

    x0: float
    y0: float
    size_m: float
    nx: int
    ny: int

    @property
    def cells(self) -> int:
        return self.nx * self.ny

    @property
    def shape(self) -> tuple[int, int]:
        """Rows from south to north, columns from west to east."""
        return self.ny, self.nx

    def centres(self) -> tuple[np.ndarray, np.ndarray]:
        """x and y of all cells' centres, by cell number."""
        x = self.x0 + (np.arange(self.nx) + 0.5) * self.size_m
        y = self.y0 + (np.arange(self.ny) + 0.5) * self.size_m
        return np.tile(x, self.ny), np.repeat(y, self.nx)

    def cell(self, x: float, y: float) -> int | None:
        """The number of the cell that holds a point, None outside the grid."""
        column, row = int((x - self.x0) // self.size_m), int((y - self.y0) // self.size_m)
        return row * self.nx + column if 0 <= column < self.nx and 0 <= row < self.ny else None

    def inside(self, geometry: BaseGeometry) -> np.ndarray:
        """Numbers of the cells whose centre lies in an area (EPSG:3006), or the cell it lies in when there is none."""
        x, y = self.centres()
        west, south, east, north = geometry.bounds
        near = np.flatnonzero((x >= west) & (x <= east) & (y >= south) & (y <= north))
        shapely.prepare(geometry)
        found = near[shapely.contains_xy(geometry, x[near], y[near])] if near.size else near
        if found.size:
            return found
        point = geometry.representative_point()
        cell = self.cell(point.x, point.y)
        return np.array([] if cell is None else [cell], dtype=int)

    def normal(self, x: float, y: float, sigma_m: float) -> tuple[np.ndarray, np.ndarray]:
        """Cells within four `sigma_m` of a point and the mass that a round normal distribution puts in each, exactly.

        Mass outside the grid is not there: the sum is below 1 near its edge.
        """
        sigma = max(sigma_m, 1.0)
        columns, across = self._axis(x - self.x0, sigma, self.nx)
        rows, up = self._axis(y - self.y0, sigma, self.ny)
        numbers = (rows[:, None] * self.nx + columns[None, :]).ravel()
        return numbers, np.outer(up, across).ravel()

    def _axis(self, at: float, sigma: float, count: int) -> tuple[np.ndarray, np.ndarray]:
        first = max(0, int((at - 4 * sigma) // self.size_m))
        last = min(count - 1, int((at + 4 * sigma) // self.size_m))
        numbers = np.arange(first, last + 1)
        edges = (np.arange(first, last + 2) * self.size_m - at) / sigma
        return numbers, np.diff(ndtr(edges))[: numbers.size]


def over(area: BaseGeometry, *, size_m: float = SIZE_M, margin_m: float = 0.0) -> Grid:
    """The grid over an area (EPSG:3006), aligned to whole cells; cells are doubled until at most MOST_CELLS remain."""
    west, south, east, north = area.bounds
    while True:
        x0 = np.floor((west - margin_m) / size_m) * size_m
        y0 = np.floor((south - margin_m) / size_m) * size_m
        nx = max(1, int(np.ceil((east + margin_m - x0) / size_m)))
        ny = max(1, int(np.ceil((north + margin_m - y0) / size_m)))
        if nx * ny <= MOST_CELLS:
            return Grid(float(x0), float(y0), float(size_m), nx, ny)
        size_m *= 2
