"""OpenStreetMap's own file format, `.osm.pbf` (and `.osm`), read by pyosmium: a country, a county, a municipality."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import shapely
from shapely.geometry.base import BaseGeometry

from trygghet_geo.errors import InvalidData
from trygghet_geo.places.sources import osm
from trygghet_geo.places.sources.entries import Area, Loaded


def read(path: Path, area: Area, *, crs: str | None = None) -> Loaded:
    """The places inside the municipality; OSM is always WGS 84, so `crs` is not used.

    The positions of all nodes are held meanwhile, 16 bytes each: about 2 GB for all of Sweden, next to nothing for an
    extract of a county. Raises InvalidData when the file cannot be read.
    """
    if not path.is_file():
        raise InvalidData(f"{path}: filen finns inte; kontrollera namnet")
    try:
        return osm.loaded(_things(path), area)
    except RuntimeError as error:
        raise InvalidData(f"{path.name}: går inte att läsa som OpenStreetMap ({error})") from error


def _things(path: Path) -> Iterator[tuple[dict[str, str], BaseGeometry]]:
    import osmium

    named = osmium.filter.KeyFilter("name", "ref", "int_ref")
    processor = osmium.FileProcessor(str(path)).with_locations().with_areas(named).with_filter(named)
    factory = osmium.geom.WKBFactory()
    for thing in processor:
        tags = {tag.k: tag.v for tag in thing.tags}
        if not osm.relevant(tags):
            continue
        geometry = _geometry(thing, tags, factory)
        if geometry is not None and not geometry.is_empty:
            yield tags, geometry


def _geometry(thing, tags: dict[str, str], factory) -> BaseGeometry | None:
    """None for what another object stands for: a closed way comes again as an area, a relation as its area."""
    import osmium

    try:
        if thing.is_node():
            return shapely.Point(thing.location.lon, thing.location.lat)
        if thing.is_way():
            street = "highway" in tags and tags.get("area") != "yes" and tags.get("place") != "square"
            if thing.is_closed() and not street:
                return None
            return shapely.from_wkb(factory.create_linestring(thing))
        if thing.is_area():
            line = "highway" in tags and tags.get("area") != "yes" and tags.get("place") != "square"
            return None if line and thing.from_way() else shapely.from_wkb(factory.create_multipolygon(thing))
    except (osmium.InvalidLocationError, RuntimeError):
        # A way that leaves the extract lacks some of its nodes.
        return None
    return None
