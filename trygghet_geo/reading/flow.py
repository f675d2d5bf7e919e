"""Paragraphs in reading order → Document: what the formats that know their own paragraphs end with."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from trygghet_geo.errors import UnreadableDocument
from trygghet_geo.reading import docx
from trygghet_geo.reading.assembly import finished
from trygghet_geo.reading.tables import Placed
from trygghet_geo.records import Document


def document(path: Path, data: bytes, items: Sequence[Placed]) -> Document:
    """The document that `items` make, laid out a paragraph a line and the cells of a row on one line.

    Raises UnreadableDocument when they hold no words.
    """
    text, gathered = docx._written(items)
    if not text.strip():
        raise UnreadableDocument(f"{path.name}: dokumentet innehåller ingen text; kontrollera att rätt fil valdes")
    return finished(path, data, text=text, pages=None, gathered=gathered)
