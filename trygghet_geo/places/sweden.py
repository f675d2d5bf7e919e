"""The national level: every municipality and county of Sweden with its outline, and the larger towns as points.

Built from the shipped files when first asked for and kept for as long as the files are unchanged.
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

import shapely

from trygghet_geo import paths
from trygghet_geo.records import Municipality, Place

OUTLINES = "Lantmäteriet (kommungränser) via Who's On First"
TOWNS = "GeoNames"
_CITIES = frozenset("0180 0183 0184 0186 0187 1280 1282 1283 1480 1481 1488 1490 1980 2583".split())
"""Municipalities whose own name ends in stad: Stockholm, Göteborg, Västerås, Haparanda …"""

_OWN_FORM = MappingProxyType({"Falun": "Falu", "Kalmar": "Kalmar", "Orust": "Orust"})
"""Names that do not follow the rule of `formal`."""

_ORDINARY = ("Berg", "Mark")
"""Names that are also everyday nouns and belong to no town: only "Bergs kommun" names the municipality."""


@dataclass(frozen=True)
class Sweden:
    municipalities: tuple[Municipality, ...]
    neighbours: Mapping[str, tuple[str, ...]]
    places: tuple[Place, ...]
    """Counties, municipalities and towns, in that order, each by code or id."""


def load() -> Sweden:
    """The national level of the shipped files; read once per version of the files."""
    folder = paths.DATA / "gazetteer" / "sweden"
    files = tuple(folder / name for name in ("municipalities.geojson", "towns.csv", "counties.csv"))
    return _load(tuple((str(file), file.stat().st_mtime_ns) for file in files))


@lru_cache(maxsize=2)
def _load(stamps: tuple[tuple[str, int], ...]) -> Sweden:
    outlines, towns, counties = (Path(name).read_text(encoding="utf-8") for name, _ in stamps)
    features = json.loads(outlines)["features"]
    shapes = shapely.from_geojson([json.dumps(feature["geometry"]) for feature in features])
    places_of_towns = _towns(towns)
    named = {(place.name, place.municipality_code) for place in places_of_towns if place.kind == "locality"}
    kommuner = tuple(
        _municipality(feature["properties"], shape, town=(feature["properties"]["name"], feature["id"]) in named)
        for feature, shape in zip(features, shapes, strict=True)
    )
    lan = tuple(_county(row, kommuner) for row in csv.DictReader(io.StringIO(counties)))
    return Sweden(
        tuple(Municipality(f["id"], f["properties"]["name"], f["properties"]["county"]) for f in features),
        MappingProxyType({f["id"]: tuple(f["properties"]["neighbours"]) for f in features}),
        lan + kommuner + places_of_towns,
    )


def formal(name: str) -> str:
    """The form before "kommun": an s after a consonant ("Hallstahammars"), none after a vowel or s ("Örebro", "Borås")."""
    return _OWN_FORM.get(name) or (name if name[-1] in "aeiouyåäösxz" else name + "s")


def official_names(code: str, name: str) -> tuple[str, ...]:
    """What the municipality is called as an authority, its own form first: "Hallstahammars kommun", "Borås stad" …"""
    kommun = (f"{formal(name)} kommun", f"{name} kommun")
    if code == "0980":
        return ("Region Gotland", *kommun)
    stad = (f"{formal(name)} stad", f"{name} stad") if code in _CITIES else ()
    return tuple(dict.fromkeys(stad + kommun))


def _municipality(properties: Mapping, shape, *, town: bool) -> Place:
    code, name = properties["code"], properties["name"]
    forms = official_names(code, name)
    bare = () if town or name in _ORDINARY else (name,)
    return Place(
        id=code,
        name=forms[0],
        kind="municipality",
        geometry=shape,
        municipality_code=code,
        uncertainty_m=float(properties["uncertainty_m"]),
        source=OUTLINES,
        licence="CC0-1.0",
        aliases=forms[1:] + bare,
        parent=f"lan-{properties['county_code']}",
    )


def _county(row: Mapping[str, str], kommuner: tuple[Place, ...]) -> Place:
    parent = f"lan-{row['code']}"
    parts = [place.geometry for place in kommuner if place.parent == parent]
    return Place(
        id=parent,
        name=row["name"],
        kind="region",
        geometry=shapely.union_all(parts),
        municipality_code=None,
        uncertainty_m=500.0,
        source=OUTLINES,
        licence="CC0-1.0",
        aliases=tuple(filter(None, row["aliases"].split("|"))),
    )


def _towns(text: str) -> tuple[Place, ...]:
    rows = list(csv.DictReader(io.StringIO(text)))
    points = shapely.points([(float(row["lon"]), float(row["lat"])) for row in rows])
    return tuple(_town(row, point) for row, point in zip(rows, points, strict=True))


def _town(row: Mapping[str, str], point) -> Place:
    population = int(row["population"]) if row["population"] else None
    return Place(
        id=row["id"],
        name=row["name"],
        kind=row["kind"],
        geometry=point,
        municipality_code=row["municipality_code"],
        uncertainty_m=town_uncertainty_m(population),
        source=TOWNS,
        licence="CC-BY-4.0",
        aliases=tuple(filter(None, row["aliases"].split("|"))),
        parent=row["municipality_code"],
        population=population,
    )


def town_uncertainty_m(population: int | None) -> float:
    """How far from its point a town may reach: the radius of a disc of its area, in metres, at least 500.

    Assume 240 · population^0.2 inhabitants per km², which agrees with SCB's built-up areas (about 830 at 500
    inhabitants, 1 500 at 10 000, 4 000 in Stockholm). The floor covers GeoNames' own error, in the median 0.6 km.
    """
    area_km2 = (population or 500) ** 0.8 / 240
    return max(500.0, round(1000 * math.sqrt(area_km2 / math.pi), -1))
