"""Questions to pdfium about the letters of one page, asked in as few and as cheap calls as will do."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as raw

_FARTHEST = 100_000.0
"""Points from the origin; text beyond it, or at no number, is on no page that anyone sees."""
_THINNEST = 0.1
_MOST_PIECES = 256
"""Rectangles that are asked for at once; a line has some ten."""
_LEVEL = 0.01
"""Rise per length below which letters stand on one line."""
Area = tuple[float, float, float, float]
"""x0, y0, x1, y1 on the page as shown."""


class Placing:
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


class Voice(NamedTuple):
    """What all letters that a program set in one stroke have in common."""

    size: float
    bold: bool
    base: float | None
    """Height of the line they stand on; None where they climb, and each must be asked for."""


def _bare(function: Any, result: Any) -> Any:
    """pdfium's `function`, given whole numbers, addresses and references as they are.

    ctypes looks up a converter for each argument of a function whose types it knows, and makes typed pointers anew each
    time: that takes longer than most of the answers.
    """
    return ctypes.CFUNCTYPE(result)(ctypes.cast(function, _ADDRESS).value)


_ADDRESS = ctypes.c_void_p
_count_rectangles = _bare(raw.FPDFText_CountRects, ctypes.c_int)
_rectangle = _bare(raw.FPDFText_GetRect, ctypes.c_int)
_origin = _bare(raw.FPDFText_GetCharOrigin, ctypes.c_int)
_matrix = _bare(raw.FPDFText_GetMatrix, ctypes.c_int)
_font_size = _bare(raw.FPDFText_GetFontSize, ctypes.c_double)
_stroke = _bare(raw.FPDFText_GetTextObject, _ADDRESS)
_font = _bare(raw.FPDFTextObj_GetFont, _ADDRESS)


class Asking:
    """Questions to pdfium about the letters of one page. The memory for its answers is set aside once."""

    def __init__(self, text: pdfium.PdfTextPage, place: Placing) -> None:
        self._typed, self._place = text, place
        self._text = ctypes.cast(text.raw, _ADDRESS)
        self._edges = (ctypes.c_double * (4 * _MOST_PIECES))()
        self._slots = [self._slot(0)]
        self._turns = (ctypes.c_float * 6)()
        self._to_turns = ctypes.byref(self._turns)
        self._voices: dict[int, Voice] = {}
        self._bold: dict[int, bool] = {}

    def _slot(self, number: int) -> tuple[Any, ...]:
        """References to where left, top, right and bottom edge of one rectangle go."""
        return tuple(ctypes.byref(self._edges, 8 * i) for i in range(4 * number, 4 * number + 4))

    def _slots_for(self, count: int) -> list[tuple[Any, ...]]:
        self._slots += map(self._slot, range(len(self._slots), count))
        return self._slots[:count]

    def voice(self, index: int) -> Voice:
        stroke = _stroke(self._text, index)
        known = self._voices.get(stroke)
        if known is None:
            known = self._asked_voice(stroke, index)
            if stroke:
                self._voices[stroke] = known
        return known

    def _asked_voice(self, stroke: int | None, index: int) -> Voice:
        a, b, c, d = self._turns[:4] if _matrix(self._text, index, self._to_turns) else (1.0, 0.0, 0.0, 1.0)
        # Size of the letter on the page in points: the font's own, times the scale that the page sets it in.
        size = round(_font_size(self._text, index) * math.hypot(c, d), 1)
        rise = b if self._place.turn in (0, 180) else a
        base = self.base(index) if abs(rise) < _LEVEL * math.hypot(a, b) else None
        font = _font(_ADDRESS(stroke)) if stroke else None
        bold = self._bold.get(font) if font else None
        if bold is None:
            bold = _is_bold(self._typed, index)
            if font:
                self._bold[font] = bold
        return Voice(size, bold, base)

    def base(self, index: int) -> float | None:
        """Height of the line that the letter stands on, None where pdfium has none that is on any page."""
        if not _origin(self._text, index, *self._slots[0][:2]):
            return None
        x, y = self._edges[:2]
        if not (abs(x) < _FARTHEST and abs(y) < _FARTHEST):
            return None
        return self._place.box(x, y, x, y)[1]

    def area(self, start: int, count: int) -> Area | None:
        """x0, y0, x1, y1 of a word as shown; None where pdfium has none that is on any page."""
        # A word set in several strokes has several rectangles.
        pieces = min(_count_rectangles(self._text, start, count), count, _MOST_PIECES)
        if pieces < 1 or not self._ask(pieces):
            return None
        return self._around(self._edges[: 4 * pieces])

    def same_voice(self, spans: Sequence[tuple[int, int]]) -> Voice | None:
        """What holds for all words of a line, going by the first, the middle and the last; None where they differ."""
        first = self.voice(spans[0][0])
        if len(spans) == 1 or self.pieces(spans) == 1:
            return first
        if self.voice(spans[-1][0]) != first:
            return None
        return first if len(spans) < 3 or self.voice(spans[len(spans) // 2][0]) == first else None

    def pieces(self, spans: Sequence[tuple[int, int]]) -> int:
        """How many rectangles hold the words of a line: one for all that was set in one stroke."""
        start, end = spans[0][0], spans[-1][1]
        return int(_count_rectangles(self._text, start, end - start))

    def rows(self, spans: Sequence[tuple[int, int]], widest: float) -> list[tuple[int, int, Area]] | None:
        """Words of a line, parted where they stand further apart than `widest` or one goes back: from which to before
        which, and their `area`. None where each word must be asked for by itself."""
        pieces = self.pieces(spans)
        # With no fewer rectangles than words, no white space is hidden in one.
        if len(spans) <= pieces <= _MOST_PIECES and self._ask(pieces):
            flat = self._edges[: 4 * pieces]
            if not _parting(flat, widest):
                area = self._around(flat)
                return [(0, len(spans), area)] if area else []
        if len(spans) > _MOST_PIECES or not self._ask_each(spans):
            return None
        flat = self._edges[: 4 * len(spans)]
        ends = [0, *_parting(flat, widest), len(spans)]
        parts = ((a, b, self._around(flat[4 * a : 4 * b])) for a, b in pairwise(ends))
        return [(a, b, area) for a, b, area in parts if area]

    def _ask_each(self, spans: Sequence[tuple[int, int]]) -> bool:
        """Put the rectangle of each word into `_edges`, if each has just one."""
        text, count, rectangle = self._text, _count_rectangles, _rectangle
        for (start, end), slot in zip(spans, self._slots_for(len(spans)), strict=True):
            if count(text, start, end - start) != 1 or not rectangle(text, 0, *slot):
                return False
        return True

    def _ask(self, pieces: int) -> bool:
        """Put the rectangles counted last into `_edges`."""
        return all(_rectangle(self._text, i, *slot) for i, slot in enumerate(self._slots_for(pieces)))

    def _around(self, flat: Sequence[float]) -> Area | None:
        """What holds all the rectangles, as shown."""
        left, high, right, low = flat if len(flat) == 4 else _hull(flat)
        if not (-_FARTHEST < left <= right < _FARTHEST and -_FARTHEST < low <= high < _FARTHEST):
            return None
        return self._place.box(left, low, max(right, left + _THINNEST), max(high, low + _THINNEST))


def _hull(flat: Sequence[float]) -> tuple[float, float, float, float]:
    return min(flat[::4]), max(flat[1::4]), max(flat[2::4]), min(flat[3::4])


def _parting(flat: Sequence[float], widest: float) -> list[int]:
    """Numbers of the rectangles before which white space is wider than `widest`, or goes back."""
    gaps = zip(flat[2::4], flat[4::4], strict=False)
    return [i for i, (right, left) in enumerate(gaps, 1) if not -1 <= left - right < widest]


def _is_bold(text: Any, index: int) -> bool:
    buffer = ctypes.create_string_buffer(128)
    flags = ctypes.c_int()
    length = raw.FPDFText_GetFontInfo(text, index, buffer, 128, ctypes.byref(flags))
    name = buffer.raw[: max(min(length, 128) - 1, 0)].lower()
    return b"bold" in name or b"black" in name or raw.FPDFText_GetFontWeight(text, index) >= 600
