"""Level 2 of the two-level test: cells inside localities, only with concerns placed finer than the locality.

Given how many such concerns each locality has and how exactly each is placed, Monte Carlo worlds put them by the
exposure; the largest excess of each world tells how large an excess chance gives anywhere (max-T).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy import sparse

WORLDS = 999
_BATCH = 4_000_000
"""Numbers held at a time."""


@dataclass(frozen=True, eq=False)
class Group:
    """Clumps of concerns that fall alike: in one locality, placed in one way, drawn with replacement by an exposure.

    `item[c]` is where clump c of `size[c]` concerns lies: an index into `rows`, the footprints it could have had.
    `chance[i]` is the chance of each; it sums to 1.
    """

    rows: np.ndarray
    """Indices into the rows of the footprint matrix."""
    chance: np.ndarray
    item: np.ndarray
    size: np.ndarray

    def used(self) -> np.ndarray:
        """The rows that concerns lie in, or could."""
        return self.rows

    def among(self, used: np.ndarray) -> Group:
        """The same group over the rows `used` (ascending) alone."""
        return replace(self, rows=np.searchsorted(used, self.rows))

    def found(self) -> tuple[np.ndarray, np.ndarray]:
        """Rows and how many concerns lie there."""
        return self.rows[self.item], self.size

    def moments(self, footprints: sparse.csr_array) -> tuple[np.ndarray, np.ndarray]:
        """Expectation and variance in each cell."""
        own = footprints[self.rows]
        mean = np.asarray(own.T @ self.chance)
        spread = np.maximum(0.0, own.power(2).T @ self.chance - mean**2)
        return self.size.sum() * mean, (self.size.astype(float) ** 2).sum() * spread

    def draw(self, drawn: np.ndarray, random: np.random.Generator) -> None:
        """Add a world to each column of `drawn` (footprints × worlds)."""
        worlds, edges = drawn.shape[1], np.cumsum(self.chance)
        at = np.searchsorted(edges / edges[-1], random.random((self.item.size, worlds)), side="right")
        _add(drawn, self.rows, np.minimum(at, self.rows.size - 1), self.size)


@dataclass(frozen=True, eq=False)
class Pool:
    """All clumps in one locality, of the concerns tested and of all others; worlds deal anew which are which.

    `row[c]` is the footprint of clump c, `size[c]` its concerns, `own[c]` whether it is one of those tested.
    """

    row: np.ndarray
    size: np.ndarray
    own: np.ndarray

    def used(self) -> np.ndarray:
        return self.row

    def among(self, used: np.ndarray) -> Pool:
        return replace(self, row=np.searchsorted(used, self.row))

    def found(self) -> tuple[np.ndarray, np.ndarray]:
        return self.row[self.own], self.size[self.own]

    def moments(self, footprints: sparse.csr_array) -> tuple[np.ndarray, np.ndarray]:
        weighed = footprints[self.row].multiply(self.size[:, None]).tocsr()
        total, squared = np.asarray(weighed.sum(axis=0)).ravel(), np.asarray(weighed.power(2).sum(axis=0)).ravel()
        everything, own = self.row.size, int(self.own.sum())
        share = own / everything
        shrink = own * (everything - own) / (everything * max(1, everything - 1))
        return share * total, shrink * np.maximum(0.0, squared - total**2 / everything)

    def draw(self, drawn: np.ndarray, random: np.random.Generator) -> None:
        worlds, own = drawn.shape[1], int(self.own.sum())
        chosen = np.argsort(random.random((self.row.size, worlds)), axis=0)[:own]
        for world in range(worlds):
            np.add.at(drawn[:, world], self.row[chosen[:, world]], self.size[chosen[:, world]])


def _add(drawn: np.ndarray, rows: np.ndarray, at: np.ndarray, size: np.ndarray) -> None:
    """Add `size[c]` at row `rows[at[c, w]]` of column w of `drawn`."""
    worlds = drawn.shape[1]
    flat = (at * worlds + np.arange(worlds)).ravel()
    counts = np.bincount(flat, weights=np.repeat(size, worlds), minlength=rows.size * worlds)
    drawn[rows] += counts.reshape(rows.size, worlds)


@dataclass(frozen=True, eq=False)
class Excess:
    """By column of the matrix (cell): excess in standard deviations, family-wise p, concerns found and expected."""

    z: np.ndarray
    p: np.ndarray
    found: np.ndarray
    expected: np.ndarray
    worlds: int

    @property
    def lowest_p(self) -> float:
        return 1 / (self.worlds + 1)


def excess(
    footprints: sparse.csr_array, groups: Sequence[Group | Pool], *, worlds: int = WORLDS, seed: int = 0
) -> Excess:
    """Where more lies than chance would put.

    Parameters
    ----------
    footprints
        Possible footprints × cells, already smoothed: what one concern adds to each cell.
    groups
        All concerns. Worlds draw every clump anew within its own group.
    worlds, seed
        How many worlds, and the seed of NumPy's PCG64. p = (1 + worlds at least as extreme) / (worlds + 1), exact for
        any number of worlds (Besag & Clifford 1989); max-T is Westfall & Young 1993.
    """
    # Most possible footprints belong to ways of placing that no concern here has: they only cost time.
    used = np.unique(np.concatenate([np.zeros(0, dtype=int), *(group.used() for group in groups)]))
    footprints, groups = footprints[used], [group.among(used) for group in groups]
    found = np.zeros(footprints.shape[0])
    expected, variance = np.zeros(footprints.shape[1]), np.zeros(footprints.shape[1])
    for group in groups:
        np.add.at(found, *group.found())
        mean, spread = group.moments(footprints)
        expected, variance = expected + mean, variance + spread
    observed = np.asarray(footprints.T @ found)
    scale = np.sqrt(variance + _floor(footprints))
    z = (observed - expected) / scale
    largest = _largest(footprints, groups, expected=expected, scale=scale, worlds=worlds, seed=seed)
    # Sums of the same footprints in another order differ in the last digits; that must not decide.
    beaten = worlds - np.searchsorted(largest, z - 1e-9, side="left")
    return Excess(z, (1 + beaten) / (worlds + 1), observed, expected, worlds)


def _floor(footprints: sparse.csr_array) -> float:
    """Added to every variance: where nothing is expected, half of what one concern weighs is no excess."""
    return (0.5 * footprints.data.max(initial=0.0)) ** 2 or 1.0


def _largest(
    footprints: sparse.csr_array,
    groups: Sequence[Group | Pool],
    *,
    expected: np.ndarray,
    scale: np.ndarray,
    worlds: int,
    seed: int,
) -> np.ndarray:
    """The largest z of each world, in ascending order."""
    random = np.random.default_rng(seed)
    turned = footprints.T.tocsr()
    largest = np.empty(worlds)
    step = max(1, _BATCH // max(1, *footprints.shape))
    for first in range(0, worlds, step):
        count = min(step, worlds - first)
        drawn = np.zeros((footprints.shape[0], count))
        for group in groups:
            group.draw(drawn, random)
        excess = (turned @ drawn - expected[:, None]) / scale[:, None]
        largest[first : first + count] = excess.max(axis=0, initial=-np.inf)
    return np.sort(largest)
