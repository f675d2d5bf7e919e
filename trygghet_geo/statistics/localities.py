"""Level 1 of the two-level test: localities, with every concern, exact against an exposure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import stats

from trygghet_geo.statistics import exact, hierarchy
from trygghet_geo.statistics.basis import TOO_LITTLE, said

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
    ratio: float | None
    low: float | None
    high: float | None
    """95 % interval of `ratio` (Garwood); all three None where nothing is expected."""
    p: float
    q: float
    verdict: str
    words: str


def assigned(spread: Spread, land: Landscape, places: Mapping[str, Inside]) -> np.ndarray:
    """The area (index into `land.areas`) of each row of `spread`, -1 where it cannot be told.

    The locality that the place is or lies in by the gazetteer; else the area with over half of its mass.
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


@dataclass(frozen=True, eq=False)
class Clumps:
    """What one document says of one area, as a whole: `size` statements in `area`, one entry for each such pair.

    Statements of one document do not come one by one: a safety walk in Kolbäck says twenty things of Kolbäck.
    """

    area: np.ndarray
    size: np.ndarray

    def statements(self, areas: int) -> np.ndarray:
        return np.bincount(self.area, weights=self.size, minlength=areas).astype(int)

    def documents(self, areas: int) -> np.ndarray:
        return np.bincount(self.area, minlength=areas)


def clumps(spread: Spread, area: np.ndarray) -> Clumps:
    """The clumps of `spread`; a statement that names two places in one area is one there."""
    said: dict[tuple[int, str], set[str]] = {}
    rows = spread.rows
    for number, statement, document in zip(area, rows["statement_id"], rows["document_sha256"], strict=True):
        if number >= 0:
            said.setdefault((int(number), document), set()).add(statement)
    numbers = np.array([number for number, _ in said], dtype=int)
    return Clumps(numbers, np.array([len(statements) for statements in said.values()], dtype=int))


def raised(
    found: Clumps,
    exposure: np.ndarray,
    *,
    names: Sequence[tuple[str, str]],
    level: float,
    others: Clumps | None = None,
) -> tuple[tuple[Locality, ...], float]:
    """Test every area with some exposure: the rows, the most raised first, and the lowest p that could be attained.

    Against an `exposure` (by area) each clump falls in an area by its share; the tail is exact. Against `others` (the
    clumps of other concerns) it is Fisher's exact test, of statements and of documents, the larger p of the two.
    """
    areas = len(names)
    counts, documents = found.statements(areas), found.documents(areas)
    inside = np.flatnonzero(exposure > 0)
    total = int(counts[inside].sum())
    share = exposure[inside] / exposure[inside].sum()
    sizes = found.size[np.isin(found.area, inside)]
    if others is None:
        p = [exact.clumped_tail(int(counts[i]), sizes, w) for i, w in zip(inside, share, strict=True)]
        lowest = min((float(w) ** sizes.size for w in share), default=1.0)
    else:
        pairs = [(counts, others.statements(areas)), (documents, others.documents(areas))]
        p = np.max([_fisher(own[inside], rest[inside]) for own, rest in pairs], axis=0)
        lowest = max(_least(own[inside], rest[inside]) for own, rest in pairs)
    q = exact.adjusted(p)
    enough = total >= LEAST_CONCERNS and inside.size >= 2
    rows = [
        _row(names[i], int(counts[i]), int(documents[i]), expected=total * w, p=pi, q=qi, level=level, enough=enough)
        for i, w, pi, qi in zip(inside, share, p, q, strict=True)
    ]
    return tuple(sorted(rows, key=lambda row: (row.q, row.p, row.id))), lowest


def _fisher(own: np.ndarray, others: np.ndarray) -> np.ndarray:
    """One-sided p of each area's own count, given the counts of both in it and in all."""
    return stats.hypergeom.sf(own - 1, int((own + others).sum()), own + others, int(own.sum()))


def _least(own: np.ndarray, others: np.ndarray) -> float:
    """The lowest p of `_fisher`: all that an area could hold were its own."""
    margin, total = own + others, int(own.sum())
    return float(stats.hypergeom.sf(np.minimum(margin, total) - 1, int(margin.sum()), margin, total).min(initial=1.0))


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
    low, high = (bound / expected if expected else None for bound in exact.poisson_interval(count))
    sure = enough and q <= level
    rests = count >= LEAST_HERE and documents >= LEAST_DOCUMENTS
    verdict = "too_little" if not enough or (sure and not rests) else "raised" if sure else "as_expected"
    shown = f"{said(count)} mot väntade {expected:.1f}".replace(".", ",")
    words = {
        "raised": f"fler än väntat: {shown}",
        "as_expected": f"ingen säker skillnad: {shown}",
        "too_little": f"{TOO_LITTLE}: {shown}",
    }[verdict]
    ratio = count / expected if expected else None
    return Locality(*name, count, documents, expected, ratio, low, high, float(p), float(q), verdict, words)
