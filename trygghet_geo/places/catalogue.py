"""Gazetteer files (GeoJSON, GeoPackage) to places: read, check everything, report all faults in one message.

The format is described in docs/places.md and can be opened and edited in QGIS. GeoJSON is EPSG:4326, lon before lat, as
RFC 7946 says; a GeoPackage says its own system and is converted. Nothing is repaired here.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from trygghet_geo.errors import InvalidData
from trygghet_geo.places import layers
from trygghet_geo.records import PLACE_KINDS, Place

REQUIRED = ("id", "name", "kind", "uncertainty_m", "source", "licence")
OPTIONAL = (
    "aliases", "generic_aliases", "unverified_aliases", "parent", "municipality_code", "population", "valid_from",
    "valid_to", "subtype", "note",
)  # fmt: skip
SUFFIXES = (".geojson", ".gpkg")
SWEDEN = (10.5, 55.3, 24.2, 69.1)
"""West, south, east, north: a coordinate outside is a typing error or another CRS."""

_TEXT = ("id", "name", "kind", "source", "licence", "parent", "municipality_code", "subtype", "note")
_NAMES = ("aliases", "generic_aliases", "unverified_aliases")
_DAYS = ("valid_from", "valid_to")
_WGS84 = ("CRS84", "EPSG::4326", "EPSG:4326")
_SHAPES = ("Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon")


def read(paths: Iterable[Path], code: str) -> tuple[tuple[Place, ...], list[str]]:
    """Places of gazetteer files, in file order and then feature order, and all that is wrong with them, in words.

    `code` is the municipality an entry belongs to when it does not say. Faults are: not readable, another CRS, unknown
    or missing fields, unknown kind, empty, invalid or misplaced geometry, an id used twice, one place entered twice.
    Of an entry with a fault nothing is given.
    """
    places: dict[str, Place] = {}
    seen: dict[tuple[object, ...], str] = {}
    faults: list[str] = []
    for path in paths:
        found, wrong = _file(path, code)
        for place in found:
            twin = seen.setdefault(_same(place), place.id)
            if place.id in places:
                wrong.append(f"id {place.id} används flera gånger")
            elif twin != place.id:
                wrong.append(f"{place.id} är samma plats som {twin}: samma namn, kind och geometri")
            places.setdefault(place.id, place)
        faults += [f"{path.name}: {fault}" for fault in wrong]
    return tuple(places.values()), faults


def _same(place: Place) -> tuple[object, ...]:
    return place.name.casefold(), place.kind, place.geometry.normalize().wkb


_Feature = tuple[Mapping[str, Any] | None, BaseGeometry | None, list[str]]
"""Properties, geometry in EPSG:4326, and what is wrong with the geometry."""


def _file(path: Path, code: str) -> tuple[list[Place], list[str]]:
    try:
        features = _geopackage(path) if path.suffix.lower() == ".gpkg" else _geojson(path)
    except InvalidData as error:
        return [], [str(error).removeprefix(f"{path.name}: ")]
    places: list[Place] = []
    faults: list[str] = []
    seen: set[str] = set()
    for number, (properties, geometry, wrong) in enumerate(features, 1):
        place, more = _place(properties, geometry, code)
        wrong = wrong + more
        if place is not None and place.id in seen:
            wrong = [*wrong, f"id {place.id} används flera gånger"]
        faults += [f"post {number} ({_label(properties)}): {fault}" for fault in wrong]
        if place is not None and not wrong:
            seen.add(place.id)
            places.append(place)
    return places, faults


def _geojson(path: Path) -> list[_Feature]:
    try:
        content = json.loads(path.read_text(encoding="utf-8-sig"))
    except (ValueError, OSError, RecursionError) as error:
        raise InvalidData(f"går inte att läsa som GeoJSON i UTF-8 ({error})") from error
    if not isinstance(content, dict) or not isinstance(content.get("features"), list):
        raise InvalidData("ska vara en GeoJSON FeatureCollection")
    crs = json.dumps(content["crs"]) if content.get("crs") else "CRS84"
    if not any(name in crs for name in _WGS84):
        raise InvalidData("har ett annat koordinatsystem; spara om filen i WGS 84 (EPSG:4326)")
    return [_feature(each) for each in content["features"]]


def _feature(feature: Any) -> _Feature:
    if not isinstance(feature, dict) or not isinstance(feature.get("properties"), dict):
        return None, None, ["saknar properties"]
    value = feature.get("geometry")
    try:
        geometry = shapely.force_2d(shapely.from_geojson(json.dumps(value))) if value else None
    except (shapely.errors.GEOSException, ValueError):
        return feature["properties"], None, ["geometrin går inte att läsa"]
    return feature["properties"], geometry, geometry_faults(geometry)


def _geopackage(path: Path) -> list[_Feature]:
    found: list[_Feature] = []
    for layer in layers.read(path):
        if layer.crs is None:
            raise InvalidData(f"lagret {layer.name} säger inte sitt koordinatsystem; ange det i QGIS och spara om")
        for row, shape in zip(layer.rows, layers.to_wgs84(layer), strict=True):
            geometry = None if shape is None else _single(shape)
            # QGIS numbers the rows of a GeoPackage in a column of its own.
            found.append(({k: v for k, v in row.items() if k not in ("fid", "ogc_fid")}, geometry, []))
    return [(row, geometry, geometry_faults(geometry)) for row, geometry, _ in found]


def _single(shape: BaseGeometry) -> BaseGeometry:
    """A layer of lines holds collections of lines; one of a single line is that line."""
    parts = shapely.get_parts(shape)
    return parts[0] if len(parts) == 1 else shape


def _label(properties: Mapping[str, Any] | None) -> str:
    return str((properties or {}).get("id") or (properties or {}).get("name") or "utan id")


def _place(properties: Mapping[str, Any] | None, geometry: BaseGeometry | None, code: str):
    if properties is None:
        return None, []
    # QGIS writes every column for every row: an empty cell is null and means "not given".
    given = {key: value for key, value in properties.items() if value not in (None, "")}
    faults = field_faults(given)
    if faults or geometry is None:
        return None, faults
    return build({"municipality_code": code, **given}, geometry), []


def field_faults(properties: Mapping[str, Any]) -> list[str]:
    """What is wrong with the fields of one entry, in words; empty when nothing is."""
    faults = [f"saknar {key}" for key in REQUIRED if key not in properties]
    faults += [f"okänt fält {key}" for key in properties if key not in REQUIRED + OPTIONAL]
    faults += [f"{key} ska vara text" for key in _TEXT if not isinstance(properties.get(key, ""), str)]
    for key in ("uncertainty_m", "population"):
        value = properties.get(key, 1)
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value < math.inf:
            faults.append(f"{key} ska vara ett tal som inte är negativt, inte {value!r}")
    kind = properties.get("kind")
    if kind is not None and kind not in PLACE_KINDS:
        faults.append(f"okänd kind {kind!r}, välj bland {', '.join(PLACE_KINDS)}")
    faults += [f"{key} ska vara en lista av namn" for key in _NAMES if not _names_ok(properties.get(key))]
    return faults + _identity_faults(properties) + _day_faults(properties)


def _identity_faults(properties: Mapping[str, Any]) -> list[str]:
    own, name, code = (properties.get(key) for key in ("id", "name", "municipality_code"))
    faults = []
    if isinstance(own, str) and not re.fullmatch(r"[!-~]+", own):
        faults.append(f"id {own!r} får bara ha ASCII-tecken utan mellanslag, till exempel 1961-kolback")
    if isinstance(name, str) and not name.strip():
        faults.append("name är tomt")
    if isinstance(code, str) and not re.fullmatch(r"\d{4}", code):
        faults.append(f"municipality_code {code!r} ska ha fyra siffror")
    if isinstance(own, str) and properties.get("parent") == own:
        faults.append("parent är posten själv")
    return faults


def _day_faults(properties: Mapping[str, Any]) -> list[str]:
    days = {key: day(properties[key]) for key in _DAYS if key in properties}
    faults = [f"{key} {properties[key]!r} ska vara ett datum, ÅÅÅÅ-MM-DD" for key, value in days.items() if not value]
    first, last = (days.get(key) for key in _DAYS)
    if first and last and last < first:
        faults.append(f"valid_to {last} ligger före valid_from {first}")
    return faults


def day(value: Any) -> date | None:
    """A date of an ISO text, with or without a time; None when it is none."""
    try:
        return date.fromisoformat(str(value)[:10]) if isinstance(value, str) else None
    except ValueError:
        return None


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
        name=properties["name"].strip(),
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
        unverified_aliases=names(properties.get("unverified_aliases")),
        valid_from=day(properties.get("valid_from")),
        valid_to=day(properties.get("valid_to")),
    )


def geometry_faults(geometry: BaseGeometry | None) -> list[str]:
    """What is wrong with a geometry that should be in EPSG:4326 and in Sweden, in words."""
    if geometry is None:
        return ["saknar geometri"]
    if geometry.is_empty:
        return ["geometrin är tom"]
    if geometry.geom_type not in _SHAPES:
        return [f"geometrin är en {geometry.geom_type}; välj punkt, linje eller yta"]
    if not geometry.is_valid:
        return [f"geometrin är ogiltig ({shapely.is_valid_reason(geometry)})"]
    return _misplaced(geometry)


def _misplaced(geometry: BaseGeometry) -> list[str]:
    west, south, east, north = geometry.bounds
    if SWEDEN[0] <= west and east <= SWEDEN[2] and SWEDEN[1] <= south and north <= SWEDEN[3]:
        return []
    if SWEDEN[0] <= south and north <= SWEDEN[2] and SWEDEN[1] <= west and east <= SWEDEN[3]:
        return ["longitud och latitud är omkastade; longitud ska stå först"]
    return [f"ligger utanför Sverige (longitud {west:g}, latitud {south:g})"]
