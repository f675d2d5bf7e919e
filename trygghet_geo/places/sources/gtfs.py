"""GTFS: the stops of public transport, from the feed's zip or from its stops.txt."""

from __future__ import annotations

import zipfile
from pathlib import Path

import shapely

from trygghet_geo.errors import InvalidData
from trygghet_geo.places import shapes
from trygghet_geo.places.sources import tables
from trygghet_geo.places.sources.entries import Area, Entry, Loaded, clean

SOURCE, LICENCE = "Trafiklab, GTFS", "CC0-1.0"
ONE_STOP_M = 400.0
"""Posts of one name nearer than this are one stop: both sides of the street, the bays of a bus station."""
_STATIONS = ("station", "resecentrum", "busstation", "terminal", "centralstation", "bussterminal")
_UNCERTAIN_M = 50.0


def read(path: Path, area: Area, *, crs: str | None = None) -> Loaded:
    """Stops inside the municipality, the posts of one stop as one point. GTFS is always WGS 84, so `crs` is not used.

    Raises InvalidData when the file holds no stops.
    """
    rows = tables.rows(_stops(path))
    if not rows or not {"stop_name", "stop_lat", "stop_lon"} <= set().union(*rows):
        raise InvalidData(f"{path.name}: är ingen GTFS; stops.txt ska ha stop_name, stop_lat och stop_lon")
    found: dict[str, list[shapely.Point]] = {}
    broken = 0
    for row in rows:
        name, lon, lat = clean(row.get("stop_name")), *(tables.number(row.get(key)) for key in ("stop_lon", "stop_lat"))
        # Entrances, nodes and boarding areas (2, 3, 4) are parts of a stop.
        if name is None or row.get("location_type", "0") not in ("0", "1"):
            continue
        if lon is None or lat is None:
            broken += 1
        elif area.holds(point := shapely.Point(lon, lat)):
            found.setdefault(name, []).append(point)
    entries = [entry for name, points in sorted(found.items()) for entry in _entries(name, points)]
    return Loaded(tuple(entries), doubtful=(f"{path.name}: {broken} hållplatser utan läge",) if broken else ())


def _stops(path: Path) -> str:
    if path.suffix.lower() != ".zip":
        return tables.text(path)
    try:
        with zipfile.ZipFile(path) as archive:
            inner = next((name for name in archive.namelist() if name.rpartition("/")[2] == "stops.txt"), None)
            if inner is None:
                raise InvalidData(f"{path.name}: är ingen GTFS; stops.txt finns inte i arkivet")
            return tables.decoded(archive.read(inner))
    except (OSError, zipfile.BadZipFile) as error:
        raise InvalidData(f"{path.name}: går inte att läsa som zip ({error})") from error


def _entries(name: str, points: list[shapely.Point]) -> list[Entry]:
    groups: list[list[shapely.Point]] = []
    for point in points:
        near = next((group for group in groups if shapes.near_m(group[0], point) <= ONE_STOP_M), None)
        if near is None:
            groups.append([point])
        else:
            near.append(point)
    return [entry(name, shapely.MultiPoint(group).centroid) for group in groups]


def entry(name: str, point: shapely.Point, *, source: str = SOURCE, licence: str = LICENCE) -> Entry:
    """A stop. A bus stop is called "hållplats …", so that it does not compete with the street it is named after."""
    station = name.casefold().endswith(_STATIONS)
    shown = name if station else f"hållplats {name}"
    return Entry(shown, "landmark", point, source, licence, _UNCERTAIN_M, "station" if station else "stop")
