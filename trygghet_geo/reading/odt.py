"""OpenDocument text (.odt) → Document: the body in reading order; page heads and feet are not in the body."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from trygghet_geo.errors import UnreadableDocument
from trygghet_geo.reading import archives, flow
from trygghet_geo.reading.files import content
from trygghet_geo.reading.lines import may_be_heading
from trygghet_geo.reading.tables import Cell, Paragraph, Placed, laid_out
from trygghet_geo.records import Document

_NAMESPACE = "urn:oasis:names:tc:opendocument:xmlns:"
_TEXT, _TABLE, _OFFICE, _STYLE, _DRAW = (
    f"{{{_NAMESPACE}{n}:1.0}}" for n in ("text", "table", "office", "style", "drawing")
)
_FO = f"{{{_NAMESPACE}xsl-fo-compatible:1.0}}"
_HEADING = re.compile(r"(?:heading|rubrik)\s*(\d)\b", re.IGNORECASE)
_TITLE = re.compile(r"(?:title|titel|rubrik|dokumentrubrik)$", re.IGNORECASE)
_DEEPEST = 40
"""Sections, lists and tables within each other; a written document has a handful."""
_DEEPEST_TABLE = 6
_SKIPPED = {
    f"{_TEXT}{name}"
    for name in "tracked-changes table-of-content alphabetical-index note change sequence-decls hidden-text".split()
} | {f"{_OFFICE}annotation", f"{_OFFICE}annotation-end", f"{_OFFICE}forms", f"{_DRAW}object"}


def read(path: Path) -> Document:
    """Read a `.odt`. Raises UnreadableDocument: broken, encrypted, too large unpacked, without text."""
    data = content(path, known=(".odt",))
    archive = archives.opened(data, path.name)
    check_open(archive, path.name)
    root = archives.xml(archive, "content.xml", path.name)
    roots = [root]
    if "styles.xml" in archive.namelist():
        roots.append(archives.xml(archive, "styles.xml", path.name))
    body = root.find(f"{_OFFICE}body/{_OFFICE}text")
    found = list(_items(body, _Styles(roots), depth=0)) if body is not None else []
    return flow.document(path, data, found)


def check_open(archive: Any, name: str) -> None:
    """Raise UnreadableDocument when the archive's manifest says that its parts are encrypted."""
    try:
        manifest = archive.read("META-INF/manifest.xml") if "META-INF/manifest.xml" in archive.namelist() else b""
    except Exception as error:  # as in archives
        raise archives.broken(name) from error
    if b"encryption-data" in manifest:
        raise UnreadableDocument(f"{name}: filen är skyddad med lösenord; spara en kopia utan lösenord och läs in den")


class _Styles:
    """Styles by name, those of the document before those it is based on."""

    def __init__(self, roots: list[Any]) -> None:
        self._by_name: dict[str, Any] = {}
        for root in roots:
            for style in root.iter(f"{_STYLE}style"):
                self._by_name.setdefault(style.get(f"{_STYLE}name") or "", style)

    def heading(self, name: str | None) -> int:
        """1 for a title, 2 for the first level of headings and so on; 0 for text."""
        for style in self._chain(name):
            level = style.get(f"{_STYLE}default-outline-level") or ""
            if level.isascii() and level.isdigit():
                return int(level) + 1
            plain = (style.get(f"{_STYLE}display-name") or style.get(f"{_STYLE}name") or "").replace("_20_", " ")
            if match := _HEADING.match(plain):
                return int(match[1]) + 1
            if _TITLE.match(plain):
                return 1
        return 0

    def is_bold(self, name: str | None) -> bool | None:
        """Whether the style says bold or not; None when it says nothing."""
        for style in self._chain(name):
            for properties in style.iter(f"{_STYLE}text-properties"):
                if weight := properties.get(f"{_FO}font-weight"):
                    return weight == "bold" or (weight.isdigit() and int(weight) >= 600)
        return None

    def _chain(self, name: str | None) -> Iterator[Any]:
        for _ in range(12):
            style = self._by_name.get(name or "")
            if style is None:
                return
            yield style
            name = style.get(f"{_STYLE}parent-style-name")


def _items(parent: Any, styles: _Styles, *, depth: int, bullet: int = 0, tables: int = 0) -> Iterator[Placed]:
    """What stands in a body, section, list or cell, in reading order. `bullet`: depth of the list around it."""
    if depth > _DEEPEST:
        return
    for element in parent:
        tag = element.tag
        if tag in (f"{_TEXT}p", f"{_TEXT}h"):
            yield from _paragraph(element, styles, depth=depth, bullet=bullet, tables=tables)
            bullet_used = bool("".join(_pieces(element)).strip())
            bullet = 0 if bullet and bullet_used and parent.tag == f"{_TEXT}list-item" else bullet
        elif tag == f"{_TEXT}list":
            nested = _depth_of(element)
            for item in element:
                marked = nested if item.tag == f"{_TEXT}list-item" else 0
                yield from _items(item, styles, depth=depth + 1, bullet=marked, tables=tables)
        elif tag == f"{_TABLE}table":
            if tables < _DEEPEST_TABLE:
                yield from laid_out(list(_rows(element, styles, depth=depth + 1, tables=tables + 1)))
        elif tag in (f"{_TEXT}section", f"{_DRAW}frame", f"{_DRAW}text-box", f"{_DRAW}a", f"{_TEXT}index-body"):
            yield from _items(element, styles, depth=depth + 1, tables=tables)


def _depth_of(element: Any) -> int:
    return 1 + sum(parent.tag == f"{_TEXT}list" for parent in element.iterancestors())


def _paragraph(element: Any, styles: _Styles, *, depth: int, bullet: int, tables: int) -> Iterator[Placed]:
    """A paragraph, and after it what stands in the frames anchored in it."""
    words = "".join(_pieces(element))
    style = element.get(f"{_TEXT}style-name")
    plain = words.strip()
    heading = styles.heading(style)
    if element.tag == f"{_TEXT}h":
        level = element.get(f"{_TEXT}outline-level") or "1"
        heading = int(level) + 1 if level.isascii() and level.isdigit() else 2
    if plain and not heading and not bullet and may_be_heading(plain) and _all_bold(element, styles):
        heading = 3
    yield Placed(Paragraph(words, heading=heading, bullet=0 if heading else bullet))
    for frame in element.iter(f"{_DRAW}text-box"):
        if not any(parent.tag == f"{_DRAW}text-box" for parent in _between(frame, element)):
            yield from _items(frame, styles, depth=depth + 1, tables=tables)


def _between(element: Any, top: Any) -> Iterator[Any]:
    for parent in element.iterancestors():
        if parent is top:
            return
        yield parent


def _all_bold(element: Any, styles: _Styles) -> bool:
    own = bool(styles.is_bold(element.get(f"{_TEXT}style-name")))
    states = []
    for node in element.iter():
        state = styles.is_bold(node.get(f"{_TEXT}style-name")) if node.tag == f"{_TEXT}span" else own
        if node.text and node.text.strip():
            states.append(own if state is None else state)
        if node is not element and node.tail and node.tail.strip():
            states.append(own)
    return bool(states) and all(states)


def _pieces(element: Any) -> Iterator[str]:
    """The words of a paragraph; a line break is `\\n`, what was deleted or annotated is left out."""
    waiting: list[Any] = [element]
    while waiting:
        node = waiting.pop()
        if isinstance(node, str):
            yield " ".join(node.split("\n"))
            continue
        tag = node.tag
        if node is not element and node.tail:
            waiting.append(node.tail)
        if not isinstance(tag, str) or tag in _SKIPPED or tag == f"{_DRAW}frame":
            continue
        if tag == f"{_TEXT}s":
            count = node.get(f"{_TEXT}c") or "1"
            yield " " * (min(int(count), 200) if count.isascii() and count.isdigit() else 1)
        elif tag == f"{_TEXT}tab":
            yield "\t"
        elif tag == f"{_TEXT}line-break":
            yield "\n"
        else:
            waiting.extend(reversed(list(node)))
            if node.text:
                waiting.append(node.text)


def _rows(table: Any, styles: _Styles, *, depth: int, tables: int) -> Iterator[list[Cell]]:
    """The rows of a table, those of its head first. A cell that another one covers is empty."""
    for element in table:
        if element.tag in (f"{_TABLE}table-header-rows", f"{_TABLE}table-rows", f"{_TABLE}table-row-group"):
            if depth <= _DEEPEST:
                yield from _rows(element, styles, depth=depth + 1, tables=tables)
        elif element.tag == f"{_TABLE}table-row":
            cells: list[Cell] = []
            for cell in element:
                if cell.tag == f"{_TABLE}table-cell":
                    cells.append(Cell(tuple(_items(cell, styles, depth=depth + 1, tables=tables))))
                elif cell.tag == f"{_TABLE}covered-table-cell":
                    cells.append(Cell(()))
            yield cells
