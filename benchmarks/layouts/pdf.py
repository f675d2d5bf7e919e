"""A layout as PDF, set by reportlab's canvas line by line, so that the place of every line is known."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from io import BytesIO
from random import Random

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from benchmarks.layouts import furniture
from benchmarks.layouts.content import Minutes
from benchmarks.layouts.plan import Layout
from benchmarks.layouts.setting import broken
from benchmarks.layouts.truth import Unit, units

WIDTH, HEIGHT = A4
_BOLD = {"Helvetica": "Helvetica-Bold", "Times-Roman": "Times-Bold", "Vera": "VeraBd", "Courier": "Courier-Bold"}
_TOP, _BOTTOM = 92.0, 80.0


@dataclass(frozen=True)
class Put:
    """A line of a unit on a page (from 0): left edge, base line from the page's foot, width, in points."""

    page: int
    x: float
    base: float
    width: float
    words: str
    font: str
    size: float
    unit: int
    """Which unit it belongs to, -1: page furniture."""
    column: int = 0
    """0: margin column or left column, 1: the other."""


def pdf(layout: Layout, minutes: Minutes) -> tuple[bytes, list[Put]]:
    """The file, and where every line of it stands."""
    setter = _Setter(layout)
    setter.all(list(units(layout, minutes)))
    pages = max(put.page for put in setter.puts) + 1
    puts = setter.puts + [put for page in range(pages) for put in _furniture(layout, minutes, page, pages)]
    order = {"side_left_first": lambda put: (put.page, put.unit < 0, put.column)}
    order["side_cell"] = order["side_left_first"]
    puts.sort(key=order.get(layout.shape, lambda put: (put.page, put.unit < 0)))
    return _drawn(layout, puts), puts


class _Setter:
    """Sets units from the top of the first page on. `y` is the base line of the last line set."""

    def __init__(self, layout: Layout) -> None:
        if layout.font == "Vera":
            pdfmetrics.registerFont(TTFont("Vera", "Vera.ttf"))
            pdfmetrics.registerFont(TTFont("VeraBd", "VeraBd.ttf"))
        self.layout = layout
        self.random = Random(layout.name)
        self.puts: list[Put] = []
        self.pitch = layout.size * layout.leading
        self.page, self.y = 0, HEIGHT - _TOP
        self.left, self.right = layout.margin, WIDTH - layout.margin
        self.column, self.top = 0, HEIGHT - _TOP
        self.gutter = self.side = 0.0
        self._listed = 0
        """Bullets set one after the other, so far."""
        self._light = layout.heading == "caps" and self.random.random() < 0.5
        self._tight = self.random.random() < 0.5

    def all(self, units: Sequence[Unit]) -> None:
        first = next(i for i, unit in enumerate(units) if unit.kind == "heading")
        for i in range(first):
            self._front(i, units[i])
        self.y -= self.pitch
        self._prepare([unit.words for unit in units if unit.kind == "heading"])
        position = first
        while position < len(units):
            end = position + 1
            if units[position].kind == "column":
                while end < len(units) and units[end].kind in ("column", "cell"):
                    end += 1
                self._table(list(enumerate(units))[position:end])
            elif units[position].kind == "heading":
                self._heading(position, units[position])
            else:
                self._paragraph(position, units[position])
            position = end

    def _prepare(self, headings: Sequence[str]) -> None:
        if self.layout.shape == "columns":
            self.top, self.gutter = self.y, 24.0
            self.right = (WIDTH - self.gutter) / 2
        elif self.layout.shape.startswith("side"):
            bold = partial(self._width, bold=self.layout.heading == "bold")
            # Wide enough for the longest word: no program sets a heading into the text beside it.
            self.side = max(self.layout.side, 14 + max(bold(w) for h in headings for w in h.split()))
            self.left += self.side
            self.column = 1

    def _front(self, number: int, unit: Unit) -> None:
        title = unit.kind == "title"
        size = self.layout.size + (5 if title else 0)
        self._advance(1.6 * size if title else self.pitch)
        self._put(number, unit.words, self.left, bold=title, size=size)
        self.y -= self.pitch if title else 0

    def _heading(self, number: int, unit: Unit) -> None:
        if self.layout.shape.startswith("side"):
            self._side_heading(number, unit)
            return
        large = self.layout.heading == "large"
        size = self.layout.size * (1.3 if large else 1.0)
        bold = not self._light
        self._gap(1.4)
        self._keep(3)
        self._listed = 0
        lines = broken(unit.words, self.right - self.left, partial(self._width, bold=bold, size=size))
        for words in lines:
            self._advance(size * self.layout.leading)
            self._put(number, words, self.left, bold=bold, size=size)
        self.y -= 0 if self._tight else 0.5 * self.pitch

    def _side_heading(self, number: int, unit: Unit) -> None:
        """In the margin, level with the first line of what follows, which begins below any heading above."""
        bold = self.layout.heading == "bold"
        lines = broken(unit.words, self.side - 12, partial(self._width, bold=bold, size=self.layout.size))
        self._gap(1.0)
        self._listed = 0
        above = [put.base for put in self.puts if put.column == 0 and put.page == self.page]
        self.y = min([self.y, *(base - 0.3 * self.pitch for base in above)])
        self._keep(len(lines) + 1)
        off = self.random.uniform(-0.2, 0.2) * self.pitch if self.layout.shape == "side_cell" else 0.0
        for i, words in enumerate(lines, 1):
            x = self.layout.margin
            self._put(number, words, x, bold=bold, base=self.y - i * self.pitch + off, column=0)

    def _paragraph(self, number: int, unit: Unit) -> None:
        after_heading = bool(self.puts) and self.puts[-1].column == 0 and self.layout.shape.startswith("side")
        bullet = unit.kind == "bullet"
        self._gap(0.0 if after_heading or (bullet and self._listed) else self.layout.gap)
        self._listed = self._listed + 1 if bullet else 0
        hang = 16.0 if bullet else 0.0
        width = self.right - self.left - hang
        lines = broken(unit.words, width, self._width, hyphenated=self.layout.hyphenated)
        for i, words in enumerate(lines):
            self._advance(self.pitch)
            if bullet and i == 0:
                self._put(number, self._sign(), self.left)
            last_line = i == len(lines) - 1
            self._put(number, words, self.left + hang, justified=self.layout.justified and not last_line, measure=width)

    def _sign(self) -> str:
        """The sign of the bullet at hand; the lettered and the numbered ones count."""
        sign = self.layout.bullet
        at = next((i for i, c in enumerate(sign) if len(sign) > 1 and c.isalnum()), None)
        if at is None:
            return sign if self._is_drawn(sign) else "•"
        counted = "i" * self._listed if sign[at] == "i" else chr(ord(sign[at]) + self._listed - 1)
        return sign[:at] + counted + sign[at + 1 :]

    def _is_drawn(self, sign: str) -> bool:
        """Whether the font has the sign; without it a file shows an empty frame that says nothing."""
        glyphs = getattr(getattr(pdfmetrics.getFont(self.layout.font), "face", None), "charToGlyph", None)
        return glyphs is None or all(ord(letter) in glyphs for letter in sign)

    def _table(self, cells: Sequence[tuple[int, Unit]]) -> None:
        self._gap(self.layout.gap)
        full = self.right - self.left
        edges = [0.0, 0.27 * full, 0.78 * full, full]
        for row, members in itertools.groupby(cells, key=lambda item: item[1].spot[0]):
            placed = []
            for number, unit in members:
                c = unit.spot[1]
                width = edges[c + 1] - edges[c] - 10
                measure = partial(self._width, bold=row == 0)
                placed.append((number, self.left + edges[c], broken(unit.words, width, measure)))
            height = max(len(lines) for _, _, lines in placed)
            self._keep(height)
            for number, x, lines in placed:
                for i, words in enumerate(lines, 1):
                    self._put(number, words, x, bold=row == 0, base=self.y - i * self.pitch)
            self.y -= height * self.pitch + 0.6 * self.pitch

    def _width(self, words: str, *, bold: bool = False, size: float | None = None) -> float:
        font = _BOLD[self.layout.font] if bold else self.layout.font
        return pdfmetrics.stringWidth(words, font, size or self.layout.size)

    def _gap(self, leadings: float) -> None:
        if self.y < self.top:
            self.y -= leadings * self.pitch

    def _keep(self, lines: int) -> None:
        if self.y - lines * self.pitch < _BOTTOM:
            self._turn()

    def _advance(self, step: float) -> None:
        if self.y - step < _BOTTOM:
            self._turn()
        self.y -= step

    def _turn(self) -> None:
        """To the next column or page."""
        if self.layout.shape == "columns" and self.gutter and self.column == 0:
            self.column = 1
            step = self.right + self.gutter - self.left
            self.left, self.right = self.left + step, self.right + step
        else:
            if self.layout.shape == "columns" and self.gutter:
                step = self.left - self.layout.margin
                self.left, self.right, self.column = self.left - step, self.right - step, 0
            self.page += 1
            self.top = HEIGHT - _TOP
        self.y = self.top

    def _put(
        self,
        number: int,
        words: str,
        x: float,
        *,
        bold: bool = False,
        size: float | None = None,
        base: float | None = None,
        column: int | None = None,
        justified: bool = False,
        measure: float = 0.0,
    ) -> None:
        font = _BOLD[self.layout.font] if bold else self.layout.font
        size = size or self.layout.size
        at = self.column if column is None else column
        width = pdfmetrics.stringWidth(words, font, size)
        whole = Put(self.page, x, self.y if base is None else base, width, words, font, size, number, at)
        parts = words.split()
        if not justified or len(parts) < 3 or measure - width > 0.2 * measure:
            self.puts.append(whole)
            return
        # Each word on its own, with wider spaces, as most programs write justified text.
        widths = [pdfmetrics.stringWidth(word, font, size) for word in parts]
        space = (measure - sum(widths)) / (len(parts) - 1)
        for word, own in zip(parts, widths, strict=True):
            self.puts.append(replace(whole, x=x, words=word, width=own))
            x += own + space


def _furniture(layout: Layout, minutes: Minutes, page: int, pages: int) -> list[Put]:
    size = max(layout.size - 2, 8.0)
    puts = []
    for base, rows in (
        (HEIGHT - 40, furniture.head(layout, minutes, page + 1, pages)),
        (36.0, furniture.foot(layout, page + 1, pages)),
    ):
        for number, row in enumerate(rows):
            for words, share in zip(row, (0.0, 0.5, 1.0), strict=True):
                width = pdfmetrics.stringWidth(words, layout.font, size)
                x = layout.margin + share * (WIDTH - 2 * layout.margin - width)
                if words:
                    puts.append(Put(page, x, base - number * 1.2 * size, width, words, layout.font, size, -1))
    return puts


def _drawn(layout: Layout, puts: Sequence[Put]) -> bytes:
    out = BytesIO()
    # `invariant`: no date and no random id in the file, so that the same layout is the same bytes.
    canvas = Canvas(out, pagesize=A4, invariant=True)
    for _, members in itertools.groupby(puts, key=lambda put: put.page):
        for put in members:
            canvas.setFont(put.font, put.size)
            canvas.drawString(put.x, put.base, put.words)
        canvas.showPage()
    canvas.save()
    return out.getvalue()
