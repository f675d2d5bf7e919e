"""Word documents (.docx) → Document. The text is the body in reading order; page heads and feet are not in the body."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import docx
from docx.oxml.ns import qn
from docx.oxml.table import CT_Tbl
from docx.oxml.text.paragraph import CT_P

from trygghet_geo.errors import UnreadableDocument
from trygghet_geo.reading.assembly import finished
from trygghet_geo.reading.files import content
from trygghet_geo.reading.lines import Line, is_known_heading, may_be_heading
from trygghet_geo.reading.paragraphs import Group, find_headings, gather
from trygghet_geo.reading.rhythm import Rhythm
from trygghet_geo.reading.tables import Cell, Paragraph, Placed, laid_out
from trygghet_geo.reading.wordstyles import Styles
from trygghet_geo.records import Document

MOST_UNPACKED_MB = 300
MOST_PARTS = 5000
_DEEPEST = 6
"""Tables within tables; deeper ones are an attack or a mistake, and are left out."""
_PACE = Rhythm(1, None)


def read(path: Path) -> Document:
    """Read a `.docx`. Raises UnreadableDocument: broken, too large unpacked, without text."""
    data = content(path, known=(".docx",))
    _check_unpacked(data, path.name)
    try:
        source = docx.Document(BytesIO(data))
        body, styles = source.element.body, Styles(source)
    # A damaged file makes zipfile, lxml and python-docx raise two dozen kinds between them, KeyError among them.
    except Exception as error:
        raise UnreadableDocument(
            f"{path.name}: Word-filen är trasig; öppna den i ett ordbehandlingsprogram och spara om den"
        ) from error
    text, gathered = _written(list(_items(body, styles, depth=0)) if body is not None else [])
    if not text.strip():
        raise UnreadableDocument(f"{path.name}: dokumentet innehåller ingen text; kontrollera att rätt fil valdes")
    return finished(path, data, text=text, pages=None, gathered=gathered)


def _check_unpacked(data: bytes, name: str) -> None:
    """Refuse an archive that unpacks to more than the limit. zipfile never unpacks more than the size stated here."""
    try:
        parts = zipfile.ZipFile(BytesIO(data)).infolist()
    except Exception as error:  # see read()
        raise UnreadableDocument(
            f"{name}: Word-filen är trasig; öppna den i ett ordbehandlingsprogram och spara om den"
        ) from error
    unpacked_mb = sum(part.file_size for part in parts) / 1e6
    if unpacked_mb > MOST_UNPACKED_MB or len(parts) > MOST_PARTS:
        raise UnreadableDocument(
            f"{name}: uppackad är filen {unpacked_mb:.0f} MB i {len(parts)} delar, gränsen är {MOST_UNPACKED_MB} MB "
            f"och {MOST_PARTS} delar; spara om den utan bilder"
        )


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


def _written(items: Sequence[Placed]) -> tuple[str, list[Group]]:
    """The text, a paragraph a line and the cells of a row on one line, and its groups."""
    parts: list[str] = []
    groups: list[Group] = []
    position, row, index = 0, 0, 0
    table, last = 0, None
    for item in items:
        row += 1
        if not item.paragraph.words.strip():
            last = item.cell if item.cell is None else last
            continue
        # A cell that does not come after the last one is another table's.
        table += item.cell is not None and (last is None or item.cell < last)
        cell = item.cell._replace(table=table) if item.cell else None
        last = item.cell
        lines: list[Line] = []
        for words in filter(None, (part.strip() for part in item.paragraph.words.split("\n"))):
            between = "" if not index else "\t" if item.beside and not lines else "\n"
            start = position + len(between)
            heading = item.paragraph.heading if not item.cell else 0
            lines.append(Line(start, start + len(words), words, row, index, len(words), heading=heading, cell=cell))
            parts += [between, words]
            position, index, row = start + len(words), index + 1, row + (1 if len(lines) > 1 else 0)
        groups += _grouped(lines, item)
    _settle_levels(groups)
    find_headings(groups, _PACE)
    return "".join(parts), groups


def _grouped(lines: Sequence[Line], item: Placed) -> list[Group]:
    """The groups of one paragraph: one, or more where typed line breaks part what a writer meant to be several."""
    if item.paragraph.heading and not item.cell:
        return [Group("heading", list(lines), level=item.paragraph.heading, uncertain=item.uncertain)]
    if item.cell:
        return [Group("cell", list(lines))]
    if item.paragraph.bullet:
        return [Group("bullet", list(lines), level=item.paragraph.bullet, uncertain=item.uncertain)]
    return gather(lines, _PACE)


def _settle_levels(groups: Iterable[Group]) -> None:
    """Level 1 is the title's: the only heading of its level, before all else. Else Word's top level is a section's."""
    headings = [group for group in groups if group.kind == "heading" and not group.aside]
    tops = [group for group in headings if group.level == 2]
    if headings and is_known_heading(headings[0].words):
        return
    if headings and not any(group.level == 1 for group in headings) and len(tops) == 1 and headings[0] is tops[0]:
        tops[0].level = 1
        for line_number, line in enumerate(tops[0].lines):
            tops[0].lines[line_number] = replace(line, heading=1)
