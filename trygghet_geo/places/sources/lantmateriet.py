"""Lantmäteriet: Ortnamn Nedladdning (points with a kind of name) and Kommun, län och rike Nedladdning (outlines).

Ortnamn is a layer `ortnamn` with `ortnamn`, `detaljtyp`, `sprak` and `lopnummer`; the kinds of name (detaljtyp) are
BEBTÄTTX town, BEBTX settlement, ANLTX facility, KYRKATX church, NATTX protected nature, KULTURTX monument, TRAKTTX
tract, VATTTX, VATTDELTX and VATTDRTX water, SANKTX marsh, TERRTX terrain, GLACIÄRTX glacier.
"""

from __future__ import annotations

import unicodedata
from pathlib import Path

from trygghet_geo.places.sources import vector
from trygghet_geo.places.sources.entries import Area, Entry, Loaded, clean, several
from trygghet_geo.places.sources.vector import Row

NAMES_LICENCE, BORDERS_LICENCE = "CC-BY-4.0", "CC0-1.0"
_NAME, _TYPE = ("ortnamn", "namn", "text"), ("detaljtyp", "namntyp", "textkategori")
_KINDS = {
    "BEBTÄTTX": ("locality", "town", 800.0),
    "BEBTX": ("locality", "settlement", 500.0),
    "ANLTX": ("landmark", "facility", 150.0),
    "KYRKATX": ("landmark", "church", 75.0),
    "NATTX": ("landmark", "nature", 500.0),
    "KULTURTX": ("landmark", "monument", 150.0),
    "VATTTX": ("landmark", "water", 1000.0),
    "VATTDELTX": ("landmark", "water", 500.0),
    "VATTDRTX": ("landmark", "watercourse", 2000.0),
}
"""Detaljtyp → kind, subtype, uncertainty in metres: the point stands where the name is printed on the map."""


def read(path: Path, area: Area, *, crs: str | None = None) -> Loaded:
    """Names and borders in the file that touch the municipality. Raises InvalidData for another kind of file."""
    rows = vector.read(path, area, crs=crs)
    if any(set(columns) & {"kommunkod", "kommunnamn"} for columns in rows.columns.values()):
        return Loaded(tuple(_border(row, area) for row in rows.rows if _is_own(row, area)), doubtful=rows.notes)
    rows.need(path, namn=_NAME, detaljtyp=_TYPE)
    passed: dict[str, int] = {}
    entries = []
    for row in rows.rows:
        entry = _name(row)
        if entry is None:
            kind = str(row.first(*_TYPE) or "utan detaljtyp")
            passed[kind] = passed.get(kind, 0) + 1
        else:
            entries.append(entry)
    dropped = tuple(f"Ortnamn av detaljtyp {kind}: {count} namn" for kind, count in sorted(passed.items()))
    return Loaded(tuple(entries), dropped, rows.notes)


def _name(row: Row) -> Entry | None:
    kind = _KINDS.get(unicodedata.normalize("NFC", str(row.first(*_TYPE) or "")).upper())
    names = several(row.first(*_NAME))
    if kind is None or not names:
        return None
    return Entry(
        name=names[0],
        kind=kind[0],
        geometry=row.geometry,
        source="Lantmäteriet, ortnamn",
        licence=NAMES_LICENCE,
        uncertainty_m=kind[2],
        subtype=kind[1],
        aliases=names[1:],
    )


def _is_own(row: Row, area: Area) -> bool:
    return str(row.first("kommunkod", "kommun_kod") or "").zfill(4) == area.code


def _border(row: Row, area: Area) -> Entry:
    return Entry(
        name=f"{clean(row.first('kommunnamn', 'namn')) or area.name} kommun",
        kind="municipality",
        geometry=row.geometry,
        source="Lantmäteriet, kommun, län och rike",
        licence=BORDERS_LICENCE,
        uncertainty_m=5.0,
        subtype="municipality",
    )
