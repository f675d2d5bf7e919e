"""Word documents: body order, lists, headings, tables of both kinds, what is not the body's."""

from __future__ import annotations

import textwrap
from io import BytesIO

import docx
import pytest
from docx.document import Document as Word
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from tests.reading_samples import check, kinds, read, sections


def _saved(word: Word) -> bytes:
    out = BytesIO()
    word.save(out)
    return out.getvalue()


def test_body_order_lists_and_headings(tmp_path):
    word = docx.Document()
    word.sections[0].header.paragraphs[0].text = "Exempelköpings kommun"
    word.sections[0].footer.paragraphs[0].text = "Sida 1"
    word.add_heading("Minnesanteckningar trygghetsrådet", 0)
    word.add_paragraph("Datum: 4 mars 2024\nPlats: Kommunhuset")
    word.add_heading("Lägesbild", 1)
    word.add_paragraph("Läget är lugnt i Västerby.")
    word.add_paragraph("Klotter vid stationen", style="List Bullet")
    word.add_paragraph("Buller på Storgatan", style="List Number 2")
    word.add_paragraph().add_run("Trafik").bold = True
    word.add_paragraph("Mopeder kör fort vid Lillån.")
    document = read(tmp_path, _saved(word), "a.docx")
    assert [(b.kind, b.level, document.text[b.start : b.end]) for b in document.blocks] == [
        ("heading", 1, "Minnesanteckningar trygghetsrådet"),
        ("paragraph", 0, "Datum: 4 mars 2024"),
        ("paragraph", 0, "Plats: Kommunhuset"),
        ("heading", 2, "Lägesbild"),
        ("paragraph", 0, "Läget är lugnt i Västerby."),
        ("bullet", 1, "Klotter vid stationen"),
        ("bullet", 2, "Buller på Storgatan"),
        ("heading", 3, "Trafik"),
        ("paragraph", 0, "Mopeder kör fort vid Lillån."),
    ]
    assert (str(document.header.date), document.header.place) == ("2024-03-04", "Kommunhuset")
    assert document.pages is None
    check(document)


def test_a_table_with_one_row_for_each_heading(tmp_path):
    word = docx.Document()
    table = word.add_table(0, 2)
    for heading, texts in [
        ("Skolan", ["Det är stökigt vid Norrskolan.", "Rektorn har bett om hjälp."]),
        ("", ["Fältarna kommer dit på fredagar."]),
        ("Övrigt", ["Inget övrigt togs upp på mötet."]),
    ]:
        left, right = table.add_row().cells
        left.text, right.text = heading, texts[0]
        for text in texts[1:]:
            right.add_paragraph(text)
    assert sections(read(tmp_path, _saved(word), "a.docx")) == {
        "Skolan": ["Det är stökigt vid Norrskolan.", "Rektorn har bett om hjälp.", "Fältarna kommer dit på fredagar."],
        "Övrigt": ["Inget övrigt togs upp på mötet."],
    }


BESIDE = [
    "Ordföranden hälsar alla välkomna till rådets tredje möte för året och går igenom det som sades sist om parken.",
    "Mopeder kör fort på gångvägen vid Lillån, särskilt på kvällarna när få vuxna är ute och rör sig där.",
    "",
    "Läget i Västerby är lugnt. Polisen har inte fått in några anmälningar den senaste månaden.",
    "",
    "Undersökningen visar att var femte person har utsatts för brott.",
]


@pytest.mark.parametrize("letters", [48, 58, 70])
def test_a_table_with_all_headings_in_one_cell(tmp_path, letters):
    """Blank paragraphs keep the headings level with text that wraps at a width the file does not tell."""
    lines = [max(1, len(textwrap.wrap(text, letters))) for text in BESIDE]
    left = ["Inledning", *[""] * (sum(lines[:3]) - 1), "Läget", *[""] * (sum(lines[3:5]) - 1), "Siffror"]
    word = docx.Document()
    cells = word.add_table(1, 2).rows[0].cells
    for cell, texts in zip(cells, (left, BESIDE), strict=True):
        cell.text = texts[0]
        for text in texts[1:]:
            cell.add_paragraph(text)
    assert sections(read(tmp_path, _saved(word), "a.docx")) == {
        "Inledning": BESIDE[:2],
        "Läget": BESIDE[3:4],
        "Siffror": BESIDE[5:],
    }


def test_an_ordinary_tables_cells_stand_under_the_place_of_their_row(tmp_path):
    word = docx.Document()
    word.add_heading("Lägesbild", 1)
    table = word.add_table(0, 3)
    for row in [
        ["Plats", "Problem", "Åtgärd"],
        ["Norrby torg", "Ungdomar stör boende.", "Väktare"],
        ["Lillån", "Mörkt", "Lampor"],
    ]:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    word.add_paragraph("Efter tabellen.")
    document = read(tmp_path, _saved(word), "a.docx")
    assert sections(document) == {
        "Lägesbild": ["Norrby torg", "Lillån", "Efter tabellen."],
        "Norrby torg": ["Ungdomar stör boende.", "Väktare"],
        "Lillån": ["Mörkt", "Lampor"],
    }
    heads = [b for b in document.blocks if b.header]
    assert [(b.kind, document.text[b.start : b.end]) for b in heads] == [
        ("heading", "Plats"),
        ("heading", "Problem"),
        ("heading", "Åtgärd"),
    ]
    assert "Norrby torg\tUngdomar stör boende.\tVäktare\n" in document.text


def test_header_facts_in_a_table_are_facts(tmp_path):
    word = docx.Document()
    table = word.add_table(0, 2)
    for row in [["Datum", "2024-03-04"], ["Plats", "Kommunhuset"], ["Närvarande", "Eva Ek (S)\nBo Al, polis"]]:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    word.add_heading("Lägesbild", 1)
    word.add_paragraph("Mörkt vid Lillån.")
    document = read(tmp_path, _saved(word), "a.docx")
    assert str(document.header.date) == "2024-03-04"
    assert document.header.place == "Kommunhuset"
    assert len(document.header.attendees) == 2
    assert sections(document) == {"Lägesbild": ["Mörkt vid Lillån."]}


def test_changes_links_and_signs_read_as_accepted(tmp_path):
    word = docx.Document()
    paragraph = word.add_paragraph("Det är ")
    for tag, inner, words in (
        ("w:del", "w:delText", "ljust"),
        ("w:ins", "w:t", "mörkt"),
        ("w:hyperlink", "w:t", " vid"),
    ):
        paragraph._p.append(
            parse_xml(f'<{tag} {nsdecls("w")}><w:r><{inner} xml:space="preserve">{words}</{inner}></w:r></{tag}>')
        )
    run = paragraph.add_run(" väg")
    run._r.append(OxmlElement("w:noBreakHyphen"))
    run.add_text("252.")
    assert kinds(read(tmp_path, _saved(word), "a.docx")) == [("paragraph", "Det är mörkt vid väg-252.")]


def test_a_merged_cell_is_read_once(tmp_path):
    word = docx.Document()
    table = word.add_table(3, 2)
    for number, row in enumerate(table.rows):
        row.cells[1].text = f"Mörkt på plats {number}, enligt de boende i området."
    table.cell(0, 0).merge(table.cell(2, 0)).text = "Norrby"
    assert table._tbl.tr_lst[1].tc_lst[0].find(f"{qn('w:tcPr')}/{qn('w:vMerge')}") is not None
    assert sum(w == "Norrby" for _, w in kinds(read(tmp_path, _saved(word), "a.docx"))) == 1


def _table(rows: list[list[str]]) -> bytes:
    word = docx.Document()
    word.add_heading("Lägesbild", 1)
    table = word.add_table(0, len(rows[0]))
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    return _saved(word)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([["När", "Vad", "Var"], ["3 maj", "Bråk", "Norrby"]], {"Norrby": ["3 maj", "Bråk"], "Lägesbild": ["Norrby"]}),
        ([["Norrby", "Mörkt vid ån."], ["Lillån", "Lugnt."]], {"Norrby": ["Mörkt vid ån."], "Lillån": ["Lugnt."]}),
        ([["Datum", "Händelse"], ["3 maj", "Bråk i Norrby"]], {"Lägesbild": ["3 maj", "Bråk i Norrby"]}),
        ([["Plats", "Vad"], ["Norrby", "Bråk"], ["", "Klotter"]], {"Norrby": ["Bråk", "Klotter"]}),
    ],
)
def test_what_names_a_row_is_its_place_else_a_short_first_cell(tmp_path, rows, expected):
    found = sections(read(tmp_path, _table(rows), "a.docx"))
    assert {name: found.get(name) for name in expected} == expected


def test_people_in_a_table_are_facts(tmp_path):
    rows = [
        ["Mötets namn", "Vårmöte"],
        ["Närvarande", "Eva Ek (S), rektorn"],
        ["Ersättare", "Bo Al"],
        ["Trafik", "Mörkt."],
    ]
    document = read(tmp_path, _table(rows), "a.docx")
    shown = [text for texts in sections(document).values() for text in texts]
    assert not any("Eva" in text or "Bo Al" in text for text in shown)
    assert "Mörkt." in shown
    assert document.header.attendees == ("Eva Ek (S), rektorn", "Bo Al")
