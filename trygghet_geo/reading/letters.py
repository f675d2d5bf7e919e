"""A page of a PDF → its pieces of text, each with its place on the page as shown. All that asks pdfium for letters."""

from __future__ import annotations

import ctypes
import math
import re
from collections import Counter
from collections.abc import Sequence
from typing import Any, NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from trygghet_geo.errors import UnreadableDocument
from trygghet_geo.reading.runs import Run

MOST_LETTERS = 200_000
"""Characters on one page; a page of small print has some ten thousand."""
_WORD = re.compile(r"[^\s\x02\ufffe]+[\x02\ufffe]?")
_LINE = re.compile(r"[^\r\n]+")
_FARTHEST = 100_000.0
"""Points from the origin; text beyond it, or at no number, is on no page that anyone sees."""
_THINNEST = 0.1
_NOWHERE = (math.inf, -math.inf, -math.inf, math.inf)
"""Edges, in pdfium's order (left, top, right, bottom), of what has no place."""
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


_Word = tuple[float, float, float, float, str, float, bool, float]
"""A word on the page as shown, y from the top: x0, y0, x1, y1, its letters, their size, bold, the line they stand on.

Not a `Run`, and not even named: a page has hundreds, and nearly all end inside a phrase.
"""


class _Voice(NamedTuple):
    """What all letters that a program set in one stroke have in common."""

    size: float
    bold: bool
    base: float | None
    """Height of the line they stand on; None where they climb, and each must be asked for."""


def _bare(function: Any, result: Any, *arguments: Any) -> Any:
    """pdfium's `function` with addresses for pointers: ctypes makes typed ones anew each time, which takes longer."""
    return ctypes.CFUNCTYPE(result, *arguments)(ctypes.cast(function, ctypes.c_void_p).value)


_ADDRESS, _INT = ctypes.c_void_p, ctypes.c_int
_count_rectangles = _bare(raw.FPDFText_CountRects, _INT, _ADDRESS, _INT, _INT)
_rectangle = _bare(raw.FPDFText_GetRect, _INT, _ADDRESS, _INT, *[_ADDRESS] * 4)
_origin = _bare(raw.FPDFText_GetCharOrigin, _INT, _ADDRESS, _INT, *[_ADDRESS] * 2)
_matrix = _bare(raw.FPDFText_GetMatrix, _INT, _ADDRESS, _INT, _ADDRESS)
_font_size = _bare(raw.FPDFText_GetFontSize, ctypes.c_double, _ADDRESS, _INT)
_stroke = _bare(raw.FPDFText_GetTextObject, _ADDRESS, _ADDRESS, _INT)
_font = _bare(raw.FPDFTextObj_GetFont, _ADDRESS, _ADDRESS)


class _Asking:
    """Questions to pdfium about the letters of one page. The memory for its answers is set aside once."""

    def __init__(self, text: pdfium.PdfTextPage, place: _Placing) -> None:
        self._typed, self._place = text, place
        self._text = ctypes.cast(text.raw, _ADDRESS).value
        self._edges = (ctypes.c_double * 4)()
        self._to_edges = tuple(ctypes.byref(self._edges, 8 * i) for i in range(4))
        self._turns = (ctypes.c_float * 6)()
        self._to_turns = ctypes.byref(self._turns)
        self._voices: dict[int, _Voice] = {}
        self._bold: dict[int, bool] = {}

    def voice(self, index: int) -> _Voice:
        stroke = _stroke(self._text, index)
        known = self._voices.get(stroke)
        if known is None:
            known = self._asked_voice(stroke, index)
            if stroke:
                self._voices[stroke] = known
        return known

    def _asked_voice(self, stroke: int | None, index: int) -> _Voice:
        a, b, c, d = self._turns[:4] if _matrix(self._text, index, self._to_turns) else (1.0, 0.0, 0.0, 1.0)
        # Size of the letter on the page in points: the font's own, times the scale that the page sets it in.
        size = round(_font_size(self._text, index) * math.hypot(c, d), 1)
        rise = b if self._place.turn in (0, 180) else a
        base = self.base(index) if abs(rise) < _LEVEL * math.hypot(a, b) else None
        font = _font(stroke) if stroke else None
        bold = self._bold.get(font) if font else None
        if bold is None:
            bold = _is_bold(self._typed, index)
            if font:
                self._bold[font] = bold
        return _Voice(size, bold, base)

    def base(self, index: int) -> float | None:
        """Height of the line that the letter stands on, None where pdfium has none that is on any page."""
        if not _origin(self._text, index, *self._to_edges[:2]):
            return None
        x, y = self._edges[:2]
        if not (abs(x) < _FARTHEST and abs(y) < _FARTHEST):
            return None
        return self._place.box(x, y, x, y)[1]

    def area(self, start: int, count: int) -> tuple[float, float, float, float] | None:
        """x0, y0, x1, y1 of a word as shown; None where pdfium has none that is on any page."""
        pieces = _count_rectangles(self._text, start, count)
        if pieces < 1:
            return None
        left, high, right, low = self._edges if _rectangle(self._text, 0, *self._to_edges) else _NOWHERE
        # A word set in several strokes has several rectangles.
        for i in range(1, min(pieces, count)):
            box = self._piece(i)
            left, right = min(left, box[0]), max(right, box[2])
            high, low = max(high, box[1]), min(low, box[3])
        if not (-_FARTHEST < left <= right < _FARTHEST and -_FARTHEST < low <= high < _FARTHEST):
            return None
        return self._place.box(left, low, max(right, left + _THINNEST), max(high, low + _THINNEST))

    def _piece(self, number: int) -> Sequence[float]:
        """Left, top, right and bottom edge of one of the rectangles counted last."""
        return self._edges[:] if _rectangle(self._text, number, *self._to_edges) else _NOWHERE


def _words(text: pdfium.PdfTextPage, place: _Placing) -> list[_Word]:
    """The words of a page in the order of the file, each with its box. Text asked for by area catches neighbours."""
    asking = _Asking(text, place)
    letters = _letters(text)
    found: list[_Word] = []
    for line in _LINE.finditer(letters):
        spans = [match.span() for match in _WORD.finditer(letters, *line.span())]
        if not spans:
            continue
        same = _same_voice(asking, spans)
        for start, end in spans:
            words, box = letters[start:end], asking.area(start, end - start)
            if box and (words.isprintable() or (words := _clean(words))):
                size, bold, base = same or asking.voice(start)
                found.append((*box, words, size, bold, base or asking.base(start) or box[3]))
    return found


def _same_voice(asking: _Asking, spans: Sequence[tuple[int, int]]) -> _Voice | None:
    """What holds for all words of a line, going by the first, the middle and the last one; None where they differ."""
    first = asking.voice(spans[0][0])
    if len(spans) > 1 and asking.voice(spans[-1][0]) != first:
        return None
    return first if len(spans) < 3 or asking.voice(spans[len(spans) // 2][0]) == first else None


def _phrases(words: Sequence[_Word]) -> list[Run]:
    """Words that follow each other in the file and on the page, joined. A wide gap may be a column's and parts them."""
    done: list[Run] = []
    part: list[_Word] = []
    last_x, last_base = 0.0, -math.inf
    for word in words:
        x0, _, x1, _, _, size, _, base = word
        near = abs(base - last_base) < (0.5 * size if size > 6 else 3.0)
        if not (near and -1 <= x0 - last_x < (_SPACE * size if _SPACE * size > 5 else 5)):
            if part:
                done.append(_phrase(part))
            part = []
        part.append(word)
        last_x, last_base = x1, base
    return [*done, _phrase(part)] if part else done


def _phrase(part: Sequence[_Word]) -> Run:
    if len(part) == 1:
        x0, y0, x1, y1, words, size, bold, base = part[0]
        return Run(x0, y0, x1, y1, words, size=size, bold=bold, base=base)
    x0s, y0s, x1s, y1s, words, sizes, bold, bases = zip(*part, strict=True)
    size = sizes[0]
    if sizes.count(size) < len(sizes):
        size = Counter(dict(zip(sizes, map(len, words), strict=True))).most_common(1)[0][0]
    return Run(x0s[0], min(y0s), max(x1s), max(y1s), " ".join(words), size=size, bold=all(bold), base=bases[0])


def _is_bold(text: Any, index: int) -> bool:
    buffer = ctypes.create_string_buffer(128)
    flags = ctypes.c_int()
    length = raw.FPDFText_GetFontInfo(text, index, buffer, 128, ctypes.byref(flags))
    name = buffer.raw[: max(min(length, 128) - 1, 0)].lower()
    return b"bold" in name or b"black" in name or raw.FPDFText_GetFontWeight(text, index) >= 600


def _clean(word: str) -> str:
    """pdfium's sign for a hyphen at a line's end becomes the hyphen it is, other control signs go."""
    word = word.replace("\x02", "-").replace("\ufffe", "-")
    return "".join(c for c in word if c >= " " and not "\ud800" <= c <= "\udfff" and c not in "\uffff\u200b").strip()
