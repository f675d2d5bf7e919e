"""Every export format: what other programs read back, the empty choice, and cells that are no formulas."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
import zipfile
from datetime import date, datetime
from pathlib import Path

import geopandas as gpd
import openpyxl
import pyarrow.parquet as pq
import pyogrio
import pytest
from shapely.geometry import LineString, Point, Polygon

from tests.made import feature, unplaced
from trygghet_geo import export, geojson, table
from trygghet_geo.contract import COLUMNS
from trygghet_geo.errors import InvalidData, InvalidSelection

SQUARE = Polygon([(16, 59), (17, 59), (17, 60), (16, 60)])
ROWS = [
    unplaced(quote='Många är "ensamma";\r\nmår dåligt'),
    feature(start=1, page=3),
    feature(id="c", start=2, precision="vague", geometry=SQUARE, type=None, type_label=None),
    feature(
        id="d", start=3, precision="road", geometry=LineString([(16, 59), (16.5, 59.5)]), date_end=date(2021, 9, 1)
    ),
]
TABLE = table.frame(ROWS)
SUFFIXES = list(export.EXPORTS)
EMPTY = [table.frame([]), TABLE.iloc[:0]]
ATTACKS = ["=1+1", "+46", "-2", "@SUM(A1)", "\t=1", "\r=1", "  =1", "＝1", '=HYPERLINK("http://x","y")', "- punkt"]


def written(chosen, suffix: str, folder):
    path = folder / f"ut{suffix}"
    path.write_bytes(export.to_bytes(chosen, suffix))
    return path


def cells(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("empty", EMPTY, ids=["made empty", "filtered empty"])
def test_an_empty_choice_is_a_file_without_rows(suffix, empty, tmp_path) -> None:
    path = written(empty, suffix, tmp_path)
    if suffix == ".csv":
        assert len(cells(path.read_bytes())) == 1
    elif suffix == ".xlsx":
        assert openpyxl.load_workbook(path).active.max_row == 1
    else:
        read = gpd.read_parquet(path) if suffix == ".parquet" else gpd.read_file(path)
        assert len(read) == 0
        assert suffix == ".geojson" or list(read.columns) == [*COLUMNS, "geometry"]


@pytest.mark.parametrize("suffix", [".geojson", ".gpkg", ".fgb", ".parquet"])
def test_map_formats_give_everything_back_in_order(suffix, tmp_path) -> None:
    path = written(TABLE, suffix, tmp_path)
    read = gpd.read_parquet(path) if suffix == ".parquet" else gpd.read_file(path)
    assert read.crs.to_epsg() == 4326
    assert list(read.columns) == [*COLUMNS, "geometry"]
    assert list(read["id"]) == [one.id for one in ROWS]
    for got, row in zip(read.geometry, ROWS, strict=True):
        assert (got is None and row.geometry is None) or got.equals(row.geometry)
    assert list(read["quote"]) == [one.quote for one in ROWS]
    assert [None if value != value else value for value in read["page"].astype("float64")] == [None, 3, None, None]
    assert read["type"].isna().tolist() == [False, False, True, False]
    assert [value.date() for value in read["date_end"]] == [one.date_end for one in ROWS]
    assert list(read["confidence"]) == [0.9] * 4


# FlatGeobuf has no dates without a time.
@pytest.mark.parametrize(("suffix", "day"), [(".gpkg", "OFTDate"), (".fgb", "OFTDateTime")])
def test_columns_have_the_types_that_qgis_wants(suffix, day, tmp_path) -> None:
    for chosen in (TABLE, *EMPTY):
        facts = pyogrio.read_info(written(chosen, suffix, tmp_path))
        types = dict(zip(facts["fields"], facts["ogr_types"], strict=True))
        assert {types[name] for name in ("meeting_date", "date_start", "date_end")} == {day}
        assert {types[name] for name in ("quote", "trend", "mention", "type")} == {"OFTString"}
        assert {types[name] for name in ("page", "start", "end")} == {"OFTInteger64"}
        assert {types[name] for name in ("uncertainty_m", "confidence")} == {"OFTReal"}


def test_geojson_is_that_of_the_contract() -> None:
    assert export.to_bytes(TABLE, ".GeoJSON") == geojson.dumps(ROWS).encode()


def test_csv_as_a_swedish_spreadsheet_reads_it() -> None:
    content = export.to_bytes(TABLE, ".csv")
    assert content.startswith(b"\xef\xbb\xbf")
    head, *rows = cells(content)
    assert head == [*COLUMNS, "lon", "lat", "wkt"]
    read = [dict(zip(head, row, strict=True)) for row in rows]
    assert read[0]["quote"] == ROWS[0].quote
    assert (read[0]["lon"], read[0]["wkt"], read[0]["page"]) == ("", "", "")
    assert (read[1]["lon"], read[1]["lat"], read[1]["page"]) == ("16,23", "59,56", "3")
    assert (read[1]["confidence"], read[1]["meeting_date"]) == ("0,9", "2021-03-10")
    # The middle of the square; its outline keeps decimal points, which is how WKT is written.
    assert (read[2]["lon"], read[2]["lat"]) == ("16,5", "59,5")
    assert read[3]["wkt"] == "LINESTRING (16 59, 16.5 59.5)"


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_cell_is_a_formula(attack) -> None:
    chosen = table.frame([feature(quote=attack, document=attack, mention=attack)])
    head, row = cells(export.to_bytes(chosen, ".csv"))
    assert row[head.index("quote")] == row[head.index("document")] == f"'{attack}"
    sheet = openpyxl.load_workbook(io.BytesIO(export.to_bytes(chosen, ".xlsx"))).active
    values = {cell.value: sheet.cell(2, cell.column) for cell in sheet[1]}
    assert values["quote"].data_type == "s"
    # XML knows no carriage return of its own; Excel stores it as an escape and a reader gives it back.
    assert values["quote"].value.replace("_x000D_", "\r") == attack
    assert values["quote"].hyperlink is None


def test_excel_has_dates_and_numbers() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(export.to_bytes(TABLE, ".xlsx"))).active
    head = [cell.value for cell in sheet[1]]
    assert head == [*COLUMNS, "lon", "lat"]
    row = dict(zip(head, [cell.value for cell in sheet[3]], strict=True))
    assert row["meeting_date"] == datetime(2021, 3, 10)
    assert (row["page"], row["confidence"], row["lon"]) == (3, 0.9, 16.23)
    assert row["municipality_code"] == "1961"


def test_excel_takes_what_is_too_old_or_too_long_for_it() -> None:
    long, old = "å" * 40_000, date(1850, 1, 1)
    chosen = table.frame([feature(quote=long, date_start=old)])
    sheet = openpyxl.load_workbook(io.BytesIO(export.to_bytes(chosen, ".xlsx"))).active
    row = [cell.value for cell in sheet[2]]
    assert "å" * 32_767 in row
    assert "1850-01-01" in row


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_columns_beyond_the_contract_do_not_leak(suffix, tmp_path) -> None:
    path = written(TABLE.assign(invented=True, hemligt="personnummer"), suffix, tmp_path)
    assert b"hemligt" not in path.read_bytes()


@pytest.mark.parametrize("suffix", ["", ".shp", ".pdf"])
def test_an_unknown_format_is_told_with_those_there_are(suffix) -> None:
    with pytest.raises(InvalidSelection, match=r"\.geojson, \.gpkg, \.parquet, \.csv, \.xlsx, \.fgb"):
        export.to_bytes(TABLE, suffix)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_table_that_breaks_the_contract_is_refused(suffix) -> None:
    with pytest.raises(InvalidData, match=r"quote saknas.*EPSG:3006"):
        export.to_bytes(TABLE.drop(columns="quote").to_crs(3006), suffix)


def test_points_stand_inside_what_they_stand_for() -> None:
    horseshoe = Polygon([(16, 59), (19, 59), (19, 62), (18, 62), (18, 60), (17, 60), (17, 62), (16, 62)])
    head, row = cells(export.to_bytes(table.frame([feature(geometry=horseshoe)]), ".csv"))
    lon, lat = (float(row[head.index(name)].replace(",", ".")) for name in ("lon", "lat"))
    assert horseshoe.contains(Point(lon, lat))


ABOUT = "Trygghetskartan\nUrval: kategori: Trafik.\n2 uppgifter"


@pytest.mark.parametrize("suffix", [".geojson", ".gpkg", ".fgb", ".parquet", ".xlsx"])
def test_a_file_says_which_selection_it_holds_and_its_rows_are_as_without(suffix, tmp_path):
    content = export.to_bytes(TABLE, suffix, about=ABOUT)
    path = tmp_path / f"x{suffix}"
    path.write_bytes(content)
    if suffix == ".geojson":
        whole = json.loads(content)
        assert whole.pop("about") == ABOUT
        assert whole == json.loads(export.to_bytes(TABLE, suffix))
    elif suffix == ".parquet":
        assert pq.read_schema(path).metadata[b"about"].decode() == ABOUT
        assert len(gpd.read_parquet(path)) == len(TABLE)
    elif suffix == ".xlsx":
        book = openpyxl.load_workbook(path)
        assert [row[0] for row in book["Om filen"].values] == ABOUT.splitlines()
        assert book.worksheets[0].max_row == len(TABLE) + 1
    else:
        told = pyogrio.read_info(path)
        assert ABOUT in path.read_bytes().decode(errors="ignore")
        assert told["features"] == len(TABLE)


_THREADS = """
import os
from tests.test_export import ABOUT, TABLE
from trygghet_geo import export
export.to_bytes(TABLE, ".parquet")
before = set(os.listdir("/proc/self/task"))
export.to_bytes(TABLE, ".parquet", about=ABOUT)
print(len(set(os.listdir("/proc/self/task")) - before))
"""


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="the threads of a process are listed by Linux only")
def test_writing_parquet_leaves_no_thread_that_could_abort_the_program_when_it_ends():
    root = Path(__file__).parents[1]
    done = subprocess.run([sys.executable, "-c", _THREADS], cwd=root, capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.strip() == "0"


def test_the_same_rows_give_the_same_workbook():
    assert export.to_bytes(TABLE, ".xlsx", about=ABOUT) == export.to_bytes(TABLE, ".xlsx", about=ABOUT)
    assert b"2000-01-01" in zipfile.ZipFile(io.BytesIO(export.to_bytes(TABLE, ".xlsx"))).read("docProps/core.xml")
