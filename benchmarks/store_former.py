"""A store's file as the version before made it (schema 2), for what must show that it is brought up to date."""

from __future__ import annotations

import sqlite3
from array import array
from contextlib import closing
from pathlib import Path

import shapely

from benchmarks import store_made
from trygghet_geo.contract import COLUMNS, DATES
from trygghet_geo.coordinates import to_metres
from trygghet_geo.store import documents

_TABLES = """
CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER PRIMARY KEY, organization TEXT NOT NULL,
  organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
CREATE TABLE gpkg_contents (table_name TEXT PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE,
  description TEXT DEFAULT '', last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (table_name TEXT NOT NULL UNIQUE REFERENCES gpkg_contents(table_name),
  column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL,
  srs_id INTEGER NOT NULL REFERENCES gpkg_spatial_ref_sys(srs_id), z TINYINT NOT NULL, m TINYINT NOT NULL,
  PRIMARY KEY (table_name, column_name));
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE document (
  sha256 TEXT PRIMARY KEY, name TEXT NOT NULL, format TEXT NOT NULL, kind TEXT NOT NULL, bytes BLOB NOT NULL,
  text TEXT NOT NULL, pages INTEGER, header TEXT NOT NULL, blocks TEXT NOT NULL, meeting_date DATE,
  municipality TEXT, municipality_code TEXT, invented INTEGER NOT NULL, rules TEXT NOT NULL,
  ingested_at TEXT NOT NULL, sketch BLOB NOT NULL, duplicate_of TEXT REFERENCES document(sha256));
CREATE INDEX document_meeting ON document (meeting_date);
CREATE TABLE place (id TEXT PRIMARY KEY, name TEXT NOT NULL, parent TEXT);
INSERT INTO gpkg_spatial_ref_sys VALUES ('SWEREF99 TM', 3006, 'EPSG', 3006, 'undefined', NULL);
INSERT INTO gpkg_contents (table_name, data_type, identifier, srs_id)
  VALUES ('feature', 'features', 'Trygghetskartan', 3006);
INSERT INTO gpkg_geometry_columns VALUES ('feature','geom','GEOMETRY',3006,0,0);
INSERT INTO meta VALUES ('schema','2'), ('store','0123456789abcdef0123456789abcdef'), ('changes','5');
INSERT INTO place VALUES ('p1', 'Plats 1', NULL);
"""


def former_file(path: Path, *, documents: int, statements: int) -> None:
    """Make `path` a store of schema 2 with so many documents of so many statements."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.executescript(f"BEGIN; {_TABLES} {_layer()} COMMIT;")
        connection.execute("PRAGMA application_id = 1196444487")
        connection.execute("BEGIN")
        for number in range(documents):
            _insert(connection, number, statements)
        connection.execute("COMMIT")


def _layer() -> str:
    types = dict.fromkeys(("page", "start", "end"), "INTEGER") | dict.fromkeys(("uncertainty_m", "confidence"), "REAL")
    types |= dict.fromkeys(DATES, "DATE")
    columns = [f'"{name}" {types.get(name, "TEXT")}' for name in COLUMNS]
    columns[COLUMNS.index("id")] += " NOT NULL UNIQUE"
    columns[COLUMNS.index("document_sha256")] += " NOT NULL REFERENCES document(sha256) ON DELETE CASCADE"
    table = f"CREATE TABLE feature (fid INTEGER PRIMARY KEY AUTOINCREMENT, geom GEOMETRY, {', '.join(columns)});"
    table += "CREATE INDEX feature_document ON feature (document_sha256);"
    count = "UPDATE meta SET value = CAST(value AS INTEGER) + 1 WHERE key = 'changes';"
    for name in ("feature", "document"):
        for event in ("INSERT", "UPDATE", "DELETE"):
            table += f"CREATE TRIGGER {name}_{event}_counted AFTER {event} ON {name} BEGIN {count} END;"
    return table


def _insert(connection: sqlite3.Connection, number: int, statements: int) -> None:
    read, rows = store_made.document(number, statements=statements)
    own = (*documents.as_row(read), read.text.encode(), str(read.header.date), "Hallstahammar", "1961", "{}")
    names = (*documents.COLUMNS, "bytes", "meeting_date", "municipality", "municipality_code", "rules", "ingested_at")
    values = (*own, "2024-01-01T00:00:00Z", array("I", [number]).tobytes())
    marks = ", ".join("?" * len(values))
    connection.execute(f"INSERT INTO document ({', '.join(names)}, sketch) VALUES ({marks})", values)
    columns = ", ".join(f'"{name}"' for name in COLUMNS)
    marks = ", ".join("?" * (len(COLUMNS) + 1))
    for row in rows:
        days = {name: str(getattr(row, name)) for name in DATES}
        values = [days.get(name, getattr(row, name)) for name in COLUMNS]
        connection.execute(f"INSERT INTO feature ({columns}, geom) VALUES ({marks})", [*values, _blob(row.geometry)])


def _blob(shape) -> bytes | None:
    """As the version before wrote it: a header without an envelope."""
    if shape is None:
        return None
    return b"GP\x00\x01" + (3006).to_bytes(4, "little") + shapely.to_wkb(to_metres(shape), byte_order=1)
