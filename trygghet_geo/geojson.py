"""Features as GeoJSON text: RFC 7946, exactly the contract's properties, the same bytes for the same features."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable
from datetime import date

from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from trygghet_geo.contract import COLUMNS, order
from trygghet_geo.coordinates import DECIMALS, rounded
from trygghet_geo.records import Feature

_HEAD = '{"type": "FeatureCollection", "features": ['
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def dumps(features: Iterable[Feature]) -> str:
    """A FeatureCollection in the contract's order, one feature per line, `\\n` at the end of each, no `crs` member.

    Coordinates are lon, lat in EPSG:4326 with six decimals, rings closed, outer ones anticlockwise; `geometry` is null
    where there is none. Letters stand as they are (not `\\u00e5`), neither composed nor decomposed anew.
    """
    lines = [_line(feature) for feature in sorted(features, key=order)]
    return _HEAD + ("\n" + ",\n".join(lines) + "\n" if lines else "") + "]}\n"


def _line(feature: Feature) -> str:
    value = {
        "type": "Feature",
        "id": feature.id,
        "geometry": _geometry(feature.geometry),
        "properties": {name: _plain(getattr(feature, name)) for name in COLUMNS},
    }
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and not math.isfinite(value):
        return None
    # Half of a character that a broken PDF left behind cannot be written as UTF-8.
    return _LONE_SURROGATE.sub("\ufffd", value) if isinstance(value, str) else value


def _geometry(geometry: BaseGeometry | None) -> dict | None:
    exact = rounded(geometry)
    return None if exact is None else _listed(mapping(exact))


def _listed(value: dict) -> dict:
    """shapely's mapping with lists for tuples and no more decimals than there are."""
    if value["type"] == "GeometryCollection":
        return {"type": value["type"], "geometries": [_listed(part) for part in value["geometries"]]}
    return {"type": value["type"], "coordinates": _numbers(value["coordinates"])}


def _numbers(value: object) -> object:
    if isinstance(value, (tuple, list)):
        return [_numbers(part) for part in value]
    return round(float(value), DECIMALS)
