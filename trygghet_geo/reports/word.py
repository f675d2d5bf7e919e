"""A report as a Word document by python-docx, with real headings, lists and tables, so that it can be edited on."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from trygghet_geo import pictures
from trygghet_geo.drawing import plain
from trygghet_geo.reports.blocks import Block, Figure, Heading, Points, Quote, Report, Table, Text
from trygghet_geo.reports.packing import same_bytes

_NO_CLOCK = datetime(2000, 1, 1)
"""So that the same report gives the same bytes."""


def written(report: Report) -> bytes:
    """The report as .docx."""
    made = Document()
    made.core_properties.title = plain(f"{report.title} {report.about}")
    made.core_properties.language = "sv-SE"
    made.core_properties.author = "Trygghetskartan"
    made.core_properties.created = made.core_properties.modified = _NO_CLOCK
    made.styles["Normal"].font.name = "Calibri"
    made.styles["Normal"].font.size = Pt(11)
    _swedish(made)
    section = made.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2)
    made.add_heading(plain(report.title), 0)
    made.add_paragraph(plain(report.about), "Subtitle")
    for block in report.blocks:
        _add(made, block)
    out = BytesIO()
    made.save(out)
    return same_bytes(out.getvalue())


def _add(made, block: Block) -> None:
    match block:
        case Heading(text, level):
            made.add_heading(plain(text), level - 1)
        case Text(text, small):
            run = made.add_paragraph().add_run(plain(text))
            run.font.size = Pt(9) if small else None
        case Points(rows):
            for row in rows:
                made.add_paragraph(plain(row), "List Bullet")
        case Quote(words, source):
            made.add_paragraph(plain(words), "Quote").paragraph_format.keep_with_next = True
            made.add_paragraph().add_run(plain(source)).font.size = Pt(9)
        case Table():
            _table(made, block)
        case Figure(picture, caption):
            made.add_picture(BytesIO(pictures.png(picture)), width=Cm(17))
            described = made.inline_shapes[-1]._inline.docPr
            described.set("descr", plain(picture.description))
            made.add_paragraph().add_run(plain(caption)).font.size = Pt(9)


def _table(made, block: Table) -> None:
    made.add_paragraph().add_run(plain(block.caption)).bold = True
    table = made.add_table(1, len(block.head), "Light Grid Accent 1")
    for cell, name in zip(table.rows[0].cells, block.head, strict=True):
        cell.text = plain(name)
    # Told again on each page, and read as heads by those who hear the page.
    told = OxmlElement("w:tblHeader")
    told.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(told)
    for row in block.rows:
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = plain(words)
    made.add_paragraph()


def _swedish(made) -> None:
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "sv-SE")
    made.styles["Normal"].element.get_or_add_rPr().append(language)
