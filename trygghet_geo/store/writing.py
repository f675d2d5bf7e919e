"""A document and its features into the store's tables; the caller holds the transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import shapely

from trygghet_geo import table
from trygghet_geo.contract import COLUMNS
from trygghet_geo.coordinates import to_metres
from trygghet_geo.records import Document, Feature, Municipality
from trygghet_geo.selection import Inside
from trygghet_geo.store import copies, documents, geopackage


@dataclass(frozen=True)
class First:
    """The document that another one is a copy of."""

    sha256: str
    name: str


def copied(
    connection: sqlite3.Connection, document: Document, municipality: Municipality | None, sketch: bytes
) -> First | None:
    """The stored document of the same meeting that has nearly the same words, the most alike when there are several."""
    meeting = document.header.date
    least = copies.LIKENESS if meeting else copies.UNDATED_LIKENESS
    where = (meeting.isoformat() if meeting else None, municipality.code if municipality else None)
    rows = connection.execute(
        "SELECT sha256, name, sketch FROM document WHERE duplicate_of IS NULL AND meeting_date IS ?"
        " AND municipality_code IS ? AND length(sketch) BETWEEN ? AND ? ORDER BY sha256",
        (*where, *copies.sizes(sketch, least)),
    )
    alike = [(copies.likeness(sketch, other), First(sha256, name)) for sha256, name, other in rows]
    best = max(alike, key=lambda pair: pair[0], default=None)
    return best[1] if best and best[0] >= least else None


def insert_document(
    connection: sqlite3.Connection, document: Document, municipality: Municipality | None, own: Mapping[str, object]
) -> None:
    """`own` are the columns that neither the document nor the municipality fills."""
    values = dict(zip(documents.COLUMNS, documents.as_row(document), strict=True)) | own
    values["meeting_date"] = _plain(document.header.date)
    values["municipality"] = municipality.name if municipality else None
    values["municipality_code"] = municipality.code if municipality else None
    marks = ", ".join("?" * len(values))
    clock = "strftime('%Y-%m-%dT%H:%M:%SZ', 'now')"
    query = f"INSERT INTO document ({', '.join(values)}, ingested_at) VALUES ({marks}, {clock})"
    connection.execute(query, tuple(values.values()))


def insert_features(connection: sqlite3.Connection, rows: list[Feature]) -> None:
    if not rows:
        return
    frame = table.frame(rows)
    metric = to_metres(frame.geometry.to_numpy())
    names = ", ".join(f'"{name}"' for name in COLUMNS)
    marks = ", ".join("?" * (len(COLUMNS) + 1))
    query = f"INSERT INTO {geopackage.LAYER} ({names}, geom) VALUES ({marks})"
    encoded = geopackage.blobs(metric)
    values = ([_plain(getattr(row, name)) for name in COLUMNS] for row in rows)
    connection.executemany(query, ([*row, blob] for row, blob in zip(values, encoded, strict=True)))
    west, south, east, north = shapely.total_bounds(metric)
    if west == west:
        _widen(connection, (west, south, east, north))


def _widen(connection: sqlite3.Connection, bounds: tuple[float, float, float, float]) -> None:
    """Let the layer's extent, to which QGIS zooms, take in `bounds` (metres)."""
    west, south, east, north = map(float, bounds)
    connection.execute(
        "UPDATE gpkg_contents SET min_x = min(coalesce(min_x, ?1), ?1), min_y = min(coalesce(min_y, ?2), ?2),"
        " max_x = max(coalesce(max_x, ?3), ?3), max_y = max(coalesce(max_y, ?4), ?4),"
        " last_change = strftime('%Y-%m-%dT%H:%M:%fZ', 'now') WHERE table_name = ?5",
        (west, south, east, north, geopackage.LAYER),
    )


def insert_places(connection: sqlite3.Connection, places: Mapping[str, Inside]) -> None:
    rows = [(id_, place.name, place.parent) for id_, place in places.items()]
    connection.executemany("INSERT OR REPLACE INTO place VALUES (?,?,?)", rows)


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value
