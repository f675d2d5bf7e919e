"""How often something is raised over time, with gaps where nothing was reported and never a zero in their place."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import permutations
from typing import TYPE_CHECKING

import numpy as np
from scipy import stats

from trygghet_geo.errors import InvalidSelection
from trygghet_geo.statistics import exact, hierarchy, occasions, sayings
from trygghet_geo.statistics.basis import LEVEL, TOO_LITTLE, Basis, basis, p_words, said

if TYPE_CHECKING:
    from pandas import DataFrame

    from trygghet_geo.statistics.hierarchy import Inside
    from trygghet_geo.statistics.occasions import Source

STEPS = {"month": 1, "quarter": 3, "half": 6, "year": 12}
"""Months in a step."""
SEASONS = {"vinter": (12, 1, 2), "vår": (3, 4, 5), "sommar": (6, 7, 8), "höst": (9, 10, 11)}
ENUMERATED = 7
"""Up to so many points all orders are gone through (7! = 5,040); beyond, the normal approximation is used."""


@dataclass(frozen=True)
class Point:
    """One step of time. `count` is None where there was no document: nothing was reported, which is not zero."""

    first: date
    last: date
    documents: int
    count: int | None
    exposure: float
    """Documents, each weighed by how much a document of its kind says on average: a note is less than minutes."""

    @property
    def rate(self) -> float | None:
        """Statements against exposure; None in a gap."""
        return self.count / self.exposure if self.count is not None and self.exposure else None


@dataclass(frozen=True)
class Series:
    """One place, category or both over time; every series has the same steps."""

    place_id: str | None
    place: str | None
    category: str | None
    placed: bool
    points: tuple[Point, ...]
    p: float
    q: float | None
    lowest_p: float
    verdict: str
    """`up`, `down`, `no_sure_change`, `too_little`."""
    words: str

    @property
    def total(self) -> int:
        return sum(point.count or 0 for point in self.points)


@dataclass(frozen=True)
class Trends:
    """`rows`: most said first, then by name."""

    rows: tuple[Series, ...]
    gaps: int
    """Steps without any document."""
    basis: Basis


@dataclass(frozen=True)
class Season:
    """A season over all years. `count` None: no document of that season at all."""

    name: str
    documents: int
    count: int | None
    low: float | None
    high: float | None
    """95 % interval of statements a document, were they to come one by one (Garwood)."""


def trends(
    table: DataFrame,
    sources: Collection[Source],
    places: Mapping[str, Inside],
    *,
    step: str = "quarter",
    by: Collection[str] = ("category",),
    kinds: Collection[str] | None = None,
    level: float = LEVEL,
) -> Trends:
    """Statements a document for each step from the first dated document to the last, by the date of the document.

    `step` is one of STEPS; `by` and `kinds` as in `change.change`. The trend is Kendall's S of rate against time over
    the steps that have documents, two-sided, corrected over the rows. Raises InvalidSelection for an unknown step.
    """
    if step not in STEPS:
        raise InvalidSelection(f"okänt steg: {step}; giltiga är {', '.join(STEPS)}")
    dated = occasions.chosen(sources, kinds)
    steps = _steps([one.day for one in dated if one.day], STEPS[step])
    spoken = _exposures(table, dated, steps)
    rows = _tested(_counted(table, dated, places, by=by, steps=spoken), level)
    names = sayings.names(table)
    named = [replace(row, place=_name(row.place_id, places, names)) for row in rows]
    ordered = tuple(sorted(named, key=lambda row: (-row.total, row.place or "~", row.category or "")))
    counted = sayings.current(table[table["document_sha256"].isin({one.sha256 for one in dated})])
    settings = {"steg": step, "nivå": f"{level:g}", "dokumentslag": ", ".join(kinds) if kinds else "alla"}
    told = basis(counted, "trends", documents=len(dated), parameters=settings)
    return Trends(ordered, sum(point.documents == 0 for point in spoken), told)


def seasons(
    table: DataFrame, sources: Collection[Source], *, kinds: Collection[str] | None = None
) -> tuple[Season, ...]:
    """All concerns of `table` by season of the document's date, December with January; filter the table for a part."""
    dated = occasions.chosen(sources, kinds)
    said = sayings.within(sayings.sayings(table), dated)
    found = []
    for name, months in SEASONS.items():
        documents = sum(one.day.month in months for one in dated if one.day)
        count = len({(one.document, one.statement) for day, one in said if day.month in months})
        low, high = (bound / documents for bound in exact.poisson_interval(count)) if documents else (None, None)
        found.append(Season(name, documents, count if documents else None, low, high))
    return tuple(found)


def _steps(days: Sequence[date], months: int) -> list[tuple[date, date]]:
    """From the step of the first day to that of the last, aligned to the calendar year."""
    if not days:
        return []
    month = (min(days).month - 1) // months * months
    number, end = min(days).year * 12 + month, max(days).year * 12 + max(days).month - 1
    found = []
    while number <= end:
        following = number + months
        last = date(following // 12, following % 12 + 1, 1) - timedelta(days=1)
        found.append((date(number // 12, number % 12 + 1, 1), last))
        number = following
    return found


def _exposures(table: DataFrame, dated: Collection[Source], steps: list[tuple[date, date]]) -> list[Point]:
    """The steps with their documents and exposure, as yet without counts."""
    said = sayings.current(table).groupby("document_sha256")["statement_id"].nunique()
    spoken: dict[str, list[int]] = {}
    for one in dated:
        spoken.setdefault(one.kind, []).append(int(said.get(one.sha256, 0)))
    mean = {kind: sum(counts) / len(counts) for kind, counts in spoken.items()}
    points = []
    for first, last in steps:
        inside = [one for one in dated if one.day and first <= one.day <= last]
        points.append(Point(first, last, len(inside), None, sum(mean[one.kind] for one in inside)))
    return points


def _counted(
    table: DataFrame,
    dated: Collection[Source],
    places: Mapping[str, Inside],
    *,
    by: Collection[str],
    steps: list[Point],
) -> list[Series]:
    said: dict[sayings.Key, dict[int, set[tuple[str, str]]]] = {}
    for day, one in sayings.within(sayings.sayings(table), dated):
        number = next(i for i, point in enumerate(steps) if point.first <= day <= point.last)
        for key in sayings.keys(one, places, by=by):
            said.setdefault(key, {}).setdefault(number, set()).add((one.document, one.statement))
    found = []
    for key, at in said.items():
        counts = [len(at.get(i, ())) if point.documents else None for i, point in enumerate(steps)]
        points = tuple(replace(point, count=count) for point, count in zip(steps, counts, strict=True))
        found.append(Series(key.place_id, None, key.category, key.placed, points, 1.0, None, 1.0, "too_little", ""))
    return found


def _tested(rows: list[Series], level: float) -> list[Series]:
    tests = [kendall([point.rate for point in row.points if point.rate is not None]) for row in rows]
    required = exact.required([lowest for _, _, lowest in tests], level)
    family = [lowest <= required for _, _, lowest in tests]
    q = iter(exact.adjusted([p for (_, p, _), inside in zip(tests, family, strict=True) if inside]))
    found = []
    for row, (score, p, lowest), inside in zip(rows, tests, family, strict=True):
        corrected = float(next(q)) if inside else None
        sure = corrected is not None and corrected <= level
        verdict = "too_little" if not inside else ("up" if score > 0 else "down") if sure else "no_sure_change"
        words = _words(verdict, row, lowest)
        found.append(replace(row, p=p, q=corrected, lowest_p=lowest, verdict=verdict, words=words))
    return found


def kendall(values: Sequence[float]) -> tuple[int, float, float]:
    """Kendall's S of `values` against their order, its two-sided p and the lowest p that any order of them could give.

    Source: Mann 1945, Kendall 1975; variance corrected for ties, with a continuity correction, where not enumerated.
    """
    ranks = stats.rankdata(values) if len(values) else np.array([])
    score = _score(ranks[None, :])[0]
    best = _score(np.sort(ranks)[None, :])[0]
    if len(ranks) <= ENUMERATED:
        every = np.abs(_score(np.array(list(permutations(ranks))) if len(ranks) else ranks[None, :]))
        return int(score), float((every >= abs(score)).mean()), float((every >= abs(best)).mean())
    return int(score), _normal(score, ranks), _normal(best, ranks)


def _score(orders: np.ndarray) -> np.ndarray:
    first, second = np.triu_indices(orders.shape[1], 1)
    return np.sign(orders[:, second] - orders[:, first]).sum(axis=1)


def _normal(score: float, ranks: np.ndarray) -> float:
    n, ties = len(ranks), np.unique(ranks, return_counts=True)[1]
    variance = (n * (n - 1) * (2 * n + 5) - (ties * (ties - 1) * (2 * ties + 5)).sum()) / 18
    if variance <= 0:
        return 1.0
    return float(min(1.0, 2 * stats.norm.sf(max(abs(score) - 1, 0) / np.sqrt(variance))))


def _words(verdict: str, row: Series, lowest: float) -> str:
    points = sum(point.count is not None for point in row.points)
    if verdict == "too_little":
        return f"{TOO_LITTLE}: {said(row.total)} i {points} perioder, lägsta möjliga p {p_words(lowest)}"
    return {"up": "tas upp allt oftare", "down": "tas upp allt mer sällan", "no_sure_change": "ingen säker trend"}[
        verdict
    ]


def _name(place_id: str | None, places: Mapping[str, Inside], names: Mapping[str, str]) -> str | None:
    return None if place_id is None else hierarchy.name(place_id, places) or names.get(place_id, place_id)
