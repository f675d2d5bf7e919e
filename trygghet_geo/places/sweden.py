"""The national level: counties and municipalities of Sweden with their outlines, built-up areas as points.

Read from the shipped files when first asked for and kept for as long as the files are unchanged.
"""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from trygghet_geo import paths
from trygghet_geo.records import Municipality, Place

OUTLINES = "Lantmäteriet via Who's On First"

_CITIES = frozenset("0180 0183 0184 0186 0187 1280 1282 1283 1480 1481 1488 1490 1980 2583".split())
"""Municipalities whose own name ends in stad: Stockholm, Göteborg, Västerås, Haparanda …"""

_OWN_FORM = MappingProxyType({"Falun": "Falu", "Kalmar": "Kalmar", "Orust": "Orust"})
"""Names that do not follow the rule of `formal`."""

_ORDINARY = ("Berg", "Mark")
"""Names that are also everyday nouns and belong to no town: only "Bergs kommun" names the municipality."""


@dataclass(frozen=True, eq=False)
class Sweden:
    """Compared by identity: two loads of the same files give the same object."""

    municipalities: tuple[Municipality, ...]
    neighbours: Mapping[str, tuple[str, ...]]
    """Code of a municipality → codes of those that border on it."""
    places: tuple[Place, ...]
    """Counties, municipalities and towns, in that order, each by code or id."""
    villages: Mapping[str, tuple[Place, ...]]
    """Code of a municipality → its hamlets and city districts, whose names mean nothing outside it."""


def load() -> Sweden:
    """The national level of the shipped files."""
    return _load(tuple((str(file), file.stat().st_mtime_ns) for file in _files(paths.DATA)))


@lru_cache(maxsize=2)
def _files(data: Path) -> tuple[Path, ...]:
    """Made once: they are asked for at every candidate of a name."""
    folder = data / "gazetteer" / "sweden"
    return tuple(folder / name for name in ("municipalities.geojson", "counties.geojson", "towns.csv", "villages.csv"))


@lru_cache(maxsize=2)
def _load(stamps: tuple[tuple[str, int], ...]) -> Sweden:
    municipalities, counties, towns, villages = (Path(name).read_text(encoding="utf-8") for name, _ in stamps)
    points = _points(towns)
    named = {(place.name, place.municipality_code) for place in points if place.kind == "locality"}
    known = _outlined(municipalities)
    return Sweden(
        tuple(Municipality(each["code"], each["name"], each["county"]) for each, _ in known),
        MappingProxyType({each["code"]: tuple(each["neighbours"]) for each, _ in known}),
        (
            *(_county(each, outline) for each, outline in _outlined(counties)),
            *(_municipality(each, outline, town=(each["name"], each["code"]) in named) for each, outline in known),
            *points,
        ),
        _grouped(_points(villages)),
    )


def formal(name: str) -> str:
    """The form before "kommun": s after a consonant ("Hallstahammars"), none after a vowel or s ("Örebro", "Borås")."""
    return _OWN_FORM.get(name) or (name if name[-1] in "aeiouyåäösxz" else name + "s")


def official_names(code: str, name: str) -> tuple[str, ...]:
    """What the municipality is called as an authority, its own form first: "Hallstahammars kommun", "Borås stad" …"""
    kommun = (f"{formal(name)} kommun", f"{name} kommun")
    if code == "0980":
        return ("Region Gotland", *kommun)
    stad = (f"{formal(name)} stad", f"{name} stad") if code in _CITIES else ()
    return tuple(dict.fromkeys(stad + kommun))


def town_uncertainty_m(population: int) -> float:
    """How far from its point a town may reach: the radius of a disc of its area, in metres, at least 500.

    Assume 240 · population^0.2 inhabitants per km², which is near SCB's built-up areas (about 830 at 500
    inhabitants, 1 500 at 10 000, 4 000 in Stockholm). The floor covers GeoNames' own error, in the median 0.6 km.
    """
    area_km2 = population**0.8 / 240
    return max(500.0, round(1000 * math.sqrt(area_km2 / math.pi), -1))


def _outlined(text: str) -> list[tuple[dict[str, Any], BaseGeometry]]:
    """Properties and geometry of each feature of a GeoJSON text."""
    features = json.loads(text)["features"]
    outlines = shapely.get_parts(shapely.from_geojson(text))
    return [(feature["properties"], outline) for feature, outline in zip(features, outlines, strict=True)]


def _municipality(properties: Mapping[str, Any], outline: BaseGeometry, *, town: bool) -> Place:
    code, name = properties["code"], properties["name"]
    official, *others = official_names(code, name)
    # The bare name is the town's where there is a town of that name: "Hallstahammar", but Botkyrka and Värmdö.
    bare = () if town or name in _ORDINARY else (name,)
    return Place(
        id=code,
        name=official,
        kind="municipality",
        geometry=outline,
        municipality_code=code,
        uncertainty_m=float(properties["uncertainty_m"]),
        source=OUTLINES,
        licence="CC0-1.0",
        aliases=(*others, *bare),
        parent=f"lan-{properties['county_code']}",
    )


def _county(properties: Mapping[str, Any], outline: BaseGeometry) -> Place:
    return Place(
        id=f"lan-{properties['code']}",
        name=properties["name"],
        kind="region",
        geometry=outline,
        municipality_code=None,
        uncertainty_m=float(properties["uncertainty_m"]),
        source=OUTLINES,
        licence="CC0-1.0",
        aliases=tuple(properties["aliases"]),
    )


def _points(text: str) -> tuple[Place, ...]:
    head, *lines = csv.reader(io.StringIO(text))
    rows = [dict(zip(head, line, strict=True)) for line in lines]
    points = shapely.points([(float(row["lon"]), float(row["lat"])) for row in rows])
    return tuple(_point(row, point) for row, point in zip(rows, points, strict=True))


def _point(row: Mapping[str, str], point: BaseGeometry) -> Place:
    population = int(row["population"]) if row["population"] else None
    return Place(
        id=row["id"],
        name=row["name"],
        kind=row["kind"],
        geometry=point,
        municipality_code=row["municipality_code"],
        uncertainty_m=float(row["uncertainty_m"]) if row["uncertainty_m"] else town_uncertainty_m(population or 500),
        source=row["source"],
        licence="CC-BY-4.0",
        aliases=tuple(filter(None, row["aliases"].split("|"))),
        parent=row.get("parent") or row["municipality_code"],
        population=population,
    )


def _grouped(places: tuple[Place, ...]) -> Mapping[str, tuple[Place, ...]]:
    groups: dict[str, list[Place]] = {}
    for place in places:
        groups.setdefault(place.municipality_code or "", []).append(place)
    return MappingProxyType({code: tuple(members) for code, members in groups.items()})
