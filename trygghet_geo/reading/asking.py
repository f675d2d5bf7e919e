"""Questions to pdfium about the letters of one page, asked in as few and as cheap calls as will do."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Mapping, Sequence
from functools import partial
from itertools import accumulate, pairwise
from typing import Any, NamedTuple

import pypdfium2 as pdfium

from trygghet_geo.reading import calls
from trygghet_geo.reading.fonts import Font, is_bold
from trygghet_geo.reading.placing import Area, Placing

_FARTHEST = 100_000.0
"""Points from the origin; text beyond it, or at no number, is on no page that anyone sees."""
_THINNEST = 0.1
_MOST_PIECES = 256
"""Rectangles that are asked for at once; a line has some ten."""
_LEVEL = 0.01
"""Rise per length below which letters stand on one line."""
_SPACE = 0.6
"""White space within a line that is wider than this, times the size of the letters, may part two columns,"""
_NARROWEST = 5.0
"""if it is no narrower than this, in points."""
_CLOSEST = -0.35
"""A line's ink is narrower than its letters' widths by no more than this, times their size: the white space at the
sides of its first and last letter. Ink that is wider than they are hides white space."""


Word = tuple[float, float, float, float, str, float, bool, float]
"""A word, or a row of them, on the page as shown, y from the top: x0, y0, x1, y1, its letters, their size, bold, the
line they stand on. Not a `Run`, and not even named: a page has hundreds, and nearly all end inside a phrase."""
Voice = tuple[float, bool, float | None]
"""What tells the letters of one line from another's: their size, whether they are bold, and the height of the line
they stand on, None where they climb and each must be asked for."""


class Stroke(NamedTuple):
    """What all letters that a program set in one stroke have in common."""

    size: float
    bold: bool
    base: float | None
    across: float
    """Points that a letter as wide as its size takes up."""
    widths: Mapping[str, float]
    """How wide its font makes each letter, as a share of its size."""


_STROKE = partial(tuple.__new__, Stroke)
"""A Stroke of its fields, made without a step in Python: there is one for each line of a page, and more."""


class Room:
    """What outlasts a page: memory for pdfium's answers, and what is known of the fonts of the page before.

    A font is known by its address. It keeps that for as long as a page is open that uses it, so each page is closed
    only when the next one has been read.
    """

    def __init__(self) -> None:
        self.edges = (ctypes.c_double * (4 * _MOST_PIECES))()
        self.turns = (ctypes.c_float * 6)()
        self.to_turns = ctypes.byref(self.turns)
        self.fonts: dict[int | None, Font] = {}
        self._slots = [self._slot(0)]
        self._open: pdfium.PdfPage | None = None

    def _slot(self, number: int) -> tuple[Any, ...]:
        """References to where left, top, right and bottom edge of one rectangle go."""
        return tuple(ctypes.byref(self.edges, 8 * i) for i in range(4 * number, 4 * number + 4))

    def slots(self, count: int) -> list[tuple[Any, ...]]:
        if count > len(self._slots):
            self._slots += map(self._slot, range(len(self._slots), count))
        return self._slots[:count]

    def turn(self, page: pdfium.PdfPage | None, fonts: dict[int | None, Font]) -> None:
        """Close the page before, and keep `page` open, which uses no other `fonts`."""
        if self._open:
            self._open.close()
        self._open, self.fonts = page, fonts

    def close(self) -> None:
        self.turn(None, {})


class Asking:
    """Questions to pdfium about the letters of one page."""

    def __init__(self, text: pdfium.PdfTextPage, place: Placing, room: Room) -> None:
        self._typed, self._place, self._room = text, place, room
        self._text = ctypes.cast(text.raw, calls.ADDRESS)
        self._edges, self._first = room.edges, room.slots(1)[0]
        self._set_as: tuple[int | None, float, float, float] | None = None
        """Font, its size, and what the page multiplies it by, of the last stroke that stands upright,"""
        self._same: tuple[float, bool, float, Mapping[str, float]] = (0.0, False, 0.0, {})
        """and what follows from them: size on the page, bold, across, widths."""
        self._rectangle = partial(calls.rectangle, self._text, 0, *self._first)
        self._strokes: dict[int, Stroke] = {}
        self.fonts: dict[int | None, Font] = {}

    def voice(self, index: int) -> Voice:
        return self.stroke(index)[:3]

    def stroke(self, index: int) -> Stroke:
        at = calls.stroke(self._text, index)
        known = self._strokes.get(at)
        if known is None:
            known = self._asked(at, index)
            if at:
                self._strokes[at] = known
        return known

    def _asked(self, stroke: int | None, index: int) -> Stroke:
        set_so = calls.matrix(self._text, index, self._room.to_turns)
        a, b, c, d, _, f = self._room.turns[:] if set_so else (1.0, 0.0, 0.0, 1.0, 0.0, math.inf)
        size = calls.font_size(self._text, index)
        address = calls.font(calls.ADDRESS(stroke)) if stroke else None
        set_as = address, size, a, d
        if address and b == c == 0 and set_as == self._set_as and abs(f) < _FARTHEST:
            # As the stroke before, but for the line that it stands on.
            points, bold, across, widths = self._same
            return _STROKE((points, bold, self._place.top - f, across, widths))
        font = self.fonts.get(address) or self._new_font(address, index)
        if b == c == 0 and a and d and self._place.turn == 0 and abs(f) < _FARTHEST:
            # Most text by far: the line that it stands on is where the page sets it.
            self._set_as = set_as
            self._same = points, bold, across, widths = round(size * abs(d), 1), font.bold, size * abs(a), font.widths
            return _STROKE((points, bold, self._place.top - f, across, widths))
        rise = b if self._place.turn in (0, 180) else a
        base = self.base(index) if abs(rise) < _LEVEL * math.hypot(a, b) else None
        # Size of the letter on the page in points: the font's own, times the scale that the page sets it in.
        return Stroke(round(size * math.hypot(c, d), 1), font.bold, base, size * math.hypot(a, b), font.widths)

    def _new_font(self, address: int | None, index: int) -> Font:
        """A font that the page has not used before: that of the letter at `index`."""
        font = self._room.fonts.get(address) if address else None
        font = font or Font(address, bold=is_bold(self._typed, index))
        if address:
            self.fonts[address] = font
        return font

    def base(self, index: int) -> float | None:
        """Height of the line that the letter stands on, None where pdfium has none that is on any page."""
        if not calls.origin(self._text, index, *self._first[:2]):
            return None
        x, y = self._edges[:2]
        if not (abs(x) < _FARTHEST and abs(y) < _FARTHEST):
            return None
        return self._place.box(x, y, x, y)[1]

    def area(self, start: int, count: int) -> Area | None:
        """x0, y0, x1, y1 of a word as shown; None where pdfium has none that is on any page."""
        # A word set in several strokes has several rectangles.
        pieces = min(calls.count_rectangles(self._text, start, count), count, _MOST_PIECES)
        if pieces < 1 or not self._ask(pieces):
            return None
        return self._around(self._edges[: 4 * pieces])

    def rows(self, start: int, said: str) -> list[Word] | None:
        """A line of words all set alike, parted where white space in it may part two columns or one goes back.

        None where each word must be asked for by itself.
        """
        pieces = calls.count_rectangles(self._text, start, len(said))
        if pieces == 1:
            return self._row(start, said)
        if not 0 < pieces <= _MOST_PIECES or not self._ask(pieces):
            return None
        flat = self._edges[: 4 * pieces]
        stroke = self.stroke(start)
        if stroke[2] is None or not (" " not in said or self._is_alike(stroke, start, said)):
            return None
        parts = self._parted(start, said, stroke, flat)
        if len(parts) == 1:
            area = self._around(flat)
            return [(*area, " ".join(said.split()) if "  " in said else said, *stroke[:3])] if area else []
        areas = ((self._around(edges), words) for words, edges in parts)
        return [(*area, words, *stroke[:3]) for area, words in areas if area] or None

    def _row(self, start: int, said: str) -> list[Word] | None:
        """`rows` where one rectangle holds the line, which most do."""
        if not self._rectangle():
            return None
        flat = self._edges[:4]
        stroke = self.stroke(start)
        size, bold, base, _, _ = stroke
        if base is None or (" " in said and ("  " in said or not _is_close(said, stroke, flat))):
            return None
        area = self._around(flat)
        return [(*area, said, size, bold, base)] if area else []

    def _parted(
        self, start: int, said: str, stroke: Stroke, flat: Sequence[float]
    ) -> list[tuple[str, Sequence[float]]]:
        """The pieces of a line and their rectangles; none where that takes more questions."""
        words = said.count(" ") + 1
        if words == 1:
            return [(said, flat)]
        parting = _parting(flat, widest(stroke.size))
        # With no fewer rectangles than words, no white space is hidden in one.
        if 4 * words <= len(flat) and not parting:
            return [(said, flat)]
        return self._by_stroke(start, said.split(" "), flat, parting) if "  " not in said else []

    def _by_stroke(
        self, start: int, words: Sequence[str], flat: Sequence[float], parting: Sequence[int]
    ) -> list[tuple[str, Sequence[float]]]:
        """The pieces of a line set in several strokes, if each word begins one, or goes on in its stroke closely.

        `parting`: numbers of the rectangles that begin a new piece.
        """
        starts = list(accumulate([len(word) + 1 for word in words[:-1]], initial=start))
        text = self._text
        strokes = [calls.stroke(text, at) for at in starts]
        first = [0, *[i for i, (last, stroke) in enumerate(pairwise(strokes), 1) if stroke != last]]
        # No stroke begins within a word: there are no more of them, and each begins after the last letter before it.
        if 4 * len(first) != len(flat) or any(calls.stroke(text, starts[i] - 2) == strokes[i] for i in first[1:]):
            return []
        ends = [*first, len(words)]
        if len(first) < len(words):
            for number, (a, b) in enumerate(pairwise(ends)):
                edges = flat[4 * number : 4 * number + 4]
                if b - a > 1 and not _is_close(" ".join(words[a:b]), self.stroke(starts[a]), edges):
                    return []
        parts = pairwise([0, *parting, len(first)])
        return [(" ".join(words[ends[a] : ends[b]]), flat[4 * a : 4 * b]) for a, b in parts]

    def _is_alike(self, first: Stroke, start: int, said: str) -> bool:
        """Whether the last word of a line and one in its middle have the voice of its first."""
        last = self.stroke(start + said.rfind(" ") + 1)
        return last[:3] == first[:3] == self.stroke(start + said.find(" ", len(said) // 2) + 1)[:3]

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
        return int(calls.count_rectangles(self._text, start, end - start))

    def each(self, spans: Sequence[tuple[int, int]], limit: float) -> list[tuple[int, int, Area]] | None:
        """Words of a line, parted where they stand further apart than `limit` or one goes back: from which to before
        which, and their `area`. None where one is set in several strokes."""
        if len(spans) > _MOST_PIECES or not self._ask_each(spans):
            return None
        flat = self._edges[: 4 * len(spans)]
        ends = [0, *_parting(flat, limit), len(spans)]
        parts = ((a, b, self._around(flat[4 * a : 4 * b])) for a, b in pairwise(ends))
        return [(a, b, area) for a, b, area in parts if area]

    def _ask_each(self, spans: Sequence[tuple[int, int]]) -> bool:
        """Put the rectangle of each word into `_edges`, if each has just one."""
        text, count, rectangle = self._text, calls.count_rectangles, calls.rectangle
        for (start, end), slot in zip(spans, self._room.slots(len(spans)), strict=True):
            if count(text, start, end - start) != 1 or not rectangle(text, 0, *slot):
                return False
        return True

    def _ask(self, pieces: int) -> bool:
        """Put the rectangles counted last into `_edges`."""
        text, rectangle = self._text, calls.rectangle
        if pieces == 1:
            return bool(rectangle(text, 0, *self._first))
        return all(rectangle(text, number, *slot) for number, slot in enumerate(self._room.slots(pieces)))

    def _around(self, flat: Sequence[float]) -> Area | None:
        """What holds all the rectangles, as shown."""
        left, high, right, low = flat if len(flat) == 4 else _hull(flat)
        if not (-_FARTHEST < left <= right < _FARTHEST and -_FARTHEST < low <= high < _FARTHEST):
            return None
        if right - left < _THINNEST or high - low < _THINNEST:
            right, high = max(right, left + _THINNEST), max(high, low + _THINNEST)
        place = self._place
        if place.turn == 0:
            # As `box` does, which is called for every piece of a page.
            return left - place.left, place.top - high, right - place.left, place.top - low
        return place.box(left, low, right, high)


def widest(size: float) -> float:
    """Points between two words from which on they may stand in two columns, by the size of their letters."""
    return max(_SPACE * size, _NARROWEST)


def _is_close(said: str, stroke: Stroke, flat: Sequence[float]) -> bool:
    """Whether words fill their rectangles, so that no white space is hidden between them."""
    left, _, right, _ = flat if len(flat) == 4 else _hull(flat)
    _, _, _, across, widths = stroke
    wider = right - left - across * sum(map(widths.__getitem__, said))
    return _CLOSEST * across < wider <= 0


def _hull(flat: Sequence[float]) -> tuple[float, float, float, float]:
    return min(flat[::4]), max(flat[1::4]), max(flat[2::4]), min(flat[3::4])


def _parting(flat: Sequence[float], limit: float) -> list[int]:
    """Numbers of the rectangles before which white space is wider than `limit`, or goes back."""
    gaps = zip(flat[2::4], flat[4::4], strict=False)
    return [i for i, (right, left) in enumerate(gaps, 1) if not -1 <= left - right < limit]
