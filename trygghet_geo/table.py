"""Features as one table: the contract's columns in the contract's order, and a geometry in EPSG:4326."""

from __future__ import annotations

from collections.abc import Iterable
from types import MappingProxyType

import geopandas as gpd
import pandas as pd

from trygghet_geo.contract import COLUMNS, DATES
from trygghet_geo.coordinates import EXCHANGE_CRS
from trygghet_geo.errors import InvalidData
from trygghet_geo.records import Feature

DTYPES = MappingProxyType(
    dict.fromkeys(COLUMNS, "object")
    | dict.fromkeys(DATES, "datetime64[s]")
    | {"page": "Int64", "start": "int64", "end": "int64", "uncertainty_m": "float64", "confidence": "float64"}
)
"""Text is `object`, so that a missing one is None (false, and null in JSON) and not a NaN that counts as true."""


def frame(features: Iterable[Feature]) -> gpd.GeoDataFrame:
    """One row per feature, in the order given: COLUMNS with DTYPES, `geometry` in EPSG:4326 (None when unplaced).

    No features give an empty table with the same columns and types.
    """
    rows = list(features)
    columns = {name: [getattr(row, name) for row in rows] for name in COLUMNS}
    return typed(pd.DataFrame(columns, dtype="object"), [row.geometry for row in rows])


def typed(columns: pd.DataFrame, geometry: Iterable) -> gpd.GeoDataFrame:
    """`columns` (values of any type that DTYPES takes, dates also as ISO text) with DTYPES and its geometry."""
    data = {name: _column(columns[name], DTYPES[name]) for name in COLUMNS}
    rest = {name: columns[name] for name in columns.columns if name not in DTYPES}
    return gpd.GeoDataFrame(data | rest, geometry=gpd.GeoSeries(list(geometry), crs=EXCHANGE_CRS, index=columns.index))


def features(table: gpd.GeoDataFrame) -> tuple[Feature, ...]:
    """The rows of `table` as records, in its order; undoes `frame`. Columns beyond the contract's are left out.

    Raises
    ------
    InvalidData
        If a column of the contract is missing or the geometry is not in EPSG:4326.
    """
    check(table)
    columns = [_values(table[name], name) for name in COLUMNS]
    geometries = [None if g is None or g.is_empty else g for g in table.geometry]
    return tuple(Feature(*row) for row in zip(*columns, geometries, strict=True))


def check(table: gpd.GeoDataFrame) -> None:
    """Raise InvalidData, naming every fault, unless `table` has the contract's columns and EPSG:4326."""
    faults = [f"kolumnen {name} saknas" for name in COLUMNS if name not in table.columns]
    if table.crs is None or table.crs.to_epsg() != 4326:
        faults.append(f"koordinatsystemet är {table.crs}, inte EPSG:4326")
    if faults:
        raise InvalidData("tabellen följer inte kontraktet: " + "; ".join(faults))


def _column(values: pd.Series, dtype: str) -> pd.Series:
    if dtype == "object":
        plain = values.astype("object")
        return plain.where(plain.notna(), None)
    if dtype == "datetime64[s]":
        return pd.Series(pd.array(list(values), dtype=dtype), index=values.index)
    return values.astype(dtype)


def _values(column: pd.Series, name: str) -> list:
    """Plain Python values of a column, None for each missing one."""
    if name in DATES:
        return [None if pd.isna(value) else value.date() for value in column]
    return [None if value is None or value is pd.NA or value != value else value for value in column.tolist()]
