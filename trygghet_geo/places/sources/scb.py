"""SCB's open geodata: tätorter, småorter, RegSO and DeSO, as GeoPackage or as GeoJSON from the WFS.

Columns as the WFS layers `stat:Tatorter_2023`, `stat:Smaorter_2023`, `stat:RegSO_2025` and `stat:DeSO_2025` have them.
The småorter of the WFS carry a code but no name: they come as outlines without one.
"""

from __future__ import annotations

import re
from pathlib import Path

from trygghet_geo.places.sources import vector
from trygghet_geo.places.sources.entries import Area, Entry, Loaded, clean
from trygghet_geo.places.sources.vector import Row

LICENCE = "CC0-1.0"
_BORDER_M = 10.0
_NAME = ("tatort", "tatortsnamn", "tatort_namn", "smaortsnamn", "smaort_namn", "namn", "ortnamn")
_CODE = ("tatortskod", "smaortskod", "smaort", "smaortkod")


def read(path: Path, area: Area, *, crs: str | None = None) -> Loaded:
    """Every SCB area in the file that touches the municipality. Raises InvalidData for another kind of file."""
    rows = vector.read(path, area, crs=crs)
    rows.need(path, kod=("tatortskod", "tatort", "smaort", "smaortskod", "regsokod", "regso", "desokod", "deso"))
    entries = []
    for row in rows.rows:
        owner = str(row.first("kommunkod", "kommun", "kommun_kod") or "").zfill(4)
        if owner.isdigit() and owner != "0000" and owner != area.code:
            continue
        entries.append(_entry(row))
    return Loaded(tuple(entries), doubtful=rows.notes)


def _entry(row: Row) -> Entry:
    if row.first("desokod", "deso"):
        return _deso(row)
    if row.first("regsokod", "regso"):
        return _regso(row)
    code = str(row.first(*_CODE) or "")
    name = clean(row.first(*_NAME))
    small = "smaort" in row.layer.lower() or "smaort" in "".join(row.values) or bool(re.search(r"SB\d+$", code))
    kind = "småorter" if small else "tätorter"
    people = row.first("bef", "bef2023", "befolkning", "folkmangd", "bef_2023")
    return Entry(
        name=name,
        kind="locality",
        geometry=row.geometry,
        source=f"SCB, {kind}",
        licence=LICENCE,
        uncertainty_m=_BORDER_M,
        subtype="smaort" if small else "tatort",
        population=int(people) if isinstance(people, (int, float)) else None,
    )


def _regso(row: Row) -> Entry:
    """ "Vallby-Skälby" is one area; whether Vallby alone means it nobody has said, so the halves are unverified."""
    name = clean(row.first("regsonamn", "regso_namn", "namn"))
    halves = tuple(part for part in re.split(r"\s?[-–/]\s?|\s+och\s+", name or "") if len(part) > 3 and part != name)
    return Entry(
        name=name,
        kind="neighbourhood",
        geometry=row.geometry,
        source="SCB, RegSO",
        licence=LICENCE,
        uncertainty_m=_BORDER_M,
        subtype="regso",
        unverified_aliases=halves if len(halves) > 1 else (),
    )


def _deso(row: Row) -> Entry:
    """DeSO have codes only; the code is the name, as it is written in reports: "DeSO 1961C1030"."""
    code = clean(row.first("desokod", "deso"))
    return Entry(
        name=f"DeSO {code}" if code else None,
        kind="neighbourhood",
        geometry=row.geometry,
        source="SCB, DeSO",
        licence=LICENCE,
        uncertainty_m=_BORDER_M,
        subtype="deso",
        aliases=(code,) if code else (),
    )
