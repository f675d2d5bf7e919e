"""A page of a PDF → its pieces of text, each with its place on the page as shown. All that asks pdfium for letters."""

from __future__ import annotations

import ctypes
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

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
_NOWHERE = (math.inf, math.inf, -math.inf, -math.inf)
_SPACE = 0.6
"""A gap within a line that is wider than this, times the size of the letters, may part two columns."""
_LEVEL = 0.01
"""Rise per length below which letters stand on one line."""


def runs(source: pdfium.PdfDocument, number: int, name: str) -> tuple[tuple[float, float], list[Run]]:
    """Width and height of the page as shown, and its pieces of text."""
    page = source[number]
    try:
        text = page.get_textpage()
        try:
            if text.count_chars() > MOST_LETTERS:
                raise UnreadableDocument(f"{name}: sidan {number + 1} är orimligt stor; filen går inte att läsa")
            place = _Placing(page)
            return (place.width, place.height), _phrases(_words(text, place))
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
        if self.turn == 0:
            return left - self.left, self.top - top, right - self.left, self.top - bottom
        if self.turn == 90:
            return bottom - self.bottom, left - self.left, top - self.bottom, right - self.left
        if self.turn == 180:
            return self.right - right, bottom - self.bottom, self.right - left, top - self.bottom
        return self.top - top, self.right - right, self.top - bottom, self.right - left


def _letters(text: pdfium.PdfTextPage) -> str:
    """The page's characters, each at its own index. pdfium's bulk text may leave some out: then one by one."""
    count = text.count_chars()
    whole = text.get_text_range() if count else ""
    if len(whole) == count:
        return whole
    codes = (raw.FPDFText_GetUnicode(text, i) for i in range(count))
    return "".join(chr(code) if code and code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF else " " for code in codes)


class _Word(NamedTuple):
    """A word on the page as shown, y from the top. Not a `Run`: a page has hundreds, and most end inside a phrase."""

    x0: float
    y0: float
    x1: float
    y1: float
    words: str
    size: float
    bold: bool
    base: float


class _Voice(NamedTuple):
    """What all letters that a program set in one stroke have in common."""

    size: float
    bold: bool
    base: float | None
    """Height of the line they stand on; None where they climb, and each must be asked for."""


class _Asking:
    """Questions to pdfium about the letters of one page. The memory for its answers is set aside once."""

    def __init__(self, text: pdfium.PdfTextPage, place: _Placing) -> None:
        self._text, self._place = text.raw, place
        self._edges = tuple(ctypes.c_double() for _ in range(4))
        self._to_edges = tuple(map(ctypes.byref, self._edges))
        self._voices: dict[bytes, _Voice] = {}
        self._bold: dict[bytes, bool] = {}

    def voice(self, index: int) -> _Voice:
        # The bytes of a pointer, not the object: pdfium gives a new one each time.
        stroke = raw.FPDFText_GetTextObject(self._text, index)
        key = bytes(stroke)
        known = self._voices.get(key)
        if known is None:
            known = self._asked_voice(stroke, index)
            if stroke:
                self._voices[key] = known
        return known

    def _asked_voice(self, stroke: Any, index: int) -> _Voice:
        matrix = raw.FS_MATRIX()
        if not raw.FPDFText_GetMatrix(self._text, index, ctypes.byref(matrix)):
            matrix.a = matrix.d = 1.0
        # Size of the letter on the page in points: the font's own, times the scale that the page sets it in.
        size = round(raw.FPDFText_GetFontSize(self._text, index) * math.hypot(matrix.c, matrix.d), 1)
        rise = matrix.b if self._place.turn in (0, 180) else matrix.a
        base = self.base(index) if abs(rise) < _LEVEL * math.hypot(matrix.a, matrix.b) else None
        return _Voice(size, self._is_bold(stroke, index), base)

    def _is_bold(self, stroke: Any, index: int) -> bool:
        font = bytes(raw.FPDFTextObj_GetFont(stroke))
        if font not in self._bold:
            self._bold[font] = _is_bold(self._text, index)
        return self._bold[font]

    def base(self, index: int) -> float | None:
        """Height of the line that the letter stands on, None where pdfium has none that is on any page."""
        x, y = self._edges[:2]
        if not raw.FPDFText_GetCharOrigin(self._text, index, *self._to_edges[:2]):
            return None
        if not (abs(x.value) < _FARTHEST and abs(y.value) < _FARTHEST):
            return None
        return self._place.box(x.value, y.value, x.value, y.value)[1]

    def area(self, start: int, count: int) -> tuple[float, float, float, float] | None:
        """x0, y0, x1, y1 of a word as shown; None where pdfium has none that is on any page."""
        pieces = raw.FPDFText_CountRects(self._text, start, count)
        if pieces < 1:
            return None
        box = self._rectangle(0)
        # A word set in several strokes has several rectangles.
        for i in range(1, min(pieces, count)):
            box = _union(box, self._rectangle(i))
        left, low, right, high = box
        if not (-_FARTHEST < left <= right < _FARTHEST and -_FARTHEST < low <= high < _FARTHEST):
            return None
        return self._place.box(left, low, max(right, left + _THINNEST), max(high, low + _THINNEST))

    def _rectangle(self, number: int) -> tuple[float, float, float, float]:
        if not raw.FPDFText_GetRect(self._text, number, *self._to_edges):
            return _NOWHERE
        left, top, right, bottom = self._edges
        return left.value, bottom.value, right.value, top.value


def _union(a: Sequence[float], b: Sequence[float]) -> tuple[float, float, float, float]:
    return min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3])


def _words(text: pdfium.PdfTextPage, place: _Placing) -> Iterator[_Word]:
    """The words of a page in the order of the file, each with its box. Text asked for by area catches neighbours."""
    asking = _Asking(text, place)
    for match in _WORD.finditer(_letters(text)):
        start, end = match.span()
        words, box = _clean(match[0]), asking.area(start, end - start)
        if words and box:
            size, bold, base = asking.voice(start)
            yield _Word(*box, words, size, bold, base or asking.base(start) or box[3])


def _phrases(words: Iterable[_Word]) -> list[Run]:
    """Words that follow each other in the file and on the page, joined. A wide gap may be a column's and parts them."""
    joined: list[list[_Word]] = []
    last: _Word | None = None
    for word in words:
        if (
            last
            and abs(word.base - last.base) < 0.5 * max(word.size, 6)
            and -1 <= word.x0 - last.x1 < max(_SPACE * word.size, 5)
        ):
            joined[-1].append(word)
        else:
            joined.append([word])
        last = word
    return [_phrase(part) for part in joined]


def _phrase(part: Sequence[_Word]) -> Run:
    first = part[0]
    size = first.size
    if any(word.size != size for word in part):
        size = Counter({w.size: len(w.words) for w in part}).most_common(1)[0][0]
    return Run(
        first.x0,
        min([word.y0 for word in part]),
        max([word.x1 for word in part]),
        max([word.y1 for word in part]),
        " ".join([word.words for word in part]),
        size=size,
        bold=all(word.bold for word in part),
        base=first.base,
    )


def _is_bold(text: Any, index: int) -> bool:
    buffer = ctypes.create_string_buffer(128)
    flags = ctypes.c_int()
    length = raw.FPDFText_GetFontInfo(text, index, buffer, 128, ctypes.byref(flags))
    name = buffer.raw[: max(min(length, 128) - 1, 0)].lower()
    return b"bold" in name or b"black" in name or raw.FPDFText_GetFontWeight(text, index) >= 600


def _clean(word: str) -> str:
    """pdfium's sign for a hyphen at a line's end becomes the hyphen it is, other control signs go."""
    if word.isprintable():
        return word
    word = word.replace("\x02", "-").replace("\ufffe", "-")
    return "".join(c for c in word if c >= " " and not "\ud800" <= c <= "\udfff" and c not in "\uffff\u200b").strip()
