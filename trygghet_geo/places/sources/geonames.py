"""GeoNames' SE.txt: nineteen columns without a head, separated by tabs, WGS 84."""

from __future__ import annotations

import unicodedata
import zipfile
from pathlib import Path

import shapely

from trygghet_geo.errors import InvalidData
from trygghet_geo.places.sources import tables
from trygghet_geo.places.sources.entries import Area, Entry, Loaded, clean

SOURCE, LICENCE = "GeoNames", "CC-BY-4.0"
_COLUMNS = 19
_CLASSES = {"P": ("locality", 1200.0), "L": ("landmark", 800.0), "S": ("landmark", 400.0), "H": ("landmark", 1500.0)}
_SUBTYPES = {
    "SCH": "school", "CH": "church", "RSTN": "station", "RSTP": "station", "PRK": "park", "LK": "water",
    "STM": "watercourse", "HSP": "hospital", "CSTL": "castle", "MALL": "shop", "SQR": "square", "STDM": "sport",
}  # fmt: skip
_GONE = ("PPLQ", "PPLH", "PPLW", "STNB")
"""Abandoned, former and destroyed places."""
_WHOLE = ("L.RGN", "L.AREA", "L.CONT", "L.TRB")


def read(path: Path, area: Area, *, crs: str | None = None) -> Loaded:
    """Settlements, sites and waters inside the municipality; always WGS 84, so `crs` is not used.

    Other names are those of any language, unchecked: they become unverified. Raises InvalidData for another file.
    """
    lines = [line.split("\t") for line in _text(path).splitlines() if line.strip()]
    if not lines or any(len(line) != _COLUMNS for line in lines[:100]):
        raise InvalidData(f"{path.name}: är inte GeoNames SE.txt; en rad ska ha {_COLUMNS} kolumner mellan tabbar")
    entries = []
    broken = 0
    for line in lines:
        if len(line) != _COLUMNS:
            broken += 1
            continue
        entry = _entry(line, area)
        if entry is not None:
            entries.append(entry)
    return Loaded(tuple(entries), doubtful=(f"{path.name}: {broken} trasiga rader",) if broken else ())


def _text(path: Path) -> str:
    if path.suffix.lower() != ".zip":
        return tables.text(path)
    try:
        with zipfile.ZipFile(path) as archive:
            return archive.read("SE.txt").decode("utf-8-sig")
    except (OSError, KeyError, UnicodeDecodeError, zipfile.BadZipFile) as error:
        raise InvalidData(f"{path.name}: är inte GeoNames SE.zip ({error})") from error


def _entry(line: list[str], area: Area) -> Entry | None:
    lat, lon = tables.number(line[4]), tables.number(line[5])
    kind = _CLASSES.get(line[6])
    name = clean(line[1])
    if kind is None or name is None or lat is None or lon is None or line[7] in _GONE:
        return None
    if f"{line[6]}.{line[7]}" in _WHOLE or not area.holds(point := shapely.Point(lon, lat)):
        return None
    section = line[7] == "PPLX"
    people = tables.number(line[14])
    return Entry(
        name=name,
        kind="neighbourhood" if section else kind[0],
        geometry=point,
        source=SOURCE,
        licence=LICENCE,
        uncertainty_m=1000.0 if section else kind[1],
        subtype=_SUBTYPES.get(line[7]),
        unverified_aliases=tuple(_others(line[3], name)),
        population=int(people) if people else None,
    )


def _others(cell: str, name: str) -> list[str]:
    names = dict.fromkeys(other for part in cell.split(",") if (other := clean(part)))
    return [other for other in names if other != name and len(other) > 3 and _latin(other)]


def _latin(text: str) -> bool:
    return all(not c.isalpha() or unicodedata.name(c, "").startswith("LATIN") for c in text)
