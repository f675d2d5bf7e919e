"""PDF with text → Document. The text is laid out in reading order, one line a line, with its box on the page."""

from __future__ import annotations

import ctypes
import threading
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from trygghet_geo.errors import UnreadableDocument
from trygghet_geo.reading.assembly import document
from trygghet_geo.reading.columns import Run, ordered, rows
from trygghet_geo.reading.files import content
from trygghet_geo.reading.furniture import page_edges
from trygghet_geo.reading.lines import Line, may_be_heading
from trygghet_geo.records import Box, Document

MOST_PAGES = 3000
MOST_RUNS = 20_000
"""Pieces of text on one page; a page of small print has some hundreds."""
_PARAGRAPH_GAP = 1.3
_LARGER = 1.12
"""Letters this much larger than the body's make a heading."""
_LOCK = threading.Lock()
"""pdfium may not be entered by two threads at once, and a server has many."""


def read(path: Path) -> Document:
    """Read a `.pdf` with a text layer. Raises UnreadableDocument: encrypted, broken, without text, too large."""
    data = content(path, known=(".pdf",))
    with _LOCK:
        pages = _pages(data, path.name)
    if not any(run.words for page in pages for run in page):
        raise UnreadableDocument(
            f"{path.name}: sidorna saknar text och verkar vara inskannade; tolka texten (OCR) i ett annat program först, "
            "det kan inte göras här ännu"
        )
    text, lines = _laid_out(pages)
    return document(path, data, text=text, pages=len(pages), lines=lines)


def _pages(data: bytes, name: str) -> list[list[Run]]:
    """The runs of each page in reading order."""
    try:
        source = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if raw.FPDF_GetLastError() == raw.FPDF_ERR_PASSWORD or "password" in str(error).lower():
            raise UnreadableDocument(
                f"{name}: filen är skyddad med lösenord; spara en kopia utan lösenord och läs in den"
            ) from error
        raise UnreadableDocument(f"{name}: PDF-filen är trasig; hämta den på nytt eller skriv ut den till PDF") from error
    try:
        if len(source) > MOST_PAGES:
            raise UnreadableDocument(f"{name}: {len(source)} sidor, gränsen är {MOST_PAGES}; dela upp filen")
        sizes, found = [], []
        for number in range(len(source)):
            width, runs = _runs(source, number, name)
            sizes.append(width)
            found.append(runs)
    except pdfium.PdfiumError as error:
        raise UnreadableDocument(f"{name}: sidorna kan inte läsas, PDF-filen är trasig; hämta den på nytt") from error
    finally:
        source.close()
    return _in_order(found, sizes)


def _in_order(found: Sequence[Sequence[Run]], widths: Sequence[float]) -> list[list[Run]]:
    """Each page's lines in reading order, heads first and feet last so that they part no columns."""
    laid = [rows(runs) for runs in found]
    edges = page_edges([[" ".join(run.words for run in row) for row in page] for page in laid])
    pages: list[list[Run]] = []
    for page, width, (head, foot) in zip(laid, widths, edges, strict=True):
        end = len(page) - foot
        body = ordered(page[head:end], width)
        pages.append([*_edge(page[:head]), *body, *_edge(page[end:])])
    return pages


def _edge(part: Sequence[Sequence[Run]]) -> list[Run]:
    return [Run(r.x0, r.y0, r.x1, r.y1, r.words, size=-1.0, gap=9.0) for row in part for r in row]


def _runs(source: pdfium.PdfDocument, number: int, name: str) -> tuple[float, list[Run]]:
    """Width of the page as shown, and its pieces of text."""
    page = source[number]
    try:
        text = page.get_textpage()
        try:
            count = text.count_rects()
            if count > MOST_RUNS:
                raise UnreadableDocument(f"{name}: sidan {number + 1} har {count} textbitar; filen går inte att läsa")
            place = _Placing(page)
            found = [run for i in range(count) if (run := _run(text, i, place))]
            return place.width, found
        finally:
            text.close()
    finally:
        page.close()


class _Placing:
    """From a page's own coordinates (y up, perhaps turned) to the page as shown (y down, from the top left corner)."""

    def __init__(self, page: pdfium.PdfPage) -> None:
        self.left, self.bottom, self.right, self.top = page.get_cropbox()
        self.turn = page.get_rotation()
        across, up = self.right - self.left, self.top - self.bottom
        self.width = across if self.turn in (0, 180) else up

    def box(self, left: float, bottom: float, right: float, top: float) -> tuple[float, float, float, float]:
        if self.turn == 90:
            return bottom - self.bottom, left - self.left, top - self.bottom, right - self.left
        if self.turn == 180:
            return self.right - right, bottom - self.bottom, self.right - left, top - self.bottom
        if self.turn == 270:
            return self.top - top, self.right - right, self.top - bottom, self.right - left
        return left - self.left, self.top - top, right - self.left, self.top - bottom


def _run(text: pdfium.PdfTextPage, number: int, place: _Placing) -> Run | None:
    left, bottom, right, top = text.get_rect(number)
    words = _clean(text.get_text_bounded(left, bottom, right, top))
    if not words.strip():
        return None
    index = raw.FPDFText_GetCharIndexAtPos(text, left + 1, (bottom + top) / 2, 2.0, 4.0)
    size = raw.FPDFText_GetFontSize(text, index) if index >= 0 else top - bottom
    # Small sizes come from fonts scaled by the page's matrix: then only the height on the page tells.
    size = size if size > 3 else top - bottom
    return Run(*place.box(left, bottom, right, top), words, size=size, bold=index >= 0 and _is_bold(text, index))


def _is_bold(text: pdfium.PdfTextPage, index: int) -> bool:
    buffer = ctypes.create_string_buffer(128)
    flags = ctypes.c_int()
    length = raw.FPDFText_GetFontInfo(text, index, buffer, 128, ctypes.byref(flags))
    name = buffer.raw[: max(min(length, 128) - 1, 0)].lower()
    return b"bold" in name or b"black" in name or b"semibold" in name or raw.FPDFText_GetFontWeight(text, index) >= 600


def _clean(words: str) -> str:
    """One line, a space kept at its ends: it tells that the next run is a word of its own.

    pdfium's sign for a hyphen at a line's end becomes the hyphen it is, other control signs go.
    """
    words = words.replace("\x02", "-").replace("\ufffe", "-")
    words = "".join(c if c >= " " and not "\ud800" <= c <= "\udfff" and c != "\uffff" else " " for c in words)
    return " " * words[:1].isspace() + " ".join(words.split()) + " " * words[-1:].isspace()


def _laid_out(pages: Sequence[Sequence[Run]]) -> tuple[str, tuple[Line, ...]]:
    """The document's text, and its lines with offsets, rows and boxes."""
    body = _body_size(pages)
    parts: list[str] = []
    lines: list[Line] = []
    position, row = 0, 0
    for number, page in enumerate(pages, 1):
        for order, run in enumerate(_stripped(page)):
            step = _step(run, first=order == 0)
            row += step
            between = ("\f" if order == 0 else "\n" * min(step, 2)) if lines else ""
            if order == 0 and number > 1 and not lines:
                between = ""
            parts += [between, run.words]
            start = position + len(between)
            position = start + len(run.words)
            lines.append(_line(run, start, row=row, index=len(lines), page=number, body=body))
    return "".join(parts), tuple(lines)


def _stripped(page: Sequence[Run]) -> list[Run]:
    return [replace(run, words=run.words.strip()) for run in page if run.words.strip()]


def _step(run: Run, *, first: bool) -> int:
    return 1 if not first and 0.2 < run.gap <= _PARAGRAPH_GAP else 2


def _line(run: Run, start: int, *, row: int, index: int, page: int, body: float) -> Line:
    return Line(
        start,
        start + len(run.words),
        run.words,
        row,
        index,
        run.x1,
        letter=(run.x1 - run.x0) / max(len(run.words), 1),
        page=page,
        box=Box(page, *(round(v, 2) for v in (run.x0, run.y0, run.x1, run.y1))),
        heading=_level(run, body),
        cell=index + 1 if run.cell else 0,
        furniture=run.size < 0,
    )


def _level(run: Run, body: float) -> int:
    if run.size < 0 or run.cell or not any(c.isalpha() for c in run.words):
        return 0
    if run.side:
        return 2
    if run.size >= 1.5 * body and len(run.words) <= 120:
        return 1
    if run.size >= _LARGER * body and len(run.words) <= 120 and run.words[-1] not in ".;,":
        return 2
    return 3 if run.bold and may_be_heading(run.words) and body else 0


def _body_size(pages: Sequence[Sequence[Run]]) -> float:
    sizes: Counter[float] = Counter()
    for page in pages:
        for run in page:
            if run.size > 0:
                sizes[round(run.size, 1)] += len(run.words)
    return max(sizes, key=lambda size: (sizes[size], -size)) if sizes else 0.0
