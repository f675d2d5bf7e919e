"""Rich text (.rtf) → Document.

The library turns control words into characters and drops what they say of structure. So the words that say it are first
replaced by private characters, which come through and are read here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from trygghet_geo.reading import archives, flow
from trygghet_geo.reading.files import content
from trygghet_geo.reading.lines import MARKER, may_be_heading
from trygghet_geo.reading.tables import Cell, Paragraph, Placed, laid_out
from trygghet_geo.records import Document

_CELL, _ROW, _ROW_BEGINS, _PARAGRAPH, _BREAK = "\ue101", "\ue102", "\ue103", "\ue104", "\ue105"
_OPENS, _CLOSES, _BOLD, _PLAIN = "\ue106", "\ue107", "\ue108", "\ue109"
_LEVEL = 0xE110
"""This and the nine after it: a heading of level 0 (the title) to 9."""
_SIGNS = {
    "cell": _CELL,
    "row": _ROW,
    "trowd": _ROW_BEGINS,
    "pard": _PARAGRAPH,
    "line": _BREAK,
    "b": _BOLD,
    "b0": _PLAIN,
    "plain": _PLAIN,
    "nestcell": "\t",
    "nestrow": _BREAK,
}
_WORD = re.compile(
    r"\\(?P<escaped>[\\{}])|(?P<brace>[{}])"
    r"|\\(?P<word>cell|row|trowd|pard|line|b0|b|plain|nestcell|nestrow)(?![a-zA-Z0-9]) ?"
    r"|\\(?:outlinelevel(?P<outline>\d)|s(?P<style>\d{1,4}))(?!\d) ?"
)
_PICTURE = re.compile(r"(?:[0-9a-fA-F]{2}[\r\n]*){256,}")
_STYLESHEET = re.compile(r"\{\\stylesheet")
_STYLE = re.compile(r"\{\\s(\d{1,4})(?!\d)([^{}]*?)([^\\{};]*);\}")
_NAMED = re.compile(r"(?:heading|rubrik)\s*(\d)\b", re.IGNORECASE)
_TITLE = re.compile(r"(?:title|titel|rubrik|dokumentrubrik)$", re.IGNORECASE)
_TOKEN = re.compile(f"[\n{_CELL}{_ROW}{_ROW_BEGINS}]")
_MARKS = re.compile(f"[{_PARAGRAPH}{_OPENS}{_CLOSES}{_BOLD}{_PLAIN}{chr(_LEVEL)}-{chr(_LEVEL + 9)}]")


def read(path: Path) -> Document:
    """Read a `.rtf`. Raises UnreadableDocument: broken, without text."""
    from striprtf.striprtf import rtf_to_text

    data = content(path, known=(".rtf",))
    source = _PICTURE.sub("", data.decode("cp1252", errors="replace"))
    try:
        text = rtf_to_text(_marked(source), errors="replace")
    # Damaged files make it raise whatever indexing, decoding and converting numbers can raise.
    except Exception as error:
        raise archives.broken(path.name) from error
    return flow.document(path, data, list(_items(text.encode("utf-8", "replace").decode("utf-8"))))


def _marked(source: str) -> str:
    """The file with private characters for structure."""
    levels = _levels(source)

    def mark(match: re.Match[str]) -> str:
        if match["escaped"]:
            return match[0]
        if match["brace"]:
            return "{" + _OPENS if match["brace"] == "{" else "}" + _CLOSES
        if match["word"]:
            # The word stays where it also ends a line; a space parts it from letters that follow.
            return ("\\pard " if match["word"] == "pard" else "") + _SIGNS[match["word"]]
        level = min(int(match["outline"]) + 1, 9) if match["outline"] else levels.get(match["style"])
        return match[0] if level is None else chr(_LEVEL + level)

    return _WORD.sub(mark, source)


def _levels(source: str) -> dict[str, int]:
    """Heading level of each paragraph style by its number: 0 the title, 1 the first level of headings."""
    begins = _STYLESHEET.search(source)
    if begins is None:
        return {}
    found: dict[str, int] = {}
    for number, words, name in _STYLE.findall(source[begins.end() : _group_end(source, begins.start())]):
        outline = re.search(r"\\outlinelevel(\d)", words)
        named = _NAMED.match(name.strip())
        if named or outline:
            found[number] = int(named[1]) if named else min(int(outline[1]) + 1, 9)  # type: ignore[index]
        elif _TITLE.match(name.strip()):
            found[number] = 0
    return found


def _group_end(source: str, start: int) -> int:
    depth = 0
    for brace in re.finditer(r"(?<!\\)[{}]", source[start : start + 2_000_000]):
        depth += 1 if brace[0] == "{" else -1
        if depth == 0:
            return start + brace.start()
    return len(source)


@dataclass
class _Table:
    rows: list[list[Cell]] = field(default_factory=list)
    row: list[Cell] | None = None
    """The cells of the row that is open."""
    waiting: list[Placed] = field(default_factory=list)
    """Paragraphs of the cell that is open."""


def _items(text: str) -> Iterator[Placed]:
    """Paragraphs, and tables laid out, in the order of the file."""
    table = _Table()
    bold: list[bool] = [False]
    position = 0
    for match in _TOKEN.finditer(text + "\n"):
        raw, position = text[position : match.start()], match.end()
        paragraph = _paragraph(raw, bold)
        sign = match[0]
        if sign == _ROW_BEGINS and table.row is None:
            if paragraph.words.strip():
                yield from _ended(table)
                yield Placed(paragraph)
            table.row = []
            continue
        if table.row is None:
            if paragraph.words.strip():
                yield from _ended(table)
            yield Placed(paragraph)
            continue
        if paragraph.words.strip() or sign == "\n":
            table.waiting.append(Placed(paragraph))
        if sign == _CELL:
            table.row.append(Cell(tuple(table.waiting)))
            table.waiting = []
        elif sign == _ROW:
            table.rows.append(table.row)
            table.row, table.waiting = None, []
    if table.row is not None:
        table.rows.append([*table.row, Cell(tuple(table.waiting))])
    yield from _ended(table)


def _ended(table: _Table) -> Iterator[Placed]:
    rows, table.rows = table.rows, []
    if rows:
        yield from laid_out(rows)


def _paragraph(raw: str, bold: list[bool]) -> Paragraph:
    """The words of a paragraph, and whether it is a heading by its style or, alone and bold, by its looks."""
    heading: int | None = None
    words: list[str] = []
    everything = True
    position = 0
    for match in [*_MARKS.finditer(raw), None]:
        piece = raw[position : match.start() if match else len(raw)]
        words.append(piece)
        everything = everything and (bold[-1] or not piece.strip())
        if match is None:
            break
        position, sign = match.end(), match[0]
        if sign == _OPENS:
            bold.append(bold[-1])
        elif sign == _CLOSES:
            bold[-2:] = bold[:-1][-1:] or [False]
        elif sign in (_BOLD, _PLAIN):
            bold[-1] = sign == _BOLD
        else:
            heading = None if sign == _PARAGRAPH else ord(sign) - _LEVEL
    whole = "".join(words).replace(_BREAK, "\n")
    plain = whole.strip()
    if heading is None and plain and everything and not MARKER.match(plain) and may_be_heading(plain):
        heading = 2
    return Paragraph(whole, heading=0 if heading is None else heading + 1)
