"""Level 1 of the two-level test: localities, with every concern, exact against an exposure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import stats

from trygghet_geo.statistics import exact, hierarchy
from trygghet_geo.statistics.basis import TOO_LITTLE

if TYPE_CHECKING:
    from trygghet_geo.statistics.hierarchy import Inside
    from trygghet_geo.statistics.landscape import Landscape
    from trygghet_geo.statistics.supports import Spread

LEAST_CONCERNS = 20
"""In the whole view; with fewer one meeting's agenda decides."""
LEAST_HERE = 5
"""Statements that a raised place rests on."""
LEAST_DOCUMENTS = 2
"""Documents they must come from: what one document said is no pattern."""
_MAJORITY = 0.5


@dataclass(frozen=True)
class Locality:
    """A locality against what its exposure would give. `verdict`: `raised`, `as_expected`, `too_little`."""

    id: str
    name: str
    count: int
    """Statements; each once in every locality it names."""
    documents: int
    expected: float
    ratio: float
    low: float
    high: float
    """95 % interval of `ratio` (Garwood)."""
    p: float
    q: float
    verdict: str
    words: str


def assigned(spread: Spread, land: Landscape, places: Mapping[str, Inside]) -> np.ndarray:
    """The area (index into `land.areas`) of each row of `spread`, -1 where it cannot be told.

    The locality that the place is or lies in by the gazetteer; else the area with most of its mass, if that is over half.
    """
    number = {area.id: index for index, area in enumerate(land.areas)}
    mass = np.zeros((spread.matrix.shape[0], len(land.areas)))
    table = spread.matrix.tocoo()
    inside = land.area[table.col] >= 0
    np.add.at(mass, (table.row[inside], land.area[table.col[inside]]), table.data[inside])
    best = np.where(mass.max(axis=1, initial=0) > _MAJORITY, mass.argmax(axis=1), -1)
    found = []
    for place_id, support in zip(spread.rows["place_id"], spread.support, strict=True):
        chain = hierarchy.around(place_id, places)
        found.append(next((number[id_] for id_ in chain if id_ in number), int(best[support])))
    return np.array(found, dtype=int)


def counted(spread: Spread, area: np.ndarray, areas: int) -> tuple[np.ndarray, np.ndarray]:
    """By area: statements, and documents they stand in. A statement that names two places in one area is one."""
    rows = spread.rows
    said: list[set] = [set() for _ in range(areas)]
    documents: list[set] = [set() for _ in range(areas)]
    for number, statement, document in zip(area, rows["statement_id"], rows["document_sha256"], strict=True):
        if number >= 0:
            said[number].add((document, statement))
            documents[number].add(document)
    return np.array([len(each) for each in said]), np.array([len(each) for each in documents])


def raised(
    counts: np.ndarray,
    documents: np.ndarray,
    share: np.ndarray,
    *,
    names: Sequence[tuple[str, str]],
    level: float,
    others: np.ndarray | None = None,
) -> tuple[tuple[Locality, ...], float]:
    """Test every area with some exposure; the rows by how far they are raised, and the lowest p that could be attained.

    `share` is each area's share of the exposure. With `others` (counts of other concerns by area) the exposure is itself
    counted, and the tail is hypergeometric given all (Fisher's exact test); else binomial given the total.
    """
    inside = np.flatnonzero(share > 0)
    total = int(counts[inside].sum())
    weight = share[inside] / share[inside].sum()
    p = _tails(counts[inside], total, weight, None if others is None else others[inside])
    lowest = _tails(np.full(inside.size, total), total, weight, None if others is None else others[inside])
    q = exact.adjusted(p)
    enough = total >= LEAST_CONCERNS and inside.size >= 2
    rows = [
        _row(names[i], int(counts[i]), int(documents[i]), expected=total * w, p=pi, q=qi, level=level, enough=enough)
        for i, w, pi, qi in zip(inside, weight, p, q, strict=True)
    ]
    return tuple(sorted(rows, key=lambda row: (row.q, row.p, row.id))), float(lowest.min(initial=1.0))


def _tails(count: np.ndarray, total: int, share: np.ndarray, others: np.ndarray | None) -> np.ndarray:
    if others is None:
        return exact.tail(count, total, share)
    everything = int(others.sum()) + total
    # The margin of an area in the pooled table is its own concerns and the others; at most that many can be its own.
    margin = others + count
    return stats.hypergeom.sf(np.minimum(count, margin) - 1, everything, margin, total)


def _row(
    name: tuple[str, str],
    count: int,
    documents: int,
    *,
    expected: float,
    p: float,
    q: float,
    level: float,
    enough: bool,
) -> Locality:
    low, high = (bound / expected for bound in exact.poisson_interval(count))
    sure = enough and q <= level
    rests = count >= LEAST_HERE and documents >= LEAST_DOCUMENTS
    verdict = "too_little" if not enough or (sure and not rests) else "raised" if sure else "as_expected"
    shown = f"{count} uppgifter mot väntade {expected:.1f}".replace(".", ",")
    words = {
        "raised": f"fler än väntat: {shown}",
        "as_expected": f"ingen säker skillnad: {shown}",
        "too_little": f"{TOO_LITTLE}: {shown}",
    }[verdict]
    return Locality(*name, count, documents, expected, count / expected, low, high, float(p), float(q), verdict, words)
