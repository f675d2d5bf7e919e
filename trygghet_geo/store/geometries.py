"""Geometries as the store keeps them: EPSG:3006, as a GeoPackage blob in SQLite and as PostGIS's own type on a server.

Also the few functions that a GeoPackage's spatial triggers call and plain SQLite has not.
"""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
import shapely
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.types import UserDefinedType

SRID = 3006
_MAGIC = b"GP\x00"
_ENVELOPES = (0, 32, 48, 48, 64)
"""Length in bytes of each kind of envelope in a blob's header."""


class Geometry(UserDefinedType):
    """A column of geometries in EPSG:3006; values go in and come out as the backend writes them (`encoded`, bytes)."""

    cache_ok = True


@compiles(Geometry, "sqlite")
def _sqlite_geometry(*_args: Any, **_kwargs: Any) -> str:
    return "GEOMETRY"


@compiles(Geometry, "postgresql")
def _postgresql_geometry(*_args: Any, **_kwargs: Any) -> str:
    return f"geometry(Geometry,{SRID})"


def encoded(geometries: Sequence[Any] | np.ndarray, dialect: str) -> list[bytes | str | None]:
    """Geometries in EPSG:3006 as `dialect` takes them: GeoPackage blobs with their envelope, or hexadecimal EWKB."""
    shapes = np.asarray(geometries, dtype=object)
    if dialect == "postgresql":
        return list(shapely.to_wkb(shapely.set_srid(shapes, SRID), hex=True, output_dimension=2, include_srid=True))
    wkbs = shapely.to_wkb(shapes, byte_order=1, output_dimension=2)
    bounds = shapely.bounds(shapes)
    return [
        None if wkb is None else _MAGIC + struct.pack("<Bi4d", 3, SRID, west, east, south, north) + wkb
        for wkb, (west, south, east, north) in zip(wkbs, bounds.tolist(), strict=True)
    ]


def decoded(values: Sequence[bytes | str | None]) -> np.ndarray:
    """Undo `encoded`, whichever dialect it was for; also reads what QGIS writes. Empty and missing ones are None."""
    # Places occur again and again: each is decoded once. Geometries are never changed in place, so rows may share one.
    codes, found = pd.factorize(np.fromiter(values, dtype=object, count=len(values)))
    plain = [value if isinstance(value, str) else _wkb(value) for value in found]
    shapes = shapely.set_srid(shapely.from_wkb(np.array([*plain, None], dtype=object)), 0)
    return np.where(shapely.is_empty(shapes) | (shapes == None), None, shapes)[codes]  # noqa: E711


def register(connection: sqlite3.Connection) -> None:
    """Give a connection the functions that the layers' R*Tree triggers call."""
    connection.create_function("ST_IsEmpty", 1, _is_empty, deterministic=True)
    for number, name in enumerate(("MinX", "MaxX", "MinY", "MaxY")):
        connection.create_function(f"ST_{name}", 1, _side(number), deterministic=True)


def _wkb(blob: bytes) -> bytes:
    return blob[8 + _ENVELOPES[(blob[3] >> 1) & 7] :]


def _is_empty(blob: bytes | None) -> int | None:
    if blob is None:
        return None
    return int(bool(blob[3] & 0b10000) or shapely.from_wkb(_wkb(blob)).is_empty)


def _side(number: int):
    def side(blob: bytes | None) -> float | None:
        if blob is None:
            return None
        if (blob[3] >> 1) & 7:
            return struct.unpack_from("<d" if blob[3] & 1 else ">d", blob, 8 + 8 * number)[0]
        west, south, east, north = shapely.from_wkb(_wkb(blob)).bounds or (None,) * 4
        return (west, east, south, north)[number]

    return side
