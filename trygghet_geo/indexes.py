"""A table made ready to be told by place again and again: what is on the map, counted anew for every selection.

What is counted is what was said: statements. See `summaries` for a table that is told once.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from trygghet_geo.records import KINDS, PRECISIONS
from trygghet_geo.tallies import Tally, factorized, tally

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

_EPOCH, _NO_DAY = date(1970, 1, 1), np.iinfo(np.int64).min


@dataclass(frozen=True)
class Drawn:
    """One thing on the map: all statements of one kind at one place with one precision. Geometry in EPSG:4326."""

    place_id: str
    name: str
    kind: str
    precision: str
    count: int
    category: str | None
    """The category of more than half of the statements, None when no category has that many, or several have."""
    geometry: BaseGeometry
    uncertainty_m: float | None


@dataclass(frozen=True, eq=False)
class Counted:
    """What some rows put on a map, by the numbers of `Index.things`, in the order in which it is drawn."""

    numbers: NDArray[np.intp]
    counts: NDArray[np.intp]
    """Of statements, for each of `numbers`."""
    categories: NDArray[np.intp]
    """For each of `numbers` the number in `names` of the prevailing category, -1 where none is (see Drawn)."""
    names: tuple[str, ...]


@dataclass(frozen=True)
class Ranked:
    """One place in the list beside the map."""

    place_id: str
    name: str
    count: int
    kinds: tuple[tuple[str, int], ...]
    categories: tuple[tuple[str, int], ...]
    """Categories with how many statements each, most first, ties in alphabetical order of their codes."""
    meetings: int
    """How many documents speak of the place."""
    last: date | None
    municipality: str | None


class Index:
    """A table made ready to be told by place again and again, each time with other rows selected.

    `mask` is one truth value per row of the table (None: all rows).
    """

    def __init__(self, table: GeoDataFrame) -> None:
        placed = (has_geometry(table) & table["place_id"].notna()).to_numpy()
        self._placed = placed
        self._statement = factorized(table["statement_id"])[0].astype(np.int32)
        # Two rows have one geometry when they have the same bytes; made here because it is costly.
        wkb = table.geometry.where(placed, None).to_wkb()
        place = table["place_id"].where(placed, None)
        self._documents = tally(table["document_sha256"], np.zeros(len(table), dtype=np.intp))
        self._things = tally(table["statement_id"], place, table["precision"], table["kind"], wkb)
        self._coloured = tally(table["statement_id"], self._things.value, table["category"])
        self._coloured_thing = np.array([thing for thing, _ in self._coloured.values], dtype=np.intp)
        self._coloured_category, names = factorized([category for _, category in self._coloured.values])
        self._categories = tuple(names)
        self._places = tally(table["statement_id"], place)
        self._by_kind = tally(table["statement_id"], place, table["kind"])
        self._by_category = tally(table["statement_id"], place, table["category"])
        self._by_document = tally(table["document_sha256"], place)
        self._by_municipality = tally(table["statement_id"], place, table["municipality"])
        self._place = factorized(place)[0].astype(np.int32)
        self._day = table["meeting_date"].to_numpy().astype("datetime64[D]").astype(np.int64)
        self._of_thing = _first(self._things.value, len(self._things.values))
        names = table["place"].to_numpy()[_first(self._place, len(self._places.values))]
        self._names = {p: str(n) if n else str(p) for p, n in zip(self._places.values, names, strict=True)}
        self._geometry = table.geometry.to_numpy()[self._of_thing]
        self._uncertainty = _greatest(table["uncertainty_m"].to_numpy(), self._things.value)
        # Things are numbered by place, precision, kind and geometry: among those of one layer that is the order.
        layers = [
            -_fineness(precision) * len(KINDS) - KINDS.index(kind) for _, precision, kind, _ in self._things.values
        ]
        self._layer = np.array(layers, dtype=np.intp)
        number = {place_id: at for at, place_id in enumerate(self._places.values)}
        alphabet = sorted(range(len(number)), key=self._alphabetical)
        self._alphabet = np.argsort(np.array(alphabet, dtype=np.intp))
        self._kinds_at, self._categories_at, self._whose_at = (
            np.array([number[place_id] for place_id, _ in of.values], dtype=np.intp)
            for of in (self._by_kind, self._by_category, self._by_municipality)
        )

    def said(self, mask: NDArray[np.bool_] | None = None) -> int:
        """How many statements."""
        return int(self._on_map(mask, placed=False).sum())

    def placed(self, mask: NDArray[np.bool_] | None = None) -> int:
        """How many statements that are on the map at one of their places."""
        return int(self._on_map(mask, placed=True).sum())

    def unplaced(self, mask: NDArray[np.bool_] | None = None) -> NDArray[np.bool_]:
        """Which of the rows are of statements that no map can show; see the function `unplaced`."""
        rows = np.ones_like(self._placed) if mask is None else mask
        return rows & ~self._on_map(mask, placed=True)[self._statement]

    def places(self, mask: NDArray[np.bool_] | None = None) -> int:
        """How many places have something on the map."""
        return int(np.count_nonzero(self._places.numbers(mask)))

    def documents(self, mask: NDArray[np.bool_] | None = None) -> int:
        """How many documents the rows are from."""
        return int(self._documents.numbers(mask).sum())

    def span(self, mask: NDArray[np.bool_] | None = None) -> tuple[date, date] | None:
        """The first and the last meeting date of the rows; None when none has one."""
        days = self._day if mask is None else self._day[np.flatnonzero(mask)]
        days = days[days != _NO_DAY]
        return (_date(days.min()), _date(days.max())) if len(days) else None

    def drawn(self, mask: NDArray[np.bool_] | None = None) -> tuple[Drawn, ...]:
        """What the rows put on a map: one thing per place, precision, kind and geometry.

        One place has two geometries of one precision when the words mean a part of it: "norra Kolbäck". Rows without
        geometry are left out. Order: coarsest precision first, then the largest count, then the id, so that what is
        drawn later lies on top and the same table always gives the same order.
        """
        found = self.counted(mask)
        count = found.counts.tolist()
        things = (self._things.values[number] for number in found.numbers.tolist())
        return tuple(
            Drawn(
                place_id=str(place),
                name=self._names[place],
                kind=kind,
                precision=precision,
                count=count[at],
                category=found.names[found.categories[at]] if found.categories[at] >= 0 else None,
                geometry=self._geometry[found.numbers[at]],
                uncertainty_m=self._uncertainty[found.numbers[at]],
            )
            for at, (place, precision, kind, _) in enumerate(things)
        )

    def things(self) -> tuple[Drawn, ...]:
        """Everything that any rows may put on a map, by its number, as `drawn` counts it over all rows."""
        found, everything = self.counted(), self.drawn()
        return tuple(everything[at] for at in np.argsort(found.numbers).tolist())

    def counted(self, mask: NDArray[np.bool_] | None = None) -> Counted:
        """`drawn` as numbers: what a map is drawn from that holds the rest already."""
        counts = self._things.numbers(mask)
        there = np.flatnonzero(counts)
        order = there[np.lexsort((there, -counts[there], self._layer[there]))]
        return Counted(order, counts[order], self._prevailing(counts, mask)[order], self._categories)

    def ranked(self, mask: NDArray[np.bool_] | None = None, *, most: int | None = None) -> tuple[Ranked, ...]:
        """The places on the map, those with most statements first, ties in alphabetical order; at most `most`."""
        counts = self._places.numbers(mask)
        there = np.flatnonzero(counts)
        order = there[np.lexsort((self._alphabet[there], -counts[there]))][:most]
        rows = self._rows_at(order, mask)
        kinds = _within(self._by_kind, rows, self._kinds_at, order)
        categories = _within(self._by_category, rows, self._categories_at, order)
        whose = _within(self._by_municipality, rows, self._whose_at, order)
        meetings, last = self._by_document.among(rows), self._last(rows, order)
        return tuple(
            Ranked(
                place_id=str(place),
                name=self._names[place],
                count=int(counts[number]),
                kinds=tuple(sorted(kinds.get(number, ()), key=lambda item: KINDS.index(item[0]))),
                categories=tuple(categories.get(number, ())),
                meetings=int(meetings[number]),
                last=last[number],
                municipality=next((name for name, _ in whose.get(number, ())), None),
            )
            for number, place in ((number, self._places.values[number]) for number in order.tolist())
        )

    def _alphabetical(self, number: int) -> tuple[str, str]:
        place = self._places.values[number]
        return self._names[place].casefold(), str(place)

    def _on_map(self, mask: NDArray[np.bool_] | None, *, placed: bool) -> NDArray[np.bool_]:
        there = np.zeros(self._statement.max(initial=-1) + 1, dtype=bool)
        if placed:
            mask = self._placed if mask is None else self._placed & mask
        there[self._statement if mask is None else self._statement[np.flatnonzero(mask)]] = True
        return there

    def _rows_at(self, places: NDArray[np.intp], mask: NDArray[np.bool_] | None) -> NDArray[np.intp]:
        """The numbers of the rows that are on the map at one of `places`."""
        asked = np.zeros(len(self._places.values) + 1, dtype=bool)
        asked[places] = True
        there = asked[self._place]
        return np.flatnonzero(there if mask is None else there & mask)

    def _prevailing(self, counts: NDArray[np.intp], mask: NDArray[np.bool_] | None) -> NDArray[np.intp]:
        """By thing the category of more than half of the statements, where just one has that many; else -1."""
        most = np.flatnonzero(2 * self._coloured.numbers(mask) > counts[self._coloured_thing])
        alone = np.bincount(self._coloured_thing[most], minlength=len(counts)) == 1
        found = np.full(len(counts), -1, dtype=np.intp)
        found[self._coloured_thing[most]] = self._coloured_category[most]
        return np.where(alone, found, -1)

    def _last(self, rows: NDArray[np.intp], wanted: NDArray[np.intp]) -> dict[int, date | None]:
        """The last meeting that spoke of each of the places `wanted`; `rows` are those at these places."""
        last = np.full(len(self._places.values), _NO_DAY)
        np.maximum.at(last, self._place[rows], self._day[rows])
        return {number: None if last[number] == _NO_DAY else _date(last[number]) for number in wanted.tolist()}


def _within(
    of: Tally, rows: NDArray[np.intp], at: NDArray[np.intp], places: NDArray[np.intp]
) -> dict[int, list[tuple[str, int]]]:
    """By place what it has of each second value among `rows`, most first, ties in alphabetical order.

    `at` is the number of the place of each of the values; only those among `places` are told.
    """
    counts = of.among(rows)
    found: dict[int, list[tuple[str, int]]] = {}
    there = np.flatnonzero(counts)
    for pair in there[np.isin(at[there], places)].tolist():
        found.setdefault(int(at[pair]), []).append((of.values[pair][1], int(counts[pair])))
    return {place: sorted(pairs, key=lambda pair: (-pair[1], pair[0])) for place, pairs in found.items()}


def _date(day: int) -> date:
    return _EPOCH + timedelta(days=int(day))


def _first(numbers: NDArray[np.intp], size: int) -> NDArray[np.intp]:
    """The first row that has each number."""
    known = np.flatnonzero(numbers >= 0)
    first = np.zeros(size, dtype=np.intp)
    first[numbers[known][::-1]] = known[::-1]
    return first


def _greatest(values: NDArray[np.float64], numbers: NDArray[np.intp]) -> list[float | None]:
    """The greatest value of each number, None where it has none."""
    known = (numbers >= 0) & ~np.isnan(values)
    found = np.full(int(numbers.max(initial=-1)) + 1, -np.inf)
    np.maximum.at(found, numbers[known], values[known])
    return [None if value == -np.inf else value for value in found.tolist()]


def _fineness(precision: str) -> int:
    return PRECISIONS.index(precision) if precision in PRECISIONS else len(PRECISIONS)


def has_geometry(table: GeoDataFrame) -> pd.Series:
    """Which rows lie somewhere."""
    return table.geometry.notna() & ~table.geometry.is_empty
