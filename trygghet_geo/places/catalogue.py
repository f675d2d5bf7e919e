"""Gazetteer files (GeoJSON) to places: read, check everything, report all faults in one message.

The format is described in docs/places.md and can be opened and edited in QGIS. Coordinates are EPSG:4326, lon before
lat, as RFC 7946 says; nothing is transformed or repaired here.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from trygghet_geo.records import PLACE_KINDS, Place

REQUIRED = ("id", "name", "kind", "uncertainty_m", "source", "licence")
OPTIONAL = ("aliases", "generic_aliases", "parent", "municipality_code", "population", "note")
SWEDEN = (10.5, 55.3, 24.2, 69.1)
"""West, south, east, north: a coordinate outside is a typing error or another CRS."""

_TEXT = ("id", "name", "kind", "source", "licence", "parent", "municipality_code", "note")
_WGS84 = ("CRS84", "EPSG::4326", "EPSG:4326")


def read(paths: Iterable[Path], code: str) -> tuple[tuple[Place, ...], list[str]]:
    """Places of GeoJSON files, in file order and then feature order, and all that is wrong with the files, in words.

    `code` is the municipality an entry belongs to when it does not say. Faults are: not JSON, another CRS, unknown or
    missing fields, unknown kind, empty, invalid or misplaced geometry, an id used twice.
    """
    places: dict[str, Place] = {}
    faults: list[str] = []
    for path in paths:
        found, wrong = _file(path, code)
        wrong += [f"id {place.id} används flera gånger" for place in found if place.id in places]
        places |= {place.id: place for place in found}
        faults += [f"{path.name}: {fault}" for fault in wrong]
    return tuple(places.values()), faults


def _file(path: Path, code: str) -> tuple[list[Place], list[str]]:
    try:
        content = json.loads(path.read_text(encoding="utf-8-sig"))
    except (ValueError, OSError) as error:
        return [], [f"går inte att läsa som GeoJSON i UTF-8 ({error})"]
    if not isinstance(content, dict) or not isinstance(content.get("features"), list):
        return [], ["ska vara en GeoJSON FeatureCollection"]
    crs = json.dumps(content["crs"]) if content.get("crs") else "CRS84"
    if not any(name in crs for name in _WGS84):
        return [], ["har ett annat koordinatsystem; spara om filen i WGS 84 (EPSG:4326)"]
    places: list[Place] = []
    faults: list[str] = []
    seen: set[str] = set()
    for number, feature in enumerate(content["features"], 1):
        place, wrong = _place(feature, code)
        label = f"{number} ({_label(feature)})"
        if place is not None and place.id in seen:
            wrong = [f"id {place.id} används flera gånger"]
        faults += [f"post {label}: {fault}" for fault in wrong]
        if place is not None and not wrong:
            seen.add(place.id)
            places.append(place)
    return places, faults


def _label(feature: Any) -> str:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    properties = properties if isinstance(properties, dict) else {}
    return str(properties.get("id") or properties.get("name") or "utan id")


def _place(feature: Any, code: str) -> tuple[Place | None, list[str]]:
    if not isinstance(feature, dict) or not isinstance(feature.get("properties"), dict):
        return None, ["saknar properties"]
    # QGIS writes every column for every row: an empty cell is null and means "not given".
    properties = {key: value for key, value in feature["properties"].items() if value not in (None, "")}
    faults = field_faults(properties)
    geometry, wrong = _geometry(feature.get("geometry"))
    faults += wrong
    if faults or geometry is None:
        return None, faults
    return build({"municipality_code": code, **properties}, geometry), []


def field_faults(properties: Mapping[str, Any]) -> list[str]:
    """What is wrong with the fields of one entry, in words; empty when nothing is."""
    faults = [f"saknar {key}" for key in REQUIRED if key not in properties]
    faults += [f"okänt fält {key}" for key in properties if key not in REQUIRED + OPTIONAL]
    faults += [f"{key} ska vara text" for key in _TEXT if not isinstance(properties.get(key, ""), str)]
    for key in ("uncertainty_m", "population"):
        value = properties.get(key, 1)
        if isinstance(value, bool) or not isinstance(value, (int, float)) or value < 0:
            faults.append(f"{key} ska vara ett tal som inte är negativt, inte {value!r}")
    kind = properties.get("kind")
    if kind is not None and kind not in PLACE_KINDS:
        faults.append(f"okänd kind {kind!r}, välj bland {', '.join(PLACE_KINDS)}")
    faults += [
        f"{key} ska vara en lista av namn"
        for key in ("aliases", "generic_aliases")
        if not _names_ok(properties.get(key))
    ]
    return faults


def _names_ok(value: Any) -> bool:
    return (
        value is None or isinstance(value, str) or (isinstance(value, list) and all(isinstance(n, str) for n in value))
    )


def names(value: Any) -> tuple[str, ...]:
    """A list of names as a tuple; a single text is split at `|` or `;`, because QGIS has no list fields to edit."""
    if value is None:
        return ()
    parts = value.replace(";", "|").split("|") if isinstance(value, str) else value
    return tuple(part.strip() for part in parts if part.strip())


def build(properties: Mapping[str, Any], geometry: BaseGeometry) -> Place:
    """The place of checked fields (`field_faults` found nothing) and a geometry in EPSG:4326."""
    population = properties.get("population")
    return Place(
        id=properties["id"],
        name=properties["name"],
        kind=properties["kind"],
        geometry=geometry,
        municipality_code=properties.get("municipality_code"),
        uncertainty_m=float(properties["uncertainty_m"]),
        source=properties["source"],
        licence=properties["licence"],
        aliases=names(properties.get("aliases")),
        generic_aliases=names(properties.get("generic_aliases")),
        parent=properties.get("parent"),
        population=None if population is None else int(population),
    )


def _geometry(value: Any) -> tuple[BaseGeometry | None, list[str]]:
    if not value:
        return None, ["saknar geometri"]
    try:
        geometry = shapely.from_geojson(json.dumps(value))
    except (shapely.errors.GEOSException, ValueError):
        return None, ["geometrin går inte att läsa"]
    if geometry.is_empty:
        return None, ["geometrin är tom"]
    if not geometry.is_valid:
        return None, [f"geometrin är ogiltig ({shapely.is_valid_reason(geometry)})"]
    return geometry, _misplaced(geometry)


def _misplaced(geometry: BaseGeometry) -> list[str]:
    west, south, east, north = geometry.bounds
    if SWEDEN[0] <= west and east <= SWEDEN[2] and SWEDEN[1] <= south and north <= SWEDEN[3]:
        return []
    if SWEDEN[0] <= south and north <= SWEDEN[2] and SWEDEN[1] <= west and east <= SWEDEN[3]:
        return ["longitud och latitud är omkastade; longitud ska stå först"]
    return [f"ligger utanför Sverige (longitud {west:g}, latitud {south:g})"]
