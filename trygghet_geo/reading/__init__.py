"""Files → Documents. A new format is one module with `read(path) -> Document` and one line in `READERS`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from trygghet_geo.reading import pdf, text
from trygghet_geo.reading.files import content
from trygghet_geo.records import Document

READERS: Mapping[str, Callable[[Path], Document]] = MappingProxyType({".pdf": pdf.read, ".txt": text.read})


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
