"""A municipality's own table (CSV) of places: one row a place, with a coordinate or a geometry as WKT."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import shapely
from shapely.geometry.base import BaseGeometry

from trygghet_geo.errors import InvalidData
from trygghet_geo.places.sources import projections, tables
from trygghet_geo.places.sources.entries import Area, Entry, Loaded, clean, several
from trygghet_geo.records import PLACE_KINDS

SOURCE, LICENCE = "Kommunens egen uppgift", "CC0-1.0"
_HEADS = {
    "name": ("name", "namn", "plats", "platsnamn"),
    "kind": ("kind", "typ", "slag", "sort"),
    "east": ("lon", "longitud", "longitude", "öst", "e", "easting", "x"),
    "north": ("lat", "latitud", "latitude", "nord", "n", "northing", "y"),
    "wkt": ("wkt", "geometri", "geometry"),
    "aliases": ("aliases", "alias", "andra namn", "kallas"),
    "generic_aliases": ("generic_aliases",),
    "uncertainty_m": ("uncertainty_m", "osäkerhet", "osäkerhet_m"),
    "population": ("population", "befolkning", "invånare"),
    "source": ("source", "källa"),
    "licence": ("licence", "license", "licens"),
}
_KINDS = {
    "ort": "locality", "tätort": "locality", "by": "locality", "stadsdel": "neighbourhood", "område": "neighbourhood",
    "bostadsområde": "neighbourhood", "gata": "road", "väg": "road", "skola": "landmark", "torg": "landmark",
    "park": "landmark", "plats": "landmark", "byggnad": "landmark", "lekplats": "landmark", "badplats": "landmark",
    "kyrka": "landmark", "hållplats": "landmark", "station": "landmark", "bibliotek": "landmark", "hamn": "landmark",
    "förskola": "landmark", "fritidsgård": "landmark", "idrottsplats": "landmark", "affär": "landmark",
    "kommundel": "neighbourhood", "småort": "locality", "gångväg": "road", "cykelväg": "road", "bro": "landmark",
}  # fmt: skip
_UNCERTAIN_M = {"locality": 500.0, "neighbourhood": 400.0, "road": 300.0, "landmark": 50.0}


def read(path: Path, area: Area, *, crs: str | None = None) -> Loaded:
    """The places of a table. The coordinate system is `crs`, else told by the values.

    Raises InvalidData, with every faulty row, when the table is not one of places.
    """
    rows = [_named(row) for row in tables.rows(tables.text(path))]
    heads = set().union(*rows) if rows else set()
    if "name" not in heads or not ({"east", "north"} <= heads or "wkt" in heads):
        raise InvalidData(f"{path.name}: ska ha kolumnerna namn, typ, och longitud och latitud (eller wkt)")
    shapes = [_shape(row) for row in rows]
    faults = [fault for i, row in enumerate(rows) if (fault := _fault(row, shapes[i], i + 2))]
    if faults:
        raise InvalidData(f"{path.name}: {'; '.join(faults)}")
    system = projections.asked(crs) if crs else projections.recognise(shapes, area, name=path.name)
    places = list(zip(rows, system.to_wgs84(shapes), strict=True))
    entries = tuple(_entry(row, shape) for row, shape in places if area.holds(shape))
    outside = tuple(f"{row['name']}: ligger utanför kommunen" for row, shape in places if not area.holds(shape))
    note = () if system.crs == "EPSG:4326" or crs else (f"{path.name}: läst som {system.label}",)
    return Loaded(entries, outside, note)


def _named(row: Mapping[str, str]) -> dict[str, str]:
    return {ours: row[head] for ours, heads in _HEADS.items() for head in heads[::-1] if head in row}


def _shape(row: Mapping[str, str]) -> BaseGeometry | None:
    if "wkt" in row:
        shape = shapely.from_wkt(row["wkt"], on_invalid="ignore")
        return None if shape is None or shape.is_empty or not shape.is_valid else shapely.force_2d(shape)
    east, north = tables.number(row.get("east")), tables.number(row.get("north"))
    return None if east is None or north is None else shapely.Point(east, north)


def _fault(row: Mapping[str, str], shape: BaseGeometry | None, line: int) -> str | None:
    kind = row.get("kind", "").casefold()
    wrong = []
    if "name" not in row:
        wrong.append("saknar namn")
    if kind not in PLACE_KINDS and kind not in _KINDS:
        wrong.append(f"okänd typ {kind!r}, välj bland {', '.join((*PLACE_KINDS, *_KINDS))}")
    if shape is None:
        wrong.append("saknar läge som går att läsa")
    if "uncertainty_m" in row and (tables.number(row["uncertainty_m"]) or -1) < 0:
        wrong.append(f"osäkerhet {row['uncertainty_m']!r} ska vara ett tal")
    return f"rad {line}: {', '.join(wrong)}" if wrong else None


def _entry(row: Mapping[str, str], shape: BaseGeometry) -> Entry:
    said = row["kind"].casefold()
    kind = _KINDS.get(said, said)
    people = tables.number(row.get("population"))
    return Entry(
        name=clean(row["name"]),
        kind=kind,
        geometry=shape,
        source=row.get("source", SOURCE),
        licence=row.get("licence", LICENCE),
        uncertainty_m=tables.number(row.get("uncertainty_m")) or _UNCERTAIN_M.get(kind, 100.0),
        subtype={"skola": "school", "torg": "square", "park": "park"}.get(said),
        aliases=several(row.get("aliases")),
        generic_aliases=several(row.get("generic_aliases")),
        population=int(people) if people else None,
    )
