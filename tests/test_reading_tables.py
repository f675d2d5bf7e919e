"""Tables of reports: a row's place and date for all its words, people kept apart."""

from __future__ import annotations

import csv
import json
import zipfile
from datetime import datetime
from io import BytesIO, StringIO

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.reading_samples import check, words
from tests.table_samples import EXPECTED, FIRST, HEADS, ROWS, as_csv, table, told
from trygghet_geo.errors import UnreadableDocument
from trygghet_geo.reading import reports


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_csv_of_every_dialect_and_encoding(tmp_path, delimiter, encoding):
    document = table(tmp_path, as_csv(delimiter).encode(encoding), "anmälningar.csv")
    assert told(document) == EXPECTED
    assert (document.kind, document.format, document.pages) == ("table", "csv", None)


def test_who_told_is_kept_apart(tmp_path):
    document = table(tmp_path, as_csv(";"), "a.csv")
    assert [words(document, b) for b in document.blocks if b.header] == ["Eva Ek", "Bo Al"]
    assert document.header.attendees == ("Eva Ek", "Bo Al")


def test_a_line_that_states_its_delimiter(tmp_path):
    document = table(tmp_path, "sep=;\r\nVad;Var\r\nKlotter, mycket, på skolan;Norrby\r\n", "a.csv")
    assert told(document) == [("Klotter, mycket, på skolan", "Norrby", None)]


def workbook(change=lambda book: None) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Synpunkter i Exempelköping 2024"])
    sheet.append([])
    sheet.append(HEADS)
    for row in ROWS:
        sheet.append([datetime.fromisoformat(c) if i == 1 and c else c or None for i, c in enumerate(row)])
    change(book)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def test_xlsx_with_dates_a_title_and_a_hidden_sheet(tmp_path):
    def hide(book):
        other = book.create_sheet("Dold")
        other.append(["Vad", "Plats"])
        other.append(["Rån", "Torget"])
        other.sheet_state = "hidden"

    document = table(tmp_path, workbook(hide), "a.xlsx")
    assert told(document) == EXPECTED
    assert words(document, document.blocks[0]) == "Synpunkter i Exempelköping 2024"
    assert "Rån" not in document.text
    assert any("dolda blad läses inte: Dold" in line for line in reports.preview(tmp_path / "a.xlsx"))


def test_sheets_are_headings_of_rows_without_a_place(tmp_path):
    def more(book):
        other = book.create_sheet("Norrby")
        other.append(["Vad"])
        other.append(["Klotter"])

    assert told(table(tmp_path, workbook(more), "a.xlsx"))[-1] == ("Klotter", "Norrby", None)


def test_a_formula_counts_by_its_last_value_and_an_error_as_nothing(tmp_path):
    data = workbook()
    parts = {}
    with zipfile.ZipFile(BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"].decode()
    row = '<row r="9"><c r="C9" t="e"><v>#N/A</v></c><c r="E9" t="str"><f>A1&amp;"x"</f><v>Rån vid torget</v></c></row>'
    parts["xl/worksheets/sheet1.xml"] = sheet.replace("</sheetData>", f"{row}</sheetData>").encode()
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    assert told(table(tmp_path, out.getvalue(), "a.xlsx"))[-1] == ("Rån vid torget", None, None)


NAMES = " ".join(
    f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for n in ("office", "text", "table", "style")
)


def ods(rows: str, *, hidden: str = "") -> bytes:
    content = f"""<office:document-content {NAMES}><office:automatic-styles><style:style style:name="ta2">
    <style:table-properties table:display="false"/></style:style></office:automatic-styles><office:body>
    <office:spreadsheet><table:table table:name="Blad1">{rows}</table:table>
    <table:table table:name="Dold" table:style-name="ta2">{hidden}</table:table>
    </office:spreadsheet></office:body></office:document-content>"""
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
    return out.getvalue()


def test_ods_with_dates_repeats_and_a_hidden_sheet(tmp_path):
    def row(*cells: str) -> str:
        return f"<table:table-row>{''.join(cells)}</table:table-row>"

    def cell(*lines: str, extra: str = "") -> str:
        return f"<table:table-cell {extra}>{''.join(f'<text:p>{x}</text:p>' for x in lines)}</table:table-cell>"

    blank = cell(extra='table:number-columns-repeated="16000"')
    rows = row(cell("När"), cell("Vad"), cell("Plats"), blank)
    rows += row(
        cell("4 mars", extra='office:value-type="date" office:date-value="2024-03-04"'),
        cell("Mörkt.", "Rädda barn."),
        cell("Lillån"),
        blank,
    )
    rows += f'<table:table-row table:number-rows-repeated="1048000">{blank}</table:table-row>'
    document = table(tmp_path, ods(rows, hidden=row(cell("Vad")) + row(cell("Rån"))), "a.ods")
    assert told(document) == [("Mörkt.", "Lillån", FIRST), ("Rädda barn.", "Lillån", FIRST)]
    assert "Rån" not in document.text


def test_geojson_by_its_properties_and_a_word_on_coordinates(tmp_path):
    feature = {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [16.2, 59.6]},
        "properties": {"beskrivning": "Trasig lampa", "plats": "Lillån", "datum": "2024-03-04", "extra": {"a": 1}},
    }
    source = json.dumps({"type": "FeatureCollection", "features": [feature]}, ensure_ascii=False)
    assert told(table(tmp_path, source, "a.geojson")) == [("Trasig lampa", "Lillån", FIRST)]
    assert any("koordinater, som inte används" in line for line in reports.preview(tmp_path / "a.geojson"))


def test_our_own_export_is_not_read_in_again(tmp_path):
    properties = {"statement_id": "x", "document_sha256": "y", "quote": "Klotter", "place": "Norrby"}
    source = {"type": "FeatureCollection", "features": [{"type": "Feature", "properties": properties}]}
    with pytest.raises(UnreadableDocument, match="export härifrån"):
        table(tmp_path, json.dumps(source), "a.geojson")


@pytest.mark.parametrize(
    ("data", "name", "expected"),
    [
        ("Vad;Plats\n", "a.csv", "inga rader"),
        ("x", "a.csv", "ingen kolumn"),
        ("Vad\n" + "Klotter\n" * (reports.sheets.MOST_ROWS + 1), "a.csv", "fler än"),
        ("{", "a.geojson", "inte giltig"),
        ("[" * 100_000, "a.geojson", "inte giltig"),
        ("[]", "a.geojson", "Feature"),
        (workbook()[:-300], "a.xlsx", "trasig"),
        (workbook(), "a.ods", "kalkylark"),
        (workbook(), "a.xlsm", "makron"),
        (ods("")[:-30], "a.ods", "trasig"),
        (ods(""), "a.ods", "tom"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99) + "EncryptedPackage".encode("utf-16-le"),
            "a.xlsx",
            "lösenord",
        ),
    ],
)
def test_what_cannot_be_read_is_told(tmp_path, data, name, expected):
    with pytest.raises(UnreadableDocument, match=expected):
        table(tmp_path, data, name)


TOLD = """Datum;Plats;Vad;Åtgärd
2024-03-05;Kolbäck;Klotter på skolan. I går kväll var det bråk mellan ungdomar på torget.;Sanerat av kommunen
;Strömsholm;Mopeder kör fort på gångvägen;
2024-03-07;;Cykelstöld;
"""


def test_a_rows_place_and_date_hold_for_all_its_sentences(tmp_path):
    from trygghet_geo import pipeline
    from trygghet_geo.records import Municipality

    path = tmp_path / "a.csv"
    path.write_text(TOLD, encoding="utf-8")
    told = pipeline.extract([path], Municipality("1961", "Hallstahammar", "Västmanlands län"))
    concerns = {
        f.category: (f.place, f.date_start and f.date_start.isoformat()) for f in told.features if f.kind == "concern"
    }
    assert concerns["vandalism"] == ("Kolbäck", "2024-03-05")
    assert concerns["traffic"] == ("Strömsholm", None)
    assert concerns["theft"] == (None, "2024-03-07")
    fight = next(f for f in told.features if "bråk" in f.quote)
    assert fight.date_start.isoformat() == "2024-03-04"


SAMPLES = {
    ".csv": as_csv(";").encode(),
    ".xlsx": workbook(),
    ".ods": ods("<table:table-row><table:table-cell><text:p>Vad</text:p></table:table-cell></table:table-row>" * 2),
    ".geojson": b'{"features": [{"properties": {"vad": "Klotter", "datum": "2024-03-04"}, "geometry": null}]}',
}


MUTATIONS = st.lists(st.tuples(st.floats(0, 1), st.binary(max_size=12), st.integers(0, 40)), max_size=6)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(sorted(SAMPLES)), MUTATIONS)
def test_mutated_tables_are_read_or_refused(tmp_path, suffix, mutations):
    data = SAMPLES[suffix]
    for where, inserted, removed in mutations:
        at = int(where * len(data))
        data = data[:at] + inserted + data[at + removed :]
    message = ""
    try:
        table(tmp_path, data, f"a{suffix}")
    except UnreadableDocument as error:
        message = str(error)
    assert "\n" not in message


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(st.text(max_size=15), min_size=1, max_size=5), max_size=6))
def test_any_cells_under_known_heads(tmp_path, rows):
    out = StringIO()
    csv.writer(out, delimiter=";").writerows([["Vad", "Plats", "När", "Typ", "Namn"], *rows])
    path = tmp_path / "a.csv"
    path.write_bytes(out.getvalue().encode("utf-8", "replace"))
    refused = ""
    try:
        check(reports.read(path))
    except UnreadableDocument as error:
        refused = str(error)
    assert refused == "" or refused.startswith("a.csv: ")


def test_read_of_a_folder_and_of_signs_that_steer_a_terminal(tmp_path, capsys):
    from trygghet_geo.cli import main

    assert main(["read", str(tmp_path)]) == 2
    assert "är en mapp; ange en fil, eller läs hela mappen med extract eller ingest" in capsys.readouterr().err
    (tmp_path / "a.txt").write_text(
        "Klotter \x1b]0;skal\x07 på bron.\n" + "Det var lugnt i Norrvik.\n" * 20, encoding="utf-8"
    )
    assert main(["read", str(tmp_path / "a.txt")]) == 0
    assert "\x1b" not in capsys.readouterr().out
