"""What every reader ends with: the lines or groups it found → the finished Document."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Sequence
from pathlib import Path

from trygghet_geo.reading import cells, header, kinds
from trygghet_geo.reading.lines import Line
from trygghet_geo.reading.paragraphs import Group, blocks, groups
from trygghet_geo.records import Document

_INVENTED = "påhittat exempel"


def written(name: str) -> str:
    """A file name as text: bytes that are no UTF-8, which the system hands over as half signs, become "?"."""
    return name.encode("utf-8", "replace").decode("utf-8")


def document(path: Path, data: bytes, *, text: str, pages: int | None, lines: Sequence[Line]) -> Document:
    """The document of a format that knows its lines only."""
    return finished(path, data, text=text, pages=pages, gathered=groups(lines))


def finished(path: Path, data: bytes, *, text: str, pages: int | None, gathered: list[Group]) -> Document:
    """The document of a format that knows its paragraphs; `gathered` in reading order."""
    cells.settle(gathered)
    facts = header.take(gathered, path.stem)
    return Document(
        name=written(path.name),
        sha256=hashlib.sha256(data).hexdigest(),
        format=path.suffix.lower().lstrip("."),
        text=text,
        pages=pages,
        blocks=tuple(blocks(gathered)),
        header=facts,
        kind=kinds.kind(gathered, path.stem),
        invented=_INVENTED in unicodedata.normalize("NFC", text[:500]).casefold(),
    )
