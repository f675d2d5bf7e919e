"""What makes the SQLite file a GeoPackage: the standard's own tables, the layers with their R*Trees and styles.

The spatial triggers of keys say UPDATE OF, so that a program without the ST_ functions may still change other columns.
"""

from __future__ import annotations

from dataclasses import dataclass

from pyproj import CRS
from sqlalchemy import Connection

from trygghet_geo.coordinates import METRIC_CRS
from trygghet_geo.store import styles
from trygghet_geo.store.geometries import SRID

APPLICATION_ID = 0x47504B47  # "GPKG"
VERSION = 10300
_UNDEFINED = (("Cartesian", -1), ("geographic", 0))


@dataclass(frozen=True)
class Layer:
    """A table that QGIS lists. `source` is None for a table that holds its own rows, else what a view shows of it."""

    name: str
    title: str
    description: str
    geometry: str = "GEOMETRY"
    source: str | None = None


FEATURE = Layer("feature", "Trygghetskartan", "Vad som togs upp, per uttalande, kategori och plats")
LAYERS = (
    FEATURE,
    Layer("feature_points", "Problem, punkter", "Problem som har en punkt", "POINT", "Point"),
    Layer("feature_lines", "Problem, vägar", "Problem längs en väg", "MULTILINESTRING", "Line"),
    Layer("feature_areas", "Problem, områden", "Problem i ett område", "MULTIPOLYGON", "Polygon"),
)
_STANDARD = """
CREATE TABLE IF NOT EXISTS gpkg_spatial_ref_sys (
  srs_name TEXT NOT NULL, srs_id INTEGER PRIMARY KEY, organization TEXT NOT NULL,
  organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
CREATE TABLE IF NOT EXISTS gpkg_contents (
  table_name TEXT PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE, description TEXT DEFAULT '',
  last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE,
  srs_id INTEGER REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE IF NOT EXISTS gpkg_geometry_columns (
  table_name TEXT NOT NULL UNIQUE REFERENCES gpkg_contents(table_name), column_name TEXT NOT NULL,
  geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL REFERENCES gpkg_spatial_ref_sys(srs_id),
  z TINYINT NOT NULL, m TINYINT NOT NULL, PRIMARY KEY (table_name, column_name));
CREATE TABLE IF NOT EXISTS gpkg_extensions (
  table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL, definition TEXT NOT NULL, scope TEXT NOT NULL,
  UNIQUE (table_name, column_name, extension_name));
CREATE TABLE IF NOT EXISTS layer_styles (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, f_table_catalog TEXT(256), f_table_schema TEXT(256),
  f_table_name TEXT(256), f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT, styleSLD TEXT,
  useAsDefault BOOLEAN, description TEXT, owner TEXT(30), ui TEXT(30),
  update_time DATETIME DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')));
"""
_FULL = "NEW.geom NOTNULL AND NOT ST_IsEmpty(NEW.geom)"
_BOX = "ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom)"
_RTREE = (
    f"insert AFTER INSERT ON {{t}} WHEN ({_FULL}) BEGIN"
    f" INSERT OR REPLACE INTO rtree_{{t}}_geom VALUES (NEW.fid, {_BOX}); END",
    f"update6 AFTER UPDATE OF geom ON {{t}} WHEN OLD.fid = NEW.fid AND ({_FULL}) BEGIN"
    f" INSERT OR REPLACE INTO rtree_{{t}}_geom VALUES (NEW.fid, {_BOX}); END",
    "update2 AFTER UPDATE OF geom ON {t} WHEN OLD.fid = NEW.fid AND (NEW.geom ISNULL OR ST_IsEmpty(NEW.geom)) BEGIN"
    " DELETE FROM rtree_{t}_geom WHERE id = OLD.fid; END",
    f"update5 AFTER UPDATE OF fid ON {{t}} WHEN OLD.fid != NEW.fid AND ({_FULL}) BEGIN"
    f" DELETE FROM rtree_{{t}}_geom WHERE id = OLD.fid;"
    f" INSERT OR REPLACE INTO rtree_{{t}}_geom VALUES (NEW.fid, {_BOX}); END",
    "update4 AFTER UPDATE OF fid ON {t} WHEN OLD.fid != NEW.fid AND (NEW.geom ISNULL OR ST_IsEmpty(NEW.geom)) BEGIN"
    " DELETE FROM rtree_{t}_geom WHERE id IN (OLD.fid, NEW.fid); END",
    "delete AFTER DELETE ON {t} WHEN OLD.geom NOT NULL BEGIN DELETE FROM rtree_{t}_geom WHERE id = OLD.fid; END",
)


def install(connection: Connection) -> None:
    """Make the file a GeoPackage with all LAYERS, or bring one up to date; the caller holds the transaction."""
    for statement in _STANDARD.split(";"):
        if statement.strip():
            connection.exec_driver_sql(statement)
    connection.exec_driver_sql("INSERT OR IGNORE INTO gpkg_spatial_ref_sys VALUES (?,?,?,?,?,?)", _reference_systems())
    for layer in LAYERS:
        _register(connection, layer)
    _style(connection)
    connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.exec_driver_sql(f"PRAGMA user_version = {VERSION}")


def widen(connection: Connection, bounds: tuple[float, float, float, float]) -> None:
    """Let the layers' extent, to which QGIS zooms, take in `bounds`: west, south, east, north in metres (EPSG:3006)."""
    connection.exec_driver_sql(
        "UPDATE gpkg_contents SET min_x = min(coalesce(min_x, ?1), ?1), min_y = min(coalesce(min_y, ?2), ?2),"
        " max_x = max(coalesce(max_x, ?3), ?3), max_y = max(coalesce(max_y, ?4), ?4),"
        " last_change = strftime('%Y-%m-%dT%H:%M:%fZ', 'now') WHERE table_name LIKE 'feature%'",
        tuple(map(float, bounds)),
    )


def reindex(connection: Connection) -> None:
    """Fill the R*Trees from the rows."""
    for layer in LAYERS:
        if layer.source is None:
            name = layer.name
            connection.exec_driver_sql(f"DELETE FROM rtree_{name}_geom")
            connection.exec_driver_sql(
                f"INSERT INTO rtree_{name}_geom SELECT fid, ST_MinX(geom), ST_MaxX(geom), ST_MinY(geom), ST_MaxY(geom)"
                f" FROM {name} WHERE geom NOT NULL AND NOT ST_IsEmpty(geom)"
            )


def _register(connection: Connection, layer: Layer) -> None:
    connection.exec_driver_sql(
        "INSERT OR IGNORE INTO gpkg_contents (table_name, data_type, identifier, description, srs_id)"
        " VALUES (?,'features',?,?,?)",
        (layer.name, layer.title, layer.description, SRID),
    )
    connection.exec_driver_sql(
        "INSERT OR IGNORE INTO gpkg_geometry_columns VALUES (?,'geom',?,?,0,0)", (layer.name, layer.geometry, SRID)
    )
    if layer.source is None:
        _index(connection, layer.name)
    else:
        _view(connection, layer)


def _index(connection: Connection, name: str) -> None:
    exists = connection.exec_driver_sql("SELECT 1 FROM sqlite_master WHERE name = ?", (f"rtree_{name}_geom",)).first()
    if not exists:
        connection.exec_driver_sql(f"CREATE VIRTUAL TABLE rtree_{name}_geom USING rtree(id, minx, maxx, miny, maxy)")
    connection.exec_driver_sql(
        "INSERT OR IGNORE INTO gpkg_extensions VALUES (?,'geom','gpkg_rtree_index',"
        "'http://www.geopackage.org/spec120/#extension_rtree','write-only')",
        (name,),
    )
    for rule in _RTREE:
        trigger = f"rtree_{name}_geom_{rule.split()[0]}"
        connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {trigger}")
        connection.exec_driver_sql(f"CREATE TRIGGER {trigger} {rule.partition(' ')[2].format(t=name)}")


def _view(connection: Connection, layer: Layer) -> None:
    """A view of the concerns that have one sort of geometry; the sort is read from the blob, after its header."""
    codes = {"Point": (1, 4), "Line": (2, 5), "Polygon": (3, 6)}[layer.source or ""]
    # Byte 4 of the header tells the envelope's length; the WKB's second byte (little-endian) is the type.
    kind = "hex(substr(geom, 10 + CASE hex(substr(geom, 4, 1)) WHEN '01' THEN 0 WHEN '03' THEN 32 ELSE 48 END, 1))"
    listed = ", ".join(f"'{code:02X}'" for code in codes)
    connection.exec_driver_sql(f"DROP VIEW IF EXISTS {layer.name}")
    connection.exec_driver_sql(
        f"CREATE VIEW {layer.name} AS SELECT fid AS OGC_FID, * FROM feature WHERE kind = 'concern'"
        f" AND status <> 'rejected' AND geom NOT NULL AND {kind} IN ({listed})"
    )


def _style(connection: Connection) -> None:
    """The program's own styles anew; those that someone saved under other names stay."""
    connection.exec_driver_sql("DELETE FROM layer_styles WHERE owner = 'trygghetskartan'")
    for layer in LAYERS:
        shape = layer.source or "Point"
        taken = connection.exec_driver_sql(
            "SELECT 1 FROM layer_styles WHERE f_table_name = ? AND useAsDefault", (layer.name,)
        ).first()
        connection.exec_driver_sql(
            "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, styleName,"
            " styleQML, styleSLD, useAsDefault, description, owner) VALUES ('','',?,'geom',?,?,'',?,?,?)",
            (
                layer.name,
                "Trygghetskartan",
                styles.qml(shape),
                0 if taken else 1,
                layer.description,
                "trygghetskartan",
            ),
        )


def _reference_systems() -> list[tuple]:
    known = [
        (crs.name, code, "EPSG", code, crs.to_wkt("WKT1_GDAL"), None)
        for code, crs in ((SRID, CRS(METRIC_CRS)), (4326, CRS("EPSG:4326")))
    ]
    return known + [(f"Undefined {what} SRS", code, "NONE", code, "undefined", None) for what, code in _UNDEFINED]
