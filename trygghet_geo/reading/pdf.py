"""PDF with text → Document. The text is laid out in reading order, one line a line, with its box on the page."""

from __future__ import annotations

import ctypes
import math
import re
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from trygghet_geo.errors import UnreadableDocument
from trygghet_geo.reading.assembly import document
from trygghet_geo.reading.columns import ordered, rows
from trygghet_geo.reading.fields import field
from trygghet_geo.reading.files import content
from trygghet_geo.reading.furniture import Row, page_edges
from trygghet_geo.reading.lines import Line, may_be_heading
from trygghet_geo.reading.runs import Run
from trygghet_geo.records import Box, Document

MOST_PAGES = 3000
MOST_LETTERS = 200_000
"""Characters on one page; a page of small print has some ten thousand."""
_WORD = re.compile(r"[^\s\x02\ufffe]+[\x02\ufffe]?")
_PARAGRAPH_GAP = 1.3
_FARTHEST = 100_000.0
"""Points from the origin; text beyond it, or at no number, is on no page that anyone sees."""
_THINNEST = 0.1
_ENOUGH = 300
"""A page of fewer letters (a title page) does not tell what size its body is."""
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
            f"{path.name}: sidorna saknar text och verkar vara inskannade; tolka texten (OCR) i ett annat program "
            "först, det kan inte göras här ännu"
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
        raise UnreadableDocument(
            f"{name}: PDF-filen är trasig; hämta den på nytt eller skriv ut den till PDF"
        ) from error
    try:
        if len(source) > MOST_PAGES:
            raise UnreadableDocument(f"{name}: {len(source)} sidor, gränsen är {MOST_PAGES}; dela upp filen")
        sizes, found = [], []
        for number in range(len(source)):
            size, runs = _runs(source, number, name)
            sizes.append(size)
            found.append(runs)
    except pdfium.PdfiumError as error:
        raise UnreadableDocument(f"{name}: sidorna kan inte läsas, PDF-filen är trasig; hämta den på nytt") from error
    finally:
        source.close()
    return _in_order(found, sizes)


def _in_order(found: Sequence[Sequence[Run]], sizes: Sequence[tuple[float, float]]) -> list[list[Run]]:
    """Each page's lines in reading order, heads first and feet last so that they part no columns."""
    laid = [rows(runs) for runs in found]
    edges = page_edges([[_row(row, height) for row in page] for page, (_, height) in zip(laid, sizes, strict=True)])
    pages: list[list[Run]] = []
    for page, (width, _), (head, foot) in zip(laid, sizes, edges, strict=True):
        end = len(page) - foot
        body = ordered(page[head:end], width)
        pages.append([*_edge(page[:head]), *body, *_edge(page[end:])])
    return pages


def _row(row: Sequence[Run], height: float) -> Row:
    return Row(" ".join(run.words for run in row), min(run.base for run in row) / height)


def _edge(part: Sequence[Sequence[Run]]) -> list[Run]:
    return [Run(r.x0, r.y0, r.x1, r.y1, r.words, size=-1.0, gap=9.0) for row in part for r in row]


def _runs(source: pdfium.PdfDocument, number: int, name: str) -> tuple[tuple[float, float], list[Run]]:
    """Width and height of the page as shown, and its pieces of text."""
    page = source[number]
    try:
        text = page.get_textpage()
        try:
            if text.count_chars() > MOST_LETTERS:
                raise UnreadableDocument(f"{name}: sidan {number + 1} är orimligt stor; filen går inte att läsa")
            place = _Placing(page)
            return (place.width, place.height), _phrases(list(_words(text, place)))
        finally:
            text.close()
    finally:
        page.close()


class _Placing:
    """From a page's own coordinates (y up, perhaps turned) to the page as shown (y down, from the top left corner)."""

    def __init__(self, page: pdfium.PdfPage) -> None:
        self.left, self.bottom, self.right, self.top = page.get_cropbox()
        self.turn = page.get_rotation()
        # A damaged page may have no extent; its text is still read.
        across, up = max(self.right - self.left, 1.0), max(self.top - self.bottom, 1.0)
        self.width, self.height = (across, up) if self.turn in (0, 180) else (up, across)

    def box(self, left: float, bottom: float, right: float, top: float) -> tuple[float, float, float, float]:
        if self.turn == 90:
            return bottom - self.bottom, left - self.left, top - self.bottom, right - self.left
        if self.turn == 180:
            return self.right - right, bottom - self.bottom, self.right - left, top - self.bottom
        if self.turn == 270:
            return self.top - top, self.right - right, self.top - bottom, self.right - left
        return left - self.left, self.top - top, right - self.left, self.top - bottom


def _letters(text: pdfium.PdfTextPage) -> str:
    """The page's characters, each at its own index. pdfium's bulk text may leave some out: then one by one."""
    count = text.count_chars()
    whole = text.get_text_range() if count else ""
    if len(whole) == count:
        return whole
    codes = (raw.FPDFText_GetUnicode(text, i) for i in range(count))
    return "".join(chr(code) if code and code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF else " " for code in codes)


def _words(text: pdfium.PdfTextPage, place: _Placing) -> Iterator[Run]:
    """The words of a page in the order of the file, each with its box. Text asked for by area catches neighbours."""
    for match in _WORD.finditer(_letters(text)):
        start, count = match.start(), match.end() - match.start()
        words, area = _clean(match[0]), _area(text, start, count)
        if not words or area is None:
            continue
        box = place.box(*area)
        base = _base(text, start, place) or box[3]
        yield Run(*box, words, size=_size(text, start), bold=_is_bold(text, start), base=base)


def _base(text: pdfium.PdfTextPage, index: int, place: _Placing) -> float | None:
    x, y = ctypes.c_double(), ctypes.c_double()
    if not raw.FPDFText_GetCharOrigin(text, index, ctypes.byref(x), ctypes.byref(y)):
        return None
    if not (abs(x.value) < _FARTHEST and abs(y.value) < _FARTHEST):
        return None
    return place.box(x.value, y.value, x.value, y.value)[1]


def _area(text: pdfium.PdfTextPage, start: int, count: int) -> tuple[float, float, float, float] | None:
    """Left, bottom, right, top of a word; a word set in several pieces has several rectangles."""
    left, top, right, bottom = (ctypes.c_double() for _ in range(4))
    found = [
        (left.value, bottom.value, right.value, top.value)
        for i in range(min(raw.FPDFText_CountRects(text, start, count), count))
        if raw.FPDFText_GetRect(text, i, *map(ctypes.byref, (left, top, right, bottom)))
    ]
    if not found:
        return None
    left_most, lowest = min(a[0] for a in found), min(a[1] for a in found)
    right_most, highest = max(a[2] for a in found), max(a[3] for a in found)
    if not all(abs(edge) < _FARTHEST for edge in (left_most, lowest, right_most, highest)):
        return None
    return left_most, lowest, max(right_most, left_most + _THINNEST), max(highest, lowest + _THINNEST)


def _phrases(words: Sequence[Run]) -> list[Run]:
    """Words that follow each other in the file and on the page, joined. A wide gap may be a column's and parts them."""
    joined: list[list[Run]] = []
    for word in words:
        last = joined[-1][-1] if joined else None
        if last and abs(word.base - last.base) < 0.5 * max(word.size, 6) and _beside(last, word):
            joined[-1].append(word)
        else:
            joined.append([word])
    return [_phrase(part) for part in joined]


def _beside(last: Run, word: Run) -> bool:
    return -1 <= word.x0 - last.x1 < max(0.9 * word.size, 5)


def _phrase(part: Sequence[Run]) -> Run:
    first = part[0]
    return Run(
        first.x0,
        min(word.y0 for word in part),
        max(word.x1 for word in part),
        max(word.y1 for word in part),
        " ".join(word.words for word in part),
        size=Counter({w.size: len(w.words) for w in part}).most_common(1)[0][0],
        bold=all(word.bold for word in part),
        base=first.base,
    )


def _size(text: pdfium.PdfTextPage, index: int) -> float:
    """Size of the letter on the page in points: the font's own, times the scale that the page sets it in."""
    matrix = raw.FS_MATRIX()
    scale = math.hypot(matrix.c, matrix.d) if raw.FPDFText_GetMatrix(text, index, ctypes.byref(matrix)) else 1.0
    return round(raw.FPDFText_GetFontSize(text, index) * scale, 1)


def _is_bold(text: pdfium.PdfTextPage, index: int) -> bool:
    buffer = ctypes.create_string_buffer(128)
    flags = ctypes.c_int()
    length = raw.FPDFText_GetFontInfo(text, index, buffer, 128, ctypes.byref(flags))
    name = buffer.raw[: max(min(length, 128) - 1, 0)].lower()
    return b"bold" in name or b"black" in name or b"semibold" in name or raw.FPDFText_GetFontWeight(text, index) >= 600


def _clean(word: str) -> str:
    """pdfium's sign for a hyphen at a line's end becomes the hyphen it is, other control signs go."""
    word = word.replace("\x02", "-").replace("\ufffe", "-")
    return "".join(c for c in word if c >= " " and not "\ud800" <= c <= "\udfff" and c not in "\uffff\u200b").strip()


def _laid_out(pages: Sequence[Sequence[Run]]) -> tuple[str, tuple[Line, ...]]:
    """The document's text, and its lines with offsets, rows and boxes."""
    usual = _body_size(pages)
    parts: list[str] = []
    lines: list[Line] = []
    position, row = 0, 0
    for number, page in enumerate(pages, 1):
        body = _body_size([page], least=_ENOUGH) or usual
        for order, run in enumerate(page):
            step = _step(run, first=order == 0)
            row += step
            between = ("\f" if order == 0 else "\n" * min(step, 2)) if lines else ""
            if order == 0 and number > 1 and not lines:
                between = ""
            parts += [between, run.words]
            start = position + len(between)
            position = start + len(run.words)
            line = _line(run, start, row=row, index=len(lines), page=number, body=body)
            if (
                order
                and run.bold
                and page[order - 1].bold
                and lines[-1].heading == 3
                and step == 1
                and not line.heading
            ):
                line = replace(line, heading=3)
            lines.append(line)
    return "".join(parts), tuple(lines)


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
        cell=(page << 20) + run.cell if run.cell else 0,
        furniture=run.size < 0,
    )


def _level(run: Run, body: float) -> int:
    if run.size < 0 or run.cell or not any(c.isalpha() for c in run.words) or field(run.words):
        return 0
    if run.side:
        return 2
    if run.size >= 1.5 * body and len(run.words) <= 120:
        return 1
    if run.size >= _LARGER * body and len(run.words) <= 120 and run.words[-1] not in ".;,":
        return 2
    return 3 if run.bold and may_be_heading(run.words) and body else 0


def _body_size(pages: Sequence[Sequence[Run]], *, least: int = 0) -> float:
    """The size that most letters have; 0 where there are no more than `least` of them."""
    sizes: Counter[float] = Counter()
    for page in pages:
        for run in page:
            if run.size > 0:
                sizes[round(run.size, 1)] += len(run.words)
    if sizes.total() <= least:
        return 0.0
    return max(sizes, key=lambda size: (sizes[size], -size))
