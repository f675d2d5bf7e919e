"""Rows of the store as tables and records."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd
import shapely
from geopandas import GeoDataFrame
from sqlalchemy import Connection, Row, Select, collate, func, select, text, true

from trygghet_geo import table
from trygghet_geo.contract import COLUMNS
from trygghet_geo.coordinates import from_metres, to_metres
from trygghet_geo.errors import InvalidSelection
from trygghet_geo.records import Feature
from trygghet_geo.selection import Selection
from trygghet_geo.store.geometries import SRID, decoded
from trygghet_geo.store.models import DOCUMENT, FEATURE

VIEWS = ("all", "inside", "published")
_PUBLISHED = ("confirmed", "corrected")


def query(view: str, *, show_unreviewed: bool) -> Select:
    """All features that `view` lets through, in the contract's order. Raises InvalidSelection for another view."""
    if view not in VIEWS:
        raise InvalidSelection(f"{view}: okänd vy; välj bland {', '.join(VIEWS)}")
    f = FEATURE.c
    chosen = select(*(f[name] for name in COLUMNS), DOCUMENT.c.invented, f.geom)
    chosen = chosen.join(DOCUMENT, DOCUMENT.c.sha256 == f.document_sha256)
    if view == "published" or (view == "inside" and not show_unreviewed):
        chosen = chosen.where(f.status.in_(_PUBLISHED))
    elif view == "inside":
        chosen = chosen.where(f.status != "rejected")
    return chosen


def ordered(chosen: Select, dialect: str) -> Select:
    """In the contract's order. Text is ordered by code point on both backends, as Python does."""
    f, order = FEATURE.c, "C" if dialect == "postgresql" else "BINARY"

    def plain(column: Any) -> Any:
        return collate(func.coalesce(column, ""), order)

    position = (f.meeting_date.is_not(None), f.meeting_date, plain(f.document), plain(f.document_sha256))
    return chosen.order_by(*position, f.start, f.end, *map(plain, (f.kind, f.category, f.type, f.place_id, f.id)))


def frame(connection: Connection, chosen: Select) -> GeoDataFrame:
    """The rows of `chosen` (see `query`): the contract's columns, `invented` and the geometry in EPSG:4326."""
    names = [*COLUMNS, "invented", "geom"]
    every = list(zip(*connection.execute(chosen), strict=True)) or [()] * len(names)
    columns = pd.DataFrame(dict(zip(names, every, strict=True)), columns=names, dtype="object")
    columns["invented"] = columns["invented"].astype(bool)
    geometry = _degrees(columns.pop("geom").to_numpy())
    return table.typed(columns, geometry)


def _degrees(values: np.ndarray) -> np.ndarray:
    """The column `geom` in EPSG:4326; each place is decoded and moved once, however many rows are at it."""
    codes, found = pd.factorize(values)
    return np.append(from_metres(decoded(list(found))), None)[codes]


def records(rows: Iterable[Row]) -> list[Feature]:
    """Features (geometry in EPSG:4326) of rows that have the contract's columns and `geom`."""
    every = list(rows)
    shapes = from_metres(decoded([row.geom for row in every]))
    return [Feature(*(getattr(row, name) for name in COLUMNS), shape) for row, shape in zip(every, shapes, strict=True)]


def of_document(connection: Connection, sha256: str) -> list[Feature]:
    """The document's features, by position."""
    f = FEATURE.c
    return records(connection.execute(select(FEATURE).where(f.document_sha256 == sha256).order_by(f.start, f.fid)))


def conditions(selection: Selection) -> list[Any]:
    """What the database can leave out; never more than `selection` does, which is applied to the rest."""
    f, found = FEATURE.c, []
    for column, values in (
        (f.kind, selection.kinds),
        (f.category, selection.categories),
        (f.status, selection.statuses),
        (f.precision, selection.precisions),
    ):
        if values is not None:
            found.append(column.in_(values))
    if selection.date_from:
        found.append(func.coalesce(f.date_end, f.meeting_date) >= selection.date_from)
    if selection.date_to:
        found.append(func.coalesce(f.date_start, f.meeting_date) <= selection.date_to)
    if selection.placed_only:
        found.append(f.geom.is_not(None))
    return found


def metric_box(box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    """The box in EPSG:3006 around a box in degrees: west, south, east, north."""
    # The edges of a box in degrees are curves in metres: many points along them, and a metre to spare.
    return to_metres(np.array([shapely.segmentize(shapely.box(*box), 0.05)], dtype=object))[0].buffer(1).bounds


def boxed(connection: Connection, box: tuple[float, float, float, float]) -> Any:
    """Rows whose own box meets `box` (west, south, east, north in degrees), by the spatial index."""
    names = dict(zip(("west", "south", "east", "north"), metric_box(box), strict=True))
    if connection.dialect.name == "postgresql":
        inside = f"feature.geom && ST_MakeEnvelope(:west, :south, :east, :north, {SRID})"
    else:
        inside = "feature.fid IN (SELECT id FROM rtree_feature_geom WHERE maxx >= :west AND minx <= :east"
        inside += " AND maxy >= :south AND miny <= :north)"
        if connection.exec_driver_sql("SELECT 1 FROM sqlite_master WHERE name = 'rtree_feature_geom'").first() is None:
            return true()
    return text(inside).bindparams(**names)
