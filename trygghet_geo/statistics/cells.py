"""Squares or hexagons of a chosen size, with how much was said of each; counts per cell are comparable over Sweden
because every cell has the same area in metres."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from trygghet_geo.coordinates import from_metres
from trygghet_geo.errors import InvalidSelection
from trygghet_geo.statistics.density import FEW

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

    from trygghet_geo.statistics.landscape import Landscape
    from trygghet_geo.statistics.supports import Spread

SHAPES = ("hexagon", "square")
_TOUCH = 0.05
"""A statement is counted in a cell that holds at least this share of it."""


@dataclass(frozen=True, eq=False)
class Tiling:
    """Which tile each cell of a landscape's grid belongs to, and the tiles' outlines in EPSG:3006."""

    tile: np.ndarray
    outlines: np.ndarray
    size_m: float
    """Of a square its side; of a hexagon the distance between two opposite sides."""


def tiling(land: Landscape, *, size_m: float, shape: str = "hexagon") -> Tiling:
    """Tile the land. Raises InvalidSelection for an unknown shape and for tiles smaller than two of the grid's cells.

    A hexagon takes the grid's cells whose centre it holds, so it should be at least three of them wide.
    """
    if shape not in SHAPES:
        raise InvalidSelection(f"okänd cellform: {shape}; giltiga är {', '.join(SHAPES)}")
    if size_m < (2 if shape == "hexagon" else 1) * land.grid.size_m:
        raise InvalidSelection(f"cellen {size_m:g} m är för liten; minst {2 * land.grid.size_m:g} m med den här rutan")
    x, y = land.grid.centres()
    column, row = _hexagons(x, y, size_m) if shape == "hexagon" else (x // size_m, y // size_m)
    keys = np.stack([row, column], axis=1).astype(int)
    used, tile = np.unique(keys[land.land], axis=0, return_inverse=True)
    number = np.full(land.grid.cells, -1)
    number[land.land] = tile.ravel()
    outline = _hexagon if shape == "hexagon" else _square
    return Tiling(number, np.array([outline(c, r, size_m) for r, c in used], dtype=object), size_m)


def cells(spread: Spread, land: Landscape, tiles: Tiling) -> GeoDataFrame:
    """One row per tile that holds anything, EPSG:4326, south to north and west to east.

    `mass` is the number of statements expected in it, `statements` those that reach it with at least 5 % of themselves,
    `thin` whether `statements` are fewer than FEW: then it is hatched.
    """
    import geopandas as gpd

    inside = np.flatnonzero(tiles.tile >= 0)
    mass = np.bincount(tiles.tile[inside], weights=spread.mass()[inside], minlength=len(tiles.outlines))
    said = _statements(spread, tiles)
    shown = np.flatnonzero(mass >= 0.001)
    columns = {"mass": np.round(mass[shown], 3), "statements": said[shown], "thin": said[shown] < FEW}
    return gpd.GeoDataFrame(columns, geometry=from_metres(tiles.outlines[shown]), crs="EPSG:4326")


def _statements(spread: Spread, tiles: Tiling) -> np.ndarray:
    """By tile: how many statements reach it; a statement with two places in one tile counts once."""
    table = spread.matrix.tocoo()
    keep = tiles.tile[table.col] >= 0
    pair = table.row[keep].astype(np.int64) * len(tiles.outlines) + tiles.tile[table.col[keep]]
    keys, where = np.unique(pair, return_inverse=True)
    share = np.bincount(where.ravel(), weights=table.data[keep]) if keys.size else np.zeros(0)
    reach: dict[int, list[int]] = {}
    for key in keys[share >= _TOUCH]:
        reach.setdefault(int(key) // len(tiles.outlines), []).append(int(key) % len(tiles.outlines))
    said: list[set[str]] = [set() for _ in tiles.outlines]
    for statement, support in zip(spread.rows["statement_id"], spread.support, strict=True):
        for tile in reach.get(int(support), ()):
            said[tile].add(statement)
    return np.array([len(each) for each in said], dtype=int)


def _hexagons(x: np.ndarray, y: np.ndarray, size_m: float) -> tuple[np.ndarray, np.ndarray]:
    """Column and row of the hexagon (two sides upright) that holds each point; odd rows stand half a hexagon east.

    The nearest of the two candidates in the two nearest rows: rows are size * sqrt(3) / 2 apart.
    """
    height = size_m * np.sqrt(3) / 2
    best = np.full(x.shape, np.inf)
    column, row = np.zeros_like(x), np.zeros_like(y)
    for candidate in (np.floor(y / height), np.floor(y / height) + 1):
        shift = (candidate % 2) / 2
        nearest = np.round(x / size_m - shift)
        distance = (x - (nearest + shift) * size_m) ** 2 + (y - candidate * height) ** 2
        closer = distance < best
        best, column, row = (np.where(closer, a, b) for a, b in ((distance, best), (nearest, column), (candidate, row)))
    return column, row


def _hexagon(column: int, row: int, size_m: float) -> shapely.Polygon:
    x, y = (column + (row % 2) / 2) * size_m, row * size_m * np.sqrt(3) / 2
    angles = np.radians(np.arange(30, 390, 60))
    radius = size_m / np.sqrt(3)
    return shapely.Polygon(np.stack([x + radius * np.cos(angles), y + radius * np.sin(angles)], axis=1))


def _square(column: int, row: int, size_m: float) -> shapely.Polygon:
    return shapely.box(column * size_m, row * size_m, (column + 1) * size_m, (row + 1) * size_m)
