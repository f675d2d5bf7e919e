"""Change between two periods, with the counts shown and no percentage alone."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from trygghet_geo.errors import InvalidSelection
from trygghet_geo.statistics import exact, hierarchy, occasions, sayings
from trygghet_geo.statistics.basis import LEVEL, NO_SURE_CHANGE, TOO_LITTLE, Basis, basis, p_words

if TYPE_CHECKING:
    from pandas import DataFrame

    from trygghet_geo.statistics.hierarchy import Inside
    from trygghet_geo.statistics.occasions import Source

VERDICTS = ("more", "fewer", "no_sure_change", "too_little")


@dataclass(frozen=True)
class Period:
    """First and last day, both within."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.first > self.last:
            raise InvalidSelection(f"perioden börjar {self.first} men slutar {self.last}; byt plats på datumen")

    def holds(self, day: date | None) -> bool:
        return day is not None and self.first <= day <= self.last

    def __str__(self) -> str:
        return f"{self.first}–{self.last}"


@dataclass(frozen=True)
class Changed:
    """One place, category or both. Counts are statements; `place_id` None with `placed` False is what has no place."""

    place_id: str | None
    place: str | None
    category: str | None
    placed: bool
    before: int
    after: int
    documents_before: int
    """Documents that raised it, of the `Changes.documents_before` there were."""
    documents_after: int
    ratio: float | None
    """Statements a document after, over the same before; None when there were none before."""
    low: float | None
    high: float | None
    """95 % interval of `ratio` if statements come one by one (the conditional test); `high` None is without limit."""
    p: float
    q: float | None
    """`p` corrected over the family; None for what is not in it."""
    lowest_p: float
    verdict: str
    words: str


@dataclass(frozen=True)
class Changes:
    """`rows`: sure ones first, then by how much was said, then by name."""

    before: Period
    after: Period
    documents_before: int
    documents_after: int
    rows: tuple[Changed, ...]
    family: int
    """How many rows were corrected for: those whose totals could have shown a difference at all."""
    basis: Basis

    @property
    def words(self) -> str:
        """The line above the figure."""
        return (
            f"{self.before}: {_documents(self.documents_before)}. {self.after}: {_documents(self.documents_after)}. "
            f"{len(self.rows)} jämförda, varav {self.family} har underlag nog för att kunna visa en skillnad."
        )


def change(
    table: DataFrame,
    sources: Collection[Source],
    places: Mapping[str, Inside],
    *,
    before: Period,
    after: Period,
    by: Collection[str] = ("place", "category"),
    kinds: Collection[str] | None = None,
    level: float = LEVEL,
) -> Changes:
    """What was raised more or less often after than before, a document counted as a chance to raise it.

    `by` holds "place", "category" or both. `kinds` are the kinds of document compared (None: all); the same kinds
    should occur in both periods: what is said in a kind that only one of them has says nothing of change. A place takes
    what is said of places inside it.
    p is the larger of two exact ones: the conditional test, which assumes that statements come one by one, and the
    permutation of whole documents within their kind, which does not. Raises InvalidSelection for periods that overlap.
    """
    if before.first <= after.last and after.first <= before.last:
        raise InvalidSelection(f"perioderna {before} och {after} överlappar; välj två som inte gör det")
    dated = occasions.chosen(sources, kinds)
    kind_of = {one.sha256: one.kind for one in dated}
    sides = [[one.sha256 for one in dated if period.holds(one.day)] for period in (before, after)]
    counts = _counts(table, dated, places, by=by, sides=sides)
    names = sayings.names(table)
    tests = [_tested(sides, counts[key], kind_of) for key in counts]
    required = exact.required([test.lowest_p for test in tests], level)
    family = [test.lowest_p <= required for test in tests]
    q = iter(exact.adjusted([test.p for test, inside in zip(tests, family, strict=True) if inside]))
    rows = [
        _row(key, test, sides, q=float(next(q)) if inside else None, each=counts[key], level=level, required=required)
        for (key, test), inside in zip(zip(counts, tests, strict=True), family, strict=True)
    ]
    named = tuple(sorted((_named(row, places, names) for row in rows), key=_order))
    counted = sayings.current(table[table["document_sha256"].isin({*sides[0], *sides[1]})])
    settings = {"nivå": f"{level:g}", "dokumentslag": ", ".join(kinds) if kinds else "alla"}
    told = basis(counted, "change", documents=len(sides[0]) + len(sides[1]), parameters=settings)
    return Changes(before, after, len(sides[0]), len(sides[1]), named, sum(family), told)


def _counts(
    table: DataFrame,
    dated: Collection[Source],
    places: Mapping[str, Inside],
    *,
    by: Collection[str],
    sides: list[list[str]],
) -> dict[sayings.Key, dict[str, int]]:
    """By key: statements in each document of either period that has any."""
    said: dict[sayings.Key, dict[str, set[str]]] = {}
    wanted = {*sides[0], *sides[1]}
    for _, one in sayings.within(sayings.sayings(table), dated):
        if one.document in wanted:
            for key in sayings.keys(one, places, by=by):
                said.setdefault(key, {}).setdefault(one.document, set()).add(one.statement)
    return {key: {sha: len(ids) for sha, ids in found.items()} for key, found in said.items()}


def _tested(sides: list[list[str]], each: Mapping[str, int], kind_of: Mapping[str, str]) -> exact.Compared:
    if not all(sides):
        return exact.Compared(1.0, 1.0, None, None, None)
    before, after = (sum(each.get(sha, 0) for sha in side) for side in sides)
    test = exact.conditional(before, after, exposure_before=len(sides[0]), exposure_after=len(sides[1]))
    kinds = sorted({kind_of[sha] for side in sides for sha in side})
    strata = [[[each.get(sha, 0) for sha in side if kind_of[sha] == kind] for side in sides] for kind in kinds]
    p, lowest = exact.permuted((one, other) for one, other in strata)
    return exact.Compared(max(test.p, p), max(test.lowest_p, lowest), test.ratio, test.low, test.high)


def _row(
    key: sayings.Key,
    test: exact.Compared,
    sides: list[list[str]],
    *,
    q: float | None,
    each: Mapping[str, int],
    level: float,
    required: float,
) -> Changed:
    before, after = (sum(each.get(sha, 0) for sha in side) for side in sides)
    raised_before, raised_after = (sum(sha in each for sha in side) for side in sides)
    verdict = "too_little" if q is None else "no_sure_change" if q > level else _direction(before, after, sides)
    words = _words(verdict, before, after, documents=[len(side) for side in sides], test=test, required=required)
    numbers = (before, after, raised_before, raised_after, test.ratio, test.low, test.high, test.p, q, test.lowest_p)
    return Changed(key.place_id, None, key.category, key.placed, *numbers, verdict, words)


def _direction(before: int, after: int, sides: list[list[str]]) -> str:
    return "more" if after * len(sides[0]) > before * len(sides[1]) else "fewer"


def _words(
    verdict: str, before: int, after: int, *, documents: list[int], test: exact.Compared, required: float
) -> str:
    counts = f"{before} i {_documents(documents[0])} mot {after} i {_documents(documents[1])}"
    if verdict == "too_little":
        if 0 in documents:
            return f"{TOO_LITTLE}: {counts}; utan dokument i båda perioderna går de inte att jämföra"
        lowest = f"lägsta möjliga p {p_words(test.lowest_p)}, det behöver vara högst {_number(required)}"
        return f"{TOO_LITTLE}: {counts}; n = {before + after}, {lowest}"
    result = {"more": "fler", "fewer": "färre", "no_sure_change": NO_SURE_CHANGE}[verdict]
    return f"{result}: {counts} (p {p_words(test.p)})"


def _named(row: Changed, places: Mapping[str, Inside], names: Mapping[str, str]) -> Changed:
    if row.place_id is None:
        return row
    return replace(row, place=hierarchy.name(row.place_id, places) or names.get(row.place_id, row.place_id))


def _order(row: Changed) -> tuple:
    sure = row.verdict in ("more", "fewer")
    return (not sure, -(row.before + row.after), row.place or "~", row.category or "", row.place_id or "")


def _documents(count: int) -> str:
    return "1 dokument" if count == 1 else f"{count} dokument"


def _number(value: float) -> str:
    return f"{value:.2g}".replace(".", ",")
