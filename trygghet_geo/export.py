"""A table → the bytes of a file, by suffix. A new format is one function and one line in `EXPORTS`."""

from __future__ import annotations

import csv
import json
import tempfile
from collections.abc import Callable, Mapping
from datetime import datetime
from io import BytesIO, StringIO
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pandas as pd
from geopandas import GeoDataFrame

from trygghet_geo import geojson, table
from trygghet_geo.contract import COLUMNS, DATES
from trygghet_geo.errors import InvalidSelection

LAYER = "trygghet"
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_SPREADSHEET_LIMIT = 32_767
"""Characters in a cell of Excel."""
_NO_CLOCK = datetime(2000, 1, 1)


def to_bytes(chosen: GeoDataFrame, suffix: str, *, about: str = "") -> bytes:
    """`chosen` (contract columns, EPSG:4326) in the format of `suffix`; raises InvalidSelection for an unknown one.

    `about` (`captions.about`) is kept inside the file, where the format has a place for it: not in CSV, whose readers
    take every line for a row.
    """
    return EXPORTS[known(suffix)](chosen, about)


def known(suffix: str) -> str:
    """`suffix` as the key of `EXPORTS`; raises InvalidSelection, naming those there are, when it is none."""
    if suffix.lower() not in EXPORTS:
        what = f"formatet {suffix} går inte att skriva" if suffix else "filnamnet saknar ändelse"
        raise InvalidSelection(f"{what}; välj något av {', '.join(EXPORTS)}")
    return suffix.lower()


def _geojson(chosen: GeoDataFrame, about: str = "") -> bytes:
    """The contract's bytes; with `about` a member of that name beside the features (RFC 7946, section 6.1)."""
    text = geojson.dumps(table.features(chosen))
    if about:
        text = text.replace('"features"', f'"about": {json.dumps(about, ensure_ascii=False)}, "features"', 1)
    return text.encode()


def _geopackage(chosen: GeoDataFrame, about: str = "") -> bytes:
    """`about` as the layer's description (gpkg_contents), which QGIS shows, and in the table of metadata."""
    told = {"DESCRIPTION": about, "layer_metadata": {"about": about}} if about else {}
    return _written(chosen, driver="GPKG", suffix=".gpkg", **told)


def _flatgeobuf(chosen: GeoDataFrame, about: str = "") -> bytes:
    # Without an index, which would put the rows in another order and cannot hold those without geometry.
    told = {"DESCRIPTION": about} if about else {}
    return _written(chosen, driver="FlatGeobuf", suffix=".fgb", SPATIAL_INDEX="NO", **told)


def _parquet(chosen: GeoDataFrame, about: str = "") -> bytes:
    """`about` in the file's own metadata, beside that of GeoParquet."""
    out = BytesIO()
    _contract(chosen).to_parquet(out, index=False)
    return _annotated(out, about) if about else out.getvalue()


def _annotated(written: BytesIO, about: str) -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    # Read without threads: one of Arrow's that lets go of a Python object while the program ends aborts it
    # (https://github.com/apache/arrow/issues/34314), after the file was written and with an exit code of failure.
    rows = pq.ParquetFile(pa.BufferReader(written.getvalue())).read(use_threads=False)
    out = BytesIO()
    pq.write_table(rows.replace_schema_metadata({**rows.schema.metadata, b"about": about.encode()}), out)
    return out.getvalue()


def _csv(chosen: GeoDataFrame, _: str = "") -> bytes:
    """For a Swedish Excel and R's read.csv2: UTF-8 with a byte order mark, semicolons, decimal comma.

    `lon`, `lat` are a point inside the geometry, `wkt` all of it (with decimal points). A text that a spreadsheet would
    take for a formula gets an apostrophe before it.
    """
    flat = _flat(chosen)
    flat["wkt"] = [None if g is None or g.is_empty else g.wkt for g in chosen.geometry]
    out = StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(flat.columns)
    writer.writerows([_cell(value) for value in row] for row in flat.itertuples(index=False, name=None))
    return ("\ufeff" + out.getvalue()).encode("utf-8", "replace")


def _excel(chosen: GeoDataFrame, about: str = "") -> bytes:
    """Text as text whatever it begins with, dates and numbers as such; `lon`, `lat` as in the CSV.

    `about` is a second sheet. No clock is in the file: the same rows give the same bytes.
    """
    import xlsxwriter

    flat = _flat(chosen)
    out = BytesIO()
    plain = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, {"in_memory": True, "default_date_format": "yyyy-mm-dd", **plain}) as book:
        sheet = book.add_worksheet("Trygghetskartan")
        head = book.add_format({"bold": True})
        sheet.write_row(0, 0, list(flat.columns), head)
        for number, row in enumerate(flat.itertuples(index=False, name=None), 1):
            for column, value in enumerate(row):
                _write(sheet, number, column, value)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(len(flat), 1), len(flat.columns) - 1)
        book.set_properties({"created": _NO_CLOCK})
        if about:
            second = book.add_worksheet("Om filen")
            second.set_column(0, 0, 100)
            for number, line in enumerate(about.splitlines()):
                second.write_string(number, 0, line)
    return out.getvalue()


EXPORTS: Mapping[str, Callable[[GeoDataFrame, str], bytes]] = MappingProxyType(
    {
        ".geojson": _geojson,
        ".gpkg": _geopackage,
        ".parquet": _parquet,
        ".csv": _csv,
        ".xlsx": _excel,
        ".fgb": _flatgeobuf,
    }
)


def _contract(chosen: GeoDataFrame) -> GeoDataFrame:
    """Only the contract's columns, with types that a file can tell: text also where every value is missing."""
    table.check(chosen)
    columns = {name: chosen[name].astype("str") if table.DTYPES[name] == "object" else chosen[name] for name in COLUMNS}
    return GeoDataFrame(columns, geometry=chosen.geometry, crs=chosen.crs)


def _written(chosen: GeoDataFrame, *, driver: str, suffix: str, **options: Any) -> bytes:
    """Through GDAL. Polygons, lines and points share the layer, so its geometry type is open; dates are dates."""
    import pyarrow as pa
    import pyogrio

    ready = _contract(chosen)
    for name in DATES:
        # Arrow has days without a time; pandas by itself has not, and GDAL would write midnights.
        ready[name] = ready[name].astype(pd.ArrowDtype(pa.date32()))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{LAYER}{suffix}"
        layout = {"layer": LAYER, "driver": driver, "geometry_type": "Unknown"}
        pyogrio.write_dataframe(ready, path, use_arrow=True, **layout, **options)
        return path.read_bytes()


def _flat(chosen: GeoDataFrame) -> pd.DataFrame:
    """The contract's columns as plain values, then `lon` and `lat` of a point inside the geometry."""
    rows = table.features(chosen)
    flat = pd.DataFrame([[getattr(row, name) for name in COLUMNS] for row in rows], columns=COLUMNS, dtype="object")
    points = [row.geometry.representative_point() if row.geometry is not None else None for row in rows]
    flat["lon"] = pd.Series([None if p is None else round(p.x, 6) for p in points], dtype="object")
    flat["lat"] = pd.Series([None if p is None else round(p.y, 6) for p in points], dtype="object")
    return flat


def _cell(value: object) -> str:
    if value is None or value != value:
        return ""
    if isinstance(value, float):
        return repr(value).replace(".", ",")
    if isinstance(value, str):
        return f"'{value}" if value.lstrip(" \u00a0").startswith(_DANGEROUS) or value.startswith(_DANGEROUS) else value
    return str(value)


def _write(sheet, row: int, column: int, value: object) -> None:
    import datetime

    if value is None or value != value:
        return
    if isinstance(value, str):
        sheet.write_string(row, column, value[:_SPREADSHEET_LIMIT])
    elif isinstance(value, datetime.date):
        # Excel's calendar begins in 1900; an older date is written as text.
        sheet.write_datetime(row, column, value) if value.year >= 1900 else sheet.write_string(row, column, str(value))
    else:
        sheet.write_number(row, column, value)
