"""A selected table told by place: what the map draws, what the list ranks, what has no place, what a period holds.

What is counted is what was said: statements. One statement about graffiti and speeding on two roads is four rows of the
table (docs/contract.md) and one on each road.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from trygghet_geo.records import KINDS, PRECISIONS

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry


WIDE_DEGREES = 1.0
"""About 55 km in middle Sweden: wider than most municipalities."""


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


def drawn(table: GeoDataFrame) -> tuple[Drawn, ...]:
    """What `table` (contract columns, EPSG:4326) puts on a map: one thing per place, precision, kind and geometry.

    One place has two geometries of one precision when the words mean a part of it: "norra Kolbäck".

    Rows without geometry are left out (`unplaced` has them). Order: coarsest precision first, then the largest count,
    then the id, so that what is drawn later lies on top and the same table always gives the same order.
    """
    placed = table[_has_geometry(table) & table["place_id"].notna()]
    keys = [placed["place_id"], placed["precision"], placed["kind"], placed.geometry.to_wkb()]
    found = [_drawn(place, kind, precision, rows) for (place, precision, kind, _), rows in placed.groupby(keys)]
    return tuple(sorted(found, key=lambda d: (-_fineness(d.precision), -KINDS.index(d.kind), -d.count, d.place_id)))


def ranked(table: GeoDataFrame) -> tuple[Ranked, ...]:
    """The places on the map, those with most statements first, ties in alphabetical order."""
    placed = table[_has_geometry(table) & table["place_id"].notna()]
    found = [_ranked(str(place), rows) for place, rows in placed.groupby("place_id", sort=True)]
    return tuple(sorted(found, key=lambda r: (-r.count, r.name.casefold(), r.place_id)))


def unplaced(table: GeoDataFrame) -> GeoDataFrame:
    """The rows of statements that no map can show: no place, the whole municipality, or no known position.

    A statement that is on the map at one of its places is not here for the sake of another.
    """
    placed = _has_geometry(table) & table["place_id"].notna()
    return table[~table["statement_id"].isin(set(table["statement_id"][placed]))]


def said(table: GeoDataFrame) -> int:
    """How many statements the rows tell of."""
    return table["statement_id"].nunique()


def extent(table: GeoDataFrame) -> tuple[float, float, float, float] | None:
    """West, south, east, north in degrees of where `table` lies in its `home`; None when nothing of it is placed there.

    Of the places in that municipality the middle nine tenths count; what is drawn wider than a municipality does not.
    """
    here = table[_has_geometry(table) & (table["municipality_code"] == home(table))]
    boxes = here.drop_duplicates("place_id").geometry.bounds
    boxes = boxes[(boxes["maxx"] - boxes["minx"]) < WIDE_DEGREES]
    if boxes.empty:
        return None
    low, high = boxes.quantile(0.05, interpolation="lower"), boxes.quantile(0.95, interpolation="higher")
    return tuple(round(float(value), 3) for value in (low["minx"], low["miny"], high["maxx"], high["maxy"]))


def home(table: GeoDataFrame) -> str | None:
    """The code of the municipality that most rows belong to."""
    return next(iter(counts(table, "municipality_code")), None)


def at(table: GeoDataFrame, place_id: str) -> GeoDataFrame:
    """The rows of one place, the latest first, then as they stand in their documents."""
    rows = table[table["place_id"] == place_id]
    return rows.sort_values(["meeting_date", "document", "start"], ascending=[False, True, True], kind="stable")


def counts(table: GeoDataFrame, column: str) -> dict[str, int]:
    """How many statements each value of `column` has, most first, ties in alphabetical order, without the missing."""
    pairs = table[["statement_id", column]].dropna().drop_duplicates()
    return dict(_ordered(pairs[column]))


@dataclass(frozen=True, eq=False)
class Tally:
    """The values of one column, ready to be counted over and over under other selections (0.3 ms at 100,000 rows)."""

    values: tuple[str, ...]
    pairs: NDArray[np.intp]
    """For each row of the table the number of its pair of statement and value, -1 where the value is missing."""
    of: NDArray[np.intp]
    """For each pair the number of its value."""

    def counts(self, mask: NDArray[np.bool_] | None = None) -> dict[str, int]:
        """How many statements each value has among the rows that `mask` lets through (None: all), also those with 0."""
        rows = self.pairs if mask is None else self.pairs[mask]
        there = np.zeros(len(self.of), dtype=bool)
        there[rows[rows >= 0]] = True
        found = np.bincount(self.of[there], minlength=len(self.values))
        return dict(zip(self.values, found.tolist(), strict=True))


def tally(statements: pd.Series, values: pd.Series) -> Tally:
    """A Tally of `values`, row by row those of `statements`."""
    number, names = pd.factorize(values, sort=True)
    whose, _ = pd.factorize(statements)
    known = number >= 0
    pairs = np.full(len(number), -1, dtype=np.intp)
    unique, pairs[known] = np.unique(whose[known] * max(len(names), 1) + number[known], return_inverse=True)
    return Tally(tuple(map(str, names)), pairs, unique % max(len(names), 1))


def days(table: GeoDataFrame) -> tuple[date, ...]:
    """The meeting dates in `table`, in order, each once."""
    return tuple(sorted({value.date() for value in table["meeting_date"].dropna()}))


def statements(table: GeoDataFrame) -> GeoDataFrame:
    """One row per statement: the first of its features, in the order of the document."""
    return table.drop_duplicates("statement_id").sort_values(["document", "start", "end"], kind="stable")


def _drawn(place: str, kind: str, precision: str, rows: GeoDataFrame) -> Drawn:
    count, uncertainty = said(rows), rows["uncertainty_m"].max()
    prevailing = [category for category, of in counts(rows, "category").items() if 2 * of > count]
    return Drawn(
        place_id=place,
        name=_name(rows, place),
        kind=kind,
        precision=precision,
        count=count,
        category=prevailing[0] if len(prevailing) == 1 else None,
        geometry=rows.geometry.iloc[0],
        uncertainty_m=None if pd.isna(uncertainty) else float(uncertainty),
    )


def place(rows: GeoDataFrame) -> Ranked:
    """The rows of one place, told in short; `rows` may not be empty."""
    return _ranked(str(rows["place_id"].iloc[0]), rows)


def _ranked(place: str, rows: GeoDataFrame) -> Ranked:
    last = rows["meeting_date"].max()
    return Ranked(
        place_id=place,
        name=_name(rows, place),
        count=said(rows),
        kinds=tuple(sorted(counts(rows, "kind").items(), key=lambda item: KINDS.index(item[0]))),
        categories=tuple(counts(rows, "category").items()),
        meetings=rows["document_sha256"].nunique(),
        last=None if pd.isna(last) else last.date(),
        municipality=next(iter(counts(rows, "municipality")), None),
    )


def _ordered(values: Iterable[str]) -> list[tuple[str, int]]:
    return sorted(Counter(values).items(), key=lambda item: (-item[1], item[0]))


def _name(rows: GeoDataFrame, place: str) -> str:
    return str(rows["place"].dropna().iloc[0]) if rows["place"].notna().any() else place


def _fineness(precision: str) -> int:
    return PRECISIONS.index(precision) if precision in PRECISIONS else len(PRECISIONS)


def _has_geometry(table: GeoDataFrame) -> pd.Series:
    return table.geometry.notna() & ~table.geometry.is_empty
