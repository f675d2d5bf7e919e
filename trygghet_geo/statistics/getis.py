"""Gi* (Getis & Ord 1992; Ord & Getis 1995) for the analyst; it makes no hotspot on our maps.

On counts it says where people live, on rates it chases empty cells: on data like ours it flags cells in every run of
chance (docs/statistics.md).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse, stats

WARNING = (
    "Gi* på antal visar var folk bor, på kvoter hittar det tomma rutor; utan verkliga skillnader larmar det ändå "
    "nästan alltid. Använd tvånivåtestet för slutsatser."
)
_NEAR, _WORDS = 10_000, 300_000
"""Cells, and numbers, worked on at a time: what fits in the processor's cache."""


@dataclass(frozen=True, eq=False)
class GiStar:
    """By cell: `z` and its one-sided p by the normal approximation, as esda's G_Local(star=True, transform="B")."""

    z: np.ndarray
    p_normal: np.ndarray
    warning: str = WARNING


@dataclass(frozen=True, eq=False)
class Conditional:
    """By cell: the chance that neighbours drawn from all other cells sum to as much, the cell's own value kept."""

    p: np.ndarray
    """One-sided, the smaller tail."""
    permutations: int | None
    """None where every draw was counted."""


def gi_star(values: np.ndarray, neighbours: sparse.csr_array) -> GiStar:
    """Analytic Gi*.

    Parameters
    ----------
    values
        One number for each cell.
    neighbours
        Cells × cells, 1 for each neighbour, nothing on the diagonal: the cell itself is added.

    z is the same whether the neighbours are summed or averaged. (esda's analytic variance holds for its binary weights
    only; row-standardised it takes every cell to have one neighbour.) Where all values are equal z is 0.
    """
    n, deviation = values.size, values.std()
    degree = np.diff(neighbours.indptr) + 1.0
    sums = neighbours @ values + values
    if n < 2 or deviation == 0:
        return GiStar(np.zeros(n), np.full(n, 0.5))
    spread = deviation * np.sqrt(np.maximum(n / degree - 1, 0) / (n - 1))
    excess = sums / degree - values.mean()
    z = np.divide(excess, spread, out=np.zeros(n), where=spread > 0)
    return GiStar(z, stats.norm.sf(np.abs(z)))


def exact(counts: np.ndarray, neighbours: sparse.csr_array) -> Conditional:
    """Conditional p of whole counts, every draw counted: what permutations only estimate, with ties as they are.

    For a cell with k neighbours and count y, the neighbours' sum is that of k of the other cells drawn without
    replacement. Cells with the same k and y share its distribution, worked out by convolution over the values.
    Raises ValueError for values that are not whole numbers of zero or more.
    """
    if (counts < 0).any() or (counts != np.round(counts)).any():
        raise ValueError("exact Gi* needs whole counts of zero or more; use permuted")
    whole = counts.astype(int)
    degree, sums = np.diff(neighbours.indptr), (neighbours @ whole).astype(int)
    value, times = np.unique(whole, return_counts=True)
    p, most = np.ones(whole.size), int(degree.max(initial=0))
    for y in value.tolist():
        ways = _ways(value, times - (value == y), most)
        for k in np.unique(degree[whole == y]).tolist():
            here = np.flatnonzero((degree == k) & (whole == y))
            chances = ways[k] / ways[k].sum()
            below, above = np.cumsum(chances), np.cumsum(chances[::-1])[::-1]
            p[here] = np.minimum(below[sums[here]], above[sums[here]])
    return Conditional(np.minimum(p, 1.0), None)


def _ways(value: np.ndarray, times: np.ndarray, most: int) -> np.ndarray:
    """[k, sum]: in how many ways k draws (to `most`) of `times[v]` cells of each `value[v]` reach a sum.

    The generating function is the product over the values of the sum over j of C(times, j) x^(value j) y^j. The numbers
    grow to C(cells, most); each value's terms are scaled by the same power, so that they stay within what floats hold.
    """
    largest = int(np.sort(np.repeat(value, np.minimum(times, most)))[::-1][:most].sum())
    scale = max(1.0, float(times.sum()) / max(most, 1))
    table = np.zeros((most + 1, largest + 1))
    table[0, 0] = 1.0
    for v, count in zip(value.tolist(), times.tolist(), strict=True):
        later = table.copy()
        for hits in range(1, min(count, most) + 1):
            weight, shift = _scaled(count, hits, scale), hits * v
            if shift > largest:
                break
            later[hits:, shift:] += weight * table[: most + 1 - hits, : largest + 1 - shift]
        table = later
    return table


def _scaled(count: int, hits: int, scale: float) -> float:
    """C(count, hits) / scale ** hits, factor by factor."""
    weight = 1.0
    for j in range(hits):
        weight *= (count - j) / (j + 1) / scale
    return weight


def permuted(
    values: np.ndarray,
    neighbours: sparse.csr_array,
    *,
    permutations: int = 999,
    seed: int = 0,
    draws: np.ndarray | None = None,
) -> Conditional:
    """Conditional p by permutation: (1 + draws at least as extreme) / (permutations + 1), the smaller tail.

    As in esda one set of draws serves all cells: of the others of cell i, draw j is cell j, or j + 1 from i on. So over
    the cells a draw's sum changes only where i passes j, and all sums follow by adding up those few changes: work grows
    with cells × permutations, whatever the number of neighbours; of small whole counts, where only how often each sum
    occurs is kept, with cells × sums + permutations × neighbours. `draws` (permutations × most neighbours, numbers
    below n - 1, distinct in a row) may be given; else they are drawn from `seed`. Whole counts are summed as whole
    numbers: ties are ties.
    """
    degree = np.diff(neighbours.indptr)
    most = int(degree.max(initial=0))
    if draws is None:
        draws = _draws(values.size - 1, most, permutations, np.random.default_rng(seed))
    whole = (values == np.round(values)).all()
    exactly = values.astype(_whole(values)) if whole else values.astype(float)
    # Sums of the same numbers in another order differ in the last digits: that is no difference.
    slack = 0 if whole else 1e-9 * np.abs(values).max(initial=0) * max(most, 1)
    observed = neighbours.astype(exactly.dtype) @ exactly
    above, below = np.zeros(values.size, dtype=int), np.zeros(values.size, dtype=int)
    if whole and exactly.min(initial=0) >= 0 and (largest := _largest(exactly, most)) < len(draws):
        for k in np.unique(degree).tolist():
            cells = np.flatnonzero(degree == k)
            times = _times(exactly, draws[:, :k], largest)[cells]
            upto = np.cumsum(times, axis=1)[np.arange(cells.size), observed[cells]]
            below[cells], above[cells] = upto, len(draws) - upto + times[np.arange(cells.size), observed[cells]]
        return Conditional((1 + np.minimum(above, below)) / (len(draws) + 1), len(draws))
    walk = _Walk(exactly, draws)
    for cells in _blocks(degree):
        k, step = int(degree[cells[0]]), max(1, _WORDS // cells.size)
        passed = walk.passed(cells)
        for first in range(0, len(draws), step):
            sums = walk.sums(slice(first, first + step), k, passed)
            above[cells] += _count(sums >= observed[cells] - slack)
            below[cells] += _count(sums <= observed[cells] + slack)
    return Conditional((1 + np.minimum(above, below)) / (len(draws) + 1), len(draws))


def _largest(counts: np.ndarray, most: int) -> int:
    """The greatest sum of `most` of the counts."""
    return int(np.sort(counts)[::-1][:most].sum())


def _times(counts: np.ndarray, draws: np.ndarray, largest: int) -> np.ndarray:
    """Cells × sums to `largest`: how many of the draws give each sum at each cell.

    Over the cells a draw has one sum more than it has numbers: each is entered where it begins and taken out where it
    ends, and running totals over the cells do the rest.
    """
    n, k = counts.size, draws.shape[1]
    passed = np.sort(draws, axis=1)
    first = counts[draws + 1].sum(axis=1, dtype=np.int64)[:, None]
    sums = np.hstack([first, first + np.cumsum(counts[passed] - counts[passed + 1], axis=1, dtype=np.int64)])
    edges = np.hstack([np.zeros((len(draws), 1), dtype=np.int64), passed + 1, np.full((len(draws), 1), n)])
    size = (n + 1) * (largest + 1)
    begun = np.bincount((edges[:, : k + 1] * (largest + 1) + sums).ravel(), minlength=size)
    ended = np.bincount((edges[:, 1:] * (largest + 1) + sums).ravel(), minlength=size)
    return np.cumsum((begun - ended).reshape(n + 1, largest + 1), axis=0)[:n]


def _blocks(degree: np.ndarray) -> Iterator[np.ndarray]:
    """Cells in ascending order with the same number of neighbours, no more at a time than the processor keeps near."""
    for k in np.unique(degree):
        cells = np.flatnonzero(degree == k)
        yield from (cells[first : first + _NEAR] for first in range(0, cells.size, _NEAR))


def _whole(values: np.ndarray) -> type[np.int32] | type[np.int64]:
    """The smaller type where no sum can overflow it: half the memory to go through."""
    return np.int32 if np.abs(values).sum() < 2**31 else np.int64


class _Walk:
    """The sums of all draws as they change from cell to cell."""

    def __init__(self, values: np.ndarray, draws: np.ndarray) -> None:
        self.values, self.draws = values, draws
        # Cell i takes values[j + 1] while i <= j, and values[j] once i > j.
        self.start = np.cumsum(values[draws + 1], axis=1, dtype=values.dtype)
        self.change = (values[draws] - values[draws + 1]).astype(float)

    def passed(self, cells: np.ndarray) -> np.ndarray:
        """For each j, how many of `cells` (ascending) are at most j."""
        here = np.zeros(self.values.size, dtype=np.int64)
        here[cells] = 1
        return np.append(np.cumsum(here), cells.size)

    def sums(self, chosen: slice, k: int, passed: np.ndarray) -> np.ndarray:
        """Draws × cells: the sum of the first `k` of each chosen draw for each cell."""
        draws, width = self.draws[chosen, :k], int(passed[-1]) + 1
        flat = (passed[draws] + np.arange(len(draws))[:, None] * width).ravel()
        steps = np.bincount(flat, weights=self.change[chosen, :k].ravel(), minlength=len(draws) * width)
        table = steps.astype(self.values.dtype, copy=False).reshape(len(draws), width)
        if k:
            table[:, 0] += self.start[chosen, k - 1]
        return np.cumsum(table, axis=1, dtype=table.dtype, out=table)[:, :-1]


def _count(found: np.ndarray) -> np.ndarray:
    """How many are True in each column."""
    return np.add.reduce(found.view(np.int8), axis=0, dtype=np.int32)


def _draws(others: int, most: int, permutations: int, random: np.random.Generator) -> np.ndarray:
    """Each row `most` distinct numbers below `others`."""
    if others <= 4 * most:
        return np.argsort(random.random((permutations, others)), axis=1)[:, :most]
    found = random.integers(others, size=(permutations, most))
    while True:
        ordered = np.sort(found, axis=1)
        again = (ordered[:, 1:] == ordered[:, :-1]).any(axis=1)
        if not again.any():
            return found
        # A row with a number twice is drawn anew as a whole: so every set is equally likely.
        found[again] = random.integers(others, size=(int(again.sum()), most))


def queen(rows: int, columns: int) -> sparse.csr_array:
    """The eight cells around each of a grid, by cell number row * columns + column."""
    number = np.arange(rows * columns).reshape(rows, columns)
    pairs: list[tuple[np.ndarray, np.ndarray]] = []
    for up, across in ((0, 1), (1, 0), (1, 1), (1, -1)):
        left = slice(max(0, -across), columns - max(0, across))
        right = slice(max(0, across), columns - max(0, -across))
        one, other = number[: rows - up, left].ravel(), number[up:, right].ravel()
        pairs += [(one, other), (other, one)]
    return _graph(pairs, rows * columns)


def _graph(pairs: Sequence[tuple[np.ndarray, np.ndarray]], size: int) -> sparse.csr_array:
    row, column = (np.concatenate(parts) for parts in zip(*pairs, strict=True))
    graph = sparse.csr_array((np.ones(row.size), (row, column)), shape=(size, size))
    graph.sort_indices()
    return graph
