"""A page of a PDF as a picture, for whoever compares what was read and what is printed. For the worker."""

from __future__ import annotations

import io
from pathlib import Path

import pypdfium2 as pdfium

from trygghet_geo.errors import UnreadableDocument
from trygghet_geo.reading.files import content

WIDTH_PX = 1200
MOST_PX = 4000
"""Of a page that is far higher than wide."""


def drawn(path: Path, page: int, *, name: str) -> tuple[bytes, float, float]:
    """PNG of page `page` (1-based) of the PDF at `path`, called `name` in messages; its width and height in points.

    Raises UnreadableDocument for a file that is no PDF, is locked, or has no such page.
    """
    data = content(path, known=(".pdf",))
    try:
        source = pdfium.PdfDocument(data)
        try:
            if not 1 <= page <= len(source):
                raise UnreadableDocument(f"{name}: det finns ingen sida {page}; dokumentet har {len(source)}")
            sheet = source[page - 1]
            width, height = sheet.get_size()
            if not (width > 0 and height > 0):
                raise UnreadableDocument(f"{name}: sida {page} har ingen yta; visa texten i stället")
            scale = min(WIDTH_PX / width, MOST_PX / height)
            image = sheet.render(scale=scale).to_pil().convert("RGB").quantize(64)
        finally:
            source.close()
    except pdfium.PdfiumError as error:
        raise UnreadableDocument(f"{name}: sida {page} kan inte ritas; visa texten i stället") from error
    made = io.BytesIO()
    image.save(made, "PNG", optimize=False)
    return made.getvalue(), width, height
