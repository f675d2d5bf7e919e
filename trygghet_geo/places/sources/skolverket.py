"""Skolverket's register of school units, as the API's JSON (version 1 and 2) or a list of its answers.

Version 1 keeps a school in `SkolenhetInfo` with `Namn`, `Status`, `Kommun` and `Besoksadress.GeoData`; version 2 in
`data.attributes` with `displayName`, `status`, `municipalityCode` and `addresses[].geoCoordinates`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import shapely

from trygghet_geo.errors import InvalidData
from trygghet_geo.places.sources import tables
from trygghet_geo.places.sources.entries import Area, Entry, Loaded, clean

SOURCE, LICENCE = "Skolverket, skolenhetsregistret", "Skolverkets öppna data"
_ADDRESS_M = 75.0
_ACTIVE = ("aktiv", "planerad", "vilande")


def read(path: Path, area: Area, *, crs: str | None = None) -> Loaded:
    """Schools inside the municipality that have not closed; always WGS 84, so `crs` is not used.

    Raises InvalidData when the file holds no school units.
    """
    try:
        content = json.loads(tables.text(path))
    except (ValueError, RecursionError) as error:
        raise InvalidData(f"{path.name}: går inte att läsa som JSON ({error})") from error
    units = [unit for unit in _units(content) if _name(unit)]
    if not units:
        raise InvalidData(f"{path.name}: inga skolenheter; spara svaret från Skolenhetsregistrets API")
    entries, unplaced = [], []
    for unit in units:
        point = _point(unit)
        if str(unit.get("Status") or unit.get("status") or "aktiv").casefold() not in _ACTIVE:
            continue
        if point is not None:
            entries += [_entry(unit, point)] if area.holds(point) else []
        elif _code(unit) == area.code:
            unplaced.append(str(_name(unit)))
    doubtful = tuple(f"{name}: skolan har inget läge i registret" for name in sorted(unplaced))
    return Loaded(tuple(entries), doubtful=doubtful)


def _units(content: Any) -> Iterator[Mapping[str, Any]]:
    """The facts of every unit, wherever the answer has put them."""
    if isinstance(content, list):
        for each in content:
            yield from _units(each)
    elif isinstance(content, dict):
        inner = next((content[key] for key in ("SkolenhetInfo", "Skolenheter", "data") if key in content), None)
        attributes = content.get("attributes")
        if inner is not None:
            yield from _units(inner)
        elif isinstance(attributes, (dict, list)):
            yield from _units(attributes)
        else:
            yield content


def _name(unit: Mapping[str, Any]) -> str | None:
    keys = ("Namn", "Skolenhetsnamn", "displayName", "schoolName", "name")
    return next((name for key in keys if (name := clean(unit.get(key)))), None)


def _code(unit: Mapping[str, Any]) -> str | None:
    home = unit.get("Kommun")
    inner = home.get("Kommunkod") if isinstance(home, dict) else None
    return clean(inner or unit.get("Kommunkod") or unit.get("municipalityCode"))


def _point(unit: Mapping[str, Any]) -> shapely.Point | None:
    """Of the visiting address; a postal address may be a box in another town."""
    visit = unit.get("Besoksadress")
    places = [visit.get("GeoData")] if isinstance(visit, dict) else []
    addresses = unit.get("addresses") if isinstance(unit.get("addresses"), list) else []
    places += [a.get("geoCoordinates") for a in addresses if isinstance(a, dict) and a.get("type") == "BESOKSADRESS"]
    for place in places:
        values = place if isinstance(place, dict) else {}
        lat = tables.number(values.get("Koordinat_WGS84_Lat") or values.get("latitude"))
        lon = tables.number(values.get("Koordinat_WGS84_Lng") or values.get("longitude"))
        if lat and lon:
            return shapely.Point(lon, lat)
    return None


def _entry(unit: Mapping[str, Any], point: shapely.Point) -> Entry:
    """ "Parkskolan F-3" is Parkskolan to everybody but the register."""
    name = str(_name(unit))
    words = name.split()
    short = " ".join(word for word in words if not any(c.isdigit() for c in word))
    other = clean(unit.get("SkolaNamn") or unit.get("schoolName"))
    aliases = tuple(dict.fromkeys(n for n in (short, other) if n and n != name and len(n) > 3))
    return Entry(name, "landmark", point, SOURCE, LICENCE, _ADDRESS_M, "school", aliases)
