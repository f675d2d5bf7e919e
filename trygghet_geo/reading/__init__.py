"""Files → Documents. A new format is one module with `read(path) -> Document` and one line in `READERS`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from trygghet_geo.reading import docx, html, markdown, odt, pdf, rtf, text
from trygghet_geo.reading.files import content
from trygghet_geo.records import Block, Document

READERS: Mapping[str, Callable[[Path], Document]] = MappingProxyType(
    {
        ".docx": docx.read,
        ".htm": html.read,
        ".html": html.read,
        ".md": markdown.read,
        ".odt": odt.read,
        ".pdf": pdf.read,
        ".rtf": rtf.read,
        ".txt": text.read,
    }
)


def read(path: Path) -> Document:
    """Read `path` with the reader of its suffix.

    Raises UnreadableDocument, whose message is one line for the user, for anything that cannot be read; no other error
    escapes whatever the bytes are.
    """
    path = Path(path)
    reader = READERS.get(path.suffix.lower())
    if reader is None or path.is_dir():
        content(path, known=READERS)
    return reader(path)


def as_json(document: Document) -> dict[str, Any]:
    """The document as plain values for JSON, by the contract in docs/reading.md.

    `start` and `end` of a block are offsets in `text`; where something else lies in between, `spans` has the pieces.
    Attendees are personal data: this is for the coordinator's eyes, never for a public page.
    """
    header = document.header
    return {
        "text": document.text,
        "pages": document.pages,
        "header": {
            "body": header.body,
            "date": header.date.isoformat() if header.date else None,
            "time": header.time,
            "place": header.place,
            "attendees": list(header.attendees) or None,
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
    }
