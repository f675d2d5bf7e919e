"""Coordinates at the edges: rounded for exchange (EPSG:4326, six decimals), in metres for the store (EPSG:3006)."""

from __future__ import annotations

from functools import cache

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

EXCHANGE_CRS = "EPSG:4326"
METRIC_CRS = "EPSG:3006"
DECIMALS = 6
"""Of a degree: 0.11 m north to south, 0.06 m east to west at 59° N."""


def rounded(geometry: BaseGeometry | None) -> BaseGeometry | None:
    """`geometry` (EPSG:4326) in two dimensions with six decimals, valid, outer rings anticlockwise; None when empty.

    Doing it twice changes nothing. A line or polygon so small that it vanishes when rounded becomes a point.
    """
    if geometry is None or geometry.is_empty:
        return None
    flat = shapely.force_2d(geometry)
    result = _snapped(flat)
    if not result.is_valid:
        # Rounding can fold a thin polygon over itself; snapping to the same grid with topology kept mends that.
        mended = shapely.set_precision(shapely.make_valid(flat), 10**-DECIMALS)
        result = _snapped(mended)
    if result.is_empty or not result.is_valid:
        result = _snapped(flat.representative_point())
    return shapely.orient_polygons(result)


def to_metres(geometries: np.ndarray) -> np.ndarray:
    """EPSG:4326 → EPSG:3006 (SWEREF 99 TM, east before north); None stays None."""
    return shapely.transform(geometries, _transformer(EXCHANGE_CRS, METRIC_CRS), interleaved=False)


def from_metres(geometries: np.ndarray) -> np.ndarray:
    """EPSG:3006 → EPSG:4326, rounded to six decimals: undoes `to_metres` exactly for what `rounded` gave."""
    degrees = shapely.transform(geometries, _transformer(METRIC_CRS, EXCHANGE_CRS), interleaved=False)
    return _snapped(degrees)


def _snapped(geometry):
    # Adding 0.0 turns -0.0 into 0.0, which would otherwise be written with its sign.
    return shapely.transform(geometry, lambda points: np.round(points, DECIMALS) + 0.0)


@cache
def _transformer(source: str, target: str):
    from pyproj import Transformer  # 0.1 s, which those who only round need not wait for

    return Transformer.from_crs(source, target, always_xy=True).transform
