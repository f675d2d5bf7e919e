"""A page of a PDF → its pieces of text, each with its place on the page as shown. All that asks pdfium for letters."""

from __future__ import annotations

import ctypes
import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from trygghet_geo.errors import UnreadableDocument
from trygghet_geo.reading.runs import Run

MOST_LETTERS = 200_000
"""Characters on one page; a page of small print has some ten thousand."""
_WORD = re.compile(r"[^\s\x02\ufffe]+[\x02\ufffe]?")
_FARTHEST = 100_000.0
"""Points from the origin; text beyond it, or at no number, is on no page that anyone sees."""
_THINNEST = 0.1


def runs(source: pdfium.PdfDocument, number: int, name: str) -> tuple[tuple[float, float], list[Run]]:
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
