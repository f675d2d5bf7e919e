"""The columns that a map and its filters ask for, as arrays: what a million rows are filtered by in milliseconds.

Text is kept once and pointed at by number, days are counted from 1 January of year 1, boxes are in metres (EPSG:3006).
The rows themselves stay in the store until they are shown (`Store.rows`).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import shapely
from sqlalchemy import Connection, text

from trygghet_geo.coordinates import from_metres, to_metres
from trygghet_geo.errors import InvalidSelection
from trygghet_geo.selection import Inside, Selection
from trygghet_geo.store import bulk, loading
from trygghet_geo.store.geometries import decoded

_TEXTS = (
    "kind",
    "category",
    "type",
    "status",
    "precision",
    "place_id",
    "place",
    "municipality_code",
    "document_sha256",
)
_DATES = ("meeting_date", "date_start", "date_end")
BULK = 150_000
"""Rows from which a file is read in bulk."""
_UNKNOWN = np.iinfo(np.int32).min
_BLOB_HEADER = 40
"""Bytes of a blob up to the end of its envelope: the store's own always have one of four numbers."""


@dataclass(frozen=True)
class Coded:
    """A column of text: for each row a number into `values`, -1 where there is none."""

    codes: np.ndarray
    values: tuple[str, ...]

    def among(self, wanted: Iterable[str]) -> np.ndarray:
        """Which rows have one of the values."""
        chosen = set(wanted)
        hit = np.array([value in chosen for value in (*self.values, None)], dtype=bool)
        return hit[self.codes]


@dataclass(frozen=True, eq=False)
class Columns:
    """Every feature of a store at one version, in the order of their keys (`fids`)."""

    version: str
    fids: np.ndarray
    texts: Mapping[str, Coded]
    first: np.ndarray
    """First and last day, by the contract's rules; a row without any is never within a period."""
    last: np.ndarray
    spots: np.ndarray
    """For each row a number into `sides`, -1 for what has no place on the map: many rows are at one place."""
    sides: np.ndarray
    """West, south, east, north in metres, one row for each box that occurs."""
    inside: Mapping[str, Inside]

    def __len__(self) -> int:
        return len(self.fids)

    @property
    def boxes(self) -> np.ndarray:
        """The box of every row, n × 4 in metres; NaN for what has no place on the map."""
        return np.vstack((self.sides, np.full((1, 4), np.nan)))[self.spots]

    def chosen(self, selection: Selection) -> np.ndarray:
        """Positions of the rows let through, in order.

        As `Selection.apply`, but a line or an area counts as within `bbox` when its own box meets it. Raises
        InvalidSelection for a text, which the columns do not hold: see `Store.search`.
        """
        if selection.text:
            raise InvalidSelection("text finns inte i kolumnerna; använd sökningen")
        mask = np.ones(len(self), dtype=bool)
        for part in self._parts(selection):
            mask &= part
        positions = np.flatnonzero(mask)
        return positions if selection.bbox is None else positions[self._boxed(selection.bbox, self.spots[positions])]

    def _parts(self, selection: Selection) -> Iterable[np.ndarray]:
        named = {"kinds": "kind", "categories": "category", "statuses": "status", "precisions": "precision"}
        named |= {"municipalities": "municipality_code", "documents": "document_sha256"}
        for field, column in named.items():
            if (wanted := getattr(selection, field)) is not None:
                yield self.texts[column].among(wanted)
        if selection.types is not None:
            plain = {value.rpartition("/")[2] for value in selection.types}
            yield self.texts["type"].among(plain)
        if selection.places is not None:
            yield self.texts["place_id"].among(self._lying_in(selection.places))
        if selection.date_from:
            yield self.last >= selection.date_from.toordinal()
        if selection.date_to:
            yield (self.first <= selection.date_to.toordinal()) & (self.first != _UNKNOWN)
        if selection.placed_only:
            yield self.spots >= 0

    def _lying_in(self, wanted: Sequence[str]) -> set[str]:
        """Ids of the places asked for, by id or name, and of all that lie in them."""
        asked = {value.casefold() for value in wanted}
        chosen = set()
        for id_ in self.texts["place_id"].values:
            at: str | None = id_
            seen: set[str] = set()
            while at is not None and at not in seen:
                seen.add(at)
                here = self.inside.get(at)
                if at.casefold() in asked or (here and here.name.casefold() in asked):
                    chosen.add(id_)
                    break
                at = here.parent if here else None
        return chosen

    def _boxed(self, box: tuple[float, float, float, float], spots: np.ndarray) -> np.ndarray:
        """Which of `spots` lie in a box in degrees."""
        if len(spots) < len(self.sides):
            return _within(self.sides[spots], box) & (spots >= 0)
        return np.append(_within(self.sides, box), False)[spots]


def _within(sides: np.ndarray, box: tuple[float, float, float, float]) -> np.ndarray:
    """Which of the boxes in metres meet a box in degrees; a point, to the millimetre."""
    west, south, east, north = loading.metric_box(box)
    near = (sides[:, 2] >= west) & (sides[:, 0] <= east) & (sides[:, 3] >= south) & (sides[:, 1] <= north)
    # The box in degrees is no rectangle in metres: near its edges points are asked where they are.
    at = np.flatnonzero(near)
    few = sides[at]
    west, south, east, north = _within_all_edges(box)
    sure = (few[:, 0] >= west) & (few[:, 2] <= east) & (few[:, 1] >= south) & (few[:, 3] <= north)
    points = at[~sure & (few[:, 0] == few[:, 2]) & (few[:, 1] == few[:, 3])]
    degrees = from_metres(shapely.points(sides[points, 0], sides[points, 1]))
    x, y = shapely.get_x(degrees), shapely.get_y(degrees)
    near[points] = (x >= box[0]) & (x <= box[2]) & (y >= box[1]) & (y <= box[3])
    return near


def read(connection: Connection, *, version: str, inside: Mapping[str, Inside], current: Callable[[], str]) -> Columns:
    """The columns of every feature at `version`; `current` asks for the store's version at this moment."""
    path = _file(connection)
    if (
        path
        and _many(connection)
        and (found := _in_bulk(path, version=version, inside=inside))
        and current() == version
    ):
        return found
    return _by_rows(connection, version=version, inside=inside)


def _file(connection: Connection) -> Path | None:
    """The GeoPackage that the connection is to; None for a server and for a store that is only in memory."""
    if connection.dialect.name != "sqlite":
        return None
    name = connection.exec_driver_sql("PRAGMA database_list").fetchall()[0][2]
    return Path(name) if name else None


def _many(connection: Connection) -> bool:
    """Whether starting a process to read them is worth its second."""
    return (connection.exec_driver_sql("SELECT max(fid) FROM feature").scalar() or 0) > BULK


def _in_bulk(path: Path, *, version: str, inside: Mapping[str, Inside]) -> Columns | None:
    """None when GDAL cannot read the file just now (another program holds it): then the rows are read one by one."""
    table = bulk.layer(path, [*_TEXTS, *_DATES])
    if table is None:
        return None
    coded = {name: Coded(*bulk.coded(table[name])) for name in _TEXTS}
    meeting, start, end = (bulk.days(table[name], unknown=_UNKNOWN) for name in _DATES)
    first, last = (np.where(days == _UNKNOWN, meeting, days) for days in (start, end))
    fids = table["fid"].to_numpy().astype(np.int64)
    spots, sides = bulk.boxes(table["geom"])
    return Columns(version, fids, coded, first, last, *_placed(spots, sides), inside)


def of_documents(connection: Connection, documents: Sequence[str], *, like: Columns) -> Columns:
    """Only the rows of `documents` (SHA-256), at the version of `like`."""
    return _by_rows(connection, version=like.version, inside=like.inside, documents=documents)


def _by_rows(
    connection: Connection, *, version: str, inside: Mapping[str, Inside], documents: Sequence[str] | None = None
) -> Columns:
    """Every row, or only those of `documents`."""
    server = connection.dialect.name == "postgresql"
    shape = "geom IS NOT NULL, ST_XMin(geom), ST_YMin(geom), ST_XMax(geom), ST_YMax(geom)" if server else "geom"
    query = f"SELECT fid, {', '.join(_TEXTS)}, {', '.join(_DATES)}, {shape} FROM feature"
    given: tuple[Any, ...] = ()
    if documents is not None:
        listed = "= ANY(%s)" if server else "IN (SELECT value FROM json_each(?))"
        query += f" WHERE document_sha256 {listed}"
        given = (list(documents) if server else json.dumps(list(documents)),)
    # By the driver itself: a million rows of SQLAlchemy's take as long again.
    cursor = connection.connection.cursor()
    cursor.execute(f"{query} ORDER BY fid", given)
    rows = cursor.fetchall()
    every = list(zip(*rows, strict=True)) or [()] * (1 + len(_TEXTS) + 3 + (5 if server else 1))
    coded = {name: _coded(every[1 + at]) for at, name in enumerate(_TEXTS)}
    meeting, start, end = (_days(values) for values in every[1 + len(_TEXTS) : 4 + len(_TEXTS)])
    spots, sides = _server_boxes(every[-4:]) if server else _file_boxes(every[-1])
    first, last = (np.where(days == _UNKNOWN, meeting, days) for days in (start, end))
    fids = np.array(every[0], dtype=np.int64)
    return Columns(version, fids, coded, first, last, *_placed(spots, sides), inside)


def rows(connection: Connection, fids: Iterable[int]) -> Any:
    """The features with those keys, as `Store.table` gives them."""
    wanted = [int(fid) for fid in fids]
    chosen = loading.query("all", show_unreviewed=True)
    if connection.dialect.name == "postgresql":
        chosen = chosen.where(text("feature.fid = ANY(:wanted)").bindparams(wanted=wanted))
    else:
        listed = text("feature.fid IN (SELECT value FROM json_each(:wanted))")
        chosen = chosen.where(listed.bindparams(wanted=json.dumps(wanted)))
    return loading.frame(connection, loading.ordered(chosen, connection.dialect.name))


def _within_all_edges(box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    """The rectangle in EPSG:3006 wholly inside a box in degrees; empty when its edges bend past each other."""
    west, south, east, north = box
    corners = {"w": (west, south, west, north), "s": (west, south, east, south)}
    corners |= {"e": (east, south, east, north), "n": (west, north, east, north)}
    lines = [shapely.segmentize(shapely.LineString([(a, b), (c, d)]), 0.05) for a, b, c, d in corners.values()]
    w, s, e, n = (line.bounds for line in to_metres(np.array(lines, dtype=object)))
    return w[2] + 1, s[3] + 1, e[0] - 1, n[1] - 1


def _coded(values: Sequence[str | None]) -> Coded:
    codes, found = pd.factorize(np.array(values, dtype=object))
    return Coded(codes.astype(np.int32), tuple(found))


def _days(values: Sequence[date | str | None]) -> np.ndarray:
    codes, found = pd.factorize(np.array(values, dtype=object))
    days = [day.toordinal() if isinstance(day, date) else date.fromisoformat(day).toordinal() for day in found]
    return np.array([*days, _UNKNOWN], dtype=np.int32)[codes]


def _placed(spots: np.ndarray, sides: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """An empty geometry has no box: -1, as for a missing one."""
    there = np.append(~np.isnan(sides[:, 0]), False)
    # Column by column in memory, as they are asked for.
    return np.where(there[spots], spots, -1).astype(np.int32), np.asfortranarray(sides)


def _file_boxes(blobs: Sequence[bytes | None]) -> tuple[np.ndarray, np.ndarray]:
    """Read off the blobs' headers; the few without one of the store's own (drawn in QGIS) are decoded."""
    spots, found = pd.factorize(np.fromiter(blobs, dtype=object, count=len(blobs)))
    sides = np.full((len(found), 4), np.nan)
    usual = [at for at, blob in enumerate(found) if blob[3] == 3]
    heads = b"".join(found[at][8:_BLOB_HEADER] for at in usual)
    west, east, south, north = np.frombuffer(heads, dtype="<f8").reshape(-1, 4).T
    sides[usual] = np.column_stack((west, south, east, north))
    others = [at for at, blob in enumerate(found) if blob[3] != 3]
    if others:
        sides[others] = shapely.bounds(decoded([found[at] for at in others]))
    return spots, sides


def _server_boxes(sides: Sequence[Sequence[float | None]]) -> tuple[np.ndarray, np.ndarray]:
    every = pd.DataFrame(np.array(sides, dtype=np.float64).T.reshape(-1, 4))
    spots = every.groupby([0, 1, 2, 3], sort=False, dropna=True).ngroup().fillna(-1).to_numpy(dtype=np.int32)
    return spots, every[spots >= 0].drop_duplicates().to_numpy()
