"""A result of the two-level test as one table for QGIS: localities, spots and cells, each row with its words."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import pandas as pd
import shapely

from trygghet_geo.coordinates import rounded
from trygghet_geo.errors import InvalidSelection

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

    from trygghet_geo.records import Place
    from trygghet_geo.statistics.hotspots import Hotspots
    from trygghet_geo.statistics.scan import Scan

SUFFIXES = (".geojson", ".gpkg", ".parquet", ".fgb")
LAYER = "hotspots"
_COLUMNS = "layer name verdict statements documents expected ratio low high p q mass thin ids words".split()
_NUMBERS = "statements documents expected ratio low high p q mass".split()


def layers(found: Hotspots, places: Mapping[str, Place], cells: GeoDataFrame) -> GeoDataFrame:
    """EPSG:4326; `layer` is `locality`, `spot` or `cell`. Localities in which nothing was said are there too.

    Cells (`cells.cells`) are a picture of where concerns lie, with `thin` where it rests on few; they are no finding.
    """
    rows: list[dict[str, Any]] = []
    for one in found.localities:
        place = places.get(one.id)
        shape = place.geometry if place is not None and "Polygon" in place.geometry.geom_type else None
        values = ("name verdict documents expected ratio low high p q words", one)
        rows.append(_values(*values) | {"layer": "locality", "statements": one.count, "geometry": shape})
    for spot in found.spots:
        own = {"layer": "spot", "name": ", ".join(spot.places), "verdict": "raised", "geometry": spot.geometry}
        counts = {"statements": len(spot.statements), "ids": ", ".join(spot.statements)}
        rows.append(_values("documents expected p words", spot) | own | counts)
    for cell in cells.itertuples(index=False):
        counts = {"statements": int(cell.statements), "mass": float(cell.mass), "thin": bool(cell.thin)}
        rows.append({"layer": "cell", "geometry": cell.geometry, **counts})
    frame = pd.DataFrame(rows, columns=[*_COLUMNS, "geometry"])
    shapes = [rounded(shape) for shape in frame.pop("geometry")]
    frame[_NUMBERS] = frame[_NUMBERS].astype(float).round(6)
    return gpd.GeoDataFrame(frame, geometry=gpd.GeoSeries(shapes, crs="EPSG:4326"))


def clusters(found: Scan, names: tuple[str, ...], places: Mapping[str, Place]) -> GeoDataFrame:
    """The clusters of a scan over localities, likeliest first, EPSG:4326: the outlines of their localities."""
    towns = {p.name: p.geometry for p in places.values() if p.kind == "locality" and p.population}
    rows = [
        {
            "layer": "scan",
            "name": ", ".join(names[i] for i in one.areas),
            "statements": one.count,
            "expected": round(one.expected, 3),
            "ratio": round(one.ratio, 3),
            "p": one.p,
        }
        for one in found.clusters
    ]
    shapes = [rounded(shapely.union_all([towns[names[i]] for i in one.areas])) for one in found.clusters]
    columns = ["layer", "name", "statements", "expected", "ratio", "p"]
    return gpd.GeoDataFrame(pd.DataFrame(rows, columns=columns), geometry=gpd.GeoSeries(shapes, crs="EPSG:4326"))


def known(suffix: str) -> str:
    """`suffix` in lower case; raises InvalidSelection for a format that does not hold areas with their words."""
    if suffix.lower() not in SUFFIXES:
        raise InvalidSelection(
            f"formatet {suffix or '(ingen ändelse)'} går inte att skriva; välj {', '.join(SUFFIXES)}"
        )
    return suffix.lower()


def to_bytes(table: GeoDataFrame, suffix: str, *, result: Mapping[str, Any]) -> bytes:
    """`table` in the format of `suffix`. GeoJSON carries `result` (words, n, seed …) as a member of its own."""
    if known(suffix) == ".geojson":
        return _geojson(table, result)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{LAYER}{suffix}"
        ready = table.assign(thin=table["thin"].astype("boolean")) if "thin" in table else table
        if suffix == ".parquet":
            ready.to_parquet(path, index=False)
        else:
            driver = {".gpkg": "GPKG", ".fgb": "FlatGeobuf"}[suffix]
            options = {"SPATIAL_INDEX": "NO"} if suffix == ".fgb" else {}
            ready.to_file(path, layer=LAYER, driver=driver, engine="pyogrio", geometry_type="Unknown", **options)
        return path.read_bytes()


def _geojson(table: GeoDataFrame, result: Mapping[str, Any]) -> bytes:
    features = []
    for row in table.to_dict("records"):
        shape = row.pop("geometry")
        values = {name: None if value is None or value != value else value for name, value in row.items()}
        geometry = None if shape is None else shape.__geo_interface__
        features.append({"type": "Feature", "geometry": geometry, "properties": values})
    lines = ",\n".join(json.dumps(one, ensure_ascii=False, allow_nan=False) for one in features)
    head = json.dumps(result, ensure_ascii=False, default=str)
    return f'{{"type": "FeatureCollection", "result": {head}, "features": [\n{lines}\n]}}\n'.encode("utf-8", "replace")


def _values(names: str, record: object) -> dict[str, Any]:
    return {name: getattr(record, name) for name in names.split()}
