"""Exact tests for small counts, and what is done when there are many of them.

Two-sided p-values are twice the smaller tail, at most 1: the same test whose acceptance region gives the
Clopper-Pearson interval, so that an interval and its own p never contradict each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import comb

import numpy as np
from scipy import stats


@dataclass(frozen=True)
class Compared:
    """Two counts against their exposures."""

    p: float
    lowest_p: float
    """The lowest p that these exposures and this total could have given, whichever way the counts had fallen."""
    ratio: float | None
    """Rate after over rate before; None when there is nothing to divide by."""
    low: float | None
    high: float | None
    """95 % interval of `ratio`; None for without limit."""


def conditional(before: int, after: int, *, exposure_before: float, exposure_after: float) -> Compared:
    """Exact conditional test of two Poisson counts: given their sum, `after` is binomial with the share of exposure.

    Source: Przyborowski & Wilenski 1940; interval from Clopper & Pearson 1934 on the share.
    Raises ValueError for an exposure that is not positive.
    """
    if exposure_before <= 0 or exposure_after <= 0:
        raise ValueError(f"exposures must be positive: {exposure_before}, {exposure_after}")
    total, share = before + after, exposure_after / (exposure_before + exposure_after)
    p = _doubled(stats.binom.cdf(after, total, share), stats.binom.sf(after - 1, total, share))
    lowest = min(1.0, 2 * min(share**total, (1 - share) ** total))
    scale = exposure_before / exposure_after
    ratio = scale * after / before if before else None
    low, high = _share_interval(after, total)
    return Compared(p, lowest, ratio, scale * low / (1 - low), scale * high / (1 - high) if high < 1 else None)


def permuted(strata: Iterable[tuple[Sequence[int], Sequence[int]]]) -> tuple[float, float]:
    """p and lowest attainable p of the sum after, were the documents dealt anew to the two periods.

    A stratum holds the documents of one kind: the count of each before, and after. Every deal with as many documents of
    each kind in each period is equally likely: so a document that says one thing five times weighs as the one document
    it is, and more short notes in one of the periods are no change. All deals are counted, none is drawn: the number of
    ways to reach each sum is built up document by document (Fisher's permutation test, 1935).
    """
    share, seen = np.ones(1), 0
    for before, after in strata:
        counts = np.array([*before, *after], dtype=int)
        ways = _ways(counts[counts > 0], zeros=int((counts == 0).sum()), chosen=len(after))
        share, seen = np.convolve(share, ways / ways.sum()), seen + int(sum(after))
    possible = np.flatnonzero(share > share.max() * 1e-15)
    p = _doubled(share[: seen + 1].sum(), share[seen:].sum())
    # Adding a few hundred shares loses the last digits; the sums are of whole ways, so no p lies between.
    lowest = min(1.0, 2 * min(share[possible[0]], share[possible[-1]]))
    return round(p, 12), round(lowest, 12)


def _ways(counts: np.ndarray, *, zeros: int, chosen: int) -> np.ndarray:
    """By sum: in how many ways `chosen` documents can be dealt out of those with `counts` and `zeros` empty ones."""
    table = np.zeros((len(counts) + 1, int(counts.sum()) + 1))
    table[0, 0] = 1.0
    for number, count in enumerate(counts, 1):
        table[1 : number + 1, count:] += table[:number, : table.shape[1] - count].copy()
    weights = [
        float(comb(zeros, chosen - dealt)) if 0 <= chosen - dealt <= zeros else 0.0 for dealt in range(len(table))
    ]
    return np.array(weights) @ table


def clumped_tail(count: int, sizes: np.ndarray, share: float) -> float:
    """P(X >= count) where each clump of statements falls here as a whole with chance `share`: one-sided, exact.

    `sizes` are statements in each clump. All of size 1 is the binomial tail; larger ones make large counts likelier.
    The distribution is built up size by size, each a binomial number of clumps.
    """
    found = np.ones(1)
    for size, clumps in zip(*np.unique(np.asarray(sizes, dtype=int), return_counts=True), strict=True):
        chances = stats.binom.pmf(np.arange(clumps + 1), clumps, share)
        if size == 1 and found.size == 1:
            found = chances
            continue
        longer = np.zeros(found.size + size * clumps)
        for number, chance in enumerate(chances):
            if chance > 0:
                longer[number * size : number * size + found.size] += chance * found
        found = longer
    return float(min(1.0, found[max(0, count) :].sum())) if count < found.size else 0.0


def adjusted(p: Sequence[float]) -> np.ndarray:
    """Benjamini & Hochberg 1995: the false discovery rate at which each would be found. Empty for none."""
    values = np.asarray(p, dtype=float)
    return stats.false_discovery_control(values) if values.size else values


def required(lowest: Sequence[float], level: float) -> float:
    """The p that a test must be able to reach for it to say anything, among so many others.

    It is level / K, with K the smallest number such that at most K tests can reach level / K. Those that can make the
    family, and only they are corrected for. Whether a test is in it follows from its totals alone, never from how the
    counts fell, so that the choice costs nothing. Source: Tarone 1990; for false discovery rates Gilbert 2005.
    """
    values = np.asarray(lowest, dtype=float)
    return level / next((k for k in range(1, values.size + 1) if (values <= level / k).sum() <= k), 1)


def binomial_interval(count: int, total: int) -> tuple[float, float]:
    """Clopper-Pearson 95 % interval of a share; 0 to 1 when total is 0."""
    return _share_interval(count, total)


def poisson_interval(count: int) -> tuple[float, float]:
    """Garwood 1936: 95 % interval of an expected count."""
    low = float(stats.chi2.ppf(0.025, 2 * count) / 2) if count else 0.0
    return low, float(stats.chi2.ppf(0.975, 2 * count + 2) / 2)


def _share_interval(count: int, total: int) -> tuple[float, float]:
    low = float(stats.beta.ppf(0.025, count, total - count + 1)) if count else 0.0
    high = float(stats.beta.ppf(0.975, count + 1, total - count)) if count < total else 1.0
    return low, high


def _doubled(lower: float, upper: float) -> float:
    return float(min(1.0, 2 * min(lower, upper)))
