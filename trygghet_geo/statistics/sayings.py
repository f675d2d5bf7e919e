"""The rows of a table as what was said where: each statement once for a category at a place.

All counting starts here, so that a statement with two types, two mentions or two rows at one place is one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from trygghet_geo.statistics import hierarchy

if TYPE_CHECKING:
    from pandas import DataFrame

    from trygghet_geo.statistics.hierarchy import Inside
    from trygghet_geo.statistics.occasions import Source


@dataclass(frozen=True, order=True)
class Saying:
    """One statement about one category at one place (None: no place is known)."""

    document: str
    """SHA-256."""
    statement: str
    place_id: str | None
    category: str


@dataclass(frozen=True)
class Key:
    """What is counted together. A part that is None is not told apart, except that `place_id` None with `placed` False
    is what has no place."""

    place_id: str | None
    category: str | None
    placed: bool = True


def current(table: DataFrame, *, kinds: Collection[str] = ("concern",)) -> DataFrame:
    """The rows of `table` of the given kinds that no reviewer has rejected."""
    return table[table["kind"].isin(list(kinds)) & (table["status"] != "rejected")]


def sayings(table: DataFrame, *, kinds: Collection[str] = ("concern",)) -> frozenset[Saying]:
    """Every statement × category × place of the rows that count."""
    rows = current(table, kinds=kinds)
    columns = ("document_sha256", "statement_id", "place_id", "category")
    values = ([None if value != value else value for value in rows[name]] for name in columns)
    return frozenset(Saying(*row) for row in zip(*values, strict=True))


def within(said: Iterable[Saying], sources: Iterable[Source]) -> list[tuple[date, Saying]]:
    """Those of `said` that stand in a dated one of `sources`, with its date, in a stable order."""
    days = {one.sha256: one.day for one in sources if one.day is not None}
    found = [(days[one.document], one) for one in said if one.document in days]
    return sorted(found, key=lambda pair: (pair[0], pair[1].document, pair[1].statement, str(pair[1])))


def keys(one: Saying, places: Mapping[str, Inside], *, by: Collection[str], inside: bool = True) -> list[Key]:
    """What `one` counts for: its place and, with `inside`, all places around it; `by` holds "place" and "category".

    Counting sets of statement ids per key, a statement that names both a square and its town is one for the town.
    """
    category = one.category if "category" in by else None
    if "place" not in by:
        return [Key(None, category)]
    if one.place_id is None:
        return [Key(None, category, placed=False)]
    places_around = hierarchy.around(one.place_id, places) if inside else (one.place_id,)
    return [Key(place_id, category) for place_id in places_around]


def names(table: DataFrame) -> dict[str, str]:
    """What the rows call each place, for those that the gazetteer no longer knows."""
    pairs = table[["place_id", "place"]].dropna().drop_duplicates("place_id")
    return dict(zip(pairs["place_id"], pairs["place"], strict=True))
