"""A layout as a Word document, by python-docx; LibreOffice, where it is, makes PDF and ODT of it."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt
from reportlab.pdfbase import pdfmetrics

from benchmarks.layouts.content import Minutes
from benchmarks.layouts.plan import Layout
from benchmarks.layouts.setting import broken
from benchmarks.layouts.truth import Unit, units

_FONTS = {"Helvetica": "Arial", "Vera": "Arial", "Courier": "Arial", "Times-Roman": "Times New Roman"}
_FULL = 440.0
"""Points across the two columns of a layout with margin headings."""


def word(layout: Layout, minutes: Minutes) -> bytes:
    """The `.docx` file."""
    made = Document()
    style = made.styles["Normal"]
    style.font.name, style.font.size = _FONTS[layout.font], Pt(layout.size)
    style.paragraph_format.space_after = Pt(0 if layout.shape == "side_cell" else layout.gap * layout.size)
    _furnish(made, layout)
    found = list(units(layout, minutes))
    first = next(i for i, unit in enumerate(found) if unit.kind == "heading")
    made.add_paragraph(found[0].words).runs[0].bold = True
    for unit in found[1:first]:
        made.add_paragraph(unit.words)
    {"side_rows": _side_rows, "side_cell": _side_cell}.get(layout.shape, _flowing)(made, layout, found[first:])
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def converted(files: Sequence[Path], suffix: str, folder: Path) -> None:
    """The files as LibreOffice writes them in the format `suffix`, into `folder`. FileNotFoundError without it."""
    program = shutil.which("soffice")
    if program is None:
        raise FileNotFoundError("soffice")
    profile = f"-env:UserInstallation={(folder / 'profile').absolute().as_uri()}"
    command = [program, profile, "--headless", "--convert-to", suffix, "--outdir", str(folder), *map(str, files)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)


def _furnish(made: Any, layout: Layout) -> None:
    section = made.sections[0]
    section.left_margin = section.right_margin = Pt(layout.margin)
    if layout.head != "none":
        section.header.paragraphs[0].text = "Exempelköpings kommun"
    if layout.foot != "none":
        paragraph = section.footer.paragraphs[0]
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.add_run("Sida ")
        _field(paragraph, "PAGE")
        paragraph.add_run(" av ")
        _field(paragraph, "NUMPAGES")


def _field(paragraph: Any, name: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    paragraph._p.append(field)


def _flowing(made: Any, layout: Layout, found: Sequence[Unit]) -> None:
    table = None
    for unit in found:
        if unit.kind in ("column", "cell"):
            if unit.spot == (0, 0):
                table = made.add_table(0, 3)
            cells = table.rows[-1].cells if unit.spot[1] else table.add_row().cells
            cells[unit.spot[1]].text = unit.words
        elif unit.kind == "heading":
            _heading(made, layout, unit)
        else:
            style = {"bullet": "List Number" if layout.bullet[0] in "1a" else "List Bullet"}.get(unit.kind)
            paragraph = made.add_paragraph(unit.words, style=style)
            paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY if layout.justified else None


def _heading(made: Any, layout: Layout, unit: Unit) -> None:
    if layout.heading == "large":
        made.add_heading(unit.words, 2)
    else:
        made.add_paragraph(unit.words).runs[0].bold = layout.heading != "caps"


def _side_rows(made: Any, layout: Layout, found: Sequence[Unit]) -> None:
    table, side = _two_columns(made), _side(layout, found)
    for unit in found:
        if unit.kind == "heading":
            cells = table.add_row().cells
            cells[0].text = unit.words
            cells[0].paragraphs[0].runs[0].bold = layout.heading == "bold"
            empty = True
        elif empty:
            cells[1].text, empty = unit.words, False
        else:
            cells[1].add_paragraph(unit.words)
    _widen(table, side)


def _side_cell(made: Any, layout: Layout, found: Sequence[Unit]) -> None:
    """One row: the headings in one cell, held level by blank paragraphs, one for each line beside them."""
    table, side = _two_columns(made), _side(layout, found)
    left, right = table.add_row().cells
    font = "Times-Roman" if layout.font == "Times-Roman" else "Helvetica"

    bold = layout.heading == "bold"

    def measure(words: str, font: str = font) -> float:
        return pdfmetrics.stringWidth(words, font, layout.size)

    def measure_heading(words: str) -> float:
        return measure(words, {"Times-Roman": "Times-Bold", "Helvetica": "Helvetica-Bold"}[font] if bold else font)

    above = below = 0
    for unit in found:
        if unit.kind == "heading":
            # Whoever set it pressed Enter in one cell until the other was level.
            for _ in range(below - above):
                left.add_paragraph("")
            for _ in range(above - below):
                right.add_paragraph("")
            above = below = max(above, below)
            left.add_paragraph(unit.words).runs[0].bold = bold
            above += len(broken(unit.words, side - 11, measure_heading))
        else:
            right.add_paragraph(unit.words)
            right.add_paragraph("")
            below += len(broken(unit.words, _FULL - side - 11, measure)) + 1
    for cell in (left, right):
        cell._tc.remove(cell.paragraphs[0]._p)
    _widen(table, side)


def _side(layout: Layout, found: Sequence[Unit]) -> float:
    """Width of the margin column: nobody leaves one in which a word of a heading breaks."""
    words = [word for unit in found if unit.kind == "heading" for word in unit.words.split()]
    return max(layout.side, 16 + max(pdfmetrics.stringWidth(word, "Helvetica-Bold", layout.size) for word in words))


def _two_columns(made: Any) -> Any:
    table = made.add_table(0, 2)
    table.autofit = False
    return table


def _widen(table: Any, side: float) -> None:
    for row in table.rows:
        for cell, width in zip(row.cells, (side, _FULL - side), strict=True):
            cell.width = Pt(width)
    for column, width in zip(table.columns, (side, _FULL - side), strict=True):
        column.width = Pt(width)
