"""Tables of reports: columns by their heads, a row's place and date for all its words, people kept apart."""

from __future__ import annotations

import csv
import json
import zipfile
from datetime import date, datetime
from io import BytesIO, StringIO

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.reading_samples import check, words
from trygghet_geo import reading
from trygghet_geo.errors import InvalidData, UnreadableDocument
from trygghet_geo.reading import heads, reports

HEADS = ["Ärendenr", "Inkom datum", "ADRESS", "Ort", "Beskrivning av händelsen", "Typ", "Anmälare"]
ROWS = [
    [1, "2024-03-04 22:15", "Ågatan 5", "Kolbäck", "Trasig lampa.\nMörkt; barn går här.", "Belysning", "Eva Ek"],
    [2, "2024-03-05", "", "Strömsholm", 'Ungdomar "rejsar" med mopeder', "", "Bo Al"],
    [3, "", "", "", "Klotter på väggen", "Klotter", ""],
]
FIRST = (date(2024, 3, 4), date(2024, 3, 4))
SECOND = (date(2024, 3, 5), date(2024, 3, 5))
EXPECTED = [
    ("Belysning: Trasig lampa.", "Ågatan 5, Kolbäck", FIRST),
    ("Mörkt; barn går här.", "Ågatan 5, Kolbäck", FIRST),
    ('Ungdomar "rejsar" med mopeder', "Strömsholm", SECOND),
    ("Klotter på väggen", None, None),
]


def table(folder, data, name, mapped=None):
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    document = reports.read(path, mapped)
    check(document)
    return document


def told(document):
    """What the rows say: words, place, days; without the cells that show a date."""
    cells = [b for b in document.blocks if b.kind == "cell" and not b.header]
    dated = [b for b in cells if not words(document, b)[:4].isdigit()]
    return [(words(document, b), b.section, b.days) for b in dated]


def as_csv(delimiter: str) -> str:
    def quoted(cell: object) -> str:
        text = str(cell)
        special = any(sign in text for sign in (delimiter, '"', "\n"))
        return '"' + text.replace('"', '""') + '"' if special else text

    return "\r\n".join(delimiter.join(map(quoted, row)) for row in [HEADS, *ROWS])


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
    ("head", "expected"),
    [
        ("Vad har hänt?", "what"),
        ("HÄNDELSEBESKRIVNING", "what"),
        ("Iakttagelse", "what"),
        ("Var någonstans", "place"),
        ("Brottsplats", "place"),
        ("Plats för händelsen", "place"),
        ("Händelsens plats", "place"),
        ("OMRÅDE", "place"),
        ("O\u0308vrigt", None),
        ("Omra\u030ade", "place"),
        ("Datum för händelse", "when"),
        ("Vecka", "when"),
        ("Anmälningsdatum", "when"),
        ("Typ av händelse", "category"),
        ("Vidtagen åtgärd", "measure"),
        ("Rapporterad av", "person"),
        ("Kontaktperson", "person"),
        ("Antal händelser", None),
        ("Ärendenummer", None),
        ("Färg", None),
    ],
)
def test_heads_are_known_by_their_words(head, expected):
    assert heads.role(head, heads.words()) == expected


def test_the_date_of_the_event_goes_before_that_of_the_report(tmp_path):
    source = "Skapad;Händelsedatum;Vad\n2024-05-01;2024-03-04;Mörkt\n"
    assert told(table(tmp_path, source, "a.csv")) == [("Mörkt", None, FIRST)]


@pytest.mark.parametrize(
    ("cell", "name", "expected"),
    [
        ("4/3 2024", "a", FIRST),
        ("240304", "a", FIRST),
        ("4 mars 2024 kl. 22", "a", FIRST),
        ("vecka 10 2024", "a", (date(2024, 3, 4), date(2024, 3, 10))),
        ("2024 v10", "a", (date(2024, 3, 4), date(2024, 3, 10))),
        ("v. 10", "felanmälan-2024", (date(2024, 3, 4), date(2024, 3, 10))),
        ("mars 2024", "a", (date(2024, 3, 1), date(2024, 3, 31))),
        ("4 mars", "felanmälan-2024", FIRST),
        ("2024", "a", (date(2024, 1, 1), date(2024, 12, 31))),
        ("4 mars", "a", None),
        ("igår", "a", None),
        ("2024-13-45", "a", None),
    ],
)
def test_days_of_a_date_cell(tmp_path, cell, name, expected):
    document = table(tmp_path, f"När;Vad\n{cell};Klotter\n", f"{name}.csv")
    assert next(b.days for b in document.blocks if words(document, b) == "Klotter") == expected


def test_a_mapping_says_what_the_heads_do_not(tmp_path):
    source = "A;B;C;D\nKlotter på bron;Storgatan;Norrby;Eva Ek\n"
    with pytest.raises(UnreadableDocument, match=r"ingen kolumn som säger vad som hänt.*A, B, C, D.*--mapping"):
        table(tmp_path, source, "a.csv")
    (tmp_path / "m.toml").write_text('vad = "a"\nplats = ["B", "c"]\nperson = "D"\n', encoding="utf-8")
    document = table(tmp_path, source, "a.csv", heads.mapping(tmp_path / "m.toml"))
    assert told(document) == [("Klotter på bron", "Storgatan, Norrby", None)]
    assert document.header.attendees == ("Eva Ek",)


@pytest.mark.parametrize(
    ("mapping", "expected"),
    [
        ('vad = "Saknas"', "kolumnen Saknas finns inte; tabellen har Vad"),
        ('färg = "Vad"', "färg"),
        ("vad", "kan inte läsas"),
    ],
)
def test_a_mapping_that_makes_no_sense(tmp_path, mapping, expected):
    (tmp_path / "m.toml").write_text(mapping, encoding="utf-8")
    with pytest.raises(InvalidData, match=expected):
        table(tmp_path, "Vad\nKlotter\n", "a.csv", heads.mapping(tmp_path / "m.toml"))


def test_the_preview_tells_every_column(tmp_path):
    (tmp_path / "a.csv").write_text(as_csv(";"), encoding="utf-8")
    assert reports.preview(tmp_path / "a.csv") == [
        "tabell: 3 rader",
        "  vad: Beskrivning av händelsen",
        "  plats: ADRESS, Ort",
        "  när: Inkom datum",
        "  kategori: Typ",
        "  person: Anmälare",
        "  används inte: Ärendenr",
    ]


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


def test_the_command_takes_a_mapping_and_previews(tmp_path, capsys):
    from trygghet_geo.cli import main

    (tmp_path / "a.csv").write_text("A;B\nKlotter på bron;Kolbäck\n", encoding="utf-8")
    (tmp_path / "m.toml").write_text('vad = "A"\nplats = "B"\n', encoding="utf-8")
    assert main(["read", str(tmp_path / "a.csv"), "--mapping", str(tmp_path / "m.toml")]) == 0
    shown = capsys.readouterr().out.splitlines()
    assert shown[:4] == ["a.csv: table, csv", "tabell: 1 rad", "  vad: A", "  plats: B"]
    assert "cell: Klotter på bron" in shown
    out = tmp_path / "ut.geojson"
    command = ["extract", str(tmp_path / "a.csv"), "--output", str(out), "--municipality", "1961"]
    assert main([*command, "--mapping", str(tmp_path / "m.toml")]) == 0
    assert json.loads(out.read_text())["features"][0]["properties"]["place"] == "Kolbäck"
    assert main(command) == 3
    assert "--mapping" in capsys.readouterr().err


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


def test_the_preview_is_made_in_the_reading_process(tmp_path):
    """What a hostile table does to whoever reads it, it does there; its refusal comes back as one line."""
    (tmp_path / "a.csv").write_text("Vad;Plats\nKlotter på bron;Kolbäck\n", encoding="utf-8")
    assert reading.preview(tmp_path / "a.csv", None) == ["tabell: 1 rad", "  vad: Vad", "  plats: Plats"]
    with pytest.raises(UnreadableDocument, match="kolumnen Fritext finns inte"):
        reading.preview(tmp_path / "a.csv", {"what": ("Fritext",)})


def test_read_of_a_folder_and_of_signs_that_steer_a_terminal(tmp_path, capsys):
    from trygghet_geo.cli import main

    assert main(["read", str(tmp_path)]) == 2
    assert "är en mapp; ange en fil, eller läs hela mappen med extract eller ingest" in capsys.readouterr().err
    (tmp_path / "a.txt").write_text(
        "Klotter \x1b]0;skal\x07 på bron.\n" + "Det var lugnt i Norrvik.\n" * 20, encoding="utf-8"
    )
    assert main(["read", str(tmp_path / "a.txt")]) == 0
    assert "\x1b" not in capsys.readouterr().out
