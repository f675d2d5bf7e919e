"""Files → Documents. A new format is one module with `read(path) -> Document` and one line in `READERS`."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import Any

from trygghet_geo.errors import InvalidData, UnreadableDocument, one_line
from trygghet_geo.reading.files import REFUSED, content
from trygghet_geo.reading.pool import ahead, shared
from trygghet_geo.records import Block, Document

__all__ = ("READERS", "REFUSED", "ahead", "as_json", "read", "warm")


def _reader(module: str) -> Callable[[Path], Document]:
    """`read` of `reading/<module>.py`, imported when a file asks for it: the libraries of all formats take long."""

    def read(path: Path) -> Document:
        return import_module(f"{__name__}.{module}").read(path)

    return read


READERS: Mapping[str, Callable[[Path], Document]] = MappingProxyType(
    {
        ".csv": _reader("reports"),
        ".docx": _reader("docx"),
        ".eml": _reader("mail"),
        ".geojson": _reader("reports"),
        ".htm": _reader("html"),
        ".html": _reader("html"),
        ".jpeg": _reader("scans"),
        ".jpg": _reader("scans"),
        ".md": _reader("markdown"),
        ".ods": _reader("reports"),
        ".odt": _reader("odt"),
        ".pdf": _reader("pdf"),
        ".png": _reader("scans"),
        ".rtf": _reader("rtf"),
        ".tif": _reader("scans"),
        ".tiff": _reader("scans"),
        ".txt": _reader("text"),
        ".xlsx": _reader("reports"),
    }
)


def read(path: Path, *, apart: bool = True) -> Document:
    """Read `path` with the reader of its suffix, in a process of its own (docs/reading.md, "Safety").

    With `apart` false it is read in this process, without limits on time and memory: for tests of the readers, and for
    files that this program has written.

    Raises UnreadableDocument, whose message is one line for the user, for anything that cannot be read; no other error
    escapes whatever the bytes are.
    """
    path = Path(path)
    if apart:
        return shared().read(path)
    reader = READERS.get(path.suffix.lower())
    try:
        if reader is None or os.path.isdir(path):  # noqa: PTH112 (Path.is_dir raises for a name too long)
            content(path, known=READERS)
        return reader(path)
    except UnreadableDocument as error:
        raise UnreadableDocument(one_line(str(error))) from error


def read_all(path: Path, *, read: Callable[[Path], Document] = read) -> tuple[Document, ...]:
    """All documents in the file at `path`: one, and after a letter its attachments that can be read.

    Raises UnreadableDocument when the file itself cannot be read.
    """
    from trygghet_geo.reading import attachments

    first = read(Path(path))
    return first, *(part.document for part in attachments.opened(Path(path), read).parts)


def mapped(
    read: Callable[[Path], Document], columns: Mapping[str, tuple[str, ...]] | None, *, apart: bool = True
) -> Callable[[Path], Document]:
    """`read`, but for tables with the columns that a mapping file names (`heads.mapping`); `apart` as for `read`."""
    if not columns:
        return read

    def with_columns(path: Path) -> Document:
        from trygghet_geo.reading import reports

        if Path(path).suffix.lower() not in reports.SUFFIXES:
            return read(path)
        if apart:
            return shared().read(path, columns)
        try:
            return reports.read(path, columns)
        except InvalidData as error:
            raise UnreadableDocument(one_line(f"{Path(path).name}: {error}")) from error

    return with_columns


def preview(path: Path, columns: Mapping[str, tuple[str, ...]] | None, *, apart: bool = True) -> list[str]:
    """How the columns of the table at `path` are understood, a line of Swedish each; `apart`, errors: as for `read`."""
    if apart:
        return shared().preview(Path(path), columns)
    from trygghet_geo.reading import reports

    try:
        return reports.preview(Path(path), columns)
    except InvalidData as error:
        raise UnreadableDocument(one_line(f"{Path(path).name}: {error}")) from error


def picture(path: Path, page: int, *, name: str | None = None) -> tuple[bytes, float, float]:
    """Page `page` (1-based) of the PDF at `path` as PNG, its width and height in points; made in the reading process.

    `name` is what messages call the file. Raises UnreadableDocument.
    """
    return shared().picture(Path(path), page, name or Path(path).name)


def warm() -> None:
    """Start the reading process, for those who know that they soon will read and have something else to do first."""
    shared().warm()


def as_json(document: Document) -> dict[str, Any]:
    """The document as plain values for JSON, by the contract in docs/reading.md.

    `start` and `end` of a block are offsets in `text`; where something else lies in between, `spans` has the pieces.
    Attendees are personal data: this is for the coordinator's eyes, never for a public page.
    """
    from trygghet_geo.reading.people import ABSENT

    header = document.header
    return {
        "text": document.text,
        "pages": document.pages,
        "header": {
            "body": header.body,
            "date": header.date.isoformat() if header.date else None,
            "time": header.time,
            "place": header.place,
            "attendees": [name for name in header.attendees if not name.endswith(ABSENT)] or None,
            "next_meeting": header.next_meeting.isoformat() if header.next_meeting else None,
        },
        "blocks": [_block(block) for block in document.blocks],
    }


def _block(block: Block) -> dict[str, Any]:
    return {
        "kind": block.kind,
        "start": block.start,
        "end": block.end,
        "page": block.page,
        "section": block.section,
        "boxes": [{"page": b.page, "x0": b.x0, "y0": b.y0, "x1": b.x1, "y1": b.y1} for b in block.boxes],
        "spans": [list(span) for span in block.spans],
        "uncertain": block.uncertain,
        "header": block.header,
        "level": block.level,
        "days": [day.isoformat() for day in block.days] if block.days else None,
    }
