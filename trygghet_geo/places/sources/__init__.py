"""Loaders: files that a municipality can download → entries, one module a source.

Each is `read(path, area, *, crs=None) -> Loaded`: only what lies in the municipality, in EPSG:4326.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from trygghet_geo.errors import InvalidData
from trygghet_geo.places.sources import (
    geonames,
    gtfs,
    lantmateriet,
    nvdb,
    overpass,
    own,
    pbf,
    scb,
    skolverket,
)
from trygghet_geo.places.sources.entries import Area, Entry, Loaded

__all__ = ["LOADERS", "Area", "Entry", "Loaded", "osm", "read"]


def osm(path: Path, area: Area, *, crs: str | None = None) -> Loaded:
    """OpenStreetMap, by the file's suffix: Overpass JSON, else a file of OSM's own."""
    return (overpass if path.suffix.lower() == ".json" else pbf).read(path, area, crs=crs)


LOADERS: Mapping[str, Callable[..., Loaded]] = MappingProxyType(
    {
        "scb": scb.read,
        "lantmateriet": lantmateriet.read,
        "nvdb": nvdb.read,
        "osm": osm,
        "skolverket": skolverket.read,
        "gtfs": gtfs.read,
        "geonames": geonames.read,
        "csv": own.read,
    }
)
"""Option of `places build` → loader, the most trusted names first; the municipality's own table is above all."""


def read(loader: str, path: Path, area: Area, *, crs: str | None = None) -> Loaded:
    """What the file holds of the municipality. Raises InvalidData when it is missing or not what the loader reads."""
    if not path.is_file():
        raise InvalidData(f"{path}: filen finns inte; kontrollera namnet")
    return LOADERS[loader](path, area, crs=crs)
