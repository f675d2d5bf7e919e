"""Paragraphs in reading order → Document: what the formats that know their own paragraphs end with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from trygghet_geo.errors import UnreadableDocument
from trygghet_geo.reading.assembly import finished
from trygghet_geo.reading.lines import Line, is_known_heading
from trygghet_geo.reading.paragraphs import Group, find_headings, gather
from trygghet_geo.reading.rhythm import Rhythm
from trygghet_geo.reading.tables import Placed
from trygghet_geo.records import Document

_PACE = Rhythm(1, None)


def document(path: Path, data: bytes, items: Sequence[Placed]) -> Document:
    """The document that `items` make, laid out a paragraph a line and the cells of a row on one line.

    Raises UnreadableDocument when they hold no words.
    """
    text, gathered = _written(items)
    if not text.strip():
        raise UnreadableDocument(f"{path.name}: dokumentet innehåller ingen text; kontrollera att rätt fil valdes")
    return finished(path, data, text=text, pages=None, gathered=gathered)


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
            tops[0].lines[line_number] = line._replace(heading=1)
