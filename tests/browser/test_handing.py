"""Exportera in a real browser: every format is downloaded and opened by another program than ours."""

from __future__ import annotations

import io
import json
import re
from xml.etree import ElementTree

import docx
import geopandas
import openpyxl
import pandas
import pypdf
import pytest
from PIL import Image
from playwright.sync_api import expect

from trygghet_geo import export, store
from trygghet_geo.selection import Selection

pytestmark = pytest.mark.browser
OPENED = {
    ".geojson": lambda path: {one["properties"]["id"] for one in json.loads(path.read_bytes())["features"]},
    ".gpkg": lambda path: set(geopandas.read_file(path)["id"]),
    ".parquet": lambda path: set(geopandas.read_parquet(path)["id"]),
    ".fgb": lambda path: set(geopandas.read_file(path)["id"]),
    ".csv": lambda path: set(pandas.read_csv(path, sep=";", encoding="utf-8-sig")["id"]),
    ".xlsx": lambda path: {
        row[0].value for row in list(openpyxl.load_workbook(io.BytesIO(path.read_bytes())).worksheets[0].rows)[1:]
    },
}


def download(opened, name: str, folder):
    """The file behind the button, under the name that the browser was told."""
    with opened.page.expect_download() as caught:
        opened.page.get_by_role("button", name=re.compile(name)).first.click()
    path = folder / caught.value.suggested_filename
    caught.value.save_as(path)
    return path


def test_every_table_is_opened_and_holds_the_selection(visit, server, tmp_path):
    assert OPENED.keys() == export.EXPORTS.keys()
    table = store.open(server.home / store.FILE).table()
    wanted = set(Selection(kinds=("concern",), categories=("vandalism",)).apply(table)["id"])
    opened = visit().open("/exportera?kategori=vandalism")
    expect(opened.page.get_by_role("heading", level=1, name="Exportera urvalet")).to_be_visible()
    names = {".geojson": "GeoJSON", ".gpkg": "GeoPackage", ".parquet": "GeoParquet", ".csv": "CSV", ".xlsx": "Excel"}
    for suffix, read in OPENED.items():
        path = download(opened, f"Hämta {names.get(suffix, 'FlatGeobuf')}", tmp_path)
        assert path.suffix == suffix
        assert read(path) == wanted, suffix
    told = download(opened, "beskrivningen", tmp_path).read_text("utf-8")
    assert "Skadegörelse" in told


def test_pictures_and_reports_are_opened_and_tell_what_they_show(visit, tmp_path):
    opened = visit().open("/exportera?kategori=vandalism")
    with Image.open(download(opened, "bild, PNG", tmp_path)) as picture:
        assert min(picture.size) > 600
    svg = ElementTree.fromstring(download(opened, "bild, SVG", tmp_path).read_text("utf-8"))
    assert svg.tag.endswith("svg")
    assert "Skadegörelse" in "".join(svg.itertext())
    pdf = "".join(page.extract_text() for page in pypdf.PdfReader(download(opened, "rapport, PDF|PDF", tmp_path)).pages)
    word = docx.Document(io.BytesIO(download(opened, "Word", tmp_path).read_bytes()))
    html = download(opened, "HTML", tmp_path).read_text("utf-8")
    for text in (pdf, "\n".join(one.text for one in word.paragraphs), html):
        assert re.search("[Ll]ägesbild", text)
        assert "070-174 06 05" not in text
