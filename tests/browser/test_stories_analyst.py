"""The analyst: what the page says it hands out is what the files hold, each with its filter described inside."""

from __future__ import annotations

import json
import re

import geopandas
import openpyxl
import pandas
import pyarrow.parquet
import pyogrio
import pytest
from playwright.sync_api import expect

from tests.browser.test_handing import download

pytestmark = pytest.mark.browser
CHOSEN = "/exportera?sort=concern&sort=calm&kategori=vandalism&kategori=wellbeing&kategori=other&sok=l"
WORDS = ("Skadegörelse", "problem", "lugnt läge", "”l”")


def whole(path) -> tuple[pandas.DataFrame, str]:
    """The rows of a file as an analyst's tool reads them, and what the file says of itself."""
    match path.suffix:
        case ".csv":
            return pandas.read_csv(path, sep=";", encoding="utf-8-sig", decimal=","), ""
        case ".xlsx":
            rows, about = openpyxl.load_workbook(path).worksheets
            values = [[cell.value for cell in row] for row in rows.iter_rows()]
            return pandas.DataFrame(values[1:], columns=values[0]), str([c.value for r in about.iter_rows() for c in r])
        case ".geojson":
            return geopandas.read_file(path), json.loads(path.read_bytes())["about"]
        case ".parquet":
            return geopandas.read_parquet(path), pyarrow.parquet.read_schema(path).metadata[b"about"].decode()
        case _:
            return geopandas.read_file(path), json.dumps(pyogrio.read_info(path)["layer_metadata"], ensure_ascii=False)


@pytest.mark.parametrize("name", ["GeoJSON", "GeoPackage", "GeoParquet", "CSV", "Excel", "FlatGeobuf"])
def test_a_file_holds_what_the_page_counts_and_says_by_what_it_was_chosen(visit, tmp_path, name):
    opened = visit().open(CHOSEN)
    line = opened.page.get_by_text(re.compile(r"Filerna innehåller exakt det valda"))
    expect(line).to_be_visible()
    said, placed, rows = map(int, re.findall(r"\d+", line.inner_text()))
    assert 0 < placed < said <= rows, "some have a place and some have none"
    path = download(opened, f"Hämta {name}", tmp_path)
    table, about = whole(path)
    assert (len(table), table["statement_id"].nunique()) == (rows, said)
    assert set(table["kind"]) == {"concern", "calm"}
    assert table["quote"].str.casefold().str.contains("l").all()
    where = table.geometry.notna() if hasattr(table, "geometry") else table["lon"].notna()
    assert table.loc[where, "statement_id"].nunique() == placed
    if name == "CSV":
        # It has no room for more than rows: its description is a file beside it.
        about = download(opened, "beskrivningen", tmp_path).read_text("utf-8")
    for word in WORDS:
        assert word in about, word
