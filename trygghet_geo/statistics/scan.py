"""Kulldorff's Poisson scan (1997) over areas, for the analyst: a cross-check of level 1, with its warnings."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from trygghet_geo.statistics.basis import LEVEL, TOO_LITTLE, p_words
from trygghet_geo.statistics.localities import LEAST_CONCERNS

WARNING = (
    "Skanningen tror att varje uppgift ligger där den är ritad: med uppgifter som bara nämner orten larmar den nästan "
    "alltid. Kör den på orter, inte på punkter, och dra slutsatser av tvånivåtestet."
)
MOST = 0.5
"""Share of the exposure that a window may hold."""


@dataclass(frozen=True)
class Cluster:
    """Areas (indices) within a circle; `p` is that of the most likely cluster of a whole map."""

    areas: tuple[int, ...]
    count: int
    expected: float
    ratio: float
    p: float


@dataclass(frozen=True)
class Scan:
    """`clusters`: those that do not overlap a likelier one, likeliest first; `words` when there is too little."""

    clusters: tuple[Cluster, ...]
    worlds: int
    seed: int
    words: str
    warning: str = WARNING


def scan(
    counts: np.ndarray,
    exposure: np.ndarray,
    xy_m: np.ndarray,
    *,
    worlds: int = 999,
    seed: int = 0,
    level: float = LEVEL,
) -> Scan:
    """Circles around each area's centre, grown area by area, tested against multinomial worlds.

    `counts` and `exposure` by area, `xy_m` their centres (areas × 2, EPSG:3006). Areas without exposure are left out;
    with fewer than LEAST_CONCERNS in all, nothing is tested. Clusters with p over `level` are not given.
    """
    inside = np.flatnonzero(exposure > 0)
    count, share = counts[inside].astype(float), exposure[inside] / exposure[inside].sum()
    total = count.sum()
    if total < LEAST_CONCERNS or inside.size < 3:
        lowest = p_words(1 / (worlds + 1))
        words = f"{TOO_LITTLE}: n = {int(total)}, {inside.size} områden; lägsta möjliga p {lowest}"
        return Scan((), worlds, seed, words)
    order = np.argsort(((xy_m[inside][:, None] - xy_m[inside][None]) ** 2).sum(axis=2), axis=1, kind="stable")
    expected = total * np.cumsum(share[order], axis=1)
    allowed = expected <= MOST * total
    drawn = np.random.default_rng(seed).multinomial(int(total), share, size=worlds)
    largest = np.array(
        [_ratio(world[order].cumsum(axis=1), expected, total)[allowed].max(initial=0) for world in drawn]
    )
    found = np.where(allowed, _ratio(count[order].cumsum(axis=1), expected, total), 0.0)
    taken, clusters = np.zeros(inside.size, dtype=bool), []
    for flat in np.argsort(-found, axis=None, kind="stable"):
        centre, reach = np.unravel_index(flat, found.shape)
        p = (1 + (largest >= found[centre, reach] - 1e-9).sum()) / (worlds + 1)
        if p > level or found[centre, reach] <= 0:
            break
        areas = order[centre, : reach + 1]
        if not taken[areas].any():
            taken[areas] = True
            here, due = int(count[areas].sum()), float(expected[centre, reach])
            clusters.append(Cluster(tuple(sorted(inside[areas].tolist())), here, due, here / due, float(p)))
    return Scan(tuple(clusters), worlds, seed, "" if clusters else "inget kluster")


def _ratio(count: np.ndarray, expected: np.ndarray, total: float) -> np.ndarray:
    """Log likelihood ratio of each window; 0 where no more lies in it than expected."""
    outside = total - count
    with np.errstate(divide="ignore", invalid="ignore"):
        within = np.where(count > 0, count * np.log(count / expected), 0.0)
        without = np.where(outside > 0, outside * np.log(outside / (total - expected)), 0.0)
    return np.where(count > expected, within + without, 0.0)
