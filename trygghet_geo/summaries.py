"""A selected table told by place: what the map draws, what the list ranks, what has no place, what a period holds.

What is counted is what was said: statements. One statement about graffiti and speeding on two roads is four rows of the
table (docs/contract.md) and one on each road.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from trygghet_geo.indexes import Counted, Drawn, Index, Ranked, has_geometry
from trygghet_geo.records import KINDS

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

__all__ = ["Counted", "Drawn", "Index", "Ranked", "at", "counts", "days", "drawn", "extent", "home", "place", "ranked"]
__all__ += ["said", "statements", "unplaced"]

WIDE_DEGREES = 1.0
"""About 55 km in middle Sweden: wider than most municipalities."""


def drawn(table: GeoDataFrame) -> tuple[Drawn, ...]:
    """What `table` (contract columns, EPSG:4326) puts on a map; see `Index.drawn`."""
    return Index(table).drawn()


def ranked(table: GeoDataFrame) -> tuple[Ranked, ...]:
    """The places of `table` on the map; see `Index.ranked`."""
    return Index(table).ranked()


def unplaced(table: GeoDataFrame) -> GeoDataFrame:
    """The rows of statements that no map can show: no place, the whole municipality, or no known position.

    A statement that is on the map at one of its places is not here for the sake of another.
    """
    placed = has_geometry(table) & table["place_id"].notna()
    return table[~table["statement_id"].isin(set(table["statement_id"][placed]))]


def said(table: GeoDataFrame) -> int:
    """How many statements the rows tell of."""
    return table["statement_id"].nunique()


def extent(table: GeoDataFrame) -> tuple[float, float, float, float] | None:
    """West, south, east, north in degrees of where `table` lies in its `home`; None when nothing of it is placed there.

    Of the places in that municipality the middle nine tenths count; what is drawn wider than a municipality does not.
    """
    here = table[has_geometry(table) & (table["municipality_code"] == home(table))]
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


def days(table: GeoDataFrame) -> tuple[date, ...]:
    """The meeting dates in `table`, in order, each once."""
    return tuple(sorted({value.date() for value in table["meeting_date"].dropna()}))


def statements(table: GeoDataFrame) -> GeoDataFrame:
    """One row per statement: the first of its features, in the order of the document."""
    return table.drop_duplicates("statement_id").sort_values(["document", "start", "end"], kind="stable")


def place(rows: GeoDataFrame) -> Ranked:
    """The rows of one place, told in short, wherever it lies; `rows` may not be empty."""
    last = rows["meeting_date"].max()
    return Ranked(
        place_id=str(rows["place_id"].iloc[0]),
        name=str(next(iter(rows["place"].dropna()), rows["place_id"].iloc[0])),
        count=said(rows),
        kinds=tuple(sorted(counts(rows, "kind").items(), key=lambda item: KINDS.index(item[0]))),
        categories=tuple(counts(rows, "category").items()),
        meetings=rows["document_sha256"].nunique(),
        last=None if pd.isna(last) else last.date(),
        municipality=next(iter(counts(rows, "municipality")), None),
    )


def _ordered(values: Iterable[str]) -> list[tuple[str, int]]:
    return sorted(Counter(values).items(), key=lambda item: (-item[1], item[0]))
