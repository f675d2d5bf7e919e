"""A selected table told by place: what the map draws, what the list ranks, what has no place, what a period holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from trygghet_geo.records import KINDS, PRECISIONS

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from shapely.geometry.base import BaseGeometry


WIDE_DEGREES = 1.0
"""About 55 km in middle Sweden: wider than most municipalities."""


@dataclass(frozen=True)
class Drawn:
    """One thing on the map: all rows of one kind that hold at one place with one precision. Geometry in EPSG:4326."""

    place_id: str
    name: str
    kind: str
    precision: str
    count: int
    category: str | None
    """The category of more than half of the rows, None when no category has that many."""
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
    """Categories with their counts, most frequent first, ties in alphabetical order of their codes."""
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
    """The places on the map, those with most rows first, ties in alphabetical order."""
    placed = table[_has_geometry(table) & table["place_id"].notna()]
    found = [_ranked(str(place), rows) for place, rows in placed.groupby("place_id", sort=True)]
    return tuple(sorted(found, key=lambda r: (-r.count, r.name.casefold(), r.place_id)))


def unplaced(table: GeoDataFrame) -> GeoDataFrame:
    """Rows that no map can show: no place, the whole municipality, or a place without a known position."""
    return table[~_has_geometry(table) | table["place_id"].isna()]


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
    """How many rows each value of `column` has, most first, ties in alphabetical order; missing values are left out."""
    return dict(_ordered(table[column].dropna()))


def days(table: GeoDataFrame) -> tuple[date, ...]:
    """The meeting dates in `table`, in order, each once."""
    return tuple(sorted({value.date() for value in table["meeting_date"].dropna()}))


def statements(table: GeoDataFrame) -> GeoDataFrame:
    """One row per statement: the first of its features, in the order of the document."""
    return table.drop_duplicates("statement_id").sort_values(["document", "start", "end"], kind="stable")


def _drawn(place: str, kind: str, precision: str, rows: GeoDataFrame) -> Drawn:
    category, most = _ordered(rows["category"].dropna())[0] if rows["category"].notna().any() else (None, 0)
    uncertainty = rows["uncertainty_m"].max()
    return Drawn(
        place_id=place,
        name=_name(rows, place),
        kind=kind,
        precision=precision,
        count=len(rows),
        category=category if 2 * most > len(rows) else None,
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
        count=len(rows),
        kinds=tuple(sorted(Counter(rows["kind"]).items(), key=lambda item: KINDS.index(item[0]))),
        categories=tuple(_ordered(rows["category"].dropna())),
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
