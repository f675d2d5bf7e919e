"""The background of the map when there is no network: outline, built-up areas, water, roads, railways, labels."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

import shapely

from trygghet_geo import paths
from trygghet_geo.errors import InvalidData
from trygghet_geo.places import sweden
from trygghet_geo.records import Place

KINDS = ("water", "built_up", "boundary", "river", "railway", "road", "label")
"""In the order they are drawn, the lowest first. Labels are points with a `name`; the others lines and areas."""


def layers(municipality_code: str) -> dict[str, dict[str, Any]]:
    """A GeoJSON FeatureCollection (EPSG:4326) per kind, in the order of `KINDS`; kinds without features are left out.

    Every feature has `kind`, `name`, `uncertainty_m`, `source`, `licence`; `schematic` is true where straight lines
    join known points and the course between them is not known. A municipality without a background of its own gets
    its outline and its towns from the national level. An unknown
    code gives an empty dict. The dicts are the caller's own to change.

    Raises
    ------
    InvalidData
        If a background file has a kind that is not among `KINDS`.
    """
    folder = paths.DATA / "basemap" / municipality_code
    stamps = tuple((str(file), file.stat().st_mtime_ns) for file in sorted(folder.glob("*.geojson")))
    features = json.loads(_text(stamps)) if stamps else _national(municipality_code)
    return {
        kind: {"type": "FeatureCollection", "features": found}
        for kind in KINDS
        if (found := [each for each in features if each["properties"]["kind"] == kind])
    }


@lru_cache(maxsize=8)
def _text(stamps: tuple[tuple[str, int], ...]) -> str:
    """All features of the files as one JSON text, so that what is cached cannot be changed by a caller."""
    features = [each for name, _ in stamps for each in json.loads(Path(name).read_text(encoding="utf-8"))["features"]]
    wrong = sorted({str(each["properties"].get("kind")) for each in features} - set(KINDS))
    if wrong:
        folder = Path(stamps[0][0]).parent
        raise InvalidData(f"{folder}: okänd kind {', '.join(wrong)}; välj bland {', '.join(KINDS)}")
    return json.dumps(features)


def _national(code: str) -> list[dict[str, Any]]:
    places = [place for place in sweden.load().places if place.municipality_code == code]
    return [
        _feature(place, "boundary" if place.kind == "municipality" else "label")
        for place in places
        if place.kind in ("municipality", "locality")
    ]


def _feature(place: Place, kind: str) -> dict[str, Any]:
    properties = {
        "kind": kind,
        "name": place.name,
        "uncertainty_m": place.uncertainty_m,
        "source": place.source,
        "licence": place.licence,
    }
    return {"type": "Feature", "properties": properties, "geometry": json.loads(shapely.to_geojson(place.geometry))}
