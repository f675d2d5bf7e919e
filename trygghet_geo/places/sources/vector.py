"""Rows of a vector file in EPSG:4326, from whatever coordinate system it is in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from trygghet_geo.errors import InvalidData
from trygghet_geo.places import layers
from trygghet_geo.places.sources import projections
from trygghet_geo.places.sources.entries import Area


@dataclass(frozen=True)
class Row:
    layer: str
    values: Mapping[str, Any]
    """Column in lower case → value; empty cells are left out."""
    geometry: BaseGeometry
    """EPSG:4326, valid."""

    def first(self, *columns: str) -> Any:
        """The value of the first of these columns that has one, else None."""
        return next((self.values[column] for column in columns if column in self.values), None)


@dataclass(frozen=True)
class Rows:
    rows: tuple[Row, ...]
    columns: Mapping[str, tuple[str, ...]]
    """Layer → its columns in lower case."""
    notes: tuple[str, ...]
    """Swedish: what was assumed or mended."""

    def need(self, path: Path, **wanted: tuple[str, ...]) -> None:
        """Raise InvalidData when no layer has one of each of the columns wanted."""
        for names in self.columns.values():
            if all(set(choice) & set(names) for choice in wanted.values()):
                return
        lists = "; ".join(f"{layer}: {', '.join(names)}" for layer, names in self.columns.items()) or "inga lager"
        asked = "; ".join(f"{what} ({' eller '.join(choice)})" for what, choice in wanted.items())
        raise InvalidData(f"{path.name}: saknar {asked}; filen har {lists}")


def read(path: Path, area: Area, *, crs: str | None = None) -> Rows:
    """The rows of all layers that touch the municipality. `crs` is for layers that do not say their system.

    Raises InvalidData when the file cannot be read or the system cannot be told.
    """
    found: list[Row] = []
    notes: list[str] = []
    columns = {}
    for layer in layers.read(path, near=area.box):
        columns[layer.name] = tuple(column.lower() for column in layer.columns)
        if layer.crs is None:
            system = _system(layer, area, crs=crs, path=path)
            shapes = system.to_wgs84(layer.geometries)
            if system.crs != "EPSG:4326" or system.swapped:
                notes.append(f"{path.name}: koordinatsystemet står inte i filen, läst som {system.label}")
        else:
            shapes = layers.to_wgs84(layer)
        for values, shape in zip(layer.rows, shapes, strict=True):
            geometry, note = _sound(shape)
            if note:
                notes.append(f"{path.name}, {layer.name}: {note}")
            if geometry is not None and area.holds(geometry):
                found.append(Row(layer.name, {key.lower(): value for key, value in values.items()}, geometry))
    return Rows(tuple(found), columns, tuple(notes))


def _system(layer: layers.Layer, area: Area, *, crs: str | None, path: Path) -> projections.System:
    if crs:
        return projections.asked(crs)
    try:
        return projections.recognise(layer.geometries, area, name=path.name)
    except InvalidData:
        # A GeoJSON from elsewhere in Sweden is WGS 84, as it should be; there is only nothing in it for us.
        if path.suffix.lower() in (".geojson", ".json") and projections.in_sweden(layer.geometries):
            return projections.System("EPSG:4326")
        raise


def _sound(shape: BaseGeometry | None) -> tuple[BaseGeometry | None, str | None]:
    """A valid geometry, and what was done to it."""
    if shape is None or shape.is_empty or shape.geom_type == "GeometryCollection":
        return None, "en rad utan användbar geometri"
    if shape.is_valid:
        return shape, None
    mended = shapely.make_valid(shape, method="structure", keep_collapsed=False)
    return (mended, "en ogiltig yta rättades") if not mended.is_empty else (None, "en ogiltig yta gick inte att rätta")
