"""Files that GDAL reads (GeoPackage, GeoJSON, shapefile, GML …) as plain rows: properties and a geometry, in the
coordinates of the file."""

from __future__ import annotations

import math
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import shapely
from shapely.geometry.base import BaseGeometry

from trygghet_geo.errors import InvalidData

if TYPE_CHECKING:
    import pyproj


@dataclass(frozen=True)
class Layer:
    """`crs` as GDAL tells it ("EPSG:3006" or WKT), None when the file does not say: also for a GeoJSON without the old
    `crs` member, which ought to be WGS 84 and often is not. Names of columns as in the file."""

    name: str
    crs: str | None
    columns: tuple[str, ...]
    rows: tuple[dict[str, Any], ...]
    """A cell without content is left out; dates and times are ISO texts."""
    geometries: tuple[BaseGeometry | None, ...]
    """Two-dimensional; None where a row has no geometry or one that cannot be read."""

    def __iter__(self) -> Iterator[tuple[dict[str, Any], BaseGeometry | None]]:
        return iter(zip(self.rows, self.geometries, strict=True))


Box = tuple[float, float, float, float]
"""West, south, east, north."""
_EDGE = 4096
"""Bytes at either end of a GeoJSON file in which its coordinate system is looked for."""
_INNER = (".gpkg", ".geojson", ".json", ".shp", ".gml")


def read(path: Path, *, near: Box | None = None) -> tuple[Layer, ...]:
    """Every layer with geometry in the file, in the file's order; of a zip archive those of the files in it.

    With `near` (EPSG:4326) only the rows that touch the box are read, from layers that say their coordinate system.

    Raises
    ------
    InvalidData
        If there is no such file or GDAL knows no way to read it.
    """
    # Loaded here, with pyproj below: most runs read no such file, and both take a tenth of a second.
    import pyogrio
    from pyproj.exceptions import ProjError

    _check(path)
    try:
        sources = _zipped(path) if path.suffix.lower() == ".zip" else [str(path)]
        return tuple(
            _layer(source, str(name), near) for source in sources for name, kind in pyogrio.list_layers(source) if kind
        )
    except ProjError as error:
        raise InvalidData(f"{path.name}: är i ett okänt koordinatsystem; spara om filen i SWEREF 99 TM") from error
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, ValueError, zipfile.BadZipFile) as error:
        raise InvalidData(f"{path.name}: går inte att läsa som geodata; är filen hel och av rätt slag?") from error


def _zipped(path: Path) -> list[str]:
    with zipfile.ZipFile(path) as archive:
        inner = sorted(name for name in archive.namelist() if name.lower().endswith(_INNER))
    if not inner:
        raise ValueError(f"ingen fil i arkivet slutar på {', '.join(_INNER)}")
    return [f"/vsizip/{path.resolve().as_posix()}/{name}" for name in inner]


def _check(path: Path) -> None:
    if not path.is_file():
        raise InvalidData(f"{path}: filen finns inte; kontrollera namnet")
    if path.stat().st_size == 0:
        raise InvalidData(f"{path.name}: filen är tom")


def _layer(source: str, name: str, near: Box | None) -> Layer:
    import numpy as np
    import pyogrio.raw

    crs = _crs(source, name)
    box = _transformer(crs).transform_bounds(*near, direction="INVERSE") if near and crs else None
    meta, _, shapes, fields = pyogrio.raw.read(source, layer=name, force_2d=True, bbox=box)
    columns = tuple(str(column) for column in meta["fields"])
    cells = [[_cell(value) for value in column] for column in fields]
    rows = tuple(
        {column: values[i] for column, values in zip(columns, cells, strict=True) if values[i] is not None}
        for i in range(len(shapes))
    )
    geometries = shapely.from_wkb(shapes, on_invalid="ignore") if len(shapes) else np.array([], dtype=object)
    return Layer(name, crs, columns, rows, tuple(geometries))


def _crs(source: str, name: str) -> str | None:
    import pyogrio

    crs = pyogrio.read_info(source, layer=name)["crs"]
    # What QGIS and GDAL write into a GeoPackage when nobody has said which system it is.
    if crs is None or "undefined" in crs.lower():
        return None
    return None if source.lower().endswith((".geojson", ".json")) and not _names_crs(Path(source)) else crs


def _names_crs(path: Path) -> bool:
    """Whether a GeoJSON file has a `crs` member, which stands before or behind the features."""
    if not path.is_file():
        return True
    with path.open("rb") as file:
        head = file.read(_EDGE)
        file.seek(max(0, path.stat().st_size - _EDGE))
        return b'"crs"' in head + file.read()


def _transformer(crs: str) -> pyproj.Transformer:
    import pyproj

    return pyproj.Transformer.from_crs(crs, "EPSG:4326", always_xy=True)


def to_wgs84(layer: Layer) -> tuple[BaseGeometry | None, ...]:
    """The geometries of a layer that says its system, in EPSG:4326. Raises InvalidData for a system that PROJ lacks."""
    import numpy as np
    from pyproj.exceptions import ProjError

    if layer.crs == "EPSG:4326":
        return layer.geometries
    try:
        transform = _transformer(str(layer.crs)).transform
    except ProjError as error:
        raise InvalidData(f"lagret {layer.name} är i ett okänt koordinatsystem; spara om det i SWEREF 99 TM") from error
    shapes = np.empty(len(layer.geometries), dtype=object)
    shapes[:] = layer.geometries
    return tuple(shapely.transform(shapes, transform, interleaved=False))


def _cell(value: Any) -> Any:
    """Plain Python: NumPy's numbers unpacked, missing values (NaN, NaT, empty text) as None, times as ISO text."""
    if value is None or isinstance(value, str):
        return value or None
    plain = value.item() if hasattr(value, "item") and getattr(value, "ndim", 1) == 0 else value
    if plain is None or (isinstance(plain, float) and math.isnan(plain)):
        return None
    if isinstance(plain, (date, datetime)):
        return plain.isoformat()
    return plain if isinstance(plain, (str, int, float, bool, bytes)) else _listed(plain)


def _listed(value: Any) -> Any:
    return list(value) if hasattr(value, "__iter__") else str(value)
