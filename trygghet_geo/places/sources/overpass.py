"""OpenStreetMap by the Overpass API, output JSON, with `out geom`, `out center` or nodes beside their ways."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from trygghet_geo.errors import InvalidData
from trygghet_geo.places.sources import osm, tables
from trygghet_geo.places.sources.entries import Area, Loaded


def read(path: Path, area: Area, *, crs: str | None = None) -> Loaded:
    """The places inside the municipality; OSM is always WGS 84, so `crs` is not used. Raises InvalidData."""
    try:
        content = json.loads(tables.text(path))
    except (ValueError, RecursionError) as error:
        raise InvalidData(f"{path.name}: går inte att läsa som JSON ({error})") from error
    elements = content.get("elements") if isinstance(content, dict) else None
    if not isinstance(elements, list):
        raise InvalidData(f"{path.name}: är inget svar från Overpass; elements saknas")
    return osm.loaded(_things([each for each in elements if isinstance(each, dict)]), area)


_Points = Mapping[int, tuple[float, float]]
_Ways = Mapping[int, Mapping[str, Any]]


def _things(elements: list[dict[str, Any]]) -> Iterator[tuple[dict[str, str], BaseGeometry]]:
    nodes = {each["id"]: point for each in elements if isinstance(each.get("id"), int) and (point := _point(each))}
    ways = {each["id"]: each for each in elements if each.get("type") == "way" and isinstance(each.get("id"), int)}
    for each in elements:
        tags = each.get("tags")
        if not isinstance(tags, dict) or not osm.relevant(tags):
            continue
        texts = {str(key): str(value) for key, value in tags.items()}
        geometry = _geometry(each, texts, nodes=nodes, ways=ways)
        if geometry is not None and not geometry.is_empty:
            yield texts, geometry


def _point(place: Any) -> tuple[float, float] | None:
    """Longitude and latitude of anything that says them in numbers."""
    values = (place.get("lon"), place.get("lat")) if isinstance(place, dict) else (None, None)
    known = all(isinstance(each, (int, float)) and math.isfinite(each) for each in values)
    return (float(values[0]), float(values[1])) if known else None


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _geometry(
    element: Mapping[str, Any], tags: Mapping[str, str], *, nodes: _Points, ways: _Ways
) -> BaseGeometry | None:
    kind, shape = element.get("type"), None
    if kind == "way":
        shape = _way(element, tags, nodes)
    elif kind == "relation":
        shape = _relation(element, nodes=nodes, ways=ways)
    point = _point(element) or _point(element.get("center"))
    return shape if shape is not None or point is None else shapely.Point(point)


def _way(element: Mapping[str, Any], tags: Mapping[str, str], nodes: _Points) -> BaseGeometry | None:
    points = _points(element, nodes)
    if len(points) < 2:
        return None
    area = "highway" not in tags or tags.get("area") == "yes" or tags.get("place") == "square"
    if area and len(points) > 3 and points[0] == points[-1] and "waterway" not in tags:
        return osm.polygon([shapely.LineString(points)])
    return shapely.LineString(points)


def _points(element: Mapping[str, Any], nodes: _Points) -> list[tuple[float, float]]:
    drawn = [point for each in _list(element.get("geometry")) if (point := _point(each))]
    return drawn or [nodes[key] for key in _list(element.get("nodes")) if isinstance(key, int) and key in nodes]


def _relation(element: Mapping[str, Any], *, nodes: _Points, ways: _Ways) -> BaseGeometry | None:
    """Its outer rings as an area, less the inner ones; lines that do not close stay lines."""
    parts: dict[bool, list[BaseGeometry]] = {True: [], False: []}
    for member in _list(element.get("members")):
        if isinstance(member, dict) and member.get("type") == "way":
            number = member.get("ref")
            points = _points(member, nodes) or _points(ways.get(number, {}) if isinstance(number, int) else {}, nodes)
            if len(points) > 1:
                parts[member.get("role") == "inner"].append(shapely.LineString(points))
    outer = osm.polygon(parts[False])
    if outer is None:
        return shapely.union_all(parts[False]) if parts[False] else None
    inner = osm.polygon(parts[True])
    return outer if inner is None else outer.difference(inner)
