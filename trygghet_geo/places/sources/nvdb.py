"""Trafikverket's NVDB, as Lastkajen gives it: street names and road numbers along the whole road network.

The homogenised GeoPackage (layer TNE_FT_VAGDATA) has `Namn_130` (Gatunamn), `Namn_132` (other road names), `Evag_555`
(−1 for a European road), `Huvnr_556_1` and `Undnr_557` (road number). Files with one data product each, and with the
products' own names of columns, are read too.
"""

from __future__ import annotations

from pathlib import Path

from trygghet_geo.places.sources import roads, vector
from trygghet_geo.places.sources.entries import Area, Entry, Loaded, clean
from trygghet_geo.places.sources.vector import Row

SOURCE, LICENCE = "Trafikverket, NVDB", "CC0-1.0"
_BESIDE_M = 10.0
_NAMES = ("namn_130", "namn_132", "f_namn_130", "gatunamn", "gatunamn_namn", "namn")
_NUMBER = ("huvnr_556_1", "huvnr_556", "huvudnummer", "vagnummer_huvudnummer_1", "vagnummer", "vägnummer")
_EUROPE = ("evag_555", "europavag", "europaväg", "vagnummer_europavag")


def read(path: Path, area: Area, *, crs: str | None = None) -> Loaded:
    """Streets and numbered roads inside the municipality, each as one line. Raises InvalidData for another file."""
    rows = vector.read(path, area, crs=crs)
    rows.need(path, **{"gatunamn eller vägnummer": (*_NAMES, *_NUMBER)})
    pieces = [entry for row in rows.rows if "Line" in row.geometry.geom_type for entry in _entries(row)]
    entries, dropped = roads.joined(pieces, area)
    return Loaded(entries, dropped, rows.notes)


def _entries(row: Row) -> list[Entry]:
    found = []
    called = tuple(dict.fromkeys(name for c in _NAMES if (name := clean(row.values.get(c))) and name != "NA"))
    if called:
        found.append(_road(row, called[0], called[1:], None))
    number = row.first(*_NUMBER)
    plain = str(int(number)) if isinstance(number, (int, float)) else str(number or "").strip()
    if plain.isdigit() and int(plain):
        european = str(row.first(*_EUROPE) or "0").strip().lower() not in ("0", "false", "nej", "0.0")
        name, others = roads.numbered(f"E{plain}" if european else plain) or (plain, ())
        found.append(_road(row, name, others, "number"))
    return found


def _road(row: Row, name: str, aliases: tuple[str, ...], subtype: str | None) -> Entry:
    return Entry(name, "road", row.geometry, SOURCE, LICENCE, _BESIDE_M, subtype, aliases)
