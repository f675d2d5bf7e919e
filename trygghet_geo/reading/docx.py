"""Word documents (.docx) → Document. The text is the body in reading order; page heads and feet are not in the body."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import docx
from docx.oxml.ns import qn
from docx.oxml.table import CT_Tbl
from docx.oxml.text.paragraph import CT_P

from trygghet_geo.reading import archives, flow
from trygghet_geo.reading.files import content
from trygghet_geo.reading.lines import may_be_heading
from trygghet_geo.reading.tables import Cell, Paragraph, Placed, laid_out
from trygghet_geo.reading.wordstyles import Styles
from trygghet_geo.records import Document

_DEEPEST = 6
"""Tables within tables; deeper ones are an attack or a mistake, and are left out."""


def read(path: Path) -> Document:
    """Read a `.docx`. Raises UnreadableDocument: broken, too large unpacked, without text."""
    data = content(path, known=(".docx",))
    archives.opened(data, path.name)
    try:
        source = docx.Document(BytesIO(data))
        body, styles = source.element.body, Styles(source)
    # A damaged file makes zipfile, lxml and python-docx raise two dozen kinds between them, KeyError among them.
    except Exception as error:
        raise archives.broken(path.name) from error
    return flow.document(path, data, list(_items(body, styles, depth=0)) if body is not None else [])


def _items(parent: object, styles: Styles, *, depth: int) -> Iterator[Placed]:
    """What stands in a body or a cell, in reading order."""
    for element in parent.iterchildren():  # type: ignore[attr-defined]
        if isinstance(element, CT_P):
            yield from (Placed(paragraph) for paragraph in _paragraphs(element, styles))
        elif isinstance(element, CT_Tbl) and depth < _DEEPEST:
            yield from laid_out(_table(element, styles, depth=depth))
        elif element.tag in (qn("w:sdt"), qn("w:sdtContent"), qn("w:ins"), qn("w:customXml")) and depth < 4 * _DEEPEST:
            yield from _items(element, styles, depth=depth)


def _table(table: CT_Tbl, styles: Styles, *, depth: int) -> list[list[Cell]]:
    """The rows of a table. A cell that goes on from the row above is empty."""
    rows: list[list[Cell]] = []
    for row in table.tr_lst:
        cells = []
        for cell in row.tc_lst:
            merged = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
            continued = merged is not None and merged.get(qn("w:val")) != "restart"
            inner = [] if continued else list(_items(cell, styles, depth=depth + 1))
            cells.append(Cell(tuple(inner)))
        rows.append(cells)
    return rows


def _paragraphs(element: CT_P, styles: Styles) -> Iterator[Paragraph]:
    """A paragraph, and after it those of any text box anchored in it."""
    words = "".join(_pieces(element))
    bullet = styles.bullet(element)
    heading = styles.heading(element)
    plain = words.strip()
    if plain and not heading and not bullet and may_be_heading(plain) and styles.is_bold(element):
        heading = 3
    yield Paragraph(words, heading=heading, bullet=0 if heading else bullet)
    for box in element.iter(qn("w:txbxContent")):
        if not any(parent.tag == _FALLBACK for parent in box.iterancestors()):
            for inner in box.iterchildren(qn("w:p")):
                yield Paragraph("".join(_pieces(inner)), heading=styles.heading(inner), bullet=styles.bullet(inner))


_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SKIPPED = {qn("w:del"), qn("w:moveFrom"), qn("w:txbxContent"), qn("w:pPr"), qn("w:rPr"), _FALLBACK}
_SIGNS = {
    qn("w:tab"): "\t",
    qn("w:br"): "\n",
    qn("w:cr"): "\n",
    qn("w:noBreakHyphen"): "-",
    qn("w:softHyphen"): "\u00ad",
}


def _pieces(element: object) -> Iterator[str]:
    """The words of a paragraph as it reads with all changes accepted; a line break is `\\n`."""
    waiting = [element]
    while waiting:
        node = waiting.pop()
        if node.tag in _SKIPPED:  # type: ignore[attr-defined]
            continue
        if node.tag == qn("w:t"):  # type: ignore[attr-defined]
            yield (node.text or "").replace("\r", " ").replace("\n", " ")  # type: ignore[attr-defined]
        elif node.tag in _SIGNS:  # type: ignore[attr-defined]
            yield _SIGNS[node.tag]  # type: ignore[attr-defined]
        else:
            waiting.extend(reversed(list(node)))  # type: ignore[call-overload]
