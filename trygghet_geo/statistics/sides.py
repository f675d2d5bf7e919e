"""Two categories side by side: which of them do more documents raise at a place, and is that more than chance?"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scipy import stats

from trygghet_geo.statistics import exact, hierarchy, occasions, sayings
from trygghet_geo.statistics.basis import LEVEL, Basis, basis

if TYPE_CHECKING:
    from pandas import DataFrame

    from trygghet_geo.statistics.hierarchy import Inside
    from trygghet_geo.statistics.occasions import Source


@dataclass(frozen=True)
class Side:
    """One place. Statements of either category, and documents that hold more of the one than of the other."""

    place_id: str | None
    place: str | None
    first: int
    second: int
    more_first: int
    more_second: int
    p: float
    q: float | None
    lowest_p: float
    verdict: str
    """`first`, `second`, `no_sure_change`, `too_little`."""


@dataclass(frozen=True)
class Sides:
    """`rows`: sure ones first, then those most spoken of, then by name. `place_id` None is what has no place."""

    rows: tuple[Side, ...]
    basis: Basis


def sides(
    table: DataFrame, sources: Collection[Source], places: Mapping[str, Inside], *, first: str, second: str
) -> Sides:
    """Concerns of the category `first` against `second` at each place, those inside a place with it.

    Sign test over documents (Dixon & Mood 1946): a document that says as much of both tells nothing. Statements of one
    document are not independent, documents nearly are. Corrected over the places as `change.change` does it.
    """
    dated = occasions.chosen(sources, None)
    said: dict[str | None, dict[str, tuple[set[str], set[str]]]] = {}
    for _, one in sayings.within(sayings.sayings(table), dated):
        if one.category not in (first, second):
            continue
        for key in sayings.keys(one, places, by=("place",)):
            pair = said.setdefault(key.place_id, {}).setdefault(one.document, (set(), set()))
            pair[one.category == second].add(one.statement)
    rows = [_counted(place, list(said[place].values())) for place in said]
    required = exact.required([row.lowest_p for row in rows], LEVEL)
    family = [row.lowest_p <= required for row in rows]
    q = iter(exact.adjusted([row.p for row, inside in zip(rows, family, strict=True) if inside]))
    names = sayings.names(table)
    judged = [_judged(r, float(next(q)) if i else None, places, names) for r, i in zip(rows, family, strict=True)]
    counted = sayings.current(table[table["category"].isin([first, second])])
    told = basis(counted, "sides", documents=len(dated), parameters={"kategorier": f"{first}, {second}", "nivå": LEVEL})
    return Sides(tuple(sorted(judged, key=_order)), told)


def _counted(place_id: str | None, pairs: list[tuple[set[str], set[str]]]) -> Side:
    more = [sum(len(a) > len(b) for a, b in pairs), sum(len(b) > len(a) for a, b in pairs)]
    n = sum(more)
    p = min(1.0, 2 * float(stats.binom.cdf(min(more), n, 0.5))) if n else 1.0
    counts = (sum(len(a) for a, _ in pairs), sum(len(b) for _, b in pairs))
    return Side(place_id, None, *counts, *more, p, None, min(1.0, 2 * 0.5**n), "too_little")


def _judged(row: Side, q: float | None, places: Mapping[str, Inside], names: Mapping[str, str]) -> Side:
    sure = q is not None and q <= LEVEL
    side = "first" if row.more_first > row.more_second else "second"
    verdict = "too_little" if q is None else side if sure else "no_sure_change"
    name = None
    if row.place_id is not None:
        name = hierarchy.name(row.place_id, places) or names.get(row.place_id, row.place_id)
    return Side(row.place_id, name, *_numbers(row), row.p, q, row.lowest_p, verdict)


def _numbers(row: Side) -> tuple[int, int, int, int]:
    return row.first, row.second, row.more_first, row.more_second


def _order(row: Side) -> tuple:
    return row.verdict not in ("first", "second"), -(row.first + row.second), row.place or "~", row.place_id or ""
