"""The store's file: a live GeoPackage (EPSG:3006) kept with the standard library's sqlite3, which QGIS opens as it is.

Text columns are TEXT because GDAL hides VARCHAR ones; there is no full-text index in the file because the SQLite inside
GDAL's wheels lacks FTS5 and could then write nothing; no R*Tree yet, whose triggers need functions QGIS has and plain
SQLite has not.
"""

from __future__ import annotations

import sqlite3
import struct
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import numpy as np
import shapely
from pyproj import CRS

from trygghet_geo.contract import COLUMNS, DATES
from trygghet_geo.coordinates import METRIC_CRS
from trygghet_geo.errors import StoreError

SCHEMA = 2
"""Version of the tables below; a file with a higher one was made by a newer program and is left alone."""

SRID = 3006
APPLICATION_ID = 0x47504B47  # "GPKG"
GPKG_VERSION = 10300
LAYER = "feature"
_INTEGERS = ("page", "start", "end")
_REALS = ("uncertainty_m", "confidence")

_STANDARD = """
CREATE TABLE gpkg_spatial_ref_sys (
  srs_name TEXT NOT NULL, srs_id INTEGER PRIMARY KEY, organization TEXT NOT NULL,
  organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
CREATE TABLE gpkg_contents (
  table_name TEXT PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE, description TEXT DEFAULT '',
  last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE,
  srs_id INTEGER REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (
  table_name TEXT NOT NULL UNIQUE REFERENCES gpkg_contents(table_name), column_name TEXT NOT NULL,
  geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL REFERENCES gpkg_spatial_ref_sys(srs_id),
  z TINYINT NOT NULL, m TINYINT NOT NULL, PRIMARY KEY (table_name, column_name));
"""
_OWN = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE document (
  sha256 TEXT PRIMARY KEY, name TEXT NOT NULL, format TEXT NOT NULL, kind TEXT NOT NULL, bytes BLOB NOT NULL,
  text TEXT NOT NULL, pages INTEGER, header TEXT NOT NULL, blocks TEXT NOT NULL, meeting_date DATE,
  municipality TEXT, municipality_code TEXT, invented INTEGER NOT NULL, rules TEXT NOT NULL,
  ingested_at TEXT NOT NULL, sketch BLOB NOT NULL, duplicate_of TEXT REFERENCES document(sha256));
CREATE INDEX document_meeting ON document (meeting_date);
CREATE TABLE place (id TEXT PRIMARY KEY, name TEXT NOT NULL, parent TEXT);
"""
# Counted by triggers, so that an edit made in QGIS is also seen by a dashboard that caches on the version.
_COUNTED = """
CREATE TRIGGER {table}_{event}_counted AFTER {event} ON {table} BEGIN
  UPDATE meta SET value = CAST(value AS INTEGER) + 1 WHERE key = 'changes'; END;
"""


@contextmanager
def connected(path: Path, *, timeout_s: float) -> Iterator[sqlite3.Connection]:
    """A connection to the store's file, made ready (and its tables made, when new); closed at the end.

    Raises
    ------
    StoreError
        If the file cannot be opened, read or written, is broken, locked, from a newer version, or something else.
    """
    try:
        connection = sqlite3.connect(path, timeout=timeout_s, isolation_level=None)
    except sqlite3.Error as error:
        raise StoreError(explained(error, path)) from error
    try:
        _prepare(connection, path)
        yield connection
    except (sqlite3.IntegrityError, sqlite3.ProgrammingError):
        raise  # a bug in this program, not a fault of the file
    except sqlite3.Error as error:
        raise StoreError(explained(error, path)) from error
    finally:
        connection.close()


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All or nothing: the write lock is taken at once, so that what is read first still holds when it is written."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def explained(error: sqlite3.Error, path: Path) -> str:
    """What went wrong with the store's file, in Swedish, on one line, with what to do."""
    text = str(error).lower()
    if "locked" in text or "busy" in text:
        return f"{path}: lagret är upptaget av ett annat program; stäng det (till exempel QGIS) eller försök igen strax"
    if "readonly" in text or "read-only" in text:
        return f"{path}: lagret får bara läsas; ge skrivrätt till filen och dess mapp"
    if "not a database" in text or "malformed" in text:
        return f"{path}: filen är trasig eller inget lager; lägg tillbaka en säkerhetskopia eller flytta undan filen"
    if "full" in text:
        return f"{path}: disken är full; frigör plats och försök igen (inget av filen sparades)"
    if "unable to open" in text:
        return f"{path}: lagret kan inte öppnas; kontrollera att mappen finns och att du har skrivrätt i den"
    return f"{path}: lagret kan inte användas ({error})"


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = FULL")
    if not _tables(connection):
        with transaction(connection):
            # Another process may have made the tables while this one waited for the lock.
            if not _tables(connection):
                _create(connection)
    if not {"meta", "document", LAYER} <= _tables(connection):
        raise StoreError(f"{path}: filen är en databas men inget lager från Trygghetskartan; ange en annan fil")
    _write_ahead(connection)
    version = int(connection.execute("SELECT value FROM meta WHERE key = 'schema'").fetchone()[0])
    if version > SCHEMA:
        raise StoreError(
            f"{path}: lagret är gjort av en nyare version (schema {version}, här {SCHEMA}); uppdatera programmet"
        )
    if version < SCHEMA:
        raise StoreError(
            f"{path}: lagret är gjort av en äldre version (schema {version}, här {SCHEMA}); flytta undan filen "
            "och läs in dokumenten igen"
        )


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Readers beside a writer. Asked for each time, because QGIS sets the mode back when it closes the file."""
    if connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal":
        return
    # When another process is busy, or the file may only be read, the mode stays as it is: slower, and just as safe.
    with suppress(sqlite3.OperationalError):
        connection.execute("PRAGMA journal_mode = WAL")


def _tables(connection: sqlite3.Connection) -> set[str]:
    return {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}


def _create(connection: sqlite3.Connection) -> None:
    # executescript would commit the transaction that makes creation all or nothing.
    for statement in (*_statements(_STANDARD), *_statements(_OWN), _layer()):
        connection.execute(statement)
    connection.execute(f"CREATE INDEX feature_document ON {LAYER} (document_sha256)")
    connection.executemany("INSERT INTO gpkg_spatial_ref_sys VALUES (?,?,?,?,?,?)", _reference_systems())
    connection.execute(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, srs_id) VALUES (?,?,?,?,?)",
        (
            LAYER,
            "features",
            "Trygghetskartan",
            "Vad som togs upp, per uttalande, kategori och plats",
            SRID,
        ),
    )
    connection.execute("INSERT INTO gpkg_geometry_columns VALUES (?,?,?,?,0,0)", (LAYER, "geom", "GEOMETRY", SRID))
    facts = {"schema": str(SCHEMA), "store": uuid.uuid4().hex, "changes": "0"}
    connection.executemany("INSERT INTO meta VALUES (?,?)", facts.items())
    for table in (LAYER, "document"):
        for event in ("INSERT", "UPDATE", "DELETE"):
            connection.execute(_COUNTED.format(table=table, event=event))
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {GPKG_VERSION}")


def _statements(script: str) -> list[str]:
    return [statement for statement in script.split(";") if statement.strip()]


def _layer() -> str:
    """The layer: the contract's columns, QGIS's key `fid`, and the geometry."""
    types = dict.fromkeys(_INTEGERS, "INTEGER") | dict.fromkeys(_REALS, "REAL") | dict.fromkeys(DATES, "DATE")
    columns = [f'"{name}" {types.get(name, "TEXT")}' for name in COLUMNS]
    columns[COLUMNS.index("id")] += " NOT NULL UNIQUE"
    columns[COLUMNS.index("document_sha256")] += " NOT NULL REFERENCES document(sha256) ON DELETE CASCADE"
    return f"CREATE TABLE {LAYER} (fid INTEGER PRIMARY KEY AUTOINCREMENT, geom GEOMETRY, {', '.join(columns)})"


def _reference_systems() -> list[tuple]:
    known = [
        (crs.name, code, "EPSG", code, crs.to_wkt("WKT1_GDAL"), None)
        for code, crs in ((SRID, CRS(METRIC_CRS)), (4326, CRS("EPSG:4326")))
    ]
    undefined = [(f"Undefined {what} SRS", code, "NONE", code, "undefined", None) for what, code in _UNDEFINED]
    return known + undefined


_UNDEFINED = (("Cartesian", -1), ("geographic", 0))


def blobs(geometries: np.ndarray) -> list[bytes | None]:
    """GeoPackage blobs of geometries in EPSG:3006: a header without envelope, then little-endian WKB."""
    header = b"GP\x00\x01" + struct.pack("<i", SRID)
    encoded = shapely.to_wkb(geometries, byte_order=1, output_dimension=2)
    return [None if wkb is None else header + wkb for wkb in encoded]


def geometries(encoded: list[bytes | None]) -> np.ndarray:
    """Undo `blobs`; also reads blobs with an envelope, as QGIS writes them. Empty and missing ones are None."""
    decoded = shapely.from_wkb(np.array([None if blob is None else _wkb(blob) for blob in encoded], dtype=object))
    return np.array([None if g is None or g.is_empty else g for g in decoded], dtype=object)


def _wkb(blob: bytes) -> bytes:
    envelope = (0, 32, 48, 48, 64)[(blob[3] >> 1) & 7]
    return blob[8 + envelope :]
