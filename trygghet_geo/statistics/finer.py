"""Which concerns are placed finer than their locality, and where each could have lain: the groups of level 2."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely
from scipy import sparse
from scipy.special import ndtr

from trygghet_geo.coordinates import to_metres
from trygghet_geo.statistics import supports
from trygghet_geo.statistics.inside import Group, Pool
from trygghet_geo.statistics.supports import Footprint

if TYPE_CHECKING:
    from trygghet_geo.records import Place
    from trygghet_geo.statistics.landscape import Landscape
    from trygghet_geo.statistics.supports import Spread

PRECISIONS = ("site", "road", "neighbourhood")
KINDS = ("landmark", "road", "neighbourhood")
"""Kinds of place that are finer than a locality, whatever precision a row claims."""
SIGMAS_M = (50.0, 150.0, 300.0)
"""Points are placed as well as the first of these that holds their sigma; worse than the last is not finer."""
CENTRE_M = 30.0
"""A point this near a locality's middle may be the locality itself: it is left to level 1."""
_WIDEST = 0.5
"""A neighbourhood that covers more of its locality than this is no finer."""
BANDWIDTH_M = 300.0
"""What lies this near counts together."""
_REACH = 4.0
"""Standard deviations after which the kernel of the statistic is cut off."""


@dataclass(frozen=True, eq=False)
class Finer:
    """What level 2 tests. `cells` are the grid's cells in localities; columns of `matrix` in that order."""

    matrix: sparse.csr_array
    groups: tuple[Group | Pool, ...]
    cells: np.ndarray
    row: np.ndarray
    """By row of the spread: True for those that are tested."""
    statements: int
    documents: int


@dataclass(frozen=True, eq=False)
class _Clumps:
    """Statements of one document with one footprint: `size` of them, in an area, with a class and a matrix row."""

    area: np.ndarray
    kind: np.ndarray
    row: np.ndarray
    size: np.ndarray


class _Rows:
    """The rows of the footprint matrix, in blocks: every cell at each sigma, then lines and outlines."""

    def __init__(self, land: Landscape, shapes: sparse.csr_array) -> None:
        self.land, self.shapes = land, shapes
        self.cells = np.flatnonzero((land.area >= 0) & (land.area < len(land.areas) - 1))
        self.number = np.full(land.grid.cells, -1)
        self.number[self.cells] = np.arange(self.cells.size)

    def point(self, cell: int, sigma: int) -> int:
        return sigma * self.cells.size + int(self.number[cell])

    def shape(self, footprint: int) -> int:
        return len(SIGMAS_M) * self.cells.size + footprint

    def matrix(self) -> sparse.csr_array:
        blocks = [_kernel(self.land, self.cells, np.hypot(sigma, BANDWIDTH_M)) for sigma in SIGMAS_M]
        smooth = _kernel(self.land, self.cells, BANDWIDTH_M)
        return sparse.vstack([*blocks, self.shapes[:, self.cells] @ smooth]).tocsr()


def finer(
    spread: Spread,
    area: np.ndarray,
    land: Landscape,
    places: Mapping[str, Place],
    *,
    exposure: np.ndarray,
    others: tuple[Spread, np.ndarray] | None = None,
) -> Finer:
    """The groups of level 2.

    Parameters
    ----------
    spread, area
        The concerns and the area of each row (`localities.assigned`).
    places
        A gazetteer's: its lines and outlines are where a concern of a road or a neighbourhood could have lain.
    exposure
        By cell: by what worlds place concerns within a locality.
    others
        Other concerns and their areas: then worlds deal anew which of all are tested, and `exposure` is not used.
    """
    seen = set(spread.footprints)
    known = [one for one in _known(places) if one not in seen]
    blocks = [spread.matrix, supports.matrix(known, land), *([others[0].matrix] if others else [])]
    every = (*spread.footprints, *known, *(others[0].footprints if others else ()))
    rows = _Rows(land, sparse.vstack(blocks).tocsr())
    own, tested, count = _clumps(spread, area, rows, first=0)
    if others is None:
        groups: list[Group | Pool] = _groups(own, rows, every, exposure)
    else:
        rest, _, _ = _clumps(*others, rows, first=len(spread.footprints) + len(known))
        groups = _pools(own, rest)
    documents = spread.rows["document_sha256"][tested].nunique()
    return Finer(rows.matrix(), tuple(groups), rows.cells, tested, count, int(documents))


def _known(places: Mapping[str, Place]) -> Iterable[Footprint]:
    chosen = [p for p in places.values() if p.kind in ("road", "neighbourhood") and "Point" not in p.geometry.geom_type]
    shapes = to_metres(shapely.force_2d(np.array([p.geometry for p in chosen], dtype=object))) if chosen else ()
    precision = {"road": "road", "neighbourhood": "neighbourhood"}
    return [Footprint(shape, precision[p.kind], p.uncertainty_m) for shape, p in zip(shapes, chosen, strict=True)]


def _clumps(spread: Spread, area: np.ndarray, rows: _Rows, *, first: int) -> tuple[_Clumps, np.ndarray, int]:
    """The clumps of `spread` that are placed finer, which of its rows those are, and how many statements."""
    used = np.unique(spread.support).tolist()
    kinds = {index: _kind(index, spread.footprints[index], rows, first) for index in used}
    tested = np.zeros(len(spread.rows), dtype=bool)
    said: dict[tuple[int, int, int, str], set[str]] = {}
    columns = ("precision", "place_kind", "statement_id", "document_sha256")
    for number, row in enumerate(zip(*(spread.rows[name] for name in columns), strict=True)):
        precision, place_kind, statement, document = row
        found = kinds[spread.support[number]]
        if precision in PRECISIONS and place_kind in KINDS and found and found[1] == area[number]:
            tested[number] = True
            said.setdefault((*found, document), set()).add(statement)
    keys = np.array([key[:3] for key in said], dtype=int).reshape(-1, 3)
    sizes = np.array([len(each) for each in said.values()], dtype=int)
    statements = {pair for key, each in said.items() for pair in ((key[3], statement) for statement in each)}
    return _Clumps(keys[:, 1], keys[:, 0], keys[:, 2], sizes), tested, len(statements)


def _kind(index: int, one: Footprint, rows: _Rows, first: int) -> tuple[int, int, int] | None:
    """Class (sigma's number, or 10 for lines and 11 for outlines), area and matrix row; None when it is not finer."""
    shape = one.geometry.geom_type
    if "Point" not in shape:
        area = _area_of(rows.shapes[[first + index]], rows.land)
        if area is None:
            return None
        if "Polygon" in shape and rows.land.grid.inside(one.geometry).size > _WIDEST * (rows.land.area == area).sum():
            return None
        return 10 if "Line" in shape else 11, area, rows.shape(first + index)
    at = one.geometry.centroid
    cell = rows.land.grid.cell(at.x, at.y)
    sigma = next((number for number, sigma in enumerate(SIGMAS_M) if one.sigma_m <= sigma), None)
    if cell is None or sigma is None or rows.number[cell] < 0:
        return None
    area = int(rows.land.area[cell])
    centre = rows.land.areas[area].centre
    if centre is not None and np.hypot(at.x - centre[0], at.y - centre[1]) <= CENTRE_M:
        return None
    return sigma, area, rows.point(cell, sigma)


def _area_of(row: sparse.csr_array, land: Landscape) -> int | None:
    """The locality that holds over half of a footprint's mass."""
    table = row.tocoo()
    inside = land.area[table.col] >= 0
    mass = np.bincount(land.area[table.col[inside]], weights=table.data[inside], minlength=len(land.areas))
    best = int(mass.argmax())
    return best if mass[best] > _WIDEST * max(table.data.sum(), 1e-9) and best < len(land.areas) - 1 else None


def _groups(own: _Clumps, rows: _Rows, every: tuple[Footprint, ...], exposure: np.ndarray) -> list[Group | Pool]:
    where = {10: "Line", 11: "Polygon"}
    found: list[Group | Pool] = []
    shapes = [
        (_kind(index, one, rows, 0), index) for index, one in enumerate(every) if "Point" not in one.geometry.geom_type
    ]
    for kind, area in sorted(set(zip(own.kind.tolist(), own.area.tolist(), strict=True))):
        if kind in where:
            index = [i for place, i in shapes if place is not None and place[0] == kind and place[1] == area]
            weight = np.asarray(rows.shapes[index] @ np.where(rows.land.area == area, exposure, 0.0))
            numbers = np.array([rows.shape(i) for i in index], dtype=int)
        else:
            cells = np.flatnonzero(rows.land.area == area)
            weight, numbers = exposure[cells], np.array([rows.point(cell, kind) for cell in cells], dtype=int)
        mine = (own.kind == kind) & (own.area == area)
        # A footprint where nobody lives can still be named: it gets the smallest chance there is, not none.
        weight = np.maximum(weight, weight[weight > 0].min(initial=1.0) * 1e-3)
        order = np.argsort(numbers)
        item = order[np.searchsorted(numbers[order], own.row[mine])]
        found.append(Group(numbers, weight / weight.sum(), item, own.size[mine]))
    return found


def _pools(own: _Clumps, rest: _Clumps) -> list[Group | Pool]:
    found: list[Group | Pool] = []
    for area in sorted(set(own.area.tolist())):
        mine, theirs = own.area == area, rest.area == area
        row = np.concatenate([own.row[mine], rest.row[theirs]])
        size = np.concatenate([own.size[mine], rest.size[theirs]])
        found.append(Pool(row, size, np.arange(row.size) < mine.sum()))
    return found


def _kernel(land: Landscape, cells: np.ndarray, sigma_m: float) -> sparse.csr_array:
    """Cells × cells: the mass that a normal distribution around each cell's centre puts in each.

    The same for every cell but for where it stands, so it is worked out once and laid over all of them.
    """
    grid, count = land.grid, cells.size
    number = np.full(grid.shape, -1)
    row, column = np.divmod(cells, grid.nx)
    number[row, column] = np.arange(count)
    reach = int(np.ceil(_REACH * sigma_m / grid.size_m))
    edges = (np.arange(-reach, reach + 2) - 0.5) * grid.size_m / sigma_m
    mass = np.diff(ndtr(edges))
    found = []
    for up in range(-reach, reach + 1):
        for across in range(-reach, reach + 1):
            y, x = row + up, column + across
            known = (y >= 0) & (y < grid.ny) & (x >= 0) & (x < grid.nx)
            to = np.where(known, number[np.where(known, y, 0), np.where(known, x, 0)], -1)
            start = np.flatnonzero(to >= 0)
            found.append((start, to[start], np.full(start.size, mass[up + reach] * mass[across + reach])))
    start, to, values = (np.concatenate(parts) for parts in zip(*found, strict=True))
    return sparse.csr_array((values, (start, to)), shape=(count, count))
