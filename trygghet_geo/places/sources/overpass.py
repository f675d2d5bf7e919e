"""OpenStreetMap by the Overpass API, output JSON, with `out geom`, `out center` or nodes beside their ways."""

from __future__ import annotations

import json
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


def _things(elements: list[dict[str, Any]]) -> Iterator[tuple[dict[str, str], BaseGeometry]]:
    nodes = {each["id"]: (each["lon"], each["lat"]) for each in elements if "lon" in each and "lat" in each}
    ways = {each["id"]: each for each in elements if each.get("type") == "way" and "id" in each}
    for each in elements:
        tags = each.get("tags")
        if not isinstance(tags, dict) or not osm.relevant(tags):
            continue
        texts = {str(key): str(value) for key, value in tags.items()}
        geometry = _geometry(each, texts, nodes=nodes, ways=ways)
        if geometry is not None and not geometry.is_empty:
            yield texts, geometry


def _geometry(element: Mapping[str, Any], tags: Mapping[str, str], *, nodes, ways) -> BaseGeometry | None:
    kind = element.get("type")
    if kind == "node" and "lon" in element:
        return shapely.Point(element["lon"], element["lat"])
    if kind == "way":
        return _way(element, tags, nodes) or _centre(element)
    if kind == "relation":
        return _relation(element, nodes=nodes, ways=ways) or _centre(element)
    return None


def _way(element: Mapping[str, Any], tags: Mapping[str, str], nodes) -> BaseGeometry | None:
    points = _points(element, nodes)
    if len(points) < 2:
        return None
    area = "highway" not in tags or tags.get("area") == "yes" or tags.get("place") == "square"
    if area and len(points) > 3 and points[0] == points[-1] and "waterway" not in tags:
        return osm.polygon([shapely.LineString(points)])
    return shapely.LineString(points)


def _points(element: Mapping[str, Any], nodes) -> list[tuple[float, float]]:
    if isinstance(element.get("geometry"), list):
        return [(each["lon"], each["lat"]) for each in element["geometry"] if each]
    return [nodes[number] for number in element.get("nodes") or () if number in nodes]


def _relation(element: Mapping[str, Any], *, nodes, ways) -> BaseGeometry | None:
    """Its outer rings as an area, less the inner ones; lines that do not close stay lines."""
    parts: dict[bool, list[BaseGeometry]] = {True: [], False: []}
    for member in element.get("members") or ():
        if member.get("type") == "way":
            points = _points(member, nodes) or _points(ways.get(member.get("ref"), {}), nodes)
            if len(points) > 1:
                parts[member.get("role") == "inner"].append(shapely.LineString(points))
    outer = osm.polygon(parts[False])
    if outer is None:
        return shapely.union_all(parts[False]) if parts[False] else None
    inner = osm.polygon(parts[True])
    return outer if inner is None else outer.difference(inner)


def _centre(element: Mapping[str, Any]) -> BaseGeometry | None:
    centre = element.get("center")
    return shapely.Point(centre["lon"], centre["lat"]) if isinstance(centre, dict) else None
