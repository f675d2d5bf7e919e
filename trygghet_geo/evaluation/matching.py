"""Which finding answers to which: greedy, one to one, by the characters two spans share."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from trygghet_geo.evaluation.findings import Finding

MINIMUM = 0.5
"""Smallest part of the shorter span that two spans must share to be about the same words."""


def overlap(a: tuple[int, int], b: tuple[int, int]) -> int:
    """Characters that [start, end) `a` and `b` have in common."""
    return max(0, min(a[1], b[1]) - max(a[0], b[0]))


def meet(a: tuple[int, int], b: tuple[int, int]) -> bool:
    """Whether the spans share at least `MINIMUM` of the shorter one; empty spans meet nothing."""
    shorter = min(a[1] - a[0], b[1] - b[0])
    return shorter > 0 and overlap(a, b) >= MINIMUM * shorter


def pairs(
    gold: Sequence[Finding],
    predicted: Sequence[Finding],
    *,
    agree: Callable[[Finding, Finding], bool] = lambda gold, predicted: True,
) -> list[tuple[int, int]]:
    """Indices of matched (gold, predicted), each index at most once, in the order of `gold`.

    Candidates are the pairs whose spans `meet` and that `agree`. They are taken greedily: those of one category first,
    then the larger share of common characters in all characters covered, then the earlier in the text.
    """
    candidates = []
    for i, one in enumerate(gold):
        for j, other in enumerate(predicted):
            a, b = (one.start, one.end), (other.start, other.end)
            if meet(a, b) and agree(one, other):
                common = overlap(a, b)
                share = common / (a[1] - a[0] + b[1] - b[0] - common)
                candidates.append((one.category != other.category, -share, i, j))
    taken_gold: set[int] = set()
    taken: set[int] = set()
    found = []
    for _, _, i, j in sorted(candidates):
        if i not in taken_gold and j not in taken:
            taken_gold.add(i)
            taken.add(j)
            found.append((i, j))
    return sorted(found)
